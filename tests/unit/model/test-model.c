/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-certificate-use.h"
#include "muster-data-center.h"
#include "muster-task-list.h"

static void
count_cb (guint *count)
{
  (*count)++;
}

/* --- history --- */

static void
test_history_forgets (void)
{
  g_autoptr(MusterHistory) history = muster_history_new ();
  guint n_changed = 0;

  g_signal_connect_swapped (history, "changed", G_CALLBACK (count_cb), &n_changed);
  for (guint i = 0; i <= 400; i++)
    muster_history_push (history, &(MusterSample) {
      .time = i * G_USEC_PER_SEC, .values = { i / 400.f },
    });

  g_assert_cmpuint (n_changed, ==, 401);
  g_assert_cmpuint (muster_history_get_length (history), ==, 301);
  g_assert_cmpint (muster_history_get (history, 0)->time, ==, 100 * G_USEC_PER_SEC);
  g_assert_cmpfloat (muster_history_get (history, 300)->values[0], ==, 1);
}

/* --- VM --- */

static void
test_vm_notifies_changes_only (void)
{
  g_autoptr(MusterVm) vm = muster_vm_new ("u", "web1");
  guint n_state = 0, n_ip = 0, n_all = 0;
  const char *ips[] = { "10.0.0.7", NULL };

  g_signal_connect_swapped (vm, "notify::state", G_CALLBACK (count_cb), &n_state);
  g_signal_connect_swapped (vm, "notify::ip", G_CALLBACK (count_cb), &n_ip);
  g_signal_connect_swapped (vm, "notify", G_CALLBACK (count_cb), &n_all);

  muster_vm_set_state (vm, MUSTER_VM_RUNNING, MUSTER_VM_REASON_NONE);
  muster_vm_set_state (vm, MUSTER_VM_RUNNING, MUSTER_VM_REASON_NONE);
  g_assert_cmpuint (n_state, ==, 1);

  muster_vm_set_ips (vm, ips);
  muster_vm_set_ips (vm, ips);
  g_assert_cmpuint (n_ip, ==, 1);
  g_assert_cmpstr (muster_vm_get_ip (vm), ==, "10.0.0.7");
  muster_vm_set_ips (vm, NULL);
  g_assert_cmpuint (n_ip, ==, 2);
  g_assert_cmpstr (muster_vm_get_ip (vm), ==, "");

  n_all = 0;
  muster_vm_set_name (vm, "web1");
  muster_vm_set_stale (vm, FALSE);
  muster_vm_set_started (vm, 0, FALSE);
  g_assert_cmpuint (n_all, ==, 0);
}

static void
test_vm_definition (void)
{
  g_autoptr(MusterVm) vm = muster_vm_new ("u", "web1");
  const char *macs[] = { "52:54:00:00:00:01", NULL };
  MusterVmDefinition definition = {
    .title = "Web", .vcpus = 2, .memory_kib = 1024, .macs = macs,
  };
  guint n_all = 0;

  g_assert_false (muster_vm_get_detailed (vm));
  muster_vm_set_definition (vm, &definition);
  g_assert_true (muster_vm_get_detailed (vm));
  g_assert_cmpstr (muster_vm_get_title (vm), ==, "Web");
  g_assert_cmpstr (muster_vm_get_macs (vm)[0], ==, macs[0]);

  g_signal_connect_swapped (vm, "notify", G_CALLBACK (count_cb), &n_all);
  muster_vm_set_definition (vm, &definition);
  g_assert_cmpuint (n_all, ==, 0);
}

static void
test_vm_sample (void)
{
  g_autoptr(MusterVm) vm = muster_vm_new ("u", "web1");
  double usage, rate;

  muster_vm_push_sample (vm, &(MusterSample) {
    .time = 1, .values = { 0.5f, 0.25f, 100, 200, 300, 400 },
  });
  g_object_get (vm, "cpu-usage", &usage, "net-tx-rate", &rate, NULL);
  g_assert_cmpfloat (usage, ==, 0.5);
  g_assert_cmpfloat (rate, ==, 400);
  g_assert_cmpuint (muster_history_get_length (muster_vm_get_history (vm)), ==, 1);
}

/* Programs read these words: they are an interface. */
static void
test_words (void)
{
  g_assert_cmpstr (muster_vm_state_to_id (MUSTER_VM_STOPPING), ==, "stopping");
  g_assert_cmpstr (muster_vm_state_to_id (MUSTER_VM_SUSPENDED), ==, "suspended");
  g_assert_cmpstr (muster_vm_state_to_id (99), ==, "unknown");
  g_assert_cmpstr (muster_host_state_to_id (MUSTER_HOST_ONLINE), ==, "online");
  g_assert_cmpstr (muster_host_reason_to_id (MUSTER_HOST_REASON_PORT_CLOSED), ==,
                   "port-closed");
}

/* --- data center --- */

static void
test_data_center (void)
{
  g_autoptr(MusterDataCenter) data_center = muster_data_center_new ("dc");
  g_autoptr(MusterHost) b = muster_host_new ("b", "beta", "test:///b");
  g_autoptr(MusterHost) a = muster_host_new ("a", "alpha", "test:///a");
  g_autoptr(MusterCluster) cluster = NULL;
  g_autoptr(MusterHost) first = NULL;
  MusterVm *vms[3];
  GListModel *list = muster_data_center_get_vms (data_center);
  guint n_changes = 0;

  muster_data_center_add_host (data_center, b);
  muster_data_center_add_host (data_center, a);
  cluster = g_list_model_get_item (muster_data_center_get_clusters (data_center), 0);
  first = g_list_model_get_item (muster_cluster_get_hosts (cluster), 0);
  g_assert_true (first == a);
  g_assert_true (muster_data_center_find_host (data_center, "b") == b);

  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *uuid = g_strdup_printf ("u%u", i);

      vms[i] = muster_vm_new (uuid, "vm");
    }
  g_signal_connect_swapped (list, "items-changed", G_CALLBACK (count_cb), &n_changes);
  muster_data_center_add_vms (data_center, vms, 3);
  g_assert_cmpuint (n_changes, ==, 1);
  g_assert_true (muster_data_center_find_vm (data_center, "u1") == vms[1]);

  muster_data_center_remove_vms (data_center, vms, 2);
  g_assert_cmpuint (n_changes, ==, 2);
  g_assert_cmpuint (g_list_model_get_n_items (list), ==, 1);
  g_assert_true (muster_vm_get_gone (vms[0]));
  g_assert_false (muster_vm_get_gone (vms[2]));
  g_assert_null (muster_data_center_find_vm (data_center, "u1"));

  muster_data_center_remove_host (data_center, a);
  g_assert_cmpuint (g_list_model_get_n_items (muster_cluster_get_hosts (cluster)), ==, 1);
  for (guint i = 0; i < 3; i++)
    g_object_unref (vms[i]);
}

/* --- clusters --- */

static char *
dup_order (MusterDataCenter *data_center)
{
  GListModel *clusters = muster_data_center_get_clusters (data_center);
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (clusters); i++)
    {
      g_autoptr(MusterCluster) cluster = g_list_model_get_item (clusters, i);

      g_string_append_printf (names, "%s ", muster_cluster_get_id (cluster));
    }
  return g_string_free (names, FALSE);
}

static void
assert_order (MusterDataCenter *data_center,
              const char       *expected)
{
  g_autofree char *order = dup_order (data_center);

  g_assert_cmpstr (order, ==, expected);
}

static MusterCluster *
add_cluster (MusterDataCenter *data_center,
             const char       *id,
             const char       *name)
{
  g_autoptr(MusterCluster) cluster = muster_cluster_new (id, name);

  muster_data_center_add_cluster (data_center, cluster);
  return cluster;
}

/* The default one first, whatever it is called; no news where nothing moves. */
static void
test_cluster_order (void)
{
  g_autoptr(MusterDataCenter) data_center = muster_data_center_new ("dc");
  MusterCluster *first =
    muster_data_center_find_cluster (data_center, MUSTER_CLUSTER_DEFAULT);
  MusterCluster *b;
  guint n_changes = 0;

  g_assert_true (muster_cluster_is_default (first));
  b = add_cluster (data_center, "2", "b");
  add_cluster (data_center, "3", "c");
  add_cluster (data_center, "1", "a");
  assert_order (data_center, "default 1 2 3 ");

  g_signal_connect_swapped (muster_data_center_get_clusters (data_center), "items-changed",
                            G_CALLBACK (count_cb), &n_changes);
  muster_cluster_set_name (first, "z");
  muster_data_center_sort_clusters (data_center);
  g_assert_cmpuint (n_changes, ==, 0);
  muster_cluster_set_name (b, "d");
  muster_data_center_sort_clusters (data_center);
  assert_order (data_center, "default 1 3 2 ");
  muster_cluster_set_name (b, "b");
  muster_data_center_sort_clusters (data_center);
  assert_order (data_center, "default 1 2 3 ");
  g_assert_true (muster_data_center_find_cluster (data_center, "2") == b);
  g_assert_null (muster_data_center_find_cluster (data_center, "4"));
}

static void
test_cluster_hosts (void)
{
  g_autoptr(MusterDataCenter) data_center = muster_data_center_new ("dc");
  g_autoptr(MusterHost) host = muster_host_new ("a", "alpha", "test:///a");
  g_autoptr(MusterHost) stranger = muster_host_new ("s", "stranger", "test:///s");
  MusterCluster *first =
    muster_data_center_find_cluster (data_center, MUSTER_CLUSTER_DEFAULT);
  MusterCluster *other = add_cluster (data_center, "1", "other");

  muster_data_center_add_host (data_center, host);
  g_assert_true (muster_data_center_find_cluster_of (data_center, host) == first);
  muster_data_center_place_host (data_center, host, other);
  g_assert_true (muster_data_center_find_cluster_of (data_center, host) == other);
  g_assert_cmpuint (g_list_model_get_n_items (muster_cluster_get_hosts (first)), ==, 0);
  muster_data_center_place_host (data_center, stranger, other);
  g_assert_null (muster_data_center_find_cluster_of (data_center, stranger));

  muster_data_center_remove_cluster (data_center, other);
  assert_order (data_center, "default ");
  g_assert_true (muster_data_center_find_cluster_of (data_center, host) == first);
  muster_data_center_remove_host (data_center, host);
  g_assert_null (muster_data_center_find_cluster_of (data_center, host));
}

/* Of a name and a description it is told when they are others than before. */
static void
test_cluster_texts (void)
{
  g_autoptr(MusterDataCenter) data_center = muster_data_center_new ("dc");
  MusterCluster *cluster = add_cluster (data_center, "1", "one");
  guint n_changes = 0;

  g_assert_cmpstr (muster_cluster_get_description (cluster), ==, "");
  g_assert_cmpstr (muster_data_center_get_description (data_center), ==, "");
  g_signal_connect_swapped (cluster, "notify", G_CALLBACK (count_cb), &n_changes);
  g_signal_connect_swapped (data_center, "notify", G_CALLBACK (count_cb), &n_changes);
  muster_cluster_set_name (cluster, "one");
  muster_cluster_set_description (cluster, "");
  muster_data_center_set_name (data_center, "dc");
  muster_data_center_set_description (data_center, "");
  g_assert_cmpuint (n_changes, ==, 0);
  muster_cluster_set_name (cluster, "two");
  muster_cluster_set_description (cluster, "text");
  muster_data_center_set_name (data_center, "center");
  muster_data_center_set_description (data_center, "text");
  g_assert_cmpuint (n_changes, ==, 4);
  g_assert_cmpstr (muster_cluster_get_name (cluster), ==, "two");
  g_assert_cmpstr (muster_data_center_get_description (data_center), ==, "text");
}

/* --- tasks --- */

static void
test_task_ends_once (void)
{
  g_autoptr(MusterTask) task = muster_task_new ("Start", "web1");

  g_assert_cmpint (muster_task_get_state (task), ==, MUSTER_TASK_RUNNING);
  g_assert_cmpfloat (muster_task_get_progress (task), ==, -1);
  muster_task_set_can_cancel (task, TRUE);
  muster_task_cancel (task);
  g_assert_true (g_cancellable_is_cancelled (muster_task_get_cancellable (task)));
  muster_task_fail (task, "because", "do this", "libvirt: no");
  g_assert_cmpint (muster_task_get_state (task), ==, MUSTER_TASK_FAILED);
  g_assert_false (muster_task_get_can_cancel (task));
  g_assert_cmpstr (muster_task_get_advice (task), ==, "do this");
  g_assert_cmpint (muster_task_get_finished_at (task), >=,
                   muster_task_get_started_at (task));
}

static void
test_task_list (void)
{
  g_autoptr(MusterTaskList) list = muster_task_list_new ();
  g_autoptr(MusterTask) first = muster_task_new ("Start", "web1");
  g_autoptr(MusterTask) second = muster_task_new ("Start", "web2");
  g_autoptr(MusterTask) top = NULL;
  guint n_finished = 0;

  g_signal_connect_swapped (list, "finished", G_CALLBACK (count_cb), &n_finished);
  muster_task_list_add (list, first);
  muster_task_list_add (list, second);
  top = g_list_model_get_item (G_LIST_MODEL (list), 0);
  g_assert_true (top == second);
  g_assert_cmpuint (muster_task_list_get_n_running (list), ==, 2);

  muster_task_set_progress (first, 0.5);
  g_assert_cmpfloat (muster_task_list_get_progress (list), ==, 0.5);
  muster_task_finish (first);
  g_assert_cmpuint (n_finished, ==, 1);
  g_assert_cmpuint (muster_task_list_get_n_running (list), ==, 1);
  g_assert_cmpfloat (muster_task_list_get_progress (list), ==, -1);

  muster_task_list_clear_finished (list);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 1);
}

static void
test_task_list_keeps_hundred (void)
{
  g_autoptr(MusterTaskList) list = muster_task_list_new ();

  for (guint i = 0; i < 150; i++)
    {
      g_autoptr(MusterTask) task = muster_task_new ("Start", "web");

      muster_task_list_add (list, task);
      muster_task_finish (task);
    }
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 100);
}

static void
test_certificate_levels (void)
{
  static const struct { gint64 left; int days; MusterCertificateLevel level; } cases[] =
  {
    { 30 * 86400, 30, MUSTER_CERTIFICATE_FINE },
    { 30 * 86400 - 1, 29, MUSTER_CERTIFICATE_SOON },
    { 7 * 86400, 7, MUSTER_CERTIFICATE_SOON },
    { 7 * 86400 - 1, 6, MUSTER_CERTIFICATE_VERY_SOON },
    { 86400, 1, MUSTER_CERTIFICATE_VERY_SOON },
    { 86399, 0, MUSTER_CERTIFICATE_TOMORROW },
    { 0, 0, MUSTER_CERTIFICATE_TOMORROW },
    { -1, -1, MUSTER_CERTIFICATE_EXPIRED },
    { -86400, -1, MUSTER_CERTIFICATE_EXPIRED },
    { -86401, -2, MUSTER_CERTIFICATE_EXPIRED },
    { G_MAXINT64 / 2, 99999, MUSTER_CERTIFICATE_FINE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(MusterCertificateUse) use =
        muster_certificate_use_new (&(MusterCertificateUseFacts) {
          .place = MUSTER_CERTIFICATE_AT_HOST, .name = "host1",
          .not_after = 1000 + cases[i].left,
        });

      g_assert_cmpint (muster_certificate_use_get_days_left (use, 1000), ==, cases[i].days);
      g_assert_cmpint (muster_certificate_use_get_level (use, 1000), ==, cases[i].level);
    }
}

static void
test_certificate_labels (void)
{
  g_autoptr(MusterCertificateUse) vnc =
    muster_certificate_use_new (&(MusterCertificateUseFacts) {
      .place = MUSTER_CERTIFICATE_AT_HOST, .kind = MUSTER_CERTIFICATE_USE_VNC,
      .name = "host1", .owner = "id", .location = "host1:5900",
      .names = (const char * const[]) { "host1", "192.0.2.1", NULL }, .is_ours = TRUE,
    });
  g_autoptr(MusterCertificateUse) bare =
    muster_certificate_use_new (&(MusterCertificateUseFacts) { .name = "CA" });

  g_assert_cmpstr (muster_certificate_use_get_label (vnc), ==, "VNC");
  g_assert_cmpstr (muster_certificate_use_get_owner (vnc), ==, "id");
  g_assert_cmpstr (muster_certificate_use_get_location (vnc), ==, "host1:5900");
  g_assert_cmpstr (muster_certificate_use_get_names (vnc)[1], ==, "192.0.2.1");
  g_assert_true (muster_certificate_use_get_is_ours (vnc));
  g_assert_cmpstr (muster_certificate_use_get_label (bare), ==,
                   muster_certificate_place_to_label (MUSTER_CERTIFICATE_AT_AUTHORITY));
  g_assert_cmpstr (muster_certificate_use_get_owner (bare), ==, "");
  g_assert_null (muster_certificate_use_get_names (bare)[0]);
}

static void
test_task_output (void)
{
  g_autoptr(MusterTask) task = muster_task_new ("Set up", "host1");
  g_autofree char *line = g_strnfill (1000, 'x');
  guint notified = 0;

  g_signal_connect_swapped (task, "notify::output", G_CALLBACK (count_cb), &notified);
  g_assert_null (muster_task_get_output (task));
  muster_task_append_output (task, "first");
  muster_task_append_output (task, "second");
  g_assert_cmpstr (muster_task_get_output (task), ==, "first\nsecond\n");
  g_assert_cmpuint (notified, ==, 2);

  for (guint i = 0; i < 300; i++)
    muster_task_append_output (task, line);
  g_assert_cmpuint (strlen (muster_task_get_output (task)), ==, 256 * 1024 / 1001 * 1001);
  muster_task_append_output (task, "last");
  g_assert_true (g_str_has_suffix (muster_task_get_output (task), "x\nlast\n"));
  g_assert_true (g_str_has_prefix (muster_task_get_output (task), line));
}

/* A name is shown as what it is, and kept as it is. */
static void
test_label (void)
{
  const char *name = "\342\200\256gnp\342\200\254 <b>";
  g_autoptr(MusterVm) vm = muster_vm_new ("u1", name);

  g_assert_cmpstr (muster_vm_get_name (vm), ==, name);
  g_assert_cmpstr (muster_vm_get_label (vm), ==, "\\u{202e}gnp\\u{202c} <b>");
  muster_vm_set_name (vm, "plain");
  g_assert_cmpstr (muster_vm_get_label (vm), ==, "plain");
}

/* A refused login is not tried again, and no less a failure for that. */
static void
test_host_lost (void)
{
  static const struct { MusterHostState state; MusterHostReason reason; gboolean lost; } cases[] = {
    { MUSTER_HOST_DISCONNECTED, MUSTER_HOST_REASON_NONE, FALSE },
    { MUSTER_HOST_DISCONNECTED, MUSTER_HOST_REASON_REQUESTED, FALSE },
    { MUSTER_HOST_DISCONNECTED, MUSTER_HOST_REASON_AUTH, TRUE },
    { MUSTER_HOST_CONNECTING, MUSTER_HOST_REASON_AUTH, FALSE },
    { MUSTER_HOST_ONLINE, MUSTER_HOST_REASON_NONE, FALSE },
    { MUSTER_HOST_UNREACHABLE, MUSTER_HOST_REASON_LOST, TRUE },
  };
  g_autoptr(MusterHost) host = muster_host_new ("h", "host1", "qemu+tls://host1/system");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      muster_host_set_status (host, cases[i].state, cases[i].reason, NULL);
      g_assert_cmpint (muster_host_is_lost (host), ==, cases[i].lost);
    }
}

static void
test_history_end (void)
{
  g_autoptr(MusterHistory) history = muster_history_new ();
  gint64 now = g_get_monotonic_time ();
  MusterSample sample = { now - 2 * G_USEC_PER_SEC, { 0.5, -1, -1, -1, -1, -1 } };
  MusterSample silence = { now, { -1, -1, -1, -1, -1, -1 } };

  g_assert_cmpint (muster_history_get_end (history), ==, 0);
  muster_history_push (history, &sample);
  muster_history_push (history, &silence);
  g_assert_cmpint (ABS (muster_history_get_end (history) + 2 * G_USEC_PER_SEC - g_get_real_time ()),
                   <, G_USEC_PER_SEC);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/muster/model/history/forgets", test_history_forgets);
  g_test_add_func ("/muster/model/vm/notifies-changes-only", test_vm_notifies_changes_only);
  g_test_add_func ("/muster/model/vm/definition", test_vm_definition);
  g_test_add_func ("/muster/model/vm/sample", test_vm_sample);
  g_test_add_func ("/muster/model/vm/words", test_words);
  g_test_add_func ("/muster/model/data-center/hosts-and-vms", test_data_center);
  g_test_add_func ("/muster/model/cluster/order", test_cluster_order);
  g_test_add_func ("/muster/model/cluster/hosts", test_cluster_hosts);
  g_test_add_func ("/muster/model/cluster/texts", test_cluster_texts);
  g_test_add_func ("/muster/model/task/ends-once", test_task_ends_once);
  g_test_add_func ("/muster/model/task-list/running", test_task_list);
  g_test_add_func ("/muster/model/task-list/keeps-hundred", test_task_list_keeps_hundred);
  g_test_add_func ("/muster/model/certificate-use/levels", test_certificate_levels);
  g_test_add_func ("/muster/model/certificate-use/labels", test_certificate_labels);
  g_test_add_func ("/muster/model/task/output", test_task_output);
  g_test_add_func ("/muster/model/vm/label", test_label);
  g_test_add_func ("/muster/model/host/lost", test_host_lost);
  g_test_add_func ("/muster/model/history/end", test_history_end);
  return g_test_run ();
}
