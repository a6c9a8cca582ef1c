/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui-fixture.h"

MusterVm *
ui_fixture_vm (const char    *name,
               MusterHost    *host,
               MusterVmState  state)
{
  g_autofree char *uuid = g_uuid_string_random ();
  MusterVm *vm = muster_vm_new (uuid, name);
  const char * const macs[] = { NULL };
  MusterVmDefinition definition = {
    .title = "", .description = "Fixture", .os_id = NULL, .os_name = "Debian 13",
    .macs = macs, .graphics = "vnc", .vcpus = 2, .memory_kib = 2 * 1024 * 1024,
  };

  if (host != NULL)
    muster_vm_set_host (vm, host);
  muster_vm_set_state (vm, state, MUSTER_VM_REASON_NONE);
  muster_vm_set_definition (vm, &definition);

  return vm;
}

static MusterHost *
new_host (guint number)
{
  g_autofree char *id = g_strdup_printf ("id%u", number);
  g_autofree char *name = g_strdup_printf ("host%u", number);
  g_autofree char *uri = g_strdup_printf ("test:///%u", number);
  MusterHost *host = muster_host_new (id, name, uri);

  muster_host_set_status (host, MUSTER_HOST_ONLINE, MUSTER_HOST_REASON_NONE, NULL);
  muster_host_set_listed (host, TRUE);

  return host;
}

MusterDataCenter *
ui_fixture_data_center (guint n)
{
  MusterDataCenter *data_center = muster_data_center_new ("Fixture");
  g_autoptr (GPtrArray) vms = g_ptr_array_new_with_free_func (g_object_unref);
  MusterHost *hosts[3];

  for (guint i = 0; i < G_N_ELEMENTS (hosts); i++)
    {
      hosts[i] = new_host (i + 1);
      muster_data_center_add_host (data_center, hosts[i]);
      g_object_unref (hosts[i]);
    }
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("vm%u", i);

      g_ptr_array_add (vms, ui_fixture_vm (name, hosts[i % G_N_ELEMENTS (hosts)],
                                           i % 2 == 0 ? MUSTER_VM_RUNNING
                                                      : MUSTER_VM_OFF));
    }
  muster_data_center_add_vms (data_center, (MusterVm **) vms->pdata, vms->len);

  return data_center;
}

void
ui_fixture_sample (MusterVm *vm,
                   double    cpu)
{
  MusterSample sample = { .time = g_get_monotonic_time () };

  for (guint i = 0; i < MUSTER_N_METRICS; i++)
    sample.values[i] = (float) cpu;
  muster_vm_push_sample (vm, &sample);
}

static gboolean
quit_cb (gpointer data)
{
  g_main_loop_quit (data);

  return G_SOURCE_REMOVE;
}

void
ui_fixture_spin (guint ms)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);

  g_timeout_add (ms, quit_cb, loop);
  g_main_loop_run (loop);
}

static void
count_cb (guint *n_frames)
{
  (*n_frames)++;
}

void
ui_fixture_assert_rests (GtkWidget *window)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);
  guint n_frames = 0;
  gulong id;

  g_assert_nonnull (clock);
  id = g_signal_connect_swapped (clock, "update", G_CALLBACK (count_cb), &n_frames);
  ui_fixture_spin (1000);
  g_signal_handler_disconnect (clock, id);
  g_assert_cmpuint (n_frames, <, 15);
}

void
ui_fixture_assert_says (GtkAccessible         *accessible,
                        GtkAccessibleProperty  property,
                        const char            *text)
{
  g_autofree char *instead =
    gtk_test_accessible_check_property (accessible, property, text);

  if (instead != NULL)
    g_error ("expected “%s”, saw %s", text, instead);
}

GSettings *
ui_fixture_settings (void)
{
  return g_settings_new (APP_ID);
}
