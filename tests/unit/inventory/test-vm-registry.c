/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-vm-registry.h"

#define UUID "11111111-2222-3333-4444-555555555555"

typedef struct
{
  MusterDataCenter *data_center;
  MusterVmRegistry *registry;
  MusterHost *a;
  MusterHost *b;
  guint n_changes;
} Fixture;

static void
items_changed_cb (Fixture *fixture)
{
  fixture->n_changes++;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->data_center = muster_data_center_new ("test");
  fixture->registry = muster_vm_registry_new (fixture->data_center);
  fixture->a = muster_host_new ("a", "a", "test:///a");
  fixture->b = muster_host_new ("b", "b", "test:///b");
  g_signal_connect_swapped (muster_data_center_get_vms (fixture->data_center),
                            "items-changed", G_CALLBACK (items_changed_cb), fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->registry);
  g_assert_finalize_object (fixture->data_center);
  g_assert_finalize_object (fixture->a);
  g_assert_finalize_object (fixture->b);
}

static void
claim (Fixture       *fixture,
       MusterHost    *host,
       MusterVmState  state)
{
  muster_vm_registry_claim (fixture->registry, host, &(MusterVmClaim) {
    .uuid = UUID, .name = "web1", .state = state, .persistent = TRUE,
  }, 1);
}

static MusterVm *
only_vm (Fixture *fixture)
{
  g_assert_cmpuint (g_list_model_get_n_items (muster_data_center_get_vms (fixture->data_center)),
                    ==, 1);
  return muster_data_center_find_vm (fixture->data_center, UUID);
}

static void
assert_no_vm (Fixture *fixture)
{
  g_assert_cmpuint (g_list_model_get_n_items (muster_data_center_get_vms (fixture->data_center)),
                    ==, 0);
  g_assert_null (muster_data_center_find_vm (fixture->data_center, UUID));
}

static void
test_migration (Fixture       *fixture,
                gconstpointer  data)
{
  MusterVm *vm;

  claim (fixture, fixture->a, MUSTER_VM_RUNNING);
  vm = only_vm (fixture);
  fixture->n_changes = 0;

  claim (fixture, fixture->b, MUSTER_VM_PAUSED);     /* incoming */
  g_assert_true (muster_vm_get_host (vm) == fixture->a);
  claim (fixture, fixture->a, MUSTER_VM_PAUSED);     /* switching over */
  g_assert_true (muster_vm_get_host (vm) == fixture->a);
  claim (fixture, fixture->b, MUSTER_VM_RUNNING);
  g_assert_true (muster_vm_get_host (vm) == fixture->b);
  claim (fixture, fixture->a, MUSTER_VM_OFF);
  muster_vm_registry_unclaim (fixture->registry, fixture->a, UUID);

  g_assert_true (only_vm (fixture) == vm);
  g_assert_true (muster_vm_get_host (vm) == fixture->b);
  g_assert_cmpuint (fixture->n_changes, ==, 0);
  g_assert_cmpuint (muster_host_get_n_vms (fixture->a), ==, 0);
  g_assert_cmpuint (muster_host_get_n_vms (fixture->b), ==, 1);
  g_assert_cmpuint (muster_host_get_n_running (fixture->b), ==, 1);
}

static void
test_gap_is_held (Fixture       *fixture,
                  gconstpointer  data)
{
  MusterVm *vm;

  claim (fixture, fixture->a, MUSTER_VM_RUNNING);
  vm = only_vm (fixture);
  muster_vm_registry_hold (fixture->registry, UUID);
  muster_vm_registry_unclaim (fixture->registry, fixture->a, UUID);
  g_assert_true (only_vm (fixture) == vm);

  claim (fixture, fixture->b, MUSTER_VM_RUNNING);
  muster_vm_registry_release (fixture->registry, UUID);
  g_assert_true (only_vm (fixture) == vm);
  g_assert_true (muster_vm_get_host (vm) == fixture->b);
}

static void
test_release_without_claim (Fixture       *fixture,
                            gconstpointer  data)
{
  g_autoptr(MusterVm) vm = NULL;

  claim (fixture, fixture->a, MUSTER_VM_RUNNING);
  vm = g_object_ref (only_vm (fixture));
  muster_vm_registry_hold (fixture->registry, UUID);
  muster_vm_registry_unclaim (fixture->registry, fixture->a, UUID);
  muster_vm_registry_release (fixture->registry, UUID);
  assert_no_vm (fixture);
  g_assert_true (muster_vm_get_gone (vm));
  g_assert_cmpuint (muster_host_get_n_vms (fixture->a), ==, 0);
}

static void
test_lost_host (Fixture       *fixture,
                gconstpointer  data)
{
  MusterVm *vm;

  claim (fixture, fixture->a, MUSTER_VM_RUNNING);
  vm = only_vm (fixture);
  muster_vm_registry_set_lost (fixture->registry, fixture->a, TRUE);
  g_assert_true (muster_vm_get_stale (vm));
  g_assert_cmpint (muster_vm_get_state (vm), ==, MUSTER_VM_RUNNING);
  g_assert_cmpint (muster_vm_get_reason (vm), ==, MUSTER_VM_REASON_HOST_LOST);

  /* Merely defined elsewhere: it stays where it was last seen in memory. */
  claim (fixture, fixture->b, MUSTER_VM_OFF);
  g_assert_true (muster_vm_get_host (vm) == fixture->a);
  claim (fixture, fixture->b, MUSTER_VM_RUNNING);
  g_assert_true (muster_vm_get_host (vm) == fixture->b);
  g_assert_false (muster_vm_get_stale (vm));

  muster_vm_registry_set_lost (fixture->registry, fixture->a, FALSE);
  g_assert_true (muster_vm_get_host (vm) == fixture->b);
}

static void
test_full_list (Fixture       *fixture,
                gconstpointer  data)
{
  MusterVmClaim claims[] = {
    { .uuid = UUID, .name = "web1", .state = MUSTER_VM_OFF },
    { .uuid = "2", .name = "web2", .state = MUSTER_VM_RUNNING },
    { .uuid = "3", .name = "web3", .state = MUSTER_VM_RUNNING },
  };
  GListModel *vms = muster_data_center_get_vms (fixture->data_center);

  muster_vm_registry_claim_all (fixture->registry, fixture->a, claims, 3);
  g_assert_cmpuint (fixture->n_changes, ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (vms), ==, 3);
  g_assert_cmpuint (muster_host_get_n_running (fixture->a), ==, 2);

  muster_vm_registry_claim_all (fixture->registry, fixture->a, claims, 1);
  g_assert_cmpuint (g_list_model_get_n_items (vms), ==, 1);
  g_assert_cmpuint (fixture->n_changes, ==, 2);
  g_assert_cmpuint (muster_host_get_n_vms (fixture->a), ==, 1);
  g_assert_cmpuint (muster_host_get_n_running (fixture->a), ==, 0);

  muster_vm_registry_forget_host (fixture->registry, fixture->a);
  assert_no_vm (fixture);
}

#define ADD(path, func) \
  g_test_add ("/muster/inventory/vm-registry/" path, Fixture, NULL, \
              set_up, func, tear_down)

/* --- taken over ------------------------------------------------------------- */

static void
name_host (MusterHost *host,
           const char *uuid)
{
  muster_host_set_facts (host, &(MusterHostTraits) { .uuid = uuid });
}

static void
take_over (Fixture    *fixture,
           const char *mark)
{
  g_autoptr(GPtrArray) homes = g_ptr_array_new ();
  MusterVmHome home = { .vm = (char *) UUID, .mark = (char *) mark, .host = (char *) "b-uuid",
                        .host_name = (char *) "b" };

  if (mark != NULL)
    g_ptr_array_add (homes, &home);
  muster_vm_registry_set_homes (fixture->registry, homes);
}

static void
list_all (Fixture       *fixture,
          MusterHost    *host,
          MusterVmState  state)
{
  muster_vm_registry_claim_all (fixture->registry, host, &(MusterVmClaim) {
    .uuid = UUID, .name = "web1", .state = state, .persistent = TRUE,
  }, state != MUSTER_VM_UNKNOWN ? 1 : 0);
}

static void
assert_superseded (Fixture    *fixture,
                   MusterHost *host,
                   guint       n)
{
  g_autoptr(GPtrArray) vms = muster_vm_registry_list_superseded (fixture->registry, host);

  g_assert_cmpuint (vms->len, ==, n);
  g_assert_cmpuint (muster_host_get_n_superseded (host), ==, n);
}

static void
set_up_two (Fixture       *fixture,
            gconstpointer  data)
{
  set_up (fixture, data);
  name_host (fixture->a, "a-uuid");
  name_host (fixture->b, "b-uuid");
  muster_data_center_add_host (fixture->data_center, fixture->a);
  muster_data_center_add_host (fixture->data_center, fixture->b);
}

static void
test_superseded (Fixture       *fixture,
                 gconstpointer  data)
{
  list_all (fixture, fixture->a, MUSTER_VM_OFF);
  take_over (fixture, "mark");
  /* The other host has not been heard. */
  g_assert_cmpstr (muster_vm_get_elsewhere (only_vm (fixture)), ==, "b");
  assert_superseded (fixture, fixture->a, 1);

  list_all (fixture, fixture->b, MUSTER_VM_OFF);
  muster_vm_registry_set_mark (fixture->registry, fixture->b, UUID, "mark");
  g_assert_true (muster_vm_get_host (only_vm (fixture)) == fixture->b);
  g_assert_null (muster_vm_get_elsewhere (only_vm (fixture)));
  assert_superseded (fixture, fixture->a, 1);
  assert_superseded (fixture, fixture->b, 0);

  /* Out of sight it still holds. */
  muster_vm_registry_set_lost (fixture->registry, fixture->b, TRUE);
  g_assert_true (muster_vm_get_host (only_vm (fixture)) == fixture->b);
  assert_superseded (fixture, fixture->a, 1);

  muster_vm_registry_unclaim (fixture->registry, fixture->a, UUID);
  assert_superseded (fixture, fixture->a, 0);
}

/* Who has moved back has brought the mark along. */
static void
test_superseded_no_more (Fixture       *fixture,
                         gconstpointer  data)
{
  list_all (fixture, fixture->a, MUSTER_VM_OFF);
  list_all (fixture, fixture->b, MUSTER_VM_OFF);
  take_over (fixture, "mark");
  muster_vm_registry_set_mark (fixture->registry, fixture->b, UUID, "mark");
  assert_superseded (fixture, fixture->a, 1);
  muster_vm_registry_set_mark (fixture->registry, fixture->a, UUID, "mark");
  assert_superseded (fixture, fixture->a, 0);
  assert_superseded (fixture, fixture->b, 0);

  muster_vm_registry_set_mark (fixture->registry, fixture->a, UUID, NULL);
  assert_superseded (fixture, fixture->a, 1);
  take_over (fixture, NULL);
  assert_superseded (fixture, fixture->a, 0);
}

/* The only definition there is, with every host asked, is the VM. */
static void
test_superseded_last (Fixture       *fixture,
                      gconstpointer  data)
{
  take_over (fixture, "mark");
  list_all (fixture, fixture->a, MUSTER_VM_OFF);
  assert_superseded (fixture, fixture->a, 1);
  list_all (fixture, fixture->b, MUSTER_VM_UNKNOWN);
  assert_superseded (fixture, fixture->a, 0);
  g_assert_null (muster_vm_get_elsewhere (only_vm (fixture)));
  muster_vm_registry_set_lost (fixture->registry, fixture->b, TRUE);
  assert_superseded (fixture, fixture->a, 1);
}

/* What runs is what runs. */
static void
test_superseded_runs (Fixture       *fixture,
                      gconstpointer  data)
{
  take_over (fixture, "mark");
  list_all (fixture, fixture->b, MUSTER_VM_OFF);
  muster_vm_registry_set_mark (fixture->registry, fixture->b, UUID, "mark");
  list_all (fixture, fixture->a, MUSTER_VM_RUNNING);
  g_assert_true (muster_vm_get_host (only_vm (fixture)) == fixture->a);
  assert_superseded (fixture, fixture->a, 0);
}

/* --- running twice ---------------------------------------------------------- */

static gboolean
over_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

static void
wait_ms (guint ms)
{
  gboolean over = FALSE;

  g_timeout_add (ms, over_cb, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

static void
claim_paused (Fixture        *fixture,
              MusterHost     *host,
              MusterVmReason  reason)
{
  muster_vm_registry_claim (fixture->registry, host, &(MusterVmClaim) {
    .uuid = UUID, .name = "web1", .state = MUSTER_VM_PAUSED, .reason = reason, .persistent = TRUE,
  }, 1);
}

static void
assert_twice (Fixture  *fixture,
              gboolean  twice)
{
  const char * const *hosts = muster_vm_get_running_twice (only_vm (fixture));

  g_assert_cmpuint (muster_data_center_get_n_running_twice (fixture->data_center), ==, twice);
  g_assert_cmpint (hosts != NULL, ==, twice);
  if (twice)
    g_assert_cmpstrv (hosts, ((const char *[]) { "a", "b", NULL }));
}

/* Sure after a while, and no more as soon as one of the two ends. */
static void
test_twice (Fixture       *fixture,
            gconstpointer  data)
{
  list_all (fixture, fixture->a, MUSTER_VM_RUNNING);
  g_assert_false (muster_vm_registry_suspects_twice (fixture->registry));
  list_all (fixture, fixture->b, MUSTER_VM_RUNNING);
  g_assert_true (muster_vm_registry_suspects_twice (fixture->registry));
  assert_twice (fixture, FALSE);
  wait_ms (MUSTER_VM_REGISTRY_TWICE_MS + 200);
  assert_twice (fixture, TRUE);

  claim_paused (fixture, fixture->a, MUSTER_VM_REASON_USER);
  assert_twice (fixture, TRUE);
  claim (fixture, fixture->a, MUSTER_VM_OFF);
  assert_twice (fixture, FALSE);
  g_assert_false (muster_vm_registry_suspects_twice (fixture->registry));

  claim (fixture, fixture->a, MUSTER_VM_RUNNING);
  wait_ms (MUSTER_VM_REGISTRY_TWICE_MS + 200);
  assert_twice (fixture, TRUE);
  muster_vm_registry_set_lost (fixture->registry, fixture->b, TRUE);
  assert_twice (fixture, FALSE);
}

/* A migration has one end paused, and for a moment none. */
static void
test_twice_migrates (Fixture       *fixture,
                     gconstpointer  data)
{
  list_all (fixture, fixture->a, MUSTER_VM_RUNNING);
  list_all (fixture, fixture->b, MUSTER_VM_UNKNOWN);
  claim_paused (fixture, fixture->b, MUSTER_VM_REASON_MIGRATING);
  g_assert_false (muster_vm_registry_suspects_twice (fixture->registry));
  claim (fixture, fixture->b, MUSTER_VM_RUNNING);
  g_assert_true (muster_vm_registry_suspects_twice (fixture->registry));
  claim_paused (fixture, fixture->a, MUSTER_VM_REASON_MIGRATING);
  muster_vm_registry_unclaim (fixture->registry, fixture->a, UUID);
  wait_ms (MUSTER_VM_REGISTRY_TWICE_MS + 200);
  assert_twice (fixture, FALSE);
}

/* What a lost host had is not what it has: its list decides when it is back. */
static void
test_twice_comes_back (Fixture       *fixture,
                       gconstpointer  data)
{
  list_all (fixture, fixture->a, MUSTER_VM_RUNNING);
  muster_vm_registry_set_lost (fixture->registry, fixture->a, TRUE);
  list_all (fixture, fixture->b, MUSTER_VM_RUNNING);
  muster_vm_registry_set_lost (fixture->registry, fixture->a, FALSE);
  g_assert_false (muster_vm_registry_suspects_twice (fixture->registry));
  list_all (fixture, fixture->a, MUSTER_VM_RUNNING);
  g_assert_true (muster_vm_registry_suspects_twice (fixture->registry));
  muster_vm_registry_forget_host (fixture->registry, fixture->b);
  g_assert_false (muster_vm_registry_suspects_twice (fixture->registry));
}

/* Two addresses of one host are no two hosts. */
static void
test_twice_one_host (Fixture       *fixture,
                     gconstpointer  data)
{
  name_host (fixture->a, "b-uuid");
  list_all (fixture, fixture->a, MUSTER_VM_RUNNING);
  list_all (fixture, fixture->b, MUSTER_VM_RUNNING);
  g_assert_false (muster_vm_registry_suspects_twice (fixture->registry));
}

#define ADD_TWO(path, func) \
  g_test_add ("/muster/inventory/vm-registry/" path, Fixture, NULL, set_up_two, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("migration", test_migration);
  ADD ("gap-is-held", test_gap_is_held);
  ADD ("release-without-claim", test_release_without_claim);
  ADD ("lost-host", test_lost_host);
  ADD ("full-list", test_full_list);
  ADD_TWO ("superseded", test_superseded);
  ADD_TWO ("superseded-no-more", test_superseded_no_more);
  ADD_TWO ("superseded-last", test_superseded_last);
  ADD_TWO ("superseded-runs", test_superseded_runs);
  ADD_TWO ("twice", test_twice);
  ADD_TWO ("twice-migrates", test_twice_migrates);
  ADD_TWO ("twice-comes-back", test_twice_comes_back);
  ADD_TWO ("twice-one-host", test_twice_one_host);

  return g_test_run ();
}
