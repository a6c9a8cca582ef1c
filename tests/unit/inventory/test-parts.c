/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-address-book.h"
#include "muster-domain-details.h"
#include "muster-domain.h"
#include "muster-state-map.h"
#include "muster-usage-meter.h"

static MusterDomainStats
stats (gint64 cpu_time_ns,
       gint64 bytes)
{
  return (MusterDomainStats) {
    .cpu_time_ns = cpu_time_ns, .vcpus = 2,
    .memory_unused_kib = 750, .memory_available_kib = 1000,
    .disk_read_bytes = bytes, .disk_write_bytes = -1,
    .net_rx_bytes = bytes, .net_tx_bytes = bytes,
  };
}

static void
test_rates (void)
{
  MusterVmCounters counters = { 0 };
  MusterDomainStats first = stats (1000000000, 100);
  MusterDomainStats second = stats (2000000000, 2100);
  MusterSample sample;

  muster_vm_counters_advance (&counters, &first, 10 * G_USEC_PER_SEC, &sample);
  g_assert_cmpfloat (sample.values[MUSTER_METRIC_CPU], ==, -1);
  g_assert_cmpfloat (sample.values[MUSTER_METRIC_DISK_READ], ==, -1);
  g_assert_cmpfloat_with_epsilon (sample.values[MUSTER_METRIC_MEMORY], 0.25, 1e-6);

  muster_vm_counters_advance (&counters, &second, 12 * G_USEC_PER_SEC, &sample);
  /* One second of CPU in two seconds on two CPUs. */
  g_assert_cmpfloat_with_epsilon (sample.values[MUSTER_METRIC_CPU], 0.25, 1e-6);
  g_assert_cmpfloat_with_epsilon (sample.values[MUSTER_METRIC_DISK_READ], 1000, 1e-3);
  g_assert_cmpfloat (sample.values[MUSTER_METRIC_DISK_WRITE], ==, -1);
}

/* What is said before the guest's driver has spoken, of a guest without one too. */
static void
test_silent_guest (void)
{
  const gint64 silent[][2] = { { -1, -1 }, { -1, 1000 }, { 750, -1 }, { 0, 0 } };

  for (guint i = 0; i < G_N_ELEMENTS (silent); i++)
    {
      MusterVmCounters counters = { 0 };
      MusterDomainStats now = stats (1000000000, 100);
      MusterSample sample;

      now.memory_unused_kib = silent[i][0];
      now.memory_available_kib = silent[i][1];
      muster_vm_counters_advance (&counters, &now, G_USEC_PER_SEC, &sample);
      g_assert_cmpfloat (sample.values[MUSTER_METRIC_MEMORY], ==, -1);
    }
}

static void
test_restart (void)
{
  MusterVmCounters counters = { 0 };
  MusterDomainStats before = stats (5000000000, 5000);
  MusterDomainStats after = stats (100, 10);
  MusterSample sample;

  muster_vm_counters_advance (&counters, &before, G_USEC_PER_SEC, &sample);
  muster_vm_counters_advance (&counters, &after, 2 * G_USEC_PER_SEC, &sample);
  g_assert_cmpfloat (sample.values[MUSTER_METRIC_CPU], ==, -1);
  g_assert_cmpfloat (sample.values[MUSTER_METRIC_NET_RX], ==, -1);
}

static void
test_node (void)
{
  MusterNodeCounters counters = { 0 };
  MusterNodeStats first = { 100, 1000, 1000, 250 };
  MusterNodeStats second = { 200, 1400, 1000, 2000 };
  MusterSample sample;

  muster_node_counters_advance (&counters, &first, 1, &sample);
  g_assert_cmpfloat (sample.values[MUSTER_METRIC_CPU], ==, -1);
  g_assert_cmpfloat_with_epsilon (sample.values[MUSTER_METRIC_MEMORY], 0.75, 1e-6);
  muster_node_counters_advance (&counters, &second, 2, &sample);
  g_assert_cmpfloat_with_epsilon (sample.values[MUSTER_METRIC_CPU], 0.25, 1e-6);
  /* More free than there is: a host may say anything. */
  g_assert_cmpfloat (sample.values[MUSTER_METRIC_MEMORY], ==, 0);
}

static GPtrArray *
addresses (const char *first, ...)
{
  GPtrArray *list =
    g_ptr_array_new_with_free_func ((GDestroyNotify) muster_guest_address_free);
  va_list args;

  va_start (args, first);
  for (const char *mac = first; mac != NULL; mac = va_arg (args, const char *))
    {
      MusterGuestAddress *address = g_new0 (MusterGuestAddress, 1);

      address->mac = g_strdup (mac);
      address->address = g_strdup (va_arg (args, const char *));
      g_ptr_array_add (list, address);
    }
  va_end (args);
  return list;
}

static void
assert_book (MusterAddressBook *book,
             const char        *expected)
{
  const char *macs[] = { "52:54:00:AA:00:01", NULL };
  g_auto(GStrv) found = muster_address_book_look_up (book, "vm", macs);
  g_autofree char *joined = g_strjoinv (" ", found);

  g_assert_cmpstr (joined, ==, expected);
}

static void
test_address_book (void)
{
  g_autoptr(MusterAddressBook) book = muster_address_book_new ();
  g_autoptr(GPtrArray) leases =
    addresses ("52:54:00:aa:00:01", "2001:db8::5",
               "52:54:00:aa:00:01", "10.0.0.5",
               "52:54:00:aa:00:01", "10.0.0.5",
               "52:54:00:aa:00:02", "10.0.0.6", NULL);
  g_autoptr(GPtrArray) agent =
    addresses ("00:00:00:00:00:00", "127.0.0.1",
               "52:54:00:aa:00:01", "fe80::1",
               "52:54:00:aa:00:01", "192.168.1.9", NULL);

  assert_book (book, "");
  muster_address_book_set_leases (book, leases);
  assert_book (book, "10.0.0.5 2001:db8::5");
  muster_address_book_set_agent (book, "vm", agent);
  assert_book (book, "192.168.1.9");
  muster_address_book_set_agent (book, "vm", NULL);
  assert_book (book, "10.0.0.5 2001:db8::5");
}

static void
test_states (void)
{
  g_assert_cmpint (muster_vm_state_from_libvirt (VIR_DOMAIN_SHUTOFF, FALSE), ==, MUSTER_VM_OFF);
  g_assert_cmpint (muster_vm_state_from_libvirt (VIR_DOMAIN_SHUTOFF, TRUE), ==, MUSTER_VM_SAVED);
  g_assert_cmpint (muster_vm_state_from_libvirt (VIR_DOMAIN_BLOCKED, FALSE), ==, MUSTER_VM_RUNNING);
  g_assert_cmpint (muster_vm_state_from_libvirt (4711, FALSE), ==, MUSTER_VM_UNKNOWN);
  g_assert_cmpint (muster_vm_reason_from_libvirt (VIR_DOMAIN_PAUSED, VIR_DOMAIN_PAUSED_IOERROR),
                   ==, MUSTER_VM_REASON_IO_ERROR);
  g_assert_cmpint (muster_vm_reason_from_libvirt (VIR_DOMAIN_RUNNING, VIR_DOMAIN_PAUSED_IOERROR),
                   ==, MUSTER_VM_REASON_NONE);
}

static void
test_details (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(MusterDomainDetails) details = muster_domain_details_parse (
    "<domain type='kvm'><name>a</name><uuid>u</uuid><title>T</title>"
    "<memory unit='MiB'>2</memory><vcpu>3</vcpu><devices>"
    "<interface type='network'><mac address='52:54:00:00:00:01'/></interface>"
    "<channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0' state='connected'/></channel>"
    "<graphics type='spice' port='-1'/></devices></domain>", &error);

  g_assert_no_error (error);
  g_assert_cmpstr (details->uuid, ==, "u");
  g_assert_cmpstr (details->title, ==, "T");
  g_assert_cmpuint (details->vcpus, ==, 3);
  g_assert_cmpuint (details->memory_kib, ==, 2048);
  g_assert_cmpstr (details->graphics, ==, "spice");
  g_assert_cmpstr (details->macs[0], ==, "52:54:00:00:00:01");
  g_assert_true (details->agent_connected);
}

static void
test_malformed (void)
{
  static const char * const malformed[] = {
    "", "<domain", "<network/>", "\xff\xfe", "<domain><name>x</name>",
  };

  for (guint i = 0; i < G_N_ELEMENTS (malformed); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (muster_domain_details_parse (malformed[i], &error));
      g_assert_nonnull (error);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/muster/inventory/usage-meter/rates", test_rates);
  g_test_add_func ("/muster/inventory/usage-meter/silent-guest", test_silent_guest);
  g_test_add_func ("/muster/inventory/usage-meter/restart", test_restart);
  g_test_add_func ("/muster/inventory/usage-meter/node", test_node);
  g_test_add_func ("/muster/inventory/address-book/look-up", test_address_book);
  g_test_add_func ("/muster/inventory/state-map/states", test_states);
  g_test_add_func ("/muster/inventory/domain-details/parse", test_details);
  g_test_add_func ("/muster/inventory/domain-details/malformed", test_malformed);
  return g_test_run ();
}
