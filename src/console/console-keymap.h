/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

guint console_keymap_qnum_from_hardware (guint hardware_keycode);
guint console_keymap_qnum_from_keysym   (guint keysym);

G_END_DECLS
