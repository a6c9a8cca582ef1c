/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-screen-fault.h"

typedef struct
{
  const char *title;
  const char *text;         /* first the place, then the detail, as far as named */
  MusterScreenRepairs repairs;
} Words;

#define LOOK_AGAIN (MUSTER_SCREEN_REPAIR_EXAMINE | MUSTER_SCREEN_REPAIR_RETRY)
#define ELSE (MUSTER_SCREEN_REPAIR_PICTURES | MUSTER_SCREEN_REPAIR_SERIAL)
#define ELSE_LOOK_AGAIN (LOOK_AGAIN | ELSE)
#define ELSE_RETRY (MUSTER_SCREEN_REPAIR_RETRY | ELSE)

/* Translators: {place} and {detail} stay as they are; they are replaced by an
 * address such as host:5900 and by what the texts around them say. */
static const Words words[MUSTER_SCREEN_N_FAULTS] =
{
  [MUSTER_SCREEN_FAULT_OTHER] =
    { N_("The Screen Cannot Be Shown"), "{detail}", ELSE_LOOK_AGAIN },
  [MUSTER_SCREEN_FAULT_NO_HOST] =
    { N_("The VM’s Host Is Not Connected"),
      N_("Where the screen is, only the host knows. The screen is shown as soon as the host answers."),
      LOOK_AGAIN },
  [MUSTER_SCREEN_FAULT_NO_SCREEN] =
    { N_("This VM Has No Screen"),
      N_("It is defined without a VNC or SPICE display that can be reached."),
      ELSE },
  [MUSTER_SCREEN_FAULT_LOCAL] =
    { N_("The Screen Listens on Its Host Only"),
      N_("It listens on {place}, which no other computer reaches. Let it listen on an address of the host’s network."),
      MUSTER_SCREEN_REPAIR_LISTEN | ELSE_RETRY },
  [MUSTER_SCREEN_FAULT_LOCAL_YET] =
    { N_("The Screen Listens on Its Host Only"),
      N_("It listens on {place} until the VM is shut down, and on {detail} from its next start. Restarting it from within is not enough."),
      MUSTER_SCREEN_REPAIR_LISTEN | ELSE_RETRY },
  [MUSTER_SCREEN_FAULT_CLOSED] =
    { N_("The Screen’s Port Is Closed"),
      N_("{place} refuses the connection: nothing listens there, or a firewall rejects it. Let TCP ports 5900 to 6411 of the host in; Examine Host… tells more."),
      ELSE_LOOK_AGAIN },
  [MUSTER_SCREEN_FAULT_FILTERED] =
    { N_("The Screen’s Port Does Not Answer"),
      N_("{place} says nothing: a firewall on the way drops what is sent there, or the route is missing. Let TCP ports 5900 to 6411 of the host in; Examine Host… tells more."),
      ELSE_LOOK_AGAIN },
  [MUSTER_SCREEN_FAULT_UNRESOLVED] =
    { N_("The Screen’s Address Is Unknown"),
      N_("The name in {place} has no address here. Correct the name server or /etc/hosts, or let the screen listen on an address."),
      MUSTER_SCREEN_REPAIR_LISTEN | ELSE_LOOK_AGAIN },
  [MUSTER_SCREEN_FAULT_CERTIFICATE] =
    { N_("The Screen’s Certificate Is Not Accepted"),
      N_("The display at {place} could be somebody else’s: {detail}. Give the host a new certificate; a VM shows the one that was there when it started."),
      ELSE_LOOK_AGAIN },
  [MUSTER_SCREEN_FAULT_CLEAR] =
    { N_("The Screen Is Not Encrypted"),
      N_("The display at {place} offers no TLS, and only encrypted displays are shown. Turn vnc_tls and spice_tls on in /etc/libvirt/qemu.conf of the host and start the VM anew, or allow it in the preferences."),
      ELSE_LOOK_AGAIN },
  [MUSTER_SCREEN_FAULT_PASSWORD_NEEDED] =
    { N_("The Screen Wants a Password"),
      N_("The display at {place} has a password that the host does not tell: you may not read it, or it is set for all VMs in /etc/libvirt/qemu.conf. Set one in the VM’s definition."),
      ELSE_LOOK_AGAIN },
  [MUSTER_SCREEN_FAULT_PASSWORD] =
    { N_("The Screen Refused the Password"),
      N_("The display at {place} does not take the password of the VM’s definition: it may have expired, or been changed on the running VM."),
      ELSE_LOOK_AGAIN },
  [MUSTER_SCREEN_FAULT_TAKEN] =
    { N_("Another Viewer Has This Screen"),
      N_("The display at {place} lets nobody else in: somebody has it for themselves alone. It can be seen here when they close their viewer."),
      ELSE_RETRY },
  [MUSTER_SCREEN_FAULT_PICTURES] =
    { N_("There Are No Screenshots of This Screen"), "{detail}",
      MUSTER_SCREEN_REPAIR_DISPLAY | MUSTER_SCREEN_REPAIR_RETRY |
      MUSTER_SCREEN_REPAIR_SERIAL },
};

G_DEFINE_BOXED_TYPE (MusterScreenFault, muster_screen_fault,
                     muster_screen_fault_copy, muster_screen_fault_free)

static char *
fill_in (const char *text,
         const char *place,
         const char *detail)
{
  GString *filled = g_string_new (text);

  g_string_replace (filled, "{detail}", detail, 0);
  g_string_replace (filled, "{place}", place, 0);

  return g_string_free (filled, FALSE);
}

MusterScreenFault *
muster_screen_fault_new (MusterScreenFaultKind  kind,
                         const char            *place,
                         const char            *detail)
{
  MusterScreenFault *self;

  g_return_val_if_fail (kind < MUSTER_SCREEN_N_FAULTS, NULL);

  self = g_new0 (MusterScreenFault, 1);
  self->kind = kind;
  self->repairs = words[kind].repairs;
  self->title = g_strdup (_(words[kind].title));
  self->description = fill_in (g_str_equal (words[kind].text, "{detail}")
                               ? words[kind].text : _(words[kind].text),
                               place != NULL ? place : "", detail != NULL ? detail : "");

  return self;
}

MusterScreenFault *
muster_screen_fault_copy (const MusterScreenFault *self)
{
  MusterScreenFault *copy = g_new0 (MusterScreenFault, 1);

  copy->kind = self->kind;
  copy->repairs = self->repairs;
  copy->title = g_strdup (self->title);
  copy->description = g_strdup (self->description);

  return copy;
}

void
muster_screen_fault_free (MusterScreenFault *self)
{
  g_free (self->title);
  g_free (self->description);
  g_free (self);
}
