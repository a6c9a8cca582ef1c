/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-ssh-question.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_ASKPASS_SOCKET (muster_askpass_socket_get_type ())
G_DECLARE_FINAL_TYPE (MusterAskpassSocket, muster_askpass_socket, MUSTER, ASKPASS_SOCKET, GObject)

/**
 * muster_askpass_socket_new:
 *
 * Where muster-askpass comes with the questions of one ssh: a socket that only
 * this user's programs are heard on, below XDG_RUNTIME_DIR.  Signal "question"
 * (a #MusterSshQuestion).
 *
 * Returns: (transfer full) (nullable): the socket, or %NULL with a #GIOError
 */
MusterAskpassSocket *muster_askpass_socket_new      (GError              **error);

const char          *muster_askpass_socket_get_path (MusterAskpassSocket  *self);

/** muster_askpass_socket_close: questions that are open are withdrawn. */
void                 muster_askpass_socket_close    (MusterAskpassSocket  *self);

G_END_DECLS
