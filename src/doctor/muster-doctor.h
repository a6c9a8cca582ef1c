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
 * muster_doctor_run:
 *
 * Goes through the steps; what cannot be looked at after a failure is skipped.
 *
 * Returns: future of a GPtrArray of #MusterFinding, empty when all is well
 */
DexFuture    *muster_doctor_run       (MusterDoctor       *self);

G_END_DECLS
