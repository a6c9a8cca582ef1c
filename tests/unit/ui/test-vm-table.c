/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <time.h>

#include <adwaita.h>
#define G_SETTINGS_ENABLE_BACKEND
#include <gio/gsettingsbackend.h>
#include <libdex.h>

#include "muster-line.h"
#include "muster-ui.h"
#include "muster-vm-cell.h"
#include "muster-vm-column.h"
#include "muster-vm-table.h"
#include "ui-fixture.h"

#define MANY 3000

typedef struct
{
  MusterDataCenter *data_center;
  MusterVmTable *table;
  GtkWidget *window;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (GSettings) settings = ui_fixture_settings ();

  g_settings_reset (settings, "vm-columns");
  g_settings_reset (settings, "vm-sort-column");
  g_settings_reset (settings, "vm-sort-descending");
  fixture->data_center = ui_fixture_data_center (GPOINTER_TO_UINT (data));
  fixture->table = MUSTER_VM_TABLE (muster_vm_table_new ());
  muster_vm_table_set_data_center (fixture->table, fixture->data_center);
  muster_vm_table_set_settings (fixture->table, settings);
  fixture->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1200, 700);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->table));
  gtk_window_present (GTK_WINDOW (fixture->window));
  ui_fixture_spin (200);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  ui_fixture_spin (20);
  g_assert_finalize_object (fixture->data_center);
}

static guint
count (Fixture *fixture)
{
  return g_list_model_get_n_items (muster_vm_table_get_model (fixture->table));
}

static char *
dup_first_name (Fixture *fixture)
{
  g_autoptr (MusterVm) vm =
    g_list_model_get_item (muster_vm_table_get_model (fixture->table), 0);

  return g_strdup (muster_vm_get_name (vm));
}

static void
test_rests (Fixture       *fixture,
            gconstpointer  data)
{
  ui_fixture_assert_rests (fixture->window);
}

static void
test_summary (Fixture       *fixture,
              gconstpointer  data)
{
  g_assert_cmpstr (muster_vm_table_get_summary (fixture->table), ==, "10 VMs, 5 running");
  muster_vm_table_set_search (fixture->table, "vm7");
  g_assert_cmpstr (muster_vm_table_get_summary (fixture->table), ==, "1 VM found");
}

static void
test_scope (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (MusterHost) host =
    g_list_model_get_item (muster_data_center_get_hosts (fixture->data_center), 0);
  g_autoptr (MusterHost) second =
    g_list_model_get_item (muster_data_center_get_hosts (fixture->data_center), 1);
  MusterVm *vm;

  muster_vm_table_set_scope (fixture->table, host, NULL);
  g_assert_cmpuint (count (fixture), ==, 4);

  /* One that moves away leaves the host's list. */
  vm = g_list_model_get_item (muster_vm_table_get_model (fixture->table), 0);
  muster_vm_set_host (vm, second);
  ui_fixture_spin (60);
  g_assert_cmpuint (count (fixture), ==, 3);
  g_object_unref (vm);
}

/* A VM that changes takes its place in the order by itself. */
static void
test_saved_view (Fixture       *fixture,
                 gconstpointer  data)
{
  static const char * const columns[] = { "name", "os", NULL };
  g_autoptr (MusterSavedView) view =
    muster_saved_view_new ("1", "fives", "vm", columns, "name", TRUE);
  g_autoptr (MusterSavedView) seen = NULL;
  g_autoptr (MusterSavedView) before = muster_vm_table_make_view (fixture->table, "x");
  g_autoptr (MusterSavedView) after = NULL;
  g_autofree char *first = NULL;

  muster_vm_table_show_view (fixture->table, view);
  ui_fixture_spin (50);
  first = dup_first_name (fixture);
  g_assert_cmpstr (first, ==, "vm9");
  seen = muster_vm_table_make_view (fixture->table, "fives");
  g_assert_true (g_strv_equal (muster_saved_view_get_columns (seen), columns));
  g_assert_cmpstr (muster_saved_view_get_search (seen), ==, "vm");
  g_assert_cmpstr (muster_saved_view_get_sort_column (seen), ==, "name");
  g_assert_true (muster_saved_view_get_descending (seen));

  muster_vm_table_show_view (fixture->table, NULL);
  after = muster_vm_table_make_view (fixture->table, "x");
  g_assert_true (g_strv_equal (muster_saved_view_get_columns (before),
                               muster_saved_view_get_columns (after)));
  g_assert_false (muster_saved_view_get_descending (after));
  g_assert_cmpstr (muster_saved_view_get_search (after), ==, "");
}

static void
test_sorts_again (Fixture       *fixture,
                  gconstpointer  data)
{
  GListModel *vms = muster_data_center_get_vms (fixture->data_center);
  g_autoptr (MusterVm) vm = g_list_model_get_item (vms, 0);
  g_autofree char *before = dup_first_name (fixture);
  g_autofree char *after = NULL;

  g_assert_cmpstr (before, ==, "vm0");
  muster_vm_set_name (vm, "zz");
  ui_fixture_spin (100);
  after = dup_first_name (fixture);
  g_assert_cmpstr (after, ==, "vm1");
}

static void
test_columns (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (GSettings) settings = ui_fixture_settings ();
  GActionGroup *columns = muster_vm_table_get_columns (fixture->table);
  g_auto (GStrv) ids = NULL;

  g_action_group_change_action_state (columns, "vcpus", g_variant_new_boolean (TRUE));
  g_action_group_change_action_state (columns, "ip", g_variant_new_boolean (FALSE));
  ids = g_settings_get_strv (settings, "vm-columns");
  g_assert_true (g_strv_contains ((const char * const *) ids, "vcpus"));
  g_assert_false (g_strv_contains ((const char * const *) ids, "ip"));
  g_assert_cmpstr (ids[0], ==, "name");
}

static void
test_selection (Fixture       *fixture,
                gconstpointer  data)
{
  GtkSelectionModel *selection =
    GTK_SELECTION_MODEL (muster_vm_table_get_model (fixture->table));
  g_autoptr (GtkBitset) set = NULL;

  gtk_selection_model_select_item (selection, 2, TRUE);
  gtk_selection_model_select_item (selection, 4, FALSE);
  /* Without a desk it is disabled; else this would be a fatal warning. */
  gtk_widget_activate_action (GTK_WIDGET (fixture->table), "vm.start", NULL);
  gtk_widget_activate_action (GTK_WIDGET (fixture->table), "table.unselect", NULL);
  set = gtk_selection_model_get_selection (selection);
  g_assert_true (gtk_bitset_is_empty (set));
}

static GtkWidget *
find_widget (GtkWidget  *widget,
             const char *text)
{
  const char *own = MUSTER_IS_LINE (widget) ? muster_line_get_text (MUSTER_LINE (widget))
                    : GTK_IS_LABEL (widget) ? gtk_label_get_text (GTK_LABEL (widget))
                    : NULL;

  if (own != NULL && gtk_widget_get_mapped (widget))
    return g_str_equal (own, text) ? widget : NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_widget (child, text);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static int
get_text_width (GtkWidget  *widget,
                const char *text)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, text);
  int width;

  pango_layout_get_pixel_size (layout, &width, NULL);

  return width;
}

/* No state is cut off, in a narrow window either. */
static void
test_state_fits (Fixture       *fixture,
                 gconstpointer  data)
{
  const char * const *samples = muster_vm_column_get_samples (MUSTER_VM_COLUMN_STATE);
  g_autoptr (MusterVm) vm = g_list_model_get_item (
    muster_data_center_get_vms (fixture->data_center), 0);
  g_autofree char *state = NULL;
  GtkWidget *line;

  muster_vm_set_state (vm, MUSTER_VM_PAUSED, MUSTER_VM_REASON_IO_ERROR);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 600, 400);
  ui_fixture_spin (200);
  state = muster_vm_column_dup_text (MUSTER_VM_COLUMN_STATE, vm);
  line = find_widget (GTK_WIDGET (fixture->table), state);
  g_assert_nonnull (line);
  g_assert_true (g_strv_contains (samples, state));
  for (; *samples != NULL; samples++)
    g_assert_cmpint (gtk_widget_get_width (line), >=, get_text_width (line, *samples));
}

static float
get_right (GtkWidget *widget,
           GtkWidget *root)
{
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (widget, root, &bounds));

  return bounds.origin.x + bounds.size.width;
}

/* Numbers stand below the end of their heading, wherever the column was moved. */
static void
test_number_headings (Fixture       *fixture,
                      gconstpointer  data)
{
  static const char * const ids[] = { "uptime", "name", NULL };
  GtkWidget *root = GTK_WIDGET (fixture->table);
  g_autoptr (GSettingsBackend) backend = g_memory_settings_backend_new ();
  g_autoptr (GSettings) settings = g_settings_new_with_backend (APP_ID, backend);
  GListModel *vms = muster_data_center_get_vms (fixture->data_center);
  g_autoptr (MusterVm) vm = g_list_model_get_item (vms, 0);
  GtkWidget *heading, *cell;

  muster_vm_set_started (vm, g_get_real_time () - 7200 * (gint64) G_USEC_PER_SEC, TRUE);
  g_settings_set_strv (settings, "vm-columns", ids);
  muster_vm_table_set_settings (fixture->table, settings);
  ui_fixture_spin (200);
  heading = find_widget (root, "Uptime");
  cell = find_widget (root, "2 h 0 min");
  g_assert_nonnull (heading);
  g_assert_nonnull (cell);
  g_assert_cmpfloat (get_right (cell, root), >, 60);
  g_assert_cmpfloat (ABS (get_right (heading, root) - get_right (cell, root)), <=, 2);
}

static void
test_compact (Fixture       *fixture,
              gconstpointer  data)
{
  int minimum;

  g_object_set (fixture->table, "compact", TRUE, NULL);
  ui_fixture_spin (100);
  gtk_widget_measure (GTK_WIDGET (fixture->table), GTK_ORIENTATION_HORIZONTAL, -1,
                      &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);
}

/* Where the window is narrow from the start a cell shows its first VM so. */
static void
test_compact_from_the_start (Fixture       *fixture,
                             gconstpointer  data)
{
  GListModel *vms = muster_data_center_get_vms (fixture->data_center);
  g_autoptr (MusterVm) vm = g_list_model_get_item (vms, 3);
  GtkWidget *cell = g_object_ref_sink (muster_vm_cell_new (MUSTER_VM_COLUMN_NAME));

  g_object_set (cell, "compact", TRUE, NULL);
  muster_vm_cell_set_vm (MUSTER_VM_CELL (cell), vm);
  g_assert_true (muster_vm_cell_get_vm (MUSTER_VM_CELL (cell)) == vm);
  muster_vm_cell_set_vm (MUSTER_VM_CELL (cell), NULL);
  g_object_unref (cell);
}

static void
test_remove (Fixture       *fixture,
             gconstpointer  data)
{
  GListModel *vms = muster_data_center_get_vms (fixture->data_center);
  g_autoptr (MusterVm) vm = g_list_model_get_item (vms, 3);

  muster_data_center_remove_vms (fixture->data_center, &vm, 1);
  ui_fixture_spin (60);
  g_assert_cmpuint (count (fixture), ==, 9);
  g_assert_cmpstr (muster_vm_table_get_summary (fixture->table), ==, "9 VMs, 5 running");
}

/* Searching in many: how long is printed for whoever looks. */
static void
test_many (Fixture       *fixture,
           gconstpointer  data)
{
  static const char * const searches[] = { "v", "vm", "vm1", "vm12", "vm123", "" };

  g_assert_cmpuint (count (fixture), ==, MANY);
  for (guint i = 0; i < G_N_ELEMENTS (searches); i++)
    {
      clock_t start = clock ();

      muster_vm_table_set_search (fixture->table, searches[i]);
      g_test_message ("searching “%s” in %u VMs took %.1f ms of the processor",
                      searches[i], MANY,
                      (clock () - start) * 1000.0 / CLOCKS_PER_SEC);
      ui_fixture_spin (50);
    }
  g_assert_cmpuint (count (fixture), ==, MANY);
}

static gint64 last_turn, worst_turn;
static guint slow_turns, turns;

static int
poll_cb (GPollFD *fds,
         guint    n,
         int      timeout)
{
  gint64 now = g_get_monotonic_time ();
  int result;

  if (last_turn != 0)
    {
      turns++;
      worst_turn = MAX (worst_turn, now - last_turn);
      if (now - last_turn > 16000)
        slow_turns++;
    }
  result = g_poll (fds, n, timeout);
  last_turn = g_get_monotonic_time ();

  return result;
}

static gboolean
sample_some_cb (gpointer data)
{
  static guint at;
  GListModel *vms = data;

  /* As three hosts' statistics come: a thousand at a time would be one call's. */
  for (guint i = 0; i < 200; i++, at++)
    {
      g_autoptr (MusterVm) vm = g_list_model_get_item (vms, at % MANY);

      ui_fixture_sample (vm, (double) g_random_double ());
    }

  return G_SOURCE_CONTINUE;
}

static void
test_many_live (Fixture       *fixture,
                gconstpointer  data)
{
  GListModel *vms = muster_data_center_get_vms (fixture->data_center);
  g_autoptr (GSettings) settings = ui_fixture_settings ();
  guint source;

  last_turn = worst_turn = turns = slow_turns = 0;
  source = g_timeout_add (100, sample_some_cb, vms);
  g_main_context_set_poll_func (NULL, poll_cb);
  ui_fixture_spin (3000);
  g_main_context_set_poll_func (NULL, g_poll);
  g_source_remove (source);
  g_test_message ("%u turns of the main loop, %u above 16 ms, the longest %.1f ms",
                  turns, slow_turns, worst_turn / 1000.0);
}

#define ADD(name, n, func) \
  g_test_add ("/muster/ui/vm-table/" name, Fixture, GUINT_TO_POINTER (n), \
              set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  adw_init ();
  muster_ui_init ();
  ADD ("rests", 10, test_rests);
  ADD ("summary", 10, test_summary);
  ADD ("scope", 10, test_scope);
  ADD ("sorts-again", 10, test_sorts_again);
  ADD ("saved-view", 10, test_saved_view);
  ADD ("columns", 10, test_columns);
  ADD ("selection", 10, test_selection);
  ADD ("state-fits", 10, test_state_fits);
  ADD ("number-headings", 10, test_number_headings);
  ADD ("compact", 10, test_compact);
  ADD ("compact-from-the-start", 10, test_compact_from_the_start);
  ADD ("remove", 10, test_remove);
  ADD ("many", MANY, test_many);
  ADD ("many-live", MANY, test_many_live);

  return g_test_run ();
}
