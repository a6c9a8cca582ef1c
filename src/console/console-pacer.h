/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gdk/gdk.h>

G_BEGIN_DECLS

/* When a display takes what has changed: once a frame, and after a frame that was slow
 * only when the libraries below have delivered what they held back meanwhile. */
typedef struct _ConsolePacer ConsolePacer;

typedef void (*ConsolePacerFunc) (gpointer data);

ConsolePacer *console_pacer_new       (ConsolePacerFunc  update,
                                       gpointer          data);
void          console_pacer_free      (ConsolePacer     *self);
void          console_pacer_set_clock (ConsolePacer     *self,
                                       GdkFrameClock    *clock);
void          console_pacer_request   (ConsolePacer     *self);
void          console_pacer_cancel    (ConsolePacer     *self);

G_END_DECLS
