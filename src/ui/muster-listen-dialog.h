/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include <libdex.h>

G_BEGIN_DECLS

#define MUSTER_TYPE_LISTEN_DIALOG (muster_listen_dialog_get_type ())
G_DECLARE_FINAL_TYPE (MusterListenDialog, muster_listen_dialog, MUSTER, LISTEN_DIALOG,
                      AdwAlertDialog)

/**
 * muster_listen_dialog_ask:
 * @vm: the name of the VM
 *
 * Asks on which address of its host a VM's screen is to listen.
 *
 * Returns: (transfer full): a future of a string, a valid IP address; rejects
 *   with %G_IO_ERROR_CANCELLED
 */
DexFuture *muster_listen_dialog_ask (GtkWidget  *parent,
                                     const char *vm);

G_END_DECLS
