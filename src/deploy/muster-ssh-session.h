/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "muster-ssh-question.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_SSH_SESSION (muster_ssh_session_get_type ())
G_DECLARE_FINAL_TYPE (MusterSshSession, muster_ssh_session, MUSTER, SSH_SESSION, GObject)

/* What ssh ends with when it did not get in or lost the connection; and when it was killed. */
#define MUSTER_SSH_SESSION_NO_WAY 255
#define MUSTER_SSH_SESSION_LOST   -1

/**
 * muster_ssh_session_new:
 * @destination: as for ssh: “root@host1.example.com”, “host1” of the user's
 *   ssh configuration, “ssh://admin@host1:2222”
 *
 * One session of the system's own ssh, with its configuration, agent and known
 * hosts.  What is run there is always the same word, `sh -s`; all else is sent
 * on its standard input.  Signals:
 *
 * - "line" (const char *text): what ssh itself says; no control characters
 * - "question" (#MusterSshQuestion): answer or decline it, now or later; when
 *   nobody is connected it is declined
 */
MusterSshSession *muster_ssh_session_new             (const char         *destination);
/** Of ssh; 0: as ssh's configuration says. */
void              muster_ssh_session_set_port        (MusterSshSession   *self,
                                                      guint16             port);
/** @path: (nullable): in place of the user's ssh configuration. */
void              muster_ssh_session_set_config_file (MusterSshSession   *self,
                                                      const char         *path);
/** @path: (nullable): where muster-askpass is, if it is not where it was installed or built. */
void              muster_ssh_session_set_askpass     (MusterSshSession   *self,
                                                      const char         *path);
/** Returns: whether @text can be an address for ssh; else %FALSE with %MUSTER_DEPLOY_ERROR_INVALID */
gboolean          muster_ssh_session_check_destination (const char       *text,
                                                      GError            **error);

/**
 * muster_ssh_session_start:
 * @cancellable: (nullable): ends every wait of this session
 *
 * Once; what follows needs a session that has started.
 *
 * Returns: %FALSE with #MusterDeployError or what keeps passwords from ssh
 */
gboolean          muster_ssh_session_start           (MusterSshSession   *self,
                                                      GCancellable       *cancellable,
                                                      GError            **error);
/** muster_ssh_session_put_question: of somebody else than ssh, to whoever answers for it. */
void              muster_ssh_session_put_question    (MusterSshSession   *self,
                                                      MusterSshQuestion  *question);
/** muster_ssh_session_first_of: waits for @taken, but not when it is cancelled or ssh has ended. */
DexFuture        *muster_ssh_session_first_of        (MusterSshSession   *self,
                                                      DexFuture          *taken);
/** In a fiber only, as all that waits here. */
gboolean          muster_ssh_session_send            (MusterSshSession   *self,
                                                      GBytes             *bytes,
                                                      GError            **error);
/** @taken: (transfer full) */
gboolean          muster_ssh_session_send_text       (MusterSshSession   *self,
                                                      char               *taken,
                                                      GError            **error);
/** Returns: (transfer none): what the host says. */
GInputStream     *muster_ssh_session_get_output      (MusterSshSession   *self);
/** Returns: (transfer full) (nullable): more of @stream; %NULL at the end, however that came. */
GBytes           *muster_ssh_session_read            (MusterSshSession   *self,
                                                      GInputStream       *stream);

/** muster_ssh_session_is_over: whether ssh has ended or takes nothing any more. */
gboolean          muster_ssh_session_is_over         (MusterSshSession   *self);
/** muster_ssh_session_close_input: nothing more is sent. */
void              muster_ssh_session_close_input     (MusterSshSession   *self);
/** muster_ssh_session_stop: ends ssh, by force if it has to be. */
void              muster_ssh_session_stop            (MusterSshSession   *self);
/** Returns: what ssh has ended with; %MUSTER_SSH_SESSION_LOST when it was killed. */
int               muster_ssh_session_wait            (MusterSshSession   *self);
/** Returns: (transfer full): that ssh does not get in, in its own last words. */
GError           *muster_ssh_session_dup_error       (MusterSshSession   *self);

G_END_DECLS
