/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <spice-client.h>
#include <spice/vd_agent.h>

#include "console-peer-key.h"
#include "console-file-port.h"
#include "console-session-private.h"
#include "console-spice-audio.h"
#include "console-spice-files.h"
#include "console-spice-heads.h"
#include "console-spice-inputs.h"
#include "console-spice-session.h"
#include "console-spice-usb.h"
#include "console-text-port.h"
#include "console-usb-port.h"

/* How long a closed session waits for its channels to settle. */
#define FAREWELL_SECONDS 30

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpiceChannel, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpiceSession, g_object_unref)

struct _ConsoleSpiceSession
{
  ConsoleSession parent_instance;

  SpiceSession *session;
  ConsoleSpiceUsb *usb;
  ConsoleSpiceHeads *heads;
  ConsoleSpiceInputs *inputs;
  GCancellable *cancellable;

  /* Borrowed from the session, NULL while there is none. */
  ConsoleSpiceAudio *audio;
  ConsoleSpiceAudio *microphone;
  SpiceChannel *main;

  char *text;       /* what the guest may ask for */
  guint main_opened : 1;
  guint inputs_opened : 1;
};

static void text_port_init (ConsoleTextPortInterface *iface);
static void file_port_init (ConsoleFilePortInterface *iface);
static void usb_port_init (ConsoleUsbPortInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ConsoleSpiceSession, console_spice_session, CONSOLE_TYPE_SESSION,
  G_IMPLEMENT_INTERFACE (CONSOLE_TYPE_TEXT_PORT, text_port_init)
  G_IMPLEMENT_INTERFACE (CONSOLE_TYPE_FILE_PORT, file_port_init)
  G_IMPLEMENT_INTERFACE (CONSOLE_TYPE_USB_PORT, usb_port_init))

static ConsoleTarget *
get_target (ConsoleSpiceSession *self)
{
  return console_session_get_target (CONSOLE_SESSION (self));
}

static gboolean
uses_tls (ConsoleSpiceSession *self)
{
  ConsoleTarget *target = get_target (self);

  return console_target_get_path (target) == NULL && console_target_get_tls_port (target) > 0;
}

/* A certificate for another name than the one connected to: the library
 * verifies the latter only, but can insist on a key that we have verified. */
static gboolean
needs_peer_key (ConsoleSpiceSession *self)
{
  ConsoleTarget *target = get_target (self);

  return uses_tls (self) && console_target_get_server_subject (target) == NULL &&
         g_strcmp0 (console_target_get_host (target),
                    console_target_get_server_name (target)) != 0;
}

/* The library calls a session that is gone if it is closed while one of its
 * channels connects: whoever closes waits for those that are marked. */
#define PENDING "console-pending"

static void
mark_pending (SpiceChannel *channel,
              gboolean      pending)
{
  g_object_set_data (G_OBJECT (channel), PENDING, GINT_TO_POINTER (pending));
}

static void
connect_channel (SpiceChannel *channel)
{
  mark_pending (channel, TRUE);
  spice_channel_connect (channel);
}

static void
end_with_tls_error (ConsoleSpiceSession *self,
                    const GError        *error)
{
  g_autofree char *address = console_target_dup_address (get_target (self));
  /* Translators: %s is an address such as host:5900. */
  g_autofree char *text =
    g_strdup_printf (_("The identity of the display at %s could not be verified."), address);

  g_debug ("spice: tls: %s", error != NULL ? error->message : "no details");
  _console_session_end (CONSOLE_SESSION (self), CONSOLE_REASON_TLS, text);
}

static void
end_with_auth_error (ConsoleSpiceSession *self)
{
  if (console_target_get_password (get_target (self)) == NULL)
    _console_session_end (CONSOLE_SESSION (self), CONSOLE_REASON_PASSWORD_NEEDED,
                          _("The display asks for a password."));
  else
    _console_session_end (CONSOLE_SESSION (self), CONSOLE_REASON_AUTH,
                          _("The display refused the password."));
}

static void
end_with_closed (ConsoleSpiceSession *self)
{
  _console_session_end (CONSOLE_SESSION (self), CONSOLE_REASON_SERVER_CLOSED,
                        _("The display closed the connection."));
}

static void
end_with_link_error (ConsoleSpiceSession *self,
                     const GError        *error)
{
  g_autofree char *address = console_target_dup_address (get_target (self));
  /* Translators: an address such as host:5900, then what went wrong. */
  g_autofree char *text =
    g_strdup_printf (_("The display at %s cannot be used: %s"), address,
                     error != NULL ? error->message : _("it closed the connection."));

  _console_session_end (CONSOLE_SESSION (self), CONSOLE_REASON_PROTOCOL, text);
}

static gboolean
is_migrating (ConsoleSpiceSession *self)
{
  SpiceSessionMigration state;

  g_object_get (self->session, "migration-state", &state, NULL);
  return state != SPICE_SESSION_MIGRATION_NONE;
}

/* Not before the inputs are there too: a key must not get lost. */
static void
channel_opened (ConsoleSpiceSession *self,
                SpiceChannel        *channel)
{
  if (channel == self->main)
    {
      self->main_opened = TRUE;
      spice_main_channel_request_mouse_mode (SPICE_MAIN_CHANNEL (channel),
                                             SPICE_MOUSE_MODE_CLIENT);
    }
  else if (SPICE_IS_INPUTS_CHANNEL (channel))
    {
      self->inputs_opened = TRUE;
    }
  else if (SPICE_IS_DISPLAY_CHANNEL (channel) && console_target_is_local (get_target (self)))
    {
      /* Locally, compressing costs both sides more time than the bytes do. */
      spice_display_channel_change_preferred_compression (channel, SPICE_IMAGE_COMPRESSION_OFF);
    }
  if (!self->main_opened || !self->inputs_opened ||
      console_session_is_live (CONSOLE_SESSION (self)))
    return;
  _console_session_set_encrypted (CONSOLE_SESSION (self), uses_tls (self));
  _console_session_connected (CONSOLE_SESSION (self));
}

/* The library tells of a server that went away by its channels only; one
 * that is gone makes the whole useless. */
static void
channel_event_cb (ConsoleSpiceSession *self,
                  SpiceChannelEvent    event,
                  SpiceChannel        *channel)
{
  const GError *error = spice_channel_get_error (channel);

  g_debug ("spice: channel event %d: %s", (int) event,
           error != NULL ? error->message : "no details");
  mark_pending (channel, FALSE);
  if (self->session == NULL || (event == SPICE_CHANNEL_CLOSED && is_migrating (self)))
    return;
  switch (event)
    {
    case SPICE_CHANNEL_OPENED:     channel_opened (self, channel); break;
    case SPICE_CHANNEL_ERROR_CONNECT:
      _console_session_end_with_error (CONSOLE_SESSION (self), error);
      break;
    case SPICE_CHANNEL_ERROR_TLS:  end_with_tls_error (self, error); break;
    case SPICE_CHANNEL_ERROR_AUTH: end_with_auth_error (self); break;
    case SPICE_CHANNEL_ERROR_LINK: end_with_link_error (self, error); break;

    case SPICE_CHANNEL_ERROR_IO:
    case SPICE_CHANNEL_CLOSED:     end_with_closed (self); break;
    case SPICE_CHANNEL_NONE:
    case SPICE_CHANNEL_SWITCHING:
    default:
      break;
    }
}

static void
mouse_mode_cb (ConsoleSpiceSession *self)
{
  int mode = SPICE_MOUSE_MODE_CLIENT;

  if (self->main != NULL)
    g_object_get (self->main, "mouse-mode", &mode, NULL);
  _console_session_set_pointer_mode (CONSOLE_SESSION (self),
                                     mode == SPICE_MOUSE_MODE_CLIENT
                                     ? CONSOLE_POINTER_MODE_ABSOLUTE
                                     : CONSOLE_POINTER_MODE_RELATIVE);
}

/* The bits are those of ConsoleLocks. */
static void
modifiers_cb (ConsoleSpiceSession *self,
              SpiceInputsChannel  *channel)
{
  int locks = 0;

  g_object_get (channel, "key-modifiers", &locks, NULL);
  _console_session_set_locks (CONSOLE_SESSION (self), locks);
}

/* --- clipboard text, by way of the guest's agent --- */

static gboolean
agent_can (ConsoleSpiceSession *self,
           guint                capability)
{
  gboolean connected = FALSE;

  if (self->main == NULL)
    return FALSE;
  g_object_get (self->main, "agent-connected", &connected, NULL);
  return connected &&
         spice_main_channel_agent_test_capability (SPICE_MAIN_CHANNEL (self->main), capability);
}

/* Says that there is text; the guest asks for it when somebody pastes. */
static void
grab_guest_clipboard (ConsoleSpiceSession *self)
{
  guint32 type = VD_AGENT_CLIPBOARD_UTF8_TEXT;

  if (self->text != NULL && agent_can (self, VD_AGENT_CAP_CLIPBOARD_BY_DEMAND))
    spice_main_channel_clipboard_selection_grab (SPICE_MAIN_CHANNEL (self->main),
                                                 VD_AGENT_CLIPBOARD_SELECTION_CLIPBOARD,
                                                 &type, 1);
}

static gboolean
console_spice_session_send_text (ConsoleTextPort  *port,
                                 const char       *text,
                                 GError          **error)
{
  ConsoleSpiceSession *self = CONSOLE_SPICE_SESSION (port);

  g_set_str (&self->text, text);
  grab_guest_clipboard (self);
  return TRUE;
}

static void
console_spice_session_request_text (ConsoleTextPort *port)
{
  ConsoleSpiceSession *self = CONSOLE_SPICE_SESSION (port);

  if (agent_can (self, VD_AGENT_CAP_CLIPBOARD_BY_DEMAND))
    spice_main_channel_clipboard_selection_request (SPICE_MAIN_CHANNEL (self->main),
                                                    VD_AGENT_CLIPBOARD_SELECTION_CLIPBOARD,
                                                    VD_AGENT_CLIPBOARD_UTF8_TEXT);
}

static gboolean
guest_wants_text_cb (ConsoleSpiceSession *self,
                     guint                selection,
                     guint                type)
{
  g_autoptr (GString) text = NULL;

  if (self->text == NULL || self->main == NULL || type != VD_AGENT_CLIPBOARD_UTF8_TEXT ||
      selection != VD_AGENT_CLIPBOARD_SELECTION_CLIPBOARD)
    return FALSE;
  text = g_string_new (self->text);
  if (agent_can (self, VD_AGENT_CAP_GUEST_LINEEND_CRLF))
    g_string_replace (text, "\n", "\r\n", 0);
  spice_main_channel_clipboard_selection_notify (SPICE_MAIN_CHANNEL (self->main), selection,
                                                 type, (const guchar *) text->str, text->len);
  return TRUE;
}

static gboolean
guest_has_text_cb (ConsoleSpiceSession *self,
                   guint                selection,
                   const guint32       *types,
                   guint                n_types)
{
  if (selection != VD_AGENT_CLIPBOARD_SELECTION_CLIPBOARD)
    return FALSE;
  g_clear_pointer (&self->text, g_free);
  for (guint i = 0; i < n_types; i++)
    if (types[i] == VD_AGENT_CLIPBOARD_UTF8_TEXT)
      {
        _console_text_port_offered (CONSOLE_TEXT_PORT (self));
        return TRUE;
      }
  return FALSE;
}

static void
guest_text_cb (ConsoleSpiceSession *self,
               guint                selection,
               guint                type,
               gconstpointer        data,
               guint                size)
{
  if (selection == VD_AGENT_CLIPBOARD_SELECTION_CLIPBOARD &&
      type == VD_AGENT_CLIPBOARD_UTF8_TEXT && data != NULL)
    _console_text_port_take (CONSOLE_TEXT_PORT (self), data, size);
}

static void
take_agent (ConsoleSpiceSession *self,
            SpiceChannel        *channel)
{
  g_object_set (channel, "max-clipboard", CONSOLE_MAX_TEXT, NULL);
  g_signal_connect_object (channel, "main-agent-update",
                           G_CALLBACK (grab_guest_clipboard), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (channel, "main-clipboard-selection-request",
                           G_CALLBACK (guest_wants_text_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (channel, "main-clipboard-selection-grab",
                           G_CALLBACK (guest_has_text_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (channel, "main-clipboard-selection",
                           G_CALLBACK (guest_text_cb), self, G_CONNECT_SWAPPED);
}

static void
text_port_init (ConsoleTextPortInterface *iface)
{
  iface->send = console_spice_session_send_text;
  iface->request = console_spice_session_request_text;
}

static gboolean
console_spice_session_check_files (ConsoleFilePort  *port,
                                   GError          **error)
{
  SpiceChannel *channel = CONSOLE_SPICE_SESSION (port)->main;

  return console_spice_files_check (SPICE_MAIN_CHANNEL (channel), error);
}

static DexFuture *
console_spice_session_send_files (ConsoleFilePort        *port,
                                  GFile                 **files,
                                  GCancellable           *cancellable,
                                  GFileProgressCallback   progress,
                                  gpointer                data)
{
  SpiceChannel *channel = CONSOLE_SPICE_SESSION (port)->main;

  return console_spice_files_send (SPICE_MAIN_CHANNEL (channel), files, cancellable,
                                   progress, data);
}

static void
file_port_init (ConsoleFilePortInterface *iface)
{
  iface->check = console_spice_session_check_files;
  iface->send = console_spice_session_send_files;
}

static GListModel *
console_spice_session_get_usb (ConsoleUsbPort  *port,
                               GError         **error)
{
  return console_spice_usb_get_devices (CONSOLE_SPICE_SESSION (port)->usb, error);
}

static DexFuture *
console_spice_session_attach_usb (ConsoleUsbPort   *port,
                                  ConsoleUsbDevice *device,
                                  gboolean          attached)
{
  return console_spice_usb_set_attached (CONSOLE_SPICE_SESSION (port)->usb, device, attached);
}

static void
console_spice_session_set_usb_auto (ConsoleUsbPort *port,
                                    gboolean        automatic)
{
  ConsoleSpiceSession *self = CONSOLE_SPICE_SESSION (port);

  if (self->usb != NULL)
    console_spice_usb_set_auto (self->usb, automatic);
}

static void
usb_port_init (ConsoleUsbPortInterface *iface)
{
  iface->get_devices = console_spice_session_get_usb;
  iface->set_attached = console_spice_session_attach_usb;
  iface->set_auto = console_spice_session_set_usb_auto;
}

/* The library connects some by itself. */
static void
settle_cb (SpiceChannel *channel)
{
  mark_pending (channel, FALSE);
}

static void
leave_to_library (SpiceChannel *channel)
{
  mark_pending (channel, TRUE);
  g_signal_connect (channel, "channel-event", G_CALLBACK (settle_cb), NULL);
}

static void
channel_new_cb (ConsoleSpiceSession *self,
                SpiceChannel        *channel)
{
  int id;

  if (console_spice_audio_take (self->audio, channel) ||
      console_spice_audio_take (self->microphone, channel) ||
      console_spice_usb_take (self->usb, channel))
    leave_to_library (channel);
  g_object_get (channel, "channel-id", &id, NULL);
  if (!SPICE_IS_MAIN_CHANNEL (channel) && !SPICE_IS_INPUTS_CHANNEL (channel) &&
      !SPICE_IS_CURSOR_CHANNEL (channel) && !SPICE_IS_DISPLAY_CHANNEL (channel))
    return;
  /* Nobody has that many monitors, or more of anything else than one. */
  if (id < 0 || id >= CONSOLE_MAX_HEADS ||
      (id > 0 && (SPICE_IS_MAIN_CHANNEL (channel) || SPICE_IS_INPUTS_CHANNEL (channel))))
    return;
  g_signal_connect_object (channel, "channel-event",
                           G_CALLBACK (channel_event_cb), self, G_CONNECT_SWAPPED);
  if (SPICE_IS_MAIN_CHANNEL (channel))
    {
      self->main = channel;
      mark_pending (channel, TRUE);
      g_signal_connect_object (channel, "notify::mouse-mode",
                               G_CALLBACK (mouse_mode_cb), self, G_CONNECT_SWAPPED);
      take_agent (self, channel);
    }
  if (SPICE_IS_INPUTS_CHANNEL (channel))
    {
      console_spice_inputs_take (self->inputs, SPICE_INPUTS_CHANNEL (channel));
      g_signal_connect_object (channel, "inputs-modifiers",
                               G_CALLBACK (modifiers_cb), self, G_CONNECT_SWAPPED);
    }
  else
    console_spice_heads_take (self->heads, channel);
  if (!SPICE_IS_MAIN_CHANNEL (channel))
    connect_channel (channel);
}

static void
channel_destroy_cb (ConsoleSpiceSession *self,
                    SpiceChannel        *channel)
{
  if (channel == self->main)
    self->main = NULL;
  console_spice_heads_drop (self->heads, channel);
}

static void
migration_cb (ConsoleSpiceSession *self)
{
  if (self->session != NULL)
    _console_session_set_migrating (CONSOLE_SESSION (self), is_migrating (self));
}

static void
set_port (SpiceSession *session,
          const char   *property,
          int           port)
{
  g_autofree char *text = port > 0 ? g_strdup_printf ("%d", port) : NULL;

  g_object_set (session, property, text, NULL);
}

/* Only one of the two ports is ever named to the library: given both, it
 * tries the clear one first. */
static void
set_place (ConsoleSpiceSession *self)
{
  ConsoleTarget *target = get_target (self);
  const char *ca = console_target_get_ca (target);
  const char *subject = console_target_get_server_subject (target);

  if (console_target_get_path (target) != NULL)
    {
      g_object_set (self->session, "unix-path", console_target_get_path (target), NULL);
      return;
    }
  if (!uses_tls (self))
    {
      g_object_set (self->session, "host", console_target_get_host (target), NULL);
      set_port (self->session, "port", console_target_get_port (target));
      return;
    }
  g_object_set (self->session,
                "host", console_target_get_host (target),
                "cert-subject", subject,
                "verify", subject != NULL ? SPICE_SESSION_VERIFY_SUBJECT
                                          : SPICE_SESSION_VERIFY_HOSTNAME,
                NULL);
  set_port (self->session, "tls-port", console_target_get_tls_port (target));
  if (ca != NULL)
    {
      g_autoptr (GByteArray) bytes = g_byte_array_new ();

      g_byte_array_append (bytes, (const guint8 *) ca, (guint) strlen (ca));
      g_object_set (self->session, "ca", bytes, NULL);
    }
}

static void
peer_key_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (ConsoleSpiceSession) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GByteArray) key = console_peer_key_fetch_finish (result, &error);

  if (self->session == NULL)
    return;
  if (key == NULL)
    {
      if (error->domain == G_TLS_ERROR)
        end_with_tls_error (self, error);
      else
        _console_session_end_with_error (CONSOLE_SESSION (self), error);
      return;
    }
  g_object_set (self->session,
                "pubkey", key,
                "verify", SPICE_SESSION_VERIFY_PUBKEY,
                NULL);
  spice_session_connect (self->session);
}

static void
console_spice_session_open (ConsoleSession *session)
{
  ConsoleSpiceSession *self = CONSOLE_SPICE_SESSION (session);
  ConsoleTarget *target = get_target (self);

  if (!uses_tls (self) && !console_target_get_allow_clear (target))
    {
      _console_session_end_no_clear (session);
      return;
    }
  self->cancellable = g_cancellable_new ();
  self->session = spice_session_new ();
  g_object_set (self->session,
                "password", console_target_get_password (target),
                "enable-smartcard", FALSE,
                NULL);
  set_place (self);
  self->audio = console_spice_audio_new (self->session);
  console_spice_audio_set_wanted (self->audio, console_session_get_sound (session));
  self->microphone = console_spice_audio_new_microphone (self->session);
  console_spice_audio_set_wanted (self->microphone, console_session_get_microphone (session));
  self->usb = console_spice_usb_new (CONSOLE_USB_PORT (self), self->session);
  self->heads = console_spice_heads_new (CONSOLE_SESSION (self), self->inputs);
  g_signal_connect_object (self->session, "channel-new",
                           G_CALLBACK (channel_new_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "channel-destroy",
                           G_CALLBACK (channel_destroy_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::migration-state",
                           G_CALLBACK (migration_cb), self, G_CONNECT_SWAPPED);
  if (needs_peer_key (self))
    console_peer_key_fetch_async (target, self->cancellable, peer_key_cb, g_object_ref (self));
  else
    spice_session_connect (self->session);
}

/* The end of a library's session. */
typedef struct
{
  SpiceSession *session;
  guint timeout;
} Farewell;

static gboolean
has_pending (SpiceSession *session)
{
  g_autoptr (GList) channels = spice_session_get_channels (session);

  for (GList *l = channels; l != NULL; l = l->next)
    if (g_object_get_data (l->data, PENDING) != NULL)
      return TRUE;
  return FALSE;
}

static void
farewell_cb (gpointer data)
{
  Farewell *farewell = data;
  g_autoptr (SpiceSession) session = farewell->session;
  g_autoptr (GList) channels = spice_session_get_channels (session);

  for (GList *l = channels; l != NULL; l = l->next)
    g_signal_handlers_disconnect_by_data (l->data, farewell);
  g_free (farewell);
  spice_session_disconnect (session);
}

static void
settled_cb (Farewell          *farewell,
            SpiceChannelEvent  event,
            SpiceChannel      *channel)
{
  mark_pending (channel, FALSE);
  if (has_pending (farewell->session))
    return;
  g_source_remove (farewell->timeout);
  farewell->timeout = g_idle_add_once (farewell_cb, farewell);
}

/* Takes the session over. */
static void
say_farewell (SpiceSession *session)
{
  g_autoptr (GList) channels = spice_session_get_channels (session);
  Farewell *farewell = g_new0 (Farewell, 1);

  farewell->session = session;
  if (!has_pending (session))
    {
      farewell->timeout = g_idle_add_once (farewell_cb, farewell);
      return;
    }
  for (GList *l = channels; l != NULL; l = l->next)
    g_signal_connect_swapped (l->data, "channel-event", G_CALLBACK (settled_cb), farewell);
  farewell->timeout = g_timeout_add_seconds_once (FAREWELL_SECONDS, farewell_cb, farewell);
}

static void
leave_channels (ConsoleSpiceSession *self,
                SpiceSession        *session)
{
  g_autoptr (GList) channels = spice_session_get_channels (session);

  for (GList *l = channels; l != NULL; l = l->next)
    g_signal_handlers_disconnect_by_data (l->data, self);
}

/* Ending the library's session within one of its channels' signals pulls the
 * channel away under it: it ends when that has returned. */
static void
console_spice_session_close (ConsoleSession *session)
{
  ConsoleSpiceSession *self = CONSOLE_SPICE_SESSION (session);
  SpiceSession *spice = g_steal_pointer (&self->session);

  if (spice == NULL)
    return;
  g_cancellable_cancel (self->cancellable);
  g_signal_handlers_disconnect_by_data (spice, self);
  leave_channels (self, spice);
  console_spice_audio_set_wanted (self->audio, FALSE);
  self->audio = NULL;
  console_spice_audio_set_wanted (self->microphone, FALSE);
  self->microphone = NULL;
  g_clear_object (&self->usb);
  g_clear_object (&self->heads);
  console_spice_inputs_take (self->inputs, NULL);
  self->main = NULL;
  say_farewell (spice);
}

static void
console_spice_session_read_pixels (ConsoleSession              *session,
                                   const cairo_rectangle_int_t *area,
                                   guint8                      *pixels,
                                   gsize                        stride)
{
  ConsoleSpiceHeads *heads = CONSOLE_SPICE_SESSION (session)->heads;

  console_spice_screen_read_pixels (heads != NULL ? console_spice_heads_get_screen (heads) : NULL,
                                    area, pixels, stride);
}

static void
console_spice_session_key (ConsoleSession *session,
                           guint           qnum,
                           guint           keysym,
                           gboolean        down)
{
  console_spice_inputs_key (CONSOLE_SPICE_SESSION (session)->inputs, qnum, down);
}

static void
console_spice_session_pointer_to (ConsoleSession *session,
                                  int             x,
                                  int             y,
                                  guint           buttons)
{
  console_spice_inputs_pointer_to (CONSOLE_SPICE_SESSION (session)->inputs, 1, x, y, buttons);
}

static void
console_spice_session_pointer_by (ConsoleSession *session,
                                  int             dx,
                                  int             dy,
                                  guint           buttons)
{
  console_spice_inputs_pointer_by (CONSOLE_SPICE_SESSION (session)->inputs, dx, dy, buttons);
}

static void
console_spice_session_scroll (ConsoleSession *session,
                              int             dx,
                              int             dy,
                              guint           buttons)
{
  console_spice_inputs_scroll (CONSOLE_SPICE_SESSION (session)->inputs, dy);
}

static void
console_spice_session_request_size (ConsoleSession *session,
                                    int             width,
                                    int             height)
{
  ConsoleSpiceHeads *heads = CONSOLE_SPICE_SESSION (session)->heads;

  if (heads != NULL)
    console_spice_heads_request_size (heads, 1, width, height);
}

static void
console_spice_session_set_sound (ConsoleSession *session,
                                 gboolean        sound)
{
  ConsoleSpiceSession *self = CONSOLE_SPICE_SESSION (session);

  if (self->audio != NULL)
    console_spice_audio_set_wanted (self->audio, sound);
}

static void
console_spice_session_set_microphone (ConsoleSession *session,
                                      gboolean        microphone)
{
  ConsoleSpiceSession *self = CONSOLE_SPICE_SESSION (session);

  if (self->microphone != NULL)
    console_spice_audio_set_wanted (self->microphone, microphone);
}

/* After a seamless migration the library's session has the new address. */
static gboolean
console_spice_session_is_at (ConsoleSession *session,
                             ConsoleTarget  *target)
{
  ConsoleSpiceSession *self = CONSOLE_SPICE_SESSION (session);
  g_autofree char *host = NULL;
  g_autofree char *port = NULL;
  gboolean tls = console_target_get_tls_port (target) > 0;
  int wanted = tls ? console_target_get_tls_port (target) : console_target_get_port (target);

  if (console_target_get_protocol (target) != CONSOLE_PROTOCOL_SPICE)
    return FALSE;
  if (console_target_same_place (get_target (self), target) && self->session == NULL)
    return TRUE;
  if (self->session == NULL)
    return FALSE;
  if (console_target_get_path (target) != NULL)
    return console_target_same_place (get_target (self), target);
  g_object_get (self->session, "host", &host, tls ? "tls-port" : "port", &port, NULL);
  return g_strcmp0 (host, console_target_get_host (target)) == 0 &&
         port != NULL && g_ascii_strtoll (port, NULL, 10) == wanted;
}

static void
console_spice_session_finalize (GObject *object)
{
  g_clear_object (&CONSOLE_SPICE_SESSION (object)->cancellable);
  g_clear_object (&CONSOLE_SPICE_SESSION (object)->inputs);
  g_free (CONSOLE_SPICE_SESSION (object)->text);

  G_OBJECT_CLASS (console_spice_session_parent_class)->finalize (object);
}

static void
console_spice_session_class_init (ConsoleSpiceSessionClass *klass)
{
  ConsoleSessionClass *session_class = CONSOLE_SESSION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = console_spice_session_finalize;
  session_class->open = console_spice_session_open;
  session_class->close = console_spice_session_close;
  session_class->read_pixels = console_spice_session_read_pixels;
  session_class->key = console_spice_session_key;
  session_class->pointer_to = console_spice_session_pointer_to;
  session_class->pointer_by = console_spice_session_pointer_by;
  session_class->scroll = console_spice_session_scroll;
  session_class->is_at = console_spice_session_is_at;
  session_class->request_size = console_spice_session_request_size;
  session_class->set_sound = console_spice_session_set_sound;
  session_class->set_microphone = console_spice_session_set_microphone;
}

static void
console_spice_session_init (ConsoleSpiceSession *self)
{
  self->inputs = console_spice_inputs_new ();
}

ConsoleSession *
console_spice_session_new (ConsoleTarget *target)
{
  g_return_val_if_fail (CONSOLE_IS_TARGET (target), NULL);

  return g_object_new (CONSOLE_TYPE_SPICE_SESSION, "target", target, NULL);
}
