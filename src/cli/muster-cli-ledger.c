/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-cli-format.h"
#include "muster-cli-json.h"
#include "muster-cli-ledger.h"
#include "muster-cli-table.h"

static MusterCertificateState
get_state (const MusterCertificateRecord *line)
{
  return muster_certificate_record_get_state (line, g_get_real_time () / G_USEC_PER_SEC);
}

static char *
dup_state (const MusterCertificateRecord *line)
{
  g_autofree char *date = NULL;

  switch (get_state (line))
    {
    case MUSTER_CERTIFICATE_STATE_REVOKED: return g_strdup (_("revoked"));
    case MUSTER_CERTIFICATE_STATE_EXPIRED: return g_strdup (_("expired"));
    case MUSTER_CERTIFICATE_STATE_SUPERSEDED:
      date = muster_cli_format_time (line->superseded_at * G_USEC_PER_SEC);
      /* Translators: of a certificate, another one has taken its place then; a date */
      return g_strdup_printf (_("renewed on %s"), date);
    case MUSTER_CERTIFICATE_STATE_VALID:
    default: return g_strdup (_("valid"));
    }
}

GPtrArray *
muster_cli_ledger_read (MusterCli  *cli,
                        GError    **error)
{
  return dex_await_boxed (muster_pki_list (muster_desk_get_pki (cli->desk)), error);
}

gboolean
muster_cli_ledger_is_accepted (const MusterCertificateRecord *line)
{
  return get_state (line) < MUSTER_CERTIFICATE_STATE_EXPIRED;
}

void
muster_cli_ledger_print (GPtrArray *ledger)
{
  const char *headings[] = { _("NAME"), _("KIND"), _("STATE"), _("VALID UNTIL"),
                             _("SERIAL"), NULL };
  g_autoptr (MusterCliTable) table = muster_cli_table_new (headings);

  for (guint i = 0; i < ledger->len; i++)
    {
      const MusterCertificateRecord *line = g_ptr_array_index (ledger, i);
      g_autofree char *state = dup_state (line);
      g_autofree char *until = muster_cli_format_time (line->not_after * G_USEC_PER_SEC);

      muster_cli_table_add (table, line->name,
                            muster_certificate_kind_to_string (line->kind),
                            state, until, line->serial, NULL);
    }
  muster_cli_table_print (table);
}

static JsonObject *
line_to_json (const MusterCertificateRecord *line)
{
  JsonObject *object = json_object_new ();
  JsonArray *names = json_array_new ();

  for (guint i = 0; line->names != NULL && line->names[i] != NULL; i++)
    json_array_add_string_element (names, line->names[i]);
  json_object_set_string_member (object, "serial", line->serial);
  json_object_set_string_member (object, "name", line->name);
  json_object_set_array_member (object, "names", names);
  json_object_set_string_member (object, "kind",
                                 muster_certificate_kind_to_string (line->kind));
  json_object_set_string_member (object, "state",
                                 muster_certificate_state_to_id (get_state (line)));
  muster_cli_json_set_time (object, "issued_at", line->issued_at);
  muster_cli_json_set_time (object, "not_after", line->not_after);
  muster_cli_json_set_time (object, "superseded_at", line->superseded_at);
  muster_cli_json_set_time (object, "revoked_at", line->revoked_at);

  return object;
}

JsonArray *
muster_cli_ledger_to_json (GPtrArray *ledger)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < ledger->len; i++)
    json_array_add_object_element (array, line_to_json (ledger->pdata[i]));

  return array;
}
