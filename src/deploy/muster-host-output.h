/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * MusterHostEventKind:
 * @MUSTER_HOST_EVENT_LINE: something to show
 * @MUSTER_HOST_EVENT_STEP: a step of the script begins: number, total and title
 * @MUSTER_HOST_EVENT_NOTE: the script has something to say
 * @MUSTER_HOST_EVENT_PASSWORD: sudo waits for a password
 * @MUSTER_HOST_EVENT_READY: root waits for the script
 * @MUSTER_HOST_EVENT_REVOKED: the list of revoked certificates that the host
 *   has, PEM
 * @MUSTER_HOST_EVENT_REQUEST: a request for certificates, PEM
 * @MUSTER_HOST_EVENT_NO_REQUEST: the host needs none
 * @MUSTER_HOST_EVENT_FAILED: why the script failed
 * @MUSTER_HOST_EVENT_ADVICE: and what to do
 * @MUSTER_HOST_EVENT_DONE: the host has been set up, or the first half is over
 * @MUSTER_HOST_EVENT_UNCHANGED: there was nothing to change
 * @MUSTER_HOST_EVENT_BROKEN: this is not the script speaking; the text says why
 */
typedef enum
{
  MUSTER_HOST_EVENT_LINE,
  MUSTER_HOST_EVENT_STEP,
  MUSTER_HOST_EVENT_NOTE,
  MUSTER_HOST_EVENT_PASSWORD,
  MUSTER_HOST_EVENT_READY,
  MUSTER_HOST_EVENT_REVOKED,
  MUSTER_HOST_EVENT_REQUEST,
  MUSTER_HOST_EVENT_NO_REQUEST,
  MUSTER_HOST_EVENT_FAILED,
  MUSTER_HOST_EVENT_ADVICE,
  MUSTER_HOST_EVENT_DONE,
  MUSTER_HOST_EVENT_UNCHANGED,
  MUSTER_HOST_EVENT_BROKEN,
} MusterHostEventKind;

/**
 * MusterHostEvent:
 * @text: valid UTF-8 without control characters, but the lines of PEM
 */
typedef struct
{
  MusterHostEventKind  kind;
  guint                number;
  guint                total;
  char                *text;
} MusterHostEvent;

void             muster_host_event_free  (MusterHostEvent  *event);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusterHostEvent, muster_host_event_free)

#define MUSTER_TYPE_HOST_OUTPUT (muster_host_output_get_type ())
G_DECLARE_FINAL_TYPE (MusterHostOutput, muster_host_output, MUSTER, HOST_OUTPUT, GObject)

/**
 * muster_host_output_new:
 *
 * Reads what a host says, which may be anything: long lines are cut, too many
 * are left out but for those of the script, and nothing grows without bounds.
 */
MusterHostOutput *muster_host_output_new  (void);

/** muster_host_output_push: @data as it came; take all events before the next. */
void              muster_host_output_push (MusterHostOutput *self,
                                           const char       *data,
                                           gsize             length);

/** muster_host_output_is_in_block: whether a request or a list has begun and not ended. */
gboolean          muster_host_output_is_in_block (MusterHostOutput *self);

/** muster_host_output_end: nothing more comes. */
void              muster_host_output_end  (MusterHostOutput *self);

/** muster_host_output_pop: (transfer full) (nullable): the next event. */
MusterHostEvent  *muster_host_output_pop  (MusterHostOutput *self);

G_END_DECLS
