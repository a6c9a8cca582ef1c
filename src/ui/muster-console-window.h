/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "muster-desk.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_CONSOLE_WINDOW (muster_console_window_get_type ())
G_DECLARE_FINAL_TYPE (MusterConsoleWindow, muster_console_window, MUSTER, CONSOLE_WINDOW, AdwApplicationWindow)

/** muster_console_window_new: a VM's screen in a window of its own. */
GtkWindow *muster_console_window_new    (GtkApplication      *application,
                                         MusterDesk          *desk,
                                         MusterVm            *vm,
                                         GSettings           *settings);
/** muster_console_window_find: the one of that VM; %NULL when there is none. */
GtkWindow *muster_console_window_find   (GtkApplication      *application,
                                         MusterVm            *vm);

G_END_DECLS
