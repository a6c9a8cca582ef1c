/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>
#include <libsecret/secret.h>

G_BEGIN_DECLS

/*
 * The Secret Service as futures: items of our schema, told apart by kind and
 * id.  Every error is a MusterSecretsError.  libsecret's simple interface
 * alone is used, because only that one also works inside a Flatpak, through
 * the portal.
 */

/** _muster_keyring_store: a future of %TRUE; replaces the item of that kind and id. */
DexFuture *_muster_keyring_store  (const char  *kind,
                                   const char  *id,
                                   const char  *name,
                                   SecretValue *value);

/** _muster_keyring_list: a future of a #GPtrArray of #MusterSecretInfo by name; @id may be %NULL. */
DexFuture *_muster_keyring_list   (const char  *kind,
                                   const char  *id);

/** _muster_keyring_lookup: a future of a #SecretValue, or of a %NULL boxed when there is none. */
DexFuture *_muster_keyring_lookup (const char  *kind,
                                   const char  *id);

/** _muster_keyring_remove: a future of a boolean: whether there was one. */
DexFuture *_muster_keyring_remove (const char  *kind,
                                   const char  *id);

G_END_DECLS
