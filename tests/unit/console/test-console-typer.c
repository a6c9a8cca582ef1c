/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "console-dummy-session.h"
#include "console-test.h"
#include "console-typer.h"

static ConsoleLayout *
make_layout (const char *id)
{
  g_autoptr (GError) error = NULL;
  ConsoleLayout *layout = console_layout_new (id, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (console_layout_get_id (layout), ==, id);
  return layout;
}

static ConsoleSession *
make_session (void)
{
  g_autoptr (ConsoleTarget) target = console_target_new (CONSOLE_PROTOCOL_VNC, "localhost", 1);
  ConsoleSession *session = console_dummy_session_new (target);

  console_session_open (session);
  console_dummy_session_connect (CONSOLE_DUMMY_SESSION (session));
  return session;
}

static void
assert_input (ConsoleSession *session,
              const char     *expected)
{
  g_autofree char *input = console_dummy_session_take_input (CONSOLE_DUMMY_SESSION (session));

  g_assert_cmpstr (input, ==, expected);
}

static gboolean
is_pending (DexFuture *future)
{
  return dex_future_get_status (future) == DEX_FUTURE_STATUS_PENDING;
}

/* Every character that is printed on the keys of these keyboards. */
static void
test_whole_keyboards (void)
{
  const struct
  {
    const char *id;
    const char *text;
    const char *missing;
  } cases[] = {
    { "us", "azAZ09`~!@#$%^&*()-_=+[{]}\\|;:'\",<.>/? \t\n", "" },
    { "cn", "azAZ09`~!@#$%^&*()-_=+[{]}\\|;:'\",<.>/? \t\n", "" },
    { "gb", "azAZ09`¬!\"£$%^&*()-_=+[{]}#~;:'@,<.>/?\\|€", "" },
    { "de", "azAZ09^°!\"§$%&/()=?ßüÜ+*öÖäÄ#',;.:-_<>²³{[]}\\@€~|µâéÀ`", "" },
    { "fr", "azAZ09²&é\"'(-è_çà)=°+^âêüÂ£$ù%*µ,?;.:/!§<>~#{[|`\\@]}€", "" },
    { "jp", "azAZ09!\"#$%&'()-=^~|@`[{;+:*]},<.>/?\\_¥", "¥" },
    { "ch", "azAZ09§°+\"*ç%&/()=?'^`üè!¨öéäà$£,;.:-_<>@#{}[]\\|~", "¨" },
    { "us", "€ä€字\x1b", "€ä字\x1b" },
    { "cn", "中文", "中文" },
    { "ru", "Жизнь abc", "abc" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ConsoleLayout) layout = make_layout (cases[i].id);
      g_autofree char *missing = console_layout_dup_missing (layout, cases[i].text);

      g_test_message ("%s", cases[i].id);
      g_assert_cmpstr (missing, ==, cases[i].missing);
    }
}

/* Each one that is offered can at least type its digits. */
static void
test_all_layouts (void)
{
  gsize n;
  const ConsoleLayoutInfo *list = console_layout_list (&n);

  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (ConsoleLayout) layout = make_layout (list[i].id);
      g_autofree char *missing = console_layout_dup_missing (layout, "0123456789 ./-\n");

      g_test_message ("%s", list[i].id);
      g_assert_cmpstr (missing, ==, "");
      g_assert_nonnull (console_layout_get_name (list[i].id));
    }
}

static void
test_unknown (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (console_layout_new ("us(dvorak),de", &error));
  g_assert_error (error, CONSOLE_ERROR, CONSOLE_ERROR_UNAVAILABLE);
  g_assert_null (console_layout_get_name (NULL));
}

static void
test_guess (void)
{
  g_assert_cmpstr (console_layout_guess ("de_DE.UTF-8"), ==, "de");
  g_assert_cmpstr (console_layout_guess ("de_CH"), ==, "ch");
  g_assert_cmpstr (console_layout_guess ("fr_CH.UTF-8"), ==, "ch(fr)");
  g_assert_cmpstr (console_layout_guess ("zh_CN.UTF-8"), ==, "cn");
  g_assert_cmpstr (console_layout_guess ("C.UTF-8"), ==, "us");
  g_assert_cmpstr (console_layout_guess ("xx_"), ==, "us");
  g_assert_cmpstr (console_layout_guess (NULL), ==, "us");
}

static void
test_prepare (void)
{
  const struct
  {
    const char *text;
    const char *prepared;
  } cases[] = {
    { "a\r\nb\rc\nd", "a\nb\nc\nd" },
    { "u\xcc\x88", "ü" },
    { "", "" },
    { "\xff", NULL },
  };
  g_autofree char *most = g_strnfill (CONSOLE_LAYOUT_MAX_CHARACTERS, 'x');
  g_autofree char *more = g_strnfill (CONSOLE_LAYOUT_MAX_CHARACTERS + 1, 'x');
  g_autofree char *far_more = g_strnfill (9 * CONSOLE_LAYOUT_MAX_CHARACTERS, 'x');
  g_autofree char *kept = console_layout_prepare (most);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *prepared = console_layout_prepare (cases[i].text);

      g_assert_cmpstr (prepared, ==, cases[i].prepared);
    }
  g_assert_cmpstr (kept, ==, most);
  g_assert_null (console_layout_prepare (more));
  g_assert_null (console_layout_prepare (far_more));
}

/* What a German keyboard does; Shift stays down for two capitals. */
static void
test_events (void)
{
  g_autoptr (ConsoleLayout) layout = make_layout ("de");
  g_autoptr (ConsoleSession) session = make_session ();
  g_autoptr (ConsoleTyper) typer = console_typer_new (session, layout);
  g_autoptr (DexFuture) future = console_typer_type (typer, "z字ZÄ@ê\n");
  guint estimate = console_typer_estimate (layout, "z字ZÄ@ê\n");

  g_assert_true (is_pending (future));
  console_test_wait (!is_pending (future));
  g_assert_true (dex_future_is_resolved (future));
  g_assert_cmpuint (console_typer_get_n_typed (typer), ==, 7);
  assert_input (session, "+15 -15 +2a +15 -15 +28 -28 -2a "
                         "+b8 +10 -10 -b8 +29 -29 +12 -12 +1c -1c");
  g_assert_cmpuint (estimate, ==, 18 * CONSOLE_TYPER_INTERVAL_MSEC);
  /* Nothing follows. */
  console_test_spin (50);
  assert_input (session, "");
}

static void
stop_at_one_cb (ConsoleTyper *typer)
{
  if (console_typer_get_n_typed (typer) == 1)
    console_typer_stop (typer);
}

static void
test_stop (void)
{
  g_autoptr (ConsoleLayout) layout = make_layout ("us");
  g_autoptr (ConsoleSession) session = make_session ();
  g_autoptr (ConsoleTyper) typer = console_typer_new (session, layout);
  g_autoptr (DexFuture) future = NULL;
  g_autoptr (GError) error = NULL;

  g_signal_connect (typer, "notify::n-typed", G_CALLBACK (stop_at_one_cb), NULL);
  future = console_typer_type (typer, "ABC");
  console_test_wait (!is_pending (future));
  dex_future_get_value (future, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_input (session, "+2a +1e -1e -2a");
  console_typer_stop (typer);
}

/* In the middle of a key, and by nobody being interested any more. */
static void
test_dropped (void)
{
  g_autoptr (ConsoleLayout) layout = make_layout ("us");
  g_autoptr (ConsoleSession) session = make_session ();
  ConsoleTyper *typer = console_typer_new (session, layout);
  g_autoptr (DexFuture) future = console_typer_type (typer, "A");
  g_autofree char *input = NULL;

  while (input == NULL || !g_str_has_suffix (input, "+1e"))
    {
      g_clear_pointer (&input, g_free);
      console_test_spin (1);
      input = console_dummy_session_take_input (CONSOLE_DUMMY_SESSION (session));
    }
  g_assert_finalize_object (typer);
  assert_input (session, "-1e -2a");
  g_assert_false (is_pending (future));
}

static void
test_session_ends (void)
{
  g_autoptr (ConsoleLayout) layout = make_layout ("us");
  g_autoptr (ConsoleSession) session = make_session ();
  g_autoptr (ConsoleTyper) typer = console_typer_new (session, layout);
  g_autoptr (DexFuture) future = console_typer_type (typer, "aaaaaaaaaaaaaaaaaaaaaaaa");
  g_autoptr (GError) error = NULL;

  console_test_wait (console_typer_get_n_typed (typer) > 1);
  console_session_close (session);
  console_test_wait (!is_pending (future));
  dex_future_get_value (future, &error);
  g_assert_error (error, CONSOLE_ERROR, CONSOLE_ERROR_UNAVAILABLE);
  g_assert_cmpuint (console_typer_get_n_typed (typer), <, 24);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  g_test_add_func ("/muster/console/layout/whole-keyboards", test_whole_keyboards);
  g_test_add_func ("/muster/console/layout/all", test_all_layouts);
  g_test_add_func ("/muster/console/layout/unknown", test_unknown);
  g_test_add_func ("/muster/console/layout/guess", test_guess);
  g_test_add_func ("/muster/console/typer/prepare", test_prepare);
  g_test_add_func ("/muster/console/typer/events", test_events);
  g_test_add_func ("/muster/console/typer/stop", test_stop);
  g_test_add_func ("/muster/console/typer/dropped", test_dropped);
  g_test_add_func ("/muster/console/typer/session-ends", test_session_ends);
  return g_test_run ();
}
