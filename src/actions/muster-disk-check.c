/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-disk-check.h"
#include "muster-domain.h"
#include "muster-domain-xml.h"
#include "muster-storage.h"

static GPtrArray *
await_disks (MusterVm          *vm,
             MusterConnection  *connection,
             GError           **error)
{
  g_autofree char *text =
    dex_await_string (muster_domain_get_xml (connection, muster_vm_get_uuid (vm),
                                             VIR_DOMAIN_XML_INACTIVE),
                      error);
  g_autoptr (MusterDomainXml) xml = NULL;

  if (text != NULL)
    xml = muster_domain_xml_new (text, error);

  return xml != NULL ? muster_domain_xml_list_disks (xml) : NULL;
}

/* What the pools of one host cannot tell becomes a refusal in words. */
static char *
await_stamp (const MusterDiskSource  *disk,
             const char              *disk_name,
             MusterHost              *host,
             MusterConnection        *connection,
             GError                 **error)
{
  g_autoptr (GError) failure = NULL;
  char *stamp = dex_await_string (muster_storage_get_stamp (connection, disk), &failure);

  if (stamp != NULL)
    return stamp;

  if (g_error_matches (failure, MUSTER_VIRT_ERROR, MUSTER_VIRT_ERROR_GONE))
    g_set_error (error, MUSTER_POLICY_ERROR, MUSTER_POLICY_ERROR_STATE,
                 _("“%s” does not have its disk “%s”. Move or copy the disk to storage that both hosts share first."),
                 muster_host_get_name (host), disk_name);
  else if (g_error_matches (failure, MUSTER_VIRT_ERROR, MUSTER_VIRT_ERROR_UNSUPPORTED))
    g_set_error (error, MUSTER_POLICY_ERROR, MUSTER_POLICY_ERROR_STATE,
                 _("Whether both hosts see the same disk “%s” cannot be told: no active storage pool of “%s” holds it. Define and start one there, or migrate the VM while it runs."),
                 disk_name, muster_host_get_name (host));
  else
    g_propagate_error (error, g_steal_pointer (&failure));

  return NULL;
}

static gboolean
is_same (const MusterDiskSource  *disk,
         MusterHost              *source,
         MusterConnection        *source_connection,
         MusterHost              *target,
         MusterConnection        *target_connection,
         GError                 **error)
{
  const char *name = disk->path != NULL ? disk->path : disk->volume;
  g_autofree char *here = await_stamp (disk, name, source, source_connection, error);
  g_autofree char *there = NULL;

  if (here != NULL)
    there = await_stamp (disk, name, target, target_connection, error);
  if (there == NULL)
    return FALSE;
  if (g_str_equal (here, there))
    return TRUE;

  g_set_error (error, MUSTER_POLICY_ERROR, MUSTER_POLICY_ERROR_STATE,
               _("The disk “%s” of “%s” is not the one that “%s” has under that name. Move or copy the disk to storage that both hosts share first."),
               name, muster_host_get_name (source), muster_host_get_name (target));
  return FALSE;
}

gboolean
muster_disk_check_same (MusterVm          *vm,
                        MusterHost        *source,
                        MusterConnection  *source_connection,
                        MusterHost        *target,
                        MusterConnection  *target_connection,
                        GError           **error)
{
  g_autoptr (GPtrArray) disks = await_disks (vm, source_connection, error);

  if (disks == NULL)
    return FALSE;

  for (guint i = 0; i < disks->len; i++)
    if (!is_same (g_ptr_array_index (disks, i), source, source_connection,
                  target, target_connection, error))
      return FALSE;

  return TRUE;
}
