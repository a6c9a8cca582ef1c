/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console-framebuffer.h"
#include "console-keeper.h"

G_BEGIN_DECLS

/**
 * ConsoleDisplay:
 *
 * Shows the screen of a "keeper" or of one "session", and hands it keyboard
 * and pointer.  Properties:
 *
 * - "keeper", "session": what is shown; setting one unsets the other.  Of a keeper's
 *   machine that is the first monitor, or the one of console_display_set_monitor ()
 * - "scaling": #ConsoleScaling.  ONE_TO_ONE asks for the size of the screen;
 *   put the display into a #GtkScrolledWindow
 * - "read-only": takes no input
 * - "label": the accessible name
 * - "grabbed": whether the keyboard goes to the guest, as it does whenever
 *   the display has the focus.  "release", pressed and let go with no other
 *   key in between, gives the keyboard back to the desktop; a click or
 *   Return hands it over again.
 * - "release": #ConsoleRelease, Ctrl+Alt at first
 * - "share-clipboard": whether the guest gets the clipboard's text and the
 *   clipboard the guest's, while the keyboard goes to the guest; off at first
 * - "resize-guest": whether the guest is asked to give its screen the display's
 *   size, in device pixels, when that has come to rest; off at first
 *
 * Signal "clipboard-notice": a sentence, why a text did not go to the guest.
 */
#define CONSOLE_TYPE_DISPLAY (console_display_get_type ())
G_DECLARE_FINAL_TYPE (ConsoleDisplay, console_display, CONSOLE, DISPLAY, GtkWidget)

GtkWidget          *console_display_new             (void);
ConsoleKeeper      *console_display_get_keeper      (ConsoleDisplay     *self);
void                console_display_set_keeper      (ConsoleDisplay     *self,
                                                     ConsoleKeeper      *keeper);
void                console_display_set_monitor     (ConsoleDisplay     *self,
                                                     ConsoleKeeper      *keeper,
                                                     int                 number);
ConsoleSession     *console_display_get_session     (ConsoleDisplay     *self);
void                console_display_set_session     (ConsoleDisplay     *self,
                                                     ConsoleSession     *session);
ConsoleScaling      console_display_get_scaling     (ConsoleDisplay     *self);
void                console_display_set_scaling     (ConsoleDisplay     *self,
                                                     ConsoleScaling      scaling);
gboolean            console_display_get_read_only   (ConsoleDisplay     *self);
void                console_display_set_read_only   (ConsoleDisplay     *self,
                                                     gboolean            read_only);
const char         *console_display_get_label       (ConsoleDisplay     *self);
void                console_display_set_label       (ConsoleDisplay     *self,
                                                     const char         *label);
gboolean            console_display_get_grabbed     (ConsoleDisplay     *self);
void                console_display_set_grabbed     (ConsoleDisplay     *self,
                                                     gboolean            grabbed);
ConsoleRelease      console_display_get_release     (ConsoleDisplay     *self);
void                console_display_set_release     (ConsoleDisplay     *self,
                                                     ConsoleRelease      release);
gboolean            console_display_get_share_clipboard (ConsoleDisplay *self);
void                console_display_set_share_clipboard (ConsoleDisplay *self,
                                                         gboolean        share);
gboolean            console_display_get_resize_guest (ConsoleDisplay    *self);
void                console_display_set_resize_guest (ConsoleDisplay    *self,
                                                      gboolean           resize);
void                console_display_send_keys       (ConsoleDisplay     *self,
                                                     const guint        *keysyms,
                                                     gsize               n_keysyms);
GdkTexture         *console_display_dup_screenshot  (ConsoleDisplay     *self,
                                                     GError            **error);
ConsoleFramebuffer *console_display_get_framebuffer (ConsoleDisplay     *self);

G_END_DECLS
