/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-data-center-choice.h"
#include "muster-member-record.h"

static MusterRecord *
new_member (const char *uuid,
            const char *json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = json_from_string (json, &error);
  MusterRecord *record;

  g_assert_no_error (error);
  record = muster_record_new (MUSTER_MEMBER_RECORD_KIND, uuid, 1, "w", NULL, 0,
                              json_node_get_object (node), &error);
  g_assert_no_error (error);

  return record;
}

/* Whoever writes to one host says where the others are. */
static void
test_addresses (void)
{
  static const char *good[] = {
    "qemu+tls://host1.lab/system", "qemu://host1.lab/system",
    "qemu+tls://[fe80::1]:16514/system", "xen+tls://10.0.0.1/",
  };
  static const char *bad[] = {
    "", "host1.lab", "qemu:///system", "test:///default", "qemu+tls:///system",
    "qemu+ssh://root@host1.lab/system", "qemu+ext://host1.lab/system?command=/bin/sh",
    "qemu+unix://host1.lab/system?socket=/tmp/evil", "qemu+tcp://host1.lab/system",
    "qemu+tls://host1.lab/system?no_verify=1", "qemu+tls://host1.lab/system?pkipath=/tmp",
    "qemu+tls://root:secret@host1.lab/system", "qemu+tls://host1.lab/system#x",
    "qemu+tls://host1%0a.lab/system", "qemu+tls://host1.lab/system\nx", "file:///etc/passwd",
    "qemu+tls://host1.lab/\xff",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (muster_member_record_check_uri (good[i], NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (muster_member_record_check_uri (bad[i], &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
}

static void
test_left (void)
{
  static const char *not_left[] = {
    "{}", "{\"left\":false,\"data-center\":\"dc\"}", "{\"left\":true}",
    "{\"left\":true,\"data-center\":\"other\"}", "{\"left\":\"yes\",\"data-center\":\"dc\"}",
    "{\"left\":[],\"data-center\":{}}",
  };
  g_autoptr (MusterRecord) left =
    new_member ("uuid-1", "{\"left\":true,\"data-center\":\"dc\",\"uri\":\"x\",\"more\":1}");
  g_autoptr (JsonObject) back = muster_member_record_make (left, "one", "qemu:///system");

  g_assert_true (muster_member_record_has_left (left, "dc"));
  g_assert_false (muster_member_record_has_left (left, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (not_left); i++)
    {
      g_autoptr (MusterRecord) record = new_member ("uuid-1", not_left[i]);

      g_assert_false (muster_member_record_has_left (record, "dc"));
    }
  g_assert_false (json_object_has_member (back, "left"));
  g_assert_false (json_object_has_member (back, "data-center"));
  g_assert_cmpint (json_object_get_int_member (back, "more"), ==, 1);
  g_assert_cmpstr (json_object_get_string_member (back, "name"), ==, "one");
  g_assert_cmpstr (json_object_get_string_member (back, "uri"), ==, "x");
}

/* A host that has never answered is found by its address, else by its name. */
static void
test_find (void)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (MusterHost) known = muster_host_new ("1", "b", "qemu+tls://b/system");
  g_autoptr (MusterHost) by_uri = muster_host_new ("2", "x", "qemu+tls://b/system");
  g_autoptr (MusterHost) by_name = muster_host_new ("3", "a", "qemu+tls://x/system");
  g_autoptr (MusterHost) unknown = muster_host_new ("4", "x", "qemu+tls://x/system");
  MusterHostTraits traits = { .uuid = "uuid-9" };

  g_ptr_array_add (records, new_member ("uuid-1", "{\"name\":\"a\",\"uri\":5}"));
  g_ptr_array_add (records, new_member ("uuid-2",
                                        "{\"name\":\"b\",\"uri\":\"qemu+tls://b/system\"}"));
  muster_host_set_facts (known, &traits);
  g_assert_null (muster_member_record_find (records, known));
  g_assert_true (muster_member_record_find (records, by_uri) == records->pdata[1]);
  g_assert_true (muster_member_record_find (records, by_name) == records->pdata[0]);
  g_assert_null (muster_member_record_find (records, unknown));
}

static void
test_choice (void)
{
  static const char *one[] = { "data-center.b.1-w", "cluster.a.1-w", "x", NULL };
  static const char *two[] = { "data-center.b.1-w", "data-center.a.2-w", NULL };
  static const char *three[] = { "data-center.c.1-w", "data-center..1-w", NULL };
  static const char *none[] = { "member.a.1-w", NULL };
  g_autoptr (GPtrArray) listings = g_ptr_array_new ();
  g_autofree char *first = NULL;
  g_autofree char *wanted = muster_data_center_find_id (two, "b");
  g_autofree char *lowest = muster_data_center_find_id (two, NULL);
  g_autofree char *most = NULL;

  g_assert_cmpstr (wanted, ==, "b");
  g_assert_cmpstr (lowest, ==, "a");
  g_assert_null (muster_data_center_find_id (none, "a"));
  g_ptr_array_add (listings, none);
  first = muster_data_center_choose_id (listings);
  g_assert_null (first);
  g_ptr_array_add (listings, three);
  g_ptr_array_add (listings, one);
  g_ptr_array_add (listings, two);
  most = muster_data_center_choose_id (listings);
  g_assert_cmpstr (most, ==, "b");
}

/* One that was dissolved is none, and what it left on a host is recognized. */
static void
test_dissolved (void)
{
  static const char *old[] = { "dissolved.a.1-w", "data-center.a.2-w", "member.x.1-w", NULL };
  static const char *only[] = { "dissolved.a.1-w", "not a record", NULL };
  static const char *next[] = { "data-center.b.1-w", "dissolved.a.1-w", "member.x.1-w", NULL };
  static const char *rest[] = { "cluster.y.1-w", "dissolved.a.1-w", NULL };
  static const char *none[] = { "data-center.a.1-w", NULL };
  g_autofree char *left = muster_data_center_find_leftover (old);
  g_autofree char *half = muster_data_center_find_leftover (rest);
  g_autofree char *live = muster_data_center_find_id (next, "a");
  g_auto (GStrv) dissolved = muster_data_center_list_dissolved (next);

  g_assert_null (muster_data_center_find_id (old, "a"));
  g_assert_cmpstr (left, ==, "a");
  g_assert_cmpstr (half, ==, "a");
  g_assert_cmpstr (live, ==, "b");
  g_assert_null (muster_data_center_find_leftover (only));
  g_assert_null (muster_data_center_find_leftover (next));
  g_assert_null (muster_data_center_find_leftover (none));
  g_assert_cmpuint (g_strv_length (dissolved), ==, 1);
  g_assert_cmpstr (dissolved[0], ==, "a");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/muster/member-record/addresses", test_addresses);
  g_test_add_func ("/muster/member-record/left", test_left);
  g_test_add_func ("/muster/member-record/find", test_find);
  g_test_add_func ("/muster/member-record/choice", test_choice);
  g_test_add_func ("/muster/member-record/dissolved", test_dissolved);

  return g_test_run ();
}
