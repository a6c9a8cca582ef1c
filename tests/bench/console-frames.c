/* SPDX-License-Identifier: GPL-3.0-or-later */

/* console-frames [spice|vnc PORT]: what the console's widget costs the main thread,
 * without any server: milliseconds of its processor time a frame, one line each, of
 * 1080p that changes as a whole, of 64x64 of it, and of all of it scaled.
 *
 * With a server on this machine: which part of its rectangles the library that
 * speaks to it still delivers, from an idle source as both do, while each frame
 * costs 20 ms more than it does.
 */
#include "config.h"

#include <stdlib.h>
#include <time.h>

#include "console-display.h"
#include "console-dummy-session.h"

#define WIDTH 1920
#define HEIGHT 1080
#define SCALED_WIDTH 1600
#define SCALED_HEIGHT 900
#define WARM_UP 20
#define FRAMES 120

#define ROUNDS 3
#define LISTEN_MSEC 4000
#define SETTLE_MSEC 500
#define COST_USEC (20 * 1000)

typedef struct
{
  GtkWidget *window;
  ConsoleSession *session;
  GdkFrameClock *clock;
  cairo_rectangle_int_t damage;     /* empty if a server says what changes */
  GArray *costs;                    /* of the frames, in microseconds */
  gint64 last;
  guint n_rectangles;
  guint cost_usec;
} Stage;

static gint64
read_thread_usec (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

static void
damage (Stage *stage)
{
  console_dummy_session_damage (CONSOLE_DUMMY_SESSION (stage->session),
                                stage->damage.x, stage->damage.y,
                                stage->damage.width, stage->damage.height);
}

static void
paint_cb (Stage *stage)
{
  gint64 end = g_get_monotonic_time () + stage->cost_usec;

  while (g_get_monotonic_time () < end)
    ;
}

/* From one change to the next: what came between belongs to the frame too. */
static void
updated_cb (Stage *stage)
{
  gint64 now = read_thread_usec ();
  gint64 cost = now - stage->last;

  g_array_append_val (stage->costs, cost);
  stage->last = now;
}

/* The next change follows the frame that showed the last one; there are others. */
static void
after_paint_cb (Stage *stage)
{
  if (stage->damage.width > 0)
    damage (stage);
}

static void
open_stage (Stage *stage,
            int    width,
            int    height)
{
  GtkWidget *display = console_display_new ();

  stage->costs = g_array_new (FALSE, FALSE, sizeof (gint64));
  console_display_set_session (CONSOLE_DISPLAY (display), stage->session);
  stage->window = gtk_window_new ();
  gtk_window_set_decorated (GTK_WINDOW (stage->window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (stage->window), width, height);
  gtk_window_set_child (GTK_WINDOW (stage->window), display);
  gtk_window_present (GTK_WINDOW (stage->window));
  while (gtk_widget_get_width (display) != width || gtk_widget_get_height (display) != height)
    g_main_context_iteration (NULL, TRUE);
  stage->clock = g_object_ref (gtk_widget_get_frame_clock (display));
  g_signal_connect_swapped (console_display_get_framebuffer (CONSOLE_DISPLAY (display)),
                            "updated", G_CALLBACK (updated_cb), stage);
  g_signal_connect_swapped (stage->clock, "paint", G_CALLBACK (paint_cb), stage);
  g_signal_connect_swapped (stage->clock, "after-paint", G_CALLBACK (after_paint_cb), stage);
}

static void
close_stage (Stage *stage)
{
  g_signal_handlers_disconnect_by_data (stage->clock, stage);
  g_signal_handlers_disconnect_by_data (stage->session, stage);
  g_clear_object (&stage->clock);
  gtk_window_destroy (GTK_WINDOW (stage->window));
  console_session_close (stage->session);
  g_clear_object (&stage->session);
  g_clear_pointer (&stage->costs, g_array_unref);
}

/* --- without a server ------------------------------------------------------------- */

static ConsoleSession *
new_dummy (void)
{
  g_autoptr (ConsoleTarget) target = console_target_new (CONSOLE_PROTOCOL_VNC, "localhost", 1);
  ConsoleSession *session = console_dummy_session_new (target);
  ConsoleDummySession *dummy = CONSOLE_DUMMY_SESSION (session);

  console_session_open (session);
  console_dummy_session_resize (dummy, WIDTH, HEIGHT);
  console_dummy_session_connect (dummy);
  console_dummy_session_fill (dummy, 0, 0, WIDTH, HEIGHT, 0x204080);
  return session;
}

static int
compare_costs (gconstpointer a,
               gconstpointer b)
{
  gint64 first = *(const gint64 *) a, second = *(const gint64 *) b;

  return first < second ? -1 : first > second;
}

/* The median: on a machine that has more to do, some frames pay for that. */
static double
find_cost (Stage *stage)
{
  g_array_remove_range (stage->costs, 0, WARM_UP);
  g_array_sort (stage->costs, compare_costs);
  return (double) g_array_index (stage->costs, gint64, stage->costs->len / 2) / 1e3;
}

static void
measure_frames (const char            *name,
                int                    width,
                int                    height,
                cairo_rectangle_int_t  area)
{
  Stage stage = { .session = new_dummy (), .damage = area };

  open_stage (&stage, width, height);
  damage (&stage);
  while (stage.costs->len < WARM_UP + FRAMES)
    g_main_context_iteration (NULL, TRUE);
  g_print ("%s %.3f\n", name, find_cost (&stage));
  close_stage (&stage);
}

/* --- with one ------------------------------------------------------------------------ */

static void
damage_cb (Stage *stage)
{
  stage->n_rectangles++;
}

static void
set_cb (gpointer over)
{
  *(gboolean *) over = TRUE;
}

static void
run_for (guint msec)
{
  gboolean over = FALSE;

  g_timeout_add_once (msec, set_cb, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

static guint
count_rectangles (Stage *stage,
                  guint  cost_usec)
{
  guint before;

  stage->cost_usec = cost_usec;
  run_for (SETTLE_MSEC);
  before = stage->n_rectangles;
  run_for (LISTEN_MSEC);
  return stage->n_rectangles - before;
}

static void
measure_starvation (ConsoleProtocol protocol,
                    int             port)
{
  g_autoptr (ConsoleTarget) target = g_object_new (CONSOLE_TYPE_TARGET,
                                                   "protocol", protocol,
                                                   "host", "127.0.0.1",
                                                   "port", port,
                                                   "allow-clear", TRUE,
                                                   NULL);
  Stage stage = { .session = console_session_new_for_target (target) };

  g_signal_connect_swapped (stage.session, "damage", G_CALLBACK (damage_cb), &stage);
  console_session_open (stage.session);
  open_stage (&stage, WIDTH, HEIGHT);
  for (guint i = 0; i < ROUNDS; i++)
    {
      guint free_run = count_rectangles (&stage, 0);
      guint busy_run = count_rectangles (&stage, COST_USEC);

      g_print ("kept %u %u\n", busy_run, free_run);
    }
  close_stage (&stage);
}

int
main (int    argc,
      char **argv)
{
  dex_init ();
  gtk_init ();
  if (argc == 3)
    {
      measure_starvation (g_str_equal (argv[1], "spice") ? CONSOLE_PROTOCOL_SPICE
                                                         : CONSOLE_PROTOCOL_VNC,
                          atoi (argv[2]));
      return EXIT_SUCCESS;
    }
  measure_frames ("full", WIDTH, HEIGHT, (cairo_rectangle_int_t) { 0, 0, WIDTH, HEIGHT });
  measure_frames ("blink", WIDTH, HEIGHT, (cairo_rectangle_int_t) { 960, 512, 64, 64 });
  measure_frames ("scaled", SCALED_WIDTH, SCALED_HEIGHT,
                  (cairo_rectangle_int_t) { 0, 0, WIDTH, HEIGHT });
  return EXIT_SUCCESS;
}
