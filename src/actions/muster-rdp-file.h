/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "muster-vm.h"

G_BEGIN_DECLS

/**
 * muster_rdp_file_make_text:
 * @address: an IP address
 *
 * Returns: (transfer full): a connection file for clients of the Remote Desktop
 *   Protocol; who logs in is the client's to ask
 */
char  *muster_rdp_file_make_text (const char  *address);

/**
 * muster_rdp_file_write:
 * @vm: one whose address is known
 *
 * Writes such a file for the guest of @vm below the user's runtime folder, where
 * it is replaced the next time and gone with the session.
 *
 * Returns: (transfer full) (nullable): the file, or %NULL with #GFileError
 */
GFile *muster_rdp_file_write     (MusterVm    *vm,
                                  GError     **error);

G_END_DECLS
