/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A host that sends what no libvirt would.  This program's own
 * virDomainGetXMLDesc() stands before libvirt's and spoils what that gives.
 */
#define _GNU_SOURCE
#include "config.h"

#include <dlfcn.h>

#include "muster-domain.h"
#include "muster-inventory.h"
#include "muster-memory-store.h"

#define TEST_VM "6695eb01-f6a4-8304-79aa-97f2502e193f"

typedef char *(*Spoil) (const char *xml);

static Spoil spoil;

char *
virDomainGetXMLDesc (virDomainPtr domain,
                     unsigned int flags)
{
  char *(*real) (virDomainPtr, unsigned int) = dlsym (RTLD_NEXT, "virDomainGetXMLDesc");
  g_autofree char *xml = real (domain, flags);

  return xml != NULL ? spoil (xml) : NULL;
}

static char *
cut_off (const char *xml)
{
  return g_strndup (xml, strlen (xml) / 2);
}

static char *
send_nothing (const char *xml)
{
  return g_strdup ("");
}

static char *
send_other_root (const char *xml)
{
  return g_strdup ("<network><name>test</name></network>");
}

static char *
send_bad_bytes (const char *xml)
{
  return g_strconcat ("<domain><name>\xff\xfe\x80</name>", strstr (xml, "<uuid>"), NULL);
}

static char *
send_entities (const char *xml)
{
  return g_strconcat ("<!DOCTYPE domain [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">"
                      "<!ENTITY x SYSTEM \"file:///etc/passwd\">]><domain><title>&b;&x;</title>",
                      strstr (xml, "<uuid>"), NULL);
}

static char *
send_depth (const char *xml)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < 100000; i++)
    g_string_append (text, "<domain>");

  return g_string_free_and_steal (text);
}

static char *
send_flood (const char *xml)
{
  g_autofree char *flood = g_strnfill (17 * 1024 * 1024, 'a');

  return g_strconcat ("<domain><title>", flood, "</title>", strstr (xml, "<uuid>"), NULL);
}

static char *
send_absurd_numbers (const char *xml)
{
  return g_strdup ("<domain><uuid>" TEST_VM "</uuid><name>test</name>"
                   "<memory unit='YiB'>99999999999999999999999</memory><vcpu>-3</vcpu>"
                   "<devices><graphics type='vnc' port='99999999999'/></devices></domain>");
}

static const struct
{
  const char *name;
  Spoil spoil;
  gboolean readable;
} cases[] =
{
  { "cut-off", cut_off, FALSE },
  { "nothing", send_nothing, FALSE },
  { "other-root", send_other_root, FALSE },
  { "bad-bytes", send_bad_bytes, FALSE },
  { "entities", send_entities, FALSE },
  { "depth", send_depth, FALSE },
  { "flood", send_flood, FALSE },
  { "absurd-numbers", send_absurd_numbers, TRUE },
};

static MusterCredentials *
no_credentials (const MusterHostEntry *entry,
                gpointer               user_data)
{
  return NULL;
}

static void
finish (DexFuture *future)
{
  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (dex_future_is_resolved (future));
  dex_unref (future);
}

static void
host_error_cb (MusterInventory *inventory,
               MusterHost      *host,
               const char      *text,
               GString         *said)
{
  g_string_append (said, text);
}

/* The VM is there with what its host said otherwise, and somebody is told. */
static void
check_vm (MusterInventory *inventory,
          const GString   *said,
          gboolean         readable)
{
  MusterDataCenter *data_center = muster_inventory_get_data_center (inventory);
  MusterHost *host = muster_data_center_find_host (data_center, "h1");
  MusterVm *vm = muster_data_center_find_vm (data_center, TEST_VM);

  g_assert_cmpint (muster_host_get_state (host), ==, MUSTER_HOST_ONLINE);
  g_assert_nonnull (vm);
  g_assert_cmpstr (muster_vm_get_name (vm), ==, "test");
  g_assert_cmpint (muster_vm_get_state (vm), ==, MUSTER_VM_RUNNING);
  g_assert_cmpint (muster_vm_get_detailed (vm), ==, readable);
  if (readable)
    g_assert_cmpstr (said->str, ==, "");
  else
    g_assert_cmpstr (said->str, ==, "The definition of 1 VM on “one” could not be read.");
}

static void
test_hostile (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr(MusterStore) store = muster_memory_store_new ();
  g_autoptr(MusterInventory) inventory =
    muster_inventory_new (store, no_credentials, NULL, NULL);
  g_autoptr(MusterHostEntry) entry =
    muster_host_entry_new ("h1", "one", "test:///default", NULL);
  g_autoptr(JsonObject) content = muster_host_entry_to_json (entry, NULL);
  g_autoptr(GString) said = g_string_new (NULL);

  spoil = cases[i].spoil;
  g_signal_connect (inventory, "host-error", G_CALLBACK (host_error_cb), said);
  finish (muster_store_put (store, MUSTER_HOST_RECORD_KIND, "h1", content, NULL));
  finish (muster_inventory_start (inventory, FALSE));
  finish (muster_inventory_settle (inventory));
  check_vm (inventory, said, cases[i].readable);
  finish (muster_inventory_close (inventory));
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path =
        g_strconcat ("/muster/inventory/hostile-host/", cases[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_hostile);
    }
  return g_test_run ();
}
