/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>

#include "virt-fixture.h"

#define NOBODY "00000000-1111-2222-3333-444444444444"
#define ODD_NAME "ä 'quoted\" <&> ; $(x) %s \xf0\x9f\x90\xa7"

/* A host of its own, with as many domains as asked for. */
static MusterConnection *
open_host (guint n_domains)
{
  g_autoptr(GString) xml = g_string_new ("<node><cpu><mhz>1000</mhz><model>m</model>"
                                         "<active>4</active></cpu><memory>4000000</memory>");
  g_autofree char *file = NULL;
  g_autofree char *uri = NULL;
  MusterConnection *connection;
  int fd = g_file_open_tmp ("muster-XXXXXX.xml", &file, NULL);

  for (guint i = 0; i < n_domains; i++)
    g_string_append_printf (xml, "<domain type='test'><name>vm-%u</name><memory>1024</memory>"
                            "<uuid>10000000-0000-0000-0000-%012u</uuid>"
                            "<os><type>hvm</type></os></domain>", i, i);
  g_string_append (xml, "</node>");
  g_assert_true (g_file_set_contents (file, xml->str, -1, NULL));

  uri = g_strconcat ("test://", file, NULL);
  connection = open_connection (uri);
  g_close (fd, NULL);
  g_unlink (file);

  return connection;
}

static DexFuture *
define_cb (virConnectPtr connect,
           gpointer      data)
{
  virDomainPtr domain = virDomainDefineXML (connect, data);

  if (domain == NULL)
    return muster_virt_error_future ();

  virDomainFree (domain);
  return dex_future_new_true ();
}

static DexFuture *
define (MusterConnection *connection,
        const char       *name,
        const char       *uuid)
{
  char *xml = g_markup_printf_escaped ("<domain type='test'><name>%s</name><uuid>%s</uuid>"
                                       "<memory>1024</memory><os><type>hvm</type></os></domain>",
                                       name, uuid);

  return muster_connection_call (connection, define_cb, xml, g_free);
}

static int
get_state (MusterConnection *connection,
           const char       *uuid)
{
  g_autoptr(GPtrArray) list = wait_boxed (muster_domain_look_up (connection, uuid));
  MusterDomainInfo *info = list->pdata[0];

  g_assert_cmpuint (list->len, ==, 1);
  g_assert_cmpstr (info->uuid, ==, uuid);
  return info->state;
}

static void
test_list (void)
{
  g_autoptr(MusterConnection) connection = open_connection ("test:///default");
  g_autoptr(GPtrArray) list = wait_boxed (muster_domain_list (connection));
  MusterDomainInfo *info = list->pdata[0];
  g_autofree char *xml = NULL;

  g_assert_cmpuint (list->len, ==, 1);
  g_assert_cmpstr (info->name, ==, "test");
  g_assert_cmpint (info->state, ==, VIR_DOMAIN_RUNNING);
  g_assert_true (info->persistent);
  g_assert_false (info->saved);
  g_assert_false (info->autostart);

  xml = wait_string (muster_domain_get_xml (connection, info->uuid, 0));
  g_assert_nonnull (strstr (xml, info->uuid));
}

static void
test_lifecycle (void)
{
  g_autoptr(MusterConnection) connection = open_host (2);
  const char *uuid = "10000000-0000-0000-0000-000000000001";
  g_autoptr(GPtrArray) list = NULL;

  g_assert_cmpint (get_state (connection, uuid), ==, VIR_DOMAIN_RUNNING);
  wait_ok (muster_domain_pause (connection, uuid));
  g_assert_cmpint (get_state (connection, uuid), ==, VIR_DOMAIN_PAUSED);
  wait_ok (muster_domain_resume (connection, uuid));
  g_assert_cmpint (get_state (connection, uuid), ==, VIR_DOMAIN_RUNNING);
  wait_ok (muster_domain_reboot (connection, uuid));
  wait_ok (muster_domain_save (connection, uuid));
  g_assert_cmpint (get_state (connection, uuid), ==, VIR_DOMAIN_SHUTOFF);

  list = wait_boxed (muster_domain_list (connection));
  for (guint i = 0; i < list->len; i++)
    {
      MusterDomainInfo *info = list->pdata[i];

      g_assert_true (info->saved == g_str_equal (info->uuid, uuid));
    }

  wait_ok (muster_domain_discard_saved (connection, uuid));
  wait_ok (muster_domain_start (connection, uuid));
  g_assert_cmpint (get_state (connection, uuid), ==, VIR_DOMAIN_RUNNING);
  wait_ok (muster_domain_force_off (connection, uuid));
  wait_fails (muster_domain_force_off (connection, uuid), MUSTER_VIRT_ERROR_REFUSED);
  wait_fails (muster_domain_pause (connection, uuid), MUSTER_VIRT_ERROR_REFUSED);
  wait_ok (muster_domain_start (connection, uuid));
  wait_ok (muster_domain_shutdown (connection, uuid));
  g_assert_cmpint (get_state (connection, uuid), ==, VIR_DOMAIN_SHUTOFF);
}

static void
test_errors (void)
{
  g_autoptr(MusterConnection) connection = open_host (1);
  const char *uuid = "10000000-0000-0000-0000-000000000000";
  const guint codes[VIR_DOMAIN_SEND_KEY_MAX_KEYS + 1] = { 28 };

  wait_fails (muster_domain_start (connection, NOBODY), MUSTER_VIRT_ERROR_GONE);
  wait_fails (muster_domain_get_xml (connection, NOBODY, 0), MUSTER_VIRT_ERROR_GONE);
  wait_fails (muster_domain_look_up (connection, NOBODY), MUSTER_VIRT_ERROR_GONE);
  wait_fails (muster_domain_list_agent_addresses (connection, NOBODY), MUSTER_VIRT_ERROR_GONE);
  wait_fails (muster_domain_start (connection, "no uuid"), MUSTER_VIRT_ERROR_INVALID);
  wait_fails (muster_domain_migrate (connection, uuid, "test:///other",
                                     VIR_MIGRATE_LIVE | VIR_MIGRATE_PEER2PEER),
              MUSTER_VIRT_ERROR_UNSUPPORTED);
  wait_fails (muster_domain_abort_job (connection, uuid), MUSTER_VIRT_ERROR_UNSUPPORTED);
  wait_fails (muster_domain_job_progress (connection, uuid), MUSTER_VIRT_ERROR_UNSUPPORTED);
  wait_fails (muster_domain_send_keys (connection, uuid, codes, G_N_ELEMENTS (codes), 10),
              MUSTER_VIRT_ERROR_INVALID);
  wait_fails (define (connection, "vm-0", NOBODY), MUSTER_VIRT_ERROR_CONFLICT);
}

static void
test_send_keys (void)
{
  g_autoptr(MusterConnection) connection = open_host (1);
  const guint codes[] = { 29, 56, 111 };

  wait_ok (muster_domain_send_keys (connection, "10000000-0000-0000-0000-000000000000",
                                    codes, G_N_ELEMENTS (codes), 10));
}

static void
test_odd_name (void)
{
  g_autoptr(MusterConnection) connection = open_host (0);
  g_autoptr(GPtrArray) list = NULL;
  MusterDomainInfo *info;

  wait_ok (define (connection, ODD_NAME, NOBODY));
  list = wait_boxed (muster_domain_list (connection));
  info = list->pdata[0];
  g_assert_cmpstr (info->name, ==, ODD_NAME);
  g_assert_cmpint (info->state, ==, VIR_DOMAIN_SHUTOFF);
  wait_ok (muster_domain_start (connection, info->uuid));
}

static void
test_stats (void)
{
  g_autoptr(MusterConnection) connection = open_host (3);
  g_autoptr(GPtrArray) list = wait_boxed (muster_domain_list_stats (connection));

  g_assert_cmpuint (list->len, ==, 3);
  for (guint i = 0; i < list->len; i++)
    {
      MusterDomainStats *stats = list->pdata[i];

      g_assert_cmpstr (stats->uuid, !=, NULL);
      g_assert_cmpint (stats->state, ==, VIR_DOMAIN_RUNNING);
      g_assert_cmpint (stats->memory_unused_kib, >=, -1);
    }
}

static void
test_all_xml (void)
{
  g_autoptr(MusterConnection) connection = open_host (200);
  g_autoptr(MusterDomainListing) listing = NULL;
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  listing = wait_boxed (muster_domain_list_with_xml (connection, FALSE, 0));
  g_assert_cmpuint (listing->infos->len, ==, 200);
  g_assert_cmpuint (listing->chunks->len, >, 1);

  for (guint i = 0; i < listing->chunks->len; i++)
    {
      g_autoptr(GPtrArray) texts = wait_boxed (dex_ref (listing->chunks->pdata[i]));

      for (guint j = 0; j < texts->len; j++)
        {
          MusterDomainText *text = texts->pdata[j];

          g_assert_nonnull (strstr (text->xml, text->uuid));
          g_assert_true (g_hash_table_add (seen, g_strdup (text->uuid)));
        }
    }
  g_assert_cmpuint (g_hash_table_size (seen), ==, 200);
}

static void
test_all_xml_dropped (void)
{
  MusterConnection *connection = open_host (300);

  for (guint i = 0; i < 20; i++)
    dex_unref (muster_domain_list_with_xml (connection, FALSE, 0));
  spin (20);
  dex_unref (muster_domain_list_with_xml (connection, FALSE, 0));
  wait_ok (muster_connection_close (connection));
  assert_freed (connection);
  spin (200);
}

static void
event_cb (MusterConnection      *connection,
          const MusterVirtEvent *event,
          GArray                *codes)
{
  if (event->kind != MUSTER_VIRT_EVENT_DOMAIN_STATE)
    return;

  g_assert_cmpstr (event->uuid, ==, "10000000-0000-0000-0000-000000000000");
  g_assert_cmpstr (event->name, ==, "vm-0");
  g_array_append_val (codes, event->code);
}

static void
test_events (void)
{
  g_autoptr(MusterConnection) connection = open_host (1);
  g_autoptr(GArray) codes = g_array_new (FALSE, FALSE, sizeof (int));
  const char *uuid = "10000000-0000-0000-0000-000000000000";
  const int expected[] = {
    VIR_DOMAIN_EVENT_SUSPENDED, VIR_DOMAIN_EVENT_RESUMED,
    VIR_DOMAIN_EVENT_STOPPED, VIR_DOMAIN_EVENT_STARTED,
  };

  g_signal_connect (connection, "event", G_CALLBACK (event_cb), codes);
  wait_ok (muster_domain_pause (connection, uuid));
  wait_ok (muster_domain_resume (connection, uuid));
  wait_ok (muster_domain_force_off (connection, uuid));
  wait_ok (muster_domain_start (connection, uuid));
  for (guint i = 0; i < 500 && codes->len < G_N_ELEMENTS (expected); i++)
    spin (2);

  g_assert_cmpmem (codes->data, codes->len * sizeof (int), expected, sizeof expected);

  /* Nothing is told of a host that was closed. */
  g_array_set_size (codes, 0);
  dex_unref (muster_domain_pause (connection, uuid));
  wait_ok (muster_connection_close (connection));
  spin (50);
  g_assert_cmpuint (codes->len, ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/muster/virt/domain/list", test_list);
  g_test_add_func ("/muster/virt/domain/lifecycle", test_lifecycle);
  g_test_add_func ("/muster/virt/domain/errors", test_errors);
  g_test_add_func ("/muster/virt/domain/send-keys", test_send_keys);
  g_test_add_func ("/muster/virt/domain/odd-name", test_odd_name);
  g_test_add_func ("/muster/virt/domain/stats", test_stats);
  g_test_add_func ("/muster/virt/domain/all-xml", test_all_xml);
  g_test_add_func ("/muster/virt/domain/all-xml-dropped", test_all_xml_dropped);
  g_test_add_func ("/muster/virt/domain/events", test_events);

  return g_test_run ();
}
