/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-connection.h"
#include "muster-worker-queue.h"

G_BEGIN_DECLS

DexFuture         *_muster_connection_call_in_lane (MusterConnection *self,
                                                    MusterLane        lane,
                                                    MusterVirtCall    call,
                                                    gpointer          data,
                                                    GDestroyNotify    destroy);
MusterWorkerQueue *_muster_connection_get_queue    (MusterConnection *self);

G_END_DECLS
