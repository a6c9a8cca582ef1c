/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console-session.h"

G_BEGIN_DECLS

/* An X server of the test's own whose screen is seen through VNC: TigerVNC's Xvnc,
 * or x11vnc in front of an Xvfb.  A window of ours covers its screen, paints it and
 * hears what is typed. */
typedef struct _ConsoleXServer ConsoleXServer;

typedef enum
{
  CONSOLE_X_SERVER_XVNC,
  CONSOLE_X_SERVER_X11VNC,
} ConsoleXServerKind;

typedef enum
{
  CONSOLE_X_SERVER_CLEAR    = 0,
  CONSOLE_X_SERVER_TLS      = 1 << 0,   /* of Xvnc only */
  CONSOLE_X_SERVER_PASSWORD = 1 << 1,
} ConsoleXServerFlags;

#define CONSOLE_X_SERVER_PASSWORD_TEXT "sesame"

ConsoleXServer *console_x_server_new         (ConsoleXServerKind   kind,
                                              ConsoleXServerFlags  flags);
void            console_x_server_free        (ConsoleXServer      *self);
void            console_x_server_kill        (ConsoleXServer      *self);

/* Stops the server in its tracks, or lets it go on. */
void            console_x_server_hang        (ConsoleXServer      *self,
                                              gboolean             hang);

/* A target that reaches it; @password and @ca may be NULL, and then the clear is
 * allowed. */
ConsoleTarget  *console_x_server_make_target (ConsoleXServer      *self,
                                              const char          *password,
                                              const char          *ca,
                                              const char          *server_name);

/* A live session in the clear, with a picture. */
ConsoleSession *console_x_server_open        (ConsoleXServer      *self);

/* One that is taken for far away, so that pictures come compressed. */
ConsoleTarget  *console_x_server_make_far_target (ConsoleXServer  *self);

/* Another picture for each @seed: areas of one colour, and noise. */
void            console_x_server_paint       (ConsoleXServer      *self,
                                              guint                seed);

/* The pointer becomes a square of that colour, 0xRRGGBB, with its hot spot at (3, 5). */
void            console_x_server_set_pointer (ConsoleXServer      *self,
                                              guint32              colour);

/* What the server really shows, by the word of X. */
GdkTexture     *console_x_server_dup_picture (ConsoleXServer      *self);

/* What the window has heard so far: "+38 -38" for a key, by the code of X, "b1@10,20"
 * for a button. */
const char     *console_x_server_get_input   (ConsoleXServer      *self);

/* ConsoleLocks that are on, by the word of X. */
guint           console_x_server_get_locks   (ConsoleXServer      *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConsoleXServer, console_x_server_free)

G_END_DECLS
