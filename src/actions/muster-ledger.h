/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-certificate-record.h"
#include "muster-store.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_LEDGER (muster_ledger_get_type ())
G_DECLARE_FINAL_TYPE (MusterLedger, muster_ledger, MUSTER, LEDGER, GObject)

/**
 * muster_ledger_new:
 * @store: keeps the lines, as records of the kind "certificate"
 *
 * What the authority of a data center has issued: a line for each certificate.
 * Signal "changed".
 *
 * What is named “await” is for fibers.  Errors are #MusterStoreError.
 */
MusterLedger *muster_ledger_new (MusterStore *store);

/** Returns: future of a GPtrArray of #MusterCertificateRecord, by name; rejects when one is damaged. */
DexFuture    *muster_ledger_list (MusterLedger *self);

/** Returns: (nullable): the one of @lines with that serial number. */
const MusterCertificateRecord *
              muster_ledger_find (GPtrArray  *lines,
                                  const char *serial);

/** Returns: (transfer full) (nullable): %NULL when there is no such line. */
MusterCertificateRecord *
              muster_ledger_await_line (MusterLedger *self,
                                        const char   *serial);

/** What a newer Muster wrote into the line besides stays. */
gboolean      muster_ledger_await_write (MusterLedger                   *self,
                                         const MusterCertificateRecord  *record,
                                         GError                        **error);

/** Writes down that another certificate took the place of that of @line. */
gboolean      muster_ledger_await_supersede (MusterLedger             *self,
                                             MusterCertificateRecord  *line,
                                             GError                  **error);

/**
 * muster_ledger_await_enter:
 * @certificate: PEM
 *
 * A certificate that the ledger does not have could never be revoked, so it is
 * handed out only when that has it.
 */
gboolean      muster_ledger_await_enter (MusterLedger           *self,
                                         MusterCertificateKind   kind,
                                         const char             *certificate,
                                         GError                **error);

/**
 * muster_ledger_await_revoked:
 * @revoked: of #MusterCertificateRecord, from wherever they came
 *
 * Returns: how many were not known as revoked, or -1
 */
gint64        muster_ledger_await_revoked (MusterLedger  *self,
                                           GPtrArray     *revoked,
                                           GError       **error);

G_END_DECLS
