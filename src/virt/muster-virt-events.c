/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <libvirt/libvirt.h>

#include "muster-virt-events-private.h"

struct _MusterVirtEvents
{
  GArray *domain_ids;
  GArray *network_ids;
  GArray *pool_ids;
  GArray *device_ids;
  gboolean has_lifecycle;
};

static void
emit_domain (MusterVirtSink      *sink,
             virDomainPtr         domain,
             MusterVirtEventKind  kind,
             int                  code,
             int                  detail,
             const char          *text)
{
  char uuid[VIR_UUID_STRING_BUFLEN];
  MusterVirtEvent event = { kind, uuid, virDomainGetName (domain), code, detail, text };

  if (virDomainGetUUIDString (domain, uuid) == 0)
    _muster_virt_sink_emit (sink, &event);
}

static int
lifecycle_cb (virConnectPtr connect,
              virDomainPtr  domain,
              int           event,
              int           detail,
              void         *data)
{
  emit_domain (data, domain, MUSTER_VIRT_EVENT_DOMAIN_STATE, event, detail, NULL);
  return 0;
}

static void
reboot_cb (virConnectPtr connect,
           virDomainPtr  domain,
           void         *data)
{
  emit_domain (data, domain, MUSTER_VIRT_EVENT_DOMAIN_REBOOT, 0, 0, NULL);
}

static void
graphics_cb (virConnectPtr                   connect,
             virDomainPtr                    domain,
             int                             phase,
             const virDomainEventGraphicsAddress *local,
             const virDomainEventGraphicsAddress *remote,
             const char                     *scheme,
             const virDomainEventGraphicsSubject *subject,
             void                           *data)
{
  emit_domain (data, domain, MUSTER_VIRT_EVENT_DOMAIN_GRAPHICS, phase, 0, scheme);
}

static void
metadata_cb (virConnectPtr  connect,
             virDomainPtr   domain,
             int            type,
             const char    *uri,
             void          *data)
{
  emit_domain (data, domain, MUSTER_VIRT_EVENT_DOMAIN_CHANGED, type, 0, uri);
}

static void
device_added_cb (virConnectPtr  connect,
                 virDomainPtr   domain,
                 const char    *alias,
                 void          *data)
{
  emit_domain (data, domain, MUSTER_VIRT_EVENT_DOMAIN_DEVICE,
               MUSTER_VIRT_DEVICE_ADDED, 0, alias);
}

static void
device_removed_cb (virConnectPtr  connect,
                   virDomainPtr   domain,
                   const char    *alias,
                   void          *data)
{
  emit_domain (data, domain, MUSTER_VIRT_EVENT_DOMAIN_DEVICE,
               MUSTER_VIRT_DEVICE_REMOVED, 0, alias);
}

static void
device_kept_cb (virConnectPtr  connect,
                virDomainPtr   domain,
                const char    *alias,
                void          *data)
{
  emit_domain (data, domain, MUSTER_VIRT_EVENT_DOMAIN_DEVICE,
               MUSTER_VIRT_DEVICE_KEPT, 0, alias);
}

static void
tray_cb (virConnectPtr  connect,
         virDomainPtr   domain,
         const char    *alias,
         int            reason,
         void          *data)
{
  emit_domain (data, domain, MUSTER_VIRT_EVENT_DOMAIN_DEVICE,
               MUSTER_VIRT_DEVICE_CHANGED, reason, alias);
}

static void
disk_cb (virConnectPtr  connect,
         virDomainPtr   domain,
         const char    *old_source,
         const char    *new_source,
         const char    *alias,
         int            reason,
         void          *data)
{
  emit_domain (data, domain, MUSTER_VIRT_EVENT_DOMAIN_DEVICE,
               MUSTER_VIRT_DEVICE_CHANGED, reason, alias);
}

static void
agent_cb (virConnectPtr connect,
          virDomainPtr  domain,
          int           state,
          int           reason,
          void         *data)
{
  emit_domain (data, domain, MUSTER_VIRT_EVENT_DOMAIN_AGENT, state, reason, NULL);
}

static void
iteration_cb (virConnectPtr connect,
              virDomainPtr  domain,
              int           iteration,
              void         *data)
{
  emit_domain (data, domain, MUSTER_VIRT_EVENT_DOMAIN_JOB, iteration, 0, NULL);
}

static void
job_cb (virConnectPtr          connect,
        virDomainPtr           domain,
        virTypedParameterPtr   params,
        int                    n_params,
        void                  *data)
{
  emit_domain (data, domain, MUSTER_VIRT_EVENT_DOMAIN_JOB, -1, 0, NULL);
}

static void
block_job_cb (virConnectPtr  connect,
              virDomainPtr   domain,
              const char    *disk,
              int            type,
              int            status,
              void          *data)
{
  emit_domain (data, domain, MUSTER_VIRT_EVENT_DOMAIN_BLOCK_JOB, type, status, disk);
}

static void
network_cb (virConnectPtr connect,
            virNetworkPtr network,
            int           event,
            int           detail,
            void         *data)
{
  char uuid[VIR_UUID_STRING_BUFLEN];
  MusterVirtEvent told = { MUSTER_VIRT_EVENT_NETWORK, uuid,
                           virNetworkGetName (network), event, detail, NULL };

  if (virNetworkGetUUIDString (network, uuid) == 0)
    _muster_virt_sink_emit (data, &told);
}

static void
pool_cb (virConnectPtr     connect,
         virStoragePoolPtr pool,
         int               event,
         int               detail,
         void             *data)
{
  char uuid[VIR_UUID_STRING_BUFLEN];
  MusterVirtEvent told = { MUSTER_VIRT_EVENT_POOL, uuid,
                           virStoragePoolGetName (pool), event, detail, NULL };

  if (virStoragePoolGetUUIDString (pool, uuid) == 0)
    _muster_virt_sink_emit (data, &told);
}

static void
pool_refresh_cb (virConnectPtr      connect,
                 virStoragePoolPtr  pool,
                 void              *data)
{
  pool_cb (connect, pool, -1, 0, data);
}

static void
device_cb (virConnectPtr    connect,
           virNodeDevicePtr device,
           int              event,
           int              detail,
           void            *data)
{
  MusterVirtEvent told = { MUSTER_VIRT_EVENT_NODE_DEVICE, NULL,
                           virNodeDeviceGetName (device), event, detail, NULL };

  _muster_virt_sink_emit (data, &told);
}

static void
device_update_cb (virConnectPtr     connect,
                  virNodeDevicePtr  device,
                  void             *data)
{
  device_cb (connect, device, -1, 0, data);
}

static const struct
{
  int id;
  virConnectDomainEventGenericCallback callback;
} domain_events[] = {
  { VIR_DOMAIN_EVENT_ID_LIFECYCLE, VIR_DOMAIN_EVENT_CALLBACK (lifecycle_cb) },
  { VIR_DOMAIN_EVENT_ID_REBOOT, VIR_DOMAIN_EVENT_CALLBACK (reboot_cb) },
  { VIR_DOMAIN_EVENT_ID_GRAPHICS, VIR_DOMAIN_EVENT_CALLBACK (graphics_cb) },
  { VIR_DOMAIN_EVENT_ID_METADATA_CHANGE, VIR_DOMAIN_EVENT_CALLBACK (metadata_cb) },
  { VIR_DOMAIN_EVENT_ID_DEVICE_ADDED, VIR_DOMAIN_EVENT_CALLBACK (device_added_cb) },
  { VIR_DOMAIN_EVENT_ID_DEVICE_REMOVED, VIR_DOMAIN_EVENT_CALLBACK (device_removed_cb) },
  { VIR_DOMAIN_EVENT_ID_DEVICE_REMOVAL_FAILED, VIR_DOMAIN_EVENT_CALLBACK (device_kept_cb) },
  { VIR_DOMAIN_EVENT_ID_TRAY_CHANGE, VIR_DOMAIN_EVENT_CALLBACK (tray_cb) },
  { VIR_DOMAIN_EVENT_ID_DISK_CHANGE, VIR_DOMAIN_EVENT_CALLBACK (disk_cb) },
  { VIR_DOMAIN_EVENT_ID_AGENT_LIFECYCLE, VIR_DOMAIN_EVENT_CALLBACK (agent_cb) },
  { VIR_DOMAIN_EVENT_ID_MIGRATION_ITERATION, VIR_DOMAIN_EVENT_CALLBACK (iteration_cb) },
  { VIR_DOMAIN_EVENT_ID_JOB_COMPLETED, VIR_DOMAIN_EVENT_CALLBACK (job_cb) },
  { VIR_DOMAIN_EVENT_ID_BLOCK_JOB_2, VIR_DOMAIN_EVENT_CALLBACK (block_job_cb) },
};

static void
free_sink_cb (void *data)
{
  _muster_virt_sink_unref (data);
}

/* What a driver or an older host does not support is left out. */
static void
keep_id (GArray         *ids,
         int             id,
         MusterVirtSink *sink)
{
  if (id >= 0)
    g_array_append_val (ids, id);
  else
    _muster_virt_sink_unref (sink);
}

static void
add_domain_events (MusterVirtEvents *self,
                   virConnectPtr     connect,
                   MusterVirtSink   *sink)
{
  for (guint i = 0; i < G_N_ELEMENTS (domain_events); i++)
    {
      int id = virConnectDomainEventRegisterAny (connect, NULL, domain_events[i].id,
                                                 domain_events[i].callback,
                                                 _muster_virt_sink_ref (sink),
                                                 free_sink_cb);

      keep_id (self->domain_ids, id, sink);
      if (i == 0)
        self->has_lifecycle = id >= 0;
    }
}

static void
add_network_event (MusterVirtEvents *self,
                   virConnectPtr     connect,
                   MusterVirtSink   *sink)
{
  int id = virConnectNetworkEventRegisterAny (connect, NULL,
                                              VIR_NETWORK_EVENT_ID_LIFECYCLE,
                                              VIR_NETWORK_EVENT_CALLBACK (network_cb),
                                              _muster_virt_sink_ref (sink),
                                              free_sink_cb);

  keep_id (self->network_ids, id, sink);
}

static void
add_pool_event (MusterVirtEvents                         *self,
                virConnectPtr                             connect,
                int                                       event,
                virConnectStoragePoolEventGenericCallback callback,
                MusterVirtSink                           *sink)
{
  int id = virConnectStoragePoolEventRegisterAny (connect, NULL, event, callback,
                                                  _muster_virt_sink_ref (sink),
                                                  free_sink_cb);

  keep_id (self->pool_ids, id, sink);
}

static void
add_device_event (MusterVirtEvents                        *self,
                  virConnectPtr                            connect,
                  int                                      event,
                  virConnectNodeDeviceEventGenericCallback callback,
                  MusterVirtSink                          *sink)
{
  int id = virConnectNodeDeviceEventRegisterAny (connect, NULL, event, callback,
                                                 _muster_virt_sink_ref (sink),
                                                 free_sink_cb);

  keep_id (self->device_ids, id, sink);
}

/*< private >
 * _muster_virt_events_new:
 *
 * Subscribes to all a host has to tell.  Blocks.
 */
MusterVirtEvents *
_muster_virt_events_new (virConnectPtr   connect,
                         MusterVirtSink *sink)
{
  MusterVirtEvents *self = g_new0 (MusterVirtEvents, 1);

  self->domain_ids = g_array_new (FALSE, FALSE, sizeof (int));
  self->network_ids = g_array_new (FALSE, FALSE, sizeof (int));
  self->pool_ids = g_array_new (FALSE, FALSE, sizeof (int));
  self->device_ids = g_array_new (FALSE, FALSE, sizeof (int));

  add_domain_events (self, connect, sink);
  add_network_event (self, connect, sink);
  add_pool_event (self, connect, VIR_STORAGE_POOL_EVENT_ID_LIFECYCLE,
                  VIR_STORAGE_POOL_EVENT_CALLBACK (pool_cb), sink);
  add_pool_event (self, connect, VIR_STORAGE_POOL_EVENT_ID_REFRESH,
                  VIR_STORAGE_POOL_EVENT_CALLBACK (pool_refresh_cb), sink);
  add_device_event (self, connect, VIR_NODE_DEVICE_EVENT_ID_LIFECYCLE,
                    VIR_NODE_DEVICE_EVENT_CALLBACK (device_cb), sink);
  add_device_event (self, connect, VIR_NODE_DEVICE_EVENT_ID_UPDATE,
                    VIR_NODE_DEVICE_EVENT_CALLBACK (device_update_cb), sink);

  return self;
}

static void
end_each (GArray        *ids,
          virConnectPtr  connect,
          int          (*deregister) (virConnectPtr connect,
                                      int           id))
{
  for (guint i = 0; i < ids->len; i++)
    deregister (connect, g_array_index (ids, int, i));

  g_array_unref (ids);
}

/*< private >
 * _muster_virt_events_free:
 *
 * Ends the subscriptions, each of which holds the connection.  Blocks.
 */
void
_muster_virt_events_free (MusterVirtEvents *self,
                          virConnectPtr     connect)
{
  end_each (self->domain_ids, connect, virConnectDomainEventDeregisterAny);
  end_each (self->network_ids, connect, virConnectNetworkEventDeregisterAny);
  end_each (self->pool_ids, connect, virConnectStoragePoolEventDeregisterAny);
  end_each (self->device_ids, connect, virConnectNodeDeviceEventDeregisterAny);
  g_free (self);
}

gboolean
_muster_virt_events_has_lifecycle (MusterVirtEvents *self)
{
  return self->has_lifecycle;
}
