/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>

#include "muster-host-actions.h"
#include "muster-host-setup.h"
#include "muster-own-identity.h"
#include "muster-renewal.h"
#include "muster-vm-actions.h"
#include "test-fiber.h"

/* Run by with-keyring.sh: the keyring and the user's folders are this test's. */

static MusterDesk *
new_desk (void)
{
  static gboolean has_authority;
  MusterDesk *desk = muster_desk_new ();
  g_autoptr (GError) error = NULL;

  dex_await (muster_desk_load (desk), &error);
  g_assert_no_error (error);
  if (!has_authority)
    {
      g_autoptr (MusterAuthority) authority =
        dex_await_object (muster_pki_create_authority (muster_desk_get_pki (desk), "Office"),
                          &error);

      g_assert_no_error (error);
      has_authority = authority != NULL;
    }

  return desk;
}

static char *
issue_client (MusterDesk *desk,
              const char *name,
              int         days)
{
  g_autoptr (GError) error = NULL;
  char *id = dex_await_string (muster_pki_issue_client (muster_desk_get_pki (desk), name, days),
                               &error);

  g_assert_no_error (error);
  return id;
}

static MusterIdentity *
get_identity (MusterDesk *desk,
              const char *id)
{
  return dex_await_object (muster_secret_store_get_identity (muster_desk_get_secrets (desk), id),
                           NULL);
}

static GPtrArray *
list_ledger (MusterDesk *desk)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *ledger = dex_await_boxed (muster_pki_list (muster_desk_get_pki (desk)), &error);

  g_assert_no_error (error);
  return ledger;
}

static char *
dup_serial (MusterIdentity *identity)
{
  g_autoptr (MusterCertificateInfo) info =
    muster_certificate_info_new_from_pem (muster_identity_get_certificate (identity), -1, NULL);

  return g_strdup (info->serial);
}

static void
remove_identity (MusterDesk *desk,
                 const char *id)
{
  g_assert_true (dex_await (muster_secret_store_remove_identity (muster_desk_get_secrets (desk),
                                                                 id),
                            NULL));
}

static const MusterCertificateRecord *
find_record (GPtrArray  *ledger,
             const char *serial)
{
  for (guint i = 0; i < ledger->len; i++)
    {
      const MusterCertificateRecord *line = g_ptr_array_index (ledger, i);

      if (g_str_equal (line->serial, serial))
        return line;
    }

  return NULL;
}

static MusterRenewalItem *
find (MusterRenewal *renewal,
      const char    *name)
{
  GListModel *items = muster_renewal_get_items (renewal);

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (MusterRenewalItem) item = g_list_model_get_item (items, i);

      if (g_str_equal (muster_renewal_item_get_name (item), name))
        return item;
    }
  g_assert_not_reached ();
}

static MusterRenewal *
look (MusterDesk *desk)
{
  MusterCertificateWatch *watch = muster_desk_get_certificates (desk);

  dex_await (muster_certificate_watch_look (watch), NULL);
  return muster_renewal_new (desk, muster_certificate_watch_get_uses (watch));
}

/* --- one identity --------------------------------------------------------------- */

static void
test_renew_client (void)
{
  g_autoptr (MusterDesk) desk = new_desk ();
  MusterPki *pki = muster_desk_get_pki (desk);
  g_autofree char *id = issue_client (desk, "anna", 5);
  g_autoptr (MusterIdentity) before = get_identity (desk, id);
  g_autofree char *serial = dup_serial (before);
  g_autofree char *found = NULL;
  g_autoptr (MusterIdentity) after = NULL;
  g_autofree char *new_serial = NULL;
  g_autoptr (GPtrArray) ledger = list_ledger (desk);
  g_autoptr (GPtrArray) then = NULL;
  g_autoptr (GError) error = NULL;

  found = dex_await_string (muster_pki_find_identity (pki, serial), &error);
  g_assert_cmpstr (found, ==, id);
  g_assert_true (dex_await (muster_pki_renew_client (pki, id, 100), &error));
  g_assert_no_error (error);

  after = get_identity (desk, id);
  new_serial = dup_serial (after);
  g_assert_cmpstr (muster_identity_get_common_name (after), ==, "anna");
  g_assert_cmpstr (muster_identity_get_key (after), !=, muster_identity_get_key (before));
  g_assert_cmpint (muster_identity_get_not_after (after), >,
                   muster_identity_get_not_after (before));
  g_assert_cmpstr (new_serial, !=, serial);
  then = list_ledger (desk);
  g_assert_cmpuint (then->len, ==, ledger->len + 1);
  g_assert_cmpint (muster_certificate_record_get_state (find_record (then, serial), 0), ==,
                   MUSTER_CERTIFICATE_STATE_SUPERSEDED);
  g_assert_cmpint (muster_certificate_record_get_state (find_record (then, new_serial), 0), ==,
                   MUSTER_CERTIFICATE_STATE_VALID);
  g_assert_cmpint (find_record (then, new_serial)->issued_at, !=, 0);

  /* Who has been shut out is not let in by the way. */
  g_assert_true (dex_await (muster_pki_revoke (pki, new_serial), NULL));
  g_assert_false (dex_await (muster_pki_renew_client (pki, id, 100), &error));
  g_assert_error (error, MUSTER_ACTION_ERROR, MUSTER_ACTION_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_false (dex_await (muster_pki_renew_client (pki, "nobody", 100), &error));
  g_assert_error (error, MUSTER_ACTION_ERROR, MUSTER_ACTION_ERROR_GONE);
  remove_identity (desk, id);
}

/* --- the list of the revoked ------------------------------------------------------ */

static void
test_crl_is_the_same (void)
{
  g_autoptr (MusterDesk) desk = new_desk ();
  MusterPki *pki = muster_desk_get_pki (desk);
  g_autofree char *id = issue_client (desk, "carl", 5);
  g_autoptr (MusterIdentity) identity = get_identity (desk, id);
  g_autofree char *serial = dup_serial (identity);
  g_autofree char *first = NULL, *second = NULL;
  g_autoptr (GError) error = NULL;

  dex_await (muster_pki_revoke (pki, serial), NULL);
  first = dex_await_string (muster_pki_find_crl (pki), &error);
  g_assert_no_error (error);
  second = dex_await_string (muster_pki_find_crl (pki), NULL);
  g_assert_true (g_str_has_prefix (first, "-----BEGIN X509 CRL"));
  g_assert_cmpstr (first, ==, second);
  remove_identity (desk, id);
}

/* A list of another desk with the same authority. */
static char *
make_foreign_list (MusterAuthority *authority,
                   const char      *serial,
                   const char      *other)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  MusterCertificateRecord a = { .serial = (char *) serial, .revoked_at = now - 90 };
  MusterCertificateRecord b = { .serial = (char *) other, .revoked_at = now - 60 };
  g_autoptr (GPtrArray) records = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  char *crl;

  g_ptr_array_add (records, &a);
  g_ptr_array_add (records, &b);
  crl = muster_authority_make_crl (authority, records, 5, 0, &error);
  g_assert_no_error (error);

  return crl;
}

static void
test_learns_list (void)
{
  g_autoptr (MusterDesk) desk = new_desk ();
  MusterPki *pki = muster_desk_get_pki (desk);
  g_autofree char *id = issue_client (desk, "fred", 5);
  g_autoptr (MusterIdentity) identity = get_identity (desk, id);
  g_autofree char *serial = dup_serial (identity);
  g_autoptr (MusterAuthority) authority = dex_await_object (muster_pki_get_authority (pki), NULL);
  g_autoptr (MusterAuthority) stranger = dex_await_object (muster_authority_create ("Else", 9), NULL);
  g_autofree char *crl = make_foreign_list (authority, serial, "4711");
  g_autofree char *wrong = make_foreign_list (stranger, serial, "4712");
  g_autofree char *listed = NULL;
  g_autoptr (GPtrArray) ledger = NULL;
  const MusterCertificateRecord *line;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (dex_await_int64 (muster_pki_learn_crl (pki, wrong), &error), ==, 0);
  g_assert_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_cmpint (dex_await_int64 (muster_pki_learn_crl (pki, crl), &error), ==, 2);
  g_assert_no_error (error);
  g_assert_cmpint (dex_await_int64 (muster_pki_learn_crl (pki, crl), &error), ==, 0);
  g_assert_no_error (error);

  /* What this desk knows of its own certificate stays. */
  ledger = list_ledger (desk);
  line = find_record (ledger, serial);
  g_assert_cmpstr (line->name, ==, "fred");
  g_assert_cmpint (line->revoked_at, !=, 0);
  g_assert_cmpint (find_record (ledger, "4711")->revoked_at, !=, 0);
  g_assert_null (find_record (ledger, "4712"));
  listed = dex_await_string (muster_pki_find_crl (pki), NULL);
  g_assert_true (muster_authority_set_crl (authority, listed, NULL));
  g_ptr_array_unref (ledger);
  ledger = muster_authority_list_revoked (authority);
  g_assert_nonnull (find_record (ledger, serial));
  g_assert_nonnull (find_record (ledger, "4711"));
  remove_identity (desk, id);
}

/* --- what is revoked, in use ------------------------------------------------------ */

static MusterCertificateUse *
find_use (MusterDesk *desk,
          const char *owner)
{
  GListModel *uses = muster_certificate_watch_get_uses (muster_desk_get_certificates (desk));

  for (guint i = 0; i < g_list_model_get_n_items (uses); i++)
    {
      g_autoptr (MusterCertificateUse) use = g_list_model_get_item (uses, i);

      if (g_str_equal (muster_certificate_use_get_owner (use), owner))
        return use;
    }
  g_assert_not_reached ();
}

/* An identity that was revoked is shown as such, and is not renewed by the way. */
static void
test_revoked_in_use (void)
{
  g_autoptr (MusterDesk) desk = new_desk ();
  MusterPki *pki = muster_desk_get_pki (desk);
  g_autofree char *id = issue_client (desk, "greta", 5);
  g_autoptr (MusterIdentity) identity = get_identity (desk, id);
  g_autofree char *serial = dup_serial (identity);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr (MusterRenewal) renewal = NULL;
  MusterCertificateUse *use;
  MusterRenewalItem *item;

  dex_await (muster_certificate_watch_look (muster_desk_get_certificates (desk)), NULL);
  use = find_use (desk, id);
  g_assert_cmpstr (muster_certificate_use_get_serial (use), ==, serial);
  g_assert_cmpint (muster_certificate_use_get_level (use, now), ==,
                   MUSTER_CERTIFICATE_VERY_SOON);

  g_assert_true (dex_await (muster_pki_revoke (pki, serial), NULL));
  renewal = look (desk);
  use = find_use (desk, id);
  g_assert_cmpint (muster_certificate_use_get_revoked_at (use), >=, now);
  g_assert_cmpint (muster_certificate_use_get_level (use, now), ==, MUSTER_CERTIFICATE_REVOKED);
  item = find (renewal, "greta");
  g_assert_cmpint (muster_renewal_item_get_state (item), ==, MUSTER_RENEWAL_REVOKED);
  g_assert_false (muster_renewal_item_get_selected (item));
  muster_renewal_select_due (renewal, 9999);
  g_assert_false (muster_renewal_item_get_selected (item));
  remove_identity (desk, id);
}

/* Where nobody has chosen an identity, one that was revoked is none. */
static void
test_own_identity (void)
{
  g_autoptr (MusterDesk) desk = new_desk ();
  MusterPki *pki = muster_desk_get_pki (desk);
  MusterSecretStore *secrets = muster_desk_get_secrets (desk);
  g_autofree char *first = dex_await_string (muster_own_identity_ensure (pki, secrets), NULL);
  g_autofree char *again = dex_await_string (muster_own_identity_ensure (pki, secrets), NULL);
  g_autoptr (MusterIdentity) identity = get_identity (desk, first);
  g_autofree char *serial = dup_serial (identity);
  g_autofree char *next = NULL;

  g_assert_cmpstr (first, ==, again);
  dex_await (muster_pki_revoke (pki, serial), NULL);
  next = dex_await_string (muster_own_identity_ensure (pki, secrets), NULL);
  g_assert_nonnull (next);
  g_assert_cmpstr (next, !=, first);
  remove_identity (desk, first);
  remove_identity (desk, next);
}

static char *
read_list (MusterDesk *desk,
           const char *identity)
{
  g_autoptr (MusterHostEntry) entry =
    muster_host_entry_new ("h", "h", "qemu+tls://h.example.org/system", NULL);
  g_autoptr (MusterCredentials) credentials = NULL;
  g_autofree char *folder = NULL, *path = NULL;
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  entry->identity = g_strdup (identity);
  credentials = muster_desk_dup_credentials (desk, entry);
  folder = dex_await_string (muster_credentials_acquire_pki (credentials), &error);
  g_assert_no_error (error);
  path = g_build_filename (folder, "cacrl.pem", NULL);
  g_file_get_contents (path, &text, NULL, NULL);
  muster_credentials_release_pki (credentials, folder);
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));

  return text;
}

/* libvirt is told whom not to trust, but only of the authority that it trusts. */
static void
test_attempt_has_list (void)
{
  g_autoptr (MusterDesk) desk = new_desk ();
  MusterPki *pki = muster_desk_get_pki (desk);
  MusterSecretStore *secrets = muster_desk_get_secrets (desk);
  g_autofree char *ours = issue_client (desk, "hans", 50);
  g_autofree char *other = issue_client (desk, "ida", 50);
  g_autoptr (MusterIdentity) gone = get_identity (desk, other);
  g_autofree char *serial = dup_serial (gone);
  g_autoptr (MusterAuthority) stranger = dex_await_object (muster_authority_create ("Else", 9), NULL);
  g_autoptr (MusterIdentity) strange =
    dex_await_object (muster_authority_issue_client (stranger, "joe", 9), NULL);
  g_autofree char *foreign = dex_await_string (muster_secret_store_add_identity (secrets, strange, "joe"), NULL);
  g_autofree char *listed = NULL, *seen = NULL, *unseen = NULL, *then = NULL;

  dex_await (muster_pki_revoke (pki, serial), NULL);
  listed = dex_await_string (muster_pki_find_crl (pki), NULL);
  seen = read_list (desk, ours);
  g_assert_cmpstr (seen, ==, listed);
  unseen = read_list (desk, foreign);
  g_assert_null (unseen);

  /* Renewed, the authority signs a list that lasts longer. */
  g_object_unref (dex_await_object (muster_pki_renew_authority (pki, MUSTER_AUTHORITY_DAYS + 40), NULL));
  then = read_list (desk, ours);
  g_assert_nonnull (then);
  g_assert_cmpstr (then, !=, seen);
  remove_identity (desk, ours);
  remove_identity (desk, other);
  remove_identity (desk, foreign);
}

/* --- the authority ------------------------------------------------------------------ */

static void
test_renew_authority (void)
{
  g_autoptr (MusterDesk) desk = new_desk ();
  MusterPki *pki = muster_desk_get_pki (desk);
  g_autofree char *id = issue_client (desk, "bert", 50);
  g_autoptr (MusterIdentity) before = get_identity (desk, id);
  g_autoptr (MusterIdentity) after = NULL;
  g_autoptr (MusterAuthority) renewed = NULL;
  g_autoptr (MusterAuthority) stored = NULL;
  g_autoptr (GError) error = NULL;

  renewed = dex_await_object (muster_pki_renew_authority (pki, MUSTER_AUTHORITY_DAYS + 5),
                              &error);
  g_assert_no_error (error);
  stored = dex_await_object (muster_pki_get_authority (pki), &error);
  g_assert_cmpstr (muster_authority_get_certificate (stored), ==,
                   muster_authority_get_certificate (renewed));

  after = get_identity (desk, id);
  g_assert_cmpstr (muster_identity_get_certificate (after), ==,
                   muster_identity_get_certificate (before));
  g_assert_cmpstr (muster_identity_get_ca (before), !=, muster_identity_get_ca (after));
  g_assert_cmpstr (muster_identity_get_ca (after), ==,
                   muster_authority_get_certificate (renewed));

  g_assert_null (dex_await_object (muster_pki_renew_authority (pki, 3), &error));
  g_assert_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_INVALID);
  remove_identity (desk, id);
}

/* --- all that is due ------------------------------------------------------------------ */

static void
test_renews_what_is_due (void)
{
  g_autoptr (MusterDesk) desk = new_desk ();
  g_autofree char *soon = issue_client (desk, "soon", 5);
  g_autofree char *late = issue_client (desk, "late", 200);
  g_autoptr (MusterIdentity) soon_before = get_identity (desk, soon);
  g_autoptr (MusterIdentity) late_before = get_identity (desk, late);
  g_autoptr (MusterIdentity) soon_after = NULL;
  g_autoptr (MusterIdentity) late_after = NULL;
  g_autoptr (MusterRenewal) renewal = look (desk);
  g_autoptr (MusterRenewalItem) first =
    g_list_model_get_item (muster_renewal_get_items (renewal), 0);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (muster_renewal_item_get_place (first), ==, MUSTER_CERTIFICATE_AT_AUTHORITY);
  g_assert_false (muster_renewal_item_get_selected (first));
  g_assert_true (muster_renewal_item_get_selected (find (renewal, "soon")));
  g_assert_false (muster_renewal_item_get_selected (find (renewal, "late")));

  muster_renewal_set_days (renewal, 90);
  g_assert_true (dex_await_boolean (muster_renewal_run (renewal), &error));
  g_assert_no_error (error);
  g_assert_cmpint (muster_renewal_item_get_state (find (renewal, "soon")), ==,
                   MUSTER_RENEWAL_DONE);
  g_assert_cmpint (muster_renewal_item_get_state (find (renewal, "late")), ==,
                   MUSTER_RENEWAL_WAITING);
  soon_after = get_identity (desk, soon);
  late_after = get_identity (desk, late);
  g_assert_cmpint (muster_identity_get_not_after (soon_after), >,
                   muster_identity_get_not_after (soon_before) + 80 * 24 * 60 * 60);
  g_assert_cmpstr (muster_identity_get_id (late_after), ==, muster_identity_get_id (late_before));
  remove_identity (desk, soon);
  remove_identity (desk, late);
}

/* Hosts as the watch would list them. */
static MusterCertificateUse *
new_use (const char               *owner,
         const char               *name,
         MusterCertificateUseKind  kind,
         int                       days,
         gboolean                  is_ours)
{
  const char *names[] = { name, "192.0.2.1", NULL };

  return muster_certificate_use_new (&(MusterCertificateUseFacts) {
    .place = MUSTER_CERTIFICATE_AT_HOST, .kind = kind, .owner = owner, .name = name,
    .names = names, .is_ours = is_ours,
    .not_after = g_get_real_time () / G_USEC_PER_SEC + days * 24 * 60 * 60,
  });
}

static void
add_use (GListStore           *uses,
         MusterCertificateUse *taken)
{
  g_list_store_append (uses, taken);
  g_object_unref (taken);
}

static void
test_groups_hosts (void)
{
  g_autoptr (MusterDesk) desk = new_desk ();
  g_autoptr (GListStore) uses = g_list_store_new (MUSTER_TYPE_CERTIFICATE_USE);
  g_autoptr (MusterRenewal) renewal = NULL;
  MusterRenewalItem *item;
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  add_use (uses, new_use ("1", "fresh", MUSTER_CERTIFICATE_USE_SPICE, 3, TRUE));
  add_use (uses, new_use ("2", "due", MUSTER_CERTIFICATE_USE_LIBVIRT, 5, TRUE));
  add_use (uses, new_use ("3", "foreign", MUSTER_CERTIFICATE_USE_LIBVIRT, 5, FALSE));
  add_use (uses, new_use ("1", "fresh", MUSTER_CERTIFICATE_USE_LIBVIRT, 300, TRUE));
  add_use (uses, new_use ("2", "due", MUSTER_CERTIFICATE_USE_VNC, 5, TRUE));
  renewal = muster_renewal_new (desk, G_LIST_MODEL (uses));
  g_assert_cmpuint (g_list_model_get_n_items (muster_renewal_get_items (renewal)), ==, 3);

  /* A display that began before the host was renewed is no reason to do it again. */
  item = find (renewal, "fresh");
  g_assert_false (muster_renewal_item_get_selected (item));
  g_assert_cmpint (muster_renewal_item_get_not_after (item), <, now + 4 * 24 * 60 * 60);
  g_assert_cmpstr (muster_renewal_item_get_names (item)[1], ==, "192.0.2.1");

  item = find (renewal, "foreign");
  g_assert_false (muster_renewal_item_get_selected (item));
  g_assert_cmpint (muster_renewal_item_get_state (item), ==, MUSTER_RENEWAL_NOT_OURS);

  item = find (renewal, "due");
  g_assert_true (muster_renewal_item_get_selected (item));
  g_assert_false (dex_await_boolean (muster_renewal_run (renewal), NULL));
  g_assert_cmpint (muster_renewal_item_get_state (item), ==, MUSTER_RENEWAL_NEEDS_DESTINATION);
  muster_renewal_item_set_destination (item, "root@host1");
  g_assert_cmpint (muster_renewal_item_get_state (item), ==, MUSTER_RENEWAL_WAITING);
  muster_renewal_item_set_destination (item, "");
  g_assert_null (muster_renewal_item_get_destination (item));
  g_assert_cmpint (muster_renewal_item_get_state (item), ==, MUSTER_RENEWAL_NEEDS_DESTINATION);
}

/* What cannot be an address never reaches ssh; the next one is tried all the same. */
static void
test_goes_on_after_a_failure (void)
{
  g_autoptr (MusterDesk) desk = new_desk ();
  g_autoptr (MusterHostEntry) entry =
    muster_host_entry_new ("", "far", "qemu+tls://far.example.org/system", NULL);
  g_autofree char *id = NULL, *client = issue_client (desk, "dora", 5);
  g_autoptr (GListStore) uses = g_list_store_new (MUSTER_TYPE_CERTIFICATE_USE);
  g_autoptr (MusterRenewal) renewal = NULL;
  MusterTask *task;

  id = dex_await_string (muster_host_add (muster_desk_get_store (desk), entry), NULL);
  add_use (uses, new_use (id, "far", MUSTER_CERTIFICATE_USE_LIBVIRT, 5, TRUE));
  add_use (uses, new_use ("gone", "gone", MUSTER_CERTIFICATE_USE_LIBVIRT, 6, TRUE));
  add_use (uses, muster_certificate_use_new (&(MusterCertificateUseFacts) {
    .place = MUSTER_CERTIFICATE_AT_DESK, .owner = client, .name = "dora", .is_ours = TRUE,
    .not_after = 1,
  }));
  renewal = muster_renewal_new (desk, G_LIST_MODEL (uses));
  muster_renewal_item_set_destination (find (renewal, "far"), "root@far; reboot");
  muster_renewal_item_set_destination (find (renewal, "gone"), "root@gone");

  g_assert_false (dex_await_boolean (muster_renewal_run (renewal), NULL));
  g_assert_cmpint (muster_renewal_item_get_state (find (renewal, "dora")), ==,
                   MUSTER_RENEWAL_DONE);
  g_assert_cmpstr (muster_renewal_item_get_destination (find (renewal, "far")), ==,
                   "root@far; reboot");
  g_assert_cmpint (muster_renewal_item_get_state (find (renewal, "far")), ==,
                   MUSTER_RENEWAL_FAILED);
  g_assert_cmpstr (muster_renewal_item_get_message (find (renewal, "far")), !=, "");
  g_assert_cmpint (muster_renewal_item_get_state (find (renewal, "gone")), ==,
                   MUSTER_RENEWAL_FAILED);

  task = muster_renewal_item_get_task (find (renewal, "far"));
  g_assert_cmpint (muster_task_get_state (task), ==, MUSTER_TASK_FAILED);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (muster_desk_get_tasks (desk))),
                    ==, 1);
  dex_await (muster_host_remove (muster_desk_get_store (desk), id), NULL);
  remove_identity (desk, client);
}

/* --- cancelling -------------------------------------------------------------------- */

/* In place of ssh: a host that begins its work and then takes its time. */
static char *
play_ssh (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("muster-ssh-XXXXXX", &error);
  g_autofree char *path = g_build_filename (folder, "ssh", NULL);
  g_autofree char *search = g_strdup_printf ("%s:%s", folder, g_getenv ("PATH"));

  g_assert_no_error (error);
  g_file_set_contents_full (path, "#!/bin/sh\necho 'muster: ready'\n"
                                  "echo 'muster: note all is well'\n"
                                  "echo 'muster: step 3/9 Making the key'\n"
                                  "exec cat > /dev/null\n",
                            -1, G_FILE_SET_CONTENTS_NONE, 0700, &error);
  g_assert_no_error (error);
  g_setenv ("PATH", search, TRUE);

  return folder;
}

static void
forget_ssh (const char *folder,
            const char *search)
{
  g_autofree char *path = g_build_filename (folder, "ssh", NULL);

  g_setenv ("PATH", search, TRUE);
  g_unlink (path);
  g_rmdir (folder);
}

static void
renewal_note_cb (MusterRenewal     *renewal,
                 MusterRenewalItem *item,
                 const char        *text,
                 GString           *notes)
{
  g_string_append_printf (notes, "%s: %s\n", muster_renewal_item_get_name (item), text);
}

static void
cancel_cb (MusterRenewalItem *item,
           GParamSpec        *pspec,
           MusterRenewal     *renewal)
{
  if (g_str_has_prefix (muster_renewal_item_get_message (item), "3/9"))
    muster_renewal_cancel (renewal);
}

static char *
add_host (MusterDesk *desk,
          const char *name)
{
  g_autofree char *uri = g_strdup_printf ("qemu+tls://%s.example.org/system", name);
  g_autoptr (MusterHostEntry) entry = muster_host_entry_new ("", name, uri, NULL);
  g_autoptr (GError) error = NULL;
  char *id;

  entry->ssh = g_strdup_printf ("root@%s", name);
  id = dex_await_string (muster_host_add (muster_desk_get_store (desk), entry), &error);
  g_assert_no_error (error);

  return id;
}

/* Cancelled while a host is at work: that one is stopped, the next never begins,
 * and all of it can be run again. */
static void
test_cancel (void)
{
  g_autoptr (MusterDesk) desk = new_desk ();
  g_autofree char *first = add_host (desk, "first"), *second = add_host (desk, "second");
  g_autofree char *client = issue_client (desk, "kim", 5);
  g_autofree char *search = g_strdup (g_getenv ("PATH"));
  g_autofree char *folder = NULL;
  g_autoptr (GListStore) uses = g_list_store_new (MUSTER_TYPE_CERTIFICATE_USE);
  g_autoptr (MusterRenewal) renewal = NULL;
  g_autoptr (GString) notes = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  MusterRenewalItem *item;

  add_use (uses, new_use (first, "first", MUSTER_CERTIFICATE_USE_LIBVIRT, 4, TRUE));
  add_use (uses, new_use (second, "second", MUSTER_CERTIFICATE_USE_LIBVIRT, 5, TRUE));
  add_use (uses, muster_certificate_use_new (&(MusterCertificateUseFacts) {
    .place = MUSTER_CERTIFICATE_AT_DESK, .owner = client, .name = "kim", .is_ours = TRUE,
    .not_after = 1,
  }));
  renewal = muster_renewal_new (desk, G_LIST_MODEL (uses));
  item = find (renewal, "first");
  g_signal_connect (item, "notify::message", G_CALLBACK (cancel_cb), renewal);
  g_signal_connect (renewal, "note", G_CALLBACK (renewal_note_cb), notes);
  folder = play_ssh ();

  for (guint run = 0; run < 2; run++)
    {
      g_assert_false (dex_await_boolean (muster_renewal_run (renewal), &error));
      g_assert_no_error (error);
      g_assert_cmpint (muster_renewal_item_get_state (find (renewal, "kim")), ==,
                       MUSTER_RENEWAL_DONE);
      g_assert_cmpint (muster_renewal_item_get_state (item), ==, MUSTER_RENEWAL_FAILED);
      g_assert_cmpstr (muster_renewal_item_get_message (item), ==,
                       "The set-up was cancelled.");
      g_assert_cmpint (muster_task_get_state (muster_renewal_item_get_task (item)), ==,
                       MUSTER_TASK_CANCELLED);
      g_assert_cmpint (muster_renewal_item_get_state (find (renewal, "second")), ==,
                       MUSTER_RENEWAL_WAITING);
      g_assert_null (muster_renewal_item_get_task (find (renewal, "second")));
    }

  g_assert_cmpstr (notes->str, ==, "first: all is well\nfirst: all is well\n");

  /* With nothing under way there is nothing to cancel. */
  muster_renewal_cancel (renewal);
  forget_ssh (folder, search);
  dex_await (muster_host_remove (muster_desk_get_store (desk), first), NULL);
  dex_await (muster_host_remove (muster_desk_get_store (desk), second), NULL);
  remove_identity (desk, client);
}

static void
test_trust (void)
{
  g_autoptr (MusterDesk) desk = new_desk ();
  g_autoptr (GPtrArray) entries =
    g_ptr_array_new_with_free_func ((GDestroyNotify) muster_host_entry_free);
  g_autoptr (MusterRenewal) renewal = NULL;

  g_ptr_array_add (entries, muster_host_entry_new ("a", "a", "qemu+tls://a.lab/system", NULL));
  g_ptr_array_add (entries, muster_host_entry_new ("b", "b", "qemu+ssh://b.lab/system", NULL));
  renewal = muster_renewal_new_for_trust (desk, entries);
  g_assert_cmpuint (g_list_model_get_n_items (muster_renewal_get_items (renewal)), ==, 1);
  g_assert_true (muster_renewal_item_get_selected (find (renewal, "a")));
  g_assert_false (dex_await_boolean (muster_renewal_run (renewal), NULL));
}

/* --- the script in two halves -------------------------------------------------------- */

static void
test_script (void)
{
  g_autoptr (MusterDesk) desk = new_desk ();
  const char *names[] = { "host1.example.org", NULL };
  const char *bad[] = { "a b", NULL };
  g_autoptr (MusterHostSetup) setup = muster_host_setup_new (desk, names);
  g_autoptr (MusterHostSetup) wrong = muster_host_setup_new (desk, bad);
  g_autoptr (GError) error = NULL;
  g_autofree char *first = dex_await_string (muster_host_setup_make_script (setup), &error);
  g_autofree char *second = NULL;

  g_assert_no_error (error);
  g_assert_nonnull (strstr (first, "host1.example.org"));
  g_assert_null (strstr (first, "PRIVATE KEY-----\n"));
  g_assert_null (muster_host_setup_get_task (setup));

  second = dex_await_string (muster_host_setup_finish_script (setup, "muster: request none\n"),
                             &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (second, "muster_phase='finish'"));
  g_assert_null (dex_await_string (muster_host_setup_finish_script (setup, "hello"), &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_null (dex_await_string (muster_host_setup_make_script (wrong), &error));
  g_assert_nonnull (error);
}

static void
note_cb (MusterHostSetup *setup,
         const char      *text,
         GString         *notes)
{
  g_string_append_printf (notes, "%s\n", text);
}

/* What was pasted with the request is learnt before the list is made. */
static void
test_script_learns (void)
{
  g_autoptr (MusterDesk) desk = new_desk ();
  MusterPki *pki = muster_desk_get_pki (desk);
  const char *names[] = { "host1.example.org", NULL };
  g_autoptr (MusterHostSetup) setup = muster_host_setup_new (desk, names);
  g_autoptr (MusterAuthority) authority = dex_await_object (muster_pki_get_authority (pki), NULL);
  g_autoptr (MusterAuthority) stranger = dex_await_object (muster_authority_create ("Else", 9), NULL);
  g_autofree char *crl = make_foreign_list (authority, "0815", "0816");
  g_autofree char *wrong = make_foreign_list (stranger, "0817", "0818");
  g_autofree char *said = g_strconcat ("muster: revoked begin\n", crl, "muster: revoked end\n"
                                       "muster: request none\n", NULL);
  g_autofree char *lies = g_strconcat (wrong, "muster: request none\n", NULL);
  g_autofree char *script = NULL, *listed = NULL;
  g_autoptr (GString) notes = g_string_new (NULL);
  g_autoptr (GPtrArray) ledger = NULL;
  g_autoptr (GError) error = NULL;

  g_signal_connect (setup, "note", G_CALLBACK (note_cb), notes);
  script = dex_await_string (muster_host_setup_finish_script (setup, said), &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (notes->str, "2 certificates that were revoked at another desk"));
  listed = dex_await_string (muster_pki_find_crl (pki), NULL);
  g_strchomp (listed);
  g_assert_nonnull (strstr (script, listed));

  g_string_truncate (notes, 0);
  g_clear_pointer (&script, g_free);
  script = dex_await_string (muster_host_setup_finish_script (setup, lies), &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (script, listed));
  g_assert_nonnull (strstr (notes->str, "not signed by this certificate authority"));
  ledger = list_ledger (desk);
  g_assert_nonnull (find_record (ledger, "0816"));
  g_assert_null (find_record (ledger, "0817"));
}

static void
test_setup_without_authority (void)
{
  const char *names[] = { "host1.example.org", NULL };
  g_autoptr (MusterDesk) desk = muster_desk_new_for_uris (names, NULL, NULL);
  g_autoptr (MusterHostSetup) setup = muster_host_setup_new (desk, names);
  g_autoptr (GError) error = NULL;

  g_assert_null (dex_await_string (muster_host_setup_make_script (setup), &error));
  g_assert_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (dex_await (muster_host_setup_run (setup, "root@host1"), &error));
  g_assert_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_NOT_FOUND);
  g_assert_cmpint (muster_task_get_state (muster_host_setup_get_task (setup)), ==,
                   MUSTER_TASK_FAILED);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  test_fiber_add ("/muster/pki/renew-client", test_renew_client);
  test_fiber_add ("/muster/pki/crl-is-the-same", test_crl_is_the_same);
  test_fiber_add ("/muster/pki/renew-authority", test_renew_authority);
  test_fiber_add ("/muster/renewal/what-is-due", test_renews_what_is_due);
  test_fiber_add ("/muster/renewal/groups-hosts", test_groups_hosts);
  test_fiber_add ("/muster/renewal/goes-on-after-a-failure", test_goes_on_after_a_failure);
  test_fiber_add ("/muster/renewal/cancel", test_cancel);
  test_fiber_add ("/muster/renewal/trust", test_trust);
  test_fiber_add ("/muster/host-setup/script", test_script);
  test_fiber_add ("/muster/pki/revoked-in-use", test_revoked_in_use);
  test_fiber_add ("/muster/pki/own-identity", test_own_identity);
  test_fiber_add ("/muster/pki/attempt-has-list", test_attempt_has_list);
  test_fiber_add ("/muster/pki/learns-list", test_learns_list);
  test_fiber_add ("/muster/host-setup/script-learns", test_script_learns);
  test_fiber_add ("/muster/host-setup/without-authority", test_setup_without_authority);

  return g_test_run ();
}
