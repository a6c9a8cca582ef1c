/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-gnutls-private.h"
#include "muster-revocation-list.h"

static gboolean
is_signed_by (gnutls_x509_crl_t  crl,
              const char        *ca)
{
  g_auto(MusterCertificates) trusted = { NULL, 0 };
  gnutls_datum_t data = muster_datum (ca, strlen (ca));
  unsigned int status = GNUTLS_CERT_INVALID;

  return gnutls_x509_crt_list_import2 (&trusted.list, &trusted.n, &data,
                                       GNUTLS_X509_FMT_PEM, 0) >= 0 &&
         gnutls_x509_crl_verify (crl, trusted.list, trusted.n,
                                 GNUTLS_VERIFY_DISABLE_CRL_CHECKS |
                                 GNUTLS_VERIFY_DISABLE_TIME_CHECKS, &status) >= 0 &&
         (status & GNUTLS_CERT_INVALID) == 0;
}

static gboolean
import (gnutls_x509_crl_t *list,
        const char        *crl)
{
  gnutls_datum_t data = muster_datum (crl, strlen (crl));

  return gnutls_x509_crl_init (list) >= 0 &&
         gnutls_x509_crl_import (*list, &data, GNUTLS_X509_FMT_PEM) >= 0;
}

gboolean
muster_revocation_list_holds (const char *crl,
                              const char *ca,
                              gint64      now)
{
  g_auto(gnutls_x509_crl_t) list = NULL;

  g_return_val_if_fail (crl != NULL, FALSE);
  g_return_val_if_fail (ca != NULL, FALSE);

  return import (&list, crl) &&
         gnutls_x509_crl_get_this_update (list) <= now &&
         gnutls_x509_crl_get_next_update (list) > now &&
         is_signed_by (list, ca);
}

gboolean
muster_revocation_list_names (const char *crl,
                              const char *certificate)
{
  g_auto(gnutls_x509_crl_t) list = NULL;
  g_auto(gnutls_x509_crt_t) parsed = NULL;
  gnutls_datum_t data;

  g_return_val_if_fail (crl != NULL, FALSE);
  g_return_val_if_fail (certificate != NULL, FALSE);

  data = muster_datum (certificate, strlen (certificate));

  return import (&list, crl) &&
         gnutls_x509_crt_init (&parsed) >= 0 &&
         gnutls_x509_crt_import (parsed, &data, GNUTLS_X509_FMT_PEM) >= 0 &&
         gnutls_x509_crt_check_revocation (parsed, &list, 1) > 0;
}
