/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "console.h"
#include "console-combo.h"
#include "muster-console-view.h"
#include "muster-ui.h"
#include "muster-vm-column.h"
#include "muster-vm-screen.h"

struct _MusterConsoleView
{
  AdwBin parent_instance;

  GtkStack *stack;
  GtkScrolledWindow *scrolled_window;
  ConsoleDisplay *display;
  GtkRevealer *status_revealer;
  GtkLabel *status_label;
  AdwStatusPage *off_page;
  AdwStatusPage *failed_page;
  GtkWidget *start_button;

  MusterVm *vm;
  ConsoleKeeper *keeper;
  GSettings *settings;
  GSimpleActionGroup *actions;
  gboolean shown_once;    /* there is a picture to freeze */
  gboolean exposed;
  gboolean elsewhere;
};

enum { PROP_0, PROP_EXPOSED, PROP_ELSEWHERE, N_PROPS };

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (MusterConsoleView, muster_console_view, ADW_TYPE_BIN)

/* --- states ----------------------------------------------------------------- */

static const char *
find_page (MusterConsoleView  *self,
           ConsoleKeeperState  state)
{
  if (self->elsewhere)
    return "elsewhere";

  switch (state)
    {
    case CONSOLE_KEEPER_STATE_CONNECTED:
      return "screen";
    case CONSOLE_KEEPER_STATE_RECONNECTING:
      return self->shown_once ? "screen" : "connecting";
    case CONSOLE_KEEPER_STATE_CONNECTING:
      return self->shown_once ? "screen" : "connecting";
    case CONSOLE_KEEPER_STATE_OFF:
      return "off";
    case CONSOLE_KEEPER_STATE_FAILED:
      return "failed";
    case CONSOLE_KEEPER_STATE_IDLE:
    default:
      return self->shown_once ? "screen" : "connecting";
    }
}

static void
update_off_page (MusterConsoleView *self)
{
  g_autofree char *state = muster_vm_dup_state_text (self->vm);
  g_autofree char *title = NULL;

  /* Translators: a VM's name and its state */
  title = g_strdup_printf (_("%s: %s"), muster_vm_get_name (self->vm), state);
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
  gtk_label_set_text (self->status_label, text);
  gtk_revealer_set_reveal_child (self->status_revealer, waiting && self->shown_once);
  muster_ui_set_description (self->failed_page, error);
}

static void
enable (MusterConsoleView *self,
        const char        *name,
        gboolean           enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

/* Whether somebody on the network between could look on: what stays on this
 * machine needs no cipher. */
static gboolean
is_exposed (MusterConsoleView *self)
{
  ConsoleSession *session = console_keeper_get_session (self->keeper);

  return session != NULL &&
         console_keeper_get_state (self->keeper) == CONSOLE_KEEPER_STATE_CONNECTED &&
         !console_keeper_get_encrypted (self->keeper) &&
         !console_target_is_local (console_session_get_target (session));
}

static void
update_exposed (MusterConsoleView *self)
{
  gboolean exposed = is_exposed (self);

  if (exposed == self->exposed)
    return;

  self->exposed = exposed;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EXPOSED]);
}

static void
update (MusterConsoleView *self)
{
  ConsoleKeeperState state;

  if (self->keeper == NULL)
    return;

  state = console_keeper_get_state (self->keeper);
  if (state == CONSOLE_KEEPER_STATE_CONNECTED)
    self->shown_once = TRUE;
  else if (state == CONSOLE_KEEPER_STATE_OFF || state == CONSOLE_KEEPER_STATE_FAILED)
    self->shown_once = FALSE;

  update_off_page (self);
  update_status (self, state);
  update_exposed (self);
  gtk_stack_set_visible_child_name (self->stack, find_page (self, state));
  enable (self, "send-keys", state == CONSOLE_KEEPER_STATE_CONNECTED);
  enable (self, "screenshot", self->shown_once);
}

/* --- actions ------------------------------------------------------------------ */

static void
send_keys_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       data)
{
  MusterConsoleView *self = data;
  const ConsoleCombo *combo =
    console_combo_find (g_variant_get_string (parameter, NULL));

  if (combo != NULL)
    console_display_send_keys (self->display, combo->keysyms, combo->n_keysyms);
  muster_console_view_grab (self);
}

static void
tell_saved (MusterConsoleView *self,
            const GError      *error)
{
  g_autofree char *text = NULL;

  if (error == NULL)
    text = g_strdup (_("Screenshot saved"));
  else
    /* Translators: a sentence that says why */
    text = g_strdup_printf (_("The screenshot could not be saved: %s"), error->message);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", text);
}

static void
replaced_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (MusterConsoleView) self = data;
  g_autoptr (GError) error = NULL;

  g_file_replace_contents_finish (G_FILE (source), result, NULL, &error);
  tell_saved (self, error);
}

typedef struct
{
  MusterConsoleView *view;
  GBytes *png;
} Shot;

static void
file_chosen_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      data)
{
  g_autofree Shot *shot = data;
  g_autoptr (GBytes) png = shot->png;
  g_autoptr (MusterConsoleView) self = shot->view;
  g_autoptr (GFile) file =
    gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, NULL);

  if (file == NULL)
    return;

  g_file_replace_contents_bytes_async (file, png, NULL, FALSE,
                                       G_FILE_CREATE_REPLACE_DESTINATION, NULL,
                                       replaced_cb, g_object_ref (self));
}

static void
screenshot_cb (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       data)
{
  MusterConsoleView *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture =
    console_display_dup_screenshot (self->display, &error);
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autofree char *name = g_strconcat (muster_vm_get_name (self->vm), ".png", NULL);
  Shot *shot;

  if (texture == NULL)
    {
      tell_saved (self, error);
      return;
    }

  /* Taken now: the picture goes on while the person looks for a folder. */
  shot = g_new0 (Shot, 1);
  shot->view = g_object_ref (self);
  shot->png = gdk_texture_save_to_png_bytes (texture);
  gtk_file_dialog_set_title (dialog, _("Save Screenshot"));
  gtk_file_dialog_set_initial_name (dialog, g_strdelimit (name, "/", '-'));
  gtk_file_dialog_save (dialog, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                        NULL, file_chosen_cb, shot);
}

static void
retry_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       data)
{
  MusterConsoleView *self = data;

  if (self->keeper != NULL)
    console_keeper_retry (self->keeper);
}

static void
apply_scaling (MusterConsoleView *self,
               gboolean           fit)
{
  GtkPolicyType policy = fit ? GTK_POLICY_NEVER : GTK_POLICY_AUTOMATIC;

  console_display_set_scaling (self->display, fit ? CONSOLE_SCALING_FIT
                                                  : CONSOLE_SCALING_ONE_TO_ONE);
  gtk_scrolled_window_set_policy (self->scrolled_window, policy, policy);
}

static void
scaling_changed_cb (MusterConsoleView *self)
{
  g_autofree char *scaling = g_settings_get_string (self->settings, "console-scaling");
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "fit");
  gboolean fit = g_str_equal (scaling, "fit");

  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_boolean (fit));
  apply_scaling (self, fit);
}

static void
fit_state_cb (GSimpleAction *action,
              GVariant      *state,
              gpointer       data)
{
  MusterConsoleView *self = data;

  if (self->settings != NULL)
    g_settings_set_string (self->settings, "console-scaling",
                           g_variant_get_boolean (state) ? "fit" : "original");
}

static const GActionEntry entries[] = {
  { "send-keys", send_keys_cb, "s" },
  { "screenshot", screenshot_cb },
  { "retry", retry_cb },
  { "fit", NULL, NULL, "true", fit_state_cb },
};

/* --- object ---------------------------------------------------------------------- */

/* Connected while there is somebody to see it, and not seen elsewhere. */
static void
update_keeper (MusterConsoleView *self)
{
  if (self->keeper == NULL)
    return;

  if (gtk_widget_get_mapped (GTK_WIDGET (self)) && !self->elsewhere)
    console_keeper_start (self->keeper);
  else
    console_keeper_stop (self->keeper);
}

static void
set_elsewhere (MusterConsoleView *self,
               gboolean           elsewhere)
{
  if (elsewhere == self->elsewhere)
    return;

  self->elsewhere = elsewhere;
  self->shown_once = FALSE;
  update_keeper (self);
  update (self);
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
    case PROP_ELSEWHERE:
      g_value_set_boolean (value, self->elsewhere);
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
}

static void
muster_console_view_unmap (GtkWidget *widget)
{
  MusterConsoleView *self = MUSTER_CONSOLE_VIEW (widget);

  if (self->keeper != NULL)
    console_keeper_stop (self->keeper);

  GTK_WIDGET_CLASS (muster_console_view_parent_class)->unmap (widget);
}

static gboolean
muster_console_view_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (MUSTER_CONSOLE_VIEW (widget)->display));
}

static void
muster_console_view_dispose (GObject *object)
{
  MusterConsoleView *self = MUSTER_CONSOLE_VIEW (object);

  if (self->keeper != NULL)
    console_keeper_stop (self->keeper);
  g_clear_object (&self->keeper);
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
  g_clear_object (&MUSTER_CONSOLE_VIEW (object)->actions);

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
  properties[PROP_ELSEWHERE] =
    g_param_spec_boolean ("elsewhere", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS |
                          G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (CONSOLE_TYPE_DISPLAY);
  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/virt_muster/Muster/ui/muster-console-view.ui");
  gtk_widget_class_bind_template_child (widget_class, MusterConsoleView, stack);
  gtk_widget_class_bind_template_child (widget_class, MusterConsoleView, scrolled_window);
  gtk_widget_class_bind_template_child (widget_class, MusterConsoleView, display);
  gtk_widget_class_bind_template_child (widget_class, MusterConsoleView, status_revealer);
  gtk_widget_class_bind_template_child (widget_class, MusterConsoleView, status_label);
  gtk_widget_class_bind_template_child (widget_class, MusterConsoleView, off_page);
  gtk_widget_class_bind_template_child (widget_class, MusterConsoleView, failed_page);
  gtk_widget_class_bind_template_child (widget_class, MusterConsoleView, start_button);
}

static void
muster_console_view_init (MusterConsoleView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries,
                                   G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "console",
                                  G_ACTION_GROUP (self->actions));
}

GtkWidget *
muster_console_view_new (void)
{
  return g_object_new (MUSTER_TYPE_CONSOLE_VIEW, NULL);
}

void
muster_console_view_set_vm (MusterConsoleView *self,
                            MusterDesk        *desk,
                            MusterVm          *vm,
                            GSettings         *settings)
{
  g_autoptr (ConsoleSource) source = NULL;
  g_autofree char *label = NULL;

  g_return_if_fail (MUSTER_IS_CONSOLE_VIEW (self));
  g_return_if_fail (MUSTER_IS_DESK (desk));
  g_return_if_fail (MUSTER_IS_VM (vm));
  g_return_if_fail (self->vm == NULL);

  self->vm = g_object_ref (vm);
  source = muster_vm_screen_new (desk, vm);
  self->keeper = console_keeper_new (source);
  console_display_set_keeper (self->display, self->keeper);
  /* Translators: the accessible name of a VM's screen */
  label = g_strdup_printf (_("Screen of %s"), muster_vm_get_name (vm));
  console_display_set_label (self->display, label);

  self->settings = g_object_ref (settings);
  g_signal_connect_object (settings, "changed::console-scaling",
                           G_CALLBACK (scaling_changed_cb), self, G_CONNECT_SWAPPED);
  scaling_changed_cb (self);

  g_signal_connect_object (self->keeper, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (vm, "notify::state", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  update_keeper (self);
}

GActionGroup *
muster_console_view_get_actions (MusterConsoleView *self)
{
  g_return_val_if_fail (MUSTER_IS_CONSOLE_VIEW (self), NULL);

  return G_ACTION_GROUP (self->actions);
}

void
muster_console_view_grab (MusterConsoleView *self)
{
  g_return_if_fail (MUSTER_IS_CONSOLE_VIEW (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->display));
}
