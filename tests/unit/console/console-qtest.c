/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <gio/gunixsocketaddress.h>

#include "console-qtest.h"

#define PCI_ADDRESS 0xcf8
#define PCI_DATA 0xcfc
#define PCI_SLOTS 32

struct _ConsoleQtest
{
  GSocketConnection *connection;
  GDataInputStream *answers;
};

ConsoleQtest *
console_qtest_new (const char *path)
{
  ConsoleQtest *self = g_new0 (ConsoleQtest, 1);
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;

  self->connection = g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address), NULL, &error);
  g_assert_no_error (error);
  self->answers =
    g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (self->connection)));
  return self;
}

void
console_qtest_free (ConsoleQtest *self)
{
  g_clear_object (&self->answers);
  g_clear_object (&self->connection);
  g_free (self);
}

G_GNUC_PRINTF (2, 3)
static guint64
ask (ConsoleQtest *self,
     const char   *format,
     ...)
{
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (self->connection));
  g_autofree char *command = NULL;
  g_autofree char *answer = NULL;
  va_list args;

  va_start (args, format);
  command = g_strdup_vprintf (format, args);
  va_end (args);
  g_assert_true (g_output_stream_write_all (output, command, strlen (command), NULL, NULL, NULL));
  answer = g_data_input_stream_read_line (self->answers, NULL, NULL, NULL);
  g_assert_nonnull (answer);
  g_assert_true (g_str_has_prefix (answer, "OK"));
  return g_ascii_strtoull (answer + 2, NULL, 16);
}

guint32
console_qtest_in (ConsoleQtest *self,
                  guint         port)
{
  return (guint32) ask (self, "inl 0x%x\n", port);
}

void
console_qtest_out (ConsoleQtest *self,
                   guint         port,
                   guint32       value)
{
  ask (self, "outl 0x%x 0x%x\n", port, value);
}

void
console_qtest_out_byte (ConsoleQtest *self,
                        guint         port,
                        guint8        value)
{
  ask (self, "outb 0x%x 0x%x\n", port, value);
}

static char
size_letter (guint size)
{
  return size == 1 ? 'b' : size == 2 ? 'w' : size == 4 ? 'l' : 'q';
}

guint64
console_qtest_read (ConsoleQtest *self,
                    guint64       address,
                    guint         size)
{
  return ask (self, "read%c 0x%" G_GINT64_MODIFIER "x\n", size_letter (size), address);
}

void
console_qtest_write (ConsoleQtest *self,
                     guint64       address,
                     guint         size,
                     guint64       value)
{
  ask (self, "write%c 0x%" G_GINT64_MODIFIER "x 0x%" G_GINT64_MODIFIER "x\n",
       size_letter (size), address, value);
}

void
console_qtest_fill (ConsoleQtest *self,
                    guint64       address,
                    gsize         size,
                    guint8        value)
{
  ask (self, "memset 0x%" G_GINT64_MODIFIER "x 0x%" G_GSIZE_MODIFIER "x 0x%x\n", address, size,
       value);
}

static guint32
read_configuration (ConsoleQtest *self,
                    guint         slot,
                    guint         place)
{
  console_qtest_out (self, PCI_ADDRESS, 0x80000000u | slot << 11 | place);
  return console_qtest_in (self, PCI_DATA);
}

static guint
find_slot (ConsoleQtest *self,
           guint32       id,
           guint         class)
{
  for (guint slot = 0; slot < PCI_SLOTS; slot++)
    if (read_configuration (self, slot, 0) == id &&
        read_configuration (self, slot, 8) >> 16 == class)
      return slot;
  g_assert_not_reached ();
}

guint64
console_qtest_find_bar (ConsoleQtest *self,
                        guint32       id,
                        guint         class,
                        guint         bar)
{
  return read_configuration (self, find_slot (self, id, class), 0x10 + 4 * bar) & ~0xfull;
}

void
console_qtest_let_write (ConsoleQtest *self,
                         guint32       id,
                         guint         class)
{
  guint32 command = read_configuration (self, find_slot (self, id, class), 4);

  console_qtest_out (self, PCI_DATA, (command & 0xffff) | 4);
}
