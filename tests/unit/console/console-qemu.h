/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console.h"

G_BEGIN_DECLS

/* A QEMU of the test's own on loopback, without a disk but for a boot sector
 * that paints the screen green and writes every scan code it reads, as two
 * hexadecimal digits, to the screen and to a file. */
typedef struct _ConsoleQemu ConsoleQemu;

typedef enum
{
  CONSOLE_QEMU_CLEAR    = 0,
  CONSOLE_QEMU_TLS      = 1 << 0,
  CONSOLE_QEMU_PASSWORD = 1 << 1,
  CONSOLE_QEMU_LOCKS    = 1 << 2,   /* writes ConsoleLocks as a digit instead of keys */
  CONSOLE_QEMU_SOUND    = 1 << 3,   /* hums without end instead of reading keys */
  CONSOLE_QEMU_AGENT    = 1 << 4,   /* SPICE: has the test be its agent */
  CONSOLE_QEMU_USB      = 1 << 5,   /* SPICE: takes a USB device; the test has a monitor */
  CONSOLE_QEMU_HEADS    = 1 << 6,   /* SPICE: has a second card, CONSOLE_QEMU_SECOND */
  CONSOLE_QEMU_CROWD    = 1 << 7,   /* SPICE: has more cards than anybody */
  CONSOLE_QEMU_QXL      = 1 << 8,   /* SPICE: its card is made for that */
  CONSOLE_QEMU_RECORDER = 1 << 9,   /* SPICE: has a sound card that can record */
} ConsoleQemuFlags;

#define CONSOLE_QEMU_SECOND "second"

#define CONSOLE_QEMU_PASSWORD_TEXT "sesame"

ConsoleQemu   *console_qemu_new         (ConsoleProtocol    protocol,
                                         ConsoleQemuFlags   flags);
ConsoleQemu   *console_qemu_new_started (ConsoleProtocol    protocol,
                                         ConsoleQemuFlags   flags);
void           console_qemu_free        (ConsoleQemu       *self);
void           console_qemu_start       (ConsoleQemu       *self);
void           console_qemu_kill        (ConsoleQemu       *self);
int            console_qemu_get_port    (ConsoleQemu       *self);
ConsoleTarget *console_qemu_make_target (ConsoleQemu       *self,
                                         const char        *password,
                                         const char        *ca,
                                         const char        *server_name);

/* A live session in the clear, with a picture. */
ConsoleSession *console_qemu_open       (ConsoleQemu       *self);

/* The other end of the line to the guest's agent. */
GIOStream     *console_qemu_dial        (ConsoleQemu       *self);
char          *console_qemu_dup_keys    (ConsoleQemu       *self);
GdkTexture    *console_qemu_screendump  (ConsoleQemu       *self);

/* Of a card by its name, NULL for the first. */
GdkTexture    *console_qemu_dump_card   (ConsoleQemu       *self,
                                         const char        *card);

/* The socket for a ConsoleQtest, where there are heads, QXL or a recorder. */
char          *console_qemu_dup_qtest   (ConsoleQemu       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConsoleQemu, console_qemu_free)

G_END_DECLS
