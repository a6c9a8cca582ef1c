/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-domain-private.h"
#include "muster-libvirt-private.h"

#define MAX_PICTURE_BYTES (64 * 1024 * 1024)
#define LOOPBACK_MAC "00:00:00:00:00:00"

typedef struct
{
  char *uuid;
  MusterDomainFunc func;
  gpointer data;
  GDestroyNotify destroy;
} DomainCall;

typedef struct
{
  virKeycodeSet set;
  guint hold_ms;
  guint n_codes;
  guint codes[VIR_DOMAIN_SEND_KEY_MAX_KEYS];
} KeyPress;

static void
domain_call_free (gpointer data)
{
  DomainCall *self = data;

  if (self->destroy != NULL)
    self->destroy (self->data);
  g_free (self->uuid);
  g_free (self);
}

static DexFuture *
domain_call_cb (virConnectPtr connect,
                gpointer      data)
{
  DomainCall *self = data;
  g_autoptr(virDomain) domain = virDomainLookupByUUIDString (connect, self->uuid);

  if (domain == NULL)
    return muster_virt_error_future ();

  return self->func (domain, self->data);
}

/*< private >
 * _muster_domain_call:
 * @func: does something with the domain, on a worker of @lane
 * @data: (transfer full): for @func
 */
DexFuture *
_muster_domain_call (MusterConnection *connection,
                     MusterLane        lane,
                     const char       *uuid,
                     MusterDomainFunc  func,
                     gpointer          data,
                     GDestroyNotify    destroy)
{
  DomainCall *call = g_new0 (DomainCall, 1);

  call->uuid = g_strdup (uuid);
  call->func = func;
  call->data = data;
  call->destroy = destroy;

  return _muster_connection_call_in_lane (connection, lane, domain_call_cb,
                                          call, domain_call_free);
}

/*< private >
 * _muster_domain_dup_id:
 *
 * Returns: (transfer full): the UUID as text; asks nobody
 */
char *
_muster_domain_dup_id (virDomainPtr domain)
{
  char uuid[VIR_UUID_STRING_BUFLEN] = "";

  virDomainGetUUIDString (domain, uuid);
  return g_strdup (uuid);
}

static DexFuture *
future_of_result (int result)
{
  return result < 0 ? muster_virt_error_future () : dex_future_new_true ();
}

static DexFuture *
get_xml_cb (virDomainPtr domain,
            gpointer     data)
{
  g_autofree char *xml = virDomainGetXMLDesc (domain, GPOINTER_TO_UINT (data));

  if (xml == NULL)
    return muster_virt_error_future ();

  return dex_future_new_take_string (g_steal_pointer (&xml));
}

DexFuture *
muster_domain_get_xml (MusterConnection *connection,
                       const char       *uuid,
                       unsigned int      flags)
{
  g_return_val_if_fail (uuid != NULL, NULL);

  return _muster_domain_call (connection, MUSTER_LANE_QUERY, uuid, get_xml_cb,
                              GUINT_TO_POINTER (flags), NULL);
}

/* --- addresses --- */

void
muster_guest_address_free (MusterGuestAddress *self)
{
  g_free (self->mac);
  g_free (self->address);
  g_free (self);
}

static void
add_addresses (GPtrArray          *addresses,
               virDomainInterface *interface)
{
  if (interface->hwaddr == NULL || g_str_equal (interface->hwaddr, LOOPBACK_MAC))
    return;

  for (guint i = 0; i < interface->naddrs; i++)
    {
      MusterGuestAddress *address = g_new0 (MusterGuestAddress, 1);

      address->mac = g_utf8_make_valid (interface->hwaddr, -1);
      address->address = g_utf8_make_valid (interface->addrs[i].addr, -1);
      g_ptr_array_add (addresses, address);
    }
}

static DexFuture *
list_addresses_cb (virDomainPtr domain,
                   gpointer     data)
{
  g_autoptr(GPtrArray) addresses =
    g_ptr_array_new_with_free_func ((GDestroyNotify) muster_guest_address_free);
  g_autofree virDomainInterfacePtr *interfaces = NULL;
  int n = virDomainInterfaceAddresses (domain, &interfaces,
                                       VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_AGENT, 0);

  if (n < 0)
    return muster_virt_error_future ();

  for (int i = 0; i < n; i++)
    {
      add_addresses (addresses, interfaces[i]);
      virDomainInterfaceFree (interfaces[i]);
    }

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&addresses));
}

DexFuture *
muster_domain_list_agent_addresses (MusterConnection *connection,
                                    const char       *uuid)
{
  g_return_val_if_fail (uuid != NULL, NULL);

  return _muster_domain_call (connection, MUSTER_LANE_GUEST, uuid,
                              list_addresses_cb, NULL, NULL);
}

/* --- acts --- */

static DexFuture *
start_cb (virDomainPtr domain,
          gpointer     data)
{
  return future_of_result (virDomainCreate (domain));
}

DexFuture *
muster_domain_start (MusterConnection *connection,
                     const char       *uuid)
{
  g_return_val_if_fail (uuid != NULL, NULL);

  return _muster_domain_call (connection, MUSTER_LANE_ACT, uuid, start_cb, NULL, NULL);
}

static DexFuture *
shutdown_cb (virDomainPtr domain,
             gpointer     data)
{
  return future_of_result (virDomainShutdownFlags (domain, 0));
}

DexFuture *
muster_domain_shutdown (MusterConnection *connection,
                        const char       *uuid)
{
  g_return_val_if_fail (uuid != NULL, NULL);

  return _muster_domain_call (connection, MUSTER_LANE_ACT, uuid, shutdown_cb, NULL, NULL);
}

static DexFuture *
force_off_cb (virDomainPtr domain,
              gpointer     data)
{
  return future_of_result (virDomainDestroyFlags (domain, 0));
}

DexFuture *
muster_domain_force_off (MusterConnection *connection,
                         const char       *uuid)
{
  g_return_val_if_fail (uuid != NULL, NULL);

  return _muster_domain_call (connection, MUSTER_LANE_ACT, uuid, force_off_cb, NULL, NULL);
}

static DexFuture *
reboot_cb (virDomainPtr domain,
           gpointer     data)
{
  return future_of_result (virDomainReboot (domain, 0));
}

DexFuture *
muster_domain_reboot (MusterConnection *connection,
                      const char       *uuid)
{
  g_return_val_if_fail (uuid != NULL, NULL);

  return _muster_domain_call (connection, MUSTER_LANE_ACT, uuid, reboot_cb, NULL, NULL);
}

static DexFuture *
reset_cb (virDomainPtr domain,
          gpointer     data)
{
  return future_of_result (virDomainReset (domain, 0));
}

DexFuture *
muster_domain_reset (MusterConnection *connection,
                     const char       *uuid)
{
  g_return_val_if_fail (uuid != NULL, NULL);

  return _muster_domain_call (connection, MUSTER_LANE_ACT, uuid, reset_cb, NULL, NULL);
}

static DexFuture *
pause_cb (virDomainPtr domain,
          gpointer     data)
{
  return future_of_result (virDomainSuspend (domain));
}

DexFuture *
muster_domain_pause (MusterConnection *connection,
                     const char       *uuid)
{
  g_return_val_if_fail (uuid != NULL, NULL);

  return _muster_domain_call (connection, MUSTER_LANE_ACT, uuid, pause_cb, NULL, NULL);
}

/* A guest that put itself to sleep is woken; to libvirt that is another act. */
static DexFuture *
resume_cb (virDomainPtr domain,
           gpointer     data)
{
  int state = VIR_DOMAIN_NOSTATE;

  if (virDomainGetState (domain, &state, NULL, 0) == 0 &&
      state == VIR_DOMAIN_PMSUSPENDED)
    return future_of_result (virDomainPMWakeup (domain, 0));

  return future_of_result (virDomainResume (domain));
}

DexFuture *
muster_domain_resume (MusterConnection *connection,
                      const char       *uuid)
{
  g_return_val_if_fail (uuid != NULL, NULL);

  return _muster_domain_call (connection, MUSTER_LANE_ACT, uuid, resume_cb, NULL, NULL);
}

static DexFuture *
save_cb (virDomainPtr domain,
         gpointer     data)
{
  return future_of_result (virDomainManagedSave (domain, 0));
}

DexFuture *
muster_domain_save (MusterConnection *connection,
                    const char       *uuid)
{
  g_return_val_if_fail (uuid != NULL, NULL);

  return _muster_domain_call (connection, MUSTER_LANE_ACT, uuid, save_cb, NULL, NULL);
}

static DexFuture *
discard_saved_cb (virDomainPtr domain,
                  gpointer     data)
{
  return future_of_result (virDomainManagedSaveRemove (domain, 0));
}

DexFuture *
muster_domain_discard_saved (MusterConnection *connection,
                             const char       *uuid)
{
  g_return_val_if_fail (uuid != NULL, NULL);

  return _muster_domain_call (connection, MUSTER_LANE_ACT, uuid,
                              discard_saved_cb, NULL, NULL);
}

/* --- definitions --- */

typedef struct
{
  char *xml;
  unsigned int flags;
} Update;

static void
update_free (gpointer data)
{
  Update *self = data;

  /* It may hold a password. */
  explicit_bzero (self->xml, strlen (self->xml));
  g_free (self->xml);
  g_free (self);
}

static DexFuture *
update_device_cb (virDomainPtr domain,
                  gpointer     data)
{
  Update *update = data;

  return future_of_result (virDomainUpdateDeviceFlags (domain, update->xml, update->flags));
}

DexFuture *
muster_domain_update_device (MusterConnection *connection,
                             const char       *uuid,
                             const char       *xml,
                             unsigned int      flags)
{
  Update *update;

  g_return_val_if_fail (uuid != NULL, NULL);
  g_return_val_if_fail (xml != NULL, NULL);

  update = g_new0 (Update, 1);
  update->xml = g_strdup (xml);
  update->flags = flags;

  return _muster_domain_call (connection, MUSTER_LANE_ACT, uuid, update_device_cb,
                              update, update_free);
}

static DexFuture *
define_cb (virConnectPtr connect,
           gpointer      data)
{
  g_autoptr(virDomain) domain = virDomainDefineXMLFlags (connect, data, 0);

  return domain != NULL ? dex_future_new_true () : muster_virt_error_future ();
}

DexFuture *
muster_domain_define (MusterConnection *connection,
                      const char       *xml)
{
  g_return_val_if_fail (xml != NULL, NULL);

  return _muster_connection_call_in_lane (connection, MUSTER_LANE_ACT, define_cb,
                                          g_strdup (xml), g_free);
}

static DexFuture *
undefine_cb (virDomainPtr domain,
             gpointer     data)
{
  return future_of_result (virDomainUndefineFlags (domain,
                                                   VIR_DOMAIN_UNDEFINE_MANAGED_SAVE |
                                                   VIR_DOMAIN_UNDEFINE_SNAPSHOTS_METADATA |
                                                   VIR_DOMAIN_UNDEFINE_CHECKPOINTS_METADATA |
                                                   VIR_DOMAIN_UNDEFINE_KEEP_NVRAM));
}

DexFuture *
muster_domain_undefine (MusterConnection *connection,
                        const char       *uuid)
{
  g_return_val_if_fail (uuid != NULL, NULL);

  return _muster_domain_call (connection, MUSTER_LANE_ACT, uuid, undefine_cb, NULL, NULL);
}

/* --- keys --- */

static DexFuture *
send_keys_cb (virDomainPtr domain,
              gpointer     data)
{
  KeyPress *press = data;

  return future_of_result (virDomainSendKey (domain, press->set,
                                             press->hold_ms, press->codes,
                                             press->n_codes, 0));
}

static DexFuture *
send_keys (MusterConnection *connection,
           const char       *uuid,
           virKeycodeSet     set,
           const guint      *codes,
           guint             n_codes,
           guint             hold_ms)
{
  KeyPress *press;

  if (n_codes > VIR_DOMAIN_SEND_KEY_MAX_KEYS)
    return dex_future_new_reject (MUSTER_VIRT_ERROR, MUSTER_VIRT_ERROR_INVALID,
                                  _("At most %d keys can be pressed together."),
                                  VIR_DOMAIN_SEND_KEY_MAX_KEYS);

  press = g_new0 (KeyPress, 1);
  press->set = set;
  press->hold_ms = hold_ms;
  press->n_codes = n_codes;
  memcpy (press->codes, codes, n_codes * sizeof (guint));

  return _muster_domain_call (connection, MUSTER_LANE_ACT, uuid,
                              send_keys_cb, press, g_free);
}

DexFuture *
muster_domain_send_keys (MusterConnection *connection,
                         const char       *uuid,
                         const guint      *codes,
                         guint             n_codes,
                         guint             hold_ms)
{
  g_return_val_if_fail (uuid != NULL, NULL);
  g_return_val_if_fail (codes != NULL, NULL);
  g_return_val_if_fail (n_codes > 0, NULL);

  return send_keys (connection, uuid, VIR_KEYCODE_SET_LINUX, codes, n_codes, hold_ms);
}

DexFuture *
muster_domain_send_scan_codes (MusterConnection *connection,
                               const char       *uuid,
                               const guint      *codes,
                               guint             n_codes,
                               guint             hold_ms)
{
  g_return_val_if_fail (uuid != NULL, NULL);
  g_return_val_if_fail (codes != NULL, NULL);
  g_return_val_if_fail (n_codes > 0, NULL);

  return send_keys (connection, uuid, VIR_KEYCODE_SET_QNUM, codes, n_codes, hold_ms);
}

/* --- the screen --- */

static int
receive_cb (virStreamPtr  stream,
            const char   *bytes,
            size_t        n_bytes,
            void         *data)
{
  GByteArray *picture = data;

  if (picture->len + n_bytes > MAX_PICTURE_BYTES)
    return -1;

  g_byte_array_append (picture, (const guint8 *) bytes, n_bytes);
  return n_bytes;
}

static DexFuture *
screenshot_cb (virDomainPtr domain,
               gpointer     data)
{
  g_autoptr(GByteArray) picture = g_byte_array_new ();
  g_autoptr(virStream) stream = virStreamNew (virDomainGetConnect (domain), 0);
  g_autofree char *mime = NULL;

  if (stream == NULL)
    return muster_virt_error_future ();

  mime = virDomainScreenshot (domain, stream, GPOINTER_TO_UINT (data), 0);
  if (mime == NULL)
    return muster_virt_error_future ();

  /* A failed transfer has ended the stream already. */
  if (virStreamRecvAll (stream, receive_cb, picture) < 0 ||
      virStreamFinish (stream) < 0)
    return muster_virt_error_future ();

  return dex_future_new_take_boxed (G_TYPE_BYTES,
                                    g_byte_array_free_to_bytes (g_steal_pointer (&picture)));
}

DexFuture *
muster_domain_screenshot (MusterConnection *connection,
                          const char       *uuid,
                          guint             screen)
{
  g_return_val_if_fail (uuid != NULL, NULL);

  return _muster_domain_call (connection, MUSTER_LANE_QUERY, uuid, screenshot_cb,
                              GUINT_TO_POINTER (screen), NULL);
}
