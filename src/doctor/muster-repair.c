/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-repair.h"

const char *
muster_repair_to_label (MusterRepair repair)
{
  switch (repair)
    {
    case MUSTER_REPAIR_SET_UP:
      return _("Set _Up This Host…");
    case MUSTER_REPAIR_IDENTITY:
      return _("_Choose Another Certificate…");
    case MUSTER_REPAIR_LOGIN:
      return _("_Sign In…");
    case MUSTER_REPAIR_NONE:
    default:
      return "";
    }
}

MusterRepair
muster_repair_for (MusterFindingKind kind)
{
  switch (kind)
    {
    case MUSTER_FINDING_PORT_CLOSED:
    case MUSTER_FINDING_PORT_FILTERED:
    case MUSTER_FINDING_NOT_TLS:
    case MUSTER_FINDING_SERVER_CERT_EXPIRED:
    case MUSTER_FINDING_SERVER_CERT_EXPIRING:
    case MUSTER_FINDING_SERVER_CERT_NOT_YET_VALID:
    case MUSTER_FINDING_SERVER_CERT_NAME:
    case MUSTER_FINDING_SERVER_CERT_REVOKED:
    case MUSTER_FINDING_SERVER_CERT_PURPOSE:
    case MUSTER_FINDING_SERVER_CERT_WEAK:
    case MUSTER_FINDING_CONSOLE_CERT:
      return MUSTER_REPAIR_SET_UP;
    case MUSTER_FINDING_SERVER_CERT_ISSUER:
    case MUSTER_FINDING_CLIENT_CERT_FOREIGN:
    case MUSTER_FINDING_TLS_FAILED:
      return MUSTER_REPAIR_SET_UP | MUSTER_REPAIR_IDENTITY;
    case MUSTER_FINDING_CA_MISSING:
    case MUSTER_FINDING_CLIENT_CERT_MISSING:
    case MUSTER_FINDING_CLIENT_KEY_UNUSABLE:
    case MUSTER_FINDING_CLIENT_CERT_EXPIRED:
    case MUSTER_FINDING_CLIENT_CERT_EXPIRING:
    case MUSTER_FINDING_CLIENT_CERT_NOT_YET_VALID:
    case MUSTER_FINDING_CLIENT_CERT_REVOKED:
    case MUSTER_FINDING_CLIENT_CERT_REFUSED:
      return MUSTER_REPAIR_IDENTITY;
    case MUSTER_FINDING_SASL_REQUIRED:
    case MUSTER_FINDING_SASL_REFUSED:
      return MUSTER_REPAIR_LOGIN;
    default:
      return MUSTER_REPAIR_NONE;
    }
}

MusterRepair
muster_repair_for_all (GPtrArray *findings)
{
  MusterRepair repairs = MUSTER_REPAIR_NONE;

  for (guint i = 0; findings != NULL && i < findings->len; i++)
    repairs |= muster_repair_for (((const MusterFinding *) findings->pdata[i])->kind);

  return repairs;
}
