/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-screen-diagnosis.h"

struct _MusterScreenDiagnosis
{
  GObject parent_instance;

  MusterVmScreen *screen;
  MusterScreenFault *fault;
  char *asked;                /* the error whose cause was sought last */
};

enum
{
  FOUND,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MusterScreenDiagnosis, muster_screen_diagnosis, G_TYPE_OBJECT)

typedef struct
{
  MusterScreenDiagnosis *diagnosis;
  char *error;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_object_unref (question->diagnosis);
  g_free (question->error);
  g_free (question);
}

/* Something else may have happened meanwhile; then it is not asked about. */
static DexFuture *
answered_cb (DexFuture *future,
             gpointer   data)
{
  Question *question = data;
  MusterScreenDiagnosis *self = question->diagnosis;
  const GValue *value = dex_future_get_value (future, NULL);

  if (value != NULL && g_strcmp0 (self->asked, question->error) == 0)
    {
      g_clear_pointer (&self->fault, muster_screen_fault_free);
      self->fault = g_value_dup_boxed (value);
      g_signal_emit (self, signals[FOUND], 0);
    }

  return dex_future_new_true ();
}

static void
muster_screen_diagnosis_finalize (GObject *object)
{
  MusterScreenDiagnosis *self = MUSTER_SCREEN_DIAGNOSIS (object);

  muster_screen_diagnosis_forget (self);
  g_clear_object (&self->screen);

  G_OBJECT_CLASS (muster_screen_diagnosis_parent_class)->finalize (object);
}

static void
muster_screen_diagnosis_class_init (MusterScreenDiagnosisClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = muster_screen_diagnosis_finalize;

  signals[FOUND] =
    g_signal_new ("found", MUSTER_TYPE_SCREEN_DIAGNOSIS, G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
muster_screen_diagnosis_init (MusterScreenDiagnosis *self)
{
}

MusterScreenDiagnosis *
muster_screen_diagnosis_new (MusterVmScreen *screen)
{
  MusterScreenDiagnosis *self;

  g_return_val_if_fail (MUSTER_IS_VM_SCREEN (screen), NULL);

  self = g_object_new (MUSTER_TYPE_SCREEN_DIAGNOSIS, NULL);
  self->screen = g_object_ref (screen);

  return self;
}

void
muster_screen_diagnosis_ask (MusterScreenDiagnosis *self,
                             ConsoleReason          reason,
                             const char            *error)
{
  Question *question;

  g_return_if_fail (MUSTER_IS_SCREEN_DIAGNOSIS (self));

  if (error == NULL || !g_set_str (&self->asked, error))
    return;

  question = g_new0 (Question, 1);
  question->diagnosis = g_object_ref (self);
  question->error = g_strdup (error);
  dex_future_disown (
    dex_future_finally (muster_vm_screen_diagnose (self->screen, reason, error),
                        answered_cb, question, question_free));
}

void
muster_screen_diagnosis_forget (MusterScreenDiagnosis *self)
{
  g_return_if_fail (MUSTER_IS_SCREEN_DIAGNOSIS (self));

  g_clear_pointer (&self->fault, muster_screen_fault_free);
  g_clear_pointer (&self->asked, g_free);
}

MusterScreenFault *
muster_screen_diagnosis_get_fault (MusterScreenDiagnosis *self)
{
  g_return_val_if_fail (MUSTER_IS_SCREEN_DIAGNOSIS (self), NULL);

  return self->fault;
}
