/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-vm-filter.h"
#include "ui-fixture.h"

typedef struct
{
  MusterHost *host;
  MusterVm *vm;
  MusterVmFilter *filter;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  const char * const ips[] = { "192.168.1.77", "fe80::1", NULL };

  fixture->host = muster_host_new ("id", "rack-7", "test:///");
  fixture->vm = ui_fixture_vm ("Büro-Server", fixture->host, MUSTER_VM_RUNNING);
  fixture->filter = muster_vm_filter_new ();
  muster_vm_set_ips (fixture->vm, ips);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_object_unref (fixture->host);
  g_assert_finalize_object (fixture->filter);
  g_assert_finalize_object (fixture->vm);
}

static gboolean
finds (Fixture    *fixture,
       const char *search)
{
  muster_vm_filter_set_search (fixture->filter, search);

  return gtk_filter_match (GTK_FILTER (fixture->filter), fixture->vm);
}

static void
test_fields (Fixture       *fixture,
             gconstpointer  data)
{
  g_assert_true (finds (fixture, NULL));
  g_assert_true (finds (fixture, "  "));
  g_assert_true (finds (fixture, "server"));
  g_assert_true (finds (fixture, "büro"));
  g_assert_true (finds (fixture, "BÜRO"));
  g_assert_true (finds (fixture, "1.77"));
  g_assert_true (finds (fixture, "fe80"));
  g_assert_true (finds (fixture, "RACK"));
  g_assert_true (finds (fixture, "debian"));
  g_assert_true (finds (fixture, "running"));
  g_assert_true (finds (fixture, "fixture"));
  g_assert_false (finds (fixture, "windows"));
  g_assert_false (finds (fixture, "ü-"));
}

static void
test_words (Fixture       *fixture,
            gconstpointer  data)
{
  g_assert_true (finds (fixture, "rack  server"));
  g_assert_false (finds (fixture, "rack windows"));
}

static void
test_scope (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (MusterHost) other = muster_host_new ("o", "other", "test:///");
  g_autoptr (GListStore) hosts = g_list_store_new (MUSTER_TYPE_HOST);

  muster_vm_filter_set_host (fixture->filter, other);
  g_assert_false (gtk_filter_match (GTK_FILTER (fixture->filter), fixture->vm));
  muster_vm_filter_set_host (fixture->filter, NULL);
  muster_vm_filter_set_hosts (fixture->filter, G_LIST_MODEL (hosts));
  g_assert_false (gtk_filter_match (GTK_FILTER (fixture->filter), fixture->vm));
  g_list_store_append (hosts, fixture->host);
  g_assert_true (gtk_filter_match (GTK_FILTER (fixture->filter), fixture->vm));
  muster_vm_filter_set_hosts (fixture->filter, NULL);
  g_assert_cmpint (gtk_filter_get_strictness (GTK_FILTER (fixture->filter)), ==,
                   GTK_FILTER_MATCH_ALL);
}

static void
count_cb (GtkFilter       *filter,
          GtkFilterChange  change,
          guint           *count)
{
  (*count)++;
}

/* The same words again are no change: typing a space costs nothing. */
static void
test_same_words (Fixture       *fixture,
                 gconstpointer  data)
{
  guint count = 0;

  g_signal_connect (fixture->filter, "changed", G_CALLBACK (count_cb), &count);
  muster_vm_filter_set_search (fixture->filter, "a");
  muster_vm_filter_set_search (fixture->filter, "a ");
  muster_vm_filter_set_search (fixture->filter, "A");
  g_assert_cmpuint (count, ==, 1);
  muster_vm_filter_set_search (fixture->filter, "");
  g_assert_cmpuint (count, ==, 2);
}

#define ADD(name, func) \
  g_test_add ("/muster/ui/vm-filter/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("fields", test_fields);
  ADD ("words", test_words);
  ADD ("scope", test_scope);
  ADD ("same-words", test_same_words);

  return g_test_run ();
}
