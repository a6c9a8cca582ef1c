/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console.h"

G_BEGIN_DECLS

/* A source that answers at once with what it was told last. */
#define CONSOLE_TYPE_FIXED_SOURCE (console_fixed_source_get_type ())
G_DECLARE_FINAL_TYPE (ConsoleFixedSource, console_fixed_source, CONSOLE, FIXED_SOURCE, GObject)

ConsoleFixedSource *console_fixed_source_new           (ConsoleTarget      *target);
void                console_fixed_source_set_target    (ConsoleFixedSource *self,
                                                        ConsoleTarget      *target);
void                console_fixed_source_set_error     (ConsoleFixedSource *self,
                                                        int                 code);
void                console_fixed_source_use_dummies   (ConsoleFixedSource *self);
void                console_fixed_source_hold          (ConsoleFixedSource *self);
void                console_fixed_source_answer        (ConsoleFixedSource *self);
guint               console_fixed_source_get_n_asked   (ConsoleFixedSource *self);

G_END_DECLS
