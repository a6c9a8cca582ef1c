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
 * @authority: (nullable): the key of who issued it, as #MusterCertificateInfo has it;
 *   %NULL when that was not written down
 * @issued_at: seconds since 1970, or 0 when that was not written down
 * @not_after: seconds since 1970
 * @superseded_at: when another was issued in its place: seconds since 1970, or 0;
 *   it is accepted until its end all the same
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
  char                  *authority;
  gint64                 issued_at;
  gint64                 not_after;
  gint64                 superseded_at;
  gint64                 revoked_at;
} MusterCertificateRecord;

/**
 * MusterCertificateState:
 * @MUSTER_CERTIFICATE_STATE_SUPERSEDED: valid, but renewed since
 *
 * What has become of a certificate; the last one that is true.
 */
typedef enum
{
  MUSTER_CERTIFICATE_STATE_VALID,
  MUSTER_CERTIFICATE_STATE_SUPERSEDED,
  MUSTER_CERTIFICATE_STATE_EXPIRED,
  MUSTER_CERTIFICATE_STATE_REVOKED,
} MusterCertificateState;

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

/** @now: seconds since 1970 */
MusterCertificateState   muster_certificate_record_get_state     (const MusterCertificateRecord  *self,
                                                                  gint64                          now);
/** muster_certificate_state_to_id: a stable word for programs: "superseded". */
const char              *muster_certificate_state_to_id          (MusterCertificateState          state);

MusterCertificateRecord *muster_certificate_record_copy          (const MusterCertificateRecord  *self);
void                     muster_certificate_record_free          (MusterCertificateRecord        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusterCertificateRecord, muster_certificate_record_free)

G_END_DECLS
