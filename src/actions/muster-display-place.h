/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-desk.h"
#include "muster-domain-xml.h"

G_BEGIN_DECLS

/* Where a VM's display is, and what it is trusted with.  Those that await are for
 * fibers. */

gboolean            muster_display_place_is_loopback   (const char        *place);

/**
 * muster_display_place_find_address:
 * @listen: (nullable): where the display listens on its host
 * @host: (nullable): how we reach that host, %NULL for this machine
 *
 * Returns: (transfer full) (nullable): the address to connect to; %NULL when
 *   the display listens nowhere
 */
char               *muster_display_place_find_address  (const char        *listen,
                                                        const char        *host);

/**
 * muster_display_place_is_local:
 *
 * Returns: whether a display that listens at @listen is out of reach for who
 *   reaches its host as @host
 */
gboolean            muster_display_place_is_local      (const char        *listen,
                                                        const char        *host);

/**
 * muster_display_place_find_graphics:
 * @graphics: of #MusterGraphicsInfo
 *
 * Returns: (transfer none) (nullable): the first VNC or SPICE display that
 *   listens somewhere
 */
MusterGraphicsInfo *muster_display_place_find_graphics (GPtrArray         *graphics);

/** Returns: (transfer full) (nullable): where the secrets of @host come from. */
MusterCredentials  *muster_display_place_await_credentials (MusterDesk    *desk,
                                                        MusterHost        *host);

/**
 * muster_display_place_await_ca:
 *
 * Returns: (transfer full) (nullable): the authority that the host's certificates
 *   are checked against; %NULL when it has none of its own, so that the system's
 *   count
 */
char               *muster_display_place_await_ca      (MusterDesk        *desk,
                                                        MusterHost        *host);

/**
 * muster_display_place_await_xml:
 * @secret: (out): whether its passwords are in it
 *
 * Returns: (transfer full) (nullable): the running VM's XML, with all that we may
 *   see
 */
char               *muster_display_place_await_xml     (MusterConnection  *connection,
                                                        const char        *uuid,
                                                        gboolean          *secret,
                                                        GError           **error);

G_END_DECLS
