/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "muster-authority-file.h"
#include "muster-secrets-error.h"

DexFuture *
muster_authority_file_open (const char *path,
                            const char *key,
                            const char *passphrase)
{
  g_return_val_if_fail (path != NULL, NULL);

  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    return muster_authority_import_folder (path, passphrase);

  return muster_authority_import_files (path, key, passphrase);
}

gboolean
muster_authority_file_needs_passphrase (const GError *error)
{
  return g_error_matches (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_ENCRYPTED) ||
         g_error_matches (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_PASSPHRASE);
}

/* The certificate goes before its key, as a file of both is read everywhere. */
static DexFuture *
join_cb (DexFuture *future,
         gpointer   authority)
{
  const GValue *key = dex_future_get_value (future, NULL);
  char *text = g_strconcat (muster_authority_get_certificate (authority),
                            g_value_get_string (key),
                            muster_authority_get_crl (authority), NULL);
  gsize length = strlen (text);

  return dex_future_new_take_boxed (G_TYPE_BYTES, g_bytes_new_take (text, length));
}

DexFuture *
muster_authority_file_make (MusterAuthority       *authority,
                            MusterAuthorityFormat  format,
                            const char            *passphrase)
{
  g_return_val_if_fail (MUSTER_IS_AUTHORITY (authority), NULL);

  if (format == MUSTER_AUTHORITY_PKCS12)
    return muster_authority_export_pkcs12 (authority, passphrase);

  return dex_future_then (muster_authority_export_key (authority, passphrase), join_cb,
                          g_object_ref (authority), g_object_unref);
}
