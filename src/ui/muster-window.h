/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "muster-desk.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_WINDOW (muster_window_get_type ())
G_DECLARE_FINAL_TYPE (MusterWindow, muster_window, MUSTER, WINDOW, AdwApplicationWindow)

/** muster_window_new: The main window: the sidebar and what is selected in it. */
GtkWindow *muster_window_new         (GtkApplication *application,
                                      MusterDesk     *desk,
                                      GSettings      *settings);
/** The desk's hosts are known, or @error (borrowed) says why not. */
void       muster_window_set_started (MusterWindow   *self,
                                      const GError   *error);

G_END_DECLS
