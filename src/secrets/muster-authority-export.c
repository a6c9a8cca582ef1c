/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-authority-private.h"
#include "muster-certificate-draft.h"
#include "muster-secret-work.h"
#include "muster-secrets-error.h"

/* An authority and what protects it. */
typedef struct
{
  MusterAuthority *authority;
  MusterWiped     *passphrase;
} Export;

static void
export_free (gpointer data)
{
  Export *self = data;

  g_object_unref (self->authority);
  muster_wiped_free (self->passphrase);
  g_free (self);
}

/* --- PKCS#12 ------------------------------------------------------------- */

static int
add_certificate (gnutls_pkcs12_t  file,
                 Export          *export)
{
  g_auto(gnutls_pkcs12_bag_t) bag = NULL;
  unsigned char id[32];
  size_t size = sizeof id;
  gnutls_datum_t id_data = { id, 0 };
  int result;

  if ((result = gnutls_x509_privkey_get_key_id (export->authority->key,
                                                GNUTLS_KEYID_USE_SHA256,
                                                id, &size)) < 0 ||
      (result = gnutls_pkcs12_bag_init (&bag)) < 0 ||
      (result = gnutls_pkcs12_bag_set_crt (bag, export->authority->certificate)) < 0)
    return result;

  id_data.size = size;
  if ((result = gnutls_pkcs12_bag_set_key_id (bag, 0, &id_data)) < 0 ||
      (result = gnutls_pkcs12_bag_encrypt (bag, export->passphrase,
                                           GNUTLS_PKCS_PBES2_AES_256)) < 0)
    return result;

  return gnutls_pkcs12_set_bag (file, bag);
}

static int
add_key (gnutls_pkcs12_t  file,
         Export          *export)
{
  g_auto(gnutls_pkcs12_bag_t) bag = NULL;
  g_auto(MusterDatum) pkcs8 = { NULL, 0 };
  unsigned char id[32];
  size_t size = sizeof id;
  gnutls_datum_t id_data = { id, 0 };
  int result;

  if ((result = gnutls_x509_privkey_get_key_id (export->authority->key,
                                                GNUTLS_KEYID_USE_SHA256,
                                                id, &size)) < 0 ||
      (result = gnutls_x509_privkey_export2_pkcs8 (export->authority->key,
                                                   GNUTLS_X509_FMT_DER,
                                                   export->passphrase,
                                                   GNUTLS_PKCS_PBES2_AES_256,
                                                   &pkcs8)) < 0 ||
      (result = gnutls_pkcs12_bag_init (&bag)) < 0 ||
      (result = gnutls_pkcs12_bag_set_data (bag, GNUTLS_BAG_PKCS8_ENCRYPTED_KEY,
                                            &pkcs8)) < 0)
    return result;

  id_data.size = size;
  result = gnutls_pkcs12_bag_set_key_id (bag, 0, &id_data);
  return result < 0 ? result : gnutls_pkcs12_set_bag (file, bag);
}

static int
add_crl (gnutls_pkcs12_t  file,
         Export          *export)
{
  g_auto(gnutls_pkcs12_bag_t) bag = NULL;
  g_auto(gnutls_x509_crl_t) crl = NULL;
  const char *pem = export->authority->crl;
  gnutls_datum_t data = muster_datum (pem, pem != NULL ? strlen (pem) : 0);
  int result;

  if (pem == NULL)
    return 0;
  if ((result = gnutls_x509_crl_init (&crl)) < 0 ||
      (result = gnutls_x509_crl_import (crl, &data, GNUTLS_X509_FMT_PEM)) < 0 ||
      (result = gnutls_pkcs12_bag_init (&bag)) < 0 ||
      (result = gnutls_pkcs12_bag_set_crl (bag, crl)) < 0 ||
      (result = gnutls_pkcs12_bag_encrypt (bag, export->passphrase,
                                           GNUTLS_PKCS_PBES2_AES_256)) < 0)
    return result;

  return gnutls_pkcs12_set_bag (file, bag);
}

static gpointer
export_pkcs12_work (gpointer   data,
                    GError   **error)
{
  Export *export = data;
  g_auto(gnutls_pkcs12_t) file = NULL;
  g_auto(MusterDatum) der = { NULL, 0 };
  int result;

  if ((result = gnutls_pkcs12_init (&file)) < 0 ||
      (result = add_certificate (file, export)) < 0 ||
      (result = add_key (file, export)) < 0 ||
      (result = add_crl (file, export)) < 0 ||
      (result = gnutls_pkcs12_generate_mac2 (file, GNUTLS_MAC_SHA256,
                                             export->passphrase)) < 0 ||
      (result = gnutls_pkcs12_export2 (file, GNUTLS_X509_FMT_DER, &der)) < 0)
    return _muster_certificate_failed (result, error);

  return g_bytes_new (der.data, der.size);
}

/* --- PKCS#8 -------------------------------------------------------------- */

static gpointer
export_key_work (gpointer   data,
                 GError   **error)
{
  Export *export = data;
  g_auto(MusterDatum) pem = { NULL, 0 };
  int result;

  result = gnutls_x509_privkey_export2_pkcs8 (export->authority->key,
                                              GNUTLS_X509_FMT_PEM, export->passphrase,
                                              GNUTLS_PKCS_PBES2_AES_256, &pem);
  if (result < 0)
    return _muster_certificate_failed (result, error);

  return g_strndup ((const char *) pem.data, pem.size);
}

/* ------------------------------------------------------------------------- */

static DexFuture *
start (MusterAuthority  *self,
       const char       *passphrase,
       GType             type,
       MusterSecretWork  work)
{
  Export *export;

  if (!g_utf8_validate (passphrase, -1, NULL) ||
      g_utf8_strlen (passphrase, -1) < MUSTER_PASSPHRASE_LENGTH)
    return dex_future_new_reject (MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_PASSPHRASE,
                                  _("The passphrase needs at least %d characters, "
                                    "because whoever can guess it becomes the "
                                    "authority. Choose a longer one."),
                                  MUSTER_PASSPHRASE_LENGTH);

  export = g_new0 (Export, 1);
  export->authority = g_object_ref (self);
  export->passphrase = g_strdup (passphrase);
  return _muster_secret_work (type, work, export, export_free);
}

DexFuture *
muster_authority_export_pkcs12 (MusterAuthority *self,
                                const char      *passphrase)
{
  g_return_val_if_fail (MUSTER_IS_AUTHORITY (self), NULL);
  g_return_val_if_fail (passphrase != NULL, NULL);

  return start (self, passphrase, G_TYPE_BYTES, export_pkcs12_work);
}

DexFuture *
muster_authority_export_key (MusterAuthority *self,
                             const char      *passphrase)
{
  g_return_val_if_fail (MUSTER_IS_AUTHORITY (self), NULL);
  g_return_val_if_fail (passphrase != NULL, NULL);

  return start (self, passphrase, G_TYPE_STRING, export_key_work);
}
