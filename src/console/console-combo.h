/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CONSOLE_COMBO_MAX_KEYS 4

/* A combination of keys that a desktop keeps for itself, to be offered in a
 * menu and sent with console_display_send_keys (). */
typedef struct
{
  const char *id;
  guint keysyms[CONSOLE_COMBO_MAX_KEYS];
  gsize n_keysyms;
} ConsoleCombo;

const ConsoleCombo *console_combo_list      (gsize              *n_combos);
const ConsoleCombo *console_combo_find      (const char         *id);
char               *console_combo_dup_label (const ConsoleCombo *combo);
gboolean            console_combo_parse     (const char         *text,
                                             ConsoleCombo       *combo);
char               *console_combo_format    (const guint        *keysyms,
                                             gsize               n_keysyms);

G_END_DECLS
