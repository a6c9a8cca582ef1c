/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "console-session.h"

G_BEGIN_DECLS

/**
 * ConsoleSource:
 *
 * Knows where a display is now; asked before every attempt.  Emits "changed"
 * (console_source_changed ()) when something moved: the machine was started,
 * stopped, migrated, or what was asked for can now be answered.
 */
#define CONSOLE_TYPE_SOURCE (console_source_get_type ())
G_DECLARE_INTERFACE (ConsoleSource, console_source, CONSOLE, SOURCE, GObject)

struct _ConsoleSourceInterface
{
  GTypeInterface parent_iface;

  /* Resolves to a ConsoleTarget.  CONSOLE_ERROR_OFF: the machine is off, and
   * "changed" will tell when it is not; CONSOLE_ERROR_UNAVAILABLE: it has no
   * display to connect to; any other error is asked about again. */
  DexFuture      *(*resolve)        (ConsoleSource *self);

  /* Optional: a session other than those of VNC and SPICE. */
  ConsoleSession *(*create_session) (ConsoleSource *self,
                                     ConsoleTarget *target);
};

DexFuture      *console_source_resolve        (ConsoleSource *self) G_GNUC_WARN_UNUSED_RESULT;
ConsoleSession *console_source_create_session (ConsoleSource *self,
                                               ConsoleTarget *target);
void            console_source_changed        (ConsoleSource *self);

G_END_DECLS
