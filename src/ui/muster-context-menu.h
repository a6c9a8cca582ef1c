/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * muster_context_menu_new:
 * @parent: whose coordinates are meant later; it unparents the menu when it is disposed
 * @model: (nullable): see gtk_popover_menu_set_menu_model()
 *
 * Returns: (transfer none): a menu that appears where a person asks for it
 */
GtkWidget *muster_context_menu_new   (GtkWidget  *parent,
                                      GMenuModel *model);

/** muster_context_menu_popup: at a place of the parent. */
void       muster_context_menu_popup (GtkWidget  *menu,
                                      double      x,
                                      double      y);

G_END_DECLS
