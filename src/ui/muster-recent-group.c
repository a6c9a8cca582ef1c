/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-recent-center.h"
#include "muster-recent-group.h"

struct _MusterRecentGroup
{
  AdwPreferencesGroup parent_instance;

  MusterDesk *desk;
  GPtrArray *rows;      /* weak, of the group */
};

G_DEFINE_FINAL_TYPE (MusterRecentGroup, muster_recent_group, ADW_TYPE_PREFERENCES_GROUP)

static void
tell (GtkWidget  *self,
      const char *text)
{
  gtk_widget_activate_action (self, "win.toast", "s", text);
}

static DexFuture *
failed_cb (DexFuture *future,
           gpointer   self)
{
  g_autoptr (GError) error = NULL;

  dex_future_get_value (future, &error);
  tell (self, error->message);

  return dex_future_new_true ();
}

static void
start (MusterRecentGroup *self,
       DexFuture         *future)
{
  dex_future_disown (dex_future_catch (future, failed_cb, g_object_ref (self), g_object_unref));
}

static const char *
get_id (gpointer widget)
{
  return g_object_get_data (widget, "id");
}

static void
open_cb (MusterRecentGroup *self,
         AdwActionRow      *row)
{
  if (self->desk != NULL)
    start (self, muster_recent_center_open (self->desk, get_id (row)));
}

static void
forget_cb (MusterRecentGroup *self,
           GtkButton         *button)
{
  if (self->desk != NULL)
    start (self, muster_recent_center_forget (self->desk, get_id (button)));
}

/* --- what is to be seen ---------------------------------------------------------------- */

static char *
join_names (const MusterRecentCenter *center)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < center->hosts->len; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? _(", ") : "",
                            ((MusterHostEntry *) center->hosts->pdata[i])->name);

  return g_string_free_and_steal (g_steal_pointer (&names));
}

static GtkWidget *
new_button (MusterRecentGroup        *self,
            const MusterRecentCenter *center)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("window-close-symbolic");
  /* Translators: the name of a data center */
  g_autofree char *label = g_strdup_printf (_("Forget “%s”"), center->name);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _("Forget"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_object_set_data_full (G_OBJECT (button), "id", g_strdup (center->id), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (forget_cb), self, G_CONNECT_SWAPPED);

  return button;
}

static void
add_row (MusterRecentGroup        *self,
         const MusterRecentCenter *center)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *names = join_names (center);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), center->name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), names);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 2);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), new_button (self, center));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "id", g_strdup (center->id), g_free);
  g_signal_connect_object (row, "activated", G_CALLBACK (open_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_ptr_array_add (self->rows, row);
}

static DexFuture *
listed_cb (DexFuture *future,
           gpointer   data)
{
  MusterRecentGroup *self = data;
  const GValue *value = dex_future_get_value (future, NULL);
  GPtrArray *centers = value != NULL ? g_value_get_boxed (value) : NULL;

  if (self->desk == NULL)
    return dex_future_new_true ();
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; centers != NULL && i < centers->len; i++)
    add_row (self, centers->pdata[i]);
  gtk_widget_set_visible (GTK_WIDGET (self), self->rows->len > 0);

  return dex_future_new_true ();
}

static void
read_again (MusterRecentGroup *self)
{
  if (self->desk != NULL)
    dex_future_disown (dex_future_finally (muster_recent_center_list (self->desk), listed_cb,
                                           g_object_ref (self), g_object_unref));
}

/* --- object ---------------------------------------------------------------------------- */

static void
muster_recent_group_dispose (GObject *object)
{
  MusterRecentGroup *self = MUSTER_RECENT_GROUP (object);

  g_clear_object (&self->desk);

  G_OBJECT_CLASS (muster_recent_group_parent_class)->dispose (object);
}

static void
muster_recent_group_finalize (GObject *object)
{
  g_ptr_array_unref (MUSTER_RECENT_GROUP (object)->rows);

  G_OBJECT_CLASS (muster_recent_group_parent_class)->finalize (object);
}

static void
muster_recent_group_class_init (MusterRecentGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = muster_recent_group_dispose;
  G_OBJECT_CLASS (klass)->finalize = muster_recent_group_finalize;
}

static void
muster_recent_group_init (MusterRecentGroup *self)
{
  self->rows = g_ptr_array_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _("Recent Data Centers"));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

void
muster_recent_group_set_desk (MusterRecentGroup *self,
                              MusterDesk        *desk)
{
  g_return_if_fail (MUSTER_IS_RECENT_GROUP (self));
  g_return_if_fail (MUSTER_IS_DESK (desk));

  g_set_object (&self->desk, desk);
  g_signal_connect_object (muster_desk_get_store (desk), "changed", G_CALLBACK (read_again),
                           self, G_CONNECT_SWAPPED);
  read_again (self);
}
