/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-cli-table.h"

static void
test_columns (void)
{
  const char *headings[] = { "NAME", ">SIZE", "STATE", NULL };
  g_autoptr (MusterCliTable) table = muster_cli_table_new (headings);
  g_autofree char *text = NULL;

  muster_cli_table_add (table, "a", "1", "on", NULL);
  muster_cli_table_add (table, "虚拟机", "1000", NULL);
  muster_cli_table_add (table, "b\033[2J", "7", "off", NULL);
  text = muster_cli_table_to_string (table);
  g_assert_cmpstr (text, ==,
                   "NAME      SIZE  STATE\n"
                   "a            1  on\n"
                   "虚拟机    1000\n"
                   "b\\x1b[2J     7  off\n");
}

static void
test_plain (void)
{
  g_autoptr (MusterCliTable) table = muster_cli_table_new (NULL);
  g_autofree char *text = NULL;

  muster_cli_table_add (table, "Name", "web1", NULL);
  muster_cli_table_add (table, "State", "", NULL);
  text = muster_cli_table_to_string (table);
  g_assert_cmpstr (text, ==, "Name   web1\nState\n");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/muster/cli/table/columns", test_columns);
  g_test_add_func ("/muster/cli/table/plain", test_plain);

  return g_test_run ();
}
