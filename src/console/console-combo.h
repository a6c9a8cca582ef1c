/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A combination of keys that a desktop keeps for itself, to be offered in a
 * menu and sent with console_display_send_keys (). */
typedef struct
{
  const char *id;
  guint keysyms[4];
  gsize n_keysyms;
} ConsoleCombo;

const ConsoleCombo *console_combo_list      (gsize              *n_combos);
const ConsoleCombo *console_combo_find      (const char         *id);
char               *console_combo_dup_label (const ConsoleCombo *combo);

G_END_DECLS
