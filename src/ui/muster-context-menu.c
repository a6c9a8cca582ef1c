/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-context-menu.h"

/* Items come and go with their actions, also after the menu has appeared, and GTK
 * leaves it to the parent to give a popover another size; a list view does not. */
static gboolean
tick_cb (GtkWidget     *menu,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  GtkRequisition wanted;
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (menu));

  if (!gtk_widget_get_mapped (menu))
    return G_SOURCE_REMOVE;

  gtk_widget_get_preferred_size (menu, NULL, &wanted);
  if (gdk_surface_get_width (surface) != wanted.width ||
      gdk_surface_get_height (surface) != wanted.height)
    gtk_popover_present (GTK_POPOVER (menu));

  return G_SOURCE_CONTINUE;
}

static void
map_cb (GtkWidget *menu)
{
  gtk_widget_add_tick_callback (menu, tick_cb, NULL, NULL);
}

GtkWidget *
muster_context_menu_new (GtkWidget  *parent,
                         GMenuModel *model)
{
  GtkWidget *menu = gtk_popover_menu_new_from_model (model);

  gtk_popover_set_has_arrow (GTK_POPOVER (menu), FALSE);
  gtk_widget_set_halign (menu, GTK_ALIGN_START);
  gtk_widget_set_parent (menu, parent);
  g_signal_connect (menu, "map", G_CALLBACK (map_cb), NULL);

  return menu;
}

void
muster_context_menu_popup (GtkWidget *menu,
                           double     x,
                           double     y)
{
  gtk_popover_set_pointing_to (GTK_POPOVER (menu),
                               &(GdkRectangle) { (int) x, (int) y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (menu));
}
