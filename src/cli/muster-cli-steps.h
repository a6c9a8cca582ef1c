/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "muster-cli-error.h"
#include "muster-doctor-step.h"

G_BEGIN_DECLS

/** The steps of an examination with what was found, on stdout. */
void           muster_cli_steps_print       (GListModel *steps);
/** The same on stderr, below a line that names the @host. */
void           muster_cli_steps_print_notes (GListModel *steps,
                                             const char *host);
/** @findings: of #MusterFinding; the members are documented in musterctl(1). */
JsonArray     *muster_cli_steps_to_json     (GPtrArray  *findings);
/** Returns: the exit code that @findings ask for. */
MusterCliError muster_cli_steps_find_code   (GPtrArray  *findings);

G_END_DECLS
