/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "muster-desk.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_CONFLICT_ALARM (muster_conflict_alarm_get_type ())
G_DECLARE_FINAL_TYPE (MusterConflictAlarm, muster_conflict_alarm, MUSTER, CONFLICT_ALARM, GObject)

/**
 * muster_conflict_alarm_new:
 * @banner: (transfer none): is shown while shared records say two things at once
 */
MusterConflictAlarm *muster_conflict_alarm_new (MusterDesk *desk,
                                                AdwBanner  *banner);

G_END_DECLS
