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
 * MusterCertificateUseKind:
 * @MUSTER_CERTIFICATE_USE_KEPT: kept in the keyring
 * @MUSTER_CERTIFICATE_USE_LIBVIRT: libvirt's port of a host shows it
 * @MUSTER_CERTIFICATE_USE_VNC: displays of VMs that run on a host show it
 * @MUSTER_CERTIFICATE_USE_SPICE: the same for SPICE
 *
 * What uses a certificate.
 */
typedef enum
{
  MUSTER_CERTIFICATE_USE_KEPT,
  MUSTER_CERTIFICATE_USE_LIBVIRT,
  MUSTER_CERTIFICATE_USE_VNC,
  MUSTER_CERTIFICATE_USE_SPICE,
} MusterCertificateUseKind;

/**
 * MusterCertificateUseFacts:
 * @owner: id of the host's record or of the identity; "" for the authority
 * @name: the host's, the identity's or the authority's
 * @subject: (nullable)
 * @location: (nullable): where it is, for people: "host1.lab:16514"
 * @names: (nullable): the DNS names and addresses it is for
 * @serial: (nullable): lower-case hex digits
 * @not_after: seconds since 1970
 * @revoked_at: seconds since 1970, 0 unless this desk knows it as revoked
 * @is_ours: whether this desk's authority has issued it, or is it
 *
 * What is known of a certificate in use.  All is borrowed.
 */
typedef struct
{
  MusterCertificatePlace place;
  MusterCertificateUseKind kind;
  const char *owner;
  const char *name;
  const char *subject;
  const char *location;
  const char * const *names;
  const char *serial;
  gint64 not_after;
  gint64 revoked_at;
  gboolean is_ours;
} MusterCertificateUseFacts;

/**
 * MusterCertificateLevel:
 *
 * How near its end is: 30 days, 7 days, one day, or past; or whether it was
 * revoked, whenever it ends.
 */
typedef enum
{
  MUSTER_CERTIFICATE_FINE,
  MUSTER_CERTIFICATE_SOON,
  MUSTER_CERTIFICATE_VERY_SOON,
  MUSTER_CERTIFICATE_TOMORROW,
  MUSTER_CERTIFICATE_EXPIRED,
  MUSTER_CERTIFICATE_REVOKED,
} MusterCertificateLevel;

#define MUSTER_TYPE_CERTIFICATE_USE (muster_certificate_use_get_type ())
G_DECLARE_FINAL_TYPE (MusterCertificateUse, muster_certificate_use, MUSTER, CERTIFICATE_USE, GObject)

/** muster_certificate_use_new: a certificate where it is in use.  It never changes. */
MusterCertificateUse   *muster_certificate_use_new           (const MusterCertificateUseFacts *facts);
MusterCertificatePlace  muster_certificate_use_get_place     (MusterCertificateUse   *self);
MusterCertificateUseKind muster_certificate_use_get_kind     (MusterCertificateUse   *self);
const char             *muster_certificate_use_get_owner     (MusterCertificateUse   *self);
const char             *muster_certificate_use_get_name      (MusterCertificateUse   *self);
const char             *muster_certificate_use_get_subject   (MusterCertificateUse   *self);
/** Where it is, for people: "host1.lab:16514", "Keyring"; "" when that is unknown. */
const char             *muster_certificate_use_get_location  (MusterCertificateUse   *self);
/** The DNS names and addresses it is for; never %NULL. */
const char * const     *muster_certificate_use_get_names     (MusterCertificateUse   *self);
/** Whether this desk's authority has issued it, so that it can renew it. */
gboolean                muster_certificate_use_get_is_ours   (MusterCertificateUse   *self);
/** Returns: lower-case hex digits; "" when that is unknown */
const char             *muster_certificate_use_get_serial    (MusterCertificateUse   *self);
/** Returns: seconds since 1970, 0 unless it is known as revoked */
gint64                  muster_certificate_use_get_revoked_at (MusterCertificateUse  *self);
/** Returns: what has it, translated: "Certificate authority", "Host", "VNC" */
const char             *muster_certificate_use_get_label     (MusterCertificateUse   *self);
gint64                  muster_certificate_use_get_not_after (MusterCertificateUse   *self);
/** @now: seconds since 1970.  Returns: whole days; negative when it has expired */
int                     muster_certificate_use_get_days_left (MusterCertificateUse   *self,
                                                              gint64                  now);
MusterCertificateLevel  muster_certificate_use_get_level     (MusterCertificateUse   *self,
                                                              gint64                  now);
/** Returns: a stable word for programs: "valid", "expiring", "expired", "revoked" */
const char             *muster_certificate_level_to_id       (MusterCertificateLevel  level);
/** Returns: "authority", "desk" or "host" */
const char             *muster_certificate_place_to_id       (MusterCertificatePlace  place);
/** Returns: "keyring", "libvirt", "vnc" or "spice" */
const char             *muster_certificate_use_kind_to_id    (MusterCertificateUseKind kind);
/** Returns: what kind of thing has it, translated: "Certificate authority" */
const char             *muster_certificate_place_to_label    (MusterCertificatePlace  place);

G_END_DECLS
