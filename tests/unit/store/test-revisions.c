/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-revisions.h"
#include "muster-store-error.h"

#define N_WRITERS 5
#define N_RECORDS 4

static MusterRecord *
make (const char *id,
      guint64     counter,
      const char *writer,
      const char *parent,
      const char *other_parent,
      gboolean    deleted,
      gint64      time)
{
  const char *parents[] = { parent, other_parent, NULL };
  g_autoptr(JsonObject) content = deleted ? NULL : json_object_new ();
  g_autoptr(GError) error = NULL;
  MusterRecord *record;

  record = muster_record_new ("host", id, counter, writer,
                              parent != NULL ? parents : NULL, time, content, &error);
  g_assert_no_error (error);
  return record;
}

static void
add (MusterRevisions *set,
     MusterRecord    *taken)
{
  g_autoptr(MusterRecord) record = taken;

  g_assert_true (muster_revisions_add (set, record));
}

static void
assert_heads (MusterRevisions *set,
              const char      *id,
              const char      *expected)
{
  g_autoptr(GPtrArray) heads = muster_revisions_list_heads (set, "host", id);
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < heads->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "",
                            muster_record_get_revision (g_ptr_array_index (heads, i)));
  g_assert_cmpstr (text->str, ==, expected);
}

static guint
count_conflicts (MusterRevisions *set)
{
  g_autoptr(GPtrArray) conflicts = muster_revisions_list_conflicts (set);

  return conflicts->len;
}

static guint
count_winners (MusterRevisions *set)
{
  g_autoptr(GPtrArray) winners = muster_revisions_list (set, NULL);

  return winners->len;
}

static void
test_descent (void)
{
  g_autoptr(MusterRevisions) set = muster_revisions_new ();

  assert_heads (set, "1", "");
  add (set, make ("1", 1, "a", NULL, NULL, FALSE, 0));
  assert_heads (set, "1", "1-a");
  add (set, make ("1", 2, "b", "1-a", NULL, FALSE, 0));
  assert_heads (set, "1", "2-b");
  g_assert_cmpuint (count_conflicts (set), ==, 0);
}

static void
test_conflict (void)
{
  g_autoptr(MusterRevisions) set = muster_revisions_new ();

  add (set, make ("1", 2, "b", "1-a", NULL, FALSE, 0));
  add (set, make ("1", 1, "a", NULL, NULL, FALSE, 0));
  add (set, make ("1", 2, "c", "1-a", NULL, FALSE, 0));
  assert_heads (set, "1", "2-c 2-b");
  g_assert_cmpuint (count_conflicts (set), ==, 1);
  g_assert_cmpuint (count_winners (set), ==, 1);

  add (set, make ("1", 3, "a", "2-b", "2-c", FALSE, 0));
  assert_heads (set, "1", "3-a");
  g_assert_cmpuint (count_conflicts (set), ==, 0);
}

static void
test_deleted (void)
{
  g_autoptr(MusterRevisions) set = muster_revisions_new ();

  add (set, make ("1", 1, "a", NULL, NULL, FALSE, 0));
  add (set, make ("1", 2, "c", "1-a", NULL, TRUE, 0));
  g_assert_cmpuint (count_winners (set), ==, 0);

  /* Two who both delete do not disagree; one who edits meanwhile does. */
  add (set, make ("1", 2, "b", "1-a", NULL, TRUE, 0));
  g_assert_cmpuint (count_conflicts (set), ==, 0);
  add (set, make ("1", 2, "a", "1-a", NULL, FALSE, 0));
  g_assert_cmpuint (count_conflicts (set), ==, 1);
}

static void
test_circle (void)
{
  g_autoptr(MusterRevisions) set = muster_revisions_new ();

  add (set, make ("1", 2, "a", "2-b", NULL, FALSE, 0));
  add (set, make ("1", 2, "b", "2-a", NULL, FALSE, 0));
  assert_heads (set, "1", "2-b 2-a");
}

static void
test_next (void)
{
  g_autoptr(MusterRevisions) set = muster_revisions_new ();
  g_autoptr(JsonObject) content = json_object_new ();
  g_autoptr(MusterRecord) first = NULL;
  g_autoptr(MusterRecord) second = NULL;
  g_autoptr(MusterRecord) stale = NULL;
  const char *from_first[] = { "1-w", NULL };
  const char *from_nonsense[] = { "nonsense", NULL };
  g_autoptr(GError) error = NULL;

  first = muster_revisions_next (set, "w", "host", "1", content, NULL, 7, NULL);
  g_assert_cmpstr (muster_record_get_revision (first), ==, "1-w");
  muster_revisions_add (set, first);

  second = muster_revisions_next (set, "w", "host", "1", content, NULL, 7, NULL);
  g_assert_cmpstr (muster_record_get_revision (second), ==, "2-w");
  g_assert_cmpstrv (muster_record_get_parents (second), from_first);
  muster_revisions_add (set, second);

  stale = muster_revisions_next (set, "v", "host", "1", content, from_first, 7, NULL);
  g_assert_cmpstr (muster_record_get_revision (stale), ==, "3-v");
  muster_revisions_add (set, stale);
  assert_heads (set, "1", "3-v 2-w");

  g_assert_null (muster_revisions_next (set, "v", "host", "1", content, from_nonsense,
                                        7, &error));
  g_assert_error (error, MUSTER_STORE_ERROR, MUSTER_STORE_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (muster_revisions_next (set, "v", "host", "2", NULL, NULL, 7, &error));
  g_assert_error (error, MUSTER_STORE_ERROR, MUSTER_STORE_ERROR_NOT_FOUND);
}

/* Deleted by one, changed by another: who decides may choose either. */
static void
test_settle_deletion (void)
{
  g_autoptr(MusterRevisions) set = muster_revisions_new ();
  g_autoptr(JsonObject) content = json_object_new ();
  g_autoptr(MusterRecord) first = NULL;
  g_autoptr(MusterRecord) change = NULL;
  g_autoptr(MusterRecord) deletion = NULL;
  g_autoptr(MusterRecord) settled = NULL;
  const char *from_first[] = { "1-w", NULL };
  const char *from_both[] = { "2-v", "2-w", NULL };

  first = muster_revisions_next (set, "w", "host", "1", content, NULL, 7, NULL);
  muster_revisions_add (set, first);
  change = muster_revisions_next (set, "v", "host", "1", content, from_first, 7, NULL);
  deletion = muster_revisions_next (set, "w", "host", "1", NULL, from_first, 7, NULL);
  muster_revisions_add (set, change);
  muster_revisions_add (set, deletion);
  assert_heads (set, "1", "2-w 2-v");
  g_assert_true (muster_record_is_deleted (muster_revisions_get_winner (set, "host", "1")));

  settled = muster_revisions_next (set, "v", "host", "1", NULL, from_both, 7, NULL);
  muster_revisions_add (set, settled);
  assert_heads (set, "1", "3-v");
  g_assert_true (muster_record_is_deleted (muster_revisions_get_winner (set, "host", "1")));
}

/* Of what is long less is kept. */
static void
test_prune_long (void)
{
  const gint64 now = 1000 * G_TIME_SPAN_DAY;
  g_autofree char *text = g_strnfill (300 * 1024, 'x');
  g_autoptr(MusterRevisions) set = muster_revisions_new ();
  g_autoptr(GPtrArray) all = NULL;

  for (guint i = 1; i <= 10; i++)
    {
      g_autofree char *parent = g_strdup_printf ("%u-a", i - 1);
      const char *parents[] = { i > 1 ? parent : NULL, NULL };
      g_autoptr(JsonObject) content = json_object_new ();
      g_autoptr(GError) error = NULL;

      json_object_set_string_member (content, "text", text);
      add (set, muster_record_new ("host", "long", i, "a", parents, now,
                                   content, &error));
      g_assert_no_error (error);
    }
  muster_revisions_prune (set, "me", now);
  assert_heads (set, "long", "10-a");
  all = muster_revisions_list_all (set);
  g_assert_cmpuint (all->len, ==, 1 + 3);
}

static void
test_prune (void)
{
  const gint64 now = 1000 * G_TIME_SPAN_DAY;
  g_autoptr(MusterRevisions) set = muster_revisions_new ();
  g_autoptr(GPtrArray) all = NULL;

  /* superseded long ago, but its own superseder was not */
  add (set, make ("old", 1, "a", NULL, NULL, FALSE, now - 40 * G_TIME_SPAN_DAY));
  add (set, make ("old", 2, "a", "1-a", NULL, FALSE, now - G_TIME_SPAN_DAY));
  add (set, make ("old", 3, "a", "2-a", NULL, FALSE, now));
  /* conflicts stay, however old */
  add (set, make ("two", 1, "a", NULL, NULL, FALSE, 0));
  add (set, make ("two", 1, "b", NULL, NULL, FALSE, 0));
  /* deletions: old, fresh, and our own */
  add (set, make ("gone", 2, "a", "1-a", NULL, TRUE, now - 91 * G_TIME_SPAN_DAY));
  add (set, make ("fresh", 2, "a", "1-a", NULL, TRUE, now - 89 * G_TIME_SPAN_DAY));
  add (set, make ("own", 2, "me", "1-a", NULL, TRUE, now - 91 * G_TIME_SPAN_DAY));
  /* far too many */
  for (guint i = 1; i <= 50; i++)
    {
      g_autofree char *parent = g_strdup_printf ("%u-a", i - 1);

      add (set, make ("busy", i, "a", i > 1 ? parent : NULL, NULL, FALSE, now));
    }

  muster_revisions_prune (set, "me", now);

  assert_heads (set, "old", "3-a");
  g_assert_null (muster_revisions_lookup (set, "host", "old", "1-a"));
  g_assert_nonnull (muster_revisions_lookup (set, "host", "old", "2-a"));
  assert_heads (set, "two", "1-b 1-a");
  assert_heads (set, "gone", "");
  assert_heads (set, "fresh", "2-a");
  assert_heads (set, "own", "2-me");
  assert_heads (set, "busy", "50-a");
  all = muster_revisions_list_all (set);
  g_assert_cmpuint (all->len, ==, 2 + 2 + 1 + 1 + 21);
}

static void
note_cb (const char *kind,
         const char *id,
         gpointer    user_data)
{
  g_string_append_printf (user_data, "%s ", id);
}

static void
test_diff (void)
{
  g_autoptr(MusterRevisions) before = muster_revisions_new ();
  g_autoptr(MusterRevisions) after = NULL;
  g_autoptr(MusterRevisions) other = muster_revisions_new ();
  g_autoptr(GString) notes = g_string_new (NULL);

  add (before, make ("same", 1, "a", NULL, NULL, FALSE, 0));
  add (before, make ("new-head", 1, "a", NULL, NULL, FALSE, 0));
  add (before, make ("conflict", 2, "a", NULL, NULL, FALSE, 0));
  after = muster_revisions_copy (before);
  add (after, make ("new-head", 2, "a", "1-a", NULL, FALSE, 0));
  add (after, make ("conflict", 1, "b", NULL, NULL, FALSE, 0));
  add (after, make ("appeared", 1, "b", NULL, NULL, FALSE, 0));

  muster_revisions_diff (before, after, note_cb, notes);
  g_assert_cmpstr (notes->str, ==, "appeared conflict new-head ");

  g_string_truncate (notes, 0);
  muster_revisions_diff (before, other, note_cb, notes);
  g_assert_cmpstr (notes->str, ==, "conflict new-head same ");
}

/* --- the simulation ------------------------------------------------------ */

typedef struct
{
  GRand           *rand;
  MusterRevisions *writers[N_WRITERS];
  GPtrArray       *written;
} Simulation;

static void
write_somewhere (Simulation *sim)
{
  int writer = g_rand_int_range (sim->rand, 0, N_WRITERS);
  MusterRevisions *set = sim->writers[writer];
  g_autofree char *name = g_strdup_printf ("w%d", writer);
  g_autofree char *id = g_strdup_printf ("%d", g_rand_int_range (sim->rand, 0, N_RECORDS));
  g_autoptr(GPtrArray) heads = muster_revisions_list_heads (set, "host", id);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) parents = NULL;
  g_autoptr(JsonObject) content = json_object_new ();
  g_autoptr(MusterRecord) record = NULL;
  int how = g_rand_int_range (sim->rand, 0, 10);

  for (guint i = 0; i < heads->len; i++)
    g_strv_builder_add (builder,
                        muster_record_get_revision (g_ptr_array_index (heads, i)));
  parents = g_strv_builder_end (builder);

  /* mostly an edit, sometimes a deletion, sometimes a person who resolves */
  record = muster_revisions_next (set, name, "host", id, how == 0 ? NULL : content,
                                  how == 1 ? (const char * const *) parents : NULL,
                                  g_rand_int (sim->rand), NULL);
  if (record == NULL)
    return;

  g_assert_true (muster_revisions_add (set, record));
  g_ptr_array_add (sim->written, g_object_ref (record));
}

static void
shuffle (GRand     *rand,
         GPtrArray *array)
{
  for (guint i = array->len; i > 1; i--)
    {
      guint j = g_rand_int_range (rand, 0, i);
      gpointer swapped = array->pdata[i - 1];

      array->pdata[i - 1] = array->pdata[j];
      array->pdata[j] = swapped;
    }
}

/* One way, in any order, and cut off anywhere unless it is to be whole. */
static void
copy_over (Simulation *sim,
           int         from,
           int         to,
           gboolean    whole)
{
  g_autoptr(GPtrArray) all = muster_revisions_list_all (sim->writers[from]);

  shuffle (sim->rand, all);
  for (guint i = 0; i < all->len; i++)
    {
      if (!whole && g_rand_int_range (sim->rand, 0, 20) == 0)
        return;
      muster_revisions_add (sim->writers[to], g_ptr_array_index (all, i));
    }
}

static void
heal (Simulation *sim)
{
  for (guint round = 0; round < 2; round++)
    for (guint to = 0; to < N_WRITERS; to++)
      for (guint from = 0; from < N_WRITERS; from++)
        copy_over (sim, from, to, TRUE);
}

static gboolean
contains (GPtrArray    *list,
          MusterRecord *record)
{
  for (guint i = 0; i < list->len; i++)
    {
      if (muster_record_compare (g_ptr_array_index (list, i), record) == 0 &&
          g_str_equal (muster_record_get_id (g_ptr_array_index (list, i)),
                       muster_record_get_id (record)))
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_superseded (Simulation   *sim,
               MusterRecord *record)
{
  for (guint i = 0; i < sim->written->len; i++)
    {
      MusterRecord *child = g_ptr_array_index (sim->written, i);

      if (g_str_equal (muster_record_get_id (child), muster_record_get_id (record)) &&
          g_strv_contains (muster_record_get_parents (child),
                           muster_record_get_revision (record)))
        return TRUE;
    }

  return FALSE;
}

static void
assert_nothing_lost (Simulation      *sim,
                     MusterRevisions *set)
{
  g_autoptr(GPtrArray) conflicts = muster_revisions_list_conflicts (set);

  for (guint i = 0; i < sim->written->len; i++)
    {
      MusterRecord *record = g_ptr_array_index (sim->written, i);
      const char *id = muster_record_get_id (record);
      MusterRecord *winner = muster_revisions_get_winner (set, "host", id);

      g_assert_nonnull (muster_revisions_lookup (set, "host", id,
                                                 muster_record_get_revision (record)));
      g_assert_true (muster_record_compare (winner, record) == 0 ||
                     is_superseded (sim, record) ||
                     contains (conflicts, record) ||
                     (muster_record_is_deleted (record) &&
                      muster_record_is_deleted (winner)));
    }
}

static void
assert_agreement (Simulation *sim)
{
  g_autoptr(GString) notes = g_string_new (NULL);

  for (guint i = 1; i < N_WRITERS; i++)
    muster_revisions_diff (sim->writers[0], sim->writers[i], note_cb, notes);
  g_assert_cmpstr (notes->str, ==, "");
}

static void
simulate (guint32 seed)
{
  Simulation sim = { .rand = g_rand_new_with_seed (seed) };

  sim.written = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < N_WRITERS; i++)
    sim.writers[i] = muster_revisions_new ();

  for (guint step = 0; step < 80; step++)
    {
      if (g_rand_boolean (sim.rand))
        write_somewhere (&sim);
      else
        copy_over (&sim,
                   g_rand_int_range (sim.rand, 0, N_WRITERS),
                   g_rand_int_range (sim.rand, 0, N_WRITERS), FALSE);
    }

  heal (&sim);
  assert_agreement (&sim);
  assert_nothing_lost (&sim, sim.writers[0]);

  g_clear_pointer (&sim.written, g_ptr_array_unref);
  g_rand_free (sim.rand);
  for (guint i = 0; i < N_WRITERS; i++)
    muster_revisions_unref (sim.writers[i]);
}

static void
test_simulation (void)
{
  guint n = g_test_slow () ? 20000 : 500;

  for (guint32 seed = 1; seed <= n; seed++)
    {
      if (seed % 100 == 0)
        g_test_message ("seed %u", seed);
      simulate (seed);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/muster/store/revisions/descent", test_descent);
  g_test_add_func ("/muster/store/revisions/conflict", test_conflict);
  g_test_add_func ("/muster/store/revisions/deleted", test_deleted);
  g_test_add_func ("/muster/store/revisions/circle", test_circle);
  g_test_add_func ("/muster/store/revisions/next", test_next);
  g_test_add_func ("/muster/store/revisions/settle-deletion", test_settle_deletion);
  g_test_add_func ("/muster/store/revisions/prune", test_prune);
  g_test_add_func ("/muster/store/revisions/prune-long", test_prune_long);
  g_test_add_func ("/muster/store/revisions/diff", test_diff);
  g_test_add_func ("/muster/store/revisions/simulation", test_simulation);

  return g_test_run ();
}
