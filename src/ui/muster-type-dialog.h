/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "console-session.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_TYPE_DIALOG (muster_type_dialog_get_type ())
G_DECLARE_FINAL_TYPE (MusterTypeDialog, muster_type_dialog, MUSTER, TYPE_DIALOG, AdwDialog)

/**
 * muster_type_dialog_new:
 * @session: whose guest gets the text
 * @text: as console_layout_prepare() returns it
 * @settings: remember the guest's keyboard layout
 * @uuid: of the VM
 *
 * Types a text into a guest, after saying what of it cannot be typed.  Closing
 * it stops.
 */
AdwDialog *muster_type_dialog_new (ConsoleSession *session,
                                   const char     *text,
                                   GSettings      *settings,
                                   const char     *uuid);

G_END_DECLS
