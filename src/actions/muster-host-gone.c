/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-domain.h"
#include "muster-domain-xml.h"
#include "muster-failure.h"
#include "muster-home-claim.h"
#include "muster-host-gone.h"
#include "muster-shared-store.h"
#include "muster-storage.h"
#include "muster-text.h"
#include "muster-vm-copies.h"
#include "muster-vm-home.h"
#include "muster-whereabouts.h"

static MusterStore *
get_store (MusterDesk *desk)
{
  return muster_membership_get_store (muster_desk_get_membership (desk));
}

static MusterDataCenter *
get_data_center (MusterDesk *desk)
{
  return muster_inventory_get_data_center (muster_desk_get_inventory (desk));
}

/* --- which host -------------------------------------------------------------------- */

static const char *
get_name (MusterRecord *record)
{
  const char *name = muster_member_record_get_text (record, "name");

  return name != NULL ? name : "";
}

/* The store answers from memory. */
static GPtrArray *
await_records (MusterDesk *desk,
               const char *kind)
{
  GPtrArray *records = dex_await_boxed (muster_store_list (get_store (desk), kind), NULL);

  return records != NULL ? records : g_ptr_array_new ();
}

char *
muster_host_gone_find (MusterDesk *desk,
                       const char *name)
{
  g_autoptr (GPtrArray) records = NULL;

  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  records = await_records (desk, MUSTER_VMS_RECORD_KIND);
  for (guint i = 0; i < records->len; i++)
    {
      const char *uuid = muster_record_get_id (records->pdata[i]);

      if (g_str_equal (uuid, name) || g_str_equal (get_name (records->pdata[i]), name))
        return g_strdup (uuid);
    }

  return NULL;
}

/* --- planning ------------------------------------------------------------------------ */

typedef struct
{
  MusterDesk *desk;
  char *uuid;
  MusterHost *target;
  MusterRecord *record;         /* the copies of the host that is gone */
  GPtrArray *candidates;        /* MusterHost */
  guint *loads;                 /* how many VMs each of them will have */
  GHashTable *elsewhere;        /* VM uuid -> name of another silent host with a copy */
  GHashTable *active;           /* the UUIDs of the VMs that ran */
  char *unreadable;             /* a silent host whose copies say nothing */
} Planning;

static void
planning_free (gpointer data)
{
  Planning *self = data;

  g_object_unref (self->desk);
  g_free (self->uuid);
  g_clear_object (&self->target);
  g_clear_object (&self->record);
  g_clear_pointer (&self->candidates, g_ptr_array_unref);
  g_free (self->loads);
  g_clear_pointer (&self->elsewhere, g_hash_table_unref);
  g_clear_pointer (&self->active, g_hash_table_unref);
  g_free (self->unreadable);
  g_free (self);
}

/* Returns: (transfer none) (nullable): the host of that UUID that answers. */
static MusterHost *
find_online (MusterDesk *desk,
             const char *uuid)
{
  GListModel *hosts = muster_data_center_get_hosts (get_data_center (desk));

  for (guint i = 0; i < g_list_model_get_n_items (hosts); i++)
    {
      g_autoptr (MusterHost) host = g_list_model_get_item (hosts, i);

      if (muster_host_get_state (host) == MUSTER_HOST_ONLINE &&
          g_strcmp0 (muster_host_get_uuid (host), uuid) == 0)
        return host;
    }

  return NULL;
}

static MusterRecord *
await_member (Planning   *planning,
              const char *uuid)
{
  return dex_await_object (muster_store_get (get_store (planning->desk),
                                             MUSTER_MEMBER_RECORD_KIND, uuid), NULL);
}

static MusterCluster *
find_cluster (Planning *planning)
{
  MusterDataCenter *data_center = get_data_center (planning->desk);
  MusterCluster *cluster = NULL;
  g_autoptr (MusterRecord) member = await_member (planning, planning->uuid);
  const char *id =
    member != NULL ? muster_member_record_get_text (member, "cluster") : NULL;

  if (id != NULL)
    cluster = muster_data_center_find_cluster (data_center, id);

  return cluster != NULL ? cluster
                         : muster_data_center_find_cluster (data_center, MUSTER_CLUSTER_DEFAULT);
}

static gboolean
takes_vms (Planning      *planning,
           MusterHost    *host,
           MusterCluster *cluster)
{
  return muster_host_get_state (host) == MUSTER_HOST_ONLINE &&
         !muster_host_get_maintenance (host) &&
         muster_membership_has_joined (muster_desk_get_membership (planning->desk), host) &&
         muster_data_center_find_cluster_of (get_data_center (planning->desk), host) == cluster;
}

static void
find_candidates (Planning *planning)
{
  GListModel *hosts = muster_data_center_get_hosts (get_data_center (planning->desk));
  MusterCluster *cluster = find_cluster (planning);

  planning->candidates = g_ptr_array_new_with_free_func (g_object_unref);
  if (planning->target != NULL)
    g_ptr_array_add (planning->candidates, g_object_ref (planning->target));
  else
    for (guint i = 0; i < g_list_model_get_n_items (hosts); i++)
      {
        g_autoptr (MusterHost) host = g_list_model_get_item (hosts, i);

        if (takes_vms (planning, host, cluster))
          g_ptr_array_add (planning->candidates, g_object_ref (host));
      }
  planning->loads = g_new0 (guint, planning->candidates->len + 1);
  for (guint i = 0; i < planning->candidates->len; i++)
    planning->loads[i] = muster_host_get_n_vms (planning->candidates->pdata[i]);
}

/* Who was taken out of the data center, or forgotten, is in nobody's way. */
static gboolean
has_left (Planning   *planning,
          const char *uuid)
{
  MusterMembership *membership = muster_desk_get_membership (planning->desk);
  g_autoptr (MusterRecord) record = await_member (planning, uuid);

  return record != NULL &&
         muster_member_record_has_left (record, muster_membership_get_id (membership));
}

static GPtrArray *
list_home_heads (Planning   *planning,
                 const char *vm)
{
  return muster_shared_store_list_heads (MUSTER_SHARED_STORE (get_store (planning->desk)),
                                         MUSTER_HOME_RECORD_KIND, vm);
}

/* Whether that copy is of a definition that another host has taken over since. */
static gboolean
is_outdated (Planning           *planning,
             const MusterVmCopy *copy)
{
  g_autoptr (GPtrArray) heads = list_home_heads (planning, copy->uuid);
  g_autoptr (MusterVmHome) home =
    heads->len == 1 ? muster_vm_home_new_from_record (heads->pdata[0]) : NULL;
  g_autoptr (MusterDomainXml) xml =
    home != NULL ? muster_domain_xml_new_summary (copy->xml, NULL) : NULL;
  g_autofree char *mark = xml != NULL ? muster_domain_xml_dup_home_mark (xml) : NULL;

  return xml != NULL && g_strcmp0 (mark, home->mark) != 0;
}

static void
add_elsewhere (Planning     *planning,
               MusterRecord *record)
{
  g_autoptr (GPtrArray) copies =
    muster_vm_copies_from_json (muster_record_get_content (record), NULL);

  if (copies == NULL)
    {
      g_free (planning->unreadable);
      planning->unreadable = muster_text_escape (get_name (record));
      return;
    }
  for (guint i = 0; i < copies->len; i++)
    if (!is_outdated (planning, copies->pdata[i]))
      g_hash_table_insert (planning->elsewhere,
                           g_strdup (((MusterVmCopy *) copies->pdata[i])->uuid),
                           muster_text_escape (get_name (record)));
}

/* What another host that does not answer had as well could be running there. */
static void
find_elsewhere (Planning *planning)
{
  g_autoptr (GPtrArray) records = await_records (planning->desk, MUSTER_VMS_RECORD_KIND);

  planning->elsewhere = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; i < records->len; i++)
    {
      const char *uuid = muster_record_get_id (records->pdata[i]);

      if (!g_str_equal (uuid, planning->uuid) && !has_left (planning, uuid) &&
          find_online (planning->desk, uuid) == NULL)
        add_elsewhere (planning, records->pdata[i]);
    }
}

/* Whether what @host has of the VM is what it kept while another one took it over. */
static gboolean
is_stale_at (MusterDesk *desk,
             MusterHost *host,
             const char *uuid)
{
  g_autoptr (GPtrArray) vms =
    muster_inventory_list_superseded (muster_desk_get_inventory (desk), host);

  for (guint i = 0; i < vms->len; i++)
    if (g_str_equal (muster_vm_get_uuid (vms->pdata[i]), uuid))
      return TRUE;

  return FALSE;
}

/* Another VM of that name, which libvirt would refuse. */
static gboolean
has_namesake (Planning           *planning,
              MusterHost         *host,
              const MusterVmCopy *copy)
{
  GListModel *vms = muster_data_center_get_vms (get_data_center (planning->desk));

  for (guint i = 0; i < g_list_model_get_n_items (vms); i++)
    {
      g_autoptr (MusterVm) vm = g_list_model_get_item (vms, i);

      if (muster_vm_get_host (vm) == host && !g_str_equal (muster_vm_get_uuid (vm), copy->uuid) &&
          g_str_equal (muster_vm_get_name (vm), copy->name))
        return TRUE;
    }

  return FALSE;
}

static char *
find_claimant_problem (Planning           *planning,
                       const MusterVmCopy *copy)
{
  g_autoptr (GPtrArray) hosts =
    muster_inventory_list_claimants (muster_desk_get_inventory (planning->desk), copy->uuid);

  for (guint i = 0; i < hosts->len; i++)
    if (g_strcmp0 (muster_host_get_uuid (hosts->pdata[i]), planning->uuid) != 0 &&
        !is_stale_at (planning->desk, hosts->pdata[i], copy->uuid))
      return g_strdup_printf (_("“%s” has it already; start it there."),
                              muster_host_get_name (hosts->pdata[i]));

  return NULL;
}

static gboolean
is_takeable (Planning           *planning,
             const MusterVmCopy *copy)
{
  for (guint i = 0; i < planning->candidates->len; i++)
    if (!has_namesake (planning, planning->candidates->pdata[i], copy))
      return TRUE;

  return FALSE;
}

/* A host writes the copies of its own VMs, and others would run what it writes. */
static char *
find_foreign_problem (MusterDomainXml *xml)
{
  g_autofree char *foreign = NULL;
  g_autofree char *shown = NULL;

  if (xml == NULL)
    return g_strdup (_("The copy of its definition cannot be read."));
  foreign = muster_domain_xml_dup_foreign (xml);
  if (foreign == NULL)
    return NULL;
  shown = muster_text_escape (foreign);

  /* Translators: an XML element, such as qemu:commandline */
  return g_strdup_printf (_("Its definition has <%s>, with which the host that is gone could have another one run what it likes. Define it by hand with “virsh define”."),
                          shown);
}

/* What of a VM stays on its host, whoever has its disks. */
static const char *
find_loss (MusterDomainXml *xml)
{
  gboolean nvram = xml != NULL && muster_domain_xml_has_nvram (xml);
  gboolean tpm = xml != NULL && muster_domain_xml_has_emulated_tpm (xml);

  if (nvram && tpm)
    return _("Its UEFI variables and its TPM are lost with the host: it boots with new ones, and what the TPM sealed, such as an encrypted disk, asks for its recovery key.");
  if (tpm)
    return _("Its TPM is lost with the host: what that sealed, such as an encrypted disk, asks for its recovery key.");
  if (nvram)
    return _("Its UEFI variables are lost with the host: it boots with new ones.");

  return NULL;
}

/* Returns: (nullable): why nobody may define the VM anew. */
static char *
find_problem (Planning           *planning,
              const MusterVmCopy *copy,
              MusterDomainXml    *xml)
{
  char *problem = find_claimant_problem (planning, copy);
  const char *silent = g_hash_table_lookup (planning->elsewhere, copy->uuid);

  if (problem != NULL)
    return problem;
  if (silent == NULL)
    silent = planning->unreadable;
  if (silent != NULL)
    return g_strdup_printf (_("“%s”, which does not answer, may have it as well."), silent);
  if ((problem = find_foreign_problem (xml)) != NULL)
    return problem;
  if (planning->candidates->len == 0)
    return g_strdup (_("No other host of its cluster takes VMs now."));
  if (!is_takeable (planning, copy))
    return g_strdup (_("Each host that could take it has another VM of that name."));

  return NULL;
}

static MusterHost *
choose_target (Planning           *planning,
               const MusterVmCopy *copy)
{
  guint best = planning->candidates->len;

  for (guint i = 0; i < planning->candidates->len; i++)
    if (!has_namesake (planning, planning->candidates->pdata[i], copy) &&
        (best == planning->candidates->len || planning->loads[i] < planning->loads[best]))
      best = i;
  planning->loads[best]++;

  return planning->candidates->pdata[best];
}

static MusterTakeover *
make_takeover (Planning           *planning,
               const MusterVmCopy *copy)
{
  g_autoptr (MusterDomainXml) xml = muster_domain_xml_new (copy->xml, NULL);
  g_autofree char *problem = find_problem (planning, copy, xml);
  g_autoptr (GPtrArray) heads = list_home_heads (planning, copy->uuid);
  MusterTakeover *takeover =
    muster_takeover_new (copy->uuid, copy->name, copy->xml,
                         g_hash_table_contains (planning->active, copy->uuid),
                         problem == NULL ? choose_target (planning, copy) : NULL, problem);

  muster_takeover_set_autostart (takeover, copy->autostart);
  muster_takeover_set_heads (takeover, heads);
  if (problem == NULL)
    muster_takeover_set_loss (takeover, find_loss (xml));

  return takeover;
}

static int
compare_by_label (gconstpointer a,
                  gconstpointer b)
{
  return g_utf8_collate (muster_takeover_get_label (*(MusterTakeover * const *) a),
                         muster_takeover_get_label (*(MusterTakeover * const *) b));
}

static void
find_active (Planning *planning)
{
  g_autoptr (MusterRecord) record =
    dex_await_object (muster_store_get (get_store (planning->desk), MUSTER_ACTIVE_RECORD_KIND,
                                        planning->uuid), NULL);

  planning->active =
    muster_active_vms_from_json (record != NULL ? muster_record_get_content (record) : NULL);
}

static GPtrArray *
make_plan (Planning  *planning,
           GPtrArray *copies)
{
  GPtrArray *plan = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < copies->len; i++)
    g_ptr_array_add (plan, make_takeover (planning, copies->pdata[i]));
  g_ptr_array_sort (plan, compare_by_label);

  return plan;
}

static DexFuture *
refuse (MusterActionError  code,
        const char        *reason,
        const char        *advice)
{
  g_autoptr (MusterFailure) failure = muster_failure_new_text (code, reason, advice, "");

  return muster_failure_to_future (failure);
}

/* Returns: (nullable): the refusal to take anything from a host that is there. */
static DexFuture *
check_gone (MusterDesk *desk,
            const char *uuid)
{
  MusterHost *host = find_online (desk, uuid);
  g_autofree char *reason = NULL;

  if (host == NULL)
    return NULL;
  reason = g_strdup_printf (_("“%s” answers: it is not gone."), muster_host_get_name (host));

  return refuse (MUSTER_ACTION_ERROR_REFUSED, reason, _("Migrate its VMs instead."));
}

static DexFuture *
check_target (Planning *planning)
{
  MusterHost *target = planning->target;
  g_autofree char *reason = NULL;

  if (target == NULL)
    return NULL;
  if (muster_host_get_state (target) != MUSTER_HOST_ONLINE)
    reason = g_strdup_printf (_("“%s” does not answer."), muster_host_get_name (target));
  else if (muster_host_get_maintenance (target))
    reason = g_strdup_printf (_("“%s” is in maintenance."), muster_host_get_name (target));
  else if (!muster_membership_has_joined (muster_desk_get_membership (planning->desk), target))
    reason = g_strdup_printf (_("“%s” keeps no records of this data center."),
                              muster_host_get_name (target));

  return reason != NULL ? refuse (MUSTER_ACTION_ERROR_REFUSED, reason,
                                  _("Choose another host.")) : NULL;
}

static DexFuture *
plan_fiber (gpointer data)
{
  Planning *planning = data;
  g_autoptr (GPtrArray) copies = NULL;
  g_autoptr (GError) error = NULL;
  DexFuture *refusal;

  dex_await (muster_membership_read (muster_desk_get_membership (planning->desk)), NULL);
  refusal = check_gone (planning->desk, planning->uuid);
  if (refusal != NULL || (refusal = check_target (planning)) != NULL)
    return refusal;
  planning->record = dex_await_object (muster_store_get (get_store (planning->desk),
                                                         MUSTER_VMS_RECORD_KIND,
                                                         planning->uuid), NULL);
  if (planning->record == NULL)
    return refuse (MUSTER_ACTION_ERROR_GONE, _("No host has copies of its VMs’ definitions."), "");
  copies = muster_vm_copies_from_json (muster_record_get_content (planning->record), &error);
  if (copies == NULL)
    return refuse (MUSTER_ACTION_ERROR_FAILED, error->message, "");
  find_candidates (planning);
  find_elsewhere (planning);
  find_active (planning);

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, make_plan (planning, copies));
}

DexFuture *
muster_host_gone_plan (MusterDesk *desk,
                       const char *uuid,
                       MusterHost *target)
{
  Planning *planning;

  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);
  g_return_val_if_fail (uuid != NULL, NULL);

  planning = g_new0 (Planning, 1);
  planning->desk = g_object_ref (desk);
  planning->uuid = g_strdup (uuid);
  g_set_object (&planning->target, target);

  return dex_scheduler_spawn (NULL, 0, plan_fiber, planning, planning_free);
}

/* --- taking over ----------------------------------------------------------------------- */

typedef struct
{
  MusterDesk *desk;
  char *uuid;
  GPtrArray *plan;
  MusterTask *task;
  gboolean start;
} Taking;

static void
taking_free (gpointer data)
{
  Taking *self = data;

  g_object_unref (self->desk);
  g_free (self->uuid);
  g_ptr_array_unref (self->plan);
  g_object_unref (self->task);
  g_free (self);
}

static void
lock_display (MusterDomainXml *xml,
              const char      *type)
{
  /* An empty password opens nothing; Muster sets one for the moment of looking. */
  muster_domain_xml_set_graphics_password (xml, type, "", NULL);
}

/* Returns: (transfer full) (nullable): what is to be defined. */
static char *
make_definition (MusterTakeover  *takeover,
                 const char      *mark,
                 GError         **error)
{
  g_autoptr (MusterDomainXml) xml =
    muster_domain_xml_new (muster_takeover_get_xml (takeover), error);
  g_autofree char *uuid = xml != NULL ? muster_domain_xml_dup_uuid (xml) : NULL;
  g_autofree char *name = xml != NULL ? muster_domain_xml_dup_name (xml) : NULL;
  g_autofree char *label = name != NULL ? muster_text_escape (name) : NULL;

  if (xml == NULL)
    return NULL;
  if (g_strcmp0 (uuid, muster_takeover_get_uuid (takeover)) != 0 ||
      g_strcmp0 (label, muster_takeover_get_label (takeover)) != 0)
    {
      g_set_error_literal (error, MUSTER_VIRT_ERROR, MUSTER_VIRT_ERROR_INVALID,
                           _("The copy is that of another VM."));
      return NULL;
    }
  lock_display (xml, "vnc");
  lock_display (xml, "spice");
  muster_domain_xml_set_home_mark (xml, mark);

  return muster_domain_xml_to_string (xml);
}

/* The target may leave the list while it is asked. */
static MusterConnection *
dup_connection (Taking          *taking,
                MusterTakeover  *takeover,
                GError         **error)
{
  MusterConnection *connection =
    muster_inventory_get_connection (muster_desk_get_inventory (taking->desk),
                                     muster_takeover_get_target (takeover));

  if (connection == NULL)
    g_set_error (error, MUSTER_VIRT_ERROR, MUSTER_VIRT_ERROR_UNREACHABLE,
                 _("“%s” does not answer."),
                 muster_host_get_name (muster_takeover_get_target (takeover)));

  return connection != NULL ? g_object_ref (connection) : NULL;
}

/* The hosts are asked themselves, now. */
static gboolean
await_is_free (Taking          *taking,
               MusterTakeover  *takeover,
               GError         **error)
{
  GListModel *hosts = muster_data_center_get_hosts (get_data_center (taking->desk));
  const char *uuid = muster_takeover_get_uuid (takeover);

  for (guint i = 0; i < g_list_model_get_n_items (hosts); i++)
    {
      g_autoptr (MusterHost) host = g_list_model_get_item (hosts, i);
      MusterConnection *connection =
        muster_inventory_get_connection (muster_desk_get_inventory (taking->desk), host);
      MusterPresence presence = MUSTER_PRESENCE_ABSENT;

      if (connection != NULL && muster_host_get_state (host) == MUSTER_HOST_ONLINE)
        presence = dex_await_int (muster_whereabouts_ask (connection, uuid), NULL);
      if (presence == MUSTER_PRESENCE_ABSENT || presence == MUSTER_PRESENCE_UNKNOWN ||
          (presence == MUSTER_PRESENCE_DEFINED && is_stale_at (taking->desk, host, uuid)))
        continue;
      g_set_error (error, MUSTER_ACTION_ERROR, MUSTER_ACTION_ERROR_REFUSED,
                   _("“%s” has it already; start it there."), muster_host_get_name (host));
      return FALSE;
    }

  return TRUE;
}

static gboolean
await_has_mark (MusterConnection *connection,
                const char       *uuid,
                const char       *mark)
{
  g_autofree char *text = dex_await_string (muster_domain_get_xml (connection, uuid, 0), NULL);
  g_autoptr (MusterDomainXml) xml = text != NULL ? muster_domain_xml_new (text, NULL) : NULL;
  g_autofree char *found = xml != NULL ? muster_domain_xml_dup_home_mark (xml) : NULL;

  return g_strcmp0 (found, mark) == 0;
}

/* The claim before ours may be that of a desktop which is about to define the VM: it looks
 * at the claims again after that, and we look at what it defined after ours, so that one of
 * both sees the other. */
static gboolean
await_was_first (Taking          *taking,
                 MusterTakeover  *takeover,
                 GError         **error)
{
  GListModel *hosts = muster_data_center_get_hosts (get_data_center (taking->desk));
  JsonObject *home = muster_takeover_get_home (takeover);
  const char *mark =
    home != NULL ? json_object_get_string_member_with_default (home, "mark", NULL) : NULL;

  for (guint i = 0; mark != NULL && i < g_list_model_get_n_items (hosts); i++)
    {
      g_autoptr (MusterHost) host = g_list_model_get_item (hosts, i);
      g_autoptr (MusterConnection) connection = NULL;

      g_set_object (&connection,
                    muster_inventory_get_connection (muster_desk_get_inventory (taking->desk), host));
      if (connection == NULL || muster_host_get_state (host) != MUSTER_HOST_ONLINE ||
          !await_has_mark (connection, muster_takeover_get_uuid (takeover), mark))
        continue;
      g_set_error (error, MUSTER_ACTION_ERROR, MUSTER_ACTION_ERROR_REFUSED,
                   _("“%s” has it already; start it there."), muster_host_get_name (host));
      return FALSE;
    }

  return TRUE;
}

/* Of two that define it at once the one whose claim does not hold takes back what it did. */
static gboolean
await_still_holds (Taking            *taking,
                   MusterTakeover    *takeover,
                   MusterConnection  *connection,
                   const char        *mark,
                   GError           **error)
{
  if (muster_home_holds_await (taking->desk, takeover, mark))
    return TRUE;
  dex_await (muster_domain_undefine (connection, muster_takeover_get_uuid (takeover)), NULL);
  g_set_error_literal (error, MUSTER_ACTION_ERROR, MUSTER_ACTION_ERROR_REFUSED,
                       _("Another desktop is taking it over as well; look again in a moment."));

  return FALSE;
}

static gboolean
await_defined (Taking          *taking,
               MusterTakeover  *takeover,
               const char      *mark,
               GError         **error)
{
  g_autofree char *xml = make_definition (takeover, mark, error);
  g_autoptr (MusterConnection) connection = NULL;
  g_autoptr (GError) failure = NULL;

  if (xml == NULL || (connection = dup_connection (taking, takeover, error)) == NULL ||
      !await_is_free (taking, takeover, error) ||
      !muster_home_claim_await (taking->desk, takeover, mark, error))
    return FALSE;
  if (!await_was_first (taking, takeover, error))
    {
      muster_home_unclaim_await (taking->desk, takeover);
      return FALSE;
    }
  if (dex_await (muster_domain_define (connection, xml), &failure))
    return await_still_holds (taking, takeover, connection, mark, error);
  /* A host that fell silent may have it. */
  if (!g_error_matches (failure, MUSTER_VIRT_ERROR, MUSTER_VIRT_ERROR_UNREACHABLE))
    muster_home_unclaim_await (taking->desk, takeover);
  g_propagate_error (error, g_steal_pointer (&failure));

  return FALSE;
}

static gboolean
uses (const MusterVmCopy     *copy,
      const MusterDiskSource *disk)
{
  g_autoptr (MusterDomainXml) xml = muster_domain_xml_new (copy->xml, NULL);
  g_autoptr (GPtrArray) disks = xml != NULL ? muster_domain_xml_list_disks (xml) : NULL;

  for (guint i = 0; disks != NULL && i < disks->len; i++)
    {
      const MusterDiskSource *other = disks->pdata[i];

      if (g_strcmp0 (other->path, disk->path) == 0 && g_strcmp0 (other->pool, disk->pool) == 0 &&
          g_strcmp0 (other->volume, disk->volume) == 0)
        return TRUE;
    }

  return FALSE;
}

/* A file of the same path may be another VM's own. */
static char *
find_user (Taking                 *taking,
           MusterTakeover         *takeover,
           const MusterDiskSource *disk)
{
  const char *target = muster_host_get_uuid (muster_takeover_get_target (takeover));
  g_autoptr (MusterRecord) record =
    dex_await_object (muster_store_get (get_store (taking->desk), MUSTER_VMS_RECORD_KIND, target),
                      NULL);
  g_autoptr (GPtrArray) copies =
    record != NULL ? muster_vm_copies_from_json (muster_record_get_content (record), NULL) : NULL;

  for (guint i = 0; copies != NULL && i < copies->len; i++)
    {
      const MusterVmCopy *copy = copies->pdata[i];

      if (!g_str_equal (copy->uuid, muster_takeover_get_uuid (takeover)) && uses (copy, disk))
        return muster_text_escape (copy->name);
    }

  return NULL;
}

static gboolean
await_unused (Taking                  *taking,
              MusterTakeover          *takeover,
              const MusterDiskSource  *disk,
              GError                 **error)
{
  g_autofree char *user = find_user (taking, takeover, disk);

  if (user == NULL)
    return TRUE;
  g_set_error (error, MUSTER_VIRT_ERROR, MUSTER_VIRT_ERROR_REFUSED,
               _("It was not started: on “%s” its disk is one of “%s”."),
               muster_host_get_name (muster_takeover_get_target (takeover)), user);

  return FALSE;
}

static gboolean
await_disk (MusterConnection        *connection,
            const MusterDiskSource  *disk,
            MusterHost              *target,
            GError                 **error)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *stamp =
    dex_await_string (muster_storage_get_stamp (connection, disk), &failure);
  const char *name = disk->path != NULL ? disk->path : disk->volume;

  if (stamp != NULL)
    return TRUE;
  g_set_error (error, MUSTER_VIRT_ERROR, MUSTER_VIRT_ERROR_GONE,
               _("It was not started: “%s” does not have its disk “%s” (%s)."),
               muster_host_get_name (target), name, failure->message);

  return FALSE;
}

static gboolean
await_disks (Taking          *taking,
             MusterTakeover  *takeover,
             GError         **error)
{
  g_autoptr (MusterConnection) connection = dup_connection (taking, takeover, error);
  g_autoptr (MusterDomainXml) xml = NULL;
  g_autoptr (GPtrArray) disks = NULL;

  if (connection == NULL ||
      (xml = muster_domain_xml_new (muster_takeover_get_xml (takeover), error)) == NULL)
    return FALSE;
  disks = muster_domain_xml_list_disks (xml);
  for (guint i = 0; i < disks->len; i++)
    if (!await_disk (connection, disks->pdata[i], muster_takeover_get_target (takeover), error) ||
        !await_unused (taking, takeover, disks->pdata[i], error))
      return FALSE;

  return TRUE;
}

/* As late as can be. */
static gboolean
await_may_start (Taking          *taking,
                 MusterTakeover  *takeover,
                 const char      *mark,
                 GError         **error)
{
  if (find_online (taking->desk, taking->uuid) == NULL &&
      muster_home_holds_await (taking->desk, takeover, mark) &&
      find_online (taking->desk, taking->uuid) == NULL)
    return TRUE;
  g_set_error_literal (error, MUSTER_ACTION_ERROR, MUSTER_ACTION_ERROR_REFUSED,
                       _("It was not started: the host came back, or another desktop takes its VMs over."));

  return FALSE;
}

static void
await_started (Taking         *taking,
               MusterTakeover *takeover,
               const char     *mark)
{
  g_autoptr (MusterConnection) connection = NULL;
  g_autoptr (GError) error = NULL;

  if (await_disks (taking, takeover, &error) &&
      await_may_start (taking, takeover, mark, &error) &&
      (connection = dup_connection (taking, takeover, &error)) != NULL &&
      dex_await (muster_domain_start (connection, muster_takeover_get_uuid (takeover)), &error))
    muster_takeover_set_state (takeover, MUSTER_TAKEOVER_STARTED, NULL);
  else
    muster_takeover_set_state (takeover, MUSTER_TAKEOVER_DEFINED, error->message);
}

static void
await_taken (Taking         *taking,
             MusterTakeover *takeover)
{
  g_autofree char *mark = g_uuid_string_random ();
  g_autoptr (GError) error = NULL;

  if (!await_defined (taking, takeover, mark, &error))
    {
      muster_takeover_set_state (takeover, MUSTER_TAKEOVER_LEFT, error->message);
      return;
    }
  muster_takeover_set_state (takeover, MUSTER_TAKEOVER_DEFINED, NULL);
  if (taking->start && muster_takeover_get_ran (takeover))
    await_started (taking, takeover, mark);
}

/* The new home's own copies are behind now. */
static void
await_copied (Taking *taking)
{
  g_autoptr (GHashTable) hosts = g_hash_table_new (NULL, NULL);
  GHashTableIter iter;
  gpointer host;

  for (guint i = 0; i < taking->plan->len; i++)
    if (muster_takeover_get_target (taking->plan->pdata[i]) != NULL)
      g_hash_table_add (hosts, muster_takeover_get_target (taking->plan->pdata[i]));
  g_hash_table_iter_init (&iter, hosts);
  while (g_hash_table_iter_next (&iter, &host, NULL))
    dex_await (muster_vm_copier_copy (muster_desk_get_copier (taking->desk), host), NULL);
}

static guint
count_left (GPtrArray *plan)
{
  guint n = 0;

  for (guint i = 0; i < plan->len; i++)
    n += muster_takeover_get_problem (plan->pdata[i]) != NULL;

  return n;
}

static void
warn_of_left (Taking *taking)
{
  guint n_left = count_left (taking->plan);
  g_autofree char *text = NULL;

  if (n_left == 0)
    return;
  text = g_strdup_printf (ngettext ("%u VM needs a look: it was left alone or did not start.",
                                    "%u VMs need a look: they were left alone or did not start.",
                                    n_left), n_left);
  muster_task_set_warning (taking->task, text);
}

/* Returns: (nullable): why no more of them is taken over. */
static const char *
find_stop (Taking *taking)
{
  if (g_cancellable_is_cancelled (muster_task_get_cancellable (taking->task)))
    return _("Not taken over: that was cancelled.");
  if (find_online (taking->desk, taking->uuid) != NULL)
    return _("Not taken over: the host came back.");

  return NULL;
}

static void
await_one (Taking         *taking,
           MusterTakeover *takeover)
{
  const char *stop = find_stop (taking);

  if (muster_takeover_get_state (takeover) != MUSTER_TAKEOVER_PLANNED)
    return;
  if (stop != NULL)
    {
      muster_takeover_set_state (takeover, MUSTER_TAKEOVER_LEFT, stop);
      return;
    }
  muster_task_set_message (taking->task, muster_takeover_get_label (takeover));
  await_taken (taking, takeover);
}

static DexFuture *
take_fiber (gpointer data)
{
  Taking *taking = data;
  DexFuture *refusal = check_gone (taking->desk, taking->uuid);

  if (refusal != NULL)
    {
      muster_task_fail (taking->task, _("The host answers: it is not gone."),
                        _("Migrate its VMs instead."), "");
      return refusal;
    }
  for (guint i = 0; i < taking->plan->len; i++)
    {
      muster_task_set_progress (taking->task, (double) i / taking->plan->len);
      await_one (taking, taking->plan->pdata[i]);
    }
  await_copied (taking);
  warn_of_left (taking);
  muster_task_set_progress (taking->task, 1);
  muster_task_finish (taking->task);

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_ptr_array_ref (taking->plan));
}

DexFuture *
muster_host_gone_take (MusterDesk *desk,
                       const char *uuid,
                       GPtrArray  *plan,
                       gboolean    start,
                       MusterTask *task)
{
  Taking *taking;

  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);
  g_return_val_if_fail (plan != NULL, NULL);
  g_return_val_if_fail (MUSTER_IS_TASK (task), NULL);

  taking = g_new0 (Taking, 1);
  taking->desk = g_object_ref (desk);
  taking->uuid = g_strdup (uuid);
  taking->plan = g_ptr_array_ref (plan);
  taking->task = g_object_ref (task);
  taking->start = start;

  return dex_scheduler_spawn (NULL, 0, take_fiber, taking, taking_free);
}
