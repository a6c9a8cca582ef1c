/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "muster-desk.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_CERTIFICATE_ALARM (muster_certificate_alarm_get_type ())
G_DECLARE_FINAL_TYPE (MusterCertificateAlarm, muster_certificate_alarm, MUSTER, CERTIFICATE_ALARM, GObject)

/**
 * muster_certificate_alarm_new:
 * @banner: (transfer none): is shown while a certificate ends within 30 days
 *
 * Looks at the certificates now and every six hours, and warns of those that end
 * soon: in the banner, and by a notification at 30, 7 and 1 days, each once.
 */
MusterCertificateAlarm *muster_certificate_alarm_new  (MusterDesk             *desk,
                                                       AdwBanner              *banner);

G_END_DECLS
