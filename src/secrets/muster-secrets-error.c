/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-secrets-error.h"

G_DEFINE_QUARK (muster-secrets-error-quark, muster_secrets_error)
