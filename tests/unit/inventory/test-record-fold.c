/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-record-fold.h"
#include "muster-record.h"

static MusterRecord *
new_record (const char *kind,
            const char *id,
            const char *json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = json_from_string (json, &error);
  MusterRecord *record;

  g_assert_no_error (error);
  record = muster_record_new (kind, id, 1, "w", NULL, 0, json_node_get_object (node), &error);
  g_assert_no_error (error);

  return record;
}

/* Takes pairs of id and JSON, to NULL. */
static GPtrArray *
new_records (const char *kind,
             ...)
{
  GPtrArray *records = g_ptr_array_new_with_free_func (g_object_unref);
  const char *id;
  va_list args;

  va_start (args, kind);
  while ((id = va_arg (args, const char *)) != NULL)
    g_ptr_array_add (records, new_record (kind, id, va_arg (args, const char *)));
  va_end (args);

  return records;
}

static MusterHost *
add_host (MusterDataCenter *data_center,
          const char       *name,
          const char       *uuid)
{
  g_autoptr (MusterHost) host = muster_host_new (name, name, "test:///default");
  MusterHostTraits traits = { .uuid = uuid };

  if (uuid != NULL)
    muster_host_set_facts (host, &traits);
  muster_data_center_add_host (data_center, host);

  return host;
}

static const char *
get_place (MusterDataCenter *data_center,
           MusterHost       *host)
{
  return muster_cluster_get_id (muster_data_center_find_cluster_of (data_center, host));
}

static const char *
get_name (MusterDataCenter *data_center,
          const char       *cluster)
{
  return muster_cluster_get_name (muster_data_center_find_cluster (data_center, cluster));
}

static void
fold (MusterDataCenter *data_center,
      const char       *id,
      GPtrArray        *data_centers,
      GPtrArray        *clusters,
      GPtrArray        *members)
{
  g_autoptr (GPtrArray) first = data_centers;
  g_autoptr (GPtrArray) second = clusters;
  g_autoptr (GPtrArray) third = members;

  muster_record_fold (data_center, id, first, second, third);
}

/* A host that was never reached is known by its name. */
static void
test_places (void)
{
  g_autoptr (MusterDataCenter) data_center = muster_data_center_new ("Data center");
  MusterHost *known = add_host (data_center, "one", "uuid-1");
  MusterHost *unknown = add_host (data_center, "two", NULL);
  MusterHost *other = add_host (data_center, "three", "uuid-3");

  fold (data_center, "dc", new_records ("data-center", "dc", "{\"name\":\"Bern\"}", NULL),
        new_records ("cluster", "c", "{\"name\":\"Edge\"}", NULL),
        new_records ("member", "uuid-1", "{\"cluster\":\"c\",\"maintenance\":true}",
                     "uuid-2", "{\"name\":\"two\",\"cluster\":\"c\"}",
                     "uuid-9", "{\"name\":\"three\",\"cluster\":\"c\"}", NULL));
  g_assert_cmpstr (muster_data_center_get_name (data_center), ==, "Bern");
  g_assert_cmpstr (get_place (data_center, known), ==, "c");
  g_assert_true (muster_host_get_maintenance (known));
  g_assert_cmpstr (get_place (data_center, unknown), ==, "c");
  g_assert_cmpstr (get_place (data_center, other), ==, MUSTER_CLUSTER_DEFAULT);

  fold (data_center, "dc", new_records ("data-center", NULL), new_records ("cluster", NULL),
        new_records ("member", "uuid-1", "{\"cluster\":\"c\"}", NULL));
  g_assert_cmpstr (get_place (data_center, known), ==, MUSTER_CLUSTER_DEFAULT);
  g_assert_false (muster_host_get_maintenance (known));
}

static MusterClusterServices
get_services (MusterDataCenter *data_center)
{
  return muster_cluster_get_services (muster_data_center_find_cluster (data_center, "c"));
}

/* VMs if nobody says otherwise; a host knows what its cluster is for. */
static void
test_services (void)
{
  static const struct
  {
    const char *content;
    MusterClusterServices services;
  } cases[] = {
    { "{\"name\":\"Edge\"}", MUSTER_CLUSTER_VIRT },
    { "{\"gluster\":true}", MUSTER_CLUSTER_VIRT | MUSTER_CLUSTER_GLUSTER },
    { "{\"virt\":false,\"gluster\":true}", MUSTER_CLUSTER_GLUSTER },
    { "{\"virt\":false}", MUSTER_CLUSTER_VIRT },
    { "{\"virt\":true,\"gluster\":false}", MUSTER_CLUSTER_VIRT },
  };
  g_autoptr (MusterDataCenter) data_center = muster_data_center_new ("Data center");
  MusterHost *host = add_host (data_center, "one", "uuid-1");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      fold (data_center, "dc", new_records ("data-center", NULL),
            new_records ("cluster", "c", cases[i].content, NULL),
            new_records ("member", "uuid-1", "{\"cluster\":\"c\"}", NULL));
      g_assert_cmpuint (get_services (data_center), ==, cases[i].services);
      g_assert_true (muster_host_get_virt (host) ==
                     ((cases[i].services & MUSTER_CLUSTER_VIRT) != 0));
    }

  fold (data_center, "dc", new_records ("data-center", NULL),
        new_records ("cluster", "c", "{\"virt\":false,\"gluster\":true}", NULL),
        new_records ("member", NULL));
  g_assert_true (muster_host_get_virt (host));
}

/* Whoever was taken out of it is in none of its clusters. */
static void
test_left (void)
{
  g_autoptr (MusterDataCenter) data_center = muster_data_center_new ("Data center");
  MusterHost *host = add_host (data_center, "one", "uuid-1");
  const char *left = "{\"cluster\":\"c\",\"maintenance\":true,\"left\":true,\"data-center\":\"dc\"}";

  fold (data_center, "other", new_records ("data-center", NULL),
        new_records ("cluster", "c", "{\"name\":\"Edge\"}", NULL),
        new_records ("member", "uuid-1", left, NULL));
  g_assert_cmpstr (get_place (data_center, host), ==, "c");
  fold (data_center, "dc", new_records ("data-center", NULL),
        new_records ("cluster", "c", "{\"name\":\"Edge\"}", NULL),
        new_records ("member", "uuid-1", left, NULL));
  g_assert_cmpstr (get_place (data_center, host), ==, MUSTER_CLUSTER_DEFAULT);
  g_assert_false (muster_host_get_maintenance (host));
}

/* Nothing of the data center before is left in the next one. */
static void
test_another (void)
{
  g_autoptr (MusterDataCenter) data_center = muster_data_center_new ("Data center");

  fold (data_center, "a",
        new_records ("data-center", "a", "{\"name\":\"Bern\",\"description\":\"x\"}",
                     "b", "{\"name\":\"Zug\"}", NULL),
        new_records ("cluster", "default", "{\"name\":\"Main\",\"description\":\"y\"}", NULL),
        new_records ("member", NULL));
  g_assert_cmpstr (get_name (data_center, "default"), ==, "Main");

  fold (data_center, "c", new_records ("data-center", NULL),
        new_records ("cluster", "default", "{\"description\":\"z\"}", NULL),
        new_records ("member", NULL));
  g_assert_cmpstr (muster_data_center_get_name (data_center), ==, "Data center");
  g_assert_cmpstr (muster_data_center_get_description (data_center), ==, "");
  g_assert_cmpstr (get_name (data_center, "default"), ==, "Default");

  fold (data_center, NULL, new_records ("data-center", "a", "{\"name\":\"Bern\"}", NULL),
        new_records ("cluster", NULL), new_records ("member", NULL));
  g_assert_cmpstr (muster_data_center_get_name (data_center), ==, "Data center");
  g_assert_cmpstr (muster_cluster_get_description (
                     muster_data_center_find_cluster (data_center, "default")), ==, "");
}

/* Whoever writes to one host may write this. */
static void
test_hostile (void)
{
  static const char *contents[] = {
    "{}", "{\"name\":null}", "{\"name\":5}", "{\"name\":[]}", "{\"name\":{\"name\":1}}",
    "{\"cluster\":7,\"maintenance\":\"yes\"}", "{\"cluster\":[],\"maintenance\":{}}",
    "{\"name\":\"\\u202eevil\\n<b>\",\"description\":true}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (contents); i++)
    {
      g_autoptr (MusterDataCenter) data_center = muster_data_center_new ("Data center");
      MusterHost *host = add_host (data_center, "one", "uuid-1");

      fold (data_center, "dc", new_records ("data-center", "dc", contents[i], NULL),
            new_records ("cluster", "default", contents[i], "c", contents[i], NULL),
            new_records ("member", "uuid-1", contents[i], NULL));
      g_assert_cmpstr (get_place (data_center, host), ==, MUSTER_CLUSTER_DEFAULT);
      g_assert_false (muster_host_get_maintenance (host));
      g_assert_null (strchr (get_name (data_center, "c"), '\n'));
      g_assert_null (strstr (get_name (data_center, "c"), "\xe2\x80\xae"));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/muster/record-fold/services", test_services);
  g_test_add_func ("/muster/record-fold/places", test_places);
  g_test_add_func ("/muster/record-fold/left", test_left);
  g_test_add_func ("/muster/record-fold/another", test_another);
  g_test_add_func ("/muster/record-fold/hostile", test_hostile);

  return g_test_run ();
}
