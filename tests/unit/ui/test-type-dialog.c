/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <libdex.h>

#include "console-dummy-session.h"
#include "muster-console-memory.h"
#include "muster-type-dialog.h"
#include "muster-ui.h"
#include "ui-fixture.h"

#define UUID "6b7d3c9e-0000-4000-8000-000000000001"

typedef struct
{
  GtkWidget *window;
  GSettings *settings;
  ConsoleSession *session;
  AdwDialog *dialog;
} Fixture;

static GtkWidget *
find (GtkWidget  *root,
      const char *id)
{
  return GTK_WIDGET (gtk_widget_get_template_child (root, MUSTER_TYPE_TYPE_DIALOG, id));
}

static void
set_up (Fixture       *fixture,
        gconstpointer  text)
{
  g_autoptr (ConsoleTarget) target = console_target_new (CONSOLE_PROTOCOL_VNC, "localhost", 1);

  fixture->settings = ui_fixture_settings ();
  fixture->session = console_dummy_session_new (target);
  console_session_open (fixture->session);
  console_dummy_session_connect (CONSOLE_DUMMY_SESSION (fixture->session));
  muster_console_memory_set (fixture->settings, UUID, MUSTER_CONSOLE_MEMORY_LAYOUT,
                             g_variant_new_string ("de"));
  fixture->window = g_object_new (ADW_TYPE_WINDOW, "default-width", 400,
                                  "default-height", 500, NULL);
  adw_window_set_content (ADW_WINDOW (fixture->window), gtk_label_new ("content"));
  gtk_window_present (GTK_WINDOW (fixture->window));
  fixture->dialog = muster_type_dialog_new (fixture->session, text, fixture->settings, UUID);
  g_object_ref_sink (fixture->dialog);
  adw_dialog_present (fixture->dialog, fixture->window);
  ui_fixture_spin (50);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  adw_dialog_force_close (fixture->dialog);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  ui_fixture_spin (400);
  g_assert_finalize_object (fixture->dialog);
  g_assert_finalize_object (fixture->session);
  g_clear_object (&fixture->settings);
}

static char *
take_input (Fixture *fixture)
{
  return console_dummy_session_take_input (CONSOLE_DUMMY_SESSION (fixture->session));
}

static void
press (Fixture    *fixture,
       const char *id)
{
  GtkWidget *button = find (GTK_WIDGET (fixture->dialog), id);

  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

static const char *
get_subtitle (Fixture    *fixture,
              const char *id)
{
  return adw_action_row_get_subtitle (ADW_ACTION_ROW (find (GTK_WIDGET (fixture->dialog), id)));
}

/* As the VM's keyboard was the last time, and what it lacks is named. */
static void
test_types (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *input = NULL;

  g_assert_cmpstr (get_subtitle (fixture, "text_row"), ==, "4, about 1 s");
  g_assert_true (gtk_widget_get_visible (find (GTK_WIDGET (fixture->dialog), "missing_row")));
  g_assert_cmpstr (get_subtitle (fixture, "missing_row"), ==, "字 U+001B");
  press (fixture, "type_button");
  ui_fixture_spin (400);
  input = take_input (fixture);
  g_assert_cmpstr (input, ==, "+15 -15 +2a +28 -28 -2a");
}

static void
test_stop (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *input = NULL;

  press (fixture, "type_button");
  ui_fixture_spin (60);
  g_assert_true (gtk_widget_get_visible (find (GTK_WIDGET (fixture->dialog),
                                               "progress_group")));
  adw_dialog_close (fixture->dialog);
  g_free (take_input (fixture));
  ui_fixture_spin (100);
  input = take_input (fixture);
  g_assert_cmpstr (input, ==, "");
}

/* The display goes away: said, with how far it came. */
static void
test_lost (Fixture       *fixture,
           gconstpointer  data)
{
  GtkLabel *label = GTK_LABEL (find (GTK_WIDGET (fixture->dialog), "error_label"));

  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (label)));
  press (fixture, "type_button");
  ui_fixture_spin (60);
  console_session_close (fixture->session);
  ui_fixture_spin (60);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (label)));
  g_assert_nonnull (strstr (gtk_label_get_text (label), "of 40 characters were typed."));
}

static void
test_memory (void)
{
  g_autoptr (GSettings) settings = ui_fixture_settings ();
  g_autoptr (GVariant) value = NULL;
  g_autoptr (GVariant) other = NULL;

  for (guint i = 0; i < 1005; i++)
    {
      g_autofree char *id = g_strdup_printf ("vm%u", i);

      muster_console_memory_set (settings, id, MUSTER_CONSOLE_MEMORY_LAYOUT,
                                 g_variant_new_string ("fr"));
    }
  muster_console_memory_set (settings, "vm7", "other", g_variant_new_boolean (TRUE));
  value = muster_console_memory_lookup (settings, "vm7", MUSTER_CONSOLE_MEMORY_LAYOUT,
                                        G_VARIANT_TYPE_STRING);
  other = muster_console_memory_lookup (settings, "vm7", "other", G_VARIANT_TYPE_BOOLEAN);
  g_assert_cmpstr (g_variant_get_string (value, NULL), ==, "fr");
  g_assert_true (g_variant_get_boolean (other));
  g_assert_null (muster_console_memory_lookup (settings, "vm4", MUSTER_CONSOLE_MEMORY_LAYOUT,
                                               G_VARIANT_TYPE_STRING));
  g_assert_null (muster_console_memory_lookup (settings, "vm7", "other",
                                               G_VARIANT_TYPE_STRING));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  adw_init ();
  muster_ui_init ();
  g_test_add ("/muster/ui/type-dialog/types", Fixture, "zÄ字\x1b",
              set_up, test_types, tear_down);
  g_test_add ("/muster/ui/type-dialog/stop", Fixture,
              "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", set_up, test_stop, tear_down);
  g_test_add ("/muster/ui/type-dialog/lost", Fixture,
              "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", set_up, test_lost, tear_down);
  g_test_add_func ("/muster/ui/console-memory/keeps", test_memory);
  return g_test_run ();
}
