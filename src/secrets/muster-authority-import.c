/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "muster-authority-private.h"
#include "muster-secret-file.h"
#include "muster-secret-work.h"
#include "muster-secrets-error.h"

/* What is given: two texts, a file's bytes, two paths, or a folder. */
typedef struct
{
  MusterWiped *certificate;
  MusterWiped *key;
  MusterWiped *passphrase;
  GBytes      *data;
  char        *certificate_path;
  char        *key_path;
  char        *folder;
} Import;

static void
import_free (gpointer data)
{
  Import *self = data;

  muster_wiped_free (self->certificate);
  muster_wiped_free (self->key);
  muster_wiped_free (self->passphrase);
  g_clear_pointer (&self->data, g_bytes_unref);
  g_free (self->certificate_path);
  g_free (self->key_path);
  g_free (self->folder);
  g_free (self);
}

static Import *
import_new (const char *passphrase)
{
  Import *self = g_new0 (Import, 1);

  self->passphrase = g_strdup (passphrase);
  return self;
}

/* --- PEM ----------------------------------------------------------------- */

static gpointer
import_pem_work (gpointer   data,
                 GError   **error)
{
  Import *import = data;

  return muster_authority_new_from_pem (import->certificate, import->key,
                                        import->passphrase, error);
}

/* --- PKCS#12 ------------------------------------------------------------- */

static gboolean
unlock (gnutls_pkcs12_t   file,
        const char       *passphrase,
        GError          **error)
{
  if (passphrase == NULL)
    g_set_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_ENCRYPTED,
                 _("The authority’s private key is protected by a passphrase. Enter "
                   "it, then try again."));
  else if (gnutls_pkcs12_verify_mac (file, passphrase) < 0)
    g_set_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_PASSPHRASE,
                 _("The passphrase is wrong, or the file is damaged. Try again."));
  else
    return TRUE;

  return FALSE;
}

static gpointer
invalid_pkcs12 (GError **error)
{
  g_set_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_INVALID,
               _("The file is neither PKCS#12 with an authority’s certificate and "
                 "private key, nor PEM. Choose another one."));
  return NULL;
}

/* A list that does not fit is left behind: the authority is what was asked for. */
static void
take_crl (MusterAuthority   *authority,
          gnutls_x509_crl_t  crl)
{
  g_auto(MusterDatum) pem = { NULL, 0 };
  g_autofree char *text = NULL;

  if (authority == NULL || crl == NULL ||
      gnutls_x509_crl_export2 (crl, GNUTLS_X509_FMT_PEM, &pem) < 0)
    return;
  text = g_strndup ((const char *) pem.data, pem.size);
  muster_authority_set_crl (authority, text, NULL);
}

static MusterAuthority *
read_pkcs12 (gnutls_datum_t  *data,
             const char      *passphrase,
             GError         **error)
{
  g_auto(gnutls_pkcs12_t) file = NULL;
  g_auto(MusterCertificates) certificates = { NULL, 0 };
  g_auto(gnutls_x509_crl_t) crl = NULL;
  gnutls_x509_privkey_t key = NULL;
  MusterAuthority *authority;

  if (gnutls_pkcs12_init (&file) < 0 ||
      gnutls_pkcs12_import (file, data, GNUTLS_X509_FMT_DER, 0) < 0)
    return invalid_pkcs12 (error);

  if (!unlock (file, passphrase, error))
    return NULL;

  if (gnutls_pkcs12_simple_parse (file, passphrase, &key,
                                  &certificates.list, &certificates.n, NULL, NULL, &crl,
                                  GNUTLS_PKCS12_SP_INCLUDE_SELF_SIGNED) < 0 ||
      key == NULL)
    return invalid_pkcs12 (error);

  authority = _muster_authority_new (&certificates, key, error);
  take_crl (authority, crl);

  return authority;
}

static gpointer
import_pkcs12_work (gpointer   data,
                    GError   **error)
{
  Import *import = data;
  gsize size;
  const void *bytes = g_bytes_get_data (import->data, &size);
  gnutls_datum_t datum = muster_datum (bytes, size);

  return read_pkcs12 (&datum, import->passphrase, error);
}

/* --- files --------------------------------------------------------------- */

static MusterAuthority *
read_pem (const char  *text,
          const char  *passphrase,
          GError     **error)
{
  MusterAuthority *authority =
    muster_authority_new_from_pem (text, text, passphrase, error);
  const char *crl = strstr (text, "-----BEGIN X509 CRL-----");

  if (authority != NULL && crl != NULL)
    muster_authority_set_crl (authority, crl, NULL);

  return authority;
}

/* One file: text is PEM, anything else PKCS#12. */
static MusterAuthority *
import_file (const char  *path,
             const char  *passphrase,
             GError     **error)
{
  gsize length;
  char *content = _muster_secret_file_read (path, &length, error);
  MusterAuthority *authority;
  gnutls_datum_t data;

  if (content == NULL)
    return NULL;

  data = muster_datum (content, length);
  if (strlen (content) == length && strstr (content, "-----BEGIN ") != NULL)
    authority = read_pem (content, passphrase, error);
  else
    authority = read_pkcs12 (&data, passphrase, error);

  _muster_secret_file_free (content);
  if (authority == NULL)
    /* Translators: a file; a sentence with the reason follows. */
    g_prefix_error (error, _("“%s” cannot be used. "), path);
  return authority;
}

static MusterAuthority *
import_two_files (const char  *certificate_path,
                  const char  *key_path,
                  const char  *passphrase,
                  GError     **error)
{
  g_autoptr(MusterWiped) certificate = NULL;
  g_autoptr(MusterWiped) key = NULL;

  certificate = _muster_secret_file_read_pem (certificate_path, error);
  key = certificate != NULL ? _muster_secret_file_read_pem (key_path, error) : NULL;
  return key != NULL ? muster_authority_new_from_pem (certificate, key, passphrase, error)
                     : NULL;
}

static gpointer
import_files_work (gpointer   data,
                   GError   **error)
{
  Import *import = data;

  if (import->key_path == NULL)
    return import_file (import->certificate_path, import->passphrase, error);

  return import_two_files (import->certificate_path, import->key_path,
                           import->passphrase, error);
}

/* --- a folder ------------------------------------------------------------ */

static const struct
{
  const char *certificate;
  const char *key;
} layouts[] = {
  { "ca.pem", "private/ca.pem" },
  { "cacert.pem", "cakey.pem" },
  { "cacert.pem", "private/cakey.pem" },
};

/* What may not be looked at is tried, so that the error says so. */
static gboolean
may_exist (const char *path)
{
  return g_access (path, F_OK) == 0 || errno == EACCES;
}

static gpointer
import_folder_work (gpointer   data,
                    GError   **error)
{
  Import *import = data;

  for (guint i = 0; i < G_N_ELEMENTS (layouts); i++)
    {
      g_autofree char *certificate = NULL;
      g_autofree char *key = NULL;

      certificate = g_build_filename (import->folder, layouts[i].certificate, NULL);
      key = g_build_filename (import->folder, layouts[i].key, NULL);

      if (may_exist (certificate) && may_exist (key))
        return import_two_files (certificate, key, import->passphrase, error);
    }

  g_set_error (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_MISSING,
               _("“%s” holds no certificate authority. Choose a folder with ca.pem "
                 "and private/ca.pem, as oVirt’s /etc/pki/ovirt-engine has them, or "
                 "with cacert.pem and cakey.pem."),
               import->folder);
  return NULL;
}

/* ------------------------------------------------------------------------- */

DexFuture *
muster_authority_import_pem (const char *certificate,
                             const char *key,
                             const char *passphrase)
{
  Import *import;

  g_return_val_if_fail (certificate != NULL && key != NULL, NULL);

  import = import_new (passphrase);
  import->certificate = g_strdup (certificate);
  import->key = g_strdup (key);
  return _muster_secret_work (MUSTER_TYPE_AUTHORITY, import_pem_work, import,
                              import_free);
}

DexFuture *
muster_authority_import_pkcs12 (GBytes     *data,
                                const char *passphrase)
{
  Import *import;

  g_return_val_if_fail (data != NULL, NULL);

  import = import_new (passphrase);
  import->data = g_bytes_ref (data);
  return _muster_secret_work (MUSTER_TYPE_AUTHORITY, import_pkcs12_work, import,
                              import_free);
}

DexFuture *
muster_authority_import_files (const char *certificate,
                               const char *key,
                               const char *passphrase)
{
  Import *import;

  g_return_val_if_fail (certificate != NULL, NULL);

  import = import_new (passphrase);
  import->certificate_path = _muster_secret_file_expand (certificate);
  import->key_path = key != NULL ? _muster_secret_file_expand (key) : NULL;
  return _muster_secret_work (MUSTER_TYPE_AUTHORITY, import_files_work, import,
                              import_free);
}

DexFuture *
muster_authority_import_folder (const char *path,
                                const char *passphrase)
{
  Import *import;

  g_return_val_if_fail (path != NULL, NULL);

  import = import_new (passphrase);
  import->folder = _muster_secret_file_expand (path);
  return _muster_secret_work (MUSTER_TYPE_AUTHORITY, import_folder_work, import,
                              import_free);
}
