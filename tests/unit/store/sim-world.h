/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-replica.h"

G_BEGIN_DECLS

/*
 * Hosts that keep names, and the ways from desktops to them.  Every call waits until
 * the world's dice choose it, so that calls overtake each other; it may be lost on its
 * way, its answer may be, and a write may end in the middle.
 */
typedef struct
{
  GRand *dice;
  GPtrArray *hosts;      /* of GHashTable: name to GBytes */
  GPtrArray *calls;      /* that wait */
  GHashTable *ever;      /* all that anybody began to write: name to GBytes */
  gboolean calm;         /* nothing is lost any more */
  guint n_fetches;       /* that anybody began */
} SimWorld;

#define SIM_TYPE_WAY (sim_way_get_type ())
G_DECLARE_FINAL_TYPE (SimWay, sim_way, SIM, WAY, GObject)

typedef enum
{
  SIM_OPEN,
  SIM_NO_CALLS,      /* nothing gets there */
  SIM_NO_ANSWERS,    /* everything gets there and nothing comes back */
} SimCut;

SimWorld      *sim_world_new      (guint32   seed,
                                   guint     n_hosts);
void           sim_world_free     (SimWorld *self);

/** One call happens.  Returns: %FALSE when none waits. */
gboolean       sim_world_step     (SimWorld *self);

/** A new way to a host. */
MusterReplica *sim_way_new        (SimWorld *world,
                                   guint     host);
void           sim_way_set_cut    (SimWay   *self,
                                   SimCut    cut);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimWorld, sim_world_free)

G_END_DECLS
