/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-certificate-watch.h"
#include "muster-handshake.h"
#include "muster-host-actions.h"
#include "muster-virt-uri.h"

struct _MusterCertificateWatch
{
  GObject parent_instance;

  MusterStore *store;
  MusterSecretStore *secrets;
  MusterPki *pki;
  GListStore *uses;
};

G_DEFINE_FINAL_TYPE (MusterCertificateWatch, muster_certificate_watch, G_TYPE_OBJECT)

static void
muster_certificate_watch_dispose (GObject *object)
{
  MusterCertificateWatch *self = MUSTER_CERTIFICATE_WATCH (object);

  g_clear_object (&self->store);
  g_clear_object (&self->secrets);
  g_clear_object (&self->pki);
  g_clear_object (&self->uses);

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
}

MusterCertificateWatch *
muster_certificate_watch_new (MusterStore       *store,
                              MusterSecretStore *secrets,
                              MusterPki         *pki)
{
  MusterCertificateWatch *self;

  g_return_val_if_fail (MUSTER_IS_STORE (store), NULL);

  self = g_object_new (MUSTER_TYPE_CERTIFICATE_WATCH, NULL);
  self->store = g_object_ref (store);
  g_set_object (&self->secrets, secrets);
  g_set_object (&self->pki, pki);

  return self;
}

GListModel *
muster_certificate_watch_get_uses (MusterCertificateWatch *self)
{
  g_return_val_if_fail (MUSTER_IS_CERTIFICATE_WATCH (self), NULL);

  return G_LIST_MODEL (self->uses);
}

/* --- looking ---------------------------------------------------------------------- */

static void
look_at_authority (MusterCertificateWatch *self,
                   GPtrArray              *uses)
{
  g_autoptr (MusterAuthority) authority = NULL;
  MusterCertificateInfo *info;

  if (self->pki == NULL)
    return;
  authority = dex_await_object (muster_pki_get_authority (self->pki), NULL);
  if (authority == NULL)
    return;

  info = muster_authority_get_info (authority);
  g_ptr_array_add (uses,
                   muster_certificate_use_new (MUSTER_CERTIFICATE_AT_AUTHORITY,
                                               info->common_name != NULL ? info->common_name
                                                                         : info->subject,
                                               info->subject,
                                               g_date_time_to_unix (info->not_after)));
}

static void
look_at_identities (MusterCertificateWatch *self,
                    GPtrArray              *uses)
{
  g_autoptr (GPtrArray) infos = NULL;

  if (self->secrets == NULL)
    return;
  infos = dex_await_boxed (muster_secret_store_list_identities (self->secrets), NULL);
  for (guint i = 0; infos != NULL && i < infos->len; i++)
    {
      const MusterSecretInfo *info = g_ptr_array_index (infos, i);
      g_autoptr (MusterIdentity) identity =
        dex_await_object (muster_secret_store_get_identity (self->secrets, info->id), NULL);

      if (identity != NULL)
        g_ptr_array_add (uses,
                         muster_certificate_use_new (MUSTER_CERTIFICATE_AT_DESK, info->name,
                                                     muster_identity_get_subject (identity),
                                                     muster_identity_get_not_after (identity)));
    }
}

/* The host shows its certificate before it asks for ours, so that none is needed.
 * Returns: (nullable): %NULL for a host that is not reached over TLS */
static DexFuture *
begin_handshake (const MusterHostEntry *entry)
{
  g_autoptr (MusterVirtEndpoint) endpoint = muster_virt_endpoint_new (entry->uri, NULL);

  if (endpoint == NULL || endpoint->transport != MUSTER_VIRT_TRANSPORT_TLS)
    return NULL;

  return muster_handshake_try (endpoint->host, endpoint->port, NULL, MUSTER_HANDSHAKE_LIBVIRT);
}

static void
end_handshake (const MusterHostEntry *entry,
               DexFuture             *future,
               GPtrArray             *uses)
{
  g_autoptr (MusterHandshake) seen = dex_await_boxed (future, NULL);
  g_autoptr (MusterCertificateInfo) info = NULL;

  if (seen->certificate != NULL)
    info = muster_certificate_info_new_from_der (seen->certificate, NULL);
  if (info != NULL)
    g_ptr_array_add (uses,
                     muster_certificate_use_new (MUSTER_CERTIFICATE_AT_HOST, entry->name,
                                                 info->subject,
                                                 g_date_time_to_unix (info->not_after)));
}

static void
look_at_hosts (MusterCertificateWatch *self,
               GPtrArray              *uses)
{
  g_autoptr (GPtrArray) entries = dex_await_boxed (muster_host_list (self->store), NULL);
  g_autofree DexFuture **futures = NULL;

  if (entries == NULL)
    return;
  futures = g_new0 (DexFuture *, entries->len + 1);
  for (guint i = 0; i < entries->len; i++)
    futures[i] = begin_handshake (g_ptr_array_index (entries, i));
  for (guint i = 0; i < entries->len; i++)
    if (futures[i] != NULL)
      end_handshake (g_ptr_array_index (entries, i), futures[i], uses);
}

static int
compare_ends (gconstpointer a,
              gconstpointer b)
{
  gint64 first = muster_certificate_use_get_not_after (*(MusterCertificateUse **) a);
  gint64 second = muster_certificate_use_get_not_after (*(MusterCertificateUse **) b);

  return first < second ? -1 : first > second;
}

static DexFuture *
look_fiber (gpointer data)
{
  MusterCertificateWatch *self = data;
  g_autoptr (GPtrArray) uses = g_ptr_array_new_with_free_func (g_object_unref);

  look_at_authority (self, uses);
  look_at_identities (self, uses);
  look_at_hosts (self, uses);
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
