/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-listen-dialog.h"

#define EVERYWHERE "0.0.0.0"

struct _MusterListenDialog
{
  AdwAlertDialog parent_instance;

  GtkWidget *row;
  DexPromise *answer;
};

G_DEFINE_FINAL_TYPE (MusterListenDialog, muster_listen_dialog, ADW_TYPE_ALERT_DIALOG)

static char *
dup_address (MusterListenDialog *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->row))));
}

static void
changed_cb (MusterListenDialog *self)
{
  g_autofree char *address = dup_address (self);

  adw_alert_dialog_set_response_enabled (ADW_ALERT_DIALOG (self), "change",
                                         g_hostname_is_ip_address (address));
}

static void
muster_listen_dialog_response (AdwAlertDialog *dialog,
                               const char     *response)
{
  MusterListenDialog *self = MUSTER_LISTEN_DIALOG (dialog);

  if (g_str_equal (response, "change"))
    dex_promise_resolve_string (self->answer, dup_address (self));
  else
    dex_promise_reject (self->answer,
                        g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED,
                                             _("Nothing was changed.")));
}

static void
muster_listen_dialog_dispose (GObject *object)
{
  dex_clear (&MUSTER_LISTEN_DIALOG (object)->answer);

  G_OBJECT_CLASS (muster_listen_dialog_parent_class)->dispose (object);
}

static void
muster_listen_dialog_class_init (MusterListenDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = muster_listen_dialog_dispose;
  ADW_ALERT_DIALOG_CLASS (klass)->response = muster_listen_dialog_response;
}

static GtkWidget *
new_row (void)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (row), TRUE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("_Address of the Host"));
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (row), TRUE);
  gtk_editable_set_text (GTK_EDITABLE (row), EVERYWHERE);

  return row;
}

static void
muster_listen_dialog_init (MusterListenDialog *self)
{
  AdwAlertDialog *dialog = ADW_ALERT_DIALOG (self);
  GtkWidget *list = gtk_list_box_new ();

  self->answer = dex_promise_new ();
  self->row = new_row ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (list), self->row);
  g_signal_connect_swapped (self->row, "changed", G_CALLBACK (changed_cb), self);

  adw_alert_dialog_set_body (dialog,
    _("On 0.0.0.0 or :: it listens on all addresses of the host. Whoever reaches that address then reaches the screen; it is encrypted where the host offers TLS for screens.\n\nQEMU cannot change this while the VM runs: it then takes effect when the VM is shut down and started again."));
  adw_alert_dialog_set_extra_child (dialog, list);
  adw_alert_dialog_add_responses (dialog, "cancel", _("_Cancel"),
                                  "change", _("C_hange"), NULL);
  adw_alert_dialog_set_response_appearance (dialog, "change", ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_default_response (dialog, "change");
  adw_alert_dialog_set_close_response (dialog, "cancel");
}

DexFuture *
muster_listen_dialog_ask (GtkWidget  *parent,
                          const char *vm)
{
  MusterListenDialog *self;

  g_return_val_if_fail (GTK_IS_WIDGET (parent), NULL);
  g_return_val_if_fail (vm != NULL, NULL);

  self = g_object_new (MUSTER_TYPE_LISTEN_DIALOG, NULL);
  /* Translators: a VM's name */
  adw_alert_dialog_format_heading (ADW_ALERT_DIALOG (self),
                                   _("Where Does the Screen of %s Listen?"), vm);
  adw_dialog_present (ADW_DIALOG (self), parent);

  return dex_ref (DEX_FUTURE (self->answer));
}
