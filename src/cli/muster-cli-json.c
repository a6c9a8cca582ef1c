/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>

#include "muster-cli-json.h"

void
muster_cli_json_set_string (JsonObject *object,
                            const char *name,
                            const char *value)
{
  if (value != NULL && *value != '\0')
    json_object_set_string_member (object, name, value);
  else
    json_object_set_null_member (object, name);
}

JsonArray *
muster_cli_json_strv (const char * const *values)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; values != NULL && values[i] != NULL; i++)
    json_array_add_string_element (array, values[i]);

  return array;
}

static void
set_strings (JsonObject         *object,
             const char         *name,
             const char * const *values)
{
  json_object_set_array_member (object, name, muster_cli_json_strv (values));
}

/* What is not known is null, never a number that looks measured. */
static void
set_share (JsonObject *object,
           const char *name,
           double      value)
{
  if (value >= 0)
    json_object_set_double_member (object, name, value);
  else
    json_object_set_null_member (object, name);
}

void
muster_cli_json_set_time (JsonObject *object,
                          const char *name,
                          gint64      seconds)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (seconds);
  g_autofree char *text = time != NULL ? g_date_time_format_iso8601 (time) : NULL;

  muster_cli_json_set_string (object, name, seconds != 0 ? text : NULL);
}

JsonObject *
muster_cli_json_vm (MusterVm *vm)
{
  JsonObject *object = json_object_new ();
  MusterHost *host = muster_vm_get_host (vm);

  muster_cli_json_set_string (object, "name", muster_vm_get_name (vm));
  muster_cli_json_set_string (object, "uuid", muster_vm_get_uuid (vm));
  muster_cli_json_set_string (object, "host",
                              host != NULL ? muster_host_get_name (host) : NULL);
  muster_cli_json_set_string (object, "host_uri",
                              host != NULL ? muster_host_get_uri (host) : NULL);
  muster_cli_json_set_string (object, "state",
                              muster_vm_state_to_id (muster_vm_get_state (vm)));
  json_object_set_int_member (object, "vcpus", muster_vm_get_vcpus (vm));
  json_object_set_int_member (object, "memory_kib", muster_vm_get_memory_kib (vm));
  set_strings (object, "ips", muster_vm_get_ips (vm));
  muster_cli_json_set_string (object, "taken_over_by", muster_vm_get_elsewhere (vm));
  set_strings (object, "running_twice", muster_vm_get_running_twice (vm));

  return object;
}

static void
set_rates (JsonObject *object,
           MusterVm   *vm)
{
  static const struct { const char *name; MusterMetric metric; } rates[] =
  {
    { "cpu_usage", MUSTER_METRIC_CPU },
    { "memory_usage", MUSTER_METRIC_MEMORY },
    { "disk_read_bytes_per_second", MUSTER_METRIC_DISK_READ },
    { "disk_write_bytes_per_second", MUSTER_METRIC_DISK_WRITE },
    { "net_rx_bytes_per_second", MUSTER_METRIC_NET_RX },
    { "net_tx_bytes_per_second", MUSTER_METRIC_NET_TX },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rates); i++)
    set_share (object, rates[i].name, muster_vm_get_metric (vm, rates[i].metric));
}

JsonObject *
muster_cli_json_vm_full (MusterVm *vm)
{
  JsonObject *object = muster_cli_json_vm (vm);

  muster_cli_json_set_string (object, "reason",
                              muster_vm_reason_to_id (muster_vm_get_reason (vm)));
  muster_cli_json_set_string (object, "title", muster_vm_get_title (vm));
  muster_cli_json_set_string (object, "description", muster_vm_get_description (vm));
  muster_cli_json_set_string (object, "os_id", muster_vm_get_os_id (vm));
  muster_cli_json_set_string (object, "os_name", muster_vm_get_os_name (vm));
  muster_cli_json_set_string (object, "graphics", muster_vm_get_graphics (vm));
  set_strings (object, "macs", muster_vm_get_macs (vm));
  json_object_set_boolean_member (object, "persistent", muster_vm_get_persistent (vm));
  json_object_set_boolean_member (object, "autostart", muster_vm_get_autostart (vm));
  /* For a VM that ran already when it was first seen, the time of the look. */
  muster_cli_json_set_time (object, "running_since",
                            muster_vm_get_start_seen (vm)
                            ? muster_vm_get_started_at (vm) / G_USEC_PER_SEC : 0);
  set_rates (object, vm);

  return object;
}

JsonObject *
muster_cli_json_host (MusterHost *host)
{
  JsonObject *object = json_object_new ();

  muster_cli_json_set_string (object, "name", muster_host_get_name (host));
  muster_cli_json_set_string (object, "id", muster_host_get_id (host));
  muster_cli_json_set_string (object, "uri", muster_host_get_uri (host));
  muster_cli_json_set_string (object, "state",
                              muster_host_state_to_id (muster_host_get_state (host)));
  muster_cli_json_set_string (object, "reason",
                              muster_host_reason_to_id (muster_host_get_reason (host)));
  muster_cli_json_set_string (object, "error", muster_host_get_error (host));
  muster_cli_json_set_string (object, "hostname", muster_host_get_hostname (host));
  muster_cli_json_set_string (object, "uuid", muster_host_get_uuid (host));
  muster_cli_json_set_string (object, "hypervisor", muster_host_get_hypervisor (host));
  muster_cli_json_set_string (object, "libvirt_version",
                              muster_host_get_libvirt_version (host));
  muster_cli_json_set_string (object, "cpu_model", muster_host_get_cpu_model (host));
  json_object_set_int_member (object, "cpus", muster_host_get_cpus (host));
  json_object_set_int_member (object, "memory_kib", muster_host_get_memory_kib (host));
  set_share (object, "cpu_usage", muster_host_get_cpu_usage (host));
  set_share (object, "memory_usage", muster_host_get_memory_usage (host));
  json_object_set_int_member (object, "vms", muster_host_get_n_vms (host));
  json_object_set_int_member (object, "running_vms", muster_host_get_n_running (host));

  return object;
}

JsonObject *
muster_cli_json_host_test (const char           *name,
                           const char           *uri,
                           const MusterHostTest *test)
{
  JsonObject *object = json_object_new ();

  muster_cli_json_set_string (object, "name", name);
  muster_cli_json_set_string (object, "uri", uri);
  json_object_set_boolean_member (object, "ok", test->ok);
  muster_cli_json_set_string (object, "reason", test->reason_id);
  muster_cli_json_set_string (object, "message", test->message);
  muster_cli_json_set_string (object, "advice", test->advice);
  muster_cli_json_set_string (object, "details", test->details);
  muster_cli_json_set_string (object, "hostname", test->hostname);
  muster_cli_json_set_string (object, "uuid", test->uuid);
  muster_cli_json_set_string (object, "hypervisor", test->hypervisor);
  muster_cli_json_set_string (object, "libvirt_version", test->libvirt_version);

  return object;
}

static const char *
name_result (MusterTaskState state)
{
  switch (state)
    {
    case MUSTER_TASK_DONE:
      return "done";
    case MUSTER_TASK_FAILED:
      return "failed";
    case MUSTER_TASK_CANCELLED:
      return "cancelled";
    case MUSTER_TASK_RUNNING:
    default:
      return "running";
    }
}

JsonObject *
muster_cli_json_task (const char *verb,
                      MusterVm   *vm,
                      MusterTask *task)
{
  JsonObject *object = json_object_new ();
  MusterHost *host = muster_vm_get_host (vm);

  muster_cli_json_set_string (object, "name", muster_vm_get_name (vm));
  muster_cli_json_set_string (object, "uuid", muster_vm_get_uuid (vm));
  muster_cli_json_set_string (object, "host",
                              host != NULL ? muster_host_get_name (host) : NULL);
  muster_cli_json_set_string (object, "act", verb);
  muster_cli_json_set_string (object, "result",
                              name_result (muster_task_get_state (task)));
  muster_cli_json_set_string (object, "reason", muster_task_get_reason (task));
  muster_cli_json_set_string (object, "advice", muster_task_get_advice (task));
  muster_cli_json_set_string (object, "details", muster_task_get_details (task));
  muster_cli_json_set_string (object, "warning", muster_task_get_warning (task));

  return object;
}

/* Not by g_print(), which writes in the locale's encoding: JSON is UTF-8. */
static void
print_node (JsonNode *node)
{
  g_autofree char *text = json_to_string (node, TRUE);

  fputs (text, stdout);
  fputc ('\n', stdout);
  json_node_unref (node);
}

void
muster_cli_json_print_object (JsonObject *object)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, object);
  print_node (node);
}

void
muster_cli_json_print_array (JsonArray *array)
{
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  json_node_take_array (node, array);
  print_node (node);
}
