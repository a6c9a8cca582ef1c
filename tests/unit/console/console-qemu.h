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
} ConsoleQemuFlags;

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

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConsoleQemu, console_qemu_free)

G_END_DECLS
