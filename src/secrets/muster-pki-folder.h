/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-identity.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_PKI_FOLDER (muster_pki_folder_get_type ())
G_DECLARE_FINAL_TYPE (MusterPkiFolder, muster_pki_folder, MUSTER, PKI_FOLDER, GObject)

/**
 * muster_pki_folder_new:
 * @crl: (nullable): what an authority has revoked, PEM; left out when the
 *   identity does not trust that authority, or the list is overdue
 *
 * Writes the identity's three PEM files and the list (0600) into a fresh folder (0700)
 * below XDG_RUNTIME_DIR/muster, which is memory.  The folder ends with
 * muster_pki_folder_release() or with the object.
 *
 * Returns: (transfer full) (nullable): the folder, or %NULL with
 *   %MUSTER_SECRETS_ERROR_RUNTIME_DIR when XDG_RUNTIME_DIR is unset, someone
 *   else's or open to others, else with %MUSTER_SECRETS_ERROR_FAILED
 */
MusterPkiFolder *muster_pki_folder_new      (MusterIdentity   *identity,
                                             const char       *crl,
                                             GError          **error);

const char      *muster_pki_folder_get_path (MusterPkiFolder  *self);

/** muster_pki_folder_release: removes folder and files now; may be repeated. */
void             muster_pki_folder_release  (MusterPkiFolder  *self);

/**
 * muster_pki_folder_remove_leftovers:
 *
 * Removes the folders of processes that have ended without doing so; for the
 * start of a program.  Touches nothing else and reports nothing.
 *
 * Returns: how many folders it removed
 */
guint            muster_pki_folder_remove_leftovers (void);

/**
 * muster_pki_folder_remove_on_signals:
 *
 * From now on SIGHUP, SIGINT and SIGTERM, where they end the process, first
 * remove the folders that it has; for the start of a program.
 */
void             muster_pki_folder_remove_on_signals (void);

G_END_DECLS
