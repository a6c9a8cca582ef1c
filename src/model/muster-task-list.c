/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-task-list.h"

#define KEPT_FINISHED 100

struct _MusterTaskList
{
  GObject parent_instance;

  GListStore *tasks;
  guint n_running;
  double progress;
};

enum { PROP_0, PROP_N_RUNNING, PROP_PROGRESS, N_PROPS };
enum { FINISHED, N_SIGNALS };

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static GType
get_item_type (GListModel *model)
{
  return MUSTER_TYPE_TASK;
}

static guint
get_n_items (GListModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (MUSTER_TASK_LIST (model)->tasks));
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  return g_list_model_get_item (G_LIST_MODEL (MUSTER_TASK_LIST (model)->tasks),
                                position);
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (MusterTaskList, muster_task_list, G_TYPE_OBJECT,
  G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static void
muster_task_list_finalize (GObject *object)
{
  MusterTaskList *self = MUSTER_TASK_LIST (object);

  g_clear_object (&self->tasks);

  G_OBJECT_CLASS (muster_task_list_parent_class)->finalize (object);
}

static void
muster_task_list_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  MusterTaskList *self = MUSTER_TASK_LIST (object);

  switch (prop_id)
    {
    case PROP_N_RUNNING: g_value_set_uint (value, self->n_running); break;
    case PROP_PROGRESS: g_value_set_double (value, self->progress); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
muster_task_list_class_init (MusterTaskListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags =
    G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = muster_task_list_finalize;
  object_class->get_property = muster_task_list_get_property;

  properties[PROP_N_RUNNING] =
    g_param_spec_uint ("n-running", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_PROGRESS] =
    g_param_spec_double ("progress", NULL, NULL, -1, 1, -1, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[FINISHED] =
    g_signal_new ("finished", MUSTER_TYPE_TASK_LIST, G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 1, MUSTER_TYPE_TASK);
}

static void
items_changed_cb (MusterTaskList *self,
                  guint           position,
                  guint           removed,
                  guint           added)
{
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
}

static void
muster_task_list_init (MusterTaskList *self)
{
  self->progress = -1;
  self->tasks = g_list_store_new (MUSTER_TYPE_TASK);
  g_signal_connect_object (self->tasks, "items-changed",
                           G_CALLBACK (items_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

MusterTaskList *
muster_task_list_new (void)
{
  return g_object_new (MUSTER_TYPE_TASK_LIST, NULL);
}

static gboolean
is_running (MusterTask *task)
{
  return muster_task_get_state (task) == MUSTER_TASK_RUNNING;
}

/* The mean of the running tasks that know how far they are. */
static double
mean_progress (MusterTaskList *self)
{
  GListModel *model = G_LIST_MODEL (self->tasks);
  double sum = 0;
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr(MusterTask) task = g_list_model_get_item (model, i);

      if (!is_running (task) || muster_task_get_progress (task) < 0)
        continue;
      sum += muster_task_get_progress (task);
      n++;
    }
  return n > 0 ? sum / n : -1;
}

static void
update_progress (MusterTaskList *self)
{
  double progress = mean_progress (self);

  if (self->progress == progress)
    return;
  self->progress = progress;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROGRESS]);
}

static void
set_n_running (MusterTaskList *self,
               guint           n_running)
{
  self->n_running = n_running;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_RUNNING]);
}

static void
forget_oldest_finished (MusterTaskList *self)
{
  GListModel *model = G_LIST_MODEL (self->tasks);
  guint n_finished = 0;

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr(MusterTask) task = g_list_model_get_item (model, i);

      if (is_running (task) || ++n_finished <= KEPT_FINISHED)
        continue;
      g_list_store_remove (self->tasks, i--);
    }
}

static void
state_changed_cb (MusterTaskList *self,
                  GParamSpec     *pspec,
                  MusterTask     *task)
{
  set_n_running (self, self->n_running - 1);
  update_progress (self);
  g_signal_emit (self, signals[FINISHED], 0, task);
  forget_oldest_finished (self);
}

void
muster_task_list_add (MusterTaskList *self,
                      MusterTask     *task)
{
  g_return_if_fail (MUSTER_IS_TASK_LIST (self));
  g_return_if_fail (MUSTER_IS_TASK (task));
  g_return_if_fail (is_running (task));

  g_signal_connect_object (task, "notify::state",
                           G_CALLBACK (state_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (task, "notify::progress",
                           G_CALLBACK (update_progress), self,
                           G_CONNECT_SWAPPED);
  g_list_store_insert (self->tasks, 0, task);
  set_n_running (self, self->n_running + 1);
  update_progress (self);
}

guint
muster_task_list_get_n_running (MusterTaskList *self)
{
  g_return_val_if_fail (MUSTER_IS_TASK_LIST (self), 0);
  return self->n_running;
}

double
muster_task_list_get_progress (MusterTaskList *self)
{
  g_return_val_if_fail (MUSTER_IS_TASK_LIST (self), -1);
  return self->progress;
}

void
muster_task_list_clear_finished (MusterTaskList *self)
{
  GListModel *model;

  g_return_if_fail (MUSTER_IS_TASK_LIST (self));

  model = G_LIST_MODEL (self->tasks);
  for (guint i = g_list_model_get_n_items (model); i > 0; i--)
    {
      g_autoptr(MusterTask) task = g_list_model_get_item (model, i - 1);

      if (!is_running (task))
        g_list_store_remove (self->tasks, i - 1);
    }
}
