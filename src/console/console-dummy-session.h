/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console-session.h"

G_BEGIN_DECLS

/**
 * ConsoleDummySession:
 *
 * A session without a server, for tests and measurements: the caller paints
 * its screen and reads back what input it was given.
 */
#define CONSOLE_TYPE_DUMMY_SESSION (console_dummy_session_get_type ())
G_DECLARE_FINAL_TYPE (ConsoleDummySession, console_dummy_session,
                      CONSOLE, DUMMY_SESSION, ConsoleSession)

ConsoleSession *console_dummy_session_new         (ConsoleTarget       *target);
void            console_dummy_session_connect     (ConsoleDummySession *self);
void            console_dummy_session_end         (ConsoleDummySession *self,
                                                   ConsoleReason        reason,
                                                   const char          *error);
gboolean        console_dummy_session_resize      (ConsoleDummySession *self,
                                                   int                  width,
                                                   int                  height);
void            console_dummy_session_fill        (ConsoleDummySession *self,
                                                   int                  x,
                                                   int                  y,
                                                   int                  width,
                                                   int                  height,
                                                   guint32              rgb);
void            console_dummy_session_paint       (ConsoleDummySession *self,
                                                   int                  x,
                                                   int                  y,
                                                   int                  width,
                                                   int                  height,
                                                   const guint32       *rgb);
void            console_dummy_session_damage      (ConsoleDummySession *self,
                                                   int                  x,
                                                   int                  y,
                                                   int                  width,
                                                   int                  height);
void            console_dummy_session_set_pointer (ConsoleDummySession *self,
                                                   ConsolePointerMode   mode,
                                                   const guint8        *rgba,
                                                   int                  width,
                                                   int                  height);
void            console_dummy_session_offer_text  (ConsoleDummySession *self,
                                                   const char          *text);
void            console_dummy_session_set_locks   (ConsoleDummySession *self,
                                                   int                  locks);
char           *console_dummy_session_take_input  (ConsoleDummySession *self);
gboolean        console_dummy_session_get_watched (ConsoleDummySession *self);

G_END_DECLS
