/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define MUSTER_TYPE_SCREEN_NOTE (muster_screen_note_get_type ())
G_DECLARE_FINAL_TYPE (MusterScreenNote, muster_screen_note, MUSTER, SCREEN_NOTE, AdwBin)

/**
 * MusterScreenNote:
 *
 * What is to be known about a screen that is shown, for the bar of what it is
 * in; acts by the actions "console.…" around it.
 *
 * Properties: "open" (whoever reaches its port opens it: it has no password),
 * "passwords-next" (it takes some from the VM's next start), "pictures" (it is
 * seen in screenshots).
 */

G_END_DECLS
