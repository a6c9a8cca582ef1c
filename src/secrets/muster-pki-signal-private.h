/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The folders with keys that this process has, for a signal that ends it. */
G_GNUC_INTERNAL
void _muster_pki_signal_remember (int                 place,
                                  const char         *name,
                                  int                 folder,
                                  const char * const *file_names,
                                  gsize               n_files);
G_GNUC_INTERNAL
void _muster_pki_signal_forget   (int                 folder);

G_END_DECLS
