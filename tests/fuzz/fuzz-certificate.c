/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"
#include "muster-certificate-info.h"
#include "muster-certificate-request.h"
#include "muster-secrets-error.h"

/* The key that signed the requests among the samples: no other can be made of them. */
#define KEY_ID "c006a1365c29d1b1789393f48678b79f9e877097e0c343158608237619d7bf40"

static void
check_info (MusterCertificateInfo *info)
{
  g_assert_true (g_utf8_validate (info->subject, -1, NULL));
  g_assert_true (g_utf8_validate (info->issuer, -1, NULL));
  g_assert_true (info->common_name == NULL || g_utf8_validate (info->common_name, -1, NULL));
  g_assert_true (info->issuer_name == NULL || g_utf8_validate (info->issuer_name, -1, NULL));
  for (guint i = 0; info->names[i] != NULL; i++)
    g_assert_true (g_utf8_validate (info->names[i], -1, NULL));
  g_assert_nonnull (info->not_after);
  g_assert_nonnull (info->key_algorithm);
  muster_certificate_info_matches (info, "kvm1.example.org");
  muster_certificate_info_get_days_left (info, 0);
}

static void
check_error (gboolean  succeeded,
             GError   *error)
{
  g_assert_true (succeeded == (error == NULL));
  g_assert_true (error == NULL || error->domain == MUSTER_SECRETS_ERROR);
}

static void
read_certificates (const char *data,
                   gsize       size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) list_error = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list = muster_certificate_info_list_from_pem (data, size, &list_error);
  g_autoptr (MusterCertificateInfo) info = muster_certificate_info_new_from_der (bytes, &error);

  check_error (list != NULL, list_error);
  check_error (info != NULL, error);
  if (info != NULL)
    check_info (info);
  for (guint i = 0; list != NULL && i < list->len; i++)
    check_info (list->pdata[i]);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MusterCertificateRequest) request = NULL;

  read_certificates ((const char *) data, size);
  request = muster_certificate_request_new_from_pem ((const char *) data, size, &error);
  check_error (request != NULL, error);
  if (request != NULL)
    g_assert_cmpstr (muster_certificate_request_get_key_id (request), ==, KEY_ID);

  return 0;
}
