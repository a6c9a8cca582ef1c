/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console-framebuffer.h"
#include "console-picture-session.h"
#include "console-test.h"

#define WIDTH 60
#define HEIGHT 40

typedef struct
{
  GdkPixbuf *screen;        /* NULL: it cannot be seen */
  GString *pressed;
  GString *damage;
  guint n_taken;
  guint n_pressing;
} Machine;

static DexFuture *
take_picture (gpointer data)
{
  Machine *machine = data;

  machine->n_taken++;
  if (machine->screen == NULL)
    return dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_FAILED, "no graphics");

  return dex_future_new_take_object (gdk_pixbuf_copy (machine->screen));
}

static DexFuture *
pressed_cb (DexFuture *future,
            gpointer   data)
{
  ((Machine *) data)->n_pressing--;

  return dex_future_new_true ();
}

/* Slower than a person types; never two at once. */
static DexFuture *
press_keys (const guint *qnums,
            guint        n_qnums,
            gpointer     data)
{
  Machine *machine = data;

  g_assert_cmpuint (machine->n_pressing++, ==, 0);
  for (guint i = 0; i < n_qnums; i++)
    g_string_append_printf (machine->pressed, "%s%02x", i > 0 ? "+" : " ", qnums[i]);

  return dex_future_finally (dex_timeout_new_msec (5), pressed_cb, machine, NULL);
}

static void
damage_cb (ConsoleSession *session,
           int             x,
           int             y,
           int             width,
           int             height,
           Machine        *machine)
{
  g_string_append_printf (machine->damage, " %d,%d+%dx%d", x, y, width, height);
}

static void
paint (GdkPixbuf *screen,
       int        x,
       int        y,
       int        width,
       int        height,
       guint32    rgba)
{
  g_autoptr (GdkPixbuf) part = gdk_pixbuf_new_subpixbuf (screen, x, y, width, height);

  gdk_pixbuf_fill (part, rgba);
}

static void
set_up (Machine *machine)
{
  machine->screen = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, WIDTH, HEIGHT);
  gdk_pixbuf_fill (machine->screen, 0x102030ff);
  machine->pressed = g_string_new (NULL);
  machine->damage = g_string_new (NULL);
}

static void
tear_down (Machine *machine)
{
  g_clear_object (&machine->screen);
  g_string_free (machine->pressed, TRUE);
  g_string_free (machine->damage, TRUE);
}

static ConsoleSession *
open_session (Machine *machine)
{
  static const ConsolePictureFuncs funcs = { take_picture, press_keys };
  g_autoptr (ConsoleTarget) target = console_target_new (CONSOLE_PROTOCOL_VNC, "host", -1);
  ConsoleSession *session = console_picture_session_new (target, TRUE, &funcs, machine, NULL);

  g_signal_connect (session, "damage", G_CALLBACK (damage_cb), machine);
  console_session_open (session);
  console_test_wait (console_session_is_live (session) ||
                     console_session_get_state (session) == CONSOLE_STATE_FAILED);

  return session;
}

static guint32
pixel (ConsoleSession *session,
       int             x,
       int             y)
{
  cairo_rectangle_int_t area = { x, y, 1, 1 };
  guint32 value = 0;

  console_session_read_pixels (session, &area, (guint8 *) &value, 4);

  return GUINT32_FROM_LE (value) & 0xffffff;
}

static void
close_session (ConsoleSession *session)
{
  console_session_close (session);
  console_test_spin (50);
  g_assert_finalize_object (session);
}

static void
test_picture (void)
{
  Machine machine = { NULL };
  ConsoleSession *session;

  set_up (&machine);
  session = open_session (&machine);
  g_assert_true (console_session_get_encrypted (session));
  g_assert_cmpint (console_session_get_width (session), ==, WIDTH);
  g_assert_cmpint (console_session_get_height (session), ==, HEIGHT);
  g_assert_cmphex (pixel (session, 3, 3), ==, 0x102030);
  g_assert_cmpstr (machine.damage->str, ==, " 0,0+60x40");

  /* What changes, and no more. */
  g_string_truncate (machine.damage, 0);
  paint (machine.screen, 5, 18, 10, 2, 0xff8000ff);
  console_test_wait (machine.damage->len > 0);
  g_assert_cmpstr (machine.damage->str, ==, " 5,18+10x2");
  g_assert_cmphex (pixel (session, 14, 19), ==, 0xff8000);
  g_assert_cmphex (pixel (session, 15, 19), ==, 0x102030);

  /* Another size is another screen. */
  g_string_truncate (machine.damage, 0);
  g_clear_object (&machine.screen);
  machine.screen = gdk_pixbuf_new (GDK_COLORSPACE_RGB, TRUE, 8, 20, 10);
  gdk_pixbuf_fill (machine.screen, 0x00ff0080);
  console_test_wait (machine.damage->len > 0);
  g_assert_cmpint (console_session_get_width (session), ==, 20);
  g_assert_cmpstr (machine.damage->str, ==, " 0,0+20x10");
  g_assert_cmphex (pixel (session, 19, 9), ==, 0x00ff00);

  close_session (session);
  tear_down (&machine);
}

static void
test_rate (void)
{
  Machine machine = { NULL };
  ConsoleSession *session;

  set_up (&machine);
  session = open_session (&machine);
  console_test_spin (700);
  g_assert_cmpuint (machine.n_taken, ==, 1);
  console_test_spin (600);
  g_assert_cmpuint (machine.n_taken, ==, 2);

  console_session_set_watched (session, FALSE);
  console_test_spin (1500);
  g_assert_cmpuint (machine.n_taken, ==, 3);
  console_test_spin (1500);
  g_assert_cmpuint (machine.n_taken, ==, 3);
  console_session_set_watched (session, TRUE);
  console_test_wait (machine.n_taken == 4);

  close_session (session);
  tear_down (&machine);
}

static void
test_failure (void)
{
  Machine machine = { NULL };
  ConsoleSession *session;

  set_up (&machine);
  session = open_session (&machine);
  g_clear_object (&machine.screen);
  console_test_wait (console_session_get_state (session) == CONSOLE_STATE_CLOSED);
  g_assert_nonnull (strstr (console_session_get_error (session), "no graphics"));
  g_object_unref (session);

  session = open_session (&machine);
  g_assert_cmpint (console_session_get_state (session), ==, CONSOLE_STATE_FAILED);
  g_object_unref (session);
  console_test_spin (50);
  tear_down (&machine);
}

static void
type (ConsoleSession *session,
      const char     *words)
{
  g_auto (GStrv) parts = g_strsplit (words, " ", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    console_session_key (session, (guint) g_ascii_strtoull (parts[i] + 1, NULL, 16), 0,
                         parts[i][0] == '+');
}

static void
test_keys (void)
{
  static const struct { const char *typed; const char *pressed; } cases[] = {
    { "+1e -1e +30 -30", " 1e 30" },
    /* One goes down before the other is up, and one is held. */
    { "+1e +30 -1e -30", " 1e 30" },
    { "+1e +1e +1e -1e", " 1e 1e 1e" },
    { "+2a +1e -1e +30 -30 -2a", " 2a+1e 2a+30" },
    { "+1d +38 +d3 -d3 -38 -1d", " 1d+38+d3" },
    /* Something by themselves, but not when they gave the keyboard back. */
    { "+db -db", " db" },
    { "+38 -38", " 38" },
    { "+1d +38 -38 -1d", "" },
    { "+38 +0f -0f -38", " 38+0f" },
    { "+38 +b7 +30 -30 -b7 -38", " 38+b7+30" },
    { "+b7 -b7", " b7" },
  };
  Machine machine = { NULL };
  ConsoleSession *session;

  set_up (&machine);
  session = open_session (&machine);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_string_truncate (machine.pressed, 0);
      type (session, cases[i].typed);
      console_test_spin (60);
      g_assert_cmpstr (machine.pressed->str, ==, cases[i].pressed);
    }
  console_session_pointer_to (session, 1, 1, CONSOLE_BUTTON_LEFT);
  console_session_scroll (session, 0, 1);

  close_session (session);
  tear_down (&machine);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  g_test_add_func ("/muster/console/picture/picture", test_picture);
  g_test_add_func ("/muster/console/picture/rate", test_rate);
  g_test_add_func ("/muster/console/picture/failure", test_failure);
  g_test_add_func ("/muster/console/picture/keys", test_keys);

  return g_test_run ();
}
