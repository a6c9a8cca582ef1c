/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * What another machine says, fit to be shown: valid UTF-8 without what
 * moves the cursor of a terminal or turns the direction of what follows; ends
 * of lines stay.
 */
char *_muster_clean_text (const char *text,
                          gsize       length);

G_END_DECLS
