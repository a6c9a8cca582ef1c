/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-renew-dialog.h"
#include "muster-renewal-row.h"
#include "muster-renewal.h"
#include "muster-virt-uri.h"

/* Longer than any certificate is valid. */
#define ALL_DAYS 999999

struct _MusterRenewDialog
{
  MusterRunDialog parent_instance;

  GtkWidget *renew_button;
  GtkWidget *cancel_button;
  GtkWidget *stop_button;
  AdwToggleGroup *choice;
  AdwPreferencesGroup *group;
  GtkListBox *list;
  MusterSshQuestionGroup *question_group;

  MusterDesk *desk;
  MusterRenewal *renewal;
  guint n_done;                 /* runs that have ended */
};

G_DEFINE_FINAL_TYPE (MusterRenewDialog, muster_renew_dialog, MUSTER_TYPE_RUN_DIALOG)

/* --- the list ---------------------------------------------------------------------- */

static guint
count_selected (MusterRenewDialog *self,
                gboolean          *incomplete)
{
  GListModel *items = muster_renewal_get_items (self->renewal);
  guint n = 0;

  *incomplete = FALSE;
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (MusterRenewalItem) item = g_list_model_get_item (items, i);
      MusterRenewalState state = muster_renewal_item_get_state (item);

      if (!muster_renewal_item_get_selected (item) || state == MUSTER_RENEWAL_DONE ||
          state == MUSTER_RENEWAL_NOT_OURS || state == MUSTER_RENEWAL_REVOKED)
        continue;
      n++;
      *incomplete |= state == MUSTER_RENEWAL_NEEDS_DESTINATION;
    }

  return n;
}

static void
update (MusterRenewDialog *self)
{
  gboolean running = muster_run_dialog_is_running (MUSTER_RUN_DIALOG (self));
  gboolean incomplete;
  guint n = count_selected (self, &incomplete);

  gtk_widget_set_visible (self->stop_button, running);
  gtk_widget_set_visible (self->cancel_button, !running);
  gtk_button_set_label (GTK_BUTTON (self->cancel_button),
                        self->n_done > 0 ? _("C_lose") : _("_Cancel"));
  gtk_widget_set_visible (self->renew_button, n > 0 || self->n_done == 0);
  gtk_widget_set_sensitive (self->renew_button, n > 0 && !incomplete && !running);
  gtk_widget_set_sensitive (GTK_WIDGET (self->choice), !running);
}

/* Where nobody has logged in before, this is mostly it. */
static char *
dup_guess (MusterRenewDialog *self,
           MusterRenewalItem *item)
{
  MusterDataCenter *center =
    muster_inventory_get_data_center (muster_desk_get_inventory (self->desk));
  MusterHost *host =
    muster_data_center_find_host (center, muster_renewal_item_get_owner (item));
  g_autoptr (MusterVirtEndpoint) endpoint =
    host != NULL ? muster_virt_endpoint_new (muster_host_get_uri (host), NULL) : NULL;

  return endpoint != NULL && endpoint->host != NULL
         ? g_strconcat ("root@", endpoint->host, NULL) : g_strdup ("");
}

static void
destination_changed_cb (GtkEditable       *row,
                        MusterRenewalItem *item)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (row)));

  muster_renewal_item_set_destination (item, *text != '\0' ? text : NULL);
}

/* Shown once it is needed, and from then on: what is typed must not vanish. */
static void
update_destination (MusterRenewalItem *item,
                    GParamSpec        *pspec,
                    GtkWidget         *row)
{
  MusterRenewalState state = muster_renewal_item_get_state (item);
  gboolean needed = muster_renewal_item_get_selected (item) &&
                    (state == MUSTER_RENEWAL_NEEDS_DESTINATION ||
                     state == MUSTER_RENEWAL_FAILED);
  /* Setting the text sets the destination. */
  g_autofree char *known = g_strdup (muster_renewal_item_get_destination (item));

  if (needed && !gtk_widget_get_visible (row))
    {
      gtk_widget_set_visible (row, TRUE);
      if (known != NULL)
        gtk_editable_set_text (GTK_EDITABLE (row), known);
      else
        destination_changed_cb (GTK_EDITABLE (row), item);
    }
  gtk_widget_set_sensitive (row, state != MUSTER_RENEWAL_WORKING &&
                                 state != MUSTER_RENEWAL_DONE);
}

static void
add_destination (MusterRenewDialog *self,
                 MusterRenewalItem *item)
{
  g_autofree char *guess = dup_guess (self, item);
  GtkWidget *row = adw_entry_row_new ();

  gtk_editable_set_text (GTK_EDITABLE (row), guess);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("Account for ssh"));
  gtk_widget_set_visible (row, FALSE);
  g_signal_connect_object (row, "changed", G_CALLBACK (destination_changed_cb), item, 0);
  g_signal_connect_object (item, "notify", G_CALLBACK (update_destination), row, 0);
  gtk_list_box_append (self->list, row);
  update_destination (item, NULL, row);
}

static void
add_item (MusterRenewDialog *self,
          MusterRenewalItem *item)
{
  gtk_list_box_append (self->list, muster_renewal_row_new (item));
  if (muster_renewal_item_get_place (item) == MUSTER_CERTIFICATE_AT_HOST &&
      muster_renewal_item_get_state (item) != MUSTER_RENEWAL_NOT_OURS)
    add_destination (self, item);
  g_signal_connect_object (item, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
}

static void
choice_cb (MusterRenewDialog *self)
{
  if (self->renewal != NULL)
    muster_renewal_select_due (self->renewal, adw_toggle_group_get_active (self->choice) == 0
                                              ? MUSTER_RENEWAL_DAYS : ALL_DAYS);
}

/* --- the run ----------------------------------------------------------------------- */

static void
question_cb (MusterRenewDialog *self,
             MusterRenewalItem *item,
             MusterSshQuestion *question)
{
  muster_run_dialog_ask (MUSTER_RUN_DIALOG (self), question,
                         muster_renewal_item_get_name (item));
}

static DexFuture *
ended_cb (DexFuture *future,
          gpointer   data)
{
  MusterRenewDialog *self = data;
  const GValue *value = dex_future_get_value (future, NULL);
  gboolean well = value != NULL && g_value_get_boolean (value);

  muster_run_dialog_end (MUSTER_RUN_DIALOG (self));
  self->n_done++;
  dex_future_disown (muster_certificate_watch_look (muster_desk_get_certificates (self->desk)));
  if (muster_run_dialog_is_closed (MUSTER_RUN_DIALOG (self)))
    return dex_future_new_true ();

  update (self);
  gtk_widget_grab_focus (self->cancel_button);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), well ? _("Everything went well.")
                                                       : _("Not everything went well."),
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);

  return dex_future_new_true ();
}

static void
renew_cb (MusterRenewDialog *self)
{
  muster_run_dialog_begin (MUSTER_RUN_DIALOG (self),
                           _("Certificates are still being renewed. That can go on without this window being open; you are asked when ssh has a question."));
  update (self);
  gtk_widget_grab_focus (self->stop_button);
  dex_future_disown (dex_future_finally (muster_renewal_run (self->renewal), ended_cb,
                                         g_object_ref (self), g_object_unref));
}

static void
stop_cb (MusterRenewDialog *self)
{
  muster_ssh_question_group_decline (self->question_group);
  muster_renewal_cancel (self->renewal);
}

static void
muster_renew_dialog_stop (MusterRunDialog *dialog)
{
  muster_renewal_cancel (MUSTER_RENEW_DIALOG (dialog)->renewal);
}

static void
muster_renew_dialog_focus (MusterRunDialog *dialog)
{
  gtk_widget_grab_focus (MUSTER_RENEW_DIALOG (dialog)->stop_button);
}

static gboolean
muster_renew_dialog_can_stop (MusterRunDialog *dialog)
{
  return TRUE;
}

/* --- object ------------------------------------------------------------------------ */

static void
muster_renew_dialog_dispose (GObject *object)
{
  MusterRenewDialog *self = MUSTER_RENEW_DIALOG (object);

  g_clear_object (&self->desk);
  g_clear_object (&self->renewal);
  gtk_widget_dispose_template (GTK_WIDGET (self), MUSTER_TYPE_RENEW_DIALOG);

  G_OBJECT_CLASS (muster_renew_dialog_parent_class)->dispose (object);
}

static void
muster_renew_dialog_class_init (MusterRenewDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = muster_renew_dialog_dispose;
  MUSTER_RUN_DIALOG_CLASS (klass)->stop = muster_renew_dialog_stop;
  MUSTER_RUN_DIALOG_CLASS (klass)->focus = muster_renew_dialog_focus;
  MUSTER_RUN_DIALOG_CLASS (klass)->can_stop = muster_renew_dialog_can_stop;

  g_type_ensure (MUSTER_TYPE_SSH_QUESTION_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/virt_muster/Muster/ui/muster-renew-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, MusterRenewDialog, renew_button);
  gtk_widget_class_bind_template_child (widget_class, MusterRenewDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, MusterRenewDialog, stop_button);
  gtk_widget_class_bind_template_child (widget_class, MusterRenewDialog, choice);
  gtk_widget_class_bind_template_child (widget_class, MusterRenewDialog, group);
  gtk_widget_class_bind_template_child (widget_class, MusterRenewDialog, list);
  gtk_widget_class_bind_template_child (widget_class, MusterRenewDialog, question_group);
  gtk_widget_class_bind_template_callback (widget_class, choice_cb);
  gtk_widget_class_bind_template_callback (widget_class, renew_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
  gtk_widget_class_bind_template_callback (widget_class, adw_dialog_close);
}

static void
muster_renew_dialog_init (MusterRenewDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  muster_run_dialog_set_question_group (MUSTER_RUN_DIALOG (self), self->question_group);
}

static MusterRenewDialog *
make_dialog (MusterDesk    *desk,
             MusterRenewal *renewal,
             const char    *description)
{
  MusterRenewDialog *self = g_object_new (MUSTER_TYPE_RENEW_DIALOG, NULL);
  GListModel *items = muster_renewal_get_items (renewal);

  self->desk = g_object_ref (desk);
  self->renewal = renewal;
  adw_preferences_group_set_description (self->group, description);
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (MusterRenewalItem) item = g_list_model_get_item (items, i);

      add_item (self, item);
    }
  g_signal_connect_object (renewal, "question", G_CALLBACK (question_cb), self,
                           G_CONNECT_SWAPPED);
  update (self);

  return self;
}

/* All that the owner of @use has: a host is renewed as a whole. */
static GListModel *
new_uses (MusterDesk             *desk,
          MusterCertificatePlace  place,
          const char             *owner)
{
  GListModel *all =
    muster_certificate_watch_get_uses (muster_desk_get_certificates (desk));
  GListStore *some = g_list_store_new (MUSTER_TYPE_CERTIFICATE_USE);

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (MusterCertificateUse) use = g_list_model_get_item (all, i);

      if (muster_certificate_use_get_place (use) == place &&
          g_strcmp0 (muster_certificate_use_get_owner (use), owner) == 0)
        g_list_store_append (some, use);
    }

  return G_LIST_MODEL (some);
}

static AdwDialog *
new_for_owner (MusterDesk             *desk,
               MusterCertificatePlace  place,
               const char             *owner)
{
  static const char * const descriptions[] =
  {
    [MUSTER_CERTIFICATE_AT_AUTHORITY] = N_("The authority keeps its key and gets a later end. What it has issued stays valid; hosts get its new certificate when they are renewed the next time."),
    [MUSTER_CERTIFICATE_AT_DESK] = N_("The identity gets a new key and certificate; hosts that use it keep it, and open connections go on."),
    [MUSTER_CERTIFICATE_AT_HOST] = N_("The host gets new certificates for its key, over ssh. Its VMs and the connections to it go on."),
  };
  g_autoptr (GListModel) uses = new_uses (desk, place, owner);
  MusterRenewal *renewal = muster_renewal_new (desk, uses);
  GListModel *items = muster_renewal_get_items (renewal);
  MusterRenewDialog *self;

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (MusterRenewalItem) item = g_list_model_get_item (items, i);

      muster_renewal_item_set_selected (item, muster_renewal_item_get_state (item) !=
                                              MUSTER_RENEWAL_NOT_OURS);
    }
  self = make_dialog (desk, renewal, _(descriptions[place]));
  gtk_widget_set_visible (GTK_WIDGET (self->choice), FALSE);

  return ADW_DIALOG (self);
}

AdwDialog *
muster_renew_dialog_new (MusterDesk           *desk,
                         MusterCertificateUse *use)
{
  g_return_val_if_fail (MUSTER_IS_DESK (desk) && muster_desk_get_pki (desk) != NULL, NULL);

  if (use != NULL)
    return new_for_owner (desk, muster_certificate_use_get_place (use),
                          muster_certificate_use_get_owner (use));

  return ADW_DIALOG (make_dialog (desk,
    muster_renewal_new (desk,
                        muster_certificate_watch_get_uses (muster_desk_get_certificates (desk))),
    _("VMs and open connections go on. Hosts are renewed over ssh, one after the other; what fails stops none of the others.")));
}

AdwDialog *
muster_renew_dialog_new_for_authority (MusterDesk *desk)
{
  g_return_val_if_fail (MUSTER_IS_DESK (desk) && muster_desk_get_pki (desk) != NULL, NULL);

  return new_for_owner (desk, MUSTER_CERTIFICATE_AT_AUTHORITY, "");
}

AdwDialog *
muster_renew_dialog_new_for_trust (MusterDesk *desk,
                                   GPtrArray  *hosts)
{
  MusterRenewDialog *self;

  g_return_val_if_fail (MUSTER_IS_DESK (desk) && muster_desk_get_pki (desk) != NULL, NULL);
  g_return_val_if_fail (hosts != NULL, NULL);

  self = make_dialog (desk, muster_renewal_new_for_trust (desk, hosts),
                      _("Hosts let revoked certificates in until they have the list of them. It is handed to the hosts over ssh; their own certificates stay as they are."));
  adw_dialog_set_title (ADW_DIALOG (self), _("Hand Out the List of the Revoked"));
  gtk_button_set_label (GTK_BUTTON (self->renew_button), _("_Hand Out"));
  gtk_widget_set_visible (GTK_WIDGET (self->choice), FALSE);

  return ADW_DIALOG (self);
}
