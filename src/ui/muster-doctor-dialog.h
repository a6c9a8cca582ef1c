/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "muster-desk.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_DOCTOR_DIALOG (muster_doctor_dialog_get_type ())
G_DECLARE_FINAL_TYPE (MusterDoctorDialog, muster_doctor_dialog, MUSTER, DOCTOR_DIALOG, AdwDialog)

/** MusterDoctorDialog: examines @host and says what to do about what was found. */
AdwDialog *muster_doctor_dialog_new (MusterDesk *desk,
                                     MusterHost *host);

G_END_DECLS
