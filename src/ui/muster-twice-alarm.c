/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-twice-alarm.h"

struct _MusterTwiceAlarm
{
  GObject parent_instance;

  MusterDataCenter *data_center;
  AdwBanner *banner;
  guint n_notified;
};

G_DEFINE_FINAL_TYPE (MusterTwiceAlarm, muster_twice_alarm, G_TYPE_OBJECT)

static MusterVm *
dup_first (MusterTwiceAlarm *self)
{
  GListModel *vms = muster_data_center_get_vms (self->data_center);

  for (guint i = 0; i < g_list_model_get_n_items (vms); i++)
    {
      g_autoptr (MusterVm) vm = g_list_model_get_item (vms, i);

      if (muster_vm_get_running_twice (vm) != NULL)
        return g_steal_pointer (&vm);
    }

  return NULL;
}

static char *
dup_title (MusterVm *vm,
           guint     n)
{
  g_autofree char *hosts = g_strjoinv (", ", (char **) muster_vm_get_running_twice (vm));

  if (n > 1)
    return g_strdup_printf (ngettext ("%u VM runs on several hosts at once, which damages its disks.",
                                      "%u VMs run on several hosts at once, which damages their disks.",
                                      n), n);

  /* Translators: a VM's name and hosts' names */
  return g_strdup_printf (_("“%s” runs on several hosts at once: %s. Stop it on all but one now."),
                          muster_vm_get_label (vm), hosts);
}

static void
notify_desktop (MusterTwiceAlarm *self,
                guint             n,
                const char       *title)
{
  GApplication *application = g_application_get_default ();
  gboolean more = n > self->n_notified;
  g_autoptr (GNotification) notification = NULL;

  self->n_notified = n;
  if (!more || application == NULL)
    return;
  notification = g_notification_new (title);
  g_notification_set_body (notification, _("Its disks may be damaged already."));
  g_notification_set_priority (notification, G_NOTIFICATION_PRIORITY_URGENT);
  g_application_send_notification (application, "running-twice", notification);
}

static void
update (MusterTwiceAlarm *self)
{
  guint n = muster_data_center_get_n_running_twice (self->data_center);
  g_autoptr (MusterVm) vm = n > 0 ? dup_first (self) : NULL;
  g_autofree char *title = vm != NULL ? dup_title (vm, n) : NULL;

  if (self->banner == NULL)
    return;
  if (vm != NULL)
    {
      adw_banner_set_title (self->banner, title);
      gtk_actionable_set_action_target (GTK_ACTIONABLE (self->banner), "s",
                                        muster_vm_get_uuid (vm));
    }
  adw_banner_set_revealed (self->banner, vm != NULL);
  notify_desktop (self, n, title);
}

static void
muster_twice_alarm_dispose (GObject *object)
{
  MusterTwiceAlarm *self = MUSTER_TWICE_ALARM (object);

  g_clear_object (&self->data_center);
  g_clear_weak_pointer (&self->banner);

  G_OBJECT_CLASS (muster_twice_alarm_parent_class)->dispose (object);
}

static void
muster_twice_alarm_class_init (MusterTwiceAlarmClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = muster_twice_alarm_dispose;
}

static void
muster_twice_alarm_init (MusterTwiceAlarm *self)
{
}

MusterTwiceAlarm *
muster_twice_alarm_new (MusterDataCenter *data_center,
                        AdwBanner        *banner)
{
  MusterTwiceAlarm *self;

  g_return_val_if_fail (MUSTER_IS_DATA_CENTER (data_center), NULL);
  g_return_val_if_fail (ADW_IS_BANNER (banner), NULL);

  self = g_object_new (MUSTER_TYPE_TWICE_ALARM, NULL);
  self->data_center = g_object_ref (data_center);
  g_set_weak_pointer (&self->banner, banner);
  g_signal_connect_object (data_center, "notify::n-running-twice", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update (self);

  return self;
}
