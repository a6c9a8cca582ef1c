/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-credentials.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_FOLDER_CREDENTIALS (muster_folder_credentials_get_type ())
G_DECLARE_FINAL_TYPE (MusterFolderCredentials, muster_folder_credentials, MUSTER, FOLDER_CREDENTIALS, GObject)

/**
 * muster_folder_credentials_new:
 * @folder: (nullable): a folder as `?pkipath=` takes it; made absolute here
 * @login: (nullable): given once, and not again when the host refuses it
 *
 * For `--pkipath DIR`: the person keeps the files, and they stay.
 *
 * Returns: (transfer full): the credentials
 */
MusterCredentials *muster_folder_credentials_new (const char        *folder,
                                                  const MusterLogin *login);

G_END_DECLS
