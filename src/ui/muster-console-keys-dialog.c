/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "console-combo.h"
#include "muster-console-keys-dialog.h"

#define COMBOS "console-combos"
#define RELEASE "console-release"

/* What a menu can show. */
#define MAX_COMBOS 30

struct _MusterConsoleKeysDialog
{
  AdwDialog parent_instance;

  AdwComboRow *release_row;
  AdwPreferencesGroup *combos_group;
  AdwEntryRow *entry_row;

  GSettings *settings;
  GPtrArray *rows;
};

G_DEFINE_FINAL_TYPE (MusterConsoleKeysDialog, muster_console_keys_dialog, ADW_TYPE_DIALOG)

static void
remove_cb (GtkWidget               *button,
           MusterConsoleKeysDialog *self)
{
  const char *text = g_object_get_data (G_OBJECT (button), "muster-combo");
  g_auto (GStrv) combos = g_settings_get_strv (self->settings, COMBOS);
  g_autoptr (GStrvBuilder) kept = g_strv_builder_new ();
  g_auto (GStrv) result = NULL;

  for (gsize i = 0; combos[i] != NULL; i++)
    if (!g_str_equal (combos[i], text))
      g_strv_builder_add (kept, combos[i]);
  result = g_strv_builder_end (kept);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry_row));
  g_settings_set_strv (self->settings, COMBOS, (const char *const *) result);
}

static void
add_row (MusterConsoleKeysDialog *self,
         const char              *text)
{
  ConsoleCombo combo;
  GtkWidget *row;
  GtkWidget *button;
  g_autofree char *label = NULL;
  g_autofree char *name = NULL;

  if (!console_combo_parse (text, &combo))
    return;
  row = adw_action_row_new ();
  button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  label = console_combo_dup_label (&combo);
  /* Translators: %s is a combination of keys such as Ctrl+Alt+F2 */
  name = g_strdup_printf (_("Remove %s"), label);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), label);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (G_OBJECT (button), "muster-combo", g_strdup (text), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (remove_cb), self, 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_preferences_group_add (self->combos_group, row);
  g_ptr_array_add (self->rows, row);
}

static void
update_rows (MusterConsoleKeysDialog *self)
{
  g_auto (GStrv) combos = g_settings_get_strv (self->settings, COMBOS);

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->combos_group, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (gsize i = 0; combos[i] != NULL && i < MAX_COMBOS; i++)
    add_row (self, combos[i]);
}

static void
changed_cb (MusterConsoleKeysDialog *self)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self->entry_row), "error");
}

/* What is no combination stays, marked. */
static void
add_cb (MusterConsoleKeysDialog *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry_row));
  g_auto (GStrv) combos = g_settings_get_strv (self->settings, COMBOS);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) result = NULL;
  g_autofree char *formatted = NULL;
  ConsoleCombo combo;

  if (!console_combo_parse (text, &combo) || g_strv_length (combos) >= MAX_COMBOS)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->entry_row), "error");
      gtk_accessible_announce (GTK_ACCESSIBLE (self->entry_row),
                               _("Not a combination of up to four keys"),
                               GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_HIGH);
      return;
    }
  formatted = console_combo_format (combo.keysyms, combo.n_keysyms);
  g_strv_builder_addv (builder, (const char **) combos);
  if (!g_strv_contains ((const char *const *) combos, formatted))
    g_strv_builder_add (builder, formatted);
  result = g_strv_builder_end (builder);
  gtk_editable_set_text (GTK_EDITABLE (self->entry_row), "");
  g_settings_set_strv (self->settings, COMBOS, (const char *const *) result);
}

static void
release_cb (MusterConsoleKeysDialog *self)
{
  guint selected = adw_combo_row_get_selected (self->release_row);

  if (self->settings != NULL && selected != GTK_INVALID_LIST_POSITION)
    g_settings_set_enum (self->settings, RELEASE, (int) selected);
}

static void
muster_console_keys_dialog_dispose (GObject *object)
{
  MusterConsoleKeysDialog *self = MUSTER_CONSOLE_KEYS_DIALOG (object);

  g_clear_object (&self->settings);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), MUSTER_TYPE_CONSOLE_KEYS_DIALOG);

  G_OBJECT_CLASS (muster_console_keys_dialog_parent_class)->dispose (object);
}

static void
muster_console_keys_dialog_class_init (MusterConsoleKeysDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = muster_console_keys_dialog_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/virt_muster/Muster/ui/muster-console-keys-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, MusterConsoleKeysDialog, release_row);
  gtk_widget_class_bind_template_child (widget_class, MusterConsoleKeysDialog, combos_group);
  gtk_widget_class_bind_template_child (widget_class, MusterConsoleKeysDialog, entry_row);
  gtk_widget_class_bind_template_callback (widget_class, release_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
muster_console_keys_dialog_init (MusterConsoleKeysDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->rows = g_ptr_array_new ();
}

AdwDialog *
muster_console_keys_dialog_new (GSettings *settings)
{
  MusterConsoleKeysDialog *self;

  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  self = g_object_new (MUSTER_TYPE_CONSOLE_KEYS_DIALOG, NULL);
  adw_combo_row_set_selected (self->release_row,
                              (guint) g_settings_get_enum (settings, RELEASE));
  self->settings = g_object_ref (settings);
  g_signal_connect_object (settings, "changed::" COMBOS,
                           G_CALLBACK (update_rows), self, G_CONNECT_SWAPPED);
  update_rows (self);

  return ADW_DIALOG (self);
}
