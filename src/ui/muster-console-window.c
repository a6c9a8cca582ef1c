/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-console-tools.h"
#include "muster-console-view.h"
#include "muster-console-window.h"
#include "muster-off-offer.h"
#include "muster-vm-column.h"
#include "muster-vm-commands.h"

/* In full screen the bar comes when the pointer is at the upper edge. */
#define EDGE 2
#define BAR_HEIGHT 64

struct _MusterConsoleWindow
{
  AdwApplicationWindow parent_instance;

  AdwToastOverlay *toast_overlay;
  AdwToolbarView *toolbar_view;
  AdwWindowTitle *window_title;
  GtkButton *fullscreen_button;
  MusterConsoleView *view;

  MusterDesk *desk;
  MusterVm *vm;
  MusterOffOffer *off_offer;
};

static void commands_init (MusterVmCommandsInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MusterConsoleWindow, muster_console_window,
                               ADW_TYPE_APPLICATION_WINDOW,
  G_IMPLEMENT_INTERFACE (MUSTER_TYPE_VM_COMMANDS, commands_init))

static GPtrArray *
dup_vms (MusterVmCommands *commands)
{
  MusterConsoleWindow *self = MUSTER_CONSOLE_WINDOW (commands);
  GPtrArray *vms = g_ptr_array_new_with_free_func (g_object_unref);

  if (self->vm != NULL)
    g_ptr_array_add (vms, g_object_ref (self->vm));

  return vms;
}

static MusterDesk *
get_desk (MusterVmCommands *commands)
{
  return MUSTER_CONSOLE_WINDOW (commands)->desk;
}

static void
commands_init (MusterVmCommandsInterface *iface)
{
  iface->dup_vms = dup_vms;
  iface->get_desk = get_desk;
}

static void
update (MusterConsoleWindow *self)
{
  MusterHost *host = muster_vm_get_host (self->vm);
  g_autofree char *state = muster_vm_dup_state_text (self->vm);
  g_autofree char *subtitle = NULL;

  subtitle = g_strjoin (" · ", state, host != NULL ? muster_host_get_name (host) : NULL,
                        NULL);
  adw_window_title_set_title (self->window_title, muster_vm_get_name (self->vm));
  adw_window_title_set_subtitle (self->window_title, subtitle);
  gtk_window_set_title (GTK_WINDOW (self), muster_vm_get_name (self->vm));
  muster_vm_commands_update (MUSTER_VM_COMMANDS (self));
}

static void
gone_cb (MusterConsoleWindow *self)
{
  if (muster_vm_get_gone (self->vm))
    gtk_window_close (GTK_WINDOW (self));
}

static void
update_fullscreen (MusterConsoleWindow *self)
{
  gboolean fullscreen = gtk_window_is_fullscreen (GTK_WINDOW (self));

  adw_toolbar_view_set_extend_content_to_top_edge (self->toolbar_view, fullscreen);
  adw_toolbar_view_set_reveal_top_bars (self->toolbar_view, !fullscreen);
  gtk_button_set_icon_name (self->fullscreen_button,
                            fullscreen ? "view-restore-symbolic"
                                       : "view-fullscreen-symbolic");
}

static void
motion_cb (MusterConsoleWindow *self,
           double               x,
           double               y)
{
  if (!gtk_window_is_fullscreen (GTK_WINDOW (self)))
    return;

  if (y <= EDGE)
    adw_toolbar_view_set_reveal_top_bars (self->toolbar_view, TRUE);
  else if (y > BAR_HEIGHT)
    adw_toolbar_view_set_reveal_top_bars (self->toolbar_view, FALSE);
}

static void
fullscreen_cb (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       data)
{
  GtkWindow *window = data;

  if (gtk_window_is_fullscreen (window))
    gtk_window_unfullscreen (window);
  else
    gtk_window_fullscreen (window);
  muster_console_view_grab (MUSTER_CONSOLE_WINDOW (window)->view);
}

static void
toast_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       data)
{
  MusterConsoleWindow *self = data;
  AdwToast *toast = adw_toast_new (g_variant_get_string (parameter, NULL));

  adw_toast_set_use_markup (toast, FALSE);
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  adw_toast_overlay_add_toast (self->toast_overlay, toast);
}

/* What was asked for here is about this VM. */
static void
offer_off_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       data)
{
  MusterConsoleWindow *self = data;

  muster_off_offer_add (self->off_offer, self->vm);
}

static const GActionEntry entries[] = {
  { "fullscreen", fullscreen_cb },
  { "toast", toast_cb, "s" },
  { "offer-off", offer_off_cb, "s" },
};

static void
muster_console_window_dispose (GObject *object)
{
  MusterConsoleWindow *self = MUSTER_CONSOLE_WINDOW (object);

  g_clear_object (&self->off_offer);
  g_clear_object (&self->vm);
  g_clear_object (&self->desk);
  gtk_widget_dispose_template (GTK_WIDGET (self), MUSTER_TYPE_CONSOLE_WINDOW);

  G_OBJECT_CLASS (muster_console_window_parent_class)->dispose (object);
}

static void
muster_console_window_class_init (MusterConsoleWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = muster_console_window_dispose;

  muster_vm_commands_install (widget_class);
  g_type_ensure (MUSTER_TYPE_CONSOLE_TOOLS);
  g_type_ensure (MUSTER_TYPE_CONSOLE_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/virt_muster/Muster/ui/muster-console-window.ui");
  gtk_widget_class_bind_template_child (widget_class, MusterConsoleWindow, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, MusterConsoleWindow, toolbar_view);
  gtk_widget_class_bind_template_child (widget_class, MusterConsoleWindow, window_title);
  gtk_widget_class_bind_template_child (widget_class, MusterConsoleWindow, fullscreen_button);
  gtk_widget_class_bind_template_child (widget_class, MusterConsoleWindow, view);
}

static void
muster_console_window_init (MusterConsoleWindow *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries,
                                   G_N_ELEMENTS (entries), self);
  gtk_event_controller_set_propagation_phase (motion, GTK_PHASE_CAPTURE);
  g_signal_connect_object (motion, "motion", G_CALLBACK (motion_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  g_signal_connect (self, "notify::fullscreened", G_CALLBACK (update_fullscreen), NULL);
}

GtkWindow *
muster_console_window_new (GtkApplication *application,
                           MusterDesk     *desk,
                           MusterVm       *vm,
                           GSettings      *settings)
{
  MusterConsoleWindow *self;

  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);
  g_return_val_if_fail (MUSTER_IS_VM (vm), NULL);

  self = g_object_new (MUSTER_TYPE_CONSOLE_WINDOW, NULL);
  self->desk = g_object_ref (desk);
  self->vm = g_object_ref (vm);
  self->off_offer = muster_off_offer_new (self->toast_overlay, desk);
  muster_console_view_set_vm (self->view, desk, vm, settings);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "console",
                                  muster_console_view_get_actions (self->view));
  g_signal_connect_object (vm, "notify::state", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (vm, "notify::reason", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (vm, "notify::host", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (vm, "notify::name", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (vm, "notify::gone", G_CALLBACK (gone_cb), self, G_CONNECT_SWAPPED);
  update (self);
  /* From now on it is found: other views of the VM give way. */
  gtk_window_set_application (GTK_WINDOW (self), application);
  muster_console_view_grab (self->view);

  return GTK_WINDOW (self);
}

GtkWindow *
muster_console_window_find (GtkApplication *application,
                            MusterVm       *vm)
{
  g_return_val_if_fail (GTK_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (MUSTER_IS_VM (vm), NULL);

  for (GList *l = gtk_application_get_windows (application); l != NULL; l = l->next)
    if (MUSTER_IS_CONSOLE_WINDOW (l->data) &&
        MUSTER_CONSOLE_WINDOW (l->data)->vm == vm)
      return l->data;

  return NULL;
}
