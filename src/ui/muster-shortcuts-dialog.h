/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define MUSTER_TYPE_SHORTCUTS_DIALOG (muster_shortcuts_dialog_get_type ())
G_DECLARE_FINAL_TYPE (MusterShortcutsDialog, muster_shortcuts_dialog, MUSTER, SHORTCUTS_DIALOG, AdwDialog)

/** muster_shortcuts_dialog_new: What can be done with the keyboard. */
AdwDialog *muster_shortcuts_dialog_new (void);

G_END_DECLS
