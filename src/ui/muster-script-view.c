/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <gtksourceview/gtksource.h>
#include <libdex.h>
#include <string.h>

#include "muster-script-view.h"

struct _MusterScriptView
{
  GtkBox parent_instance;

  GtkSourceView *view;
  GtkLabel *status;

  char *name;
};

G_DEFINE_FINAL_TYPE (MusterScriptView, muster_script_view, GTK_TYPE_BOX)

static char *
dup_text (MusterScriptView *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);

  return gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
}

static void
say (MusterScriptView *self,
     const char       *text)
{
  gtk_label_set_text (self->status, text);
  gtk_widget_set_visible (GTK_WIDGET (self->status), *text != '\0');
  gtk_accessible_announce (GTK_ACCESSIBLE (self), text,
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
copy_cb (MusterScriptView *self)
{
  g_autofree char *text = dup_text (self);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  say (self, _("The script is in the clipboard."));
}

/* --- saving ----------------------------------------------------------------------- */

static DexFuture *
saved_cb (DexFuture *future,
          gpointer   data)
{
  MusterScriptView *self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (dex_future_get_value (future, &error) != NULL)
    text = g_strdup (_("The script was saved."));
  else
    /* Translators: why a file could not be written */
    text = g_strdup_printf (_("The script could not be saved: %s"), error->message);
  if (self->view != NULL)
    say (self, text);

  return dex_future_new_true ();
}

static void
chosen_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (MusterScriptView) self = data;
  g_autoptr (GFile) file =
    gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, NULL);
  g_autoptr (GBytes) bytes = NULL;
  char *text;

  if (file == NULL || self->view == NULL)
    return;

  text = dup_text (self);
  bytes = g_bytes_new_take (text, strlen (text));
  dex_future_disown (dex_future_finally (
    dex_file_replace_contents_bytes (file, bytes, NULL, FALSE,
                                     G_FILE_CREATE_REPLACE_DESTINATION),
    saved_cb, g_object_ref (self), g_object_unref));
}

static void
save_cb (MusterScriptView *self)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();

  gtk_file_dialog_set_title (dialog, _("Save Script"));
  gtk_file_dialog_set_initial_name (dialog, self->name);
  gtk_file_dialog_save (dialog, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), NULL,
                        chosen_cb, g_object_ref (self));
}

/* --- object ----------------------------------------------------------------------- */

static void
update_style (MusterScriptView *self)
{
  GtkSourceBuffer *buffer =
    GTK_SOURCE_BUFFER (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view)));
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());

  gtk_source_buffer_set_style_scheme (buffer, gtk_source_style_scheme_manager_get_scheme (
    gtk_source_style_scheme_manager_get_default (), dark ? "Adwaita-dark" : "Adwaita"));
}

static void
muster_script_view_dispose (GObject *object)
{
  MusterScriptView *self = MUSTER_SCRIPT_VIEW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), MUSTER_TYPE_SCRIPT_VIEW);
  g_clear_pointer (&self->name, g_free);

  G_OBJECT_CLASS (muster_script_view_parent_class)->dispose (object);
}

static void
muster_script_view_class_init (MusterScriptViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = muster_script_view_dispose;

  g_type_ensure (GTK_SOURCE_TYPE_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/virt_muster/Muster/ui/muster-script-view.ui");
  gtk_widget_class_bind_template_child (widget_class, MusterScriptView, view);
  gtk_widget_class_bind_template_child (widget_class, MusterScriptView, status);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
}

static void
muster_script_view_init (MusterScriptView *self)
{
  GtkSourceLanguageManager *languages = gtk_source_language_manager_get_default ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_source_buffer_set_language (
    GTK_SOURCE_BUFFER (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view))),
    gtk_source_language_manager_get_language (languages, "sh"));
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (update_style), self, G_CONNECT_SWAPPED);
  update_style (self);
}

void
muster_script_view_set_script (MusterScriptView *self,
                               const char       *text,
                               const char       *name)
{
  g_return_if_fail (MUSTER_IS_SCRIPT_VIEW (self));
  g_return_if_fail (name != NULL);

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view)),
                            text != NULL ? text : "", -1);
  g_set_str (&self->name, name);
  gtk_widget_set_visible (GTK_WIDGET (self->status), FALSE);
}
