/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-node-info.h"

G_DEFINE_BOXED_TYPE (MusterNodeInfo, muster_node_info,
                     muster_node_info_copy, muster_node_info_free)

MusterNodeInfo *
muster_node_info_copy (const MusterNodeInfo *self)
{
  MusterNodeInfo *copy = g_memdup2 (self, sizeof *self);

  copy->hostname = g_strdup (self->hostname);
  copy->uuid = g_strdup (self->uuid);
  copy->cpu_model = g_strdup (self->cpu_model);
  copy->architecture = g_strdup (self->architecture);
  copy->hypervisor = g_strdup (self->hypervisor);

  return copy;
}

void
muster_node_info_free (MusterNodeInfo *self)
{
  if (self == NULL)
    return;

  g_free (self->hostname);
  g_free (self->uuid);
  g_free (self->cpu_model);
  g_free (self->architecture);
  g_free (self->hypervisor);
  g_free (self);
}
