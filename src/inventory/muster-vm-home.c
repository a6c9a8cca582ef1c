/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-text.h"
#include "muster-vm-home.h"

static const char *
get_text (MusterRecord *record,
          const char   *name)
{
  JsonObject *content = muster_record_get_content (record);
  JsonNode *node = content != NULL ? json_object_get_member (content, name) : NULL;

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING
           ? json_node_get_string (node) : NULL;
}

MusterVmHome *
muster_vm_home_new_from_record (MusterRecord *record)
{
  const char *mark, *host, *host_name;
  MusterVmHome *self;

  g_return_val_if_fail (MUSTER_IS_RECORD (record), NULL);

  mark = get_text (record, "mark");
  host = get_text (record, "host");
  host_name = get_text (record, "host-name");
  if (mark == NULL || *mark == '\0' || host == NULL)
    return NULL;
  self = g_new0 (MusterVmHome, 1);
  self->vm = g_strdup (muster_record_get_id (record));
  self->mark = g_strdup (mark);
  self->host = g_strdup (host);
  self->host_name = muster_text_escape (host_name != NULL ? host_name : host);

  return self;
}

JsonObject *
muster_vm_home_to_json (const MusterVmHome *self,
                        const char         *vm_name)
{
  JsonObject *content = json_object_new ();

  json_object_set_string_member (content, "name", vm_name);
  json_object_set_string_member (content, "mark", self->mark);
  json_object_set_string_member (content, "host", self->host);
  json_object_set_string_member (content, "host-name", self->host_name);

  return content;
}

MusterVmHome *
muster_vm_home_copy (const MusterVmHome *self)
{
  MusterVmHome *copy = g_new0 (MusterVmHome, 1);

  copy->vm = g_strdup (self->vm);
  copy->mark = g_strdup (self->mark);
  copy->host = g_strdup (self->host);
  copy->host_name = g_strdup (self->host_name);

  return copy;
}

void
muster_vm_home_free (MusterVmHome *self)
{
  g_free (self->vm);
  g_free (self->mark);
  g_free (self->host);
  g_free (self->host_name);
  g_free (self);
}
