/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-cli-json.h"
#include "muster-cli-text.h"
#include "muster-cli.h"
#include "muster-doctor.h"
#include "muster-host-actions.h"

static JsonArray *
to_json (GPtrArray *findings)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < findings->len; i++)
    {
      const MusterFinding *finding = g_ptr_array_index (findings, i);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "id", finding->id);
      json_object_set_string_member (object, "severity",
                                     muster_finding_severity_to_id (finding->severity));
      json_object_set_string_member (object, "message", finding->message);
      json_object_set_string_member (object, "cause", finding->cause);
      json_object_set_string_member (object, "repair", finding->repair);
      json_array_add_object_element (array, object);
    }

  return array;
}

static const char *
describe_state (MusterDoctorStepState state)
{
  switch (state)
    {
    case MUSTER_DOCTOR_STEP_PASSED:
      return _("good");
    case MUSTER_DOCTOR_STEP_WARNED:
      return _("good, with a warning");
    case MUSTER_DOCTOR_STEP_FAILED:
      return _("failed");
    case MUSTER_DOCTOR_STEP_WAITING:
    case MUSTER_DOCTOR_STEP_RUNNING:
    case MUSTER_DOCTOR_STEP_SKIPPED:
    default:
      return _("not examined");
    }
}

static void
print_below (const char *text)
{
  g_autofree char *line = g_strconcat ("    ", text, NULL);

  muster_cli_print (line);
}

static void
print_finding (const MusterFinding *finding)
{
  g_autofree char *line = NULL;

  /* Translators: the id of a finding, how grave it is, and what it is */
  line = g_strdup_printf (_("  %s (%s): %s"), finding->id,
                          muster_finding_severity_to_label (finding->severity),
                          finding->message);
  muster_cli_print (line);
  print_below (finding->cause);
  print_below (finding->repair);
}

static void
print_step (MusterDoctorStep *step)
{
  GPtrArray *findings = muster_doctor_step_get_findings (step);
  const char *summary = muster_doctor_step_get_summary (step);
  g_autofree char *line = NULL;

  /* Translators: what was examined, how it is, and what it is */
  line = g_strdup_printf (*summary != '\0' ? _("%s: %s (%s)") : _("%s: %s"),
                          muster_doctor_step_get_title (step),
                          describe_state (muster_doctor_step_get_state (step)), summary);
  muster_cli_print (line);
  for (guint i = 0; i < findings->len; i++)
    print_finding (g_ptr_array_index (findings, i));
}

static void
print_steps (GListModel *steps)
{
  for (guint i = 0; i < g_list_model_get_n_items (steps); i++)
    {
      g_autoptr (MusterDoctorStep) step = g_list_model_get_item (steps, i);

      print_step (step);
    }
}

static MusterCliError
find_code (GPtrArray *findings)
{
  for (guint i = 0; i < findings->len; i++)
    {
      const MusterFinding *finding = g_ptr_array_index (findings, i);

      if (finding->severity == MUSTER_FINDING_ERROR)
        return MUSTER_CLI_UNREACHABLE;
    }

  return MUSTER_CLI_DONE;
}

static MusterDoctor *
call_doctor (MusterCli  *cli,
             GError    **error)
{
  g_autoptr (GPtrArray) known = NULL;
  g_autoptr (MusterHostEntry) entry = NULL;
  g_autoptr (MusterCredentials) credentials = NULL;

  if (!muster_cli_open_desk (cli, error) ||
      (known = dex_await_boxed (muster_host_list (muster_desk_get_store (cli->desk)),
                                error)) == NULL ||
      (entry = muster_cli_choose_entry (known, cli->words[0], error)) == NULL)
    return NULL;

  credentials = muster_desk_dup_credentials (cli->desk, entry);

  return muster_doctor_new (entry->uri, credentials, error);
}

MusterCliError
muster_cli_host_doctor (MusterCli  *cli,
                        GError    **error)
{
  g_autoptr (MusterDoctor) doctor = call_doctor (cli, error);
  g_autoptr (GPtrArray) findings = NULL;

  if (doctor == NULL)
    return MUSTER_CLI_FAILED;
  findings = dex_await_boxed (muster_doctor_run (doctor), error);
  if (findings == NULL)
    return MUSTER_CLI_FAILED;

  if (cli->options->json)
    muster_cli_json_print_array (to_json (findings));
  else
    print_steps (muster_doctor_get_steps (doctor));

  return find_code (findings);
}
