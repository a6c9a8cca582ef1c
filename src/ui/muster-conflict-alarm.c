/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-conflict-alarm.h"

struct _MusterConflictAlarm
{
  GObject parent_instance;

  MusterMembership *membership;
  AdwBanner *banner;
  guint look_id;
};

G_DEFINE_FINAL_TYPE (MusterConflictAlarm, muster_conflict_alarm, G_TYPE_OBJECT)

static DexFuture *
looked_cb (DexFuture *future,
           gpointer   data)
{
  MusterConflictAlarm *self = data;
  const GValue *value = dex_future_get_value (future, NULL);
  GPtrArray *losers = value != NULL ? g_value_get_boxed (value) : NULL;

  if (self->banner != NULL)
    adw_banner_set_revealed (self->banner, losers != NULL && losers->len > 0);

  return dex_future_new_true ();
}

static gboolean
look_cb (gpointer data)
{
  MusterConflictAlarm *self = data;

  self->look_id = 0;
  dex_future_disown (dex_future_finally (muster_membership_list_conflicts (self->membership),
                                         looked_cb, g_object_ref (self), g_object_unref));

  return G_SOURCE_REMOVE;
}

/* Of a host that is read for the first time the news come record by record. */
static void
look_soon (MusterConflictAlarm *self)
{
  if (self->look_id == 0)
    self->look_id = g_idle_add (look_cb, self);
}

static void
muster_conflict_alarm_dispose (GObject *object)
{
  MusterConflictAlarm *self = MUSTER_CONFLICT_ALARM (object);

  g_clear_handle_id (&self->look_id, g_source_remove);
  g_clear_object (&self->membership);
  g_clear_weak_pointer (&self->banner);

  G_OBJECT_CLASS (muster_conflict_alarm_parent_class)->dispose (object);
}

static void
muster_conflict_alarm_class_init (MusterConflictAlarmClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = muster_conflict_alarm_dispose;
}

static void
muster_conflict_alarm_init (MusterConflictAlarm *self)
{
}

MusterConflictAlarm *
muster_conflict_alarm_new (MusterDesk *desk,
                           AdwBanner  *banner)
{
  MusterConflictAlarm *self;

  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);
  g_return_val_if_fail (ADW_IS_BANNER (banner), NULL);

  self = g_object_new (MUSTER_TYPE_CONFLICT_ALARM, NULL);
  self->membership = g_object_ref (muster_desk_get_membership (desk));
  g_set_weak_pointer (&self->banner, banner);
  g_signal_connect_object (muster_membership_get_store (self->membership), "changed", G_CALLBACK (look_soon), self,
                           G_CONNECT_SWAPPED);
  look_soon (self);

  return self;
}
