/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "muster-data-center.h"

G_BEGIN_DECLS

/** A VM of that name with facts, on @host. */
MusterVm         *ui_fixture_vm          (const char    *name,
                                          MusterHost    *host,
                                          MusterVmState  state);
/** Three hosts that are online and @n VMs on them, "vm0" and so on. */
MusterDataCenter *ui_fixture_data_center (guint          n);
/** A sample with that CPU usage, taken now. */
void              ui_fixture_sample      (MusterVm      *vm,
                                          double         cpu);
/** Turns the main loop for @ms milliseconds. */
void              ui_fixture_spin        (guint          ms);
/** Fails if @window, whose content is calm, goes on making frames, as for a spinner that
 * nobody sees. */
void              ui_fixture_assert_rests (GtkWidget    *window);
/** Fails unless a screen reader is told @text as that property. */
void              ui_fixture_assert_says (GtkAccessible         *accessible,
                                          GtkAccessibleProperty  property,
                                          const char            *text);
/** Settings that nobody keeps. */
GSettings        *ui_fixture_settings    (void);

G_END_DECLS
