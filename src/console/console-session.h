/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "console-target.h"

G_BEGIN_DECLS

/* No screen is larger than this; a server that says otherwise is cut off. */
#define CONSOLE_MAX_SIDE 16384
#define CONSOLE_MAX_BYTES (256u * 1024 * 1024)
#define CONSOLE_MAX_CURSOR 512

/* Nor has a machine more monitors. */
#define CONSOLE_MAX_HEADS 16

#define CONSOLE_TYPE_SESSION (console_session_get_type ())
G_DECLARE_DERIVABLE_TYPE (ConsoleSession, console_session, CONSOLE, SESSION, GObject)

/**
 * ConsoleSession:
 *
 * One attempt to show one display: opened once, and done with when its state
 * is CLOSED or FAILED.  Properties, all read-only but "target": "state",
 * "reason", "error" (a sentence for people), "encrypted", "width", "height",
 * "cursor" (a #GdkCursor, %NULL if the server names none), "pointer-mode", "locks"
 * (#ConsoleLocks whose lamps the guest has on, -1 as long as it tells none).
 *
 * A machine may have further monitors.  Each of them is a session too, that comes and
 * goes in the list console_session_get_heads () of the one for the first monitor; it is
 * neither opened nor closed by anybody else, and ends for good when its monitor goes.
 *
 * Signals: "damage" (x, y, width, height; inside the screen), "bell".
 */
struct _ConsoleSessionClass
{
  GObjectClass parent_class;

  void (*open)         (ConsoleSession              *self);
  void (*close)        (ConsoleSession              *self);
  /* Copies an area, which lies inside the screen, as B8G8R8X8. */
  void (*read_pixels)  (ConsoleSession              *self,
                        const cairo_rectangle_int_t *area,
                        guint8                      *pixels,
                        gsize                        stride);
  void (*key)          (ConsoleSession              *self,
                        guint                        qnum,
                        guint                        keysym,
                        gboolean                     down);
  /* The buttons that are down, at a place inside the screen. */
  void (*pointer_to)   (ConsoleSession              *self,
                        int                          x,
                        int                          y,
                        guint                        buttons);
  void (*pointer_by)   (ConsoleSession              *self,
                        int                          dx,
                        int                          dy,
                        guint                        buttons);
  /* Whole steps of a wheel: right and down are positive. */
  void (*scroll)       (ConsoleSession              *self,
                        int                          dx,
                        int                          dy,
                        guint                        buttons);
  /* Whether anyone looks: if not, the picture need not be kept up. */
  void (*set_watched)  (ConsoleSession              *self,
                        gboolean                     watched);
  gboolean (*is_at)    (ConsoleSession              *self,
                        ConsoleTarget               *target);
  /* The guest may take that size, another one, or none. */
  void (*request_size) (ConsoleSession              *self,
                        int                          width,
                        int                          height);
  /* Whether what the guest plays is to be heard; may come before open (). */
  void (*set_sound)    (ConsoleSession              *self,
                        gboolean                     sound);
  /* Whether the guest is to hear what is said here; may come before open (). */
  void (*set_microphone) (ConsoleSession            *self,
                          gboolean                   microphone);
  /* Whether somebody wants to see this monitor. */
  void (*set_lit)      (ConsoleSession              *self,
                        gboolean                     lit);

  gpointer padding[4];
};

ConsoleSession     *console_session_new_for_target   (ConsoleTarget               *target);
ConsoleTarget      *console_session_get_target       (ConsoleSession              *self);
GListModel         *console_session_get_heads        (ConsoleSession              *self);
ConsoleSession     *console_session_find_head        (ConsoleSession              *self,
                                                      int                          number);
ConsoleSession     *console_session_get_main         (ConsoleSession              *self);
int                 console_session_get_number       (ConsoleSession              *self);
ConsoleState        console_session_get_state        (ConsoleSession              *self);
ConsoleReason       console_session_get_reason       (ConsoleSession              *self);
const char         *console_session_get_error        (ConsoleSession              *self);
gboolean            console_session_get_encrypted    (ConsoleSession              *self);
int                 console_session_get_width        (ConsoleSession              *self);
int                 console_session_get_height       (ConsoleSession              *self);
GdkCursor          *console_session_get_cursor       (ConsoleSession              *self);
ConsolePointerMode  console_session_get_pointer_mode (ConsoleSession              *self);
int                 console_session_get_locks        (ConsoleSession              *self);
gboolean            console_session_is_live          (ConsoleSession              *self);
gboolean            console_session_has_picture      (ConsoleSession              *self);
gboolean            console_session_is_at            (ConsoleSession              *self,
                                                      ConsoleTarget               *target);
void                console_session_open             (ConsoleSession              *self);
void                console_session_close            (ConsoleSession              *self);
void                console_session_read_pixels      (ConsoleSession              *self,
                                                      const cairo_rectangle_int_t *area,
                                                      guint8                      *pixels,
                                                      gsize                        stride);
void                console_session_set_watched      (ConsoleSession              *self,
                                                      gboolean                     watched);
void                console_session_set_lit          (ConsoleSession              *self,
                                                      gboolean                     lit);
void                console_session_request_size     (ConsoleSession              *self,
                                                      int                          width,
                                                      int                          height);
gboolean            console_session_get_sound        (ConsoleSession              *self);
void                console_session_set_sound        (ConsoleSession              *self,
                                                      gboolean                     sound);
gboolean            console_session_can_microphone   (ConsoleSession              *self);
gboolean            console_session_get_microphone   (ConsoleSession              *self);
void                console_session_set_microphone   (ConsoleSession              *self,
                                                      gboolean                     microphone);
void                console_session_key              (ConsoleSession              *self,
                                                      guint                        qnum,
                                                      guint                        keysym,
                                                      gboolean                     down);
void                console_session_send_keys        (ConsoleSession              *self,
                                                      const guint                 *keysyms,
                                                      gsize                        n_keysyms);
void                console_session_pointer_to       (ConsoleSession              *self,
                                                      int                          x,
                                                      int                          y,
                                                      guint                        buttons);
void                console_session_pointer_by       (ConsoleSession              *self,
                                                      int                          dx,
                                                      int                          dy,
                                                      guint                        buttons);
void                console_session_scroll           (ConsoleSession              *self,
                                                      int                          dx,
                                                      int                          dy);
void                console_session_release_all      (ConsoleSession              *self);

G_END_DECLS
