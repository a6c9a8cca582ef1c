/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-history.h"

struct _MusterHistory
{
  GObject parent_instance;

  GArray *samples;   /* NULL until the first one: most VMs are off */
};

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MusterHistory, muster_history, G_TYPE_OBJECT)

static void
muster_history_finalize (GObject *object)
{
  MusterHistory *self = MUSTER_HISTORY (object);

  g_clear_pointer (&self->samples, g_array_unref);

  G_OBJECT_CLASS (muster_history_parent_class)->finalize (object);
}

static void
muster_history_class_init (MusterHistoryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = muster_history_finalize;

  signals[CHANGED] =
    g_signal_new ("changed", MUSTER_TYPE_HISTORY, G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
muster_history_init (MusterHistory *self)
{
}

MusterHistory *
muster_history_new (void)
{
  return g_object_new (MUSTER_TYPE_HISTORY, NULL);
}

static void
forget_before (GArray *samples,
               gint64  time)
{
  guint n = 0;

  while (n < samples->len &&
         g_array_index (samples, MusterSample, n).time < time)
    n++;
  if (n > 0)
    g_array_remove_range (samples, 0, n);
}

void
muster_history_push (MusterHistory      *self,
                     const MusterSample *sample)
{
  g_return_if_fail (MUSTER_IS_HISTORY (self));
  g_return_if_fail (sample != NULL);

  if (self->samples == NULL)
    self->samples = g_array_new (FALSE, FALSE, sizeof (MusterSample));

  forget_before (self->samples, sample->time - MUSTER_HISTORY_SPAN);
  g_array_append_vals (self->samples, sample, 1);
  g_signal_emit (self, signals[CHANGED], 0);
}

guint
muster_history_get_length (MusterHistory *self)
{
  g_return_val_if_fail (MUSTER_IS_HISTORY (self), 0);

  return self->samples != NULL ? self->samples->len : 0;
}

const MusterSample *
muster_history_get (MusterHistory *self,
                    guint          index)
{
  g_return_val_if_fail (MUSTER_IS_HISTORY (self), NULL);
  g_return_val_if_fail (index < muster_history_get_length (self), NULL);

  return &g_array_index (self->samples, MusterSample, index);
}

gint64
muster_history_get_end (MusterHistory *self)
{
  g_return_val_if_fail (MUSTER_IS_HISTORY (self), 0);

  for (guint n = muster_history_get_length (self); n > 0; n--)
    {
      const MusterSample *sample = muster_history_get (self, n - 1);

      for (guint i = 0; i < MUSTER_N_METRICS; i++)
        if (sample->values[i] >= 0)
          return g_get_real_time () - g_get_monotonic_time () + sample->time;
    }

  return 0;
}
