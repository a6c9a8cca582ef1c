/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "muster-data-center.h"
#include "muster-host-actions.h"
#include "muster-task.h"

G_BEGIN_DECLS

/* The member names are documented in musterctl(1): they do not change. */

/** The members of `vm list`. */
JsonObject *muster_cli_json_vm        (MusterVm             *vm);
/** Those, and all else that `vm show` has. */
JsonObject *muster_cli_json_vm_full   (MusterVm             *vm);
JsonObject *muster_cli_json_host      (MusterHost           *host);
JsonObject *muster_cli_json_host_test (const char           *name,
                                       const char           *uri,
                                       const MusterHostTest *test);
/** One act of a bulk on @vm. */
JsonObject *muster_cli_json_task      (const char           *verb,
                                       MusterVm             *vm,
                                       MusterTask           *task);
/** Returns: (transfer full): an array of those texts. */
JsonArray  *muster_cli_json_strv      (const char * const   *values);
/** Sets @name to a text; no text is null, whoever has it as an empty one. */
void        muster_cli_json_set_string (JsonObject          *object,
                                       const char           *name,
                                       const char           *value);
/** Sets @name to a time of ISO 8601; @seconds since 1970, 0: null. */
void        muster_cli_json_set_time  (JsonObject           *object,
                                       const char           *name,
                                       gint64                seconds);
/** Writes one document and a line's end to stdout; takes the argument. */
void        muster_cli_json_print_object (JsonObject        *object);
void        muster_cli_json_print_array  (JsonArray         *array);

G_END_DECLS
