/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A USB device into the guest of a real QEMU; it is one that the SPICE library makes
 * up, a drive with a disc, so that no hardware is needed. */
#include "config.h"

#include <string.h>

#include <glib/gstdio.h>
#include <spice-client.h>

#include "console-qemu.h"
#include "console-test.h"
#include "console-usb-port.h"

#define DISC_SIZE (2048 * 64)

/* Of the session that was opened last. */
static SpiceUsbDeviceManager *manager;

static gboolean
channel_new_hook (GSignalInvocationHint *hint,
                  guint                  n_values,
                  const GValue          *values,
                  gpointer               data)
{
  if (SPICE_IS_USBREDIR_CHANNEL (g_value_get_object (&values[1])))
    manager = spice_usb_device_manager_get (g_value_get_object (&values[0]), NULL);
  return TRUE;
}

static char *
make_disc (void)
{
  g_autofree char *bytes = g_malloc0 (DISC_SIZE);
  char *path;
  int fd = g_file_open_tmp ("console-usb-XXXXXX.iso", &path, NULL);

  g_assert_cmpint (fd, !=, -1);
  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (path, bytes, DISC_SIZE, NULL));
  return path;
}

/* Whether QEMU's device has the speed of ours; 1.5 is that of none. */
static gboolean
guest_has (GIOStream *monitor)
{
  GPollableInputStream *input =
    G_POLLABLE_INPUT_STREAM (g_io_stream_get_input_stream (monitor));
  g_autoptr (GString) said = g_string_new (NULL);
  const char question[] = "info usb\n";
  char bytes[1024];

  g_assert_true (g_output_stream_write_all (g_io_stream_get_output_stream (monitor), question,
                                            strlen (question), NULL, NULL, NULL));
  while (strstr (said->str, "Mb/s") == NULL)
    {
      gssize n = g_pollable_input_stream_read_nonblocking (input, bytes, sizeof bytes, NULL, NULL);

      if (n > 0)
        g_string_append_len (said, bytes, n);
      else
        console_test_spin (5);
    }
  return strstr (said->str, "480 Mb/s") != NULL;
}

static ConsoleSession *
open_session (ConsoleQemu *qemu)
{
  g_autoptr (ConsoleTarget) target = console_qemu_make_target (qemu, NULL, NULL, NULL);
  ConsoleSession *session = console_test_open_live (target);
  g_assert_true (CONSOLE_IS_USB_PORT (session));
  return session;
}

static gboolean
hand_over (ConsoleSession   *session,
           ConsoleUsbDevice *device,
           gboolean          attached)
{
  g_autoptr (DexFuture) future =
    console_usb_port_set_attached (CONSOLE_USB_PORT (session), device, attached);

  console_test_wait (!dex_future_is_pending (future));
  return dex_future_is_resolved (future);
}

static GListModel *
wait_for_devices (ConsoleSession *session)
{
  GListModel *devices = NULL;

  console_test_wait ((devices = console_usb_port_get_devices (CONSOLE_USB_PORT (session),
                                                              NULL)) != NULL);
  return devices;
}

static void
plug_in (const char *disc)
{
  g_autofree char *path = g_strdup (disc);
  g_autoptr (GError) error = NULL;

  spice_usb_device_manager_create_shared_cd_device (manager, path, &error);
  g_assert_no_error (error);
}

static void
test_attach (void)
{
  g_autoptr (ConsoleQemu) qemu = console_qemu_new (CONSOLE_PROTOCOL_SPICE, CONSOLE_QEMU_USB);
  g_autofree char *disc = make_disc ();
  g_autoptr (ConsoleUsbDevice) device = NULL;
  g_autoptr (ConsoleSession) session = NULL;
  g_autoptr (GIOStream) monitor = NULL;
  GListModel *devices;

  console_qemu_start (qemu);
  monitor = console_qemu_dial (qemu);
  session = open_session (qemu);
  devices = wait_for_devices (session);
  plug_in (disc);
  console_test_wait (g_list_model_get_n_items (devices) == 1);
  device = g_list_model_get_item (devices, 0);
  g_assert_true (g_str_has_prefix (console_usb_device_get_name (device), "SPICE CD"));
  g_assert_false (console_usb_device_get_attached (device));
  g_assert_false (guest_has (monitor));

  g_assert_true (hand_over (session, device, TRUE));
  g_assert_true (console_usb_device_get_attached (device));
  console_test_wait (guest_has (monitor));
  g_assert_true (hand_over (session, device, FALSE));
  g_assert_false (console_usb_device_get_attached (device));
  console_test_wait (!guest_has (monitor));

  /* With the viewer goes what it has lent. */
  g_assert_true (hand_over (session, device, TRUE));
  console_test_wait (guest_has (monitor));
  console_session_close (session);
  console_test_wait (!guest_has (monitor));
  g_unlink (disc);
}

static void
test_auto (void)
{
  g_autoptr (ConsoleQemu) qemu = console_qemu_new (CONSOLE_PROTOCOL_SPICE, CONSOLE_QEMU_USB);
  g_autofree char *disc = make_disc ();
  g_autoptr (ConsoleSession) session = NULL;
  g_autoptr (GIOStream) monitor = NULL;

  console_qemu_start (qemu);
  monitor = console_qemu_dial (qemu);
  session = open_session (qemu);
  wait_for_devices (session);
  console_usb_port_set_auto (CONSOLE_USB_PORT (session), TRUE);
  plug_in (disc);
  console_test_wait (guest_has (monitor));
  g_unlink (disc);
}

static void
test_no_channel (void)
{
  g_autoptr (ConsoleQemu) qemu = console_qemu_new (CONSOLE_PROTOCOL_SPICE, CONSOLE_QEMU_CLEAR);
  g_autoptr (ConsoleSession) session = NULL;
  g_autoptr (GError) error = NULL;

  console_qemu_start (qemu);
  session = open_session (qemu);
  console_test_wait (console_session_has_picture (session));
  g_assert_null (console_usb_port_get_devices (CONSOLE_USB_PORT (session), &error));
  g_assert_error (error, CONSOLE_ERROR, CONSOLE_ERROR_USB);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  g_type_class_unref (g_type_class_ref (SPICE_TYPE_SESSION));
  g_signal_add_emission_hook (g_signal_lookup ("channel-new", SPICE_TYPE_SESSION), 0,
                              channel_new_hook, NULL, NULL);

  g_test_add_func ("/console/usb/attach", test_attach);
  g_test_add_func ("/console/usb/auto", test_auto);
  g_test_add_func ("/console/usb/no-channel", test_no_channel);

  return g_test_run ();
}
