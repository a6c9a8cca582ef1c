/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-console-memory.h"
#include "muster-console-tools.h"
#include "muster-console-view.h"
#include "muster-console-window.h"
#include "muster-edge-bar.h"
#include "muster-monitors.h"
#include "muster-off-offer.h"
#include "muster-screen-note.h"
#include "muster-ui.h"
#include "muster-vm-column.h"
#include "muster-vm-commands.h"
#include "muster-window.h"

struct _MusterConsoleWindow
{
  AdwApplicationWindow parent_instance;

  AdwToastOverlay *toast_overlay;
  AdwToolbarView *toolbar_view;
  AdwWindowTitle *window_title;
  GtkButton *fullscreen_button;
  MusterConsoleView *view;
  GMenu *monitors_menu;

  MusterDesk *desk;
  MusterVm *vm;
  GSettings *settings;
  MusterOffOffer *off_offer;
  MusterEdgeBar *edge_bar;
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
  gboolean pictures;

  g_object_get (self->view, "pictures", &pictures, NULL);
  if (pictures)
    g_set_str (&state, _("Screenshots"));
  subtitle = g_strjoin (" · ", state, host != NULL ? muster_host_get_name (host) : NULL,
                        NULL);
  adw_window_title_set_title (self->window_title, muster_vm_get_label (self->vm));
  adw_window_title_set_subtitle (self->window_title, subtitle);
  gtk_window_set_title (GTK_WINDOW (self), muster_vm_get_label (self->vm));
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
  muster_ui_tell_fullscreen (self->fullscreen_button,
                             gtk_window_is_fullscreen (GTK_WINDOW (self)));
}

/* --- the monitor -------------------------------------------------------------- */

static GListModel *
get_monitors (MusterConsoleWindow *self)
{
  return gdk_display_get_monitors (gtk_widget_get_display (GTK_WIDGET (self)));
}

static void
fill_monitors (MusterConsoleWindow *self)
{
  muster_monitors_fill (get_monitors (self), self->monitors_menu);
}

/* One that is not there now is not forgotten. */
static void
go_fullscreen (MusterConsoleWindow *self)
{
  g_autoptr (GVariant) name =
    muster_console_memory_lookup (self->settings, muster_vm_get_uuid (self->vm),
                                  MUSTER_CONSOLE_MEMORY_MONITOR, G_VARIANT_TYPE_STRING);
  g_autoptr (GdkMonitor) monitor =
    muster_monitors_find (get_monitors (self),
                          name != NULL ? g_variant_get_string (name, NULL) : NULL);

  if (monitor != NULL)
    gtk_window_fullscreen_on_monitor (GTK_WINDOW (self), monitor);
  else
    gtk_window_fullscreen (GTK_WINDOW (self));
}

static void
monitor_state_cb (GSimpleAction *action,
                  GVariant      *state,
                  gpointer       data)
{
  MusterConsoleWindow *self = data;

  g_simple_action_set_state (action, state);
  muster_console_memory_set (self->settings, muster_vm_get_uuid (self->vm),
                             MUSTER_CONSOLE_MEMORY_MONITOR, state);
  go_fullscreen (self);
  muster_console_view_grab (self->view);
}

static void
recall_monitor (MusterConsoleWindow *self)
{
  g_autoptr (GVariant) name =
    muster_console_memory_lookup (self->settings, muster_vm_get_uuid (self->vm),
                                  MUSTER_CONSOLE_MEMORY_MONITOR, G_VARIANT_TYPE_STRING);
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "monitor");

  if (name != NULL)
    g_simple_action_set_state (G_SIMPLE_ACTION (action), name);
}

/* --- actions ------------------------------------------------------------------ */

static void
fullscreen_cb (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       data)
{
  MusterConsoleWindow *self = data;

  if (gtk_window_is_fullscreen (GTK_WINDOW (self)))
    gtk_window_unfullscreen (GTK_WINDOW (self));
  else
    go_fullscreen (self);
  muster_console_view_grab (self->view);
}

static void
toast_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       data)
{
  MusterConsoleWindow *self = data;
  AdwToast *toast = muster_ui_new_toast (g_variant_get_string (parameter, NULL), NULL);

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

/* Hosts are the main window's. */
static void
examine_host_cb (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       data)
{
  GtkApplication *application = gtk_window_get_application (data);

  for (GList *l = gtk_application_get_windows (application); l != NULL; l = l->next)
    if (MUSTER_IS_WINDOW (l->data))
      {
        gtk_window_present (l->data);
        g_action_group_activate_action (l->data, "examine-host", parameter);
        return;
      }
}

static const GActionEntry entries[] = {
  { "fullscreen", fullscreen_cb },
  { "monitor", NULL, "s", "''", monitor_state_cb },
  { "examine-host", examine_host_cb, "s" },
  { "toast", toast_cb, "s" },
  { "offer-off", offer_off_cb, "s" },
};

static void
muster_console_window_dispose (GObject *object)
{
  MusterConsoleWindow *self = MUSTER_CONSOLE_WINDOW (object);

  g_clear_object (&self->off_offer);
  g_clear_object (&self->edge_bar);
  g_clear_object (&self->settings);
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
  g_type_ensure (MUSTER_TYPE_SCREEN_NOTE);
  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/virt_muster/Muster/ui/muster-console-window.ui");
  gtk_widget_class_bind_template_child (widget_class, MusterConsoleWindow, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, MusterConsoleWindow, toolbar_view);
  gtk_widget_class_bind_template_child (widget_class, MusterConsoleWindow, window_title);
  gtk_widget_class_bind_template_child (widget_class, MusterConsoleWindow, fullscreen_button);
  gtk_widget_class_bind_template_child (widget_class, MusterConsoleWindow, view);
  gtk_widget_class_bind_template_child (widget_class, MusterConsoleWindow, monitors_menu);
}

static void
muster_console_window_init (MusterConsoleWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries,
                                   G_N_ELEMENTS (entries), self);
  self->edge_bar = muster_edge_bar_new (GTK_WINDOW (self), self->toolbar_view);
  muster_edge_bar_follow (self->edge_bar, muster_console_view_get_display (self->view));
  g_signal_connect (self, "notify::fullscreened", G_CALLBACK (update_fullscreen), NULL);
  g_signal_connect_object (get_monitors (self), "items-changed", G_CALLBACK (fill_monitors),
                           self, G_CONNECT_SWAPPED);
  fill_monitors (self);
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
  self->settings = g_object_ref (settings);
  recall_monitor (self);
  self->off_offer = muster_off_offer_new (self->toast_overlay, desk);
  muster_console_view_set_vm (self->view, desk, vm, settings);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "console",
                                  muster_console_view_get_actions (self->view));
  g_signal_connect_object (self->view, "notify::pictures", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
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
