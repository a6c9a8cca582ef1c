/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console-framebuffer.h"
#include "console-source.h"

G_BEGIN_DECLS

/**
 * ConsoleKeeper:
 *
 * Keeps a display connected without a click: asks its source where the
 * display is, opens a session there, and tries again, later and later, when
 * that ends.  Properties, read-only but "source": "state", "reason" and
 * "error" (why there is no connection; a sentence for people, %NULL while
 * there is one), "session" (the present attempt, %NULL between two),
 * "framebuffer" (the picture, which stays over disconnections), "encrypted".
 *
 * A machine that is off is left alone until the source changes.  What a
 * moment does not cure (a refused password, a wrong certificate) is FAILED;
 * it is tried again when the source changes, on console_keeper_retry (), and
 * every half minute.
 *
 * Needs dex_init () and the default main context.
 */
#define CONSOLE_TYPE_KEEPER (console_keeper_get_type ())
G_DECLARE_FINAL_TYPE (ConsoleKeeper, console_keeper, CONSOLE, KEEPER, GObject)

ConsoleKeeper      *console_keeper_new             (ConsoleSource *source);
void                console_keeper_start           (ConsoleKeeper *self);
void                console_keeper_stop            (ConsoleKeeper *self);
void                console_keeper_retry           (ConsoleKeeper *self);
ConsoleSource      *console_keeper_get_source      (ConsoleKeeper *self);
ConsoleKeeperState  console_keeper_get_state       (ConsoleKeeper *self);
ConsoleReason       console_keeper_get_reason      (ConsoleKeeper *self);
const char         *console_keeper_get_error       (ConsoleKeeper *self);
ConsoleSession     *console_keeper_get_session     (ConsoleKeeper *self);
ConsoleFramebuffer *console_keeper_get_framebuffer (ConsoleKeeper *self);
GListModel         *console_keeper_get_heads       (ConsoleKeeper *self);
gboolean            console_keeper_get_encrypted   (ConsoleKeeper *self);
void                console_keeper_set_sound       (ConsoleKeeper *self,
                                                    gboolean       sound);
gboolean            console_keeper_get_sound       (ConsoleKeeper *self);

G_END_DECLS
