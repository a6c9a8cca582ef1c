/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-cli-screenshot.h"
#include "muster-cli-serial.h"
#include "muster-cli-type.h"
#include "muster-cli-vv.h"
#include "muster-wipe.h"

static gboolean
fail_usage (GError     **error,
            const char  *text)
{
  g_set_error_literal (error, MUSTER_CLI_ERROR, MUSTER_CLI_USAGE, text);

  return FALSE;
}

/* What goes with one of them only is refused without it, and not ignored. */
static gboolean
check_options (const MusterCliOptions  *options,
               GError                 **error)
{
  int escape;

  if (options->serial && (options->screenshot != NULL || options->type != NULL ||
                          options->vv != NULL))
    return fail_usage (error, _("--serial goes with neither --screenshot, --type nor --vv."));
  if (!options->serial && (options->device != NULL || options->escape != NULL))
    return fail_usage (error, _("--device and --escape go with --serial."));
  if (options->force && !options->serial && options->vv == NULL)
    return fail_usage (error, _("--force goes with --serial or --vv."));
  if (options->layout != NULL && options->type == NULL)
    return fail_usage (error, _("--layout goes with --type."));

  return muster_cli_serial_parse_escape (options->escape, &escape, error);
}

/* The text first: then it can be seen what became of it. */
static MusterCliError
use_screen (MusterCli      *cli,
            const char     *prepared,
            ConsoleLayout  *layout,
            const char     *format,
            GError        **error)
{
  const MusterCliOptions *options = cli->options;
  g_autoptr (MusterVm) vm = NULL;

  if (!muster_cli_open (cli, FALSE, error) ||
      (vm = muster_cli_find_vm (cli, cli->words[0], error)) == NULL ||
      (prepared != NULL && !muster_cli_type_run (cli, vm, prepared, layout, error)) ||
      (format != NULL &&
       !muster_cli_screenshot_write (cli, vm, options->screenshot, format, error)) ||
      (options->vv != NULL && !muster_cli_vv_write (cli, vm, options->vv, error)))
    return MUSTER_CLI_FAILED;

  return MUSTER_CLI_DONE;
}

static MusterCliError
open_serial (MusterCli  *cli,
             GError    **error)
{
  g_autoptr (MusterVm) vm = NULL;

  /* Followed: a host that is lost is noticed. */
  if (!muster_cli_open (cli, TRUE, error) ||
      (vm = muster_cli_find_vm (cli, cli->words[0], error)) == NULL)
    return MUSTER_CLI_FAILED;

  return muster_cli_serial_run (cli, vm, error);
}

/* --- in the application ------------------------------------------------------------- */

/* Beside this program first: what was not installed is tried out so. */
static char *
find_application (void)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = self != NULL ? g_path_get_dirname (self) : g_strdup (".");
  g_autofree char *beside = g_build_filename (folder, "muster", NULL);

  return g_file_test (beside, G_FILE_TEST_IS_EXECUTABLE) ? g_steal_pointer (&beside)
                                                         : g_find_program_in_path ("muster");
}

static char **
make_command (MusterCli  *cli,
              MusterVm   *vm,
              const char *program)
{
  const MusterCliOptions *options = cli->options;
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();

  g_strv_builder_add_many (words, program, "--console", muster_vm_get_uuid (vm), NULL);
  for (guint i = 0; options->uris != NULL && options->uris[i] != NULL; i++)
    g_strv_builder_add_many (words, "--host", options->uris[i], NULL);
  if (options->pki_folder != NULL)
    g_strv_builder_add_many (words, "--pkipath", options->pki_folder, NULL);

  return g_strv_builder_end (words);
}

static MusterCliError
open_application (MusterCli  *cli,
                  GError    **error)
{
  g_autofree char *program = find_application ();
  g_autoptr (MusterVm) vm = NULL;
  g_auto (GStrv) command = NULL;

  if (program == NULL)
    {
      g_set_error_literal (error, MUSTER_CLI_ERROR, MUSTER_CLI_FAILED,
                           _("The application “muster” is not installed here; --vv writes a file for another viewer."));
      return MUSTER_CLI_FAILED;
    }
  if (g_getenv ("DISPLAY") == NULL && g_getenv ("WAYLAND_DISPLAY") == NULL)
    {
      g_set_error_literal (error, MUSTER_CLI_ERROR, MUSTER_CLI_FAILED,
                           _("There is no desktop to show the screen on; --serial is for terminals."));
      return MUSTER_CLI_FAILED;
    }
  if (!muster_cli_open (cli, FALSE, error) ||
      (vm = muster_cli_find_vm (cli, cli->words[0], error)) == NULL)
    return MUSTER_CLI_FAILED;

  command = make_command (cli, vm, program);

  return g_spawn_async (NULL, command, NULL,
                        G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL,
                        NULL, error) ? MUSTER_CLI_DONE : MUSTER_CLI_FAILED;
}

MusterCliError
muster_cli_vm_console (MusterCli  *cli,
                       GError    **error)
{
  const MusterCliOptions *options = cli->options;
  g_autoptr (ConsoleLayout) layout = NULL;
  g_autoptr (MusterWiped) prepared = NULL;
  g_autofree char *format = NULL;

  /* Before any host is asked: what is wrong here is the command line. */
  if (!check_options (options, error) ||
      (options->type != NULL &&
       (prepared = muster_cli_type_prepare (cli, options->type, &layout, error)) == NULL) ||
      (options->screenshot != NULL &&
       (format = muster_cli_screenshot_check (options->screenshot, error)) == NULL))
    return MUSTER_CLI_USAGE;

  if (options->serial)
    return open_serial (cli, error);
  if (prepared == NULL && format == NULL && options->vv == NULL)
    return open_application (cli, error);

  return use_screen (cli, prepared, layout, format, error);
}
