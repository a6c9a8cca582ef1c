/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "muster-desk.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_ADD_DIALOG (muster_add_dialog_get_type ())
G_DECLARE_FINAL_TYPE (MusterAddDialog, muster_add_dialog, MUSTER, ADD_DIALOG, AdwDialog)

/**
 * muster_add_dialog_new:
 * @address: (nullable): of a host to begin with
 *
 * Adds one or several hosts to @desk: examines each step by step, offers what
 * repairs it, and adds those that people choose.
 */
AdwDialog *muster_add_dialog_new (MusterDesk *desk,
                                  const char *address);

/** The same for who wants to see a data center that exists: one of its hosts will do. */
AdwDialog *muster_add_dialog_new_to_open (MusterDesk *desk);

G_END_DECLS
