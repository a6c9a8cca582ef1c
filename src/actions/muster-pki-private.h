/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-ledger.h"
#include "muster-pki.h"

G_BEGIN_DECLS

struct _MusterPki
{
  GObject parent_instance;

  MusterSecretStore *secrets;
  MusterAuthorityStore *authorities;
  MusterLedger *ledger;

  /* The last list, and what it was made of: every connection asks for it. */
  char *crl;
  guint64 crl_number;
};

/* What one act needs; each uses some of it. */
typedef struct
{
  MusterPki *pki;
  MusterAuthority *authority;
  MusterCertificateRequest *request;
  MusterCertificateKind kind;
  char **names;
  char *text;
  int days;
} MusterPkiAct;

MusterPkiAct *_muster_pki_act_new        (MusterPki       *pki,
                                          const char      *text);

/* The act's end is the fiber's. */
DexFuture    *_muster_pki_act_spawn      (MusterPkiAct    *self,
                                          DexFiberFunc     fiber);

/* In a fiber: as the one of this desk. */
DexFuture    *_muster_pki_keep_authority (MusterPki       *self,
                                          MusterAuthority *authority);

G_END_DECLS
