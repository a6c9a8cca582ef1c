/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-cli-format.h"
#include "muster-cli-json.h"
#include "muster-cli-table.h"
#include "muster-cli-text.h"
#include "muster-cli.h"
#include "muster-host-actions.h"

static JsonObject *
use_to_json (MusterCertificateUse *use,
             gint64                now)
{
  JsonObject *object = json_object_new ();
  MusterCertificatePlace place = muster_certificate_use_get_place (use);
  MusterCertificateUseKind kind = muster_certificate_use_get_kind (use);
  g_autoptr (GDateTime) end =
    g_date_time_new_from_unix_utc (muster_certificate_use_get_not_after (use));
  g_autofree char *text = end != NULL ? g_date_time_format_iso8601 (end) : NULL;

  json_object_set_string_member (object, "name", muster_certificate_use_get_name (use));
  json_object_set_string_member (object, "place",
                                 muster_certificate_place_to_id (place));
  json_object_set_string_member (object, "kind",
                                 muster_certificate_use_kind_to_id (kind));
  json_object_set_string_member (object, "location",
                                 muster_certificate_use_get_location (use));
  json_object_set_boolean_member (object, "ours", muster_certificate_use_get_is_ours (use));
  json_object_set_string_member (object, "subject", muster_certificate_use_get_subject (use));
  json_object_set_string_member (object, "serial", muster_certificate_use_get_serial (use));
  json_object_set_string_member (object, "state",
                                 muster_certificate_level_to_id (
                                   muster_certificate_use_get_level (use, now)));
  json_object_set_string_member (object, "not_after", text != NULL ? text : "");
  muster_cli_json_set_time (object, "revoked_at",
                            muster_certificate_use_get_revoked_at (use));
  json_object_set_int_member (object, "days_left",
                              muster_certificate_use_get_days_left (use, now));

  return object;
}

static void
print_json (GListModel *uses,
            gint64      now)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < g_list_model_get_n_items (uses); i++)
    {
      g_autoptr (MusterCertificateUse) use = g_list_model_get_item (uses, i);

      json_array_add_object_element (array, use_to_json (use, now));
    }
  muster_cli_json_print_array (array);
}

static const char *
describe_state (MusterCertificateLevel level)
{
  switch (level)
    {
    case MUSTER_CERTIFICATE_FINE: return _("valid");
    case MUSTER_CERTIFICATE_EXPIRED: return _("expired");
    case MUSTER_CERTIFICATE_REVOKED: return _("revoked");
    case MUSTER_CERTIFICATE_SOON:
    case MUSTER_CERTIFICATE_VERY_SOON:
    case MUSTER_CERTIFICATE_TOMORROW:
    default: return _("expires soon");
    }
}

static void
print_table (GListModel *uses,
             gint64      now)
{
  const char *headings[] = { _("NAME"), _("WHERE"), _("ADDRESS"), _("STATE"),
                             _(">DAYS LEFT"), _("VALID UNTIL"), NULL };
  g_autoptr (MusterCliTable) table = muster_cli_table_new (headings);

  for (guint i = 0; i < g_list_model_get_n_items (uses); i++)
    {
      g_autoptr (MusterCertificateUse) use = g_list_model_get_item (uses, i);
      g_autofree char *days =
        g_strdup_printf ("%d", muster_certificate_use_get_days_left (use, now));
      g_autofree char *until =
        muster_cli_format_time (muster_certificate_use_get_not_after (use) * G_USEC_PER_SEC);

      muster_cli_table_add (table, muster_certificate_use_get_name (use),
                            muster_certificate_use_get_label (use),
                            muster_certificate_use_get_location (use),
                            describe_state (muster_certificate_use_get_level (use, now)),
                            days, until, NULL);
    }
  muster_cli_table_print (table);
}

/* What is not in the table is no less in use. */
static MusterCliError
tell_hidden (MusterCertificateWatch *watch)
{
  const GError *hidden = muster_certificate_watch_get_keyring_error (watch);
  GPtrArray *silent = muster_certificate_watch_get_silent (watch);

  if (hidden != NULL)
    muster_cli_print_error (hidden->message);
  for (guint i = 0; i < silent->len; i++)
    {
      const MusterHostEntry *entry = g_ptr_array_index (silent, i);
      g_autofree char *line =
        g_strdup_printf (_("%s: It shows no certificate just now."), entry->name);

      muster_cli_print_error (line);
    }
  if (hidden != NULL)
    return MUSTER_CLI_FAILED;

  return silent->len > 0 ? MUSTER_CLI_UNREACHABLE : MUSTER_CLI_DONE;
}

MusterCliError
muster_cli_cert_check (MusterCli  *cli,
                       GError    **error)
{
  MusterCertificateWatch *watch;
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  /* Which displays there are only a host that is connected tells. */
  if (!muster_cli_open (cli, FALSE, error))
    return MUSTER_CLI_FAILED;
  watch = muster_desk_get_certificates (cli->desk);
  if (!dex_await (muster_certificate_watch_look (watch), error))
    return MUSTER_CLI_FAILED;

  if (cli->options->json)
    print_json (muster_certificate_watch_get_uses (watch), now);
  else
    print_table (muster_certificate_watch_get_uses (watch), now);

  return tell_hidden (watch);
}
