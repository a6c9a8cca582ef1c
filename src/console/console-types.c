/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console-types.h"
#include "console-enums.h"

G_DEFINE_QUARK (console-error-quark, console_error)

static const char *
enum_nick (GType type,
           int   value)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (type);
  GEnumValue *found = g_enum_get_value (klass, value);

  return found != NULL ? found->value_nick : "unknown";
}

/**
 * console_state_to_string:
 *
 * Returns: a short English name for logs, not for people
 */
const char *
console_state_to_string (ConsoleState state)
{
  return enum_nick (CONSOLE_TYPE_STATE, state);
}

/**
 * console_reason_to_string:
 *
 * Returns: a short English name for logs, not for people
 */
const char *
console_reason_to_string (ConsoleReason reason)
{
  return enum_nick (CONSOLE_TYPE_REASON, reason);
}

/**
 * console_keeper_state_to_string:
 *
 * Returns: a short English name for logs, not for people
 */
const char *
console_keeper_state_to_string (ConsoleKeeperState state)
{
  return enum_nick (CONSOLE_TYPE_KEEPER_STATE, state);
}
