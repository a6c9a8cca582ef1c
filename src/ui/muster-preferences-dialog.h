/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define MUSTER_TYPE_PREFERENCES_DIALOG (muster_preferences_dialog_get_type ())
G_DECLARE_FINAL_TYPE (MusterPreferencesDialog, muster_preferences_dialog,
                      MUSTER, PREFERENCES_DIALOG, AdwPreferencesDialog)

/** muster_preferences_dialog_new: What holds for all VMs; changed at once. */
AdwDialog *muster_preferences_dialog_new (GSettings *settings);

G_END_DECLS
