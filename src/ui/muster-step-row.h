/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "muster-doctor-step.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_STEP_ROW (muster_step_row_get_type ())
G_DECLARE_DERIVABLE_TYPE (MusterStepRow, muster_step_row, MUSTER, STEP_ROW, AdwActionRow)

/** MusterStepRow: one step of what takes several, with an icon for its state. */
struct _MusterStepRowClass
{
  AdwActionRowClass parent_class;
};

GtkWidget *muster_step_row_new  (const char            *title);

/**
 * muster_step_row_show:
 * @words: the state in a word, for those who do not see the icon
 * @text: (nullable): what is good to know; @words when there is nothing
 */
void       muster_step_row_show (MusterStepRow         *self,
                                 MusterDoctorStepState  state,
                                 const char            *words,
                                 const char            *text);

G_END_DECLS
