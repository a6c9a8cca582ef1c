/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "console-types.h"

G_BEGIN_DECLS

/**
 * ConsoleTarget:
 *
 * Where a display is and what it is trusted with; immutable.  Make one with
 * console_target_new (), or with g_object_new () and these construct
 * properties:
 *
 * - "protocol": #ConsoleProtocol
 * - "host", "port": address; port is -1 when there is no clear-text port
 * - "tls-port": the second port of SPICE, -1 if none (VNC has one port and
 *   negotiates TLS on it)
 * - "path": a UNIX socket, instead of an address
 * - "ca": certificates to trust, PEM text; %NULL for those of the system
 * - "server-name": the name the certificate must carry, by default the host
 * - "server-subject": with SPICE, the subject that the certificate must have
 *   instead, "O=Example,CN=host"
 * - "password": what the display asks for, or %NULL
 * - "allow-clear": whether a connection without verified TLS is acceptable
 *
 * TLS is used and verified wherever the server offers it.  A UNIX socket
 * crosses no network and needs no "allow-clear".
 */
#define CONSOLE_TYPE_TARGET (console_target_get_type ())
G_DECLARE_FINAL_TYPE (ConsoleTarget, console_target, CONSOLE, TARGET, GObject)

ConsoleTarget     *console_target_new             (ConsoleProtocol  protocol,
                                                   const char      *host,
                                                   int              port);
ConsoleProtocol    console_target_get_protocol    (ConsoleTarget   *self);
const char        *console_target_get_host        (ConsoleTarget   *self);
int                console_target_get_port        (ConsoleTarget   *self);
int                console_target_get_tls_port    (ConsoleTarget   *self);
const char        *console_target_get_path        (ConsoleTarget   *self);
const char        *console_target_get_ca          (ConsoleTarget   *self);
const char        *console_target_get_server_name (ConsoleTarget   *self);
const char        *console_target_get_server_subject (ConsoleTarget *self);
const char        *console_target_get_password    (ConsoleTarget   *self);
gboolean           console_target_get_allow_clear (ConsoleTarget   *self);
gboolean           console_target_is_local        (ConsoleTarget   *self);
gboolean           console_target_same_place      (ConsoleTarget   *self,
                                                   ConsoleTarget   *other);
char              *console_target_dup_address     (ConsoleTarget   *self);
GSocketConnectable *console_target_dup_connectable (ConsoleTarget  *self,
                                                    gboolean        tls);

G_END_DECLS
