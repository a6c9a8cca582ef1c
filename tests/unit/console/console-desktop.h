/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console.h"

G_BEGIN_DECLS

/* A QEMU of the test's own with the lab's desktop, which runs already: two screens
 * (the second one is dark), X, the agent of SPICE, and a shell for the test. */
typedef struct _ConsoleDesktop ConsoleDesktop;

ConsoleDesktop *console_desktop_new         (void);
void            console_desktop_free        (ConsoleDesktop  *self);
ConsoleTarget  *console_desktop_make_target (ConsoleDesktop  *self,
                                             ConsoleProtocol  protocol);

/* What a command of one line, which must not fail, wrote. */
char           *console_desktop_run         (ConsoleDesktop  *self,
                                             const char      *command);

/* What the guest shows on that screen. */
GdkTexture     *console_desktop_screendump  (ConsoleDesktop  *self,
                                             guint            head);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConsoleDesktop, console_desktop_free)

G_END_DECLS
