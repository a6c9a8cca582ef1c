/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console-session.h"

G_BEGIN_DECLS

/* A session over SPICE, by spice-client-glib. */
#define CONSOLE_TYPE_SPICE_SESSION (console_spice_session_get_type ())
G_DECLARE_FINAL_TYPE (ConsoleSpiceSession, console_spice_session,
                      CONSOLE, SPICE_SESSION, ConsoleSession)

ConsoleSession *console_spice_session_new (ConsoleTarget *target);

G_END_DECLS
