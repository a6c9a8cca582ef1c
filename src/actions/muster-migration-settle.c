/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-domain.h"
#include "muster-migration-settle.h"
#include "muster-text.h"
#include "muster-whereabouts.h"

/* While it is younger somebody may be at it: libvirt gives a silent host half a minute,
 * and who migrates looks for 40 s where the VM is. */
#define MIN_AGE_US (90 * G_TIME_SPAN_SECOND)

typedef struct
{
  MusterDesk *desk;
  MusterVm *vm;
  MusterHost *target;
  MusterTask *task;
} Migration;

static void
migration_free (gpointer data)
{
  Migration *self = data;

  g_object_unref (self->desk);
  g_object_unref (self->vm);
  g_object_unref (self->target);
  g_object_unref (self->task);
  g_free (self);
}

static MusterStore *
get_store (MusterDesk *desk)
{
  return muster_membership_get_store (muster_desk_get_membership (desk));
}

/* --- writing it down --------------------------------------------------------------------- */

static JsonObject *
make_content (MusterVm   *vm,
              MusterHost *target,
              gboolean    had)
{
  JsonObject *content = json_object_new ();

  json_object_set_string_member (content, "name", muster_vm_get_label (vm));
  json_object_set_string_member (content, "source",
                                 muster_host_get_uuid (muster_vm_get_host (vm)));
  json_object_set_string_member (content, "target", muster_host_get_uuid (target));
  json_object_set_boolean_member (content, "live",
                                  muster_vm_state_is_active (muster_vm_get_state (vm)));
  json_object_set_boolean_member (content, "had", had);

  return content;
}

static gboolean
await_has (Migration *self)
{
  MusterConnection *connection =
    muster_inventory_get_connection (muster_desk_get_inventory (self->desk), self->target);
  MusterPresence presence = MUSTER_PRESENCE_UNKNOWN;

  if (connection != NULL)
    presence = dex_await_int (muster_whereabouts_ask (connection, muster_vm_get_uuid (self->vm)),
                              NULL);

  return presence != MUSTER_PRESENCE_ABSENT;
}

/* What cannot be written down is migrated all the same: the host may have to be emptied
 * because its disk is full. */
static void
await_written_down (Migration *self)
{
  MusterMembership *membership = muster_desk_get_membership (self->desk);
  MusterHost *source = muster_vm_get_host (self->vm);
  g_autoptr (JsonObject) content = NULL;

  if (muster_membership_get_id (membership) == NULL || source == NULL ||
      muster_host_get_uuid (source) == NULL || muster_host_get_uuid (self->target) == NULL)
    return;
  content = make_content (self->vm, self->target, await_has (self));
  dex_await (muster_store_put (get_store (self->desk), MUSTER_MIGRATION_RECORD_KIND,
                               muster_vm_get_uuid (self->vm), content, NULL), NULL);
}

static DexFuture *
migrate_fiber (gpointer data)
{
  Migration *self = data;
  g_autoptr (GError) error = NULL;
  gboolean done;

  await_written_down (self);
  done = dex_await (muster_vm_migrate (muster_desk_get_inventory (self->desk), self->vm,
                                       self->target, self->task), &error);
  if (done || !g_error_matches (error, MUSTER_ACTION_ERROR, MUSTER_ACTION_ERROR_UNREACHABLE))
    dex_await (muster_store_delete (get_store (self->desk), MUSTER_MIGRATION_RECORD_KIND,
                                    muster_vm_get_uuid (self->vm)), NULL);

  return done ? dex_future_new_true () : dex_future_new_for_error (g_steal_pointer (&error));
}

DexFuture *
muster_vm_migrate_recorded (MusterDesk *desk,
                            MusterVm   *vm,
                            MusterHost *target,
                            MusterTask *task)
{
  Migration *self;

  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);
  g_return_val_if_fail (MUSTER_IS_VM (vm), NULL);
  g_return_val_if_fail (MUSTER_IS_HOST (target), NULL);
  g_return_val_if_fail (MUSTER_IS_TASK (task), NULL);

  self = g_new0 (Migration, 1);
  self->desk = g_object_ref (desk);
  self->vm = g_object_ref (vm);
  self->target = g_object_ref (target);
  self->task = g_object_ref (task);

  return dex_scheduler_spawn (NULL, 0, migrate_fiber, self, migration_free);
}

/* --- settling ------------------------------------------------------------------------------ */

/* One end of a migration; it owns both, as the host may leave the list meanwhile. */
typedef struct
{
  MusterHost *host;
  MusterConnection *connection;
  int state;                    /* virDomainState; -1 when it has no such VM */
  int reason;
  gboolean persistent;
} End;

typedef struct
{
  MusterDesk *desk;
  const char *uuid;             /* of the VM */
  char *name;
  gboolean had;
  End source;
  End target;
} Case;

static MusterHost *
find_host (MusterDesk *desk,
           const char *uuid)
{
  MusterDataCenter *data_center =
    muster_inventory_get_data_center (muster_desk_get_inventory (desk));
  GListModel *hosts = muster_data_center_get_hosts (data_center);

  for (guint i = 0; i < g_list_model_get_n_items (hosts); i++)
    {
      g_autoptr (MusterHost) host = g_list_model_get_item (hosts, i);

      if (muster_host_get_state (host) == MUSTER_HOST_ONLINE &&
          g_strcmp0 (muster_host_get_uuid (host), uuid) == 0)
        return host;
    }

  return NULL;
}

/* Returns: whether the host said what it has. */
static gboolean
await_end (Case       *self,
           End        *end,
           const char *host_uuid)
{
  g_autoptr (GPtrArray) infos = NULL;
  g_autoptr (GError) error = NULL;
  const MusterDomainInfo *info;

  end->state = -1;
  end->host = host_uuid != NULL ? find_host (self->desk, host_uuid) : NULL;
  if (end->host == NULL)
    return FALSE;
  g_object_ref (end->host);
  g_set_object (&end->connection,
                muster_inventory_get_connection (muster_desk_get_inventory (self->desk),
                                                 end->host));
  if (end->connection == NULL)
    return FALSE;
  infos = dex_await_boxed (muster_domain_look_up (end->connection, self->uuid), &error);
  if (infos == NULL || infos->len == 0)
    return g_error_matches (error, MUSTER_VIRT_ERROR, MUSTER_VIRT_ERROR_GONE);
  info = infos->pdata[0];
  end->state = info->state;
  end->reason = info->reason;
  end->persistent = info->persistent;

  return TRUE;
}

static gboolean
is_off (const End *end)
{
  return end->state == VIR_DOMAIN_SHUTOFF || end->state == VIR_DOMAIN_CRASHED;
}

/* What libvirt paused for a migration is a copy of what runs elsewhere. */
static gboolean
is_left_paused (const End *end)
{
  return end->state == VIR_DOMAIN_PAUSED &&
         (end->reason == VIR_DOMAIN_PAUSED_MIGRATION ||
          end->reason == VIR_DOMAIN_PAUSED_POSTCOPY_FAILED);
}

static gboolean
runs (const End *end)
{
  return end->state == VIR_DOMAIN_RUNNING || end->state == VIR_DOMAIN_BLOCKED ||
         (end->state == VIR_DOMAIN_PAUSED && !is_left_paused (end) &&
          end->reason != VIR_DOMAIN_PAUSED_STARTING_UP);
}

static char *
await_undefined (Case      *self,
                 const End *rest,
                 const End *home)
{
  g_autoptr (GError) error = NULL;

  if (!home->persistent)
    return g_strdup_printf (_("“%s” runs on “%s” without a definition there; that on “%s” stays."),
                            self->name, muster_host_get_name (home->host),
                            muster_host_get_name (rest->host));
  if (!dex_await (muster_domain_undefine (rest->connection, self->uuid), &error))
    return g_strdup_printf (_("“%s” is on “%s”; what a migration left of it on “%s” could not be removed: %s"),
                            self->name, muster_host_get_name (home->host),
                            muster_host_get_name (rest->host), error->message);

  return g_strdup_printf (_("“%s” is on “%s”; the definition that a migration left on “%s” was removed."),
                          self->name, muster_host_get_name (home->host),
                          muster_host_get_name (rest->host));
}

static char *
await_source_ended (Case *self)
{
  g_autoptr (GError) error = NULL;

  if (!dex_await (muster_domain_force_off (self->source.connection, self->uuid), &error))
    return g_strdup_printf (_("“%s” runs on “%s”, and “%s” has kept it paused after the migration; it could not be ended there: %s"),
                            self->name, muster_host_get_name (self->target.host),
                            muster_host_get_name (self->source.host), error->message);

  return await_undefined (self, &self->source, &self->target);
}

/* Its memory is old if it has run on the target meanwhile, and nobody here knows. */
static char *
tell_paused (Case *self)
{
  return g_strdup_printf (_("“%s” stayed paused on “%s” after a migration, and “%s” does not run it. Resume it if it has not run there since, else force it off."),
                          self->name, muster_host_get_name (self->source.host),
                          muster_host_get_name (self->target.host));
}

/* Returns: (nullable): what was done or found; @over: (out): nothing is left to settle. */
static char *
await_settled (Case     *self,
               gboolean *over)
{
  End *source = &self->source;
  End *target = &self->target;

  *over = TRUE;
  if (runs (source) && runs (target))
    {
      *over = FALSE;
      return g_strdup_printf (_("“%s” runs on “%s” and on “%s”. Force one of them off at once: two of it damage its disks."),
                              self->name, muster_host_get_name (source->host),
                              muster_host_get_name (target->host));
    }
  if (runs (target) && is_left_paused (source))
    return await_source_ended (self);
  if (runs (target) && is_off (source))
    return await_undefined (self, source, target);
  if (runs (source) && is_off (target) && !self->had)
    return await_undefined (self, target, source);
  if (is_left_paused (source) && (target->state == -1 || is_off (target)))
    {
      *over = FALSE;
      return tell_paused (self);
    }
  if (is_off (source) && is_off (target))
    return g_strdup_printf (_("“%s” is off, and both “%s” and “%s” have it defined after a migration that did not end. Remove one of the definitions."),
                            self->name, muster_host_get_name (source->host),
                            muster_host_get_name (target->host));
  /* Somebody is at it, or libvirt is. */
  *over = source->state == -1 || target->state == -1 || (runs (source) && is_off (target));

  return NULL;
}

static const char *
get_text (JsonObject *content,
          const char *name)
{
  JsonNode *node = json_object_get_member (content, name);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING
           ? json_node_get_string (node) : NULL;
}

static gboolean
await_both_ends (Case       *self,
                 JsonObject *content)
{
  return await_end (self, &self->source, get_text (content, "source")) &&
         await_end (self, &self->target, get_text (content, "target")) &&
         self->source.host != self->target.host;
}

static void
case_clear (Case *self)
{
  g_clear_object (&self->source.host);
  g_clear_object (&self->source.connection);
  g_clear_object (&self->target.host);
  g_clear_object (&self->target.connection);
  g_free (self->name);
}

static char *
await_case (MusterDesk   *desk,
            MusterRecord *record)
{
  JsonObject *content = muster_record_get_content (record);
  const char *name = get_text (content, "name");
  Case self = { .desk = desk, .uuid = muster_record_get_id (record) };
  char *said;
  gboolean over;

  if (ABS (g_get_real_time () - muster_record_get_time (record)) < MIN_AGE_US)
    return NULL;
  self.had = json_object_get_boolean_member_with_default (content, "had", TRUE);
  self.name = muster_text_escape (name != NULL ? name : self.uuid);
  if (!await_both_ends (&self, content))
    {
      case_clear (&self);
      return NULL;
    }
  said = await_settled (&self, &over);
  if (over)
    dex_await (muster_store_delete (get_store (desk), MUSTER_MIGRATION_RECORD_KIND, self.uuid),
               NULL);
  case_clear (&self);

  return said;
}

static DexFuture *
settle_fiber (gpointer data)
{
  MusterDesk *desk = data;
  g_autoptr (GStrvBuilder) said = g_strv_builder_new ();
  g_autoptr (GPtrArray) records =
    dex_await_boxed (muster_store_list (get_store (desk), MUSTER_MIGRATION_RECORD_KIND), NULL);

  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      char *line = await_case (desk, records->pdata[i]);

      if (line != NULL)
        g_strv_builder_take (said, line);
    }

  return dex_future_new_take_boxed (G_TYPE_STRV, g_strv_builder_end (said));
}

DexFuture *
muster_migrations_settle (MusterDesk *desk)
{
  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);

  return dex_scheduler_spawn (NULL, 0, settle_fiber, g_object_ref (desk), g_object_unref);
}
