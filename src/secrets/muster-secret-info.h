/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * MusterSecretInfo:
 * @id: of an identity, its muster_identity_get_id(); of a login, the host's id
 * @name: what people call it
 *
 * What can be said of a stored secret without reading it.
 */
typedef struct
{
  char *id;
  char *name;
} MusterSecretInfo;

#define MUSTER_TYPE_SECRET_INFO (muster_secret_info_get_type ())

GType             muster_secret_info_get_type (void) G_GNUC_CONST;
MusterSecretInfo *muster_secret_info_new      (const char             *id,
                                               const char             *name);
MusterSecretInfo *muster_secret_info_copy     (const MusterSecretInfo *self);
void              muster_secret_info_free     (MusterSecretInfo       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusterSecretInfo, muster_secret_info_free)

G_END_DECLS
