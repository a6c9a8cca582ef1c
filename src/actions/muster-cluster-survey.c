/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-cluster-survey.h"
#include "muster-failure.h"
#include "muster-host-poll.h"
#include "muster-host-survey.h"

typedef struct
{
  char *name;
  GPtrArray *hosts;   /* of MusterHostPoll */
} Survey;

static void
survey_free (gpointer data)
{
  Survey *self = data;

  g_free (self->name);
  g_ptr_array_unref (self->hosts);
  g_free (self);
}

static GStrv
await_features (MusterConnection     *judge,
                const MusterHostPoll *host)
{
  const char *cpus[] = { host->facts != NULL ? host->facts->cpu_xml : NULL, NULL };
  g_autofree char *xml = NULL;

  if (cpus[0] != NULL)
    xml = dex_await_string (muster_cpu_baseline (judge, cpus), NULL);

  return xml != NULL ? muster_cpu_read_features (xml) : NULL;
}

static DexFuture *
await_common (GPtrArray *hosts)
{
  MusterConnection *judge = muster_host_poll_find_judge (hosts);
  MusterClusterCpu *cpu = muster_cluster_cpu_new ();
  g_autofree char *xml = NULL;

  for (guint i = 0; i < hosts->len; i++)
    {
      const MusterHostPoll *host = hosts->pdata[i];
      g_auto (GStrv) features = await_features (judge, host);

      muster_cluster_cpu_add (cpu, host->name,
                              host->facts != NULL ? host->facts->cpu_vendor : NULL,
                              (const char * const *) features);
    }
  if (!muster_cluster_cpu_is_mixed (cpu))
    xml = muster_host_poll_await_baseline (hosts, judge, NULL);
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
  if (muster_host_poll_await (survey->hosts) == 0)
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
  survey->hosts = muster_host_poll_new_list ();
  hosts = muster_cluster_get_hosts (cluster);
  for (guint i = 0; i < g_list_model_get_n_items (hosts); i++)
    {
      g_autoptr (MusterHost) host = g_list_model_get_item (hosts, i);

      muster_host_poll_add (survey->hosts, muster_desk_get_inventory (desk), host);
    }

  return dex_scheduler_spawn (NULL, 0, survey_fiber, survey, survey_free);
}
