/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-cli-json.h"
#include "muster-cli-names.h"
#include "muster-cli-text.h"
#include "muster-cli.h"
#include "muster-host-actions.h"
#include "muster-host-departure.h"

static GPtrArray *
find_hosts (MusterCli  *cli,
            GError    **error)
{
  MusterDataCenter *data_center = muster_cli_get_data_center (cli);
  g_autoptr (GPtrArray) entries =
    dex_await_boxed (muster_host_list (muster_desk_get_store (cli->desk)), error);
  g_autoptr (GPtrArray) hosts = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; entries != NULL && i < cli->n_words; i++)
    {
      const MusterHostEntry *entry =
        muster_cli_names_find_entry (entries, cli->words[i], error);

      if (entry == NULL)
        return NULL;
      g_ptr_array_add (hosts,
                       g_object_ref (muster_data_center_find_host (data_center, entry->id)));
    }

  return entries != NULL ? g_steal_pointer (&hosts) : NULL;
}

static void
tell (MusterHost                 *host,
      const MusterHostBelongings *belongings)
{
  g_autofree char *text = muster_host_belongings_describe (belongings);
  g_auto (GStrv) lines = text != NULL ? g_strsplit (text, "\n", -1) : NULL;
  g_autofree char *heading = NULL;

  if (lines == NULL)
    return;
  /* Translators: a host; a list of its VMs, networks and storage pools follows */
  heading = g_strdup_printf (_("What is on “%s” stays there:"), muster_host_get_name (host));
  muster_cli_print (heading);
  for (guint i = 0; lines[i] != NULL; i++)
    muster_cli_print (lines[i]);
}

static void
set_names (JsonObject  *object,
           const char  *member,
           char       **names)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; names[i] != NULL; i++)
    json_array_add_string_element (array, names[i]);
  json_object_set_array_member (object, member, array);
}

static JsonObject *
describe (MusterHost                 *host,
          const MusterHostBelongings *belongings)
{
  JsonObject *object = json_object_new ();

  muster_cli_json_set_string (object, "name", muster_host_get_name (host));
  muster_cli_json_set_string (object, "uri", muster_host_get_uri (host));
  muster_cli_json_set_string (object, "uuid", muster_host_get_uuid (host));
  set_names (object, "vms", belongings->vms);
  set_names (object, "networks", belongings->networks);
  set_names (object, "pools", belongings->pools);

  return object;
}

static gboolean
depart (MusterCli        *cli,
        MusterHost       *host,
        MusterDeparture   departure,
        JsonArray        *array,
        GError          **error)
{
  g_autoptr (MusterHostBelongings) belongings =
    dex_await_boxed (muster_host_list_belongings (cli->desk, host), NULL);
  gboolean silent = muster_host_get_state (host) != MUSTER_HOST_ONLINE;
  g_autofree char *line = NULL;

  if (!dex_await (muster_host_depart (cli->desk, host, departure), error))
    return FALSE;
  json_array_add_object_element (array, describe (host, belongings));
  if (!cli->options->json)
    tell (host, belongings);
  if (!silent || departure != MUSTER_DEPARTURE_REMOVE)
    return TRUE;
  line = g_strdup_printf (_("“%s” does not answer: if it keeps records of a data center, they stay on it."),
                          muster_host_get_name (host));
  muster_cli_print_note (line);

  return TRUE;
}

/* None goes when one of the names is wrong. */
static MusterCliError
depart_all (MusterCli        *cli,
            MusterDeparture   departure,
            GError          **error)
{
  g_autoptr (JsonArray) array = json_array_new ();
  g_autoptr (GPtrArray) hosts = NULL;

  if (!muster_cli_open (cli, FALSE, error) || (hosts = find_hosts (cli, error)) == NULL)
    return MUSTER_CLI_FAILED;
  for (guint i = 0; i < hosts->len; i++)
    if (!depart (cli, hosts->pdata[i], departure, array, error))
      return MUSTER_CLI_FAILED;
  if (cli->options->json)
    muster_cli_json_print_array (g_steal_pointer (&array));

  return MUSTER_CLI_DONE;
}

MusterCliError
muster_cli_host_remove (MusterCli  *cli,
                        GError    **error)
{
  return depart_all (cli, cli->options->keep ? MUSTER_DEPARTURE_KEEP : MUSTER_DEPARTURE_REMOVE,
                     error);
}

MusterCliError
muster_cli_host_forget (MusterCli  *cli,
                        GError    **error)
{
  return depart_all (cli, MUSTER_DEPARTURE_FORGET, error);
}
