/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-deploy-error.h"

G_DEFINE_QUARK (muster-deploy-error-quark, muster_deploy_error)

/* From %MUSTER_DEPLOY_ERROR_NOT_ROOT on. */
static const char * const messages[] = {
  N_("The host’s account is not an administrator. Log in as root, or as somebody who may use sudo."),
  N_("libvirt is not installed on the host, and its package manager is not one that Muster knows. Install libvirt, QEMU, virsh and openssl there, then try again."),
  N_("The packages of libvirt and QEMU could not be installed on the host. The details show what its package manager said."),
  N_("The host could not make its private key or the request for its certificates. The details show why."),
  N_("The host did not get its certificates, because the connection ended before. Try again."),
  N_("The certificates do not fit the host: its key, its names or its clock. The details show which of them."),
  N_("Files or the firewall of the host could not be changed. Everything there is as it was before; the details show why."),
  N_("libvirt could not be restarted on the host. Everything there is as it was before; the details show why."),
  N_("The host did not answer over TLS with its new certificate. Everything there is as it was before; the details show what the host said."),
  N_("The set-up failed, and not everything on the host could be put back. The files as they were are below /var/lib/muster on the host; the details name the folder."),
  N_("Somebody else sets up this host just now. Wait until that has ended, then try again."),
  N_("The host knows of certificates that were revoked elsewhere and would be let in again. Nothing was changed; the details show their numbers."),
};

GError *
muster_deploy_error_from_exit_code (int code)
{
  int index = code - MUSTER_DEPLOY_ERROR_NOT_ROOT;

  if (index >= 0 && index < (int) G_N_ELEMENTS (messages))
    return g_error_new_literal (MUSTER_DEPLOY_ERROR, code, _(messages[index]));

  return g_error_new (MUSTER_DEPLOY_ERROR, MUSTER_DEPLOY_ERROR_FAILED,
                      _("The host script ended with code %d. The details show what the host said."),
                      code);
}
