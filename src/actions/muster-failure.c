/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-failure.h"
#include "muster-virt-error.h"

/* Of those that libvirt gives to migrations unless it is told others; its own
 * ports are below. */
#define FIRST_MIGRATION_PORT 49152

typedef struct
{
  const char *needle;   /* part of libvirt's or QEMU's text */
  const char *reason;
  const char *advice;
} Classic;

/* Failures that every admin meets sooner or later.  Hosts say them in English
 * unless their daemon was told otherwise; then libvirt's text is shown.
 * TRANSLATORS: {place} is the host where it had to happen, {other} the host a
 * migrating VM comes from; keep both as they are. */
static const Classic migration_classics[] =
{
  { "Migration without shared storage",
    N_("One of its disks is not on storage that both hosts share."),
    N_("Move the disk to shared storage first, or shut the VM down and copy it.") },
  { "Name or service not known",
    N_("“{other}” cannot resolve the address of “{place}”."),
    N_("The hosts talk to each other directly: the address by which “{place}” was added must resolve on “{other}” too, and so must its own host name.") },
  { "Temporary failure in name resolution",
    N_("“{other}” cannot resolve the address of “{place}”."),
    N_("The hosts talk to each other directly: the address by which “{place}” was added must resolve on “{other}” too, and so must its own host name.") },
  { "unable to connect to server",
    N_("“{other}” cannot reach “{place}”."),
    N_("The hosts talk to each other directly: “{other}” must reach libvirt’s port of “{place}”, 16514 for TLS.") },
  { "Failed to connect to remote libvirt URI",
    N_("“{other}” is not let in by “{place}”."),
    N_("“{other}” needs a client certificate that “{place}” accepts, in /etc/pki/libvirt of “{other}”.") },
  { "CPU doesn't match",
    N_("The processor of “{place}” cannot do what the VM’s processor can."),
    N_("Give the VM a CPU model that both hosts have; it takes effect at its next start.") },
  { "CPU is incompatible",
    N_("The processor of “{place}” cannot do what the VM’s processor can."),
    N_("Give the VM a CPU model that both hosts have; it takes effect at its next start.") },
  { "CPU is not compatible",
    N_("The processor of “{place}” cannot do what the VM’s processor can."),
    N_("Give the VM a CPU model that both hosts have; it takes effect at its next start.") },
  { "host doesn't support",
    N_("“{place}” lacks something that the VM needs."),
    N_("The details name it.  Remove it from the VM, or choose another host.") },
  { "to the same host",
    N_("“{place}” says that it is the host the VM runs on."),
    N_("Check the addresses of the two hosts, and that their host UUIDs differ.") },
  { "already exists",
    N_("A VM of that name or UUID exists on “{place}” already."),
    N_("Rename or remove the one on “{place}”.") },
  { "is already active",
    N_("A VM of that name or UUID runs on “{place}” already."),
    N_("Shut down and remove the one on “{place}”.") },
  { "doesn't have a block device migration capability",
    N_("One of its disks is not on storage that both hosts share."),
    N_("Move the disk to shared storage first.") },
  { "Cannot get interface MTU",
    N_("“{place}” lacks a bridge that the VM is connected to."),
    N_("Make the same networks on both hosts.") },
};

static const Classic port_classic =
  { NULL,
    N_("“{other}” cannot reach the migration ports of “{place}”."),
    N_("Let TCP ports 49152 to 49215 of “{place}” in from “{other}”. “Examine Host” on “{place}” says more.") };

static const Classic common_classics[] =
{
  { "Cannot access storage file",
    N_("One of its disks cannot be opened on “{place}”."),
    N_("Check that the storage is mounted there and that the file named in the details exists.") },
  { "no storage vol with matching",
    N_("“{place}” does not know one of its disks."),
    N_("Start or refresh the storage pool there.") },
  { "no storage pool with matching",
    N_("“{place}” does not have the storage pool of one of its disks."),
    N_("Define the same storage pool there.") },
  { "No such file or directory",
    N_("A file it needs is missing on “{place}”."),
    N_("The details name the file.") },
  { "\"write\" lock",
    N_("One of its disks is in use by another VM."),
    N_("Shut the other VM down, or give this one a disk of its own.") },
  { "no network with matching",
    N_("“{place}” does not have a network that it is connected to."),
    N_("Define the same network there.") },
  { "is not active",
    N_("A network or storage pool that it needs is not active on “{place}”."),
    N_("Start what the details name, then try again.") },
  { "Cannot allocate memory",
    N_("“{place}” has not enough free memory."),
    N_("Stop or migrate another VM, or give this one less memory.") },
  { "cannot set up guest memory",
    N_("“{place}” has not enough free memory."),
    N_("Stop or migrate another VM, or give this one less memory.") },
  { "virt type 'kvm'",
    N_("“{place}” offers no hardware virtualization."),
    N_("Enable it in the firmware of the host.") },
  { "KVM kernel module",
    N_("“{place}” offers no hardware virtualization."),
    N_("Enable it in the firmware of the host.") },
};

static const Classic *
find_classic (const Classic *classics,
              gsize          n_classics,
              const char    *text)
{
  for (gsize i = 0; i < n_classics; i++)
    if (strstr (text, classics[i].needle) != NULL)
      return &classics[i];

  return NULL;
}

/* After @needle comes 'host:port'. */
static gboolean
names_migration_port (const char *text,
                      const char *needle)
{
  const char *start = strstr (text, needle);
  const char *end = start != NULL ? strchr (start + strlen (needle), '\'') : NULL;
  const char *colon = end != NULL ? g_strrstr_len (start, end - start, ":") : NULL;

  return colon != NULL && g_ascii_strtoull (colon + 1, NULL, 10) >= FIRST_MIGRATION_PORT;
}

gboolean
muster_failure_is_migration_port (const char *text)
{
  g_return_val_if_fail (text != NULL, FALSE);

  return names_migration_port (text, "unable to connect to server at '") ||
         names_migration_port (text, "Failed to connect to '");
}

static const Classic *
find_any_classic (const char *text,
                  gboolean    migration)
{
  const Classic *found = NULL;

  if (migration && muster_failure_is_migration_port (text))
    return &port_classic;
  if (migration)
    found = find_classic (migration_classics,
                          G_N_ELEMENTS (migration_classics), text);

  return found != NULL ? found
                       : find_classic (common_classics,
                                       G_N_ELEMENTS (common_classics), text);
}

static const char *
host_name (MusterHost *host)
{
  return host != NULL ? muster_host_get_name (host) : "";
}

/* Host names are what a person typed: a brace in one must not be taken for
 * another placeholder, so the text is walked once. */
static char *
fill (const char *text,
      const char *place,
      const char *other)
{
  GString *filled = g_string_new (NULL);

  while (*text != '\0')
    {
      if (g_str_has_prefix (text, "{place}"))
        {
          g_string_append (filled, place);
          text += strlen ("{place}");
        }
      else if (g_str_has_prefix (text, "{other}"))
        {
          g_string_append (filled, other);
          text += strlen ("{other}");
        }
      else
        g_string_append_c (filled, *text++);
    }

  return g_string_free_and_steal (filled);
}

static const char *
explain_code (MusterVirtError code)
{
  switch (code)
    {
    case MUSTER_VIRT_ERROR_UNREACHABLE:
      return N_("“{place}” does not answer.");
    case MUSTER_VIRT_ERROR_AUTH:
      return N_("“{place}” does not allow this user to do it.");
    case MUSTER_VIRT_ERROR_CERTIFICATE:
      return N_("A certificate is missing or was not accepted.");
    case MUSTER_VIRT_ERROR_GONE:
      return N_("It does not exist there any more.");
    case MUSTER_VIRT_ERROR_BUSY:
      return N_("Another operation holds it.");
    case MUSTER_VIRT_ERROR_UNSUPPORTED:
      return N_("“{place}” cannot do that.");
    case MUSTER_VIRT_ERROR_CONFLICT:
      return N_("Something of the same name or UUID exists on “{place}” already.");
    case MUSTER_VIRT_ERROR_REFUSED:
    case MUSTER_VIRT_ERROR_INVALID:
    case MUSTER_VIRT_ERROR_FAILED:
    default:
      return NULL;
    }
}

static const char *
advise_code (MusterVirtError code)
{
  switch (code)
    {
    case MUSTER_VIRT_ERROR_UNREACHABLE:
      return N_("Check the host and the network, then try again.");
    case MUSTER_VIRT_ERROR_AUTH:
      return N_("Ask for the permission on “{place}”, or use another user or identity.");
    case MUSTER_VIRT_ERROR_CERTIFICATE:
      return N_("Check the certificates of the hosts.");
    case MUSTER_VIRT_ERROR_GONE:
      return N_("It was deleted or moved; look where it is now.");
    case MUSTER_VIRT_ERROR_BUSY:
      return N_("Wait until the other operation has ended, or cancel it.");
    case MUSTER_VIRT_ERROR_CONFLICT:
      return N_("Rename or remove the other one.");
    case MUSTER_VIRT_ERROR_UNSUPPORTED:
    case MUSTER_VIRT_ERROR_REFUSED:
    case MUSTER_VIRT_ERROR_INVALID:
    case MUSTER_VIRT_ERROR_FAILED:
    default:
      return "";
    }
}

static MusterActionError
action_code (MusterVirtError code)
{
  switch (code)
    {
    case MUSTER_VIRT_ERROR_UNREACHABLE:
      return MUSTER_ACTION_ERROR_UNREACHABLE;
    case MUSTER_VIRT_ERROR_GONE:
      return MUSTER_ACTION_ERROR_GONE;
    case MUSTER_VIRT_ERROR_AUTH:
    case MUSTER_VIRT_ERROR_BUSY:
    case MUSTER_VIRT_ERROR_CONFLICT:
    case MUSTER_VIRT_ERROR_REFUSED:
      return MUSTER_ACTION_ERROR_REFUSED;
    case MUSTER_VIRT_ERROR_CERTIFICATE:
    case MUSTER_VIRT_ERROR_UNSUPPORTED:
    case MUSTER_VIRT_ERROR_INVALID:
    case MUSTER_VIRT_ERROR_FAILED:
    default:
      return MUSTER_ACTION_ERROR_FAILED;
    }
}

static gboolean
is_cancellation (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
         strstr (error->message, "canceled by client") != NULL ||
         strstr (error->message, "cancelled by client") != NULL;
}

static char *
join (const char *act,
      const char *why)
{
  return *why == '\0' ? g_strdup (act) : g_strdup_printf ("%s %s", act, why);
}

MusterFailure *
muster_failure_new_text (MusterActionError  code,
                         const char        *reason,
                         const char        *advice,
                         const char        *details)
{
  MusterFailure *self = g_new0 (MusterFailure, 1);

  self->code = code;
  self->reason = g_strdup (reason);
  self->advice = g_strdup (advice);
  self->details = g_strdup (details);

  return self;
}

static MusterFailure *
new_from_virt (const char   *act,
               MusterHost   *place,
               MusterHost   *other,
               const GError *error)
{
  const Classic *classic = find_any_classic (error->message, other != NULL);
  const char *why = explain_code (error->code);
  const char *advice = advise_code (error->code);
  MusterFailure *self = g_new0 (MusterFailure, 1);
  g_autofree char *filled = NULL;

  if (classic != NULL)
    {
      why = classic->reason;
      advice = classic->advice;
    }

  filled = why != NULL ? fill (_(why), host_name (place), host_name (other))
                       : g_strdup (error->message);
  self->code = action_code (error->code);
  self->reason = join (act, filled);
  self->advice = *advice == '\0' ? g_strdup ("")
                                 : fill (_(advice), host_name (place), host_name (other));
  self->details = g_strdup (error->message);

  return self;
}

MusterFailure *
muster_failure_new (const char   *act,
                    MusterHost   *place,
                    MusterHost   *other,
                    const GError *error)
{
  g_autofree char *reason = NULL;

  g_return_val_if_fail (act != NULL, NULL);
  g_return_val_if_fail (error != NULL, NULL);

  if (is_cancellation (error))
    {
      reason = join (act, _("It was cancelled."));
      return muster_failure_new_text (MUSTER_ACTION_ERROR_CANCELLED,
                                      reason, "", error->message);
    }

  if (error->domain == MUSTER_VIRT_ERROR)
    return new_from_virt (act, place, other, error);

  /* Policy's sentences say by themselves what cannot be done and why. */
  if (error->domain == MUSTER_POLICY_ERROR)
    return muster_failure_new_text (error->code == MUSTER_POLICY_ERROR_HOST
                                      ? MUSTER_ACTION_ERROR_UNREACHABLE
                                      : MUSTER_ACTION_ERROR_REFUSED,
                                    error->message, "", "");

  reason = join (act, error->message);
  return muster_failure_new_text (MUSTER_ACTION_ERROR_FAILED, reason, "",
                                  error->message);
}

static char *
describe_act (MusterVmVerb  verb,
              const char   *name,
              const char   *target)
{
  switch (verb)
    {
    case MUSTER_VM_VERB_START:
      return g_strdup_printf (_("“%s” could not be started."), name);
    case MUSTER_VM_VERB_SHUTDOWN:
      return g_strdup_printf (_("“%s” could not be shut down."), name);
    case MUSTER_VM_VERB_OFF:
      return g_strdup_printf (_("“%s” could not be forced off."), name);
    case MUSTER_VM_VERB_REBOOT:
      return g_strdup_printf (_("“%s” could not be rebooted."), name);
    case MUSTER_VM_VERB_RESET:
      return g_strdup_printf (_("“%s” could not be reset."), name);
    case MUSTER_VM_VERB_PAUSE:
      return g_strdup_printf (_("“%s” could not be paused."), name);
    case MUSTER_VM_VERB_RESUME:
      return g_strdup_printf (_("“%s” could not be resumed."), name);
    case MUSTER_VM_VERB_SAVE:
      return g_strdup_printf (_("“%s” could not be saved."), name);
    case MUSTER_VM_VERB_DISCARD:
      return g_strdup_printf (_("The saved state of “%s” could not be discarded."), name);
    case MUSTER_VM_VERB_MIGRATE:
      return g_strdup_printf (_("“%s” could not be migrated to “%s”."), name, target);
    case MUSTER_N_VM_VERBS:
    default:
      g_return_val_if_reached (NULL);
    }
}

MusterFailure *
muster_failure_new_for_verb (MusterVmVerb  verb,
                             MusterVm     *vm,
                             MusterHost   *target,
                             const GError *error)
{
  MusterHost *host = muster_vm_get_host (vm);
  g_autofree char *act = describe_act (verb, muster_vm_get_label (vm),
                                       host_name (target));

  return target != NULL ? muster_failure_new (act, target, host, error)
                        : muster_failure_new (act, host, NULL, error);
}

void
muster_failure_free (MusterFailure *self)
{
  g_free (self->reason);
  g_free (self->advice);
  g_free (self->details);
  g_free (self);
}

void
muster_failure_tell (const MusterFailure *self,
                     MusterTask          *task)
{
  if (self->code == MUSTER_ACTION_ERROR_CANCELLED)
    muster_task_finish_cancelled (task);
  else
    muster_task_fail (task, self->reason, self->advice, self->details);
}

DexFuture *
muster_failure_to_future (const MusterFailure *self)
{
  return dex_future_new_reject (MUSTER_ACTION_ERROR, self->code,
                                "%s", self->reason);
}
