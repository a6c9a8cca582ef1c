/* SPDX-License-Identifier: GPL-3.0-or-later */
/* memfd_create () */
#define _GNU_SOURCE

#include "config.h"

#include <sys/mman.h>
#include <unistd.h>

#include "fuzz.h"
#include "muster-certificate-record.h"
#include "muster-file-image.h"
#include "muster-host-entry.h"
#include "muster-memory-store.h"
#include "muster-view-book.h"
#include "muster-vm-copies.h"

/* A store's file, or a record's content: what is in it may be another version's. */

static void
load_image (const uint8_t *data,
            size_t         size)
{
  int fd = memfd_create ("records", MFD_CLOEXEC);
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", fd);
  g_autoptr (MusterFileImage) before = _muster_file_image_new ();
  g_autoptr (MusterFileImage) image = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (write (fd, data, size), ==, (gssize) size);
  image = _muster_file_image_load (path, before, &error);
  g_assert_true ((image == NULL) == (error != NULL));
  close (fd);
}

static void
settle (DexFuture *future)
{
  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
  dex_unref (future);
}

static void
read_view (JsonObject *content)
{
  g_autoptr (MusterStore) store = muster_memory_store_new ();
  g_autoptr (MusterViewBook) book = muster_view_book_new (store);

  settle (muster_store_put (store, "view", "3f2b0a52-8c1d-4e63-9b7a-5d0c1e2f3a4b", content, NULL));
  settle (muster_view_book_load (book));
}

static void
read_copies (JsonObject *content)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) copies = muster_vm_copies_from_json (content, &error);
  g_autoptr (GHashTable) active = muster_active_vms_from_json (content);

  g_assert_true ((copies == NULL) == (error != NULL));
  if (copies != NULL)
    json_object_unref (muster_vm_copies_to_json ("host", copies));
}

static void
read_content (JsonObject *content)
{
  g_autoptr (MusterHostEntry) entry = muster_host_entry_from_json ("an id", content);
  g_autoptr (GError) error = NULL;
  g_autoptr (MusterCertificateRecord) record =
    muster_certificate_record_new_from_json (content, &error);

  g_assert_true ((record == NULL) == (error != NULL));
  if (entry != NULL)
    json_object_unref (muster_host_entry_to_json (entry, content));
  if (record != NULL)
    json_object_unref (muster_certificate_record_to_json (record));
  read_view (content);
  read_copies (content);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonNode *root;

  dex_init ();
  json_parser_set_strict (parser, TRUE);
  load_image (data, size);
  if (size == 0 || !json_parser_load_from_data (parser, (const char *) data, size, NULL))
    return 0;
  root = json_parser_get_root (parser);
  if (root != NULL && JSON_NODE_HOLDS_OBJECT (root))
    read_content (json_node_get_object (root));

  return 0;
}
