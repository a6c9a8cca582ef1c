/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console-dummy-session.h"
#include "console-fixed-source.h"
#include "console-test.h"

typedef struct
{
  ConsoleTarget *target;
  ConsoleTarget *elsewhere;
  ConsoleFixedSource *source;
  ConsoleKeeper *keeper;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->target = console_target_new (CONSOLE_PROTOCOL_VNC, "here", 5900);
  fixture->elsewhere = console_target_new (CONSOLE_PROTOCOL_VNC, "there", 5900);
  fixture->source = console_fixed_source_new (fixture->target);
  console_fixed_source_use_dummies (fixture->source);
  fixture->keeper = console_keeper_new (CONSOLE_SOURCE (fixture->source));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->keeper);
  g_assert_finalize_object (fixture->source);
  g_assert_finalize_object (fixture->elsewhere);
  g_assert_finalize_object (fixture->target);
}

static ConsoleKeeperState
get_state (Fixture *fixture)
{
  return console_keeper_get_state (fixture->keeper);
}

static ConsoleDummySession *
get_session (Fixture *fixture)
{
  ConsoleSession *session = console_keeper_get_session (fixture->keeper);

  return session != NULL ? CONSOLE_DUMMY_SESSION (session) : NULL;
}

static void
start_connected (Fixture *fixture)
{
  console_keeper_start (fixture->keeper);
  console_test_wait (get_session (fixture) != NULL);
  g_assert_cmpint (get_state (fixture), ==, CONSOLE_KEEPER_STATE_CONNECTING);
  console_dummy_session_connect (get_session (fixture));
  g_assert_cmpint (get_state (fixture), ==, CONSOLE_KEEPER_STATE_CONNECTED);
}

static void
test_connects (Fixture       *fixture,
               gconstpointer  data)
{
  g_assert_cmpint (get_state (fixture), ==, CONSOLE_KEEPER_STATE_IDLE);
  start_connected (fixture);
  g_assert_cmpuint (console_fixed_source_get_n_asked (fixture->source), ==, 1);
  g_assert_null (console_keeper_get_error (fixture->keeper));

  console_keeper_stop (fixture->keeper);
  g_assert_cmpint (get_state (fixture), ==, CONSOLE_KEEPER_STATE_IDLE);
  g_assert_null (get_session (fixture));
}

/* The picture stays while nobody is there, and input goes to who is. */
static void
test_reconnects (Fixture       *fixture,
                 gconstpointer  data)
{
  ConsoleFramebuffer *framebuffer = console_keeper_get_framebuffer (fixture->keeper);
  g_autoptr (ConsoleDummySession) first = NULL;
  g_autoptr (GdkTexture) picture = NULL;

  start_connected (fixture);
  first = g_object_ref (get_session (fixture));
  console_dummy_session_resize (first, 10, 10);
  console_dummy_session_fill (first, 0, 0, 10, 10, 0x123456);
  console_framebuffer_update (framebuffer);

  console_dummy_session_end (first, CONSOLE_REASON_SERVER_CLOSED, "gone");
  g_assert_cmpint (get_state (fixture), ==, CONSOLE_KEEPER_STATE_RECONNECTING);
  g_assert_cmpint (console_keeper_get_reason (fixture->keeper), ==, CONSOLE_REASON_SERVER_CLOSED);
  g_assert_cmpstr (console_keeper_get_error (fixture->keeper), ==, "gone");
  console_test_wait (get_session (fixture) != NULL);
  g_assert_true (get_session (fixture) != first);
  g_assert_cmpint (get_state (fixture), ==, CONSOLE_KEEPER_STATE_RECONNECTING);
  picture = console_framebuffer_dup_screenshot (framebuffer, NULL);
  g_assert_cmphex (console_test_pixel (picture, 5, 5), ==, 0x123456);

  console_dummy_session_connect (get_session (fixture));
  g_assert_cmpint (get_state (fixture), ==, CONSOLE_KEEPER_STATE_CONNECTED);
  g_assert_null (console_keeper_get_error (fixture->keeper));
}

/* 0.2, 0.4, 0.8 s, each a fifth more or less. */
static void
test_backs_off (Fixture       *fixture,
                gconstpointer  data)
{
  gint64 waited[3];

  console_keeper_start (fixture->keeper);
  for (gsize i = 0; i < G_N_ELEMENTS (waited); i++)
    {
      gint64 start;

      console_test_wait (get_session (fixture) != NULL);
      start = g_get_monotonic_time ();
      console_dummy_session_end (get_session (fixture), CONSOLE_REASON_REFUSED, "closed port");
      console_test_wait (get_session (fixture) != NULL);
      waited[i] = (g_get_monotonic_time () - start) / 1000;
    }
  g_assert_cmpint (waited[0], >=, 150);
  g_assert_cmpint (waited[1], >=, 310);
  g_assert_cmpint (waited[2], >=, 630);
  g_assert_cmpint (waited[2], <, 2000);
}

/* A machine that is off is not asked about until it says so. */
static void
test_off (Fixture       *fixture,
          gconstpointer  data)
{
  guint asked;

  console_fixed_source_set_error (fixture->source, CONSOLE_ERROR_OFF);
  console_keeper_start (fixture->keeper);
  console_test_wait (get_state (fixture) == CONSOLE_KEEPER_STATE_OFF);
  asked = console_fixed_source_get_n_asked (fixture->source);
  console_test_spin (600);
  g_assert_cmpuint (console_fixed_source_get_n_asked (fixture->source), ==, asked);
  g_assert_null (console_keeper_get_error (fixture->keeper));

  console_fixed_source_set_target (fixture->source, fixture->target);
  console_source_changed (CONSOLE_SOURCE (fixture->source));
  console_test_wait (get_session (fixture) != NULL);
}

static void
test_changed_at_once (Fixture       *fixture,
                      gconstpointer  data)
{
  gint64 start;

  console_keeper_start (fixture->keeper);
  for (guint i = 0; i < 3; i++)
    {
      console_test_wait (get_session (fixture) != NULL);
      console_dummy_session_end (get_session (fixture), CONSOLE_REASON_REFUSED, "closed port");
    }
  /* The next attempt would be 0.8 s away. */
  start = g_get_monotonic_time ();
  console_source_changed (CONSOLE_SOURCE (fixture->source));
  console_test_wait (get_session (fixture) != NULL);
  g_assert_cmpint ((g_get_monotonic_time () - start) / 1000, <, 300);
}

/* A migrated machine: the old display stands, but is not the right one. */
static void
test_moves (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (ConsoleDummySession) first = NULL;

  start_connected (fixture);
  first = g_object_ref (get_session (fixture));

  console_source_changed (CONSOLE_SOURCE (fixture->source));
  console_test_spin (50);
  g_assert_true (get_session (fixture) == first);

  console_fixed_source_set_target (fixture->source, fixture->elsewhere);
  console_source_changed (CONSOLE_SOURCE (fixture->source));
  console_test_wait (get_session (fixture) != first);
  g_assert_nonnull (get_session (fixture));
  g_assert_cmpint (console_session_get_state (CONSOLE_SESSION (first)), ==, CONSOLE_STATE_CLOSED);
  g_assert_true (console_session_get_target (CONSOLE_SESSION (get_session (fixture))) ==
                 fixture->elsewhere);
}

/* A source that fails to answer does not cut a display that works. */
static void
test_refusal_keeps_session (Fixture       *fixture,
                            gconstpointer  data)
{
  start_connected (fixture);
  console_fixed_source_set_error (fixture->source, CONSOLE_ERROR_OFF);
  console_source_changed (CONSOLE_SOURCE (fixture->source));
  console_test_spin (50);
  g_assert_cmpint (get_state (fixture), ==, CONSOLE_KEEPER_STATE_CONNECTED);
  console_dummy_session_end (get_session (fixture), CONSOLE_REASON_SERVER_CLOSED, "gone");
  console_test_wait (get_state (fixture) == CONSOLE_KEEPER_STATE_OFF);
}

static void
test_failed (Fixture       *fixture,
             gconstpointer  data)
{
  console_keeper_start (fixture->keeper);
  console_test_wait (get_session (fixture) != NULL);
  console_dummy_session_end (get_session (fixture), CONSOLE_REASON_AUTH, "wrong");
  g_assert_cmpint (get_state (fixture), ==, CONSOLE_KEEPER_STATE_FAILED);
  console_test_spin (600);
  g_assert_null (get_session (fixture));
  g_assert_cmpstr (console_keeper_get_error (fixture->keeper), ==, "wrong");

  console_keeper_retry (fixture->keeper);
  console_test_wait (get_session (fixture) != NULL);
  g_assert_cmpint (get_state (fixture), ==, CONSOLE_KEEPER_STATE_FAILED);
  console_dummy_session_connect (get_session (fixture));
  g_assert_cmpint (get_state (fixture), ==, CONSOLE_KEEPER_STATE_CONNECTED);
}

static void
test_unavailable (Fixture       *fixture,
                  gconstpointer  data)
{
  console_fixed_source_set_error (fixture->source, CONSOLE_ERROR_UNAVAILABLE);
  console_keeper_start (fixture->keeper);
  console_test_wait (get_state (fixture) == CONSOLE_KEEPER_STATE_FAILED);
  g_assert_nonnull (console_keeper_get_error (fixture->keeper));
}

/* An answer that comes after a stop opens nothing, one that was overtaken by
 * a change is asked for again, and one that comes after the end is nobody's. */
static void
test_late_answers (Fixture       *fixture,
                   gconstpointer  data)
{
  console_fixed_source_hold (fixture->source);
  console_keeper_start (fixture->keeper);
  console_keeper_stop (fixture->keeper);
  console_fixed_source_answer (fixture->source);
  console_test_spin (50);
  g_assert_null (get_session (fixture));

  console_fixed_source_hold (fixture->source);
  console_keeper_start (fixture->keeper);
  console_source_changed (CONSOLE_SOURCE (fixture->source));
  console_fixed_source_set_target (fixture->source, fixture->elsewhere);
  console_fixed_source_answer (fixture->source);
  console_test_wait (get_session (fixture) != NULL);
  g_assert_cmpuint (console_fixed_source_get_n_asked (fixture->source), ==, 3);

  console_keeper_stop (fixture->keeper);
  console_fixed_source_hold (fixture->source);
  console_keeper_start (fixture->keeper);
  g_assert_finalize_object (g_steal_pointer (&fixture->keeper));
  console_fixed_source_answer (fixture->source);
  console_test_spin (50);
  fixture->keeper = console_keeper_new (CONSOLE_SOURCE (fixture->source));
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
    { "/muster/console/keeper/connects", test_connects },
    { "/muster/console/keeper/reconnects", test_reconnects },
    { "/muster/console/keeper/backs-off", test_backs_off },
    { "/muster/console/keeper/off", test_off },
    { "/muster/console/keeper/changed-at-once", test_changed_at_once },
    { "/muster/console/keeper/moves", test_moves },
    { "/muster/console/keeper/refusal-keeps-session", test_refusal_keeps_session },
    { "/muster/console/keeper/failed", test_failed },
    { "/muster/console/keeper/unavailable", test_unavailable },
    { "/muster/console/keeper/late-answers", test_late_answers },
  };

  g_test_init (&argc, &argv, NULL);
  dex_init ();
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Fixture, NULL, set_up, tests[i].run, tear_down);
  return g_test_run ();
}
