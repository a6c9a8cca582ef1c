/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-candidate-row.h"
#include "muster-doctor-step-row.h"
#include "muster-finding-row.h"

struct _MusterCandidateRow
{
  AdwExpanderRow parent_instance;

  GtkStack *stack;
  GtkImage *icon;
  GtkCheckButton *check;
  GPtrArray *rows;             /* within, each owned by the list */

  MusterHostCandidate *candidate;
  gboolean selected;
};

G_DEFINE_FINAL_TYPE (MusterCandidateRow, muster_candidate_row, ADW_TYPE_EXPANDER_ROW)

enum { PROP_SELECTED = 1, N_PROPS };
static GParamSpec *properties[N_PROPS];

enum { REPAIR, AGAIN, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
set_selected (MusterCandidateRow *self,
              gboolean            selected)
{
  if (self->selected == selected)
    return;
  self->selected = selected;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
}

/* --- what is within ------------------------------------------------------------------ */

static void
add_row (MusterCandidateRow *self,
         GtkWidget          *row)
{
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
  g_ptr_array_add (self->rows, row);
}

static void
repair_cb (GtkWidget *row,
           gpointer   data)
{
  GtkWidget *self = gtk_widget_get_ancestor (row, MUSTER_TYPE_CANDIDATE_ROW);

  g_signal_emit (self, signals[REPAIR], 0, GPOINTER_TO_UINT (data));
}

static void
again_cb (GtkWidget *row)
{
  g_signal_emit (gtk_widget_get_ancestor (row, MUSTER_TYPE_CANDIDATE_ROW), signals[AGAIN], 0);
}

static void
add_button (MusterCandidateRow *self,
            const char         *title,
            GCallback           callback,
            gpointer            data)
{
  GtkWidget *row = adw_button_row_new ();

  adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (row), TRUE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  g_signal_connect (row, "activated", callback, data);
  add_row (self, row);
}

static void
add_repairs (MusterCandidateRow *self,
             GPtrArray          *findings)
{
  MusterRepair wanted = muster_repair_for_all (findings);

  for (guint i = 0; i < MUSTER_N_REPAIRS; i++)
    if ((wanted & (1u << i)) != 0)
      add_button (self, muster_repair_to_label (1u << i), G_CALLBACK (repair_cb),
                  GUINT_TO_POINTER (1u << i));
  add_button (self, _("Try A_gain"), G_CALLBACK (again_cb), NULL);
}

static void
add_findings (MusterCandidateRow *self)
{
  GPtrArray *findings = muster_host_candidate_get_findings (self->candidate);

  if (findings == NULL || findings->len == 0)
    return;
  for (guint i = 0; i < findings->len; i++)
    add_row (self, muster_finding_row_new (findings->pdata[i]));
  add_repairs (self, findings);
}

static void
add_steps (MusterCandidateRow *self)
{
  GListModel *steps = muster_host_candidate_get_steps (self->candidate);

  for (guint i = 0; i < g_list_model_get_n_items (steps); i++)
    {
      g_autoptr (MusterDoctorStep) step = g_list_model_get_item (steps, i);

      add_row (self, muster_doctor_step_row_new (step));
    }
}

static void
fill (MusterCandidateRow *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_expander_row_remove (ADW_EXPANDER_ROW (self), self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  add_findings (self);
  add_steps (self);
}

/* --- what it says of itself ------------------------------------------------------------ */

static const struct
{
  const char *icon;
  const char *style;
  const char *words;
} looks[] =
{
  [MUSTER_CANDIDATE_WAITING] = { "content-loading-symbolic", "dimmed", N_("Waiting") },
  [MUSTER_CANDIDATE_LOOKING] = { "content-loading-symbolic", "dimmed", N_("Being examined") },
  [MUSTER_CANDIDATE_GOOD] = { "object-select-symbolic", "success", N_("Ready to be added") },
  [MUSTER_CANDIDATE_WARNING] = { "dialog-warning-symbolic", "warning", N_("Ready, with a warning") },
  [MUSTER_CANDIDATE_QUESTION] = { "dialog-warning-symbolic", "warning", N_("Can be added, but changes its cluster") },
  [MUSTER_CANDIDATE_FAILED] = { "dialog-error-symbolic", "error", N_("Cannot be used yet") },
};

/* Borrowed: of many hosts, the first of what is wrong; a single one shows it
 * below anyway. */
static const char *
find_words (MusterCandidateRow *self)
{
  MusterCandidateState state = muster_host_candidate_get_state (self->candidate);
  GPtrArray *findings = muster_host_candidate_get_findings (self->candidate);
  const char *words = _(looks[state].words);

  if (!gtk_widget_get_visible (GTK_WIDGET (self->check)) ||
      state < MUSTER_CANDIDATE_WARNING)
    return words;
  for (guint i = 0; findings != NULL && i < findings->len; i++)
    {
      const MusterFinding *finding = findings->pdata[i];

      if (state == MUSTER_CANDIDATE_WARNING || finding->severity == MUSTER_FINDING_ERROR ||
          (state == MUSTER_CANDIDATE_QUESTION && finding->kind == MUSTER_FINDING_FIT_CPU))
        return finding->message;
    }

  return words;
}

static void
update (MusterCandidateRow *self)
{
  MusterCandidateState state = muster_host_candidate_get_state (self->candidate);
  const MusterHostEntry *entry = muster_host_candidate_get_entry (self->candidate);
  const char *styles[] = { looks[state].style, NULL };
  gboolean can_add = state == MUSTER_CANDIDATE_GOOD || state == MUSTER_CANDIDATE_WARNING;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), entry->name);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), find_words (self));
  gtk_image_set_from_icon_name (self->icon, looks[state].icon);
  gtk_widget_set_css_classes (GTK_WIDGET (self->icon), styles);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->icon),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _(looks[state].words), -1);
  gtk_stack_set_visible_child_name (self->stack,
                                    state == MUSTER_CANDIDATE_LOOKING ? "spinner" : "icon");
  gtk_check_button_set_active (self->check, can_add);
  set_selected (self, can_add);
  fill (self);
}

static void
check_cb (MusterCandidateRow *self)
{
  set_selected (self, gtk_check_button_get_active (self->check));
}

/* --- object ------------------------------------------------------------------------------ */

static void
muster_candidate_row_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  if (prop_id == PROP_SELECTED)
    g_value_set_boolean (value, MUSTER_CANDIDATE_ROW (object)->selected);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
muster_candidate_row_dispose (GObject *object)
{
  MusterCandidateRow *self = MUSTER_CANDIDATE_ROW (object);

  g_clear_object (&self->candidate);
  g_clear_pointer (&self->rows, g_ptr_array_unref);

  G_OBJECT_CLASS (muster_candidate_row_parent_class)->dispose (object);
}

static void
muster_candidate_row_class_init (MusterCandidateRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = muster_candidate_row_get_property;
  object_class->dispose = muster_candidate_row_dispose;

  properties[PROP_SELECTED] =
    g_param_spec_boolean ("selected", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[REPAIR] =
    g_signal_new ("repair", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[AGAIN] =
    g_signal_new ("again", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
muster_candidate_row_init (MusterCandidateRow *self)
{
  self->rows = g_ptr_array_new ();
  self->stack = GTK_STACK (gtk_stack_new ());
  self->icon = GTK_IMAGE (gtk_image_new ());
  self->check = GTK_CHECK_BUTTON (gtk_check_button_new ());
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->icon), "icon");
  gtk_stack_add_named (self->stack, adw_spinner_new (), "spinner");
  gtk_widget_set_valign (GTK_WIDGET (self->stack), GTK_ALIGN_CENTER);
  gtk_widget_set_valign (GTK_WIDGET (self->check), GTK_ALIGN_CENTER);
  g_signal_connect_swapped (self->check, "toggled", G_CALLBACK (check_cb), self);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_expander_row_add_prefix (ADW_EXPANDER_ROW (self), GTK_WIDGET (self->stack));
  adw_expander_row_add_suffix (ADW_EXPANDER_ROW (self), GTK_WIDGET (self->check));
}

GtkWidget *
muster_candidate_row_new (MusterHostCandidate *candidate,
                          gboolean             is_one_of_many)
{
  MusterCandidateRow *self;
  g_autofree char *label = NULL;

  g_return_val_if_fail (MUSTER_IS_HOST_CANDIDATE (candidate), NULL);

  self = g_object_new (MUSTER_TYPE_CANDIDATE_ROW, NULL);
  self->candidate = g_object_ref (candidate);
  gtk_widget_set_visible (GTK_WIDGET (self->check), is_one_of_many);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self), !is_one_of_many);
  /* Translators: a host's name, of a check mark */
  label = g_strdup_printf (_("Add %s"), muster_host_candidate_get_entry (candidate)->name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->check),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect_object (candidate, "notify::state", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}

MusterHostCandidate *
muster_candidate_row_get_candidate (MusterCandidateRow *self)
{
  g_return_val_if_fail (MUSTER_IS_CANDIDATE_ROW (self), NULL);

  return self->candidate;
}

gboolean
muster_candidate_row_get_selected (MusterCandidateRow *self)
{
  g_return_val_if_fail (MUSTER_IS_CANDIDATE_ROW (self), FALSE);

  return self->selected;
}
