/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-connection-private.h"
#include "muster-virt-link-private.h"

G_BEGIN_DECLS

/* One attempt to connect, step by step: probes the port, fetches the secrets,
 * has a worker open the link. */
typedef struct _MusterVirtAttempt MusterVirtAttempt;

/* Takes @sink, which hears from the link. */
MusterVirtAttempt     *_muster_virt_attempt_new        (const char         *uri,
                                                        MusterCredentials  *credentials,
                                                        MusterWorkerQueue  *queue,
                                                        MusterVirtSink     *sink,
                                                        gboolean            login_refused);
void                   _muster_virt_attempt_free       (MusterVirtAttempt  *self);

/* In a fiber, once. */
MusterVirtLink        *_muster_virt_attempt_await_link (MusterVirtAttempt  *self,
                                                        GError            **error);

/* Why that failed, if it has. */
MusterConnectionReason _muster_virt_attempt_get_reason (MusterVirtAttempt  *self);

G_END_DECLS
