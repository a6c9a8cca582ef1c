/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "console-picture-session.h"
#include "console-types.h"
#include "muster-certificate-judge.h"
#include "muster-display-password.h"
#include "muster-display-place.h"
#include "muster-domain.h"
#include "muster-domain-xml.h"
#include "muster-host-actions.h"
#include "muster-picture.h"
#include "muster-port-probe.h"
#include "muster-virt-uri.h"
#include "muster-vm-screen.h"

#define PROBE_TIMEOUT_MS 3000
#define KEY_HOLD_MS 20

struct _MusterVmScreen
{
  GObject parent_instance;

  MusterDesk *desk;
  MusterVm *vm;
  GSettings *settings;
  guint search;                       /* number of the last one */

  /* What was found last, for who asks why. */
  MusterScreenFaultKind refusal;      /* OTHER when there was none of ours */
  ConsoleTarget *target;
  char *place;
  char *display_type;
  char *next_listen;
  char *host;
  gboolean takes_none;                /* the display has no password at all ... */
  gboolean takes_at_next_start;       /* ... and this is its definition's word */
  gboolean pictures;                  /* screenshots instead of the display */
  gboolean encrypted;                 /* the connection that they come over */
};

enum
{
  FOUND,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void source_init (ConsoleSourceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MusterVmScreen, muster_vm_screen, G_TYPE_OBJECT,
  G_IMPLEMENT_INTERFACE (CONSOLE_TYPE_SOURCE, source_init))

/* What stays on this machine needs no cipher. */
static gboolean
may_be_clear (MusterVmScreen *self,
              const char     *address)
{
  return self->host == NULL || muster_display_place_is_loopback (address) ||
         !g_settings_get_boolean (self->settings, "console-encrypted-only");
}

static ConsoleTarget *
new_target (MusterVmScreen           *self,
            const MusterGraphicsInfo *info,
            const char               *ca,
            const char               *password)
{
  gboolean spice = g_strcmp0 (info->type, "spice") == 0;
  g_autofree char *address = muster_display_place_find_address (info->listen, self->host);

  return g_object_new (CONSOLE_TYPE_TARGET,
                       "protocol", spice ? CONSOLE_PROTOCOL_SPICE
                                         : CONSOLE_PROTOCOL_VNC,
                       "host", address,
                       "port", info->port > 0 ? info->port : -1,
                       "tls-port", info->tls_port > 0 ? info->tls_port : -1,
                       "path", self->host == NULL ? info->socket : NULL,
                       "ca", ca,
                       "server-name", self->host != NULL ? self->host : address,
                       "password", password,
                       "allow-clear", address == NULL || may_be_clear (self, address),
                       NULL);
}

static DexFuture *
refuse (MusterVmScreen        *self,
        MusterScreenFaultKind  kind)
{
  g_autoptr (MusterScreenFault) fault =
    muster_screen_fault_new (kind, self->place, self->next_listen);

  self->refusal = kind;

  return dex_future_new_reject (CONSOLE_ERROR, CONSOLE_ERROR_UNAVAILABLE, "%s",
                                fault->description);
}

static DexFuture *
refuse_off (void)
{
  return dex_future_new_reject (CONSOLE_ERROR, CONSOLE_ERROR_OFF, "%s", _("The VM is off."));
}

/* A search goes on when nobody waits for it any more; what it finds then is not to be
 * mixed with what a later one does. */
static gboolean
is_superseded (MusterVmScreen *self,
               guint           search)
{
  return self->search != search;
}

static DexFuture *
refuse_superseded (void)
{
  return dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_CANCELLED, "superseded");
}

static void
forget (MusterVmScreen *self)
{
  self->refusal = MUSTER_SCREEN_FAULT_OTHER;
  g_clear_object (&self->target);
  g_clear_pointer (&self->place, g_free);
  g_clear_pointer (&self->display_type, g_free);
  g_clear_pointer (&self->next_listen, g_free);
  g_clear_pointer (&self->host, g_free);
}

/* Where it will listen from the VM's next start; NULL when that helps no more. */
static char *
await_next_listen (MusterConnection *connection,
                   const char       *uuid,
                   const char       *type,
                   const char       *host)
{
  g_autofree char *text =
    dex_await_string (muster_domain_get_xml (connection, uuid, VIR_DOMAIN_XML_INACTIVE), NULL);
  g_autoptr (MusterDomainXml) xml = text != NULL ? muster_domain_xml_new (text, NULL) : NULL;
  g_autoptr (GPtrArray) graphics = xml != NULL ? muster_domain_xml_list_graphics (xml) : NULL;

  for (guint i = 0; graphics != NULL && i < graphics->len; i++)
    {
      MusterGraphicsInfo *info = g_ptr_array_index (graphics, i);

      if (g_strcmp0 (info->type, type) == 0)
        return info->listen != NULL && !muster_display_place_is_local (info->listen, host)
               ? g_strdup (info->listen) : NULL;
    }

  return NULL;
}

/* Whether only the host itself gets to it: a loopback address, or a socket in
 * the host's file system. */
static gboolean
is_out_of_reach (const MusterGraphicsInfo *info,
                 const char               *host)
{
  return host != NULL && (muster_display_place_is_local (info->listen, host) ||
                          (info->port <= 0 && info->tls_port <= 0));
}

static DexFuture *
refuse_local (MusterVmScreen           *self,
              MusterConnection         *connection,
              const MusterGraphicsInfo *info)
{
  int port = info->port > 0 ? info->port : info->tls_port;
  guint search = self->search;
  g_autofree char *next = await_next_listen (connection, muster_vm_get_uuid (self->vm),
                                             info->type, self->host);

  if (is_superseded (self, search))
    return refuse_superseded ();
  self->place = port > 0 ? g_strdup_printf ("%s:%d", info->listen, port)
                         : g_strdup (info->socket);
  self->next_listen = g_steal_pointer (&next);

  return refuse (self, self->next_listen != NULL ? MUSTER_SCREEN_FAULT_LOCAL_YET
                                                 : MUSTER_SCREEN_FAULT_LOCAL);
}

/* Who may not see passwords cannot tell whether there is one. */
static MusterDisplayPassword *
await_password (MusterVmScreen   *self,
                MusterConnection *connection,
                MusterDomainXml  *xml,
                const char       *type,
                gboolean          secret)
{
  g_autoptr (MusterDisplayPassword) password = NULL;
  g_autoptr (GError) error = NULL;
  guint search = self->search;

  self->takes_none = FALSE;
  if (!secret)
    return NULL;

  password = dex_await_boxed (
    muster_display_password_acquire (connection, muster_vm_get_uuid (self->vm), xml, type,
                                     MUSTER_DISPLAY_PASSWORD_SECONDS),
    &error);
  if (password == NULL)
    {
      /* The display says for itself that it wants one. */
      g_debug ("No password for the screen: %s", error->message);
      return NULL;
    }
  if (is_superseded (self, search))
    return NULL;
  self->takes_none = password->use == MUSTER_DISPLAY_PASSWORD_NONE;
  self->takes_at_next_start = password->at_next_start;

  return g_steal_pointer (&password);
}

static DexFuture *
find_target (MusterVmScreen   *self,
             MusterHost       *host,
             MusterConnection *connection,
             MusterDomainXml  *xml,
             gboolean          secret)
{
  guint search = self->search;
  g_autoptr (GPtrArray) graphics = muster_domain_xml_list_graphics (xml);
  MusterGraphicsInfo *info = muster_display_place_find_graphics (graphics);
  g_autoptr (MusterDisplayPassword) password = NULL;
  g_autofree char *ca = NULL;

  if (info == NULL)
    return refuse (self, MUSTER_SCREEN_FAULT_NO_SCREEN);
  self->display_type = g_strdup (info->type);
  if (is_out_of_reach (info, self->host))
    return refuse_local (self, connection, info);

  ca = muster_display_place_await_ca (self->desk, host);
  if (is_superseded (self, search))
    return refuse_superseded ();
  password = await_password (self, connection, xml, info->type, secret);
  if (is_superseded (self, search))
    return refuse_superseded ();
  self->target = new_target (self, info, ca, password != NULL ? password->password : NULL);
  self->place = console_target_dup_address (self->target);
  g_signal_emit (self, signals[FOUND], 0);

  return dex_future_new_take_object (g_object_ref (self->target));
}

static DexFuture *
resolve_fiber (gpointer data)
{
  MusterVmScreen *self = data;
  MusterInventory *inventory = muster_desk_get_inventory (self->desk);
  g_autoptr (MusterHost) host = NULL;
  g_autoptr (MusterConnection) connection = NULL;
  g_autoptr (MusterVirtEndpoint) endpoint = NULL;
  g_autoptr (MusterDomainXml) xml = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gboolean secret = FALSE;
  guint search = ++self->search;

  forget (self);
  if (muster_vm_get_gone (self->vm) ||
      !muster_vm_state_is_active (muster_vm_get_state (self->vm)))
    return refuse_off ();
  g_set_object (&host, muster_vm_get_host (self->vm));
  if (host != NULL)
    g_set_object (&connection, muster_inventory_get_connection (inventory, host));
  if (connection == NULL)
    return refuse (self, MUSTER_SCREEN_FAULT_NO_HOST);

  endpoint = muster_virt_endpoint_new (muster_host_get_uri (host), &error);
  if (endpoint != NULL)
    text = muster_display_place_await_xml (connection, muster_vm_get_uuid (self->vm), &secret, &error);
  if (is_superseded (self, search))
    return refuse_superseded ();
  if (text != NULL)
    xml = muster_domain_xml_new (text, &error);
  if (xml == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  self->host = g_strdup (endpoint->host);

  return find_target (self, host, connection, xml, secret);
}

/* --- screenshots instead ------------------------------------------------------------ */

typedef struct
{
  MusterConnection *connection;
  char *uuid;
} Camera;

static Camera *
camera_new (MusterConnection *connection,
            const char       *uuid)
{
  Camera *self = g_new0 (Camera, 1);

  self->connection = g_object_ref (connection);
  self->uuid = g_strdup (uuid);

  return self;
}

static void
camera_free (gpointer data)
{
  Camera *self = data;

  g_object_unref (self->connection);
  g_free (self->uuid);
  g_free (self);
}

static DexFuture *
take_picture_fiber (gpointer data)
{
  Camera *camera = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) picture =
    dex_await_boxed (muster_domain_screenshot (camera->connection, camera->uuid, 0), &error);

  return picture != NULL ? muster_picture_decode (picture)
                         : dex_future_new_for_error (g_steal_pointer (&error));
}

static DexFuture *
take_picture (gpointer data)
{
  Camera *camera = data;

  return dex_scheduler_spawn (NULL, 0, take_picture_fiber,
                              camera_new (camera->connection, camera->uuid), camera_free);
}

static DexFuture *
press_keys (const guint *qnums,
            guint        n_qnums,
            gpointer     data)
{
  Camera *camera = data;

  return muster_domain_send_scan_codes (camera->connection, camera->uuid, qnums, n_qnums,
                                        KEY_HOLD_MS);
}

static MusterConnection *
get_connection (MusterVmScreen *self)
{
  MusterHost *host = muster_vm_get_host (self->vm);

  return host != NULL
         ? muster_inventory_get_connection (muster_desk_get_inventory (self->desk), host)
         : NULL;
}

/* The keeper was told by resolve() that there is a connection; one that went
 * since then fails when it is used. */
static ConsoleSession *
muster_vm_screen_create_session (ConsoleSource *source,
                                 ConsoleTarget *target)
{
  static const ConsolePictureFuncs funcs = { take_picture, press_keys };
  MusterVmScreen *self = MUSTER_VM_SCREEN (source);
  MusterConnection *connection = get_connection (self);

  if (!self->pictures || connection == NULL)
    return console_session_new_for_target (target);

  return console_picture_session_new (target, self->encrypted, &funcs,
                                      camera_new (connection, muster_vm_get_uuid (self->vm)),
                                      camera_free);
}

/* Where no display is connected to: the host stands for itself. */
static DexFuture *
resolve_pictures (MusterVmScreen *self)
{
  MusterConnection *connection = get_connection (self);
  g_autoptr (MusterVirtEndpoint) endpoint = NULL;
  g_autoptr (GError) error = NULL;

  forget (self);
  if (muster_vm_get_gone (self->vm) ||
      !muster_vm_state_is_active (muster_vm_get_state (self->vm)))
    return refuse_off ();
  if (connection == NULL)
    return refuse (self, MUSTER_SCREEN_FAULT_NO_HOST);

  endpoint = muster_virt_endpoint_new (muster_host_get_uri (muster_vm_get_host (self->vm)),
                                       &error);
  if (endpoint == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  self->encrypted = endpoint->transport != MUSTER_VIRT_TRANSPORT_TCP;
  self->takes_none = FALSE;
  self->target = console_target_new (CONSOLE_PROTOCOL_VNC,
                                     endpoint->host != NULL ? endpoint->host : "localhost", -1);
  g_signal_emit (self, signals[FOUND], 0);

  return dex_future_new_take_object (g_object_ref (self->target));
}

static DexFuture *
muster_vm_screen_resolve (ConsoleSource *source)
{
  if (MUSTER_VM_SCREEN (source)->pictures)
    return resolve_pictures (MUSTER_VM_SCREEN (source));

  return dex_scheduler_spawn (NULL, 0, resolve_fiber,
                              g_object_ref (source), g_object_unref);
}

/* --- why not ------------------------------------------------------------------- */

typedef struct
{
  MusterVmScreen *screen;
  ConsoleReason reason;
  char *text;
} Question;

static void
question_free (gpointer data)
{
  Question *self = data;

  g_object_unref (self->screen);
  g_free (self->text);
  g_free (self);
}

static MusterScreenFaultKind
await_port (ConsoleTarget *target)
{
  int port = console_target_get_tls_port (target) > 0 ? console_target_get_tls_port (target)
                                                      : console_target_get_port (target);

  if (port <= 0 || console_target_get_host (target) == NULL)
    return MUSTER_SCREEN_FAULT_OTHER;

  switch (dex_await_int (muster_port_probe (console_target_get_host (target),
                                            (guint16) port, PROBE_TIMEOUT_MS), NULL))
    {
    case MUSTER_PORT_CLOSED:
      return MUSTER_SCREEN_FAULT_CLOSED;
    case MUSTER_PORT_SILENT:
      return MUSTER_SCREEN_FAULT_FILTERED;
    case MUSTER_PORT_UNRESOLVED:
      return MUSTER_SCREEN_FAULT_UNRESOLVED;
    case MUSTER_PORT_OPEN:
    default:
      return MUSTER_SCREEN_FAULT_OTHER;
    }
}

/* The fault of the display's certificate in a few words, or NULL. */
static char *
await_certificate_fault (MusterVmScreen *self,
                         ConsoleTarget  *target)
{
  gboolean spice = console_target_get_protocol (target) == CONSOLE_PROTOCOL_SPICE;
  int port = spice ? console_target_get_tls_port (target) : console_target_get_port (target);
  g_autoptr (MusterHandshake) seen = NULL;
  g_autoptr (MusterCredentials) credentials = NULL;
  g_autofree char *folder = NULL;

  if (port <= 0 || console_target_get_host (target) == NULL)
    return NULL;
  credentials = muster_display_place_await_credentials (self->desk, muster_vm_get_host (self->vm));
  if (credentials != NULL)
    folder = dex_await_string (muster_credentials_acquire_pki (credentials), NULL);
  if (folder == NULL)
    return NULL;

  seen = dex_await_boxed (muster_handshake_try (console_target_get_host (target),
                                                (guint16) port, folder,
                                                spice ? MUSTER_HANDSHAKE_SPICE
                                                      : MUSTER_HANDSHAKE_VNC), NULL);
  muster_credentials_release_pki (credentials, folder);

  return seen != NULL
         ? muster_certificate_judge_display (seen, console_target_get_server_name (target))
         : NULL;
}

static MusterScreenFaultKind
kind_of_reason (ConsoleReason reason)
{
  switch (reason)
    {
    case CONSOLE_REASON_CLEAR:
      return MUSTER_SCREEN_FAULT_CLEAR;
    case CONSOLE_REASON_TAKEN:
      return MUSTER_SCREEN_FAULT_TAKEN;
    case CONSOLE_REASON_AUTH:
      return MUSTER_SCREEN_FAULT_PASSWORD;
    case CONSOLE_REASON_PASSWORD_NEEDED:
      return MUSTER_SCREEN_FAULT_PASSWORD_NEEDED;
    case CONSOLE_REASON_NONE:
    case CONSOLE_REASON_REQUESTED:
    case CONSOLE_REASON_REFUSED:
    case CONSOLE_REASON_NO_ANSWER:
    case CONSOLE_REASON_TLS:
    case CONSOLE_REASON_SERVER_CLOSED:
    case CONSOLE_REASON_UNSUPPORTED:
    case CONSOLE_REASON_PROTOCOL:
    default:
      return MUSTER_SCREEN_FAULT_OTHER;
    }
}

static DexFuture *
diagnose_fiber (gpointer data)
{
  Question *question = data;
  MusterVmScreen *self = question->screen;
  MusterScreenFaultKind kind = self->refusal;
  g_autoptr (ConsoleTarget) target = NULL;
  g_autofree char *place = g_strdup (self->place);
  g_autofree char *detail = NULL;

  g_set_object (&target, self->target);
  if (target == NULL)
    detail = g_strdup (self->next_listen);
  else if (self->pictures)
    {
      kind = MUSTER_SCREEN_FAULT_PICTURES;
      detail = g_strdup (question->text);
    }
  else if (question->reason == CONSOLE_REASON_REFUSED ||
           question->reason == CONSOLE_REASON_NO_ANSWER)
    kind = await_port (target);
  else if (question->reason == CONSOLE_REASON_TLS)
    {
      detail = await_certificate_fault (self, target);
      kind = detail != NULL ? MUSTER_SCREEN_FAULT_CERTIFICATE : MUSTER_SCREEN_FAULT_OTHER;
    }
  else
    kind = kind_of_reason (question->reason);
  if (kind == MUSTER_SCREEN_FAULT_OTHER)
    g_set_str (&detail, question->text);

  return dex_future_new_take_boxed (MUSTER_TYPE_SCREEN_FAULT,
                                    muster_screen_fault_new (kind, place, detail));
}

DexFuture *
muster_vm_screen_diagnose (MusterVmScreen *self,
                           ConsoleReason   reason,
                           const char     *text)
{
  Question *question;

  g_return_val_if_fail (MUSTER_IS_VM_SCREEN (self), NULL);

  question = g_new0 (Question, 1);
  question->screen = g_object_ref (self);
  question->reason = reason;
  question->text = g_strdup (text);

  return dex_scheduler_spawn (NULL, 0, diagnose_fiber, question, question_free);
}

const char *
muster_vm_screen_get_display_type (MusterVmScreen *self)
{
  g_return_val_if_fail (MUSTER_IS_VM_SCREEN (self), NULL);

  return self->display_type;
}

gboolean
muster_vm_screen_get_takes_no_password (MusterVmScreen *self,
                                        gboolean       *at_next_start)
{
  g_return_val_if_fail (MUSTER_IS_VM_SCREEN (self), FALSE);

  *at_next_start = self->takes_at_next_start;

  return self->takes_none;
}

void
muster_vm_screen_set_pictures (MusterVmScreen *self,
                               gboolean        pictures)
{
  g_return_if_fail (MUSTER_IS_VM_SCREEN (self));

  if (self->pictures == pictures)
    return;

  self->pictures = pictures;
  console_source_changed (CONSOLE_SOURCE (self));
}

gboolean
muster_vm_screen_get_pictures (MusterVmScreen *self)
{
  g_return_val_if_fail (MUSTER_IS_VM_SCREEN (self), FALSE);

  return self->pictures;
}

/* --- object ---------------------------------------------------------------------- */

static void
source_init (ConsoleSourceInterface *iface)
{
  iface->resolve = muster_vm_screen_resolve;
  iface->create_session = muster_vm_screen_create_session;
}

static void
muster_vm_screen_dispose (GObject *object)
{
  MusterVmScreen *self = MUSTER_VM_SCREEN (object);

  forget (self);
  g_clear_object (&self->desk);
  g_clear_object (&self->vm);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (muster_vm_screen_parent_class)->dispose (object);
}

static void
muster_vm_screen_class_init (MusterVmScreenClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = muster_vm_screen_dispose;

  signals[FOUND] =
    g_signal_new ("found", MUSTER_TYPE_VM_SCREEN, G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
muster_vm_screen_init (MusterVmScreen *self)
{
}

MusterVmScreen *
muster_vm_screen_new (MusterDesk *desk,
                      MusterVm   *vm,
                      GSettings  *settings)
{
  MusterVmScreen *self;

  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);
  g_return_val_if_fail (MUSTER_IS_VM (vm), NULL);
  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  self = g_object_new (MUSTER_TYPE_VM_SCREEN, NULL);
  self->desk = g_object_ref (desk);
  self->vm = g_object_ref (vm);
  self->settings = g_object_ref (settings);
  g_signal_connect_object (vm, "notify::state", G_CALLBACK (console_source_changed),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (vm, "notify::host", G_CALLBACK (console_source_changed),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (vm, "notify::stale", G_CALLBACK (console_source_changed),
                           self, G_CONNECT_SWAPPED);

  return self;
}
