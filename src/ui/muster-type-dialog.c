/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>

#include <glib/gi18n-lib.h>

#include "console-typer.h"
#include "muster-console-memory.h"
#include "muster-format.h"
#include "muster-type-dialog.h"

/* More of them say no more. */
#define MAX_NAMED 60

struct _MusterTypeDialog
{
  AdwDialog parent_instance;

  GtkButton *cancel_button;
  GtkWidget *type_button;
  GtkWidget *group;
  AdwActionRow *text_row;
  AdwComboRow *layout_row;
  AdwActionRow *missing_row;
  GtkWidget *progress_group;
  GtkProgressBar *progress_bar;
  GtkLabel *error_label;

  ConsoleSession *session;
  GSettings *settings;
  char *uuid;
  char *text;
  guint n_characters;
  ConsoleLayout *layout;
  ConsoleTyper *typer;
};

G_DEFINE_FINAL_TYPE (MusterTypeDialog, muster_type_dialog, ADW_TYPE_DIALOG)

/* What cannot be seen has a number. */
static char *
dup_named (const char *characters)
{
  GString *named = g_string_new (NULL);
  guint n = 0;

  for (; *characters != '\0'; characters = g_utf8_next_char (characters))
    {
      gunichar character = g_utf8_get_char (characters);

      if (n++ > 0)
        g_string_append_c (named, ' ');
      if (n > MAX_NAMED)
        {
          g_string_append (named, "…");
          break;
        }
      if (g_unichar_isgraph (character) && !g_unichar_iszerowidth (character))
        g_string_append_unichar (named, character);
      else
        g_string_append_printf (named, "U+%04X", character);
    }

  return g_string_free (named, FALSE);
}

static void
show_error (MusterTypeDialog *self,
            const char       *text)
{
  gtk_label_set_text (self->error_label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), text != NULL);
}

static void
update_text (MusterTypeDialog *self)
{
  guint msec = self->layout != NULL ? console_typer_estimate (self->layout, self->text) : 0;
  g_autofree char *duration = muster_format_duration ((msec + 999) / 1000);
  /* Translators: how many characters, how long that takes, as in "84, about 3 s" */
  g_autofree char *text = g_strdup_printf (_("%u, about %s"), self->n_characters, duration);

  adw_action_row_set_subtitle (self->text_row, text);
}

static void
update_missing (MusterTypeDialog *self)
{
  g_autofree char *missing = NULL;
  g_autofree char *named = NULL;
  gboolean any = FALSE;

  if (self->layout != NULL)
    missing = console_layout_dup_missing (self->layout, self->text);
  any = missing != NULL && *missing != '\0';
  if (any)
    named = dup_named (missing);
  adw_action_row_set_subtitle (self->missing_row, any ? named : "");
  gtk_widget_set_visible (GTK_WIDGET (self->missing_row), any);
}

static void
layout_cb (MusterTypeDialog *self)
{
  g_autoptr (GError) error = NULL;
  gsize n;
  const ConsoleLayoutInfo *layouts = console_layout_list (&n);
  guint selected = adw_combo_row_get_selected (self->layout_row);

  if (selected >= n || self->text == NULL)
    return;

  g_clear_object (&self->layout);
  self->layout = console_layout_new (layouts[selected].id, &error);
  show_error (self, error != NULL ? error->message : NULL);
  gtk_widget_set_sensitive (self->type_button, self->layout != NULL);
  update_text (self);
  update_missing (self);
}

static void
typed_cb (MusterTypeDialog *self)
{
  guint n = console_typer_get_n_typed (self->typer);
  /* Translators: how many of how many characters were typed */
  g_autofree char *text = g_strdup_printf (_("%u of %u"), n, self->n_characters);

  gtk_progress_bar_set_fraction (self->progress_bar, (double) n / self->n_characters);
  gtk_progress_bar_set_text (self->progress_bar, text);
}

static void
set_typing (MusterTypeDialog *self,
            gboolean          typing)
{
  gtk_widget_set_sensitive (self->group, !typing);
  gtk_widget_set_sensitive (self->type_button, !typing);
  gtk_widget_set_visible (self->progress_group, typing);
  gtk_button_set_label (self->cancel_button, typing ? _("_Stop") : _("_Cancel"));
  if (typing)
    gtk_widget_grab_focus (GTK_WIDGET (self->cancel_button));
}

static DexFuture *
done_cb (DexFuture *future,
         gpointer   data)
{
  MusterTypeDialog *self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  /* Closed: nobody is there to be told. */
  if (self->typer == NULL)
    return dex_future_new_true ();

  if (dex_future_get_value (future, &error) != NULL)
    {
      adw_dialog_close (ADW_DIALOG (self));
      return dex_future_new_true ();
    }
  /* Translators: how many of how many characters, then a sentence that says why */
  text = g_strdup_printf (_("%u of %u characters were typed. %s"),
                          console_typer_get_n_typed (self->typer), self->n_characters,
                          error->message);
  g_clear_object (&self->typer);
  set_typing (self, FALSE);
  show_error (self, text);

  return dex_future_new_true ();
}

static void
type_cb (MusterTypeDialog *self)
{
  if (self->layout == NULL || self->typer != NULL)
    return;

  muster_console_memory_set (self->settings, self->uuid, MUSTER_CONSOLE_MEMORY_LAYOUT,
                             g_variant_new_string (console_layout_get_id (self->layout)));
  show_error (self, NULL);
  self->typer = console_typer_new (self->session, self->layout);
  g_signal_connect_object (self->typer, "notify::n-typed",
                           G_CALLBACK (typed_cb), self, G_CONNECT_SWAPPED);
  typed_cb (self);
  set_typing (self, TRUE);
  dex_future_disown (dex_future_finally (console_typer_type (self->typer, self->text),
                                         done_cb, g_object_ref (self), g_object_unref));
}

static void
stop (MusterTypeDialog *self)
{
  g_autoptr (ConsoleTyper) typer = g_steal_pointer (&self->typer);

  if (typer == NULL)
    return;
  g_signal_handlers_disconnect_by_data (typer, self);
  console_typer_stop (typer);
}

static void
muster_type_dialog_closed (AdwDialog *dialog)
{
  stop (MUSTER_TYPE_DIALOG (dialog));
}

static void
muster_type_dialog_dispose (GObject *object)
{
  MusterTypeDialog *self = MUSTER_TYPE_DIALOG (object);

  stop (self);
  g_clear_object (&self->session);
  g_clear_object (&self->settings);
  g_clear_object (&self->layout);
  gtk_widget_dispose_template (GTK_WIDGET (self), MUSTER_TYPE_TYPE_DIALOG);

  G_OBJECT_CLASS (muster_type_dialog_parent_class)->dispose (object);
}

static void
muster_type_dialog_finalize (GObject *object)
{
  MusterTypeDialog *self = MUSTER_TYPE_DIALOG (object);

  g_free (self->uuid);
  g_free (self->text);

  G_OBJECT_CLASS (muster_type_dialog_parent_class)->finalize (object);
}

static void
muster_type_dialog_class_init (MusterTypeDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = muster_type_dialog_dispose;
  object_class->finalize = muster_type_dialog_finalize;
  ADW_DIALOG_CLASS (klass)->closed = muster_type_dialog_closed;

  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/virt_muster/Muster/ui/muster-type-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, MusterTypeDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, MusterTypeDialog, type_button);
  gtk_widget_class_bind_template_child (widget_class, MusterTypeDialog, group);
  gtk_widget_class_bind_template_child (widget_class, MusterTypeDialog, text_row);
  gtk_widget_class_bind_template_child (widget_class, MusterTypeDialog, layout_row);
  gtk_widget_class_bind_template_child (widget_class, MusterTypeDialog, missing_row);
  gtk_widget_class_bind_template_child (widget_class, MusterTypeDialog, progress_group);
  gtk_widget_class_bind_template_child (widget_class, MusterTypeDialog, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, MusterTypeDialog, error_label);
  gtk_widget_class_bind_template_callback (widget_class, layout_cb);
  gtk_widget_class_bind_template_callback (widget_class, type_cb);
}

static void
muster_type_dialog_init (MusterTypeDialog *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  gsize n;
  const ConsoleLayoutInfo *layouts = console_layout_list (&n);

  gtk_widget_init_template (GTK_WIDGET (self));
  for (gsize i = 0; i < n; i++)
    gtk_string_list_append (names, console_layout_get_name (layouts[i].id));
  adw_combo_row_set_model (self->layout_row, G_LIST_MODEL (names));
}

/* The one that this VM had the last time; else what is usual here. */
static void
select_layout (MusterTypeDialog *self)
{
  g_autoptr (GVariant) known =
    muster_console_memory_lookup (self->settings, self->uuid, MUSTER_CONSOLE_MEMORY_LAYOUT,
                                  G_VARIANT_TYPE_STRING);
  const char *wanted = known != NULL ? g_variant_get_string (known, NULL)
                                     : console_layout_guess (setlocale (LC_CTYPE, NULL));
  gsize n;
  const ConsoleLayoutInfo *layouts = console_layout_list (&n);

  for (guint i = 0; i < n; i++)
    if (g_str_equal (layouts[i].id, wanted))
      adw_combo_row_set_selected (self->layout_row, i);
  layout_cb (self);
}

AdwDialog *
muster_type_dialog_new (ConsoleSession *session,
                        const char     *text,
                        GSettings      *settings,
                        const char     *uuid)
{
  MusterTypeDialog *self;

  g_return_val_if_fail (CONSOLE_IS_SESSION (session), NULL);
  g_return_val_if_fail (text != NULL && *text != '\0', NULL);
  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  self = g_object_new (MUSTER_TYPE_TYPE_DIALOG, NULL);
  self->session = g_object_ref (session);
  self->settings = g_object_ref (settings);
  self->uuid = g_strdup (uuid);
  self->text = g_strdup (text);
  self->n_characters = (guint) g_utf8_strlen (text, -1);
  select_layout (self);

  return ADW_DIALOG (self);
}
