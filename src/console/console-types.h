/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* The wire protocol of a display. */
typedef enum
{
  CONSOLE_PROTOCOL_VNC,
  CONSOLE_PROTOCOL_SPICE,
} ConsoleProtocol;

/* Where one attempt stands.  CLOSED and FAILED are final: CLOSED comes after
 * a connection that stood, FAILED when it never did. */
typedef enum
{
  CONSOLE_STATE_IDLE,
  CONSOLE_STATE_CONNECTING,
  CONSOLE_STATE_CONNECTED,
  CONSOLE_STATE_MIGRATING,
  CONSOLE_STATE_CLOSED,
  CONSOLE_STATE_FAILED,
} ConsoleState;

/* Why an attempt ended.  CLEAR: it offers no encryption that can be verified,
 * and the target allows no other; TAKEN: it let us in and then closed, as
 * servers do while another viewer has the display for itself. */
typedef enum
{
  CONSOLE_REASON_NONE,
  CONSOLE_REASON_REQUESTED,
  CONSOLE_REASON_REFUSED,
  CONSOLE_REASON_NO_ANSWER,
  CONSOLE_REASON_TLS,
  CONSOLE_REASON_AUTH,
  CONSOLE_REASON_PASSWORD_NEEDED,
  CONSOLE_REASON_SERVER_CLOSED,
  CONSOLE_REASON_UNSUPPORTED,
  CONSOLE_REASON_PROTOCOL,
  CONSOLE_REASON_CLEAR,
  CONSOLE_REASON_TAKEN,
} ConsoleReason;

/* What the owner of a keeper shows: RECONNECTING and FAILED come with a
 * reason and an error text, OFF waits for the source to change. */
typedef enum
{
  CONSOLE_KEEPER_STATE_IDLE,
  CONSOLE_KEEPER_STATE_CONNECTING,
  CONSOLE_KEEPER_STATE_CONNECTED,
  CONSOLE_KEEPER_STATE_RECONNECTING,
  CONSOLE_KEEPER_STATE_OFF,
  CONSOLE_KEEPER_STATE_FAILED,
} ConsoleKeeperState;

/* ABSOLUTE: the guest takes positions; RELATIVE: it takes movements. */
typedef enum
{
  CONSOLE_POINTER_MODE_ABSOLUTE,
  CONSOLE_POINTER_MODE_RELATIVE,
} ConsolePointerMode;

/* FIT: as large as the widget, keeping the shape; ONE_TO_ONE: a guest pixel
 * is a device pixel; INTEGER: the largest whole multiple that fits, and FIT
 * where even one does not; STRETCH: the widget's own shape. */
typedef enum
{
  CONSOLE_SCALING_FIT,
  CONSOLE_SCALING_ONE_TO_ONE,
  CONSOLE_SCALING_INTEGER,
  CONSOLE_SCALING_STRETCH,
} ConsoleScaling;

/* What gives the keyboard back to the desktop, pressed and let go with no
 * other key in between; left and right are alike unless it says so. */
typedef enum
{
  CONSOLE_RELEASE_CTRL_ALT,
  CONSOLE_RELEASE_CTRL_ALT_SHIFT,
  CONSOLE_RELEASE_RIGHT_CTRL,
  CONSOLE_RELEASE_SCROLL_LOCK,
} ConsoleRelease;

/* Pointer buttons that are down. */
typedef enum
{
  CONSOLE_BUTTON_LEFT   = 1 << 0,
  CONSOLE_BUTTON_MIDDLE = 1 << 1,
  CONSOLE_BUTTON_RIGHT  = 1 << 2,
  CONSOLE_BUTTON_SIDE   = 1 << 3,
  CONSOLE_BUTTON_EXTRA  = 1 << 4,
} ConsoleButtons;

/* Locks of a keyboard that are on. */
typedef enum
{
  CONSOLE_LOCK_SCROLL = 1 << 0,
  CONSOLE_LOCK_NUM    = 1 << 1,
  CONSOLE_LOCK_CAPS   = 1 << 2,
} ConsoleLocks;

/* What a source or a display can be refused for. */
typedef enum
{
  CONSOLE_ERROR_OFF,
  CONSOLE_ERROR_UNAVAILABLE,
  CONSOLE_ERROR_NO_PICTURE,
  CONSOLE_ERROR_TEXT,
  CONSOLE_ERROR_FILES,
  CONSOLE_ERROR_USB,
} ConsoleError;

#define CONSOLE_ERROR (console_error_quark ())

GQuark      console_error_quark            (void);
const char *console_state_to_string        (ConsoleState       state);
const char *console_reason_to_string       (ConsoleReason      reason);
const char *console_keeper_state_to_string (ConsoleKeeperState state);

G_END_DECLS
