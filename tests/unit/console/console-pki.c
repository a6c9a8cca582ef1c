/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>
#include <stdlib.h>

#include "console-pki.h"

static char *pki;

static void
remove_pki (void)
{
  g_autofree char *command = g_strdup_printf ("rm -rf '%s'", pki);

  g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL);
}

/* An authority, a server's certificate for localhost, and an authority that
 * has nothing to do with it. */
static const char make_pki[] =
  "set -e; cd \"$1\"\n"
  "key () { certtool --generate-privkey --key-type ecdsa --outfile \"$1\"; }\n"
  "authority () { key \"$1-key.pem\"\n"
  "  printf 'cn = %s\\nca\\ncert_signing_key\\n' \"$1\" > t\n"
  "  certtool --generate-self-signed --load-privkey \"$1-key.pem\" --template t"
  " --outfile \"$1-cert.pem\"; }\n"
  "authority ca; authority foreign; key server-key.pem\n"
  "printf 'cn = localhost\\ndns_name = localhost\\nip_address = 127.0.0.1\\n"
  "tls_www_server\\nsigning_key\\n' > t\n"
  "certtool --generate-certificate --load-ca-certificate ca-cert.pem"
  " --load-ca-privkey ca-key.pem --load-privkey server-key.pem --template t"
  " --outfile server-cert.pem\n";

const char *
console_pki_get_folder (void)
{
  const char *argv[] = { "sh", "-c", make_pki, "sh", NULL, NULL };
  g_autoptr (GError) error = NULL;
  int status;

  if (pki != NULL)
    return pki;
  argv[4] = pki = g_dir_make_tmp ("console-pki-XXXXXX", &error);
  g_assert_no_error (error);
  g_spawn_sync (NULL, (char **) argv, NULL,
                G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL,
                NULL, NULL, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  atexit (remove_pki);
  return pki;
}

char *
console_pki_dup_ca (gboolean foreign)
{
  g_autofree char *path =
    g_build_filename (console_pki_get_folder (), foreign ? "foreign-cert.pem" : "ca-cert.pem", NULL);
  char *text;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}
