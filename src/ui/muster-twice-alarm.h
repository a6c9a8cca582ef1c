/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "muster-data-center.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_TWICE_ALARM (muster_twice_alarm_get_type ())
G_DECLARE_FINAL_TYPE (MusterTwiceAlarm, muster_twice_alarm, MUSTER, TWICE_ALARM, GObject)

/**
 * muster_twice_alarm_new:
 * @banner: (transfer none): is shown while hosts run one VM at once; its button shows
 *   the VM
 *
 * Also notifies the desktop, urgently, when that begins.
 */
MusterTwiceAlarm *muster_twice_alarm_new (MusterDataCenter *data_center,
                                          AdwBanner        *banner);

G_END_DECLS
