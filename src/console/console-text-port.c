/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "console-text-port.h"

enum
{
  TEXT_OFFERED,
  TEXT,
  N_SIGNALS
};

G_DEFINE_INTERFACE (ConsoleTextPort, console_text_port, CONSOLE_TYPE_SESSION)

static guint signals[N_SIGNALS];

static void
console_text_port_default_init (ConsoleTextPortInterface *iface)
{
  signals[TEXT_OFFERED] =
    g_signal_new ("text-offered", CONSOLE_TYPE_TEXT_PORT, G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[TEXT] =
    g_signal_new ("text", CONSOLE_TYPE_TEXT_PORT, G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

/**
 * console_text_port_send:
 * @text: what the guest's clipboard shall hold; a guest that cannot take it
 *   is no error
 *
 * Returns: %FALSE with #CONSOLE_ERROR_TEXT, a sentence for people, if @text is
 *   too large or has what the protocol cannot carry: nothing of it was sent
 */
gboolean
console_text_port_send (ConsoleTextPort  *self,
                        const char       *text,
                        GError          **error)
{
  g_return_val_if_fail (CONSOLE_IS_TEXT_PORT (self), FALSE);

  if (!console_session_is_live (CONSOLE_SESSION (self)))
    return TRUE;
  if (strnlen (text, CONSOLE_MAX_TEXT + 1) > CONSOLE_MAX_TEXT)
    {
      g_set_error_literal (error, CONSOLE_ERROR, CONSOLE_ERROR_TEXT,
                           _("The clipboard’s text is too large for the guest: more than 1 MiB."));
      return FALSE;
    }
  return CONSOLE_TEXT_PORT_GET_IFACE (self)->send (self, text, error);
}

/**
 * console_text_port_request:
 *
 * Asks for what was offered; "text" follows, or nothing.
 */
void
console_text_port_request (ConsoleTextPort *self)
{
  g_return_if_fail (CONSOLE_IS_TEXT_PORT (self));

  if (console_session_is_live (CONSOLE_SESSION (self)))
    CONSOLE_TEXT_PORT_GET_IFACE (self)->request (self);
}

void
_console_text_port_offered (ConsoleTextPort *self)
{
  g_signal_emit (self, signals[TEXT_OFFERED], 0);
}

/* From a server, which is not trusted: too much, and what is no text, is
 * dropped. */
void
_console_text_port_take (ConsoleTextPort *self,
                         const char      *data,
                         gsize            size)
{
  g_autoptr (GString) text = NULL;

  /* Some count the final NUL, too. */
  if (size > 0 && data[size - 1] == '\0')
    size--;
  if (size > CONSOLE_MAX_TEXT || !g_utf8_validate_len (data, size, NULL))
    return;
  text = g_string_new_len (data, (gssize) size);
  g_string_replace (text, "\r\n", "\n", 0);
  g_signal_emit (self, signals[TEXT], 0, text->str);
}
