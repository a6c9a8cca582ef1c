/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-certificate-use.h"

#define DAY (24 * 60 * 60)

struct _MusterCertificateUse
{
  GObject parent_instance;

  MusterCertificatePlace place;
  char *name;
  char *subject;
  gint64 not_after;
};

G_DEFINE_FINAL_TYPE (MusterCertificateUse, muster_certificate_use, G_TYPE_OBJECT)

static void
muster_certificate_use_finalize (GObject *object)
{
  MusterCertificateUse *self = MUSTER_CERTIFICATE_USE (object);

  g_free (self->name);
  g_free (self->subject);

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

MusterCertificateUse *
muster_certificate_use_new (MusterCertificatePlace  place,
                            const char             *name,
                            const char             *subject,
                            gint64                  not_after)
{
  MusterCertificateUse *self;

  g_return_val_if_fail (name != NULL, NULL);

  self = g_object_new (MUSTER_TYPE_CERTIFICATE_USE, NULL);
  self->place = place;
  self->name = g_strdup (name);
  self->subject = g_strdup (subject != NULL ? subject : "");
  self->not_after = not_after;

  return self;
}

MusterCertificatePlace
muster_certificate_use_get_place (MusterCertificateUse *self)
{
  g_return_val_if_fail (MUSTER_IS_CERTIFICATE_USE (self), MUSTER_CERTIFICATE_AT_HOST);

  return self->place;
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

  if (days < 0)
    return MUSTER_CERTIFICATE_EXPIRED;
  if (days < 1)
    return MUSTER_CERTIFICATE_TOMORROW;
  if (days < 7)
    return MUSTER_CERTIFICATE_VERY_SOON;

  return days < 30 ? MUSTER_CERTIFICATE_SOON : MUSTER_CERTIFICATE_FINE;
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
