/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "muster-desk.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_REST_ALARM (muster_rest_alarm_get_type ())
G_DECLARE_FINAL_TYPE (MusterRestAlarm, muster_rest_alarm, MUSTER, REST_ALARM, GObject)

/**
 * muster_rest_alarm_new:
 * @banner: (transfer none): says how many hosts the data center has that the desk does
 *   not list, while there are such
 *
 * Also remembers the data center that is looked at, for when no host is listed.
 */
MusterRestAlarm *muster_rest_alarm_new (MusterDesk *desk,
                                        AdwBanner  *banner);

G_END_DECLS
