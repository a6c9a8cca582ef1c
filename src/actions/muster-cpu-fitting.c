/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-cpu-fitting.h"
#include "muster-domain.h"
#include "muster-host-poll.h"
#include "muster-host-survey.h"

typedef struct
{
  char *cluster;
  GPtrArray *others;        /* of MusterHostPoll: the cluster's hosts */
  GPtrArray *candidate;     /* the one that is to come, alone */
  MusterCpuFit *fit;
  GHashTable *answers;      /* a type of VM and a CPU -> whether the candidate gives it */
  GError *lost;             /* why the candidate could not be asked any more */
} Fitting;

static void
fitting_free (gpointer data)
{
  Fitting *self = data;

  g_free (self->cluster);
  g_ptr_array_unref (self->others);
  g_ptr_array_unref (self->candidate);
  muster_cpu_fit_unref (self->fit);
  g_hash_table_unref (self->answers);
  g_clear_error (&self->lost);
  g_free (self);
}

static const MusterHostPoll *
get_candidate (Fitting *self)
{
  return self->candidate->pdata[0];
}

static DexFuture *
finish (Fitting *self)
{
  return dex_future_new_take_boxed (MUSTER_TYPE_CPU_FIT, muster_cpu_fit_ref (self->fit));
}

/* --- the processors -------------------------------------------------------------------------- */

/* Borrowed, for what is asked of several. */
static GPtrArray *
list_peers (Fitting *self)
{
  GPtrArray *peers = g_ptr_array_new ();

  for (guint i = 0; i < self->others->len; i++)
    {
      const MusterHostPoll *other = self->others->pdata[i];

      if (other->facts != NULL && muster_cpu_fit_is_peer (get_candidate (self)->facts, other->facts))
        g_ptr_array_add (peers, self->others->pdata[i]);
    }

  return peers;
}

static gboolean
compare_kinds (Fitting *self)
{
  g_autofree MusterFitHost *others = g_new0 (MusterFitHost, self->others->len);
  gsize n = 0;

  for (guint i = 0; i < self->others->len; i++)
    {
      const MusterHostPoll *other = self->others->pdata[i];

      if (other->facts != NULL)
        others[n++] = (MusterFitHost) { other->name, other->facts };
    }

  return muster_cpu_fit_compare_kinds (self->fit, get_candidate (self)->name,
                                       get_candidate (self)->facts, others, n);
}

static GStrv
await_features (GPtrArray         *hosts,
                MusterConnection  *judge,
                GError           **error)
{
  g_autofree char *xml = muster_host_poll_await_baseline (hosts, judge, error);

  return xml != NULL ? muster_cpu_read_features (xml) : NULL;
}

static void
conclude_alone (Fitting      *self,
                const GError *error)
{
  muster_cpu_fit_conclude (self->fit, MUSTER_CPU_UNKNOWN,
    g_strdup_printf (_("No CPU is known that all hosts of the cluster “%s” can give to a VM: %s."),
                     self->cluster, error->message));
}

static gboolean
is_about_connection (const GError *error)
{
  return g_error_matches (error, MUSTER_VIRT_ERROR, MUSTER_VIRT_ERROR_UNREACHABLE) ||
         g_error_matches (error, MUSTER_VIRT_ERROR, MUSTER_VIRT_ERROR_AUTH) ||
         g_error_matches (error, MUSTER_VIRT_ERROR, MUSTER_VIRT_ERROR_CERTIFICATE) ||
         g_error_matches (error, MUSTER_VIRT_ERROR, MUSTER_VIRT_ERROR_BUSY);
}

/* The others have a CPU in common, and with it none: it is of another kind, unless the one
 * that was asked is not there any more. */
static void
conclude_joint (Fitting      *self,
                const GError *error)
{
  gboolean lost = is_about_connection (error);
  const char *name = get_candidate (self)->name;
  char *reason = lost
    ? g_strdup_printf (_("The processor of “%s” could not be compared with those of the cluster’s hosts: %s."),
                       name, error->message)
    : g_strdup_printf (_("The processor of “%s” and those of the cluster’s hosts have no CPU in common: %s."),
                       name, error->message);

  muster_cpu_fit_conclude (self->fit, lost ? MUSTER_CPU_UNKNOWN : MUSTER_CPU_FOREIGN, reason);
}

/* Both answers come from one libvirt: what it does not know is missing in both. */
static void
await_compared (Fitting *self)
{
  g_autoptr (GPtrArray) peers = list_peers (self);
  g_autoptr (GPtrArray) all = g_ptr_array_copy (peers, NULL, NULL);
  MusterConnection *judge;
  g_auto (GStrv) cluster = NULL;
  g_auto (GStrv) joint = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (all, self->candidate->pdata[0]);
  judge = muster_host_poll_find_judge (all);
  if ((cluster = await_features (peers, judge, &error)) == NULL)
    conclude_alone (self, error);
  else if ((joint = await_features (all, judge, &error)) == NULL)
    conclude_joint (self, error);
  else
    muster_cpu_fit_compare_features (self->fit, (const char * const *) cluster,
                                     (const char * const *) joint);
}

/* --- the VMs --------------------------------------------------------------------------------- */

typedef struct
{
  char *uuid;
  MusterDomainCpu *cpu;     /* NULL when it names none */
} Wish;

static void
wish_free (gpointer data)
{
  Wish *self = data;

  g_free (self->uuid);
  g_clear_pointer (&self->cpu, muster_domain_cpu_free);
  g_free (self);
}

static DexFuture *
read_fiber (gpointer data)
{
  GPtrArray *texts = data;
  GPtrArray *wishes = g_ptr_array_new_with_free_func (wish_free);

  for (guint i = 0; i < texts->len; i++)
    {
      const MusterDomainText *text = texts->pdata[i];
      g_autoptr (MusterDomainXml) xml = muster_domain_xml_new (text->xml, NULL);
      Wish *wish;

      if (xml == NULL)
        continue;
      wish = g_new0 (Wish, 1);
      wish->uuid = g_strdup (text->uuid);
      wish->cpu = muster_domain_xml_read_cpu (xml);
      g_ptr_array_add (wishes, wish);
    }

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, wishes);
}

static GPtrArray *
await_wishes (GPtrArray *texts)
{
  return dex_await_boxed (dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0,
                                               read_fiber, g_ptr_array_ref (texts),
                                               (GDestroyNotify) g_ptr_array_unref),
                          NULL);
}

static const MusterDomainInfo *
find_info (GPtrArray  *infos,
           const char *uuid)
{
  for (guint i = 0; i < infos->len; i++)
    if (g_str_equal (((MusterDomainInfo *) infos->pdata[i])->uuid, uuid))
      return infos->pdata[i];

  return NULL;
}

static gboolean
is_in_memory (const MusterDomainInfo *info)
{
  return info->saved ||
         (info->state != VIR_DOMAIN_SHUTOFF && info->state != VIR_DOMAIN_CRASHED);
}

/* A VM of which nobody could ask is none that cannot move. */
static gboolean
note_answer (Fitting      *self,
             gboolean      given,
             const GError *error)
{
  if (error == NULL || !is_about_connection (error))
    return given;
  if (self->lost == NULL)
    self->lost = g_error_copy (error);

  return TRUE;
}

/* Many VMs ask for the same CPU: the host is asked once.  One that does not say that it can
 * give it cannot. */
static gboolean
await_given (Fitting    *self,
             const char *architecture,
             const char *type,
             const char *demand)
{
  g_autofree char *key = g_strdup_printf ("%s %s", type != NULL ? type : "", demand);
  g_autoptr (GError) error = NULL;
  gpointer known;
  gboolean given;

  if (g_hash_table_lookup_extended (self->answers, key, NULL, &known))
    return GPOINTER_TO_INT (known);
  given = dex_await_boolean (muster_cpu_compare (get_candidate (self)->connection, architecture,
                                                 type, demand),
                             &error);
  given = note_answer (self, given, error);
  g_hash_table_insert (self->answers, g_steal_pointer (&key), GINT_TO_POINTER (given));

  return given;
}

/* What a host gives is of the type that is its best. */
static gboolean
await_taken (Fitting               *self,
             const MusterHostPoll  *other,
             const MusterDomainCpu *cpu,
             const char            *demand)
{
  if (demand == other->facts->cpu_xml)
    return await_given (self, NULL, NULL, demand);

  return await_given (self, cpu->architecture, cpu->type, demand);
}

static void
look_at (Fitting              *self,
         const MusterHostPoll *other,
         GPtrArray            *infos,
         const Wish           *wish)
{
  const MusterDomainInfo *info = find_info (infos, wish->uuid);
  const char *demand;

  if (info == NULL)
    return;
  demand = muster_cpu_fit_find_demand (wish->cpu, is_in_memory (info), other->facts,
                                       get_candidate (self)->facts);
  if (demand != NULL && !await_taken (self, other, wish->cpu, demand))
    muster_cpu_fit_add_vm (self->fit, info->name, other->name);
}

/* Returns: whether the host told of all of its VMs. */
static gboolean
await_vms (Fitting              *self,
           const MusterHostPoll *other)
{
  g_autoptr (MusterDomainListing) listing =
    dex_await_boxed (muster_domain_list_with_xml (other->connection, FALSE, 0), NULL);

  if (listing == NULL)
    return FALSE;
  for (guint i = 0; i < listing->chunks->len; i++)
    {
      g_autoptr (GPtrArray) texts = dex_await_boxed (dex_ref (listing->chunks->pdata[i]), NULL);
      g_autoptr (GPtrArray) wishes = texts != NULL ? await_wishes (texts) : NULL;

      if (wishes == NULL)
        return FALSE;
      for (guint j = 0; j < wishes->len; j++)
        look_at (self, other, listing->infos, wishes->pdata[j]);
    }

  return TRUE;
}

/* --- all of it ------------------------------------------------------------------------------- */

static int
compare_vms (gconstpointer a,
             gconstpointer b)
{
  const MusterCpuFitVm *first = *(const MusterCpuFitVm * const *) a;
  const MusterCpuFitVm *second = *(const MusterCpuFitVm * const *) b;

  return g_utf8_collate (first->name, second->name);
}

static void
find_vms (Fitting *self)
{
  for (guint i = 0; i < self->others->len; i++)
    {
      const MusterHostPoll *other = self->others->pdata[i];

      if (other->facts != NULL && !await_vms (self, other))
        g_ptr_array_add (self->fit->silent, g_strdup (other->name));
    }
  g_ptr_array_sort (self->fit->vms, compare_vms);
}

static void
tell_silent (Fitting *self)
{
  for (guint i = 0; i < self->others->len; i++)
    {
      const MusterHostPoll *other = self->others->pdata[i];

      if (other->facts == NULL)
        g_ptr_array_add (self->fit->silent, g_strdup (other->name));
    }
}

static DexFuture *
fit_fiber (gpointer data)
{
  Fitting *self = data;
  guint n;

  self->fit->alone = self->others->len == 0;
  if (self->fit->alone)
    return finish (self);

  muster_host_poll_await (self->candidate);
  n = muster_host_poll_await (self->others);
  tell_silent (self);
  if (get_candidate (self)->facts == NULL)
    muster_cpu_fit_conclude (self->fit, MUSTER_CPU_UNKNOWN,
      g_strdup_printf (_("“%s” does not answer, so that nobody knows which CPU it can give to a VM."),
                       get_candidate (self)->name));
  else if (n == 0)
    muster_cpu_fit_conclude (self->fit, MUSTER_CPU_UNKNOWN,
      g_strdup_printf (_("The processor of “%s” could not be compared: no host of the cluster “%s” answers."),
                       get_candidate (self)->name, self->cluster));
  else if (compare_kinds (self))
    await_compared (self);
  if (self->fit->verdict == MUSTER_CPU_LOWERS)
    find_vms (self);
  if (self->lost != NULL)
    conclude_joint (self, self->lost);

  return finish (self);
}

static void
add_others (Fitting       *self,
            MusterDesk    *desk,
            MusterCluster *cluster,
            const char    *id)
{
  MusterMembership *membership = muster_desk_get_membership (desk);
  GListModel *hosts = muster_cluster_get_hosts (cluster);

  for (guint i = 0; i < g_list_model_get_n_items (hosts); i++)
    {
      g_autoptr (MusterHost) host = g_list_model_get_item (hosts, i);

      if (g_strcmp0 (muster_host_get_id (host), id) != 0 &&
          muster_membership_get_other (membership, host) == NULL &&
          !muster_membership_has_left (membership, host))
        muster_host_poll_add (self->others, muster_desk_get_inventory (desk), host);
    }
}

static Fitting *
fitting_new (MusterDesk    *desk,
             MusterCluster *cluster,
             const char    *id)
{
  Fitting *self = g_new0 (Fitting, 1);

  self->cluster = g_strdup (muster_cluster_get_name (cluster));
  self->fit = muster_cpu_fit_new ();
  self->answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->others = muster_host_poll_new_list ();
  self->candidate = muster_host_poll_new_list ();
  if (muster_cluster_get_services (cluster) & MUSTER_CLUSTER_VIRT)
    add_others (self, desk, cluster, id);

  return self;
}

DexFuture *
muster_cluster_fit_cpu (MusterDesk    *desk,
                        MusterCluster *cluster,
                        MusterHost    *host)
{
  Fitting *fitting;

  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);
  g_return_val_if_fail (MUSTER_IS_CLUSTER (cluster), NULL);
  g_return_val_if_fail (MUSTER_IS_HOST (host), NULL);

  fitting = fitting_new (desk, cluster, muster_host_get_id (host));
  muster_host_poll_add (fitting->candidate, muster_desk_get_inventory (desk), host);

  return dex_scheduler_spawn (NULL, 0, fit_fiber, fitting, fitting_free);
}

DexFuture *
muster_cluster_fit_cpu_of (MusterDesk            *desk,
                           MusterCluster         *cluster,
                           const char            *id,
                           const char            *name,
                           MusterConnection      *connection,
                           const MusterHostFacts *facts)
{
  Fitting *fitting;

  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);
  g_return_val_if_fail (MUSTER_IS_CLUSTER (cluster), NULL);
  g_return_val_if_fail (facts != NULL, NULL);

  fitting = fitting_new (desk, cluster, id);
  muster_host_poll_add_known (fitting->candidate, name, connection, facts);

  return dex_scheduler_spawn (NULL, 0, fit_fiber, fitting, fitting_free);
}
