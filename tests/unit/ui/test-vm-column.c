/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-vm-sorter.h"
#include "ui-fixture.h"

static void
test_ids (void)
{
  for (MusterVmColumn i = 0; i < MUSTER_N_VM_COLUMNS; i++)
    g_assert_cmpint (muster_vm_column_from_id (muster_vm_column_to_id (i)), ==, i);
  g_assert_cmpint (muster_vm_column_from_id ("nonsense"), ==, MUSTER_N_VM_COLUMNS);
  g_assert_cmpint (muster_vm_column_from_id (NULL), ==, MUSTER_N_VM_COLUMNS);
}

static void
test_properties (void)
{
  g_autoptr (MusterVm) vm = ui_fixture_vm ("a", NULL, MUSTER_VM_OFF);

  for (MusterVmColumn i = 0; i < MUSTER_N_VM_COLUMNS; i++)
    for (const char * const *name = muster_vm_column_get_properties (i);
         *name != NULL; name++)
      g_assert_nonnull (g_object_class_find_property (G_OBJECT_GET_CLASS (vm), *name));
}

static void
test_text (void)
{
  g_autoptr (MusterHost) host = muster_host_new ("id", "host1", "test:///");
  g_autoptr (MusterVm) vm = ui_fixture_vm ("web", host, MUSTER_VM_RUNNING);
  const char * const ips[] = { "10.0.0.1", "10.0.0.2", NULL };
  g_autofree char *none = muster_vm_column_dup_text (MUSTER_VM_COLUMN_CPU, vm);
  g_autofree char *where = muster_vm_column_dup_text (MUSTER_VM_COLUMN_HOST, vm);
  g_autofree char *size = muster_vm_column_dup_text (MUSTER_VM_COLUMN_MEMORY_SIZE, vm);
  g_autofree char *address = NULL;

  muster_vm_set_ips (vm, ips);
  address = muster_vm_column_dup_text (MUSTER_VM_COLUMN_IP, vm);
  g_assert_cmpstr (none, ==, "");
  g_assert_cmpstr (where, ==, "host1");
  g_assert_cmpstr (size, ==, "2 GiB");
  g_assert_cmpstr (address, ==, "10.0.0.1 +1");
}

static void
test_uptime (void)
{
  g_autoptr (MusterVm) vm = ui_fixture_vm ("web", NULL, MUSTER_VM_RUNNING);
  gint64 hour_ago = g_get_real_time () - 3600 * (gint64) G_USEC_PER_SEC;
  g_autofree char *seen = NULL;
  g_autofree char *bound = NULL;
  g_autofree char *stale = NULL;

  muster_vm_set_started (vm, hour_ago, TRUE);
  seen = muster_vm_column_dup_text (MUSTER_VM_COLUMN_UPTIME, vm);
  muster_vm_set_started (vm, hour_ago, FALSE);
  bound = muster_vm_column_dup_text (MUSTER_VM_COLUMN_UPTIME, vm);
  muster_vm_set_stale (vm, TRUE);
  stale = muster_vm_column_dup_text (MUSTER_VM_COLUMN_UPTIME, vm);
  g_assert_cmpstr (seen, ==, "1 h 0 min");
  g_assert_cmpstr (bound, ==, "≥ 1 h 0 min");
  g_assert_cmpstr (stale, ==, "");
}

static void
test_state (void)
{
  g_autoptr (MusterVm) vm = ui_fixture_vm ("web", NULL, MUSTER_VM_RUNNING);
  g_autofree char *running = muster_vm_dup_state_text (vm);
  g_autofree char *stale = NULL;
  g_autofree char *narrow = NULL;

  g_assert_cmpstr (muster_vm_get_state_class (vm), ==, "success");
  muster_vm_set_stale (vm, TRUE);
  stale = muster_vm_dup_state_text (vm);
  narrow = muster_vm_column_dup_text (MUSTER_VM_COLUMN_STATE, vm);
  g_assert_cmpstr (narrow, ==, "(Running)");
  g_assert_cmpstr (running, ==, "Running");
  g_assert_cmpstr (stale, ==, "Last known: Running");
  g_assert_cmpstr (muster_vm_get_state_class (vm), ==, "dimmed");
}

static void
test_left_behind (void)
{
  g_autoptr (MusterVm) vm = ui_fixture_vm ("web", NULL, MUSTER_VM_OFF);
  g_autofree char *text = NULL;
  g_autofree char *narrow = NULL;

  muster_vm_set_elsewhere (vm, "host2");
  text = muster_vm_dup_state_text (vm);
  narrow = muster_vm_column_dup_text (MUSTER_VM_COLUMN_STATE, vm);
  g_assert_cmpstr (text, ==, "Left behind: host2 took it over");
  g_assert_cmpstr (narrow, ==, "Left behind");
  g_assert_cmpstr (muster_vm_get_state_class (vm), ==, "dimmed");
}

static int
compare (MusterVmColumn  column,
         MusterVm       *a,
         MusterVm       *b)
{
  g_autoptr (MusterVmSorter) sorter = muster_vm_sorter_new (column);

  return gtk_sorter_compare (GTK_SORTER (sorter), a, b);
}

static void
test_order (void)
{
  g_autoptr (MusterVm) vm2 = ui_fixture_vm ("vm2", NULL, MUSTER_VM_OFF);
  g_autoptr (MusterVm) vm10 = ui_fixture_vm ("VM10", NULL, MUSTER_VM_RUNNING);
  const char * const ips[] = { "10.0.0.9", NULL };

  g_assert_cmpint (compare (MUSTER_VM_COLUMN_NAME, vm2, vm10), ==, GTK_ORDERING_SMALLER);
  g_assert_cmpint (compare (MUSTER_VM_COLUMN_STATE, vm2, vm10), ==, GTK_ORDERING_LARGER);
  /* Equal in memory size: by name. */
  g_assert_cmpint (compare (MUSTER_VM_COLUMN_MEMORY_SIZE, vm2, vm10), ==,
                   GTK_ORDERING_SMALLER);
  /* What is not known comes last. */
  ui_fixture_sample (vm10, 0);
  g_assert_cmpint (compare (MUSTER_VM_COLUMN_CPU, vm2, vm10), ==, GTK_ORDERING_LARGER);
  muster_vm_set_ips (vm10, ips);
  g_assert_cmpint (compare (MUSTER_VM_COLUMN_IP, vm2, vm10), ==, GTK_ORDERING_LARGER);
}

static void
test_order_addresses (void)
{
  g_autoptr (MusterVm) a = ui_fixture_vm ("a", NULL, MUSTER_VM_OFF);
  g_autoptr (MusterVm) b = ui_fixture_vm ("b", NULL, MUSTER_VM_OFF);
  const char * const nine[] = { "10.0.0.9", NULL };
  const char * const ten[] = { "10.0.0.10", NULL };

  muster_vm_set_ips (a, ten);
  muster_vm_set_ips (b, nine);
  g_assert_cmpint (compare (MUSTER_VM_COLUMN_IP, a, b), ==, GTK_ORDERING_LARGER);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/muster/ui/vm-column/ids", test_ids);
  g_test_add_func ("/muster/ui/vm-column/properties", test_properties);
  g_test_add_func ("/muster/ui/vm-column/text", test_text);
  g_test_add_func ("/muster/ui/vm-column/uptime", test_uptime);
  g_test_add_func ("/muster/ui/vm-column/state", test_state);
  g_test_add_func ("/muster/ui/vm-column/left-behind", test_left_behind);
  g_test_add_func ("/muster/ui/vm-column/order", test_order);
  g_test_add_func ("/muster/ui/vm-column/order-addresses", test_order_addresses);

  return g_test_run ();
}
