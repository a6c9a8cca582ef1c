/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>

#include <glib/gi18n-lib.h>

#include "muster-cli-screenshot.h"
#include "muster-cli-text.h"
#include "muster-picture.h"
#include "muster-text.h"
#include "muster-vm-actions.h"

static gboolean
write_picture (GBytes      *picture,
               const char  *file,
               GError     **error)
{
  gsize length;
  const char *data = g_bytes_get_data (picture, &length);

  if (!g_str_equal (file, "-"))
    {
      g_autoptr (GFile) target = g_file_new_for_path (file);

      if (g_file_replace_contents (target, data, length, NULL, FALSE, G_FILE_CREATE_NONE,
                                   NULL, NULL, error))
        return TRUE;
      g_prefix_error (error, "%s ", _("The picture could not be written."));
      return FALSE;
    }

  if (fwrite (data, 1, length, stdout) != length || fflush (stdout) != 0)
    {
      g_set_error_literal (error, MUSTER_CLI_ERROR, MUSTER_CLI_FAILED,
                           _("The picture could not be written."));
      return FALSE;
    }

  return TRUE;
}

char *
muster_cli_screenshot_check (const char  *file,
                             GError     **error)
{
  char *format = muster_picture_find_format (file);

  if (format == NULL)
    g_set_error (error, MUSTER_CLI_ERROR, MUSTER_CLI_USAGE,
                 _("“%s” does not end like a picture that can be written; use “.png”."), file);

  return format;
}

gboolean
muster_cli_screenshot_write (MusterCli   *cli,
                             MusterVm    *vm,
                             const char  *file,
                             const char  *format,
                             GError     **error)
{
  g_autoptr (GBytes) png =
    dex_await_boxed (muster_vm_screenshot (muster_desk_get_inventory (cli->desk), vm), error);
  g_autoptr (GBytes) picture =
    png != NULL ? dex_await_boxed (muster_picture_convert (png, format), error) : NULL;

  if (picture == NULL || !write_picture (picture, file, error))
    return FALSE;
  if (!g_str_equal (file, "-"))
    muster_cli_print (file);

  return TRUE;
}

MusterCliError
muster_cli_vm_screenshot (MusterCli  *cli,
                          GError    **error)
{
  const char *wanted = cli->n_words > 1 ? cli->words[1] : NULL;
  g_autofree char *format = muster_cli_screenshot_check (wanted != NULL ? wanted : "-", error);
  g_autoptr (MusterVm) vm = NULL;
  g_autofree char *file = NULL;

  if (format == NULL)
    return MUSTER_CLI_USAGE;
  if (!muster_cli_open (cli, FALSE, error) ||
      (vm = muster_cli_find_vm (cli, cli->words[0], error)) == NULL)
    return MUSTER_CLI_FAILED;

  file = wanted != NULL ? g_strdup (wanted)
                        : muster_text_dup_file_name (muster_vm_get_name (vm), ".png");

  return muster_cli_screenshot_write (cli, vm, file, format, error) ? MUSTER_CLI_DONE
                                                                    : MUSTER_CLI_FAILED;
}
