/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MusterTlsFinding:
 * @MUSTER_TLS_UNKNOWN: the check itself did not come to an end
 * @MUSTER_TLS_TRUSTED: nothing is wrong with the host's certificate
 *
 * What is wrong with a host's certificate.
 */
typedef enum
{
  MUSTER_TLS_UNKNOWN,
  MUSTER_TLS_TRUSTED,
  MUSTER_TLS_FOREIGN,
  MUSTER_TLS_OTHER_NAME,
  MUSTER_TLS_EXPIRED,
  MUSTER_TLS_NOT_YET_VALID,
} MusterTlsFinding;

MusterTlsFinding muster_tls_check (const char *host,
                                   guint16     port,
                                   const char *ca_file);

G_END_DECLS
