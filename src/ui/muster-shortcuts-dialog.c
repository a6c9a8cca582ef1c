/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-shortcuts-dialog.h"

struct _MusterShortcutsDialog
{
  AdwDialog parent_instance;

  AdwPreferencesPage *page;
};

G_DEFINE_FINAL_TYPE (MusterShortcutsDialog, muster_shortcuts_dialog, ADW_TYPE_DIALOG)

typedef struct
{
  const char *group;       /* a new one begins here */
  const char *title;
  const char *accelerator; /* NULL when it is no accelerator: see keys */
  const char *keys;
} ShortcutInfo;

static const ShortcutInfo shortcuts[] = {
  { N_("General"), N_("Add a host"), "<Control>n", NULL },
  { NULL, N_("Try unreachable hosts again"), "F5", NULL },
  { NULL, N_("Help"), "F1", NULL },
  { NULL, N_("Main menu"), "F10", NULL },
  { NULL, N_("Preferences"), "<Control>comma", NULL },
  { NULL, N_("Keyboard shortcuts"), "<Control>question", NULL },
  { NULL, N_("Close the window"), "<Control>w", NULL },
  { NULL, N_("Quit"), "<Control>q", NULL },
  { N_("Virtual Machines"), N_("Search"), "<Control>f", NULL },
  { NULL, N_("Open"), "Return", NULL },
  { NULL, N_("Select all"), "<Control>a", NULL },
  { NULL, N_("Unselect"), "Escape", NULL },
  { NULL, N_("Menu of the selected"), "<Shift>F10", NULL },
  { NULL, N_("Back"), "<Alt>Left", NULL },
  { N_("Console"), N_("Full screen, in a window of its own"), "F11", NULL },
  { NULL, N_("VM menu, in a window of its own"), "F10", NULL },
  { NULL, N_("Give the keyboard back to the desktop"), NULL,
    N_("Press and release Ctrl+Alt") },
  { NULL, N_("Hand the keyboard to the guest again"), "Return", NULL },
  { N_("Serial Console"), N_("Copy"), "<Control><Shift>c", NULL },
  { NULL, N_("Paste"), "<Control><Shift>v", NULL },
  { NULL, N_("Larger text"), "<Control>plus", NULL },
  { NULL, N_("Smaller text"), "<Control>minus", NULL },
  { NULL, N_("Normal text size"), "<Control>0", NULL },
  { NULL, N_("Leave the terminal"), "<Control><Shift>Tab", NULL },
};

static AdwPreferencesGroup *
add_group (MusterShortcutsDialog *self,
           const char            *title)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  adw_preferences_group_set_title (group, title);
  adw_preferences_page_add (self->page, group);

  return group;
}

static void
add_shortcut (AdwPreferencesGroup *group,
              const ShortcutInfo  *info)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *keys;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _(info->title));
  if (info->accelerator != NULL)
    keys = gtk_shortcut_label_new (info->accelerator);
  else
    {
      keys = gtk_label_new (_(info->keys));
      gtk_widget_add_css_class (keys, "dimmed");
    }
  gtk_widget_set_valign (keys, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), keys);
  adw_preferences_group_add (group, row);
}

static void
muster_shortcuts_dialog_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), MUSTER_TYPE_SHORTCUTS_DIALOG);

  G_OBJECT_CLASS (muster_shortcuts_dialog_parent_class)->dispose (object);
}

static void
muster_shortcuts_dialog_class_init (MusterShortcutsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = muster_shortcuts_dialog_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/virt_muster/Muster/ui/muster-shortcuts-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, MusterShortcutsDialog, page);
}

static void
muster_shortcuts_dialog_init (MusterShortcutsDialog *self)
{
  AdwPreferencesGroup *group = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  for (gsize i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    {
      if (shortcuts[i].group != NULL)
        group = add_group (self, _(shortcuts[i].group));
      add_shortcut (group, &shortcuts[i]);
    }
}

AdwDialog *
muster_shortcuts_dialog_new (void)
{
  return g_object_new (MUSTER_TYPE_SHORTCUTS_DIALOG, NULL);
}
