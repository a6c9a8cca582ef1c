/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

/* Runs the main loop until @future has settled. */
static inline const GValue *
settle (DexFuture  *future,
        GError    **error)
{
  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);

  return dex_future_get_value (future, error);
}

/* One authority a program: RSA keys take long. */
static inline MusterAuthority *
shared_authority (void)
{
  static MusterAuthority *authority;

  if (authority == NULL)
    {
      g_autoptr(DexFuture) created = muster_authority_create ("Test", 3652);

      authority = g_value_dup_object (settle (created, NULL));
    }
  return authority;
}
