/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>

#include "muster-rdp-file.h"

static void
assert_line (const char *text,
             const char *line)
{
  g_auto (GStrv) lines = g_strsplit (text, "\r\n", -1);

  g_assert_true (g_strv_contains ((const char * const *) lines, line));
}

static void
test_text (void)
{
  g_autofree char *four = muster_rdp_file_make_text ("10.0.0.7");
  g_autofree char *six = muster_rdp_file_make_text ("2001:db8::7");

  assert_line (four, "full address:s:10.0.0.7");
  assert_line (six, "full address:s:[2001:db8::7]");
  assert_line (four, "prompt for credentials:i:1");
}

static void
test_write (void)
{
  static const char *ips[] = { "10.0.0.7", NULL };
  g_autoptr (MusterVm) vm = muster_vm_new ("5d5d5d5d-0000-4000-8000-00000000000a",
                                           "../odd/name");
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = NULL;
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;
  GStatBuf info;

  muster_vm_set_ips (vm, ips);
  file = muster_rdp_file_write (vm, &error);
  g_assert_no_error (error);
  name = g_file_get_basename (file);
  g_assert_cmpstr (name, ==, "_._odd_name.rdp");
  g_assert_cmpint (g_stat (g_file_peek_path (file), &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  g_assert_true (g_file_load_contents (file, NULL, &text, NULL, NULL, NULL));
  assert_line (text, "full address:s:10.0.0.7");

  /* The address may be another the next time. */
  g_clear_object (&file);
  file = muster_rdp_file_write (vm, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_delete (file, NULL, NULL));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/muster/actions/rdp-file/text", test_text);
  g_test_add_func ("/muster/actions/rdp-file/write", test_write);

  return g_test_run ();
}
