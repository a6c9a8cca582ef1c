/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-domain-details.h"
#include "muster-domain.h"
#include "muster-domain-xml.h"

void
muster_domain_details_free (MusterDomainDetails *self)
{
  g_free (self->uuid);
  g_free (self->title);
  g_free (self->description);
  g_free (self->os_id);
  g_free (self->graphics);
  g_strfreev (self->macs);
  g_free (self);
}

static char *
first_graphics_type (MusterDomainXml *xml)
{
  g_autoptr(GPtrArray) graphics = muster_domain_xml_list_graphics (xml);
  MusterGraphicsInfo *first;

  if (graphics->len == 0)
    return NULL;
  first = graphics->pdata[0];
  return g_strdup (first->type);
}

MusterDomainDetails *
muster_domain_details_parse (const char  *xml,
                             GError     **error)
{
  g_autoptr(MusterDomainXml) document = muster_domain_xml_new_summary (xml, error);
  MusterDomainDetails *self;

  if (document == NULL)
    return NULL;

  self = g_new0 (MusterDomainDetails, 1);
  self->uuid = muster_domain_xml_dup_uuid (document);
  self->title = muster_domain_xml_dup_title (document);
  self->description = muster_domain_xml_dup_description (document);
  self->os_id = muster_domain_xml_dup_os_id (document);
  self->graphics = first_graphics_type (document);
  self->macs = muster_domain_xml_dup_macs (document);
  self->vcpus = muster_domain_xml_get_vcpus (document);
  self->memory_kib = muster_domain_xml_get_memory_kib (document);
  self->agent_connected = muster_domain_xml_get_agent_connected (document);
  return self;
}

static DexFuture *
parse_all_fiber (gpointer user_data)
{
  GPtrArray *texts = user_data;
  g_autoptr(GPtrArray) parsed =
    g_ptr_array_new_full (texts->len, (GDestroyNotify) muster_domain_details_free);

  for (guint i = 0; i < texts->len; i++)
    {
      MusterDomainText *text = texts->pdata[i];
      MusterDomainDetails *details = muster_domain_details_parse (text->xml, NULL);

      if (details == NULL)
        continue;
      /* The host's list knows the domain by this one, whatever its XML says. */
      g_set_str (&details->uuid, text->uuid);
      g_ptr_array_add (parsed, details);
    }
  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&parsed));
}

DexFuture *
muster_domain_details_parse_all (GPtrArray *texts)
{
  g_return_val_if_fail (texts != NULL, NULL);

  return dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0,
                              parse_all_fiber, g_ptr_array_ref (texts),
                              (GDestroyNotify) g_ptr_array_unref);
}
