/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-secret-info.h"

G_DEFINE_BOXED_TYPE (MusterSecretInfo, muster_secret_info,
                     muster_secret_info_copy, muster_secret_info_free)

MusterSecretInfo *
muster_secret_info_new (const char *id,
                        const char *name)
{
  MusterSecretInfo *self = g_new0 (MusterSecretInfo, 1);

  self->id = g_strdup (id);
  self->name = g_strdup (name);
  return self;
}

MusterSecretInfo *
muster_secret_info_copy (const MusterSecretInfo *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return muster_secret_info_new (self->id, self->name);
}

void
muster_secret_info_free (MusterSecretInfo *self)
{
  if (self == NULL)
    return;

  g_free (self->id);
  g_free (self->name);
  g_free (self);
}
