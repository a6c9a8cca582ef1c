/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-record-image.h"
#include "muster-replica-clear.h"
#include "muster-revisions.h"
#include "muster-shared-store.h"
#include "sim-world.h"
#include "test-await.h"

#define MAX_HOSTS    4
#define MAX_DESKTOPS 3
#define N_SCHEDULES  1000
#define DAY          G_TIME_SPAN_DAY

/* --- one desktop after the other ------------------------------------------------------- */

typedef struct
{
  MusterSharedStore *store;
  GPtrArray *ways;     /* of SimWay */
} Desktop;

static void
desktop_start (Desktop  *self,
               SimWorld *world)
{
  self->store = muster_shared_store_new ("a desk!");
  self->ways = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < world->hosts->len; i++)
    {
      g_ptr_array_add (self->ways, sim_way_new (world, i));
      muster_shared_store_add (self->store, self->ways->pdata[i]);
    }
}

static void
desktop_stop (Desktop *self)
{
  for (guint i = 0; i < self->ways->len; i++)
    muster_shared_store_remove (self->store, self->ways->pdata[i]);
  g_clear_object (&self->store);
  g_clear_pointer (&self->ways, g_ptr_array_unref);
}

/* What is ready runs; nothing is waited for. */
static void
run_ready (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static const GValue *
settle_in (SimWorld   *world,
           DexFuture  *future,
           GError    **error)
{
  while (dex_future_is_pending (future))
    {
      run_ready ();
      if (!sim_world_step (world) && dex_future_is_pending (future))
        g_main_context_iteration (NULL, TRUE);
    }

  return dex_future_get_value (future, error);
}

static gboolean
sync_all (SimWorld *world,
          Desktop  *desktop)
{
  g_autoptr (DexFuture) future = muster_shared_store_sync (desktop->store);
  g_autoptr (GError) error = NULL;
  const GValue *value = settle_in (world, future, &error);

  g_assert_no_error (error);

  return g_value_get_boolean (value);
}

static DexFuture *
put (Desktop    *desktop,
     const char *id,
     int         number)
{
  g_autoptr (JsonObject) content = json_object_new ();

  json_object_set_int_member (content, "number", number);

  return muster_store_put (MUSTER_STORE (desktop->store), "thing", id, content, NULL);
}

static MusterRecord *
put_now (SimWorld   *world,
         Desktop    *desktop,
         const char *id,
         int         number)
{
  g_autoptr (DexFuture) future = put (desktop, id, number);
  g_autoptr (GError) error = NULL;
  const GValue *value = settle_in (world, future, &error);

  g_assert_no_error (error);

  return g_value_dup_object (value);
}

static gint64
get_number (Desktop    *desktop,
            const char *id)
{
  g_autoptr (DexFuture) future = muster_store_get (MUSTER_STORE (desktop->store), "thing", id);
  const GValue *value = dex_future_get_value (future, NULL);

  return value != NULL
         ? json_object_get_int_member (muster_record_get_content (g_value_get_object (value)),
                                       "number")
         : -1;
}

static SimWorld *
calm_world (guint n_hosts)
{
  SimWorld *world = sim_world_new (1, n_hosts);

  world->calm = TRUE;

  return world;
}

static void
test_image (void)
{
  g_autoptr (JsonObject) content = json_object_new ();
  g_autoptr (MusterRecord) record =
    muster_record_new ("thing", "a.b", 3, "w", NULL, 5, content, NULL);
  g_autofree char *name = muster_record_image_make_name (record);
  g_autoptr (GBytes) bytes = muster_record_image_encode (record);
  gsize size = g_bytes_get_size (bytes);

  g_assert_cmpstr (name, ==, "thing.a.b.3-w");
  for (gsize length = 0; length <= size; length++)
    {
      g_autoptr (GBytes) part = g_bytes_new_from_bytes (bytes, 0, length);
      g_autoptr (GError) error = NULL;
      g_autoptr (MusterRecord) read = muster_record_image_decode (name, part, &error);

      if (length == size)
        g_assert_cmpstr (muster_record_get_text (read), ==, muster_record_get_text (record));
      else
        g_assert_error (error, MUSTER_STORE_ERROR, MUSTER_STORE_ERROR_CORRUPT);
    }
}

static void
test_image_faults (void)
{
  static const char text[] = "{\"a\":1}";
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
  const struct
  {
    const char *name;
    const char *head;
    MusterStoreError code;
  } cases[] = {
    { "thing.a.1-w", "muster-record 2 something else", MUSTER_STORE_ERROR_NEWER },
    { "thing.a.1-w", "muster-record 0 7 x", MUSTER_STORE_ERROR_CORRUPT },
    { "thing.a.1-w", "muster-record 1 7", MUSTER_STORE_ERROR_CORRUPT },
    { "thing.a.1-w", "muster-record 1 99999999999999999999 x", MUSTER_STORE_ERROR_CORRUPT },
    { "thing.a.1-w", "muster-record 1 7 x", MUSTER_STORE_ERROR_CORRUPT },
    { "thing.a.1-w", NULL, MUSTER_STORE_ERROR_INVALID },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *whole =
        cases[i].head != NULL ? g_strdup_printf ("%s\n%s", cases[i].head, text)
                              : g_strdup_printf ("muster-record 1 7 %s\n%s", sum, text);
      g_autoptr (GBytes) bytes = g_bytes_new (whole, strlen (whole));
      g_autoptr (GError) error = NULL;

      g_assert_null (muster_record_image_decode (cases[i].name, bytes, &error));
      g_assert_error (error, MUSTER_STORE_ERROR, (int) cases[i].code);
    }
}

static void
test_names (void)
{
  const char *bad[] = { "", "a", "a.b", "a.b.c", ".b.1-w", "a..1-w", "a.1-w", "lost+found" };
  char *kind = NULL, *id = NULL, *revision = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (muster_record_image_parse_name (bad[i], &kind, &id, &revision));
  g_assert_true (muster_record_image_parse_name ("a.b.c.12-w", &kind, &id, &revision));
  g_assert_cmpstr (kind, ==, "a");
  g_assert_cmpstr (id, ==, "b.c");
  g_assert_cmpstr (revision, ==, "12-w");
  g_free (kind);
  g_free (id);
  g_free (revision);
}

/* Written on all hosts, read by who comes later, said on how many it is. */
static void
test_shared (void)
{
  g_autoptr (SimWorld) world = calm_world (3);
  Desktop a, b;
  g_autoptr (MusterRecord) record = NULL;
  guint n = 0;

  desktop_start (&a, world);
  record = put_now (world, &a, "x", 1);
  g_assert_true (g_str_has_prefix (muster_record_get_writer (record), "adesk-"));
  g_assert_true (sync_all (world, &a));
  g_assert_cmpuint (muster_shared_store_count_copies (a.store, record, &n), ==, 3);
  g_assert_cmpuint (n, ==, 3);

  desktop_start (&b, world);
  g_assert_true (sync_all (world, &b));
  g_assert_cmpint (get_number (&b, "x"), ==, 1);
  desktop_stop (&a);
  desktop_stop (&b);
}

static gboolean
late_cb (gpointer late)
{
  *(gboolean *) late = TRUE;

  return G_SOURCE_REMOVE;
}

/* What a host says while it is being read is looked into afterwards: nothing is read by
 * two looks. */
static void
test_read_once (void)
{
  g_autoptr (SimWorld) world = calm_world (1);
  g_autoptr (DexFuture) future = NULL;
  Desktop a, b;
  gboolean late = FALSE;

  desktop_start (&a, world);
  for (int i = 0; i < 5; i++)
    {
      g_autofree char *id = g_strdup_printf ("x%d", i);

      g_object_unref (put_now (world, &a, id, i));
    }
  desktop_stop (&a);
  world->n_fetches = 0;

  desktop_start (&b, world);
  future = muster_shared_store_sync (b.store);
  do
    run_ready ();
  while (world->n_fetches == 0 && sim_world_step (world));
  muster_replica_emit_changed (b.ways->pdata[0]);
  /* Longer than news are collected. */
  g_timeout_add (300, late_cb, &late);
  while (!late)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (g_value_get_boolean (settle_in (world, future, NULL)));
  g_assert_cmpuint (world->n_fetches, ==, 5);
  g_assert_cmpint (get_number (&b, "x4"), ==, 4);
  desktop_stop (&b);
}

/* One host of three is enough; the others get it when they are back. */
static void
test_one_is_enough (void)
{
  g_autoptr (SimWorld) world = calm_world (3);
  Desktop a;
  g_autoptr (MusterRecord) record = NULL;

  desktop_start (&a, world);
  sim_way_set_cut (a.ways->pdata[0], SIM_NO_CALLS);
  sim_way_set_cut (a.ways->pdata[2], SIM_NO_ANSWERS);
  record = put_now (world, &a, "x", 1);
  g_assert_false (sync_all (world, &a));
  g_assert_cmpuint (g_hash_table_size (world->hosts->pdata[0]), ==, 0);

  sim_way_set_cut (a.ways->pdata[0], SIM_OPEN);
  sim_way_set_cut (a.ways->pdata[2], SIM_OPEN);
  g_assert_true (sync_all (world, &a));
  g_assert_cmpuint (g_hash_table_size (world->hosts->pdata[0]), ==, 1);
  g_assert_cmpuint (muster_shared_store_count_copies (a.store, record, NULL), ==, 3);
  desktop_stop (&a);
}

static void
test_nobody_there (void)
{
  g_autoptr (SimWorld) world = calm_world (1);
  Desktop a;
  g_autoptr (DexFuture) future = NULL;

  desktop_start (&a, world);
  sim_way_set_cut (a.ways->pdata[0], SIM_NO_CALLS);
  future = put (&a, "x", 1);
  g_assert_null (settle_in (world, future, NULL));
  g_assert_cmpint (get_number (&a, "x"), ==, -1);
  desktop_stop (&a);
}

/* Who did not see the other's write makes a conflict that all see alike. */
static void
test_conflict (void)
{
  g_autoptr (SimWorld) world = calm_world (2);
  Desktop desktops[2];
  gint64 winner;

  desktop_start (&desktops[0], world);
  desktop_start (&desktops[1], world);
  g_object_unref (put_now (world, &desktops[0], "x", 1));
  g_assert_true (sync_all (world, &desktops[1]));
  sim_way_set_cut (desktops[0].ways->pdata[0], SIM_NO_CALLS);
  sim_way_set_cut (desktops[1].ways->pdata[1], SIM_NO_CALLS);
  g_object_unref (put_now (world, &desktops[0], "x", 2));
  g_object_unref (put_now (world, &desktops[1], "x", 3));

  for (guint i = 0; i < 2; i++)
    sim_way_set_cut (desktops[i].ways->pdata[i], SIM_OPEN);
  for (guint i = 0; i < 2; i++)
    g_assert_true (sync_all (world, &desktops[i]));
  g_assert_true (sync_all (world, &desktops[0]));
  winner = get_number (&desktops[0], "x");
  g_assert_true (winner == 2 || winner == 3);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (DexFuture) future = muster_store_conflicts (MUSTER_STORE (desktops[i].store));
      GPtrArray *conflicts = g_value_get_boxed (dex_future_get_value (future, NULL));

      g_assert_cmpint (get_number (&desktops[i], "x"), ==, winner);
      g_assert_cmpuint (conflicts->len, ==, 1);
      g_assert_cmpint (json_object_get_int_member (
                         muster_record_get_content (conflicts->pdata[0]), "number"),
                       ==, 5 - winner);
      desktop_stop (&desktops[i]);
    }
}

static gboolean
is_first_of_x (gpointer name,
               gpointer content,
               gpointer data)
{
  return g_str_has_prefix (name, "thing.x.1-");
}

/* What was removed on purpose is not given back; a host that lost all is. */
static void
test_lost_host (void)
{
  g_autoptr (SimWorld) world = calm_world (2);
  Desktop a;

  desktop_start (&a, world);
  for (int i = 0; i < 3; i++)
    g_object_unref (put_now (world, &a, "x", i));
  g_object_unref (put_now (world, &a, "y", 7));
  g_assert_true (sync_all (world, &a));
  g_assert_cmpuint (g_hash_table_size (world->hosts->pdata[1]), ==, 4);

  g_hash_table_remove_all (world->hosts->pdata[1]);
  g_assert_true (sync_all (world, &a));
  g_assert_cmpuint (g_hash_table_size (world->hosts->pdata[1]), ==, 4);

  for (guint i = 0; i < 2; i++)
    g_assert_true (g_hash_table_foreach_remove (world->hosts->pdata[i], is_first_of_x, NULL) == 1);
  g_assert_true (sync_all (world, &a));
  g_assert_cmpuint (g_hash_table_size (world->hosts->pdata[1]), ==, 3);
  desktop_stop (&a);
}

static gboolean
clean (SimWorld *world,
       Desktop  *desktop,
       gint64    now)
{
  g_autoptr (DexFuture) future = muster_shared_store_clean (desktop->store, now);

  return g_value_get_boolean (settle_in (world, future, NULL));
}

/* Only while every host is there; what wins and what lost stay. */
static void
test_clean (void)
{
  g_autoptr (SimWorld) world = calm_world (2);
  gint64 later = g_get_real_time () + 31 * DAY;
  Desktop a, b;

  desktop_start (&a, world);
  for (int i = 0; i < 3; i++)
    g_object_unref (put_now (world, &a, "x", i));
  g_assert_true (clean (world, &a, g_get_real_time ()));
  g_assert_cmpuint (g_hash_table_size (world->hosts->pdata[0]), ==, 3);

  sim_way_set_cut (a.ways->pdata[1], SIM_NO_CALLS);
  g_assert_false (clean (world, &a, later));
  g_assert_cmpuint (g_hash_table_size (world->hosts->pdata[0]), ==, 3);

  sim_way_set_cut (a.ways->pdata[1], SIM_OPEN);
  g_assert_true (clean (world, &a, later));
  for (guint i = 0; i < 2; i++)
    g_assert_cmpuint (g_hash_table_size (world->hosts->pdata[i]), ==, 1);

  desktop_start (&b, world);
  g_assert_true (sync_all (world, &b));
  g_assert_cmpint (get_number (&b, "x"), ==, 2);
  desktop_stop (&a);
  desktop_stop (&b);
}

/* --- the simulation -------------------------------------------------------------------- */

typedef struct
{
  SimWorld *world;
  Desktop desktops[MAX_DESKTOPS];
  guint n_desktops;
  MusterRevisions *written;    /* all that was reported as written */
  GPtrArray *puts;             /* of DexFuture */
  gboolean cleaned;            /* somebody did */
} Schedule;

static int
roll (Schedule *self,
      int       sides)
{
  return g_rand_int_range (self->world->dice, 0, sides);
}

static void
cut_somewhere (Schedule *self)
{
  Desktop *desktop = &self->desktops[roll (self, (int) self->n_desktops)];

  sim_way_set_cut (desktop->ways->pdata[roll (self, (int) desktop->ways->len)],
                   (SimCut) roll (self, 3));
}

/* It ends where it is; another one takes its place. */
static void
restart (Schedule *self)
{
  Desktop *desktop = &self->desktops[roll (self, (int) self->n_desktops)];

  desktop_stop (desktop);
  desktop_start (desktop, self->world);
}

static void
write_something (Schedule *self)
{
  static const char * const ids[] = { "x", "y" };
  Desktop *desktop = &self->desktops[roll (self, (int) self->n_desktops)];
  const char *id = ids[roll (self, 2)];

  g_ptr_array_add (self->puts,
                   roll (self, 6) == 0
                   ? muster_store_delete (MUSTER_STORE (desktop->store), "thing", id)
                   : put (desktop, id, roll (self, 1000)));
}

/* Everybody's clock is wrong: by up to a year, either way. */
static void
clean_up (Schedule *self)
{
  Desktop *desktop = &self->desktops[roll (self, (int) self->n_desktops)];
  gint64 now = g_get_real_time () + (roll (self, 730) - 365) * DAY;

  self->cleaned = TRUE;
  g_ptr_array_add (self->puts, muster_shared_store_clean (desktop->store, now));
}

static void
do_something (Schedule *self)
{
  int what = roll (self, 40);

  if (what < 4)
    write_something (self);
  else if (what < 6)
    cut_somewhere (self);
  else if (what == 6)
    restart (self);
  else if (what == 7)
    clean_up (self);
  else
    sim_world_step (self->world);
  run_ready ();
}

static void
calm_down (Schedule *self)
{
  self->world->calm = TRUE;
  for (guint i = 0; i < self->n_desktops; i++)
    for (guint j = 0; j < self->desktops[i].ways->len; j++)
      sim_way_set_cut (self->desktops[i].ways->pdata[j], SIM_OPEN);
}

/* What a put told: TRUE of a clean-up, a record, or that it failed. */
static void
collect_written (Schedule *self)
{
  for (guint i = 0; i < self->puts->len; i++)
    {
      const GValue *value = settle_in (self->world, self->puts->pdata[i], NULL);

      if (value != NULL && G_VALUE_HOLDS (value, MUSTER_TYPE_RECORD))
        muster_revisions_add (self->written, g_value_get_object (value));
    }
}

static void
heal (Schedule *self)
{
  calm_down (self);
  collect_written (self);
  for (guint round = 0; round < 2; round++)
    for (guint i = 0; i < self->n_desktops; i++)
      g_assert_true (sync_all (self->world, &self->desktops[i]));
}

static MusterRevisions *
read_host (GHashTable *host)
{
  MusterRevisions *revisions = muster_revisions_new ();
  GHashTableIter iter;
  gpointer name, content;

  g_hash_table_iter_init (&iter, host);
  while (g_hash_table_iter_next (&iter, &name, &content))
    {
      g_autoptr (MusterRecord) record = muster_record_image_decode (name, content, NULL);

      if (record != NULL)
        muster_revisions_add (revisions, record);
    }

  return revisions;
}

static void
assert_same_heads (MusterRevisions *a,
                   MusterRevisions *b)
{
  static const char * const ids[] = { "x", "y" };

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr (GPtrArray) left = muster_revisions_list_heads (a, "thing", ids[i]);
      g_autoptr (GPtrArray) right = muster_revisions_list_heads (b, "thing", ids[i]);

      g_assert_cmpuint (left->len, ==, right->len);
      for (guint j = 0; j < left->len; j++)
        g_assert_cmpstr (muster_record_get_revision (left->pdata[j]), ==,
                         muster_record_get_revision (right->pdata[j]));
    }
}

/* It is there, or something is that supersedes it, itself or by way of others that
 * were cleaned up; all that ever was is in @all. */
static gboolean
lives_on (Schedule        *self,
          MusterRevisions *host,
          MusterRevisions *all,
          MusterRecord    *record)
{
  const char *kind = muster_record_get_kind (record);
  const char *id = muster_record_get_id (record);
  g_autoptr (GPtrArray) others = muster_revisions_list_all (all);

  /* Some time after it, nothing is left of what was deleted. */
  if (muster_revisions_lookup (host, kind, id, muster_record_get_revision (record)) != NULL ||
      (muster_record_is_deleted (record) && self->cleaned))
    return TRUE;
  for (guint i = 0; i < others->len; i++)
    if (g_str_equal (muster_record_get_id (others->pdata[i]), id) &&
        g_strv_contains (muster_record_get_parents (others->pdata[i]),
                         muster_record_get_revision (record)) &&
        lives_on (self, host, all, others->pdata[i]))
      return TRUE;

  return FALSE;
}

static void
assert_same (DexFuture *taken,
             GPtrArray *expected)
{
  g_autoptr (DexFuture) future = taken;
  g_autoptr (GPtrArray) there = expected;
  GPtrArray *known = g_value_get_boxed (dex_future_get_value (future, NULL));

  g_assert_cmpuint (known->len, ==, there->len);
  for (guint i = 0; i < known->len; i++)
    g_assert_cmpstr (muster_record_get_text (known->pdata[i]), ==,
                     muster_record_get_text (there->pdata[i]));
}

/* Every desktop knows what every host has, no less and no more. */
static void
assert_agreed (Schedule        *self,
               MusterRevisions *host)
{
  for (guint i = 0; i < self->n_desktops; i++)
    {
      MusterStore *store = MUSTER_STORE (self->desktops[i].store);

      assert_same (muster_store_list (store, NULL), muster_revisions_list (host, NULL));
      assert_same (muster_store_conflicts (store), muster_revisions_list_conflicts (host));
    }
}

static void
assert_healed (Schedule *self)
{
  g_autoptr (MusterRevisions) all = read_host (self->world->ever);
  g_autoptr (MusterRevisions) first = read_host (self->world->hosts->pdata[0]);
  g_autoptr (GPtrArray) written = muster_revisions_list_all (self->written);

  for (guint i = 0; i < self->world->hosts->len; i++)
    {
      g_autoptr (MusterRevisions) host = read_host (self->world->hosts->pdata[i]);

      assert_same_heads (first, host);
      for (guint j = 0; j < written->len; j++)
        g_assert_true (lives_on (self, host, all, written->pdata[j]));
    }
  assert_agreed (self, first);
}

static void
play (guint32 seed)
{
  Schedule self = { .world = sim_world_new (seed, 1 + seed % MAX_HOSTS) };

  self.n_desktops = 1 + (guint) roll (&self, MAX_DESKTOPS);
  self.written = muster_revisions_new ();
  self.puts = g_ptr_array_new_with_free_func (dex_unref);
  for (guint i = 0; i < self.n_desktops; i++)
    desktop_start (&self.desktops[i], self.world);

  for (int steps = roll (&self, 200); steps > 0; steps--)
    do_something (&self);
  heal (&self);
  assert_healed (&self);

  for (guint i = 0; i < self.n_desktops; i++)
    desktop_stop (&self.desktops[i]);
  g_ptr_array_unref (self.puts);
  muster_revisions_unref (self.written);
  run_ready ();
  sim_world_free (self.world);
}

/* MUSTER_FUZZ=FACTOR in the environment makes it so many times more. */
static void
test_schedules (void)
{
  const char *factor = g_getenv ("MUSTER_FUZZ");
  guint64 n = N_SCHEDULES * (factor != NULL ? g_ascii_strtoull (factor, NULL, 10) : 1);

  for (guint32 seed = 0; seed < n; seed++)
    {
      g_test_message ("schedule %u", seed);
      play (seed);
    }
}

static void
assert_only (GHashTable *names,
             const char *prefix)
{
  GHashTableIter iter;
  gpointer name;

  g_assert_cmpuint (g_hash_table_size (names), >, 0);
  g_hash_table_iter_init (&iter, names);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_assert_true (g_str_has_prefix (name, prefix));
}

static void
leave_cb (MusterStore *store,
          const char  *kind,
          const char  *id,
          gpointer     desktop)
{
  if (g_str_equal (id, "self") && get_number (desktop, "self") == 2)
    muster_shared_store_remove (MUSTER_SHARED_STORE (store), ((Desktop *) desktop)->ways->pdata[1]);
}

/* A host that was taken out is not given back what it had by whoever learns of it there. */
static void
test_cleared (void)
{
  g_autoptr (SimWorld) world = calm_world (2);
  Desktop a, b;
  g_autoptr (MusterRecord) first = NULL;
  g_autoptr (MusterRecord) other = NULL;
  g_autoptr (MusterRecord) last = NULL;
  g_autoptr (DexFuture) clearing = NULL;
  g_autoptr (GError) error = NULL;

  desktop_start (&a, world);
  desktop_start (&b, world);
  first = put_now (world, &a, "self", 1);
  other = put_now (world, &a, "other", 1);
  g_assert_true (sync_all (world, &a) && sync_all (world, &b));

  last = put_now (world, &a, "self", 2);
  g_assert_true (sync_all (world, &a));
  muster_shared_store_remove (a.store, a.ways->pdata[1]);
  clearing = muster_replica_clear (a.ways->pdata[1], "thing", "self", "nothing");
  g_assert_nonnull (settle_in (world, clearing, &error));
  g_assert_no_error (error);

  /* The other host, which would tell as well, cannot be reached. */
  sim_way_set_cut (b.ways->pdata[0], SIM_NO_CALLS);
  g_signal_connect (b.store, "changed", G_CALLBACK (leave_cb), &b);
  sync_all (world, &b);
  sim_way_set_cut (b.ways->pdata[0], SIM_OPEN);
  g_assert_true (sync_all (world, &b));
  assert_only (world->hosts->pdata[1], "thing.self.");
  g_assert_cmpint (get_number (&b, "self"), ==, 2);
  g_assert_cmpint (get_number (&b, "other"), ==, 1);
  desktop_stop (&a);
  desktop_stop (&b);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  g_test_add_func ("/muster/store/shared/image", test_image);
  g_test_add_func ("/muster/store/shared/image-faults", test_image_faults);
  g_test_add_func ("/muster/store/shared/names", test_names);
  g_test_add_func ("/muster/store/shared/shared", test_shared);
  g_test_add_func ("/muster/store/shared/read-once", test_read_once);
  g_test_add_func ("/muster/store/shared/one-is-enough", test_one_is_enough);
  g_test_add_func ("/muster/store/shared/nobody-there", test_nobody_there);
  g_test_add_func ("/muster/store/shared/conflict", test_conflict);
  g_test_add_func ("/muster/store/shared/lost-host", test_lost_host);
  g_test_add_func ("/muster/store/shared/clean", test_clean);
  g_test_add_func ("/muster/store/shared/cleared", test_cleared);
  g_test_add_func ("/muster/store/shared/schedules", test_schedules);

  return g_test_run ();
}
