/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-host.h"

G_DEFINE_ENUM_TYPE (MusterHostState, muster_host_state,
  G_DEFINE_ENUM_VALUE (MUSTER_HOST_DISCONNECTED, "disconnected"),
  G_DEFINE_ENUM_VALUE (MUSTER_HOST_CONNECTING, "connecting"),
  G_DEFINE_ENUM_VALUE (MUSTER_HOST_ONLINE, "online"),
  G_DEFINE_ENUM_VALUE (MUSTER_HOST_UNREACHABLE, "unreachable"))

G_DEFINE_ENUM_TYPE (MusterHostReason, muster_host_reason,
  G_DEFINE_ENUM_VALUE (MUSTER_HOST_REASON_NONE, "none"),
  G_DEFINE_ENUM_VALUE (MUSTER_HOST_REASON_REQUESTED, "requested"),
  G_DEFINE_ENUM_VALUE (MUSTER_HOST_REASON_UNRESOLVED, "unresolved"),
  G_DEFINE_ENUM_VALUE (MUSTER_HOST_REASON_PORT_CLOSED, "port-closed"),
  G_DEFINE_ENUM_VALUE (MUSTER_HOST_REASON_NO_ANSWER, "no-answer"),
  G_DEFINE_ENUM_VALUE (MUSTER_HOST_REASON_CERTIFICATE, "certificate"),
  G_DEFINE_ENUM_VALUE (MUSTER_HOST_REASON_HOST_KEY, "host-key"),
  G_DEFINE_ENUM_VALUE (MUSTER_HOST_REASON_AUTH, "auth"),
  G_DEFINE_ENUM_VALUE (MUSTER_HOST_REASON_SECRETS, "secrets"),
  G_DEFINE_ENUM_VALUE (MUSTER_HOST_REASON_LOST, "lost"),
  G_DEFINE_ENUM_VALUE (MUSTER_HOST_REASON_DUPLICATE, "duplicate"),
  G_DEFINE_ENUM_VALUE (MUSTER_HOST_REASON_FAILED, "failed"))

static const char *
enum_nick (GType type,
           int   value)
{
  g_autoptr(GEnumClass) klass = g_type_class_ref (type);
  GEnumValue *found = g_enum_get_value (klass, value);

  return found != NULL ? found->value_nick : "unknown";
}

const char *
muster_host_state_to_id (MusterHostState state)
{
  return enum_nick (MUSTER_TYPE_HOST_STATE, state);
}

const char *
muster_host_state_to_label (MusterHostState state)
{
  switch (state)
    {
    case MUSTER_HOST_DISCONNECTED: return _("Disconnected");
    case MUSTER_HOST_CONNECTING: return _("Connecting…");
    case MUSTER_HOST_ONLINE: return _("Online");
    case MUSTER_HOST_UNREACHABLE: return _("Unreachable");
    default: return _("Unknown");
    }
}

const char *
muster_host_reason_to_id (MusterHostReason reason)
{
  return enum_nick (MUSTER_TYPE_HOST_REASON, reason);
}

const char *
muster_host_reason_to_text (MusterHostReason reason)
{
  switch (reason)
    {
    case MUSTER_HOST_REASON_UNRESOLVED:
      return _("No address was found for the host’s name.");
    case MUSTER_HOST_REASON_PORT_CLOSED:
      return _("The host answers, but nothing listens on libvirt’s port.");
    case MUSTER_HOST_REASON_NO_ANSWER:
      return _("The host does not answer.");
    case MUSTER_HOST_REASON_CERTIFICATE:
      return _("The certificates of this desk and the host do not match.");
    case MUSTER_HOST_REASON_HOST_KEY:
      return _("ssh does not know the key of the host, or knows another one.");
    case MUSTER_HOST_REASON_AUTH:
      return _("The host asks for a login, and got none that it accepts.");
    case MUSTER_HOST_REASON_SECRETS:
      return _("The keys for this host could not be read.");
    case MUSTER_HOST_REASON_LOST:
      return _("The connection to the host was lost.");
    case MUSTER_HOST_REASON_DUPLICATE:
      return _("This host is in the list already, under another name.");
    case MUSTER_HOST_REASON_FAILED:
      return _("The host’s libvirt could not be opened.");
    default:
      return "";
    }
}

const char *
muster_host_reason_to_advice (MusterHostReason reason)
{
  switch (reason)
    {
    case MUSTER_HOST_REASON_UNRESOLVED:
      return _("Check the spelling, the DNS entry, or use the host’s IP address.");
    case MUSTER_HOST_REASON_PORT_CLOSED:
      return _("Start libvirt’s TLS socket on the host (libvirtd-tls.socket or "
               "virtproxyd-tls.socket) and check the port.");
    case MUSTER_HOST_REASON_NO_ANSWER:
      return _("Check that the host is on, and that no firewall drops its port "
               "(16514 for TLS).");
    case MUSTER_HOST_REASON_CERTIFICATE:
      return _("Check that the host’s certificate carries the name in the "
               "address, that neither certificate has expired, and that one "
               "authority has signed both.");
    case MUSTER_HOST_REASON_HOST_KEY:
      return _("Connect once with “ssh” from a terminal, compare the fingerprint with that of the host, and accept it.");
    case MUSTER_HOST_REASON_AUTH:
      return _("Sign in with the right user name and password, or with a Kerberos ticket where it takes one.");
    case MUSTER_HOST_REASON_SECRETS:
      return _("Start the Secret Service (GNOME Keyring, KWallet or KeePassXC) "
               "and unlock it, or import the identity again.");
    case MUSTER_HOST_REASON_LOST:
      return _("Muster tries again by itself.");
    case MUSTER_HOST_REASON_DUPLICATE:
      return _("Remove one of the two entries, or give the hosts different "
               "UUIDs (host_uuid in libvirtd.conf).");
    default:
      return "";
    }
}
