/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-revisions.h"

G_BEGIN_DECLS

/* A name no other writer has: one process, one store, once. */
char         *_muster_store_make_writer (void);

/* The winner, borrowed, or MUSTER_STORE_ERROR_NOT_FOUND. */
MusterRecord *_muster_store_find        (MusterRevisions  *revisions,
                                         const char       *kind,
                                         const char       *id,
                                         GError          **error);

G_END_DECLS
