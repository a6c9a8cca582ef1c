/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "muster-host-entry.h"
#include "muster-member-record.h"
#include "muster-text.h"

/* --- reading --------------------------------------------------------------------------- */

const char *
muster_member_record_get_text (MusterRecord *record,
                               const char   *field)
{
  JsonNode *node;

  g_return_val_if_fail (MUSTER_IS_RECORD (record), NULL);

  node = json_object_get_member (muster_record_get_content (record), field);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
}

gboolean
muster_member_record_has_left (MusterRecord *record,
                               const char   *id)
{
  JsonObject *content;

  g_return_val_if_fail (MUSTER_IS_RECORD (record), FALSE);

  content = muster_record_get_content (record);

  return json_object_get_boolean_member_with_default (content, "left", FALSE) &&
         g_strcmp0 (muster_member_record_get_text (record, "data-center"), id) == 0;
}

static MusterRecord *
find_by_text (GPtrArray  *records,
              const char *field,
              const char *text)
{
  for (guint i = 0; i < records->len; i++)
    if (g_strcmp0 (muster_member_record_get_text (records->pdata[i], field), text) == 0)
      return records->pdata[i];

  return NULL;
}

MusterRecord *
muster_member_record_find (GPtrArray  *records,
                           MusterHost *host)
{
  const char *uuid;
  MusterRecord *record;

  g_return_val_if_fail (records != NULL, NULL);
  g_return_val_if_fail (MUSTER_IS_HOST (host), NULL);

  uuid = muster_host_get_uuid (host);
  for (guint i = 0; uuid != NULL && i < records->len; i++)
    if (g_str_equal (muster_record_get_id (records->pdata[i]), uuid))
      return records->pdata[i];
  if (uuid != NULL)
    return NULL;
  record = find_by_text (records, "uri", muster_host_get_uri (host));

  return record != NULL ? record
                        : find_by_text (records, "name", muster_host_get_name (host));
}

/* --- an address for others ------------------------------------------------------------- */

static gboolean
is_remote_tls (const char *uri)
{
  g_autoptr (GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_NONE, NULL);
  const char *plus = parsed != NULL ? strchr (g_uri_get_scheme (parsed), '+') : NULL;

  return parsed != NULL && g_uri_get_host (parsed) != NULL &&
         *g_uri_get_host (parsed) != '\0' && g_uri_get_userinfo (parsed) == NULL &&
         g_uri_get_query (parsed) == NULL && g_uri_get_fragment (parsed) == NULL &&
         (plus == NULL || g_str_equal (plus, "+tls"));
}

gboolean
muster_member_record_check_uri (const char  *uri,
                                GError     **error)
{
  g_autofree char *shown = NULL;
  g_autofree char *accepted = NULL;

  g_return_val_if_fail (uri != NULL, FALSE);

  if (g_utf8_validate (uri, -1, NULL) && strstr (uri, "://") != NULL && is_remote_tls (uri))
    {
      accepted = muster_host_uri_from_address (uri, error);
      return accepted != NULL;
    }
  shown = muster_text_escape (uri);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
               _("“%s” is not the address of a host that is reached over TLS."), shown);

  return FALSE;
}

/* --- writing --------------------------------------------------------------------------- */

JsonObject *
muster_member_record_make (MusterRecord *previous,
                           const char   *name,
                           const char   *uri)
{
  JsonObject *content = previous != NULL ? muster_record_dup_content (previous)
                                         : json_object_new ();

  json_object_remove_member (content, "left");
  json_object_remove_member (content, "data-center");
  if (name != NULL)
    json_object_set_string_member (content, "name", name);
  if (uri != NULL && muster_member_record_check_uri (uri, NULL))
    json_object_set_string_member (content, "uri", uri);

  return content;
}

typedef struct
{
  MusterSharedStore *store;
  char *id;
  GPtrArray *hosts;
} Completion;

static void
completion_free (gpointer data)
{
  Completion *self = data;

  g_object_unref (self->store);
  g_free (self->id);
  g_ptr_array_unref (self->hosts);
  g_free (self);
}

/* What was said of it in another data center does not count in this one. */
static gboolean
is_incomplete (Completion   *self,
               MusterHost   *host,
               MusterRecord *record)
{
  if (muster_host_get_uuid (host) == NULL)
    return FALSE;
  if (record == NULL)
    return TRUE;
  if (json_object_has_member (muster_record_get_content (record), "left"))
    return !muster_member_record_has_left (record, self->id);

  return muster_member_record_get_text (record, "uri") == NULL &&
         muster_member_record_check_uri (muster_host_get_uri (host), NULL);
}

/* Made from what was read: whoever wrote meanwhile is not overruled unseen. */
static gboolean
await_complete (Completion   *self,
                MusterHost   *host,
                MusterRecord *record)
{
  const char *known = record != NULL ? muster_member_record_get_text (record, "name") : NULL;
  const char *parents[] = { record != NULL ? muster_record_get_revision (record) : NULL, NULL };
  g_autoptr (JsonObject) content =
    muster_member_record_make (record, known != NULL ? known : muster_host_get_name (host),
                               muster_host_get_uri (host));

  return dex_await (muster_store_put (MUSTER_STORE (self->store), MUSTER_MEMBER_RECORD_KIND,
                                      muster_host_get_uuid (host), content, parents), NULL);
}

/* Returns: how many hosts lacked something; @write: whether they get it. */
static guint
await_round (Completion *self,
             gboolean    write)
{
  g_autoptr (GPtrArray) records =
    dex_await_boxed (muster_store_list (MUSTER_STORE (self->store), MUSTER_MEMBER_RECORD_KIND),
                     NULL);
  guint n = 0;

  for (guint i = 0; records != NULL && i < self->hosts->len; i++)
    {
      MusterHost *host = self->hosts->pdata[i];
      MusterRecord *record = muster_member_record_find (records, host);

      if (is_incomplete (self, host, record) &&
          (!write || await_complete (self, host, record)))
        n++;
    }

  return n;
}

/* Another desktop may have said it on a host that was not read yet. */
static DexFuture *
complete_fiber (gpointer data)
{
  Completion *self = data;

  if (await_round (self, FALSE) == 0)
    return dex_future_new_for_boolean (FALSE);
  dex_await (muster_shared_store_sync (self->store), NULL);

  return dex_future_new_for_boolean (await_round (self, TRUE) > 0);
}

DexFuture *
muster_member_record_complete (MusterSharedStore *store,
                               const char        *id,
                               GPtrArray         *hosts)
{
  Completion *completion;

  g_return_val_if_fail (MUSTER_IS_SHARED_STORE (store), NULL);
  g_return_val_if_fail (id != NULL, NULL);
  g_return_val_if_fail (hosts != NULL, NULL);

  completion = g_new0 (Completion, 1);
  completion->store = g_object_ref (store);
  completion->id = g_strdup (id);
  completion->hosts = g_ptr_array_ref (hosts);

  return dex_scheduler_spawn (NULL, 0, complete_fiber, completion, completion_free);
}
