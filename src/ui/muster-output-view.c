/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "muster-output-view.h"

/* Lines may come by the thousand; the eye needs no more than this.  In ms. */
#define INTERVAL 150

struct _MusterOutputView
{
  AdwBin parent_instance;

  GtkTextView *view;
  MusterTask *task;
  char *shown;
  guint timeout_id;
};

G_DEFINE_FINAL_TYPE (MusterOutputView, muster_output_view, ADW_TYPE_BIN)

/* Only what is new is added, so that a selection stays. */
static void
update (MusterOutputView *self)
{
  const char *text = self->task != NULL ? muster_task_get_output (self->task) : NULL;
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);
  gsize known = self->shown != NULL ? strlen (self->shown) : 0;
  GtkTextIter end;

  text = text != NULL ? text : "";
  if (g_strcmp0 (text, self->shown) == 0)
    return;

  if (known > 0 && strncmp (text, self->shown, known) == 0)
    {
      gtk_text_buffer_get_end_iter (buffer, &end);
      gtk_text_buffer_insert (buffer, &end, text + known, -1);
    }
  else
    gtk_text_buffer_set_text (buffer, text, -1);
  g_set_str (&self->shown, text);
  gtk_text_buffer_get_end_iter (buffer, &end);
  gtk_text_buffer_move_mark_by_name (buffer, "end", &end);
  gtk_text_view_scroll_mark_onscreen (self->view, gtk_text_buffer_get_mark (buffer, "end"));
}

static gboolean
update_cb (gpointer data)
{
  MusterOutputView *self = data;

  self->timeout_id = 0;
  update (self);

  return G_SOURCE_REMOVE;
}

static void
update_soon (MusterOutputView *self)
{
  if (self->timeout_id == 0)
    self->timeout_id = g_timeout_add (INTERVAL, update_cb, self);
}

static void
muster_output_view_dispose (GObject *object)
{
  MusterOutputView *self = MUSTER_OUTPUT_VIEW (object);

  g_clear_handle_id (&self->timeout_id, g_source_remove);
  if (self->task != NULL)
    g_signal_handlers_disconnect_by_data (self->task, self);
  g_clear_object (&self->task);
  g_clear_pointer (&self->shown, g_free);

  G_OBJECT_CLASS (muster_output_view_parent_class)->dispose (object);
}

static void
muster_output_view_class_init (MusterOutputViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = muster_output_view_dispose;
}

static void
muster_output_view_init (MusterOutputView *self)
{
  GtkWidget *window = gtk_scrolled_window_new ();
  GtkWidget *view = gtk_text_view_new ();
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  GtkTextIter end;

  self->view = GTK_TEXT_VIEW (view);
  gtk_text_view_set_editable (self->view, FALSE);
  gtk_text_view_set_cursor_visible (self->view, FALSE);
  gtk_text_view_set_accepts_tab (self->view, FALSE);
  gtk_text_view_set_monospace (self->view, TRUE);
  gtk_text_view_set_wrap_mode (self->view, GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_left_margin (self->view, 9);
  gtk_text_view_set_right_margin (self->view, 9);
  gtk_text_view_set_top_margin (self->view, 6);
  gtk_text_view_set_bottom_margin (self->view, 6);
  gtk_widget_add_css_class (view, "output");
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("What the host says"), -1);
  gtk_text_buffer_get_end_iter (buffer, &end);
  gtk_text_buffer_create_mark (buffer, "end", &end, FALSE);

  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (window), view);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (window), 160);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (window), 160);
  adw_bin_set_child (ADW_BIN (self), window);
}

GtkWidget *
muster_output_view_new (void)
{
  return g_object_new (MUSTER_TYPE_OUTPUT_VIEW, NULL);
}

void
muster_output_view_set_task (MusterOutputView *self,
                             MusterTask       *task)
{
  g_return_if_fail (MUSTER_IS_OUTPUT_VIEW (self));
  g_return_if_fail (task == NULL || MUSTER_IS_TASK (task));

  if (self->task == task)
    return;
  if (self->task != NULL)
    g_signal_handlers_disconnect_by_data (self->task, self);
  g_set_object (&self->task, task);
  if (task != NULL)
    g_signal_connect_object (task, "notify::output", G_CALLBACK (update_soon), self,
                             G_CONNECT_SWAPPED);
  update (self);
}
