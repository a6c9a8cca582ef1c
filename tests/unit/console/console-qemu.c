/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <signal.h>
#include <string.h>
#include <sys/prctl.h>

#include <glib/gstdio.h>

#include "console-qemu.h"
#include "console-test.h"

#define FIRST_VNC_PORT 5900
#define DISK_SIZE (1024 * 1024)

struct _ConsoleQemu
{
  ConsoleProtocol protocol;
  ConsoleQemuFlags flags;
  int port;
  char *folder;
  GSubprocess *process;
};

static const guint8 boot_sector[] = {
  0xfa,                    /*       cli                     */
  0xfc,                    /*       cld                     */
  0xb8, 0x00, 0xb8,        /*       mov   ax, 0xb800        text memory */
  0x8e, 0xc0,              /*       mov   es, ax            */
  0x31, 0xff,              /*       xor   di, di            */
  0xb8, 0x00, 0x20,        /*       mov   ax, 0x2000        black on green */
  0xb9, 0xd0, 0x07,        /*       mov   cx, 80 * 25       */
  0xf3, 0xab,              /*       rep   stosw             */
  0x31, 0xff,              /*       xor   di, di            */
  0xba, 0xd4, 0x03,        /*       mov   dx, 0x3d4         no cursor */
  0xb8, 0x0a, 0x20,        /*       mov   ax, 0x200a        */
  0xef,                    /*       out   dx, ax            */
  0xb0, 0x21,              /*       mov   al, '!'           ready */
  0xe6, 0xe9,              /*       out   0xe9, al          */
  0xe4, 0x64,              /* next: in    al, 0x64          */
  0xa8, 0x01,              /*       test  al, 1             */
  0x74, 0xfa,              /*       jz    next              */
  0x88, 0xc4,              /*       mov   ah, al            */
  0xe4, 0x60,              /*       in    al, 0x60          */
  0xf6, 0xc4, 0x20,        /*       test  ah, 0x20          the mouse */
  0x75, 0xf1,              /*       jnz   next              */
  0x88, 0xc3,              /*       mov   bl, al            */
  0xc0, 0xe8, 0x04,        /*       shr   al, 4             */
  0xe8, 0x0e, 0x00,        /*       call  hex               */
  0x88, 0xd8,              /*       mov   al, bl            */
  0x24, 0x0f,              /*       and   al, 15            */
  0xe8, 0x07, 0x00,        /*       call  hex               */
  0xb0, 0x20,              /*       mov   al, ' '           */
  0xe8, 0x09, 0x00,        /*       call  put               */
  0xeb, 0xdb,              /*       jmp   next              */
  0x3c, 0x0a,              /* hex:  cmp   al, 10            */
  0x1c, 0x69,              /*       sbb   al, 0x69          */
  0x2f,                    /*       das                     */
  0x0c, 0x20,              /*       or    al, 0x20          lower case */
  0xe6, 0xe9,              /* put:  out   0xe9, al          */
  0xb4, 0x2f,              /*       mov   ah, 0x2f          white on green */
  0xab,                    /*       stosw                   */
  0xc3,                    /*       ret                     */
};

/* --- certificates, made once for all tests of a program --- */

static char *pki;

static void
remove_pki (void)
{
  g_autofree char *command = g_strdup_printf ("rm -rf '%s'", pki);

  g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL);
}

/* An authority, a server's certificate for localhost, and an authority that
 * has nothing to do with it. */
static const char make_pki[] =
  "set -e; cd \"$1\"\n"
  "key () { certtool --generate-privkey --key-type ecdsa --outfile \"$1\"; }\n"
  "authority () { key \"$1-key.pem\"\n"
  "  printf 'cn = %s\\nca\\ncert_signing_key\\n' \"$1\" > t\n"
  "  certtool --generate-self-signed --load-privkey \"$1-key.pem\" --template t"
  " --outfile \"$1-cert.pem\"; }\n"
  "authority ca; authority foreign; key server-key.pem\n"
  "printf 'cn = localhost\\ndns_name = localhost\\nip_address = 127.0.0.1\\n"
  "tls_www_server\\nsigning_key\\n' > t\n"
  "certtool --generate-certificate --load-ca-certificate ca-cert.pem"
  " --load-ca-privkey ca-key.pem --load-privkey server-key.pem --template t"
  " --outfile server-cert.pem\n";

static const char *
get_pki (void)
{
  const char *argv[] = { "sh", "-c", make_pki, "sh", NULL, NULL };
  g_autoptr (GError) error = NULL;
  int status;

  if (pki != NULL)
    return pki;
  argv[4] = pki = g_dir_make_tmp ("console-pki-XXXXXX", &error);
  g_assert_no_error (error);
  g_spawn_sync (NULL, (char **) argv, NULL,
                G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL,
                NULL, NULL, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  atexit (remove_pki);
  return pki;
}

/* The authority's certificate, PEM. */
char *
console_qemu_dup_ca (gboolean foreign)
{
  g_autofree char *path =
    g_build_filename (get_pki (), foreign ? "foreign-cert.pem" : "ca-cert.pem", NULL);
  char *text;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

/* --- the process --- */

static int
find_port (void)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) found = NULL;
  g_autoptr (GSocket) socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM,
                                             G_SOCKET_PROTOCOL_TCP, NULL);

  g_assert_true (g_socket_bind (socket, any, FALSE, NULL));
  found = g_socket_get_local_address (socket, NULL);
  return g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (found));
}

static char *
in_folder (ConsoleQemu *self,
           const char  *name)
{
  return g_build_filename (self->folder, name, NULL);
}

static void
write_disk (ConsoleQemu *self)
{
  g_autofree char *path = in_folder (self, "disk");
  g_autofree guint8 *disk = g_malloc0 (DISK_SIZE);

  memcpy (disk, boot_sector, sizeof boot_sector);
  disk[510] = 0x55;
  disk[511] = 0xaa;
  g_assert_true (g_file_set_contents (path, (const char *) disk, DISK_SIZE, NULL));
}

ConsoleQemu *
console_qemu_new (ConsoleProtocol  protocol,
                  ConsoleQemuFlags flags)
{
  ConsoleQemu *self = g_new0 (ConsoleQemu, 1);

  self->protocol = protocol;
  self->flags = flags;
  self->port = find_port ();
  self->folder = g_dir_make_tmp ("console-qemu-XXXXXX", NULL);
  g_assert_nonnull (self->folder);
  write_disk (self);
  return self;
}

void
console_qemu_free (ConsoleQemu *self)
{
  const char *names[] = { "disk", "keys", "screen.ppm" };

  console_qemu_kill (self);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = in_folder (self, names[i]);

      g_unlink (path);
    }
  g_rmdir (self->folder);
  g_free (self->folder);
  g_free (self);
}

static void
add_vnc (ConsoleQemu  *self,
         GStrvBuilder *argv)
{
  GString *vnc = g_string_new (NULL);

  g_string_printf (vnc, "127.0.0.1:%d", self->port - FIRST_VNC_PORT);
  if (self->flags & CONSOLE_QEMU_TLS)
    g_string_append (vnc, ",tls-creds=tls");
  if (self->flags & CONSOLE_QEMU_PASSWORD)
    g_string_append (vnc, ",password-secret=password");
  g_strv_builder_add_many (argv, "-vnc", vnc->str, NULL);
  g_string_free (vnc, TRUE);
}

static void
add_spice (ConsoleQemu  *self,
           GStrvBuilder *argv)
{
  GString *spice = g_string_new ("addr=127.0.0.1");

  if (self->flags & CONSOLE_QEMU_TLS)
    g_string_append_printf (spice, ",tls-port=%d,x509-dir=%s", self->port, get_pki ());
  else
    g_string_append_printf (spice, ",port=%d", self->port);
  if (self->flags & CONSOLE_QEMU_PASSWORD)
    g_string_append (spice, ",password-secret=password");
  else
    g_string_append (spice, ",disable-ticketing=on");
  g_strv_builder_add_many (argv, "-vnc", "none", "-spice", spice->str, NULL);
  g_string_free (spice, TRUE);
}

static GStrv
make_arguments (ConsoleQemu *self)
{
  g_autoptr (GStrvBuilder) argv = g_strv_builder_new ();
  g_autofree char *drive = g_strdup_printf ("file=%s/disk,format=raw,if=ide", self->folder);
  g_autofree char *keys = g_strdup_printf ("file:%s/keys", self->folder);

  g_strv_builder_add_many (argv, "qemu-system-x86_64", "-machine", "q35", "-accel", "tcg",
                           "-m", "32", "-vga", "std", "-display", "none", "-nic", "none",
                           "-monitor", "stdio", "-drive", drive, "-debugcon", keys, NULL);
  if (self->flags & CONSOLE_QEMU_PASSWORD)
    g_strv_builder_add_many (argv, "-object",
                             "secret,id=password,data=" CONSOLE_QEMU_PASSWORD_TEXT, NULL);
  if (self->flags & CONSOLE_QEMU_TLS && self->protocol == CONSOLE_PROTOCOL_VNC)
    {
      g_autofree char *credentials =
        g_strdup_printf ("tls-creds-x509,id=tls,endpoint=server,verify-peer=off,dir=%s", get_pki ());

      g_strv_builder_add_many (argv, "-object", credentials, NULL);
    }
  if (self->protocol == CONSOLE_PROTOCOL_VNC)
    add_vnc (self, argv);
  else
    add_spice (self, argv);
  return g_strv_builder_end (argv);
}

static gboolean
is_ready (ConsoleQemu *self)
{
  g_autofree char *keys = console_qemu_dup_keys (self);

  return keys != NULL && strchr (keys, '!') != NULL;
}

/* A test that fails aborts, and cleans nothing up. */
static void
die_with_parent (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

/* Returns when the guest reads its keyboard. */
void
console_qemu_start (ConsoleQemu *self)
{
  g_auto (GStrv) argv = make_arguments (self);
  g_autofree char *keys = in_folder (self, "keys");
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autoptr (GError) error = NULL;

  g_unlink (keys);
  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE |
                                        G_SUBPROCESS_FLAGS_STDOUT_SILENCE |
                                        G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  /* What is fatal to a test is not to QEMU, which warns of a bad password. */
  g_subprocess_launcher_unsetenv (launcher, "G_DEBUG");
  g_subprocess_launcher_set_child_setup (launcher, die_with_parent, NULL, NULL);
  self->process = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv, &error);
  g_assert_no_error (error);
  console_test_wait (is_ready (self));
}

/* Power loss. */
void
console_qemu_kill (ConsoleQemu *self)
{
  if (self->process == NULL)
    return;
  g_subprocess_force_exit (self->process);
  g_subprocess_wait (self->process, NULL, NULL);
  g_clear_object (&self->process);
}

int
console_qemu_get_port (ConsoleQemu *self)
{
  return self->port;
}

/* A target that reaches it; @password and @ca may be NULL, and then the
 * clear is allowed. */
ConsoleTarget *
console_qemu_make_target (ConsoleQemu *self,
                          const char  *password,
                          const char  *ca,
                          const char  *server_name)
{
  gboolean spice_tls = self->protocol == CONSOLE_PROTOCOL_SPICE && self->flags & CONSOLE_QEMU_TLS;

  return g_object_new (CONSOLE_TYPE_TARGET,
                       "protocol", self->protocol,
                       "host", "127.0.0.1",
                       "port", spice_tls ? -1 : self->port,
                       "tls-port", spice_tls ? self->port : -1,
                       "password", password,
                       "ca", ca,
                       "server-name", server_name,
                       "allow-clear", ca == NULL,
                       NULL);
}

/* What the guest has read from its keyboard so far. */
char *
console_qemu_dup_keys (ConsoleQemu *self)
{
  g_autofree char *path = in_folder (self, "keys");
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, NULL);
  return text;
}

/* What the guest really shows, by QEMU's own word. */
GdkTexture *
console_qemu_screendump (ConsoleQemu *self)
{
  g_autofree char *path = in_folder (self, "screen.ppm");
  g_autofree char *command = g_strdup_printf ("screendump %s\n", path);
  GOutputStream *monitor = g_subprocess_get_stdin_pipe (self->process);
  GdkPixbuf *pixbuf = NULL;
  GdkTexture *texture;

  g_unlink (path);
  g_assert_true (g_output_stream_write_all (monitor, command, strlen (command),
                                            NULL, NULL, NULL));
  g_assert_true (g_output_stream_flush (monitor, NULL, NULL));
  console_test_wait ((pixbuf = gdk_pixbuf_new_from_file (path, NULL)) != NULL);
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  texture = gdk_texture_new_for_pixbuf (pixbuf);
  G_GNUC_END_IGNORE_DEPRECATIONS
  g_object_unref (pixbuf);
  return texture;
}
