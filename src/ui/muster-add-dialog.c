/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-add-dialog.h"
#include "muster-candidate-row.h"
#include "muster-host-form.h"
#include "muster-host-placing.h"
#include "muster-login-dialog.h"
#include "muster-own-identity.h"
#include "muster-setup-dialog.h"
#include "muster-virt-uri.h"

struct _MusterAddDialog
{
  AdwDialog parent_instance;

  AdwToastOverlay *toast_overlay;
  AdwNavigationView *navigation_view;
  AdwNavigationPage *form_page;
  AdwBanner *banner;
  MusterHostForm *form;
  GtkButton *next_button;
  GtkButton *add_button;
  GtkWidget *cluster_group;
  AdwComboRow *cluster_row;
  GtkListBox *list;
  GtkWidget *anyway_group;

  MusterDesk *desk;
  GStrv clusters;              /* the ids of those in the row */
  GPtrArray *rows;             /* MusterCandidateRow, owned by the list */
  GCancellable *cancellable;   /* of the examinations on the second page */
  gboolean adding;
};

G_DEFINE_FINAL_TYPE (MusterAddDialog, muster_add_dialog, ADW_TYPE_DIALOG)

static void
add_toast (MusterAddDialog *self,
           const char      *text)
{
  AdwToast *toast = adw_toast_new (text);

  adw_toast_set_use_markup (toast, FALSE);
  adw_toast_overlay_add_toast (self->toast_overlay, toast);
}

/* --- the address ---------------------------------------------------------------------- */

static void
show_problem (MusterAddDialog *self,
              const char      *text)
{
  adw_banner_set_title (self->banner, text);
  adw_banner_set_revealed (self->banner, TRUE);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), text,
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
form_changed_cb (MusterAddDialog *self)
{
  if (self->next_button == NULL)
    return;
  adw_banner_set_revealed (self->banner, FALSE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->next_button),
                            !muster_host_form_is_empty (self->form));
}

static void
form_problem_cb (MusterAddDialog *self,
                 const char      *message,
                 const char      *reason)
{
  g_autofree char *text = g_strdup_printf ("%s %s", message, reason);

  show_problem (self, text);
}

/* --- what can be added -------------------------------------------------------------------- */

static guint
count_selected (MusterAddDialog *self)
{
  guint n = 0;

  for (guint i = 0; i < self->rows->len; i++)
    n += muster_candidate_row_get_selected (self->rows->pdata[i]);

  return n;
}

/* One host that failed, or that somebody has to agree to, can be added all the same; of
 * several, the check mark does it. */
static gboolean
is_lone_doubt (MusterAddDialog *self)
{
  MusterHostCandidate *only;
  MusterCandidateState state;

  if (self->rows->len != 1)
    return FALSE;
  only = muster_candidate_row_get_candidate (self->rows->pdata[0]);
  state = muster_host_candidate_get_state (only);

  return state == MUSTER_CANDIDATE_FAILED || state == MUSTER_CANDIDATE_QUESTION;
}

static gboolean
is_looking (MusterAddDialog *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    if (muster_host_candidate_get_state (muster_candidate_row_get_candidate (self->rows->pdata[i])) ==
        MUSTER_CANDIDATE_LOOKING)
      return TRUE;

  return FALSE;
}

static void
update (MusterAddDialog *self)
{
  guint n = count_selected (self);
  g_autofree char *label =
    self->rows->len > 1 && n > 0
    ? g_strdup_printf (ngettext ("_Add %u Host", "_Add %u Hosts", n), n)
    : g_strdup (_("_Add"));

  gtk_button_set_label (self->add_button, label);
  gtk_widget_set_sensitive (GTK_WIDGET (self->add_button), n > 0 && !self->adding);
  gtk_widget_set_sensitive (self->cluster_group, !is_looking (self) && !self->adding);
  gtk_widget_set_visible (self->anyway_group, is_lone_doubt (self) && !self->adding);
}

/* --- examining ----------------------------------------------------------------------------- */

static void
examine (MusterAddDialog     *self,
         MusterHostCandidate *candidate)
{
  dex_future_disown (muster_host_candidate_examine (candidate, self->cancellable));
}

static void
again_cb (MusterCandidateRow *row,
          MusterAddDialog    *self)
{
  examine (self, muster_candidate_row_get_candidate (row));
}

/* --- the cluster ------------------------------------------------------------------------------ */

/* Returns: (nullable): the id of one that somebody chose; where nobody did, a host that the
 * records have in a cluster already stays there. */
static const char *
get_cluster (MusterAddDialog *self)
{
  guint selected = adw_combo_row_get_selected (self->cluster_row);
  const char *id;

  if (self->clusters == NULL || selected >= g_strv_length (self->clusters))
    return NULL;
  id = self->clusters[selected];

  return g_str_equal (id, MUSTER_CLUSTER_DEFAULT) ? NULL : id;
}

static void
cluster_cb (MusterAddDialog *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      MusterHostCandidate *candidate = muster_candidate_row_get_candidate (self->rows->pdata[i]);

      if (muster_host_candidate_get_state (candidate) == MUSTER_CANDIDATE_LOOKING)
        continue;
      muster_host_candidate_set_cluster (candidate, get_cluster (self));
      examine (self, candidate);
    }
}

static void
fill_clusters (MusterAddDialog *self)
{
  GListModel *clusters = muster_data_center_get_clusters (
    muster_inventory_get_data_center (muster_desk_get_inventory (self->desk)));
  guint n = g_list_model_get_n_items (clusters);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  guint selected = 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (MusterCluster) cluster = g_list_model_get_item (clusters, i);

      gtk_string_list_append (names, muster_cluster_get_name (cluster));
      g_strv_builder_add (ids, muster_cluster_get_id (cluster));
      if (muster_cluster_is_default (cluster))
        selected = i;
    }
  g_clear_pointer (&self->clusters, g_strfreev);
  adw_combo_row_set_model (self->cluster_row, G_LIST_MODEL (names));
  adw_combo_row_set_selected (self->cluster_row, selected);
  self->clusters = g_strv_builder_end (ids);
  gtk_widget_set_visible (self->cluster_group, n > 1);
}

/* --- repairs ---------------------------------------------------------------------------------- */

/* A repair under way, which its dialog may outlive. */
typedef struct
{
  MusterAddDialog *dialog;
  MusterHostCandidate *candidate;
  char *account;             /* of ssh, where one was used */
} Repair;

static Repair *
repair_new (MusterAddDialog     *dialog,
            MusterHostCandidate *candidate,
            const char          *account)
{
  Repair *self = g_new0 (Repair, 1);

  self->dialog = g_object_ref (dialog);
  self->candidate = g_object_ref (candidate);
  self->account = g_strdup (account);

  return self;
}

static void
repair_free (gpointer data)
{
  Repair *self = data;

  g_clear_object (&self->dialog);
  g_clear_object (&self->candidate);
  g_free (self->account);
  g_free (self);
}

static const char *
find_login_reason (MusterHostCandidate *candidate)
{
  GPtrArray *findings = muster_host_candidate_get_findings (candidate);

  for (guint i = 0; findings != NULL && i < findings->len; i++)
    {
      const MusterFinding *finding = findings->pdata[i];

      if (muster_repair_for (finding->kind) == MUSTER_REPAIR_LOGIN)
        return finding->message;
    }

  return "";
}

static DexFuture *
sign_in_fiber (gpointer data)
{
  Repair *self = data;
  g_autoptr (MusterLogin) login =
    dex_await_boxed (muster_login_dialog_ask (GTK_WIDGET (self->dialog),
                                              muster_host_candidate_get_entry (self->candidate)->name,
                                              find_login_reason (self->candidate), NULL),
                     NULL);

  if (login != NULL && self->dialog->desk != NULL)
    {
      muster_host_candidate_set_login (self->candidate, login);
      examine (self->dialog, self->candidate);
    }

  return dex_future_new_true ();
}

static void
use_identity (const Repair *self,
              const char   *identity)
{
  g_autoptr (MusterHostEntry) entry =
    muster_host_entry_copy (muster_host_candidate_get_entry (self->candidate));

  g_set_str (&entry->identity, identity);
  g_set_str (&entry->ssh, self->account);
  muster_host_candidate_set_entry (self->candidate, entry);
}

/* The host obeys the data center's own authority now: we show what that issued. */
static DexFuture *
greet_fiber (gpointer data)
{
  Repair *self = data;
  MusterAddDialog *dialog = self->dialog;
  g_autoptr (GError) error = NULL;
  g_autofree char *identity = NULL;

  if (dialog->desk == NULL)
    return dex_future_new_true ();
  identity =
    dex_await_string (muster_own_identity_ensure (muster_desk_get_pki (dialog->desk),
                                                  muster_desk_get_secrets (dialog->desk)),
                      &error);
  if (dialog->desk == NULL)
    return dex_future_new_true ();
  if (identity != NULL)
    use_identity (self, identity);
  else
    add_toast (dialog, error->message);
  examine (dialog, self->candidate);

  return dex_future_new_true ();
}

static void
set_up_cb (MusterSetupDialog *setup,
           const char        *address,
           const char        *account,
           Repair            *repair)
{
  dex_future_disown (dex_scheduler_spawn (NULL, 0, greet_fiber,
                                          repair_new (repair->dialog, repair->candidate,
                                                      account),
                                          repair_free));
}

static void
free_repair_cb (gpointer  data,
                GClosure *closure)
{
  repair_free (data);
}

static void
set_up (MusterAddDialog     *self,
        MusterHostCandidate *candidate)
{
  const char *uri = muster_host_candidate_get_entry (candidate)->uri;
  g_autoptr (MusterVirtEndpoint) endpoint = muster_virt_endpoint_new (uri, NULL);
  AdwDialog *dialog =
    muster_setup_dialog_new (self->desk, endpoint != NULL ? endpoint->host : NULL);

  g_signal_connect_data (dialog, "set-up", G_CALLBACK (set_up_cb),
                         repair_new (self, candidate, NULL), free_repair_cb, G_CONNECT_DEFAULT);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
repair_cb (MusterCandidateRow *row,
           guint               repair,
           MusterAddDialog    *self)
{
  MusterHostCandidate *candidate = muster_candidate_row_get_candidate (row);

  switch ((MusterRepair) repair)
    {
    case MUSTER_REPAIR_SET_UP:
      set_up (self, candidate);
      break;
    case MUSTER_REPAIR_LOGIN:
      dex_future_disown (dex_scheduler_spawn (NULL, 0, sign_in_fiber,
                                              repair_new (self, candidate, NULL),
                                              repair_free));
      break;
    case MUSTER_REPAIR_IDENTITY:
      adw_navigation_view_pop (self->navigation_view);
      break;
    case MUSTER_REPAIR_NONE:
    default:
      break;
    }
}

static void
add_candidate (MusterAddDialog       *self,
               const MusterHostEntry *entry,
               const MusterLogin     *login,
               gboolean               is_one_of_many)
{
  g_autoptr (MusterHostCandidate) candidate =
    muster_host_candidate_new (self->desk, entry, login);
  GtkWidget *row = muster_candidate_row_new (candidate, is_one_of_many);

  muster_host_candidate_set_cluster (candidate, get_cluster (self));
  g_signal_connect_object (row, "again", G_CALLBACK (again_cb), self, 0);
  g_signal_connect_object (row, "repair", G_CALLBACK (repair_cb), self, 0);
  g_signal_connect_object (row, "notify::selected", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (candidate, "notify::state", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  gtk_list_box_append (self->list, row);
  g_ptr_array_add (self->rows, row);
  examine (self, candidate);
}

static void
forget_candidates (MusterAddDialog *self)
{
  g_cancellable_cancel (self->cancellable);
  g_set_object (&self->cancellable, NULL);
  g_ptr_array_set_size (self->rows, 0);
  gtk_list_box_remove_all (self->list);
}

static void
next_cb (MusterAddDialog *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = muster_host_form_read (self->form, &error);
  g_autoptr (MusterLogin) login = NULL;

  if (entries == NULL)
    {
      show_problem (self, error->message);
      return;
    }

  login = muster_host_form_dup_login (self->form);
  fill_clusters (self);
  self->cancellable = g_cancellable_new ();
  for (guint i = 0; i < entries->len; i++)
    add_candidate (self, entries->pdata[i], login, entries->len > 1);
  update (self);
  adw_dialog_set_default_widget (ADW_DIALOG (self), GTK_WIDGET (self->add_button));
  adw_navigation_view_push_by_tag (self->navigation_view, "hosts");
}

static void
popped_cb (MusterAddDialog *self)
{
  forget_candidates (self);
  adw_dialog_set_default_widget (ADW_DIALOG (self), GTK_WIDGET (self->next_button));
  muster_host_form_focus (self->form);
}

/* --- adding -------------------------------------------------------------------------------- */

static void
remove_row (MusterAddDialog    *self,
            MusterCandidateRow *row)
{
  g_ptr_array_remove (self->rows, row);
  gtk_list_box_remove (self->list, GTK_WIDGET (row));
}

/* Returns: (transfer full): the rows that are to be added */
static GPtrArray *
list_wanted (MusterAddDialog *self)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (g_object_unref);
  gboolean lone = is_lone_doubt (self);

  for (guint i = 0; i < self->rows->len; i++)
    if (lone || muster_candidate_row_get_selected (self->rows->pdata[i]))
      g_ptr_array_add (rows, g_object_ref (self->rows->pdata[i]));

  return rows;
}

static gboolean
await_added (MusterAddDialog      *self,
             MusterHostCandidate  *candidate,
             GError              **error)
{
  g_autoptr (MusterDesk) desk = g_object_ref (self->desk);
  g_autofree char *cluster = g_strdup (get_cluster (self));
  g_autofree char *id = dex_await_string (muster_host_candidate_add (candidate), error);

  if (id != NULL && cluster != NULL)
    dex_future_disown (
      muster_host_place_when_there (desk, id, muster_host_candidate_get_entry (candidate)->name,
                                    cluster));

  return id != NULL;
}

/* What could not be added stays in the list. */
static DexFuture *
add_fiber (gpointer data)
{
  MusterAddDialog *self = data;
  g_autoptr (GPtrArray) rows = list_wanted (self);

  for (guint i = 0; i < rows->len && self->desk != NULL; i++)
    {
      MusterCandidateRow *row = rows->pdata[i];
      g_autoptr (GError) error = NULL;

      if (!await_added (self, muster_candidate_row_get_candidate (row), &error))
        add_toast (self, error->message);
      else if (self->desk != NULL)
        remove_row (self, row);
    }
  self->adding = FALSE;
  if (self->desk == NULL)
    return dex_future_new_true ();
  if (self->rows->len == 0)
    adw_dialog_force_close (ADW_DIALOG (self));
  else
    update (self);

  return dex_future_new_true ();
}

static void
add_cb (MusterAddDialog *self)
{
  if (self->adding)
    return;
  self->adding = TRUE;
  update (self);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, add_fiber, g_object_ref (self),
                                          g_object_unref));
}

static void
anyway_cb (MusterAddDialog *self)
{
  add_cb (self);
}

/* --- object ---------------------------------------------------------------------------------- */

static void
muster_add_dialog_closed (AdwDialog *dialog)
{
  MusterAddDialog *self = MUSTER_ADD_DIALOG (dialog);

  forget_candidates (self);
  g_clear_object (&self->desk);
}

static void
muster_add_dialog_dispose (GObject *object)
{
  MusterAddDialog *self = MUSTER_ADD_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->clusters, g_strfreev);
  gtk_widget_dispose_template (GTK_WIDGET (self), MUSTER_TYPE_ADD_DIALOG);

  G_OBJECT_CLASS (muster_add_dialog_parent_class)->dispose (object);
}

static gboolean
focus_cb (gpointer data)
{
  MusterAddDialog *self = data;

  if (self->desk != NULL)
    muster_host_form_focus (self->form);

  return G_SOURCE_REMOVE;
}

/* As a sheet on a narrow window the dialog does not go by its focus widget. */
static void
muster_add_dialog_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (muster_add_dialog_parent_class)->map (widget);

  g_idle_add_full (G_PRIORITY_LOW, focus_cb, g_object_ref (widget), g_object_unref);
}

static void
muster_add_dialog_class_init (MusterAddDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = muster_add_dialog_dispose;
  widget_class->map = muster_add_dialog_map;
  ADW_DIALOG_CLASS (klass)->closed = muster_add_dialog_closed;

  g_type_ensure (MUSTER_TYPE_HOST_FORM);
  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/virt_muster/Muster/ui/muster-add-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, MusterAddDialog, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, MusterAddDialog, navigation_view);
  gtk_widget_class_bind_template_child (widget_class, MusterAddDialog, banner);
  gtk_widget_class_bind_template_child (widget_class, MusterAddDialog, form_page);
  gtk_widget_class_bind_template_child (widget_class, MusterAddDialog, form);
  gtk_widget_class_bind_template_child (widget_class, MusterAddDialog, next_button);
  gtk_widget_class_bind_template_child (widget_class, MusterAddDialog, add_button);
  gtk_widget_class_bind_template_child (widget_class, MusterAddDialog, cluster_group);
  gtk_widget_class_bind_template_child (widget_class, MusterAddDialog, cluster_row);
  gtk_widget_class_bind_template_child (widget_class, MusterAddDialog, list);
  gtk_widget_class_bind_template_child (widget_class, MusterAddDialog, anyway_group);
  gtk_widget_class_bind_template_callback (widget_class, form_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, form_problem_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
  gtk_widget_class_bind_template_callback (widget_class, popped_cb);
  gtk_widget_class_bind_template_callback (widget_class, cluster_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
  gtk_widget_class_bind_template_callback (widget_class, anyway_cb);
}

static void
muster_add_dialog_init (MusterAddDialog *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
muster_add_dialog_new (MusterDesk *desk,
                       const char *address)
{
  MusterAddDialog *self;

  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);

  self = g_object_new (MUSTER_TYPE_ADD_DIALOG, NULL);
  self->desk = g_object_ref (desk);
  muster_host_form_set_desk (self->form, desk, NULL);
  if (address != NULL)
    muster_host_form_set_address (self->form, address);

  return ADW_DIALOG (self);
}

AdwDialog *
muster_add_dialog_new_to_open (MusterDesk *desk)
{
  AdwDialog *dialog = muster_add_dialog_new (desk, NULL);
  MusterAddDialog *self = MUSTER_ADD_DIALOG (dialog);

  adw_dialog_set_title (dialog, _("Open Data Center"));
  adw_navigation_page_set_title (self->form_page, _("Open Data Center"));
  muster_host_form_set_purpose (self->form,
                                _("Name any one of its hosts. Muster then offers the others."));

  return dialog;
}
