/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-named-host.h"
#include "muster-recent-center.h"
#include "muster-rest-alarm.h"

struct _MusterRestAlarm
{
  GObject parent_instance;

  MusterDesk *desk;
  AdwBanner *banner;
  guint look_id;
};

G_DEFINE_FINAL_TYPE (MusterRestAlarm, muster_rest_alarm, G_TYPE_OBJECT)

/* Of what cannot be added nobody is told again and again. */
static guint
count_addable (GPtrArray *hosts)
{
  guint n = 0;

  for (guint i = 0; hosts != NULL && i < hosts->len; i++)
    n += ((MusterNamedHost *) hosts->pdata[i])->problem == NULL;

  return n;
}

static void
show (MusterRestAlarm *self,
      guint            n)
{
  g_autofree char *title =
    g_strdup_printf (ngettext ("This data center has %u more host.",
                               "This data center has %u more hosts.", n), n);

  if (n > 0)
    adw_banner_set_title (self->banner, title);
  adw_banner_set_revealed (self->banner, n > 0);
}

static DexFuture *
look_fiber (gpointer data)
{
  MusterRestAlarm *self = data;
  g_autoptr (MusterDesk) desk = self->desk != NULL ? g_object_ref (self->desk) : NULL;
  g_autoptr (GPtrArray) hosts = NULL;

  if (desk == NULL || muster_desk_get_secrets (desk) == NULL)
    return dex_future_new_true ();
  dex_await (muster_recent_center_note (desk), NULL);
  hosts = dex_await_boxed (muster_named_host_list (desk), NULL);
  if (self->banner != NULL)
    show (self, count_addable (hosts));

  return dex_future_new_true ();
}

static gboolean
look_cb (gpointer data)
{
  MusterRestAlarm *self = data;

  self->look_id = 0;
  dex_future_disown (dex_scheduler_spawn (NULL, 0, look_fiber, g_object_ref (self),
                                          g_object_unref));

  return G_SOURCE_REMOVE;
}

static void
look_soon (MusterRestAlarm *self)
{
  if (self->look_id == 0)
    self->look_id = g_idle_add (look_cb, self);
}

static void
muster_rest_alarm_dispose (GObject *object)
{
  MusterRestAlarm *self = MUSTER_REST_ALARM (object);

  g_clear_handle_id (&self->look_id, g_source_remove);
  g_clear_object (&self->desk);
  g_clear_weak_pointer (&self->banner);

  G_OBJECT_CLASS (muster_rest_alarm_parent_class)->dispose (object);
}

static void
muster_rest_alarm_class_init (MusterRestAlarmClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = muster_rest_alarm_dispose;
}

static void
muster_rest_alarm_init (MusterRestAlarm *self)
{
}

MusterRestAlarm *
muster_rest_alarm_new (MusterDesk *desk,
                       AdwBanner  *banner)
{
  MusterRestAlarm *self;
  MusterMembership *membership;
  MusterDataCenter *data_center;

  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);
  g_return_val_if_fail (ADW_IS_BANNER (banner), NULL);

  self = g_object_new (MUSTER_TYPE_REST_ALARM, NULL);
  self->desk = g_object_ref (desk);
  g_set_weak_pointer (&self->banner, banner);
  membership = muster_desk_get_membership (desk);
  data_center = muster_inventory_get_data_center (muster_desk_get_inventory (desk));
  g_signal_connect_object (membership, "changed", G_CALLBACK (look_soon), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (muster_membership_get_store (membership), "changed",
                           G_CALLBACK (look_soon), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (data_center, "notify::name", G_CALLBACK (look_soon), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (muster_data_center_get_hosts (data_center), "items-changed",
                           G_CALLBACK (look_soon), self, G_CONNECT_SWAPPED);

  return self;
}
