/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "muster-vm-copies.h"
#include "muster-vm-home.h"

#define A "11111111-2222-3333-4444-555555555555"
#define B "22222222-2222-3333-4444-555555555555"

static GPtrArray *
new_copies (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) muster_vm_copy_free);
}

static JsonObject *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = json_from_string (text, &error);

  g_assert_no_error (error);

  return json_node_dup_object (node);
}

static void
test_round_trip (void)
{
  g_autoptr (GPtrArray) copies = new_copies ();
  g_autoptr (GPtrArray) turned = new_copies ();
  g_autoptr (GPtrArray) again = NULL;
  g_autoptr (JsonObject) content = NULL;
  g_autoptr (JsonObject) same = NULL;
  g_autoptr (GError) error = NULL;
  const MusterVmCopy *first;

  g_ptr_array_add (copies, muster_vm_copy_new (B, "b", FALSE, "<domain/>"));
  g_ptr_array_add (copies, muster_vm_copy_new (A, "a ü \"<", TRUE, "<domain>ü</domain>"));
  g_ptr_array_add (turned, muster_vm_copy_new (A, "a ü \"<", TRUE, "<domain>ü</domain>"));
  g_ptr_array_add (turned, muster_vm_copy_new (B, "b", FALSE, "<domain/>"));
  content = muster_vm_copies_to_json ("host1", copies);
  same = muster_vm_copies_to_json ("another name", turned);
  g_assert_true (muster_vm_copies_equal (content, same));
  g_assert_false (muster_vm_copies_equal (content, NULL));

  again = muster_vm_copies_from_json (content, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (again->len, ==, 2);
  first = again->pdata[0];
  g_assert_cmpstr (first->uuid, ==, A);
  g_assert_cmpstr (first->name, ==, "a ü \"<");
  g_assert_true (first->autostart);
  g_assert_cmpstr (first->xml, ==, "<domain>ü</domain>");
}

static void
test_none (void)
{
  g_autoptr (GPtrArray) copies = new_copies ();
  g_autoptr (JsonObject) content = muster_vm_copies_to_json ("host1", copies);
  g_autoptr (GPtrArray) again = muster_vm_copies_from_json (content, NULL);

  g_assert_cmpuint (again->len, ==, 0);
}

static char *
pack (const char *text)
{
  g_autoptr (GZlibCompressor) packer =
    g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9);
  gsize room = strlen (text) / 100 + 1024, n_read = 0, n_written = 0;
  g_autofree guchar *output = g_malloc (room);

  g_assert_cmpint (g_converter_convert (G_CONVERTER (packer), text, strlen (text), output, room,
                                        G_CONVERTER_INPUT_AT_END, &n_read, &n_written, NULL),
                   ==, G_CONVERTER_FINISHED);

  return g_base64_encode (output, n_written);
}

static void
assert_unreadable (JsonObject *content)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (muster_vm_copies_from_json (content, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
}

static void
assert_unpacks_to_nothing (const char *text)
{
  g_autoptr (JsonObject) content = json_object_new ();
  g_autofree char *packed = pack (text);

  json_object_set_string_member (content, "vms", packed);
  assert_unreadable (content);
}

/* Any host can write anything. */
static void
test_hostile (void)
{
  static const char * const contents[] = {
    "{}", "{\"vms\": 3}", "{\"vms\": []}", "{\"vms\": \"\"}", "{\"vms\": \"%%%\"}",
    "{\"vms\": \"aGVsbG8=\"}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (contents); i++)
    {
      g_autoptr (JsonObject) content = parse (contents[i]);

      assert_unreadable (content);
    }
  assert_unpacks_to_nothing ("[{}]");
  assert_unpacks_to_nothing ("{}");
  assert_unpacks_to_nothing ("[1]");
  assert_unpacks_to_nothing ("[{\"uuid\": \"../x\", \"name\": \"a\", \"xml\": \"\"}]");
  assert_unpacks_to_nothing ("[{\"uuid\": \"" A "\", \"name\": \"\", \"xml\": \"\"}]");
  assert_unpacks_to_nothing ("[{\"uuid\": \"" A "\", \"name\": \"a\", \"xml\": 7}]");
}

/* A hundred kilobytes that would be a hundred megabytes. */
static void
test_bomb (void)
{
  g_autofree char *spaces = g_strnfill (100 * 1024 * 1024, ' ');

  assert_unpacks_to_nothing (spaces);
}

static void
test_active (void)
{
  g_autoptr (GPtrArray) uuids = g_ptr_array_new ();
  g_autoptr (JsonObject) content = NULL;
  g_autoptr (JsonObject) odd = parse ("{\"vms\": [1, null, \"" B "\", {}]}");
  g_autoptr (GHashTable) set = NULL;
  g_autoptr (GHashTable) none = muster_active_vms_from_json (NULL);
  g_autoptr (GHashTable) one = muster_active_vms_from_json (odd);

  g_ptr_array_add (uuids, (gpointer) A);
  content = muster_active_vms_to_json ("host1", uuids);
  set = muster_active_vms_from_json (content);
  g_assert_cmpuint (g_hash_table_size (set), ==, 1);
  g_assert_true (g_hash_table_contains (set, A));
  g_assert_cmpuint (g_hash_table_size (none), ==, 0);
  g_assert_cmpuint (g_hash_table_size (one), ==, 1);
  g_assert_true (muster_vm_copies_equal (content, content));
  g_assert_false (muster_vm_copies_equal (content, odd));
}

static MusterVmHome *
read_home (const char *text)
{
  g_autoptr (JsonObject) content = parse (text);
  g_autoptr (GError) error = NULL;
  g_autoptr (MusterRecord) record =
    muster_record_new (MUSTER_HOME_RECORD_KIND, A, 1, "w", NULL, 0, content, &error);

  g_assert_no_error (error);

  return muster_vm_home_new_from_record (record);
}

static void
test_home (void)
{
  g_autoptr (MusterVmHome) home =
    read_home ("{\"mark\": \"m\", \"host\": \"" B "\", \"host-name\": \"two\\nlines\"}");
  g_autoptr (JsonObject) content = NULL;

  g_assert_cmpstr (home->vm, ==, A);
  g_assert_cmpstr (home->mark, ==, "m");
  g_assert_null (strchr (home->host_name, '\n'));
  content = muster_vm_home_to_json (home, "web");
  g_assert_cmpstr (json_object_get_string_member (content, "host"), ==, B);
  g_assert_null (read_home ("{}"));
  g_assert_null (read_home ("{\"mark\": \"\", \"host\": \"x\"}"));
  g_assert_null (read_home ("{\"mark\": 1, \"host\": \"x\"}"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/muster/inventory/vm-copies/round-trip", test_round_trip);
  g_test_add_func ("/muster/inventory/vm-copies/none", test_none);
  g_test_add_func ("/muster/inventory/vm-copies/hostile", test_hostile);
  g_test_add_func ("/muster/inventory/vm-copies/bomb", test_bomb);
  g_test_add_func ("/muster/inventory/vm-copies/active", test_active);
  g_test_add_func ("/muster/inventory/vm-copies/home", test_home);

  return g_test_run ();
}
