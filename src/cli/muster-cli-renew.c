/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-cli-ask.h"
#include "muster-cli-days.h"
#include "muster-cli-json.h"
#include "muster-cli-renew.h"
#include "muster-cli-table.h"
#include "muster-cli-text.h"
#include "muster-host-actions.h"
#include "muster-renewal.h"
#include "muster-virt-uri.h"

#define DAY (24 * 60 * 60)

/* A host that shows nothing: whether it is due is not known. */
#define UNREACHABLE "unreachable"

/* --- what is said meanwhile ------------------------------------------------ */

static void
message_cb (MusterRenewalItem *item)
{
  const char *message = muster_renewal_item_get_message (item);
  g_autofree char *line = NULL;

  if (muster_renewal_item_get_state (item) != MUSTER_RENEWAL_WORKING || *message == '\0')
    return;
  line = g_strdup_printf ("%s: %s", muster_renewal_item_get_name (item), message);
  muster_cli_print_note (line);
}

static void
note_cb (MusterRenewal     *renewal,
         MusterRenewalItem *item,
         const char        *text)
{
  g_autofree char *line = g_strdup_printf ("%s: %s", muster_renewal_item_get_name (item), text);

  muster_cli_print_note (line);
}

static void
question_cb (MusterRenewal     *renewal,
             MusterRenewalItem *item,
             MusterSshQuestion *question)
{
  muster_cli_ask (question);
}

/* --- how it went ------------------------------------------------------------ */

static const char *
describe_state (const char *state)
{
  static const struct { const char *id; const char *text; } words[] =
  {
    { "done", N_("done") },
    { "failed", N_("failed") },
    { "needs-destination", N_("nobody has said where ssh logs in") },
    { "not-ours", N_("issued by another authority") },
    { "revoked", N_("revoked") },
    { UNREACHABLE, N_("does not answer") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_equal (state, words[i].id))
      return _(words[i].text);

  return _("not begun");
}

static char *
advise (const char *state,
        const char *name)
{
  if (g_str_equal (state, "needs-destination"))
    return g_strdup_printf (_("Say where ssh logs in: “musterctl cert renew %s --ssh USER@ADDRESS” renews it and keeps that in mind."),
                            name);
  if (g_str_equal (state, "not-ours"))
    return g_strdup (_("“musterctl host deploy” gives a host certificates of this authority; of an identity, ask who issued it."));

  if (g_str_equal (state, "revoked"))
    return g_strdup (_("What is revoked is not renewed. “musterctl cert issue client NAME” lets somebody in again."));

  return g_strdup ("");
}

static void
add_result (JsonArray              *results,
            const char             *name,
            MusterCertificatePlace  place,
            gint64                  not_after,
            const char             *state,
            const char             *message)
{
  JsonObject *object = json_object_new ();
  g_autoptr (GDateTime) end = g_date_time_new_from_unix_utc (not_after);
  g_autofree char *text = end != NULL ? g_date_time_format_iso8601 (end) : NULL;
  g_autofree char *advice = advise (state, name);

  json_object_set_string_member (object, "name", name);
  json_object_set_string_member (object, "place", muster_certificate_place_to_id (place));
  if (not_after != 0 && text != NULL)
    json_object_set_string_member (object, "not_after", text);
  else
    json_object_set_null_member (object, "not_after");
  json_object_set_string_member (object, "state", state);
  json_object_set_string_member (object, "message",
                                 *message != '\0' ? message : advice);
  json_array_add_object_element (results, object);
}

static void
add_item (JsonArray         *results,
          MusterRenewalItem *item)
{
  add_result (results, muster_renewal_item_get_name (item),
              muster_renewal_item_get_place (item),
              muster_renewal_item_get_not_after (item),
              muster_renewal_state_to_id (muster_renewal_item_get_state (item)),
              muster_renewal_item_get_message (item));
}

static const char *
label_place (const char *id)
{
  for (guint place = MUSTER_CERTIFICATE_AT_AUTHORITY; place <= MUSTER_CERTIFICATE_AT_HOST;
       place++)
    if (g_str_equal (id, muster_certificate_place_to_id (place)))
      return muster_certificate_place_to_label (place);

  return "";
}

static void
print_results (JsonArray *results)
{
  const char *headings[] = { _("NAME"), _("WHERE"), _("RESULT"), NULL };
  g_autoptr (MusterCliTable) table = muster_cli_table_new (headings);

  for (guint i = 0; i < json_array_get_length (results); i++)
    {
      JsonObject *result = json_array_get_object_element (results, i);

      muster_cli_table_add (table, json_object_get_string_member (result, "name"),
                            label_place (json_object_get_string_member (result, "place")),
                            describe_state (json_object_get_string_member (result, "state")),
                            NULL);
    }
  muster_cli_table_print (table);
}

/* Returns: the exit code that they ask for */
static MusterCliError
tell_failures (JsonArray *results)
{
  MusterCliError code = MUSTER_CLI_DONE;

  for (guint i = 0; i < json_array_get_length (results); i++)
    {
      JsonObject *result = json_array_get_object_element (results, i);
      const char *state = json_object_get_string_member (result, "state");
      const char *message = json_object_get_string_member (result, "message");
      g_autofree char *line = NULL;

      if (g_str_equal (state, "done"))
        continue;
      code = muster_cli_error_merge (code, g_str_equal (state, UNREACHABLE)
                                           ? MUSTER_CLI_UNREACHABLE : MUSTER_CLI_FAILED);
      line = g_strdup_printf ("%s: %s", json_object_get_string_member (result, "name"),
                              *message != '\0' ? message : describe_state (state));
      muster_cli_print_error (line);
    }

  return code;
}

/* --- doing it --------------------------------------------------------------- */

static void
await_run (MusterCli     *cli,
           MusterRenewal *renewal)
{
  GListModel *items = muster_renewal_get_items (renewal);

  muster_renewal_set_ssh_config (renewal, cli->options->ssh_config);
  g_signal_connect (renewal, "question", G_CALLBACK (question_cb), NULL);
  g_signal_connect (renewal, "note", G_CALLBACK (note_cb), NULL);
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (MusterRenewalItem) item = g_list_model_get_item (items, i);

      g_signal_connect (item, "notify::message", G_CALLBACK (message_cb), NULL);
    }
  dex_await (muster_renewal_run (renewal), NULL);
}

static MusterRenewal *
look_and_make (MusterCli  *cli,
               GError    **error)
{
  MusterCertificateWatch *watch = muster_desk_get_certificates (cli->desk);
  int days = muster_cli_days_read (cli->options->days, MUSTER_CERTIFICATE_DAYS, error);
  const GError *hidden;
  MusterRenewal *renewal;

  if (days == 0 || !dex_await (muster_certificate_watch_look (watch), error))
    return NULL;
  /* Who sees nothing must not say that nothing is due. */
  if ((hidden = muster_certificate_watch_get_keyring_error (watch)) != NULL)
    {
      g_propagate_error (error, g_error_copy (hidden));
      return NULL;
    }
  renewal = muster_renewal_new (cli->desk, muster_certificate_watch_get_uses (watch));
  muster_renewal_set_days (renewal, days);

  return renewal;
}

static void
add_silent_hosts (MusterCli *cli,
                  JsonArray *results)
{
  GPtrArray *silent =
    muster_certificate_watch_get_silent (muster_desk_get_certificates (cli->desk));

  for (guint i = 0; i < silent->len; i++)
    {
      const MusterHostEntry *entry = g_ptr_array_index (silent, i);

      add_result (results, entry->name, MUSTER_CERTIFICATE_AT_HOST, 0, UNREACHABLE,
                  _("It shows no certificate just now, so that it is not known whether that is due."));
    }
}

static JsonArray *
collect (MusterRenewal *renewal,
         gint64         end)
{
  GListModel *items = muster_renewal_get_items (renewal);
  JsonArray *results = json_array_new ();

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (MusterRenewalItem) item = g_list_model_get_item (items, i);

      if (muster_renewal_item_get_selected (item) || muster_renewal_item_is_due (item, end))
        add_item (results, item);
    }

  return results;
}

static MusterCliError
hand_out (MusterCli *cli,
          JsonArray *results)
{
  MusterCliError code = tell_failures (results);

  if (cli->options->json)
    {
      muster_cli_json_print_array (json_array_ref (results));
      return code;
    }
  if (json_array_get_length (results) == 0)
    muster_cli_print (_("Nothing is due."));
  else
    print_results (results);

  return code;
}

MusterCliError
muster_cli_renew_due (MusterCli  *cli,
                      GError    **error)
{
  int within = muster_cli_days_read (cli->options->within, MUSTER_RENEWAL_DAYS, error);
  g_autoptr (MusterRenewal) renewal = NULL;
  g_autoptr (JsonArray) results = NULL;

  if (within == 0 || (renewal = look_and_make (cli, error)) == NULL)
    return MUSTER_CLI_FAILED;

  muster_renewal_select_due (renewal, within);
  await_run (cli, renewal);
  results = collect (renewal, g_get_real_time () / G_USEC_PER_SEC + (gint64) within * DAY);
  add_silent_hosts (cli, results);

  return hand_out (cli, results);
}

static MusterRenewalItem *
select_host (MusterRenewal *renewal,
             const char    *id)
{
  GListModel *items = muster_renewal_get_items (renewal);
  MusterRenewalItem *found = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (MusterRenewalItem) item = g_list_model_get_item (items, i);
      gboolean is_it =
        muster_renewal_item_get_place (item) == MUSTER_CERTIFICATE_AT_HOST &&
        g_str_equal (muster_renewal_item_get_owner (item), id);

      muster_renewal_item_set_selected (item, is_it);
      if (is_it)
        found = item;
    }

  return found;
}

MusterCliError
muster_cli_renew_host (MusterCli              *cli,
                       const MusterHostEntry  *entry,
                       GError                **error)
{
  const char *ssh = muster_cli_choose_ssh (cli, entry, error);
  g_autoptr (MusterRenewal) renewal = NULL;
  g_autoptr (JsonArray) results = NULL;
  MusterRenewalItem *item;

  if (ssh == NULL || (renewal = look_and_make (cli, error)) == NULL)
    return MUSTER_CLI_FAILED;
  if ((item = select_host (renewal, entry->id)) == NULL)
    {
      g_set_error (error, MUSTER_CLI_ERROR, MUSTER_CLI_UNREACHABLE,
                   _("“%s” shows no certificate that could be renewed. “musterctl host doctor” says why; “musterctl host deploy” sets it up anew."),
                   entry->name);
      return MUSTER_CLI_UNREACHABLE;
    }

  muster_renewal_item_set_destination (item, ssh);
  await_run (cli, renewal);
  results = collect (renewal, G_MININT64);

  return hand_out (cli, results);
}

MusterCliError
muster_cli_renew_trust (MusterCli   *cli,
                        JsonArray  **results,
                        GError     **error)
{
  g_autoptr (GPtrArray) entries =
    dex_await_boxed (muster_host_list (muster_desk_get_store (cli->desk)), error);
  g_autoptr (MusterRenewal) renewal = NULL;

  if (entries == NULL)
    return MUSTER_CLI_FAILED;
  renewal = muster_renewal_new_for_trust (cli->desk, entries);
  await_run (cli, renewal);
  *results = collect (renewal, G_MININT64);
  if (json_array_get_length (*results) == 0)
    muster_cli_print_note (_("No host is on the list that it could be handed to."));
  else if (!cli->options->json)
    print_results (*results);

  return tell_failures (*results);
}
