/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define MUSTER_TYPE_SCRIPT_VIEW (muster_script_view_get_type ())
G_DECLARE_FINAL_TYPE (MusterScriptView, muster_script_view, MUSTER, SCRIPT_VIEW, GtkBox)

/**
 * MusterScriptView:
 *
 * A shell script to read, to copy and to save.
 */

/**
 * muster_script_view_set_script:
 * @text: (nullable): lines of shell
 * @name: what a file of it is called
 */
void muster_script_view_set_script (MusterScriptView *self,
                                    const char       *text,
                                    const char       *name);

G_END_DECLS
