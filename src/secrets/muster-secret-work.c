/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>

#include "muster-secret-work.h"

typedef struct
{
  GType             type;
  MusterSecretWork  work;
  gpointer          data;
  GDestroyNotify    destroy;
} Work;

static void
work_free (gpointer data)
{
  Work *self = data;

  self->destroy (self->data);
  g_free (self);
}

static void
work_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  Work *self = task_data;
  GError *error = NULL;
  gpointer result = self->work (self->data, &error);

  if (result != NULL)
    g_task_return_pointer (task, result, NULL);
  else
    g_task_return_error (task, error);
}

static void
work_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(DexPromise) promise = user_data;
  Work *self = g_task_get_task_data (G_TASK (result));
  GError *error = NULL;
  gpointer made = g_task_propagate_pointer (G_TASK (result), &error);

  if (error != NULL)
    dex_promise_reject (promise, error);
  else if (self->type == G_TYPE_STRING)
    dex_promise_resolve_string (promise, made);
  else if (g_type_is_a (self->type, G_TYPE_OBJECT))
    dex_promise_resolve_object (promise, made);
  else
    dex_promise_resolve_boxed (promise, self->type, made);
}

DexFuture *
_muster_secret_work (GType            type,
                     MusterSecretWork work,
                     gpointer         data,
                     GDestroyNotify   destroy)
{
  DexPromise *promise = dex_promise_new ();
  g_autoptr(GTask) task = g_task_new (NULL, NULL, work_cb, dex_ref (promise));
  Work *self = g_new0 (Work, 1);

  self->type = type;
  self->work = work;
  self->data = data;
  self->destroy = destroy;
  g_task_set_task_data (task, self, work_free);
  g_task_run_in_thread (task, work_thread);

  return DEX_FUTURE (promise);
}
