/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "console-combo.h"
#include "muster-console-tools.h"

struct _MusterConsoleTools
{
  AdwBin parent_instance;

  GtkMenuButton *devices_button;
  GtkWidget *screen_tools;
  GtkMenuButton *keys_button;
  GtkWidget *screenshot_button;
  GMenu *monitors_section;

  gboolean exposed;
  GSettings *settings;
  GMenuModel *devices;
  GMenuModel *monitors;
  gboolean serial;
  gboolean narrow;
};

enum
{
  PROP_0,
  PROP_EXPOSED,
  PROP_SETTINGS,
  PROP_DEVICES,
  PROP_SERIAL,
  PROP_NARROW,
  PROP_MONITORS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (MusterConsoleTools, muster_console_tools, ADW_TYPE_BIN)

static void
append_combo (GMenu              *menu,
              const ConsoleCombo *combo)
{
  g_autofree char *label = console_combo_dup_label (combo);
  g_autofree char *action = g_strdup_printf ("console.send-keys::%s", combo->id);

  g_menu_append (menu, label, action);
}

static void
append_own (GMenu     *menu,
            GSettings *settings)
{
  g_auto (GStrv) texts = g_settings_get_strv (settings, "console-combos");
  g_autoptr (GMenu) own = g_menu_new ();

  for (gsize i = 0; texts[i] != NULL; i++)
    {
      ConsoleCombo combo;

      if (!console_combo_parse (texts[i], &combo))
        continue;
      combo.id = texts[i];
      append_combo (own, &combo);
    }
  g_menu_append_section (menu, NULL, G_MENU_MODEL (own));
}

/* The consoles of Linux have a menu of their own: twelve that few need. */
static GMenuModel *
new_keys_menu (GSettings *settings)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) functions = g_menu_new ();
  g_autoptr (GMenu) last = g_menu_new ();
  gsize n;
  const ConsoleCombo *combos = console_combo_list (&n);

  for (gsize i = 0; i < n; i++)
    append_combo (g_str_has_prefix (combos[i].id, "ctrl-alt-f") ? functions : menu,
                  &combos[i]);
  g_menu_append_submenu (last, _("Text Consoles"), G_MENU_MODEL (functions));
  if (settings != NULL)
    append_own (menu, settings);
  g_menu_append (last, _("_Type Clipboard Text…"), "console.type-clipboard");
  g_menu_append (last, _("Console _Keys…"), "console.keys");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (last));

  return G_MENU_MODEL (g_steal_pointer (&menu));
}

static void
update_menu (MusterConsoleTools *self)
{
  g_autoptr (GMenuModel) menu = new_keys_menu (self->settings);

  gtk_menu_button_set_menu_model (self->keys_button, menu);
}

/* Where not all have room, what is wanted least gives way. */
static void
update_buttons (MusterConsoleTools *self)
{
  gtk_menu_button_set_menu_model (self->devices_button, self->devices);
  gtk_widget_set_visible (GTK_WIDGET (self->devices_button), self->devices != NULL);
  gtk_widget_set_visible (self->screen_tools, !self->serial);
  gtk_widget_set_visible (self->screenshot_button, !self->narrow || self->devices == NULL);
}

static void
take_monitors (MusterConsoleTools *self,
               GMenuModel         *monitors)
{
  g_set_object (&self->monitors, monitors);
  g_menu_remove_all (self->monitors_section);
  if (monitors != NULL)
    g_menu_append_submenu (self->monitors_section, _("Mo_nitors"), monitors);
}

static void
take_settings (MusterConsoleTools *self,
               GSettings          *settings)
{
  if (self->settings != NULL)
    g_signal_handlers_disconnect_by_data (self->settings, self);
  g_set_object (&self->settings, settings);
  if (settings != NULL)
    g_signal_connect_object (settings, "changed::console-combos",
                             G_CALLBACK (update_menu), self, G_CONNECT_SWAPPED);
  update_menu (self);
}

static void
muster_console_tools_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  MusterConsoleTools *self = MUSTER_CONSOLE_TOOLS (object);

  switch (prop_id)
    {
    case PROP_EXPOSED:
      g_value_set_boolean (value, self->exposed);
      break;
    case PROP_SETTINGS:
      g_value_set_object (value, self->settings);
      break;
    case PROP_DEVICES:
      g_value_set_object (value, self->devices);
      break;
    case PROP_SERIAL:
      g_value_set_boolean (value, self->serial);
      break;
    case PROP_NARROW:
      g_value_set_boolean (value, self->narrow);
      break;
    case PROP_MONITORS:
      g_value_set_object (value, self->monitors);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
muster_console_tools_set_property (GObject      *object,
                                   guint         prop_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  MusterConsoleTools *self = MUSTER_CONSOLE_TOOLS (object);

  switch (prop_id)
    {
    case PROP_EXPOSED:
      if (self->exposed == g_value_get_boolean (value))
        return;
      self->exposed = g_value_get_boolean (value);
      g_object_notify_by_pspec (object, pspec);
      break;
    case PROP_SETTINGS:
      take_settings (self, g_value_get_object (value));
      g_object_notify_by_pspec (object, pspec);
      break;
    case PROP_DEVICES:
      g_set_object (&self->devices, g_value_get_object (value));
      update_buttons (self);
      g_object_notify_by_pspec (object, pspec);
      break;
    case PROP_SERIAL:
      self->serial = g_value_get_boolean (value);
      update_buttons (self);
      g_object_notify_by_pspec (object, pspec);
      break;
    case PROP_NARROW:
      self->narrow = g_value_get_boolean (value);
      update_buttons (self);
      g_object_notify_by_pspec (object, pspec);
      break;
    case PROP_MONITORS:
      take_monitors (self, g_value_get_object (value));
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
muster_console_tools_dispose (GObject *object)
{
  g_clear_object (&MUSTER_CONSOLE_TOOLS (object)->settings);
  g_clear_object (&MUSTER_CONSOLE_TOOLS (object)->devices);
  g_clear_object (&MUSTER_CONSOLE_TOOLS (object)->monitors);
  gtk_widget_dispose_template (GTK_WIDGET (object), MUSTER_TYPE_CONSOLE_TOOLS);

  G_OBJECT_CLASS (muster_console_tools_parent_class)->dispose (object);
}

static void
muster_console_tools_class_init (MusterConsoleToolsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = muster_console_tools_get_property;
  object_class->set_property = muster_console_tools_set_property;
  object_class->dispose = muster_console_tools_dispose;

  properties[PROP_EXPOSED] =
    g_param_spec_boolean ("exposed", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS |
                          G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_SETTINGS] =
    g_param_spec_object ("settings", NULL, NULL, G_TYPE_SETTINGS,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS |
                         G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_DEVICES] =
    g_param_spec_object ("devices", NULL, NULL, G_TYPE_MENU_MODEL,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS |
                         G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_SERIAL] =
    g_param_spec_boolean ("serial", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS |
                          G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_NARROW] =
    g_param_spec_boolean ("narrow", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS |
                          G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_MONITORS] =
    g_param_spec_object ("monitors", NULL, NULL, G_TYPE_MENU_MODEL,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS |
                         G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/virt_muster/Muster/ui/muster-console-tools.ui");
  gtk_widget_class_bind_template_child (widget_class, MusterConsoleTools, devices_button);
  gtk_widget_class_bind_template_child (widget_class, MusterConsoleTools, screen_tools);
  gtk_widget_class_bind_template_child (widget_class, MusterConsoleTools, keys_button);
  gtk_widget_class_bind_template_child (widget_class, MusterConsoleTools, screenshot_button);
  gtk_widget_class_bind_template_child (widget_class, MusterConsoleTools, monitors_section);
}

static void
muster_console_tools_init (MusterConsoleTools *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update_menu (self);
}
