/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "muster-ssh-question.h"

G_BEGIN_DECLS

/* QEMU's own, where a host does not say. */
#define MUSTER_PORT_TRIAL_FIRST 49152
#define MUSTER_PORT_TRIAL_LAST  49215

/**
 * MusterPortAnswer:
 * @MUSTER_PORT_ANSWER_OPEN: connected
 * @MUSTER_PORT_ANSWER_REFUSED: nothing listens, or a firewall says so
 * @MUSTER_PORT_ANSWER_REJECTED: a firewall or router rejects it
 * @MUSTER_PORT_ANSWER_SILENT: none in time
 * @MUSTER_PORT_ANSWER_UNRESOLVED: the name has no address there
 * @MUSTER_PORT_ANSWER_UNKNOWN: it could not be tried
 */
typedef enum
{
  MUSTER_PORT_ANSWER_OPEN,
  MUSTER_PORT_ANSWER_REFUSED,
  MUSTER_PORT_ANSWER_REJECTED,
  MUSTER_PORT_ANSWER_SILENT,
  MUSTER_PORT_ANSWER_UNRESOLVED,
  MUSTER_PORT_ANSWER_UNKNOWN,
} MusterPortAnswer;

#define MUSTER_TYPE_PORT_TRIAL (muster_port_trial_get_type ())
G_DECLARE_FINAL_TYPE (MusterPortTrial, muster_port_trial, MUSTER, PORT_TRIAL, GObject)

/**
 * muster_port_trial_new:
 * @destination: as for ssh
 *
 * A host over ssh that tries the ports of others, and whose own ports of
 * migration answer meanwhile.  Nothing is changed there and root is not needed.
 * Signal: "question" (#MusterSshQuestion), as that of #MusterSshSession.
 */
MusterPortTrial *muster_port_trial_new             (const char       *destination);
/** @path: (nullable): in place of the user's ssh configuration. */
void             muster_port_trial_set_config_file (MusterPortTrial  *self,
                                                    const char       *path);
/** @path: (nullable): where muster-askpass is, if it is not where it was installed or built. */
void             muster_port_trial_set_askpass     (MusterPortTrial  *self,
                                                    const char       *path);
/**
 * muster_port_trial_open:
 * @cancellable: (nullable): ends this and all that is tried
 *
 * Returns: (transfer full): a future of %TRUE once it is there and its ports
 *   answer, if anything there can make them; rejects with #MusterDeployError
 */
DexFuture       *muster_port_trial_open            (MusterPortTrial  *self,
                                                    GCancellable     *cancellable);
/** Returns: (transfer none): what others call it for a migration; once it is open. */
const char      *muster_port_trial_get_name        (MusterPortTrial  *self);
guint16          muster_port_trial_get_first       (MusterPortTrial  *self);
guint16          muster_port_trial_get_last        (MusterPortTrial  *self);
/** muster_port_trial_is_heard: whether its ports answer, so that a refusal is a firewall's. */
gboolean         muster_port_trial_is_heard        (MusterPortTrial  *self);
/**
 * muster_port_trial_try:
 * @name: of another host
 *
 * One after the other.
 *
 * Returns: (transfer full): a future of a #MusterPortAnswer (int); rejects with
 *   #MusterDeployError
 */
DexFuture       *muster_port_trial_try             (MusterPortTrial  *self,
                                                    const char       *name,
                                                    guint16           port);
/** Returns: (transfer full): a future of %TRUE once ssh has ended. */
DexFuture       *muster_port_trial_close           (MusterPortTrial  *self);

G_END_DECLS
