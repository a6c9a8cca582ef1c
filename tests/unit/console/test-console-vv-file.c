/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "console-vv-file.h"

static ConsoleVvFile *
parse (const char  *text,
       GError     **error)
{
  return console_vv_file_parse (text, strlen (text), error);
}

/* As oVirt writes them. */
static void
test_parse (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ConsoleVvFile) file = parse (
    "[virt-viewer]\ntype=spice\nhost=10.0.0.1\nport=5900\ntls-port=5901\npassword=a b\\s=c\n"
    "delete-this-file=1\nfullscreen=1\ntitle=web:%d\nhost-subject=O=Lab,CN=host1.lab\n"
    "ca=-----BEGIN CERTIFICATE-----\\nMII\\n-----END CERTIFICATE-----\\n\nversions=rhev\n"
    "[ovirt]\nhost=engine\n", &error);
  g_autoptr (ConsoleTarget) target = NULL;

  g_assert_no_error (error);
  g_assert_cmpint (file->protocol, ==, CONSOLE_PROTOCOL_SPICE);
  g_assert_cmpint (file->port, ==, 5900);
  g_assert_cmpstr (file->password, ==, "a b =c");
  g_assert_cmpstr (file->title, ==, "web:%d");
  g_assert_true (file->delete_file);
  g_assert_true (file->fullscreen);

  target = console_vv_file_new_target (file, FALSE);
  g_assert_cmpstr (console_target_get_host (target), ==, "10.0.0.1");
  g_assert_cmpint (console_target_get_tls_port (target), ==, 5901);
  g_assert_cmpstr (console_target_get_server_subject (target), ==, "O=Lab,CN=host1.lab");
  g_assert_cmpstr (console_target_get_server_name (target), ==, "host1.lab");
  g_assert_cmpstr (console_target_get_ca (target), ==,
                   "-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----\n");
  g_assert_false (console_target_get_allow_clear (target));
}

static void
test_least (void)
{
  g_autoptr (ConsoleVvFile) file = parse ("[virt-viewer]\ntype=vnc\nhost=h\nport= 5901\n"
                                          "password=\ntls-port=-1\n", NULL);
  g_autoptr (ConsoleTarget) target = NULL;

  g_assert_nonnull (file);
  g_assert_cmpint (file->port, ==, 5901);
  g_assert_cmpint (file->tls_port, ==, -1);
  g_assert_null (file->password);
  g_assert_false (file->delete_file);
  target = console_vv_file_new_target (file, TRUE);
  g_assert_cmpstr (console_target_get_server_name (target), ==, "h");
}

/* Each with a sentence of its own. */
static void
test_malformed (void)
{
  static const struct
  {
    const char *text;
    const char *said;
  } cases[] = {
    { "", "no connection file" },
    { "hello", "no connection file" },
    { "[other]\nhost=a\n", "no connection file" },
    { "[virt-viewer]\nhost=a\nport=1\n", "what kind of display" },
    { "[virt-viewer]\ntype=rdp\nhost=a\nport=1\n", "“rdp”" },
    { "[virt-viewer]\ntype=vnc\nport=1\n", "no host" },
    { "[virt-viewer]\ntype=vnc\nhost=\nport=1\n", "no host" },
    { "[virt-viewer]\ntype=vnc\nhost=a\n", "no port" },
    { "[virt-viewer]\ntype=vnc\nhost=a\nport=0\n", "no port" },
    { "[virt-viewer]\ntype=vnc\nhost=a\nport=65536\n", "“65536”" },
    { "[virt-viewer]\ntype=spice\nhost=a\ntls-port=x\n", "“tls-port”" },
    { "[virt-viewer]\ntype=spice\nhost=a\nport=1\nproxy=http://b\n", "proxy" },
    { "[virt-viewer]\ntype=vnc\nhost=\xff\nport=1\n", "no host" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (parse (cases[i].text, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
      g_assert_nonnull (strstr (error->message, cases[i].said));
    }
}

static void
test_too_large (void)
{
  g_autofree char *text = g_strnfill (CONSOLE_VV_FILE_MAX_BYTES + 1, '#');
  g_autoptr (GError) error = NULL;

  memcpy (text, "[virt-viewer]\ntype=vnc\nhost=a\nport=1\n", 37);
  g_assert_null (parse (text, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
}

static void
test_write (void)
{
  static char ca[] = "-----BEGIN CERTIFICATE-----\nMII=\n-----END CERTIFICATE-----\n";
  ConsoleVvFile file = { CONSOLE_PROTOCOL_SPICE, (char *) "fe80::1%eth0", -1, 5901,
                         (char *) " lead; [x]=\\", ca, NULL, (char *) "虚拟机", FALSE, TRUE };
  g_autofree char *text = console_vv_file_to_text (&file);
  g_autoptr (ConsoleVvFile) again = parse (text, NULL);

  g_assert_nonnull (again);
  g_assert_null (strstr (text, "\nport="));
  g_assert_cmpstr (again->host, ==, file.host);
  g_assert_cmpstr (again->password, ==, file.password);
  g_assert_cmpstr (again->ca, ==, ca);
  g_assert_cmpstr (again->title, ==, file.title);
  g_assert_cmpint (again->tls_port, ==, 5901);
  g_assert_true (again->delete_file);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/console/vv-file/parse", test_parse);
  g_test_add_func ("/console/vv-file/least", test_least);
  g_test_add_func ("/console/vv-file/malformed", test_malformed);
  g_test_add_func ("/console/vv-file/too-large", test_too_large);
  g_test_add_func ("/console/vv-file/write", test_write);

  return g_test_run ();
}
