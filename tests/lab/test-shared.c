/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shared records on real hosts that are cut off, lose power in the middle of a
 * write and come back.  Runs at the lab's desk; test-shared.sh makes the lab. */
#include "config.h"

#include "muster-data-center-choice.h"
#include "muster-desk.h"
#include "muster-host-replica.h"
#include "muster-shared-store.h"

#define N_HOSTS 3

typedef struct
{
  MusterDesk *desk;
  MusterSharedStore *store;
  MusterReplica *replicas[N_HOSTS];
} Desktop;

typedef gboolean (*Condition) (Desktop *desktop);

static gboolean
tick_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static void
settle (DexFuture *future)
{
  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
}

static void
finish (DexFuture *future)
{
  g_autoptr (GError) error = NULL;

  settle (future);
  dex_future_get_value (future, &error);
  g_assert_no_error (error);
  dex_unref (future);
}

static void
wait_for (Desktop   *desktop,
          double     seconds,
          Condition  condition)
{
  gint64 end = g_get_monotonic_time () + (gint64) (seconds * G_USEC_PER_SEC);
  guint tick = g_timeout_add (20, tick_cb, NULL);

  while (!condition (desktop))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (tick);
}

static GSubprocess *
begin_lab (const char *verb,
           const char *host)
{
  g_autoptr (GError) error = NULL;
  GSubprocess *process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error,
                                           "lab", verb, host, NULL);

  g_assert_no_error (error);

  return process;
}

static void
lab (const char *verb,
     const char *host)
{
  g_autoptr (GSubprocess) process = begin_lab (verb, host);
  g_autoptr (GError) error = NULL;

  g_subprocess_wait_check (process, NULL, &error);
  g_assert_no_error (error);
}

static MusterHost *
get_host (Desktop *self,
          guint    i)
{
  MusterInventory *inventory = muster_desk_get_inventory (self->desk);
  GListModel *hosts =
    muster_data_center_get_hosts (muster_inventory_get_data_center (inventory));
  g_autoptr (MusterHost) host = g_list_model_get_item (hosts, i);

  return host;
}

static gboolean
are_all_online (Desktop *self)
{
  for (guint i = 0; i < N_HOSTS; i++)
    if (muster_host_get_state (get_host (self, i)) != MUSTER_HOST_ONLINE)
      return FALSE;

  return TRUE;
}

static void
desktop_start (Desktop *self)
{
  g_auto (GStrv) uris = g_strsplit (g_getenv ("LAB_URIS"), " ", -1);
  g_autoptr (GError) error = NULL;

  self->desk = muster_desk_new_for_uris ((const char * const *) uris, g_getenv ("LAB_PKI"),
                                         &error);
  g_assert_no_error (error);
  finish (muster_desk_load (self->desk));
  finish (muster_inventory_start (muster_desk_get_inventory (self->desk), TRUE));
  wait_for (self, 60, are_all_online);

  self->store = muster_shared_store_new ("desk");
  for (guint i = 0; i < N_HOSTS; i++)
    {
      MusterInventory *inventory = muster_desk_get_inventory (self->desk);

      self->replicas[i] =
        muster_host_replica_new (muster_inventory_get_connection (inventory, get_host (self, i)));
      muster_shared_store_add (self->store, self->replicas[i]);
    }
}

static void
desktop_stop (Desktop *self)
{
  for (guint i = 0; i < N_HOSTS; i++)
    {
      muster_shared_store_remove (self->store, self->replicas[i]);
      g_clear_object (&self->replicas[i]);
    }
  finish (muster_inventory_close (muster_desk_get_inventory (self->desk)));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_clear_object (&self->store);
  g_clear_object (&self->desk);
}

static DexFuture *
put (Desktop            *self,
     const char         *id,
     int                 number,
     const char * const *parents)
{
  g_autoptr (JsonObject) content = json_object_new ();

  json_object_set_int_member (content, "number", number);

  return muster_store_put (MUSTER_STORE (self->store), "thing", id, content, parents);
}

static MusterRecord *
put_now (Desktop    *self,
         const char *id,
         int         number)
{
  g_autoptr (DexFuture) future = put (self, id, number, NULL);
  g_autoptr (GError) error = NULL;
  const GValue *value;

  settle (future);
  value = dex_future_get_value (future, &error);
  g_assert_no_error (error);

  return g_value_dup_object (value);
}

static gboolean
sync_now (Desktop *self)
{
  g_autoptr (DexFuture) future = muster_shared_store_sync (self->store);

  settle (future);

  return g_value_get_boolean (dex_future_get_value (future, NULL));
}

static gboolean
sync_cb (Desktop *self)
{
  return are_all_online (self) && sync_now (self);
}

static gint64
get_number (Desktop    *self,
            const char *id)
{
  g_autoptr (DexFuture) future = muster_store_get (MUSTER_STORE (self->store), "thing", id);
  const GValue *value;

  settle (future);
  value = dex_future_get_value (future, NULL);

  return value != NULL
         ? json_object_get_int_member (muster_record_get_content (g_value_get_object (value)),
                                       "number")
         : -1;
}

static void
assert_everywhere (Desktop      *self,
                   MusterRecord *record)
{
  g_assert_cmpuint (muster_shared_store_count_copies (self->store, record, NULL), ==, N_HOSTS);
}

/* On all hosts, and read from them by a desktop that knew nothing. */
static void
test_shared (void)
{
  Desktop a = { 0, }, b = { 0, };
  g_autoptr (MusterRecord) record = NULL;

  desktop_start (&a);
  record = put_now (&a, "x", 1);
  wait_for (&a, 30, sync_cb);
  assert_everywhere (&a, record);

  desktop_start (&b);
  g_assert_true (sync_now (&b));
  g_assert_cmpint (get_number (&b, "x"), ==, 1);
  g_object_unref (put_now (&b, "x", 2));
  g_assert_true (sync_now (&a));
  g_assert_cmpint (get_number (&a, "x"), ==, 2);
  desktop_stop (&a);
  desktop_stop (&b);
}

/* Who reaches one host of three works, and the others learn of it. */
static void
test_cut (void)
{
  Desktop a = { 0, };
  g_autoptr (MusterRecord) record = NULL;
  gint64 began;

  desktop_start (&a);
  lab ("cut", "host1");
  lab ("cut", "host3");
  began = g_get_monotonic_time ();
  record = put_now (&a, "y", 1);
  g_test_message ("written after %.1f s",
                  (double) (g_get_monotonic_time () - began) / G_USEC_PER_SEC);
  g_assert_cmpuint (muster_shared_store_count_copies (a.store, record, NULL), ==, 1);
  lab ("join", "host1");
  lab ("join", "host3");
  wait_for (&a, 90, sync_cb);
  assert_everywhere (&a, record);
  desktop_stop (&a);
}

/* Power is lost somewhere in the middle of many writes. */
static void
test_power (void)
{
  Desktop a = { 0, }, b = { 0, };
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GSubprocess) killer = NULL;

  desktop_start (&a);
  for (int i = 0; i < 40; i++)
    {
      g_autofree char *id = g_strdup_printf ("power-%d", i);

      if (i == 10)
        killer = begin_lab ("kill", "host2");
      g_ptr_array_add (records, put_now (&a, id, i));
    }
  g_assert_true (g_subprocess_wait (killer, NULL, NULL));
  lab ("boot", "host2");
  wait_for (&a, 90, sync_cb);

  desktop_start (&b);
  g_assert_true (sync_now (&b));
  for (guint i = 0; i < records->len; i++)
    {
      assert_everywhere (&b, records->pdata[i]);
      g_assert_cmpint (get_number (&b, muster_record_get_id (records->pdata[i])), ==, i);
    }
  desktop_stop (&a);
  desktop_stop (&b);
}

/* Two people change the same thing at the same time. */
static void
test_conflict (void)
{
  Desktop desktops[2] = { { 0, }, };
  g_autoptr (MusterRecord) record = NULL;
  DexFuture *futures[2];
  gint64 winner;

  desktop_start (&desktops[0]);
  record = put_now (&desktops[0], "z", 1);
  desktop_start (&desktops[1]);
  g_assert_true (sync_now (&desktops[1]));
  for (int i = 0; i < 2; i++)
    futures[i] = put (&desktops[i], "z", 10 + i,
                      (const char *[]) { muster_record_get_revision (record), NULL });
  for (guint i = 0; i < 2; i++)
    finish (futures[i]);
  for (guint i = 0; i < 2; i++)
    g_assert_true (sync_now (&desktops[i]));

  winner = get_number (&desktops[0], "z");
  g_assert_true (winner == 10 || winner == 11);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (DexFuture) future = muster_store_conflicts (MUSTER_STORE (desktops[i].store));

      g_assert_cmpint (get_number (&desktops[i], "z"), ==, winner);
      g_assert_cmpuint (((GPtrArray *) g_value_get_boxed (
                           dex_future_get_value (future, NULL)))->len, ==, 1);
      desktop_stop (&desktops[i]);
    }
}

/* --- a data center that is dissolved while another desktop looks at it ------------------ */

static MusterMembership *
get_membership (Desktop *self)
{
  return muster_desk_get_membership (self->desk);
}

static gboolean
has_all_joined (Desktop *self)
{
  for (guint i = 0; i < N_HOSTS; i++)
    if (!muster_membership_has_joined (get_membership (self), get_host (self, i)))
      return FALSE;

  return TRUE;
}

static gboolean
has_none (Desktop *self)
{
  return muster_membership_get_id (get_membership (self)) == NULL;
}

static gboolean
keeps_the_end_only (MusterReplica *replica)
{
  g_autoptr (DexFuture) future = muster_replica_list (replica);
  const GValue *value;
  char **names;

  settle (future);
  value = dex_future_get_value (future, NULL);
  g_assert_nonnull (value);
  names = g_value_get_boxed (value);
  for (guint i = 0; names[i] != NULL; i++)
    if (!g_str_has_prefix (names[i], MUSTER_DISSOLVED_RECORD_KIND "."))
      return FALSE;

  return g_strv_length (names) == 1;
}

static gboolean
is_over (Desktop *self)
{
  for (guint i = 0; i < N_HOSTS; i++)
    if (!keeps_the_end_only (self->replicas[i]))
      return FALSE;

  return TRUE;
}

static void
spin (guint seconds)
{
  g_autoptr (DexFuture) future = dex_timeout_new_seconds ((int) seconds);

  settle (future);
}

static void
test_dissolved (void)
{
  Desktop desktops[2] = { { 0, }, };
  g_autofree char *id = NULL;

  for (guint i = 0; i < 2; i++)
    desktop_start (&desktops[i]);
  /* Their own stores would give back what they know. */
  for (guint i = 0; i < 2 * N_HOSTS; i++)
    muster_shared_store_remove (desktops[i / N_HOSTS].store,
                                desktops[i / N_HOSTS].replicas[i % N_HOSTS]);
  finish (muster_membership_ensure (get_membership (&desktops[0])));
  finish (muster_membership_read (get_membership (&desktops[0])));
  muster_membership_follow (get_membership (&desktops[1]));
  wait_for (&desktops[1], 30, has_all_joined);

  id = g_strdup (muster_membership_get_id (get_membership (&desktops[0])));
  finish (muster_membership_dissolve (get_membership (&desktops[0]), id));
  wait_for (&desktops[1], 30, has_none);
  wait_for (&desktops[0], 10, is_over);
  spin (12);
  g_assert_true (has_none (&desktops[1]) && is_over (&desktops[1]));
  for (guint i = 0; i < 2; i++)
    desktop_stop (&desktops[i]);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  g_test_add_func ("/lab/shared/shared", test_shared);
  g_test_add_func ("/lab/shared/cut", test_cut);
  g_test_add_func ("/lab/shared/power", test_power);
  g_test_add_func ("/lab/shared/conflict", test_conflict);
  g_test_add_func ("/lab/shared/dissolved", test_dissolved);

  return g_test_run ();
}
