/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "muster-vm-verb.h"

#define N_STATES (MUSTER_VM_SUSPENDED + 1)

/* What may be done in which state, written out by hand: the columns are
 * unknown, running, paused, stopping, off, saved, crashed, suspended. */
static const struct
{
  MusterVmVerb verb;
  const char *allowed;
} table[] =
{
  { MUSTER_VM_VERB_START,    "----OSC-" },
  { MUSTER_VM_VERB_SHUTDOWN, "-R------" },
  { MUSTER_VM_VERB_OFF,      "-RPT--CU" },
  { MUSTER_VM_VERB_REBOOT,   "-R------" },
  { MUSTER_VM_VERB_RESET,    "-RPT--C-" },
  { MUSTER_VM_VERB_PAUSE,    "-R------" },
  { MUSTER_VM_VERB_RESUME,   "--P----U" },
  { MUSTER_VM_VERB_SAVE,     "-RP-----" },
  { MUSTER_VM_VERB_DISCARD,  "-----S--" },
  { MUSTER_VM_VERB_MIGRATE,  "-RP-O---" },
};

typedef struct
{
  MusterHost *host;
  MusterHost *other;
  MusterVm *vm;
} Fixture;

static MusterHost *
make_host (const char *name,
           const char *uuid)
{
  MusterHostTraits facts = { .uuid = uuid };
  MusterHost *host = muster_host_new (name, name, "test:///default");

  muster_host_set_facts (host, &facts);
  muster_host_set_status (host, MUSTER_HOST_ONLINE, MUSTER_HOST_REASON_NONE, NULL);

  return host;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->host = make_host ("host1", "00000000-0000-0000-0000-000000000001");
  fixture->other = make_host ("host2", "00000000-0000-0000-0000-000000000002");
  fixture->vm = muster_vm_new ("6695eb01-f6a4-8304-79aa-97f2502e193f", "web1");
  muster_vm_set_host (fixture->vm, fixture->host);
  muster_vm_set_persistent (fixture->vm, TRUE);
  muster_vm_set_state (fixture->vm, MUSTER_VM_RUNNING, MUSTER_VM_REASON_NONE);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->vm);
  g_assert_finalize_object (fixture->host);
  g_assert_finalize_object (fixture->other);
}

static void
test_table (Fixture       *fixture,
            gconstpointer  data)
{
  g_assert_cmpuint (G_N_ELEMENTS (table), ==, MUSTER_N_VM_VERBS);

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    for (guint state = 0; state < N_STATES; state++)
      {
        g_autoptr (GError) error = NULL;
        gboolean allowed;

        muster_vm_set_state (fixture->vm, state, MUSTER_VM_REASON_NONE);
        allowed = muster_vm_verb_check (table[i].verb, fixture->vm, &error);
        g_test_message ("%s in state %s", muster_vm_verb_to_id (table[i].verb),
                        muster_vm_state_to_id (state));
        g_assert_cmpint (allowed, ==, table[i].allowed[state] != '-');
        if (allowed)
          {
            g_assert_no_error (error);
            continue;
          }
        g_assert_error (error, MUSTER_POLICY_ERROR, MUSTER_POLICY_ERROR_STATE);
        g_assert_nonnull (strstr (error->message, "“web1” is "));
        g_assert_true (g_str_has_suffix (error->message, "."));
      }
}

static void
test_sentence (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  muster_vm_set_state (fixture->vm, MUSTER_VM_OFF, MUSTER_VM_REASON_NONE);
  g_assert_false (muster_vm_verb_check (MUSTER_VM_VERB_PAUSE, fixture->vm, &error));
  g_assert_cmpstr (error->message, ==,
                   "“web1” is off; only a running VM can be paused.");
}

static void
test_job (Fixture       *fixture,
          gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  muster_vm_set_state (fixture->vm, MUSTER_VM_PAUSED, MUSTER_VM_REASON_MIGRATING);
  g_assert_false (muster_vm_verb_check (MUSTER_VM_VERB_RESUME, fixture->vm, &error));
  g_assert_error (error, MUSTER_POLICY_ERROR, MUSTER_POLICY_ERROR_STATE);
  g_assert_true (muster_vm_verb_check (MUSTER_VM_VERB_OFF, fixture->vm, NULL));

  muster_vm_set_state (fixture->vm, MUSTER_VM_PAUSED, MUSTER_VM_REASON_SAVING);
  g_assert_false (muster_vm_verb_check (MUSTER_VM_VERB_RESUME, fixture->vm, NULL));
  muster_vm_set_state (fixture->vm, MUSTER_VM_PAUSED, MUSTER_VM_REASON_IO_ERROR);
  g_assert_true (muster_vm_verb_check (MUSTER_VM_VERB_RESUME, fixture->vm, NULL));
}

/* Where no VMs are to run those that do are not hindered. */
static void
test_cluster_without_vms (Fixture       *fixture,
                          gconstpointer  data)
{
  MusterHost *host = muster_vm_get_host (fixture->vm);
  g_autoptr (GError) error = NULL;

  muster_host_set_virt (host, FALSE);
  muster_vm_set_state (fixture->vm, MUSTER_VM_RUNNING, MUSTER_VM_REASON_NONE);
  g_assert_true (muster_vm_verb_check (MUSTER_VM_VERB_SHUTDOWN, fixture->vm, NULL));
  muster_vm_set_state (fixture->vm, MUSTER_VM_OFF, MUSTER_VM_REASON_NONE);
  g_assert_false (muster_vm_verb_check (MUSTER_VM_VERB_START, fixture->vm, &error));
  g_assert_error (error, MUSTER_POLICY_ERROR, MUSTER_POLICY_ERROR_STATE);
  g_assert_nonnull (strstr (error->message, "does not run VMs"));
  muster_host_set_virt (host, TRUE);
  g_assert_true (muster_vm_verb_check (MUSTER_VM_VERB_START, fixture->vm, NULL));
}

static void
test_transient (Fixture       *fixture,
                gconstpointer  data)
{
  muster_vm_set_persistent (fixture->vm, FALSE);
  g_assert_false (muster_vm_verb_check (MUSTER_VM_VERB_SAVE, fixture->vm, NULL));
  g_assert_true (muster_vm_verb_check (MUSTER_VM_VERB_OFF, fixture->vm, NULL));
}

static void
test_silent_host (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  muster_host_set_status (fixture->host, MUSTER_HOST_UNREACHABLE,
                          MUSTER_HOST_REASON_NO_ANSWER, NULL);
  g_assert_false (muster_vm_verb_check (MUSTER_VM_VERB_PAUSE, fixture->vm, &error));
  g_assert_error (error, MUSTER_POLICY_ERROR, MUSTER_POLICY_ERROR_HOST);
  g_assert_nonnull (strstr (error->message, "host1"));
}

static void
test_gone (Fixture       *fixture,
           gconstpointer  data)
{
  muster_vm_set_gone (fixture->vm, TRUE);
  for (guint verb = 0; verb < MUSTER_N_VM_VERBS; verb++)
    g_assert_false (muster_vm_verb_check (verb, fixture->vm, NULL));
}

static void
test_migrate (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (MusterHost) twin = make_host ("alias", muster_host_get_uuid (fixture->host));
  g_autoptr (GError) error = NULL;

  g_assert_true (muster_vm_migrate_check (fixture->vm, fixture->other, NULL));
  g_assert_false (muster_vm_migrate_check (fixture->vm, fixture->host, NULL));
  g_assert_false (muster_vm_migrate_check (fixture->vm, twin, &error));
  g_assert_error (error, MUSTER_POLICY_ERROR, MUSTER_POLICY_ERROR_STATE);
  g_clear_error (&error);

  muster_host_set_status (fixture->other, MUSTER_HOST_CONNECTING,
                          MUSTER_HOST_REASON_NONE, NULL);
  g_assert_false (muster_vm_migrate_check (fixture->vm, fixture->other, &error));
  g_assert_error (error, MUSTER_POLICY_ERROR, MUSTER_POLICY_ERROR_HOST);
}

/* What runs there goes on, and may leave. */
static void
test_maintenance (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  muster_host_set_maintenance (fixture->other, TRUE);
  g_assert_false (muster_vm_migrate_check (fixture->vm, fixture->other, &error));
  g_assert_error (error, MUSTER_POLICY_ERROR, MUSTER_POLICY_ERROR_STATE);
  g_clear_error (&error);
  muster_host_set_maintenance (fixture->other, FALSE);

  muster_host_set_maintenance (fixture->host, TRUE);
  g_assert_true (muster_vm_migrate_check (fixture->vm, fixture->other, NULL));
  g_assert_true (muster_vm_verb_check (MUSTER_VM_VERB_SHUTDOWN, fixture->vm, NULL));
  muster_vm_set_state (fixture->vm, MUSTER_VM_OFF, MUSTER_VM_REASON_NONE);
  g_assert_false (muster_vm_verb_check (MUSTER_VM_VERB_START, fixture->vm, &error));
  g_assert_error (error, MUSTER_POLICY_ERROR, MUSTER_POLICY_ERROR_STATE);
  muster_host_set_maintenance (fixture->host, FALSE);
  g_assert_true (muster_vm_verb_check (MUSTER_VM_VERB_START, fixture->vm, NULL));
}

/* What runs nevertheless can be stopped. */
static void
test_elsewhere (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  muster_vm_set_elsewhere (fixture->vm, "host9");
  g_assert_true (muster_vm_verb_check (MUSTER_VM_VERB_OFF, fixture->vm, NULL));
  g_assert_false (muster_vm_migrate_check (fixture->vm, fixture->other, NULL));
  muster_vm_set_state (fixture->vm, MUSTER_VM_OFF, MUSTER_VM_REASON_NONE);
  g_assert_false (muster_vm_verb_check (MUSTER_VM_VERB_START, fixture->vm, &error));
  g_assert_error (error, MUSTER_POLICY_ERROR, MUSTER_POLICY_ERROR_STATE);
  g_assert_nonnull (strstr (error->message, "host9"));
  muster_vm_set_elsewhere (fixture->vm, NULL);
  g_assert_true (muster_vm_verb_check (MUSTER_VM_VERB_START, fixture->vm, NULL));
}

static void
test_names (void)
{
  for (guint verb = 0; verb < MUSTER_N_VM_VERBS; verb++)
    {
      g_assert_nonnull (muster_vm_verb_to_id (verb));
      g_assert_nonnull (strchr (muster_vm_verb_to_label (verb), '_'));
      g_assert_null (strchr (muster_vm_verb_to_title (verb), '_'));
    }
  g_assert_true (muster_vm_verb_is_destructive (MUSTER_VM_VERB_OFF));
  g_assert_false (muster_vm_verb_is_destructive (MUSTER_VM_VERB_SHUTDOWN));
}

#define ADD(path, func) \
  g_test_add ("/muster/policy/vm-verb/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("table", test_table);
  ADD ("sentence", test_sentence);
  ADD ("job", test_job);
  ADD ("cluster-without-vms", test_cluster_without_vms);
  ADD ("transient", test_transient);
  ADD ("silent-host", test_silent_host);
  ADD ("gone", test_gone);
  ADD ("migrate", test_migrate);
  ADD ("maintenance", test_maintenance);
  ADD ("elsewhere", test_elsewhere);
  g_test_add_func ("/muster/policy/vm-verb/names", test_names);

  return g_test_run ();
}
