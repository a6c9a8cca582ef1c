/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-screen-fault.h"
#include "muster-vm-screen.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_SCREEN_DIAGNOSIS (muster_screen_diagnosis_get_type ())
G_DECLARE_FINAL_TYPE (MusterScreenDiagnosis, muster_screen_diagnosis, MUSTER, SCREEN_DIAGNOSIS,
                      GObject)

/**
 * muster_screen_diagnosis_new:
 *
 * Knows why there is nothing to show of @screen.  Emits "found" when it has found
 * that out.
 */
MusterScreenDiagnosis *muster_screen_diagnosis_new       (MusterVmScreen        *screen);

/**
 * muster_screen_diagnosis_ask:
 * @reason: why the last attempt ended
 * @error: (nullable): the same in words; asked about once, until it is forgotten
 */
void                   muster_screen_diagnosis_ask       (MusterScreenDiagnosis *self,
                                                          ConsoleReason          reason,
                                                          const char            *error);

/** Looked for anew: the same words may have another cause by now. */
void                   muster_screen_diagnosis_forget    (MusterScreenDiagnosis *self);

/**
 * muster_screen_diagnosis_get_fault:
 *
 * Returns: (nullable): what was found
 */
MusterScreenFault     *muster_screen_diagnosis_get_fault (MusterScreenDiagnosis *self);

G_END_DECLS
