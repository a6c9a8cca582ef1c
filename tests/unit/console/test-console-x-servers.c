/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The VNC session against servers that are not QEMU's. */
#include "config.h"

#include <libdex.h>

#include "console-framebuffer.h"
#include "console-keymap.h"
#include "console-pki.h"
#include "console-test.h"
#include "console-x-server.h"

static gboolean
shows_the_truth (ConsoleFramebuffer *framebuffer,
                 ConsoleXServer     *server)
{
  g_autoptr (GdkTexture) truth = console_x_server_dup_picture (server);
  g_autoptr (GdkTexture) ours = NULL;

  console_framebuffer_update (framebuffer);
  ours = console_framebuffer_dup_screenshot (framebuffer, NULL);
  return ours != NULL && console_test_same_picture (ours, truth);
}

/* Every pixel, again and again; and the last one survives the server. */
static void
test_picture (gconstpointer data)
{
  ConsoleXServerKind kind = GPOINTER_TO_INT (data);
  g_autoptr (ConsoleXServer) server = console_x_server_new (kind, CONSOLE_X_SERVER_CLEAR);
  g_autoptr (ConsoleSession) session = console_x_server_open (server);
  g_autoptr (ConsoleFramebuffer) framebuffer = console_test_watch (session);
  g_autoptr (GdkTexture) last = NULL;
  g_autoptr (GdkTexture) kept = NULL;

  g_assert_false (console_session_get_encrypted (session));
  for (guint seed = 1; seed <= 8; seed++)
    {
      console_x_server_paint (server, seed);
      console_test_wait (shows_the_truth (framebuffer, server));
    }

  last = console_x_server_dup_picture (server);
  console_x_server_kill (server);
  console_test_wait (console_test_has_ended (session));
  g_assert_cmpint (console_session_get_state (session), ==, CONSOLE_STATE_CLOSED);
  g_assert_cmpint (console_session_get_reason (session), ==, CONSOLE_REASON_SERVER_CLOSED);
  g_assert_nonnull (console_session_get_error (session));
  kept = console_framebuffer_dup_screenshot (framebuffer, NULL);
  g_assert_true (console_test_same_picture (kept, last));
}

/* Compressed, as for a server far away. */
static void
test_far (void)
{
  g_autoptr (ConsoleXServer) server =
    console_x_server_new (CONSOLE_X_SERVER_XVNC, CONSOLE_X_SERVER_CLEAR);
  g_autoptr (ConsoleTarget) target = console_x_server_make_far_target (server);
  g_autoptr (ConsoleSession) session = console_test_open_live (target);
  g_autoptr (ConsoleFramebuffer) framebuffer = console_test_watch (session);

  g_assert_false (console_target_is_local (target));
  for (guint seed = 1; seed <= 4; seed++)
    {
      console_x_server_paint (server, seed);
      console_test_wait (shows_the_truth (framebuffer, server));
    }
}

static gboolean
has_heard (ConsoleXServer *server,
           const char     *suffix)
{
  return g_str_has_suffix (console_x_server_get_input (server), suffix);
}

static void
press (ConsoleSession *session,
       ConsoleXServer *server,
       guint           keycode,
       guint           keysym)
{
  guint qnum = console_keymap_qnum_from_hardware (keycode);
  g_autofree char *down = g_strdup_printf ("+%u ", keycode);
  g_autofree char *up = g_strdup_printf ("-%u ", keycode);

  console_session_key (session, qnum, keysym, TRUE);
  console_test_wait (has_heard (server, down));
  console_session_key (session, qnum, keysym, FALSE);
  console_test_wait (has_heard (server, up));
}

/* By its place where the server knows places, by its meaning where it does not. */
static void
test_keys (gconstpointer data)
{
  ConsoleXServerKind kind = GPOINTER_TO_INT (data);
  const struct
  {
    guint keycode;
    guint keysym;
  } keys[] = {
    { 38, 'a' }, { 52, 'z' }, { 10, '1' }, { 47, ';' }, { 65, ' ' }, { 36, GDK_KEY_Return },
    { 23, GDK_KEY_Tab }, { 22, GDK_KEY_BackSpace }, { 9, GDK_KEY_Escape }, { 67, GDK_KEY_F1 },
    { 96, GDK_KEY_F12 }, { 113, GDK_KEY_Left }, { 114, GDK_KEY_Right }, { 110, GDK_KEY_Home },
    { 119, GDK_KEY_Delete }, { 117, GDK_KEY_Next }, { 50, GDK_KEY_Shift_L },
    { 37, GDK_KEY_Control_L }, { 64, GDK_KEY_Alt_L }, { 133, GDK_KEY_Super_L },
  };
  g_autoptr (ConsoleXServer) server = console_x_server_new (kind, CONSOLE_X_SERVER_CLEAR);
  g_autoptr (ConsoleSession) session = console_x_server_open (server);

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    press (session, server, keys[i].keycode, keys[i].keysym);

  console_session_pointer_to (session, 123, 45, CONSOLE_BUTTON_LEFT);
  console_test_wait (has_heard (server, "b1@123,45 "));
  console_session_pointer_to (session, 700, 500, 0);
  console_session_scroll (session, 0, 1);
  console_test_wait (has_heard (server, "b5@700,500 "));

  /* What is down when the viewer goes does not stay down. */
  console_session_key (session, 0x2a, GDK_KEY_Shift_L, TRUE);
  console_test_wait (has_heard (server, "+50 "));
  console_session_close (session);
  console_test_wait (has_heard (server, "-50 "));
}

static void
test_password (gconstpointer data)
{
  ConsoleXServerKind kind = GPOINTER_TO_INT (data);
  g_autoptr (ConsoleXServer) server = console_x_server_new (kind, CONSOLE_X_SERVER_PASSWORD);
  g_autoptr (ConsoleTarget) right =
    console_x_server_make_target (server, CONSOLE_X_SERVER_PASSWORD_TEXT, NULL, NULL);
  g_autoptr (ConsoleTarget) wrong = console_x_server_make_target (server, "wrong", NULL, NULL);
  g_autoptr (ConsoleTarget) none = console_x_server_make_target (server, NULL, NULL, NULL);
  g_autoptr (ConsoleSession) session = console_test_open_live (right);

  console_test_assert_fails (none, CONSOLE_REASON_PASSWORD_NEEDED);
  console_test_assert_fails (wrong, CONSOLE_REASON_AUTH);
}

static void
test_clear_forbidden (gconstpointer data)
{
  ConsoleXServerKind kind = GPOINTER_TO_INT (data);
  g_autofree char *ca = console_pki_dup_ca (FALSE);
  g_autoptr (ConsoleXServer) server = console_x_server_new (kind, CONSOLE_X_SERVER_PASSWORD);
  g_autoptr (ConsoleTarget) target =
    console_x_server_make_target (server, CONSOLE_X_SERVER_PASSWORD_TEXT, ca, NULL);

  console_test_assert_fails (target, CONSOLE_REASON_CLEAR);
}

/* VeNCrypt with a certificate: verified, or there is no connection. */
static void
test_tls (void)
{
  g_autofree char *ca = console_pki_dup_ca (FALSE);
  g_autofree char *foreign = console_pki_dup_ca (TRUE);
  const struct
  {
    const char *password;
    const char *ca;
    const char *name;
    ConsoleReason reason;
  } bad[] = {
    { CONSOLE_X_SERVER_PASSWORD_TEXT, foreign, NULL, CONSOLE_REASON_TLS },
    { CONSOLE_X_SERVER_PASSWORD_TEXT, ca, "other.example", CONSOLE_REASON_TLS },
    { "wrong", ca, NULL, CONSOLE_REASON_AUTH },
    { NULL, ca, NULL, CONSOLE_REASON_PASSWORD_NEEDED },
  };
  g_autoptr (ConsoleXServer) server =
    console_x_server_new (CONSOLE_X_SERVER_XVNC,
                          CONSOLE_X_SERVER_TLS | CONSOLE_X_SERVER_PASSWORD);
  g_autoptr (ConsoleTarget) target =
    console_x_server_make_target (server, CONSOLE_X_SERVER_PASSWORD_TEXT, ca, "localhost");
  g_autoptr (ConsoleSession) session = console_test_open_live (target);
  g_autoptr (ConsoleFramebuffer) framebuffer = console_test_watch (session);

  g_assert_true (console_session_get_encrypted (session));
  console_x_server_paint (server, 1);
  console_test_wait (shows_the_truth (framebuffer, server));
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (ConsoleTarget) other =
        console_x_server_make_target (server, bad[i].password, bad[i].ca, bad[i].name);

      console_test_assert_fails (other, bad[i].reason);
    }
}

static gboolean
has_size (ConsoleSession *session,
          int             width,
          int             height)
{
  return console_session_get_width (session) == width &&
         console_session_get_height (session) == height;
}

/* The screen takes the size that is asked for, also while it is being painted. */
static void
test_resize (void)
{
  g_autoptr (ConsoleXServer) server =
    console_x_server_new (CONSOLE_X_SERVER_XVNC, CONSOLE_X_SERVER_CLEAR);
  g_autoptr (ConsoleSession) session = console_x_server_open (server);
  g_autoptr (ConsoleFramebuffer) framebuffer = console_test_watch (session);

  for (guint i = 0; i < 20; i++)
    {
      int width = 640 + (int) (i * 97 % 700);
      int height = 480 + (int) (i * 61 % 400);

      console_x_server_paint (server, i);
      console_session_request_size (session, width, height);
      console_x_server_paint (server, i + 100);
      console_test_wait (has_size (session, width, height));
      console_test_wait (shows_the_truth (framebuffer, server));
    }
}

/* The guest's locks are known, whoever changes them. */
static void
test_locks (void)
{
  g_autoptr (ConsoleXServer) server =
    console_x_server_new (CONSOLE_X_SERVER_XVNC, CONSOLE_X_SERVER_CLEAR);
  g_autoptr (ConsoleSession) session = console_x_server_open (server);

  console_test_wait (console_session_get_locks (session) == 0);
  press (session, server, 66, GDK_KEY_Caps_Lock);
  console_test_wait (console_session_get_locks (session) == CONSOLE_LOCK_CAPS);
  g_assert_cmpuint (console_x_server_get_locks (server), ==, CONSOLE_LOCK_CAPS);
  press (session, server, 77, GDK_KEY_Num_Lock);
  console_test_wait (console_session_get_locks (session) ==
                     (CONSOLE_LOCK_CAPS | CONSOLE_LOCK_NUM));
  press (session, server, 66, GDK_KEY_Caps_Lock);
  console_test_wait (console_session_get_locks (session) == CONSOLE_LOCK_NUM);
}

static guint32
get_pointer_colour (ConsoleSession *session)
{
  GdkCursor *cursor = console_session_get_cursor (session);
  GdkTexture *texture = cursor != NULL ? gdk_cursor_get_texture (cursor) : NULL;

  if (texture == NULL || gdk_cursor_get_hotspot_x (cursor) != 3 ||
      gdk_cursor_get_hotspot_y (cursor) != 5)
    return 0;
  return console_test_pixel (texture, 8, 8);
}

/* Red is not blue: what QEMU mixes up, others do not.  A shape is told to who has moved the
 * pointer; x11vnc has shapes of its own. */
static void
test_pointer (void)
{
  g_autoptr (ConsoleXServer) server =
    console_x_server_new (CONSOLE_X_SERVER_XVNC, CONSOLE_X_SERVER_CLEAR);
  g_autoptr (ConsoleSession) session = console_x_server_open (server);

  console_x_server_set_pointer (server, 0xff8000);
  console_session_pointer_to (session, 50, 50, 0);
  console_test_wait (get_pointer_colour (session) == 0xff8000);
}

/* A server that stands still does not stop us, and gets everything when it goes on. */
static void
test_hang (gconstpointer data)
{
  ConsoleXServerKind kind = GPOINTER_TO_INT (data);
  g_autoptr (ConsoleXServer) server = console_x_server_new (kind, CONSOLE_X_SERVER_CLEAR);
  g_autoptr (ConsoleTarget) target = console_x_server_make_target (server, NULL, NULL, NULL);
  g_autoptr (ConsoleSession) session = console_test_open_shown (target);
  gint64 longest = 0;

  console_x_server_hang (server, TRUE);
  for (guint i = 0; i < 50; i++)
    {
      gint64 start = g_get_monotonic_time ();

      console_session_key (session, 0x1e, 'a', TRUE);
      console_session_key (session, 0x1e, 'a', FALSE);
      for (int x = 0; x < 100; x++)
        console_session_pointer_to (session, x, (int) i, 0);
      console_test_spin (1);
      longest = MAX (longest, g_get_monotonic_time () - start);
    }
  g_test_message ("longest turn of the main loop: %d ms", (int) (longest / 1000));
  g_assert_cmpint (longest, <, G_USEC_PER_SEC);
  g_assert_true (console_session_is_live (session));
  console_x_server_hang (server, FALSE);
  console_session_key (session, 0x2c, 'z', TRUE);
  console_session_key (session, 0x2c, 'z', FALSE);
  console_test_wait (has_heard (server, "+38 -38 +52 -52 "));

  /* Whom it does not let in finds that out. */
  console_x_server_hang (server, TRUE);
  console_test_assert_fails (target, CONSOLE_REASON_NO_ANSWER);
  console_x_server_hang (server, FALSE);
}

static void
add_all (const char         *server,
         ConsoleXServerKind  kind)
{
  console_test_add (server, kind, "picture", test_picture);
  console_test_add (server, kind, "keys", test_keys);
  console_test_add (server, kind, "password", test_password);
  console_test_add (server, kind, "clear-forbidden", test_clear_forbidden);
  console_test_add (server, kind, "hang", test_hang);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  add_all ("xvnc", CONSOLE_X_SERVER_XVNC);
  add_all ("x11vnc", CONSOLE_X_SERVER_X11VNC);
  g_test_add_func ("/muster/console/xvnc/far", test_far);
  g_test_add_func ("/muster/console/xvnc/tls", test_tls);
  g_test_add_func ("/muster/console/xvnc/resize", test_resize);
  g_test_add_func ("/muster/console/xvnc/locks", test_locks);
  g_test_add_func ("/muster/console/xvnc/pointer", test_pointer);
  return g_test_run ();
}
