/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>
#include <stdio.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "muster-cli-commands.h"
#include "muster-cli-names.h"
#include "muster-cli-text.h"
#include "muster-cli.h"
#include "muster-named-host.h"
#include "muster-pki-folder.h"

/* Longest that leaving waits for hosts to take their leave. */
#define FAREWELL_MS 1000
/* Longest that is waited for a host to say which others there are. */
#define PEEK_S 5

typedef struct
{
  MusterCli *cli;
  GMainLoop *loop;
  MusterCliError code;
} Run;

gboolean
muster_cli_open_desk (MusterCli  *cli,
                      GError    **error)
{
  MusterCliOptions *options = cli->options;

  if (options->uris == NULL && options->pki_folder != NULL)
    {
      g_set_error_literal (error, MUSTER_CLI_ERROR, MUSTER_CLI_USAGE,
                           _("--pkipath goes with --host."));
      return FALSE;
    }

  if (options->uris == NULL)
    cli->desk = muster_desk_new ();
  else
    cli->desk = muster_desk_new_for_uris ((const char * const *) options->uris,
                                          options->pki_folder, error);

  return cli->desk != NULL &&
         dex_await (muster_desk_load (cli->desk), error);
}

/* What a host sent and could not be used; the rest is complete. */
static void
host_error_cb (MusterInventory *inventory,
               MusterHost      *host,
               const char      *text)
{
  g_autofree char *line = g_strdup_printf ("%s: %s", muster_host_get_name (host), text);

  muster_cli_print_error (line);
}

/* What the records say of a host that cannot be used. */
static void
tell_problems (GPtrArray *hosts)
{
  for (guint i = 0; i < hosts->len; i++)
    {
      const MusterNamedHost *host = hosts->pdata[i];
      g_autofree char *line = NULL;

      if (host->problem == NULL)
        continue;
      line = g_strdup_printf ("%s: %s", host->name, host->problem);
      muster_cli_print_error (line);
    }
}

gboolean
muster_cli_add_named (MusterCli   *cli,
                      GPtrArray   *hosts,
                      const char  *identity,
                      GError     **error)
{
  MusterInventory *inventory = muster_desk_get_inventory (cli->desk);

  if (hosts->len == 0)
    return TRUE;
  if (!dex_await (muster_named_host_add_all (cli->desk, hosts, identity), error))
    return FALSE;
  tell_problems (hosts);

  return dex_await (muster_inventory_read_hosts (inventory), error) &&
         dex_await (muster_inventory_settle (inventory), error);
}

/* Any one host of a data center is as good as all of them. */
static gboolean
add_rest (MusterCli  *cli,
          GError    **error)
{
  DexFuture *peeking = muster_named_host_peek (cli->desk);
  g_autoptr (GPtrArray) hosts = NULL;

  dex_future_disown (dex_ref (peeking));
  hosts = dex_await_boxed (dex_future_first (peeking, dex_timeout_new_seconds (PEEK_S), NULL),
                           NULL);

  return hosts == NULL || muster_cli_add_named (cli, hosts, NULL, error);
}

gboolean
muster_cli_open (MusterCli  *cli,
                 gboolean    follow,
                 GError    **error)
{
  MusterInventory *inventory;

  if (!muster_cli_open_desk (cli, error))
    return FALSE;

  inventory = muster_desk_get_inventory (cli->desk);
  g_signal_connect (inventory, "host-error", G_CALLBACK (host_error_cb), NULL);

  return dex_await (muster_inventory_start (inventory, follow), error) &&
         dex_await (muster_inventory_settle (inventory), error) &&
         (cli->options->uris == NULL || add_rest (cli, error));
}

MusterDataCenter *
muster_cli_get_data_center (MusterCli *cli)
{
  return muster_inventory_get_data_center (muster_desk_get_inventory (cli->desk));
}

MusterCliError
muster_cli_name_silent_host (MusterHost *host)
{
  MusterHostReason reason = muster_host_get_reason (host);
  const char *details = muster_host_get_error (host);
  g_autofree char *line = NULL;

  if (muster_host_get_state (host) == MUSTER_HOST_ONLINE)
    return MUSTER_CLI_DONE;

  line = g_strdup_printf ("%s (%s): %s", muster_host_get_name (host),
                          muster_host_get_uri (host),
                          muster_host_reason_to_text (reason));
  muster_cli_print_error (line);
  muster_cli_print_note (muster_host_reason_to_advice (reason));
  if (details != NULL)
    muster_cli_print_note (details);

  return reason == MUSTER_HOST_REASON_DUPLICATE ? MUSTER_CLI_REFUSED
                                                : MUSTER_CLI_UNREACHABLE;
}

MusterCliError
muster_cli_name_silent_hosts (MusterCli *cli)
{
  GListModel *hosts = muster_data_center_get_hosts (muster_cli_get_data_center (cli));
  MusterCliError code = MUSTER_CLI_DONE;

  for (guint i = 0; i < g_list_model_get_n_items (hosts); i++)
    {
      g_autoptr (MusterHost) host = g_list_model_get_item (hosts, i);
      MusterCliError found = muster_cli_name_silent_host (host);

      /* Silence weighs more than a double entry: rows are missing. */
      if (code != MUSTER_CLI_UNREACHABLE && found != MUSTER_CLI_DONE)
        code = found;
    }

  return code;
}

/* Returns: (transfer full) (nullable): the hosts that did not answer, or %NULL */
static char *
list_silent_hosts (MusterCli *cli)
{
  GListModel *hosts = muster_data_center_get_hosts (muster_cli_get_data_center (cli));
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (hosts); i++)
    {
      g_autoptr (MusterHost) host = g_list_model_get_item (hosts, i);

      if (muster_host_get_state (host) != MUSTER_HOST_ONLINE &&
          muster_host_get_reason (host) != MUSTER_HOST_REASON_DUPLICATE)
        g_strv_builder_take (names, g_strdup (muster_host_get_name (host)));
    }
  list = g_strv_builder_end (names);

  return list[0] != NULL ? g_strjoinv (", ", list) : NULL;
}

/* A name nobody who answers has may be one of a host that does not answer. */
MusterVm *
muster_cli_find_vm (MusterCli   *cli,
                    const char  *name,
                    GError     **error)
{
  GError *failure = NULL;
  MusterVm *vm = muster_cli_names_find_vm (muster_cli_get_data_center (cli),
                                           name, &failure);
  g_autofree char *silent = NULL;

  if (vm != NULL)
    return vm;
  if (muster_cli_name_silent_hosts (cli) == MUSTER_CLI_UNREACHABLE &&
      (silent = list_silent_hosts (cli)) != NULL)
    {
      failure->code = MUSTER_CLI_UNREACHABLE;
      g_free (failure->message);
      /* Translators: a VM, then one or more hosts */
      failure->message = g_strdup_printf (_("No host that answers has a VM named “%s”. It may be on one that does not: %s."),
                                          name, silent);
    }
  g_propagate_error (error, failure);

  return NULL;
}

static void
close_desk (MusterCli *cli)
{
  if (cli->desk == NULL)
    return;

  dex_await (dex_future_first (muster_inventory_close (muster_desk_get_inventory (cli->desk)),
                               dex_timeout_new_msec (FAREWELL_MS), NULL),
             NULL);
  g_clear_object (&cli->desk);
}

static DexFuture *
command_fiber (gpointer data)
{
  Run *run = data;
  g_autoptr (GError) error = NULL;

  run->code = run->cli->command->func (run->cli, &error);
  if (error != NULL)
    {
      muster_cli_print_error (error->message);
      run->code = muster_cli_error_exit_code (error);
    }
  if (!run->cli->leaves)
    close_desk (run->cli);
  g_main_loop_quit (run->loop);

  return dex_future_new_true ();
}

static MusterCliError
run_command (MusterCli *cli)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Run run = { cli, loop, MUSTER_CLI_FAILED };
  g_autoptr (DexFuture) future = NULL;

  future = dex_scheduler_spawn (NULL, 0, command_fiber, &run, NULL);
  g_main_loop_run (loop);

  return run.code;
}

static gboolean
check_words (MusterCli  *cli,
             GError    **error)
{
  const MusterCliCommand *command = cli->command;
  g_autofree char *usage = NULL;

  if (cli->n_words >= command->min_words && cli->n_words <= command->max_words)
    return muster_cli_options_check (cli->options, command->options, error);

  usage = muster_cli_command_usage (command);
  g_set_error (error, MUSTER_CLI_ERROR, MUSTER_CLI_USAGE, _("Usage: %s"), usage);

  return FALSE;
}

static MusterCliError
print_help (MusterCli *cli)
{
  char **words = cli->options->words;
  g_autofree char *text = NULL;

  if (cli->command != NULL)
    text = muster_cli_command_describe (cli->command);
  else
    text = muster_cli_commands_describe (words[0] != NULL &&
                                         muster_cli_commands_has_group (words[0])
                                           ? words[0] : NULL);
  g_print ("%s", text);

  return MUSTER_CLI_DONE;
}

static MusterCliError
hint (void)
{
  muster_cli_print_note (_("“musterctl --help” lists the commands."));

  return MUSTER_CLI_USAGE;
}

/* "help vm start" is "vm start --help". */
static void
take_help_word (MusterCliOptions *options)
{
  char **words = options->words;

  if (words[0] == NULL || !g_str_equal (words[0], "help"))
    return;

  options->help = TRUE;
  options->words = g_strdupv (words + 1);
  g_strfreev (words);
}

static void
find_command (MusterCli *cli)
{
  char **words = cli->options->words;
  guint n_words = g_strv_length (words);

  if (n_words < 2)
    return;

  cli->command = muster_cli_commands_find (words[0], words[1]);
  cli->words = words + 2;
  cli->n_words = n_words - 2;
}

static MusterCliError
complain_about_words (MusterCli *cli)
{
  char **words = cli->options->words;
  g_autofree char *line = g_strjoinv (" ", words);
  g_autofree char *text = NULL;

  if (words[0] != NULL && words[1] == NULL && muster_cli_commands_has_group (words[0]))
    {
      text = muster_cli_commands_describe (words[0]);
      g_printerr ("%s", text);
      return MUSTER_CLI_USAGE;
    }
  if (*line == '\0')
    text = g_strdup (_("No command was given."));
  else
    text = g_strdup_printf (_("There is no command “%s”."), line);
  muster_cli_print_error (text);

  return hint ();
}

static MusterCliError
run_cli (MusterCli *cli)
{
  g_autoptr (GError) error = NULL;

  take_help_word (cli->options);
  find_command (cli);
  if (cli->options->version)
    {
      g_print ("musterctl %s\n", PACKAGE_VERSION);
      return MUSTER_CLI_DONE;
    }
  if (cli->options->help)
    return print_help (cli);
  if (cli->command == NULL)
    return complain_about_words (cli);
  if (!check_words (cli, &error))
    {
      muster_cli_print_error (error->message);
      return hint ();
    }

  return run_command (cli);
}

int
muster_cli_main (int    argc,
                 char **argv)
{
  g_autoptr (GStrvBuilder) arguments = g_strv_builder_new ();
  g_auto (GStrv) strv = NULL;
  g_autoptr (MusterCliOptions) options = NULL;
  g_autoptr (GError) error = NULL;
  const char *domain_folder = g_getenv ("TEXTDOMAINDIR");
  MusterCli cli = { 0 };
  MusterCliError code;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, domain_folder != NULL ? domain_folder : LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_prgname ("musterctl");
  dex_init ();
  muster_pki_folder_remove_leftovers ();
  muster_pki_folder_remove_on_signals ();

  for (int i = 0; i < argc; i++)
    g_strv_builder_add (arguments, argv[i]);
  strv = g_strv_builder_end (arguments);
  options = muster_cli_options_parse ((const char * const *) strv, &error);
  if (options == NULL)
    {
      muster_cli_print_error (error->message);
      return hint ();
    }
  cli.options = options;

  code = run_cli (&cli);
  fflush (stdout);
  /* An orderly end would wait for what was asked not to be waited for. */
  if (cli.leaves)
    _exit (code);

  return code;
}
