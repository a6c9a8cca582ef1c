/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Certificates, made once for all tests of a program: ca-cert.pem, and server-cert.pem
 * and server-key.pem for localhost. */
const char *console_pki_get_folder (void);

/* The authority's certificate, PEM; or one that has nothing to do with it. */
char       *console_pki_dup_ca     (gboolean foreign);

G_END_DECLS
