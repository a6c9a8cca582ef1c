/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console-spice-head.h"

struct _ConsoleSpiceHead
{
  ConsoleSession parent_instance;

  ConsoleSpiceHeads *heads;     /* NULL once they have gone */
  ConsoleSpiceInputs *inputs;
  ConsoleSpiceScreen *screen;
  guint wanted : 1;
  guint lit : 1;                /* by us */
  guint left : 1;               /* was lit, and shall be dark */
};

G_DEFINE_FINAL_TYPE (ConsoleSpiceHead, console_spice_head, CONSOLE_TYPE_SESSION)

/* What QEMU shows of a monitor that its guest has dark says so in this size; the protocol
 * does not. */
#define DARK_WIDTH 640
#define DARK_HEIGHT 480

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

static gboolean
has_dark_size (ConsoleSpiceHead *self)
{
  ConsoleSession *session = CONSOLE_SESSION (self);

  return console_session_get_width (session) == DARK_WIDTH &&
         console_session_get_height (session) == DARK_HEIGHT;
}

static gboolean
is_dark (ConsoleSpiceHead *self)
{
  return self->left || has_dark_size (self);
}

static void
console_spice_head_request_size (ConsoleSession *session,
                                 int             width,
                                 int             height)
{
  ConsoleSpiceHead *self = CONSOLE_SPICE_HEAD (session);

  if (self->heads == NULL)
    return;
  self->lit = self->lit || is_dark (self);
  self->left = FALSE;
  console_spice_heads_request_size (self->heads, get_number (session), width, height);
}

/* The first monitor's size: nobody has told of another yet. */
static void
light (ConsoleSpiceHead *self)
{
  ConsoleSession *session = CONSOLE_SESSION (self);
  ConsoleSession *main = console_session_get_main (session);

  if (self->wanted && !self->lit && is_dark (self) && main != NULL &&
      console_session_get_width (main) > 0)
    console_session_request_size (session, console_session_get_width (main),
                                  console_session_get_height (main));
}

static void
size_cb (ConsoleSpiceHead *self)
{
  if (has_dark_size (self))
    self->left = FALSE;
  light (self);
}

static void
darken (ConsoleSpiceHead *self)
{
  ConsoleSession *main = console_session_get_main (CONSOLE_SESSION (self));

  self->lit = FALSE;
  self->left = TRUE;
  if (main != NULL && console_session_get_width (main) > 0)
    console_session_request_size (main, console_session_get_width (main),
                                  console_session_get_height (main));
}

static void
console_spice_head_set_lit (ConsoleSession *session,
                            gboolean        lit)
{
  ConsoleSpiceHead *self = CONSOLE_SPICE_HEAD (session);

  self->wanted = !!lit;
  if (lit)
    light (self);
  else if (self->lit)
    darken (self);
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
  session_class->set_lit = console_spice_head_set_lit;
}

static void
console_spice_head_init (ConsoleSpiceHead *self)
{
  /* Its size, and that it is live, are told in any order. */
  g_signal_connect (self, "notify::width", G_CALLBACK (size_cb), NULL);
  g_signal_connect (self, "notify::height", G_CALLBACK (size_cb), NULL);
  g_signal_connect (self, "notify::state", G_CALLBACK (light), NULL);
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
  /* What the channel has already can end it, which finds no screen to leave then. */
  if (console_session_get_state (CONSOLE_SESSION (self)) == CONSOLE_STATE_FAILED ||
      console_session_get_state (CONSOLE_SESSION (self)) == CONSOLE_STATE_CLOSED)
    console_spice_head_close (CONSOLE_SESSION (self));
}

gboolean
console_spice_head_is_on (ConsoleSpiceHead *self)
{
  return self->screen != NULL && (self->lit || !is_dark (self));
}

ConsoleSpiceScreen *
console_spice_head_get_screen (ConsoleSpiceHead *self)
{
  return self->screen;
}
