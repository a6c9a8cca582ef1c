/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console-session.h"

G_BEGIN_DECLS

/* No text larger than this goes either way, in bytes of UTF-8. */
#define CONSOLE_MAX_TEXT (1024 * 1024)

/**
 * ConsoleTextPort:
 *
 * What a session that carries clipboard text has besides.  Line ends are "\n".
 *
 * Signals: "text-offered" (the guest has new text; it is not trusted), "text"
 * (string; what was requested, valid UTF-8).
 */
#define CONSOLE_TYPE_TEXT_PORT (console_text_port_get_type ())
G_DECLARE_INTERFACE (ConsoleTextPort, console_text_port, CONSOLE, TEXT_PORT, ConsoleSession)

struct _ConsoleTextPortInterface
{
  GTypeInterface parent_iface;

  gboolean (*send)    (ConsoleTextPort  *self,
                       const char       *text,
                       GError          **error);
  void     (*request) (ConsoleTextPort  *self);
};

gboolean console_text_port_send    (ConsoleTextPort  *self,
                                    const char       *text,
                                    GError          **error);
void     console_text_port_request (ConsoleTextPort  *self);

/* For implementations. */
void     _console_text_port_offered (ConsoleTextPort *self);
void     _console_text_port_take    (ConsoleTextPort *self,
                                     const char      *data,
                                     gsize            size);

G_END_DECLS
