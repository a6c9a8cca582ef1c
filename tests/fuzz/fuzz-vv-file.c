/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console-vv-file.h"
#include "fuzz.h"

/* What a browser or a mail program hands over as a connection file. */

static void
read_again (const ConsoleVvFile *file)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = console_vv_file_to_text (file);
  g_autoptr (ConsoleVvFile) again = console_vv_file_parse (text, strlen (text), &error);

  g_assert_no_error (error);
  g_assert_cmpint (again->protocol, ==, file->protocol);
  g_assert_cmpint (again->port, ==, file->port);
  g_assert_cmpint (again->tls_port, ==, file->tls_port);
  g_assert_cmpstr (again->host, ==, file->host);
  g_assert_cmpstr (again->password, ==, file->password);
  g_assert_cmpstr (again->ca, ==, file->ca);
  g_assert_cmpstr (again->host_subject, ==, file->host_subject);
  g_assert_cmpstr (again->title, ==, file->title);
  g_assert_cmpint (again->delete_file, ==, file->delete_file);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ConsoleVvFile) file =
    console_vv_file_parse ((const char *) data, size, &error);

  g_assert_true ((file == NULL) == (error != NULL));
  if (file != NULL)
    {
      g_autoptr (ConsoleTarget) target = console_vv_file_new_target (file, FALSE);

      g_assert_true (file->port > 0 || file->tls_port > 0);
      g_assert_cmpstr (console_target_get_host (target), ==, file->host);
      read_again (file);
    }

  return 0;
}
