/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-credentials.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_DRAFT_CREDENTIALS (muster_draft_credentials_get_type ())
G_DECLARE_FINAL_TYPE (MusterDraftCredentials, muster_draft_credentials, MUSTER, DRAFT_CREDENTIALS, GObject)

/**
 * muster_draft_credentials_new:
 * @base: whose TLS identity is used
 * @login: given once, and not again when the host refuses it
 *
 * For testing a host with a login that is stored only when the test went well.
 *
 * Returns: (transfer full): the credentials
 */
MusterCredentials *muster_draft_credentials_new (MusterCredentials *base,
                                                 const MusterLogin *login);

G_END_DECLS
