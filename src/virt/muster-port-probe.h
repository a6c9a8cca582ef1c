/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

G_BEGIN_DECLS

/**
 * MusterPortState:
 * @MUSTER_PORT_OPEN: something listens
 * @MUSTER_PORT_UNRESOLVED: the name has no address
 * @MUSTER_PORT_CLOSED: the host answers, and refuses
 * @MUSTER_PORT_SILENT: no route, or no answer in time
 */
typedef enum
{
  MUSTER_PORT_OPEN,
  MUSTER_PORT_UNRESOLVED,
  MUSTER_PORT_CLOSED,
  MUSTER_PORT_SILENT,
} MusterPortState;

DexFuture *muster_port_probe (const char *host,
                              guint16     port,
                              guint       timeout_ms);

G_END_DECLS
