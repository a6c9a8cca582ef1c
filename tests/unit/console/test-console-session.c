/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console-dummy-session.h"
#include "console-test.h"

typedef struct
{
  ConsoleTarget *target;
  ConsoleSession *session;
  ConsoleDummySession *dummy;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->target = console_target_new (CONSOLE_PROTOCOL_VNC, "localhost", 1);
  fixture->session = console_dummy_session_new (fixture->target);
  fixture->dummy = CONSOLE_DUMMY_SESSION (fixture->session);
  console_session_open (fixture->session);
  console_dummy_session_connect (fixture->dummy);
  console_dummy_session_resize (fixture->dummy, 640, 480);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->session);
  g_assert_finalize_object (fixture->target);
}

static void
assert_input (Fixture    *fixture,
              const char *expected)
{
  g_autofree char *input = console_dummy_session_take_input (fixture->dummy);

  g_assert_cmpstr (input, ==, expected);
}

static void
test_keys (Fixture       *fixture,
           gconstpointer  data)
{
  console_session_key (fixture->session, 0x1e, 'a', TRUE);
  console_session_key (fixture->session, 0x1e, 'a', TRUE);
  console_session_key (fixture->session, 0x1e, 'a', FALSE);
  assert_input (fixture, "+1e +1e -1e");

  /* What was not pressed is not released. */
  console_session_key (fixture->session, 0x1e, 'a', FALSE);
  console_session_key (fixture->session, 0, 0, TRUE);
  assert_input (fixture, "");
}

static void
test_release_all (Fixture       *fixture,
                  gconstpointer  data)
{
  console_session_key (fixture->session, 0x1d, GDK_KEY_Control_L, TRUE);
  console_session_key (fixture->session, 0x38, GDK_KEY_Alt_L, TRUE);
  console_session_pointer_to (fixture->session, 10, 20, CONSOLE_BUTTON_LEFT);
  console_session_release_all (fixture->session);
  assert_input (fixture, "+1d +38 @10,20/1 -38 -1d @10,20/0");
  console_session_release_all (fixture->session);
  assert_input (fixture, "");
}

static void
test_closing_releases (Fixture       *fixture,
                       gconstpointer  data)
{
  console_session_key (fixture->session, 0x2a, GDK_KEY_Shift_L, TRUE);
  console_session_close (fixture->session);
  assert_input (fixture, "+2a -2a");
  g_assert_cmpint (console_session_get_state (fixture->session), ==, CONSOLE_STATE_CLOSED);
  g_assert_cmpint (console_session_get_reason (fixture->session), ==, CONSOLE_REASON_REQUESTED);
  g_assert_null (console_session_get_error (fixture->session));

  console_session_key (fixture->session, 0x2a, GDK_KEY_Shift_L, TRUE);
  console_session_pointer_to (fixture->session, 1, 1, 0);
  console_session_scroll (fixture->session, 0, 1);
  assert_input (fixture, "");
}

static void
test_send_keys (Fixture       *fixture,
                gconstpointer  data)
{
  const guint keysyms[] = { GDK_KEY_Control_L, GDK_KEY_Alt_L, GDK_KEY_Delete };

  console_session_send_keys (fixture->session, keysyms, G_N_ELEMENTS (keysyms));
  assert_input (fixture, "+1d +38 +d3 -d3 -38 -1d");
}

static void
test_pointer_limits (Fixture       *fixture,
                     gconstpointer  data)
{
  console_session_pointer_to (fixture->session, -5, 100000, 0);
  console_session_pointer_by (fixture->session, G_MAXINT, G_MININT, 0);
  console_session_scroll (fixture->session, 0, G_MAXINT);
  assert_input (fixture, "@0,479/0 ~1024,-1024/0 *0,20");
}

/* The first report of an end is the cause; what follows from it is not. */
static void
test_ends_once (Fixture       *fixture,
                gconstpointer  data)
{
  guint changes = 0;

  g_signal_connect_swapped (fixture->session, "notify::state",
                            G_CALLBACK (console_test_count_cb), &changes);
  console_dummy_session_end (fixture->dummy, CONSOLE_REASON_PROTOCOL, "first");
  console_dummy_session_end (fixture->dummy, CONSOLE_REASON_SERVER_CLOSED, "second");
  console_dummy_session_connect (fixture->dummy);
  g_assert_cmpuint (changes, ==, 1);
  g_assert_cmpint (console_session_get_state (fixture->session), ==, CONSOLE_STATE_CLOSED);
  g_assert_cmpint (console_session_get_reason (fixture->session), ==, CONSOLE_REASON_PROTOCOL);
  g_assert_cmpstr (console_session_get_error (fixture->session), ==, "first");
}

static void
test_target (void)
{
  g_autoptr (ConsoleTarget) six = console_target_new (CONSOLE_PROTOCOL_VNC, "fd00::1", 5900);
  g_autoptr (ConsoleTarget) loop = console_target_new (CONSOLE_PROTOCOL_VNC, "127.3.2.1", 5900);
  g_autoptr (ConsoleTarget) far = console_target_new (CONSOLE_PROTOCOL_VNC, "host.example", 5900);
  g_autoptr (ConsoleTarget) path =
    g_object_new (CONSOLE_TYPE_TARGET, "path", "/run/vnc.sock", NULL);
  g_autofree char *address = console_target_dup_address (six);

  g_assert_cmpstr (address, ==, "[fd00::1]:5900");
  g_assert_true (console_target_is_local (loop));
  g_assert_true (console_target_is_local (path));
  g_assert_false (console_target_is_local (far));
  g_assert_false (console_target_get_allow_clear (far));
  g_assert_true (console_target_get_allow_clear (path));
  g_assert_cmpstr (console_target_get_server_name (far), ==, "host.example");
  g_assert_true (console_target_same_place (far, far));
  g_assert_false (console_target_same_place (far, loop));
}

int
main (int    argc,
      char **argv)
{
  const struct
  {
    const char *name;
    void (*run) (Fixture *, gconstpointer);
  } tests[] = {
    { "/muster/console/session/keys", test_keys },
    { "/muster/console/session/release-all", test_release_all },
    { "/muster/console/session/closing-releases", test_closing_releases },
    { "/muster/console/session/send-keys", test_send_keys },
    { "/muster/console/session/pointer-limits", test_pointer_limits },
    { "/muster/console/session/ends-once", test_ends_once },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Fixture, NULL, set_up, tests[i].run, tear_down);
  g_test_add_func ("/muster/console/target/facts", test_target);
  return g_test_run ();
}
