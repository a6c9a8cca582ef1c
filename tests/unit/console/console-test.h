/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console-framebuffer.h"
#include "console-session.h"

G_BEGIN_DECLS

/* Runs the main loop until @condition holds; fails after a minute. */
#define console_test_wait(condition) \
  G_STMT_START { \
    gint64 wait_end = g_get_monotonic_time () + 60 * G_USEC_PER_SEC; \
    while (!(condition)) \
      { \
        if (g_get_monotonic_time () > wait_end) \
          g_error ("%s:%d: not within a minute: " #condition, __FILE__, __LINE__); \
        console_test_spin (5); \
      } \
  } G_STMT_END

void            console_test_spin              (guint              msec);
guint32         console_test_pixel             (GdkTexture        *texture,
                                                int                x,
                                                int                y);
void            console_test_count_cb          (guint             *count);

/* The SPICE libraries warn about what servers say; nothing else may warn. */
void            console_test_tolerate_spice    (void);

/* Of a server of the test's own on loopback that speaks in the clear. */
ConsoleTarget  *console_test_new_target        (ConsoleProtocol    protocol,
                                                guint16            port);

/* Returns when it is live or has ended. */
ConsoleSession *console_test_open_session      (ConsoleTarget     *target);
gboolean        console_test_has_ended         (ConsoleSession    *session);

/* One that must become live. */
ConsoleSession *console_test_open_live         (ConsoleTarget     *target);

/* And has a picture: on the way to the first one a server says what it knows of keys
 * and locks. */
ConsoleSession *console_test_open_shown        (ConsoleTarget     *target);

/* The picture of a session, looked at. */
ConsoleFramebuffer *console_test_watch         (ConsoleSession    *session);

/* The reason counts, and that there is a sentence for it. */
void            console_test_assert_fails      (ConsoleTarget     *target,
                                                ConsoleReason      reason);
gboolean        console_test_same_picture      (GdkTexture        *a,
                                                GdkTexture        *b);

guint           console_test_count_descriptors (void);

/* Of TCP, on loopback, that nobody uses. */
int             console_test_find_port         (void);

/* A server that dies with the test; @fd, which may be -1, becomes its descriptor 3. */
GSubprocess    *console_test_spawn             (const char *const *argv,
                                                int                fd);

/* What a guest really shows, by its QEMU's own word, whose monitor is its standard input;
 * @screen is "" for the first one, else as the monitor names it.  In @folder is a file
 * for a moment. */
GdkTexture     *console_test_screendump        (GSubprocess       *qemu,
                                                const char        *folder,
                                                const char        *screen);

/* A test "/muster/console/SERVER/NAME" that is told the kind of server. */
void            console_test_add               (const char        *server,
                                                int                kind,
                                                const char        *name,
                                                void             (*run) (gconstpointer));

G_END_DECLS
