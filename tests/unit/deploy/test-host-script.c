/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "muster-deploy-error.h"
#include "muster-host-script.h"
#include "test-await.h"

#define LIST "-----BEGIN X509 CRL-----\nMIIB+/A=\n-----END X509 CRL-----\n"

static const char *names[] = { "Host1.example.com.", "192.0.2.7", "2001:DB8:0::7", "büro.example.com", NULL };

static const char *
ca (void)
{
  return muster_authority_get_certificate (shared_authority ());
}

static MusterHostScript *
new_script (void)
{
  g_autoptr(GError) error = NULL;
  MusterHostScript *script = muster_host_script_new (names, ca (), &error);

  g_assert_no_error (error);
  return script;
}

/* What sh itself makes of a variable of the script. */
static char *
evaluate (const char *script,
          const char *variable)
{
  g_autoptr(GError) error = NULL;
  const char *end = strstr (script, "set -u\n");
  g_autofree char *text = NULL;
  g_autofree char *print = g_strdup_printf ("printf %%s \"$muster_%s\"\n", variable);
  char *output;
  const char *argv[] = { "sh", "-c", NULL, NULL };

  g_assert_nonnull (end);
  text = g_strdup_printf ("%.*s%s", (int) (end - script), script, print);
  argv[2] = text;
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &output, NULL,
                NULL, &error);
  g_assert_no_error (error);
  return output;
}

static void
assert_variable (const char *script,
                 const char *variable,
                 const char *value)
{
  g_autofree char *found = evaluate (script, variable);

  g_assert_cmpstr (found, ==, value);
}

static void
test_parameters (void)
{
  g_autoptr(MusterHostScript) script = new_script ();
  g_autofree char *first = muster_host_script_to_session_text (script);
  g_autofree char *second = NULL;
  g_autofree char *trusted = g_strchomp (g_strdup (ca ()));

  assert_variable (first, "phase", "all");
  assert_variable (first, "names",
                   "DNS:host1.example.com\nIP:192.0.2.7\nIP:2001:db8::7\nDNS:xn--bro-hoa.example.com");
  assert_variable (first, "ca", trusted);
  assert_variable (first, "port", "16514");
  assert_variable (first, "renew", "needed");
  assert_variable (first, "firewall", "yes");
  assert_variable (first, "consoles", "yes");
  assert_variable (first, "locks", "no");
  assert_variable (first, "crl", "");

  muster_host_script_set_port (script, 4);
  muster_host_script_set_renewal (script, MUSTER_HOST_RENEWAL_KEY);
  muster_host_script_set_firewall (script, FALSE);
  muster_host_script_set_consoles (script, FALSE);
  muster_host_script_set_locks (script, TRUE);
  second = muster_host_script_to_session_text (script);
  assert_variable (second, "port", "4");
  assert_variable (second, "renew", "key");
  assert_variable (second, "firewall", "no");
  assert_variable (second, "consoles", "no");
  assert_variable (second, "locks", "yes");
}

/* Names come from people and hosts; these would be commands, options, lines of
 * a settings file, or the end of a here-document.
 */
static void
test_hostile_names (void)
{
  static const char * const hostile[] = {
    "", " ", "-oProxyCommand=reboot", "$(reboot)", "`reboot`", "a;reboot", "a b", "a'b", "a\"b",
    "host1\n", "\nhost1", "host1\r", "\thost1", "h\xc3\xb6st\nreboot", "host1\xe2\x80\xa8reboot",
    "'; reboot; '", "a\nb", "a\n@PARAMETERS@\n", "MUSTER SCRIPT", "a\\b", "a\tb", "a,DNS:b",
    "host1/CN=evil", "*.example.com", ".example.com", "a%b", "%s%n", "192.0.2.7/24", "fe80::1%eth0",
    "a\x7f", "192.0.2.300", "a..b", "\xff\xfe", "a\xe2\x80\xae" "b", "a=b", "a:b", "[::1]", "!!", "a!reboot", "a&b", "a|b", "a>b",
    "x\nMUSTER_SCRIPT_ENDS_HERE\nreboot",
  };
  g_autofree char *long_name = g_strnfill (254, 'a');
  const char *more[66] = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (hostile); i++)
    {
      const char *list[] = { "good.example.com", hostile[i], NULL };
      g_autoptr(GError) error = NULL;

      g_assert_null (muster_host_script_new (list, ca (), &error));
      g_assert_error (error, MUSTER_DEPLOY_ERROR, MUSTER_DEPLOY_ERROR_INVALID);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }

  g_assert_null (muster_host_script_new ((const char *[]) { NULL }, ca (), NULL));
  g_assert_null (muster_host_script_new ((const char *[]) { long_name, NULL }, ca (), NULL));
  for (guint i = 0; i < 65; i++)
    more[i] = "a";
  g_assert_null (muster_host_script_new (more, ca (), NULL));
}

/* Only what PEM consists of gets into the script, nothing before and after. */
static void
test_hostile_pem (void)
{
  static const char * const hostile[] = {
    "", "x", "-----BEGIN CERTIFICATE-----", "-----BEGIN CERTIFICATE-----\nAAAA\n",
    "-----BEGIN CERTIFICATE-----\n'; reboot; '\n-----END CERTIFICATE-----\n",
    "-----BEGIN CERTIFICATE-----\nMUSTER_SCRIPT_ENDS_HERE\n-----END CERTIFICATE-----\n",
    "-----BEGIN CERTIFICATE-----\nmuster: certificates end\n-----END CERTIFICATE-----\n",
  };
  g_autofree char *padded = g_strconcat ("'; reboot; '\n", ca (), "$(reboot)\n", NULL);
  g_autoptr(MusterHostScript) script = muster_host_script_new (names, padded, NULL);
  g_autofree char *text = muster_host_script_to_text (script);
  g_autoptr(MusterHostCertificates) certificates = muster_host_certificates_new ();

  g_assert_null (strstr (text, "reboot"));
  for (guint i = 0; i < G_N_ELEMENTS (hostile); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (muster_host_script_new (names, hostile[i], &error));
      g_assert_error (error, MUSTER_DEPLOY_ERROR, MUSTER_DEPLOY_ERROR_INVALID);
      g_assert_false (muster_host_script_set_crl (script, hostile[i], NULL));
      g_assert_false (muster_host_certificates_set (certificates, MUSTER_CERTIFICATE_SERVER,
                                                    hostile[i], NULL));
    }
}

static MusterHostCertificates *
some_certificates (void)
{
  MusterHostCertificates *certificates = muster_host_certificates_new ();

  g_assert_true (muster_host_certificates_set (certificates, MUSTER_CERTIFICATE_SERVER, ca (), NULL));
  g_assert_true (muster_host_certificates_set (certificates, MUSTER_CERTIFICATE_QEMU_SERVER, ca (), NULL));
  return certificates;
}

static void
test_halves (void)
{
  g_autoptr(MusterHostScript) script = new_script ();
  g_autoptr(MusterHostCertificates) certificates = some_certificates ();
  g_autofree char *expected = g_strchomp (muster_host_certificates_to_text (certificates));
  g_autofree char *first = muster_host_script_to_text (script);
  g_autofree char *second = muster_host_script_finish_text (script, certificates);
  g_autofree char *bare = muster_host_script_finish_text (script, NULL);
  g_auto(GStrv) lines = g_strsplit (first, "\n", -1);
  const char *inner;
  g_autofree char *found = NULL;

  g_assert_true (g_str_has_prefix (lines[0], "$(test \"$(id -u)\" = 0 || echo sudo) sh -s <<'"));
  g_assert_true (g_str_has_suffix (first, "\nMUSTER_SCRIPT_ENDS_HERE\n"));
  for (guint i = 0; lines[i] != NULL; i++)
    g_assert_cmpuint (strlen (lines[i]), <, 1000);

  inner = strchr (first, '\n') + 1;
  assert_variable (inner, "phase", "request");
  inner = strchr (second, '\n') + 1;
  assert_variable (inner, "phase", "finish");
  found = g_strchomp (evaluate (inner, "certificates"));
  g_assert_cmpstr (found, ==, expected);
  assert_variable (strchr (bare, '\n') + 1, "certificates", "");
  g_assert_null (strstr (first, "PRIVATE"));
  g_assert_null (strstr (first, "@PARAMETERS@"));
}

static void
test_request (void)
{
  g_autoptr(MusterCertificateRequest) request = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *revoked = NULL;

  g_assert_true (muster_host_script_parse_request ("muster: revoked begin\n" LIST "muster: revoked end\n"
                                                   "muster: request none\n", -1, &request, &revoked, &error));
  g_assert_cmpstr (revoked, ==, LIST);
  g_clear_pointer (&revoked, g_free);
  /* As somebody copied it who left out the lines around it. */
  g_assert_true (muster_host_script_parse_request (LIST "\nmuster: request none\n", -1, &request, &revoked, &error));
  g_assert_cmpstr (revoked, ==, LIST);
  g_clear_pointer (&revoked, g_free);

  g_assert_true (muster_host_script_parse_request ("muster: request none\n", -1, &request, &revoked, &error));
  g_assert_null (revoked);
  g_assert_true (muster_host_script_parse_request ("$ sh\nmuster: request none\n", -1, &request, NULL, &error));
  g_assert_null (request);

  g_assert_false (muster_host_script_parse_request ("nothing of that kind", -1, &request, NULL, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);

  g_assert_false (muster_host_script_parse_request ("muster: request begin\nMII\n", -1, &request, NULL, &error));
  g_assert_error (error, MUSTER_DEPLOY_ERROR, MUSTER_DEPLOY_ERROR_PROTOCOL);
}

/* Somebody marked too little with the mouse: nobody lost a connection. */
static void
test_part_of_request (void)
{
  static const char * const parts[] = {
    "muster: request begin\n-----BEGIN CERTIFICATE REQUEST-----\nMIIE",
    "-----BEGIN CERTIFICATE REQUEST-----\nMIIE\nAAAA\n",
    "AAAA\n-----END CERTIFICATE REQUEST-----\nmuster: request end\n",
    "muster: request begin\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autoptr(MusterCertificateRequest) request = NULL;
      g_autoptr(GError) error = NULL;

      g_assert_false (muster_host_script_parse_request (parts[i], -1, &request, NULL, &error));
      g_assert_error (error, MUSTER_DEPLOY_ERROR, MUSTER_DEPLOY_ERROR_PROTOCOL);
      g_assert_nonnull (strstr (error->message, "incomplete"));
      g_assert_null (strstr (error->message, "connection"));
    }
}

static void
test_messages (void)
{
  for (int code = -1; code < 256; code++)
    {
      g_autoptr(GError) error = muster_deploy_error_from_exit_code (code);

      g_assert_cmpint (error->code, ==, code >= 10 && code <= 21 ? code : MUSTER_DEPLOY_ERROR_FAILED);
    }

  for (guint i = 1; i <= MUSTER_HOST_SCRIPT_STEPS; i++)
    g_assert_nonnull (muster_host_script_get_step_title (i));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  g_test_add_func ("/muster/deploy/host-script/parameters", test_parameters);
  g_test_add_func ("/muster/deploy/host-script/hostile-names", test_hostile_names);
  g_test_add_func ("/muster/deploy/host-script/hostile-pem", test_hostile_pem);
  g_test_add_func ("/muster/deploy/host-script/halves", test_halves);
  g_test_add_func ("/muster/deploy/host-script/request", test_request);
  g_test_add_func ("/muster/deploy/host-script/part-of-request", test_part_of_request);
  g_test_add_func ("/muster/deploy/host-script/messages", test_messages);

  return g_test_run ();
}
