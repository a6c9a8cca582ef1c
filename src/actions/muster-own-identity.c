/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-host-actions.h"
#include "muster-own-identity.h"

#define DAYS 365
#define ENOUGH_SECONDS (30 * 24 * 60 * 60)

typedef struct
{
  MusterPki *pki;
  MusterSecretStore *secrets;
} Search;

static void
search_free (gpointer data)
{
  Search *self = data;

  g_clear_object (&self->pki);
  g_clear_object (&self->secrets);
  g_free (self);
}

static gboolean
is_of (MusterIdentity  *identity,
       MusterAuthority *authority)
{
  g_autoptr (MusterCertificateInfo) ca =
    muster_certificate_info_new_from_pem (muster_identity_get_ca (identity), -1, NULL);

  return ca != NULL &&
         g_str_equal (ca->fingerprint, muster_authority_get_info (authority)->fingerprint);
}

static gboolean
lasts (MusterIdentity *identity)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  return muster_identity_check_dates (identity, now, NULL) &&
         muster_identity_check_dates (identity, now + ENOUGH_SECONDS, NULL);
}

/* Returns: (nullable): which of @lines it is */
static const MusterCertificateRecord *
find_line (MusterIdentity *identity,
           GPtrArray      *lines)
{
  g_autoptr (MusterCertificateInfo) info =
    muster_certificate_info_new_from_pem (muster_identity_get_certificate (identity), -1, NULL);

  for (guint i = 0; info != NULL && i < lines->len; i++)
    {
      const MusterCertificateRecord *line = g_ptr_array_index (lines, i);

      if (g_str_equal (line->serial, info->serial))
        return line;
    }

  return NULL;
}

static gboolean
is_revoked (MusterIdentity *identity,
            GPtrArray      *ledger)
{
  const MusterCertificateRecord *line = find_line (identity, ledger);

  return line != NULL && line->revoked_at != 0;
}

/* Returns: (transfer full) (nullable): the id of one, %NULL with @error unset
 * when there is none */
static char *
find (const Search     *self,
      MusterAuthority  *authority,
      GError          **error)
{
  g_autoptr (GPtrArray) infos =
    dex_await_boxed (muster_secret_store_list_identities (self->secrets), error);
  g_autoptr (GPtrArray) ledger =
    infos != NULL ? dex_await_boxed (muster_pki_list (self->pki), error) : NULL;

  for (guint i = 0; ledger != NULL && i < infos->len; i++)
    {
      const MusterSecretInfo *info = g_ptr_array_index (infos, i);
      g_autoptr (MusterIdentity) identity =
        dex_await_object (muster_secret_store_get_identity (self->secrets, info->id), NULL);

      if (identity != NULL && is_of (identity, authority) && lasts (identity) &&
          !is_revoked (identity, ledger))
        return g_strdup (info->id);
    }

  return NULL;
}

static char *
dup_own_name (void)
{
  return g_strdup_printf ("%s@%s", g_get_user_name (), g_get_host_name ());
}

static DexFuture *
ensure_fiber (gpointer data)
{
  Search *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MusterAuthority) authority =
    dex_await_object (muster_pki_get_authority (self->pki), &error);
  g_autofree char *id = NULL;
  g_autofree char *name = NULL;

  if (authority != NULL)
    id = find (self, authority, &error);
  if (error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  if (id != NULL)
    return dex_future_new_take_string (g_steal_pointer (&id));

  name = dup_own_name ();

  return muster_pki_issue_client (self->pki, name, DAYS);
}

DexFuture *
muster_own_identity_ensure (MusterPki         *pki,
                            MusterSecretStore *secrets)
{
  Search *search;

  g_return_val_if_fail (MUSTER_IS_PKI (pki), NULL);
  g_return_val_if_fail (MUSTER_IS_SECRET_STORE (secrets), NULL);

  search = g_new0 (Search, 1);
  search->pki = g_object_ref (pki);
  search->secrets = g_object_ref (secrets);

  return dex_scheduler_spawn (NULL, 0, ensure_fiber, search, search_free);
}

/* --- whom it is shown to -------------------------------------------------------- */

typedef struct
{
  MusterSecretStore *secrets;
  MusterStore *store;
  GPtrArray *lines;
} HostSearch;

static void
host_search_free (gpointer data)
{
  HostSearch *self = data;

  g_clear_object (&self->secrets);
  g_clear_object (&self->store);
  g_ptr_array_unref (self->lines);
  g_free (self);
}

static void
add_hosts (GString    *names,
           GPtrArray  *entries,
           const char *identity)
{
  for (guint i = 0; i < entries->len; i++)
    {
      const MusterHostEntry *entry = g_ptr_array_index (entries, i);

      if (g_strcmp0 (entry->identity, identity) == 0)
        g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", entry->name);
    }
}

static DexFuture *
find_hosts_fiber (gpointer data)
{
  HostSearch *self = data;
  GError *error = NULL;
  g_autoptr (GString) names = g_string_new (NULL);
  g_autoptr (GPtrArray) infos =
    dex_await_boxed (muster_secret_store_list_identities (self->secrets), &error);
  g_autoptr (GPtrArray) entries =
    infos != NULL ? dex_await_boxed (muster_host_list (self->store), &error) : NULL;

  if (entries == NULL)
    return dex_future_new_for_error (error);
  for (guint i = 0; i < infos->len; i++)
    {
      const MusterSecretInfo *info = g_ptr_array_index (infos, i);
      g_autoptr (MusterIdentity) identity =
        dex_await_object (muster_secret_store_get_identity (self->secrets, info->id), NULL);

      if (identity != NULL && find_line (identity, self->lines) != NULL)
        add_hosts (names, entries, info->id);
    }

  return dex_future_new_take_string (
    names->len > 0 ? g_string_free_and_steal (g_steal_pointer (&names)) : NULL);
}

DexFuture *
muster_own_identity_find_hosts (MusterSecretStore *secrets,
                                MusterStore       *store,
                                GPtrArray         *lines)
{
  HostSearch *search;

  g_return_val_if_fail (MUSTER_IS_SECRET_STORE (secrets), NULL);
  g_return_val_if_fail (MUSTER_IS_STORE (store), NULL);
  g_return_val_if_fail (lines != NULL, NULL);

  search = g_new0 (HostSearch, 1);
  search->secrets = g_object_ref (secrets);
  search->store = g_object_ref (store);
  search->lines = g_ptr_array_ref (lines);

  return dex_scheduler_spawn (NULL, 0, find_hosts_fiber, search, host_search_free);
}
