/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define MUSTER_TYPE_NODE_INFO (muster_node_info_get_type ())

/**
 * MusterNodeInfo:
 *
 * What a host is; asked once a connection.
 */
typedef struct
{
  char *hostname;
  char *uuid;              /* of the host, from its capabilities */
  char *cpu_model;
  char *architecture;
  char *hypervisor;        /* the driver's type, "QEMU" */
  gulong hypervisor_version; /* major * 1000000 + minor * 1000 + release */
  gulong libvirt_version;
  guint cpus;
  guint64 memory_kib;
  gboolean kvm;            /* hardware virtualisation is offered */
} MusterNodeInfo;

GType           muster_node_info_get_type (void) G_GNUC_CONST;
MusterNodeInfo *muster_node_info_copy     (const MusterNodeInfo *self);
void            muster_node_info_free     (MusterNodeInfo       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusterNodeInfo, muster_node_info_free)

G_END_DECLS
