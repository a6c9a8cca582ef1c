/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console-source.h"
#include "console-spice-session.h"
#include "console-vnc-session.h"

enum
{
  CHANGED,
  N_SIGNALS
};

G_DEFINE_INTERFACE (ConsoleSource, console_source, G_TYPE_OBJECT)

static guint signals[N_SIGNALS];

static ConsoleSession *
console_source_default_create_session (ConsoleSource *self,
                                       ConsoleTarget *target)
{
  return console_session_new_for_target (target);
}

static void
console_source_default_init (ConsoleSourceInterface *iface)
{
  iface->create_session = console_source_default_create_session;

  signals[CHANGED] =
    g_signal_new ("changed", CONSOLE_TYPE_SOURCE, G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 0);
}

/**
 * console_session_new_for_target:
 *
 * Returns: (transfer full): a session that speaks the target's protocol
 */
ConsoleSession *
console_session_new_for_target (ConsoleTarget *target)
{
  g_return_val_if_fail (CONSOLE_IS_TARGET (target), NULL);

  if (console_target_get_protocol (target) == CONSOLE_PROTOCOL_SPICE)
    return console_spice_session_new (target);
  return console_vnc_session_new (target);
}

/**
 * console_source_resolve:
 *
 * Returns: (transfer full): a future of a #ConsoleTarget
 */
DexFuture *
console_source_resolve (ConsoleSource *self)
{
  g_return_val_if_fail (CONSOLE_IS_SOURCE (self), NULL);

  return CONSOLE_SOURCE_GET_IFACE (self)->resolve (self);
}

/**
 * console_source_create_session:
 *
 * Returns: (transfer full): a session for @target, not yet opened
 */
ConsoleSession *
console_source_create_session (ConsoleSource *self,
                               ConsoleTarget *target)
{
  g_return_val_if_fail (CONSOLE_IS_SOURCE (self), NULL);

  return CONSOLE_SOURCE_GET_IFACE (self)->create_session (self, target);
}

/**
 * console_source_changed:
 *
 * For implementations: emits "changed".
 */
void
console_source_changed (ConsoleSource *self)
{
  g_return_if_fail (CONSOLE_IS_SOURCE (self));

  g_signal_emit (self, signals[CHANGED], 0);
}
