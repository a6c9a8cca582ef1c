/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "muster-finding.h"

G_DEFINE_BOXED_TYPE (MusterFinding, muster_finding,
                     muster_finding_copy, muster_finding_free)

/* A message that is its detail comes translated.
 * TRANSLATORS: {host} is a host's address; {detail} is what the sentence needs
 * besides, as a port, a date or a name.  Keep both as they are. */
static const struct
{
  const char *id;
  MusterFindingSeverity severity;
  const char *message;
  const char *cause;
  const char *repair;
} texts[MUSTER_N_FINDINGS] =
{
  [MUSTER_FINDING_NAME_UNRESOLVED] =
  { "name-unresolved", MUSTER_FINDING_ERROR,
    N_("No address was found for “{host}”."),
    N_("Neither DNS nor the hosts file of this computer knows the name."),
    N_("Check the spelling, or add the name to DNS or to /etc/hosts.") },
  [MUSTER_FINDING_NAME_REVERSE] =
  { "name-reverse", MUSTER_FINDING_WARNING,
    N_("Looked up backwards, the address of “{host}” is called {detail}."),
    N_("Its reverse DNS entry names something else."),
    N_("Nothing needs it to connect. Correct the PTR record if the host calls itself by a name that the other hosts cannot resolve, because migration uses that name.") },
  [MUSTER_FINDING_PORT_CLOSED] =
  { "port-closed", MUSTER_FINDING_ERROR,
    N_("“{host}” is there, but nothing listens on its port {detail}."),
    N_("libvirt does not listen for TLS on the host, or on another port."),
    N_("On the host, run “systemctl enable --now libvirtd-tls.socket”, or, where libvirt has one daemon for each driver, “systemctl enable --now virtproxyd-tls.socket”.") },
  [MUSTER_FINDING_PORT_FILTERED] =
  { "port-filtered", MUSTER_FINDING_ERROR,
    N_("“{host}” gave no answer on port {detail}."),
    N_("The host is off, the network in between is down, or a firewall drops what is sent there."),
    N_("Check that the host is on and that the firewalls let TCP port {detail} through.") },
  [MUSTER_FINDING_NOT_TLS] =
  { "not-tls", MUSTER_FINDING_ERROR,
    N_("What listens on port {detail} of “{host}” does not speak TLS as libvirt does."),
    N_("Another service has the port, or libvirt listens there without TLS."),
    N_("Check the port: libvirt’s for TLS is 16514.") },
  [MUSTER_FINDING_DAEMON_SILENT] =
  { "daemon-silent", MUSTER_FINDING_ERROR,
    N_("“{host}” accepted the connection and then said nothing."),
    N_("Its libvirt daemon hangs, or the host is overloaded."),
    N_("Look at the daemon’s log on the host. Restarting the daemon leaves running VMs alone.") },
  [MUSTER_FINDING_TLS_FAILED] =
  { "tls-failed", MUSTER_FINDING_ERROR,
    N_("“{host}” and this computer could not agree on TLS: {detail}"),
    N_("They have no TLS version or cipher in common, or the host’s key and certificate do not belong together."),
    N_("Check tls_priority, the certificate and the key on the host, and the daemon’s log.") },
  [MUSTER_FINDING_CA_MISSING] =
  { "ca-missing", MUSTER_FINDING_ERROR,
    N_("There is no CA certificate to check the certificate of “{host}” with."),
    N_("The host has no TLS identity in Muster, or the identity has no CA certificate."),
    N_("Choose an identity that is in the keyring, import one (musterctl identity import FOLDER), or have your own certificate authority issue one (musterctl cert issue client NAME).") },
  [MUSTER_FINDING_SERVER_CERT_EXPIRED] =
  { "server-cert-expired", MUSTER_FINDING_ERROR,
    N_("The certificate of “{host}” expired on {detail}."),
    N_("It was not renewed, or the clock of this computer is wrong."),
    N_("Renew the host’s certificate. Running VMs go on meanwhile.") },
  [MUSTER_FINDING_SERVER_CERT_EXPIRING] =
  { "server-cert-expiring", MUSTER_FINDING_WARNING,
    N_("The certificate of “{host}” expires on {detail}."),
    N_("Certificates are made for a limited time."),
    N_("Renew the host’s certificate before that day.") },
  [MUSTER_FINDING_SERVER_CERT_NOT_YET_VALID] =
  { "server-cert-not-yet-valid", MUSTER_FINDING_ERROR,
    N_("The certificate of “{host}” is not valid before {detail}."),
    N_("It was made where the clock is ahead, or the clock of this computer is behind."),
    N_("Compare the clocks; set the wrong one.") },
  [MUSTER_FINDING_SERVER_CERT_NAME] =
  { "server-cert-name", MUSTER_FINDING_ERROR,
    N_("The certificate of “{host}” is for other names: {detail}."),
    N_("It was made for another host, or for another name or address of this one."),
    N_("Use one of its names as the address, or issue a certificate that names “{host}”.") },
  [MUSTER_FINDING_SERVER_CERT_REVERSE] =
  { "server-cert-reverse", MUSTER_FINDING_WARNING,
    N_("Looked up backwards, “{host}” is called {detail}, which its certificate does not name."),
    N_("The certificate was issued for the name you use, not for the one that DNS gives to the address."),
    N_("Nothing needs it to connect. Other hosts may call it by that name, as migration does: issue a certificate that has both.") },
  [MUSTER_FINDING_SERVER_CERT_ISSUER] =
  { "server-cert-issuer", MUSTER_FINDING_ERROR,
    N_("The certificate of “{host}” was issued by somebody you do not trust: {detail}."),
    N_("The host’s certificate and your identity come from different CAs."),
    N_("Use an identity of the host’s CA, or issue a certificate for the host by yours.") },
  [MUSTER_FINDING_SERVER_CERT_REVOKED] =
  { "server-cert-revoked", MUSTER_FINDING_ERROR,
    N_("The certificate of “{host}” was revoked by its CA."),
    N_("It is on the CA’s revocation list: its key may be in other hands."),
    N_("Issue a new certificate for the host, with a new key.") },
  [MUSTER_FINDING_SERVER_CERT_PURPOSE] =
  { "server-cert-purpose", MUSTER_FINDING_ERROR,
    N_("The certificate of “{host}” may not be used by a server."),
    N_("It was made for another purpose, as a client’s certificate is."),
    N_("Issue a server certificate for the host.") },
  [MUSTER_FINDING_SERVER_CERT_WEAK] =
  { "server-cert-weak", MUSTER_FINDING_ERROR,
    N_("The certificate of “{host}” is too weak: {detail}."),
    N_("Its key is too short, or it was signed with an algorithm that can be forged."),
    N_("Issue a new certificate for the host, with a new key of at least 2048 bits.") },
  [MUSTER_FINDING_CLIENT_CERT_MISSING] =
  { "client-cert-missing", MUSTER_FINDING_ERROR,
    N_("You have no certificate to show to “{host}”."),
    N_("The host has no TLS identity in Muster, or the identity has no certificate with a key."),
    N_("Choose an identity that the host’s CA has issued, import one (musterctl identity import FOLDER), or have your own certificate authority issue one (musterctl cert issue client NAME).") },
  [MUSTER_FINDING_CLIENT_KEY_UNUSABLE] =
  { "client-key-unusable", MUSTER_FINDING_ERROR,
    N_("Your certificate cannot be shown to “{host}”: {detail}."),
    N_("Only who has the private key of a certificate can show it."),
    N_("Put the key that belongs to clientcert.pem beside it, not protected by a passphrase, or import the identity anew (musterctl identity import FOLDER).") },
  [MUSTER_FINDING_CLIENT_CERT_EXPIRED] =
  { "client-cert-expired", MUSTER_FINDING_ERROR,
    N_("Your certificate for “{host}” expired on {detail}."),
    N_("It was not renewed, or the clock of this computer is wrong."),
    N_("Renew your certificate and import it as an identity.") },
  [MUSTER_FINDING_CLIENT_CERT_EXPIRING] =
  { "client-cert-expiring", MUSTER_FINDING_WARNING,
    N_("Your certificate for “{host}” expires on {detail}."),
    N_("Certificates are made for a limited time."),
    N_("Renew your certificate before that day.") },
  [MUSTER_FINDING_CLIENT_CERT_NOT_YET_VALID] =
  { "client-cert-not-yet-valid", MUSTER_FINDING_ERROR,
    N_("Your certificate for “{host}” is not valid before {detail}."),
    N_("It was made where the clock is ahead, or the clock of this computer is behind."),
    N_("Compare the clocks; set the wrong one.") },
  [MUSTER_FINDING_CLIENT_CERT_REVOKED] =
  { "client-cert-revoked", MUSTER_FINDING_ERROR,
    N_("Your certificate for “{host}” was revoked: {detail}."),
    N_("It is on the CA’s revocation list. Each host lets it in only until the list has reached it."),
    N_("Have another certificate issued (musterctl cert issue client NAME), and choose it for the host.") },
  [MUSTER_FINDING_CLIENT_CERT_FOREIGN] =
  { "client-cert-foreign", MUSTER_FINDING_ERROR,
    N_("“{host}” does not know the CA of your certificate: {detail}."),
    N_("The host’s certificate and yours come from different CAs."),
    N_("Import an identity that the host’s CA has issued.") },
  [MUSTER_FINDING_CLIENT_CERT_REFUSED] =
  { "client-cert-refused", MUSTER_FINDING_ERROR,
    N_("“{host}” refused your certificate: {detail}."),
    N_("The wire shows only that the host hung up. By elimination: the certificate is in date and of the right CA, so the host’s list of allowed names does not have it, or its CA has revoked it."),
    N_("On the host, add this name to tls_allowed_dn_list in libvirtd.conf or virtproxyd.conf, then restart the daemon; the daemon’s log there names the reason.") },
  [MUSTER_FINDING_SASL_REQUIRED] =
  { "sasl-required", MUSTER_FINDING_ERROR,
    N_("“{host}” wants a user name and a password besides the certificate."),
    N_("Its libvirt asks for a login (SASL), and none is stored for it."),
    N_("Enter them where the host is edited; in a terminal, “musterctl host edit HOST --user USER” asks for the password, and so does “musterctl host add” with --user.") },
  [MUSTER_FINDING_SASL_REFUSED] =
  { "sasl-refused", MUSTER_FINDING_ERROR,
    N_("“{host}” refused the user name or the password."),
    N_("The password is wrong or was changed, or the user is unknown there."),
    N_("Enter them again. “sasldblistusers2” lists the users on the host, with their realm.") },
  [MUSTER_FINDING_SASL_TICKET] =
  { "sasl-required", MUSTER_FINDING_ERROR,
    N_("“{host}” wants a Kerberos ticket besides the certificate, and you have none that is valid: {detail}"),
    N_("Its libvirt asks for a login by Kerberos (GSSAPI), which takes the ticket of your session instead of a password."),
    N_("Get a ticket with “kinit”, see it with “klist”, then try again.") },
  [MUSTER_FINDING_SASL_MECHANISM] =
  { "sasl-required", MUSTER_FINDING_ERROR,
    N_("“{host}” wants a login of a kind that this computer does not know: {detail}"),
    N_("Its libvirt asks for a login (SASL), and the module for that kind is not installed here."),
    N_("Install the SASL modules on this computer: libsasl2-modules and libsasl2-modules-gssapi-mit, or cyrus-sasl-scram and cyrus-sasl-gssapi; for Kerberos then run “kinit”.") },
  [MUSTER_FINDING_SASL_TICKET_REFUSED] =
  { "sasl-refused", MUSTER_FINDING_ERROR,
    N_("“{host}” did not accept your Kerberos ticket: {detail}"),
    N_("The KDC does not know the service of the host’s name, the host has no key for it, the clocks differ, or your name is not in its list of allowed users."),
    N_("Use the host’s full name as the address, and get a new ticket with “kinit”. On the host, the key of libvirt/NAME belongs in /etc/libvirt/krb5.tab.") },
  [MUSTER_FINDING_ACCESS_REFUSED] =
  { "access-refused", MUSTER_FINDING_ERROR,
    N_("“{host}” lets you in, but does not allow you to manage VMs: {detail}"),
    N_("libvirt’s access control on the host denies it."),
    N_("Ask for the permission on the host.") },
  [MUSTER_FINDING_ACCESS_READ_ONLY] =
  { "access-read-only", MUSTER_FINDING_WARNING,
    N_("“{host}” lets you look, but not change anything."),
    N_("You are connected to libvirt’s read-only socket, or libvirt’s access control on the host denies writing."),
    N_("Leave the socket out of the address or name the one for writing, and ask for the permission on the host.") },
  [MUSTER_FINDING_DRIVER_UNAVAILABLE] =
  { "driver-unavailable", MUSTER_FINDING_ERROR,
    N_("The libvirt daemon of “{host}” answers, but its hypervisor driver does not: {detail}"),
    N_("QEMU’s driver is not installed or not started there, or the path of the address is wrong."),
    N_("On the host, install libvirt’s QEMU driver and start virtqemud, or restart libvirtd. The path is /system as a rule.") },
  [MUSTER_FINDING_SECRETS_UNAVAILABLE] =
  { "secrets-unavailable", MUSTER_FINDING_ERROR,
    N_("What “{host}” is to be shown cannot be read: {detail}"),
    N_("Identities and passwords are kept in the keyring of your session, which is locked, not running, or has them no more."),
    N_("Start and unlock GNOME Keyring, KWallet or KeePassXC, or import the identity again. Then try again.") },
  [MUSTER_FINDING_SSH_HOST_KEY_UNKNOWN] =
  { "ssh-host-key-unknown", MUSTER_FINDING_ERROR,
    N_("ssh does not know “{host}”: nobody on this computer has accepted its key yet."),
    N_("ssh asks once whether a host’s fingerprint is the right one; here nobody was there to answer."),
    N_("Connect once with “ssh” from a terminal, compare the fingerprint with that of the host, and accept it. Then try again.") },
  [MUSTER_FINDING_SSH_HOST_KEY_CHANGED] =
  { "ssh-host-key-changed", MUSTER_FINDING_ERROR,
    N_("“{host}” shows ssh another key than the one that you accepted."),
    N_("The host was installed anew, its address belongs to another machine now, or somebody is in between."),
    N_("Find out which. If the new key is right, remove the old one with “ssh-keygen -R” and the host’s name, then connect once with “ssh” and accept it.") },
  [MUSTER_FINDING_SSH_FAILED] =
  { "ssh-failed", MUSTER_FINDING_ERROR,
    N_("ssh does not get in at “{host}”: {detail}"),
    N_("The account, its key or its password is wrong, the key is not in the agent, or sshd does not run there."),
    N_("“ssh” has to get in from a terminal without a question; see what it says there.") },
  [MUSTER_FINDING_CONSOLE_LOOPBACK] =
  { "console-loopback", MUSTER_FINDING_WARNING,
    N_("The screen of {detail} can be reached from “{host}” itself only."),
    N_("It listens on the loopback address, which is QEMU’s default."),
    N_("Set vnc_listen and spice_listen in /etc/libvirt/qemu.conf on the host, or the listen address of the VM’s display; it takes effect at the VM’s next start.") },
  [MUSTER_FINDING_CONSOLE_PORT_CLOSED] =
  { "console-port-closed", MUSTER_FINDING_WARNING,
    N_("Nothing answers at the screen of {detail} on “{host}”."),
    N_("The display listens on another address than the one you reach the host by, or a firewall rejects the port."),
    N_("Compare the display’s listen address with the host’s address, and let TCP ports 5900 to 6411 in.") },
  [MUSTER_FINDING_CONSOLE_PORT_FILTERED] =
  { "console-port-filtered", MUSTER_FINDING_WARNING,
    N_("The screen of {detail} on “{host}” gave no answer."),
    N_("A firewall drops what is sent to its port."),
    N_("Let TCP ports 5900 to 6411 of the host in.") },
  [MUSTER_FINDING_CONSOLE_CERT] =
  { "console-cert", MUSTER_FINDING_WARNING,
    N_("A screen on “{host}” is not protected by a certificate that you can trust: {detail}."),
    N_("QEMU has certificates of its own for VNC and SPICE, beside libvirt’s, and shows screens without TLS unless it is told to use it."),
    N_("Set vnc_tls and spice_tls in /etc/libvirt/qemu.conf on the host, and renew the certificates in the folders that vnc_tls_x509_cert_dir and spice_tls_x509_cert_dir name there. A VM takes them at its next start.") },
  [MUSTER_FINDING_MIGRATION_PORT_CLOSED] =
  { "migration-port-closed", MUSTER_FINDING_WARNING,
    N_("When a VM was last migrated to “{host}”, “{detail}” could not reach its migration ports."),
    N_("A firewall on “{host}” or in between does not let “{detail}” in, or the name of “{host}” has another address there."),
    N_("Let TCP ports 49152 to 49215 of “{host}” in from the other hosts, and check on “{detail}” that the name resolves. Then migrate again.") },
  [MUSTER_FINDING_MIGRATION_PORT_REJECTED] =
  { "migration-port-closed", MUSTER_FINDING_WARNING,
    "{detail}",
    N_("A firewall on “{host}” or in between turns other hosts away at the ports at which VMs arrive."),
    N_("Let the ports in from the other hosts: migration_port_min to migration_port_max of /etc/libvirt/qemu.conf on “{host}”, 49152 to 49215 unless they are set.") },
  [MUSTER_FINDING_MIGRATION_PORT_FILTERED] =
  { "migration-port-closed", MUSTER_FINDING_WARNING,
    "{detail}",
    N_("A firewall on “{host}” or in between drops what comes for the ports at which VMs arrive, or its name has another address there."),
    N_("Let the ports in from the other hosts: migration_port_min to migration_port_max of /etc/libvirt/qemu.conf on “{host}”, 49152 to 49215 unless they are set. See also that the name has the right address on every host.") },
  [MUSTER_FINDING_MIGRATION_NAME] =
  { "migration-port-closed", MUSTER_FINDING_WARNING,
    "{detail}",
    N_("VMs are sent to the name that “{host}” gives itself, and the other host does not know that name."),
    N_("Give every host the names of all others, in DNS or in /etc/hosts, or set migration_host in /etc/libvirt/qemu.conf on “{host}”.") },
  [MUSTER_FINDING_CLOCK_OFF] =
  { "clock-off", MUSTER_FINDING_WARNING,
    N_("The clocks of “{host}” and of this computer differ by {detail}."),
    N_("One of them is not set by a time server."),
    N_("Set the wrong clock; certificates and console passwords go by them.") },
  [MUSTER_FINDING_ALREADY_ADDED] =
  { "already-added", MUSTER_FINDING_ERROR,
    N_("“{host}” is there already as “{detail}”."),
    N_("Both addresses lead to the same host: it has the same host UUID."),
    N_("Use the one that is there, or edit its address. If they are different machines, give each a host UUID of its own in /etc/libvirt/libvirtd.conf.") },
  [MUSTER_FINDING_NO_KVM] =
  { "no-kvm", MUSTER_FINDING_WARNING,
    N_("“{host}” offers no hardware virtualization: its VMs are slow."),
    N_("It is switched off in the firmware, the kvm module is not loaded, or the host is itself a VM without nested virtualization."),
    N_("Switch it on in the firmware, and check on the host that /dev/kvm is there.") },
  [MUSTER_FINDING_FIT_HYPERVISOR] =
  { "fit-hypervisor", MUSTER_FINDING_WARNING,
    "{detail}",
    N_("VMs migrate between hosts of the same hypervisor only."),
    N_("Use the host for VMs of its own.") },
  [MUSTER_FINDING_FIT_ARCHITECTURE] =
  { "fit-architecture", MUSTER_FINDING_WARNING,
    "{detail}",
    N_("VMs migrate between hosts of the same architecture only."),
    N_("Use the host for VMs of its own.") },
  [MUSTER_FINDING_FIT_CPU] =
  { "fit-cpu", MUSTER_FINDING_WARNING,
    "{detail}",
    N_("The processor is older or from another maker, or firmware and microcode differ."),
    N_("Put the host into a cluster of hosts like it, or give VMs that are to run here a CPU model that all hosts have; that takes effect at their next start.") },
  [MUSTER_FINDING_FIT_NETWORK] =
  { "fit-network", MUSTER_FINDING_WARNING,
    "{detail}",
    N_("Networks belong to one host each; a VM finds its network by the name."),
    N_("Define and start networks of the same names on “{host}”.") },
  [MUSTER_FINDING_FIT_STORAGE] =
  { "fit-storage", MUSTER_FINDING_WARNING,
    "{detail}",
    N_("A VM finds its disks by the name of the storage pool or by the path on the host."),
    N_("Define and start the same storage pools on “{host}”, with the same names and folders.") },
  [MUSTER_FINDING_FIT_VERSION] =
  { "fit-version", MUSTER_FINDING_WARNING,
    "{detail}",
    N_("Running VMs migrate to the same or a newer version; the way back is not promised."),
    N_("Update the older hosts, or give VMs that are to move both ways a machine type that all hosts have.") },
};

/* The host comes first, so that what a server made up for the detail is not
 * looked at again.
 */
static char *
fill (const char *text,
      const char *host,
      const char *detail)
{
  GString *filled = g_string_new (strcmp (text, "{detail}") == 0 ? text : _(text));

  g_string_replace (filled, "{host}", host, 0);
  g_string_replace (filled, "{detail}", detail != NULL ? detail : "", 0);

  return g_string_free_and_steal (filled);
}

/* "host1" is no other name of "host1". */
static const char *
choose_message (MusterFindingKind  kind,
                const char        *host,
                const char        *detail)
{
  if (kind == MUSTER_FINDING_ALREADY_ADDED && g_strcmp0 (host, detail) == 0)
    return N_("“{host}” is in the list already, at another address.");

  return texts[kind].message;
}

MusterFinding *
muster_finding_new (MusterFindingKind  kind,
                    const char        *host,
                    const char        *detail)
{
  MusterFinding *self;

  g_return_val_if_fail (kind < MUSTER_N_FINDINGS, NULL);
  g_return_val_if_fail (host != NULL, NULL);

  self = g_new0 (MusterFinding, 1);
  self->kind = kind;
  self->severity = texts[kind].severity;
  self->id = texts[kind].id;
  self->message = fill (choose_message (kind, host, detail), host, detail);
  self->cause = fill (texts[kind].cause, host, detail);
  self->repair = fill (texts[kind].repair, host, detail);

  return self;
}

static gboolean
says_any (const char         *text,
          const char * const *words)
{
  for (guint i = 0; words[i] != NULL; i++)
    if (strstr (text, words[i]) != NULL)
      return TRUE;

  return FALSE;
}

MusterFindingKind
muster_finding_kind_from_sasl (const char *error,
                               gboolean    has_login)
{
  static const char * const no_ticket[] = {
    "No Kerberos credentials", "No credentials", "Ticket expired",
    "credentials cache", "Credentials cache", NULL
  };

  g_return_val_if_fail (error != NULL, MUSTER_FINDING_SASL_REFUSED);

  if (strstr (error, "GSSAPI") != NULL)
    return says_any (error, no_ticket) ? MUSTER_FINDING_SASL_TICKET
                                       : MUSTER_FINDING_SASL_TICKET_REFUSED;
  if (strstr (error, "No worthy mechs") != NULL)
    return MUSTER_FINDING_SASL_MECHANISM;
  /* The host's own word, where nothing else was there to be refused. */
  if (!has_login && strstr (error, "authentication failed: authentication failed") != NULL)
    return MUSTER_FINDING_SASL_TICKET_REFUSED;

  return has_login ? MUSTER_FINDING_SASL_REFUSED : MUSTER_FINDING_SASL_REQUIRED;
}

MusterFindingKind
muster_finding_kind_from_ssh (const char        *text,
                              MusterFindingKind  otherwise)
{
  static const char * const login[] = {
    "Permission denied (", "Connection closed by", "Too many authentication failures",
    "kex_exchange_identification", NULL
  };

  g_return_val_if_fail (text != NULL, otherwise);

  if (strstr (text, "HOST IDENTIFICATION HAS CHANGED") != NULL ||
      strstr (text, "has changed and you have requested strict checking") != NULL)
    return MUSTER_FINDING_SSH_HOST_KEY_CHANGED;
  if (strstr (text, "Host key verification failed") != NULL ||
      strstr (text, "host key is known for") != NULL)
    return MUSTER_FINDING_SSH_HOST_KEY_UNKNOWN;

  return says_any (text, login) ? MUSTER_FINDING_SSH_FAILED : otherwise;
}

MusterFinding *
muster_finding_copy (const MusterFinding *self)
{
  MusterFinding *copy = g_memdup2 (self, sizeof *self);

  copy->message = g_strdup (self->message);
  copy->cause = g_strdup (self->cause);
  copy->repair = g_strdup (self->repair);

  return copy;
}

void
muster_finding_free (MusterFinding *self)
{
  g_free (self->message);
  g_free (self->cause);
  g_free (self->repair);
  g_free (self);
}

const char *
muster_finding_severity_to_id (MusterFindingSeverity severity)
{
  return severity == MUSTER_FINDING_ERROR ? "error" : "warning";
}

const char *
muster_finding_severity_to_label (MusterFindingSeverity severity)
{
  return severity == MUSTER_FINDING_ERROR ? _("Error") : _("Warning");
}
