/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-certificate-alarm.h"
#include "muster-certificate-row.h"

#define INTERVAL_S (6 * 60 * 60)

/* Hosts that are connecting just now answer a little later. */
#define FIRST_S 10

struct _MusterCertificateAlarm
{
  GObject parent_instance;

  MusterCertificateWatch *watch;
  AdwBanner *banner;
  MusterCertificateLevel notified;   /* the worst that was told already */
  guint timeout_id;
};

G_DEFINE_FINAL_TYPE (MusterCertificateAlarm, muster_certificate_alarm, G_TYPE_OBJECT)

/* The soonest end is the first of the list.  What was revoked was given up: nobody
 * has to hurry because of it. */
static MusterCertificateUse *
dup_first (MusterCertificateAlarm *self)
{
  GListModel *uses = muster_certificate_watch_get_uses (self->watch);

  for (guint i = 0; i < g_list_model_get_n_items (uses); i++)
    {
      g_autoptr (MusterCertificateUse) use = g_list_model_get_item (uses, i);

      if (muster_certificate_use_get_revoked_at (use) == 0)
        return g_steal_pointer (&use);
    }

  return NULL;
}

static char *
dup_title (MusterCertificateUse *use,
           gint64                now)
{
  g_autofree char *days =
    muster_certificate_row_describe_days (muster_certificate_use_get_days_left (use, now));

  /* Translators: whose certificate, and "3 days left" or "expired 2 days ago" */
  return g_strdup_printf (_("The certificate of “%s”: %s"),
                          muster_certificate_use_get_name (use), days);
}

static void
notify (MusterCertificateAlarm *self,
        MusterCertificateLevel  level,
        const char             *title)
{
  GApplication *application = g_application_get_default ();
  g_autoptr (GNotification) notification = NULL;

  if (level <= self->notified || application == NULL)
    return;
  self->notified = level;
  notification = g_notification_new (title);
  g_notification_set_body (notification,
                           _("Renew it in time: a host whose certificate has expired can be reached no more."));
  g_application_send_notification (application, "certificates", notification);
}

static void
update (MusterCertificateAlarm *self)
{
  g_autoptr (MusterCertificateUse) first = dup_first (self);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  MusterCertificateLevel level =
    first != NULL ? muster_certificate_use_get_level (first, now) : MUSTER_CERTIFICATE_FINE;
  g_autofree char *title = NULL;

  adw_banner_set_revealed (self->banner, level != MUSTER_CERTIFICATE_FINE);
  if (level == MUSTER_CERTIFICATE_FINE)
    return;

  title = dup_title (first, now);
  adw_banner_set_title (self->banner, title);
  notify (self, level, title);
}

static gboolean look_cb (gpointer data);

static void
look_later (MusterCertificateAlarm *self,
            guint                   seconds)
{
  self->timeout_id = g_timeout_add_seconds (seconds, look_cb, self);
}

static gboolean
look_cb (gpointer data)
{
  MusterCertificateAlarm *self = data;

  dex_future_disown (muster_certificate_watch_look (self->watch));
  look_later (self, INTERVAL_S);

  return G_SOURCE_REMOVE;
}

static void
muster_certificate_alarm_dispose (GObject *object)
{
  MusterCertificateAlarm *self = MUSTER_CERTIFICATE_ALARM (object);

  g_clear_handle_id (&self->timeout_id, g_source_remove);
  g_clear_object (&self->watch);
  g_clear_object (&self->banner);

  G_OBJECT_CLASS (muster_certificate_alarm_parent_class)->dispose (object);
}

static void
muster_certificate_alarm_class_init (MusterCertificateAlarmClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = muster_certificate_alarm_dispose;
}

static void
muster_certificate_alarm_init (MusterCertificateAlarm *self)
{
}

MusterCertificateAlarm *
muster_certificate_alarm_new (MusterDesk *desk,
                              AdwBanner  *banner)
{
  MusterCertificateAlarm *self;

  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);
  g_return_val_if_fail (ADW_IS_BANNER (banner), NULL);

  self = g_object_new (MUSTER_TYPE_CERTIFICATE_ALARM, NULL);
  self->watch = g_object_ref (muster_desk_get_certificates (desk));
  self->banner = g_object_ref (banner);
  g_signal_connect_object (muster_certificate_watch_get_uses (self->watch), "items-changed",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  look_later (self, FIRST_S);

  return self;
}
