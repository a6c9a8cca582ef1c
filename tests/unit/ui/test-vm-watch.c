/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-vm-watch.h"
#include "ui-fixture.h"

#define BIT(column) (1u << MUSTER_VM_COLUMN_##column)

typedef struct
{
  guint times;
  guint columns;
} Seen;

static void
changed_cb (MusterVmWatch *watch,
            guint          columns,
            Seen          *seen)
{
  seen->times++;
  seen->columns |= columns;
}

static void
test_coalesces (void)
{
  g_autoptr (GListStore) store = g_list_store_new (MUSTER_TYPE_VM);
  g_autoptr (MusterVm) vm = ui_fixture_vm ("a", NULL, MUSTER_VM_OFF);
  g_autoptr (MusterVm) late = ui_fixture_vm ("b", NULL, MUSTER_VM_OFF);
  g_autoptr (MusterVmWatch) watch = NULL;
  Seen seen = { 0 };

  g_list_store_append (store, vm);
  watch = muster_vm_watch_new (G_LIST_MODEL (store));
  g_list_store_append (store, late);
  g_signal_connect (watch, "changed", G_CALLBACK (changed_cb), &seen);

  muster_vm_set_state (vm, MUSTER_VM_RUNNING, MUSTER_VM_REASON_NONE);
  muster_vm_set_state (late, MUSTER_VM_RUNNING, MUSTER_VM_REASON_NONE);
  muster_vm_set_name (late, "c");
  g_assert_cmpuint (seen.times, ==, 0);
  ui_fixture_spin (60);
  g_assert_cmpuint (seen.times, ==, 1);
  g_assert_cmpuint (seen.columns, ==, BIT (STATE) | BIT (NAME));
}

static void
test_figures_are_slow (void)
{
  g_autoptr (GListStore) store = g_list_store_new (MUSTER_TYPE_VM);
  g_autoptr (MusterVm) vm = ui_fixture_vm ("a", NULL, MUSTER_VM_RUNNING);
  g_autoptr (MusterVmWatch) watch = NULL;
  Seen seen = { 0 };

  g_list_store_append (store, vm);
  watch = muster_vm_watch_new (G_LIST_MODEL (store));
  g_signal_connect (watch, "changed", G_CALLBACK (changed_cb), &seen);

  ui_fixture_sample (vm, 0.5);
  ui_fixture_spin (200);
  g_assert_cmpuint (seen.times, ==, 0);
  ui_fixture_spin (1000);
  g_assert_cmpuint (seen.times, ==, 1);
  g_assert_cmpuint (seen.columns & BIT (CPU), !=, 0);
}

static void
test_forgets (void)
{
  g_autoptr (GListStore) store = g_list_store_new (MUSTER_TYPE_VM);
  g_autoptr (MusterVm) vm = ui_fixture_vm ("a", NULL, MUSTER_VM_OFF);
  MusterVmWatch *watch;
  Seen seen = { 0 };

  g_list_store_append (store, vm);
  watch = muster_vm_watch_new (G_LIST_MODEL (store));
  g_signal_connect (watch, "changed", G_CALLBACK (changed_cb), &seen);
  g_list_store_remove (store, 0);
  muster_vm_set_name (vm, "b");
  ui_fixture_spin (60);
  g_assert_cmpuint (seen.times, ==, 0);
  g_assert_finalize_object (watch);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/muster/ui/vm-watch/coalesces", test_coalesces);
  g_test_add_func ("/muster/ui/vm-watch/figures-are-slow", test_figures_are_slow);
  g_test_add_func ("/muster/ui/vm-watch/forgets", test_forgets);

  return g_test_run ();
}
