/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "console-file-port.h"

G_DEFINE_INTERFACE (ConsoleFilePort, console_file_port, CONSOLE_TYPE_SESSION)

static void
console_file_port_default_init (ConsoleFilePortInterface *iface)
{
}

/**
 * console_file_port_check:
 *
 * Returns: whether the guest takes files now; %FALSE with #CONSOLE_ERROR_FILES, a
 *   sentence for people
 */
gboolean
console_file_port_check (ConsoleFilePort  *self,
                         GError          **error)
{
  g_return_val_if_fail (CONSOLE_IS_FILE_PORT (self), FALSE);

  if (!console_session_is_live (CONSOLE_SESSION (self)))
    {
      g_set_error_literal (error, CONSOLE_ERROR, CONSOLE_ERROR_FILES,
                           _("The screen is not connected."));
      return FALSE;
    }
  return CONSOLE_FILE_PORT_GET_IFACE (self)->check (self, error);
}

/**
 * console_file_port_send:
 * @files: (array zero-terminated=1): no folders
 * @cancellable: (nullable): ends it, and what arrived of a file in part is dropped
 * @progress: called on the main thread, with the bytes of all of them
 * @data: for @progress; must live until the future is resolved
 *
 * Copies files to where the guest's agent puts them.
 *
 * Returns: (transfer full): a future that resolves to %TRUE when all have arrived
 */
DexFuture *
console_file_port_send (ConsoleFilePort        *self,
                        GFile                 **files,
                        GCancellable           *cancellable,
                        GFileProgressCallback   progress,
                        gpointer                data)
{
  GError *error = NULL;

  g_return_val_if_fail (CONSOLE_IS_FILE_PORT (self), NULL);
  g_return_val_if_fail (files != NULL && *files != NULL, NULL);

  if (!console_file_port_check (self, &error))
    return dex_future_new_for_error (error);
  return CONSOLE_FILE_PORT_GET_IFACE (self)->send (self, files, cancellable, progress, data);
}
