/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-finding.h"

G_BEGIN_DECLS

/**
 * MusterRepair:
 * @MUSTER_REPAIR_SET_UP: let Muster set the host up, which installs, opens and signs
 * @MUSTER_REPAIR_IDENTITY: show another certificate to it
 * @MUSTER_REPAIR_LOGIN: give a user and a password
 *
 * What Muster can do itself against a finding.
 */
typedef enum
{
  MUSTER_REPAIR_NONE     = 0,
  MUSTER_REPAIR_SET_UP   = 1 << 0,
  MUSTER_REPAIR_IDENTITY = 1 << 1,
  MUSTER_REPAIR_LOGIN    = 1 << 2,
} MusterRepair;

#define MUSTER_N_REPAIRS 3

/** muster_repair_to_label: what a button for one @repair says, with a mnemonic. */
const char  *muster_repair_to_label (MusterRepair       repair);
/** muster_repair_for: what may put @kind right; a set of #MusterRepair. */
MusterRepair muster_repair_for      (MusterFindingKind  kind);
/** muster_repair_for_all: @findings: (element-type MusterFinding) (nullable). */
MusterRepair muster_repair_for_all  (GPtrArray         *findings);

G_END_DECLS
