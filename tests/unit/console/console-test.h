/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Runs the main loop until @condition holds; fails after 20 s. */
#define console_test_wait(condition) \
  G_STMT_START { \
    gint64 wait_end = g_get_monotonic_time () + 20 * G_USEC_PER_SEC; \
    while (!(condition)) \
      { \
        if (g_get_monotonic_time () > wait_end) \
          g_error ("%s:%d: not within 20 s: " #condition, __FILE__, __LINE__); \
        console_test_spin (5); \
      } \
  } G_STMT_END

void    console_test_spin     (guint       msec);
guint32 console_test_pixel    (GdkTexture *texture,
                               int         x,
                               int         y);
void    console_test_count_cb (guint      *count);

G_END_DECLS
