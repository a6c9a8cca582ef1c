/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>

#include <glib/gstdio.h>

#include "muster-rdp-file.h"
#include "muster-text.h"

/* In a port's notation IPv6 has brackets. */
char *
muster_rdp_file_make_text (const char *address)
{
  g_autoptr (GInetAddress) parsed = NULL;
  gboolean ipv6;

  g_return_val_if_fail (address != NULL, NULL);

  parsed = g_inet_address_new_from_string (address);
  ipv6 = parsed != NULL && g_inet_address_get_family (parsed) == G_SOCKET_FAMILY_IPV6;

  return g_strdup_printf ("full address:s:%s%s%s\r\n"
                          "prompt for credentials:i:1\r\n"
                          "redirectclipboard:i:1\r\n",
                          ipv6 ? "[" : "", address, ipv6 ? "]" : "");
}

GFile *
muster_rdp_file_write (MusterVm  *vm,
                       GError   **error)
{
  g_autofree char *folder = NULL;
  g_autofree char *name = NULL;
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;

  g_return_val_if_fail (MUSTER_IS_VM (vm), NULL);
  g_return_val_if_fail (*muster_vm_get_ip (vm) != '\0', NULL);

  /* One folder a VM: two may have the same name. */
  folder = g_build_filename (g_get_user_runtime_dir (), "muster-rdp",
                             muster_vm_get_uuid (vm), NULL);
  name = muster_text_dup_file_name (muster_vm_get_name (vm), ".rdp");
  path = g_build_filename (folder, name, NULL);
  text = muster_rdp_file_make_text (muster_vm_get_ip (vm));
  if (g_mkdir_with_parents (folder, 0700) < 0)
    {
      g_set_error (error, G_FILE_ERROR, (int) g_file_error_from_errno (errno), "%s: %s", folder,
                   g_strerror (errno));
      return NULL;
    }
  if (!g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error))
    return NULL;

  return g_file_new_for_path (path);
}
