/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * MusterFindingKind:
 *
 * What can be wrong with the way to a host.  Their ids, which programs and the
 * manual name, are in muster-finding.c; the ways in which a login goes wrong
 * share two, and those in which hosts do not reach each other one.
 */
typedef enum
{
  MUSTER_FINDING_NAME_UNRESOLVED,
  MUSTER_FINDING_NAME_REVERSE,
  MUSTER_FINDING_PORT_CLOSED,
  MUSTER_FINDING_PORT_FILTERED,
  MUSTER_FINDING_NOT_TLS,
  MUSTER_FINDING_DAEMON_SILENT,
  MUSTER_FINDING_TLS_FAILED,
  MUSTER_FINDING_CA_MISSING,
  MUSTER_FINDING_SERVER_CERT_EXPIRED,
  MUSTER_FINDING_SERVER_CERT_EXPIRING,
  MUSTER_FINDING_SERVER_CERT_NOT_YET_VALID,
  MUSTER_FINDING_SERVER_CERT_NAME,
  MUSTER_FINDING_SERVER_CERT_REVERSE,
  MUSTER_FINDING_SERVER_CERT_ISSUER,
  MUSTER_FINDING_SERVER_CERT_REVOKED,
  MUSTER_FINDING_SERVER_CERT_PURPOSE,
  MUSTER_FINDING_SERVER_CERT_WEAK,
  MUSTER_FINDING_CLIENT_CERT_MISSING,
  MUSTER_FINDING_CLIENT_KEY_UNUSABLE,
  MUSTER_FINDING_CLIENT_CERT_EXPIRED,
  MUSTER_FINDING_CLIENT_CERT_EXPIRING,
  MUSTER_FINDING_CLIENT_CERT_NOT_YET_VALID,
  MUSTER_FINDING_CLIENT_CERT_REVOKED,
  MUSTER_FINDING_CLIENT_CERT_FOREIGN,
  MUSTER_FINDING_CLIENT_CERT_REFUSED,
  MUSTER_FINDING_SASL_REQUIRED,
  MUSTER_FINDING_SASL_TICKET,
  MUSTER_FINDING_SASL_MECHANISM,
  MUSTER_FINDING_SASL_REFUSED,
  MUSTER_FINDING_SASL_TICKET_REFUSED,
  MUSTER_FINDING_ACCESS_REFUSED,
  MUSTER_FINDING_ACCESS_READ_ONLY,
  MUSTER_FINDING_DRIVER_UNAVAILABLE,
  MUSTER_FINDING_SECRETS_UNAVAILABLE,
  MUSTER_FINDING_SSH_HOST_KEY_UNKNOWN,
  MUSTER_FINDING_SSH_HOST_KEY_CHANGED,
  MUSTER_FINDING_SSH_FAILED,
  MUSTER_FINDING_CONSOLE_LOOPBACK,
  MUSTER_FINDING_CONSOLE_PORT_CLOSED,
  MUSTER_FINDING_CONSOLE_PORT_FILTERED,
  MUSTER_FINDING_CONSOLE_CERT,
  MUSTER_FINDING_MIGRATION_PORT_CLOSED,
  MUSTER_FINDING_MIGRATION_PORT_REJECTED,
  MUSTER_FINDING_MIGRATION_PORT_FILTERED,
  MUSTER_FINDING_MIGRATION_NAME,
  MUSTER_FINDING_CLOCK_OFF,
  MUSTER_FINDING_ALREADY_ADDED,
  MUSTER_FINDING_NO_KVM,
  MUSTER_FINDING_FIT_HYPERVISOR,
  MUSTER_FINDING_FIT_ARCHITECTURE,
  MUSTER_FINDING_FIT_CPU,
  MUSTER_FINDING_FIT_NETWORK,
  MUSTER_FINDING_FIT_STORAGE,
  MUSTER_FINDING_FIT_VERSION,
  MUSTER_N_FINDINGS
} MusterFindingKind;

/**
 * MusterFindingSeverity:
 * @MUSTER_FINDING_WARNING: it works, or will not for long
 * @MUSTER_FINDING_ERROR: it does not work
 */
typedef enum
{
  MUSTER_FINDING_WARNING,
  MUSTER_FINDING_ERROR,
} MusterFindingSeverity;

/**
 * MusterFinding:
 * @id: stable, for programs: "port-closed"
 * @message: what is wrong, a sentence
 * @cause: why it probably is
 * @repair: what to do
 */
typedef struct
{
  MusterFindingKind kind;
  MusterFindingSeverity severity;
  const char *id;
  char *message;
  char *cause;
  char *repair;
} MusterFinding;

#define MUSTER_TYPE_FINDING (muster_finding_get_type ())

GType          muster_finding_get_type (void) G_GNUC_CONST;
/**
 * muster_finding_new:
 * @host: whom it is about
 * @detail: (nullable): what the sentence of @kind names besides: a port, a
 *   date, a name
 */
MusterFinding *muster_finding_new      (MusterFindingKind    kind,
                                        const char          *host,
                                        const char          *detail);
/**
 * muster_finding_kind_from_sasl:
 * @error: libvirt's text for a login that failed
 * @has_login: whether a user name and a password were there to be given
 *
 * Tells Kerberos, where nobody is asked for a password, from the rest.
 */
MusterFindingKind muster_finding_kind_from_sasl (const char *error,
                                                 gboolean    has_login);
/**
 * muster_finding_kind_from_ssh:
 * @text: ssh's own words, or libvirt's with ssh's in them
 * @otherwise: what it is when nothing of ssh is in them
 *
 * Tells why ssh did not get in.
 */
MusterFindingKind muster_finding_kind_from_ssh (const char        *text,
                                                MusterFindingKind  otherwise);
MusterFinding *muster_finding_copy     (const MusterFinding *self);
void           muster_finding_free     (MusterFinding       *self);
/** Returns: "error" or "warning" */
const char    *muster_finding_severity_to_id    (MusterFindingSeverity severity);
/** Returns: "Error" or "Warning", translated */
const char    *muster_finding_severity_to_label (MusterFindingSeverity severity);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusterFinding, muster_finding_free)

G_END_DECLS
