/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "muster-desk.h"
#include "muster-vm-actions.h"
#include "test-fiber.h"

/* A desk over one driver of libvirt's own for tests, and its VM "test". */
typedef struct
{
  MusterDesk *desk;
  MusterInventory *inventory;
  MusterVm *vm;
} Place;

static void
open_place (Place              *place,
            const char * const *uris)
{
  g_autoptr (GError) error = NULL;
  GListModel *vms;

  place->desk = muster_desk_new_for_uris (uris, NULL, &error);
  g_assert_no_error (error);
  place->inventory = muster_desk_get_inventory (place->desk);
  g_assert_true (dex_await (muster_desk_load (place->desk), NULL));
  g_assert_true (dex_await (muster_inventory_start (place->inventory, TRUE), NULL));
  g_assert_true (dex_await (muster_inventory_settle (place->inventory), NULL));
  vms = muster_data_center_get_vms (muster_inventory_get_data_center (place->inventory));
  g_assert_cmpuint (g_list_model_get_n_items (vms), >=, 1);
  place->vm = g_list_model_get_item (vms, 0);
}

static void
close_place (Place *place)
{
  dex_await (muster_inventory_close (place->inventory), NULL);
  g_clear_object (&place->vm);
  g_clear_object (&place->desk);
}

static void
await_state (MusterVm      *vm,
             MusterVmState  state)
{
  for (guint i = 0; i < 100 && muster_vm_get_state (vm) != state; i++)
    dex_await (dex_timeout_new_msec (20), NULL);
  g_assert_cmpint (muster_vm_get_state (vm), ==, state);
}

static MusterTaskState
act (Place         *place,
     MusterVmVerb   verb,
     GError       **error)
{
  g_autoptr (MusterTask) task = muster_vm_task_new (verb, place->vm);

  if (dex_await (muster_vm_act (place->inventory, place->vm, verb, task), error))
    g_assert_cmpint (muster_task_get_state (task), ==, MUSTER_TASK_DONE);

  return muster_task_get_state (task);
}

static const char * const one_host[] = { "test:///default", NULL };

static void
test_verbs (void)
{
  static const struct { MusterVmVerb verb; MusterVmState after; } steps[] =
  {
    { MUSTER_VM_VERB_PAUSE, MUSTER_VM_PAUSED },
    { MUSTER_VM_VERB_RESUME, MUSTER_VM_RUNNING },
    { MUSTER_VM_VERB_SAVE, MUSTER_VM_SAVED },
    { MUSTER_VM_VERB_START, MUSTER_VM_RUNNING },
    { MUSTER_VM_VERB_OFF, MUSTER_VM_OFF },
    { MUSTER_VM_VERB_START, MUSTER_VM_RUNNING },
    { MUSTER_VM_VERB_SHUTDOWN, MUSTER_VM_OFF },
  };
  Place place;

  open_place (&place, one_host);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autoptr (GError) error = NULL;

      act (&place, steps[i].verb, &error);
      g_assert_no_error (error);
      await_state (place.vm, steps[i].after);
    }
  close_place (&place);
}

static void
test_refused (void)
{
  g_autoptr (GError) error = NULL;
  Place place;

  open_place (&place, one_host);
  g_assert_cmpint (act (&place, MUSTER_VM_VERB_START, &error), ==, MUSTER_TASK_FAILED);
  g_assert_error (error, MUSTER_ACTION_ERROR, MUSTER_ACTION_ERROR_REFUSED);
  g_assert_nonnull (strstr (error->message, "“test” is running"));
  close_place (&place);
}

/* The one host has no address that another could reach. */
static void
test_migrate_local (void)
{
  static const char * const two_hosts[] = { "test:///default", "test:///default?other", NULL };
  g_autoptr (MusterTask) task = NULL;
  g_autoptr (MusterHost) target = NULL;
  g_autoptr (GError) error = NULL;
  GListModel *hosts;
  Place place;

  open_place (&place, two_hosts);
  hosts = muster_data_center_get_hosts (muster_inventory_get_data_center (place.inventory));
  for (guint i = 0; i < g_list_model_get_n_items (hosts); i++)
    {
      g_autoptr (MusterHost) host = g_list_model_get_item (hosts, i);

      if (host != muster_vm_get_host (place.vm))
        g_set_object (&target, host);
    }
  task = muster_vm_migrate_task_new (place.vm, target);
  g_assert_false (dex_await (muster_vm_migrate (place.inventory, place.vm, target, task),
                             &error));
  g_assert_cmpint (error->domain, ==, MUSTER_ACTION_ERROR);
  g_assert_cmpint (muster_task_get_state (task), ==, MUSTER_TASK_FAILED);
  g_assert_cmpstr (muster_task_get_reason (task), !=, "");
  close_place (&place);
}

static void
test_bad_keys (void)
{
  g_autoptr (GError) error = NULL;
  Place place;

  open_place (&place, one_host);
  g_assert_false (dex_await (muster_vm_send_keys (place.inventory, place.vm, "ctrl+hyper"),
                             &error));
  g_assert_error (error, MUSTER_ACTION_ERROR, MUSTER_ACTION_ERROR_REFUSED);
  g_assert_nonnull (strstr (error->message, "hyper"));
  close_place (&place);
}

static void
test_bad_uri (void)
{
  static const char * const uris[] = { "test:///default", "what is this", NULL };
  g_autoptr (GError) error = NULL;

  g_assert_null (muster_desk_new_for_uris (uris, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  test_fiber_add ("/muster/actions/vm-actions/verbs", test_verbs);
  test_fiber_add ("/muster/actions/vm-actions/refused", test_refused);
  test_fiber_add ("/muster/actions/vm-actions/migrate-local", test_migrate_local);
  test_fiber_add ("/muster/actions/vm-actions/bad-keys", test_bad_keys);
  test_fiber_add ("/muster/actions/vm-actions/bad-uri", test_bad_uri);

  return g_test_run ();
}
