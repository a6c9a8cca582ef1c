/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "muster-libvirt-private.h"
#include "muster-storage.h"
#include "muster-virt-error-private.h"
#include "muster-xml-private.h"

static void
disk_source_destroy (gpointer data)
{
  muster_disk_source_free (data);
}

/* --- finding --- */

static char *
dup_target (virStoragePoolPtr pool)
{
  g_autofree char *xml = virStoragePoolGetXMLDesc (pool, 0);
  g_autoptr(xmlDoc) document = NULL;

  if (xml != NULL)
    document = _muster_xml_read (xml, "pool", NULL, NULL);
  if (document == NULL)
    return NULL;

  return _muster_xml_dup_content (_muster_xml_get_child (xmlDocGetRootElement (document),
                                                         "target"),
                                  "path");
}

static gboolean
is_pool_of (virStoragePoolPtr  pool,
            const char        *folder)
{
  g_autofree char *target = dup_target (pool);
  gsize length = target != NULL ? strlen (target) : 0;

  while (length > 1 && target[length - 1] == '/')
    target[--length] = '\0';

  return g_strcmp0 (target, folder) == 0;
}

/* Returns: (transfer full) (nullable): the active pool of that folder. */
static virStoragePoolPtr
find_pool_of (virConnectPtr  connect,
              const char    *folder)
{
  g_autofree virStoragePoolPtr *pools = NULL;
  virStoragePoolPtr found = NULL;
  int n = virConnectListAllStoragePools (connect, &pools,
                                         VIR_CONNECT_LIST_STORAGE_POOLS_ACTIVE);

  for (int i = 0; i < n; i++)
    if (found == NULL && is_pool_of (pools[i], folder))
      found = pools[i];
    else
      virStoragePoolFree (pools[i]);

  return found;
}

/* A pool knows what it saw when it was refreshed last: another host may have
 * written to its storage since.
 */
static virStorageVolPtr
find_by_path (virConnectPtr   connect,
              const char     *path,
              GError        **error)
{
  virStorageVolPtr volume = virStorageVolLookupByPath (connect, path);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr(virStoragePool) pool = NULL;

  if (volume != NULL)
    return volume;

  pool = find_pool_of (connect, folder);
  if (pool == NULL)
    g_set_error (error, MUSTER_VIRT_ERROR, MUSTER_VIRT_ERROR_UNSUPPORTED,
                 "no active storage pool of %s", folder);
  else if (virStoragePoolRefresh (pool, 0) < 0 ||
           (volume = virStorageVolLookupByPath (connect, path)) == NULL)
    g_propagate_error (error, _muster_virt_error_new_last ());

  return volume;
}

static virStorageVolPtr
find_in_pool (virConnectPtr   connect,
              const char     *name,
              const char     *volume_name,
              GError        **error)
{
  g_autoptr(virStoragePool) pool = virStoragePoolLookupByName (connect, name);
  virStorageVolPtr volume = NULL;

  if (pool == NULL || virStoragePoolIsActive (pool) != 1)
    g_set_error (error, MUSTER_VIRT_ERROR, MUSTER_VIRT_ERROR_UNSUPPORTED,
                 "no active storage pool %s", name);
  else if (virStoragePoolRefresh (pool, 0) < 0 ||
           (volume = virStorageVolLookupByName (pool, volume_name)) == NULL)
    g_propagate_error (error, _muster_virt_error_new_last ());

  return volume;
}

/* --- the stamp --- */

static char *
dup_change_time (virStorageVolPtr volume)
{
  g_autofree char *xml = virStorageVolGetXMLDesc (volume, 0);
  g_autoptr(xmlDoc) document = NULL;
  xmlNodePtr target;

  if (xml != NULL)
    document = _muster_xml_read (xml, "volume", NULL, NULL);
  if (document == NULL)
    return NULL;

  target = _muster_xml_get_child (xmlDocGetRootElement (document), "target");
  return _muster_xml_dup_content (_muster_xml_get_child (target, "timestamps"), "mtime");
}

static char *
dup_stamp (virStorageVolPtr volume)
{
  g_autofree char *change = dup_change_time (volume);
  const char *key = virStorageVolGetKey (volume);
  virStorageVolInfo info = { 0, };

  virStorageVolGetInfo (volume, &info);

  return g_strdup_printf ("%s|%llu|%s", key != NULL ? key : "", info.capacity,
                          change != NULL ? change : "");
}

static DexFuture *
get_stamp_cb (virConnectPtr connect,
              gpointer      data)
{
  const MusterDiskSource *disk = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(virStorageVol) volume =
    disk->path != NULL ? find_by_path (connect, disk->path, &error)
                       : find_in_pool (connect, disk->pool, disk->volume, &error);

  if (volume == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_string (dup_stamp (volume));
}

DexFuture *
muster_storage_get_stamp (MusterConnection       *connection,
                          const MusterDiskSource *disk)
{
  g_return_val_if_fail (MUSTER_IS_CONNECTION (connection), NULL);
  g_return_val_if_fail (disk != NULL, NULL);

  return muster_connection_call (connection, get_stamp_cb,
                                 muster_disk_source_copy (disk), disk_source_destroy);
}

/* --- the clock ---------------------------------------------------------------- */

static gboolean
holds_files (virStoragePoolPtr pool)
{
  g_autofree char *xml = virStoragePoolGetXMLDesc (pool, 0);
  g_autoptr(xmlDoc) document = NULL;
  xmlNodePtr root;

  if (xml != NULL)
    document = _muster_xml_read (xml, "pool", NULL, NULL);
  if (document == NULL)
    return FALSE;

  root = xmlDocGetRootElement (document);
  return _muster_xml_is (root, "type", "dir") || _muster_xml_is (root, "type", "fs");
}

static virStoragePoolPtr
find_file_pool (virConnectPtr connect)
{
  g_autofree virStoragePoolPtr *pools = NULL;
  virStoragePoolPtr found = NULL;
  int n = virConnectListAllStoragePools (connect, &pools,
                                         VIR_CONNECT_LIST_STORAGE_POOLS_ACTIVE);

  for (int i = 0; i < n; i++)
    if (found == NULL && holds_files (pools[i]))
      found = pools[i];
    else
      virStoragePoolFree (pools[i]);

  return found;
}

static virStorageVolPtr
create_empty (virStoragePoolPtr pool)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *xml =
    g_strdup_printf ("<volume><name>.muster-clock-%s</name><capacity>0</capacity>"
                     "<target><format type='raw'/></target></volume>", id);

  return virStorageVolCreateXML (pool, xml, 0);
}

static DexFuture *
get_clock_cb (virConnectPtr connect,
              gpointer      data)
{
  g_autoptr(virStoragePool) pool = find_file_pool (connect);
  g_autoptr(virStorageVol) volume = NULL;
  g_autofree char *change = NULL;
  gint64 before, after;

  if (pool == NULL)
    return dex_future_new_reject (MUSTER_VIRT_ERROR, MUSTER_VIRT_ERROR_UNSUPPORTED,
                                  "no active storage pool of files");

  before = g_get_real_time ();
  volume = create_empty (pool);
  after = g_get_real_time ();
  if (volume == NULL)
    return muster_virt_error_future ();

  change = dup_change_time (volume);
  virStorageVolDelete (volume, 0);
  if (change == NULL)
    return dex_future_new_reject (MUSTER_VIRT_ERROR, MUSTER_VIRT_ERROR_UNSUPPORTED,
                                  "no time stamps");

  return dex_future_new_for_int64 ((gint64) (g_ascii_strtod (change, NULL) * G_USEC_PER_SEC) -
                                   (before + after) / 2);
}

DexFuture *
muster_storage_get_clock (MusterConnection *connection)
{
  g_return_val_if_fail (MUSTER_IS_CONNECTION (connection), NULL);

  return muster_connection_call (connection, get_clock_cb, NULL, NULL);
}
