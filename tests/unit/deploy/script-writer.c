/* SPDX-License-Identifier: GPL-3.0-or-later */
/* script-writer FOLDER ca: makes an authority in FOLDER.
 * script-writer FOLDER script PHASE RENEWAL PORT NAME...: PHASE is session,
 *   request or finish; certificates of finish are read from FOLDER/certificates.
 * script-writer FOLDER sign NAME... < OUTPUT: prints the certificates for the
 *   request in what a host printed.
 * script-writer FOLDER renew: renews the authority.
 * script-writer FOLDER crl [SERIAL...]: prints a list of what is revoked.
 */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "muster-certificate-record.h"
#include "muster-host-script.h"

static GError *error;

static void
check (gboolean ok)
{
  if (!ok)
    g_printerr ("%s\n", error != NULL ? error->message : "failed");
  if (!ok)
    exit (1);
}

static char *
read_file (const char *folder,
           const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  char *text = NULL;

  check (g_file_get_contents (path, &text, NULL, &error));
  return text;
}

static void
write_file (const char *folder,
            const char *name,
            const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  check (g_file_set_contents (path, text, -1, &error));
}

static gpointer
settle (DexFuture *taken)
{
  g_autoptr(DexFuture) future = taken;
  const GValue *value;

  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);

  value = dex_future_get_value (future, &error);
  check (value != NULL);
  return G_VALUE_HOLDS_STRING (value) ? g_value_dup_string (value) : g_value_dup_object (value);
}

static void
make_authority (const char *folder)
{
  g_autoptr(MusterAuthority) authority = settle (muster_authority_create ("Test", 3652));
  g_autofree char *key = settle (muster_authority_export_key (authority, "a passphrase"));

  write_file (folder, "ca.pem", muster_authority_get_certificate (authority));
  write_file (folder, "ca-key.pem", key);
}

static MusterAuthority *
load_authority (const char *folder)
{
  g_autofree char *certificate = read_file (folder, "ca.pem");
  g_autofree char *key = read_file (folder, "ca-key.pem");

  return settle (muster_authority_import_pem (certificate, key, "a passphrase"));
}

static void
renew_authority (const char *folder)
{
  g_autoptr(MusterAuthority) authority = load_authority (folder);
  g_autoptr(MusterAuthority) renewed = muster_authority_renew (authority, 3653, &error);

  check (renewed != NULL);
  write_file (folder, "ca.pem", muster_authority_get_certificate (renewed));
}

/* The text between the markers, as somebody who copies it would have it. */
static MusterHostCertificates *
load_certificates (const char *folder)
{
  static const char * const kinds[] = { "server", "qemu-server", "qemu-client" };
  g_autoptr(MusterHostCertificates) certificates = muster_host_certificates_new ();
  g_autofree char *text = read_file (folder, "certificates");

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *mark = g_strdup_printf ("muster: certificate %s\n", kinds[i]);
      const char *at = strstr (text, mark);
      MusterCertificateKind kind;

      check (at != NULL && muster_certificate_kind_from_string (kinds[i], &kind));
      check (muster_host_certificates_set (certificates, kind, at, &error));
    }

  return g_steal_pointer (&certificates);
}

static void
write_script (const char  *folder,
              char       **argv)
{
  static const char * const renewals[] = { "needed", "certificates", "key", "none" };
  g_autofree char *ca = read_file (folder, "ca.pem");
  g_autofree char *crl = NULL;
  g_autofree char *text = NULL;
  g_autoptr(MusterHostScript) script =
    muster_host_script_new ((const char * const *) argv + 3, ca, &error);

  check (script != NULL);
  muster_host_script_set_port (script, atoi (argv[2]));
  for (guint i = 0; i < G_N_ELEMENTS (renewals); i++)
    if (g_str_equal (argv[1], renewals[i]))
      muster_host_script_set_renewal (script, i);
  muster_host_script_set_settings (script, g_getenv ("NO_SETTINGS") == NULL);
  muster_host_script_set_locks (script, g_getenv ("LOCKS") != NULL);
  if (g_getenv ("CRL") != NULL)
    check (muster_host_script_set_crl (script, crl = read_file (folder, "crl.pem"), &error));

  if (g_str_equal (argv[0], "session"))
    text = muster_host_script_to_session_text (script);
  else if (g_str_equal (argv[0], "request"))
    text = muster_host_script_to_text (script);
  else
    {
      g_autoptr(MusterHostCertificates) certificates = load_certificates (folder);

      text = muster_host_script_finish_text (script, certificates);
    }
  fputs (text, stdout);
}

static void
sign (const char  *folder,
      char       **names)
{
  g_autoptr(MusterAuthority) authority = load_authority (folder);
  g_autoptr(MusterCertificateRequest) request = NULL;
  g_autoptr(MusterHostCertificates) certificates = NULL;
  g_autofree char *text = NULL;
  g_autofree char *output = g_malloc0 (1 << 20);
  gsize length = fread (output, 1, (1 << 20) - 1, stdin);

  check (muster_host_script_parse_request (output, length, &request, NULL, &error));
  check (request != NULL);
  certificates = muster_host_certificates_issue (authority, request,
                                                 (const char * const *) names, 365, &error);
  check (certificates != NULL);
  text = muster_host_certificates_to_text (certificates);
  fputs (text, stdout);
}

static void
write_crl (const char  *folder,
           char       **serials)
{
  g_autoptr(MusterAuthority) authority = load_authority (folder);
  g_autoptr(GPtrArray) records = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *crl = NULL;

  for (guint i = 0; serials[i] != NULL; i++)
    {
      MusterCertificateRecord *record = g_new0 (MusterCertificateRecord, 1);

      record->serial = serials[i];
      record->revoked_at = 1700000000;
      g_ptr_array_add (records, record);
    }
  crl = muster_authority_make_crl (authority, records, 1 + records->len, 0, &error);
  check (crl != NULL);
  fputs (crl, stdout);
}

int
main (int    argc,
      char **argv)
{
  g_assert_cmpint (argc, >=, 3);
  dex_init ();

  if (g_str_equal (argv[2], "ca"))
    make_authority (argv[1]);
  else if (g_str_equal (argv[2], "renew"))
    renew_authority (argv[1]);
  else if (g_str_equal (argv[2], "crl"))
    write_crl (argv[1], argv + 3);
  else if (g_str_equal (argv[2], "sign"))
    sign (argv[1], argv + 3);
  else
    write_script (argv[1], argv + 3);

  return 0;
}
