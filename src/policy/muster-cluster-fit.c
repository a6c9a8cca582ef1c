/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "muster-cluster-fit.h"
#include "muster-name-list.h"

/* Versions of libvirt and QEMU have a new first part each year. */
#define MAJOR 1000000

typedef struct
{
  const MusterHostFacts *facts;    /* of the candidate */
  const MusterFitHost *others;
  gsize n_others;
  GPtrArray *remarks;
} Case;

void
muster_fit_remark_free (MusterFitRemark *self)
{
  g_free (self->text);
  g_free (self);
}

static void
remark (Case              *self,
        MusterFitSeverity  severity,
        MusterFitArea      what,
        char              *text)
{
  MusterFitRemark *found = g_new0 (MusterFitRemark, 1);

  found->severity = severity;
  found->what = what;
  found->text = text;
  g_ptr_array_add (self->remarks, found);
}

/* --- what kind of host ----------------------------------------------------------- */

static gboolean
differs (const char *own,
         const char *other)
{
  return own != NULL && other != NULL && strcmp (own, other) != 0;
}

/* Returns: whether VMs can move between it and one of the others at least. */
static gboolean
compare_hypervisor (Case *self)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new ();
  g_autofree char *list = NULL;
  const char *own = self->facts->node->hypervisor;

  for (gsize i = 0; i < self->n_others; i++)
    if (differs (own, self->others[i].facts->node->hypervisor))
      g_ptr_array_add (names, (gpointer) self->others[i].name);
  if (names->len == 0)
    return TRUE;

  list = muster_name_list_to_text (names);
  remark (self, names->len == self->n_others ? MUSTER_FIT_BLOCKER : MUSTER_FIT_WARNING,
          MUSTER_FIT_HYPERVISOR,
          /* Translators: a hypervisor as "QEMU", and names of hosts */
          g_strdup_printf (_("Its hypervisor is %s, unlike that of %s: no VM can migrate between them."),
                           own, list));

  return names->len < self->n_others;
}

static gboolean
compare_architecture (Case *self)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new ();
  g_autofree char *list = NULL;
  const char *own = self->facts->node->architecture;

  for (gsize i = 0; i < self->n_others; i++)
    if (differs (own, self->others[i].facts->node->architecture))
      g_ptr_array_add (names, (gpointer) self->others[i].name);
  if (names->len == 0)
    return TRUE;

  list = muster_name_list_to_text (names);
  remark (self, names->len == self->n_others ? MUSTER_FIT_BLOCKER : MUSTER_FIT_WARNING,
          MUSTER_FIT_ARCHITECTURE,
          /* Translators: an architecture as "aarch64", and names of hosts */
          g_strdup_printf (_("Its architecture is %s, unlike that of %s: no VM can migrate between them."),
                           own, list));

  return names->len < self->n_others;
}

/* --- networks -------------------------------------------------------------------- */

static const MusterHostNetwork *
find_network (const MusterHostFacts *facts,
              const char            *name)
{
  for (guint i = 0; i < facts->networks->len; i++)
    {
      const MusterHostNetwork *network = g_ptr_array_index (facts->networks, i);

      if (strcmp (network->name, name) == 0)
        return network;
    }

  return NULL;
}

static void
add_name (GPtrArray  *names,
          const char *name)
{
  if (!g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
    g_ptr_array_add (names, (gpointer) name);
}

static void
sort_network (Case                    *self,
              const MusterHostNetwork *network,
              GPtrArray               *missing,
              GPtrArray               *stopped)
{
  const MusterHostNetwork *own = find_network (self->facts, network->name);

  if (own == NULL)
    add_name (missing, network->name);
  else if (network->active && !own->active)
    add_name (stopped, network->name);
}

static void
compare_networks (Case *self)
{
  g_autoptr(GPtrArray) missing = g_ptr_array_new ();
  g_autoptr(GPtrArray) stopped = g_ptr_array_new ();
  g_autofree char *missing_list = NULL;
  g_autofree char *stopped_list = NULL;

  for (gsize i = 0; i < self->n_others; i++)
    for (guint k = 0; k < self->others[i].facts->networks->len; k++)
      sort_network (self, self->others[i].facts->networks->pdata[k], missing, stopped);

  missing_list = muster_name_list_to_text (missing);
  stopped_list = muster_name_list_to_text (stopped);
  if (missing->len > 0)
    remark (self, MUSTER_FIT_WARNING, MUSTER_FIT_NETWORK,
            /* Translators: names of networks */
            g_strdup_printf (ngettext ("It lacks the network %s, which other hosts have.",
                                       "It lacks the networks %s, which other hosts have.",
                                       missing->len),
                             missing_list));
  if (stopped->len > 0)
    remark (self, MUSTER_FIT_WARNING, MUSTER_FIT_NETWORK,
            /* Translators: names of networks */
            g_strdup_printf (ngettext ("Its network %s is not active, unlike that of other hosts.",
                                       "Its networks %s are not active, unlike those of other hosts.",
                                       stopped->len),
                             stopped_list));
  if (missing->len == 0 && stopped->len == 0)
    remark (self, MUSTER_FIT_GOOD, MUSTER_FIT_NETWORK,
            g_strdup (_("It has all networks of the other hosts.")));
}

/* --- storage --------------------------------------------------------------------- */

static const MusterHostPool *
find_pool (const MusterHostFacts *facts,
           const MusterHostPool  *like)
{
  for (guint i = 0; i < facts->pools->len; i++)
    {
      const MusterHostPool *pool = g_ptr_array_index (facts->pools, i);

      if (strcmp (pool->type, like->type) == 0 && g_strcmp0 (pool->source, like->source) == 0)
        return pool;
    }

  return NULL;
}

typedef struct
{
  GPtrArray *missing;     /* told by name and source; owned */
  GPtrArray *stopped;     /* names */
  GPtrArray *elsewhere;   /* names: here under another one, or in another folder */
  guint n_shared;
} Pools;

static void
add_missing (Pools                *pools,
             const MusterHostPool *pool)
{
  g_autofree char *text = g_strdup_printf ("%s (%s)", pool->name, pool->source);

  if (!g_ptr_array_find_with_equal_func (pools->missing, text, g_str_equal, NULL))
    g_ptr_array_add (pools->missing, g_steal_pointer (&text));
}

static void
sort_pool (Case                 *self,
           const MusterHostPool *pool,
           Pools                *pools)
{
  const MusterHostPool *own;

  if (pool->source == NULL)
    return;

  pools->n_shared++;
  own = find_pool (self->facts, pool);
  if (own == NULL)
    add_missing (pools, pool);
  else if (strcmp (own->name, pool->name) != 0 || g_strcmp0 (own->target, pool->target) != 0)
    add_name (pools->elsewhere, pool->name);
  else if (pool->active && !own->active)
    add_name (pools->stopped, pool->name);
}

static void
tell_pools (Case  *self,
            Pools *pools)
{
  g_autofree char *missing = muster_name_list_to_text (pools->missing);
  g_autofree char *stopped = muster_name_list_to_text (pools->stopped);
  g_autofree char *elsewhere = muster_name_list_to_text (pools->elsewhere);

  if (pools->missing->len > 0)
    remark (self, MUSTER_FIT_WARNING, MUSTER_FIT_STORAGE,
            /* Translators: names of storage pools and where they come from */
            g_strdup_printf (ngettext ("It lacks the shared storage %s.",
                                       "It lacks the shared storages %s.",
                                       pools->missing->len),
                             missing));
  if (pools->elsewhere->len > 0)
    remark (self, MUSTER_FIT_WARNING, MUSTER_FIT_STORAGE,
            /* Translators: names of storage pools */
            g_strdup_printf (ngettext ("The shared storage %s has another name or folder here than on other hosts.",
                                       "The shared storages %s have other names or folders here than on other hosts.",
                                       pools->elsewhere->len),
                             elsewhere));
  if (pools->stopped->len > 0)
    remark (self, MUSTER_FIT_WARNING, MUSTER_FIT_STORAGE,
            /* Translators: names of storage pools */
            g_strdup_printf (ngettext ("Its shared storage %s is not active.",
                                       "Its shared storages %s are not active.",
                                       pools->stopped->len),
                             stopped));
}

static void
compare_storage (Case *self)
{
  g_autoptr(GPtrArray) missing = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GPtrArray) stopped = g_ptr_array_new ();
  g_autoptr(GPtrArray) elsewhere = g_ptr_array_new ();
  Pools pools = { missing, stopped, elsewhere, 0 };

  for (gsize i = 0; i < self->n_others; i++)
    for (guint k = 0; k < self->others[i].facts->pools->len; k++)
      sort_pool (self, self->others[i].facts->pools->pdata[k], &pools);

  tell_pools (self, &pools);
  if (pools.n_shared == 0)
    remark (self, MUSTER_FIT_NOTE, MUSTER_FIT_STORAGE,
            g_strdup (_("The other hosts share no storage: running VMs cannot migrate without copying their disks.")));
  else if (missing->len + stopped->len + elsewhere->len == 0)
    remark (self, MUSTER_FIT_GOOD, MUSTER_FIT_STORAGE,
            g_strdup (_("It has all shared storage of the other hosts.")));
}

/* --- versions -------------------------------------------------------------------- */

static gboolean
is_much_older (gulong a,
               gulong b)
{
  return a != 0 && a / MAJOR < b / MAJOR;
}

/* Either of the two decides what the other end understands. */
static gboolean
is_older (const MusterNodeInfo *a,
          const MusterNodeInfo *b)
{
  return is_much_older (a->hypervisor_version, b->hypervisor_version) ||
         is_much_older (a->libvirt_version, b->libvirt_version);
}

static void
compare_versions (Case *self)
{
  const MusterNodeInfo *own = self->facts->node;
  g_autoptr(GPtrArray) newer = g_ptr_array_new ();
  g_autoptr(GPtrArray) older = g_ptr_array_new ();
  g_autofree char *newer_list = NULL;
  g_autofree char *older_list = NULL;

  for (gsize i = 0; i < self->n_others; i++)
    {
      const MusterNodeInfo *other = self->others[i].facts->node;

      if (is_older (own, other))
        g_ptr_array_add (newer, (gpointer) self->others[i].name);
      else if (is_older (other, own))
        g_ptr_array_add (older, (gpointer) self->others[i].name);
    }

  newer_list = muster_name_list_to_text (newer);
  older_list = muster_name_list_to_text (older);
  if (newer->len > 0)
    remark (self, MUSTER_FIT_WARNING, MUSTER_FIT_VERSION,
            /* Translators: names of hosts */
            g_strdup_printf (_("Its libvirt or QEMU is much older than that of %s: running VMs can migrate from it, but may not be able to migrate to it."),
                             newer_list));
  if (older->len > 0)
    remark (self, MUSTER_FIT_NOTE, MUSTER_FIT_VERSION,
            /* Translators: names of hosts */
            g_strdup_printf (_("Its libvirt or QEMU is much newer than that of %s: running VMs can migrate to it, but may not be able to migrate back."),
                             older_list));
}

/* --- all of it ------------------------------------------------------------------- */

static int
compare_remarks (gconstpointer a,
                 gconstpointer b)
{
  const MusterFitRemark *first = *(const MusterFitRemark * const *) a;
  const MusterFitRemark *second = *(const MusterFitRemark * const *) b;

  if (first->severity != second->severity)
    return (int) second->severity - (int) first->severity;

  return (int) first->what - (int) second->what;
}

GPtrArray *
muster_cluster_fit (const MusterHostFacts *candidate,
                    const MusterFitHost   *others,
                    gsize                  n_others)
{
  g_autoptr(GPtrArray) remarks =
    g_ptr_array_new_with_free_func ((GDestroyNotify) muster_fit_remark_free);
  Case self = { candidate, others, n_others, remarks };

  g_return_val_if_fail (candidate != NULL, NULL);
  g_return_val_if_fail (n_others == 0 || others != NULL, NULL);

  if (n_others == 0)
    {
      remark (&self, MUSTER_FIT_GOOD, MUSTER_FIT_CLUSTER,
              g_strdup (_("No other host is connected that it could be compared with.")));
      return g_steal_pointer (&remarks);
    }

  /* Where nothing can migrate, what migration needs does not matter. */
  if (compare_hypervisor (&self) && compare_architecture (&self))
    {
      compare_versions (&self);
      compare_networks (&self);
      compare_storage (&self);
    }
  g_ptr_array_sort (remarks, compare_remarks);

  return g_steal_pointer (&remarks);
}
