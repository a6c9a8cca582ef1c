/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "muster-host-actions.h"
#include "muster-host-candidate.h"
#include "muster-host-fitting.h"
#include "test-fiber.h"

static MusterDesk *
new_desk (const char *uri)
{
  const char *uris[] = { uri, NULL };
  g_autoptr (GError) error = NULL;
  MusterDesk *desk = muster_desk_new_for_uris (uris, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (dex_await (muster_desk_load (desk), &error));
  g_assert_no_error (error);

  return desk;
}

static MusterHostCandidate *
new_candidate (MusterDesk *desk,
               const char *uri)
{
  g_autoptr (MusterHostEntry) entry = muster_host_entry_new (NULL, "mine", uri, NULL);

  return muster_host_candidate_new (desk, entry, NULL);
}

static void
count_cb (MusterHostCandidate *candidate,
          GParamSpec          *pspec,
          guint               *count)
{
  (*count)++;
}

static MusterDoctorStep *
get_last_step (MusterHostCandidate *candidate)
{
  GListModel *steps = muster_host_candidate_get_steps (candidate);
  g_autoptr (MusterDoctorStep) step =
    g_list_model_get_item (steps, g_list_model_get_n_items (steps) - 1);

  return step;
}

/* The first host of a desk: examined twice, then added. */
static void
test_good (void)
{
  g_autoptr (MusterDesk) desk = new_desk ("test:///default");
  g_autoptr (MusterHostCandidate) candidate =
    new_candidate (desk, "test:///default?other");
  guint n_steps = g_list_model_get_n_items (muster_host_candidate_get_steps (candidate));
  guint n_notified = 0;
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;

  g_signal_connect (candidate, "notify::state", G_CALLBACK (count_cb), &n_notified);
  g_assert_cmpuint (n_steps, ==, 9);
  g_assert_null (muster_host_candidate_get_findings (candidate));
  for (guint i = 0; i < 2; i++)
    {
      g_assert_true (dex_await_boolean (muster_host_candidate_examine (candidate, NULL),
                                        &error));
      g_assert_no_error (error);
      g_assert_cmpint (muster_host_candidate_get_state (candidate), ==,
                       MUSTER_CANDIDATE_GOOD);
      g_assert_cmpuint (muster_host_candidate_get_findings (candidate)->len, ==, 0);
      g_assert_cmpstr (muster_host_candidate_get_facts (candidate)->node->hypervisor, ==,
                       "TEST");
      g_assert_cmpint (muster_doctor_step_get_state (get_last_step (candidate)), ==,
                       MUSTER_DOCTOR_STEP_PASSED);
    }
  g_assert_cmpuint (n_notified, ==, 5);
  g_assert_cmpuint (g_list_model_get_n_items (muster_host_candidate_get_steps (candidate)),
                    ==, n_steps);

  id = dex_await_string (muster_host_candidate_add (candidate), &error);
  g_assert_no_error (error);
  entries = dex_await_boxed (muster_host_list (muster_desk_get_store (desk)), &error);
  g_assert_cmpuint (entries->len, ==, 2);
}

static void
test_failed (void)
{
  g_autoptr (MusterDesk) desk = new_desk ("test:///default");
  g_autoptr (MusterHostCandidate) candidate =
    new_candidate (desk, "test:///no/such/file.xml");
  g_autoptr (MusterHostEntry) better =
    muster_host_entry_new (NULL, "better", "test:///default?better", NULL);
  GPtrArray *findings;

  g_assert_false (dex_await_boolean (muster_host_candidate_examine (candidate, NULL), NULL));
  g_assert_cmpint (muster_host_candidate_get_state (candidate), ==,
                   MUSTER_CANDIDATE_FAILED);
  findings = muster_host_candidate_get_findings (candidate);
  g_assert_cmpuint (findings->len, ==, 1);
  g_assert_cmpstr (((MusterFinding *) findings->pdata[0])->id, ==, "driver-unavailable");
  g_assert_null (muster_host_candidate_get_facts (candidate));
  g_assert_cmpint (muster_doctor_step_get_state (get_last_step (candidate)), ==,
                   MUSTER_DOCTOR_STEP_SKIPPED);

  muster_host_candidate_set_entry (candidate, better);
  g_assert_cmpint (muster_host_candidate_get_state (candidate), ==,
                   MUSTER_CANDIDATE_WAITING);
  g_assert_null (muster_host_candidate_get_findings (candidate));
  g_assert_true (dex_await_boolean (muster_host_candidate_examine (candidate, NULL), NULL));
}

static void
test_invalid (void)
{
  g_autoptr (MusterDesk) desk = new_desk ("test:///default");
  g_autoptr (MusterHostCandidate) candidate = new_candidate (desk, "no uri");
  g_autoptr (GError) error = NULL;

  g_assert_false (dex_await (muster_host_candidate_examine (candidate, NULL), &error));
  g_assert_error (error, MUSTER_VIRT_ERROR, MUSTER_VIRT_ERROR_INVALID);
}

static void
test_cancelled (void)
{
  g_autoptr (MusterDesk) desk = new_desk ("test:///default");
  g_autoptr (MusterHostCandidate) candidate =
    new_candidate (desk, "test:///default?other");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  DexFuture *future = muster_host_candidate_examine (candidate, cancellable);

  g_cancellable_cancel (cancellable);
  g_assert_false (dex_await (future, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (muster_host_candidate_get_state (candidate), ==,
                   MUSTER_CANDIDATE_WAITING);
  g_assert_true (dex_await_boolean (muster_host_candidate_examine (candidate, NULL), NULL));
}

static void
test_abilities (void)
{
  g_autoptr (MusterDoctorStep) step = muster_doctor_step_new ("x");
  MusterNodeInfo *node = g_new0 (MusterNodeInfo, 1);
  g_autoptr (MusterHostFacts) facts = muster_host_facts_new (node);
  GPtrArray *findings = muster_doctor_step_get_findings (step);

  node->hypervisor = g_strdup ("QEMU");
  node->hypervisor_version = 10000002;
  node->libvirt_version = 11003000;
  node->cpus = 8;
  facts->daemon = MUSTER_DAEMON_MODULAR;
  muster_host_fitting_tell_abilities (step, "host1", facts);
  g_assert_nonnull (strstr (muster_doctor_step_get_summary (step),
                            "QEMU 10.0.2, libvirt 11.3.0, one daemon for each driver, 8 CPUs"));
  g_assert_cmpuint (findings->len, ==, 1);
  g_assert_cmpstr (((MusterFinding *) findings->pdata[0])->id, ==, "no-kvm");

  node->kvm = TRUE;
  g_ptr_array_set_size (findings, 0);
  muster_host_fitting_tell_abilities (step, "host1", facts);
  g_assert_cmpuint (findings->len, ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);

  test_fiber_add ("/muster/host-candidate/good", test_good);
  test_fiber_add ("/muster/host-candidate/failed", test_failed);
  test_fiber_add ("/muster/host-candidate/invalid", test_invalid);
  test_fiber_add ("/muster/host-candidate/cancelled", test_cancelled);
  g_test_add_func ("/muster/host-candidate/abilities", test_abilities);

  return g_test_run ();
}
