/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-cluster-survey.h"
#include "muster-failure.h"
#include "muster-host-survey.h"

#define PATIENCE_S 10

typedef struct
{
  char *name;
  MusterConnection *connection;   /* NULL when it is not connected */
  DexFuture *asking;
  MusterHostFacts *facts;         /* NULL when it did not answer */
} Polled;

typedef struct
{
  char *name;
  GPtrArray *hosts;   /* of Polled */
} Survey;

static void
polled_free (gpointer data)
{
  Polled *self = data;

  g_free (self->name);
  g_clear_object (&self->connection);
  dex_clear (&self->asking);
  g_clear_pointer (&self->facts, muster_host_facts_free);
  g_free (self);
}

static void
survey_free (gpointer data)
{
  Survey *self = data;

  g_free (self->name);
  g_ptr_array_unref (self->hosts);
  g_free (self);
}

static Polled *
polled_new (MusterInventory *inventory,
            MusterHost      *host)
{
  MusterConnection *connection = muster_inventory_get_connection (inventory, host);
  Polled *self = g_new0 (Polled, 1);

  self->name = g_strdup (muster_host_get_name (host));
  if (connection != NULL &&
      muster_connection_get_state (connection) == MUSTER_CONNECTION_OPEN)
    self->connection = g_object_ref (connection);

  return self;
}

/* --- asking ---------------------------------------------------------------------------------- */

/* A question goes on to its end whoever waits for it. */
static void
ask (Polled *self)
{
  if (self->connection == NULL)
    return;
  self->asking = muster_host_facts_get (self->connection);
  dex_future_disown (dex_ref (self->asking));
}

static void
await_answer (Polled    *self,
              DexFuture *patience)
{
  const GValue *value = NULL;

  if (self->asking == NULL)
    return;
  dex_await (dex_future_first (dex_ref (self->asking), dex_ref (patience), NULL), NULL);
  if (!dex_future_is_pending (self->asking))
    value = dex_future_get_value (self->asking, NULL);
  if (value != NULL)
    self->facts = g_value_dup_boxed (value);
}

static guint
await_answers (GPtrArray *hosts)
{
  g_autoptr (DexFuture) patience = dex_timeout_new_seconds (PATIENCE_S);
  guint n = 0;

  for (guint i = 0; i < hosts->len; i++)
    ask (hosts->pdata[i]);
  for (guint i = 0; i < hosts->len; i++)
    {
      await_answer (hosts->pdata[i], patience);
      n += ((Polled *) hosts->pdata[i])->facts != NULL;
    }

  return n;
}

/* --- what they have in common ------------------------------------------------------------------ */

/* The newest knows most models. */
static MusterConnection *
find_judge (GPtrArray *hosts)
{
  MusterConnection *judge = NULL;
  gulong newest = 0;

  for (guint i = 0; i < hosts->len; i++)
    {
      const Polled *host = hosts->pdata[i];

      if (host->facts != NULL && host->facts->node->libvirt_version > newest)
        {
          newest = host->facts->node->libvirt_version;
          judge = host->connection;
        }
    }

  return judge;
}

static GStrv
await_features (MusterConnection *judge,
                const Polled     *host)
{
  const char *cpus[] = { host->facts != NULL ? host->facts->cpu_xml : NULL, NULL };
  g_autofree char *xml = NULL;

  if (cpus[0] != NULL)
    xml = dex_await_string (muster_cpu_baseline (judge, cpus), NULL);

  return xml != NULL ? muster_cpu_read_features (xml) : NULL;
}

static char *
await_baseline (MusterConnection *judge,
                GPtrArray        *hosts)
{
  g_autoptr (GPtrArray) cpus = g_ptr_array_new ();

  for (guint i = 0; i < hosts->len; i++)
    {
      const Polled *host = hosts->pdata[i];

      if (host->facts != NULL && host->facts->cpu_xml != NULL)
        g_ptr_array_add (cpus, host->facts->cpu_xml);
    }
  if (cpus->len == 0)
    return NULL;
  g_ptr_array_add (cpus, NULL);

  return dex_await_string (muster_cpu_baseline (judge, (const char * const *) cpus->pdata), NULL);
}

static DexFuture *
await_common (GPtrArray *hosts)
{
  MusterConnection *judge = find_judge (hosts);
  MusterClusterCpu *cpu = muster_cluster_cpu_new ();
  g_autofree char *xml = NULL;

  for (guint i = 0; i < hosts->len; i++)
    {
      const Polled *host = hosts->pdata[i];
      g_auto (GStrv) features = await_features (judge, host);

      muster_cluster_cpu_add (cpu, host->name,
                              host->facts != NULL ? host->facts->cpu_vendor : NULL,
                              (const char * const *) features);
    }
  if (!muster_cluster_cpu_is_mixed (cpu))
    xml = await_baseline (judge, hosts);
  muster_cluster_cpu_conclude (cpu, xml);

  return dex_future_new_take_boxed (MUSTER_TYPE_CLUSTER_CPU, cpu);
}

static DexFuture *
refuse (MusterActionError  code,
        char              *reason)
{
  g_autofree char *owned = reason;
  g_autoptr (MusterFailure) failure = muster_failure_new_text (code, owned, "", "");

  return muster_failure_to_future (failure);
}

static DexFuture *
survey_fiber (gpointer data)
{
  Survey *survey = data;

  if (survey->hosts->len == 0)
    return refuse (MUSTER_ACTION_ERROR_REFUSED,
                   g_strdup_printf (_("The cluster “%s” has no hosts, and so no CPU."),
                                    survey->name));
  if (await_answers (survey->hosts) == 0)
    return refuse (MUSTER_ACTION_ERROR_UNREACHABLE,
                   g_strdup_printf (_("No host of the cluster “%s” answers."),
                                    survey->name));

  return await_common (survey->hosts);
}

DexFuture *
muster_cluster_survey_cpu (MusterDesk    *desk,
                           MusterCluster *cluster)
{
  GListModel *hosts;
  Survey *survey;

  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);
  g_return_val_if_fail (MUSTER_IS_CLUSTER (cluster), NULL);

  survey = g_new0 (Survey, 1);
  survey->name = g_strdup (muster_cluster_get_name (cluster));
  survey->hosts = g_ptr_array_new_with_free_func (polled_free);
  hosts = muster_cluster_get_hosts (cluster);
  for (guint i = 0; i < g_list_model_get_n_items (hosts); i++)
    {
      g_autoptr (MusterHost) host = g_list_model_get_item (hosts, i);

      g_ptr_array_add (survey->hosts, polled_new (muster_desk_get_inventory (desk), host));
    }

  return dex_scheduler_spawn (NULL, 0, survey_fiber, survey, survey_free);
}
