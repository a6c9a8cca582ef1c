/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "muster-certificate-watch.h"
#include "muster-host-actions.h"
#include "muster-host-display.h"
#include "muster-secrets-error.h"
#include "muster-virt-uri.h"

/* So many displays of a host are looked at together. */
#define ROUND 16

struct _MusterCertificateWatch
{
  GObject parent_instance;

  MusterStore *store;
  MusterSecretStore *secrets;
  MusterPki *pki;
  MusterInventory *inventory;   /* weak: it ends with its desk */
  GListStore *uses;

  /* of the last look */
  GPtrArray *silent;            /* MusterHostEntry */
  GError *keyring_error;
};

G_DEFINE_FINAL_TYPE (MusterCertificateWatch, muster_certificate_watch, G_TYPE_OBJECT)

static void
muster_certificate_watch_dispose (GObject *object)
{
  MusterCertificateWatch *self = MUSTER_CERTIFICATE_WATCH (object);

  g_clear_object (&self->store);
  g_clear_object (&self->secrets);
  g_clear_object (&self->pki);
  g_clear_weak_pointer (&self->inventory);
  g_clear_object (&self->uses);
  g_clear_pointer (&self->silent, g_ptr_array_unref);
  g_clear_error (&self->keyring_error);

  G_OBJECT_CLASS (muster_certificate_watch_parent_class)->dispose (object);
}

static void
muster_certificate_watch_class_init (MusterCertificateWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = muster_certificate_watch_dispose;
}

static void
muster_certificate_watch_init (MusterCertificateWatch *self)
{
  self->uses = g_list_store_new (MUSTER_TYPE_CERTIFICATE_USE);
  self->silent = g_ptr_array_new ();
}

MusterCertificateWatch *
muster_certificate_watch_new (MusterStore       *store,
                              MusterSecretStore *secrets,
                              MusterPki         *pki,
                              MusterInventory   *inventory)
{
  MusterCertificateWatch *self;

  g_return_val_if_fail (MUSTER_IS_STORE (store), NULL);

  self = g_object_new (MUSTER_TYPE_CERTIFICATE_WATCH, NULL);
  self->store = g_object_ref (store);
  g_set_object (&self->secrets, secrets);
  g_set_object (&self->pki, pki);
  g_set_weak_pointer (&self->inventory, inventory);

  return self;
}

GListModel *
muster_certificate_watch_get_uses (MusterCertificateWatch *self)
{
  g_return_val_if_fail (MUSTER_IS_CERTIFICATE_WATCH (self), NULL);

  return G_LIST_MODEL (self->uses);
}

GPtrArray *
muster_certificate_watch_get_silent (MusterCertificateWatch *self)
{
  g_return_val_if_fail (MUSTER_IS_CERTIFICATE_WATCH (self), NULL);

  return self->silent;
}

const GError *
muster_certificate_watch_get_keyring_error (MusterCertificateWatch *self)
{
  g_return_val_if_fail (MUSTER_IS_CERTIFICATE_WATCH (self), NULL);

  return self->keyring_error;
}

/* --- looking ---------------------------------------------------------------------- */

/* What our authority has issued, and what of that is revoked; counted, because a
 * look at a host may outlive who asked for it. */
typedef struct
{
  MusterAuthority *authority;   /* NULL when there is none */
  GHashTable *revoked;          /* serial number to seconds since 1970 */
} Issued;

static void
issued_clear (gpointer data)
{
  Issued *self = data;

  g_clear_object (&self->authority);
  g_clear_pointer (&self->revoked, g_hash_table_unref);
}

static void
issued_unref (Issued *self)
{
  g_rc_box_release_full (self, issued_clear);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Issued, issued_unref)

/* One look, and the part of it that one host is. */
typedef struct
{
  Issued *issued;
  MusterHostEntry *entry;
  MusterVirtEndpoint *endpoint;
  MusterConnection *connection; /* NULL unless it is open */
  GPtrArray *uses;
} HostLook;

static void
host_look_free (gpointer data)
{
  HostLook *self = data;

  g_clear_pointer (&self->issued, issued_unref);
  g_clear_object (&self->connection);
  g_clear_pointer (&self->entry, muster_host_entry_free);
  g_clear_pointer (&self->endpoint, muster_virt_endpoint_free);
  g_clear_pointer (&self->uses, g_ptr_array_unref);
  g_free (self);
}

static void
look_at_authority (MusterAuthority *authority,
                   GPtrArray       *uses)
{
  MusterCertificateInfo *info = muster_authority_get_info (authority);

  g_ptr_array_add (uses,
                   muster_certificate_use_new (&(MusterCertificateUseFacts) {
                     .place = MUSTER_CERTIFICATE_AT_AUTHORITY,
                     .name = info->common_name != NULL ? info->common_name : info->subject,
                     .subject = info->subject,
                     .location = _("Keyring"),
                     .not_after = g_date_time_to_unix (info->not_after),
                     .is_ours = TRUE,
                   }));
}

/* Fills in what the authority and the ledger say of @info. */
static void
set_issued (MusterCertificateUseFacts *facts,
            const Issued              *issued,
            MusterCertificateInfo     *info)
{
  const gint64 *revoked_at;

  if (info == NULL)
    return;
  facts->serial = info->serial;
  facts->is_ours =
    issued->authority != NULL && muster_authority_has_issued (issued->authority, info);
  revoked_at = facts->is_ours ? g_hash_table_lookup (issued->revoked, info->serial) : NULL;
  facts->revoked_at = revoked_at != NULL ? *revoked_at : 0;
}

static void
look_at_identity (const MusterSecretInfo *known,
                  MusterIdentity         *identity,
                  const Issued           *issued,
                  GPtrArray              *uses)
{
  g_autoptr (MusterCertificateInfo) info =
    muster_certificate_info_new_from_pem (muster_identity_get_certificate (identity), -1,
                                          NULL);
  MusterCertificateUseFacts facts = {
    .place = MUSTER_CERTIFICATE_AT_DESK,
    .owner = known->id,
    .name = known->name,
    .subject = muster_identity_get_subject (identity),
    .location = _("Keyring"),
    .not_after = muster_identity_get_not_after (identity),
  };

  set_issued (&facts, issued, info);
  g_ptr_array_add (uses, muster_certificate_use_new (&facts));
}

static void
look_at_identities (MusterCertificateWatch *self,
                    const Issued           *issued,
                    GPtrArray              *uses,
                    GError                **error)
{
  g_autoptr (GPtrArray) infos = NULL;

  if (self->secrets == NULL)
    return;
  infos = dex_await_boxed (muster_secret_store_list_identities (self->secrets), error);
  for (guint i = 0; infos != NULL && i < infos->len; i++)
    {
      const MusterSecretInfo *info = g_ptr_array_index (infos, i);
      g_autoptr (MusterIdentity) identity =
        dex_await_object (muster_secret_store_get_identity (self->secrets, info->id), NULL);

      if (identity != NULL)
        look_at_identity (info, identity, issued, uses);
    }
}

/* --- a host ------------------------------------------------------------------------ */

static MusterCertificateUseKind
find_kind (MusterHandshakeKind kind)
{
  switch (kind)
    {
    case MUSTER_HANDSHAKE_VNC: return MUSTER_CERTIFICATE_USE_VNC;
    case MUSTER_HANDSHAKE_SPICE: return MUSTER_CERTIFICATE_USE_SPICE;
    case MUSTER_HANDSHAKE_LIBVIRT:
    default: return MUSTER_CERTIFICATE_USE_LIBVIRT;
    }
}

static char *
dup_location (const char *place,
              guint16     port)
{
  return g_strdup_printf (strchr (place, ':') != NULL ? "[%s]:%u" : "%s:%u", place, port);
}

/* All displays of a host have the same certificate, but for those that began
 * before it was renewed.
 * @shown: kinds and fingerprints of those that were added */
static void
await_handshake (HostLook            *self,
                 GHashTable          *shown,
                 MusterHandshakeKind  kind,
                 const char          *place,
                 guint16              port,
                 DexFuture           *future)
{
  g_autoptr (MusterHandshake) seen = dex_await_boxed (future, NULL);
  g_autoptr (MusterCertificateInfo) info = NULL;
  g_autofree char *location = NULL;
  MusterCertificateUseFacts facts;

  if (seen->certificate != NULL)
    info = muster_certificate_info_new_from_der (seen->certificate, NULL);
  if (info == NULL ||
      !g_hash_table_add (shown, g_strdup_printf ("%d %s", kind, info->id)))
    return;

  location = dup_location (place, port);
  facts = (MusterCertificateUseFacts) {
    .place = MUSTER_CERTIFICATE_AT_HOST,
    .kind = find_kind (kind),
    .owner = self->entry->id,
    .name = self->entry->name,
    .subject = info->subject,
    .location = location,
    .names = (const char * const *) info->names,
    .not_after = g_date_time_to_unix (info->not_after),
  };
  set_issued (&facts, self->issued, info);
  g_ptr_array_add (self->uses, muster_certificate_use_new (&facts));
}

/* Those of @displays from @begin on that are looked at together. */
static void
await_round (HostLook   *self,
             GHashTable *shown,
             GPtrArray  *displays,
             guint       begin)
{
  DexFuture *futures[ROUND] = { NULL };
  guint end = MIN (begin + ROUND, displays->len);

  for (guint i = begin; i < end; i++)
    {
      const MusterHostDisplay *display = g_ptr_array_index (displays, i);

      if (display->has_tls && !display->is_local && display->port != 0)
        futures[i - begin] = muster_handshake_try (display->place, display->port, NULL,
                                                   display->kind);
    }
  for (guint i = begin; i < end; i++)
    {
      const MusterHostDisplay *display = g_ptr_array_index (displays, i);

      if (futures[i - begin] != NULL)
        await_handshake (self, shown, display->kind, display->place, display->port,
                         futures[i - begin]);
    }
}

/* A host shows its certificate before it asks for ours, so that none is needed. */
static DexFuture *
look_at_host_fiber (gpointer data)
{
  HostLook *self = data;
  g_autoptr (GHashTable) shown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) displays = NULL;
  DexFuture *libvirt = muster_handshake_try (self->endpoint->host, self->endpoint->port, NULL,
                                             MUSTER_HANDSHAKE_LIBVIRT);

  if (self->connection != NULL)
    displays = dex_await_boxed (muster_host_display_list (self->connection,
                                                          self->endpoint->host),
                                NULL);
  await_handshake (self, shown, MUSTER_HANDSHAKE_LIBVIRT, self->endpoint->host,
                   self->endpoint->port, libvirt);
  for (guint i = 0; displays != NULL && i < displays->len; i += ROUND)
    await_round (self, shown, displays, i);

  return dex_future_new_true ();
}

static MusterConnection *
dup_open_connection (MusterCertificateWatch *self,
                     const char             *id)
{
  MusterConnection *connection;
  MusterHost *host;

  if (self->inventory == NULL)
    return NULL;
  host = muster_data_center_find_host (muster_inventory_get_data_center (self->inventory), id);
  connection = host != NULL ? muster_inventory_get_connection (self->inventory, host) : NULL;

  return connection != NULL &&
         muster_connection_get_state (connection) == MUSTER_CONNECTION_OPEN
         ? g_object_ref (connection) : NULL;
}

/* Returns: (nullable): %NULL for a host that is not reached over TLS */
static DexFuture *
look_at_host (MusterCertificateWatch *self,
              Issued                 *issued,
              const MusterHostEntry  *entry,
              GPtrArray              *uses)
{
  g_autoptr (MusterVirtEndpoint) endpoint = muster_virt_endpoint_new (entry->uri, NULL);
  HostLook *look;

  if (endpoint == NULL || endpoint->transport != MUSTER_VIRT_TRANSPORT_TLS)
    return NULL;

  look = g_new0 (HostLook, 1);
  look->issued = g_rc_box_acquire (issued);
  look->entry = muster_host_entry_copy (entry);
  look->endpoint = g_steal_pointer (&endpoint);
  look->connection = dup_open_connection (self, entry->id);
  look->uses = g_ptr_array_ref (uses);

  return dex_scheduler_spawn (NULL, 0, look_at_host_fiber, look, host_look_free);
}

static gboolean
shows_any (const MusterHostEntry *entry,
           GPtrArray             *uses)
{
  for (guint i = 0; i < uses->len; i++)
    {
      MusterCertificateUse *use = g_ptr_array_index (uses, i);

      if (g_strcmp0 (muster_certificate_use_get_owner (use), entry->id) == 0)
        return TRUE;
    }

  return FALSE;
}

/* Returns: (element-type MusterHostEntry): hosts reached over TLS that show nothing */
static GPtrArray *
look_at_hosts (MusterCertificateWatch *self,
               Issued                 *issued,
               GPtrArray              *uses)
{
  g_autoptr (GPtrArray) entries = dex_await_boxed (muster_host_list (self->store), NULL);
  g_autoptr (GPtrArray) futures = g_ptr_array_new_with_free_func (dex_unref);
  GPtrArray *asked =
    g_ptr_array_new_with_free_func ((GDestroyNotify) muster_host_entry_free);

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const MusterHostEntry *entry = g_ptr_array_index (entries, i);
      DexFuture *future = look_at_host (self, issued, entry, uses);

      if (future == NULL)
        continue;
      g_ptr_array_add (futures, future);
      g_ptr_array_add (asked, muster_host_entry_copy (entry));
    }
  if (futures->len > 0)
    dex_await (dex_future_allv ((DexFuture **) futures->pdata, futures->len), NULL);
  for (guint i = asked->len; i > 0; i--)
    if (shows_any (g_ptr_array_index (asked, i - 1), uses))
      g_ptr_array_remove_index (asked, i - 1);

  return asked;
}

static int
compare_ends (gconstpointer a,
              gconstpointer b)
{
  gint64 first = muster_certificate_use_get_not_after (*(MusterCertificateUse **) a);
  gint64 second = muster_certificate_use_get_not_after (*(MusterCertificateUse **) b);

  return first < second ? -1 : first > second;
}

/* That there is no authority is no error. */
static MusterAuthority *
await_authority (MusterCertificateWatch  *self,
                 GError                 **error)
{
  g_autoptr (GError) failure = NULL;
  MusterAuthority *authority =
    dex_await_object (muster_pki_get_authority (self->pki), &failure);

  if (failure != NULL &&
      !g_error_matches (failure, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_NOT_FOUND))
    g_propagate_error (error, g_steal_pointer (&failure));

  return authority;
}

static Issued *
await_issued (MusterCertificateWatch  *self,
              GError                 **error)
{
  Issued *issued = g_rc_box_new0 (Issued);
  g_autoptr (GPtrArray) ledger = NULL;

  issued->revoked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (self->pki == NULL)
    return issued;
  issued->authority = await_authority (self, error);
  ledger = dex_await_boxed (muster_pki_list (self->pki), NULL);
  for (guint i = 0; ledger != NULL && i < ledger->len; i++)
    {
      const MusterCertificateRecord *line = g_ptr_array_index (ledger, i);

      if (line->revoked_at != 0)
        g_hash_table_insert (issued->revoked, g_strdup (line->serial),
                             g_memdup2 (&line->revoked_at, sizeof line->revoked_at));
    }

  return issued;
}

static DexFuture *
look_fiber (gpointer data)
{
  MusterCertificateWatch *self = data;
  g_autoptr (GPtrArray) uses = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) silent = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (Issued) issued = await_issued (self, &error);

  if (issued->authority != NULL)
    look_at_authority (issued->authority, uses);
  look_at_identities (self, issued, uses, error == NULL ? &error : NULL);
  silent = look_at_hosts (self, issued, uses);

  g_clear_error (&self->keyring_error);
  self->keyring_error = g_steal_pointer (&error);
  g_ptr_array_unref (self->silent);
  self->silent = g_steal_pointer (&silent);
  g_ptr_array_sort (uses, compare_ends);
  g_list_store_splice (self->uses, 0, g_list_model_get_n_items (G_LIST_MODEL (self->uses)),
                       uses->pdata, uses->len);

  return dex_future_new_true ();
}

DexFuture *
muster_certificate_watch_look (MusterCertificateWatch *self)
{
  g_return_val_if_fail (MUSTER_IS_CERTIFICATE_WATCH (self), NULL);

  return dex_scheduler_spawn (NULL, 0, look_fiber, g_object_ref (self), g_object_unref);
}
