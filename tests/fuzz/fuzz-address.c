/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"
#include "muster-host-entry.h"
#include "muster-virt-uri.h"

/* What a person, a record or a command line calls an address. */

static void
read_uri (const char *uri)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MusterVirtEndpoint) endpoint = muster_virt_endpoint_new (uri, &error);
  g_autofree char *folder = muster_virt_uri_dup_pki_folder (uri);
  g_autofree char *whole = NULL;
  g_autofree char *name = NULL;

  g_assert_true ((endpoint == NULL) == (error != NULL));
  if (endpoint == NULL)
    return;
  whole = muster_virt_uri_complete (uri, endpoint->transport, "/some/folder");
  name = muster_host_name_from_uri (uri);
  g_assert_nonnull (whole);
  g_assert_nonnull (name);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *bytes = g_strndup ((const char *) data, size);
  g_autofree char *text = g_utf8_make_valid (bytes, -1);
  g_autoptr (GError) error = NULL;
  g_autofree char *uri = muster_host_uri_from_address (text, &error);

  g_assert_true ((uri == NULL) == (error != NULL));
  read_uri (text);
  if (uri != NULL)
    {
      g_autofree char *again = muster_host_uri_from_address (uri, NULL);

      /* What it made of an address is one itself. */
      g_assert_cmpstr (again, ==, uri);
      read_uri (uri);
    }

  return 0;
}
