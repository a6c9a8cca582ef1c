/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-console-tools.h"
#include "muster-console-view.h"
#include "muster-console-window.h"
#include "muster-screen-note.h"
#include "muster-tasks-button.h"
#include "muster-vm-column.h"
#include "muster-vm-commands.h"
#include "muster-vm-overview.h"
#include "muster-vm-page.h"
#include "muster-ui.h"

struct _MusterVmPage
{
  AdwNavigationPage parent_instance;

  AdwWindowTitle *window_title;
  GtkWidget *menu_button;
  MusterTasksButton *tasks_button;
  GtkWidget *bar;
  GtkWidget *switcher;
  GtkWidget *note;
  GtkWidget *tools;
  GtkWidget *window_button;
  GtkWidget *verbs;
  GtkWidget *migrate_button;
  GtkStack *stack;
  AdwViewStack *view_stack;
  MusterVmOverview *overview;
  MusterConsoleView *console;
  AdwStatusPage *gone_page;

  MusterDesk *desk;
  MusterVm *vm;
  GtkApplication *application;    /* while it is in one of its windows */
  gboolean narrow;
};

enum { PROP_0, PROP_NARROW, N_PROPS };

static GParamSpec *properties[N_PROPS];

static void commands_init (MusterVmCommandsInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MusterVmPage, muster_vm_page, ADW_TYPE_NAVIGATION_PAGE,
  G_IMPLEMENT_INTERFACE (MUSTER_TYPE_VM_COMMANDS, commands_init))

static GPtrArray *
dup_vms (MusterVmCommands *commands)
{
  MusterVmPage *self = MUSTER_VM_PAGE (commands);
  GPtrArray *vms = g_ptr_array_new_with_free_func (g_object_unref);

  if (self->vm != NULL && !muster_vm_get_gone (self->vm))
    g_ptr_array_add (vms, g_object_ref (self->vm));

  return vms;
}

static MusterDesk *
get_desk (MusterVmCommands *commands)
{
  return MUSTER_VM_PAGE (commands)->desk;
}

static void
commands_init (MusterVmCommandsInterface *iface)
{
  iface->dup_vms = dup_vms;
  iface->get_desk = get_desk;
}

static gboolean
on_console (MusterVmPage *self)
{
  return g_strcmp0 (adw_view_stack_get_visible_child_name (self->view_stack),
                    "console") == 0;
}

static void
update_bar (MusterVmPage *self)
{
  gboolean console = on_console (self);
  gboolean elsewhere;

  g_object_get (self->console, "elsewhere", &elsewhere, NULL);
  gtk_widget_set_visible (self->note, console && !elsewhere);
  gtk_widget_set_visible (self->tools, console && !elsewhere);
  gtk_widget_set_visible (self->window_button, console && !elsewhere && !self->narrow);
  gtk_widget_set_visible (self->verbs, !console || !self->narrow);
  gtk_widget_set_visible (self->migrate_button, !self->narrow);
  if (console && !elsewhere)
    muster_console_view_grab (self->console);
}

static void
update (MusterVmPage *self)
{
  MusterHost *host = muster_vm_get_host (self->vm);
  const char *name = muster_vm_get_label (self->vm);
  gboolean gone = muster_vm_get_gone (self->vm);
  g_autofree char *state = muster_vm_dup_state_text (self->vm);
  g_autofree char *subtitle = NULL;
  gboolean pictures;

  g_object_get (self->console, "pictures", &pictures, NULL);
  if (pictures)
    g_set_str (&state, _("Screenshots"));
  subtitle = g_strjoin (" · ", state, host != NULL ? muster_host_get_name (host) : NULL,
                        NULL);
  adw_navigation_page_set_title (ADW_NAVIGATION_PAGE (self), name);
  adw_window_title_set_title (self->window_title, name);
  adw_window_title_set_subtitle (self->window_title, gone ? NULL : subtitle);
  gtk_stack_set_visible_child_name (self->stack, gone ? "gone" : "vm");
  gtk_widget_set_visible (self->bar, !gone);
  gtk_widget_set_visible (self->menu_button, !gone);
  muster_ui_set_description (self->gone_page, name);
  muster_vm_commands_update (MUSTER_VM_COMMANDS (self));
}

/* A console in a window of its own comes and goes. */
static void
update_elsewhere (MusterVmPage *self)
{
  GtkWindow *window = muster_console_window_find (self->application, self->vm);

  g_object_set (self->console, "elsewhere", window != NULL, NULL);
}

static void
show_console_here_cb (GtkWidget  *widget,
                      const char *name,
                      GVariant   *parameter)
{
  MusterVmPage *self = MUSTER_VM_PAGE (widget);
  GtkWindow *window = muster_console_window_find (self->application, self->vm);

  if (window != NULL)
    gtk_window_close (window);
}

/* A screen that fills the whole of ours is one in its own window. */
static void
fullscreen_console_cb (GtkWidget  *widget,
                       const char *name,
                       GVariant   *parameter)
{
  MusterVmPage *self = MUSTER_VM_PAGE (widget);
  GtkWindow *window;

  if (!on_console (self) || !gtk_widget_activate_action (widget, "vm.console", NULL))
    return;

  window = muster_console_window_find (self->application, self->vm);
  if (window != NULL)
    gtk_window_fullscreen (window);
}

static void
muster_vm_page_root (GtkWidget *widget)
{
  MusterVmPage *self = MUSTER_VM_PAGE (widget);
  GtkRoot *root;

  GTK_WIDGET_CLASS (muster_vm_page_parent_class)->root (widget);

  root = gtk_widget_get_root (widget);
  g_set_object (&self->application, gtk_window_get_application (GTK_WINDOW (root)));
  if (self->application == NULL)
    return;

  g_signal_connect_swapped (self->application, "window-added",
                            G_CALLBACK (update_elsewhere), self);
  g_signal_connect_swapped (self->application, "window-removed",
                            G_CALLBACK (update_elsewhere), self);
  update_elsewhere (self);
}

static void
muster_vm_page_unroot (GtkWidget *widget)
{
  MusterVmPage *self = MUSTER_VM_PAGE (widget);

  if (self->application != NULL)
    g_signal_handlers_disconnect_by_data (self->application, self);
  g_clear_object (&self->application);

  GTK_WIDGET_CLASS (muster_vm_page_parent_class)->unroot (widget);
}

static gboolean
muster_vm_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_child_focus (MUSTER_VM_PAGE (widget)->switcher,
                                 GTK_DIR_TAB_FORWARD);
}

static void
muster_vm_page_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  if (prop_id == PROP_NARROW)
    g_value_set_boolean (value, MUSTER_VM_PAGE (object)->narrow);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
muster_vm_page_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  MusterVmPage *self = MUSTER_VM_PAGE (object);

  if (prop_id != PROP_NARROW)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      return;
    }
  if (self->narrow == g_value_get_boolean (value))
    return;

  self->narrow = g_value_get_boolean (value);
  update_bar (self);
  g_object_notify_by_pspec (object, pspec);
}

static void
muster_vm_page_dispose (GObject *object)
{
  MusterVmPage *self = MUSTER_VM_PAGE (object);

  g_clear_object (&self->vm);
  g_clear_object (&self->desk);
  gtk_widget_dispose_template (GTK_WIDGET (self), MUSTER_TYPE_VM_PAGE);

  G_OBJECT_CLASS (muster_vm_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, MusterVmPage, window_title);
  gtk_widget_class_bind_template_child (widget_class, MusterVmPage, menu_button);
  gtk_widget_class_bind_template_child (widget_class, MusterVmPage, tasks_button);
  gtk_widget_class_bind_template_child (widget_class, MusterVmPage, bar);
  gtk_widget_class_bind_template_child (widget_class, MusterVmPage, switcher);
  gtk_widget_class_bind_template_child (widget_class, MusterVmPage, note);
  gtk_widget_class_bind_template_child (widget_class, MusterVmPage, tools);
  gtk_widget_class_bind_template_child (widget_class, MusterVmPage, window_button);
  gtk_widget_class_bind_template_child (widget_class, MusterVmPage, verbs);
  gtk_widget_class_bind_template_child (widget_class, MusterVmPage, migrate_button);
  gtk_widget_class_bind_template_child (widget_class, MusterVmPage, stack);
  gtk_widget_class_bind_template_child (widget_class, MusterVmPage, view_stack);
  gtk_widget_class_bind_template_child (widget_class, MusterVmPage, overview);
  gtk_widget_class_bind_template_child (widget_class, MusterVmPage, console);
  gtk_widget_class_bind_template_child (widget_class, MusterVmPage, gone_page);
  gtk_widget_class_bind_template_callback (widget_class, update_bar);
}

static void
muster_vm_page_class_init (MusterVmPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = muster_vm_page_get_property;
  object_class->set_property = muster_vm_page_set_property;
  object_class->dispose = muster_vm_page_dispose;
  widget_class->grab_focus = muster_vm_page_grab_focus;
  widget_class->root = muster_vm_page_root;
  widget_class->unroot = muster_vm_page_unroot;

  properties[PROP_NARROW] =
    g_param_spec_boolean ("narrow", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS |
                          G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  muster_vm_commands_install (widget_class);
  gtk_widget_class_install_action (widget_class, "page.show-console-here", NULL,
                                   show_console_here_cb);
  gtk_widget_class_install_action (widget_class, "page.fullscreen-console", NULL,
                                   fullscreen_console_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F11, 0,
                                       "page.fullscreen-console", NULL);
  g_type_ensure (MUSTER_TYPE_CONSOLE_TOOLS);
  g_type_ensure (MUSTER_TYPE_CONSOLE_VIEW);
  g_type_ensure (MUSTER_TYPE_SCREEN_NOTE);
  g_type_ensure (MUSTER_TYPE_TASKS_BUTTON);
  g_type_ensure (MUSTER_TYPE_VM_OVERVIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/virt_muster/Muster/ui/muster-vm-page.ui");
  bind_children (widget_class);
}

static void
muster_vm_page_init (MusterVmPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update_bar (self);
}

GtkWidget *
muster_vm_page_new (MusterDesk *desk,
                    MusterVm   *vm,
                    GSettings  *settings)
{
  MusterVmPage *self;

  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);
  g_return_val_if_fail (MUSTER_IS_VM (vm), NULL);

  self = g_object_new (MUSTER_TYPE_VM_PAGE, NULL);
  self->desk = g_object_ref (desk);
  self->vm = g_object_ref (vm);
  muster_vm_overview_set_vm (self->overview, vm);
  muster_console_view_set_vm (self->console, desk, vm, settings);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "console",
                                  muster_console_view_get_actions (self->console));
  muster_tasks_button_set_tasks (self->tasks_button, muster_desk_get_tasks (desk));
  g_signal_connect_object (self->console, "notify::pictures", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (vm, "notify::state", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (vm, "notify::reason", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (vm, "notify::host", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (vm, "notify::stale", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (vm, "notify::name", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (vm, "notify::gone", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (vm, "notify::graphics", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (vm, "notify::ips", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}
