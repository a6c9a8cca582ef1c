/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <gvnc.h>

#include "console-session-private.h"
#include "console-socket.h"
#include "console-text-port.h"
#include "console-vnc-audio.h"
#include "console-vnc-session.h"

/* One update may come as many rectangles, each from an idle source of gvnc:
 * the next one is asked for when those are through. */
#define REQUEST_PRIORITY (G_PRIORITY_DEFAULT_IDLE + 1)

/* gvnc's words for the end of the stream: it has no code for it. */
#define CLOSED_TEXT "Server closed the connection"

/* When a picture of a new size is looked at once more. */
#define LOOK_AGAIN_MS 300

/* What a relative pointer says instead of a place. */
#define RELATIVE_ORIGIN 0x7fff

typedef enum
{
  WHEEL_UP    = 1 << 3,
  WHEEL_DOWN  = 1 << 4,
  WHEEL_LEFT  = 1 << 5,
  WHEEL_RIGHT = 1 << 6,
  MASK_SIDE   = 1 << 7,
} RfbButton;

struct _ConsoleVncSession
{
  ConsoleSession parent_instance;

  VncConnection *connection;
  GCancellable *cancellable;
  VncFramebuffer *framebuffer;
  ConsoleVncAudio *audio;
  char *error;
  char *guest_text;

  guint request;
  guint look_again;
  int x;
  int y;
  int wanted_width;     /* 0 if no size is to be asked for */
  int wanted_height;
  guint chosen : 1;
  guint verified : 1;
  guint past_tls : 1;
  guint initialized : 1;
  guint incremental : 1;
  guint sizing : 1;
  guint unwatched : 1;
};

static void text_port_init (ConsoleTextPortInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ConsoleVncSession, console_vnc_session, CONSOLE_TYPE_SESSION,
  G_IMPLEMENT_INTERFACE (CONSOLE_TYPE_TEXT_PORT, text_port_init))

static ConsoleTarget *
get_target (ConsoleVncSession *self)
{
  return console_session_get_target (CONSOLE_SESSION (self));
}

static void
request_cb (gpointer data)
{
  ConsoleVncSession *self = data;
  ConsoleSession *session = data;

  self->request = 0;
  if (self->unwatched || self->connection == NULL)
    return;
  vnc_connection_framebuffer_update_request (self->connection, self->incremental, 0, 0,
                                             (guint16) console_session_get_width (session),
                                             (guint16) console_session_get_height (session));
  self->incremental = TRUE;
}

static void
queue_request (ConsoleVncSession *self)
{
  if (self->request == 0)
    {
      self->request = g_idle_add_once (request_cb, self);
      g_source_set_priority (g_main_context_find_source_by_id (NULL, self->request),
                             REQUEST_PRIORITY);
    }
}

/* The pixels belong to gvnc's framebuffer object, which its coroutine may
 * hold longer than we do. */
static void
make_framebuffer (ConsoleVncSession *self)
{
  guint16 width = (guint16) console_session_get_width (CONSOLE_SESSION (self));
  guint16 height = (guint16) console_session_get_height (CONSOLE_SESSION (self));
  g_autoptr (VncPixelFormat) local = vnc_pixel_format_new ();
  guint8 *pixels = g_malloc0_n ((gsize) width * height, 4);

  local->bits_per_pixel = 32;
  local->depth = 24;
  local->byte_order = G_LITTLE_ENDIAN;
  local->true_color_flag = TRUE;
  local->red_max = local->green_max = local->blue_max = 255;
  local->red_shift = 16;
  local->green_shift = 8;
  local->blue_shift = 0;

  g_clear_object (&self->framebuffer);
  self->framebuffer =
    VNC_FRAMEBUFFER (vnc_base_framebuffer_new (pixels, width, height, width * 4, local,
                                               vnc_connection_get_pixel_format (self->connection)));
  g_object_set_data_full (G_OBJECT (self->framebuffer), "pixels", pixels, g_free);
  vnc_connection_set_framebuffer (self->connection, self->framebuffer);
  self->incremental = FALSE;
}

/* Locally, compressing costs both sides more time than the bytes do.  Nothing is compressed
 * with loss: reading JPEG, gvnc lost its place in the stream of one of ten connections to
 * Xvnc, which ended them.  Sizes, which come last, are not spoken of before somebody wants
 * one: of QEMU's first pictures one in fifty was never sent with them, and stayed black. */
static void
set_encodings (ConsoleVncSession *self)
{
  gint32 near[] = {
    VNC_CONNECTION_ENCODING_RAW,
    VNC_CONNECTION_ENCODING_COPY_RECT,
    VNC_CONNECTION_ENCODING_HEXTILE,
    VNC_CONNECTION_ENCODING_DESKTOP_RESIZE,
    VNC_CONNECTION_ENCODING_RICH_CURSOR,
    VNC_CONNECTION_ENCODING_XCURSOR,
    VNC_CONNECTION_ENCODING_ALPHA_CURSOR,
    VNC_CONNECTION_ENCODING_POINTER_CHANGE,
    VNC_CONNECTION_ENCODING_EXT_KEY_EVENT,
    VNC_CONNECTION_ENCODING_LED_STATE,
    VNC_CONNECTION_ENCODING_AUDIO,
    VNC_CONNECTION_ENCODING_EXTENDED_DESKTOP_RESIZE,
  };
  gint32 far[] = {
    VNC_CONNECTION_ENCODING_TIGHT,
    VNC_CONNECTION_ENCODING_ZRLE,
    VNC_CONNECTION_ENCODING_HEXTILE,
    VNC_CONNECTION_ENCODING_RRE,
    VNC_CONNECTION_ENCODING_COPY_RECT,
    VNC_CONNECTION_ENCODING_RAW,
    VNC_CONNECTION_ENCODING_DESKTOP_RESIZE,
    VNC_CONNECTION_ENCODING_RICH_CURSOR,
    VNC_CONNECTION_ENCODING_XCURSOR,
    VNC_CONNECTION_ENCODING_ALPHA_CURSOR,
    VNC_CONNECTION_ENCODING_POINTER_CHANGE,
    VNC_CONNECTION_ENCODING_EXT_KEY_EVENT,
    VNC_CONNECTION_ENCODING_LED_STATE,
    VNC_CONNECTION_ENCODING_AUDIO,
    VNC_CONNECTION_ENCODING_EXTENDED_DESKTOP_RESIZE,
  };

  if (console_target_is_local (get_target (self)))
    vnc_connection_set_encodings (self->connection, (int) G_N_ELEMENTS (near) - !self->sizing, near);
  else
    vnc_connection_set_encodings (self->connection, (int) G_N_ELEMENTS (far) - !self->sizing, far);
}

/* Whatever a server prefers, ours is the format that needs no conversion. */
static void
set_pixel_format (ConsoleVncSession *self)
{
  g_autoptr (VncPixelFormat) format =
    vnc_pixel_format_copy ((VncPixelFormat *) vnc_connection_get_pixel_format (self->connection));

  format->bits_per_pixel = 32;
  format->depth = 24;
  format->byte_order = G_LITTLE_ENDIAN;
  format->true_color_flag = TRUE;
  format->red_max = format->green_max = format->blue_max = 255;
  format->red_shift = 16;
  format->green_shift = 8;
  format->blue_shift = 0;
  vnc_connection_set_pixel_format (self->connection, format);
}

static void
console_vnc_session_set_sound (ConsoleSession *session,
                               gboolean        sound)
{
  ConsoleVncSession *self = CONSOLE_VNC_SESSION (session);

  if (sound && self->audio == NULL && self->initialized && self->connection != NULL)
    self->audio = console_vnc_audio_new (self->connection);
  if (self->audio != NULL)
    console_vnc_audio_set_wanted (self->audio, sound);
}

static void
initialized_cb (ConsoleVncSession *self)
{
  ConsoleSession *session = CONSOLE_SESSION (self);

  /* No policy of ours was asked: then it is not known what this is. */
  if (!self->chosen && !console_target_get_allow_clear (get_target (self)))
    {
      _console_session_end_no_clear (session);
      return;
    }
  if (!_console_session_set_size (session,
                                  vnc_connection_get_width (self->connection),
                                  vnc_connection_get_height (self->connection)))
    return;
  self->initialized = TRUE;
  set_pixel_format (self);
  set_encodings (self);
  console_vnc_session_set_sound (session, console_session_get_sound (session));
  make_framebuffer (self);
  _console_session_set_encrypted (session, self->verified);
  _console_session_connected (session);
  if (self->connection != NULL)
    queue_request (self);
}

static void
look_again_cb (gpointer data)
{
  ConsoleVncSession *self = data;

  self->look_again = 0;
  self->incremental = FALSE;
  queue_request (self);
}

/* The server tells with its size that it takes another one; until then the library
 * refuses. */
static void
ask_for_size (ConsoleVncSession *self)
{
  if (self->wanted_width > 0 && self->connection != NULL &&
      vnc_connection_set_size (self->connection, (guint) self->wanted_width,
                               (guint) self->wanted_height) !=
      VNC_CONNECTION_RESIZE_STATUS_UNSUPPORTED)
    self->wanted_width = 0;
}

/* An update may hold nothing but a size, a cursor or lamps; if it was the answer to
 * our request, no other comes before we ask again. */
static void
ask_again (ConsoleVncSession *self)
{
  if (self->initialized && self->connection != NULL)
    queue_request (self);
}

/* Servers repeat the size they have; a new picture for each would be a waste. */
static void
resized_cb (ConsoleVncSession *self,
            guint              width,
            guint              height)
{
  ConsoleSession *session = CONSOLE_SESSION (self);

  if (!self->initialized)
    return;
  if ((int) width != console_session_get_width (session) ||
      (int) height != console_session_get_height (session))
    {
      if (!_console_session_set_size (session, (int) width, (int) height))
        return;
      make_framebuffer (self);
      g_clear_handle_id (&self->look_again, g_source_remove);
      if (self->sizing)
        self->look_again = g_timeout_add_once (LOOK_AGAIN_MS, look_again_cb, self);
    }
  ask_for_size (self);
  ask_again (self);
}

static void
updated_cb (ConsoleVncSession *self,
            guint              x,
            guint              y,
            guint              width,
            guint              height)
{
  if (self->framebuffer == NULL)
    return;
  _console_session_damage (CONSOLE_SESSION (self), (int) x, (int) y, (int) width, (int) height);
  ask_again (self);
}

/* QEMU, since it sends cursors with transparency, sends blue where red belongs. */
static gboolean
swaps_colours (ConsoleVncSession *self)
{
  const char *name = vnc_connection_get_name (self->connection);

  return name != NULL && g_str_has_prefix (name, "QEMU");
}

/* The library has divided the colours by their alpha. */
static guint8 *
premultiply (VncCursor *cursor,
             gboolean   swap)
{
  gsize n = (gsize) vnc_cursor_get_width (cursor) * vnc_cursor_get_height (cursor);
  guint8 *pixels = g_memdup2 (vnc_cursor_get_data (cursor), n * 4);

  for (guint8 *p = pixels; p < pixels + n * 4; p += 4)
    {
      guint8 red = swap ? p[2] : p[0];
      guint8 blue = swap ? p[0] : p[2];

      p[0] = (guint8) ((red * p[3] + 127) / 255);
      p[1] = (guint8) ((p[1] * p[3] + 127) / 255);
      p[2] = (guint8) ((blue * p[3] + 127) / 255);
    }
  return pixels;
}

static void
show_cursor (ConsoleVncSession *self,
             VncCursor         *cursor)
{
  g_autofree guint8 *rgba = premultiply (cursor, swaps_colours (self));

  _console_session_set_cursor (CONSOLE_SESSION (self), rgba,
                               vnc_cursor_get_width (cursor), vnc_cursor_get_height (cursor),
                               vnc_cursor_get_hotx (cursor), vnc_cursor_get_hoty (cursor));
}

static void
cursor_cb (ConsoleVncSession *self,
           VncCursor         *cursor)
{
  ConsoleSession *session = CONSOLE_SESSION (self);

  if (cursor == NULL || vnc_cursor_get_width (cursor) > CONSOLE_MAX_CURSOR ||
      vnc_cursor_get_height (cursor) > CONSOLE_MAX_CURSOR)
    _console_session_set_cursor (session, NULL, 0, 0, 0, 0);
  else if (!vnc_cursor_is_visible (cursor))
    _console_session_hide_cursor (session);
  else
    show_cursor (self, cursor);
  ask_again (self);
}

static void
pointer_mode_cb (ConsoleVncSession *self,
                 gboolean           absolute)
{
  _console_session_set_pointer_mode (CONSOLE_SESSION (self),
                                     absolute ? CONSOLE_POINTER_MODE_ABSOLUTE
                                              : CONSOLE_POINTER_MODE_RELATIVE);
  ask_again (self);
}

/* The bits are those of ConsoleLocks. */
static void
led_state_cb (ConsoleVncSession *self)
{
  _console_session_set_locks (CONSOLE_SESSION (self),
                              vnc_connection_get_ledstate (self->connection));
  ask_again (self);
}

/* The signal's own marshaller takes an argument that is never given. */
static void
connect_led_state (ConsoleVncSession *self)
{
  GClosure *closure = g_cclosure_new_object_swap (G_CALLBACK (led_state_cb), G_OBJECT (self));

  g_closure_set_marshal (closure, g_cclosure_marshal_VOID__VOID);
  g_signal_connect_closure (self->connection, "vnc-led-state", closure, FALSE);
}

static void
bell_cb (ConsoleVncSession *self)
{
  _console_session_bell (CONSOLE_SESSION (self));
}

/* Latin-1 says the protocol, and QEMU and others send UTF-8: hardly ever is
 * the one valid as the other.  The library's header promises a GString. */
static void
cut_text_cb (ConsoleVncSession *self,
             const char        *text)
{
  gsize size = strnlen (text, CONSOLE_MAX_TEXT + 1);

  g_clear_pointer (&self->guest_text, g_free);
  if (size == 0 || size > CONSOLE_MAX_TEXT)
    return;
  self->guest_text = g_utf8_validate (text, (gssize) size, NULL)
                     ? g_strndup (text, size)
                     : g_convert (text, (gssize) size, "UTF-8", "ISO-8859-1", NULL, NULL, NULL);
  _console_text_port_offered (CONSOLE_TEXT_PORT (self));
}

static gboolean
console_vnc_session_send_text (ConsoleTextPort  *port,
                               const char       *text,
                               GError          **error)
{
  /* Beyond ASCII one server reads Latin-1 and the next one UTF-8, and none
   * says which. */
  if (!g_str_is_ascii (text))
    {
      g_set_error_literal (error, CONSOLE_ERROR, CONSOLE_ERROR_TEXT,
                           _("The clipboard’s text was not sent to the guest: through VNC only ASCII characters arrive for certain."));
      return FALSE;
    }
  vnc_connection_client_cut_text (CONSOLE_VNC_SESSION (port)->connection, text, strlen (text));
  return TRUE;
}

static void
console_vnc_session_request_text (ConsoleTextPort *port)
{
  ConsoleVncSession *self = CONSOLE_VNC_SESSION (port);

  if (self->guest_text != NULL)
    _console_text_port_take (port, self->guest_text, strlen (self->guest_text));
}

static void
text_port_init (ConsoleTextPortInterface *iface)
{
  iface->send = console_vnc_session_send_text;
  iface->request = console_vnc_session_request_text;
}

static gboolean
offers (GValueArray *types,
        int          type)
{
  for (guint i = 0; i < types->n_values; i++)
    if (g_value_get_enum (&types->values[i]) == type)
      return TRUE;
  return FALSE;
}

/* The first of @wanted, which -1 ends, that the server offers; or -1. */
static int
choose (GValueArray *offered,
        const int   *wanted)
{
  for (; *wanted != -1; wanted++)
    if (offers (offered, *wanted))
      break;
  return *wanted;
}

static void
end_unsupported (ConsoleVncSession *self)
{
  if (!console_target_get_allow_clear (get_target (self)))
    _console_session_end_no_clear (CONSOLE_SESSION (self));
  else
    _console_session_end (CONSOLE_SESSION (self), CONSOLE_REASON_UNSUPPORTED,
                          _("The display wants an authentication that is not supported here."));
}

static void
choose_type_cb (ConsoleVncSession *self,
                GValueArray       *types)
{
  const int any[] = {
    VNC_CONNECTION_AUTH_VENCRYPT, VNC_CONNECTION_AUTH_NONE, VNC_CONNECTION_AUTH_VNC, -1
  };
  const int safe[] = { VNC_CONNECTION_AUTH_VENCRYPT, -1 };
  int type = choose (types, console_target_get_allow_clear (get_target (self)) ? any : safe);

  if (type == -1)
    {
      end_unsupported (self);
      return;
    }
  self->chosen = TRUE;
  vnc_connection_set_auth_type (self->connection, (guint) type);
}

static void
choose_subtype_cb (ConsoleVncSession *self,
                   guint              type,
                   GValueArray       *subtypes)
{
  /* Without a certificate nobody is known at the other end: such TLS is
   * worth no more than none. */
  const int any[] = {
    VNC_CONNECTION_AUTH_VENCRYPT_X509VNC, VNC_CONNECTION_AUTH_VENCRYPT_X509NONE,
    VNC_CONNECTION_AUTH_VENCRYPT_TLSVNC, VNC_CONNECTION_AUTH_VENCRYPT_TLSNONE, -1
  };
  const int safe[] = {
    VNC_CONNECTION_AUTH_VENCRYPT_X509VNC, VNC_CONNECTION_AUTH_VENCRYPT_X509NONE, -1
  };
  int subtype = choose (subtypes, console_target_get_allow_clear (get_target (self)) ? any : safe);

  if (subtype == -1)
    {
      end_unsupported (self);
      return;
    }
  self->verified = subtype == VNC_CONNECTION_AUTH_VENCRYPT_X509VNC ||
                   subtype == VNC_CONNECTION_AUTH_VENCRYPT_X509NONE;
  vnc_connection_set_auth_subtype (self->connection, (guint) subtype);
}

/* FALSE if what is asked for is not there. */
static gboolean
give_credential (ConsoleVncSession *self,
                 int                which)
{
  ConsoleTarget *target = get_target (self);
  const char *value = NULL;

  switch (which)
    {
    case VNC_CONNECTION_CREDENTIAL_PASSWORD:
      self->past_tls = TRUE;
      value = console_target_get_password (target);
      if (value == NULL)
        {
          _console_session_end (CONSOLE_SESSION (self), CONSOLE_REASON_PASSWORD_NEEDED,
                                _("The display asks for a password."));
          return FALSE;
        }
      break;

    case VNC_CONNECTION_CREDENTIAL_CA_CERT_DATA:
      value = console_target_get_ca (target);
      if (value == NULL)
        return TRUE;
      break;

    case VNC_CONNECTION_CREDENTIAL_CLIENTNAME:
      value = "console";
      break;

    default:
      end_unsupported (self);
      return FALSE;
    }
  vnc_connection_set_credential (self->connection, which, value);
  return TRUE;
}

static void
credential_cb (ConsoleVncSession *self,
               GValueArray       *wanted)
{
  for (guint i = 0; i < wanted->n_values; i++)
    if (!give_credential (self, g_value_get_enum (&wanted->values[i])))
      return;
}

static void
auth_failure_cb (ConsoleVncSession *self,
                 const char        *text)
{
  g_debug ("vnc: authentication: %s", text);
  _console_session_end (CONSOLE_SESSION (self), CONSOLE_REASON_AUTH,
                        _("The display refused the password."));
}

static void
auth_unsupported_cb (ConsoleVncSession *self,
                     guint              type)
{
  end_unsupported (self);
}

/* gvnc tells an error before it says what kind it was: only the end of the
 * connection shows that it was not about the password. */
static void
error_cb (ConsoleVncSession *self,
          const char        *text)
{
  g_debug ("vnc: %s", text);
  g_set_str (&self->error, text);
}

/* A server hangs up in the middle of its greeting when it lets in no more
 * viewers; for what else it has against us there are words. */
static gboolean
is_taken (ConsoleVncSession *self)
{
  return self->chosen && (self->error == NULL || g_str_equal (self->error, CLOSED_TEXT));
}

static void
end_unopened (ConsoleVncSession *self)
{
  ConsoleSession *session = CONSOLE_SESSION (self);
  g_autofree char *address = console_target_dup_address (get_target (self));
  const char *text = self->error != NULL ? self->error : _("it closed the connection.");
  g_autofree char *sentence = NULL;

  if (is_taken (self))
    {
      /* Translators: an address such as host:5900. */
      sentence = g_strdup_printf (_("The display at %s let us in and closed again."), address);
      _console_session_end (session, CONSOLE_REASON_TAKEN, sentence);
      return;
    }
  if (self->verified && !self->past_tls)
    {
      /* Translators: an address such as host:5900, then what went wrong. */
      sentence = g_strdup_printf (_("The identity of the display at %s could not be verified: %s"),
                                  address, text);
      _console_session_end (session, CONSOLE_REASON_TLS, sentence);
      return;
    }
  /* Translators: an address such as host:5900, then what went wrong. */
  sentence = g_strdup_printf (_("The display at %s cannot be used: %s"), address, text);
  _console_session_end (session, CONSOLE_REASON_PROTOCOL, sentence);
}

static void
disconnected_cb (ConsoleVncSession *self)
{
  if (self->initialized)
    _console_session_end (CONSOLE_SESSION (self), CONSOLE_REASON_SERVER_CLOSED,
                          _("The display closed the connection."));
  else
    end_unopened (self);
}

static void
connect_signals (ConsoleVncSession *self)
{
  const struct
  {
    const char *name;
    GCallback callback;
  } handlers[] = {
    { "vnc-initialized", G_CALLBACK (initialized_cb) },
    { "vnc-desktop-resize", G_CALLBACK (resized_cb) },
    { "vnc-framebuffer-update", G_CALLBACK (updated_cb) },
    { "vnc-cursor-changed", G_CALLBACK (cursor_cb) },
    { "vnc-pointer-mode-changed", G_CALLBACK (pointer_mode_cb) },
    { "vnc-bell", G_CALLBACK (bell_cb) },
    { "vnc-server-cut-text", G_CALLBACK (cut_text_cb) },
    { "vnc-auth-choose-type", G_CALLBACK (choose_type_cb) },
    { "vnc-auth-choose-subtype", G_CALLBACK (choose_subtype_cb) },
    { "vnc-auth-credential", G_CALLBACK (credential_cb) },
    { "vnc-auth-failure", G_CALLBACK (auth_failure_cb) },
    { "vnc-auth-unsupported", G_CALLBACK (auth_unsupported_cb) },
    { "vnc-error", G_CALLBACK (error_cb) },
    { "vnc-disconnected", G_CALLBACK (disconnected_cb) },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (handlers); i++)
    g_signal_connect_object (self->connection, handlers[i].name, handlers[i].callback,
                             self, G_CONNECT_SWAPPED);
  connect_led_state (self);
}

static void
socket_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (ConsoleVncSession) self = data;
  g_autoptr (GError) error = NULL;
  int fd = console_socket_connect_finish (result, &error);
  const char *name;

  if (fd < 0)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        _console_session_end_with_error (CONSOLE_SESSION (self), error);
      return;
    }
  if (self->connection == NULL)
    {
      close (fd);
      return;
    }
  name = console_target_get_server_name (get_target (self));
  vnc_connection_open_fd_with_hostname (self->connection, fd, name != NULL ? name : "localhost");
}

static void
console_vnc_session_open (ConsoleSession *session)
{
  ConsoleVncSession *self = CONSOLE_VNC_SESSION (session);

  self->cancellable = g_cancellable_new ();
  self->connection = vnc_connection_new ();
  vnc_connection_set_shared (self->connection, TRUE);
  connect_signals (self);
  console_socket_connect_async (get_target (self), FALSE, self->cancellable,
                                socket_cb, g_object_ref (self));
}

static void
shutdown_cb (gpointer data)
{
  g_autoptr (VncConnection) connection = data;

  vnc_connection_shutdown (connection);
}

/* The framebuffer stays: what was received can still be read.  gvnc takes a
 * descriptor over in an idle source, and loses it if it is shut down before
 * that has run. */
static void
console_vnc_session_close (ConsoleSession *session)
{
  ConsoleVncSession *self = CONSOLE_VNC_SESSION (session);
  VncConnection *connection = g_steal_pointer (&self->connection);

  g_clear_handle_id (&self->request, g_source_remove);
  g_clear_handle_id (&self->look_again, g_source_remove);
  if (connection == NULL)
    return;
  g_clear_object (&self->audio);
  g_cancellable_cancel (self->cancellable);
  g_signal_handlers_disconnect_by_data (connection, self);
  g_idle_add_once (shutdown_cb, connection);
}

static void
console_vnc_session_read_pixels (ConsoleSession              *session,
                                 const cairo_rectangle_int_t *area,
                                 guint8                      *pixels,
                                 gsize                        stride)
{
  ConsoleVncSession *self = CONSOLE_VNC_SESSION (session);
  gsize source_stride = (gsize) vnc_framebuffer_get_rowstride (self->framebuffer);
  const guint8 *source = vnc_framebuffer_get_buffer (self->framebuffer)
                         + area->y * source_stride + (gsize) area->x * 4;

  for (int y = 0; y < area->height; y++)
    memcpy (pixels + y * stride, source + y * source_stride, (gsize) area->width * 4);
}

static void
console_vnc_session_key (ConsoleSession *session,
                         guint           qnum,
                         guint           keysym,
                         gboolean        down)
{
  vnc_connection_key_event (CONSOLE_VNC_SESSION (session)->connection, down,
                            keysym, (guint16) qnum);
}

/* RFB counts the wheel's directions among the buttons, and has one more. */
static guint8
rfb_buttons (guint buttons)
{
  guint8 mask = buttons & (CONSOLE_BUTTON_LEFT | CONSOLE_BUTTON_MIDDLE | CONSOLE_BUTTON_RIGHT);

  return buttons & CONSOLE_BUTTON_SIDE ? mask | MASK_SIDE : mask;
}

static void
console_vnc_session_pointer_to (ConsoleSession *session,
                                int             x,
                                int             y,
                                guint           buttons)
{
  ConsoleVncSession *self = CONSOLE_VNC_SESSION (session);

  self->x = x;
  self->y = y;
  vnc_connection_pointer_event (self->connection, rfb_buttons (buttons),
                                (guint16) x, (guint16) y);
}

static void
console_vnc_session_pointer_by (ConsoleSession *session,
                                int             dx,
                                int             dy,
                                guint           buttons)
{
  vnc_connection_pointer_event (CONSOLE_VNC_SESSION (session)->connection,
                                rfb_buttons (buttons),
                                (guint16) (RELATIVE_ORIGIN + dx),
                                (guint16) (RELATIVE_ORIGIN + dy));
}

static void
click_wheel (ConsoleVncSession *self,
             guint8             wheel,
             guint8             mask,
             int                steps)
{
  gboolean absolute = console_session_get_pointer_mode (CONSOLE_SESSION (self)) ==
                      CONSOLE_POINTER_MODE_ABSOLUTE;
  guint16 x = (guint16) (absolute ? self->x : RELATIVE_ORIGIN);
  guint16 y = (guint16) (absolute ? self->y : RELATIVE_ORIGIN);

  for (int i = 0; i < steps; i++)
    {
      vnc_connection_pointer_event (self->connection, mask | wheel, x, y);
      vnc_connection_pointer_event (self->connection, mask, x, y);
    }
}

static void
console_vnc_session_scroll (ConsoleSession *session,
                            int             dx,
                            int             dy,
                            guint           buttons)
{
  ConsoleVncSession *self = CONSOLE_VNC_SESSION (session);
  guint8 mask = rfb_buttons (buttons);

  click_wheel (self, dy < 0 ? WHEEL_UP : WHEEL_DOWN, mask, ABS (dy));
  click_wheel (self, dx < 0 ? WHEEL_LEFT : WHEEL_RIGHT, mask, ABS (dx));
}

static void
console_vnc_session_request_size (ConsoleSession *session,
                                  int             width,
                                  int             height)
{
  ConsoleVncSession *self = CONSOLE_VNC_SESSION (session);

  self->wanted_width = width;
  self->wanted_height = height;
  if (self->sizing)
    {
      ask_for_size (self);
      return;
    }
  /* With a whole picture comes what the server has to say of sizes. */
  self->sizing = TRUE;
  set_encodings (self);
  self->incremental = FALSE;
  queue_request (self);
}

static void
console_vnc_session_set_watched (ConsoleSession *session,
                                 gboolean        watched)
{
  ConsoleVncSession *self = CONSOLE_VNC_SESSION (session);

  self->unwatched = !watched;
  if (watched && self->initialized && self->connection != NULL)
    queue_request (self);
}

static void
console_vnc_session_finalize (GObject *object)
{
  ConsoleVncSession *self = CONSOLE_VNC_SESSION (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->framebuffer);
  g_free (self->error);
  g_free (self->guest_text);

  G_OBJECT_CLASS (console_vnc_session_parent_class)->finalize (object);
}

static void
console_vnc_session_class_init (ConsoleVncSessionClass *klass)
{
  ConsoleSessionClass *session_class = CONSOLE_SESSION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = console_vnc_session_finalize;
  session_class->open = console_vnc_session_open;
  session_class->close = console_vnc_session_close;
  session_class->read_pixels = console_vnc_session_read_pixels;
  session_class->key = console_vnc_session_key;
  session_class->pointer_to = console_vnc_session_pointer_to;
  session_class->pointer_by = console_vnc_session_pointer_by;
  session_class->scroll = console_vnc_session_scroll;
  session_class->set_watched = console_vnc_session_set_watched;
  session_class->request_size = console_vnc_session_request_size;
  session_class->set_sound = console_vnc_session_set_sound;
}

static void
console_vnc_session_init (ConsoleVncSession *self)
{
}

ConsoleSession *
console_vnc_session_new (ConsoleTarget *target)
{
  g_return_val_if_fail (CONSOLE_IS_TARGET (target), NULL);

  return g_object_new (CONSOLE_TYPE_VNC_SESSION, "target", target, NULL);
}
