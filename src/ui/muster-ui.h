/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * muster_ui_init:
 *
 * Registers the templates, style and icons; before the first widget is made.
 * A static library's own constructor would not be linked in.
 */
void muster_ui_init            (void);

/**
 * muster_ui_set_description:
 * @text: (nullable): plain text, as it came from a host, a guest or a file
 *
 * A status page reads its description as markup.
 */
void muster_ui_set_description (AdwStatusPage *page,
                                const char    *text);

G_END_DECLS
