/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * muster_vencrypt_begin:
 * @socket: blocking, with a time-out
 *
 * Says to a VNC server what comes before TLS: its version of the protocol, and
 * that it wants VeNCrypt with a certificate (RFB 3.8 and the VeNCrypt extension,
 * version 0.2).  Blocks.
 *
 * Returns: whether a TLS handshake is next
 */
gboolean muster_vencrypt_begin (GSocket *socket);

G_END_DECLS
