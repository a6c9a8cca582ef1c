/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define MUSTER_VIRT_ERROR (muster_virt_error_quark ())

/**
 * MusterVirtError:
 * @MUSTER_VIRT_ERROR_FAILED: none of the others; the text is all there is
 * @MUSTER_VIRT_ERROR_AUTH: user or password refused, or missing
 * @MUSTER_VIRT_ERROR_CERTIFICATE: a TLS certificate is missing or not accepted
 * @MUSTER_VIRT_ERROR_UNREACHABLE: no connection: name, route, port or time-out
 * @MUSTER_VIRT_ERROR_GONE: the object is not on this host any more
 * @MUSTER_VIRT_ERROR_REFUSED: the host understood and said no
 * @MUSTER_VIRT_ERROR_BUSY: another job holds the object; later may work
 * @MUSTER_VIRT_ERROR_UNSUPPORTED: this host or driver cannot do it
 * @MUSTER_VIRT_ERROR_INVALID: the input (URI, XML, argument) is malformed
 * @MUSTER_VIRT_ERROR_CONFLICT: something of that name or UUID exists
 *
 * What a failed libvirt call means for the one who acts on it.  The message
 * is libvirt's own text.
 */
typedef enum
{
  MUSTER_VIRT_ERROR_FAILED,
  MUSTER_VIRT_ERROR_AUTH,
  MUSTER_VIRT_ERROR_CERTIFICATE,
  MUSTER_VIRT_ERROR_UNREACHABLE,
  MUSTER_VIRT_ERROR_GONE,
  MUSTER_VIRT_ERROR_REFUSED,
  MUSTER_VIRT_ERROR_BUSY,
  MUSTER_VIRT_ERROR_UNSUPPORTED,
  MUSTER_VIRT_ERROR_INVALID,
  MUSTER_VIRT_ERROR_CONFLICT,
} MusterVirtError;

GQuark muster_virt_error_quark (void);

G_END_DECLS
