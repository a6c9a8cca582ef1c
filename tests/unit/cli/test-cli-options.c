/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-cli-commands.h"

static MusterCliOptions *
parse (const char  *line,
       GError     **error)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);

  return muster_cli_options_parse ((const char * const *) words, error);
}

static void
test_parse (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MusterCliOptions) options =
    parse ("musterctl --host a vm --json list --host=b --pkipath /p -- --odd", &error);
  static const char *words[] = { "vm", "list", "--odd", NULL };

  g_assert_no_error (error);
  g_assert_cmpstrv (options->words, words);
  g_assert_cmpuint (g_strv_length (options->uris), ==, 2);
  g_assert_cmpstr (options->uris[1], ==, "b");
  g_assert_cmpstr (options->pki_folder, ==, "/p");
  g_assert_true (options->json);
  g_assert_false (options->help);
}

static void
test_empty (void)
{
  g_autoptr (MusterCliOptions) options = parse ("musterctl", NULL);

  g_assert_cmpuint (g_strv_length (options->words), ==, 0);
}

static void
test_unknown (void)
{
  static const char *lines[] = { "musterctl --bad", "musterctl --host", "musterctl -x" };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (parse (lines[i], &error));
      g_assert_nonnull (error);
      g_assert_cmpint (muster_cli_error_exit_code (error), ==, MUSTER_CLI_USAGE);
    }
}

static void
test_check (void)
{
  g_autoptr (MusterCliOptions) options = parse ("musterctl --to host2 vm list", NULL);
  g_autoptr (MusterCliOptions) both = parse ("musterctl --wait --no-wait", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (muster_cli_options_check (options, MUSTER_CLI_OPTION_TO, NULL));
  g_assert_false (muster_cli_options_check (options, MUSTER_CLI_OPTION_HOST, &error));
  g_assert_error (error, MUSTER_CLI_ERROR, MUSTER_CLI_USAGE);
  g_assert_false (muster_cli_options_check (both, MUSTER_CLI_OPTION_WAIT, NULL));
}

/* What the issue of this command asked for is all there. */
static void
test_commands (void)
{
  static const char *names[] =
  {
    "host list", "host add", "host edit", "host remove", "host show", "host test",
    "host doctor", "host forget-login",
    "identity import", "identity list", "identity remove",
    "vm list", "vm show", "vm start", "vm shutdown", "vm off", "vm reboot", "vm reset",
    "vm pause", "vm resume", "vm save", "vm discard", "vm migrate", "vm screenshot",
    "vm send-key", "vm console",
  };
  g_autofree char *help = muster_cli_commands_describe (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_auto (GStrv) words = g_strsplit (names[i], " ", 2);
      const MusterCliCommand *command = muster_cli_commands_find (words[0], words[1]);
      g_autofree char *text = NULL;

      g_assert_nonnull (command);
      text = muster_cli_command_describe (command);
      g_assert_nonnull (g_strstr_len (text, -1, names[i]));
      g_assert_nonnull (g_strstr_len (help, -1, names[i]));
    }
  g_assert_null (muster_cli_commands_find ("vm", "nothing"));
}

static void
test_exit_codes (void)
{
  g_assert_cmpint (muster_cli_error_merge (MUSTER_CLI_DONE, MUSTER_CLI_DONE), ==, 0);
  g_assert_cmpint (muster_cli_error_merge (MUSTER_CLI_DONE, MUSTER_CLI_REFUSED), ==, 5);
  g_assert_cmpint (muster_cli_error_merge (MUSTER_CLI_UNREACHABLE, MUSTER_CLI_DONE), ==, 4);
  g_assert_cmpint (muster_cli_error_merge (MUSTER_CLI_UNREACHABLE, MUSTER_CLI_REFUSED), ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/muster/cli/options/parse", test_parse);
  g_test_add_func ("/muster/cli/options/empty", test_empty);
  g_test_add_func ("/muster/cli/options/unknown", test_unknown);
  g_test_add_func ("/muster/cli/options/check", test_check);
  g_test_add_func ("/muster/cli/options/commands", test_commands);
  g_test_add_func ("/muster/cli/options/exit-codes", test_exit_codes);

  return g_test_run ();
}
