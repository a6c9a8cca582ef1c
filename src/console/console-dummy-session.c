/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "console-dummy-session.h"
#include "console-session-private.h"
#include "console-text-port.h"

struct _ConsoleDummySession
{
  ConsoleSession parent_instance;

  guint32 *pixels;
  GString *input;
  char *guest_text;
  int width;
  int height;
  gboolean watched;
};

static void text_port_init (ConsoleTextPortInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ConsoleDummySession, console_dummy_session, CONSOLE_TYPE_SESSION,
  G_IMPLEMENT_INTERFACE (CONSOLE_TYPE_TEXT_PORT, text_port_init))

static void
note (ConsoleDummySession *self,
      const char          *format,
      ...)
{
  va_list args;

  if (self->input->len > 0)
    g_string_append_c (self->input, ' ');
  va_start (args, format);
  g_string_append_vprintf (self->input, format, args);
  va_end (args);
}

static gboolean
console_dummy_session_send_text (ConsoleTextPort  *port,
                                 const char       *text,
                                 GError          **error)
{
  note (CONSOLE_DUMMY_SESSION (port), "“%s”", text);
  return TRUE;
}

static void
console_dummy_session_request_text (ConsoleTextPort *port)
{
  ConsoleDummySession *self = CONSOLE_DUMMY_SESSION (port);

  note (self, "?");
  if (self->guest_text != NULL)
    _console_text_port_take (port, self->guest_text, strlen (self->guest_text));
}

static void
text_port_init (ConsoleTextPortInterface *iface)
{
  iface->send = console_dummy_session_send_text;
  iface->request = console_dummy_session_request_text;
}

static void
console_dummy_session_open (ConsoleSession *session)
{
}

static void
console_dummy_session_close (ConsoleSession *session)
{
}

static void
console_dummy_session_read_pixels (ConsoleSession              *session,
                                   const cairo_rectangle_int_t *area,
                                   guint8                      *pixels,
                                   gsize                        stride)
{
  ConsoleDummySession *self = CONSOLE_DUMMY_SESSION (session);

  for (int y = 0; y < area->height; y++)
    memcpy (pixels + y * stride,
            self->pixels + (gsize) (area->y + y) * self->width + area->x,
            (gsize) area->width * 4);
}

static void
console_dummy_session_key (ConsoleSession *session,
                           guint           qnum,
                           guint           keysym,
                           gboolean        down)
{
  note (CONSOLE_DUMMY_SESSION (session), "%c%02x", down ? '+' : '-', qnum);
}

static void
console_dummy_session_pointer_to (ConsoleSession *session,
                                  int             x,
                                  int             y,
                                  guint           buttons)
{
  note (CONSOLE_DUMMY_SESSION (session), "@%d,%d/%u", x, y, buttons);
}

static void
console_dummy_session_pointer_by (ConsoleSession *session,
                                  int             dx,
                                  int             dy,
                                  guint           buttons)
{
  note (CONSOLE_DUMMY_SESSION (session), "~%d,%d/%u", dx, dy, buttons);
}

static void
console_dummy_session_request_size (ConsoleSession *session,
                                    int             width,
                                    int             height)
{
  note (CONSOLE_DUMMY_SESSION (session), "%dx%d", width, height);
}

static void
console_dummy_session_scroll (ConsoleSession *session,
                              int             dx,
                              int             dy,
                              guint           buttons)
{
  note (CONSOLE_DUMMY_SESSION (session), "*%d,%d", dx, dy);
}

static void
console_dummy_session_set_watched (ConsoleSession *session,
                                   gboolean        watched)
{
  CONSOLE_DUMMY_SESSION (session)->watched = watched;
}

static void
console_dummy_session_finalize (GObject *object)
{
  ConsoleDummySession *self = CONSOLE_DUMMY_SESSION (object);

  g_free (self->pixels);
  g_string_free (self->input, TRUE);
  g_free (self->guest_text);

  G_OBJECT_CLASS (console_dummy_session_parent_class)->finalize (object);
}

static void
console_dummy_session_class_init (ConsoleDummySessionClass *klass)
{
  ConsoleSessionClass *session_class = CONSOLE_SESSION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = console_dummy_session_finalize;
  session_class->open = console_dummy_session_open;
  session_class->close = console_dummy_session_close;
  session_class->read_pixels = console_dummy_session_read_pixels;
  session_class->key = console_dummy_session_key;
  session_class->pointer_to = console_dummy_session_pointer_to;
  session_class->pointer_by = console_dummy_session_pointer_by;
  session_class->scroll = console_dummy_session_scroll;
  session_class->request_size = console_dummy_session_request_size;
  session_class->set_watched = console_dummy_session_set_watched;
}

static void
console_dummy_session_init (ConsoleDummySession *self)
{
  self->input = g_string_new (NULL);
  self->watched = TRUE;
}

ConsoleSession *
console_dummy_session_new (ConsoleTarget *target)
{
  return g_object_new (CONSOLE_TYPE_DUMMY_SESSION, "target", target, NULL);
}

/* Plays the server that has accepted. */
void
console_dummy_session_connect (ConsoleDummySession *self)
{
  _console_session_connected (CONSOLE_SESSION (self));
}

/* Plays the server that has gone, or never was there. */
void
console_dummy_session_end (ConsoleDummySession *self,
                           ConsoleReason        reason,
                           const char          *error)
{
  _console_session_end (CONSOLE_SESSION (self), reason, error);
}

/**
 * console_dummy_session_resize:
 *
 * Makes a black screen of that size; nothing is damaged yet.
 *
 * Returns: whether the size was accepted
 */
gboolean
console_dummy_session_resize (ConsoleDummySession *self,
                              int                  width,
                              int                  height)
{
  if (!_console_session_set_size (CONSOLE_SESSION (self), width, height))
    return FALSE;
  g_free (self->pixels);
  self->pixels = g_new0 (guint32, (gsize) width * height);
  self->width = width;
  self->height = height;
  return TRUE;
}

/* Paints an area inside the screen with 0xRRGGBB and damages it. */
void
console_dummy_session_fill (ConsoleDummySession *self,
                            int                  x,
                            int                  y,
                            int                  width,
                            int                  height,
                            guint32              rgb)
{
  for (int row = y; row < y + height; row++)
    for (int column = x; column < x + width; column++)
      self->pixels[(gsize) row * self->width + column] = GUINT32_TO_LE (rgb);
  console_dummy_session_damage (self, x, y, width, height);
}

/* Paints an area inside the screen with rows of 0xRRGGBB and damages it. */
void
console_dummy_session_paint (ConsoleDummySession *self,
                             int                  x,
                             int                  y,
                             int                  width,
                             int                  height,
                             const guint32       *rgb)
{
  for (int row = 0; row < height; row++)
    for (int column = 0; column < width; column++)
      self->pixels[(gsize) (y + row) * self->width + x + column] =
        GUINT32_TO_LE (rgb[(gsize) row * width + column]);
  console_dummy_session_damage (self, x, y, width, height);
}

/* Damages whatever a server might say, also outside the screen. */
void
console_dummy_session_damage (ConsoleDummySession *self,
                              int                  x,
                              int                  y,
                              int                  width,
                              int                  height)
{
  _console_session_damage (CONSOLE_SESSION (self), x, y, width, height);
}

void
console_dummy_session_set_pointer (ConsoleDummySession *self,
                                   ConsolePointerMode   mode,
                                   const guint8        *rgba,
                                   int                  width,
                                   int                  height)
{
  _console_session_set_pointer_mode (CONSOLE_SESSION (self), mode);
  _console_session_set_cursor (CONSOLE_SESSION (self), rgba, width, height, width, height);
}

void
console_dummy_session_set_locks (ConsoleDummySession *self,
                                 int                  locks)
{
  _console_session_set_locks (CONSOLE_SESSION (self), locks);
}

/**
 * console_dummy_session_take_input:
 *
 * Returns: (transfer full): what came since the last time, one word each:
 *   +/-QNUM keys, @x,y/buttons and ~dx,dy/buttons pointer, *dx,dy wheel,
 *   “text” clipboard text, and ? when the guest's was asked for
 */
char *
console_dummy_session_take_input (ConsoleDummySession *self)
{
  char *input = g_strdup (self->input->str);

  g_string_truncate (self->input, 0);
  return input;
}

/**
 * console_dummy_session_offer_text:
 * @text: what the guest's clipboard holds now
 */
void
console_dummy_session_offer_text (ConsoleDummySession *self,
                                  const char          *text)
{
  g_set_str (&self->guest_text, text);
  _console_text_port_offered (CONSOLE_TEXT_PORT (self));
}

gboolean
console_dummy_session_get_watched (ConsoleDummySession *self)
{
  return self->watched;
}
