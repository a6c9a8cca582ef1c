/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console-resizer.h"

/* How long a window has to keep its size: a guest sets its whole screen up anew. */
#define REST_MS 300

/* Nobody works on a screen that is smaller; a window that is folded away is. */
#define LEAST_WIDTH 320
#define LEAST_HEIGHT 200

struct _ConsoleResizer
{
  GObject parent_instance;

  ConsoleSession *session;
  guint rest;
  int width;
  int height;
  gboolean enabled;
};

G_DEFINE_FINAL_TYPE (ConsoleResizer, console_resizer, G_TYPE_OBJECT)

/* Asked for once: a guest that takes another size instead has its reasons. */
static void
rested_cb (gpointer data)
{
  ConsoleResizer *self = data;

  self->rest = 0;
  if (self->width != console_session_get_width (self->session) ||
      self->height != console_session_get_height (self->session))
    console_session_request_size (self->session, self->width, self->height);
}

static void
wait_and_ask (ConsoleResizer *self)
{
  g_clear_handle_id (&self->rest, g_source_remove);
  if (self->enabled && self->session != NULL && console_session_is_live (self->session) &&
      self->width >= LEAST_WIDTH && self->height >= LEAST_HEIGHT)
    self->rest = g_timeout_add_once (REST_MS, rested_cb, self);
}

static void
console_resizer_dispose (GObject *object)
{
  console_resizer_set_session (CONSOLE_RESIZER (object), NULL);

  G_OBJECT_CLASS (console_resizer_parent_class)->dispose (object);
}

static void
console_resizer_class_init (ConsoleResizerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = console_resizer_dispose;
}

static void
console_resizer_init (ConsoleResizer *self)
{
}

ConsoleResizer *
console_resizer_new (void)
{
  return g_object_new (CONSOLE_TYPE_RESIZER, NULL);
}

/**
 * console_resizer_set_session:
 * @session: (nullable): whom to ask, as soon as it is live
 */
void
console_resizer_set_session (ConsoleResizer *self,
                             ConsoleSession *session)
{
  g_return_if_fail (CONSOLE_IS_RESIZER (self));

  if (self->session == session)
    return;
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_set_object (&self->session, session);
  if (session != NULL)
    g_signal_connect_object (session, "notify::state",
                             G_CALLBACK (wait_and_ask), self, G_CONNECT_SWAPPED);
  wait_and_ask (self);
}

void
console_resizer_set_enabled (ConsoleResizer *self,
                             gboolean        enabled)
{
  g_return_if_fail (CONSOLE_IS_RESIZER (self));

  self->enabled = enabled;
  wait_and_ask (self);
}

/**
 * console_resizer_set_size:
 * @width: of the window, in device pixels
 * @height: of the window, in device pixels
 */
void
console_resizer_set_size (ConsoleResizer *self,
                          int             width,
                          int             height)
{
  g_return_if_fail (CONSOLE_IS_RESIZER (self));

  if (self->width == width && self->height == height)
    return;
  self->width = width;
  self->height = height;
  wait_and_ask (self);
}
