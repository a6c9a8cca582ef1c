/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "muster-cli-error.h"
#include "muster-cli-names.h"

#define UUID(n) "00000000-0000-0000-0000-00000000000" #n

typedef struct
{
  MusterDataCenter *data_center;
} Fixture;

static void
add_vm (Fixture    *fixture,
        MusterHost *host,
        const char *uuid,
        const char *name)
{
  g_autoptr (MusterVm) vm = muster_vm_new (uuid, name);

  muster_vm_set_host (vm, host);
  muster_data_center_add_vms (fixture->data_center, &vm, 1);
}

static void
add_cluster (Fixture    *fixture,
             const char *id,
             const char *name)
{
  g_autoptr (MusterCluster) cluster = muster_cluster_new (id, name);

  muster_data_center_add_cluster (fixture->data_center, cluster);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (MusterHost) one = muster_host_new ("id1", "host1", "qemu+tls://host1.lab/system");
  g_autoptr (MusterHost) two = muster_host_new ("id2", "host2", "qemu+tls://host2.lab/system");

  fixture->data_center = muster_data_center_new ("Default");
  muster_data_center_add_host (fixture->data_center, one);
  muster_data_center_add_host (fixture->data_center, two);
  add_cluster (fixture, "c1", "Edge");
  add_cluster (fixture, "c2", "Twin");
  add_cluster (fixture, "c3", "Twin");
  add_vm (fixture, one, UUID (1), "web");
  add_vm (fixture, two, UUID (2), "web");
  add_vm (fixture, two, UUID (3), "a/b");
  add_vm (fixture, one, UUID (4), "only");
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_clear_object (&fixture->data_center);
}

static void
check_vm (Fixture    *fixture,
          const char *name,
          const char *uuid)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MusterVm) vm = muster_cli_names_find_vm (fixture->data_center, name, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (muster_vm_get_uuid (vm), ==, uuid);
}

static void
test_vm (Fixture       *fixture,
         gconstpointer  data)
{
  check_vm (fixture, "only", UUID (4));
  check_vm (fixture, UUID (2), UUID (2));
  check_vm (fixture, "host1/web", UUID (1));
  check_vm (fixture, "host2/web", UUID (2));
  check_vm (fixture, "qemu+tls://host2.lab/system/web", UUID (2));
  check_vm (fixture, "a/b", UUID (3));
  check_vm (fixture, "host2/a/b", UUID (3));
  check_vm (fixture, "host1/" UUID (1), UUID (1));
}

static void
test_ambiguous (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (muster_cli_names_find_vm (fixture->data_center, "web", &error));
  g_assert_error (error, MUSTER_CLI_ERROR, MUSTER_CLI_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "host1/web (" UUID (1) ")"));
  g_assert_nonnull (strstr (error->message, "host2/web (" UUID (2) ")"));
}

static void
test_missing (Fixture       *fixture,
              gconstpointer  data)
{
  static const char *names[] = { "", "nothing", "host1/only2", "host2/only", "/", "host1/" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (muster_cli_names_find_vm (fixture->data_center, names[i], &error));
      g_assert_error (error, MUSTER_CLI_ERROR, MUSTER_CLI_NOT_FOUND);
    }
}

static void
test_host (Fixture       *fixture,
           gconstpointer  data)
{
  static const char *names[] = { "host2", "id2", "qemu+tls://host2.lab/system" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (MusterHost) host =
        muster_cli_names_find_host (fixture->data_center, names[i], NULL);

      g_assert_cmpstr (muster_host_get_name (host), ==, "host2");
    }
  g_assert_null (muster_cli_names_find_host (fixture->data_center, "host3", NULL));
}

static void
test_cluster (Fixture       *fixture,
              gconstpointer  data)
{
  static const struct { const char *name; const char *id; } cases[] =
  {
    { "Edge", "c1" }, { "c1", "c1" }, { "c3", "c3" },
    { MUSTER_CLUSTER_DEFAULT, MUSTER_CLUSTER_DEFAULT },
  };
  g_autoptr (GError) ambiguous = NULL;
  g_autoptr (GError) missing = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (MusterCluster) cluster =
        muster_cli_names_find_cluster (fixture->data_center, cases[i].name, NULL);

      g_assert_cmpstr (muster_cluster_get_id (cluster), ==, cases[i].id);
    }

  g_assert_null (muster_cli_names_find_cluster (fixture->data_center, "Twin", &ambiguous));
  g_assert_error (ambiguous, MUSTER_CLI_ERROR, MUSTER_CLI_NOT_FOUND);
  g_assert_nonnull (strstr (ambiguous->message, "Twin (c2), Twin (c3)"));
  g_assert_null (muster_cli_names_find_cluster (fixture->data_center, "edge", &missing));
  g_assert_error (missing, MUSTER_CLI_ERROR, MUSTER_CLI_NOT_FOUND);
}

#define ADD(path, func) \
  g_test_add ("/muster/cli/names/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("vm", test_vm);
  ADD ("ambiguous", test_ambiguous);
  ADD ("missing", test_missing);
  ADD ("host", test_host);
  ADD ("cluster", test_cluster);

  return g_test_run ();
}
