/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-record-image.h"
#include "muster-replica-repair.h"

/* Calls under way to one replica at a time. */
#define WINDOW 16

/* Waits for some calls to one replica; whether all went well. */
static gboolean
await_all (GPtrArray *futures)
{
  gboolean well = TRUE;

  for (guint i = 0; i < futures->len; i++)
    well &= dex_await (dex_ref (futures->pdata[i]), NULL);

  return well;
}

/* The revisions of one age: the newest of each record, then the second ones ...
 * An old one that stands without those that superseded it would look like the other
 * side of a conflict. */
static GPtrArray *
list_by_age (MusterRevisions *revisions)
{
  g_autoptr (GPtrArray) all = muster_revisions_list_all (revisions);
  g_autoptr (GPtrArray) ages = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  guint age = 0;

  for (guint i = all->len; i > 0; i--)
    {
      MusterRecord *record = all->pdata[i - 1];
      MusterRecord *last = i < all->len ? all->pdata[i] : NULL;

      age = last != NULL &&
            g_str_equal (muster_record_get_kind (last), muster_record_get_kind (record)) &&
            g_str_equal (muster_record_get_id (last), muster_record_get_id (record)) ? age + 1 : 0;
      if (age == ages->len)
        g_ptr_array_add (ages, g_ptr_array_new_with_free_func (g_object_unref));
      g_ptr_array_add (ages->pdata[age], g_object_ref (record));
    }

  return g_steal_pointer (&ages);
}

static char *
make_parent_name (MusterRecord *record,
                  const char   *parent)
{
  return g_strconcat (muster_record_get_kind (record), ".", muster_record_get_id (record), ".",
                      parent, NULL);
}

static void
add_parents (GHashTable   *names,
             MusterRecord *record)
{
  const char * const *parents = muster_record_get_parents (record);

  for (guint i = 0; parents[i] != NULL; i++)
    g_hash_table_add (names, make_parent_name (record, parents[i]));
}

static void
add_parents_of (gpointer record,
                gpointer names)
{
  add_parents (names, record);
}

static GHashTable *
new_names (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/* What a replica lacks, as far as it can be given it now. */
typedef struct
{
  GPtrArray *views;
  MusterReplicaView *view;
  GHashTable *superseded;   /* names of all that something known supersedes */
  GHashTable *covered;      /* those for which the replica has that */
  GHashTable *above;        /* those of whose ancestors the replica has one */
} Repair;

static gboolean
is_above (Repair       *repair,
          MusterRecord *record)
{
  const char * const *parents = muster_record_get_parents (record);
  gboolean above = FALSE;

  for (guint i = 0; parents[i] != NULL && !above; i++)
    {
      g_autofree char *name = make_parent_name (record, parents[i]);

      above = muster_replica_view_has (repair->view, name) ||
              g_hash_table_contains (repair->above, name);
    }

  return above;
}

/* From the oldest on, as each needs to know its parents. */
static void
find_above (Repair    *repair,
            GPtrArray *ages)
{
  for (guint age = ages->len; age > 0; age--)
    {
      GPtrArray *records = ages->pdata[age - 1];

      for (guint i = 0; i < records->len; i++)
        if (is_above (repair, records->pdata[i]))
          g_hash_table_add (repair->above, muster_record_image_make_name (records->pdata[i]));
    }
}

/* An old one that stood alone would look like a head: it is given where what
 * supersedes it is.  What was removed comes back where it supersedes what is left, and
 * a head as long as anybody has it. */
static gboolean
is_to_be_given (Repair       *repair,
                MusterRecord *record,
                const char   *name)
{
  gboolean lacks = muster_replica_view_lacks (repair->view, name);

  if (!lacks && muster_replica_view_has (repair->view, name))
    return FALSE;
  if (g_hash_table_contains (repair->above, name))
    return TRUE;
  if (!g_hash_table_contains (repair->superseded, name))
    return lacks || !muster_replica_view_are_all_without (repair->views, record);

  return lacks && g_hash_table_contains (repair->covered, name);
}

static void
note_covered (Repair    *repair,
              GPtrArray *records)
{
  for (guint i = 0; i < records->len; i++)
    {
      g_autofree char *name = muster_record_image_make_name (records->pdata[i]);

      if (muster_replica_view_has (repair->view, name))
        add_parents (repair->covered, records->pdata[i]);
    }
}

/* Of one age, so that none needs another one of them. */
static gboolean
await_given (Repair    *repair,
             GPtrArray *records)
{
  g_autoptr (GPtrArray) futures = g_ptr_array_new_with_free_func (dex_unref);

  for (guint i = 0; i < records->len; i++)
    {
      g_autofree char *name = muster_record_image_make_name (records->pdata[i]);

      if (is_to_be_given (repair, records->pdata[i], name))
        g_ptr_array_add (futures, muster_replica_view_give (repair->view, records->pdata[i]));
      if (futures->len == WINDOW || i + 1 == records->len)
        {
          if (!await_all (futures))
            return FALSE;
          g_ptr_array_set_size (futures, 0);
        }
    }
  note_covered (repair, records);

  return TRUE;
}

gboolean
_muster_replica_repair_await (MusterReplicaView *view,
                              GPtrArray         *views,
                              MusterRevisions   *revisions)
{
  g_autoptr (GPtrArray) ages = list_by_age (revisions);
  g_autoptr (GHashTable) superseded = new_names ();
  g_autoptr (GHashTable) covered = new_names ();
  g_autoptr (GHashTable) above = new_names ();
  Repair repair = { views, view, superseded, covered, above };

  for (guint i = 0; i < ages->len; i++)
    g_ptr_array_foreach (ages->pdata[i], add_parents_of, superseded);
  find_above (&repair, ages);
  for (guint i = 0; i < ages->len; i++)
    if (!await_given (&repair, ages->pdata[i]))
      return FALSE;

  return TRUE;
}
