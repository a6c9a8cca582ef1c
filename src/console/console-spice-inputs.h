/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <spice-client.h>

#include "console-types.h"

G_BEGIN_DECLS

/**
 * ConsoleSpiceInputs:
 *
 * Keyboard and pointer of a machine, which all its monitors share.  What is said while
 * there is no channel is lost.
 */
#define CONSOLE_TYPE_SPICE_INPUTS (console_spice_inputs_get_type ())
G_DECLARE_FINAL_TYPE (ConsoleSpiceInputs, console_spice_inputs, CONSOLE, SPICE_INPUTS, GObject)

ConsoleSpiceInputs *console_spice_inputs_new        (void);
void                console_spice_inputs_take       (ConsoleSpiceInputs *self,
                                                     SpiceInputsChannel *channel);
void                console_spice_inputs_key        (ConsoleSpiceInputs *self,
                                                     guint               qnum,
                                                     gboolean            down);

/* @number: of the monitor, from 1 on. */
void                console_spice_inputs_pointer_to (ConsoleSpiceInputs *self,
                                                     int                 number,
                                                     int                 x,
                                                     int                 y,
                                                     guint               buttons);
void                console_spice_inputs_pointer_by (ConsoleSpiceInputs *self,
                                                     int                 dx,
                                                     int                 dy,
                                                     guint               buttons);
void                console_spice_inputs_scroll     (ConsoleSpiceInputs *self,
                                                     int                 dy);

G_END_DECLS
