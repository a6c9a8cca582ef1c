/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "fuzz.h"
#include "muster-authority.h"
#include "muster-identity-private.h"
#include "muster-secrets-error.h"

#define PASSPHRASE "a passphrase"

/* One file of a person: certificate and key of an authority in one text, the identity
 * of an admin, or a PKCS#12 file. */

static void
check_error (gboolean  succeeded,
             GError   *error)
{
  g_assert_true (succeeded == (error == NULL));
  g_assert_true (error == NULL || error->domain == MUSTER_SECRETS_ERROR);
}

static void
import_pem (const char *text)
{
  static const MusterIdentityNames names = { "ca", "certificate", "key" };
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) identity_error = NULL;
  g_autoptr (MusterAuthority) authority =
    muster_authority_new_from_pem (text, text, PASSPHRASE, &error);
  g_autoptr (MusterIdentity) identity =
    _muster_identity_parse (text, text, text, &names, &identity_error);

  check_error (authority != NULL, error);
  check_error (identity != NULL, identity_error);
  if (authority != NULL)
    g_assert_null (strstr (muster_authority_get_certificate (authority), "PRIVATE"));
}

static void
import_pkcs12 (const uint8_t *data,
               size_t         size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (DexFuture) future = muster_authority_import_pkcs12 (bytes, PASSPHRASE);
  g_autoptr (GError) error = NULL;
  gboolean succeeded;

  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
  succeeded = dex_future_get_value (future, &error) != NULL;
  check_error (succeeded, error);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);

  dex_init ();
  if (size > 0 && data[0] == 0x30)
    import_pkcs12 (data, size);
  else
    import_pem (text);

  return 0;
}
