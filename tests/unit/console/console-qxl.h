/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gdk/gdk.h>

#include "console-qtest.h"

G_BEGIN_DECLS

/* Has the card of a QEMU show a pattern of that size, as a driver does that keeps all its
 * monitors on one surface. */
void console_qxl_show     (ConsoleQtest       *qtest,
                           guint               width,
                           guint               height);

/* Says which parts of it the monitors show. */
void console_qxl_set_heads (ConsoleQtest       *qtest,
                            const GdkRectangle *heads,
                            guint               n_heads);

G_END_DECLS
