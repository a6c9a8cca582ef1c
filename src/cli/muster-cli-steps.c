/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-cli-steps.h"
#include "muster-cli-text.h"

JsonArray *
muster_cli_steps_to_json (GPtrArray *findings)
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

/* Where the lines go: to stdout, or as notes to stderr. */
typedef void (*PrintLine) (const char *text);

static void
print_below (PrintLine   print,
             const char *text)
{
  g_autofree char *line = g_strconcat ("    ", text, NULL);

  print (line);
}

static void
print_finding (PrintLine            print,
               const MusterFinding *finding)
{
  g_autofree char *line = NULL;

  /* Translators: the id of a finding, how grave it is, and what it is */
  line = g_strdup_printf (_("  %s (%s): %s"), finding->id,
                          muster_finding_severity_to_label (finding->severity),
                          finding->message);
  print (line);
  print_below (print, finding->cause);
  print_below (print, finding->repair);
}

static void
print_step (PrintLine         print,
            MusterDoctorStep *step)
{
  GPtrArray *findings = muster_doctor_step_get_findings (step);
  const char *summary = muster_doctor_step_get_summary (step);
  g_autofree char *line = NULL;

  /* Translators: what was examined, how it is, and what it is */
  line = g_strdup_printf (*summary != '\0' ? _("%s: %s (%s)") : _("%s: %s"),
                          muster_doctor_step_get_title (step),
                          describe_state (muster_doctor_step_get_state (step)), summary);
  print (line);
  for (guint i = 0; i < findings->len; i++)
    print_finding (print, g_ptr_array_index (findings, i));
}

static void
print_steps (PrintLine   print,
             GListModel *steps)
{
  for (guint i = 0; i < g_list_model_get_n_items (steps); i++)
    {
      g_autoptr (MusterDoctorStep) step = g_list_model_get_item (steps, i);

      print_step (print, step);
    }
}

void
muster_cli_steps_print (GListModel *steps)
{
  print_steps (muster_cli_print, steps);
}

void
muster_cli_steps_print_notes (GListModel *steps,
                              const char *host)
{
  muster_cli_print_error (host);
  print_steps (muster_cli_print_note, steps);
}

MusterCliError
muster_cli_steps_find_code (GPtrArray *findings)
{
  for (guint i = 0; i < findings->len; i++)
    {
      const MusterFinding *finding = g_ptr_array_index (findings, i);

      if (finding->severity == MUSTER_FINDING_ERROR)
        return MUSTER_CLI_UNREACHABLE;
    }

  return MUSTER_CLI_DONE;
}
