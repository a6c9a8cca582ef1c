/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-hand-setup-page.h"
#include "muster-script-view.h"

struct _MusterHandSetupPage
{
  AdwNavigationPage parent_instance;

  MusterScriptView *first_script;
  GtkTextView *said_view;
  AdwActionRow *problem_row;
  GtkWidget *problem_group;
  GtkWidget *second_group;
  AdwActionRow *note_row;
  MusterScriptView *second_script;
  GtkWidget *finish_button;
  GtkWidget *done_button;

  MusterHostSetup *setup;
  char *name;
};

enum { DONE, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MusterHandSetupPage, muster_hand_setup_page, ADW_TYPE_NAVIGATION_PAGE)

static void
show_problem (MusterHandSetupPage *self,
              const char          *act,
              const GError        *error)
{
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->problem_row), act);
  adw_action_row_set_subtitle (self->problem_row, error->message);
  gtk_widget_set_visible (self->problem_group, TRUE);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), act,
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
show_script (MusterHandSetupPage *self,
             MusterScriptView    *view,
             const char          *text,
             const char          *kind)
{
  g_autofree char *name = g_strdup_printf ("%s-%s.sh", self->name, kind);

  muster_script_view_set_script (view, text, name);
}

static char *
dup_said (MusterHandSetupPage *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->said_view);
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);

  return gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
}

static void
said_changed_cb (MusterHandSetupPage *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->said_view);

  gtk_widget_set_sensitive (self->finish_button, gtk_text_buffer_get_char_count (buffer) > 0);
  gtk_widget_set_visible (self->problem_group, FALSE);
}

/* One below the other: what was sent may be strange in several ways. */
static void
note_cb (MusterHandSetupPage *self,
         const char          *text)
{
  const char *before = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self->note_row));
  g_autofree char *all = *before != '\0' ? g_strdup_printf ("%s\n%s", before, text)
                                         : g_strdup (text);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->note_row), all);
  gtk_widget_set_visible (GTK_WIDGET (self->note_row), TRUE);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), text,
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static DexFuture *
begun_cb (DexFuture *future,
          gpointer   data)
{
  MusterHandSetupPage *self = data;
  g_autoptr (GError) error = NULL;
  const GValue *text = dex_future_get_value (future, &error);

  if (self->setup == NULL)
    return dex_future_new_true ();
  if (text != NULL)
    show_script (self, self->first_script, g_value_get_string (text), "1");
  else
    show_problem (self, _("The script could not be made."), error);

  return dex_future_new_true ();
}

/* Once it has a place to be scrolled to. */
static void
show_second_cb (gpointer data)
{
  MusterHandSetupPage *self = data;

  if (self->setup != NULL)
    gtk_widget_child_focus (self->second_group, GTK_DIR_TAB_FORWARD);
  g_object_unref (self);
}

static DexFuture *
finished_cb (DexFuture *future,
             gpointer   data)
{
  MusterHandSetupPage *self = data;
  g_autoptr (GError) error = NULL;
  const GValue *text = dex_future_get_value (future, &error);

  if (self->setup == NULL)
    return dex_future_new_true ();
  gtk_widget_set_visible (self->second_group, text != NULL);
  gtk_widget_set_sensitive (self->done_button, text != NULL);
  if (text == NULL)
    {
      show_problem (self, _("This is not what the first script prints at its end."), error);
      return dex_future_new_true ();
    }
  show_script (self, self->second_script, g_value_get_string (text), "2");
  g_timeout_add_once (100, show_second_cb, g_object_ref (self));
  gtk_accessible_announce (GTK_ACCESSIBLE (self), _("The second script is ready."),
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);

  return dex_future_new_true ();
}

static void
finish_cb (MusterHandSetupPage *self)
{
  g_autofree char *said = dup_said (self);

  gtk_widget_set_visible (self->problem_group, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->note_row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->note_row), "");
  dex_future_disown (dex_future_finally (muster_host_setup_finish_script (self->setup, said),
                                         finished_cb, g_object_ref (self), g_object_unref));
}

static void
done_cb (MusterHandSetupPage *self)
{
  g_signal_emit (self, signals[DONE], 0);
}

static void
muster_hand_setup_page_dispose (GObject *object)
{
  MusterHandSetupPage *self = MUSTER_HAND_SETUP_PAGE (object);

  g_clear_object (&self->setup);
  g_clear_pointer (&self->name, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), MUSTER_TYPE_HAND_SETUP_PAGE);

  G_OBJECT_CLASS (muster_hand_setup_page_parent_class)->dispose (object);
}

static void
muster_hand_setup_page_class_init (MusterHandSetupPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = muster_hand_setup_page_dispose;

  signals[DONE] = g_signal_new ("done", MUSTER_TYPE_HAND_SETUP_PAGE, G_SIGNAL_RUN_LAST, 0,
                                NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (MUSTER_TYPE_SCRIPT_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/virt_muster/Muster/ui/muster-hand-setup-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MusterHandSetupPage, first_script);
  gtk_widget_class_bind_template_child (widget_class, MusterHandSetupPage, said_view);
  gtk_widget_class_bind_template_child (widget_class, MusterHandSetupPage, problem_row);
  gtk_widget_class_bind_template_child (widget_class, MusterHandSetupPage, problem_group);
  gtk_widget_class_bind_template_child (widget_class, MusterHandSetupPage, second_group);
  gtk_widget_class_bind_template_child (widget_class, MusterHandSetupPage, note_row);
  gtk_widget_class_bind_template_child (widget_class, MusterHandSetupPage, second_script);
  gtk_widget_class_bind_template_child (widget_class, MusterHandSetupPage, finish_button);
  gtk_widget_class_bind_template_child (widget_class, MusterHandSetupPage, done_button);
  gtk_widget_class_bind_template_callback (widget_class, said_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, finish_cb);
  gtk_widget_class_bind_template_callback (widget_class, done_cb);
}

static void
muster_hand_setup_page_init (MusterHandSetupPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwNavigationPage *
muster_hand_setup_page_new (MusterHostSetup *setup,
                            const char      *name)
{
  MusterHandSetupPage *self;

  g_return_val_if_fail (MUSTER_IS_HOST_SETUP (setup), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  self = g_object_new (MUSTER_TYPE_HAND_SETUP_PAGE, NULL);
  self->setup = g_object_ref (setup);
  self->name = g_strdup (name);
  g_signal_connect_object (setup, "note", G_CALLBACK (note_cb), self, G_CONNECT_SWAPPED);
  dex_future_disown (dex_future_finally (muster_host_setup_make_script (setup), begun_cb,
                                         g_object_ref (self), g_object_unref));

  return ADW_NAVIGATION_PAGE (self);
}
