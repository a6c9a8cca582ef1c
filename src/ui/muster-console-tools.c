/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "console-combo.h"
#include "muster-console-tools.h"

struct _MusterConsoleTools
{
  AdwBin parent_instance;

  GtkMenuButton *keys_button;

  gboolean exposed;
};

enum { PROP_0, PROP_EXPOSED, N_PROPS };

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

/* The consoles of Linux have a menu of their own: twelve that few need. */
static GMenuModel *
new_keys_menu (void)
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
  g_menu_append_section (menu, NULL, G_MENU_MODEL (last));

  return G_MENU_MODEL (g_steal_pointer (&menu));
}

static void
muster_console_tools_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  if (prop_id == PROP_EXPOSED)
    g_value_set_boolean (value, MUSTER_CONSOLE_TOOLS (object)->exposed);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
muster_console_tools_set_property (GObject      *object,
                                   guint         prop_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  MusterConsoleTools *self = MUSTER_CONSOLE_TOOLS (object);

  if (prop_id != PROP_EXPOSED)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      return;
    }
  if (self->exposed == g_value_get_boolean (value))
    return;

  self->exposed = g_value_get_boolean (value);
  g_object_notify_by_pspec (object, pspec);
}

static void
muster_console_tools_dispose (GObject *object)
{
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
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/virt_muster/Muster/ui/muster-console-tools.ui");
  gtk_widget_class_bind_template_child (widget_class, MusterConsoleTools, keys_button);
}

static void
muster_console_tools_init (MusterConsoleTools *self)
{
  g_autoptr (GMenuModel) menu = new_keys_menu ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_menu_model (self->keys_button, menu);
}
