/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>

#include "console-pki.h"
#include "console-qemu.h"
#include "console-test.h"

#define FIRST_VNC_PORT 5900
#define DISK_SIZE (1024 * 1024)
#define N_CROWD 20

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

/* Leaves the keyboard to the firmware, which lights the lamps, and writes the locks
 * that are on as a digit whenever they change. */
static const guint8 lock_sector[] = {
  0xfa,                    /*       cli                     */
  0x31, 0xc0,              /*       xor   ax, ax            */
  0x8e, 0xd0,              /*       mov   ss, ax            */
  0xbc, 0x00, 0x7c,        /*       mov   sp, 0x7c00        */
  0xb8, 0x40, 0x00,        /*       mov   ax, 0x40          the firmware's data */
  0x8e, 0xd8,              /*       mov   ds, ax            */
  0xb3, 0xff,              /*       mov   bl, 0xff          */
  0xb0, 0x21,              /*       mov   al, '!'           ready */
  0xe6, 0xe9,              /*       out   0xe9, al          */
  0xfb,                    /*       sti                     */
  0xf4,                    /* next: hlt                     */
  0xb4, 0x01,              /*       mov   ah, 1             any key? */
  0xcd, 0x16,              /*       int   0x16              */
  0x74, 0x04,              /*       jz    look              */
  0xb4, 0x00,              /*       mov   ah, 0             take it */
  0xcd, 0x16,              /*       int   0x16              */
  0xa0, 0x17, 0x00,        /* look: mov   al, [0x17]        */
  0xc0, 0xe8, 0x04,        /*       shr   al, 4             */
  0x24, 0x07,              /*       and   al, 7             */
  0x38, 0xd8,              /*       cmp   al, bl            */
  0x74, 0xe9,              /*       je    next              */
  0x88, 0xc3,              /*       mov   bl, al            */
  0x04, 0x30,              /*       add   al, '0'           */
  0xe6, 0xe9,              /*       out   0xe9, al          */
  0xeb, 0xe1,              /*       jmp   next              */
};

/* Leaves the speaker on. */
static const guint8 sound_sector[] = {
  0xfa,                    /*       cli                     */
  0xb0, 0xb6,              /*       mov   al, 0xb6          square waves */
  0xe6, 0x43,              /*       out   0x43, al          */
  0xb0, 0xa9,              /*       mov   al, 0xa9          1193 is 1 kHz */
  0xe6, 0x42,              /*       out   0x42, al          */
  0xb0, 0x04,              /*       mov   al, 0x04          */
  0xe6, 0x42,              /*       out   0x42, al          */
  0xe4, 0x61,              /*       in    al, 0x61          */
  0x0c, 0x03,              /*       or    al, 3             on */
  0xe6, 0x61,              /*       out   0x61, al          */
  0xb0, 0x21,              /*       mov   al, '!'           ready */
  0xe6, 0xe9,              /*       out   0xe9, al          */
  0xf4,                    /* next: hlt                     */
  0xeb, 0xfd,              /*       jmp   next              */
};

/* Carries every byte from one serial line to the other, both ways: on the first one
 * there is the display's port for an agent, on the second one the test. */
static const guint8 agent_sector[] = {
  0xfa,                    /*       cli                     */
  0xba, 0xfa, 0x03,        /*       mov   dx, 0x3fa         queues of 16 bytes */
  0xb0, 0x07,              /*       mov   al, 7             */
  0xee,                    /*       out   dx, al            */
  0xb6, 0x02,              /*       mov   dh, 2             */
  0xee,                    /*       out   dx, al            */
  0xb0, 0x21,              /*       mov   al, '!'           ready */
  0xe6, 0xe9,              /*       out   0xe9, al          */
  0xba, 0xfd, 0x03,        /* next: mov   dx, 0x3fd         */
  0xe8, 0x08, 0x00,        /*       call  carry             */
  0xba, 0xfd, 0x02,        /*       mov   dx, 0x2fd         */
  0xe8, 0x02, 0x00,        /*       call  carry             */
  0xeb, 0xf2,              /*       jmp   next              */
  0xec,                    /* carry: in   al, dx            from dx */
  0xa8, 0x01,              /*       test  al, 1             */
  0x74, 0x14,              /*       jz    done              */
  0xb2, 0xf8,              /*       mov   dl, 0xf8          */
  0xec,                    /*       in    al, dx            */
  0x88, 0xc4,              /*       mov   ah, al            */
  0x80, 0xf6, 0x01,        /*       xor   dh, 1             to the other one */
  0xb2, 0xfd,              /*       mov   dl, 0xfd          */
  0xec,                    /* wait: in    al, dx            */
  0xa8, 0x20,              /*       test  al, 0x20          */
  0x74, 0xfb,              /*       jz    wait              */
  0xb2, 0xf8,              /*       mov   dl, 0xf8          */
  0x88, 0xe0,              /*       mov   al, ah            */
  0xee,                    /*       out   dx, al            */
  0xc3,                    /* done: ret                     */
};

/* --- the process --- */

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

  if (self->flags & CONSOLE_QEMU_LOCKS)
    memcpy (disk, lock_sector, sizeof lock_sector);
  else if (self->flags & CONSOLE_QEMU_AGENT)
    memcpy (disk, agent_sector, sizeof agent_sector);
  else if (self->flags & CONSOLE_QEMU_SOUND)
    memcpy (disk, sound_sector, sizeof sound_sector);
  else
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
  self->port = console_test_find_port ();
  self->folder = g_dir_make_tmp ("console-qemu-XXXXXX", NULL);
  g_assert_nonnull (self->folder);
  write_disk (self);
  if (protocol == CONSOLE_PROTOCOL_SPICE)
    console_test_tolerate_spice ();
  return self;
}

void
console_qemu_free (ConsoleQemu *self)
{
  const char *names[] = { "disk", "keys", "line", "qtest" };

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
  if (self->flags & CONSOLE_QEMU_SOUND)
    g_string_append (vnc, ",audiodev=sound");
  g_strv_builder_add_many (argv, "-vnc", vnc->str, NULL);
  g_string_free (vnc, TRUE);
}

static void
add_spice (ConsoleQemu  *self,
           GStrvBuilder *argv)
{
  GString *spice = g_string_new ("addr=127.0.0.1");

  if (self->flags & CONSOLE_QEMU_TLS)
    g_string_append_printf (spice, ",tls-port=%d,x509-dir=%s", self->port, console_pki_get_folder ());
  else
    g_string_append_printf (spice, ",port=%d", self->port);
  if (self->flags & CONSOLE_QEMU_PASSWORD)
    g_string_append (spice, ",password-secret=password");
  else
    g_string_append (spice, ",disable-ticketing=on");
  g_strv_builder_add_many (argv, "-vnc", "none", "-spice", spice->str, NULL);
  g_string_free (spice, TRUE);
}

static void
add_line (ConsoleQemu  *self,
          GStrvBuilder *argv)
{
  g_autofree char *path = in_folder (self, "line");
  g_autofree char *socket = g_strdup_printf ("socket,id=test,path=%s,server=on,wait=off", path);

  g_strv_builder_add_many (argv, "-chardev", socket, NULL);
}

static void
add_usb (ConsoleQemu  *self,
         GStrvBuilder *argv)
{
  add_line (self, argv);
  g_strv_builder_add_many (argv, "-device", "qemu-xhci",
                           "-chardev", "spicevmc,id=usb,name=usbredir",
                           "-device", "usb-redir,chardev=usb",
                           "-mon", "chardev=test,mode=readline", NULL);
}

static void
add_agent (ConsoleQemu  *self,
           GStrvBuilder *argv)
{
  add_line (self, argv);
  g_strv_builder_add_many (argv, "-chardev", "spicevmc,id=agent,name=vdagent",
                           "-device", "isa-serial,chardev=agent,index=0",
                           "-device", "isa-serial,chardev=test,index=1", NULL);
}

/* The memory of a card: that of its mode, and no more than a few of those. */
static void
add_cards (ConsoleQemu  *self,
           GStrvBuilder *argv)
{
  g_autofree char *path = console_qemu_dup_qtest (self);
  g_autofree char *socket = g_strdup_printf ("unix:%s,server=on,wait=off", path);
  int n = self->flags & CONSOLE_QEMU_CROWD ? N_CROWD : self->flags & CONSOLE_QEMU_HEADS ? 1 : 0;

  g_strv_builder_add_many (argv, "-qtest", socket, "-qtest-log", "none",
                           "-global", "qxl-vga.max_outputs=16", NULL);
  for (int i = 0; i < n; i++)
    g_strv_builder_add_many (argv, "-device", i == 0 ? "secondary-vga,vgamem_mb=4,id="
                                                       CONSOLE_QEMU_SECOND
                                                     : "secondary-vga,vgamem_mb=1", NULL);
}

static GStrv
make_arguments (ConsoleQemu *self)
{
  g_autoptr (GStrvBuilder) argv = g_strv_builder_new ();
  g_autofree char *drive = g_strdup_printf ("file=%s/disk,format=raw,if=ide", self->folder);
  g_autofree char *keys = g_strdup_printf ("file:%s/keys", self->folder);

  g_strv_builder_add_many (argv, "qemu-system-x86_64", "-machine", "q35", "-accel", "tcg",
                           "-m", "32", "-vga", self->flags & CONSOLE_QEMU_QXL ? "qxl" : "std",
                           "-display", "none", "-nic", "none", "-monitor", "stdio",
                           "-drive", drive, "-debugcon", keys, NULL);
  if (self->flags & CONSOLE_QEMU_PASSWORD)
    g_strv_builder_add_many (argv, "-object",
                             "secret,id=password,data=" CONSOLE_QEMU_PASSWORD_TEXT, NULL);
  if (self->flags & CONSOLE_QEMU_TLS && self->protocol == CONSOLE_PROTOCOL_VNC)
    {
      g_autofree char *credentials =
        g_strdup_printf ("tls-creds-x509,id=tls,endpoint=server,verify-peer=off,dir=%s", console_pki_get_folder ());

      g_strv_builder_add_many (argv, "-object", credentials, NULL);
    }
  if (self->flags & CONSOLE_QEMU_SOUND)
    g_strv_builder_add_many (argv, "-machine", "pcspk-audiodev=sound", "-audiodev",
                             self->protocol == CONSOLE_PROTOCOL_VNC ? "none,id=sound"
                                                                    : "spice,id=sound", NULL);
  if (self->flags & (CONSOLE_QEMU_HEADS | CONSOLE_QEMU_CROWD | CONSOLE_QEMU_QXL |
                     CONSOLE_QEMU_RECORDER))
    add_cards (self, argv);
  if (self->flags & CONSOLE_QEMU_RECORDER)
    g_strv_builder_add_many (argv, "-audiodev", "spice,id=sound",
                             "-device", "ES1370,audiodev=sound", NULL);
  if (self->flags & CONSOLE_QEMU_AGENT)
    add_agent (self, argv);
  if (self->flags & CONSOLE_QEMU_USB)
    add_usb (self, argv);
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

/* Returns when the guest reads its keyboard. */
void
console_qemu_start (ConsoleQemu *self)
{
  g_auto (GStrv) argv = make_arguments (self);
  g_autofree char *keys = in_folder (self, "keys");

  g_unlink (keys);
  self->process = console_test_spawn ((const char *const *) argv, -1);
  console_test_wait (is_ready (self));
}

/* One whose guest reads its keyboard. */
ConsoleQemu *
console_qemu_new_started (ConsoleProtocol  protocol,
                          ConsoleQemuFlags flags)
{
  ConsoleQemu *self = console_qemu_new (protocol, flags);

  console_qemu_start (self);
  return self;
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

ConsoleSession *
console_qemu_open (ConsoleQemu *self)
{
  g_autoptr (ConsoleTarget) target = console_qemu_make_target (self, NULL, NULL, NULL);

  return console_test_open_shown (target);
}

/* The other end of what the display's viewer says to the guest's agent, or of the
 * monitor. */
GIOStream *
console_qemu_dial (ConsoleQemu *self)
{
  g_autofree char *path = in_folder (self, "line");
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;
  GSocketConnection *connection =
    g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address), NULL, &error);

  g_assert_no_error (error);
  return G_IO_STREAM (connection);
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

char *
console_qemu_dup_qtest (ConsoleQemu *self)
{
  return in_folder (self, "qtest");
}

/* What the guest really shows, by QEMU's own word. */
GdkTexture *
console_qemu_screendump (ConsoleQemu *self)
{
  return console_qemu_dump_card (self, NULL);
}

GdkTexture *
console_qemu_dump_card (ConsoleQemu *self,
                        const char  *card)
{
  return console_test_screendump (self->process, self->folder, card != NULL ? card : "");
}
