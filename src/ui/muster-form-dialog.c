/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-form-dialog.h"
#include "muster-ui.h"

typedef struct
{
  AdwPreferencesPage *page;
  GtkWidget *cancel_button;
  GtkButton *act_button;
  GtkWidget *result_group;
  AdwActionRow *result_row;
  GtkStack *result_stack;

  gboolean ready;
  gboolean busy;
  gboolean closed;
} MusterFormDialogPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (MusterFormDialog, muster_form_dialog, ADW_TYPE_DIALOG)

static MusterFormDialogPrivate *
get_private (MusterFormDialog *self)
{
  return muster_form_dialog_get_instance_private (self);
}

static void
update (MusterFormDialog *self)
{
  MusterFormDialogPrivate *priv = get_private (self);

  gtk_widget_set_sensitive (GTK_WIDGET (priv->act_button), priv->ready && !priv->busy);
  gtk_widget_set_sensitive (GTK_WIDGET (priv->page), !priv->busy);
}

static void
show_result (MusterFormDialog *self,
             const char       *child,
             const char       *title,
             const char       *subtitle)
{
  MusterFormDialogPrivate *priv = get_private (self);

  gtk_stack_set_visible_child_name (priv->result_stack, child);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (priv->result_row), title);
  adw_action_row_set_subtitle (priv->result_row, subtitle);
  gtk_widget_set_visible (priv->result_group, TRUE);
}

static void
act_cb (MusterFormDialog *self)
{
  MUSTER_FORM_DIALOG_GET_CLASS (self)->apply (self);
}

static void
muster_form_dialog_closed (AdwDialog *dialog)
{
  get_private (MUSTER_FORM_DIALOG (dialog))->closed = TRUE;
}

static void
muster_form_dialog_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), MUSTER_TYPE_FORM_DIALOG);

  G_OBJECT_CLASS (muster_form_dialog_parent_class)->dispose (object);
}

static void
muster_form_dialog_class_init (MusterFormDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = muster_form_dialog_dispose;
  ADW_DIALOG_CLASS (klass)->closed = muster_form_dialog_closed;

  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/virt_muster/Muster/ui/muster-form-dialog.ui");
  gtk_widget_class_bind_template_child_private (widget_class, MusterFormDialog, page);
  gtk_widget_class_bind_template_child_private (widget_class, MusterFormDialog, cancel_button);
  gtk_widget_class_bind_template_child_private (widget_class, MusterFormDialog, act_button);
  gtk_widget_class_bind_template_child_private (widget_class, MusterFormDialog, result_group);
  gtk_widget_class_bind_template_child_private (widget_class, MusterFormDialog, result_row);
  gtk_widget_class_bind_template_child_private (widget_class, MusterFormDialog, result_stack);
  gtk_widget_class_bind_template_callback (widget_class, act_cb);
  gtk_widget_class_bind_template_callback (widget_class, adw_dialog_close);
}

static void
muster_form_dialog_init (MusterFormDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  muster_ui_focus_when_shown (ADW_DIALOG (self));
  update (self);
}

void
muster_form_dialog_add (MusterFormDialog    *self,
                        AdwPreferencesGroup *group)
{
  g_return_if_fail (MUSTER_IS_FORM_DIALOG (self));

  adw_preferences_page_add (get_private (self)->page, group);
}

void
muster_form_dialog_set_act (MusterFormDialog *self,
                            const char       *label)
{
  g_return_if_fail (MUSTER_IS_FORM_DIALOG (self));

  gtk_button_set_label (get_private (self)->act_button, label);
}

void
muster_form_dialog_set_ready (MusterFormDialog *self,
                              gboolean          ready)
{
  g_return_if_fail (MUSTER_IS_FORM_DIALOG (self));

  get_private (self)->ready = ready;
  update (self);
}

void
muster_form_dialog_begin (MusterFormDialog *self,
                          const char       *text)
{
  MusterFormDialogPrivate *priv;

  g_return_if_fail (MUSTER_IS_FORM_DIALOG (self));

  priv = get_private (self);
  /* What becomes insensitive would lose the focus to nothing. */
  gtk_widget_grab_focus (priv->cancel_button);
  priv->busy = TRUE;
  show_result (self, "spinner", text, NULL);
  update (self);
}

void
muster_form_dialog_fail (MusterFormDialog *self,
                         const char       *act,
                         const char       *reason)
{
  MusterFormDialogPrivate *priv;

  g_return_if_fail (MUSTER_IS_FORM_DIALOG (self));

  priv = get_private (self);
  priv->busy = FALSE;
  update (self);
  if (act != NULL)
    {
      show_result (self, "icon", act, reason);
      gtk_accessible_announce (GTK_ACCESSIBLE (self), act,
                               GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
    }
  else
    gtk_widget_set_visible (priv->result_group, FALSE);
}

gboolean
muster_form_dialog_is_closed (MusterFormDialog *self)
{
  g_return_val_if_fail (MUSTER_IS_FORM_DIALOG (self), TRUE);

  return get_private (self)->closed;
}
