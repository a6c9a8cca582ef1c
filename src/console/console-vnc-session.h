/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console-session.h"

G_BEGIN_DECLS

/* A session over RFB, by gvnc. */
#define CONSOLE_TYPE_VNC_SESSION (console_vnc_session_get_type ())
G_DECLARE_FINAL_TYPE (ConsoleVncSession, console_vnc_session,
                      CONSOLE, VNC_SESSION, ConsoleSession)

ConsoleSession *console_vnc_session_new (ConsoleTarget *target);

G_END_DECLS
