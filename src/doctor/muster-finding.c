/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-finding.h"

G_DEFINE_BOXED_TYPE (MusterFinding, muster_finding,
                     muster_finding_copy, muster_finding_free)

/* TRANSLATORS: {host} is a host's address; {detail} is what the sentence needs
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
    N_("Import an identity: the CA certificate, your certificate and its key.") },
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
    N_("Import an identity that the host’s CA has issued.") },
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
    N_("Enter them where the host is edited.") },
  [MUSTER_FINDING_SASL_REFUSED] =
  { "sasl-refused", MUSTER_FINDING_ERROR,
    N_("“{host}” refused the user name or the password."),
    N_("The password is wrong or was changed, or the user is unknown there."),
    N_("Enter them again. “sasldblistusers2” lists the users on the host, with their realm.") },
  [MUSTER_FINDING_ACCESS_REFUSED] =
  { "access-refused", MUSTER_FINDING_ERROR,
    N_("“{host}” lets you in, but does not allow you to manage VMs: {detail}"),
    N_("libvirt’s access control on the host denies it."),
    N_("Ask for the permission on the host.") },
  [MUSTER_FINDING_DRIVER_UNAVAILABLE] =
  { "driver-unavailable", MUSTER_FINDING_ERROR,
    N_("The libvirt daemon of “{host}” answers, but its hypervisor driver does not: {detail}"),
    N_("QEMU’s driver is not installed or not started there, or the path of the address is wrong."),
    N_("On the host, install libvirt’s QEMU driver and start virtqemud, or restart libvirtd. The path is /system as a rule.") },
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
    N_("The certificate of QEMU’s displays on “{host}” cannot be trusted: {detail}."),
    N_("QEMU has certificates of its own for VNC and SPICE, beside libvirt’s."),
    N_("Renew the certificates in the folders that vnc_tls_x509_cert_dir and spice_tls_x509_cert_dir name in /etc/libvirt/qemu.conf.") },
  [MUSTER_FINDING_CLOCK_OFF] =
  { "clock-off", MUSTER_FINDING_WARNING,
    N_("The clocks of “{host}” and of this computer differ by {detail}."),
    N_("One of them is not set by a time server."),
    N_("Set the wrong clock; certificates and console passwords go by them.") },
};

/* The host comes first, so that what a server made up for the detail is not
 * looked at again.
 */
static char *
fill (const char *text,
      const char *host,
      const char *detail)
{
  GString *filled = g_string_new (_(text));

  g_string_replace (filled, "{host}", host, 0);
  g_string_replace (filled, "{detail}", detail != NULL ? detail : "", 0);

  return g_string_free_and_steal (filled);
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
  self->message = fill (texts[kind].message, host, detail);
  self->cause = fill (texts[kind].cause, host, detail);
  self->repair = fill (texts[kind].repair, host, detail);

  return self;
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
