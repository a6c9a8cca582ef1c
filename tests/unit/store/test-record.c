/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-record.h"
#include "muster-store-error.h"

static JsonObject *
parse (const char *text)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = json_from_string (text, &error);

  g_assert_no_error (error);
  return json_node_dup_object (node);
}

static void
test_round_trip (void)
{
  const char *parents[] = { "2-a", "2-b", NULL };
  g_autoptr(JsonObject) content = parse ("{\"name\":\"Ä “b”\",\"n\":[1,2.0,null]}");
  g_autoptr(GError) error = NULL;
  g_autoptr(MusterRecord) record = NULL;
  g_autoptr(MusterRecord) copy = NULL;
  g_autoptr(JsonObject) json = NULL;

  record = muster_record_new ("host", "A.b_c-1", 3, "w-1", parents, 1234567, content,
                              &error);
  g_assert_no_error (error);
  json = parse (muster_record_get_text (record));
  copy = muster_record_new_from_json (json, &error);
  g_assert_no_error (error);

  g_assert_cmpstr (muster_record_get_text (copy), ==, muster_record_get_text (record));
  g_assert_cmpstr (muster_record_get_kind (copy), ==, "host");
  g_assert_cmpstr (muster_record_get_id (copy), ==, "A.b_c-1");
  g_assert_cmpstr (muster_record_get_revision (copy), ==, "3-w-1");
  g_assert_cmpstr (muster_record_get_writer (copy), ==, "w-1");
  g_assert_cmpuint (muster_record_get_counter (copy), ==, 3);
  g_assert_cmpint (muster_record_get_time (copy), ==, 1234567);
  g_assert_cmpstrv (muster_record_get_parents (copy), parents);
  g_assert_false (muster_record_is_deleted (copy));
  g_assert_cmpstr (json_object_get_string_member (muster_record_get_content (copy),
                                                  "name"), ==, "Ä “b”");
  g_assert_cmpint (muster_record_compare (record, copy), ==, 0);
}

static void
test_deletion (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(MusterRecord) record = NULL;
  g_autoptr(JsonObject) empty = NULL;

  record = muster_record_new ("host", "1", 1, "w", NULL, 0, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (muster_record_is_deleted (record));
  g_assert_null (muster_record_get_content (record));
  empty = muster_record_dup_content (record);
  g_assert_cmpuint (json_object_get_size (empty), ==, 0);
}

static void
test_immutable (void)
{
  g_autoptr(JsonObject) content = parse ("{\"a\":1}");
  g_autoptr(JsonObject) copy = NULL;
  g_autoptr(MusterRecord) record = NULL;

  record = muster_record_new ("host", "1", 1, "w", NULL, 0, content, NULL);
  json_object_set_int_member (content, "a", 2);
  copy = muster_record_dup_content (record);
  json_object_set_int_member (copy, "a", 3);

  g_assert_cmpint (json_object_get_int_member (muster_record_get_content (record),
                                               "a"), ==, 1);
  g_assert_true (json_object_is_immutable (muster_record_get_content (record)));
}

static void
test_unknown_fields (void)
{
  g_autoptr(JsonObject) json = NULL;
  g_autoptr(MusterRecord) record = NULL;
  g_autoptr(GError) error = NULL;

  json = parse ("{\"kind\":\"host\",\"id\":\"1\",\"revision\":\"1-w\",\"parents\":[],"
                "\"time\":5,\"seal\":{\"by\":\"x\"},\"content\":{\"future\":[true]}}");
  record = muster_record_new_from_json (json, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (muster_record_get_text (record), "\"seal\":{\"by\":\"x\"}"));
  g_assert_nonnull (strstr (muster_record_get_text (record), "\"future\":[true]"));
}

static void
test_malformed (void)
{
  static const char * const texts[] = {
    "{}",
    "{\"kind\":1,\"id\":\"1\",\"revision\":\"1-w\",\"parents\":[],\"time\":5,\"content\":{}}",
    "{\"kind\":\"Host\",\"id\":\"1\",\"revision\":\"1-w\",\"parents\":[],\"time\":5,\"content\":{}}",
    "{\"kind\":\"h\",\"id\":\"a/b\",\"revision\":\"1-w\",\"parents\":[],\"time\":5,\"content\":{}}",
    "{\"kind\":\"h\",\"id\":\"..\",\"revision\":\"1-w\",\"parents\":[],\"time\":5,\"content\":{}}",
    "{\"kind\":\"h\",\"id\":\"1\",\"revision\":\"1\",\"parents\":[],\"time\":5,\"content\":{}}",
    "{\"kind\":\"h\",\"id\":\"1\",\"revision\":\"1-w\",\"parents\":[[]],\"time\":5,\"content\":{}}",
    "{\"kind\":\"h\",\"id\":\"1\",\"revision\":\"1-w\",\"parents\":[3],\"time\":5,\"content\":{}}",
    "{\"kind\":\"h\",\"id\":\"1\",\"revision\":\"1-w\",\"parents\":null,\"time\":5,\"content\":{}}",
    "{\"kind\":\"h\",\"id\":\"1\",\"revision\":\"1-w\",\"parents\":[],\"time\":\"5\",\"content\":{}}",
    "{\"kind\":\"h\",\"id\":\"1\",\"revision\":\"1-w\",\"parents\":[],\"time\":5,\"content\":[]}",
    "{\"kind\":\"h\",\"id\":\"1\",\"revision\":\"1-w\",\"parents\":[],\"time\":5}",
    "{\"kind\":\"h\",\"id\":\"1\",\"revision\":\"1-w\",\"parents\":[],\"time\":5,\"deleted\":[]}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(JsonObject) json = parse (texts[i]);
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", texts[i]);
      g_assert_null (muster_record_new_from_json (json, &error));
      g_assert_error (error, MUSTER_STORE_ERROR, MUSTER_STORE_ERROR_INVALID);
    }
}

static void
test_revision (void)
{
  guint64 counter;
  const char *writer;

  g_assert_true (muster_record_parse_revision ("18446744073709551614-a-B_9",
                                               &counter, &writer));
  g_assert_cmpuint (counter, ==, G_MAXUINT64 - 1);
  g_assert_cmpstr (writer, ==, "a-B_9");

  g_assert_false (muster_record_parse_revision (NULL, NULL, NULL));
  g_assert_false (muster_record_parse_revision ("", NULL, NULL));
  g_assert_false (muster_record_parse_revision ("-a", NULL, NULL));
  g_assert_false (muster_record_parse_revision ("0-a", NULL, NULL));
  g_assert_false (muster_record_parse_revision ("01-a", NULL, NULL));
  g_assert_false (muster_record_parse_revision ("+1-a", NULL, NULL));
  g_assert_false (muster_record_parse_revision ("1-", NULL, NULL));
  g_assert_false (muster_record_parse_revision ("1-a.b", NULL, NULL));
  g_assert_false (muster_record_parse_revision ("99999999999999999999-a", NULL, NULL));
}

static void
test_order (void)
{
  g_autoptr(MusterRecord) nine = NULL;
  g_autoptr(MusterRecord) ten = NULL;
  g_autoptr(MusterRecord) other = NULL;

  nine = muster_record_new ("h", "1", 9, "z", NULL, 99, NULL, NULL);
  ten = muster_record_new ("h", "1", 10, "a", NULL, 0, NULL, NULL);
  other = muster_record_new ("h", "1", 10, "b", NULL, 0, NULL, NULL);

  g_assert_cmpint (muster_record_compare (ten, nine), >, 0);
  g_assert_cmpint (muster_record_compare (nine, ten), <, 0);
  g_assert_cmpint (muster_record_compare (other, ten), >, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/muster/store/record/round-trip", test_round_trip);
  g_test_add_func ("/muster/store/record/deletion", test_deletion);
  g_test_add_func ("/muster/store/record/immutable", test_immutable);
  g_test_add_func ("/muster/store/record/unknown-fields", test_unknown_fields);
  g_test_add_func ("/muster/store/record/malformed", test_malformed);
  g_test_add_func ("/muster/store/record/revision", test_revision);
  g_test_add_func ("/muster/store/record/order", test_order);

  return g_test_run ();
}
