/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "muster-wipe.h"

G_BEGIN_DECLS

/*
 * The content of a small regular file that may hold a key.  It is followed by
 * a NUL; give it back with _muster_secret_file_free (), which overwrites all
 * of it.  The error names the file: _MISSING, _UNREADABLE, _NOT_REGULAR or
 * _TOO_LARGE.
 */
char        *_muster_secret_file_read     (const char  *path,
                                           gsize       *length,
                                           GError     **error);

void         _muster_secret_file_free     (char        *content);

/* The same of a text: %MUSTER_SECRETS_ERROR_NOT_PEM when it is empty or holds a NUL. */
MusterWiped *_muster_secret_file_read_pem (const char  *path,
                                           GError     **error);

/* An absolute path; “~” is the home folder. */
char        *_muster_secret_file_expand   (const char  *path);

G_END_DECLS
