/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-domain-private.h"
#include "muster-libvirt-private.h"
#include "muster-virt-error-private.h"

/* Small enough that one chunk holds no worker for long, large enough that
 * a thousand domains are not a thousand futures.
 */
#define CHUNK_DOMAINS 64

typedef GPtrArray DomainArray;  /* of virDomainPtr */

typedef struct
{
  MusterWorkerQueue *queue;
  gboolean active_only;
  unsigned int flags;
} ListRequest;

typedef struct
{
  DomainArray *domains;
  unsigned int flags;
} ChunkRequest;

G_DEFINE_BOXED_TYPE (MusterDomainListing, muster_domain_listing,
                     muster_domain_listing_copy, muster_domain_listing_free)

void
muster_domain_info_free (MusterDomainInfo *self)
{
  g_free (self->uuid);
  g_free (self->name);
  g_free (self);
}

void
muster_domain_text_free (MusterDomainText *self)
{
  g_free (self->uuid);
  g_free (self->xml);
  g_free (self);
}

MusterDomainListing *
muster_domain_listing_copy (const MusterDomainListing *self)
{
  MusterDomainListing *copy = g_new0 (MusterDomainListing, 1);

  copy->infos = g_ptr_array_ref (self->infos);
  copy->chunks = g_ptr_array_ref (self->chunks);

  return copy;
}

void
muster_domain_listing_free (MusterDomainListing *self)
{
  g_ptr_array_unref (self->infos);
  g_ptr_array_unref (self->chunks);
  g_free (self);
}

static void
domain_free (gpointer domain)
{
  virDomainFree (domain);
}

static DomainArray *
list_domains (virConnectPtr connect,
              unsigned int  flags)
{
  g_autofree virDomainPtr *domains = NULL;
  DomainArray *array;
  int n = virConnectListAllDomains (connect, &domains, flags);

  if (n < 0)
    return NULL;

  array = g_ptr_array_new_full (n, domain_free);
  for (int i = 0; i < n; i++)
    g_ptr_array_add (array, domains[i]);

  return array;
}

/* Known since the list: nobody is asked. */
static gboolean
is_active (virDomainPtr domain)
{
  return virDomainGetID (domain) != (unsigned int) -1;
}

static DomainArray *
choose_active (DomainArray *domains)
{
  DomainArray *active = g_ptr_array_new_with_free_func (domain_free);

  for (guint i = 0; i < domains->len; i++)
    if (is_active (domains->pdata[i]))
      {
        virDomainRef (domains->pdata[i]);
        g_ptr_array_add (active, domains->pdata[i]);
      }

  return active;
}

static MusterDomainInfo *
info_new (virDomainPtr domain)
{
  MusterDomainInfo *info = g_new0 (MusterDomainInfo, 1);

  info->uuid = _muster_domain_dup_id (domain);
  info->name = g_utf8_make_valid (virDomainGetName (domain), -1);

  return info;
}

/* --- what the list itself does not tell: one call each for all domains --- */

static GHashTable *
index_infos (GPtrArray *infos)
{
  GHashTable *index = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < infos->len; i++)
    {
      MusterDomainInfo *info = infos->pdata[i];

      g_hash_table_insert (index, info->uuid, info);
    }

  return index;
}

static gboolean
fill_states (virConnectPtr  connect,
             GHashTable    *index)
{
  virDomainStatsRecordPtr *records = NULL;
  int n = _muster_domain_stats (connect, VIR_DOMAIN_STATS_STATE, &records);

  for (int i = 0; i < n; i++)
    {
      g_autofree char *uuid = _muster_domain_dup_id (records[i]->dom);
      MusterDomainInfo *info = g_hash_table_lookup (index, uuid);

      if (info == NULL)
        continue;
      virTypedParamsGetInt (records[i]->params, records[i]->nparams,
                            "state.state", &info->state);
      virTypedParamsGetInt (records[i]->params, records[i]->nparams,
                            "state.reason", &info->reason);
    }

  if (n >= 0)
    virDomainStatsRecordListFree (records);

  return n >= 0;
}

/* Drivers without bulk statistics have few domains. */
static void
fill_states_singly (DomainArray *domains,
                    GPtrArray   *infos)
{
  for (guint i = 0; i < infos->len; i++)
    {
      MusterDomainInfo *info = infos->pdata[i];

      virDomainGetState (domains->pdata[i], &info->state, &info->reason, 0);
    }
}

/* Sets the flag at @offset of those that the list with @filter has. */
static void
fill_flag (virConnectPtr  connect,
           unsigned int   filter,
           GHashTable    *index,
           gsize          offset)
{
  g_autoptr(GPtrArray) domains = list_domains (connect, filter);

  for (guint i = 0; domains != NULL && i < domains->len; i++)
    {
      g_autofree char *uuid = _muster_domain_dup_id (domains->pdata[i]);
      MusterDomainInfo *info = g_hash_table_lookup (index, uuid);

      if (info != NULL)
        G_STRUCT_MEMBER (gboolean, info, offset) = TRUE;
    }
}

static GPtrArray *
describe_domains (virConnectPtr  connect,
                  DomainArray   *domains)
{
  g_autoptr(GHashTable) index = NULL;
  GPtrArray *infos;

  infos = g_ptr_array_new_full (domains->len, (GDestroyNotify) muster_domain_info_free);
  for (guint i = 0; i < domains->len; i++)
    g_ptr_array_add (infos, info_new (domains->pdata[i]));

  index = index_infos (infos);
  if (!fill_states (connect, index))
    fill_states_singly (domains, infos);
  fill_flag (connect, VIR_CONNECT_LIST_DOMAINS_PERSISTENT, index,
             G_STRUCT_OFFSET (MusterDomainInfo, persistent));
  fill_flag (connect, VIR_CONNECT_LIST_DOMAINS_MANAGEDSAVE, index,
             G_STRUCT_OFFSET (MusterDomainInfo, saved));
  fill_flag (connect, VIR_CONNECT_LIST_DOMAINS_AUTOSTART, index,
             G_STRUCT_OFFSET (MusterDomainInfo, autostart));

  return infos;
}

static DexFuture *
list_cb (virConnectPtr connect,
         gpointer      data)
{
  g_autoptr(GPtrArray) domains = list_domains (connect, 0);

  if (domains == NULL)
    return muster_virt_error_future ();

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY,
                                    describe_domains (connect, domains));
}

DexFuture *
muster_domain_list (MusterConnection *connection)
{
  return muster_connection_call (connection, list_cb, NULL, NULL);
}

/* --- one --- */

static DexFuture *
look_up_cb (virDomainPtr domain,
            gpointer     data)
{
  GPtrArray *infos =
    g_ptr_array_new_with_free_func ((GDestroyNotify) muster_domain_info_free);
  MusterDomainInfo *info = info_new (domain);
  int autostart = 0;

  g_ptr_array_add (infos, info);
  virDomainGetAutostart (domain, &autostart);
  info->autostart = autostart != 0;
  info->persistent = virDomainIsPersistent (domain) == 1;
  info->saved = virDomainHasManagedSaveImage (domain, 0) == 1;

  if (virDomainGetState (domain, &info->state, &info->reason, 0) < 0)
    {
      DexFuture *failed = muster_virt_error_future ();

      g_ptr_array_unref (infos);
      return failed;
    }

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, infos);
}

DexFuture *
muster_domain_look_up (MusterConnection *connection,
                       const char       *uuid)
{
  g_return_val_if_fail (uuid != NULL, NULL);

  return _muster_domain_call (connection, MUSTER_LANE_QUERY, uuid, look_up_cb,
                              NULL, NULL);
}

/* --- all, with their XML --- */

static void
list_request_free (gpointer data)
{
  ListRequest *self = data;

  muster_worker_queue_unref (self->queue);
  g_free (self);
}

static void
chunk_request_free (gpointer data)
{
  ChunkRequest *self = data;

  g_ptr_array_unref (self->domains);
  g_free (self);
}

static void
add_text (GPtrArray    *texts,
          virDomainPtr  domain,
          char         *xml)
{
  MusterDomainText *text = g_new0 (MusterDomainText, 1);

  text->uuid = _muster_domain_dup_id (domain);
  text->xml = xml;
  g_ptr_array_add (texts, text);
}

static DexFuture *
fetch_chunk_cb (gpointer data)
{
  ChunkRequest *self = data;
  g_autoptr(GPtrArray) texts = NULL;

  texts = g_ptr_array_new_full (self->domains->len,
                                (GDestroyNotify) muster_domain_text_free);
  for (guint i = 0; i < self->domains->len; i++)
    {
      g_autoptr(GError) error = NULL;
      char *xml;

      virResetLastError ();
      xml = virDomainGetXMLDesc (self->domains->pdata[i], self->flags);
      if (xml != NULL)
        {
          add_text (texts, self->domains->pdata[i], xml);
          continue;
        }

      /* One that went away or is not for us to read is no reason to stop. */
      error = _muster_virt_error_new_last ();
      if (g_error_matches (error, MUSTER_VIRT_ERROR, MUSTER_VIRT_ERROR_UNREACHABLE))
        return dex_future_new_for_error (g_steal_pointer (&error));
    }

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&texts));
}

static void
push_chunks (ListRequest *self,
             DomainArray *domains,
             GPtrArray   *chunks)
{
  for (guint i = 0; i < domains->len; i += CHUNK_DOMAINS)
    {
      ChunkRequest *chunk = g_new0 (ChunkRequest, 1);
      guint end = MIN (i + CHUNK_DOMAINS, domains->len);

      chunk->flags = self->flags;
      chunk->domains = g_ptr_array_new_full (end - i, domain_free);
      for (guint j = i; j < end; j++)
        {
          virDomainRef (domains->pdata[j]);
          g_ptr_array_add (chunk->domains, domains->pdata[j]);
        }

      g_ptr_array_add (chunks,
                       muster_worker_queue_push (self->queue, MUSTER_LANE_QUERY,
                                                 fetch_chunk_cb, chunk,
                                                 chunk_request_free));
    }
}

/* The other workers fetch while this one asks for the states. */
static DexFuture *
list_with_xml_cb (virConnectPtr connect,
                  gpointer      data)
{
  ListRequest *self = data;
  g_autoptr(GPtrArray) domains = list_domains (connect, 0);
  g_autoptr(GPtrArray) wanted = NULL;
  MusterDomainListing *listing;

  if (domains == NULL)
    return muster_virt_error_future ();

  wanted = self->active_only ? choose_active (domains) : g_ptr_array_ref (domains);
  listing = g_new0 (MusterDomainListing, 1);
  listing->chunks = g_ptr_array_new_with_free_func (dex_unref);
  push_chunks (self, wanted, listing->chunks);
  listing->infos = describe_domains (connect, domains);

  return dex_future_new_take_boxed (MUSTER_TYPE_DOMAIN_LISTING, listing);
}

DexFuture *
muster_domain_list_with_xml (MusterConnection *connection,
                             gboolean          active_only,
                             unsigned int      flags)
{
  ListRequest *request;

  g_return_val_if_fail (MUSTER_IS_CONNECTION (connection), NULL);

  request = g_new0 (ListRequest, 1);
  request->queue = muster_worker_queue_ref (_muster_connection_get_queue (connection));
  request->active_only = active_only;
  request->flags = flags;

  return muster_connection_call (connection, list_with_xml_cb,
                                 request, list_request_free);
}
