/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <libdex.h>

#include "console-dummy-session.h"
#include "console-session-private.h"
#include "console-usb-port.h"
#include "muster-ui.h"
#include "muster-usb-dialog.h"
#include "ui-fixture.h"

#define UUID "a0000000-0000-4000-8000-000000000001"

/* --- a session that takes devices ------------------------------------------------------ */

#define TEST_TYPE_PORT (test_port_get_type ())
G_DECLARE_FINAL_TYPE (TestPort, test_port, TEST, PORT, ConsoleSession)

struct _TestPort
{
  ConsoleSession parent_instance;

  GListStore *devices;      /* NULL: it takes none */
  gboolean fails;
  gboolean automatic;
};

static void port_init (ConsoleUsbPortInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TestPort, test_port, CONSOLE_TYPE_SESSION,
  G_IMPLEMENT_INTERFACE (CONSOLE_TYPE_USB_PORT, port_init))

static GListModel *
test_port_get_devices (ConsoleUsbPort  *port,
                       GError         **error)
{
  if (TEST_PORT (port)->devices != NULL)
    return G_LIST_MODEL (TEST_PORT (port)->devices);
  g_set_error_literal (error, CONSOLE_ERROR, CONSOLE_ERROR_USB, "No channel.");
  return NULL;
}

static DexFuture *
test_port_set_attached (ConsoleUsbPort   *port,
                        ConsoleUsbDevice *device,
                        gboolean          attached)
{
  if (TEST_PORT (port)->fails)
    return dex_future_new_reject (CONSOLE_ERROR, CONSOLE_ERROR_USB, "Refused.");
  _console_usb_device_set_attached (device, attached);
  return dex_future_new_true ();
}

static void
test_port_set_auto (ConsoleUsbPort *port,
                    gboolean        automatic)
{
  TEST_PORT (port)->automatic = automatic;
}

static void
port_init (ConsoleUsbPortInterface *iface)
{
  iface->get_devices = test_port_get_devices;
  iface->set_attached = test_port_set_attached;
  iface->set_auto = test_port_set_auto;
}

static void
test_port_open (ConsoleSession *session)
{
  _console_session_connected (session);
}

static void
test_port_close (ConsoleSession *session)
{
}

static void
test_port_finalize (GObject *object)
{
  g_clear_object (&TEST_PORT (object)->devices);

  G_OBJECT_CLASS (test_port_parent_class)->finalize (object);
}

static void
test_port_class_init (TestPortClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = test_port_finalize;
  CONSOLE_SESSION_CLASS (klass)->open = test_port_open;
  CONSOLE_SESSION_CLASS (klass)->close = test_port_close;
}

static void
test_port_init (TestPort *self)
{
}

/* --- fixture ------------------------------------------------------------------------- */

typedef struct
{
  GSettings *settings;
  ConsoleDisplay *display;
  TestPort *port;
} Fixture;

static ConsoleTarget *
make_target (void)
{
  return g_object_new (CONSOLE_TYPE_TARGET, "host", "127.0.0.1", "port", 5900, NULL);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (ConsoleTarget) target = make_target ();

  fixture->settings = ui_fixture_settings ();
  fixture->display = g_object_ref_sink (CONSOLE_DISPLAY (console_display_new ()));
  fixture->port = g_object_new (TEST_TYPE_PORT, "target", target, NULL);
  console_session_open (CONSOLE_SESSION (fixture->port));
  console_display_set_session (fixture->display, CONSOLE_SESSION (fixture->port));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_object_unref (fixture->display);
  g_object_unref (fixture->port);
  g_object_unref (fixture->settings);
}

static AdwDialog *
make_dialog (Fixture *fixture)
{
  return g_object_ref_sink (muster_usb_dialog_new (fixture->display, fixture->settings, UUID));
}

static gpointer
get_child (AdwDialog  *dialog,
           const char *name)
{
  return gtk_widget_get_template_child (GTK_WIDGET (dialog), MUSTER_TYPE_USB_DIALOG, name);
}

static const char *
get_page (AdwDialog *dialog)
{
  return gtk_stack_get_visible_child_name (get_child (dialog, "stack"));
}

static const char *
get_reason (AdwDialog *dialog)
{
  return adw_status_page_get_description (get_child (dialog, "none_page"));
}

static void
give_device (Fixture    *fixture,
             const char *name)
{
  g_autoptr (ConsoleUsbDevice) device = console_usb_device_new (name);

  if (fixture->port->devices == NULL)
    fixture->port->devices = g_list_store_new (CONSOLE_TYPE_USB_DEVICE);
  g_list_store_append (fixture->port->devices, device);
  _console_usb_port_changed (CONSOLE_USB_PORT (fixture->port));
}

static AdwSwitchRow *
get_row (AdwDialog *dialog)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (get_child (dialog, "list_box"), 0);

  g_assert_nonnull (row);
  return ADW_SWITCH_ROW (row);
}

/* --- cases ---------------------------------------------------------------------------- */

/* It says why, and shows what comes. */
static void
test_none (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (AdwDialog) dialog = make_dialog (fixture);
  g_autoptr (ConsoleTarget) target = make_target ();
  g_autoptr (ConsoleSession) other = console_dummy_session_new (target);

  g_assert_cmpstr (get_page (dialog), ==, "none");
  g_assert_cmpstr (get_reason (dialog), ==, "No channel.");
  give_device (fixture, "<b>Stick</b>");
  g_assert_cmpstr (get_page (dialog), ==, "devices");
  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (get_row (dialog))), ==,
                   "<b>Stick</b>");
  g_assert_false (adw_preferences_row_get_use_markup (ADW_PREFERENCES_ROW (get_row (dialog))));
  console_display_set_session (fixture->display, other);
  g_assert_cmpstr (get_page (dialog), ==, "none");
  g_assert_nonnull (strstr (get_reason (dialog), "Only a SPICE display"));
  console_display_set_session (fixture->display, NULL);
  g_assert_nonnull (strstr (get_reason (dialog), "not connected"));
}

static void
wait_for (AdwSwitchRow *row)
{
  for (guint i = 0; i < 2000 && !gtk_widget_get_sensitive (GTK_WIDGET (row)); i++)
    ui_fixture_spin (5);
  g_assert_true (gtk_widget_get_sensitive (GTK_WIDGET (row)));
}

static void
test_switch (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (AdwDialog) dialog = NULL;
  g_autoptr (ConsoleUsbDevice) device = NULL;
  AdwSwitchRow *row;

  give_device (fixture, "Stick");
  device = g_list_model_get_item (G_LIST_MODEL (fixture->port->devices), 0);
  dialog = make_dialog (fixture);
  row = get_row (dialog);
  adw_switch_row_set_active (row, TRUE);
  wait_for (row);
  g_assert_true (console_usb_device_get_attached (device));
  /* It was pulled out. */
  _console_usb_device_set_attached (device, FALSE);
  g_assert_false (adw_switch_row_get_active (row));
  /* What cannot be had is not shown as if it were. */
  fixture->port->fails = TRUE;
  adw_switch_row_set_active (row, TRUE);
  wait_for (row);
  g_assert_false (adw_switch_row_get_active (row));
}

static void
test_auto (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (AdwDialog) dialog = NULL;
  g_autoptr (AdwDialog) again = NULL;

  give_device (fixture, "Stick");
  dialog = make_dialog (fixture);
  g_assert_false (adw_switch_row_get_active (get_child (dialog, "auto_row")));
  adw_switch_row_set_active (get_child (dialog, "auto_row"), TRUE);
  g_assert_true (fixture->port->automatic);
  again = make_dialog (fixture);
  g_assert_true (adw_switch_row_get_active (get_child (again, "auto_row")));
  fixture->port->automatic = FALSE;
  muster_usb_dialog_recall (CONSOLE_SESSION (fixture->port), fixture->settings, UUID);
  g_assert_true (fixture->port->automatic);
  muster_usb_dialog_recall (CONSOLE_SESSION (fixture->port), fixture->settings, "another");
  g_assert_false (fixture->port->automatic);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  adw_init ();
  muster_ui_init ();

  g_test_add ("/muster/ui/usb-dialog/none", Fixture, NULL, set_up, test_none, tear_down);
  g_test_add ("/muster/ui/usb-dialog/switch", Fixture, NULL, set_up, test_switch, tear_down);
  g_test_add ("/muster/ui/usb-dialog/auto", Fixture, NULL, set_up, test_auto, tear_down);
  return g_test_run ();
}
