/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>

#include "muster-domain.h"
#include "muster-inventory.h"
#include "muster-memory-store.h"

/* The one VM that libvirt's own test driver begins with. */
#define TEST_VM "6695eb01-f6a4-8304-79aa-97f2502e193f"

typedef struct
{
  MusterStore *store;
  MusterInventory *inventory;
  MusterDataCenter *data_center;
} Fixture;

typedef gboolean (*Condition) (Fixture *fixture);

static MusterCredentials *
no_credentials (const MusterHostEntry *entry,
                gpointer               user_data)
{
  return NULL;
}

static void
finish (DexFuture *future)
{
  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (dex_future_is_resolved (future));
  dex_unref (future);
}

static gboolean
tick_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static void
wait_for (Fixture   *fixture,
          Condition  condition)
{
  gint64 deadline = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;
  guint tick = g_timeout_add (20, tick_cb, NULL);

  while (!condition (fixture))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (tick);
}

static void
add_host (Fixture    *fixture,
          const char *id,
          const char *name,
          const char *uri)
{
  g_autoptr(MusterHostEntry) entry = muster_host_entry_new (id, name, uri, NULL);
  g_autoptr(JsonObject) content = muster_host_entry_to_json (entry, NULL);

  finish (muster_store_put (fixture->store, MUSTER_HOST_RECORD_KIND, id,
                            content, NULL));
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->store = muster_memory_store_new ();
  fixture->inventory =
    muster_inventory_new (fixture->store, no_credentials, NULL, NULL);
  fixture->data_center = muster_inventory_get_data_center (fixture->inventory);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  finish (muster_inventory_close (fixture->inventory));
  /* Its fibers end with their connections, in the main context. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_clear_object (&fixture->inventory);
  g_clear_object (&fixture->store);
}

static MusterVm *
test_vm (Fixture *fixture)
{
  return muster_data_center_find_vm (fixture->data_center, TEST_VM);
}

static MusterConnection *
connection_of (Fixture    *fixture,
               const char *id)
{
  MusterHost *host = muster_data_center_find_host (fixture->data_center, id);

  return muster_inventory_get_connection (fixture->inventory, host);
}

static void
test_settle (Fixture       *fixture,
             gconstpointer  data)
{
  MusterHost *host;
  MusterVm *vm;

  add_host (fixture, "h1", "one", "test:///default");
  finish (muster_inventory_start (fixture->inventory, FALSE));
  finish (muster_inventory_settle (fixture->inventory));

  host = muster_data_center_find_host (fixture->data_center, "h1");
  g_assert_cmpint (muster_host_get_state (host), ==, MUSTER_HOST_ONLINE);
  g_assert_true (muster_host_get_listed (host));
  g_assert_cmpuint (muster_host_get_n_running (host), ==, 1);
  g_assert_cmpuint (muster_host_get_cpus (host), >, 0);

  vm = test_vm (fixture);
  g_assert_cmpstr (muster_vm_get_name (vm), ==, "test");
  g_assert_true (muster_vm_get_host (vm) == host);
  g_assert_cmpint (muster_vm_get_state (vm), ==, MUSTER_VM_RUNNING);
  g_assert_true (muster_vm_get_detailed (vm));
  g_assert_cmpuint (muster_vm_get_vcpus (vm), ==, 2);
  g_assert_cmpuint (muster_vm_get_memory_kib (vm), ==, 8 * 1024 * 1024);
  g_assert_cmpint (muster_vm_get_started_at (vm), >, 0);
  g_assert_false (muster_vm_get_start_seen (vm));
}

static MusterVm *
named_vm (Fixture    *fixture,
          const char *name)
{
  GListModel *vms = muster_data_center_get_vms (fixture->data_center);

  for (guint i = 0; i < g_list_model_get_n_items (vms); i++)
    {
      g_autoptr(MusterVm) vm = g_list_model_get_item (vms, i);

      if (g_str_equal (muster_vm_get_name (vm), name))
        return vm;
    }
  g_assert_not_reached ();
}

#define DRIVER \
  "<node><domain type='test' " \
  "xmlns:test='http://libvirt.org/schemas/domain/test/1.0'><name>off</name>" \
  "<uuid>00000000-0000-0000-0000-000000000001</uuid>" \
  "<title>Asleep</title><memory>2048</memory><vcpu>3</vcpu>" \
  "<os><type>hvm</type></os><test:runstate>5</test:runstate></domain></node>"

/* Its size is known at once; this driver's statistics have none. */
static void
test_look_once (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *folder = g_dir_make_tmp (NULL, NULL);
  g_autofree char *file = g_build_filename (folder, "driver.xml", NULL);
  g_autofree char *uri = g_strconcat ("test://", file, NULL);
  MusterVm *vm;

  g_assert_true (g_file_set_contents (file, DRIVER, -1, NULL));
  add_host (fixture, "h1", "one", uri);
  finish (muster_inventory_start (fixture->inventory, FALSE));
  finish (muster_inventory_settle (fixture->inventory));
  g_assert_cmpint (g_remove (file), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);

  vm = named_vm (fixture, "off");
  g_assert_cmpint (muster_vm_get_state (vm), ==, MUSTER_VM_OFF);
  g_assert_cmpuint (muster_vm_get_vcpus (vm), ==, 3);
  g_assert_cmpuint (muster_vm_get_memory_kib (vm), ==, 2048);

  finish (muster_inventory_define_vm (fixture->inventory, vm));
  g_assert_true (muster_vm_get_detailed (vm));
  g_assert_cmpstr (muster_vm_get_title (vm), ==, "Asleep");
  finish (muster_inventory_ask_agents (fixture->inventory, NULL));
  finish (muster_inventory_ask_agents (fixture->inventory, vm));
}

static void
test_failed_host_delays_nobody (Fixture       *fixture,
                                gconstpointer  data)
{
  MusterHost *bad;

  add_host (fixture, "h1", "one", "test:///default");
  add_host (fixture, "h2", "two", "test:///no/such/file.xml");
  finish (muster_inventory_start (fixture->inventory, FALSE));
  finish (muster_inventory_settle (fixture->inventory));

  bad = muster_data_center_find_host (fixture->data_center, "h2");
  g_assert_cmpint (muster_host_get_state (bad), !=, MUSTER_HOST_ONLINE);
  g_assert_cmpint (muster_host_get_reason (bad), ==, MUSTER_HOST_REASON_FAILED);
  g_assert_nonnull (muster_host_get_error (bad));
  g_assert_nonnull (test_vm (fixture));
}

static gboolean
is_paused (Fixture *fixture)
{
  return muster_vm_get_state (test_vm (fixture)) == MUSTER_VM_PAUSED;
}

static gboolean
is_off (Fixture *fixture)
{
  return muster_vm_get_state (test_vm (fixture)) == MUSTER_VM_OFF;
}

static gboolean
is_seen_running (Fixture *fixture)
{
  MusterVm *vm = test_vm (fixture);

  return muster_vm_get_state (vm) == MUSTER_VM_RUNNING &&
         muster_vm_get_start_seen (vm);
}

static gboolean
is_listed (Fixture *fixture)
{
  MusterHost *host = muster_data_center_find_host (fixture->data_center, "h1");

  return host != NULL && muster_host_get_listed (host);
}

static void
test_events (Fixture       *fixture,
             gconstpointer  data)
{
  MusterConnection *connection;
  MusterVm *vm;

  add_host (fixture, "h1", "one", "test:///default");
  finish (muster_inventory_start (fixture->inventory, TRUE));
  wait_for (fixture, is_listed);
  connection = connection_of (fixture, "h1");
  vm = test_vm (fixture);

  finish (muster_domain_pause (connection, TEST_VM));
  wait_for (fixture, is_paused);
  finish (muster_domain_force_off (connection, TEST_VM));
  wait_for (fixture, is_off);
  g_assert_cmpint (muster_vm_get_started_at (vm), ==, 0);
  finish (muster_domain_start (connection, TEST_VM));
  wait_for (fixture, is_seen_running);
  g_assert_true (test_vm (fixture) == vm);
}

static gboolean
has_cpu_usage (Fixture *fixture)
{
  MusterVm *vm = test_vm (fixture);

  return muster_history_get_length (muster_vm_get_history (vm)) >= 2;
}

static void
test_statistics (Fixture       *fixture,
                 gconstpointer  data)
{
  add_host (fixture, "h1", "one", "test:///default");
  finish (muster_inventory_start (fixture->inventory, TRUE));
  wait_for (fixture, is_listed);
  wait_for (fixture, has_cpu_usage);
}

static gboolean
has_no_hosts (Fixture *fixture)
{
  return g_list_model_get_n_items (muster_data_center_get_hosts (fixture->data_center)) == 0 &&
         g_list_model_get_n_items (muster_data_center_get_vms (fixture->data_center)) == 0;
}

static gboolean
is_renamed (Fixture *fixture)
{
  MusterHost *host = muster_data_center_find_host (fixture->data_center, "h1");

  return g_str_equal (muster_host_get_name (host), "uno");
}

static void
test_records_come_and_go (Fixture       *fixture,
                          gconstpointer  data)
{
  MusterHost *host;

  finish (muster_inventory_start (fixture->inventory, TRUE));
  finish (muster_inventory_settle (fixture->inventory));
  add_host (fixture, "h1", "one", "test:///default");
  wait_for (fixture, is_listed);
  host = muster_data_center_find_host (fixture->data_center, "h1");

  add_host (fixture, "h1", "uno", "test:///default");
  wait_for (fixture, is_renamed);
  g_assert_true (muster_data_center_find_host (fixture->data_center, "h1") == host);

  finish (muster_store_delete (fixture->store, MUSTER_HOST_RECORD_KIND, "h1"));
  wait_for (fixture, has_no_hosts);
}

static void
test_addresses (void)
{
  static const struct { const char *input, *uri; } cases[] = {
    { "host1", "qemu+tls://host1/system" },
    { " host1.lab ", "qemu+tls://host1.lab/system" },
    { "host1.lab:16515", "qemu+tls://host1.lab:16515/system" },
    { "Host1.LAB.", "qemu+tls://host1.lab/system" },
    { "b\xc3\xbcro.example", "qemu+tls://xn--bro-hoa.example/system" },
    { "b\xc3\xbcro.example:16515", "qemu+tls://xn--bro-hoa.example:16515/system" },
    { "192.168.1.300", NULL },
    { "host1..lab", NULL },
    { "host1:", NULL },
    { "host1:99999", NULL },
    { "[host 1]", NULL },
    { "10.0.0.1", "qemu+tls://10.0.0.1/system" },
    { "10.0.0.1:16515", "qemu+tls://10.0.0.1:16515/system" },
    { "2001:db8::1", "qemu+tls://[2001:db8::1]/system" },
    { "fe80::1%eth0", NULL },
    { "[2001:db8::1]:16514", "qemu+tls://[2001:db8::1]:16514/system" },
    { "qemu:///system", "qemu:///system" },
    { "qemu+ssh://root@host1/system", "qemu+ssh://root@host1/system" },
    { "test:///default", "test:///default" },
    { "", NULL },
    { "two words", NULL },
    { "host1\nhost2", NULL },
    { "qemu+tls://host1\nreboot/system", NULL },
    { "qemu+tls://host1%0Areboot/system", NULL },
    { "qemu+tls://host1%1b[1m/system", NULL },
    { "host1/system", NULL },
    { "-oProxyCommand=x", NULL },
    { "qemu+ssh://root:secret@host1/system", NULL },
    { "esx://root@host1/?no_verify=1", "esx://root@host1/?no_verify=1" },
    { "foo://bar", NULL },
    { "https://host1/system", NULL },
    { "qemu+telnet://host1/system", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *uri =
        muster_host_uri_from_address (cases[i].input, &error);

      g_assert_cmpstr (uri, ==, cases[i].uri);
      g_assert_true ((uri == NULL) == (error != NULL));
      if (error != NULL)
        g_assert_null (strstr (error->message, "secret"));
    }
}

#define ADD(path, func) \
  g_test_add ("/muster/inventory/inventory/" path, Fixture, NULL, \
              set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  ADD ("settle", test_settle);
  ADD ("look-once", test_look_once);
  ADD ("failed-host-delays-nobody", test_failed_host_delays_nobody);
  ADD ("events", test_events);
  ADD ("statistics", test_statistics);
  ADD ("records-come-and-go", test_records_come_and_go);
  g_test_add_func ("/muster/inventory/host-entry/addresses", test_addresses);
  return g_test_run ();
}
