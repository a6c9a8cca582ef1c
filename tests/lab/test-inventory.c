/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inventory over real hosts that migrate, vanish and come back.  Runs at
 * the lab's desk; test-inventory.sh makes the lab. */
#include "config.h"

#include "muster-desk.h"
#include "muster-domain.h"

typedef struct
{
  MusterDesk *desk;
  MusterInventory *inventory;
  MusterDataCenter *data_center;
} Fixture;

typedef gboolean (*Condition) (Fixture *fixture, const char *name);

static gboolean
tick_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static void
finish (DexFuture *future)
{
  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
  if (dex_future_is_rejected (future))
    {
      g_autoptr(GError) error = NULL;

      dex_future_get_value (future, &error);
      g_error ("%s", error->message);
    }
  dex_unref (future);
}

static void
wait_for (Fixture   *fixture,
          double     seconds,
          Condition  condition,
          const char *name)
{
  gint64 start = g_get_monotonic_time ();
  guint tick = g_timeout_add (20, tick_cb, NULL);
  double passed = 0;

  while (!condition (fixture, name))
    {
      passed = (g_get_monotonic_time () - start) / (double) G_USEC_PER_SEC;
      g_assert_cmpfloat (passed, <, seconds);
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (tick);
  g_test_message ("%s: %.1f s", name, passed);
}

static void
lab (const char *verb,
     const char *host)
{
  g_autoptr(GError) error = NULL;
  gint64 start = g_get_monotonic_time ();
  g_autoptr(GSubprocess) process =
    g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error,
                      "lab", verb, host, NULL);

  g_assert_no_error (error);
  g_subprocess_wait_check (process, NULL, &error);
  g_assert_no_error (error);
  g_test_message ("lab %s %s: %.1f s", verb, host,
                  (g_get_monotonic_time () - start) / (double) G_USEC_PER_SEC);
}

static MusterHost *
host_named (Fixture    *fixture,
            const char *name)
{
  GListModel *hosts = muster_data_center_get_hosts (fixture->data_center);

  for (guint i = 0; i < g_list_model_get_n_items (hosts); i++)
    {
      g_autoptr(MusterHost) host = g_list_model_get_item (hosts, i);

      if (g_str_equal (muster_host_get_name (host), name))
        return host;
    }
  g_assert_not_reached ();
}

static MusterVm *
vm_named (Fixture    *fixture,
          const char *name)
{
  GListModel *vms = muster_data_center_get_vms (fixture->data_center);
  MusterVm *found = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (vms); i++)
    {
      g_autoptr(MusterVm) vm = g_list_model_get_item (vms, i);

      if (!g_str_equal (muster_vm_get_name (vm), name))
        continue;
      g_assert_null (found);
      found = vm;
    }
  return found;
}

static gboolean
is_online (Fixture    *fixture,
           const char *name)
{
  MusterHost *host = host_named (fixture, name);

  return muster_host_get_state (host) == MUSTER_HOST_ONLINE &&
         muster_host_get_listed (host);
}

static gboolean
is_unreachable (Fixture    *fixture,
                const char *name)
{
  return muster_host_get_state (host_named (fixture, name)) == MUSTER_HOST_UNREACHABLE;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_auto(GStrv) uris = g_strsplit (g_getenv ("LAB_URIS"), " ", -1);
  g_autoptr(GError) error = NULL;

  fixture->desk = muster_desk_new_for_uris ((const char * const *) uris,
                                            g_getenv ("LAB_PKI"), &error);
  g_assert_no_error (error);
  fixture->inventory = muster_desk_get_inventory (fixture->desk);
  fixture->data_center = muster_inventory_get_data_center (fixture->inventory);
  finish (muster_desk_load (fixture->desk));
  finish (muster_inventory_start (fixture->inventory, TRUE));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  finish (muster_inventory_close (fixture->inventory));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_clear_object (&fixture->desk);
}

static void
wait_for_all (Fixture *fixture)
{
  wait_for (fixture, 30, is_online, "host1");
  wait_for (fixture, 30, is_online, "host2");
}

static MusterConnection *
connection_to (Fixture    *fixture,
               const char *name)
{
  return muster_inventory_get_connection (fixture->inventory,
                                          host_named (fixture, name));
}

static void
test_hosts (Fixture       *fixture,
            gconstpointer  data)
{
  MusterVm *vm;

  wait_for_all (fixture);
  vm = vm_named (fixture, "mover");
  g_assert_nonnull (vm);
  g_assert_cmpint (muster_vm_get_state (vm), ==, MUSTER_VM_RUNNING);
  g_assert_cmpstr (muster_host_get_name (muster_vm_get_host (vm)), ==, "host1");
  g_assert_cmpuint (muster_vm_get_memory_kib (vm), >, 0);
  g_assert_cmpstr (muster_host_get_uuid (host_named (fixture, "host1")), !=,
                   muster_host_get_uuid (host_named (fixture, "host2")));
}

static gboolean
has_address (Fixture    *fixture,
             const char *name)
{
  return muster_vm_get_ip (vm_named (fixture, name))[0] != '\0';
}

static void
test_address (Fixture       *fixture,
              gconstpointer  data)
{
  wait_for_all (fixture);
  wait_for (fixture, 90, has_address, "mover");
}

static void
count_cb (guint *count)
{
  (*count)++;
}

static gboolean
is_at (Fixture    *fixture,
       const char *host)
{
  MusterVm *vm = vm_named (fixture, "mover");

  g_assert_nonnull (vm);
  return g_str_equal (muster_host_get_name (muster_vm_get_host (vm)), host) &&
         muster_vm_get_state (vm) == MUSTER_VM_RUNNING;
}

static void
migrate (Fixture    *fixture,
         const char *from,
         const char *to)
{
  g_autofree char *uri = g_strdup_printf ("qemu+tls://%s.lab/system", to);
  MusterVm *vm = vm_named (fixture, "mover");

  finish (muster_domain_migrate (connection_to (fixture, from),
                                 muster_vm_get_uuid (vm), uri,
                                 VIR_MIGRATE_LIVE | VIR_MIGRATE_PEER2PEER |
                                 VIR_MIGRATE_PERSIST_DEST |
                                 VIR_MIGRATE_UNDEFINE_SOURCE));
}

/* Somebody else migrates it: events alone must carry the VM over. */
static void
test_migration (Fixture       *fixture,
                gconstpointer  data)
{
  guint n_list_changes = 0, n_moves = 0;
  MusterVm *vm;

  wait_for_all (fixture);
  vm = vm_named (fixture, "mover");
  g_signal_connect_swapped (muster_data_center_get_vms (fixture->data_center),
                            "items-changed", G_CALLBACK (count_cb), &n_list_changes);
  g_signal_connect_swapped (vm, "notify::host", G_CALLBACK (count_cb), &n_moves);

  migrate (fixture, "host1", "host2");
  wait_for (fixture, 10, is_at, "host2");
  g_assert_true (vm_named (fixture, "mover") == vm);
  migrate (fixture, "host2", "host1");
  wait_for (fixture, 10, is_at, "host1");

  g_assert_true (vm_named (fixture, "mover") == vm);
  g_assert_cmpuint (n_list_changes, ==, 0);
  g_assert_cmpuint (n_moves, ==, 2);
}

static void
test_cut (Fixture       *fixture,
          gconstpointer  data)
{
  MusterVm *vm;

  wait_for_all (fixture);
  vm = vm_named (fixture, "mover");
  lab ("cut", "host1");
  wait_for (fixture, 10, is_unreachable, "host1");
  g_assert_true (muster_vm_get_stale (vm));
  g_assert_cmpint (muster_vm_get_state (vm), ==, MUSTER_VM_RUNNING);
  g_assert_cmpstr (muster_host_get_name (muster_vm_get_host (vm)), ==, "host1");

  /* The other one is none the wiser. */
  g_assert_true (is_online (fixture, "host2"));
  finish (muster_domain_list (connection_to (fixture, "host2")));

  lab ("join", "host1");
  wait_for (fixture, 60, is_online, "host1");
  g_assert_true (vm_named (fixture, "mover") == vm);
  g_assert_false (muster_vm_get_stale (vm));
}

static void
test_silent_from_the_start (Fixture       *fixture,
                            gconstpointer  data)
{
  gint64 start = g_get_monotonic_time ();

  finish (muster_inventory_settle (fixture->inventory));
  g_assert_cmpint (g_get_monotonic_time () - start, <, 12 * G_USEC_PER_SEC);
  g_assert_true (is_online (fixture, "host2"));
  g_assert_true (is_unreachable (fixture, "host1"));
  g_assert_cmpint (muster_host_get_reason (host_named (fixture, "host1")), ==,
                   MUSTER_HOST_REASON_NO_ANSWER);
}

static void
set_up_silent (Fixture       *fixture,
               gconstpointer  data)
{
  lab ("cut", "host1");
  set_up (fixture, data);
}

static void
tear_down_silent (Fixture       *fixture,
                  gconstpointer  data)
{
  lab ("join", "host1");
  tear_down (fixture, data);
}

static gboolean
is_off (Fixture    *fixture,
        const char *name)
{
  return muster_vm_get_state (vm_named (fixture, name)) == MUSTER_VM_OFF;
}

static void
test_power_loss (Fixture       *fixture,
                 gconstpointer  data)
{
  MusterVm *vm;

  wait_for_all (fixture);
  vm = vm_named (fixture, "mover");
  lab ("kill", "host1");
  wait_for (fixture, 10, is_unreachable, "host1");
  g_assert_true (muster_vm_get_stale (vm));

  lab ("boot", "host1");
  wait_for (fixture, 60, is_online, "host1");
  wait_for (fixture, 5, is_off, "mover");
  g_assert_true (vm_named (fixture, "mover") == vm);
  g_assert_cmpstr (muster_vm_get_ip (vm), ==, "");
}

#define ADD(path, setup, func, teardown) \
  g_test_add ("/muster/lab/inventory/" path, Fixture, NULL, setup, func, teardown)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  ADD ("hosts", set_up, test_hosts, tear_down);
  ADD ("address", set_up, test_address, tear_down);
  ADD ("migration", set_up, test_migration, tear_down);
  ADD ("cut", set_up, test_cut, tear_down);
  ADD ("silent-from-the-start", set_up_silent, test_silent_from_the_start,
       tear_down_silent);
  ADD ("power-loss", set_up, test_power_loss, tear_down);
  return g_test_run ();
}
