/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <linux/input-event-codes.h>

#include <glib/gi18n-lib.h>

#include "muster-key-names.h"

typedef struct
{
  const char *name;
  guint code;
} KeyName;

static const KeyName names[] =
{
  { "ctrl", KEY_LEFTCTRL }, { "control", KEY_LEFTCTRL },
  { "rightctrl", KEY_RIGHTCTRL },
  { "alt", KEY_LEFTALT }, { "altgr", KEY_RIGHTALT }, { "rightalt", KEY_RIGHTALT },
  { "shift", KEY_LEFTSHIFT }, { "rightshift", KEY_RIGHTSHIFT },
  { "super", KEY_LEFTMETA }, { "meta", KEY_LEFTMETA }, { "win", KEY_LEFTMETA },
  { "menu", KEY_COMPOSE },
  { "esc", KEY_ESC }, { "escape", KEY_ESC },
  { "enter", KEY_ENTER }, { "return", KEY_ENTER },
  { "tab", KEY_TAB }, { "space", KEY_SPACE }, { "backspace", KEY_BACKSPACE },
  { "insert", KEY_INSERT }, { "delete", KEY_DELETE }, { "del", KEY_DELETE },
  { "home", KEY_HOME }, { "end", KEY_END },
  { "pageup", KEY_PAGEUP }, { "pagedown", KEY_PAGEDOWN },
  { "up", KEY_UP }, { "down", KEY_DOWN }, { "left", KEY_LEFT }, { "right", KEY_RIGHT },
  { "sysrq", KEY_SYSRQ }, { "print", KEY_SYSRQ }, { "pause", KEY_PAUSE },
  { "capslock", KEY_CAPSLOCK }, { "numlock", KEY_NUMLOCK },
  { "scrolllock", KEY_SCROLLLOCK },
  { "minus", KEY_MINUS }, { "equal", KEY_EQUAL }, { "comma", KEY_COMMA },
  { "dot", KEY_DOT }, { "slash", KEY_SLASH }, { "backslash", KEY_BACKSLASH },
  { "semicolon", KEY_SEMICOLON }, { "apostrophe", KEY_APOSTROPHE },
  { "grave", KEY_GRAVE }, { "leftbrace", KEY_LEFTBRACE },
  { "rightbrace", KEY_RIGHTBRACE },
  { "power", KEY_POWER }, { "sleep", KEY_SLEEP }, { "wakeup", KEY_WAKEUP },
};

/* The codes of letters follow the rows of a keyboard, not the alphabet. */
static const guint letters[] =
{
  KEY_A, KEY_B, KEY_C, KEY_D, KEY_E, KEY_F, KEY_G, KEY_H, KEY_I,
  KEY_J, KEY_K, KEY_L, KEY_M, KEY_N, KEY_O, KEY_P, KEY_Q, KEY_R,
  KEY_S, KEY_T, KEY_U, KEY_V, KEY_W, KEY_X, KEY_Y, KEY_Z,
};

static guint
find_character (char character)
{
  if (g_ascii_islower (character))
    return letters[character - 'a'];
  if (character == '0')
    return KEY_0;
  if (g_ascii_isdigit (character))
    return KEY_1 + (character - '1');

  return 0;
}

static guint
find_function_key (const char *name)
{
  guint64 number;

  if (name[0] != 'f' ||
      !g_ascii_string_to_unsigned (name + 1, 10, 1, 24, &number, NULL))
    return 0;
  if (number <= 10)
    return KEY_F1 + (number - 1);
  if (number <= 12)
    return KEY_F11 + (number - 11);

  return KEY_F13 + (number - 13);
}

static guint
find_key (const char *name)
{
  if (name[0] != '\0' && name[1] == '\0')
    return find_character (name[0]);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i].name, name))
      return names[i].code;

  return find_function_key (name);
}

guint
muster_key_names_parse (const char  *combination,
                        guint       *codes,
                        GError     **error)
{
  g_autofree char *lower = g_ascii_strdown (combination, -1);
  g_auto (GStrv) parts = g_strsplit (lower, "+", -1);
  guint n_parts = g_strv_length (parts);

  if (n_parts > MUSTER_KEY_NAMES_MAX)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   _("No more than %d keys can be pressed at once."),
                   MUSTER_KEY_NAMES_MAX);
      return 0;
    }

  for (guint i = 0; i < n_parts; i++)
    {
      codes[i] = find_key (parts[i]);
      if (codes[i] == 0)
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                       _("There is no key named “%s”."), parts[i]);
          return 0;
        }
    }

  if (n_parts == 0)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                         _("No key was named."));

  return n_parts;
}
