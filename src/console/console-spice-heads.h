/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <spice-client.h>

#include "console-session.h"
#include "console-spice-inputs.h"
#include "console-spice-screen.h"

G_BEGIN_DECLS

/**
 * ConsoleSpiceHeads:
 *
 * The monitors of a machine: each of its graphics cards draws on a channel of its own,
 * and the first channel may have several.  Makes a session of each but the first, and
 * gives them their pointers.
 */
#define CONSOLE_TYPE_SPICE_HEADS (console_spice_heads_get_type ())
G_DECLARE_FINAL_TYPE (ConsoleSpiceHeads, console_spice_heads, CONSOLE, SPICE_HEADS, GObject)

/* @session, which has it, is borrowed. */
ConsoleSpiceHeads  *console_spice_heads_new          (ConsoleSession     *session,
                                                      ConsoleSpiceInputs *inputs);

/* Main, display and cursor channels with ids below CONSOLE_MAX_HEADS; borrowed. */
void                console_spice_heads_take         (ConsoleSpiceHeads  *self,
                                                      SpiceChannel       *channel);
void                console_spice_heads_drop         (ConsoleSpiceHeads  *self,
                                                      SpiceChannel       *channel);

/* NULL while there is none. */
ConsoleSpiceScreen *console_spice_heads_get_screen   (ConsoleSpiceHeads  *self);

/* The library keeps the wish until the guest's agent is there. */
void                console_spice_heads_request_size (ConsoleSpiceHeads  *self,
                                                      int                 number,
                                                      int                 width,
                                                      int                 height);

G_END_DECLS
