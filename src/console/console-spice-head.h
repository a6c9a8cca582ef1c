/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console-spice-heads.h"
#include "console-spice-inputs.h"
#include "console-spice-screen.h"

G_BEGIN_DECLS

/* A further monitor of a machine's display over SPICE. */
#define CONSOLE_TYPE_SPICE_HEAD (console_spice_head_get_type ())
G_DECLARE_FINAL_TYPE (ConsoleSpiceHead, console_spice_head, CONSOLE, SPICE_HEAD, ConsoleSession)

/* @heads and @channel are borrowed. */
ConsoleSpiceHead   *console_spice_head_new        (ConsoleTarget      *target,
                                                   ConsoleSpiceHeads  *heads,
                                                   ConsoleSpiceInputs *inputs);
void                console_spice_head_show       (ConsoleSpiceHead   *self,
                                                   SpiceChannel       *channel,
                                                   guint               monitor);

/* Whether the guest draws on it, or was asked to; a wish for sizes names such alone. */
gboolean            console_spice_head_is_on      (ConsoleSpiceHead   *self);

/* NULL once it has ended. */
ConsoleSpiceScreen *console_spice_head_get_screen (ConsoleSpiceHead   *self);

G_END_DECLS
