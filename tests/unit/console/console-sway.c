/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>

#include "console-sway.h"
#include "console-test.h"

#define OUTPUT "HEADLESS-1"

struct _ConsoleSway
{
  GSubprocess *process;
  char *dir;
};

static void
set_environment (ConsoleSway *self)
{
  g_autofree char *socket = g_build_filename (self->dir, "sway.sock", NULL);

  g_unsetenv ("DISPLAY");
  g_unsetenv ("WAYLAND_DISPLAY");
  g_setenv ("XDG_RUNTIME_DIR", self->dir, TRUE);
  g_setenv ("SWAYSOCK", socket, TRUE);
  g_setenv ("WLR_BACKENDS", "headless", TRUE);
  g_setenv ("WLR_RENDERER", "pixman", TRUE);
  g_setenv ("WLR_LIBINPUT_NO_DEVICES", "1", TRUE);
}

static char *
write_config (ConsoleSway *self,
              const char  *binding)
{
  g_autofree char *text =
    g_strdup_printf ("xwayland disable\n"
                     "default_border none\n"
                     "output " OUTPUT " mode --custom %dx%d\n"
                     "seat * hide_cursor 100\n"
                     "bindsym Mod4+x %s\n", CONSOLE_SWAY_WIDTH, CONSOLE_SWAY_HEIGHT, binding);
  char *path = g_build_filename (self->dir, "config", NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

static gboolean
is_there (ConsoleSway *self,
          const char  *name)
{
  g_autofree char *path = g_build_filename (self->dir, name, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

ConsoleSway *
console_sway_new (const char *binding)
{
  ConsoleSway *self = g_new0 (ConsoleSway, 1);
  g_autofree char *config = NULL;

  self->dir = g_dir_make_tmp ("muster-sway-XXXXXX", NULL);
  g_assert_nonnull (self->dir);
  set_environment (self);
  config = write_config (self, binding);
  self->process = console_test_spawn ((const char *[]) { "sway", "-c", config, NULL }, -1);
  console_test_wait (is_there (self, "wayland-1") && is_there (self, "sway.sock"));
  g_setenv ("WAYLAND_DISPLAY", "wayland-1", TRUE);
  g_setenv ("GDK_BACKEND", "wayland", TRUE);
  return self;
}

static void
remove_dir (const char *dir)
{
  g_autoptr (GDir) open = g_dir_open (dir, 0, NULL);
  const char *name;

  while (open != NULL && (name = g_dir_read_name (open)) != NULL)
    {
      g_autofree char *path = g_build_filename (dir, name, NULL);

      g_remove (path);
    }
  g_rmdir (dir);
}

void
console_sway_free (ConsoleSway *self)
{
  g_subprocess_send_signal (self->process, SIGTERM);
  g_subprocess_wait (self->process, NULL, NULL);
  g_clear_object (&self->process);
  remove_dir (self->dir);
  g_free (self->dir);
  g_free (self);
}

const char *
console_sway_get_dir (ConsoleSway *self)
{
  return self->dir;
}

/* The compositor may wait for our window to answer. */
static void
run (const char *const *argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process =
    g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error);

  g_assert_no_error (error);
  console_test_wait (g_subprocess_get_identifier (process) == NULL);
  g_assert_true (g_subprocess_get_successful (process));
}

void
console_sway_command (ConsoleSway *self,
                      const char  *command)
{
  run ((const char *[]) { "swaymsg", "--", command, NULL });
}

static cairo_surface_t *
read_picture (const char *path)
{
  g_autofree char *text = NULL;
  const guint8 *from;
  int width, height, start;
  cairo_surface_t *surface;
  gsize size;

  g_assert_true (g_file_get_contents (path, &text, &size, NULL));
  g_assert_cmpint (sscanf (text, "P6\n%d %d\n255%n", &width, &height, &start), ==, 2);
  g_assert_cmpuint (size, ==, (gsize) start + 1 + (gsize) width * height * 3);
  from = (const guint8 *) text + start + 1;
  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  for (int y = 0; y < height; y++)
    {
      guint32 *to = (guint32 *) (void *) (cairo_image_surface_get_data (surface)
                                          + y * cairo_image_surface_get_stride (surface));

      for (int x = 0; x < width; x++, from += 3)
        to[x] = (guint32) from[0] << 16 | (guint32) from[1] << 8 | from[2];
    }
  cairo_surface_mark_dirty (surface);
  return surface;
}

cairo_surface_t *
console_sway_capture (ConsoleSway *self)
{
  g_autofree char *path = g_build_filename (self->dir, "shot.ppm", NULL);
  cairo_surface_t *surface;

  run ((const char *[]) { "grim", "-t", "ppm", "-o", OUTPUT, path, NULL });
  surface = read_picture (path);
  g_assert_cmpint (cairo_image_surface_get_width (surface), ==, CONSOLE_SWAY_WIDTH);
  g_assert_cmpint (cairo_image_surface_get_height (surface), ==, CONSOLE_SWAY_HEIGHT);
  return surface;
}
