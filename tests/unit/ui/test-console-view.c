/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <libdex.h>

#include "console-combo.h"
#include "console-display.h"
#include "muster-console-keys-dialog.h"
#include "muster-console-screen.h"
#include "muster-console-tools.h"
#include "muster-console-view.h"
#include "muster-ui.h"
#include "ui-fixture.h"

typedef struct
{
  MusterDesk *desk;
  GSettings *settings;
  MusterVm *vms[2];
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  const char *uris[] = { "test:///default", NULL };
  g_autoptr (GError) error = NULL;

  fixture->desk = muster_desk_new_for_uris (uris, NULL, &error);
  g_assert_no_error (error);
  fixture->settings = ui_fixture_settings ();
  fixture->vms[0] = ui_fixture_vm ("one", NULL, MUSTER_VM_RUNNING);
  fixture->vms[1] = ui_fixture_vm ("two", NULL, MUSTER_VM_RUNNING);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  for (guint i = 0; i < G_N_ELEMENTS (fixture->vms); i++)
    g_assert_finalize_object (fixture->vms[i]);
  g_clear_object (&fixture->settings);
  g_clear_object (&fixture->desk);
}

static MusterConsoleView *
make_view (Fixture *fixture,
           guint    vm)
{
  MusterConsoleView *view = g_object_ref_sink (MUSTER_CONSOLE_VIEW (muster_console_view_new ()));

  muster_console_view_set_vm (view, fixture->desk, fixture->vms[vm], fixture->settings);
  return view;
}

static MusterConsoleScreen *
get_screen (MusterConsoleView *view)
{
  return MUSTER_CONSOLE_SCREEN (gtk_widget_get_template_child (GTK_WIDGET (view),
                                                               MUSTER_TYPE_CONSOLE_VIEW,
                                                               "console_screen"));
}

static ConsoleDisplay *
get_display (MusterConsoleView *view)
{
  return muster_console_screen_get_display (get_screen (view));
}

static void
change (MusterConsoleView *view,
        const char        *action,
        GVariant          *state)
{
  g_action_group_change_action_state (muster_console_view_get_actions (view), action, state);
}

static gboolean
is_on (MusterConsoleView *view,
       const char        *action)
{
  g_autoptr (GVariant) state =
    g_action_group_get_action_state (muster_console_view_get_actions (view), action);

  return g_variant_get_boolean (state);
}

/* For all VMs, at once and from then on. */
static void
test_scaling (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (MusterConsoleView) one = make_view (fixture, 0);
  g_autoptr (MusterConsoleView) two = make_view (fixture, 1);
  const struct
  {
    const char *name;
    ConsoleScaling scaling;
  } cases[] = {
    { "integer", CONSOLE_SCALING_INTEGER },
    { "original", CONSOLE_SCALING_ONE_TO_ONE },
    { "stretch", CONSOLE_SCALING_STRETCH },
    { "fit", CONSOLE_SCALING_FIT },
  };

  g_assert_cmpint (console_display_get_scaling (get_display (one)), ==, CONSOLE_SCALING_FIT);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *kept = NULL;

      change (one, "scaling", g_variant_new_string (cases[i].name));
      kept = g_settings_get_string (fixture->settings, "console-scaling");
      g_assert_cmpstr (kept, ==, cases[i].name);
      g_assert_cmpint (console_display_get_scaling (get_display (two)), ==, cases[i].scaling);
    }
}

/* Only the VM that was given the clipboard has it, and the next time too. */
static void
test_share_clipboard (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr (MusterConsoleView) one = make_view (fixture, 0);
  g_autoptr (MusterConsoleView) two = make_view (fixture, 1);
  g_autoptr (MusterConsoleView) again = NULL;

  g_assert_false (is_on (one, "share-clipboard"));
  g_assert_false (console_display_get_share_clipboard (get_display (one)));
  change (one, "share-clipboard", g_variant_new_boolean (TRUE));
  g_assert_true (console_display_get_share_clipboard (get_display (one)));
  g_assert_false (console_display_get_share_clipboard (get_display (two)));
  again = make_view (fixture, 0);
  g_assert_true (is_on (again, "share-clipboard"));
  g_assert_true (console_display_get_share_clipboard (get_display (again)));
}

static void
test_resize_guest (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr (MusterConsoleView) one = make_view (fixture, 0);
  g_autoptr (MusterConsoleView) two = make_view (fixture, 1);
  g_autoptr (MusterConsoleView) again = NULL;

  g_assert_false (is_on (one, "resize-guest"));
  change (one, "resize-guest", g_variant_new_boolean (TRUE));
  g_assert_true (console_display_get_resize_guest (get_display (one)));
  g_assert_false (console_display_get_resize_guest (get_display (two)));
  again = make_view (fixture, 0);
  g_assert_true (is_on (again, "resize-guest"));
  g_assert_true (console_display_get_resize_guest (get_display (again)));
}

static gboolean
is_heard (MusterConsoleView *view)
{
  return console_keeper_get_sound (console_display_get_keeper (get_display (view)));
}

/* Of one VM, and the next time too. */
static void
test_mute (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (MusterConsoleView) one = make_view (fixture, 0);
  g_autoptr (MusterConsoleView) two = make_view (fixture, 1);
  g_autoptr (MusterConsoleView) again = NULL;

  g_assert_true (is_heard (one));
  change (one, "mute", g_variant_new_boolean (TRUE));
  g_assert_false (is_heard (one));
  g_assert_true (is_heard (two));
  again = make_view (fixture, 0);
  g_assert_true (is_on (again, "mute"));
  g_assert_false (is_heard (again));
}

static void
test_view_only (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (MusterConsoleView) view = make_view (fixture, 0);

  g_assert_false (console_display_get_read_only (get_display (view)));
  change (view, "view-only", g_variant_new_boolean (TRUE));
  g_assert_true (is_on (view, "view-only"));
  g_assert_true (console_display_get_read_only (get_display (view)));
  g_assert_false (g_action_group_get_action_enabled (muster_console_view_get_actions (view),
                                                     "type-clipboard"));
}

static guint
count_items (GMenuModel *menu)
{
  guint n = 0;

  for (int i = 0; i < g_menu_model_get_n_items (menu); i++)
    {
      g_autoptr (GMenuModel) section =
        g_menu_model_get_item_link (menu, i, G_MENU_LINK_SECTION);

      n += section != NULL ? (guint) g_menu_model_get_n_items (section) : 1;
    }
  return n;
}

/* No key of it is missing in what the menu calls it. */
/* There is none to hand over while there is no session, and nothing is kept. */
static void
test_microphone (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (MusterConsoleView) view = make_view (fixture, 0);
  GActionGroup *actions = muster_console_view_get_actions (view);
  g_autoptr (GVariant) kept = g_settings_get_value (fixture->settings, "console-memory");
  g_autoptr (GVariant) then = NULL;

  g_assert_false (is_on (view, "microphone"));
  g_assert_false (g_action_group_get_action_enabled (actions, "microphone"));
  change (view, "microphone", g_variant_new_boolean (TRUE));
  g_assert_false (is_on (view, "microphone"));
  then = g_settings_get_value (fixture->settings, "console-memory");
  g_assert_true (g_variant_equal (kept, then));
}

static void
test_labels (void)
{
  const char *cases[][2] = {
    { "ctrl+alt+delete", "Ctrl+Alt+Delete" },
    { "alt+sysrq+b", "Alt+Sys Req+B" },
    { "win+shift+s", "Shift+Super+S" },
    { "F12", "F12" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ConsoleCombo combo;
      g_autofree char *label = NULL;

      g_assert_true (console_combo_parse (cases[i][0], &combo));
      label = console_combo_dup_label (&combo);
      g_assert_cmpstr (label, ==, cases[i][1]);
    }
}

/* Added by name, offered at once, removed again. */
static void
test_own_combinations (Fixture       *fixture,
                       gconstpointer  data)
{
  const char *combos[] = { "Control_L+Alt_L+a", "nonsense", NULL };
  GtkWidget *tools = g_object_ref_sink (g_object_new (MUSTER_TYPE_CONSOLE_TOOLS, "settings",
                                                      fixture->settings, NULL));
  AdwDialog *dialog = g_object_ref_sink (muster_console_keys_dialog_new (fixture->settings));
  GtkMenuButton *button =
    GTK_MENU_BUTTON (gtk_widget_get_template_child (tools, MUSTER_TYPE_CONSOLE_TOOLS,
                                                    "keys_button"));
  GtkWidget *entry =
    GTK_WIDGET (gtk_widget_get_template_child (GTK_WIDGET (dialog),
                                               MUSTER_TYPE_CONSOLE_KEYS_DIALOG, "entry_row"));
  guint n = count_items (gtk_menu_button_get_menu_model (button));
  g_auto (GStrv) kept = NULL;

  g_settings_set_strv (fixture->settings, "console-combos", combos);
  g_assert_cmpuint (count_items (gtk_menu_button_get_menu_model (button)), ==, n + 1);

  gtk_editable_set_text (GTK_EDITABLE (entry), "win+l");
  g_signal_emit_by_name (entry, "apply");
  g_assert_cmpuint (count_items (gtk_menu_button_get_menu_model (button)), ==, n + 2);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "");
  gtk_editable_set_text (GTK_EDITABLE (entry), "win+what");
  g_signal_emit_by_name (entry, "apply");
  g_assert_true (gtk_widget_has_css_class (entry, "error"));
  kept = g_settings_get_strv (fixture->settings, "console-combos");
  g_assert_cmpuint (g_strv_length (kept), ==, 3);
  g_assert_cmpstr (kept[2], ==, "Super_L+l");
  g_object_unref (tools);
  g_object_unref (dialog);
}

static void
test_release (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (MusterConsoleView) view = make_view (fixture, 0);
  GtkLabel *hint =
    GTK_LABEL (gtk_widget_get_template_child (GTK_WIDGET (get_screen (view)),
                                              MUSTER_TYPE_CONSOLE_SCREEN, "hint_label"));

  g_assert_nonnull (strstr (gtk_label_get_text (hint), "Ctrl+Alt to"));
  g_settings_set_string (fixture->settings, "console-release", "right-ctrl");
  g_assert_cmpint (console_display_get_release (get_display (view)), ==,
                   CONSOLE_RELEASE_RIGHT_CTRL);
  g_assert_nonnull (strstr (gtk_label_get_text (hint), "right Ctrl"));
}

/* That of a VM that is off has no screen to wait for. */
static void
test_rests (Fixture       *fixture,
            gconstpointer  data)
{
  MusterVm *vm = ui_fixture_vm ("off", NULL, MUSTER_VM_OFF);
  MusterConsoleView *view = MUSTER_CONSOLE_VIEW (muster_console_view_new ());
  GtkWidget *window = gtk_window_new ();

  muster_console_view_set_vm (view, fixture->desk, vm, fixture->settings);
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (view));
  gtk_window_present (GTK_WINDOW (window));
  ui_fixture_spin (500);
  ui_fixture_assert_rests (window);
  gtk_window_destroy (GTK_WINDOW (window));
  ui_fixture_spin (20);
  g_assert_finalize_object (vm);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  adw_init ();
  muster_ui_init ();
  g_test_add ("/muster/ui/console-view/rests", Fixture, NULL, set_up, test_rests, tear_down);
  g_test_add ("/muster/ui/console-view/scaling", Fixture, NULL,
              set_up, test_scaling, tear_down);
  g_test_add ("/muster/ui/console-view/share-clipboard", Fixture, NULL,
              set_up, test_share_clipboard, tear_down);
  g_test_add ("/muster/ui/console-view/resize-guest", Fixture, NULL,
              set_up, test_resize_guest, tear_down);
  g_test_add ("/muster/ui/console-view/mute", Fixture, NULL, set_up, test_mute, tear_down);
  g_test_add ("/muster/ui/console-view/view-only", Fixture, NULL,
              set_up, test_view_only, tear_down);
  g_test_add ("/muster/ui/console-view/microphone", Fixture, NULL,
              set_up, test_microphone, tear_down);
  g_test_add_func ("/muster/ui/console-view/labels", test_labels);
  g_test_add ("/muster/ui/console-view/own-combinations", Fixture, NULL,
              set_up, test_own_combinations, tear_down);
  g_test_add ("/muster/ui/console-view/release", Fixture, NULL,
              set_up, test_release, tear_down);
  return g_test_run ();
}
