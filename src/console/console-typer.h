/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "console-layout.h"
#include "console-session.h"

G_BEGIN_DECLS

/* From one event of a key to the next.  A guest asks its keyboard a hundred
 * times a second; but a keyboard keeps 16 events at most, no protocol says
 * when they were read, and a busy host pauses a guest for some 250 ms. */
#define CONSOLE_TYPER_INTERVAL_MSEC 20

/**
 * ConsoleTyper:
 *
 * Types a text on the guest's keyboard, for guests that take no clipboard.
 *
 * Properties: "n-typed", how many characters were.
 */
#define CONSOLE_TYPE_TYPER (console_typer_get_type ())
G_DECLARE_FINAL_TYPE (ConsoleTyper, console_typer, CONSOLE, TYPER, GObject)

guint         console_typer_estimate    (ConsoleLayout  *layout,
                                         const char     *prepared);
ConsoleTyper *console_typer_new         (ConsoleSession *session,
                                         ConsoleLayout  *layout);
DexFuture    *console_typer_type        (ConsoleTyper   *self,
                                         const char     *prepared);
void          console_typer_stop        (ConsoleTyper   *self);
guint         console_typer_get_n_typed (ConsoleTyper   *self);

G_END_DECLS
