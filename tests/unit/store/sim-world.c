/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>

#include "sim-world.h"

/* One of so many calls is lost, one of so many answers, one of so many writes ends
 * in the middle. */
#define LOSS 40

struct _SimWay
{
  GObject parent_instance;

  SimWorld *world;
  GHashTable *host;
  SimCut cut;
};

typedef enum { LIST, FETCH, KEEP, DISCARD } Verb;

typedef struct
{
  SimWay *way;
  Verb verb;
  char *name;
  GBytes *content;
  DexPromise *answer;
} Call;

static void replica_init (MusterReplicaInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SimWay, sim_way, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MUSTER_TYPE_REPLICA, replica_init))

static void
call_free (gpointer data)
{
  Call *self = data;

  g_object_unref (self->way);
  g_free (self->name);
  g_clear_pointer (&self->content, g_bytes_unref);
  dex_unref (self->answer);
  g_free (self);
}

static gboolean
happens (SimWorld *world)
{
  return !world->calm && g_rand_int_range (world->dice, 0, LOSS) == 0;
}

static void
refuse (Call *call)
{
  dex_promise_reject (call->answer,
                      g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "lost"));
}

/* A write that is cut off leaves a part behind. */
static gboolean
keep (Call *call)
{
  GBytes *there = g_hash_table_lookup (call->way->host, call->name);
  gsize size = g_bytes_get_size (call->content);
  gboolean broken = happens (call->way->world);
  gsize length = broken ? (gsize) g_rand_int_range (call->way->world->dice, 0, (gint32) size) : size;

  if (there != NULL && g_bytes_equal (there, call->content))
    return TRUE;
  g_hash_table_insert (call->way->world->ever, g_strdup (call->name),
                       g_bytes_ref (call->content));
  g_hash_table_insert (call->way->host, g_strdup (call->name),
                       g_bytes_new_from_bytes (call->content, 0, length));

  return !broken;
}

static char **
dup_names (GHashTable *host)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, host);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_strv_builder_add (builder, name);

  return g_strv_builder_end (builder);
}

static void
answer (Call *call)
{
  GHashTable *host = call->way->host;
  GBytes *content = call->name != NULL ? g_hash_table_lookup (host, call->name) : NULL;

  switch (call->verb)
    {
    case LIST:
      dex_promise_resolve_boxed (call->answer, G_TYPE_STRV, dup_names (host));
      break;
    case FETCH:
      if (content != NULL)
        dex_promise_resolve_boxed (call->answer, G_TYPE_BYTES, g_bytes_ref (content));
      else
        refuse (call);
      break;
    case KEEP:
    case DISCARD:
    default:
      dex_promise_resolve_boolean (call->answer, TRUE);
    }
}

static void
call_run (Call *call)
{
  SimWorld *world = call->way->world;
  gboolean well = TRUE;

  if (call->way->cut == SIM_NO_CALLS || happens (world))
    {
      refuse (call);
      return;
    }
  if (call->verb == KEEP)
    well = keep (call);
  else if (call->verb == DISCARD)
    g_hash_table_remove (call->way->host, call->name);

  if (!well || call->way->cut == SIM_NO_ANSWERS || happens (world))
    refuse (call);
  else
    answer (call);
}

static DexFuture *
wait_for_dice (MusterReplica *replica,
               Verb           verb,
               const char    *name,
               GBytes        *content)
{
  SimWay *self = SIM_WAY (replica);
  Call *call = g_new0 (Call, 1);

  call->way = g_object_ref (self);
  call->verb = verb;
  call->name = g_strdup (name);
  call->content = content != NULL ? g_bytes_ref (content) : NULL;
  call->answer = dex_promise_new ();
  g_ptr_array_add (self->world->calls, call);

  return dex_ref (DEX_FUTURE (call->answer));
}

static DexFuture *
sim_way_list (MusterReplica *replica)
{
  return wait_for_dice (replica, LIST, NULL, NULL);
}

static DexFuture *
sim_way_fetch (MusterReplica *replica,
               const char    *name)
{
  SIM_WAY (replica)->world->n_fetches++;

  return wait_for_dice (replica, FETCH, name, NULL);
}

static DexFuture *
sim_way_keep (MusterReplica *replica,
              const char    *name,
              GBytes        *content)
{
  return wait_for_dice (replica, KEEP, name, content);
}

static DexFuture *
sim_way_discard (MusterReplica *replica,
                 const char    *name)
{
  return wait_for_dice (replica, DISCARD, name, NULL);
}

static void
replica_init (MusterReplicaInterface *iface)
{
  iface->list = sim_way_list;
  iface->fetch = sim_way_fetch;
  iface->keep = sim_way_keep;
  iface->discard = sim_way_discard;
}

static void
sim_way_class_init (SimWayClass *klass)
{
}

static void
sim_way_init (SimWay *self)
{
}

MusterReplica *
sim_way_new (SimWorld *world,
             guint     host)
{
  SimWay *self = g_object_new (SIM_TYPE_WAY, NULL);

  self->world = world;
  self->host = world->hosts->pdata[host];

  return MUSTER_REPLICA (self);
}

void
sim_way_set_cut (SimWay *self,
                 SimCut  cut)
{
  self->cut = cut;
}

gboolean
sim_world_step (SimWorld *self)
{
  Call *call;

  if (self->calls->len == 0)
    return FALSE;
  call = g_ptr_array_steal_index_fast (self->calls,
                                       (guint) g_rand_int_range (self->dice, 0,
                                                                 (gint32) self->calls->len));
  call_run (call);
  call_free (call);

  return TRUE;
}

static GHashTable *
new_names (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
}

SimWorld *
sim_world_new (guint32 seed,
               guint   n_hosts)
{
  SimWorld *self = g_new0 (SimWorld, 1);

  self->dice = g_rand_new_with_seed (seed);
  self->calls = g_ptr_array_new_with_free_func (call_free);
  self->hosts = g_ptr_array_new_with_free_func ((GDestroyNotify) g_hash_table_unref);
  self->ever = new_names ();
  for (guint i = 0; i < n_hosts; i++)
    g_ptr_array_add (self->hosts, new_names ());

  return self;
}

void
sim_world_free (SimWorld *self)
{
  g_rand_free (self->dice);
  g_ptr_array_unref (self->calls);
  g_ptr_array_unref (self->hosts);
  g_hash_table_unref (self->ever);
  g_free (self);
}
