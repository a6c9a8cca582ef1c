/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console-target.h"

G_BEGIN_DECLS

/* Larger ones are none: the text of an authority is the most that they hold. */
#define CONSOLE_VV_FILE_MAX_BYTES (256 * 1024)

/**
 * ConsoleVvFile:
 * @port, @tls_port: -1 for none
 * @host_subject: (nullable): the subject that the server's certificate must have:
 *   "O=Example,CN=host"
 * @delete_file: whether who opens it is to delete it
 *
 * A connection file of virt-viewer (application/x-virt-viewer), as far as it
 * concerns one display.  Whoever makes one up owns its strings.
 */
typedef struct
{
  ConsoleProtocol protocol;
  char *host;
  int port;
  int tls_port;
  char *password;
  char *ca;
  char *host_subject;
  char *title;
  gboolean fullscreen;
  gboolean delete_file;
} ConsoleVvFile;

ConsoleVvFile *console_vv_file_parse      (const char          *text,
                                           gsize                length,
                                           GError             **error);
char          *console_vv_file_to_text    (const ConsoleVvFile *self);
ConsoleTarget *console_vv_file_new_target (const ConsoleVvFile *self,
                                           gboolean             allow_clear);
void           console_vv_file_free       (ConsoleVvFile       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConsoleVvFile, console_vv_file_free)

G_END_DECLS
