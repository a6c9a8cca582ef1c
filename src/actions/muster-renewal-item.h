/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-certificate-use.h"
#include "muster-task.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_RENEWAL_STATE (muster_renewal_state_get_type ())

/**
 * MusterRenewalState:
 * @MUSTER_RENEWAL_WAITING: nothing has been done yet
 * @MUSTER_RENEWAL_WORKING: it is being renewed
 * @MUSTER_RENEWAL_DONE: it has been
 * @MUSTER_RENEWAL_FAILED: it could not be; the message says why
 * @MUSTER_RENEWAL_NEEDS_DESTINATION: nobody has said where ssh logs in
 * @MUSTER_RENEWAL_NOT_OURS: our authority has not issued it
 * @MUSTER_RENEWAL_REVOKED: an identity that was revoked: who is to be let in
 *   again is issued a new one
 */
typedef enum
{
  MUSTER_RENEWAL_WAITING,
  MUSTER_RENEWAL_WORKING,
  MUSTER_RENEWAL_DONE,
  MUSTER_RENEWAL_FAILED,
  MUSTER_RENEWAL_NEEDS_DESTINATION,
  MUSTER_RENEWAL_NOT_OURS,
  MUSTER_RENEWAL_REVOKED,
} MusterRenewalState;

GType       muster_renewal_state_get_type (void) G_GNUC_CONST;
/** muster_renewal_state_to_id: a stable word for programs: "needs-destination". */
const char *muster_renewal_state_to_id    (MusterRenewalState state);

#define MUSTER_TYPE_RENEWAL_ITEM (muster_renewal_item_get_type ())
G_DECLARE_FINAL_TYPE (MusterRenewalItem, muster_renewal_item, MUSTER, RENEWAL_ITEM, GObject)

/**
 * muster_renewal_item_new:
 * @use: its first certificate
 *
 * What is renewed at once: a host with all its certificates, an identity, or
 * the authority.  Properties: "name", "place", "not-after" (seconds since
 * 1970), "state", "message", "destination", "selected".
 */
MusterRenewalItem     *muster_renewal_item_new             (MusterCertificateUse   *use);
/** Adds another certificate of the same owner. */
void                   muster_renewal_item_add             (MusterRenewalItem      *self,
                                                            MusterCertificateUse   *use);
const char            *muster_renewal_item_get_name        (MusterRenewalItem      *self);
MusterCertificatePlace muster_renewal_item_get_place       (MusterRenewalItem      *self);
/** The id of the host's record or of the identity; "" for the authority. */
const char            *muster_renewal_item_get_owner       (MusterRenewalItem      *self);
/** Of a host: the names that its certificate is for. */
const char * const    *muster_renewal_item_get_names       (MusterRenewalItem      *self);
/** Whether the certificate that it shows now is revoked: the next one needs a new key. */
gboolean               muster_renewal_item_is_revoked      (MusterRenewalItem      *self);
/** When the first of its certificates ends. */
gint64                 muster_renewal_item_get_not_after   (MusterRenewalItem      *self);
/**
 * muster_renewal_item_is_due:
 * @end: seconds since 1970
 *
 * Returns: whether it ends before @end and a renewal would help: displays of
 *   VMs that run may go on with what the host had before, until their next
 *   start; never for what was revoked, which nobody is to let in by the way
 */
gboolean               muster_renewal_item_is_due          (MusterRenewalItem      *self,
                                                            gint64                  end);
MusterRenewalState     muster_renewal_item_get_state       (MusterRenewalItem      *self);
/** What it does just now, or why it failed; "" when there is nothing to say. */
const char            *muster_renewal_item_get_message     (MusterRenewalItem      *self);
/** Of a host: where ssh logs in; %NULL while nobody has said. */
const char            *muster_renewal_item_get_destination (MusterRenewalItem      *self);
void                   muster_renewal_item_set_destination (MusterRenewalItem      *self,
                                                            const char             *destination);
/** Whether muster_renewal_run() renews it. */
gboolean               muster_renewal_item_get_selected    (MusterRenewalItem      *self);
void                   muster_renewal_item_set_selected    (MusterRenewalItem      *self,
                                                            gboolean                selected);
/** Returns: (transfer none) (nullable): of a host, once it has begun. */
MusterTask            *muster_renewal_item_get_task        (MusterRenewalItem      *self);

/* These are for MusterRenewal. */
void                   muster_renewal_item_set_state       (MusterRenewalItem      *self,
                                                            MusterRenewalState      state,
                                                            const char             *message);
void                   muster_renewal_item_set_task        (MusterRenewalItem      *self,
                                                            MusterTask             *task);

G_END_DECLS
