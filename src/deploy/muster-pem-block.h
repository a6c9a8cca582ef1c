/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * The first block of @label in @text, written anew: begin line, base64, end
 * line and nothing else, so that it can stand in a script.  %NULL when there
 * is none or it has other characters.
 */
char *_muster_pem_block   (const char *text,
                           const char *label);

/* The same of a certificate request, which older programs call “new”. */
char *_muster_pem_request (const char *text);

G_END_DECLS
