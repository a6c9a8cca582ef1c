/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-cli-text.h"
#include "muster-text.h"

static void
test_escape (void)
{
  static const struct { const char *text; const char *escaped; } cases[] =
  {
    { "web1", "web1" },
    { "Größe 虚拟机", "Größe 虚拟机" },
    { "a\033[31mb", "a\\x1b[31mb" },
    { "a\nb\tc\r", "a\\x0ab\\x09c\\x0d" },
    { "\x7f", "\\x7f" },
    { "\xc2\x9b" "2J", "\\x9b2J" },           /* CSI as one character */
    { "\xff\xfe", "\\xff\\xfe" },             /* no UTF-8 */
    { "a\xe2\x80\xae" "b", "a\\u{202e}b" },   /* right-to-left override */
    { "a\xe2\x80\xa8" "b", "a\\u{2028}b" },   /* line separator */
    { "%s%n", "%s%n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *escaped = muster_text_escape (cases[i].text);

      g_assert_cmpstr (escaped, ==, cases[i].escaped);
    }
}

static void
test_width (void)
{
  g_assert_cmpuint (muster_cli_text_width (""), ==, 0);
  g_assert_cmpuint (muster_cli_text_width ("web1"), ==, 4);
  g_assert_cmpuint (muster_cli_text_width ("虚拟机"), ==, 6);
  g_assert_cmpuint (muster_cli_text_width ("e\xcc\x81"), ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/muster/cli/text/escape", test_escape);
  g_test_add_func ("/muster/cli/text/width", test_width);

  return g_test_run ();
}
