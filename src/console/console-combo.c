/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gtk/gtk.h>

#include "console-combo.h"

#define CTRL_ALT(name, key) \
  { "ctrl-alt-" name, { GDK_KEY_Control_L, GDK_KEY_Alt_L, key }, 3 }

static const ConsoleCombo combos[] = {
  CTRL_ALT ("delete", GDK_KEY_Delete),
  CTRL_ALT ("backspace", GDK_KEY_BackSpace),
  CTRL_ALT ("f1", GDK_KEY_F1),
  CTRL_ALT ("f2", GDK_KEY_F2),
  CTRL_ALT ("f3", GDK_KEY_F3),
  CTRL_ALT ("f4", GDK_KEY_F4),
  CTRL_ALT ("f5", GDK_KEY_F5),
  CTRL_ALT ("f6", GDK_KEY_F6),
  CTRL_ALT ("f7", GDK_KEY_F7),
  CTRL_ALT ("f8", GDK_KEY_F8),
  CTRL_ALT ("f9", GDK_KEY_F9),
  CTRL_ALT ("f10", GDK_KEY_F10),
  CTRL_ALT ("f11", GDK_KEY_F11),
  CTRL_ALT ("f12", GDK_KEY_F12),
  { "alt-tab", { GDK_KEY_Alt_L, GDK_KEY_Tab }, 2 },
  { "alt-f4", { GDK_KEY_Alt_L, GDK_KEY_F4 }, 2 },
  { "super", { GDK_KEY_Super_L }, 1 },
  { "ctrl-escape", { GDK_KEY_Control_L, GDK_KEY_Escape }, 2 },
  { "print-screen", { GDK_KEY_Print }, 1 },
  { "alt-print-screen", { GDK_KEY_Alt_L, GDK_KEY_Print }, 2 },
};

/**
 * console_combo_list:
 *
 * Returns: (array length=n_combos): the combinations, in the order of a menu
 */
const ConsoleCombo *
console_combo_list (gsize *n_combos)
{
  *n_combos = G_N_ELEMENTS (combos);
  return combos;
}

/**
 * console_combo_find:
 *
 * Returns: (nullable): the combination of that id, such as "ctrl-alt-delete"
 */
const ConsoleCombo *
console_combo_find (const char *id)
{
  for (gsize i = 0; i < G_N_ELEMENTS (combos); i++)
    if (g_strcmp0 (combos[i].id, id) == 0)
      return &combos[i];
  return NULL;
}

static GdkModifierType
modifier_of (guint keysym)
{
  switch (keysym)
    {
    case GDK_KEY_Control_L: return GDK_CONTROL_MASK;
    case GDK_KEY_Alt_L:     return GDK_ALT_MASK;
    default:                return 0;
    }
}

/**
 * console_combo_dup_label:
 *
 * Returns: (transfer full): the combination as GTK writes shortcuts, in the
 *   user's language
 */
char *
console_combo_dup_label (const ConsoleCombo *combo)
{
  GdkModifierType modifiers = 0;

  for (gsize i = 0; i + 1 < combo->n_keysyms; i++)
    modifiers |= modifier_of (combo->keysyms[i]);
  return gtk_accelerator_get_label (combo->keysyms[combo->n_keysyms - 1], modifiers);
}
