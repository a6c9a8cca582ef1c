/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "console-keeper.h"
#include "muster-console-commands.h"
#include "muster-console-devices.h"
#include "muster-console-fault-page.h"
#include "muster-console-files.h"
#include "muster-console-monitors.h"
#include "muster-console-repairs.h"
#include "muster-console-screen.h"
#include "muster-console-view.h"
#include "muster-screen-diagnosis.h"
#include "muster-serial-view.h"
#include "muster-vm-column.h"
#include "muster-vm-screen.h"

struct _MusterConsoleView
{
  AdwBin parent_instance;

  GtkStack *stack;
  MusterConsoleScreen *console_screen;
  AdwStatusPage *off_page;
  MusterConsoleFaultPage *fault_page;
  MusterSerialView *serial_view;

  MusterVm *vm;
  MusterVmScreen *screen;
  ConsoleKeeper *keeper;
  MusterScreenDiagnosis *diagnosis;
  MusterConsoleCommands *commands;
  MusterConsoleFiles *files;
  MusterConsoleRepairs *repairs;
  MusterConsoleDevices *devices;
  MusterConsoleMonitors *monitors;
  GSettings *settings;
  GSimpleActionGroup *actions;
  gboolean shown_once;    /* there is a picture to freeze */
  gboolean exposed;
  gboolean open;
  gboolean passwords_next;
  gboolean pictures;
  gboolean elsewhere;
};

enum
{
  PROP_0,
  PROP_EXPOSED,
  PROP_OPEN,
  PROP_PASSWORDS_NEXT,
  PROP_PICTURES,
  PROP_ELSEWHERE,
  PROP_SETTINGS,
  PROP_DEVICES,
  PROP_SERIAL,
  PROP_MONITORS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (MusterConsoleView, muster_console_view, ADW_TYPE_BIN)

static gboolean
shows_serial (MusterConsoleView *self)
{
  return self->devices != NULL && muster_console_devices_get_device (self->devices) != NULL;
}

/* --- states ----------------------------------------------------------------- */

static const char *
find_page (MusterConsoleView  *self,
           ConsoleKeeperState  state)
{
  if (self->elsewhere)
    return "elsewhere";
  if (shows_serial (self))
    return muster_vm_state_is_active (muster_vm_get_state (self->vm)) ? "serial" : "off";

  switch (state)
    {
    case CONSOLE_KEEPER_STATE_CONNECTED:
      return "screen";
    case CONSOLE_KEEPER_STATE_OFF:
      return "off";
    case CONSOLE_KEEPER_STATE_RECONNECTING:
    case CONSOLE_KEEPER_STATE_CONNECTING:
    case CONSOLE_KEEPER_STATE_FAILED:
    case CONSOLE_KEEPER_STATE_IDLE:
    default:
      if (self->shown_once)
        return "screen";
      return muster_screen_diagnosis_get_fault (self->diagnosis) != NULL ? "failed"
                                                                         : "connecting";
    }
}

static void
update_off_page (MusterConsoleView *self)
{
  g_autofree char *state = muster_vm_dup_state_text (self->vm);
  g_autofree char *title = NULL;

  /* Translators: a VM's name and its state */
  title = g_strdup_printf (_("%s: %s"), muster_vm_get_label (self->vm), state);
  adw_status_page_set_title (self->off_page, title);
  adw_status_page_set_icon_name (self->off_page, muster_vm_get_state_icon (self->vm));
}

static void
update_status (MusterConsoleView  *self,
               ConsoleKeeperState  state)
{
  const char *error = console_keeper_get_error (self->keeper);
  gboolean waiting = state == CONSOLE_KEEPER_STATE_RECONNECTING ||
                     state == CONSOLE_KEEPER_STATE_CONNECTING;
  g_autofree char *text = NULL;

  if (error != NULL && state == CONSOLE_KEEPER_STATE_RECONNECTING)
    /* Translators: a sentence that says why the connection was lost */
    text = g_strdup_printf (_("Reconnecting. %s"), error);
  else
    text = g_strdup (_("Reconnecting…"));
  muster_console_screen_set_status (self->console_screen,
                                    waiting && self->shown_once ? text : NULL);
}

/* Whether it is connected by way of a network: on this machine nobody is
 * between, and nobody else comes. */
static gboolean
is_remote (MusterConsoleView *self)
{
  ConsoleSession *session = console_keeper_get_session (self->keeper);

  return session != NULL &&
         console_keeper_get_state (self->keeper) == CONSOLE_KEEPER_STATE_CONNECTED &&
         !console_target_is_local (console_session_get_target (session));
}

static void
set_flag (MusterConsoleView *self,
          gboolean          *flag,
          guint              prop_id,
          gboolean           value)
{
  if (*flag == value)
    return;

  *flag = value;
  g_object_notify_by_pspec (G_OBJECT (self), properties[prop_id]);
}

static void
update_security (MusterConsoleView *self)
{
  gboolean remote = is_remote (self);
  gboolean next = FALSE;
  gboolean none = muster_vm_screen_get_takes_no_password (self->screen, &next);

  set_flag (self, &self->exposed, PROP_EXPOSED,
            remote && !console_keeper_get_encrypted (self->keeper));
  set_flag (self, &self->open, PROP_OPEN, remote && none);
  set_flag (self, &self->passwords_next, PROP_PASSWORDS_NEXT, next);
  set_flag (self, &self->pictures, PROP_PICTURES,
            muster_vm_screen_get_pictures (self->screen));
}

/* --- why there is nothing to show ---------------------------------------------- */

static void
update_fault (MusterConsoleView  *self,
              ConsoleKeeperState  state)
{
  MusterScreenFault *fault;

  switch (state)
    {
    case CONSOLE_KEEPER_STATE_CONNECTED:
    case CONSOLE_KEEPER_STATE_OFF:
    case CONSOLE_KEEPER_STATE_IDLE:
      muster_screen_diagnosis_forget (self->diagnosis);
      break;
    case CONSOLE_KEEPER_STATE_RECONNECTING:
    case CONSOLE_KEEPER_STATE_FAILED:
      if (!self->shown_once)
        muster_screen_diagnosis_ask (self->diagnosis, console_keeper_get_reason (self->keeper),
                                     console_keeper_get_error (self->keeper));
      break;
    case CONSOLE_KEEPER_STATE_CONNECTING:
    default:
      break;
    }

  fault = muster_screen_diagnosis_get_fault (self->diagnosis);
  if (fault != NULL)
    muster_console_fault_page_set (self->fault_page, fault, muster_vm_get_host (self->vm),
                                   muster_console_devices_has_serial (self->devices));
}

static void
update (MusterConsoleView *self)
{
  ConsoleKeeperState state;

  if (self->keeper == NULL)
    return;

  state = console_keeper_get_state (self->keeper);
  if (state == CONSOLE_KEEPER_STATE_CONNECTED && !self->shown_once)
    {
      self->shown_once = TRUE;
      muster_console_screen_tell_grabbed (self->console_screen);
    }
  else if (state == CONSOLE_KEEPER_STATE_OFF || state == CONSOLE_KEEPER_STATE_FAILED)
    self->shown_once = FALSE;

  update_off_page (self);
  update_status (self, state);
  update_fault (self, state);
  update_security (self);
  gtk_stack_set_visible_child_name (self->stack, find_page (self, state));
  muster_console_commands_update (self->commands, state == CONSOLE_KEEPER_STATE_CONNECTED,
                                  self->shown_once);
}

/* --- actions ------------------------------------------------------------------ */

/* One of its monitors is enough. */
static gboolean
is_seen (MusterConsoleView *self)
{
  return (gtk_widget_get_mapped (GTK_WIDGET (self)) && !shows_serial (self)) ||
         (self->monitors != NULL && muster_console_monitors_get_open (self->monitors));
}

/* Connected while there is somebody to see it, and not seen elsewhere. */
static void
update_keeper (MusterConsoleView *self)
{
  if (self->keeper == NULL)
    return;

  if (is_seen (self) && !self->elsewhere)
    console_keeper_start (self->keeper);
  else
    console_keeper_stop (self->keeper);
}

static void
retry (MusterConsoleView *self)
{
  if (self->keeper == NULL)
    return;

  muster_screen_diagnosis_forget (self->diagnosis);
  console_keeper_retry (self->keeper);
  update (self);
}

static void
retry_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       data)
{
  retry (data);
}

/* Begins anew: what is shown or is wrong now is no more of interest. */
static void
start_over (MusterConsoleView *self)
{
  console_keeper_stop (self->keeper);
  self->shown_once = FALSE;
  muster_screen_diagnosis_forget (self->diagnosis);
  update_keeper (self);
  update (self);
}

static void
set_pictures (MusterConsoleView *self,
              gboolean           pictures)
{
  if (self->keeper == NULL)
    return;

  muster_vm_screen_set_pictures (self->screen, pictures);
  start_over (self);
  muster_console_view_grab (self);
}

static void
pictures_cb (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       data)
{
  set_pictures (data, TRUE);
}

static void
display_cb (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       data)
{
  set_pictures (data, FALSE);
}

/* --- serial consoles -------------------------------------------------------------- */

static void
look_for_serials (MusterConsoleView *self)
{
  if (self->devices != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)) && !self->elsewhere)
    muster_console_devices_look (self->devices);
}

static void
devices_cb (MusterConsoleView *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DEVICES]);
  update (self);
}

static void
device_cb (MusterConsoleView *self)
{
  muster_serial_view_set_device (self->serial_view,
                                 muster_console_devices_get_device (self->devices),
                                 muster_console_devices_get_label (self->devices));
  start_over (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SERIAL]);
  muster_console_view_grab (self);
}

/* --- monitors ---------------------------------------------------------------------- */

static void
monitors_cb (MusterConsoleView *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MONITORS]);
}

static const GActionEntry entries[] = {
  { "retry", retry_cb },
  { "use-pictures", pictures_cb },
  { "use-display", display_cb },
};

/* --- object ---------------------------------------------------------------------- */

static void
set_elsewhere (MusterConsoleView *self,
               gboolean           elsewhere)
{
  if (elsewhere == self->elsewhere)
    return;

  self->elsewhere = elsewhere;
  self->shown_once = FALSE;
  if (elsewhere && self->monitors != NULL)
    muster_console_monitors_close (self->monitors);
  update_keeper (self);
  update (self);
  look_for_serials (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ELSEWHERE]);
}

static void
muster_console_view_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  MusterConsoleView *self = MUSTER_CONSOLE_VIEW (object);

  switch (prop_id)
    {
    case PROP_EXPOSED:
      g_value_set_boolean (value, self->exposed);
      break;
    case PROP_OPEN:
      g_value_set_boolean (value, self->open);
      break;
    case PROP_PASSWORDS_NEXT:
      g_value_set_boolean (value, self->passwords_next);
      break;
    case PROP_PICTURES:
      g_value_set_boolean (value, self->pictures);
      break;
    case PROP_ELSEWHERE:
      g_value_set_boolean (value, self->elsewhere);
      break;
    case PROP_SETTINGS:
      g_value_set_object (value, self->settings);
      break;
    case PROP_DEVICES:
      g_value_set_object (value, self->devices != NULL
                                 ? muster_console_devices_get_menu (self->devices) : NULL);
      break;
    case PROP_SERIAL:
      g_value_set_boolean (value, shows_serial (self));
      break;
    case PROP_MONITORS:
      g_value_set_object (value, self->monitors != NULL
                                 ? muster_console_monitors_get_menu (self->monitors) : NULL);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
muster_console_view_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  if (prop_id == PROP_ELSEWHERE)
    set_elsewhere (MUSTER_CONSOLE_VIEW (object), g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
muster_console_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (muster_console_view_parent_class)->map (widget);

  update_keeper (MUSTER_CONSOLE_VIEW (widget));
  look_for_serials (MUSTER_CONSOLE_VIEW (widget));
}

static void
muster_console_view_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (muster_console_view_parent_class)->unmap (widget);

  update_keeper (MUSTER_CONSOLE_VIEW (widget));
  /* What listens must be seen to listen. */
  if (MUSTER_CONSOLE_VIEW (widget)->keeper != NULL)
    g_action_group_change_action_state (G_ACTION_GROUP (MUSTER_CONSOLE_VIEW (widget)->actions),
                                        "microphone", g_variant_new_boolean (FALSE));
}

static gboolean
muster_console_view_grab_focus (GtkWidget *widget)
{
  MusterConsoleView *self = MUSTER_CONSOLE_VIEW (widget);

  return gtk_widget_grab_focus (shows_serial (self) ? GTK_WIDGET (self->serial_view)
                                                    : GTK_WIDGET (self->console_screen));
}

static void
muster_console_view_dispose (GObject *object)
{
  MusterConsoleView *self = MUSTER_CONSOLE_VIEW (object);

  if (self->monitors != NULL)
    muster_console_monitors_close (self->monitors);
  if (self->keeper != NULL)
    console_keeper_stop (self->keeper);
  g_clear_object (&self->keeper);
  g_clear_object (&self->diagnosis);
  g_clear_object (&self->repairs);
  g_clear_object (&self->screen);
  g_clear_object (&self->vm);
  g_clear_object (&self->settings);
  /* AdwBin does not notice when the template takes its child away. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), MUSTER_TYPE_CONSOLE_VIEW);

  G_OBJECT_CLASS (muster_console_view_parent_class)->dispose (object);
}

static void
muster_console_view_finalize (GObject *object)
{
  MusterConsoleView *self = MUSTER_CONSOLE_VIEW (object);

  g_clear_object (&self->commands);
  g_clear_object (&self->files);
  g_clear_object (&self->devices);
  g_clear_object (&self->monitors);
  g_clear_object (&self->actions);

  G_OBJECT_CLASS (muster_console_view_parent_class)->finalize (object);
}

static void
muster_console_view_class_init (MusterConsoleViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = muster_console_view_get_property;
  object_class->set_property = muster_console_view_set_property;
  object_class->dispose = muster_console_view_dispose;
  object_class->finalize = muster_console_view_finalize;

  widget_class->map = muster_console_view_map;
  widget_class->unmap = muster_console_view_unmap;
  widget_class->grab_focus = muster_console_view_grab_focus;

  properties[PROP_EXPOSED] =
    g_param_spec_boolean ("exposed", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS |
                          G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_OPEN] =
    g_param_spec_boolean ("open", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS |
                          G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_PASSWORDS_NEXT] =
    g_param_spec_boolean ("passwords-next", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS |
                          G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_PICTURES] =
    g_param_spec_boolean ("pictures", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS |
                          G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_ELSEWHERE] =
    g_param_spec_boolean ("elsewhere", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS |
                          G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_SETTINGS] =
    g_param_spec_object ("settings", NULL, NULL, G_TYPE_SETTINGS,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS |
                         G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_DEVICES] =
    g_param_spec_object ("devices", NULL, NULL, G_TYPE_MENU_MODEL,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS |
                         G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_SERIAL] =
    g_param_spec_boolean ("serial", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS |
                          G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_MONITORS] =
    g_param_spec_object ("monitors", NULL, NULL, G_TYPE_MENU_MODEL,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS |
                         G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (MUSTER_TYPE_CONSOLE_SCREEN);
  g_type_ensure (MUSTER_TYPE_CONSOLE_FAULT_PAGE);
  g_type_ensure (MUSTER_TYPE_SERIAL_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/virt_muster/Muster/ui/muster-console-view.ui");
  gtk_widget_class_bind_template_child (widget_class, MusterConsoleView, stack);
  gtk_widget_class_bind_template_child (widget_class, MusterConsoleView, console_screen);
  gtk_widget_class_bind_template_child (widget_class, MusterConsoleView, off_page);
  gtk_widget_class_bind_template_child (widget_class, MusterConsoleView, fault_page);
  gtk_widget_class_bind_template_child (widget_class, MusterConsoleView, serial_view);
}

static void
muster_console_view_init (MusterConsoleView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->actions = g_simple_action_group_new ();
  gtk_widget_insert_action_group (GTK_WIDGET (self), "console",
                                  G_ACTION_GROUP (self->actions));
}

GtkWidget *
muster_console_view_new (void)
{
  return g_object_new (MUSTER_TYPE_CONSOLE_VIEW, NULL);
}

static void
connect_signals (MusterConsoleView *self)
{
  const struct
  {
    gpointer object;
    const char *signal;
    GCallback callback;
  } handlers[] = {
    { self->screen, "found", G_CALLBACK (update) },
    { self->keeper, "notify", G_CALLBACK (update) },
    { self->vm, "notify::state", G_CALLBACK (update) },
    { self->vm, "notify::graphics", G_CALLBACK (update) },
    { self->vm, "notify::state", G_CALLBACK (look_for_serials) },
    { self->vm, "notify::host", G_CALLBACK (look_for_serials) },
    { self->devices, "notify::menu", G_CALLBACK (devices_cb) },
    { self->devices, "notify::device", G_CALLBACK (device_cb) },
    { self->monitors, "notify::menu", G_CALLBACK (monitors_cb) },
    { self->monitors, "notify::open", G_CALLBACK (update_keeper) },
    { self->diagnosis, "found", G_CALLBACK (update) },
    { self->repairs, "repaired", G_CALLBACK (retry) },
    { muster_console_screen_get_display (self->console_screen), "notify::read-only",
      G_CALLBACK (update) },
    /* What is connected in the clear must not stay so, and may be refused now. */
    { self->settings, "changed::console-encrypted-only", G_CALLBACK (start_over) },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (handlers); i++)
    g_signal_connect_object (handlers[i].object, handlers[i].signal, handlers[i].callback,
                             self, G_CONNECT_SWAPPED);
}

void
muster_console_view_set_vm (MusterConsoleView *self,
                            MusterDesk        *desk,
                            MusterVm          *vm,
                            GSettings         *settings)
{
  g_autofree char *label = NULL;
  ConsoleDisplay *display;
  GActionMap *actions;

  g_return_if_fail (MUSTER_IS_CONSOLE_VIEW (self));
  g_return_if_fail (MUSTER_IS_DESK (desk));
  g_return_if_fail (MUSTER_IS_VM (vm));
  g_return_if_fail (self->vm == NULL);

  display = muster_console_screen_get_display (self->console_screen);
  actions = G_ACTION_MAP (self->actions);
  self->vm = g_object_ref (vm);
  self->screen = muster_vm_screen_new (desk, vm, settings);
  self->diagnosis = muster_screen_diagnosis_new (self->screen);
  self->keeper = console_keeper_new (CONSOLE_SOURCE (self->screen));
  console_display_set_keeper (display, self->keeper);
  /* Translators: the accessible name of a VM's screen */
  label = g_strdup_printf (_("Screen of %s"), muster_vm_get_label (vm));
  console_display_set_label (display, label);

  self->settings = g_object_ref (settings);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SETTINGS]);
  muster_console_screen_set_settings (self->console_screen, settings);
  self->commands = muster_console_commands_new (display, actions, vm, settings);
  self->files = muster_console_files_new (display, actions, desk, vm);
  self->repairs = muster_console_repairs_new (GTK_WIDGET (self), actions, desk, vm, self->screen);
  self->devices = muster_console_devices_new (desk, vm, actions);
  self->monitors = muster_console_monitors_new (display, actions, vm, settings);
  muster_serial_view_set_vm (self->serial_view, desk, vm);
  g_action_map_add_action_entries (actions, entries, G_N_ELEMENTS (entries), self);

  connect_signals (self);
  update (self);
  update_keeper (self);
}

GActionGroup *
muster_console_view_get_actions (MusterConsoleView *self)
{
  g_return_val_if_fail (MUSTER_IS_CONSOLE_VIEW (self), NULL);

  return G_ACTION_GROUP (self->actions);
}

ConsoleDisplay *
muster_console_view_get_display (MusterConsoleView *self)
{
  g_return_val_if_fail (MUSTER_IS_CONSOLE_VIEW (self), NULL);

  return muster_console_screen_get_display (self->console_screen);
}

void
muster_console_view_grab (MusterConsoleView *self)
{
  g_return_if_fail (MUSTER_IS_CONSOLE_VIEW (self));

  gtk_widget_grab_focus (GTK_WIDGET (self));
}
