/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "muster-certificate-judge.h"
#include "muster-console-check.h"
#include "muster-host-display.h"
#include "muster-name-list.h"
#include "muster-port-probe.h"

#define PROBE_TIMEOUT_MS 3000

/* So many ports are tried: one that is shut is as good as a hundred. */
#define MAX_PROBES 16

typedef struct
{
  MusterDoctorStep *step;
  const char *host;
  const char *folder;
  GPtrArray *loopback;     /* names of VMs */
  GPtrArray *closed;
  GPtrArray *filtered;
  GPtrArray *faults;       /* of Fault */
  guint n_screens;
  guint n_probes;
} Check;

typedef struct
{
  const char *protocol;
  char *text;
  GPtrArray *names;        /* of VMs */
} Fault;

static void
fault_free (gpointer data)
{
  Fault *self = data;

  g_free (self->text);
  g_ptr_array_unref (self->names);
  g_free (self);
}

/* Borrowed: one for all screens of a protocol that have the same fault. */
static Fault *
get_fault (Check      *self,
           const char *protocol,
           const char *text)
{
  Fault *fault;

  for (guint i = 0; i < self->faults->len; i++)
    {
      fault = g_ptr_array_index (self->faults, i);
      if (fault->protocol == protocol && strcmp (fault->text, text) == 0)
        return fault;
    }

  fault = g_new0 (Fault, 1);
  fault->protocol = protocol;
  fault->text = g_strdup (text);
  fault->names = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->faults, fault);

  return fault;
}

/* A VM shows the certificate that was there when it started. */
static void
look_at_certificate (Check                   *self,
                     const MusterHostDisplay *display)
{
  gboolean spice = display->kind == MUSTER_HANDSHAKE_SPICE;
  g_autoptr(MusterHandshake) seen = NULL;
  g_autofree char *fault = NULL;

  if (self->folder == NULL)
    return;
  if (!display->has_tls)
    fault = g_strdup (_("it is shown without TLS"));
  else
    {
      seen = dex_await_boxed (muster_handshake_try (display->place, display->port,
                                                    self->folder, display->kind),
                              NULL);
      fault = muster_certificate_judge_display (seen, self->host);
    }
  if (fault != NULL)
    g_ptr_array_add (get_fault (self, spice ? "SPICE" : "VNC", fault)->names,
                     g_strdup (display->vm));
}

static void
try_port (Check                   *self,
          const MusterHostDisplay *display)
{
  if (display->port == 0 || self->n_probes++ >= MAX_PROBES)
    return;

  switch (dex_await_int (muster_port_probe (display->place, display->port, PROBE_TIMEOUT_MS),
                         NULL))
    {
    case MUSTER_PORT_OPEN:
      look_at_certificate (self, display);
      break;
    case MUSTER_PORT_SILENT:
      g_ptr_array_add (self->filtered, g_strdup (display->vm));
      break;
    case MUSTER_PORT_CLOSED:
    case MUSTER_PORT_UNRESOLVED:
    default:
      g_ptr_array_add (self->closed, g_strdup (display->vm));
    }
}

static void
tell (Check             *self,
      MusterFindingKind  kind,
      GPtrArray         *names)
{
  g_autofree char *text = NULL;

  if (names->len == 0)
    return;
  text = muster_name_list_to_text (names);
  muster_doctor_step_take_finding (self->step, muster_finding_new (kind, self->host, text));
}

static void
tell_faults (Check *self)
{
  for (guint i = 0; i < self->faults->len; i++)
    {
      const Fault *fault = g_ptr_array_index (self->faults, i);
      g_autofree char *names = muster_name_list_to_text (fault->names);
      /* Translators: VNC or SPICE, the names of VMs, what is wrong with it */
      g_autofree char *text = g_strdup_printf (_("%s of %s: %s"), fault->protocol, names,
                                               fault->text);

      muster_doctor_step_take_finding (self->step,
        muster_finding_new (MUSTER_FINDING_CONSOLE_CERT, self->host, text));
    }
}

static void
look_at_all (Check            *self,
             MusterConnection *connection)
{
  g_autoptr(GPtrArray) displays =
    dex_await_boxed (muster_host_display_list (connection, self->host), NULL);

  for (guint i = 0; i < displays->len; i++)
    {
      const MusterHostDisplay *display = g_ptr_array_index (displays, i);

      self->n_screens++;
      if (display->is_local)
        g_ptr_array_add (self->loopback, g_strdup (display->vm));
      else
        try_port (self, display);
    }
}

static void
summarize (Check *self)
{
  g_autofree char *text =
    self->n_screens == 0
    ? g_strdup (_("No VM with a screen runs here"))
    : g_strdup_printf (ngettext ("%u screen", "%u screens", self->n_screens),
                       self->n_screens);

  muster_doctor_step_set_summary (self->step, text);
}

void
muster_console_check (MusterDoctorStep *step,
                      MusterConnection *connection,
                      const char       *host,
                      const char       *pki_folder)
{
  g_autoptr(GPtrArray) loopback = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GPtrArray) closed = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GPtrArray) filtered = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GPtrArray) faults = g_ptr_array_new_with_free_func (fault_free);
  Check check = { step, host, pki_folder, loopback, closed, filtered, faults, 0, 0 };

  look_at_all (&check, connection);
  tell (&check, MUSTER_FINDING_CONSOLE_LOOPBACK, loopback);
  tell (&check, MUSTER_FINDING_CONSOLE_PORT_CLOSED, closed);
  tell (&check, MUSTER_FINDING_CONSOLE_PORT_FILTERED, filtered);
  tell_faults (&check);
  summarize (&check);
}
