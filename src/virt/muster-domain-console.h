/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-connection.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_DOMAIN_CONSOLE (muster_domain_console_get_type ())
G_DECLARE_FINAL_TYPE (MusterDomainConsole, muster_domain_console,
                      MUSTER, DOMAIN_CONSOLE, GObject)

/** As many bytes wait for the host at most. */
#define MUSTER_DOMAIN_CONSOLE_MAX_WAITING (256 * 1024)

/**
 * MusterDomainConsole:
 *
 * A character device of a running domain, both ways; for the main thread.
 * Signals: "received" (#GBytes), "drained" (nothing waits to be sent any more)
 * and, once, "ended": the host closed it, or it was lost; then there may be an
 * error.
 */

/**
 * muster_domain_console_open:
 * @device: (nullable): the alias of a serial line or console, %NULL for the first
 * @force: whether whoever has it now loses it
 *
 * Returns: (transfer full): a future of a #MusterDomainConsole; rejects with
 *   #MusterVirtError, %MUSTER_VIRT_ERROR_BUSY when somebody else has it
 */
DexFuture    *muster_domain_console_open        (MusterConnection    *connection,
                                                 const char          *uuid,
                                                 const char          *device,
                                                 gboolean             force);

/**
 * muster_domain_console_send:
 *
 * Sends in the background, no faster than a serial line: a guest that does not
 * read must not fill up the connection that all of its host's VMs share.
 *
 * Returns: %FALSE when it has ended, or more than
 *   %MUSTER_DOMAIN_CONSOLE_MAX_WAITING bytes would wait; then nothing was taken
 */
gboolean      muster_domain_console_send        (MusterDomainConsole *self,
                                                 const void          *data,
                                                 gsize                length);
/** Returns: how many bytes wait to be sent. */
gsize         muster_domain_console_get_waiting (MusterDomainConsole *self);
gboolean      muster_domain_console_get_ended   (MusterDomainConsole *self);
/** Returns: (nullable): why it ended; %NULL when the host just closed it. */
const GError *muster_domain_console_get_error   (MusterDomainConsole *self);
/** Closes it; "ended" is not emitted any more. */
void          muster_domain_console_close       (MusterDomainConsole *self);

G_END_DECLS
