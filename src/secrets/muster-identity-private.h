/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-identity.h"

G_BEGIN_DECLS

/* What the three parts are called in error messages. */
typedef struct
{
  const char *ca;
  const char *certificate;
  const char *key;
} MusterIdentityNames;

MusterIdentity *_muster_identity_parse (const char                *ca,
                                        const char                *certificate,
                                        const char                *key,
                                        const MusterIdentityNames *names,
                                        GError                   **error);

gboolean        _muster_identity_check_dates (MusterIdentity            *self,
                                              const MusterIdentityNames *names,
                                              gint64                     now,
                                              GError                   **error);

G_END_DECLS
