/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-cpu-fit.h"
#include "muster-doctor-step.h"
#include "muster-host-facts.h"
#include "muster-inventory.h"

G_BEGIN_DECLS

/**
 * MusterHostFitting:
 *
 * A host beside those that are there.
 */
typedef struct _MusterHostFitting MusterHostFitting;

/**
 * muster_host_fitting_new:
 * @id: (nullable): of its record, when it has one
 * @facts: what it can do; borrowed as long as this lives
 *
 * Asks the hosts to which @inventory is connected what they can do, waiting a
 * little for those it is connecting to.  In a fiber only.
 */
MusterHostFitting *muster_host_fitting_new      (MusterInventory         *inventory,
                                                 const char              *id,
                                                 const MusterHostFacts   *facts);
void               muster_host_fitting_free     (MusterHostFitting       *self);
/** Returns: (transfer none) (nullable): what the same host is called there. */
const char        *muster_host_fitting_get_twin (MusterHostFitting       *self);
/** Tells @step how it fits; @cpu: (nullable): what becomes of that of
 * @cluster; %NULL: nothing, it is in there. */
void               muster_host_fitting_tell     (MusterHostFitting       *self,
                                                 MusterDoctorStep        *step,
                                                 const char              *name,
                                                 const char              *cluster,
                                                 MusterCpuFit            *cpu);
/** Tells @step what a host can do. */
void               muster_host_fitting_tell_abilities (MusterDoctorStep  *step,
                                                 const char              *name,
                                                 const MusterHostFacts   *facts);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusterHostFitting, muster_host_fitting_free)

G_END_DECLS
