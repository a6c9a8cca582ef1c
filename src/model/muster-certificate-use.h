/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * MusterCertificatePlace:
 *
 * Where a certificate is in use.
 */
typedef enum
{
  MUSTER_CERTIFICATE_AT_AUTHORITY,
  MUSTER_CERTIFICATE_AT_DESK,
  MUSTER_CERTIFICATE_AT_HOST,
} MusterCertificatePlace;

/**
 * MusterCertificateLevel:
 *
 * How near its end is: 30 days, 7 days, one day, or past.
 */
typedef enum
{
  MUSTER_CERTIFICATE_FINE,
  MUSTER_CERTIFICATE_SOON,
  MUSTER_CERTIFICATE_VERY_SOON,
  MUSTER_CERTIFICATE_TOMORROW,
  MUSTER_CERTIFICATE_EXPIRED,
} MusterCertificateLevel;

#define MUSTER_TYPE_CERTIFICATE_USE (muster_certificate_use_get_type ())
G_DECLARE_FINAL_TYPE (MusterCertificateUse, muster_certificate_use, MUSTER, CERTIFICATE_USE, GObject)

/**
 * muster_certificate_use_new:
 * @name: the host's, the identity's or the authority's
 * @not_after: seconds since 1970
 *
 * A certificate where it is in use.  It never changes.
 */
MusterCertificateUse   *muster_certificate_use_new           (MusterCertificatePlace  place,
                                                              const char             *name,
                                                              const char             *subject,
                                                              gint64                  not_after);
MusterCertificatePlace  muster_certificate_use_get_place     (MusterCertificateUse   *self);
const char             *muster_certificate_use_get_name      (MusterCertificateUse   *self);
const char             *muster_certificate_use_get_subject   (MusterCertificateUse   *self);
gint64                  muster_certificate_use_get_not_after (MusterCertificateUse   *self);
/** @now: seconds since 1970.  Returns: whole days; negative when it has expired */
int                     muster_certificate_use_get_days_left (MusterCertificateUse   *self,
                                                              gint64                  now);
MusterCertificateLevel  muster_certificate_use_get_level     (MusterCertificateUse   *self,
                                                              gint64                  now);
/** Returns: "authority", "desk" or "host" */
const char             *muster_certificate_place_to_id       (MusterCertificatePlace  place);
/** Returns: what kind of thing has it, translated: "Certificate authority" */
const char             *muster_certificate_place_to_label    (MusterCertificatePlace  place);

G_END_DECLS
