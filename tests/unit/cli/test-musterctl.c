/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>

#include "test-musterctl-drivers.h"

static const char *musterctl;
static char *folder;

typedef struct
{
  int code;
  char *output;
  char *errors;
} Result;

static void
result_free (Result *result)
{
  g_free (result->output);
  g_free (result->errors);
  g_free (result);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Result, result_free)

/* Runs it as a user of its own, without a Secret Service. */
static Result *
run (const char *first,
     ...)
{
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  g_auto (GStrv) environment = g_get_environ ();
  g_autoptr (GError) error = NULL;
  Result *result = g_new0 (Result, 1);
  int status;
  va_list args;

  g_ptr_array_add (arguments, (char *) musterctl);
  va_start (args, first);
  for (const char *word = first; word != NULL; word = va_arg (args, const char *))
    g_ptr_array_add (arguments, (char *) word);
  va_end (args);
  g_ptr_array_add (arguments, NULL);

  environment = g_environ_setenv (environment, "XDG_DATA_HOME", folder, TRUE);
  environment = g_environ_setenv (environment, "DBUS_SESSION_BUS_ADDRESS",
                                  "unix:path=/nonexistent", TRUE);
  g_assert_true (g_spawn_sync (NULL, (char **) arguments->pdata, environment,
                               G_SPAWN_DEFAULT, NULL, NULL, &result->output,
                               &result->errors, &status, &error));
  g_assert_true (g_spawn_check_wait_status (status, &error) ||
                 error->domain == G_SPAWN_EXIT_ERROR);
  result->code = error != NULL ? error->code : 0;
  g_test_message ("%s -> %d\n%s%s", first, result->code, result->output, result->errors);

  return result;
}

static JsonNode *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = json_from_string (text, &error);

  g_assert_no_error (error);

  return node;
}

static void
test_list (void)
{
  g_autoptr (Result) result = run ("--host", "test:///default", "vm", "list", "--json", NULL);
  g_autoptr (JsonNode) node = parse (result->output);
  JsonArray *array = json_node_get_array (node);
  static const char *members[] = { "name", "uuid", "host", "host_uri", "state",
                                   "vcpus", "memory_kib", "ips", "running_twice",
                                   "taken_over_by" };
  JsonObject *vm;

  g_assert_cmpint (result->code, ==, 0);
  g_assert_null (strstr (result->errors, "musterctl:"));
  g_assert_cmpuint (json_array_get_length (array), ==, 1);
  vm = json_array_get_object_element (array, 0);
  g_assert_cmpuint (json_object_get_size (vm), ==, G_N_ELEMENTS (members));
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    g_assert_true (json_object_has_member (vm, members[i]));
  g_assert_cmpstr (json_object_get_string_member (vm, "state"), ==, "running");
  g_assert_cmpint (json_object_get_int_member (vm, "memory_kib"), ==, 8388608);
}

/* The name of a VM cannot steer the terminal, and JSON has it as it is. */
static void
test_odd_names (void)
{
  g_autofree char *file = g_build_filename (folder, "odd.xml", NULL);
  g_autofree char *uri = g_strconcat ("test://", file, NULL);
  g_autoptr (Result) table = NULL;
  g_autoptr (Result) json = NULL;
  g_autoptr (Result) pause = NULL;
  g_autoptr (JsonNode) node = NULL;
  JsonObject *vm;

  g_assert_true (g_file_set_contents (file, ODD_DRIVER, -1, NULL));
  table = run ("--host", uri, "vm", "list", NULL);
  g_assert_cmpint (table->code, ==, 0);
  g_assert_null (strchr (table->output, '\033'));
  g_assert_null (strstr (table->output, "\xc2\x9b"));
  g_assert_nonnull (strstr (table->output, "\\x9b"));

  json = run ("--host", uri, "vm", "list", "--json", NULL);
  node = parse (json->output);
  vm = json_array_get_object_element (json_node_get_array (node), 0);
  g_assert_cmpstr (json_object_get_string_member (vm, "name"), ==, ODD_NAME);

  pause = run ("--host", uri, "vm", "pause", ODD_NAME, NULL);
  g_assert_cmpint (pause->code, ==, 0);
}

static void
test_codes (void)
{
  static const struct { int code; const char *words[5]; } cases[] =
  {
    { 0, { "vm", "list" } },
    { 0, { "vm", "show", "test" } },
    { 0, { "vm", "show", "This computer/test" } },
    { 0, { "host", "test" } },
    { 0, { "host", "show", "This computer" } },
    { 0, { "vm", "pause", "test" } },
    { 0, { "vm", "off", "6695eb01-f6a4-8304-79aa-97f2502e193f" } },
    { 0, { "dc", "show" } },
    { 0, { "cluster", "list" } },
    { 0, { "cluster", "show", "default" } },
    { 0, { "conflict", "list" } },
    { 0, { "host", "move", "This computer", "default" } },
    { 1, { "cluster", "create", "Edge" } },
    { 1, { "vm", "screenshot", "test", "/nonexistent/picture.png" } },
    { 2, { "vm", "frobnicate" } },
    { 2, { "vm", "list", "more" } },
    { 2, { "vm", "start" } },
    { 2, { "vm", "list", "--to", "x" } },
    { 2, { "vm", "list", "--bad" } },
    { 2, { "vm", "send-key", "test", "hyper" } },
    { 2, { "vm", "migrate", "test" } },
    { 2, { "host", "add", "x" } },
    { 2, { "host", "move", "This computer" } },
    { 2, { "dc", "edit" } },
    { 2, { "dc", "open", "This computer" } },
    { 2, { "cluster", "edit", "default" } },
    { 2, { "cluster", "create" } },
    { 2, { "conflict", "resolve" } },
    { 3, { "host", "move", "nowhere", "default" } },
    { 3, { "host", "move", "This computer", "nowhere" } },
    { 3, { "cluster", "show", "nowhere" } },
    { 3, { "cluster", "delete", "nowhere" } },
    { 3, { "conflict", "resolve", "1-nobody" } },
    { 3, { "vm", "show", "nothing" } },
    { 3, { "vm", "start", "test", "nothing" } },
    { 3, { "vm", "migrate", "test", "nowhere" } },
    { 5, { "cluster", "create", " " } },
    { 5, { "cluster", "create", "Default" } },
    { 5, { "cluster", "delete", "default" } },
    { 5, { "dc", "rename", "" } },
    { 5, { "vm", "start", "test" } },
    { 5, { "vm", "discard", "test" } },
    { 5, { "vm", "migrate", "test", "This computer" } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char * const *words = cases[i].words;
      g_autoptr (Result) result = run ("--host", "test:///default", words[0], words[1],
                                       words[2], words[2] ? words[3] : NULL, NULL);

      g_assert_cmpint (result->code, ==, cases[i].code);
      if (result->code > 1)
        g_assert_nonnull (strstr (result->errors, "musterctl: "));
    }
}

/* Before its hosts keep anything. */
static void
test_data_center (void)
{
  g_autoptr (Result) result = run ("--host", "test:///default", "dc", "show", "--json", NULL);
  g_autoptr (Result) table = run ("--host", "test:///default", "dc", "show", NULL);
  g_autoptr (Result) words = run ("--host", "test:///default", "complete", "words", "clusters",
                                  NULL);
  g_autoptr (Result) stay = run ("--host", "test:///default", "host", "move",
                                 "This computer", "default", NULL);
  g_autoptr (JsonNode) node = parse (result->output);
  JsonObject *object = json_node_get_object (node);
  JsonArray *clusters = json_object_get_array_member (object, "clusters");
  JsonObject *cluster = json_array_get_object_element (clusters, 0);
  JsonArray *hosts = json_object_get_array_member (cluster, "hosts");
  JsonObject *host = json_array_get_object_element (hosts, 0);

  g_assert_true (json_object_get_null_member (object, "id"));
  g_assert_true (json_object_get_null_member (object, "description"));
  g_assert_cmpint (json_object_get_int_member (object, "copies"), ==, 0);
  g_assert_cmpint (json_object_get_int_member (object, "copies_wanted"), ==, 1);
  g_assert_cmpuint (json_array_get_length (clusters), ==, 1);
  g_assert_cmpstr (json_object_get_string_member (cluster, "id"), ==, "default");
  g_assert_cmpstr (json_object_get_string_member (host, "name"), ==, "This computer");
  g_assert_cmpstr (json_object_get_string_member (host, "state"), ==, "online");
  g_assert_nonnull (strstr (table->output, "on no host yet"));
  g_assert_cmpstr (words->output, ==, "Default\n");
  g_assert_cmpint (stay->code, ==, 0);
  g_assert_null (strstr (stay->errors, "musterctl:"));
}

/* Who answers keeps all of it; when nobody does, nothing is known. */
static void
test_data_center_silent (void)
{
  g_autoptr (Result) one = run ("--host", "test:///default",
                                "--host", "qemu+tls://127.0.0.1:1/system",
                                "cluster", "list", NULL);
  g_autoptr (Result) none = run ("--host", "qemu+tls://127.0.0.1:1/system",
                                 "dc", "show", "--json", NULL);

  g_assert_cmpint (one->code, ==, 0);
  g_assert_nonnull (strstr (one->errors, "127.0.0.1"));
  g_assert_cmpint (none->code, ==, 4);
  g_assert_cmpstr (none->output, ==, "");
}

static void
test_silent (void)
{
  g_autoptr (Result) result = run ("--host", "test:///default",
                                   "--host", "qemu+tls://127.0.0.1:1/system",
                                   "vm", "list", "--json", NULL);
  g_autoptr (JsonNode) node = parse (result->output);

  g_assert_cmpint (result->code, ==, 4);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (node)), ==, 1);
  g_assert_nonnull (strstr (result->errors, "127.0.0.1"));
}

/* Two entries of one host: each VM once, and a word about it. */
static void
test_double (void)
{
  g_autoptr (Result) result = run ("--host", "test:///default", "--host", "test:///default",
                                   "vm", "list", "--json", NULL);
  g_autoptr (JsonNode) node = parse (result->output);

  g_assert_cmpuint (json_array_get_length (json_node_get_array (node)), ==, 1);
}

static void
test_configured (void)
{
  g_autoptr (Result) add = run ("host", "add", "test:///default", "--name", "mine", NULL);
  g_autoptr (Result) again = run ("host", "add", "test:///default", NULL);
  g_autoptr (Result) bad = run ("host", "add", "127.0.0.1:1", NULL);
  g_autoptr (Result) list = run ("vm", "list", NULL);
  g_autoptr (Result) rename = run ("host", "edit", "mine", "--name", "yours", NULL);
  g_autoptr (Result) words = run ("complete", "words", "hosts", NULL);
  g_autoptr (Result) gone = run ("host", "remove", "yours", NULL);
  g_autoptr (Result) empty = run ("host", "list", "--json", NULL);

  g_assert_cmpint (add->code, ==, 0);
  g_assert_cmpint (again->code, ==, 5);
  g_assert_cmpint (bad->code, ==, 4);
  g_assert_nonnull (strstr (list->output, "test  mine"));
  g_assert_cmpint (rename->code, ==, 0);
  g_assert_cmpstr (words->output, ==, "yours\n");
  g_assert_cmpint (gone->code, ==, 0);
  g_assert_cmpstr (empty->output, ==, "[]\n");
}

/* Each is examined; those that can be used now are added, the others with --anyway. */
static void
test_several (void)
{
  g_autoptr (Result) mixed = run ("host", "add", "--json", "test:///default?a", "127.0.0.1:1",
                                  "test:///default?b", NULL);
  g_autoptr (Result) names = run ("host", "add", "x", "y", "--name", "z", NULL);
  g_autoptr (Result) anyway = run ("host", "add", "127.0.0.1:1", "--anyway", NULL);
  g_autoptr (Result) forget = run ("host", "forget-login", "nobody", NULL);
  g_autoptr (Result) words = run ("complete", "words", "hosts", NULL);
  g_auto (GStrv) hosts = g_strsplit (g_strchomp (words->output), "\n", -1);
  g_autoptr (Result) gone = NULL;
  g_autoptr (JsonNode) node = json_from_string (mixed->output, NULL);
  JsonArray *array = json_node_get_array (node);
  JsonObject *first = json_array_get_object_element (array, 0);
  JsonObject *closed = json_array_get_object_element (array, 1);
  JsonObject *finding;

  g_assert_cmpint (mixed->code, !=, 0);
  g_assert_cmpuint (json_array_get_length (array), ==, 3);
  g_assert_true (json_object_get_boolean_member (first, "added"));
  g_assert_cmpstr (json_object_get_string_member (first, "state"), ==, "online");
  g_assert_false (json_object_get_boolean_member (closed, "added"));
  finding = json_array_get_object_element (json_object_get_array_member (closed, "findings"), 0);
  g_assert_cmpstr (json_object_get_string_member (finding, "id"), ==, "port-closed");
  g_assert_cmpint (names->code, ==, 2);
  g_assert_cmpint (anyway->code, ==, 0);
  g_assert_cmpint (forget->code, ==, 3);

  for (guint i = 0; hosts[i] != NULL; i++)
    {
      g_autoptr (Result) removed = run ("host", "remove", hosts[i], NULL);

      g_assert_cmpint (removed->code, ==, 0);
    }
  gone = run ("host", "list", "--json", NULL);
  g_assert_cmpstr (gone->output, ==, "[]\n");
}

static void
test_no_keyring (void)
{
  g_autoptr (Result) result = run ("identity", "list", NULL);

  g_assert_cmpint (result->code, ==, 1);
  g_assert_nonnull (strstr (result->errors, "Secret Service"));
}

static void
test_help (void)
{
  g_autoptr (Result) all = run ("--help", NULL);
  g_autoptr (Result) one = run ("vm", "migrate", "--help", NULL);
  g_autoptr (Result) version = run ("--version", NULL);

  g_assert_cmpint (all->code, ==, 0);
  g_assert_nonnull (strstr (all->output, "vm migrate"));
  g_assert_cmpint (one->code, ==, 0);
  g_assert_nonnull (strstr (one->output, "--to"));
  g_assert_cmpstr (version->output, ==, "musterctl " PACKAGE_VERSION "\n");
}

static void
remove_folder (void)
{
  g_autofree char *quoted = g_shell_quote (folder);
  g_autofree char *command = g_strconcat ("rm -r ", quoted, NULL);

  g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL);
  g_free (folder);
}

/* Each before a host is asked, but the last two. */
static void
test_console (void)
{
  static const struct
  {
    const char *options[5];
    int code;
    const char *said;
  } cases[] = {
    { { "--serial", "--type", "x" }, 2, "--serial goes with neither" },
    { { "--device", "serial1" }, 2, "go with --serial" },
    { { "--force" }, 2, "--force goes with" },
    { { "--layout", "us" }, 2, "--layout goes with --type" },
    { { "--serial", "--escape", "^" }, 2, "no key to leave with" },
    { { "--type", "a€b", "--layout", "us" }, 2, "has no keys for: €" },
    { { "--type", "a", "--layout", "zz" }, 2, "no keyboard layout “zz”" },
    { { "--screenshot", "a.xyz" }, 2, "does not end like a picture" },
    { { "--vv", "-" }, 5, "It has no screen" },
    { { "--serial" }, 1, "could not be opened" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char * const *o = cases[i].options;
      g_autoptr (Result) result = run ("--host", "test:///default", "vm", "console", "test",
                                       o[0], o[1], o[2], o[3], NULL);

      g_assert_cmpint (result->code, ==, cases[i].code);
      g_assert_nonnull (strstr (result->errors, cases[i].said));
      g_assert_cmpstr (result->output, ==, "");
    }
}

int
main (int    argc,
      char **argv)
{
  int code;

  g_test_init (&argc, &argv, NULL);
  musterctl = argv[1];
  folder = g_dir_make_tmp ("muster-test-XXXXXX", NULL);

  g_test_add_func ("/muster/cli/musterctl/list", test_list);
  g_test_add_func ("/muster/cli/musterctl/console", test_console);
  g_test_add_func ("/muster/cli/musterctl/odd-names", test_odd_names);
  g_test_add_func ("/muster/cli/musterctl/codes", test_codes);
  g_test_add_func ("/muster/cli/musterctl/silent", test_silent);
  g_test_add_func ("/muster/cli/musterctl/data-center", test_data_center);
  g_test_add_func ("/muster/cli/musterctl/data-center/silent", test_data_center_silent);
  g_test_add_func ("/muster/cli/musterctl/double", test_double);
  g_test_add_func ("/muster/cli/musterctl/configured", test_configured);
  g_test_add_func ("/muster/cli/musterctl/several", test_several);
  g_test_add_func ("/muster/cli/musterctl/no-keyring", test_no_keyring);
  g_test_add_func ("/muster/cli/musterctl/help", test_help);

  code = g_test_run ();
  remove_folder ();

  return code;
}
