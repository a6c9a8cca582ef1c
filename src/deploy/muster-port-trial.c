/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#include "muster-deploy-error.h"
#include "muster-deploy-resources.h"
#include "muster-host-output.h"
#include "muster-port-trial.h"
#include "muster-ssh-session.h"

#define SCRIPT "/io/github/virt_muster/Muster/deploy/port-trial.sh"

/* More than a name has; sscanf is told below. */
#define MAX_NAME 254
#define NAME     "%253[A-Za-z0-9._:-]"

struct _MusterPortTrial
{
  GObject           parent_instance;

  MusterSshSession *ssh;
  MusterHostOutput *output;
  char             *name;
  guint16           first;
  guint16           last;
  gboolean          is_heard;
};

G_DEFINE_FINAL_TYPE (MusterPortTrial, muster_port_trial, G_TYPE_OBJECT)

enum { QUESTION, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
muster_port_trial_finalize (GObject *object)
{
  MusterPortTrial *self = MUSTER_PORT_TRIAL (object);

  g_clear_object (&self->ssh);
  g_clear_object (&self->output);
  g_clear_pointer (&self->name, g_free);

  G_OBJECT_CLASS (muster_port_trial_parent_class)->finalize (object);
}

static void
muster_port_trial_class_init (MusterPortTrialClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = muster_port_trial_finalize;

  signals[QUESTION] = g_signal_new ("question", MUSTER_TYPE_PORT_TRIAL, G_SIGNAL_RUN_LAST,
                                    0, NULL, NULL, NULL, G_TYPE_NONE,
                                    1, MUSTER_TYPE_SSH_QUESTION);
}

static void
muster_port_trial_init (MusterPortTrial *self)
{
  self->output = muster_host_output_new ();
}

static void
question_cb (MusterSshSession  *ssh,
             MusterSshQuestion *question,
             MusterPortTrial   *self)
{
  if (g_signal_has_handler_pending (self, signals[QUESTION], 0, FALSE))
    g_signal_emit (self, signals[QUESTION], 0, question);
  else
    muster_ssh_question_decline (question);
}

MusterPortTrial *
muster_port_trial_new (const char *destination)
{
  MusterPortTrial *self;

  g_return_val_if_fail (destination != NULL, NULL);

  self = g_object_new (MUSTER_TYPE_PORT_TRIAL, NULL);
  self->ssh = muster_ssh_session_new (destination);
  g_signal_connect_object (self->ssh, "question", G_CALLBACK (question_cb), self, 0);

  return self;
}

void
muster_port_trial_set_config_file (MusterPortTrial *self,
                                   const char      *path)
{
  g_return_if_fail (MUSTER_IS_PORT_TRIAL (self));

  muster_ssh_session_set_config_file (self->ssh, path);
}

void
muster_port_trial_set_askpass (MusterPortTrial *self,
                               const char      *path)
{
  g_return_if_fail (MUSTER_IS_PORT_TRIAL (self));

  muster_ssh_session_set_askpass (self->ssh, path);
}

/* --- what the host says --------------------------------------------------- */

/* The next line that begins with @mark, without it; %NULL at the end. */
static char *
await_line (MusterPortTrial *self,
            const char      *mark)
{
  GInputStream *stream = muster_ssh_session_get_output (self->ssh);

  for (;;)
    {
      g_autoptr(GBytes) bytes = NULL;
      MusterHostEvent *event;

      while ((event = muster_host_output_pop (self->output)) != NULL)
        {
          g_autoptr(MusterHostEvent) owned = event;

          if (event->kind == MUSTER_HOST_EVENT_LINE && g_str_has_prefix (event->text, mark))
            return g_strdup (event->text + strlen (mark));
        }

      bytes = muster_ssh_session_read (self->ssh, stream);
      if (bytes == NULL)
        return NULL;
      muster_host_output_push (self->output, g_bytes_get_data (bytes, NULL),
                               g_bytes_get_size (bytes));
    }
}

/* Another host is told this name: it is a name and nothing else. */
static gboolean
read_offer (MusterPortTrial *self,
            const char      *line)
{
  char name[MAX_NAME], heard[6];
  unsigned int first, last;
  int end = 0;

  if (sscanf (line, NAME " %5u %5u %5[a-z]%n", name, &first, &last, heard, &end) != 4 ||
      line[end] != '\0' || name[0] == '-' || first < 1 || last < first || last > G_MAXUINT16)
    return FALSE;

  self->name = g_strdup (name);
  self->first = first;
  self->last = last;
  self->is_heard = g_str_equal (heard, "heard");

  return TRUE;
}

static MusterPortAnswer
read_answer (const char *line)
{
  static const char * const words[] = { "open", "refused", "rejected", "silent", "unresolved" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_equal (line, words[i]))
      return (MusterPortAnswer) i;

  return MUSTER_PORT_ANSWER_UNKNOWN;
}

/* --- the way there and back ----------------------------------------------- */

/* Whatever it was that did not go on, ssh's end says most. */
static DexFuture *
tell_end (MusterPortTrial *self,
          GCancellable    *cancellable)
{
  if (!muster_ssh_session_is_over (self->ssh))
    muster_ssh_session_stop (self->ssh);
  if (g_cancellable_is_cancelled (cancellable))
    return dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");
  if (muster_ssh_session_wait (self->ssh) == MUSTER_SSH_SESSION_NO_WAY)
    return dex_future_new_for_error (muster_ssh_session_dup_error (self->ssh));

  return dex_future_new_reject (MUSTER_DEPLOY_ERROR, MUSTER_DEPLOY_ERROR_PROTOCOL,
                                "%s", _("The host does not try ports: it needs “sh” and “bash”."));
}

typedef struct
{
  MusterPortTrial *self;
  GCancellable    *cancellable;
  char            *name;
  guint16          port;
} Act;

static Act *
act_new (MusterPortTrial *self,
         GCancellable    *cancellable)
{
  Act *act = g_new0 (Act, 1);

  act->self = g_object_ref (self);
  g_set_object (&act->cancellable, cancellable);

  return act;
}

static void
act_free (gpointer data)
{
  Act *act = data;

  g_clear_object (&act->self);
  g_clear_object (&act->cancellable);
  g_free (act->name);
  g_free (act);
}

static DexFuture *
open_fiber (gpointer data)
{
  Act *act = data;
  MusterPortTrial *self = act->self;
  g_autoptr(GBytes) script = g_resource_lookup_data (muster_deploy_get_resource (), SCRIPT,
                                                     G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autoptr(GError) error = NULL;
  g_autofree char *offer = NULL;

  if (!muster_ssh_session_start (self->ssh, act->cancellable, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  if (muster_ssh_session_send (self->ssh, script, NULL))
    offer = await_line (self, "muster: trial ");
  if (offer == NULL || !read_offer (self, offer))
    return tell_end (self, act->cancellable);

  return dex_future_new_true ();
}

DexFuture *
muster_port_trial_open (MusterPortTrial *self,
                        GCancellable    *cancellable)
{
  g_return_val_if_fail (MUSTER_IS_PORT_TRIAL (self), NULL);
  g_return_val_if_fail (self->name == NULL, NULL);

  return dex_scheduler_spawn (NULL, 0, open_fiber, act_new (self, cancellable), act_free);
}

static DexFuture *
try_fiber (gpointer data)
{
  Act *act = data;
  char *order = g_strdup_printf ("%s %u\n", act->name, act->port);
  g_autofree char *answer = NULL;

  if (muster_ssh_session_send_text (act->self->ssh, order, NULL))
    answer = await_line (act->self, "muster: tried ");

  return answer != NULL ? dex_future_new_for_int (read_answer (answer))
                        : tell_end (act->self, act->cancellable);
}

DexFuture *
muster_port_trial_try (MusterPortTrial *self,
                       const char      *name,
                       guint16          port)
{
  Act *act;

  g_return_val_if_fail (MUSTER_IS_PORT_TRIAL (self), NULL);
  g_return_val_if_fail (name != NULL && strpbrk (name, " \r\n") == NULL, NULL);

  act = act_new (self, NULL);
  act->name = g_strdup (name);
  act->port = port;

  return dex_scheduler_spawn (NULL, 0, try_fiber, act, act_free);
}

static DexFuture *
close_fiber (gpointer data)
{
  MusterPortTrial *self = data;

  muster_ssh_session_close_input (self->ssh);
  muster_ssh_session_wait (self->ssh);

  return dex_future_new_true ();
}

DexFuture *
muster_port_trial_close (MusterPortTrial *self)
{
  g_return_val_if_fail (MUSTER_IS_PORT_TRIAL (self), NULL);
  g_return_val_if_fail (self->name != NULL, NULL);

  return dex_scheduler_spawn (NULL, 0, close_fiber, g_object_ref (self), g_object_unref);
}

/* -------------------------------------------------------------------------- */

const char *
muster_port_trial_get_name (MusterPortTrial *self)
{
  g_return_val_if_fail (MUSTER_IS_PORT_TRIAL (self), NULL);

  return self->name;
}

guint16
muster_port_trial_get_first (MusterPortTrial *self)
{
  g_return_val_if_fail (MUSTER_IS_PORT_TRIAL (self), 0);

  return self->first;
}

guint16
muster_port_trial_get_last (MusterPortTrial *self)
{
  g_return_val_if_fail (MUSTER_IS_PORT_TRIAL (self), 0);

  return self->last;
}

gboolean
muster_port_trial_is_heard (MusterPortTrial *self)
{
  g_return_val_if_fail (MUSTER_IS_PORT_TRIAL (self), FALSE);

  return self->is_heard;
}
