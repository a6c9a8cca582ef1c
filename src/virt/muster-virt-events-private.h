/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-virt-link-private.h"

G_BEGIN_DECLS

typedef struct _MusterVirtEvents MusterVirtEvents;

MusterVirtEvents *_muster_virt_events_new           (virConnectPtr     connect,
                                                     MusterVirtSink   *sink);
void              _muster_virt_events_free          (MusterVirtEvents *self,
                                                     virConnectPtr     connect);
gboolean          _muster_virt_events_has_lifecycle (MusterVirtEvents *self);

G_END_DECLS
