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
} ConsoleQemuFlags;

#define CONSOLE_QEMU_PASSWORD_TEXT "sesame"

ConsoleQemu   *console_qemu_new         (ConsoleProtocol    protocol,
                                         ConsoleQemuFlags   flags);
void           console_qemu_free        (ConsoleQemu       *self);
void           console_qemu_start       (ConsoleQemu       *self);
void           console_qemu_kill        (ConsoleQemu       *self);
int            console_qemu_get_port    (ConsoleQemu       *self);
ConsoleTarget *console_qemu_make_target (ConsoleQemu       *self,
                                         const char        *password,
                                         const char        *ca,
                                         const char        *server_name);
char          *console_qemu_dup_keys    (ConsoleQemu       *self);
GdkTexture    *console_qemu_screendump  (ConsoleQemu       *self);
char          *console_qemu_dup_ca      (gboolean           foreign);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConsoleQemu, console_qemu_free)

G_END_DECLS
