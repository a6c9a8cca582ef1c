/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "muster-cli-ask.h"
#include "muster-cli-days.h"
#include "muster-cli-file.h"
#include "muster-cli-json.h"
#include "muster-cli-text.h"
#include "muster-cli.h"
#include "muster-host-setup.h"

static void
note_cb (MusterHostSetup *setup,
         const char      *text)
{
  muster_cli_print_note (text);
}

static void
add_note_cb (MusterHostSetup *setup,
             const char      *text,
             JsonArray       *notes)
{
  json_array_add_string_element (notes, text);
}

static MusterHostSetup *
make_setup (MusterCli  *cli,
            GError    **error)
{
  int days = muster_cli_days_read (cli->options->days, MUSTER_CERTIFICATE_DAYS, error);
  MusterHostSetup *setup;

  if (days == 0 || !muster_cli_open_desk (cli, error))
    return NULL;

  setup = muster_host_setup_new (cli->desk, (const char * const *) cli->words);
  muster_host_setup_set_days (setup, days);
  muster_host_setup_set_ssh_config (setup, cli->options->ssh_config);
  g_signal_connect (setup, "note", G_CALLBACK (note_cb), NULL);
  muster_host_setup_set_locks (setup, cli->options->lock_disks);
  if (cli->options->renew)
    muster_host_setup_set_renewal (setup, MUSTER_HOST_RENEWAL_CERTIFICATES);

  return setup;
}

/* --- the script ------------------------------------------------------------------------ */

static gboolean
hand_out_script (MusterCli   *cli,
                 const char  *text,
                 JsonArray   *notes,
                 GError     **error)
{
  JsonObject *object;

  if (!cli->options->json || cli->options->output != NULL)
    return muster_cli_file_write (cli->options->output, text, strlen (text), error);

  object = json_object_new ();
  json_object_set_string_member (object, "script", text);
  json_object_set_array_member (object, "notes", json_array_ref (notes));
  muster_cli_json_print_object (object);

  return TRUE;
}

/* What the first half printed on the host is the request. */
static char *
make_second_half (MusterCli        *cli,
                  MusterHostSetup  *setup,
                  GError          **error)
{
  g_autofree char *said = muster_cli_file_read (cli->options->request, error);

  if (said == NULL)
    return NULL;

  return dex_await_string (muster_host_setup_finish_script (setup, said), error);
}

MusterCliError
muster_cli_host_script (MusterCli  *cli,
                        GError    **error)
{
  g_autoptr (MusterHostSetup) setup = make_setup (cli, error);
  g_autoptr (JsonArray) notes = json_array_new ();
  g_autofree char *text = NULL;

  if (setup == NULL)
    return MUSTER_CLI_FAILED;
  g_signal_connect (setup, "note", G_CALLBACK (add_note_cb), notes);
  text = cli->options->request != NULL
         ? make_second_half (cli, setup, error)
         : dex_await_string (muster_host_setup_make_script (setup), error);

  return text != NULL && hand_out_script (cli, text, notes, error) ? MUSTER_CLI_DONE
                                                             : MUSTER_CLI_FAILED;
}

/* --- over ssh ---------------------------------------------------------------------------- */

static void
step_cb (MusterHostSetup *setup,
         guint            number,
         guint            total,
         const char      *title)
{
  /* Translators: the number of a step, of how many, and what it does */
  g_autofree char *line = g_strdup_printf (_("%u/%u %s"), number, total, title);

  muster_cli_print_note (line);
}

/* What other programs say is indented, as the host script has it. */
static void
line_cb (MusterHostSetup *setup,
         const char      *text)
{
  g_autofree char *line = g_strconcat (*text == ' ' ? "" : "  ", text, NULL);

  muster_cli_print_note (line);
}

static void
question_cb (MusterHostSetup   *setup,
             MusterSshQuestion *question)
{
  muster_cli_ask (question);
}

static void
tell_end (MusterCli *cli,
          gboolean   changed)
{
  JsonObject *object;

  if (!cli->options->json)
    {
      muster_cli_print (changed ? _("The host is set up.") : _("There was nothing to change."));
      return;
    }

  object = json_object_new ();
  json_object_set_boolean_member (object, "changed", changed);
  muster_cli_json_print_object (object);
}

MusterCliError
muster_cli_host_deploy (MusterCli  *cli,
                        GError    **error)
{
  g_autoptr (MusterHostSetup) setup = NULL;
  g_autoptr (GError) failure = NULL;
  gboolean changed;

  if (cli->options->ssh == NULL)
    {
      g_set_error_literal (error, MUSTER_CLI_ERROR, MUSTER_CLI_USAGE,
                           _("Say where ssh logs in: --ssh USER@ADDRESS. “host script” does without ssh."));
      return MUSTER_CLI_USAGE;
    }
  if ((setup = make_setup (cli, error)) == NULL)
    return MUSTER_CLI_FAILED;
  g_signal_connect (setup, "step", G_CALLBACK (step_cb), NULL);
  g_signal_connect (setup, "line", G_CALLBACK (line_cb), NULL);
  g_signal_connect (setup, "question", G_CALLBACK (question_cb), NULL);

  changed = dex_await_boolean (muster_host_setup_run (setup, cli->options->ssh), &failure);
  if (failure != NULL)
    {
      muster_cli_print_error (failure->message);
      return muster_cli_error_exit_code (failure);
    }
  tell_end (cli, changed);

  return MUSTER_CLI_DONE;
}
