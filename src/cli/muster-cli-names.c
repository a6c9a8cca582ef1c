/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "muster-cli-error.h"
#include "muster-cli-names.h"

static gboolean
is_vm_named (MusterVm   *vm,
             const char *name)
{
  return g_strcmp0 (muster_vm_get_name (vm), name) == 0 ||
         g_ascii_strcasecmp (muster_vm_get_uuid (vm), name) == 0;
}

static gboolean
is_host_named (MusterHost *host,
               const char *name)
{
  const char *uuid = muster_host_get_uuid (host);

  return g_strcmp0 (muster_host_get_name (host), name) == 0 ||
         g_strcmp0 (muster_host_get_hostname (host), name) == 0 ||
         g_strcmp0 (muster_host_get_uri (host), name) == 0 ||
         g_strcmp0 (muster_host_get_id (host), name) == 0 ||
         (uuid != NULL && g_ascii_strcasecmp (uuid, name) == 0);
}

/* Either part may have slashes of its own, so that each one is tried. */
static gboolean
is_on_host_named (MusterVm   *vm,
                  const char *name)
{
  MusterHost *host = muster_vm_get_host (vm);

  for (const char *slash = strchr (name, '/');
       host != NULL && slash != NULL;
       slash = strchr (slash + 1, '/'))
    {
      g_autofree char *first = g_strndup (name, slash - name);

      if (is_vm_named (vm, slash + 1) && is_host_named (host, first))
        return TRUE;
    }

  return FALSE;
}

static char *
describe_vm (MusterVm *vm)
{
  MusterHost *host = muster_vm_get_host (vm);

  return g_strdup_printf ("%s/%s (%s)",
                          host != NULL ? muster_host_get_name (host) : "?",
                          muster_vm_get_name (vm), muster_vm_get_uuid (vm));
}

static void
set_ambiguous (GError     **error,
               const char  *name,
               GPtrArray   *candidates)
{
  g_autofree char *list = NULL;

  g_ptr_array_add (candidates, NULL);
  list = g_strjoinv (", ", (char **) candidates->pdata);
  g_set_error (error, MUSTER_CLI_ERROR, MUSTER_CLI_NOT_FOUND,
               _("“%s” can mean more than one: %s"), name, list);
}

MusterVm *
muster_cli_names_find_vm (MusterDataCenter  *data_center,
                          const char        *name,
                          GError           **error)
{
  GListModel *vms = muster_data_center_get_vms (data_center);
  g_autoptr (GPtrArray) candidates = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (MusterVm) found = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (vms); i++)
    {
      g_autoptr (MusterVm) vm = g_list_model_get_item (vms, i);

      if (!is_vm_named (vm, name) && !is_on_host_named (vm, name))
        continue;
      g_ptr_array_add (candidates, describe_vm (vm));
      g_set_object (&found, vm);
    }

  if (candidates->len > 1)
    {
      set_ambiguous (error, name, candidates);
      return NULL;
    }
  if (found == NULL)
    g_set_error (error, MUSTER_CLI_ERROR, MUSTER_CLI_NOT_FOUND,
                 _("There is no VM named “%s”."), name);

  return g_steal_pointer (&found);
}

MusterHost *
muster_cli_names_find_host (MusterDataCenter  *data_center,
                            const char        *name,
                            GError           **error)
{
  GListModel *hosts = muster_data_center_get_hosts (data_center);
  g_autoptr (GPtrArray) candidates = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (MusterHost) found = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (hosts); i++)
    {
      g_autoptr (MusterHost) host = g_list_model_get_item (hosts, i);

      /* The name given here is unique; what hosts say of themselves is not. */
      if (g_strcmp0 (muster_host_get_name (host), name) == 0)
        return g_steal_pointer (&host);
      if (!is_host_named (host, name))
        continue;
      g_ptr_array_add (candidates, g_strdup (muster_host_get_name (host)));
      g_set_object (&found, host);
    }

  if (candidates->len > 1)
    {
      set_ambiguous (error, name, candidates);
      return NULL;
    }
  if (found == NULL)
    g_set_error (error, MUSTER_CLI_ERROR, MUSTER_CLI_NOT_FOUND,
                 _("There is no host named “%s”."), name);

  return g_steal_pointer (&found);
}

/* Two of a name come of two desktops that made them at the same time. */
MusterCluster *
muster_cli_names_find_cluster (MusterDataCenter  *data_center,
                               const char        *name,
                               GError           **error)
{
  GListModel *clusters = muster_data_center_get_clusters (data_center);
  g_autoptr (GPtrArray) candidates = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (MusterCluster) found = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (clusters); i++)
    {
      g_autoptr (MusterCluster) cluster = g_list_model_get_item (clusters, i);
      const char *id = muster_cluster_get_id (cluster);

      if (!g_str_equal (muster_cluster_get_name (cluster), name) &&
          !g_str_equal (id, name))
        continue;
      g_ptr_array_add (candidates,
                       g_strdup_printf ("%s (%s)", muster_cluster_get_name (cluster),
                                        id));
      g_set_object (&found, cluster);
    }

  if (candidates->len > 1)
    {
      set_ambiguous (error, name, candidates);
      return NULL;
    }
  if (found == NULL)
    g_set_error (error, MUSTER_CLI_ERROR, MUSTER_CLI_NOT_FOUND,
                 _("There is no cluster named “%s”."), name);

  return g_steal_pointer (&found);
}

MusterHostEntry *
muster_cli_names_find_entry (GPtrArray   *entries,
                             const char  *name,
                             GError     **error)
{
  for (guint i = 0; i < entries->len; i++)
    {
      MusterHostEntry *entry = g_ptr_array_index (entries, i);

      if (g_strcmp0 (entry->name, name) == 0 || g_strcmp0 (entry->id, name) == 0 ||
          g_strcmp0 (entry->uri, name) == 0)
        return entry;
    }

  g_set_error (error, MUSTER_CLI_ERROR, MUSTER_CLI_NOT_FOUND,
               _("There is no host named “%s”."), name);

  return NULL;
}
