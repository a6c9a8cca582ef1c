/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-doctor-step.h"
#include "muster-handshake.h"

G_BEGIN_DECLS

/**
 * muster_certificate_judge_server:
 *
 * What is wrong with the certificate that @host showed.
 *
 * Returns: whether it can be trusted
 */
gboolean muster_certificate_judge_server  (MusterDoctorStep      *step,
                                           const MusterHandshake *seen,
                                           const char            *host);

/**
 * muster_certificate_judge_reverse:
 * @reverse: (nullable): what @host's address is called in DNS
 *
 * Tells @step when the certificate does not name @reverse, but @host: other
 * hosts may use either.
 */
void     muster_certificate_judge_reverse (MusterDoctorStep      *step,
                                           const MusterHandshake *seen,
                                           const char            *host,
                                           const char            *reverse);

/**
 * muster_certificate_judge_client:
 * @certificate: (nullable): ours, PEM
 * @crl: (nullable): what its CA has revoked as far as is known here, PEM
 *
 * Why a handshake ended as it did, as far as our own certificate is the cause.
 * The wire shows the same close for all causes, so they are told apart by
 * elimination.
 */
void     muster_certificate_judge_client  (MusterDoctorStep      *step,
                                           const MusterHandshake *seen,
                                           const char            *host,
                                           const char            *certificate,
                                           const char            *crl);

/** Returns: (transfer full) (nullable): the fault in a few words, %NULL for none. */
char    *muster_certificate_judge_display (const MusterHandshake *seen,
                                           const char            *host);

/** Returns: (transfer full): who issued the server's certificate and until when. */
char    *muster_certificate_judge_dup_summary (const MusterHandshake *seen);

G_END_DECLS
