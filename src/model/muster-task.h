/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define MUSTER_TYPE_TASK_STATE (muster_task_state_get_type ())

typedef enum
{
  MUSTER_TASK_RUNNING,
  MUSTER_TASK_DONE,
  MUSTER_TASK_FAILED,
  MUSTER_TASK_CANCELLED,
} MusterTaskState;

GType muster_task_state_get_type (void) G_GNUC_CONST;

#define MUSTER_TYPE_TASK (muster_task_get_type ())
G_DECLARE_FINAL_TYPE (MusterTask, muster_task, MUSTER, TASK, GObject)

/**
 * muster_task_new:
 * @title: the act in words, "Migrate to host2"
 * @object: what it acts on, "web1"
 *
 * One running or finished action.  Properties: "title", "object", "state",
 * "message" (what it does just now), "progress" (0 to 1; -1 unknown),
 * "can-cancel", "started-at", "finished-at" (wall-clock µs), "reason", "advice", "details",
 * "output" (what a program that it runs says, as text; %NULL when there is none),
 * "warning" (said of a task that is done or still running, like a guest that
 * does not obey; %NULL otherwise).
 */
MusterTask      *muster_task_new             (const char       *title,
                                              const char       *object);
const char      *muster_task_get_title       (MusterTask       *self);
const char      *muster_task_get_object      (MusterTask       *self);
MusterTaskState  muster_task_get_state       (MusterTask       *self);
const char      *muster_task_get_message     (MusterTask       *self);
double           muster_task_get_progress    (MusterTask       *self);
gboolean         muster_task_get_can_cancel  (MusterTask       *self);
gint64           muster_task_get_started_at  (MusterTask       *self);
gint64           muster_task_get_finished_at (MusterTask       *self);
/** Why it failed: a sentence for people. */
const char      *muster_task_get_reason      (MusterTask       *self);
/** What to do next; "" when there is nothing to say. */
const char      *muster_task_get_advice      (MusterTask       *self);
/** libvirt's own text. */
const char      *muster_task_get_details     (MusterTask       *self);
const char      *muster_task_get_warning     (MusterTask       *self);
const char      *muster_task_get_output      (MusterTask       *self);
/** Cancelled by muster_task_cancel(); for the one who does the work. */
GCancellable    *muster_task_get_cancellable (MusterTask       *self);

void             muster_task_set_message     (MusterTask       *self,
                                              const char       *message);
void             muster_task_set_progress    (MusterTask       *self,
                                              double            progress);
void             muster_task_set_can_cancel  (MusterTask       *self,
                                              gboolean          can_cancel);
void             muster_task_set_warning     (MusterTask       *self,
                                              const char       *warning);
/**
 * muster_task_append_output:
 * @line: without its end
 *
 * Of more than 256 KiB the oldest lines go.
 */
void             muster_task_append_output   (MusterTask       *self,
                                              const char       *line);
/** Asks it to stop; it may still end otherwise. */
void             muster_task_cancel          (MusterTask       *self);
/* Each of these ends the task, once. */
void             muster_task_finish          (MusterTask       *self);
void             muster_task_finish_cancelled (MusterTask      *self);
void             muster_task_fail            (MusterTask       *self,
                                              const char       *reason,
                                              const char       *advice,
                                              const char       *details);

G_END_DECLS
