/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-desk.h"

G_BEGIN_DECLS

/**
 * MusterTakeoverState:
 * @MUSTER_TAKEOVER_PLANNED: nothing was done yet
 * @MUSTER_TAKEOVER_DEFINED: @target has it; when there is a problem, it did not start
 * @MUSTER_TAKEOVER_STARTED: it runs there
 * @MUSTER_TAKEOVER_LEFT: it was left alone, or could not be defined: see the problem
 */
typedef enum
{
  MUSTER_TAKEOVER_PLANNED,
  MUSTER_TAKEOVER_DEFINED,
  MUSTER_TAKEOVER_STARTED,
  MUSTER_TAKEOVER_LEFT,
} MusterTakeoverState;

#define MUSTER_TYPE_TAKEOVER (muster_takeover_get_type ())
G_DECLARE_FINAL_TYPE (MusterTakeover, muster_takeover, MUSTER, TAKEOVER, GObject)

/**
 * muster_takeover_new:
 * @ran: whether it ran on the host that is gone
 * @target: (nullable): which host is to have it; %NULL when none may
 * @problem: (nullable): why none may
 *
 * What becomes of one VM of a host that is gone.
 */
MusterTakeover     *muster_takeover_new         (const char          *uuid,
                                                 const char          *name,
                                                 const char          *xml,
                                                 gboolean             ran,
                                                 MusterHost          *target,
                                                 const char          *problem);
const char         *muster_takeover_get_uuid    (MusterTakeover      *self);
/** Its name as one line of text. */
const char         *muster_takeover_get_label   (MusterTakeover      *self);
/** The definition that was copied. */
const char         *muster_takeover_get_xml     (MusterTakeover      *self);
gboolean            muster_takeover_get_ran     (MusterTakeover      *self);
/** Whether the host that is gone starts it when it boots, which nothing but locks prevents. */
gboolean            muster_takeover_get_autostart (MusterTakeover    *self);
void                muster_takeover_set_autostart (MusterTakeover    *self,
                                                   gboolean           autostart);
MusterHost         *muster_takeover_get_target  (MusterTakeover      *self);
MusterTakeoverState muster_takeover_get_state   (MusterTakeover      *self);
/** A sentence for people, or %NULL. */
const char         *muster_takeover_get_problem (MusterTakeover      *self);
/** Returns: (nullable): what it loses by it though it is taken over: sentences, or %NULL. */
const char         *muster_takeover_get_loss    (MusterTakeover      *self);
void                muster_takeover_set_loss    (MusterTakeover      *self,
                                                 const char          *loss);
/** The state as a word: "defined". */
const char         *muster_takeover_get_state_id (MusterTakeover     *self);
/**
 * muster_takeover_set_heads:
 * @heads: #MusterRecord: what the shared records say of the VM's home as yet
 */
void                muster_takeover_set_heads   (MusterTakeover      *self,
                                                 GPtrArray           *heads);
/** Returns: (transfer none): the revisions of those; never %NULL. */
const char * const *muster_takeover_get_seen    (MusterTakeover      *self);
/** Returns: (transfer none) (nullable): the content of the one that holds. */
JsonObject         *muster_takeover_get_home    (MusterTakeover      *self);
void                muster_takeover_set_state   (MusterTakeover      *self,
                                                 MusterTakeoverState  state,
                                                 const char          *problem);

G_END_DECLS
