/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "muster-certificate-info.h"
#include "muster-certificate-kind.h"

G_BEGIN_DECLS

/**
 * MusterCertificateRecord:
 * @serial: lower-case hex digits
 * @name: whose it is: the host's first name, or the admin's
 * @names: every DNS name and address in it, which a renewal takes over
 * @kind: what it was issued for
 * @not_after: seconds since 1970
 * @revoked_at: seconds since 1970, or 0
 *
 * A line of the ledger of issued certificates.  Nothing in it is secret.
 */
typedef struct
{
  char                  *serial;
  char                  *name;
  GStrv                  names;
  MusterCertificateKind  kind;
  gint64                 not_after;
  gint64                 revoked_at;
} MusterCertificateRecord;

#define MUSTER_TYPE_CERTIFICATE_RECORD (muster_certificate_record_get_type ())

GType                    muster_certificate_record_get_type      (void) G_GNUC_CONST;

/** muster_certificate_record_new: (transfer full): the line for a certificate just issued. */
MusterCertificateRecord *muster_certificate_record_new           (MusterCertificateKind           kind,
                                                                  MusterCertificateInfo          *info);

/**
 * muster_certificate_record_new_from_json:
 * @json: what muster_certificate_record_to_json() wrote; members of a newer
 *   Muster are passed over
 *
 * Returns: (transfer full) (nullable): the line, or %NULL with
 *   %MUSTER_SECRETS_ERROR_INVALID
 */
MusterCertificateRecord *muster_certificate_record_new_from_json (JsonObject                     *json,
                                                                  GError                        **error);

/** muster_certificate_record_to_json: (transfer full) */
JsonObject              *muster_certificate_record_to_json       (const MusterCertificateRecord  *self);

MusterCertificateRecord *muster_certificate_record_copy          (const MusterCertificateRecord  *self);
void                     muster_certificate_record_free          (MusterCertificateRecord        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusterCertificateRecord, muster_certificate_record_free)

G_END_DECLS
