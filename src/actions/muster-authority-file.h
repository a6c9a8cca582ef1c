/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-authority.h"

G_BEGIN_DECLS

/**
 * MusterAuthorityFormat:
 * @MUSTER_AUTHORITY_PKCS12: certificate and key, encrypted as a whole
 * @MUSTER_AUTHORITY_PEM: the certificate, and the key as encrypted PKCS#8
 */
typedef enum
{
  MUSTER_AUTHORITY_PKCS12,
  MUSTER_AUTHORITY_PEM,
} MusterAuthorityFormat;

/**
 * muster_authority_file_open:
 * @path: a file or a folder, as muster_authority_import_files() and
 *   muster_authority_import_folder() read them
 * @key: (nullable): a file with the key, when it is not in @path
 * @passphrase: (nullable): copied, and the copy is overwritten
 *
 * Returns: (transfer full): a future of a #MusterAuthority
 */
DexFuture *muster_authority_file_open             (const char            *path,
                                                   const char            *key,
                                                   const char            *passphrase);

/**
 * muster_authority_file_needs_passphrase:
 * @error: what muster_authority_file_open() rejected with
 *
 * Returns: whether another passphrase, or one at all, would help
 */
gboolean   muster_authority_file_needs_passphrase (const GError          *error);

/**
 * muster_authority_file_make:
 * @passphrase: at least %MUSTER_PASSPHRASE_LENGTH characters
 *
 * Returns: (transfer full): a future of #GBytes: what to write into a file;
 *   rejects as muster_authority_export_pkcs12()
 */
DexFuture *muster_authority_file_make             (MusterAuthority       *authority,
                                                   MusterAuthorityFormat  format,
                                                   const char            *passphrase);

G_END_DECLS
