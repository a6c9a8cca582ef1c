/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-connection.h"

G_BEGIN_DECLS

/**
 * MusterPresence:
 * @MUSTER_PRESENCE_UNKNOWN: the host does not answer
 * @MUSTER_PRESENCE_ABSENT: the host has no such VM
 * @MUSTER_PRESENCE_DEFINED: it is there and off
 * @MUSTER_PRESENCE_ARRIVING: its memory is just coming in
 * @MUSTER_PRESENCE_ACTIVE: it runs there, or is paused
 *
 * What one host says about one VM.
 */
typedef enum
{
  MUSTER_PRESENCE_UNKNOWN,
  MUSTER_PRESENCE_ABSENT,
  MUSTER_PRESENCE_DEFINED,
  MUSTER_PRESENCE_ARRIVING,
  MUSTER_PRESENCE_ACTIVE,
} MusterPresence;

/**
 * MusterVerdict:
 *
 * What the two hosts of a migration together say.
 *
 * @MUSTER_VERDICT_MOVED: at the target and nowhere else
 * @MUSTER_VERDICT_MOVED_REST: at the target; the source still has its definition
 * @MUSTER_VERDICT_STAYED: at the source as before
 * @MUSTER_VERDICT_STAYED_REST: the same, and the target has a definition of it
 * @MUSTER_VERDICT_STAYED_MAYBE: at the source; the target does not answer
 * @MUSTER_VERDICT_MOVED_MAYBE: at the target; the source does not answer
 * @MUSTER_VERDICT_TWICE: running on both
 * @MUSTER_VERDICT_STOPPED: defined somewhere, running nowhere
 * @MUSTER_VERDICT_LOST: on neither
 * @MUSTER_VERDICT_UNKNOWN: nobody who answers has it
 */
typedef enum
{
  MUSTER_VERDICT_MOVED,
  MUSTER_VERDICT_MOVED_REST,
  MUSTER_VERDICT_STAYED,
  MUSTER_VERDICT_STAYED_REST,
  MUSTER_VERDICT_STAYED_MAYBE,
  MUSTER_VERDICT_MOVED_MAYBE,
  MUSTER_VERDICT_TWICE,
  MUSTER_VERDICT_STOPPED,
  MUSTER_VERDICT_LOST,
  MUSTER_VERDICT_UNKNOWN,
} MusterVerdict;

/**
 * muster_whereabouts_ask:
 *
 * Returns: a future of a #MusterPresence (as an int); does not reject
 */
DexFuture     *muster_whereabouts_ask   (MusterConnection *connection,
                                         const char       *uuid);

/** %TRUE while a later look may find something else: a migration is ending. */
gboolean       muster_whereabouts_in_flux (MusterPresence  source,
                                         MusterPresence    target);

/** @live: it ran before */
MusterVerdict  muster_whereabouts_judge (MusterPresence    source,
                                         MusterPresence    target,
                                         gboolean          live);

G_END_DECLS
