/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Screens of real VMs and their passwords.  Runs at the lab's desk;
 * test-display.sh makes the lab. */
#include "config.h"

#include "console.h"
#include "muster-desk.h"
#include "muster-display-password.h"
#include "muster-domain.h"
#include "muster-vm-actions.h"
#include "muster-vm-display.h"

#define UUID "5d5d5d5d-0000-4000-8000-00000000000a"

/* So short that a password of one test is none of the next. */
#define SECONDS 4

static MusterDesk *desk;
static char *ca;

typedef void (*Scene) (void);

static DexFuture *
scene_fiber (gpointer data)
{
  ((Scene) data) ();

  return dex_future_new_true ();
}

static void
play (gconstpointer data)
{
  g_autoptr (DexFuture) future = dex_scheduler_spawn (NULL, 0, scene_fiber, (gpointer) data,
                                                      NULL);

  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
}

static void
must (DexFuture *future)
{
  g_autoptr (GError) error = NULL;

  dex_await (future, &error);
  g_assert_no_error (error);
}

static MusterHost *
get_host (void)
{
  GListModel *hosts =
    muster_data_center_get_hosts (muster_inventory_get_data_center (muster_desk_get_inventory (desk)));
  g_autoptr (MusterHost) host = g_list_model_get_item (hosts, 0);

  return host;
}

static MusterConnection *
get_connection (void)
{
  return muster_inventory_get_connection (muster_desk_get_inventory (desk), get_host ());
}

static void
pause_ms (guint ms)
{
  dex_await (dex_timeout_new_msec (ms), NULL);
}

static MusterVm *
await_vm (MusterVmState state)
{
  GListModel *vms =
    muster_data_center_get_vms (muster_inventory_get_data_center (muster_desk_get_inventory (desk)));

  for (guint tries = 0; tries < 200; tries++)
    {
      for (guint i = 0; i < g_list_model_get_n_items (vms); i++)
        {
          g_autoptr (MusterVm) vm = g_list_model_get_item (vms, i);

          if (g_str_equal (muster_vm_get_uuid (vm), UUID) && muster_vm_get_state (vm) == state)
            return vm;
        }
      pause_ms (100);
    }
  g_assert_not_reached ();
}

/* Defines the one VM of the tests anew, with these attributes of its display. */
static void
begin (const char *type,
       const char *attributes)
{
  g_autofree char *xml = g_strdup_printf (
    "<domain type='qemu'><name>bright</name><uuid>" UUID "</uuid><memory unit='MiB'>32</memory>"
    "<os><type arch='x86_64' machine='q35'>hvm</type></os><devices>"
    "<graphics type='%s' autoport='yes' %s/><video><model type='vga'/></video>"
    "</devices></domain>", type, attributes);

  must (muster_domain_define (get_connection (), xml));
  must (muster_domain_start (get_connection (), UUID));
}

static void
end (void)
{
  must (muster_domain_force_off (get_connection (), UUID));
}

static MusterDomainXml *
await_xml (unsigned int flags)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text =
    dex_await_string (muster_domain_get_xml (get_connection (), UUID,
                                             VIR_DOMAIN_XML_SECURE | flags), &error);
  MusterDomainXml *xml;

  g_assert_no_error (error);
  xml = muster_domain_xml_new (text, &error);
  g_assert_no_error (error);

  return xml;
}

static MusterDisplayPassword *
acquire (const char *type,
         guint       seconds)
{
  g_autoptr (MusterDomainXml) live = await_xml (0);
  g_autoptr (GError) error = NULL;
  MusterDisplayPassword *password =
    dex_await_boxed (muster_display_password_acquire (get_connection (), UUID, live, type,
                                                      seconds), &error);

  g_assert_no_error (error);
  return password;
}

/* How an attempt to open the screen ends: NONE when it opens. */
static ConsoleReason
try_password (const char *type,
              const char *password)
{
  g_autoptr (MusterDomainXml) live = await_xml (0);
  g_autoptr (GPtrArray) graphics = muster_domain_xml_list_graphics (live);
  MusterGraphicsInfo *info = g_ptr_array_index (graphics, 0);
  g_autoptr (ConsoleTarget) target =
    g_object_new (CONSOLE_TYPE_TARGET,
                  "protocol", g_str_equal (type, "spice") ? CONSOLE_PROTOCOL_SPICE
                                                          : CONSOLE_PROTOCOL_VNC,
                  "host", "host1.lab", "port", info->port, "tls-port", info->tls_port,
                  "ca", ca, "password", password, "allow-clear", FALSE, NULL);
  g_autoptr (ConsoleSession) session = console_session_new_for_target (target);
  ConsoleReason reason;

  console_session_open (session);
  for (guint tries = 0; tries < 200 && !console_session_is_live (session) &&
                        console_session_get_state (session) != CONSOLE_STATE_FAILED; tries++)
    pause_ms (50);
  reason = console_session_is_live (session) ? CONSOLE_REASON_NONE
                                             : console_session_get_reason (session);
  console_session_close (session);
  pause_ms (200);

  return reason;
}

/* --- the scenes --- */

static void
lend_and_let_expire (const char *type)
{
  g_autoptr (MusterDisplayPassword) first = NULL;
  g_autoptr (MusterDisplayPassword) second = NULL;

  begin (type, "passwd=''");
  g_assert_cmpint (try_password (type, ""), !=, CONSOLE_REASON_NONE);

  first = acquire (type, SECONDS);
  g_assert_cmpint (first->use, ==, MUSTER_DISPLAY_PASSWORD_LENT);
  g_assert_cmpint (try_password (type, first->password), ==, CONSOLE_REASON_NONE);
  g_assert_cmpint (try_password (type, "wrong"), ==, CONSOLE_REASON_AUTH);
  pause_ms (SECONDS * 1000 + 500);
  g_assert_cmpint (try_password (type, first->password), ==, CONSOLE_REASON_AUTH);

  second = acquire (type, MUSTER_DISPLAY_PASSWORD_SECONDS);
  g_assert_cmpstr (second->password, !=, first->password);
  g_assert_cmpint (try_password (type, second->password), ==, CONSOLE_REASON_NONE);
  end ();
}

static void
test_lent_vnc (void)
{
  lend_and_let_expire ("vnc");
}

static void
test_lent_spice (void)
{
  lend_and_let_expire ("spice");
}

/* A second viewer does not lock the first one out. */
static void
test_shared (void)
{
  g_autoptr (MusterDisplayPassword) first = NULL;
  g_autoptr (MusterDisplayPassword) second = NULL;

  begin ("vnc", "passwd=''");
  first = acquire ("vnc", MUSTER_DISPLAY_PASSWORD_SECONDS);
  second = acquire ("vnc", MUSTER_DISPLAY_PASSWORD_SECONDS);
  g_assert_cmpint (second->use, ==, MUSTER_DISPLAY_PASSWORD_LENT);
  g_assert_cmpstr (second->password, ==, first->password);
  end ();
}

static void
test_of_admin (void)
{
  g_autoptr (MusterDisplayPassword) password = NULL;
  g_autoptr (MusterDomainXml) live = NULL;
  g_autofree char *after = NULL;

  begin ("vnc", "passwd='chosen'");
  password = acquire ("vnc", SECONDS);
  g_assert_cmpint (password->use, ==, MUSTER_DISPLAY_PASSWORD_SET);
  g_assert_cmpstr (password->password, ==, "chosen");
  g_assert_cmpint (try_password ("vnc", "chosen"), ==, CONSOLE_REASON_NONE);
  live = await_xml (0);
  after = muster_domain_xml_dup_graphics_password (live, "vnc");
  g_assert_cmpstr (after, ==, "chosen");
  end ();
}

/* Started without, it takes none; from the next start on it does, if wanted. */
static void
test_next_start (void)
{
  MusterInventory *inventory = muster_desk_get_inventory (desk);
  g_autoptr (MusterDisplayPassword) before = NULL;
  g_autoptr (MusterDisplayPassword) between = NULL;
  g_autoptr (MusterDisplayPassword) after = NULL;
  MusterVm *vm;

  begin ("vnc", "");
  vm = await_vm (MUSTER_VM_RUNNING);
  before = acquire ("vnc", SECONDS);
  g_assert_cmpint (before->use, ==, MUSTER_DISPLAY_PASSWORD_NONE);
  g_assert_false (before->at_next_start);
  g_assert_cmpint (try_password ("vnc", NULL), ==, CONSOLE_REASON_NONE);

  must (muster_display_password_enable (inventory, vm, "vnc"));
  between = acquire ("vnc", SECONDS);
  g_assert_cmpint (between->use, ==, MUSTER_DISPLAY_PASSWORD_NONE);
  g_assert_true (between->at_next_start);

  end ();
  must (muster_domain_start (get_connection (), UUID));
  after = acquire ("vnc", MUSTER_DISPLAY_PASSWORD_SECONDS);
  g_assert_cmpint (after->use, ==, MUSTER_DISPLAY_PASSWORD_LENT);
  g_assert_cmpint (try_password ("vnc", NULL), ==, CONSOLE_REASON_PASSWORD_NEEDED);
  g_assert_cmpint (try_password ("vnc", after->password), ==, CONSOLE_REASON_NONE);
  end ();
}

static void
assert_listen (unsigned int  flags,
               const char   *expected)
{
  g_autoptr (MusterDomainXml) xml = await_xml (flags);
  g_autoptr (GPtrArray) graphics = muster_domain_xml_list_graphics (xml);

  g_assert_cmpstr (((MusterGraphicsInfo *) graphics->pdata[0])->listen, ==, expected);
}

/* The definition keeps the password that it has. */
static void
test_listen (void)
{
  MusterInventory *inventory = muster_desk_get_inventory (desk);
  g_autoptr (MusterDomainXml) defined = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *password = NULL;

  begin ("vnc", "listen='127.0.0.1' passwd='chosen'");
  g_assert_false (dex_await_boolean (
    muster_vm_display_set_listen (inventory, await_vm (MUSTER_VM_RUNNING), "vnc", "0.0.0.0"),
    &error));
  g_assert_no_error (error);
  assert_listen (0, "127.0.0.1");
  assert_listen (VIR_DOMAIN_XML_INACTIVE, "0.0.0.0");
  defined = await_xml (VIR_DOMAIN_XML_INACTIVE);
  password = muster_domain_xml_dup_graphics_password (defined, "vnc");
  g_assert_cmpstr (password, ==, "chosen");

  g_assert_false (dex_await_boolean (
    muster_vm_display_set_listen (inventory, await_vm (MUSTER_VM_RUNNING), "spice", "0.0.0.0"),
    &error));
  g_assert_error (error, MUSTER_ACTION_ERROR, MUSTER_ACTION_ERROR_GONE);
  end ();
  must (muster_domain_start (get_connection (), UUID));
  assert_listen (0, "0.0.0.0");
  end ();
}

static void
set_up (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("LAB_PKI"), "cacert.pem", NULL);
  g_auto (GStrv) uris = g_strsplit (g_getenv ("LAB_URIS"), " ", -1);
  const char *one[] = { uris[0], NULL };
  g_autoptr (GError) error = NULL;

  desk = muster_desk_new_for_uris (one, g_getenv ("LAB_PKI"), &error);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &ca, NULL, NULL));
  must (muster_desk_load (desk));
  must (muster_inventory_start (muster_desk_get_inventory (desk), TRUE));
  while (muster_host_get_state (get_host ()) != MUSTER_HOST_ONLINE)
    pause_ms (50);
}

static void
tear_down (void)
{
  must (muster_inventory_close (muster_desk_get_inventory (desk)));
}

static void
add (const char *name,
     Scene       scene)
{
  g_autofree char *path = g_strconcat ("/muster/lab/display/", name, NULL);

  g_test_add_data_func (path, (gconstpointer) scene, play);
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  dex_init ();
  play ((gconstpointer) set_up);
  add ("lent-vnc", test_lent_vnc);
  add ("lent-spice", test_lent_spice);
  add ("shared", test_shared);
  add ("of-admin", test_of_admin);
  add ("next-start", test_next_start);
  add ("listen", test_listen);
  status = g_test_run ();
  play ((gconstpointer) tear_down);
  g_clear_object (&desk);
  g_free (ca);

  return status;
}
