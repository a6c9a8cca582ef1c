/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define MUSTER_DEPLOY_ERROR (muster_deploy_error_quark ())

/**
 * MusterDeployError:
 * @MUSTER_DEPLOY_ERROR_FAILED: none of the others
 * @MUSTER_DEPLOY_ERROR_INVALID: a name, an address or a certificate that cannot
 *   be in a script
 * @MUSTER_DEPLOY_ERROR_SSH: no way in: name, port, host key, login, or the
 *   connection was lost
 * @MUSTER_DEPLOY_ERROR_SUDO: sudo does not make this user root
 * @MUSTER_DEPLOY_ERROR_DECLINED: somebody did not answer a question
 * @MUSTER_DEPLOY_ERROR_PROTOCOL: the host said what the script does not say
 * @MUSTER_DEPLOY_ERROR_NOT_ROOT: exit code 10
 * @MUSTER_DEPLOY_ERROR_SYSTEM: 11: no package manager that is known
 * @MUSTER_DEPLOY_ERROR_PACKAGES: 12: packages could not be installed
 * @MUSTER_DEPLOY_ERROR_REQUEST: 13: no key or request could be made
 * @MUSTER_DEPLOY_ERROR_NO_CERTIFICATES: 14: none came, or it was interrupted
 * @MUSTER_DEPLOY_ERROR_CERTIFICATES: 15: they do not fit the host
 * @MUSTER_DEPLOY_ERROR_FILES: 16: files or the firewall could not be changed
 * @MUSTER_DEPLOY_ERROR_SERVICES: 17: libvirt could not be restarted
 * @MUSTER_DEPLOY_ERROR_HANDSHAKE: 18: the host did not pass its own check
 * @MUSTER_DEPLOY_ERROR_NOT_UNDONE: 19: putting back was not complete
 * @MUSTER_DEPLOY_ERROR_BUSY: 20: another run is at work
 * @MUSTER_DEPLOY_ERROR_REVOKED: 21: the host knows of revoked certificates that
 *   the list it was to have lacks
 *
 * After 16, 17 and 18 everything on the host is as it was before.
 */
typedef enum
{
  MUSTER_DEPLOY_ERROR_FAILED,
  MUSTER_DEPLOY_ERROR_INVALID,
  MUSTER_DEPLOY_ERROR_SSH,
  MUSTER_DEPLOY_ERROR_SUDO,
  MUSTER_DEPLOY_ERROR_DECLINED,
  MUSTER_DEPLOY_ERROR_PROTOCOL,
  MUSTER_DEPLOY_ERROR_NOT_ROOT = 10,
  MUSTER_DEPLOY_ERROR_SYSTEM,
  MUSTER_DEPLOY_ERROR_PACKAGES,
  MUSTER_DEPLOY_ERROR_REQUEST,
  MUSTER_DEPLOY_ERROR_NO_CERTIFICATES,
  MUSTER_DEPLOY_ERROR_CERTIFICATES,
  MUSTER_DEPLOY_ERROR_FILES,
  MUSTER_DEPLOY_ERROR_SERVICES,
  MUSTER_DEPLOY_ERROR_HANDSHAKE,
  MUSTER_DEPLOY_ERROR_NOT_UNDONE,
  MUSTER_DEPLOY_ERROR_BUSY,
  MUSTER_DEPLOY_ERROR_REVOKED,
} MusterDeployError;

GQuark  muster_deploy_error_quark         (void);

/**
 * muster_deploy_error_from_exit_code:
 * @code: what the host script ended with, not 0
 *
 * Returns: (transfer full): the reason and what to do, for people
 */
GError *muster_deploy_error_from_exit_code (int code);

G_END_DECLS
