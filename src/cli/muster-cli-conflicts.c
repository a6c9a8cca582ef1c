/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-cli-format.h"
#include "muster-cli-json.h"
#include "muster-cli-records.h"
#include "muster-cli-table.h"
#include "muster-cli-text.h"
#include "muster-cluster-actions.h"
#include "muster-shared-store.h"

/* What one record says in all the ways that were written at the same time. */
typedef struct
{
  GPtrArray *heads;     /* the one that holds first */
  GPtrArray *fields;    /* the names of those that differ */
} Conflict;

static void
conflict_free (gpointer data)
{
  Conflict *self = data;

  g_ptr_array_unref (self->heads);
  g_ptr_array_unref (self->fields);
  g_free (self);
}

static MusterSharedStore *
get_store (MusterCli *cli)
{
  MusterMembership *membership = muster_desk_get_membership (cli->desk);

  return MUSTER_SHARED_STORE (muster_membership_get_store (membership));
}

/* --- what differs ------------------------------------------------------------------ */

static JsonNode *
get_field (MusterRecord *record,
           const char   *field)
{
  JsonObject *content = muster_record_get_content (record);

  return content != NULL ? json_object_get_member (content, field) : NULL;
}

static gboolean
is_same (JsonNode *a,
         JsonNode *b)
{
  return a == b || (a != NULL && b != NULL && json_node_equal (a, b));
}

/* A deletion differs in nothing but that it is one. */
static gboolean
differs (GPtrArray  *heads,
         const char *field)
{
  MusterRecord *first = NULL;

  for (guint i = 0; i < heads->len; i++)
    {
      if (muster_record_is_deleted (heads->pdata[i]))
        continue;
      if (first == NULL)
        first = heads->pdata[i];
      else if (!is_same (get_field (first, field), get_field (heads->pdata[i], field)))
        return TRUE;
    }

  return FALSE;
}

static void
add_fields (Conflict     *self,
            MusterRecord *record)
{
  JsonObject *content = muster_record_get_content (record);
  g_autoptr (GList) fields = content != NULL ? json_object_get_members (content) : NULL;

  for (GList *l = fields; l != NULL; l = l->next)
    if (!g_ptr_array_find_with_equal_func (self->fields, l->data, g_str_equal, NULL) &&
        differs (self->heads, l->data))
      g_ptr_array_add (self->fields, g_strdup (l->data));
}

static Conflict *
conflict_new (MusterCli  *cli,
              const char *kind,
              const char *id)
{
  Conflict *self = g_new0 (Conflict, 1);

  self->heads = muster_shared_store_list_heads (get_store (cli), kind, id);
  self->fields = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < self->heads->len; i++)
    add_fields (self, self->heads->pdata[i]);

  return self;
}

static MusterRecord *
get_winner (Conflict *self)
{
  return self->heads->pdata[0];
}

static gboolean
is_about (Conflict     *self,
          MusterRecord *record)
{
  MusterRecord *winner = get_winner (self);

  return g_str_equal (muster_record_get_kind (winner), muster_record_get_kind (record)) &&
         g_str_equal (muster_record_get_id (winner), muster_record_get_id (record));
}

/* What lost comes in order, those of one record after each other. */
static GPtrArray *
list_conflicts (MusterCli *cli)
{
  g_autoptr (GPtrArray) losers =
    dex_await_boxed (muster_membership_list_conflicts (muster_desk_get_membership (cli->desk)),
                     NULL);
  GPtrArray *conflicts = g_ptr_array_new_with_free_func (conflict_free);

  for (guint i = 0; losers != NULL && i < losers->len; i++)
    if (conflicts->len == 0 ||
        !is_about (conflicts->pdata[conflicts->len - 1], losers->pdata[i]))
      g_ptr_array_add (conflicts,
                       conflict_new (cli, muster_record_get_kind (losers->pdata[i]),
                                     muster_record_get_id (losers->pdata[i])));

  return conflicts;
}

/* --- for people -------------------------------------------------------------------- */

static const char *
get_label (Conflict *self)
{
  const char *kind = muster_record_get_kind (get_winner (self));

  if (g_str_equal (kind, MUSTER_DATA_CENTER_RECORD_KIND))
    return _("Data center");
  if (g_str_equal (kind, MUSTER_CLUSTER_RECORD_KIND))
    return _("Cluster");
  if (g_str_equal (kind, MUSTER_MEMBER_RECORD_KIND))
    return _("Host");

  return kind;
}

static const char *
get_string (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
}

static const char *
get_name (Conflict *self)
{
  for (guint i = 0; i < self->heads->len; i++)
    {
      JsonNode *node = get_field (self->heads->pdata[i], "name");
      const char *name = node != NULL ? get_string (node) : NULL;

      if (name != NULL)
        return name;
    }

  return muster_record_get_id (get_winner (self));
}

/* A host's cluster by its name. */
static char *
describe_value (MusterCli  *cli,
                const char *field,
                JsonNode   *node)
{
  const char *text = get_string (node);
  MusterCluster *cluster =
    text != NULL && g_str_equal (field, "cluster")
    ? muster_data_center_find_cluster (muster_cli_get_data_center (cli), text) : NULL;

  if (text == NULL)
    return json_to_string (node, FALSE);

  return g_strdup (cluster != NULL ? muster_cluster_get_name (cluster) : text);
}

static char *
describe_content (MusterCli    *cli,
                  Conflict     *self,
                  MusterRecord *record)
{
  GString *text = g_string_new (NULL);

  if (muster_record_is_deleted (record))
    g_string_append (text, _("deleted"));
  for (guint i = 0; i < self->fields->len; i++)
    {
      const char *field = self->fields->pdata[i];
      JsonNode *node = get_field (record, field);
      g_autofree char *value = node != NULL ? describe_value (cli, field, node) : NULL;

      if (value != NULL)
        g_string_append_printf (text, "%s%s: %s", text->len > 0 ? "; " : "",
                                field, value);
    }

  return g_string_free (text, FALSE);
}

static void
add_conflict (MusterCliTable *table,
              MusterCli      *cli,
              Conflict       *self)
{
  for (guint i = 0; i < self->heads->len; i++)
    {
      MusterRecord *record = self->heads->pdata[i];
      g_autofree char *author = muster_shared_store_dup_author (record);
      g_autofree char *time = muster_cli_format_time (muster_record_get_time (record));
      g_autofree char *says = describe_content (cli, self, record);

      muster_cli_table_add (table, get_label (self), get_name (self),
                            i == 0 ? _("yes") : "", author, time, says,
                            muster_record_get_revision (record), NULL);
    }
}

static void
print_conflicts (MusterCli *cli,
                 GPtrArray *conflicts)
{
  const char *headings[] = { _("KIND"), _("NAME"), _("HOLDS"), _("BY"), _("TIME"),
                             _("SAYS"), _("REVISION"), NULL };
  g_autoptr (MusterCliTable) table = muster_cli_table_new (headings);

  for (guint i = 0; i < conflicts->len; i++)
    add_conflict (table, cli, conflicts->pdata[i]);
  muster_cli_table_print (table);
}

/* --- for programs ------------------------------------------------------------------ */

static JsonObject *
head_to_json (MusterRecord *record,
              gboolean      wins)
{
  JsonObject *object = json_object_new ();
  JsonObject *content = muster_record_get_content (record);
  g_autofree char *author = muster_shared_store_dup_author (record);

  muster_cli_json_set_string (object, "revision", muster_record_get_revision (record));
  json_object_set_boolean_member (object, "holds", wins);
  muster_cli_json_set_string (object, "author", author);
  muster_cli_json_set_time (object, "time",
                            muster_record_get_time (record) / G_USEC_PER_SEC);
  json_object_set_boolean_member (object, "deleted", content == NULL);
  if (content != NULL)
    json_object_set_object_member (object, "content", muster_record_dup_content (record));
  else
    json_object_set_null_member (object, "content");

  return object;
}

static JsonObject *
conflict_to_json (Conflict *self)
{
  MusterRecord *winner = get_winner (self);
  JsonObject *object = json_object_new ();
  JsonArray *differing = json_array_new ();
  JsonArray *revisions = json_array_new ();

  for (guint i = 0; i < self->fields->len; i++)
    json_array_add_string_element (differing, self->fields->pdata[i]);
  for (guint i = 0; i < self->heads->len; i++)
    json_array_add_object_element (revisions,
                                   head_to_json (self->heads->pdata[i], i == 0));
  muster_cli_json_set_string (object, "kind", muster_record_get_kind (winner));
  muster_cli_json_set_string (object, "id", muster_record_get_id (winner));
  muster_cli_json_set_string (object, "name", get_name (self));
  json_object_set_array_member (object, "differing", differing);
  json_object_set_array_member (object, "revisions", revisions);

  return object;
}

static JsonArray *
to_json (GPtrArray *conflicts)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < conflicts->len; i++)
    json_array_add_object_element (array, conflict_to_json (conflicts->pdata[i]));

  return array;
}

/* --- commands ---------------------------------------------------------------------- */

MusterCliError
muster_cli_conflict_list (MusterCli  *cli,
                          GError    **error)
{
  g_autoptr (GPtrArray) conflicts = NULL;
  MusterCliError code;

  if (!muster_cli_records_open (cli, &code, error))
    return code;
  conflicts = list_conflicts (cli);
  if (cli->options->json)
    muster_cli_json_print_array (to_json (conflicts));
  else if (conflicts->len > 0)
    print_conflicts (cli, conflicts);
  muster_cli_name_silent_hosts (cli);

  return MUSTER_CLI_DONE;
}

static Conflict *
find_conflict (GPtrArray   *conflicts,
               const char  *revision,
               GError     **error)
{
  for (guint i = 0; i < conflicts->len; i++)
    {
      Conflict *conflict = conflicts->pdata[i];
      GPtrArray *heads = conflict->heads;

      for (guint k = 0; k < heads->len; k++)
        if (g_str_equal (muster_record_get_revision (heads->pdata[k]), revision))
          return conflict;
    }

  g_set_error (error, MUSTER_CLI_ERROR, MUSTER_CLI_NOT_FOUND,
               _("There is no conflict with the revision “%s”."), revision);

  return NULL;
}

MusterCliError
muster_cli_conflict_resolve (MusterCli  *cli,
                             GError    **error)
{
  g_autoptr (GPtrArray) conflicts = NULL;
  MusterCliError code;
  Conflict *conflict, *settled;
  const char *kind, *id;

  if (!muster_cli_records_open (cli, &code, error))
    return code;
  conflicts = list_conflicts (cli);
  conflict = find_conflict (conflicts, cli->words[0], error);
  if (conflict == NULL)
    return MUSTER_CLI_NOT_FOUND;

  kind = muster_record_get_kind (get_winner (conflict));
  id = muster_record_get_id (get_winner (conflict));
  if (!dex_await (muster_conflict_resolve (cli->desk, kind, id, cli->words[0]), error))
    return MUSTER_CLI_FAILED;
  muster_cli_records_settle (cli, kind, id);
  if (cli->options->json)
    {
      settled = conflict_new (cli, kind, id);
      muster_cli_json_print_object (conflict_to_json (settled));
      conflict_free (settled);
    }

  return MUSTER_CLI_DONE;
}

void
muster_cli_conflict_print_revisions (MusterCli *cli)
{
  g_autoptr (GPtrArray) conflicts = list_conflicts (cli);

  for (guint i = 0; i < conflicts->len; i++)
    {
      Conflict *conflict = conflicts->pdata[i];

      for (guint k = 0; k < conflict->heads->len; k++)
        muster_cli_print (muster_record_get_revision (conflict->heads->pdata[k]));
    }
}
