/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "muster-cli-file.h"
#include "muster-cli-text.h"
#include "muster-cli-vv.h"
#include "muster-vm-viewer-file.h"
#include "muster-wipe.h"

gboolean
muster_cli_vv_write (MusterCli   *cli,
                     MusterVm    *vm,
                     const char  *path,
                     GError     **error)
{
  gboolean to_stdout = g_str_equal (path, "-");
  g_autoptr (MusterWiped) text = NULL;

  if (!to_stdout && !cli->options->force && g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, MUSTER_CLI_ERROR, MUSTER_CLI_REFUSED,
                   _("There is a file “%s” already; --force replaces it."), path);
      return FALSE;
    }
  text = dex_await_string (muster_vm_viewer_file_make (cli->desk, vm), error);
  if (text == NULL)
    return FALSE;

  /* Anew, so that it is readable by its owner alone, whatever was there. */
  if (!to_stdout && cli->options->force)
    g_unlink (path);
  if (!muster_cli_file_write (to_stdout ? NULL : path, text, strlen (text), error))
    return FALSE;
  if (!to_stdout)
    muster_cli_print (path);

  return TRUE;
}
