/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-screenshot.h"

static void
tell_saved (GtkWidget    *widget,
            const GError *error)
{
  g_autofree char *text = NULL;

  if (error == NULL)
    text = g_strdup (_("Screenshot saved"));
  else
    /* Translators: a sentence that says why */
    text = g_strdup_printf (_("The screenshot could not be saved: %s"), error->message);
  gtk_widget_activate_action (widget, "win.toast", "s", text);
}

static void
replaced_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (GtkWidget) widget = data;
  g_autoptr (GError) error = NULL;

  g_file_replace_contents_finish (G_FILE (source), result, NULL, &error);
  tell_saved (widget, error);
}

typedef struct
{
  GtkWidget *widget;
  GBytes *png;
} Shot;

static void
file_chosen_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      data)
{
  g_autofree Shot *shot = data;
  g_autoptr (GBytes) png = shot->png;
  g_autoptr (GtkWidget) widget = shot->widget;
  g_autoptr (GFile) file =
    gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, NULL);

  if (file == NULL)
    return;

  g_file_replace_contents_bytes_async (file, png, NULL, FALSE,
                                       G_FILE_CREATE_REPLACE_DESTINATION, NULL,
                                       replaced_cb, g_object_ref (widget));
}

void
muster_screenshot_save (ConsoleDisplay *display,
                        const char     *label)
{
  GtkWidget *widget = GTK_WIDGET (display);
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *time = g_date_time_format (now, "%Y-%m-%d %H-%M-%S");
  g_autofree char *name = g_strdup_printf ("%s %s.png", label, time);
  Shot *shot;

  g_return_if_fail (CONSOLE_IS_DISPLAY (display));

  texture = console_display_dup_screenshot (display, &error);
  if (texture == NULL)
    {
      tell_saved (widget, error);
      return;
    }

  /* Taken now: the picture goes on while the person looks for a folder. */
  shot = g_new0 (Shot, 1);
  shot->widget = g_object_ref (widget);
  shot->png = gdk_texture_save_to_png_bytes (texture);
  gtk_file_dialog_set_title (dialog, _("Save Screenshot"));
  gtk_file_dialog_set_initial_name (dialog, g_strdelimit (name, "/", '-'));
  gtk_file_dialog_save (dialog, GTK_WINDOW (gtk_widget_get_root (widget)), NULL,
                        file_chosen_cb, shot);
}
