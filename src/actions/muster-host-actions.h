/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-host-entry.h"
#include "muster-credentials.h"
#include "muster-secret-store.h"
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
/**
 * muster_host_remember_ssh:
 * @names: DNS names and addresses of a machine that is in no list
 * @ssh: where ssh logged in to set it up
 *
 * A host that is added later by one of the names begins with it; then this is
 * forgotten.
 *
 * Returns: a future of %TRUE
 */
DexFuture *muster_host_remember_ssh (MusterStore         *store,
                                     const char * const  *names,
                                     const char          *ssh);
/**
 * muster_host_save:
 * @secrets: (nullable): where @login is kept
 * @entry: without an id it is added, else edited
 * @login: (nullable): to be stored with it; %NULL leaves what is there
 *
 * Whoever sees a record tries the host: its login is stored before, and what
 * was there comes back when the record cannot be stored.
 *
 * Returns: a future of the id (string); rejects as muster_host_add()
 */
DexFuture *muster_host_save   (MusterStore           *store,
                               MusterSecretStore     *secrets,
                               const MusterHostEntry *entry,
                               const MusterLogin     *login);
/** Returns: a future of %TRUE. */
DexFuture *muster_host_remove (MusterStore           *store,
                               const char            *id);
/** Returns: a future of a GPtrArray of #MusterHostEntry, by name. */
DexFuture *muster_host_list   (MusterStore           *store);

G_END_DECLS
