/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#include <X11/XKBlib.h>
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <glib/gstdio.h>

#include "console-pki.h"
#include "console-test.h"
#include "console-x-server.h"

/* The screen may grow; the window need not. */
#define WINDOW_SIDE 2048
#define NOISE_SIDE 160

struct _ConsoleXServer
{
  ConsoleXServerKind kind;
  ConsoleXServerFlags flags;
  int port;
  char *folder;
  GSubprocess *x;
  GSubprocess *vnc;       /* NULL if that is X itself */
  Display *display;
  Window window;
  GString *input;
};

/* CONSOLE_X_SERVER_PASSWORD_TEXT as VNC's servers keep it, scrambled with a key that
 * everybody knows. */
static const guint8 password_file[] = { 0x0b, 0xa7, 0x55, 0xa9, 0x23, 0x04, 0xb7, 0x8a };

static void
add_security (ConsoleXServer *self,
              GStrvBuilder   *argv)
{
  gboolean tls = self->flags & CONSOLE_X_SERVER_TLS;
  gboolean password = self->flags & CONSOLE_X_SERVER_PASSWORD;
  g_autofree char *file = g_build_filename (self->folder, "password", NULL);

  g_strv_builder_add_many (argv, "-SecurityTypes",
                           tls ? (password ? "X509Vnc" : "X509None")
                               : (password ? "VncAuth" : "None"), NULL);
  if (password)
    g_strv_builder_add_many (argv, "-PasswordFile", file, NULL);
  if (tls)
    {
      g_autofree char *cert =
        g_build_filename (console_pki_get_folder (), "server-cert.pem", NULL);
      g_autofree char *key =
        g_build_filename (console_pki_get_folder (), "server-key.pem", NULL);

      g_strv_builder_add_many (argv, "-X509Cert", cert, "-X509Key", key, NULL);
    }
}

/* The server picks a display that is free, and says so when it is ready. */
static char *
spawn_x (ConsoleXServer *self)
{
  g_autoptr (GStrvBuilder) argv = g_strv_builder_new ();
  g_autofree char *port = g_strdup_printf ("%d", self->port);
  g_auto (GStrv) arguments = NULL;
  char number[16] = "";
  int ends[2];
  gssize n = 0;

  if (self->kind == CONSOLE_X_SERVER_XVNC)
    {
      g_strv_builder_add_many (argv, "Xvnc", "-geometry", "800x600", "-depth", "24", "-rfbport",
                               port, "-interface", "127.0.0.1", "-UseIPv6=0", NULL);
      add_security (self, argv);
    }
  else
    {
      g_strv_builder_add_many (argv, "Xvfb", "-screen", "0", "800x600x24", NULL);
    }
  g_strv_builder_add_many (argv, "-displayfd", "3", "-nolisten", "tcp", "-noreset", NULL);
  arguments = g_strv_builder_end (argv);
  g_assert_cmpint (pipe (ends), ==, 0);
  self->x = console_test_spawn ((const char *const *) arguments, ends[1]);
  while (strchr (number, '\n') == NULL &&
         (n = read (ends[0], number + strlen (number), sizeof number - 1 - strlen (number))) > 0)
    ;
  close (ends[0]);
  if (n <= 0)
    g_error ("%s did not start", arguments[0]);
  return g_strdup_printf (":%s", g_strstrip (number));
}

static gboolean
listens (ConsoleXServer *self)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection =
    g_socket_client_connect_to_host (client, "127.0.0.1", (guint16) self->port, NULL, NULL);

  return connection != NULL;
}

static void
spawn_x11vnc (ConsoleXServer *self,
              const char     *display)
{
  g_autofree char *port = g_strdup_printf ("%d", self->port);
  g_autofree char *file = g_build_filename (self->folder, "password", NULL);
  gboolean password = self->flags & CONSOLE_X_SERVER_PASSWORD;
  const char *argv[] = {
    "x11vnc", "-norc", "-display", display, "-rfbport", port, "-listen", "127.0.0.1",
    "-noipv6", "-forever", "-shared", "-xkb", "-wait", "20",
    password ? "-rfbauth" : "-nopw", password ? file : NULL, NULL
  };

  self->vnc = console_test_spawn (argv, -1);
  console_test_wait (listens (self));
}

/* Servers paint the pointer into the picture as long as the viewer has not moved it. */
static Cursor
make_blank_cursor (Display *display)
{
  char nothing[] = { 0 };
  XColor colour = { 0 };
  Pixmap pixmap = XCreateBitmapFromData (display, DefaultRootWindow (display), nothing, 1, 1);
  Cursor cursor = XCreatePixmapCursor (display, pixmap, pixmap, &colour, &colour, 0, 0);

  XFreePixmap (display, pixmap);
  return cursor;
}

static void
cover_screen (ConsoleXServer *self,
              const char     *display)
{
  XSetWindowAttributes attributes = {
    .override_redirect = True,
    .event_mask = KeyPressMask | KeyReleaseMask | ButtonPressMask | ButtonReleaseMask |
                  ExposureMask,
  };
  XEvent event;

  self->display = XOpenDisplay (display);
  g_assert_nonnull (self->display);
  self->window = XCreateWindow (self->display, DefaultRootWindow (self->display), 0, 0,
                                WINDOW_SIDE, WINDOW_SIDE, 0, CopyFromParent, InputOutput,
                                CopyFromParent, CWOverrideRedirect | CWEventMask, &attributes);
  XDefineCursor (self->display, self->window, make_blank_cursor (self->display));
  XMapRaised (self->display, self->window);
  XWindowEvent (self->display, self->window, ExposureMask, &event);
  XSetInputFocus (self->display, self->window, RevertToParent, CurrentTime);
  XSync (self->display, False);
}

/* Returns when it can be connected to and typed into. */
ConsoleXServer *
console_x_server_new (ConsoleXServerKind  kind,
                      ConsoleXServerFlags flags)
{
  ConsoleXServer *self = g_new0 (ConsoleXServer, 1);
  g_autofree char *display = NULL;
  g_autofree char *file = NULL;

  self->kind = kind;
  self->flags = flags;
  self->port = console_test_find_port ();
  self->input = g_string_new (NULL);
  self->folder = g_dir_make_tmp ("console-x-XXXXXX", NULL);
  g_assert_nonnull (self->folder);
  file = g_build_filename (self->folder, "password", NULL);
  g_assert_true (g_file_set_contents_full (file, (const char *) password_file,
                                           sizeof password_file, G_FILE_SET_CONTENTS_NONE,
                                           0600, NULL));
  display = spawn_x (self);
  cover_screen (self, display);
  if (kind == CONSOLE_X_SERVER_X11VNC)
    spawn_x11vnc (self, display);
  return self;
}

static void
end (GSubprocess **process)
{
  if (*process == NULL)
    return;
  g_subprocess_force_exit (*process);
  g_subprocess_wait (*process, NULL, NULL);
  g_clear_object (process);
}

/* The library ends a program that goes on with a display that is gone. */
void
console_x_server_kill (ConsoleXServer *self)
{
  g_clear_pointer (&self->display, XCloseDisplay);
  end (&self->vnc);
  end (&self->x);
}

void
console_x_server_free (ConsoleXServer *self)
{
  g_autofree char *file = g_build_filename (self->folder, "password", NULL);

  console_x_server_kill (self);
  g_unlink (file);
  g_rmdir (self->folder);
  g_string_free (self->input, TRUE);
  g_free (self->folder);
  g_free (self);
}

void
console_x_server_hang (ConsoleXServer *self,
                       gboolean        hang)
{
  g_subprocess_send_signal (self->vnc != NULL ? self->vnc : self->x, hang ? SIGSTOP : SIGCONT);
}

ConsoleTarget *
console_x_server_make_target (ConsoleXServer *self,
                              const char     *password,
                              const char     *ca,
                              const char     *server_name)
{
  return g_object_new (CONSOLE_TYPE_TARGET,
                       "protocol", CONSOLE_PROTOCOL_VNC,
                       "host", "127.0.0.1",
                       "port", self->port,
                       "tls-port", -1,
                       "password", password,
                       "ca", ca,
                       "server-name", server_name,
                       "allow-clear", ca == NULL,
                       NULL);
}

ConsoleSession *
console_x_server_open (ConsoleXServer *self)
{
  g_autoptr (ConsoleTarget) target = console_x_server_make_target (self, NULL, NULL, NULL);

  return console_test_open_shown (target);
}

/* By a name of this machine that is not taken for one. */
ConsoleTarget *
console_x_server_make_far_target (ConsoleXServer *self)
{
  return g_object_new (CONSOLE_TYPE_TARGET,
                       "protocol", CONSOLE_PROTOCOL_VNC,
                       "host", "localhost.",
                       "port", self->port,
                       "tls-port", -1,
                       "allow-clear", TRUE,
                       NULL);
}

static void
paint_noise (ConsoleXServer *self,
             GC              gc,
             GRand          *random)
{
  Visual *visual = DefaultVisual (self->display, DefaultScreen (self->display));
  guint32 *pixels = g_new (guint32, NOISE_SIDE * NOISE_SIDE);
  XImage *image;

  for (guint i = 0; i < NOISE_SIDE * NOISE_SIDE; i++)
    pixels[i] = g_rand_int (random) & 0xffffff;
  image = XCreateImage (self->display, visual, 24, ZPixmap, 0, (char *) pixels,
                        NOISE_SIDE, NOISE_SIDE, 32, 0);
  XPutImage (self->display, self->window, gc, image, 0, 0, g_rand_int_range (random, 0, 600),
             g_rand_int_range (random, 0, 400), NOISE_SIDE, NOISE_SIDE);
  image->data = NULL;
  XDestroyImage (image);
  g_free (pixels);
}

void
console_x_server_paint (ConsoleXServer *self,
                        guint           seed)
{
  GRand *random = g_rand_new_with_seed (seed);
  GC gc = XCreateGC (self->display, self->window, 0, NULL);

  for (guint i = 0; i < 40; i++)
    {
      XSetForeground (self->display, gc, g_rand_int (random) & 0xffffff);
      XFillRectangle (self->display, self->window, gc,
                      g_rand_int_range (random, 0, 1000), g_rand_int_range (random, 0, 800),
                      (guint) g_rand_int_range (random, 1, 400),
                      (guint) g_rand_int_range (random, 1, 300));
    }
  paint_noise (self, gc, random);
  XFreeGC (self->display, gc);
  XSync (self->display, False);
  g_rand_free (random);
}

void
console_x_server_set_pointer (ConsoleXServer *self,
                              guint32         colour)
{
  Window root = DefaultRootWindow (self->display);
  Pixmap pixmap = XCreatePixmap (self->display, root, 16, 16, 1);
  GC gc = XCreateGC (self->display, pixmap, GCForeground, &(XGCValues) { .foreground = 1 });
  XColor x_colour = {
    .red = (gushort) ((colour >> 16 & 0xff) * 257),
    .green = (gushort) ((colour >> 8 & 0xff) * 257),
    .blue = (gushort) ((colour & 0xff) * 257),
  };
  Cursor cursor;

  XFillRectangle (self->display, pixmap, gc, 0, 0, 16, 16);
  cursor = XCreatePixmapCursor (self->display, pixmap, pixmap, &x_colour, &x_colour, 3, 5);
  XDefineCursor (self->display, root, cursor);
  XDefineCursor (self->display, self->window, cursor);
  XFreeGC (self->display, gc);
  XFreePixmap (self->display, pixmap);
  XSync (self->display, False);
}

GdkTexture *
console_x_server_dup_picture (ConsoleXServer *self)
{
  Window root = DefaultRootWindow (self->display);
  XWindowAttributes attributes;
  XImage *image;
  g_autoptr (GBytes) bytes = NULL;
  GdkTexture *texture;

  XGetWindowAttributes (self->display, root, &attributes);
  image = XGetImage (self->display, root, 0, 0, (guint) attributes.width,
                     (guint) attributes.height, AllPlanes, ZPixmap);
  g_assert_nonnull (image);
  bytes = g_bytes_new (image->data, (gsize) image->bytes_per_line * image->height);
  texture = gdk_memory_texture_new (image->width, image->height, GDK_MEMORY_B8G8R8X8, bytes,
                                    (gsize) image->bytes_per_line);
  XDestroyImage (image);
  return texture;
}

static void
hear (ConsoleXServer *self,
      const XEvent   *event)
{
  gboolean down = event->type == KeyPress || event->type == ButtonPress;

  if (event->type == KeyPress || event->type == KeyRelease)
    g_string_append_printf (self->input, "%c%u ", down ? '+' : '-', event->xkey.keycode);
  else if (down)
    g_string_append_printf (self->input, "b%u@%d,%d ", event->xbutton.button,
                            event->xbutton.x_root, event->xbutton.y_root);
}

const char *
console_x_server_get_input (ConsoleXServer *self)
{
  while (XPending (self->display) > 0)
    {
      XEvent event;

      XNextEvent (self->display, &event);
      hear (self, &event);
    }
  return self->input->str;
}

guint
console_x_server_get_locks (ConsoleXServer *self)
{
  XkbStateRec state;
  guint num = XkbKeysymToModifiers (self->display, XK_Num_Lock);

  XkbGetState (self->display, XkbUseCoreKbd, &state);
  return (state.locked_mods & LockMask ? CONSOLE_LOCK_CAPS : 0) |
         (state.locked_mods & num ? CONSOLE_LOCK_NUM : 0);
}
