/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "console-session.h"

G_BEGIN_DECLS

/* So many keys are pressed together at most. */
#define CONSOLE_PICTURE_MAX_KEYS 16

/**
 * ConsolePictureFuncs:
 *
 * What a #ConsolePictureSession lives of; the futures may be slow and may fail.
 */
typedef struct
{
  /* A future of a #GdkPixbuf with 8 bits a channel: the whole screen now. */
  DexFuture *(*take_picture) (gpointer     data);
  /* Presses keys together and releases them; places as
   * console_keymap_qnum_from_hardware () tells. */
  DexFuture *(*press_keys)   (const guint *qnums,
                              guint        n_qnums,
                              gpointer     data);
} ConsolePictureFuncs;

/**
 * ConsolePictureSession:
 *
 * A screen that is seen in single pictures and typed at without a connection to
 * a display: for where there is none.  A second lies between the end of one
 * picture and the beginning of the next, more when they take long, ten when
 * nobody looks.  Keys are pressed when they go down, with the modifiers that
 * are held, and cannot be kept down; there is no pointer.
 */
#define CONSOLE_TYPE_PICTURE_SESSION (console_picture_session_get_type ())
G_DECLARE_FINAL_TYPE (ConsolePictureSession, console_picture_session,
                      CONSOLE, PICTURE_SESSION, ConsoleSession)

ConsoleSession *console_picture_session_new (ConsoleTarget             *target,
                                             gboolean                   encrypted,
                                             const ConsolePictureFuncs *funcs,
                                             gpointer                   data,
                                             GDestroyNotify             destroy);

G_END_DECLS
