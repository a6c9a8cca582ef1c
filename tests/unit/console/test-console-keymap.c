/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gdk/gdk.h>

#include "console-combo.h"
#include "console-keymap.h"

/* Hardware keycodes as xev shows them, and what the keyboard controller of a
 * PC says when the key is pressed. */
static void
test_hardware (void)
{
  const struct
  {
    guint keycode;
    guint qnum;
  } keys[] = {
    { 9, 0x01 },    /* Escape */
    { 10, 0x02 },   /* 1 */
    { 24, 0x10 },   /* Q */
    { 36, 0x1c },   /* Return */
    { 37, 0x1d },   /* left Control */
    { 50, 0x2a },   /* left Shift */
    { 64, 0x38 },   /* left Alt */
    { 65, 0x39 },   /* space */
    { 77, 0x45 },   /* Num Lock */
    { 91, 0x53 },   /* keypad . */
    { 94, 0x56 },   /* the key between left Shift and Z */
    { 95, 0x57 },   /* F11 */
    { 96, 0x58 },   /* F12 */
    { 97, 0x73 },   /* Ro, Japanese and Brazilian keyboards */
    { 104, 0x9c },  /* keypad Enter */
    { 105, 0x9d },  /* right Control */
    { 106, 0xb5 },  /* keypad / */
    { 107, 0xb7 },  /* Print Screen */
    { 108, 0xb8 },  /* right Alt, AltGr */
    { 110, 0xc7 },  /* Home */
    { 111, 0xc8 },  /* Up */
    { 113, 0xcb },  /* Left */
    { 118, 0xd2 },  /* Insert */
    { 119, 0xd3 },  /* Delete */
    { 127, 0xc6 },  /* Pause */
    { 132, 0x7d },  /* Yen */
    { 133, 0xdb },  /* left Super */
    { 135, 0xdd },  /* Menu */
    { 191, 0x5d },  /* F13 */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    g_assert_cmphex (console_keymap_qnum_from_hardware (keys[i].keycode), ==, keys[i].qnum);
}

static void
test_unknown (void)
{
  g_assert_cmphex (console_keymap_qnum_from_hardware (0), ==, 0);
  g_assert_cmphex (console_keymap_qnum_from_hardware (8), ==, 0);
  g_assert_cmphex (console_keymap_qnum_from_hardware (300), ==, 0);
  g_assert_cmphex (console_keymap_qnum_from_hardware (G_MAXUINT), ==, 0);
  g_assert_cmphex (console_keymap_qnum_from_keysym (GDK_KEY_adiaeresis), ==, 0);
}

/* Two keys at one place would be told apart by no guest. */
static void
test_distinct (void)
{
  guint seen[256] = { 0 };

  for (guint keycode = 9; keycode < 256; keycode++)
    {
      guint qnum = console_keymap_qnum_from_hardware (keycode);

      g_assert_cmphex (qnum, <, 256);
      if (qnum == 0)
        continue;
      if (seen[qnum] != 0)
        g_error ("keys %u and %u are both 0x%02x", seen[qnum], keycode, qnum);
      seen[qnum] = keycode;
    }
}

static void
test_keysym (void)
{
  g_assert_cmphex (console_keymap_qnum_from_keysym (GDK_KEY_a), ==, 0x1e);
  g_assert_cmphex (console_keymap_qnum_from_keysym (GDK_KEY_A), ==, 0x1e);
  g_assert_cmphex (console_keymap_qnum_from_keysym (GDK_KEY_z), ==, 0x2c);
  g_assert_cmphex (console_keymap_qnum_from_keysym (GDK_KEY_0), ==, 0x0b);
  g_assert_cmphex (console_keymap_qnum_from_keysym (GDK_KEY_9), ==, 0x0a);
  g_assert_cmphex (console_keymap_qnum_from_keysym (GDK_KEY_F10), ==, 0x44);
  g_assert_cmphex (console_keymap_qnum_from_keysym (GDK_KEY_F11), ==, 0x57);
  g_assert_cmphex (console_keymap_qnum_from_keysym (GDK_KEY_Delete), ==, 0xd3);
}

static void
test_combos (void)
{
  gsize n;
  const ConsoleCombo *combos = console_combo_list (&n);

  g_assert_cmpuint (n, >=, 16);
  for (gsize i = 0; i < n; i++)
    {
      g_assert_true (console_combo_find (combos[i].id) == &combos[i]);
      for (gsize k = 0; k < combos[i].n_keysyms; k++)
        g_assert_cmphex (console_keymap_qnum_from_keysym (combos[i].keysyms[k]), !=, 0);
    }
  g_assert_null (console_combo_find ("no-such"));
}

static void
test_combo_label (void)
{
  g_autofree char *label = console_combo_dup_label (console_combo_find ("ctrl-alt-delete"));

  g_assert_cmpstr (label, ==, "Ctrl+Alt+Delete");
}

static void
test_combo_names (void)
{
  const struct
  {
    const char *text;
    const char *formatted;
  } cases[] = {
    { "Ctrl+Alt+F2", "Control_L+Alt_L+F2" },
    { " ctrl + ALT + delete ", "Control_L+Alt_L+Delete" },
    { "Control_L+Alt_L+F2", "Control_L+Alt_L+F2" },
    { "win+l", "Super_L+l" },
    { "Super+L", "Super_L+L" },
    { "alt+sysrq+b", "Alt_L+Sys_Req+b" },
    { "ctrl+a+b+c", "Control_L+a+b+c" },
    { "F12", "F12" },
    { "ctrl+a+b+c+d", NULL },
    { "ctrl+", NULL },
    { "+", NULL },
    { "", NULL },
    { "ctrl+nothing", NULL },
    { "ä", NULL },
    { "\xff", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ConsoleCombo combo;
      gboolean known = console_combo_parse (cases[i].text, &combo);
      g_autofree char *formatted = NULL;

      g_test_message ("%s", cases[i].formatted != NULL ? cases[i].text : "-");
      g_assert_true (known == (cases[i].formatted != NULL));
      if (!known)
        continue;
      formatted = console_combo_format (combo.keysyms, combo.n_keysyms);
      g_assert_cmpstr (formatted, ==, cases[i].formatted);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/muster/console/keymap/hardware", test_hardware);
  g_test_add_func ("/muster/console/keymap/unknown", test_unknown);
  g_test_add_func ("/muster/console/keymap/distinct", test_distinct);
  g_test_add_func ("/muster/console/keymap/keysym", test_keysym);
  g_test_add_func ("/muster/console/combo/list", test_combos);
  g_test_add_func ("/muster/console/combo/label", test_combo_label);
  g_test_add_func ("/muster/console/combo/names", test_combo_names);
  return g_test_run ();
}
