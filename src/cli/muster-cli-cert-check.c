/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-cli-format.h"
#include "muster-cli-json.h"
#include "muster-cli-table.h"
#include "muster-cli.h"

static JsonObject *
use_to_json (MusterCertificateUse *use,
             gint64                now)
{
  JsonObject *object = json_object_new ();
  g_autoptr (GDateTime) end =
    g_date_time_new_from_unix_utc (muster_certificate_use_get_not_after (use));
  g_autofree char *text = end != NULL ? g_date_time_format_iso8601 (end) : NULL;

  json_object_set_string_member (object, "name", muster_certificate_use_get_name (use));
  json_object_set_string_member (object, "place",
                                 muster_certificate_place_to_id (muster_certificate_use_get_place (use)));
  json_object_set_string_member (object, "subject", muster_certificate_use_get_subject (use));
  json_object_set_string_member (object, "not_after", text != NULL ? text : "");
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

static void
print_table (GListModel *uses,
             gint64      now)
{
  const char *headings[] = { _("NAME"), _("WHERE"), _(">DAYS LEFT"), _("VALID UNTIL"), NULL };
  g_autoptr (MusterCliTable) table = muster_cli_table_new (headings);

  for (guint i = 0; i < g_list_model_get_n_items (uses); i++)
    {
      g_autoptr (MusterCertificateUse) use = g_list_model_get_item (uses, i);
      g_autofree char *days =
        g_strdup_printf ("%d", muster_certificate_use_get_days_left (use, now));
      g_autofree char *until =
        muster_cli_format_time (muster_certificate_use_get_not_after (use) * G_USEC_PER_SEC);

      muster_cli_table_add (table, muster_certificate_use_get_name (use),
                            muster_certificate_place_to_label (muster_certificate_use_get_place (use)),
                            days, until, NULL);
    }
  muster_cli_table_print (table);
}

MusterCliError
muster_cli_cert_check (MusterCli  *cli,
                       GError    **error)
{
  MusterCertificateWatch *watch;
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  if (!muster_cli_open_desk (cli, error))
    return MUSTER_CLI_FAILED;
  watch = muster_desk_get_certificates (cli->desk);
  if (!dex_await (muster_certificate_watch_look (watch), error))
    return MUSTER_CLI_FAILED;

  if (cli->options->json)
    print_json (muster_certificate_watch_get_uses (watch), now);
  else
    print_table (muster_certificate_watch_get_uses (watch), now);

  return MUSTER_CLI_DONE;
}
