/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-connection-private.h"
#include "muster-domain.h"

G_BEGIN_DECLS

typedef DexFuture *(*MusterDomainFunc) (virDomainPtr domain,
                                        gpointer     data);

DexFuture *_muster_domain_call   (MusterConnection     *connection,
                                  MusterLane            lane,
                                  const char           *uuid,
                                  MusterDomainFunc      func,
                                  gpointer              data,
                                  GDestroyNotify        destroy);
char      *_muster_domain_dup_id (virDomainPtr          domain);
int        _muster_domain_stats  (virConnectPtr         connect,
                                  unsigned int          groups,
                                  virDomainStatsRecordPtr **records);

G_END_DECLS
