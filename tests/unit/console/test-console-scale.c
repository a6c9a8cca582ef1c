/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a compositor shows of a display, pixel for pixel, at fractional scales: a headless
 * sway of its own, with a pointer and a keyboard. */
#include "config.h"

#include <linux/input-event-codes.h>
#include <math.h>
#include <string.h>

#include "console-display.h"
#include "console-dummy-session.h"
#include "console-sway.h"
#include "console-test.h"
#include "console-wayland-user.h"

/* Several tiles each way, and no multiple of them. */
#define PICTURE_WIDTH 400
#define PICTURE_HEIGHT 300

#define GREY 0x5a7c31

typedef struct
{
  GtkWidget *window;
  GtkWidget *display;
  ConsoleDummySession *session;
  /* What the guest shows. */
  cairo_surface_t *picture;
} Fixture;

/* Where the display is in its window, so that its edges fall between device pixels. */
typedef struct
{
  int start, top, end, bottom;
} Margins;

static const double scales[] = { 1, 1.25, 1.5, 1.75, 2 };
static const Margins no_margins, odd_margins = { 13, 7, 6, 4 };

static ConsoleSway *sway;
static ConsoleWaylandUser *user;

static guint32 *
pixel_at (cairo_surface_t *surface,
          int              x,
          int              y)
{
  return (guint32 *) (void *) (cairo_image_surface_get_data (surface)
                               + y * cairo_image_surface_get_stride (surface)) + x;
}

static guint32
read_pixel (cairo_surface_t *surface,
            int              x,
            int              y)
{
  return *pixel_at (surface, x, y) & 0xffffff;
}

typedef guint32 (*Pattern) (int x, int y, int width, int height);

static guint32
checks (int x, int y, int width, int height)
{
  if (x == 0 || y == 0)
    return x == 0 ? 0xff0000 : 0x00ff00;
  if (x == width - 1 || y == height - 1)
    return x == width - 1 ? 0x0000ff : 0xffff00;
  if (y > height / 2)
    return (guint32) (x * 7 ^ y * 13) * 2654435761u >> 8;
  return (x + y) % 2 == 0 ? 0xffffff : 0;
}

static guint32
inverse_checks (int x, int y, int width, int height)
{
  return checks (x, y, width, height) ^ 0xffffff;
}

static guint32
flat (int x, int y, int width, int height)
{
  return GREY;
}

static guint32
gradient (int x, int y, int width, int height)
{
  return (guint32) (x * 255 / (width - 1)) << 16 | (guint32) (y * 255 / (height - 1));
}

/* In our copy of the guest's screen, and in the guest. */
static void
paint (Fixture *fixture,
       Pattern  pattern,
       int      x,
       int      y,
       int      width,
       int      height)
{
  g_autofree guint32 *rows = g_new (guint32, width * height);
  int all_width = cairo_image_surface_get_width (fixture->picture);
  int all_height = cairo_image_surface_get_height (fixture->picture);

  for (int row = 0; row < height; row++)
    for (int column = 0; column < width; column++)
      rows[row * width + column] = *pixel_at (fixture->picture, x + column, y + row) =
        pattern (x + column, y + row, all_width, all_height) & 0xffffff;
  cairo_surface_mark_dirty (fixture->picture);
  console_dummy_session_paint (fixture->session, x, y, width, height, rows);
}

static void
paint_all (Fixture *fixture,
           Pattern  pattern)
{
  paint (fixture, pattern, 0, 0, cairo_image_surface_get_width (fixture->picture),
         cairo_image_surface_get_height (fixture->picture));
}

static void
resize (Fixture *fixture,
        int      width,
        int      height)
{
  g_clear_pointer (&fixture->picture, cairo_surface_destroy);
  fixture->picture = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  g_assert_true (console_dummy_session_resize (fixture->session, width, height));
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (ConsoleTarget) target = console_target_new (CONSOLE_PROTOCOL_VNC, "localhost", 1);

  fixture->session = CONSOLE_DUMMY_SESSION (console_dummy_session_new (target));
  fixture->display = console_display_new ();
  console_display_set_session (CONSOLE_DISPLAY (fixture->display),
                               CONSOLE_SESSION (fixture->session));
  fixture->window = gtk_window_new ();
  gtk_window_set_decorated (GTK_WINDOW (fixture->window), FALSE);
  gtk_window_set_child (GTK_WINDOW (fixture->window), fixture->display);

  console_session_open (CONSOLE_SESSION (fixture->session));
  resize (fixture, PICTURE_WIDTH, PICTURE_HEIGHT);
  console_dummy_session_connect (fixture->session);
  paint_all (fixture, checks);
  gtk_window_present (GTK_WINDOW (fixture->window));
  console_test_wait (gtk_widget_get_width (fixture->display) > 0);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  console_test_spin (20);
  g_assert_finalize_object (fixture->session);
  cairo_surface_destroy (fixture->picture);
}

static double
get_scale (Fixture *fixture)
{
  return gdk_surface_get_scale (gtk_native_get_surface (GTK_NATIVE (fixture->window)));
}

static void
set_scale (Fixture *fixture,
           double   scale)
{
  g_autofree char *command = g_strdup_printf ("output * scale %g", scale);
  int width = (int) round (CONSOLE_SWAY_WIDTH / scale);

  console_sway_command (sway, command);
  console_test_wait (get_scale (fixture) == scale &&
                     gtk_widget_get_width (fixture->window) == width);
}

static void
set_margins (Fixture       *fixture,
             const Margins *margins)
{
  gtk_widget_set_margin_start (fixture->display, margins->start);
  gtk_widget_set_margin_top (fixture->display, margins->top);
  gtk_widget_set_margin_end (fixture->display, margins->end);
  gtk_widget_set_margin_bottom (fixture->display, margins->bottom);
}

/* The device pixels that are the widget's alone. */
static cairo_rectangle_int_t
find_area (Fixture   *fixture,
           GtkWidget *widget)
{
  double scale = get_scale (fixture);
  graphene_rect_t bounds;
  int x1, y1;

  g_assert_true (gtk_widget_compute_bounds (widget, fixture->window, &bounds));
  x1 = (int) ceil (bounds.origin.x * scale);
  y1 = (int) ceil (bounds.origin.y * scale);
  return (cairo_rectangle_int_t) {
    x1, y1,
    (int) floor ((bounds.origin.x + bounds.size.width) * scale) - x1,
    (int) floor ((bounds.origin.y + bounds.size.height) * scale) - y1
  };
}

/* Where the picture has to be. */
static cairo_rectangle_int_t
place (Fixture                     *fixture,
       ConsoleScaling               scaling,
       const cairo_rectangle_int_t *area)
{
  int width = cairo_image_surface_get_width (fixture->picture);
  int height = cairo_image_surface_get_height (fixture->picture);
  double fit = MIN ((double) area->width / width, (double) area->height / height);
  double factor = scaling == CONSOLE_SCALING_ONE_TO_ONE ? 1
                  : scaling == CONSOLE_SCALING_INTEGER ? floor (fit) : fit;

  if (scaling == CONSOLE_SCALING_STRETCH)
    return *area;
  width = (int) round (width * factor);
  height = (int) round (height * factor);
  return (cairo_rectangle_int_t) {
    area->x + (area->width - width) / 2, area->y + (area->height - height) / 2, width, height
  };
}

static void
multiply (cairo_surface_t *picture,
          cairo_surface_t *result)
{
  int width = cairo_image_surface_get_width (result);
  int height = cairo_image_surface_get_height (result);
  int factor_x = width / cairo_image_surface_get_width (picture);
  int factor_y = height / cairo_image_surface_get_height (picture);

  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      *pixel_at (result, x, y) = read_pixel (picture, x / factor_x, y / factor_y);
  cairo_surface_mark_dirty (result);
}

static void
mix (cairo_surface_t *picture,
     cairo_surface_t *result)
{
  cairo_t *cr = cairo_create (result);

  cairo_scale (cr, (double) cairo_image_surface_get_width (result)
                   / cairo_image_surface_get_width (picture),
               (double) cairo_image_surface_get_height (result)
               / cairo_image_surface_get_height (picture));
  cairo_set_source_surface (cr, picture, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_BILINEAR);
  cairo_pattern_set_extend (cairo_get_source (cr), CAIRO_EXTEND_PAD);
  cairo_paint (cr);
  cairo_destroy (cr);
  cairo_surface_flush (result);
}

static gboolean
is_mixed (Fixture                     *fixture,
          const cairo_rectangle_int_t *where)
{
  return where->width % cairo_image_surface_get_width (fixture->picture) != 0 ||
         where->height % cairo_image_surface_get_height (fixture->picture) != 0;
}

/* The picture in its place, made at once and by nobody else. */
static cairo_surface_t *
scale_picture (Fixture                     *fixture,
               const cairo_rectangle_int_t *where)
{
  cairo_surface_t *result =
    cairo_image_surface_create (CAIRO_FORMAT_RGB24, where->width, where->height);

  if (is_mixed (fixture, where))
    mix (fixture->picture, result);
  else
    multiply (fixture->picture, result);
  return result;
}

typedef struct
{
  guint count;
  int x, y;
  guint32 found, expected;
} Difference;

/* Cairo rounds where a pixel is mixed from about the middle of what it draws at once, and
 * mixes in steps of 1/128. */
#define MIXED_TOLERANCE 5

static gboolean
is_same (guint32 a,
         guint32 b,
         int     tolerance)
{
  for (int shift = 0; shift < 24; shift += 8)
    if (abs ((int) (a >> shift & 0xff) - (int) (b >> shift & 0xff)) > tolerance)
      return FALSE;
  return TRUE;
}

/* All of the area: the picture, and nothing beside it. */
static Difference
compare (cairo_surface_t             *shot,
         const cairo_rectangle_int_t *area,
         cairo_surface_t             *picture,
         int                          picture_x,
         int                          picture_y,
         int                          tolerance)
{
  int width = cairo_image_surface_get_width (picture);
  int height = cairo_image_surface_get_height (picture);
  Difference difference = { 0 };

  for (int y = area->y; y < area->y + area->height; y++)
    for (int x = area->x; x < area->x + area->width; x++)
      {
        int inside_x = x - picture_x, inside_y = y - picture_y;
        guint32 expected = inside_x >= 0 && inside_x < width && inside_y >= 0 && inside_y < height
          ? read_pixel (picture, inside_x, inside_y) : 0;

        if (!is_same (read_pixel (shot, x, y), expected, tolerance) && difference.count++ == 0)
          difference = (Difference) { 1, x, y, read_pixel (shot, x, y), expected };
      }
  return difference;
}

/* In what @clip shows of the display. */
static Difference
look (Fixture   *fixture,
      GtkWidget *clip,
      int        mixed_tolerance)
{
  ConsoleScaling scaling = console_display_get_scaling (CONSOLE_DISPLAY (fixture->display));
  cairo_rectangle_int_t area = find_area (fixture, clip);
  cairo_rectangle_int_t all = find_area (fixture, fixture->display);
  cairo_rectangle_int_t where = place (fixture, scaling, &all);
  cairo_surface_t *picture = scale_picture (fixture, &where);
  cairo_surface_t *shot = console_sway_capture (sway);
  Difference difference = compare (shot, &area, picture, where.x, where.y,
                                   is_mixed (fixture, &where) ? mixed_tolerance : 0);

  cairo_surface_destroy (picture);
  cairo_surface_destroy (shot);
  return difference;
}

/* The compositor shows the last frame when it has it. */
static void
assert_shows (Fixture    *fixture,
              GtkWidget  *clip,
              int         mixed_tolerance,
              const char *what)
{
  Difference difference = { 1 };

  for (int tries = 0; difference.count > 0 && tries < 10; tries++)
    {
      console_test_spin (20 + tries * 20);
      difference = look (fixture, clip, mixed_tolerance);
    }
  if (difference.count > 0)
    {
      g_test_message ("%s at %g: %u pixels differ, first %d,%d: %06x instead of %06x",
                      what, get_scale (fixture), difference.count, difference.x, difference.y,
                      difference.found, difference.expected);
      g_test_fail ();
    }
}

static void
assert_sharp (Fixture    *fixture,
              const char *what)
{
  assert_shows (fixture, fixture->display, MIXED_TOLERANCE, what);
}

/* The whole, then parts: in the middle of tiles, across their borders, one pixel, an edge. */
static void
assert_stays_sharp (Fixture *fixture)
{
  paint_all (fixture, checks);
  assert_sharp (fixture, "the whole");
  paint (fixture, inverse_checks, 160, 140, 64, 64);
  assert_sharp (fixture, "a part in the middle");
  paint (fixture, inverse_checks, 97, 225, 64, 64);
  paint (fixture, flat, 383, 1, 1, 1);
  assert_sharp (fixture, "a part across tiles");
  paint (fixture, inverse_checks, 333, 0, 67, 45);
  assert_sharp (fixture, "a part at the edge");
  paint_all (fixture, flat);
  assert_shows (fixture, fixture->display, 0, "one colour");
  paint_all (fixture, gradient);
  assert_sharp (fixture, "a gradient");
}

static void
test_mode (Fixture       *fixture,
           gconstpointer  data)
{
  console_display_set_scaling (CONSOLE_DISPLAY (fixture->display), GPOINTER_TO_INT (data));
  for (gsize i = 0; i < G_N_ELEMENTS (scales); i++)
    {
      set_margins (fixture, &no_margins);
      set_scale (fixture, scales[i]);
      paint_all (fixture, checks);
      assert_sharp (fixture, "on the whole window");
      set_margins (fixture, &odd_margins);
      assert_stays_sharp (fixture);
    }
}

/* A guest that takes the display's size is shown as it is. */
static void
test_resized_guest (Fixture       *fixture,
                    gconstpointer  data)
{
  console_display_set_resize_guest (CONSOLE_DISPLAY (fixture->display), TRUE);
  set_margins (fixture, &odd_margins);
  for (gsize i = 0; i < G_N_ELEMENTS (scales); i++)
    {
      g_autofree char *asked = NULL;
      const char *size;
      cairo_rectangle_int_t area;
      int width = 0, height = 0;

      set_scale (fixture, scales[i]);
      console_test_spin (600);
      asked = console_dummy_session_take_input (fixture->session);
      size = strrchr (asked, ' ') != NULL ? strrchr (asked, ' ') + 1 : asked;
      g_assert_cmpint (sscanf (size, "%dx%d", &width, &height), ==, 2);
      area = find_area (fixture, fixture->display);
      g_assert_cmpint (width, ==, area.width);
      g_assert_cmpint (height, ==, area.height);
      resize (fixture, width, height);
      paint_all (fixture, checks);
      assert_sharp (fixture, "a guest of the display's size");
    }
}

/* Wherever it is scrolled to. */
static void
test_scrolled (Fixture       *fixture,
               gconstpointer  data)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkAdjustment *across = gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (scrolled));
  GtkAdjustment *down = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));

  g_object_ref (fixture->display);
  gtk_window_set_child (GTK_WINDOW (fixture->window), scrolled);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), fixture->display);
  g_object_unref (fixture->display);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled),
                                  GTK_POLICY_EXTERNAL, GTK_POLICY_EXTERNAL);
  gtk_widget_set_margin_start (scrolled, 3);
  gtk_widget_set_margin_top (scrolled, 2);
  console_display_set_scaling (CONSOLE_DISPLAY (fixture->display), CONSOLE_SCALING_ONE_TO_ONE);
  resize (fixture, 1300, 1000);
  paint_all (fixture, checks);
  for (gsize i = 0; i < G_N_ELEMENTS (scales); i++)
    {
      set_scale (fixture, scales[i]);
      for (int position = 0; position <= 45; position += 9)
        {
          gtk_adjustment_set_value (across, position);
          gtk_adjustment_set_value (down, position / 2);
          assert_shows (fixture, scrolled, 0, "scrolled");
        }
      gtk_adjustment_set_value (across, 10000);
      gtk_adjustment_set_value (down, 10000);
      console_test_spin (50);
      g_assert_cmpint (find_area (fixture, fixture->display).width, >=, 1300);
      g_assert_cmpint (find_area (fixture, fixture->display).height, >=, 1000);
    }
}

/* Without where the pointer happens to be. */
static void
add_input (Fixture *fixture,
           GString *words)
{
  g_autofree char *input = console_dummy_session_take_input (fixture->session);
  g_auto (GStrv) list = g_strsplit (input, " ", -1);

  for (char **word = list; *word != NULL; word++)
    if (**word != '\0' && !(g_str_has_prefix (*word, "@") && g_str_has_suffix (*word, "/0")))
      g_string_append_printf (words, "%s%s", words->len > 0 ? " " : "", *word);
}

static void
assert_input (Fixture    *fixture,
              const char *expected)
{
  g_autoptr (GString) words = g_string_new (NULL);

  for (int tries = 0; tries < 100 && words->len < strlen (expected); tries++)
    {
      console_test_spin (20);
      add_input (fixture, words);
    }
  g_assert_cmpstr (words->str, ==, expected);
}

static void
drop_input (Fixture *fixture)
{
  console_test_spin (100);
  g_free (console_dummy_session_take_input (fixture->session));
}

static void
point (int x,
       int y)
{
  console_wayland_user_point (user, x, y, CONSOLE_SWAY_WIDTH, CONSOLE_SWAY_HEIGHT);
}

/* The pixel under the pointer, also the first and the last one. */
static void
test_pointer (Fixture       *fixture,
              gconstpointer  data)
{
  const struct { int x, y; } places[] = { { 0, 0 }, { 399, 299 }, { 127, 128 }, { 200, 1 } };

  console_display_set_scaling (CONSOLE_DISPLAY (fixture->display), CONSOLE_SCALING_ONE_TO_ONE);
  set_margins (fixture, &odd_margins);
  for (gsize i = 0; i < G_N_ELEMENTS (scales); i++)
    {
      cairo_rectangle_int_t area, where;

      set_scale (fixture, scales[i]);
      area = find_area (fixture, fixture->display);
      where = place (fixture, CONSOLE_SCALING_ONE_TO_ONE, &area);
      for (gsize j = 0; j < G_N_ELEMENTS (places); j++)
        {
          g_autofree char *pressed = g_strdup_printf ("@%d,%d/1", places[j].x, places[j].y);

          point (where.x + places[j].x, where.y + places[j].y);
          drop_input (fixture);
          console_wayland_user_button (user, BTN_LEFT, TRUE);
          assert_input (fixture, pressed);
          console_wayland_user_button (user, BTN_LEFT, FALSE);
        }
    }
}

static void
press (guint key)
{
  console_wayland_user_key (user, key, TRUE);
  console_wayland_user_key (user, key, FALSE);
}

static gboolean
was_bound_key_taken (void)
{
  g_autofree char *path = g_build_filename (console_sway_get_dir (sway), "taken", NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static void
press_super_x (void)
{
  console_wayland_user_key (user, KEY_LEFTMETA, TRUE);
  press (KEY_X);
  console_wayland_user_key (user, KEY_LEFTMETA, FALSE);
}

/* Scan codes, and the compositor's own keys while the guest has the keyboard. */
static void
test_keyboard (Fixture       *fixture,
               gconstpointer  data)
{
  ConsoleDisplay *display = CONSOLE_DISPLAY (fixture->display);
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (fixture->window));

  gtk_widget_grab_focus (fixture->display);
  console_test_wait (console_display_get_grabbed (display));
  console_test_wait (gdk_toplevel_get_state (GDK_TOPLEVEL (surface)) & GDK_TOPLEVEL_STATE_FOCUSED);
  drop_input (fixture);
  press (KEY_A);
  press (KEY_LEFT);
  press (KEY_102ND);
  assert_input (fixture, "+1e -1e +cb -cb +56 -56");

  press_super_x ();
  assert_input (fixture, "+db +2d -2d -db");
  console_test_spin (300);
  g_assert_false (was_bound_key_taken ());

  console_display_set_grabbed (display, FALSE);
  console_test_spin (100);
  press_super_x ();
  console_test_wait (was_bound_key_taken ());
}

static gboolean
has_renderer (const char *name)
{
  GtkWidget *window = gtk_window_new ();
  GskRenderer *renderer;
  gboolean has;

  gtk_widget_realize (window);
  renderer = gtk_native_get_renderer (GTK_NATIVE (window));
  g_test_message ("GTK draws with %s", G_OBJECT_TYPE_NAME (renderer));
  has = GSK_IS_CAIRO_RENDERER (renderer) == (strcmp (name, "cairo") == 0);
  gtk_window_destroy (GTK_WINDOW (window));
  return has;
}

static char *renderer;

static const GOptionEntry options[] = {
  { "renderer", 0, 0, G_OPTION_ARG_STRING, &renderer, NULL, "cairo|ngl" },
  { NULL }
};

static void
read_arguments (int    *argc,
                char ***argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  g_option_context_add_main_entries (context, options, NULL);
  g_option_context_set_ignore_unknown_options (context, TRUE);
  g_option_context_parse (context, argc, argv, NULL);
  g_setenv ("GSK_RENDERER", renderer != NULL ? renderer : "cairo", TRUE);
}

static void
test_renderer (void)
{
  g_assert_true (has_renderer (g_getenv ("GSK_RENDERER")));
}

static void
add_tests (void)
{
  const struct
  {
    const char *name;
    int mode;
    void (*run) (Fixture *, gconstpointer);
  } tests[] = {
    { "one-to-one", CONSOLE_SCALING_ONE_TO_ONE, test_mode },
    { "integer", CONSOLE_SCALING_INTEGER, test_mode },
    { "fit", CONSOLE_SCALING_FIT, test_mode },
    { "stretch", CONSOLE_SCALING_STRETCH, test_mode },
    { "resized-guest", 0, test_resized_guest },
    { "scrolled", 0, test_scrolled },
    { "pointer", 0, test_pointer },
    { "keyboard", 0, test_keyboard },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/muster/console/scale/", tests[i].name, NULL);

      g_test_add (path, Fixture, GINT_TO_POINTER (tests[i].mode), set_up, tests[i].run,
                  tear_down);
    }
}

int
main (int    argc,
      char **argv)
{
  int status;

  read_arguments (&argc, &argv);
  sway = console_sway_new ("exec touch \"$XDG_RUNTIME_DIR/taken\"");
  gtk_test_init (&argc, &argv, NULL);
  user = console_wayland_user_new ();
  g_test_add_func ("/muster/console/scale/renderer", test_renderer);
  add_tests ();
  status = g_test_run ();
  console_wayland_user_free (user);
  console_sway_free (sway);
  return status;
}
