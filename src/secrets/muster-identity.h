/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>
#include <libdex.h>

G_BEGIN_DECLS

#define MUSTER_TYPE_IDENTITY (muster_identity_get_type ())
G_DECLARE_FINAL_TYPE (MusterIdentity, muster_identity, MUSTER, IDENTITY, GObject)

/**
 * muster_identity_new_from_pem:
 * @ca: the certificate (or certificates) of the authority, PEM
 * @certificate: the client's certificate, a chain may follow it, PEM
 * @key: its private key, PEM, not protected by a password
 *
 * A TLS client identity.  Checks that the three belong together, but not
 * whether they are valid today: see muster_identity_check_dates().
 *
 * Returns: (transfer full) (nullable): the identity, or %NULL with a
 *   #MusterSecretsError
 */
MusterIdentity *muster_identity_new_from_pem  (const char      *ca,
                                               const char      *certificate,
                                               const char      *key,
                                               GError         **error);

/**
 * muster_identity_import_folder:
 * @path: a folder as `?pkipath=` takes it (cacert.pem, clientcert.pem,
 *   clientkey.pem), as libvirt's system has it (CA/cacert.pem,
 *   libvirt/clientcert.pem, libvirt/private/clientkey.pem; so /etc/pki), or
 *   ~/.pki, ~/.pki/libvirt
 *
 * Returns: (transfer full): a future of a #MusterIdentity that is valid now;
 *   rejects with a #MusterSecretsError whose message names the file
 */
DexFuture      *muster_identity_import_folder (const char      *path);

/** muster_identity_import_files: the same of three files named one by one. */
DexFuture      *muster_identity_import_files  (const char      *ca,
                                               const char      *certificate,
                                               const char      *key);

/** muster_identity_check_dates: %FALSE with %MUSTER_SECRETS_ERROR_EXPIRED when not valid at @now (seconds since 1970). */
gboolean        muster_identity_check_dates   (MusterIdentity  *self,
                                               gint64           now,
                                               GError         **error);

/** muster_identity_get_id: the certificate's SHA-256 fingerprint, 64 lower-case hex digits. */
const char *muster_identity_get_id          (MusterIdentity *self);

/** muster_identity_get_fingerprint: the same as people compare it: AB:CD:... */
const char *muster_identity_get_fingerprint (MusterIdentity *self);

/** muster_identity_get_common_name: (nullable) */
const char *muster_identity_get_common_name (MusterIdentity *self);
const char *muster_identity_get_subject     (MusterIdentity *self);
const char *muster_identity_get_issuer      (MusterIdentity *self);

/** muster_identity_get_not_before: seconds since 1970, UTC */
gint64      muster_identity_get_not_before  (MusterIdentity *self);

/** muster_identity_get_not_after: seconds since 1970, UTC */
gint64      muster_identity_get_not_after   (MusterIdentity *self);
const char *muster_identity_get_ca          (MusterIdentity *self);
const char *muster_identity_get_certificate (MusterIdentity *self);

/** muster_identity_get_key: the private key; copy it nowhere, it is overwritten when @self ends. */
const char *muster_identity_get_key         (MusterIdentity *self);

G_END_DECLS
