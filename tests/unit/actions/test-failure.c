/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <libdex.h>

#include "muster-failure.h"
#include "muster-virt-error.h"

typedef struct
{
  MusterHost *host;
  MusterHost *target;
  MusterVm *vm;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->host = muster_host_new ("1", "host1", "qemu+tls://host1/system");
  fixture->target = muster_host_new ("2", "host2", "qemu+tls://host2/system");
  fixture->vm = muster_vm_new ("6695eb01-f6a4-8304-79aa-97f2502e193f", "web1");
  muster_vm_set_host (fixture->vm, fixture->host);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->vm);
  g_assert_finalize_object (fixture->host);
  g_assert_finalize_object (fixture->target);
}

static MusterFailure *
fail_migration (Fixture         *fixture,
                MusterVirtError  code,
                const char      *text)
{
  g_autoptr (GError) error = g_error_new_literal (MUSTER_VIRT_ERROR, code, text);

  return muster_failure_new_for_verb (MUSTER_VM_VERB_MIGRATE, fixture->vm,
                                      fixture->target, error);
}

/* Texts as libvirt 11 and QEMU 10 write them, and what a person must read. */
static const struct
{
  MusterVirtError code;
  const char *text;
  const char *reason;
  const char *advice;
} classics[] =
{
  { MUSTER_VIRT_ERROR_FAILED,
    "operation failed: Failed to connect to remote libvirt URI qemu+tls://host2/system: unable to connect to server at 'host2:16514': Name or service not known",
    "“host1” cannot resolve the address of “host2”", "must resolve on “host1”" },
  { MUSTER_VIRT_ERROR_UNREACHABLE,
    "unable to connect to server at 'host2.lab:49152': Connection refused",
    "“host1” cannot reach the migration ports of “host2”", "49152 to 49215 of “host2” in from “host1”" },
  { MUSTER_VIRT_ERROR_UNREACHABLE,
    "unable to connect to server at 'host2:16514': Connection refused",
    "“host1” cannot reach “host2”", "16514" },
  { MUSTER_VIRT_ERROR_REFUSED,
    "Unsafe migration: Migration without shared storage is unsafe",
    "not on storage that both hosts share", "shared storage" },
  { MUSTER_VIRT_ERROR_UNSUPPORTED,
    "unsupported configuration: guest CPU doesn't match specification: missing features: avx2",
    "The processor of “host2”", "CPU model" },
  { MUSTER_VIRT_ERROR_CONFLICT,
    "operation failed: domain 'web1' already exists with uuid 6695eb01-f6a4-8304-79aa-97f2502e193e",
    "exists on “host2” already", "Rename or remove" },
  { MUSTER_VIRT_ERROR_FAILED,
    "Cannot access storage file '/srv/web1.qcow2': No such file or directory",
    "cannot be opened on “host2”", "mounted" },
  { MUSTER_VIRT_ERROR_FAILED,
    "operation failed: Failed to connect to remote libvirt URI qemu+tls://host2/system: Cannot read CA certificate '/etc/pki/CA/cacert.pem': No such file or directory",
    "not let in by “host2”", "client certificate" },
  { MUSTER_VIRT_ERROR_BUSY, "Timed out during operation: cannot acquire state change lock",
    "Another operation holds it", "Wait" },
};

static void
test_classics (Fixture       *fixture,
               gconstpointer  data)
{
  for (guint i = 0; i < G_N_ELEMENTS (classics); i++)
    {
      g_autoptr (MusterFailure) failure = fail_migration (fixture, classics[i].code,
                                                          classics[i].text);

      g_test_message ("%s -> %s %s", classics[i].text, failure->reason, failure->advice);
      g_assert_true (g_str_has_prefix (failure->reason,
                                       "“web1” could not be migrated to “host2”."));
      g_assert_nonnull (strstr (failure->reason, classics[i].reason));
      g_assert_nonnull (strstr (failure->advice, classics[i].advice));
      g_assert_cmpstr (failure->details, ==, classics[i].text);
      g_assert_null (strchr (failure->reason, '{'));
    }
}

static void
test_unknown (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (GError) error = g_error_new_literal (MUSTER_VIRT_ERROR, MUSTER_VIRT_ERROR_FAILED,
                                                  "internal error: never seen");
  g_autoptr (MusterFailure) failure =
    muster_failure_new_for_verb (MUSTER_VM_VERB_START, fixture->vm, NULL, error);

  g_assert_cmpint (failure->code, ==, MUSTER_ACTION_ERROR_FAILED);
  g_assert_cmpstr (failure->reason, ==,
                   "“web1” could not be started. internal error: never seen");
}

static void
test_codes (Fixture       *fixture,
            gconstpointer  data)
{
  static const struct { MusterVirtError virt; MusterActionError action; } codes[] =
  {
    { MUSTER_VIRT_ERROR_UNREACHABLE, MUSTER_ACTION_ERROR_UNREACHABLE },
    { MUSTER_VIRT_ERROR_GONE, MUSTER_ACTION_ERROR_GONE },
    { MUSTER_VIRT_ERROR_REFUSED, MUSTER_ACTION_ERROR_REFUSED },
    { MUSTER_VIRT_ERROR_AUTH, MUSTER_ACTION_ERROR_REFUSED },
    { MUSTER_VIRT_ERROR_INVALID, MUSTER_ACTION_ERROR_FAILED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_autoptr (MusterFailure) failure = fail_migration (fixture, codes[i].virt, "text");

      g_assert_cmpint (failure->code, ==, codes[i].action);
    }
}

static void
test_cancelled (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (MusterTask) task = muster_task_new ("Migrate", "web1");
  g_autoptr (MusterFailure) failure =
    fail_migration (fixture, MUSTER_VIRT_ERROR_REFUSED,
                    "operation aborted: migration out job: canceled by client");

  g_assert_cmpint (failure->code, ==, MUSTER_ACTION_ERROR_CANCELLED);
  muster_failure_tell (failure, task);
  g_assert_cmpint (muster_task_get_state (task), ==, MUSTER_TASK_CANCELLED);
}

/* A name is data: it is not filled in again, nor taken for a format. */
static void
test_odd_names (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (MusterFailure) failure = NULL;

  muster_host_set_name (fixture->target, "{other}%s%n");
  failure = fail_migration (fixture, MUSTER_VIRT_ERROR_UNREACHABLE, "gone %s");
  g_assert_nonnull (strstr (failure->reason, "“{other}%s%n” does not answer."));
}

#define ADD(path, func) \
  g_test_add ("/muster/actions/failure/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  ADD ("classics", test_classics);
  ADD ("unknown", test_unknown);
  ADD ("codes", test_codes);
  ADD ("cancelled", test_cancelled);
  ADD ("odd-names", test_odd_names);

  return g_test_run ();
}
