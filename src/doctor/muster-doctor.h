/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "muster-connection.h"
#include "muster-doctor-step.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_DOCTOR (muster_doctor_get_type ())
G_DECLARE_FINAL_TYPE (MusterDoctor, muster_doctor, MUSTER, DOCTOR, GObject)

/**
 * muster_doctor_new:
 * @uri: the host's libvirt URI
 * @credentials: (nullable): what we show to it
 *
 * Finds out what is wrong on the way to a host, from its name to its screens.
 * Nothing on the host is changed; to see its clock, a volume is made in one of
 * its pools and removed again.
 *
 * Returns: (transfer full) (nullable): %NULL with %MUSTER_VIRT_ERROR_INVALID
 */
MusterDoctor *muster_doctor_new       (const char         *uri,
                                       MusterCredentials  *credentials,
                                       GError            **error);
/** Returns: (transfer none): a list of #MusterDoctorStep, complete from the start. */
GListModel   *muster_doctor_get_steps (MusterDoctor       *self);
/**
 * muster_doctor_set_migration_failure:
 * @source: (nullable): the host that could not reach this one for a migration
 *   in this session, %NULL when all could that tried
 */
void          muster_doctor_set_migration_failure (MusterDoctor *self,
                                                   const char   *source);
/**
 * muster_doctor_keep_connection:
 *
 * Has the connection left open at the end, for muster_doctor_steal_connection().
 */
void          muster_doctor_keep_connection  (MusterDoctor       *self);
/** Returns: (transfer full) (nullable): open, to be closed by the caller. */
MusterConnection *muster_doctor_steal_connection (MusterDoctor   *self);
/**
 * muster_doctor_run:
 * @cancellable: (nullable): ends the wait at once; what is under way then ends
 *   by itself
 *
 * Goes through the steps; what cannot be looked at after a failure is skipped.
 *
 * Returns: future of a GPtrArray of #MusterFinding, empty when all is well;
 *   rejects with %G_IO_ERROR_CANCELLED only
 */
DexFuture    *muster_doctor_run              (MusterDoctor       *self,
                                              GCancellable       *cancellable);

G_END_DECLS
