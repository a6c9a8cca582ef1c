/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console-spice-head.h"

struct _ConsoleSpiceHead
{
  ConsoleSession parent_instance;

  ConsoleSpiceHeads *heads;     /* NULL once they have gone */
  ConsoleSpiceInputs *inputs;
  ConsoleSpiceScreen *screen;
};

G_DEFINE_FINAL_TYPE (ConsoleSpiceHead, console_spice_head, CONSOLE_TYPE_SESSION)

static int
get_number (ConsoleSession *session)
{
  return console_session_get_number (session);
}

static void
console_spice_head_open (ConsoleSession *session)
{
}

static void
console_spice_head_close (ConsoleSession *session)
{
  ConsoleSpiceHead *self = CONSOLE_SPICE_HEAD (session);

  if (self->screen != NULL)
    console_spice_screen_leave (self->screen);
  g_clear_object (&self->screen);
}

static void
console_spice_head_read_pixels (ConsoleSession              *session,
                                const cairo_rectangle_int_t *area,
                                guint8                      *pixels,
                                gsize                        stride)
{
  console_spice_screen_read_pixels (CONSOLE_SPICE_HEAD (session)->screen, area, pixels, stride);
}

static void
console_spice_head_key (ConsoleSession *session,
                        guint           qnum,
                        guint           keysym,
                        gboolean        down)
{
  console_spice_inputs_key (CONSOLE_SPICE_HEAD (session)->inputs, qnum, down);
}

static void
console_spice_head_pointer_to (ConsoleSession *session,
                               int             x,
                               int             y,
                               guint           buttons)
{
  console_spice_inputs_pointer_to (CONSOLE_SPICE_HEAD (session)->inputs, get_number (session),
                                   x, y, buttons);
}

static void
console_spice_head_pointer_by (ConsoleSession *session,
                               int             dx,
                               int             dy,
                               guint           buttons)
{
  console_spice_inputs_pointer_by (CONSOLE_SPICE_HEAD (session)->inputs, dx, dy, buttons);
}

static void
console_spice_head_scroll (ConsoleSession *session,
                           int             dx,
                           int             dy,
                           guint           buttons)
{
  console_spice_inputs_scroll (CONSOLE_SPICE_HEAD (session)->inputs, dy);
}

static void
console_spice_head_request_size (ConsoleSession *session,
                                 int             width,
                                 int             height)
{
  ConsoleSpiceHead *self = CONSOLE_SPICE_HEAD (session);

  if (self->heads != NULL)
    console_spice_heads_request_size (self->heads, get_number (session), width, height);
}

static void
console_spice_head_finalize (GObject *object)
{
  ConsoleSpiceHead *self = CONSOLE_SPICE_HEAD (object);

  g_clear_weak_pointer (&self->heads);
  g_clear_object (&self->inputs);

  G_OBJECT_CLASS (console_spice_head_parent_class)->finalize (object);
}

static void
console_spice_head_class_init (ConsoleSpiceHeadClass *klass)
{
  ConsoleSessionClass *session_class = CONSOLE_SESSION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = console_spice_head_finalize;
  session_class->open = console_spice_head_open;
  session_class->close = console_spice_head_close;
  session_class->read_pixels = console_spice_head_read_pixels;
  session_class->key = console_spice_head_key;
  session_class->pointer_to = console_spice_head_pointer_to;
  session_class->pointer_by = console_spice_head_pointer_by;
  session_class->scroll = console_spice_head_scroll;
  session_class->request_size = console_spice_head_request_size;
}

static void
console_spice_head_init (ConsoleSpiceHead *self)
{
}

ConsoleSpiceHead *
console_spice_head_new (ConsoleTarget      *target,
                        ConsoleSpiceHeads  *heads,
                        ConsoleSpiceInputs *inputs)
{
  ConsoleSpiceHead *self = g_object_new (CONSOLE_TYPE_SPICE_HEAD, "target", target, NULL);

  g_set_weak_pointer (&self->heads, heads);
  self->inputs = g_object_ref (inputs);
  return self;
}

void
console_spice_head_show (ConsoleSpiceHead *self,
                         SpiceChannel     *channel,
                         guint             monitor)
{
  self->screen = console_spice_screen_new (CONSOLE_SESSION (self), channel, monitor);
}

ConsoleSpiceScreen *
console_spice_head_get_screen (ConsoleSpiceHead *self)
{
  return self->screen;
}
