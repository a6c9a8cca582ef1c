/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-vm-wait.h"

struct _MusterVmWait
{
  MusterVm *vm;
  DexPromise *promise;
  gulong notify_id;
};

static gboolean
has_stopped (MusterVm *vm)
{
  return muster_vm_get_gone (vm) ||
         muster_vm_get_state (vm) == MUSTER_VM_OFF ||
         muster_vm_get_state (vm) == MUSTER_VM_SAVED ||
         muster_vm_get_state (vm) == MUSTER_VM_CRASHED;
}

static void
check (MusterVmWait *self)
{
  if (dex_future_is_pending (DEX_FUTURE (self->promise)) &&
      (has_stopped (self->vm) || muster_vm_get_stale (self->vm)))
    dex_promise_resolve_boolean (self->promise, TRUE);
}

static void
notify_cb (MusterVm     *vm,
           GParamSpec   *pspec,
           MusterVmWait *self)
{
  check (self);
}

MusterVmWait *
muster_vm_wait_new (MusterVm *vm)
{
  MusterVmWait *self = g_new0 (MusterVmWait, 1);

  self->vm = g_object_ref (vm);
  self->promise = dex_promise_new ();
  self->notify_id = g_signal_connect (vm, "notify", G_CALLBACK (notify_cb), self);
  check (self);

  return self;
}

DexFuture *
muster_vm_wait_dup_future (MusterVmWait *self)
{
  return dex_ref (DEX_FUTURE (self->promise));
}

gboolean
muster_vm_wait_is_met (MusterVmWait *self)
{
  return has_stopped (self->vm);
}

void
muster_vm_wait_free (MusterVmWait *self)
{
  g_clear_signal_handler (&self->notify_id, self->vm);
  g_clear_object (&self->vm);
  dex_clear (&self->promise);
  g_free (self);
}
