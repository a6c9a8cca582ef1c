/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * muster_ui_init:
 *
 * Registers the templates, style and icons; before the first widget is made.
 * A static library's own constructor would not be linked in.
 */
void muster_ui_init            (void);

/**
 * muster_ui_set_description:
 * @text: (nullable): plain text, as it came from a host, a guest or a file
 *
 * A status page reads its description as markup.
 */
void muster_ui_set_description (AdwStatusPage *page,
                                const char    *text);

/**
 * muster_ui_new_toast:
 * @text: a sentence, plain
 * @button: (nullable): the label of its button, with a mnemonic
 *
 * Returns: (transfer full): a toast that has as many lines as it needs; Adwaita's own
 *   has one, which ends in the middle in a narrow window
 */
AdwToast *muster_ui_new_toast  (const char    *text,
                                const char    *button);

/** muster_ui_set_toast_text: of a toast that muster_ui_new_toast() made. */
void muster_ui_set_toast_text  (AdwToast      *toast,
                                const char    *text);

const char *muster_ui_get_toast_text (AdwToast *toast);

/** muster_ui_set_stale: whether @widget shows what was once, and is no more than that. */
void muster_ui_set_stale       (GtkWidget     *widget,
                                gboolean       stale);

/**
 * muster_ui_focus_when_shown:
 *
 * Gives the keyboard to the focus widget of @dialog.  As a sheet, on a narrow window, a
 * dialog does not go by it: the keyboard would be at Cancel.
 */
void muster_ui_focus_when_shown (AdwDialog    *dialog);

/** Has the button say what it does now: go to full screen, or leave it. */
void        muster_ui_tell_fullscreen   (GtkButton  *button,
                                         gboolean    fullscreen);

G_END_DECLS
