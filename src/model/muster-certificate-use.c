/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-certificate-use.h"

#define DAY (24 * 60 * 60)

struct _MusterCertificateUse
{
  GObject parent_instance;

  MusterCertificatePlace place;
  MusterCertificateUseKind kind;
  char *owner;
  char *name;
  char *subject;
  char *location;
  char **names;
  char *serial;
  gint64 not_after;
  gint64 revoked_at;
  gboolean is_ours;
};

G_DEFINE_FINAL_TYPE (MusterCertificateUse, muster_certificate_use, G_TYPE_OBJECT)

static void
muster_certificate_use_finalize (GObject *object)
{
  MusterCertificateUse *self = MUSTER_CERTIFICATE_USE (object);

  g_free (self->owner);
  g_free (self->name);
  g_free (self->subject);
  g_free (self->location);
  g_strfreev (self->names);
  g_free (self->serial);

  G_OBJECT_CLASS (muster_certificate_use_parent_class)->finalize (object);
}

static void
muster_certificate_use_class_init (MusterCertificateUseClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = muster_certificate_use_finalize;
}

static void
muster_certificate_use_init (MusterCertificateUse *self)
{
}

static char *
dup_text (const char *text)
{
  return g_strdup (text != NULL ? text : "");
}

MusterCertificateUse *
muster_certificate_use_new (const MusterCertificateUseFacts *facts)
{
  MusterCertificateUse *self;

  g_return_val_if_fail (facts != NULL && facts->name != NULL, NULL);

  self = g_object_new (MUSTER_TYPE_CERTIFICATE_USE, NULL);
  self->place = facts->place;
  self->kind = facts->kind;
  self->owner = dup_text (facts->owner);
  self->name = g_strdup (facts->name);
  self->subject = dup_text (facts->subject);
  self->location = dup_text (facts->location);
  self->names = facts->names != NULL ? g_strdupv ((char **) facts->names)
                                     : g_new0 (char *, 1);
  self->serial = dup_text (facts->serial);
  self->not_after = facts->not_after;
  self->revoked_at = facts->revoked_at;
  self->is_ours = facts->is_ours;

  return self;
}

MusterCertificatePlace
muster_certificate_use_get_place (MusterCertificateUse *self)
{
  g_return_val_if_fail (MUSTER_IS_CERTIFICATE_USE (self), MUSTER_CERTIFICATE_AT_HOST);

  return self->place;
}

MusterCertificateUseKind
muster_certificate_use_get_kind (MusterCertificateUse *self)
{
  g_return_val_if_fail (MUSTER_IS_CERTIFICATE_USE (self), MUSTER_CERTIFICATE_USE_KEPT);

  return self->kind;
}

const char *
muster_certificate_use_get_owner (MusterCertificateUse *self)
{
  g_return_val_if_fail (MUSTER_IS_CERTIFICATE_USE (self), NULL);

  return self->owner;
}

const char *
muster_certificate_use_get_name (MusterCertificateUse *self)
{
  g_return_val_if_fail (MUSTER_IS_CERTIFICATE_USE (self), NULL);

  return self->name;
}

const char *
muster_certificate_use_get_subject (MusterCertificateUse *self)
{
  g_return_val_if_fail (MUSTER_IS_CERTIFICATE_USE (self), NULL);

  return self->subject;
}

const char *
muster_certificate_use_get_location (MusterCertificateUse *self)
{
  g_return_val_if_fail (MUSTER_IS_CERTIFICATE_USE (self), NULL);

  return self->location;
}

const char * const *
muster_certificate_use_get_names (MusterCertificateUse *self)
{
  g_return_val_if_fail (MUSTER_IS_CERTIFICATE_USE (self), NULL);

  return (const char * const *) self->names;
}

gboolean
muster_certificate_use_get_is_ours (MusterCertificateUse *self)
{
  g_return_val_if_fail (MUSTER_IS_CERTIFICATE_USE (self), FALSE);

  return self->is_ours;
}

const char *
muster_certificate_use_get_serial (MusterCertificateUse *self)
{
  g_return_val_if_fail (MUSTER_IS_CERTIFICATE_USE (self), NULL);

  return self->serial;
}

gint64
muster_certificate_use_get_revoked_at (MusterCertificateUse *self)
{
  g_return_val_if_fail (MUSTER_IS_CERTIFICATE_USE (self), 0);

  return self->revoked_at;
}

const char *
muster_certificate_use_get_label (MusterCertificateUse *self)
{
  g_return_val_if_fail (MUSTER_IS_CERTIFICATE_USE (self), NULL);

  switch (self->kind)
    {
    case MUSTER_CERTIFICATE_USE_VNC: return _("VNC");
    case MUSTER_CERTIFICATE_USE_SPICE: return _("SPICE");
    case MUSTER_CERTIFICATE_USE_KEPT:
    case MUSTER_CERTIFICATE_USE_LIBVIRT:
    default: return muster_certificate_place_to_label (self->place);
    }
}

gint64
muster_certificate_use_get_not_after (MusterCertificateUse *self)
{
  g_return_val_if_fail (MUSTER_IS_CERTIFICATE_USE (self), 0);

  return self->not_after;
}

int
muster_certificate_use_get_days_left (MusterCertificateUse *self,
                                      gint64                now)
{
  gint64 left;

  g_return_val_if_fail (MUSTER_IS_CERTIFICATE_USE (self), 0);

  left = self->not_after - now;

  return (int) CLAMP (left >= 0 ? left / DAY : -((DAY - 1 - left) / DAY), -99999, 99999);
}

MusterCertificateLevel
muster_certificate_use_get_level (MusterCertificateUse *self,
                                  gint64                now)
{
  int days = muster_certificate_use_get_days_left (self, now);

  if (self->revoked_at != 0)
    return MUSTER_CERTIFICATE_REVOKED;
  if (days < 0)
    return MUSTER_CERTIFICATE_EXPIRED;
  if (days < 1)
    return MUSTER_CERTIFICATE_TOMORROW;
  if (days < 7)
    return MUSTER_CERTIFICATE_VERY_SOON;

  return days < 30 ? MUSTER_CERTIFICATE_SOON : MUSTER_CERTIFICATE_FINE;
}

const char *
muster_certificate_level_to_id (MusterCertificateLevel level)
{
  switch (level)
    {
    case MUSTER_CERTIFICATE_FINE: return "valid";
    case MUSTER_CERTIFICATE_SOON:
    case MUSTER_CERTIFICATE_VERY_SOON:
    case MUSTER_CERTIFICATE_TOMORROW: return "expiring";
    case MUSTER_CERTIFICATE_EXPIRED: return "expired";
    case MUSTER_CERTIFICATE_REVOKED: return "revoked";
    default: g_return_val_if_reached (NULL);
    }
}

const char *
muster_certificate_place_to_id (MusterCertificatePlace place)
{
  switch (place)
    {
    case MUSTER_CERTIFICATE_AT_AUTHORITY: return "authority";
    case MUSTER_CERTIFICATE_AT_DESK: return "desk";
    case MUSTER_CERTIFICATE_AT_HOST: return "host";
    default: g_return_val_if_reached (NULL);
    }
}

const char *
muster_certificate_use_kind_to_id (MusterCertificateUseKind kind)
{
  switch (kind)
    {
    case MUSTER_CERTIFICATE_USE_KEPT: return "keyring";
    case MUSTER_CERTIFICATE_USE_LIBVIRT: return "libvirt";
    case MUSTER_CERTIFICATE_USE_VNC: return "vnc";
    case MUSTER_CERTIFICATE_USE_SPICE: return "spice";
    default: g_return_val_if_reached (NULL);
    }
}

const char *
muster_certificate_place_to_label (MusterCertificatePlace place)
{
  switch (place)
    {
    case MUSTER_CERTIFICATE_AT_AUTHORITY: return _("Certificate authority");
    case MUSTER_CERTIFICATE_AT_DESK: return _("Identity on this computer");
    case MUSTER_CERTIFICATE_AT_HOST: return _("Host");
    default: g_return_val_if_reached (NULL);
    }
}
