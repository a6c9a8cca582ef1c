/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gtk/gtk.h>

#include "console-combo.h"
#include "console-keymap.h"

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
    case GDK_KEY_Shift_L:   return GDK_SHIFT_MASK;
    case GDK_KEY_Super_L:   return GDK_SUPER_MASK;
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
  GString *label = g_string_new (NULL);
  GdkModifierType modifiers = 0;

  for (gsize i = 0; i < combo->n_keysyms; i++)
    {
      GdkModifierType modifier = modifier_of (combo->keysyms[i]);
      g_autofree char *part = NULL;

      if (modifier != 0 && i + 1 < combo->n_keysyms)
        {
          modifiers |= modifier;
          continue;
        }
      part = gtk_accelerator_get_label (combo->keysyms[i], modifiers);
      if (label->len > 0)
        g_string_append_c (label, '+');
      g_string_append (label, part);
      modifiers = 0;
    }
  return g_string_free (label, FALSE);
}

/* What people call keys that X11 calls otherwise. */
static const struct
{
  const char *name;
  guint keysym;
} aliases[] = {
  { "ctrl", GDK_KEY_Control_L },
  { "control", GDK_KEY_Control_L },
  { "alt", GDK_KEY_Alt_L },
  { "altgr", GDK_KEY_ISO_Level3_Shift },
  { "shift", GDK_KEY_Shift_L },
  { "super", GDK_KEY_Super_L },
  { "win", GDK_KEY_Super_L },
  { "del", GDK_KEY_Delete },
  { "ins", GDK_KEY_Insert },
  { "esc", GDK_KEY_Escape },
  { "enter", GDK_KEY_Return },
  { "backspace", GDK_KEY_BackSpace },
  { "pageup", GDK_KEY_Page_Up },
  { "pagedown", GDK_KEY_Page_Down },
  { "printscreen", GDK_KEY_Print },
  { "sysrq", GDK_KEY_Sys_Req },
};

static guint
find_keysym (const char *name)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);
  g_autofree char *upper = g_ascii_strup (name, -1);
  guint keysym;

  for (gsize i = 0; i < G_N_ELEMENTS (aliases); i++)
    if (g_str_equal (aliases[i].name, lower))
      return aliases[i].keysym;
  /* "f2" is F2, and "delete" Delete. */
  keysym = gdk_keyval_from_name (name);
  if (console_keymap_qnum_from_keysym (keysym) == 0)
    keysym = gdk_keyval_from_name (upper);
  if (console_keymap_qnum_from_keysym (keysym) == 0 && *lower != '\0')
    {
      lower[0] = g_ascii_toupper (lower[0]);
      keysym = gdk_keyval_from_name (lower);
    }
  return keysym;
}

/**
 * console_combo_parse:
 * @text: keys by their names, joined by "+", such as "Ctrl+Alt+F2"; whatever
 *   their case
 * @combo: (out caller-allocates): without an id
 *
 * Returns: %FALSE if it is not a combination of up to
 *   %CONSOLE_COMBO_MAX_KEYS keys of a US keyboard
 */
gboolean
console_combo_parse (const char   *text,
                     ConsoleCombo *combo)
{
  g_auto (GStrv) names = g_strsplit (text, "+", CONSOLE_COMBO_MAX_KEYS + 1);

  *combo = (ConsoleCombo) { NULL };
  for (gsize i = 0; names[i] != NULL; i++)
    {
      guint keysym = find_keysym (g_strstrip (names[i]));

      if (i == CONSOLE_COMBO_MAX_KEYS || console_keymap_qnum_from_keysym (keysym) == 0)
        return FALSE;
      combo->keysyms[combo->n_keysyms++] = keysym;
    }
  return combo->n_keysyms > 0;
}

/**
 * console_combo_format:
 *
 * Returns: (transfer full): what console_combo_parse () makes the same of
 */
char *
console_combo_format (const guint *keysyms,
                      gsize        n_keysyms)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < n_keysyms; i++)
    {
      if (i > 0)
        g_string_append_c (text, '+');
      g_string_append (text, gdk_keyval_name (keysyms[i]));
    }
  return g_string_free (text, FALSE);
}
