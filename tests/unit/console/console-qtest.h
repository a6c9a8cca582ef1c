/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The registers and the memory of a QEMU's machine, while its guest runs. */
typedef struct _ConsoleQtest ConsoleQtest;

/* @path: of the socket. */
ConsoleQtest *console_qtest_new       (const char   *path);
void          console_qtest_free      (ConsoleQtest *self);
guint32       console_qtest_in        (ConsoleQtest *self,
                                       guint         port);
void          console_qtest_out       (ConsoleQtest *self,
                                       guint         port,
                                       guint32       value);
void          console_qtest_out_byte  (ConsoleQtest *self,
                                       guint         port,
                                       guint8        value);

/* A value of @size bytes. */
guint64       console_qtest_read      (ConsoleQtest *self,
                                       guint64       address,
                                       guint         size);
void          console_qtest_write     (ConsoleQtest *self,
                                       guint64       address,
                                       guint         size,
                                       guint64       value);
void          console_qtest_fill      (ConsoleQtest *self,
                                       guint64       address,
                                       gsize         size,
                                       guint8        value);

/* Where the firmware has put a part of a card of PCI on the first bus; @id is device and
 * vendor, @class its class and subclass. */
guint64       console_qtest_find_bar  (ConsoleQtest *self,
                                       guint32       id,
                                       guint         class,
                                       guint         bar);

/* Lets the card read and write the machine's memory. */
void          console_qtest_let_write (ConsoleQtest *self,
                                       guint32       id,
                                       guint         class);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConsoleQtest, console_qtest_free)

G_END_DECLS
