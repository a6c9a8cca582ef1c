/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-vm-registry.h"

#define HOLD_SECONDS 10

typedef struct
{
  MusterHost *host;
  char *name;
  MusterVmState state;
  MusterVmReason reason;
  gboolean persistent;
  gboolean autostart;
  char *mark;         /* of its definition; NULL when it has none or was not read */
  guint generation;   /* of the full list that last had it */
} Claim;

typedef struct
{
  MusterVm *vm;
  GPtrArray *claims;
  guint hold_timeout;
  guint twice_timeout;  /* while it is not sure that it runs twice */
} Entry;

typedef struct
{
  guint n_vms;
  guint n_running;
  guint n_superseded;
  gboolean lost;
  gboolean complete;  /* all that it has is known */
} Tally;

struct _MusterVmRegistry
{
  GObject parent_instance;

  MusterDataCenter *data_center;
  GHashTable *entries;   /* uuid -> Entry */
  GHashTable *tallies;   /* MusterHost -> Tally */
  GHashTable *homes;     /* uuid -> MusterVmHome */
  GPtrArray *arrivals;   /* VMs of one change, added to the list at once */
  GPtrArray *departures;
  GHashTable *doubled;   /* Entry that two hosts run, or seem to */
  guint generation;
};

enum { MARK_WANTED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MusterVmRegistry, muster_vm_registry, G_TYPE_OBJECT)

static void
claim_free (Claim *claim)
{
  g_clear_object (&claim->host);
  g_free (claim->name);
  g_free (claim->mark);
  g_free (claim);
}

static void
entry_free (Entry *entry)
{
  g_clear_handle_id (&entry->hold_timeout, g_source_remove);
  g_clear_handle_id (&entry->twice_timeout, g_source_remove);
  g_clear_object (&entry->vm);
  g_clear_pointer (&entry->claims, g_ptr_array_unref);
  g_free (entry);
}

static void
muster_vm_registry_finalize (GObject *object)
{
  MusterVmRegistry *self = MUSTER_VM_REGISTRY (object);

  g_clear_pointer (&self->doubled, g_hash_table_unref);
  g_clear_pointer (&self->entries, g_hash_table_unref);
  g_clear_pointer (&self->tallies, g_hash_table_unref);
  g_clear_pointer (&self->homes, g_hash_table_unref);
  g_clear_pointer (&self->arrivals, g_ptr_array_unref);
  g_clear_pointer (&self->departures, g_ptr_array_unref);
  g_clear_object (&self->data_center);

  G_OBJECT_CLASS (muster_vm_registry_parent_class)->finalize (object);
}

static void
muster_vm_registry_class_init (MusterVmRegistryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = muster_vm_registry_finalize;

  signals[MARK_WANTED] =
    g_signal_new ("mark-wanted", MUSTER_TYPE_VM_REGISTRY, G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 2, MUSTER_TYPE_HOST, G_TYPE_STRING);
}

static void
muster_vm_registry_init (MusterVmRegistry *self)
{
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                         (GDestroyNotify) entry_free);
  self->tallies = g_hash_table_new_full (NULL, NULL, g_object_unref, g_free);
  self->homes = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                       (GDestroyNotify) muster_vm_home_free);
  self->doubled = g_hash_table_new (NULL, NULL);
  self->arrivals = g_ptr_array_new_with_free_func (g_object_unref);
  self->departures = g_ptr_array_new_with_free_func (g_object_unref);
}

MusterVmRegistry *
muster_vm_registry_new (MusterDataCenter *data_center)
{
  MusterVmRegistry *self = g_object_new (MUSTER_TYPE_VM_REGISTRY, NULL);

  self->data_center = g_object_ref (data_center);
  return self;
}

static Tally *
tally_of (MusterVmRegistry *self,
          MusterHost       *host)
{
  Tally *tally = g_hash_table_lookup (self->tallies, host);

  if (tally == NULL)
    {
      tally = g_new0 (Tally, 1);
      g_hash_table_insert (self->tallies, g_object_ref (host), tally);
    }
  return tally;
}

static void
count (MusterVmRegistry *self,
       MusterVm         *vm,
       int               by)
{
  MusterHost *host = muster_vm_get_host (vm);
  Tally *tally;

  if (host == NULL)
    return;
  tally = tally_of (self, host);
  tally->n_vms += by;
  if (muster_vm_get_state (vm) == MUSTER_VM_RUNNING)
    tally->n_running += by;
}

/* Whether some host could have the VM without anybody here knowing. */
static gboolean
is_any_host_unknown (MusterVmRegistry *self)
{
  GListModel *hosts = muster_data_center_get_hosts (self->data_center);

  for (guint i = 0; i < g_list_model_get_n_items (hosts); i++)
    {
      g_autoptr(MusterHost) host = g_list_model_get_item (hosts, i);

      if (!tally_of (self, host)->complete &&
          muster_host_get_reason (host) != MUSTER_HOST_REASON_DUPLICATE)
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_listed (MusterVmRegistry *self,
           const char       *uuid)
{
  GListModel *hosts = muster_data_center_get_hosts (self->data_center);

  for (guint i = 0; i < g_list_model_get_n_items (hosts); i++)
    {
      g_autoptr(MusterHost) host = g_list_model_get_item (hosts, i);

      if (g_strcmp0 (muster_host_get_uuid (host), uuid) == 0)
        return TRUE;
    }
  return FALSE;
}

/* A definition that a host kept while another one took the VM over.  When it is the
 * only one there is, and every host was asked, among them the one that took it over, it
 * is none the less the VM. */
static gboolean
is_superseded (MusterVmRegistry *self,
               const Entry      *entry,
               const Claim      *claim)
{
  const MusterVmHome *home =
    g_hash_table_lookup (self->homes, muster_vm_get_uuid (entry->vm));

  return home != NULL &&
         !muster_vm_state_is_active (claim->state) &&
         g_strcmp0 (claim->mark, home->mark) != 0 &&
         (entry->claims->len > 1 || is_any_host_unknown (self) || !is_listed (self, home->host));
}

static int
rank (MusterVmRegistry *self,
      const Entry      *entry,
      const Claim      *claim)
{
  gboolean active = muster_vm_state_is_active (claim->state);

  if (is_superseded (self, entry, claim))
    return 0;
  if (tally_of (self, claim->host)->lost)
    return active ? 3 : 1;
  if (claim->state == MUSTER_VM_RUNNING)
    return 5;
  return active ? 4 : 2;
}

static const Claim *
best_claim (MusterVmRegistry *self,
            const Entry      *entry)
{
  const Claim *best = NULL;
  int best_rank = -1;

  for (guint i = 0; i < entry->claims->len; i++)
    {
      const Claim *claim = entry->claims->pdata[i];
      int claim_rank = rank (self, entry, claim);
      gboolean is_home = claim->host == muster_vm_get_host (entry->vm);

      if (claim_rank > best_rank || (claim_rank == best_rank && is_home))
        {
          best = claim;
          best_rank = claim_rank;
        }
    }
  return best;
}

/* Returns: (nullable): who has the VM instead of whose claim this is. */
static const char *
find_elsewhere (MusterVmRegistry *self,
                const Entry      *entry,
                const Claim      *claim)
{
  const MusterVmHome *home =
    g_hash_table_lookup (self->homes, muster_vm_get_uuid (entry->vm));

  return is_superseded (self, entry, claim) ? home->host_name : NULL;
}

static void
apply_claim (MusterVmRegistry *self,
             const Entry      *entry,
             const Claim      *claim)
{
  MusterVm *vm = entry->vm;
  gboolean lost = tally_of (self, claim->host)->lost;

  count (self, vm, -1);
  g_object_freeze_notify (G_OBJECT (vm));
  muster_vm_set_host (vm, claim->host);
  muster_vm_set_name (vm, claim->name);
  muster_vm_set_persistent (vm, claim->persistent);
  muster_vm_set_autostart (vm, claim->autostart);
  muster_vm_set_stale (vm, lost);
  muster_vm_set_elsewhere (vm, find_elsewhere (self, entry, claim));
  muster_vm_set_state (vm, claim->state,
                       lost ? MUSTER_VM_REASON_HOST_LOST : claim->reason);
  g_object_thaw_notify (G_OBJECT (vm));
  count (self, vm, +1);
}

/* --- running twice ---------------------------------------------------------- */

/* What libvirt has paused for a migration is a copy of what runs at the other end. */
static gboolean
uses_disks (MusterVmRegistry *self,
            const Claim      *claim)
{
  const Tally *tally = tally_of (self, claim->host);
  gboolean copied = claim->state == MUSTER_VM_PAUSED &&
                    (claim->reason == MUSTER_VM_REASON_MIGRATING ||
                     claim->reason == MUSTER_VM_REASON_STARTING ||
                     claim->reason == MUSTER_VM_REASON_NONE);

  return tally->complete && !tally->lost && !copied && muster_vm_state_is_active (claim->state);
}

/* Two addresses may lead to one host. */
static gboolean
is_host_listed (GPtrArray  *hosts,
                MusterHost *host)
{
  const char *uuid = muster_host_get_uuid (host);

  for (guint i = 0; i < hosts->len; i++)
    if (uuid != NULL && g_strcmp0 (muster_host_get_uuid (hosts->pdata[i]), uuid) == 0)
      return TRUE;

  return FALSE;
}

/* Returns: (transfer full) (nullable): the names of the hosts, when it is more than one. */
static GStrv
list_users (MusterVmRegistry *self,
            const Entry      *entry)
{
  g_autoptr(GPtrArray) hosts = g_ptr_array_new ();
  g_autoptr(GStrvBuilder) names = g_strv_builder_new ();
  gboolean runs = FALSE;

  for (guint i = 0; i < entry->claims->len; i++)
    {
      const Claim *claim = entry->claims->pdata[i];

      if (!uses_disks (self, claim) || is_host_listed (hosts, claim->host))
        continue;
      runs = runs || claim->state == MUSTER_VM_RUNNING;
      g_ptr_array_add (hosts, claim->host);
      g_strv_builder_add (names, muster_host_get_name (claim->host));
    }

  return hosts->len > 1 && runs ? g_strv_builder_end (names) : NULL;
}

static void publish (MusterVmRegistry *self);

typedef struct
{
  MusterVmRegistry *self;
  Entry *entry;
} Doubt;

static gboolean
twice_cb (gpointer user_data)
{
  Doubt *doubt = user_data;
  MusterVmRegistry *self = doubt->self;
  g_auto(GStrv) names = list_users (self, doubt->entry);

  doubt->entry->twice_timeout = 0;
  if (names == NULL)
    g_hash_table_remove (self->doubled, doubt->entry);
  muster_vm_set_running_twice (doubt->entry->vm, (const char * const *) names);
  publish (self);
  return G_SOURCE_REMOVE;
}

static void
begin_doubt (MusterVmRegistry *self,
             Entry            *entry)
{
  Doubt *doubt = g_new0 (Doubt, 1);

  doubt->self = self;
  doubt->entry = entry;
  /* The timeout is removed with its entry, so it never outlives either. */
  entry->twice_timeout = g_timeout_add_full (G_PRIORITY_DEFAULT, MUSTER_VM_REGISTRY_TWICE_MS,
                                             twice_cb, doubt, g_free);
  g_hash_table_add (self->doubled, entry);
}

static void
update_twice (MusterVmRegistry *self,
              Entry            *entry)
{
  gboolean known = g_hash_table_contains (self->doubled, entry);
  g_auto(GStrv) names =
    known || entry->claims->len > 1 ? list_users (self, entry) : NULL;

  if (names == NULL && known)
    {
      g_clear_handle_id (&entry->twice_timeout, g_source_remove);
      g_hash_table_remove (self->doubled, entry);
      muster_vm_set_running_twice (entry->vm, NULL);
    }
  else if (names != NULL && !known)
    begin_doubt (self, entry);
  else if (names != NULL && entry->twice_timeout == 0)
    muster_vm_set_running_twice (entry->vm, (const char * const *) names);
}

static void
publish_twice (MusterVmRegistry *self)
{
  GHashTableIter iter;
  gpointer entry;
  guint n = 0;

  g_hash_table_iter_init (&iter, self->doubled);
  while (g_hash_table_iter_next (&iter, &entry, NULL))
    n += ((Entry *) entry)->twice_timeout == 0;
  muster_data_center_set_n_running_twice (self->data_center, n);
}

gboolean
muster_vm_registry_suspects_twice (MusterVmRegistry *self)
{
  g_return_val_if_fail (MUSTER_IS_VM_REGISTRY (self), FALSE);

  return g_hash_table_size (self->doubled) > 0;
}

/* When all has come to be known of a host. */
static void
update_twice_of_all (MusterVmRegistry *self)
{
  GHashTableIter iter;
  gpointer entry;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, &entry))
    if (((Entry *) entry)->claims->len > 1)
      update_twice (self, entry);
}

/* ---------------------------------------------------------------------------- */

static void
update_entry (MusterVmRegistry *self,
              const char       *uuid,
              Entry            *entry)
{
  const Claim *best = best_claim (self, entry);

  update_twice (self, entry);
  if (best != NULL)
    {
      apply_claim (self, entry, best);
      return;
    }
  if (entry->hold_timeout != 0)
    return;
  count (self, entry->vm, -1);
  g_ptr_array_add (self->departures, g_object_ref (entry->vm));
  g_hash_table_remove (self->entries, uuid);
}

static void
count_superseded (MusterVmRegistry *self)
{
  GHashTableIter iter;
  gpointer uuid, tally;

  g_hash_table_iter_init (&iter, self->tallies);
  while (g_hash_table_iter_next (&iter, NULL, &tally))
    ((Tally *) tally)->n_superseded = 0;
  g_hash_table_iter_init (&iter, self->homes);
  while (g_hash_table_iter_next (&iter, &uuid, NULL))
    {
      const Entry *entry = g_hash_table_lookup (self->entries, uuid);

      for (guint i = 0; entry != NULL && i < entry->claims->len; i++)
        if (is_superseded (self, entry, entry->claims->pdata[i]))
          tally_of (self, ((Claim *) entry->claims->pdata[i])->host)->n_superseded++;
    }
}

static void
publish_counts (MusterVmRegistry *self)
{
  GHashTableIter iter;
  gpointer host, value;

  count_superseded (self);
  g_hash_table_iter_init (&iter, self->tallies);
  while (g_hash_table_iter_next (&iter, &host, &value))
    {
      const Tally *tally = value;

      muster_host_set_counts (host, tally->n_vms, tally->n_running);
      muster_host_set_n_superseded (host, tally->n_superseded);
    }
}

/* Ends a change: what came and went reaches the list in one step each. */
static void
publish (MusterVmRegistry *self)
{
  g_autoptr(GPtrArray) arrivals = g_steal_pointer (&self->arrivals);
  g_autoptr(GPtrArray) departures = g_steal_pointer (&self->departures);

  self->arrivals = g_ptr_array_new_with_free_func (g_object_unref);
  self->departures = g_ptr_array_new_with_free_func (g_object_unref);
  publish_counts (self);

  if (departures->len > 0)
    muster_data_center_remove_vms (self->data_center,
                                   (MusterVm **) departures->pdata,
                                   departures->len);
  if (arrivals->len > 0)
    muster_data_center_add_vms (self->data_center,
                                (MusterVm **) arrivals->pdata, arrivals->len);
  publish_twice (self);
}

static Claim *
find_claim (const Entry *entry,
            MusterHost  *host)
{
  for (guint i = 0; i < entry->claims->len; i++)
    if (((Claim *) entry->claims->pdata[i])->host == host)
      return entry->claims->pdata[i];
  return NULL;
}

static Entry *
add_entry (MusterVmRegistry    *self,
           const MusterVmClaim *what)
{
  Entry *entry = g_new0 (Entry, 1);

  entry->vm = muster_vm_new (what->uuid, what->name);
  entry->claims = g_ptr_array_new_with_free_func ((GDestroyNotify) claim_free);
  g_hash_table_insert (self->entries, g_strdup (what->uuid), entry);
  g_ptr_array_add (self->arrivals, g_object_ref (entry->vm));
  return entry;
}

static void
set_claim (MusterVmRegistry    *self,
           MusterHost          *host,
           const MusterVmClaim *what)
{
  Entry *entry = g_hash_table_lookup (self->entries, what->uuid);
  Claim *claim;

  if (entry == NULL)
    entry = add_entry (self, what);
  claim = find_claim (entry, host);
  if (claim == NULL)
    {
      claim = g_new0 (Claim, 1);
      claim->host = g_object_ref (host);
      g_ptr_array_add (entry->claims, claim);
    }
  g_set_str (&claim->name, what->name);
  claim->state = what->state;
  claim->reason = what->reason;
  claim->persistent = what->persistent;
  claim->autostart = what->autostart;
  claim->generation = self->generation;
  update_entry (self, what->uuid, entry);
  if (g_hash_table_contains (self->homes, what->uuid))
    g_signal_emit (self, signals[MARK_WANTED], 0, host, what->uuid);
}

/* What is known of one host can decide what another one's claim is worth. */
static void
update_homes (MusterVmRegistry *self)
{
  g_autoptr(GPtrArray) uuids = g_hash_table_get_keys_as_ptr_array (self->homes);

  for (guint i = 0; i < uuids->len; i++)
    {
      Entry *entry = g_hash_table_lookup (self->entries, uuids->pdata[i]);

      if (entry != NULL)
        update_entry (self, uuids->pdata[i], entry);
    }
}

void
muster_vm_registry_claim (MusterVmRegistry    *self,
                          MusterHost          *host,
                          const MusterVmClaim *claims,
                          guint                n_claims)
{
  g_return_if_fail (MUSTER_IS_VM_REGISTRY (self));
  g_return_if_fail (MUSTER_IS_HOST (host));

  for (guint i = 0; i < n_claims; i++)
    set_claim (self, host, &claims[i]);
  publish (self);
}

/* Drops the claims of @host that are older than @generation. */
static void
drop_claims (MusterVmRegistry *self,
             MusterHost       *host,
             guint             generation)
{
  g_autoptr(GPtrArray) uuids = g_hash_table_get_keys_as_ptr_array (self->entries);

  for (guint i = 0; i < uuids->len; i++)
    {
      const char *uuid = uuids->pdata[i];
      Entry *entry = g_hash_table_lookup (self->entries, uuid);
      Claim *claim = find_claim (entry, host);

      if (claim == NULL || claim->generation == generation)
        continue;
      g_ptr_array_remove (entry->claims, claim);
      update_entry (self, uuid, entry);
    }
}

void
muster_vm_registry_claim_all (MusterVmRegistry    *self,
                              MusterHost          *host,
                              const MusterVmClaim *claims,
                              guint                n_claims)
{
  g_return_if_fail (MUSTER_IS_VM_REGISTRY (self));
  g_return_if_fail (MUSTER_IS_HOST (host));

  self->generation++;
  for (guint i = 0; i < n_claims; i++)
    set_claim (self, host, &claims[i]);
  drop_claims (self, host, self->generation);
  if (!tally_of (self, host)->complete)
    {
      tally_of (self, host)->complete = TRUE;
      update_twice_of_all (self);
    }
  update_homes (self);
  publish (self);
}

void
muster_vm_registry_unclaim (MusterVmRegistry *self,
                            MusterHost       *host,
                            const char       *uuid)
{
  Entry *entry;
  Claim *claim;

  g_return_if_fail (MUSTER_IS_VM_REGISTRY (self));

  entry = g_hash_table_lookup (self->entries, uuid);
  claim = entry != NULL ? find_claim (entry, host) : NULL;
  if (claim == NULL)
    return;
  g_ptr_array_remove (entry->claims, claim);
  update_entry (self, uuid, entry);
  publish (self);
}

void
muster_vm_registry_set_lost (MusterVmRegistry *self,
                             MusterHost       *host,
                             gboolean          lost)
{
  g_autoptr(GPtrArray) uuids = NULL;
  Tally *tally;

  g_return_if_fail (MUSTER_IS_VM_REGISTRY (self));

  tally = tally_of (self, host);
  if (tally->lost == lost)
    return;
  tally->lost = lost;
  tally->complete = tally->complete && !lost;
  uuids = g_hash_table_get_keys_as_ptr_array (self->entries);
  for (guint i = 0; i < uuids->len; i++)
    {
      Entry *entry = g_hash_table_lookup (self->entries, uuids->pdata[i]);

      if (find_claim (entry, host) != NULL)
        update_entry (self, uuids->pdata[i], entry);
    }
  update_homes (self);
  publish (self);
}

void
muster_vm_registry_forget_host (MusterVmRegistry *self,
                                MusterHost       *host)
{
  g_return_if_fail (MUSTER_IS_VM_REGISTRY (self));

  drop_claims (self, host, ++self->generation);
  g_hash_table_remove (self->tallies, host);
  update_homes (self);
  publish (self);
}

typedef struct
{
  MusterVmRegistry *self;
  char *uuid;
} Hold;

static void
hold_free (Hold *hold)
{
  g_free (hold->uuid);
  g_free (hold);
}

static gboolean
hold_over_cb (gpointer user_data)
{
  Hold *hold = user_data;
  Entry *entry = g_hash_table_lookup (hold->self->entries, hold->uuid);

  entry->hold_timeout = 0;
  update_entry (hold->self, hold->uuid, entry);
  publish (hold->self);
  return G_SOURCE_REMOVE;
}

void
muster_vm_registry_hold (MusterVmRegistry *self,
                         const char       *uuid)
{
  Entry *entry;
  Hold *hold;

  g_return_if_fail (MUSTER_IS_VM_REGISTRY (self));

  entry = g_hash_table_lookup (self->entries, uuid);
  if (entry == NULL)
    return;
  g_clear_handle_id (&entry->hold_timeout, g_source_remove);
  hold = g_new0 (Hold, 1);
  hold->self = self;
  hold->uuid = g_strdup (uuid);
  /* The timeout is removed with its entry, so it never outlives self. */
  entry->hold_timeout =
    g_timeout_add_seconds_full (G_PRIORITY_DEFAULT, HOLD_SECONDS, hold_over_cb,
                                hold, (GDestroyNotify) hold_free);
}

void
muster_vm_registry_release (MusterVmRegistry *self,
                            const char       *uuid)
{
  Entry *entry;

  g_return_if_fail (MUSTER_IS_VM_REGISTRY (self));

  entry = g_hash_table_lookup (self->entries, uuid);
  if (entry == NULL || entry->hold_timeout == 0)
    return;
  g_clear_handle_id (&entry->hold_timeout, g_source_remove);
  update_entry (self, uuid, entry);
  publish (self);
}

MusterVm *
muster_vm_registry_find_at (MusterVmRegistry *self,
                            MusterHost       *host,
                            const char       *uuid)
{
  Entry *entry;

  g_return_val_if_fail (MUSTER_IS_VM_REGISTRY (self), NULL);

  entry = g_hash_table_lookup (self->entries, uuid);
  if (entry == NULL || muster_vm_get_host (entry->vm) != host)
    return NULL;
  return entry->vm;
}

MusterVm *
muster_vm_registry_find_claimed (MusterVmRegistry *self,
                                 MusterHost       *host,
                                 const char       *uuid)
{
  Entry *entry;

  g_return_val_if_fail (MUSTER_IS_VM_REGISTRY (self), NULL);

  entry = g_hash_table_lookup (self->entries, uuid);
  if (entry == NULL || find_claim (entry, host) == NULL)
    return NULL;
  return entry->vm;
}

GPtrArray *
muster_vm_registry_list_claimants (MusterVmRegistry *self,
                                   const char       *uuid)
{
  GPtrArray *hosts = g_ptr_array_new ();
  Entry *entry;

  g_return_val_if_fail (MUSTER_IS_VM_REGISTRY (self), hosts);

  entry = g_hash_table_lookup (self->entries, uuid);
  for (guint i = 0; entry != NULL && i < entry->claims->len; i++)
    g_ptr_array_add (hosts, ((Claim *) entry->claims->pdata[i])->host);
  return hosts;
}

/* --- taken over from hosts that were gone --------------------------------- */

void
muster_vm_registry_set_homes (MusterVmRegistry *self,
                              GPtrArray        *homes)
{
  g_autoptr(GHashTable) before = NULL;
  g_autoptr(GPtrArray) uuids = NULL;

  g_return_if_fail (MUSTER_IS_VM_REGISTRY (self));
  g_return_if_fail (homes != NULL);

  before = g_steal_pointer (&self->homes);
  self->homes = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                       (GDestroyNotify) muster_vm_home_free);
  for (guint i = 0; i < homes->len; i++)
    {
      MusterVmHome *home = muster_vm_home_copy (homes->pdata[i]);

      g_hash_table_replace (self->homes, home->vm, home);
    }
  uuids = g_hash_table_get_keys_as_ptr_array (before);
  for (guint i = 0; i < uuids->len; i++)
    {
      Entry *entry = g_hash_table_lookup (self->entries, uuids->pdata[i]);

      if (entry != NULL && !g_hash_table_contains (self->homes, uuids->pdata[i]))
        update_entry (self, uuids->pdata[i], entry);
    }
  update_homes (self);
  publish (self);
}

void
muster_vm_registry_set_mark (MusterVmRegistry *self,
                             MusterHost       *host,
                             const char       *uuid,
                             const char       *mark)
{
  Entry *entry;
  Claim *claim;

  g_return_if_fail (MUSTER_IS_VM_REGISTRY (self));

  entry = g_hash_table_lookup (self->entries, uuid);
  claim = entry != NULL ? find_claim (entry, host) : NULL;
  if (claim == NULL || !g_set_str (&claim->mark, mark))
    return;
  update_entry (self, uuid, entry);
  publish (self);
}

GPtrArray *
muster_vm_registry_list_superseded (MusterVmRegistry *self,
                                    MusterHost       *host)
{
  GPtrArray *vms = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer uuid;

  g_return_val_if_fail (MUSTER_IS_VM_REGISTRY (self), vms);

  g_hash_table_iter_init (&iter, self->homes);
  while (g_hash_table_iter_next (&iter, &uuid, NULL))
    {
      const Entry *entry = g_hash_table_lookup (self->entries, uuid);
      const Claim *claim = entry != NULL ? find_claim (entry, host) : NULL;

      if (claim != NULL && is_superseded (self, entry, claim))
        g_ptr_array_add (vms, g_object_ref (entry->vm));
    }
  return vms;
}
