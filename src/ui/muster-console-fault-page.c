/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-console-fault-page.h"
#include "muster-ui.h"

struct _MusterConsoleFaultPage
{
  AdwBin parent_instance;

  AdwStatusPage *status_page;
  GtkWidget *listen_button;
  GtkWidget *examine_button;
  GtkWidget *pictures_button;
  GtkWidget *serial_button;
  GtkWidget *display_button;
  GtkWidget *retry_button;
};

G_DEFINE_FINAL_TYPE (MusterConsoleFaultPage, muster_console_fault_page, ADW_TYPE_BIN)

static void
muster_console_fault_page_dispose (GObject *object)
{
  /* AdwBin does not notice when the template takes its child away. */
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), MUSTER_TYPE_CONSOLE_FAULT_PAGE);

  G_OBJECT_CLASS (muster_console_fault_page_parent_class)->dispose (object);
}

static void
muster_console_fault_page_class_init (MusterConsoleFaultPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = muster_console_fault_page_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/virt_muster/Muster/ui/muster-console-fault-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MusterConsoleFaultPage, status_page);
  gtk_widget_class_bind_template_child (widget_class, MusterConsoleFaultPage, listen_button);
  gtk_widget_class_bind_template_child (widget_class, MusterConsoleFaultPage, examine_button);
  gtk_widget_class_bind_template_child (widget_class, MusterConsoleFaultPage, pictures_button);
  gtk_widget_class_bind_template_child (widget_class, MusterConsoleFaultPage, serial_button);
  gtk_widget_class_bind_template_child (widget_class, MusterConsoleFaultPage, display_button);
  gtk_widget_class_bind_template_child (widget_class, MusterConsoleFaultPage, retry_button);
}

static void
muster_console_fault_page_init (MusterConsoleFaultPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
muster_console_fault_page_set (MusterConsoleFaultPage  *self,
                               const MusterScreenFault *fault,
                               MusterHost              *host,
                               gboolean                 has_serial)
{
  MusterScreenRepairs repairs;

  g_return_if_fail (MUSTER_IS_CONSOLE_FAULT_PAGE (self));
  g_return_if_fail (fault != NULL);

  repairs = fault->repairs;
  adw_status_page_set_title (self->status_page, fault->title);
  muster_ui_set_description (self->status_page, fault->description);
  gtk_widget_set_visible (self->listen_button, repairs & MUSTER_SCREEN_REPAIR_LISTEN);
  gtk_widget_set_visible (self->pictures_button, repairs & MUSTER_SCREEN_REPAIR_PICTURES);
  gtk_widget_set_visible (self->serial_button,
                          has_serial && (repairs & MUSTER_SCREEN_REPAIR_SERIAL));
  gtk_widget_set_visible (self->display_button, repairs & MUSTER_SCREEN_REPAIR_DISPLAY);
  gtk_widget_set_visible (self->retry_button, repairs & MUSTER_SCREEN_REPAIR_RETRY);
  gtk_widget_set_visible (self->examine_button,
                          host != NULL && (repairs & MUSTER_SCREEN_REPAIR_EXAMINE));
  if (host != NULL)
    gtk_actionable_set_action_target (GTK_ACTIONABLE (self->examine_button), "s",
                                      muster_host_get_id (host));
}
