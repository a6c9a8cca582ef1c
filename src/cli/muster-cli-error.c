/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-cli-error.h"
#include "muster-deploy-error.h"
#include "muster-secrets-error.h"
#include "muster-store-error.h"
#include "muster-vm-actions.h"

G_DEFINE_QUARK (muster-cli-error-quark, muster_cli_error)

static MusterCliError
read_action_code (int code)
{
  switch (code)
    {
    case MUSTER_ACTION_ERROR_UNREACHABLE:
      return MUSTER_CLI_UNREACHABLE;
    case MUSTER_ACTION_ERROR_REFUSED:
    case MUSTER_ACTION_ERROR_TAKEN:
      return MUSTER_CLI_REFUSED;
    case MUSTER_ACTION_ERROR_GONE:
      return MUSTER_CLI_NOT_FOUND;
    case MUSTER_ACTION_ERROR_CANCELLED:
    case MUSTER_ACTION_ERROR_FAILED:
    default:
      return MUSTER_CLI_FAILED;
    }
}

MusterCliError
muster_cli_error_exit_code (const GError *error)
{
  if (error->domain == MUSTER_CLI_ERROR)
    return error->code;
  if (error->domain == MUSTER_ACTION_ERROR)
    return read_action_code (error->code);
  if (g_error_matches (error, MUSTER_DEPLOY_ERROR, MUSTER_DEPLOY_ERROR_SSH))
    return MUSTER_CLI_UNREACHABLE;
  if (error->domain == G_OPTION_ERROR ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT))
    return MUSTER_CLI_USAGE;
  if (g_error_matches (error, MUSTER_STORE_ERROR, MUSTER_STORE_ERROR_NOT_FOUND) ||
      g_error_matches (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_NOT_FOUND))
    return MUSTER_CLI_NOT_FOUND;

  return MUSTER_CLI_FAILED;
}

MusterCliError
muster_cli_error_merge (MusterCliError a,
                        MusterCliError b)
{
  if (a == MUSTER_CLI_DONE || a == b)
    return b;
  if (b == MUSTER_CLI_DONE)
    return a;

  return MUSTER_CLI_FAILED;
}
