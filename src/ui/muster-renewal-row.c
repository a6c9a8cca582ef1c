/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-renewal-row.h"

struct _MusterRenewalRow
{
  MusterStepRow parent_instance;

  MusterRenewalItem *item;
  GtkWidget *check;
};

G_DEFINE_FINAL_TYPE (MusterRenewalRow, muster_renewal_row, MUSTER_TYPE_STEP_ROW)

static const struct
{
  MusterDoctorStepState state;
  const char *words;
} looks[] =
{
  [MUSTER_RENEWAL_WAITING] = { MUSTER_DOCTOR_STEP_WAITING, N_("Waiting") },
  [MUSTER_RENEWAL_WORKING] = { MUSTER_DOCTOR_STEP_RUNNING, N_("Being done") },
  [MUSTER_RENEWAL_DONE] = { MUSTER_DOCTOR_STEP_PASSED, N_("Done") },
  [MUSTER_RENEWAL_FAILED] = { MUSTER_DOCTOR_STEP_FAILED, N_("Failed") },
  [MUSTER_RENEWAL_NEEDS_DESTINATION] = {
    MUSTER_DOCTOR_STEP_WARNED, N_("Type below where ssh logs in."),
  },
  [MUSTER_RENEWAL_NOT_OURS] = {
    MUSTER_DOCTOR_STEP_SKIPPED,
    N_("Your authority has not issued it, and cannot renew it. Set the host up to give it certificates of your authority."),
  },
  [MUSTER_RENEWAL_REVOKED] = {
    MUSTER_DOCTOR_STEP_SKIPPED,
    N_("It is revoked. Issue a new one if it is to be let in again."),
  },
};

static char *
dup_facts (MusterRenewalItem *item)
{
  const char *label = muster_certificate_place_to_label (muster_renewal_item_get_place (item));
  g_autoptr (GDateTime) end =
    g_date_time_new_from_unix_local (muster_renewal_item_get_not_after (item));
  g_autofree char *date = end != NULL ? g_date_time_format (end, _("%-d %B %Y")) : NULL;

  if (date == NULL || muster_renewal_item_get_not_after (item) == 0)
    return g_strdup (label);

  /* Translators: what has a certificate, as "Host", and until when it is valid */
  return g_strdup_printf (_("%s, valid until %s"), label, date);
}

static void
update (MusterRenewalRow *self)
{
  MusterRenewalState state = muster_renewal_item_get_state (self->item);
  const char *message = muster_renewal_item_get_message (self->item);
  g_autofree char *facts = dup_facts (self->item);
  gboolean open;

  /* What nobody wants needs nothing. */
  if (state == MUSTER_RENEWAL_NEEDS_DESTINATION &&
      !muster_renewal_item_get_selected (self->item))
    state = MUSTER_RENEWAL_WAITING;
  open = state == MUSTER_RENEWAL_WAITING || state == MUSTER_RENEWAL_FAILED ||
         state == MUSTER_RENEWAL_NEEDS_DESTINATION;
  muster_step_row_show (MUSTER_STEP_ROW (self), looks[state].state, _(looks[state].words),
                        *message != '\0' ? message
                        : state == MUSTER_RENEWAL_WAITING ? facts : NULL);
  gtk_widget_set_sensitive (self->check, open);
}

static void
muster_renewal_row_dispose (GObject *object)
{
  g_clear_object (&MUSTER_RENEWAL_ROW (object)->item);

  G_OBJECT_CLASS (muster_renewal_row_parent_class)->dispose (object);
}

static void
muster_renewal_row_class_init (MusterRenewalRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = muster_renewal_row_dispose;
}

static void
muster_renewal_row_init (MusterRenewalRow *self)
{
  self->check = gtk_check_button_new ();
  gtk_widget_set_valign (self->check, GTK_ALIGN_CENTER);
  adw_action_row_add_prefix (ADW_ACTION_ROW (self), self->check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self), self->check);
  adw_action_row_set_subtitle_selectable (ADW_ACTION_ROW (self), TRUE);
}

GtkWidget *
muster_renewal_row_new (MusterRenewalItem *item)
{
  MusterRenewalRow *self;

  g_return_val_if_fail (MUSTER_IS_RENEWAL_ITEM (item), NULL);

  self = g_object_new (MUSTER_TYPE_RENEWAL_ROW,
                       "title", muster_renewal_item_get_name (item), NULL);
  self->item = g_object_ref (item);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->check),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  muster_renewal_item_get_name (item), -1);
  g_object_bind_property (item, "selected", self->check, "active",
                          G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
  g_signal_connect_object (item, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}
