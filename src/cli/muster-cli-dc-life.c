/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-cli-json.h"
#include "muster-cli-names.h"
#include "muster-cli-records-json.h"
#include "muster-cli-records.h"
#include "muster-cli-table.h"
#include "muster-cli-text.h"
#include "muster-data-center-actions.h"
#include "muster-text.h"

/* --- all that there are -------------------------------------------------------------- */

/* A data center that a listed host belongs to. */
typedef struct
{
  char *id;         /* NULL of one that no host keeps records of yet */
  char *name;
  GPtrArray *hosts; /* names */
  gboolean open;
} Center;

static Center *
center_new (const char *id,
            const char *name)
{
  Center *self = g_new0 (Center, 1);

  self->id = g_strdup (id);
  self->name = g_strdup (name);
  self->hosts = g_ptr_array_new_null_terminated (4, g_free, TRUE);

  return self;
}

static void
center_free (gpointer data)
{
  Center *self = data;

  g_free (self->id);
  g_free (self->name);
  g_ptr_array_unref (self->hosts);
  g_free (self);
}

static MusterMembership *
get_membership (MusterCli *cli)
{
  return muster_desk_get_membership (cli->desk);
}

/* Returns: (transfer full): a stranger's text; the id where that is all that is known. */
static char *
dup_name (GPtrArray  *records,
          const char *id)
{
  for (guint i = 0; records != NULL && i < records->len; i++)
    if (g_str_equal (muster_record_get_id (records->pdata[i]), id))
      {
        const char *name =
          json_object_get_string_member_with_default (muster_record_get_content (records->pdata[i]),
                                                      "name", NULL);

        return name != NULL ? muster_text_escape (name) : g_strdup (id);
      }

  return g_strdup (id);
}

static Center *
find_other (GPtrArray  *centers,
            GPtrArray  *records,
            const char *id)
{
  g_autofree char *name = NULL;

  for (guint i = 0; i < centers->len; i++)
    if (g_strcmp0 (((Center *) centers->pdata[i])->id, id) == 0)
      return centers->pdata[i];
  name = dup_name (records, id);
  g_ptr_array_add (centers, center_new (id, name));

  return centers->pdata[centers->len - 1];
}

static void
add_host (MusterCli  *cli,
          GPtrArray  *centers,
          GPtrArray  *records,
          MusterHost *host)
{
  MusterMembership *membership = get_membership (cli);
  const char *other = muster_membership_get_other (membership, host);
  Center *center = other != NULL ? find_other (centers, records, other) : centers->pdata[0];

  if (other != NULL || !muster_membership_has_left (membership, host))
    g_ptr_array_add (center->hosts, g_strdup (muster_host_get_name (host)));
}

/* Returns: (transfer full): of Center, the open one first. */
static GPtrArray *
list_centers (MusterCli *cli)
{
  MusterDataCenter *data_center = muster_cli_get_data_center (cli);
  GListModel *hosts = muster_data_center_get_hosts (data_center);
  g_autoptr (GPtrArray) records =
    dex_await_boxed (muster_membership_peek_others (get_membership (cli)), NULL);
  GPtrArray *centers = g_ptr_array_new_with_free_func (center_free);
  Center *open = center_new (muster_membership_get_id (get_membership (cli)),
                             muster_data_center_get_name (data_center));

  open->open = TRUE;
  g_ptr_array_add (centers, open);
  for (guint i = 0; i < g_list_model_get_n_items (hosts); i++)
    {
      g_autoptr (MusterHost) host = g_list_model_get_item (hosts, i);

      add_host (cli, centers, records, host);
    }

  return centers;
}

static void
print_centers (GPtrArray *centers)
{
  const char *headings[] = { _("DATA CENTER"), _("OPEN"), _("HOSTS"), NULL };
  g_autoptr (MusterCliTable) table = muster_cli_table_new (headings);

  for (guint i = 0; i < centers->len; i++)
    {
      const Center *center = centers->pdata[i];
      g_autofree char *hosts = g_strjoinv (", ", (char **) center->hosts->pdata);

      muster_cli_table_add (table, center->name, center->open ? _("yes") : "-", hosts, NULL);
    }
  muster_cli_table_print (table);
}

static void
print_centers_json (GPtrArray *centers)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < centers->len; i++)
    {
      const Center *center = centers->pdata[i];
      JsonObject *object = json_object_new ();
      JsonArray *hosts = json_array_new ();

      for (guint j = 0; j < center->hosts->len; j++)
        json_array_add_string_element (hosts, center->hosts->pdata[j]);
      muster_cli_json_set_string (object, "name", center->name);
      muster_cli_json_set_string (object, "id", center->id);
      json_object_set_boolean_member (object, "open", center->open);
      json_object_set_array_member (object, "hosts", hosts);
      json_array_add_object_element (array, object);
    }
  muster_cli_json_print_array (array);
}

MusterCliError
muster_cli_dc_list (MusterCli  *cli,
                    GError    **error)
{
  MusterCliError code;
  g_autoptr (GPtrArray) centers = NULL;

  if (!muster_cli_records_open (cli, &code, error))
    return code;
  centers = list_centers (cli);
  if (cli->options->json)
    print_centers_json (centers);
  else
    print_centers (centers);
  muster_cli_name_silent_hosts (cli);

  return MUSTER_CLI_DONE;
}

/* --- coming ------------------------------------------------------------------------------ */

static GPtrArray *
find_hosts (MusterCli  *cli,
            GError    **error)
{
  g_autoptr (GPtrArray) hosts = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 1; i < cli->n_words; i++)
    {
      MusterHost *host = muster_cli_names_find_host (muster_cli_get_data_center (cli),
                                                     cli->words[i], error);

      if (host == NULL)
        return NULL;
      g_ptr_array_add (hosts, host);
    }

  return g_steal_pointer (&hosts);
}

MusterCliError
muster_cli_dc_create (MusterCli  *cli,
                      GError    **error)
{
  MusterCliError code;
  g_autoptr (GPtrArray) hosts = NULL;

  if (!muster_cli_records_open (cli, &code, error) || (hosts = find_hosts (cli, error)) == NULL)
    return code;
  if (!dex_await (muster_data_center_create (cli->desk, cli->words[0], cli->options->description,
                                             hosts), error))
    return MUSTER_CLI_FAILED;
  muster_cli_records_settle (cli, MUSTER_DATA_CENTER_RECORD_KIND,
                             muster_membership_get_id (get_membership (cli)));
  if (cli->options->json)
    muster_cli_json_print_object (muster_cli_json_data_center (cli));

  return MUSTER_CLI_DONE;
}

/* --- going ------------------------------------------------------------------------------- */

static void
print_going (MusterCli *cli)
{
  g_autoptr (GPtrArray) centers = list_centers (cli);
  const Center *open = centers->pdata[0];
  g_autofree char *hosts = g_strjoinv (", ", (char **) open->hosts->pdata);
  g_autofree char *line =
    g_strdup_printf (_("Removed from its hosts are the name “%s”, its clusters, which host is where, and the copies of VM definitions."),
                     open->name);

  muster_cli_print (line);
  g_clear_pointer (&line, g_free);
  line = g_strdup_printf (_("Hosts that stay on the list, with all their VMs: %s"), hosts);
  muster_cli_print (line);
}

/* Only that which is open, and which the person means: it may be another one by now. */
static gboolean
is_open (MusterCli  *cli,
         const char *word,
         GError    **error)
{
  const char *id = muster_membership_get_id (get_membership (cli));
  const char *name = muster_data_center_get_name (muster_cli_get_data_center (cli));

  if (id != NULL && (g_str_equal (word, id) || g_str_equal (word, name)))
    return TRUE;
  if (id == NULL)
    g_set_error (error, MUSTER_CLI_ERROR, MUSTER_CLI_REFUSED,
                 _("There is no data center “%s”: no host keeps records of one."), word);
  else
    g_set_error (error, MUSTER_CLI_ERROR, MUSTER_CLI_REFUSED,
                 _("“%s” is not the data center that is open; that is “%s”."), word, name);

  return FALSE;
}

/* A data center without hosts is none. */
MusterCliError
muster_cli_dc_delete (MusterCli  *cli,
                      GError    **error)
{
  MusterCliError code;
  g_autofree char *id = NULL;
  g_autoptr (JsonObject) object = NULL;

  if (!muster_cli_records_open (cli, &code, error))
    return code;
  if (!is_open (cli, cli->words[0], error))
    return MUSTER_CLI_REFUSED;
  id = g_strdup (muster_membership_get_id (get_membership (cli)));
  if (!cli->options->dissolve)
    {
      if (!cli->options->json)
        print_going (cli);
      g_set_error (error, MUSTER_CLI_ERROR, MUSTER_CLI_REFUSED,
                   _("“%s” has hosts. --dissolve deletes it."),
                   muster_data_center_get_name (muster_cli_get_data_center (cli)));
      return MUSTER_CLI_REFUSED;
    }
  object = muster_cli_json_data_center (cli);
  if (!dex_await (muster_data_center_dissolve (cli->desk, id), error))
    return MUSTER_CLI_FAILED;
  if (cli->options->json)
    muster_cli_json_print_object (g_steal_pointer (&object));

  return MUSTER_CLI_DONE;
}
