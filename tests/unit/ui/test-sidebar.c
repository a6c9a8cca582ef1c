/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>

#include "muster-sidebar-row.h"
#include "muster-sidebar.h"
#include "muster-ui.h"
#include "ui-fixture.h"

static void
selected_cb (MusterSidebar  *sidebar,
             GObject        *item,
             GObject       **selected)
{
  *selected = item;
}

static void
test_select (void)
{
  g_autoptr (MusterDataCenter) data_center = ui_fixture_data_center (0);
  MusterSidebar *sidebar = g_object_ref_sink (g_object_new (MUSTER_TYPE_SIDEBAR, NULL));
  GObject *selected = NULL;
  g_autofree char *first = muster_sidebar_dup_selected (sidebar);
  g_autofree char *second = NULL;

  g_assert_cmpstr (first, ==, "vms");
  g_assert_false (muster_sidebar_select (sidebar, "host:id2"));
  muster_sidebar_set_data_center (sidebar, data_center);
  g_signal_connect (sidebar, "selected", G_CALLBACK (selected_cb), &selected);
  g_assert_true (muster_sidebar_select (sidebar, "host:id2"));
  g_assert_true (MUSTER_IS_HOST (selected));
  g_assert_cmpstr (muster_host_get_name (MUSTER_HOST (selected)), ==, "host2");
  g_assert_true (muster_sidebar_select (sidebar, "data-center"));
  g_assert_true (MUSTER_IS_DATA_CENTER (selected));
  second = muster_sidebar_dup_selected (sidebar);
  g_assert_cmpstr (second, ==, "data-center");
  g_object_unref (sidebar);
}

/* Every state of a host is drawn in a row. */
static void
test_states (void)
{
  g_autoptr (MusterDataCenter) data_center = ui_fixture_data_center (0);
  g_autoptr (MusterHost) host =
    g_list_model_get_item (muster_data_center_get_hosts (data_center), 0);
  GtkWidget *window = gtk_window_new ();
  GtkWidget *sidebar = g_object_new (MUSTER_TYPE_SIDEBAR, NULL);

  gtk_window_set_child (GTK_WINDOW (window), sidebar);
  muster_sidebar_set_data_center (MUSTER_SIDEBAR (sidebar), data_center);
  gtk_window_present (GTK_WINDOW (window));
  for (MusterHostState state = 0; state <= MUSTER_HOST_UNREACHABLE; state++)
    {
      muster_host_set_status (host, state, MUSTER_HOST_REASON_NO_ANSWER, "text");
      ui_fixture_spin (40);
    }
  muster_data_center_remove_host (data_center, host);
  ui_fixture_spin (40);
  gtk_window_destroy (GTK_WINDOW (window));
}

static GtkWidget *
find_row (GtkWidget  *widget,
          const char *title)
{
  g_autofree char *other = NULL;

  if (MUSTER_IS_SIDEBAR_ROW (widget))
    {
      g_object_get (widget, "title", &other, NULL);
      return g_strcmp0 (title, other) == 0 ? widget : NULL;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *row = find_row (child, title);

      if (row != NULL)
        return row;
    }

  return NULL;
}

/* What has the keyboard in the list says its name and state, and a new name. */
static void
test_names (void)
{
  g_autoptr (MusterDataCenter) data_center = ui_fixture_data_center (0);
  g_autoptr (MusterHost) host =
    g_list_model_get_item (muster_data_center_get_hosts (data_center), 0);
  GtkWidget *window = gtk_window_new ();
  GtkWidget *sidebar = g_object_new (MUSTER_TYPE_SIDEBAR, NULL);
  GtkAccessible *item;

  gtk_window_set_child (GTK_WINDOW (window), sidebar);
  muster_sidebar_set_data_center (MUSTER_SIDEBAR (sidebar), data_center);
  gtk_window_present (GTK_WINDOW (window));
  ui_fixture_spin (100);
  item = GTK_ACCESSIBLE (gtk_widget_get_parent (find_row (sidebar, "host1")));
  g_assert_cmpint (gtk_accessible_get_accessible_role (item), ==,
                   GTK_ACCESSIBLE_ROLE_LIST_ITEM);
  ui_fixture_assert_says (item, GTK_ACCESSIBLE_PROPERTY_LABEL, "host1");
  ui_fixture_assert_says (item, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "Online");
  muster_host_set_name (host, "first");
  ui_fixture_assert_says (item, GTK_ACCESSIBLE_PROPERTY_LABEL, "first");
  gtk_window_destroy (GTK_WINDOW (window));
}

static MusterCluster *
add_cluster (MusterDataCenter *data_center,
             const char       *id,
             const char       *name)
{
  g_autoptr (MusterCluster) cluster = muster_cluster_new (id, name);

  muster_data_center_add_cluster (data_center, cluster);

  return cluster;
}

static void
count_cb (MusterSidebar *sidebar,
          GObject       *item,
          guint         *n)
{
  (*n)++;
}

/* What is selected stays so, and nobody is told that it is another, while it moves. */
static void
test_moves (void)
{
  g_autoptr (MusterDataCenter) data_center = ui_fixture_data_center (0);
  MusterCluster *a = add_cluster (data_center, "a", "alpha");
  MusterCluster *b = add_cluster (data_center, "b", "beta");
  MusterHost *host = muster_data_center_find_host (data_center, "id2");
  MusterSidebar *sidebar = g_object_ref_sink (g_object_new (MUSTER_TYPE_SIDEBAR, NULL));
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;
  guint n_told = 0;

  muster_sidebar_set_data_center (sidebar, data_center);
  g_assert_true (muster_sidebar_select (sidebar, "host:id2"));
  g_signal_connect (sidebar, "selected", G_CALLBACK (count_cb), &n_told);
  muster_data_center_place_host (data_center, host, b);
  ui_fixture_spin (40);
  first = muster_sidebar_dup_selected (sidebar);
  g_assert_cmpstr (first, ==, "host:id2");
  g_assert_cmpuint (n_told, ==, 0);

  g_assert_true (muster_sidebar_select (sidebar, "cluster:a"));
  g_assert_cmpuint (n_told, ==, 1);
  muster_cluster_set_name (a, "gamma");
  muster_data_center_sort_clusters (data_center);
  ui_fixture_spin (40);
  second = muster_sidebar_dup_selected (sidebar);
  g_assert_cmpstr (second, ==, "cluster:a");
  g_assert_cmpuint (n_told, ==, 1);

  muster_data_center_remove_cluster (data_center, a);
  ui_fixture_spin (40);
  third = muster_sidebar_dup_selected (sidebar);
  g_assert_cmpstr (third, ==, "data-center");
  g_assert_cmpuint (n_told, ==, 2);
  g_object_unref (sidebar);
}

/* A new name and description are seen and said. */
static void
test_rename (void)
{
  g_autoptr (MusterDataCenter) data_center = ui_fixture_data_center (0);
  MusterCluster *cluster = add_cluster (data_center, "a", "alpha");
  GtkWidget *window = gtk_window_new ();
  GtkWidget *sidebar = g_object_new (MUSTER_TYPE_SIDEBAR, NULL);
  GtkAccessible *item;

  gtk_window_set_child (GTK_WINDOW (window), sidebar);
  muster_sidebar_set_data_center (MUSTER_SIDEBAR (sidebar), data_center);
  gtk_window_present (GTK_WINDOW (window));
  ui_fixture_spin (100);
  item = GTK_ACCESSIBLE (gtk_widget_get_parent (find_row (sidebar, "alpha")));
  muster_cluster_set_name (cluster, "beta");
  muster_cluster_set_description (cluster, "Of the second floor");
  ui_fixture_assert_says (item, GTK_ACCESSIBLE_PROPERTY_LABEL, "beta");
  ui_fixture_assert_says (item, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "Of the second floor");
  muster_data_center_set_name (data_center, "center");
  g_assert_nonnull (find_row (sidebar, "center"));
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  muster_ui_init ();
  g_test_add_func ("/muster/ui/sidebar/select", test_select);
  g_test_add_func ("/muster/ui/sidebar/states", test_states);
  g_test_add_func ("/muster/ui/sidebar/names", test_names);
  g_test_add_func ("/muster/ui/sidebar/moves", test_moves);
  g_test_add_func ("/muster/ui/sidebar/rename", test_rename);

  return g_test_run ();
}
