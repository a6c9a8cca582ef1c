/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * muster_ui_init:
 *
 * Registers the templates, style and icons; before the first widget is made.
 * A static library's own constructor would not be linked in.
 */
void muster_ui_init (void);

G_END_DECLS
