/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "muster-cluster-cpu.h"

G_DEFINE_BOXED_TYPE (MusterClusterCpu, muster_cluster_cpu,
                     muster_cluster_cpu_ref, muster_cluster_cpu_unref)

static void
host_free (gpointer data)
{
  MusterClusterCpuHost *self = data;

  g_free (self->name);
  g_free (self->vendor);
  g_strfreev (self->features);
  g_strfreev (self->lacks);
  g_free (self);
}

MusterClusterCpu *
muster_cluster_cpu_new (void)
{
  MusterClusterCpu *self = g_rc_box_new0 (MusterClusterCpu);

  self->features = g_new0 (char *, 1);
  self->hosts = g_ptr_array_new_with_free_func (host_free);

  return self;
}

MusterClusterCpu *
muster_cluster_cpu_ref (MusterClusterCpu *self)
{
  return g_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  MusterClusterCpu *self = data;

  g_free (self->model);
  g_free (self->xml);
  g_strfreev (self->features);
  g_ptr_array_unref (self->hosts);
}

void
muster_cluster_cpu_unref (MusterClusterCpu *self)
{
  g_rc_box_release_full (self, clear);
}

void
muster_cluster_cpu_add (MusterClusterCpu   *self,
                        const char         *name,
                        const char         *vendor,
                        const char * const *features)
{
  MusterClusterCpuHost *host = g_new0 (MusterClusterCpuHost, 1);

  g_return_if_fail (self != NULL);

  host->name = g_strdup (name);
  host->vendor = g_strdup (vendor);
  host->features = g_strdupv ((char **) features);
  host->lacks = g_new0 (char *, 1);
  g_ptr_array_add (self->hosts, host);
}

static int
compare_texts (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

/* What any of them has; the names are borrowed. */
static GPtrArray *
collect_features (MusterClusterCpu *self)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *all;

  for (guint i = 0; i < self->hosts->len; i++)
    {
      const MusterClusterCpuHost *host = self->hosts->pdata[i];

      for (gsize j = 0; host->features != NULL && host->features[j] != NULL; j++)
        g_hash_table_add (seen, host->features[j]);
    }
  all = g_hash_table_get_keys_as_ptr_array (seen);
  g_ptr_array_sort (all, compare_texts);

  return all;
}

static GStrv
find_lacking (const MusterClusterCpuHost *host,
              GPtrArray                  *all)
{
  g_autoptr (GStrvBuilder) lacks = g_strv_builder_new ();

  for (guint i = 0; host->features != NULL && i < all->len; i++)
    if (!g_strv_contains ((const char * const *) host->features, all->pdata[i]))
      g_strv_builder_add (lacks, all->pdata[i]);

  return g_strv_builder_end (lacks);
}

void
muster_cluster_cpu_conclude (MusterClusterCpu *self,
                             const char       *xml)
{
  g_autoptr (GPtrArray) all = NULL;

  g_return_if_fail (self != NULL);

  all = collect_features (self);
  for (guint i = 0; i < self->hosts->len; i++)
    {
      MusterClusterCpuHost *host = self->hosts->pdata[i];

      g_strfreev (host->lacks);
      host->lacks = find_lacking (host, all);
    }
  self->model = xml != NULL ? muster_cpu_dup_model (xml) : NULL;
  if (self->model != NULL && *self->model == '\0')
    g_clear_pointer (&self->model, g_free);
  if (self->model == NULL)
    return;
  self->xml = g_strdup (xml);
  g_strfreev (self->features);
  self->features = muster_cpu_read_features (xml);
}

gboolean
muster_cluster_cpu_is_mixed (MusterClusterCpu *self)
{
  const char *first = NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  for (guint i = 0; i < self->hosts->len; i++)
    {
      const char *vendor = ((MusterClusterCpuHost *) self->hosts->pdata[i])->vendor;

      if (first != NULL && vendor != NULL && strcmp (first, vendor) != 0)
        return TRUE;
      if (first == NULL)
        first = vendor;
    }

  return FALSE;
}
