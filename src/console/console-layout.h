/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* Which modifiers a stroke wants; all others must be up. */
typedef enum
{
  CONSOLE_STROKE_SHIFT = 1 << 0,
  CONSOLE_STROKE_ALTGR = 1 << 1,
} ConsoleStrokeModifiers;

/* One key pressed and released; see console_session_key (). */
typedef struct
{
  guint qnum;
  guint keysym;
  guint modifiers;
} ConsoleStroke;

/* A dead key and the letter it changes. */
#define CONSOLE_LAYOUT_MAX_STROKES 2

/* What takes longer than half an hour to type is not for a keyboard. */
#define CONSOLE_LAYOUT_MAX_CHARACTERS 32768

/* The keyboards that a guest may be set to. */
typedef struct
{
  const char *id;
  const char *name;
} ConsoleLayoutInfo;

/**
 * ConsoleLayout:
 *
 * A keyboard layout read backwards: which keys make a character.  Immutable.
 */
#define CONSOLE_TYPE_LAYOUT (console_layout_get_type ())
G_DECLARE_FINAL_TYPE (ConsoleLayout, console_layout, CONSOLE, LAYOUT, GObject)

const ConsoleLayoutInfo *console_layout_list        (gsize          *n_layouts);
const char              *console_layout_get_name    (const char     *id);
const char              *console_layout_guess       (const char     *locale);
ConsoleLayout           *console_layout_new         (const char     *id,
                                                     GError        **error);
const char              *console_layout_get_id      (ConsoleLayout  *self);
gsize                    console_layout_find        (ConsoleLayout  *self,
                                                     gunichar        character,
                                                     ConsoleStroke  *strokes);
char                    *console_layout_dup_missing (ConsoleLayout  *self,
                                                     const char     *text);
char                    *console_layout_prepare     (const char     *text);

G_END_DECLS
