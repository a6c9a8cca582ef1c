/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libvirt/libvirt.h>

#include "muster-node-info.h"

G_BEGIN_DECLS

MusterNodeInfo *_muster_node_read_info (virConnectPtr connect);

G_END_DECLS
