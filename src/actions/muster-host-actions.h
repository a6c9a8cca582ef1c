/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-host-entry.h"
#include "muster-credentials.h"
#include "muster-store.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_HOST_TEST (muster_host_test_get_type ())

/**
 * MusterHostTest:
 *
 * What testing a connection found.
 *
 * @ok: the host answered
 * @reason_id: muster_host_reason_to_id() of a failure
 * @message: a sentence for people, translated
 * @advice: what to do, translated, may be ""
 * @details: libvirt's text, may be ""
 * @hostname: of a host that answered, and so on for the following
 */
typedef struct
{
  gboolean ok;
  char *reason_id;
  char *message;
  char *advice;
  char *details;
  char *hostname;
  char *uuid;
  char *hypervisor;
  char *libvirt_version;
} MusterHostTest;

GType           muster_host_test_get_type (void) G_GNUC_CONST;
MusterHostTest *muster_host_test_copy     (const MusterHostTest *self);
void            muster_host_test_free     (MusterHostTest       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusterHostTest, muster_host_test_free)

/**
 * muster_host_test:
 *
 * Connects to @uri once, asks what it is, and disconnects.
 *
 * Returns: (transfer full): a future of a boxed #MusterHostTest; does not
 *   reject for what it finds
 */
DexFuture *muster_host_test   (const char            *uri,
                               MusterCredentials     *credentials);

/**
 * muster_host_check:
 *
 * Returns: (transfer full): a future of %TRUE when @entry could be stored;
 *   rejects as muster_host_add() does.  An entry of the same id is not in its way
 */
DexFuture *muster_host_check  (MusterStore           *store,
                               const MusterHostEntry *entry);

/**
 * muster_host_add:
 * @entry: its id is the new host’s, or %NULL or "" to have one made
 *
 * Returns: a future of the new id (string); rejects with %MUSTER_ACTION_ERROR_REFUSED
 *   when a host of that name or URI exists
 */
DexFuture *muster_host_add    (MusterStore           *store,
                               const MusterHostEntry *entry);
/** Returns: a future of %TRUE. */
DexFuture *muster_host_edit   (MusterStore           *store,
                               const MusterHostEntry *entry);
/** Returns: a future of %TRUE. */
DexFuture *muster_host_remove (MusterStore           *store,
                               const char            *id);
/** Returns: a future of a GPtrArray of #MusterHostEntry, by name. */
DexFuture *muster_host_list   (MusterStore           *store);

G_END_DECLS
