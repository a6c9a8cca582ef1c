/* SPDX-License-Identifier: GPL-3.0-or-later */
/* console-demo [--one-to-one] [--read-only] [--clear] [--ca FILE]
 *   [--server-name NAME] [--password TEXT] vnc://HOST:PORT | spice://HOST:PORT
 *   | spice+tls://HOST:PORT: shows one display, for looking at it. */
#include "config.h"

#include <stdlib.h>

#include "console-fixed-source.h"

static gboolean one_to_one, read_only, allow_clear;
static char *ca_file, *server_name, *password;

static const GOptionEntry entries[] = {
  { "one-to-one", 0, 0, G_OPTION_ARG_NONE, &one_to_one, "A guest pixel is a device pixel", NULL },
  { "read-only", 0, 0, G_OPTION_ARG_NONE, &read_only, "Take no input", NULL },
  { "clear", 0, 0, G_OPTION_ARG_NONE, &allow_clear, "Allow a connection in the clear", NULL },
  { "ca", 0, 0, G_OPTION_ARG_FILENAME, &ca_file, "Certificates to trust", "FILE" },
  { "server-name", 0, 0, G_OPTION_ARG_STRING, &server_name, "Name in the certificate", "NAME" },
  { "password", 0, 0, G_OPTION_ARG_STRING, &password, "For trying only: arguments are public",
    "TEXT" },
  G_OPTION_ENTRY_NULL
};

static ConsoleTarget *
make_target (const char  *text,
             GError     **error)
{
  g_autoptr (GUri) uri = g_uri_parse (text, G_URI_FLAGS_NONE, error);
  g_autofree char *ca = NULL;
  gboolean spice, tls;

  if (uri == NULL)
    return NULL;
  if (ca_file != NULL && !g_file_get_contents (ca_file, &ca, NULL, error))
    return NULL;
  spice = g_str_has_prefix (g_uri_get_scheme (uri), "spice");
  tls = g_strcmp0 (g_uri_get_scheme (uri), "spice+tls") == 0;
  return g_object_new (CONSOLE_TYPE_TARGET,
                       "protocol", spice ? CONSOLE_PROTOCOL_SPICE : CONSOLE_PROTOCOL_VNC,
                       "host", g_uri_get_host (uri),
                       "port", tls ? -1 : g_uri_get_port (uri),
                       "tls-port", tls ? g_uri_get_port (uri) : -1,
                       "ca", ca,
                       "server-name", server_name,
                       "password", password,
                       "allow-clear", allow_clear,
                       NULL);
}

static void
state_cb (ConsoleKeeper *keeper,
          GParamSpec    *pspec,
          GtkLabel      *label)
{
  g_autofree char *text =
    g_strdup_printf ("%s, %s, %s: %s",
                     console_keeper_state_to_string (console_keeper_get_state (keeper)),
                     console_keeper_get_encrypted (keeper) ? "encrypted" : "clear",
                     console_reason_to_string (console_keeper_get_reason (keeper)),
                     console_keeper_get_error (keeper));

  g_print ("%.3f %s\n", g_get_monotonic_time () / 1e6, text);
  gtk_label_set_label (label, text);
}

static void
grabbed_cb (ConsoleDisplay *display)
{
  g_print ("grabbed %d\n", console_display_get_grabbed (display));
}

static void
send_cb (GtkButton      *button,
         ConsoleDisplay *display)
{
  const ConsoleCombo *combo = console_combo_find ("ctrl-alt-delete");

  console_display_send_keys (display, combo->keysyms, combo->n_keysyms);
}

static GtkWidget *
make_content (ConsoleKeeper *keeper)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (NULL);
  GtkWidget *button = gtk_button_new_with_label ("Ctrl+Alt+Delete");
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *display = console_display_new ();

  console_display_set_label (CONSOLE_DISPLAY (display), "Screen of the demo");
  console_display_set_scaling (CONSOLE_DISPLAY (display),
                               one_to_one ? CONSOLE_SCALING_ONE_TO_ONE : CONSOLE_SCALING_FIT);
  console_display_set_read_only (CONSOLE_DISPLAY (display), read_only);
  console_display_set_keeper (CONSOLE_DISPLAY (display), keeper);
  g_signal_connect (display, "notify::grabbed", G_CALLBACK (grabbed_cb), NULL);
  g_signal_connect_object (keeper, "notify", G_CALLBACK (state_cb), label, 0);
  g_signal_connect_object (button, "clicked", G_CALLBACK (send_cb), display, 0);

  gtk_widget_set_focusable (button, FALSE);
  gtk_box_append (GTK_BOX (bar), button);
  gtk_box_append (GTK_BOX (bar), label);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), display);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (box), bar);
  gtk_box_append (GTK_BOX (box), scrolled);
  return box;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new ("URI");
  g_autoptr (GError) error = NULL;
  g_autoptr (ConsoleTarget) target = NULL;
  g_autoptr (ConsoleFixedSource) source = NULL;
  g_autoptr (ConsoleKeeper) keeper = NULL;
  GtkWidget *window;

  setvbuf (stdout, NULL, _IOLBF, 0);
  dex_init ();
  gtk_init ();
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || argc != 2 ||
      (target = make_target (argv[1], &error)) == NULL)
    {
      g_printerr ("console-demo: %s\n", error != NULL ? error->message : "one URI is needed");
      return EXIT_FAILURE;
    }
  source = console_fixed_source_new (target);
  keeper = console_keeper_new (CONSOLE_SOURCE (source));

  window = gtk_window_new ();
  gtk_window_set_title (GTK_WINDOW (window), argv[1]);
  gtk_window_set_default_size (GTK_WINDOW (window), 900, 620);
  gtk_window_set_child (GTK_WINDOW (window), make_content (keeper));
  gtk_window_present (GTK_WINDOW (window));
  console_keeper_start (keeper);
  while (gtk_window_get_toplevels () != NULL &&
         g_list_model_get_n_items (gtk_window_get_toplevels ()) > 0)
    g_main_context_iteration (NULL, TRUE);
  return EXIT_SUCCESS;
}
