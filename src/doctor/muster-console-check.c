/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "muster-certificate-judge.h"
#include "muster-console-check.h"
#include "muster-domain.h"
#include "muster-domain-xml.h"
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
  guint n_screens;
  guint n_probes;
  guint seen_kinds;        /* 1 << MusterHandshakeKind */
} Check;

static gboolean
is_loopback (const char *listen)
{
  g_autoptr(GInetAddress) address = g_inet_address_new_from_string (listen);

  return address != NULL ? g_inet_address_get_is_loopback (address)
                         : g_ascii_strcasecmp (listen, "localhost") == 0;
}

static const char *
find_place (Check      *self,
            const char *listen)
{
  g_autoptr(GInetAddress) address = g_inet_address_new_from_string (listen);

  return address != NULL && g_inet_address_get_is_any (address) ? self->host : listen;
}

static void
look_at_certificate (Check               *self,
                     const char          *place,
                     int                  port,
                     MusterHandshakeKind  kind)
{
  g_autoptr(MusterHandshake) seen = NULL;
  g_autofree char *fault = NULL;

  /* All of a host's displays of one kind show the same one. */
  if ((self->seen_kinds & (1u << kind)) || self->folder == NULL)
    return;
  self->seen_kinds |= 1u << kind;
  seen = dex_await_boxed (muster_handshake_try (place, (guint16) port, self->folder, kind),
                          NULL);
  fault = muster_certificate_judge_display (seen, self->host);
  if (fault != NULL)
    muster_doctor_step_take_finding (self->step,
      muster_finding_new (MUSTER_FINDING_CONSOLE_CERT, self->host, fault));
}

static void
try_port (Check                    *self,
          const MusterGraphicsInfo *info,
          const char               *name)
{
  const char *place = find_place (self, info->listen);
  int port = info->tls_port > 0 ? info->tls_port : info->port;

  if (port <= 0 || port > G_MAXUINT16 || self->n_probes++ >= MAX_PROBES)
    return;

  switch (dex_await_int (muster_port_probe (place, (guint16) port, PROBE_TIMEOUT_MS), NULL))
    {
    case MUSTER_PORT_OPEN:
      if (info->tls_port > 0)
        look_at_certificate (self, place, port, MUSTER_HANDSHAKE_SPICE);
      else if (g_strcmp0 (info->type, "vnc") == 0)
        look_at_certificate (self, place, port, MUSTER_HANDSHAKE_VNC);
      break;
    case MUSTER_PORT_SILENT:
      g_ptr_array_add (self->filtered, g_strdup (name));
      break;
    case MUSTER_PORT_CLOSED:
    case MUSTER_PORT_UNRESOLVED:
    default:
      g_ptr_array_add (self->closed, g_strdup (name));
    }
}

static void
look_at_vm (Check      *self,
            const char *xml)
{
  g_autoptr(MusterDomainXml) document = muster_domain_xml_new_summary (xml, NULL);
  g_autoptr(GPtrArray) graphics = NULL;
  g_autofree char *name = NULL;

  if (document == NULL)
    return;
  name = muster_domain_xml_dup_name (document);
  graphics = muster_domain_xml_list_graphics (document);
  for (guint i = 0; name != NULL && i < graphics->len; i++)
    {
      const MusterGraphicsInfo *info = g_ptr_array_index (graphics, i);

      if (info->listen == NULL)
        continue;
      self->n_screens++;
      if (is_loopback (info->listen) && !is_loopback (self->host))
        g_ptr_array_add (self->loopback, g_strdup (name));
      else
        try_port (self, info, name);
    }
}

static char *
join_names (GPtrArray *names)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < names->len && i < 5; i++)
    /* Translators: a VM's name as one of a list; the space parts it from the last */
    g_string_append_printf (text, i > 0 ? _(", “%s”") : _("“%s”"),
                            (const char *) names->pdata[i]);
  if (names->len > 5)
    g_string_append_printf (text, ngettext (" and %u other", " and %u others", names->len - 5),
                            names->len - 5);

  return g_string_free_and_steal (text);
}

static void
tell (Check             *self,
      MusterFindingKind  kind,
      GPtrArray         *names)
{
  g_autofree char *text = NULL;

  if (names->len == 0)
    return;
  text = join_names (names);
  muster_doctor_step_take_finding (self->step, muster_finding_new (kind, self->host, text));
}

static void
look_at_all (Check            *self,
             MusterConnection *connection)
{
  g_autoptr(MusterDomainListing) listing =
    dex_await_boxed (muster_domain_list_with_xml (connection, TRUE, 0), NULL);

  for (guint i = 0; listing != NULL && i < listing->chunks->len; i++)
    {
      g_autoptr(GPtrArray) texts =
        dex_await_boxed (dex_ref (listing->chunks->pdata[i]), NULL);

      for (guint k = 0; texts != NULL && k < texts->len; k++)
        look_at_vm (self, ((MusterDomainText *) texts->pdata[k])->xml);
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
  Check check = { step, host, pki_folder, loopback, closed, filtered, 0, 0, 0 };

  look_at_all (&check, connection);
  tell (&check, MUSTER_FINDING_CONSOLE_LOOPBACK, loopback);
  tell (&check, MUSTER_FINDING_CONSOLE_PORT_CLOSED, closed);
  tell (&check, MUSTER_FINDING_CONSOLE_PORT_FILTERED, filtered);
  summarize (&check);
}
