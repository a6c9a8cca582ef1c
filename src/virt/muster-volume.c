/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "muster-libvirt-private.h"
#include "muster-virt-error-private.h"
#include "muster-volume.h"

typedef struct
{
  char *pool;
  char *path;       /* of its folder */
  char *name;       /* of a volume */
  GBytes *content;
} Request;

static Request *
request_new (const char *pool,
             const char *path,
             const char *name,
             GBytes     *content)
{
  Request *self = g_new0 (Request, 1);

  self->pool = g_strdup (pool);
  self->path = g_strdup (path);
  self->name = g_strdup (name);
  self->content = content != NULL ? g_bytes_ref (content) : NULL;

  return self;
}

static void
request_free (gpointer data)
{
  Request *self = data;

  g_free (self->pool);
  g_free (self->path);
  g_free (self->name);
  g_clear_pointer (&self->content, g_bytes_unref);
  g_free (self);
}

/* Before anything is freed, which clears libvirt's last error. */
static void
take_error (GError **error)
{
  g_propagate_error (error, _muster_virt_error_new_last ());
}

/* --- the pool ---------------------------------------------------------------------- */

static virStoragePoolPtr
define_pool (virConnectPtr  connect,
             const Request *request)
{
  g_autofree char *xml =
    g_markup_printf_escaped ("<pool type='dir'><name>%s</name><target><path>%s</path>"
                             "<permissions><mode>0700</mode></permissions></target></pool>",
                             request->pool, request->path);
  virStoragePoolPtr pool = virStoragePoolDefineXML (connect, xml, 0);

  /* Another desktop may have been quicker. */
  return pool != NULL ? pool : virStoragePoolLookupByName (connect, request->pool);
}

static gboolean
start (virStoragePoolPtr   pool,
       GError            **error)
{
  g_autoptr (GError) failure = NULL;

  if (virStoragePoolIsActive (pool) == 1 ||
      virStoragePoolCreate (pool, VIR_STORAGE_POOL_CREATE_WITH_BUILD) == 0)
    return TRUE;
  take_error (&failure);
  if (virStoragePoolIsActive (pool) == 1)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));

  return FALSE;
}

/* Returns: (nullable): the pool, active. */
static virStoragePoolPtr
open_pool (virConnectPtr   connect,
           const Request  *request,
           GError        **error)
{
  g_autoptr (virStoragePool) pool = virStoragePoolLookupByName (connect, request->pool);

  if (pool == NULL)
    take_error (error);
  else if (start (pool, error))
    return g_steal_pointer (&pool);

  return NULL;
}

static DexFuture *
make_pool_cb (virConnectPtr connect,
              gpointer      data)
{
  const Request *request = data;
  g_autoptr (virStoragePool) pool = virStoragePoolLookupByName (connect, request->pool);
  g_autoptr (GError) error = NULL;

  if (pool == NULL)
    pool = define_pool (connect, request);
  if (pool == NULL)
    return muster_virt_error_future ();
  if (!start (pool, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  if (virStoragePoolSetAutostart (pool, 1) < 0)
    return muster_virt_error_future ();

  return dex_future_new_true ();
}

DexFuture *
muster_volume_make_pool (MusterConnection *connection,
                         const char       *pool,
                         const char       *path)
{
  g_return_val_if_fail (MUSTER_IS_CONNECTION (connection), NULL);
  g_return_val_if_fail (pool != NULL && path != NULL, NULL);

  return muster_connection_call (connection, make_pool_cb, request_new (pool, path, NULL, NULL),
                                 request_free);
}

/* --- listing ------------------------------------------------------------------------- */

static char **
take_names (virStorageVolPtr *volumes,
            int               n)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (int i = 0; i < n; i++)
    {
      const char *name = virStorageVolGetName (volumes[i]);

      if (name != NULL && g_utf8_validate (name, -1, NULL))
        g_strv_builder_add (names, name);
      virStorageVolFree (volumes[i]);
    }

  return g_strv_builder_end (names);
}

static DexFuture *
list_cb (virConnectPtr connect,
         gpointer      data)
{
  const Request *request = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (virStoragePool) pool = open_pool (connect, request, &error);
  g_autofree virStorageVolPtr *volumes = NULL;
  int n;

  if (pool == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  n = virStoragePoolListAllVolumes (pool, &volumes, 0);
  if (n < 0)
    return muster_virt_error_future ();

  return dex_future_new_take_boxed (G_TYPE_STRV, take_names (volumes, n));
}

DexFuture *
muster_volume_list (MusterConnection *connection,
                    const char       *pool)
{
  g_return_val_if_fail (MUSTER_IS_CONNECTION (connection), NULL);
  g_return_val_if_fail (pool != NULL, NULL);

  return muster_connection_call (connection, list_cb, request_new (pool, NULL, NULL, NULL),
                                 request_free);
}

/* --- reading --------------------------------------------------------------------------- */

static virStorageVolPtr
find_volume (virConnectPtr   connect,
             const Request  *request,
             GError        **error)
{
  g_autoptr (virStoragePool) pool = open_pool (connect, request, error);
  virStorageVolPtr volume;

  if (pool == NULL)
    return NULL;
  volume = virStorageVolLookupByName (pool, request->name);
  if (volume == NULL)
    take_error (error);

  return volume;
}

static int
receive_cb (virStreamPtr  stream,
            const char   *bytes,
            size_t        n_bytes,
            void         *data)
{
  GByteArray *content = data;

  if (content->len + n_bytes > MUSTER_VOLUME_MAX_BYTES)
    return -1;
  g_byte_array_append (content, (const guint8 *) bytes, (guint) n_bytes);

  return (int) n_bytes;
}

/* libvirt would wait at a pipe until somebody writes to it, and this call with it; asked for
 * what a volume is it looks at the file without waiting. */
static gboolean
is_plain (virStorageVolPtr   volume,
          GError           **error)
{
  virStorageVolInfo info = { 0, };

  if (virStorageVolGetInfo (volume, &info) < 0)
    {
      take_error (error);
      return FALSE;
    }
  if (info.type == VIR_STORAGE_VOL_FILE)
    return TRUE;
  g_set_error (error, MUSTER_VIRT_ERROR, MUSTER_VIRT_ERROR_UNSUPPORTED,
               "%s is not a plain file", virStorageVolGetName (volume));

  return FALSE;
}

static GBytes *
download (virConnectPtr      connect,
          virStorageVolPtr   volume,
          GError           **error)
{
  g_autoptr (GByteArray) content = g_byte_array_new ();
  g_autoptr (virStream) stream = NULL;

  if (!is_plain (volume, error))
    return NULL;
  stream = virStreamNew (connect, 0);
  /* A failed transfer has ended the stream already. */
  if (stream == NULL || virStorageVolDownload (volume, stream, 0, 0, 0) < 0 ||
      virStreamRecvAll (stream, receive_cb, content) < 0 || virStreamFinish (stream) < 0)
    {
      take_error (error);
      return NULL;
    }

  return g_byte_array_free_to_bytes (g_steal_pointer (&content));
}

/* Saves two questions for each of thousands, where the pool is where Muster makes it. */
static virStorageVolPtr
find_quickly (virConnectPtr   connect,
              const Request  *request,
              GError        **error)
{
  g_autofree char *path = g_build_filename (request->path, request->name, NULL);
  virStorageVolPtr volume = virStorageVolLookupByPath (connect, path);

  return volume != NULL ? volume : find_volume (connect, request, error);
}

static DexFuture *
read_cb (virConnectPtr connect,
         gpointer      data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (virStorageVol) volume = find_quickly (connect, data, &error);
  GBytes *content = volume != NULL ? download (connect, volume, &error) : NULL;

  if (content == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_boxed (G_TYPE_BYTES, content);
}

DexFuture *
muster_volume_read (MusterConnection *connection,
                    const char       *pool,
                    const char       *path,
                    const char       *name)
{
  g_return_val_if_fail (MUSTER_IS_CONNECTION (connection), NULL);
  g_return_val_if_fail (pool != NULL && path != NULL && name != NULL, NULL);

  return muster_connection_call (connection, read_cb, request_new (pool, path, name, NULL),
                                 request_free);
}

/* --- writing ---------------------------------------------------------------------------- */

static virStorageVolPtr
create (virConnectPtr   connect,
        const Request  *request,
        GError        **error)
{
  g_autoptr (virStoragePool) pool = open_pool (connect, request, error);
  virStorageVolPtr volume;
  gsize size = g_bytes_get_size (request->content);
  g_autofree char *xml =
    g_markup_printf_escaped ("<volume><name>%s</name><capacity unit='bytes'>%" G_GSIZE_FORMAT
                             "</capacity><target><format type='raw'/><permissions>"
                             "<mode>0600</mode></permissions></target></volume>",
                             request->name, size);

  if (pool == NULL)
    return NULL;
  volume = virStorageVolCreateXML (pool, xml, 0);
  if (volume == NULL)
    take_error (error);

  return volume;
}

typedef struct
{
  const char *bytes;
  gsize left;
} Source;

static int
send_cb (virStreamPtr  stream,
         char         *buffer,
         size_t        size,
         void         *data)
{
  Source *source = data;
  gsize n = MIN (size, source->left);

  memcpy (buffer, source->bytes, n);
  source->bytes += n;
  source->left -= n;

  return (int) n;
}

static gboolean
upload (virConnectPtr      connect,
        virStorageVolPtr   volume,
        GBytes            *content,
        GError           **error)
{
  g_autoptr (virStream) stream = virStreamNew (connect, 0);
  Source source;

  source.bytes = g_bytes_get_data (content, &source.left);

  if (stream != NULL && virStorageVolUpload (volume, stream, 0, source.left, 0) == 0 &&
      virStreamSendAll (stream, send_cb, &source) == 0 && virStreamFinish (stream) == 0)
    return TRUE;
  take_error (error);

  return FALSE;
}

/* What was cut off may have left a volume that is too small. */
static gboolean
holds (virConnectPtr     connect,
       virStorageVolPtr  volume,
       GBytes           *content)
{
  g_autoptr (GBytes) there = download (connect, volume, NULL);
  gsize size = g_bytes_get_size (content);

  return there != NULL && g_bytes_get_size (there) >= size &&
         memcmp (g_bytes_get_data (there, NULL), g_bytes_get_data (content, NULL), size) == 0;
}

static gboolean
fits (virStorageVolPtr  volume,
      GBytes           *content)
{
  virStorageVolInfo info = { 0, };

  return virStorageVolGetInfo (volume, &info) == 0 &&
         (info.capacity >= g_bytes_get_size (content) ||
          virStorageVolResize (volume, g_bytes_get_size (content), 0) == 0);
}

static DexFuture *
write_cb (virConnectPtr connect,
          gpointer      data)
{
  const Request *request = data;
  g_autoptr (GError) refusal = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (virStorageVol) volume = create (connect, request, &refusal);
  gboolean is_new = volume != NULL;

  if (volume == NULL)
    volume = find_volume (connect, request, NULL);
  if (volume == NULL)
    return dex_future_new_for_error (g_steal_pointer (&refusal));
  if (!is_new && holds (connect, volume, request->content))
    return dex_future_new_true ();
  if (!fits (volume, request->content))
    return muster_virt_error_future ();
  if (!upload (connect, volume, request->content, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

DexFuture *
muster_volume_write (MusterConnection *connection,
                     const char       *pool,
                     const char       *name,
                     GBytes           *content)
{
  g_return_val_if_fail (MUSTER_IS_CONNECTION (connection), NULL);
  g_return_val_if_fail (pool != NULL && name != NULL, NULL);
  g_return_val_if_fail (content != NULL && g_bytes_get_size (content) > 0, NULL);

  return muster_connection_call (connection, write_cb, request_new (pool, NULL, name, content),
                                 request_free);
}

/* --- removing ----------------------------------------------------------------------------- */

static DexFuture *
remove_cb (virConnectPtr connect,
           gpointer      data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (virStorageVol) volume = find_volume (connect, data, &error);

  if (volume != NULL && virStorageVolDelete (volume, 0) < 0)
    take_error (&error);
  if (error == NULL || g_error_matches (error, MUSTER_VIRT_ERROR, MUSTER_VIRT_ERROR_GONE))
    return dex_future_new_true ();

  return dex_future_new_for_error (g_steal_pointer (&error));
}

DexFuture *
muster_volume_remove (MusterConnection *connection,
                      const char       *pool,
                      const char       *name)
{
  g_return_val_if_fail (MUSTER_IS_CONNECTION (connection), NULL);
  g_return_val_if_fail (pool != NULL && name != NULL, NULL);

  return muster_connection_call (connection, remove_cb, request_new (pool, NULL, name, NULL),
                                 request_free);
}
