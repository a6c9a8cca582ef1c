/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <glib/gstdio.h>

#include "muster-display-place.h"
#include "muster-vm-screen.h"
#include "ui-fixture.h"

/* Of libvirt's driver for tests, with a VM whose display takes a password. */
#define NODE "<node><domain type='test'><name>vm</name>" \
             "<uuid>6695eb01-f6a4-8304-79aa-97f2502e193f</uuid><memory>32768</memory>" \
             "<vcpu>1</vcpu><os><type arch='x86_64'>hvm</type></os><devices>" \
             "<graphics type='vnc' port='5999' listen='127.0.0.1' passwd='open'/>" \
             "</devices></domain></node>"
#define N_SEARCHES 60

static void
assert_address (const char *listen,
                const char *host,
                const char *expected)
{
  g_autofree char *address = muster_display_place_find_address (listen, host);

  g_assert_cmpstr (address, ==, expected);
}

static void
test_remote (void)
{
  assert_address ("10.0.0.5", "host1.lab", "10.0.0.5");
  assert_address ("0.0.0.0", "host1.lab", "host1.lab");
  assert_address ("::", "host1.lab", "host1.lab");
  assert_address ("127.0.0.1", "host1.lab", "host1.lab");
  assert_address ("::1", "fe80::2", "fe80::2");
  assert_address ("display.lab", "host1.lab", "display.lab");
  assert_address (NULL, "host1.lab", NULL);
  assert_address ("", "host1.lab", NULL);
}

static void
test_local (void)
{
  assert_address ("127.0.0.1", NULL, "127.0.0.1");
  assert_address ("0.0.0.0", NULL, "127.0.0.1");
  assert_address ("::", NULL, "::1");
}

static void
test_reach (void)
{
  g_assert_true (muster_display_place_is_local ("127.0.0.1", "host1.lab"));
  g_assert_true (muster_display_place_is_local ("::1", "fe80::2"));
  g_assert_true (muster_display_place_is_local ("localhost", "host1.lab"));
  g_assert_false (muster_display_place_is_local ("0.0.0.0", "host1.lab"));
  g_assert_false (muster_display_place_is_local ("10.0.0.5", "host1.lab"));
  /* A host that is reached through this computer, or is this computer. */
  g_assert_false (muster_display_place_is_local ("127.0.0.1", "localhost"));
  g_assert_false (muster_display_place_is_local ("127.0.0.1", NULL));
  g_assert_false (muster_display_place_is_local (NULL, "host1.lab"));
}

/* Each is told apart, says what is to be done, and names what it knows. */
static void
test_faults (void)
{
  g_autoptr (GHashTable) texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint kind = 0; kind < MUSTER_SCREEN_N_FAULTS; kind++)
    {
      g_autoptr (MusterScreenFault) fault =
        muster_screen_fault_new (kind, "host1.lab:5901", "for a reason");
      g_autoptr (MusterScreenFault) copy = muster_screen_fault_copy (fault);

      g_assert_cmpint (copy->kind, ==, kind);
      g_assert_cmpstr (copy->title, ==, fault->title);
      g_assert_cmpint (strlen (fault->title), >, 0);
      g_assert_null (strchr (fault->description, '{'));
      g_assert_true (g_hash_table_add (texts, g_strdup (fault->title)) ||
                     kind == MUSTER_SCREEN_FAULT_LOCAL_YET);
      if (kind >= MUSTER_SCREEN_FAULT_LOCAL && kind != MUSTER_SCREEN_FAULT_PICTURES)
        g_assert_nonnull (strstr (fault->description, "host1.lab:5901"));
      if (kind == MUSTER_SCREEN_FAULT_CERTIFICATE || kind == MUSTER_SCREEN_FAULT_OTHER)
        g_assert_nonnull (strstr (fault->description, "for a reason"));
      /* There is something to do about everything; no screenshots of none. */
      g_assert_cmpint (fault->repairs, !=, 0);
      g_assert_cmpint ((fault->repairs & MUSTER_SCREEN_REPAIR_PICTURES) != 0, ==,
                       kind != MUSTER_SCREEN_FAULT_NO_HOST &&
                       kind != MUSTER_SCREEN_FAULT_PICTURES);
    }
}

static void
settle (DexFuture *future)
{
  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
  dex_unref (future);
}

static MusterDesk *
new_desk (const char *path)
{
  g_autofree char *uri = g_strconcat ("test://", path, NULL);
  g_autoptr (GError) error = NULL;
  MusterDesk *desk = muster_desk_new_for_uris ((const char *[]) { uri, NULL }, NULL, &error);

  g_assert_no_error (error);
  settle (muster_desk_load (desk));
  settle (muster_inventory_start (muster_desk_get_inventory (desk), FALSE));
  settle (muster_inventory_settle (muster_desk_get_inventory (desk)));

  return desk;
}

/* Begins a search at each turn of the main loop, and lets go of most. */
static void
search_often (MusterVmScreen *screen)
{
  DexFuture *last = NULL;

  for (guint i = 0; i < N_SEARCHES; i++)
    {
      dex_clear (&last);
      last = console_source_resolve (CONSOLE_SOURCE (screen));
      for (guint turn = 0; turn < i % 5; turn++)
        g_main_context_iteration (NULL, TRUE);
    }
  while (dex_future_is_pending (last))
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (dex_future_is_resolved (last));
  dex_unref (last);
}

/* Who asks again before the answer is there gets the answer to the last question. */
static void
test_superseded (void)
{
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp ("muster-screen-XXXXXX.xml", &path, NULL);
  g_autoptr (MusterDesk) desk = NULL;
  g_autoptr (MusterVm) vm = NULL;
  g_autoptr (MusterVmScreen) screen = NULL;
  g_autoptr (GSettings) settings = ui_fixture_settings ();
  MusterInventory *inventory;

  g_assert_true (g_close (fd, NULL));
  g_assert_true (g_file_set_contents (path, NODE, -1, NULL));
  desk = new_desk (path);
  inventory = muster_desk_get_inventory (desk);
  vm = g_list_model_get_item (
    muster_data_center_get_vms (muster_inventory_get_data_center (inventory)), 0);
  screen = muster_vm_screen_new (desk, vm, settings);
  search_often (screen);
  g_assert_cmpstr (muster_vm_screen_get_display_type (screen), ==, "vnc");
  settle (muster_inventory_close (inventory));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_unlink (path);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  g_test_add_func ("/muster/ui/vm-screen/remote", test_remote);
  g_test_add_func ("/muster/ui/vm-screen/local", test_local);
  g_test_add_func ("/muster/ui/vm-screen/reach", test_reach);
  g_test_add_func ("/muster/ui/vm-screen/faults", test_faults);
  g_test_add_func ("/muster/ui/vm-screen/superseded", test_superseded);

  return g_test_run ();
}
