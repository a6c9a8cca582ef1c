/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define MUSTER_SECRETS_ERROR (muster_secrets_error_quark ())

/**
 * MusterSecretsError:
 * @MUSTER_SECRETS_ERROR_FAILED: none of the others; the text is all there is
 * @MUSTER_SECRETS_ERROR_NO_SERVICE: no Secret Service runs or can be started
 * @MUSTER_SECRETS_ERROR_NO_KEYRING: the Secret Service has no default keyring
 * @MUSTER_SECRETS_ERROR_LOCKED: the keyring is locked and could not be unlocked
 * @MUSTER_SECRETS_ERROR_DISMISSED: the person closed the question for unlocking
 * @MUSTER_SECRETS_ERROR_NOT_FOUND: no such identity
 * @MUSTER_SECRETS_ERROR_INVALID: the input, or a stored item, is malformed
 * @MUSTER_SECRETS_ERROR_MISSING: a file of an identity is not there
 * @MUSTER_SECRETS_ERROR_UNREADABLE: a file cannot be read
 * @MUSTER_SECRETS_ERROR_NOT_REGULAR: not a regular file
 * @MUSTER_SECRETS_ERROR_TOO_LARGE: larger than 256 KiB
 * @MUSTER_SECRETS_ERROR_NOT_PEM: not a certificate or key in PEM form
 * @MUSTER_SECRETS_ERROR_ENCRYPTED: the private key is protected by a password
 * @MUSTER_SECRETS_ERROR_MISMATCH: the private key is not the certificate's
 * @MUSTER_SECRETS_ERROR_EXPIRED: a certificate is not valid now
 * @MUSTER_SECRETS_ERROR_ISSUER: the certificate was not issued by this CA
 * @MUSTER_SECRETS_ERROR_PURPOSE: the certificate is not for TLS clients
 * @MUSTER_SECRETS_ERROR_RUNTIME_DIR: XDG_RUNTIME_DIR is not fit for keys
 * @MUSTER_SECRETS_ERROR_PASSPHRASE: a passphrase is wrong, or too short
 * @MUSTER_SECRETS_ERROR_WEAK: a key is too weak, or of a kind hosts refuse
 * @MUSTER_SECRETS_ERROR_NAME: a name that cannot be in a certificate
 *
 * Messages say what to do next, name files, and never hold a secret.
 */
typedef enum
{
  MUSTER_SECRETS_ERROR_FAILED,
  MUSTER_SECRETS_ERROR_NO_SERVICE,
  MUSTER_SECRETS_ERROR_NO_KEYRING,
  MUSTER_SECRETS_ERROR_LOCKED,
  MUSTER_SECRETS_ERROR_DISMISSED,
  MUSTER_SECRETS_ERROR_NOT_FOUND,
  MUSTER_SECRETS_ERROR_INVALID,
  MUSTER_SECRETS_ERROR_MISSING,
  MUSTER_SECRETS_ERROR_UNREADABLE,
  MUSTER_SECRETS_ERROR_NOT_REGULAR,
  MUSTER_SECRETS_ERROR_TOO_LARGE,
  MUSTER_SECRETS_ERROR_NOT_PEM,
  MUSTER_SECRETS_ERROR_ENCRYPTED,
  MUSTER_SECRETS_ERROR_MISMATCH,
  MUSTER_SECRETS_ERROR_EXPIRED,
  MUSTER_SECRETS_ERROR_ISSUER,
  MUSTER_SECRETS_ERROR_PURPOSE,
  MUSTER_SECRETS_ERROR_RUNTIME_DIR,
  MUSTER_SECRETS_ERROR_PASSPHRASE,
  MUSTER_SECRETS_ERROR_WEAK,
  MUSTER_SECRETS_ERROR_NAME,
} MusterSecretsError;

GQuark muster_secrets_error_quark (void);

G_END_DECLS
