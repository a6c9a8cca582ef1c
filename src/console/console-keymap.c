/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gdk/gdk.h>
#include <linux/input-event-codes.h>
#include <xkbcommon/xkbcommon.h>

#include "console-keymap.h"

/* X11 and Wayland both number keys as the kernel does, plus this. */
#define HARDWARE_OFFSET 8

/* The main block of a PC keyboard has kept its numbers of 1984: up to here
 * the kernel's code is the scan code. */
#define LAST_SAME_CODE KEY_F12

/* Scan codes of set 1 above that; one that the keyboard prefixes with 0xe0
 * has bit 7 set instead.  That is what VNC's extended key event carries, and
 * SPICE with the prefix spelled out. */
static const guint8 scan_codes[] = {
  [KEY_RO] = 0x73,
  [KEY_KATAKANA] = 0x78,
  [KEY_HIRAGANA] = 0x77,
  [KEY_HENKAN] = 0x79,
  [KEY_KATAKANAHIRAGANA] = 0x70,
  [KEY_MUHENKAN] = 0x7b,
  [KEY_KPJPCOMMA] = 0x5c,
  [KEY_KPENTER] = 0x9c,
  [KEY_RIGHTCTRL] = 0x9d,
  [KEY_KPSLASH] = 0xb5,
  /* Print Screen; the server makes SysRq (0x54) of it when Alt is down. */
  [KEY_SYSRQ] = 0xb7,
  [KEY_RIGHTALT] = 0xb8,
  [KEY_LINEFEED] = 0x5b,
  [KEY_HOME] = 0xc7,
  [KEY_UP] = 0xc8,
  [KEY_PAGEUP] = 0xc9,
  [KEY_LEFT] = 0xcb,
  [KEY_RIGHT] = 0xcd,
  [KEY_END] = 0xcf,
  [KEY_DOWN] = 0xd0,
  [KEY_PAGEDOWN] = 0xd1,
  [KEY_INSERT] = 0xd2,
  [KEY_DELETE] = 0xd3,
  [KEY_MACRO] = 0xef,
  [KEY_MUTE] = 0xa0,
  [KEY_VOLUMEDOWN] = 0xae,
  [KEY_VOLUMEUP] = 0xb0,
  [KEY_POWER] = 0xde,
  [KEY_KPEQUAL] = 0x59,
  [KEY_KPPLUSMINUS] = 0xce,
  [KEY_PAUSE] = 0xc6,
  [KEY_KPCOMMA] = 0x7e,
  [KEY_HANGEUL] = 0x72,
  [KEY_HANJA] = 0x71,
  [KEY_YEN] = 0x7d,
  [KEY_LEFTMETA] = 0xdb,
  [KEY_RIGHTMETA] = 0xdc,
  [KEY_COMPOSE] = 0xdd,
  [KEY_STOP] = 0xe8,
  [KEY_AGAIN] = 0x85,
  [KEY_PROPS] = 0x86,
  [KEY_UNDO] = 0x87,
  [KEY_FRONT] = 0x8c,
  [KEY_COPY] = 0xf8,
  [KEY_OPEN] = 0x64,
  [KEY_PASTE] = 0x65,
  [KEY_FIND] = 0xc1,
  [KEY_CUT] = 0xbc,
  [KEY_HELP] = 0xf5,
  [KEY_MENU] = 0x9e,
  [KEY_CALC] = 0xa1,
  [KEY_SLEEP] = 0xdf,
  [KEY_WAKEUP] = 0xe3,
  [KEY_MAIL] = 0xec,
  [KEY_BOOKMARKS] = 0xe6,
  [KEY_COMPUTER] = 0xeb,
  [KEY_BACK] = 0xea,
  [KEY_FORWARD] = 0xe9,
  [KEY_NEXTSONG] = 0x99,
  [KEY_PLAYPAUSE] = 0xa2,
  [KEY_PREVIOUSSONG] = 0x90,
  [KEY_STOPCD] = 0xa4,
  [KEY_HOMEPAGE] = 0xb2,
  [KEY_REFRESH] = 0xe7,
  [KEY_F13] = 0x5d,
  [KEY_F14] = 0x5e,
  [KEY_F15] = 0x5f,
  [KEY_F16] = 0x55,
  [KEY_F17] = 0x83,
  [KEY_F18] = 0xf7,
  [KEY_F19] = 0x84,
  [KEY_F20] = 0x5a,
  [KEY_F21] = 0x74,
  [KEY_F22] = 0xf9,
  [KEY_F23] = 0x6d,
  [KEY_F24] = 0x6f,
  [KEY_SEARCH] = 0xe5,
  [KEY_MEDIA] = 0xed,
};

/* The places of a US keyboard, for what is sent by name. */
static const struct
{
  guint keysym;
  guint code;
} us_keys[] = {
  { GDK_KEY_Escape, KEY_ESC },
  { GDK_KEY_BackSpace, KEY_BACKSPACE },
  { GDK_KEY_Tab, KEY_TAB },
  { GDK_KEY_ISO_Left_Tab, KEY_TAB },
  { GDK_KEY_Return, KEY_ENTER },
  { GDK_KEY_space, KEY_SPACE },
  { GDK_KEY_Control_L, KEY_LEFTCTRL },
  { GDK_KEY_Control_R, KEY_RIGHTCTRL },
  { GDK_KEY_Shift_L, KEY_LEFTSHIFT },
  { GDK_KEY_Shift_R, KEY_RIGHTSHIFT },
  { GDK_KEY_Alt_L, KEY_LEFTALT },
  { GDK_KEY_Alt_R, KEY_RIGHTALT },
  { GDK_KEY_ISO_Level3_Shift, KEY_RIGHTALT },
  { GDK_KEY_Meta_L, KEY_LEFTMETA },
  { GDK_KEY_Super_L, KEY_LEFTMETA },
  { GDK_KEY_Super_R, KEY_RIGHTMETA },
  { GDK_KEY_Menu, KEY_COMPOSE },
  { GDK_KEY_Caps_Lock, KEY_CAPSLOCK },
  { GDK_KEY_Num_Lock, KEY_NUMLOCK },
  { GDK_KEY_Scroll_Lock, KEY_SCROLLLOCK },
  { GDK_KEY_Print, KEY_SYSRQ },
  { GDK_KEY_Sys_Req, KEY_SYSRQ },
  { GDK_KEY_Pause, KEY_PAUSE },
  { GDK_KEY_Break, KEY_PAUSE },
  { GDK_KEY_Insert, KEY_INSERT },
  { GDK_KEY_Delete, KEY_DELETE },
  { GDK_KEY_Home, KEY_HOME },
  { GDK_KEY_End, KEY_END },
  { GDK_KEY_Page_Up, KEY_PAGEUP },
  { GDK_KEY_Page_Down, KEY_PAGEDOWN },
  { GDK_KEY_Up, KEY_UP },
  { GDK_KEY_Down, KEY_DOWN },
  { GDK_KEY_Left, KEY_LEFT },
  { GDK_KEY_Right, KEY_RIGHT },
  { GDK_KEY_KP_Enter, KEY_KPENTER },
  { GDK_KEY_KP_Add, KEY_KPPLUS },
  { GDK_KEY_KP_Subtract, KEY_KPMINUS },
  { GDK_KEY_KP_Multiply, KEY_KPASTERISK },
  { GDK_KEY_KP_Divide, KEY_KPSLASH },
  { GDK_KEY_F11, KEY_F11 },
  { GDK_KEY_F12, KEY_F12 },
  { GDK_KEY_minus, KEY_MINUS },
  { GDK_KEY_equal, KEY_EQUAL },
  { GDK_KEY_bracketleft, KEY_LEFTBRACE },
  { GDK_KEY_bracketright, KEY_RIGHTBRACE },
  { GDK_KEY_backslash, KEY_BACKSLASH },
  { GDK_KEY_semicolon, KEY_SEMICOLON },
  { GDK_KEY_apostrophe, KEY_APOSTROPHE },
  { GDK_KEY_grave, KEY_GRAVE },
  { GDK_KEY_comma, KEY_COMMA },
  { GDK_KEY_period, KEY_DOT },
  { GDK_KEY_slash, KEY_SLASH },
  { GDK_KEY_less, KEY_102ND },
};

static const guint8 letters[] = {
  KEY_A, KEY_B, KEY_C, KEY_D, KEY_E, KEY_F, KEY_G, KEY_H, KEY_I, KEY_J, KEY_K, KEY_L, KEY_M,
  KEY_N, KEY_O, KEY_P, KEY_Q, KEY_R, KEY_S, KEY_T, KEY_U, KEY_V, KEY_W, KEY_X, KEY_Y, KEY_Z,
};

static guint
scan_code (guint code)
{
  if (code <= LAST_SAME_CODE)
    return code == KEY_ZENKAKUHANKAKU ? 0x76 : code;
  return code < G_N_ELEMENTS (scan_codes) ? scan_codes[code] : 0;
}

static guint
us_key (guint keysym)
{
  guint lower = xkb_keysym_to_lower (keysym);

  if (lower >= GDK_KEY_a && lower <= GDK_KEY_z)
    return letters[lower - GDK_KEY_a];
  if (keysym >= GDK_KEY_1 && keysym <= GDK_KEY_9)
    return KEY_1 + (keysym - GDK_KEY_1);
  if (keysym == GDK_KEY_0)
    return KEY_0;
  if (keysym >= GDK_KEY_F1 && keysym <= GDK_KEY_F10)
    return KEY_F1 + (keysym - GDK_KEY_F1);
  for (gsize i = 0; i < G_N_ELEMENTS (us_keys); i++)
    if (us_keys[i].keysym == keysym)
      return us_keys[i].code;
  return 0;
}

/**
 * console_keymap_qnum_from_hardware:
 * @hardware_keycode: the keycode of a GDK key event on X11 or Wayland
 *
 * Returns: the scan code of set 1, bit 7 for the prefix 0xe0; 0 if the key
 *   has none
 */
guint
console_keymap_qnum_from_hardware (guint hardware_keycode)
{
  return hardware_keycode > HARDWARE_OFFSET
         ? scan_code (hardware_keycode - HARDWARE_OFFSET) : 0;
}

/**
 * console_keymap_qnum_from_keysym:
 * @keysym: a GDK key symbol
 *
 * Returns: the scan code of the key that has the symbol on a US keyboard
 *   without modifiers (letters: with or without); 0 if there is none
 */
guint
console_keymap_qnum_from_keysym (guint keysym)
{
  return scan_code (us_key (keysym));
}
