/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <vte/vte.h>

#include "muster-serial-view.h"
#include "muster-ui.h"
#include "muster-vm-actions.h"
#include "muster-vm-serial.h"

#define ZOOM_STEP 1.2
#define ZOOM_MIN 0.5
#define ZOOM_MAX 4.0

struct _MusterSerialView
{
  AdwBin parent_instance;

  GtkStack *stack;
  VteTerminal *terminal;
  AdwStatusPage *status_page;
  GtkWidget *take_over_button;
  GtkWidget *connect_button;

  MusterDesk *desk;
  MusterVm *vm;
  char *device;
  MusterDomainConsole *console;
  GSimpleActionGroup *actions;
  guint attempt;              /* what an older one brings is not wanted any more */
  gboolean connecting;

  GtkWidget *root;            /* while the terminal has the keyboard */
  GtkEventController *keys;
};

G_DEFINE_FINAL_TYPE (MusterSerialView, muster_serial_view, ADW_TYPE_BIN)

/* --- what is said ---------------------------------------------------------------- */

static void
show_status (MusterSerialView *self,
             const char       *title,
             const char       *text,
             gboolean          taken)
{
  adw_status_page_set_title (self->status_page, title);
  muster_ui_set_description (self->status_page, text);
  gtk_widget_set_visible (self->take_over_button, taken);
  gtk_stack_set_visible_child_name (self->stack, "status");
}

static void
show_refusal (MusterSerialView *self,
              const GError     *error)
{
  if (g_error_matches (error, MUSTER_ACTION_ERROR, MUSTER_ACTION_ERROR_TAKEN))
    show_status (self, _("Somebody Else Has This Console"),
                 _("A serial console has one user at a time. Whoever has it now loses it when you take it over."),
                 TRUE);
  else
    show_status (self, _("The Serial Console Cannot Be Opened"), error->message, FALSE);
}

static void
ended_cb (MusterSerialView *self)
{
  const GError *error = muster_domain_console_get_error (self->console);

  show_status (self, _("The Serial Console Was Closed"),
               error != NULL ? error->message
               : _("Somebody else took it over, or the VM was shut down."),
               FALSE);
}

/* --- the connection ---------------------------------------------------------------- */

static void
disconnect (MusterSerialView *self)
{
  self->attempt++;
  self->connecting = FALSE;
  if (self->console == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->console, self);
  muster_domain_console_close (self->console);
  g_clear_object (&self->console);
}

static void
received_cb (MusterSerialView *self,
             GBytes           *bytes)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  vte_terminal_feed (self->terminal, data, (gssize) length);
}

static void
use_console (MusterSerialView    *self,
             MusterDomainConsole *console)
{
  self->console = g_object_ref (console);
  g_signal_connect_object (console, "received", G_CALLBACK (received_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (console, "ended", G_CALLBACK (ended_cb), self, G_CONNECT_SWAPPED);
  vte_terminal_reset (self->terminal, TRUE, FALSE);
  gtk_stack_set_visible_child_name (self->stack, "terminal");
  gtk_widget_grab_focus (GTK_WIDGET (self->terminal));
}

typedef struct
{
  MusterSerialView *view;
  guint attempt;
} Attempt;

static void
attempt_free (gpointer data)
{
  Attempt *self = data;

  g_object_unref (self->view);
  g_free (self);
}

/* A console that nobody waits for any more is closed when it is dropped. */
static DexFuture *
opened_cb (DexFuture *future,
           gpointer   data)
{
  Attempt *attempt = data;
  MusterSerialView *self = attempt->view;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  if (attempt->attempt != self->attempt)
    return dex_future_new_true ();

  self->connecting = FALSE;
  if (value != NULL)
    use_console (self, g_value_get_object (value));
  else
    show_refusal (self, error);

  return dex_future_new_true ();
}

static void
connect_to (MusterSerialView *self,
            gboolean          force)
{
  Attempt *attempt;

  disconnect (self);
  if (self->device == NULL || self->vm == NULL)
    return;

  attempt = g_new0 (Attempt, 1);
  attempt->view = g_object_ref (self);
  attempt->attempt = self->attempt;
  self->connecting = TRUE;
  gtk_stack_set_visible_child_name (self->stack, "connecting");
  dex_future_disown (
    dex_future_finally (muster_vm_serial_open (muster_desk_get_inventory (self->desk), self->vm,
                                               self->device, force),
                        opened_cb, attempt, attempt_free));
}

/* Of what the guest was sent and cannot take yet nothing is lost silently. */
static void
commit_cb (MusterSerialView *self,
           const char       *text,
           guint             length)
{
  if (self->console == NULL || muster_domain_console_get_ended (self->console) ||
      muster_domain_console_send (self->console, text, length))
    return;

  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s",
                              _("The guest does not take as much text at once: nothing was sent."));
}

/* --- the keyboard ------------------------------------------------------------------- */

static const struct
{
  guint key;
  GdkModifierType modifiers;
  const char *action;
} shortcuts[] = {
  { GDK_KEY_c, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "copy" },
  { GDK_KEY_v, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "paste" },
  { GDK_KEY_a, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "select-all" },
  { GDK_KEY_plus, GDK_CONTROL_MASK, "zoom-in" },
  { GDK_KEY_plus, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "zoom-in" },
  { GDK_KEY_equal, GDK_CONTROL_MASK, "zoom-in" },
  { GDK_KEY_KP_Add, GDK_CONTROL_MASK, "zoom-in" },
  { GDK_KEY_minus, GDK_CONTROL_MASK, "zoom-out" },
  { GDK_KEY_KP_Subtract, GDK_CONTROL_MASK, "zoom-out" },
  { GDK_KEY_0, GDK_CONTROL_MASK, "zoom-normal" },
  { GDK_KEY_ISO_Left_Tab, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "leave" },
  { GDK_KEY_Tab, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "leave" },
};

static const char *
find_shortcut (guint           keyval,
               GdkModifierType state)
{
  GdkModifierType modifiers = state & (GDK_CONTROL_MASK | GDK_SHIFT_MASK | GDK_ALT_MASK |
                                       GDK_SUPER_MASK);

  for (gsize i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    if (shortcuts[i].key == gdk_keyval_to_lower (keyval) &&
        shortcuts[i].modifiers == modifiers)
      return shortcuts[i].action;

  return NULL;
}

/* Ours first, then the guest's; the window's own come last, so that Ctrl+Q and F10
 * get to the guest. */
static gboolean
key_pressed_cb (MusterSerialView      *self,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                GtkEventControllerKey *controller)
{
  const char *action = find_shortcut (keyval, state);

  if (action != NULL)
    {
      g_action_group_activate_action (G_ACTION_GROUP (self->actions), action, NULL);
      return GDK_EVENT_STOP;
    }

  return gtk_event_controller_key_forward (controller, GTK_WIDGET (self->terminal));
}

static void
let_keyboard_go (MusterSerialView *self)
{
  if (self->root == NULL)
    return;

  gtk_widget_remove_controller (self->root, self->keys);
  g_clear_object (&self->keys);
  g_clear_object (&self->root);
}

static void
take_keyboard (MusterSerialView *self)
{
  let_keyboard_go (self);
  self->root = g_object_ref (GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self))));
  self->keys = g_object_ref_sink (gtk_event_controller_key_new ());
  gtk_event_controller_set_propagation_phase (self->keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (self->keys, "key-pressed", G_CALLBACK (key_pressed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (self->root, g_object_ref (self->keys));
}

/* --- actions -------------------------------------------------------------------------- */

static void
copy_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       data)
{
  vte_terminal_copy_clipboard_format (MUSTER_SERIAL_VIEW (data)->terminal, VTE_FORMAT_TEXT);
}

static void
paste_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       data)
{
  vte_terminal_paste_clipboard (MUSTER_SERIAL_VIEW (data)->terminal);
}

static void
select_all_cb (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       data)
{
  vte_terminal_select_all (MUSTER_SERIAL_VIEW (data)->terminal);
}

static void
zoom (MusterSerialView *self,
      double            factor)
{
  double scale = vte_terminal_get_font_scale (self->terminal) * factor;

  vte_terminal_set_font_scale (self->terminal, CLAMP (scale, ZOOM_MIN, ZOOM_MAX));
}

static void
zoom_in_cb (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       data)
{
  zoom (data, ZOOM_STEP);
}

static void
zoom_out_cb (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       data)
{
  zoom (data, 1 / ZOOM_STEP);
}

static void
zoom_normal_cb (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       data)
{
  vte_terminal_set_font_scale (MUSTER_SERIAL_VIEW (data)->terminal, 1);
}

static void
leave_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       data)
{
  /* In full screen there is nowhere else to go to. */
  gtk_widget_activate_action (data, "win.show-bar", NULL);
  gtk_widget_child_focus (GTK_WIDGET (gtk_widget_get_root (data)), GTK_DIR_TAB_BACKWARD);
}

static void
connect_cb (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       data)
{
  connect_to (data, FALSE);
}

static void
take_over_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       data)
{
  connect_to (data, TRUE);
}

static const GActionEntry entries[] = {
  { "copy", copy_cb },
  { "paste", paste_cb },
  { "select-all", select_all_cb },
  { "zoom-in", zoom_in_cb },
  { "zoom-out", zoom_out_cb },
  { "zoom-normal", zoom_normal_cb },
  { "leave", leave_cb },
  { "connect", connect_cb },
  { "take-over", take_over_cb },
};

static void
update_copy (MusterSerialView *self)
{
  GAction *copy = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "copy");

  g_simple_action_set_enabled (G_SIMPLE_ACTION (copy),
                               vte_terminal_get_has_selection (self->terminal));
}

/* --- object ----------------------------------------------------------------------------- */

/* As the rest of the window is, light or dark. */
static void
update_colors (MusterSerialView *self)
{
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  GdkRGBA text;
  GdkRGBA ground;

  gdk_rgba_parse (&text, dark ? "#ffffff" : "#1e1e1e");
  gdk_rgba_parse (&ground, dark ? "#1d1d20" : "#ffffff");
  vte_terminal_set_colors (self->terminal, &text, &ground, NULL, 0);
}

static void
muster_serial_view_map (GtkWidget *widget)
{
  MusterSerialView *self = MUSTER_SERIAL_VIEW (widget);

  GTK_WIDGET_CLASS (muster_serial_view_parent_class)->map (widget);

  if (self->console == NULL && !self->connecting)
    connect_to (self, FALSE);
}

static void
muster_serial_view_unmap (GtkWidget *widget)
{
  MusterSerialView *self = MUSTER_SERIAL_VIEW (widget);

  disconnect (self);
  let_keyboard_go (self);

  GTK_WIDGET_CLASS (muster_serial_view_parent_class)->unmap (widget);
}

static gboolean
muster_serial_view_grab_focus (GtkWidget *widget)
{
  MusterSerialView *self = MUSTER_SERIAL_VIEW (widget);

  return self->console != NULL
         ? gtk_widget_grab_focus (GTK_WIDGET (self->terminal))
         : GTK_WIDGET_CLASS (muster_serial_view_parent_class)->grab_focus (widget);
}

static void
muster_serial_view_dispose (GObject *object)
{
  MusterSerialView *self = MUSTER_SERIAL_VIEW (object);

  disconnect (self);
  let_keyboard_go (self);
  g_clear_object (&self->desk);
  g_clear_object (&self->vm);
  /* AdwBin does not notice when the template takes its child away. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), MUSTER_TYPE_SERIAL_VIEW);

  G_OBJECT_CLASS (muster_serial_view_parent_class)->dispose (object);
}

static void
muster_serial_view_finalize (GObject *object)
{
  MusterSerialView *self = MUSTER_SERIAL_VIEW (object);

  g_clear_object (&self->actions);
  g_free (self->device);

  G_OBJECT_CLASS (muster_serial_view_parent_class)->finalize (object);
}

static void
muster_serial_view_class_init (MusterSerialViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = muster_serial_view_dispose;
  object_class->finalize = muster_serial_view_finalize;
  widget_class->map = muster_serial_view_map;
  widget_class->unmap = muster_serial_view_unmap;
  widget_class->grab_focus = muster_serial_view_grab_focus;

  g_type_ensure (VTE_TYPE_TERMINAL);
  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/virt_muster/Muster/ui/muster-serial-view.ui");
  gtk_widget_class_bind_template_child (widget_class, MusterSerialView, stack);
  gtk_widget_class_bind_template_child (widget_class, MusterSerialView, terminal);
  gtk_widget_class_bind_template_child (widget_class, MusterSerialView, status_page);
  gtk_widget_class_bind_template_child (widget_class, MusterSerialView, take_over_button);
  gtk_widget_class_bind_template_child (widget_class, MusterSerialView, connect_button);
}

static void
muster_serial_view_init (MusterSerialView *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries,
                                   G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "serial", G_ACTION_GROUP (self->actions));
  gtk_widget_init_template (GTK_WIDGET (self));

  g_signal_connect_object (focus, "enter", G_CALLBACK (take_keyboard), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (focus, "leave", G_CALLBACK (let_keyboard_go), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->terminal), focus);
  g_signal_connect_object (self->terminal, "commit", G_CALLBACK (commit_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->terminal, "selection-changed", G_CALLBACK (update_copy), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (update_colors), self, G_CONNECT_SWAPPED);
  update_colors (self);
  update_copy (self);
}

void
muster_serial_view_set_vm (MusterSerialView *self,
                           MusterDesk       *desk,
                           MusterVm         *vm)
{
  g_return_if_fail (MUSTER_IS_SERIAL_VIEW (self));
  g_return_if_fail (MUSTER_IS_DESK (desk));
  g_return_if_fail (MUSTER_IS_VM (vm));

  g_set_object (&self->desk, desk);
  g_set_object (&self->vm, vm);
}

void
muster_serial_view_set_device (MusterSerialView *self,
                               const char       *device,
                               const char       *label)
{
  g_autofree char *name = NULL;

  g_return_if_fail (MUSTER_IS_SERIAL_VIEW (self));

  if (!g_set_str (&self->device, device))
    return;

  /* Translators: the accessible name of a terminal: "Serial Console" of a VM */
  name = g_strdup_printf (_("%s of %s"), label != NULL ? label : "",
                          muster_vm_get_label (self->vm));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->terminal),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)) || device == NULL)
    connect_to (self, FALSE);
}
