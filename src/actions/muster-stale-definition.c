/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-domain.h"
#include "muster-domain-xml.h"
#include "muster-failure.h"
#include "muster-stale-definition.h"
#include "muster-vm-home.h"

typedef struct
{
  MusterDesk *desk;
  MusterHost *host;
  MusterVm *vm;
} Removal;

static void
removal_free (gpointer data)
{
  Removal *self = data;

  g_object_unref (self->desk);
  g_object_unref (self->host);
  g_object_unref (self->vm);
  g_free (self);
}

static MusterVmHome *
await_home (Removal *removal)
{
  MusterMembership *membership = muster_desk_get_membership (removal->desk);
  g_autoptr (MusterRecord) record =
    dex_await_object (muster_store_get (muster_membership_get_store (membership),
                                        MUSTER_HOME_RECORD_KIND,
                                        muster_vm_get_uuid (removal->vm)), NULL);

  return record != NULL ? muster_vm_home_new_from_record (record) : NULL;
}

/* Returns: (transfer full) (nullable): the mark of the definition that @host has now. */
static char *
await_mark (Removal    *removal,
            MusterHost *host)
{
  MusterConnection *connection =
    muster_inventory_get_connection (muster_desk_get_inventory (removal->desk), host);
  g_autofree char *text = NULL;
  g_autoptr (MusterDomainXml) xml = NULL;

  if (connection != NULL)
    text = dex_await_string (muster_domain_get_xml (connection,
                                                    muster_vm_get_uuid (removal->vm),
                                                    VIR_DOMAIN_XML_INACTIVE), NULL);
  if (text != NULL)
    xml = muster_domain_xml_new (text, NULL);

  return xml != NULL ? muster_domain_xml_dup_home_mark (xml) : NULL;
}

/* What is asked is the hosts themselves, now. */
static gboolean
await_is_elsewhere (Removal            *removal,
                    const MusterVmHome *home)
{
  g_autoptr (GPtrArray) hosts =
    muster_inventory_list_claimants (muster_desk_get_inventory (removal->desk),
                                     muster_vm_get_uuid (removal->vm));

  for (guint i = 0; i < hosts->len; i++)
    {
      g_autofree char *mark =
        hosts->pdata[i] != removal->host ? await_mark (removal, hosts->pdata[i]) : NULL;

      if (mark != NULL && g_str_equal (mark, home->mark))
        return TRUE;
    }

  return FALSE;
}

static gboolean
await_is_active (Removal          *removal,
                 MusterConnection *connection)
{
  g_autoptr (GPtrArray) infos =
    dex_await_boxed (muster_domain_look_up (connection, muster_vm_get_uuid (removal->vm)), NULL);
  int state = infos != NULL && infos->len > 0 ? ((MusterDomainInfo *) infos->pdata[0])->state
                                              : VIR_DOMAIN_NOSTATE;

  return state != VIR_DOMAIN_SHUTOFF && state != VIR_DOMAIN_CRASHED;
}

G_GNUC_PRINTF (2, 3)
static DexFuture *
refuse (const char *advice,
        const char *format,
        ...)
{
  g_autofree char *reason = NULL;
  g_autoptr (MusterFailure) failure = NULL;
  va_list args;

  va_start (args, format);
  reason = g_strdup_vprintf (format, args);
  va_end (args);
  failure =
    muster_failure_new_text (MUSTER_ACTION_ERROR_REFUSED, reason, advice, "");

  return muster_failure_to_future (failure);
}

static DexFuture *
explain (Removal      *removal,
         const GError *error)
{
  g_autofree char *act =
    g_strdup_printf (_("The stale definition of “%s” could not be removed from “%s”."),
                     muster_vm_get_label (removal->vm), muster_host_get_name (removal->host));
  g_autoptr (MusterFailure) failure = muster_failure_new (act, removal->host, NULL, error);

  return muster_failure_to_future (failure);
}

/* Returns: (nullable): why it stays. */
static DexFuture *
await_refusal (Removal          *removal,
               MusterConnection *connection)
{
  g_autoptr (MusterVmHome) home = await_home (removal);
  g_autofree char *mark = await_mark (removal, removal->host);
  const char *host = muster_host_get_name (removal->host);
  const char *vm = muster_vm_get_label (removal->vm);

  if (home == NULL || g_strcmp0 (mark, home->mark) == 0)
    return refuse ("", _("What “%s” has of “%s” is not stale."), host, vm);
  if (!await_is_elsewhere (removal, home))
    return refuse (_("Wait until the host that took it over answers."),
                   _("No other host that answers has “%s”; what “%s” has of it may be all there is."),
                   vm, host);
  if (await_is_active (removal, connection))
    return refuse (_("Force it off there first: two of it damage its disks."),
                   _("“%s” runs on “%s” as well."), vm, host);

  return NULL;
}

static DexFuture *
remove_fiber (gpointer data)
{
  Removal *removal = data;
  MusterConnection *known =
    muster_inventory_get_connection (muster_desk_get_inventory (removal->desk), removal->host);
  /* The host may leave the list while it is asked. */
  g_autoptr (MusterConnection) connection = known != NULL ? g_object_ref (known) : NULL;
  DexFuture *refusal;
  g_autoptr (GError) error = NULL;

  dex_await (muster_membership_read (muster_desk_get_membership (removal->desk)), NULL);
  if (connection == NULL || muster_host_get_state (removal->host) != MUSTER_HOST_ONLINE)
    return refuse ("", _("“%s” does not answer."), muster_host_get_name (removal->host));
  refusal = await_refusal (removal, connection);
  if (refusal != NULL)
    return refusal;
  if (!dex_await (muster_domain_undefine (connection, muster_vm_get_uuid (removal->vm)), &error))
    return explain (removal, error);
  dex_await (muster_inventory_refresh_vm (muster_desk_get_inventory (removal->desk), removal->vm),
             NULL);
  dex_await (muster_vm_copier_copy (muster_desk_get_copier (removal->desk), removal->host), NULL);

  return dex_future_new_true ();
}

DexFuture *
muster_stale_definition_remove (MusterDesk *desk,
                                MusterHost *host,
                                MusterVm   *vm)
{
  Removal *removal;

  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);
  g_return_val_if_fail (MUSTER_IS_HOST (host), NULL);
  g_return_val_if_fail (MUSTER_IS_VM (vm), NULL);

  removal = g_new0 (Removal, 1);
  removal->desk = g_object_ref (desk);
  removal->host = g_object_ref (host);
  removal->vm = g_object_ref (vm);

  return dex_scheduler_spawn (NULL, 0, remove_fiber, removal, removal_free);
}
