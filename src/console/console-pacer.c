/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console-pacer.h"

/* The libraries below deliver every change from an idle source, which a
 * frame clock that is always busy starves: after a frame that took longer
 * than this they come first, until they have nothing more to deliver; but not
 * for ever, as there may be no end of it. */
#define LONG_FRAME_USEC (12 * 1000)
#define DELIVERED_PRIORITY (G_PRIORITY_DEFAULT_IDLE + 2)
#define LONGEST_PAUSE_MSEC 50

struct _ConsolePacer
{
  ConsolePacerFunc update;
  gpointer data;

  GdkFrameClock *clock;
  guint delivered;
  guint pause_end;
  gint64 frame_start;
  gboolean behind;          /* of the libraries, since the last frame */
  gboolean awaits_frame;
};

/**
 * console_pacer_new:
 * @update: called once for every request, at the start of a frame
 *
 * Returns: (transfer full): one that can be asked for frames once it has a clock
 */
ConsolePacer *
console_pacer_new (ConsolePacerFunc update,
                   gpointer         data)
{
  ConsolePacer *self = g_new0 (ConsolePacer, 1);

  self->update = update;
  self->data = data;
  return self;
}

void
console_pacer_free (ConsolePacer *self)
{
  console_pacer_set_clock (self, NULL);
  g_free (self);
}

static void
before_paint_cb (ConsolePacer *self)
{
  self->frame_start = g_get_monotonic_time ();
}

static void
update_cb (ConsolePacer *self)
{
  if (!self->awaits_frame)
    return;
  self->awaits_frame = FALSE;
  self->update (self->data);
}

static void
after_paint_cb (ConsolePacer *self)
{
  self->behind |= g_get_monotonic_time () - self->frame_start > LONG_FRAME_USEC;
}

/**
 * console_pacer_set_clock:
 * @clock: (nullable): whose frames; what was requested of another is forgotten
 */
void
console_pacer_set_clock (ConsolePacer  *self,
                         GdkFrameClock *clock)
{
  console_pacer_cancel (self);
  if (self->clock != NULL)
    g_signal_handlers_disconnect_by_data (self->clock, self);
  g_set_object (&self->clock, clock);
  if (clock == NULL)
    return;
  g_signal_connect_swapped (clock, "before-paint", G_CALLBACK (before_paint_cb), self);
  g_signal_connect_swapped (clock, "update", G_CALLBACK (update_cb), self);
  g_signal_connect_swapped (clock, "after-paint", G_CALLBACK (after_paint_cb), self);
}

static void
end_pause_cb (gpointer data)
{
  ConsolePacer *self = data;

  console_pacer_cancel (self);
  self->behind = FALSE;
  console_pacer_request (self);
}

static void
begin_pause (ConsolePacer *self)
{
  self->delivered = g_idle_add_once (end_pause_cb, self);
  g_source_set_priority (g_main_context_find_source_by_id (NULL, self->delivered),
                         DELIVERED_PRIORITY);
  self->pause_end = g_timeout_add_once (LONGEST_PAUSE_MSEC, end_pause_cb, self);
}

/* Asked for by phase: a tick callback makes the clock run once more for nothing. */
static void
await_frame (ConsolePacer *self)
{
  self->awaits_frame = TRUE;
  gdk_frame_clock_request_phase (self->clock, GDK_FRAME_CLOCK_PHASE_UPDATE);
}

/**
 * console_pacer_request:
 *
 * Has the display updated in the next frame, once however often this is called.
 */
void
console_pacer_request (ConsolePacer *self)
{
  g_return_if_fail (self->clock != NULL);

  if (self->awaits_frame || self->delivered != 0)
    return;
  if (self->behind)
    begin_pause (self);
  else
    await_frame (self);
}

/**
 * console_pacer_cancel:
 *
 * Forgets what was requested.
 */
void
console_pacer_cancel (ConsolePacer *self)
{
  self->awaits_frame = FALSE;
  g_clear_handle_id (&self->delivered, g_source_remove);
  g_clear_handle_id (&self->pause_end, g_source_remove);
}
