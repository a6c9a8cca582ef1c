/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-monitors.h"

char *
muster_monitors_dup_name (GdkMonitor *monitor)
{
  const char *connector, *description;

  g_return_val_if_fail (GDK_IS_MONITOR (monitor), NULL);

  connector = gdk_monitor_get_connector (monitor);
  description = gdk_monitor_get_description (monitor);
  if (description == NULL || connector == NULL)
    return g_strdup (description != NULL ? description : connector != NULL ? connector : "");

  return g_strdup_printf ("%s (%s)", description, connector);
}

GdkMonitor *
muster_monitors_find (GListModel *monitors,
                      const char *name)
{
  g_return_val_if_fail (G_IS_LIST_MODEL (monitors), NULL);

  for (guint i = 0; name != NULL && i < g_list_model_get_n_items (monitors); i++)
    {
      g_autoptr (GdkMonitor) monitor = g_list_model_get_item (monitors, i);
      g_autofree char *its_name = muster_monitors_dup_name (monitor);

      if (*its_name != '\0' && g_str_equal (its_name, name))
        return g_steal_pointer (&monitor);
    }

  return NULL;
}

static void
add (GMenu      *menu,
     const char *label,
     const char *name)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, "win.monitor", "s", name);
  g_menu_append_item (menu, item);
}

void
muster_monitors_fill (GListModel *monitors,
                      GMenu      *menu)
{
  g_autoptr (GMenu) choice = g_menu_new ();

  g_return_if_fail (G_IS_LIST_MODEL (monitors));
  g_return_if_fail (G_IS_MENU (menu));

  g_menu_remove_all (menu);
  if (g_list_model_get_n_items (monitors) < 2)
    return;

  add (choice, _("The _Window’s Monitor"), "");
  for (guint i = 0; i < g_list_model_get_n_items (monitors); i++)
    {
      g_autoptr (GdkMonitor) monitor = g_list_model_get_item (monitors, i);
      g_autofree char *name = muster_monitors_dup_name (monitor);
      /* An underscore of its own would make a mnemonic. */
      g_auto (GStrv) parts = g_strsplit (name, "_", -1);
      g_autofree char *label = g_strjoinv ("__", parts);

      if (*name != '\0')
        add (choice, label, name);
    }
  g_menu_append_submenu (menu, _("Full Screen _On"), G_MENU_MODEL (choice));
}
