/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gtk/gtk.h>

#include "muster-monitors.h"

static GdkMonitor *
dup_monitor (void)
{
  return g_list_model_get_item (gdk_display_get_monitors (gdk_display_get_default ()), 0);
}

static void
test_find (void)
{
  GListModel *monitors = gdk_display_get_monitors (gdk_display_get_default ());
  g_autoptr (GdkMonitor) monitor = dup_monitor ();
  g_autofree char *name = muster_monitors_dup_name (monitor);
  g_autoptr (GdkMonitor) found = muster_monitors_find (monitors, name);

  g_assert_cmpstr (name, !=, "");
  g_assert_true (found == monitor);
  g_assert_null (muster_monitors_find (monitors, "Another (DP-9)"));
  g_assert_null (muster_monitors_find (monitors, ""));
  g_assert_null (muster_monitors_find (monitors, NULL));
}

/* There is a choice only where there are two. */
static void
test_menu (void)
{
  g_autoptr (GdkMonitor) monitor = dup_monitor ();
  g_autoptr (GListStore) monitors = g_list_store_new (GDK_TYPE_MONITOR);
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenuModel) choice = NULL;
  g_autofree char *name = muster_monitors_dup_name (monitor);
  g_autofree char *target = NULL;

  g_list_store_append (monitors, monitor);
  muster_monitors_fill (G_LIST_MODEL (monitors), menu);
  g_assert_cmpint (g_menu_model_get_n_items (G_MENU_MODEL (menu)), ==, 0);

  g_list_store_append (monitors, monitor);
  muster_monitors_fill (G_LIST_MODEL (monitors), menu);
  g_assert_cmpint (g_menu_model_get_n_items (G_MENU_MODEL (menu)), ==, 1);
  choice = g_menu_model_get_item_link (G_MENU_MODEL (menu), 0, G_MENU_LINK_SUBMENU);
  g_assert_cmpint (g_menu_model_get_n_items (choice), ==, 3);
  g_menu_model_get_item_attribute (choice, 2, G_MENU_ATTRIBUTE_TARGET, "s", &target);
  g_assert_cmpstr (target, ==, name);

  g_list_store_remove (monitors, 0);
  muster_monitors_fill (G_LIST_MODEL (monitors), menu);
  g_assert_cmpint (g_menu_model_get_n_items (G_MENU_MODEL (menu)), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);

  g_test_add_func ("/muster/ui/monitors/find", test_find);
  g_test_add_func ("/muster/ui/monitors/menu", test_menu);
  return g_test_run ();
}
