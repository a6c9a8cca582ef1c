/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "muster-task.h"

/* What a package manager says at length is a tenth of it. */
#define MAX_OUTPUT (256 * 1024)

struct _MusterTask
{
  GObject parent_instance;

  char *title;
  char *object;
  char *message;
  char *reason;
  char *advice;
  char *details;
  char *warning;
  GString *output;
  MusterTaskState state;
  double progress;
  gint64 started_at;
  gint64 finished_at;
  gboolean can_cancel;
  GCancellable *cancellable;
};

G_DEFINE_ENUM_TYPE (MusterTaskState, muster_task_state,
  G_DEFINE_ENUM_VALUE (MUSTER_TASK_RUNNING, "running"),
  G_DEFINE_ENUM_VALUE (MUSTER_TASK_DONE, "done"),
  G_DEFINE_ENUM_VALUE (MUSTER_TASK_FAILED, "failed"),
  G_DEFINE_ENUM_VALUE (MUSTER_TASK_CANCELLED, "cancelled"))

enum
{
  PROP_0,
  PROP_TITLE,
  PROP_OBJECT,
  PROP_MESSAGE,
  PROP_REASON,
  PROP_ADVICE,
  PROP_DETAILS,
  PROP_WARNING,
  PROP_OUTPUT,
  PROP_STATE,
  PROP_PROGRESS,
  PROP_STARTED_AT,
  PROP_FINISHED_AT,
  PROP_CAN_CANCEL,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (MusterTask, muster_task, G_TYPE_OBJECT)

static void
muster_task_finalize (GObject *object)
{
  MusterTask *self = MUSTER_TASK (object);

  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->object, g_free);
  g_clear_pointer (&self->message, g_free);
  g_clear_pointer (&self->reason, g_free);
  g_clear_pointer (&self->advice, g_free);
  g_clear_pointer (&self->details, g_free);
  g_clear_pointer (&self->warning, g_free);
  if (self->output != NULL)
    g_string_free (self->output, TRUE);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (muster_task_parent_class)->finalize (object);
}

static void
muster_task_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  MusterTask *self = MUSTER_TASK (object);

  switch (prop_id)
    {
    case PROP_TITLE: g_value_set_string (value, self->title); break;
    case PROP_OBJECT: g_value_set_string (value, self->object); break;
    case PROP_MESSAGE: g_value_set_string (value, self->message); break;
    case PROP_REASON: g_value_set_string (value, self->reason); break;
    case PROP_ADVICE: g_value_set_string (value, self->advice); break;
    case PROP_DETAILS: g_value_set_string (value, self->details); break;
    case PROP_WARNING: g_value_set_string (value, self->warning); break;
    case PROP_OUTPUT: g_value_set_string (value, muster_task_get_output (self)); break;
    case PROP_STATE: g_value_set_enum (value, self->state); break;
    case PROP_PROGRESS: g_value_set_double (value, self->progress); break;
    case PROP_STARTED_AT: g_value_set_int64 (value, self->started_at); break;
    case PROP_FINISHED_AT: g_value_set_int64 (value, self->finished_at); break;
    case PROP_CAN_CANCEL: g_value_set_boolean (value, self->can_cancel); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

#define READABLE (G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS)

static const struct { guint id; const char *name; } string_properties[] = {
  { PROP_TITLE, "title" },
  { PROP_OBJECT, "object" },
  { PROP_MESSAGE, "message" },
  { PROP_REASON, "reason" },
  { PROP_ADVICE, "advice" },
  { PROP_DETAILS, "details" },
  { PROP_WARNING, "warning" },
  { PROP_OUTPUT, "output" },
};

static void
muster_task_class_init (MusterTaskClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = muster_task_finalize;
  object_class->get_property = muster_task_get_property;

  for (guint i = 0; i < G_N_ELEMENTS (string_properties); i++)
    properties[string_properties[i].id] =
      g_param_spec_string (string_properties[i].name, NULL, NULL, NULL, READABLE);
  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, MUSTER_TYPE_TASK_STATE,
                       MUSTER_TASK_RUNNING, READABLE);
  properties[PROP_PROGRESS] =
    g_param_spec_double ("progress", NULL, NULL, -1, 1, -1, READABLE);
  properties[PROP_STARTED_AT] =
    g_param_spec_int64 ("started-at", NULL, NULL, 0, G_MAXINT64, 0, READABLE);
  properties[PROP_FINISHED_AT] =
    g_param_spec_int64 ("finished-at", NULL, NULL, 0, G_MAXINT64, 0, READABLE);
  properties[PROP_CAN_CANCEL] =
    g_param_spec_boolean ("can-cancel", NULL, NULL, FALSE, READABLE);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
muster_task_init (MusterTask *self)
{
  self->progress = -1;
  self->started_at = g_get_real_time ();
  self->cancellable = g_cancellable_new ();
}

MusterTask *
muster_task_new (const char *title,
                 const char *object)
{
  MusterTask *self = g_object_new (MUSTER_TYPE_TASK, NULL);

  self->title = g_strdup (title);
  self->object = g_strdup (object);
  return self;
}

const char *
muster_task_get_title (MusterTask *self)
{
  g_return_val_if_fail (MUSTER_IS_TASK (self), NULL);
  return self->title;
}

const char *
muster_task_get_object (MusterTask *self)
{
  g_return_val_if_fail (MUSTER_IS_TASK (self), NULL);
  return self->object;
}

MusterTaskState
muster_task_get_state (MusterTask *self)
{
  g_return_val_if_fail (MUSTER_IS_TASK (self), MUSTER_TASK_RUNNING);
  return self->state;
}

const char *
muster_task_get_message (MusterTask *self)
{
  g_return_val_if_fail (MUSTER_IS_TASK (self), NULL);
  return self->message;
}

double
muster_task_get_progress (MusterTask *self)
{
  g_return_val_if_fail (MUSTER_IS_TASK (self), -1);
  return self->progress;
}

gboolean
muster_task_get_can_cancel (MusterTask *self)
{
  g_return_val_if_fail (MUSTER_IS_TASK (self), FALSE);
  return self->can_cancel;
}

gint64
muster_task_get_started_at (MusterTask *self)
{
  g_return_val_if_fail (MUSTER_IS_TASK (self), 0);
  return self->started_at;
}

gint64
muster_task_get_finished_at (MusterTask *self)
{
  g_return_val_if_fail (MUSTER_IS_TASK (self), 0);
  return self->finished_at;
}

const char *
muster_task_get_reason (MusterTask *self)
{
  g_return_val_if_fail (MUSTER_IS_TASK (self), NULL);
  return self->reason;
}

const char *
muster_task_get_advice (MusterTask *self)
{
  g_return_val_if_fail (MUSTER_IS_TASK (self), NULL);
  return self->advice;
}

const char *
muster_task_get_details (MusterTask *self)
{
  g_return_val_if_fail (MUSTER_IS_TASK (self), NULL);
  return self->details;
}

const char *
muster_task_get_warning (MusterTask *self)
{
  g_return_val_if_fail (MUSTER_IS_TASK (self), NULL);
  return self->warning;
}

const char *
muster_task_get_output (MusterTask *self)
{
  g_return_val_if_fail (MUSTER_IS_TASK (self), NULL);
  return self->output != NULL ? self->output->str : NULL;
}

GCancellable *
muster_task_get_cancellable (MusterTask *self)
{
  g_return_val_if_fail (MUSTER_IS_TASK (self), NULL);
  return self->cancellable;
}

static void
notify (MusterTask *self,
        guint       prop)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[prop]);
}

static void
set_string (MusterTask  *self,
            char       **field,
            const char  *value,
            guint        prop)
{
  if (g_set_str (field, value))
    notify (self, prop);
}

static void
set_boolean (MusterTask *self,
             gboolean   *field,
             gboolean    value,
             guint       prop)
{
  if (*field == !!value)
    return;
  *field = !!value;
  notify (self, prop);
}

void
muster_task_set_message (MusterTask *self,
                         const char *message)
{
  g_return_if_fail (MUSTER_IS_TASK (self));
  set_string (self, &self->message, message, PROP_MESSAGE);
}

void
muster_task_set_progress (MusterTask *self,
                          double      progress)
{
  g_return_if_fail (MUSTER_IS_TASK (self));

  progress = CLAMP (progress, -1, 1);
  if (self->progress == progress)
    return;
  self->progress = progress;
  notify (self, PROP_PROGRESS);
}

void
muster_task_set_can_cancel (MusterTask *self,
                            gboolean    can_cancel)
{
  g_return_if_fail (MUSTER_IS_TASK (self));
  set_boolean (self, &self->can_cancel, can_cancel, PROP_CAN_CANCEL);
}

void
muster_task_set_warning (MusterTask *self,
                         const char *warning)
{
  g_return_if_fail (MUSTER_IS_TASK (self));
  set_string (self, &self->warning, warning, PROP_WARNING);
}

static void
drop_oldest_lines (GString *output)
{
  const char *rest;

  if (output->len <= MAX_OUTPUT)
    return;

  rest = strchr (output->str + output->len - MAX_OUTPUT - 1, '\n');
  g_string_erase (output, 0, rest != NULL ? rest + 1 - output->str : (gssize) output->len);
}

void
muster_task_append_output (MusterTask *self,
                           const char *line)
{
  g_return_if_fail (MUSTER_IS_TASK (self));
  g_return_if_fail (line != NULL);

  if (self->output == NULL)
    self->output = g_string_new (NULL);
  g_string_append (self->output, line);
  g_string_append_c (self->output, '\n');
  drop_oldest_lines (self->output);
  notify (self, PROP_OUTPUT);
}

void
muster_task_cancel (MusterTask *self)
{
  g_return_if_fail (MUSTER_IS_TASK (self));

  if (self->state == MUSTER_TASK_RUNNING)
    g_cancellable_cancel (self->cancellable);
}

static void
end (MusterTask      *self,
     MusterTaskState  state)
{
  g_return_if_fail (self->state == MUSTER_TASK_RUNNING);

  g_object_freeze_notify (G_OBJECT (self));
  self->finished_at = g_get_real_time ();
  self->state = state;
  set_string (self, &self->message, NULL, PROP_MESSAGE);
  set_boolean (self, &self->can_cancel, FALSE, PROP_CAN_CANCEL);
  notify (self, PROP_FINISHED_AT);
  notify (self, PROP_STATE);
  g_object_thaw_notify (G_OBJECT (self));
}

void
muster_task_finish (MusterTask *self)
{
  g_return_if_fail (MUSTER_IS_TASK (self));

  muster_task_set_progress (self, 1);
  set_string (self, &self->warning, NULL, PROP_WARNING);
  end (self, MUSTER_TASK_DONE);
}

void
muster_task_finish_cancelled (MusterTask *self)
{
  g_return_if_fail (MUSTER_IS_TASK (self));
  end (self, MUSTER_TASK_CANCELLED);
}

void
muster_task_fail (MusterTask *self,
                  const char *reason,
                  const char *advice,
                  const char *details)
{
  g_return_if_fail (MUSTER_IS_TASK (self));

  set_string (self, &self->reason, reason, PROP_REASON);
  set_string (self, &self->advice, advice, PROP_ADVICE);
  set_string (self, &self->details, details, PROP_DETAILS);
  end (self, MUSTER_TASK_FAILED);
}
