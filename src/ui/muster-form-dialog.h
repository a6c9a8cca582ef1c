/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define MUSTER_TYPE_FORM_DIALOG (muster_form_dialog_get_type ())
G_DECLARE_DERIVABLE_TYPE (MusterFormDialog, muster_form_dialog, MUSTER, FORM_DIALOG, AdwDialog)

/**
 * MusterFormDialog:
 *
 * A small form with Cancel and one act.  It stays open until the act has gone
 * well, and says where it stands: busy, or why it failed.
 */
struct _MusterFormDialogClass
{
  AdwDialogClass parent_class;

  /* What the button does; it ends with muster_form_dialog_fail() or by closing. */
  void (*apply) (MusterFormDialog *self);
};

/** muster_form_dialog_add: below the groups that are there. */
void     muster_form_dialog_add       (MusterFormDialog    *self,
                                       AdwPreferencesGroup *group);

/** muster_form_dialog_set_act: @label: of the button, with a mnemonic. */
void     muster_form_dialog_set_act   (MusterFormDialog    *self,
                                       const char          *label);

/** muster_form_dialog_set_ready: whether the act is possible with what the form holds. */
void     muster_form_dialog_set_ready (MusterFormDialog    *self,
                                       gboolean             ready);

/** muster_form_dialog_begin: @text: what is being done now. */
void     muster_form_dialog_begin     (MusterFormDialog    *self,
                                       const char          *text);

/**
 * muster_form_dialog_fail:
 * @act: (nullable): what could not be done, to what, as a sentence; %NULL: the
 *   form can be changed again, and there is nothing to say
 * @reason: (nullable): why, and what to do
 */
void     muster_form_dialog_fail      (MusterFormDialog    *self,
                                       const char          *act,
                                       const char          *reason);

/** muster_form_dialog_is_closed: whether nobody is there any more to be told. */
gboolean muster_form_dialog_is_closed (MusterFormDialog    *self);

G_END_DECLS
