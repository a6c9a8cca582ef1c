/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-login-dialog.h"

struct _MusterLoginDialog
{
  AdwAlertDialog parent_instance;

  GtkWidget *user_row;
  GtkWidget *password_row;
  DexPromise *answer;
};

G_DEFINE_FINAL_TYPE (MusterLoginDialog, muster_login_dialog, ADW_TYPE_ALERT_DIALOG)

static const char *
get_text (GtkWidget *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static void
changed_cb (MusterLoginDialog *self)
{
  adw_alert_dialog_set_response_enabled (ADW_ALERT_DIALOG (self), "sign-in",
                                         *get_text (self->user_row) != '\0');
}

static void
muster_login_dialog_response (AdwAlertDialog *dialog,
                              const char     *response)
{
  MusterLoginDialog *self = MUSTER_LOGIN_DIALOG (dialog);

  if (g_str_equal (response, "sign-in"))
    dex_promise_resolve_boxed (self->answer, MUSTER_TYPE_LOGIN,
                               muster_login_new (get_text (self->user_row),
                                                 get_text (self->password_row)));
  else
    dex_promise_reject (self->answer,
                        g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED,
                                             _("Nobody signed in.")));
}

static void
muster_login_dialog_dispose (GObject *object)
{
  dex_clear (&MUSTER_LOGIN_DIALOG (object)->answer);

  G_OBJECT_CLASS (muster_login_dialog_parent_class)->dispose (object);
}

static void
muster_login_dialog_class_init (MusterLoginDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = muster_login_dialog_dispose;
  ADW_ALERT_DIALOG_CLASS (klass)->response = muster_login_dialog_response;
}

static GtkWidget *
new_row (GtkWidget  *row,
         const char *title)
{
  adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (row), TRUE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (row), TRUE);

  return row;
}

static void
muster_login_dialog_init (MusterLoginDialog *self)
{
  AdwAlertDialog *dialog = ADW_ALERT_DIALOG (self);
  GtkWidget *list = gtk_list_box_new ();

  self->answer = dex_promise_new ();
  self->user_row = new_row (adw_entry_row_new (), _("_User"));
  self->password_row = new_row (adw_password_entry_row_new (), _("P_assword"));
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (list), self->user_row);
  gtk_list_box_append (GTK_LIST_BOX (list), self->password_row);
  g_signal_connect_swapped (self->user_row, "changed", G_CALLBACK (changed_cb), self);

  adw_alert_dialog_set_extra_child (dialog, list);
  adw_alert_dialog_add_responses (dialog, "cancel", _("_Cancel"),
                                  "sign-in", _("_Sign In"), NULL);
  adw_alert_dialog_set_response_appearance (dialog, "sign-in", ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_default_response (dialog, "sign-in");
  adw_alert_dialog_set_close_response (dialog, "cancel");
  changed_cb (self);
}

DexFuture *
muster_login_dialog_ask (GtkWidget  *parent,
                         const char *host,
                         const char *reason,
                         const char *user)
{
  MusterLoginDialog *self;

  g_return_val_if_fail (GTK_IS_WIDGET (parent), NULL);
  g_return_val_if_fail (host != NULL, NULL);

  self = g_object_new (MUSTER_TYPE_LOGIN_DIALOG, NULL);
  /* Translators: a host's name */
  adw_alert_dialog_format_heading (ADW_ALERT_DIALOG (self), _("Sign In to %s"), host);
  adw_alert_dialog_set_body (ADW_ALERT_DIALOG (self), reason);
  if (user != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->user_row), user);
  adw_dialog_set_focus (ADW_DIALOG (self), user != NULL ? self->password_row
                                                        : self->user_row);
  adw_dialog_present (ADW_DIALOG (self), parent);

  return dex_ref (DEX_FUTURE (self->answer));
}
