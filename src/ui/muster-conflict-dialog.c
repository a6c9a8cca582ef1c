/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-cluster-actions.h"
#include "muster-conflict-dialog.h"
#include "muster-format.h"
#include "muster-shared-store.h"
#include "muster-text.h"
#include "muster-ui.h"

struct _MusterConflictDialog
{
  AdwDialog parent_instance;

  AdwToastOverlay *toast_overlay;
  GtkWidget *close_button;
  GtkWidget *spinner;
  GtkStack *stack;
  AdwPreferencesPage *page;

  MusterDesk *desk;
  MusterSharedStore *store;
  GPtrArray *groups;            /* one a record, borrowed from the page */
  char *shown;                  /* the revisions that are in them */
  gboolean closed;
};

G_DEFINE_FINAL_TYPE (MusterConflictDialog, muster_conflict_dialog, ADW_TYPE_DIALOG)

static MusterDataCenter *
get_data_center (MusterConflictDialog *self)
{
  return muster_inventory_get_data_center (muster_desk_get_inventory (self->desk));
}

/* --- what a record says ---------------------------------------------------------------------- */

static const char *
get_label (const char *field)
{
  if (g_str_equal (field, "name"))
    return _("Name");
  if (g_str_equal (field, "description"))
    return _("Description");
  if (g_str_equal (field, "cluster"))
    return _("Cluster");
  if (g_str_equal (field, "maintenance"))
    return _("In maintenance");
  if (g_str_equal (field, "virt"))
    return _("Runs VMs");
  if (g_str_equal (field, "gluster"))
    return _("Keeps Gluster volumes");

  return field;
}

static char *
dup_value (MusterConflictDialog *self,
           const char           *field,
           JsonNode             *node)
{
  const char *text = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
  MusterCluster *cluster =
    text != NULL && g_str_equal (field, "cluster")
    ? muster_data_center_find_cluster (get_data_center (self), text) : NULL;
  g_autofree char *json = text == NULL ? json_to_string (node, FALSE) : NULL;

  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    text = json_node_get_boolean (node) ? _("Yes") : _("No");
  if (cluster != NULL)
    text = muster_cluster_get_name (cluster);

  return muster_text_escape (text != NULL ? text : json);
}

/* A line for each of its fields. */
static char *
dup_content (MusterConflictDialog *self,
             MusterRecord         *record)
{
  JsonObject *content = muster_record_get_content (record);
  g_autoptr (GList) fields = content != NULL ? json_object_get_members (content) : NULL;
  GString *text = g_string_new (content == NULL ? _("Deleted") : NULL);

  for (GList *l = fields; l != NULL; l = l->next)
    {
      g_autofree char *label = muster_text_escape (get_label (l->data));
      g_autofree char *value = dup_value (self, l->data,
                                          json_object_get_member (content, l->data));

      if (*value != '\0')
        g_string_append_printf (text, "%s%s: %s", text->len > 0 ? "\n" : "", label, value);
    }

  return g_string_free (text, FALSE);
}

static char *
dup_origin (MusterRecord *record,
            gboolean      wins)
{
  g_autofree char *author = muster_shared_store_dup_author (record);
  g_autofree char *time = muster_format_time (muster_record_get_time (record));

  if (wins)
    /* Translators: "alice-desk1", a time */
    return g_strdup_printf (_("Written by %s, %s. Holds until one is chosen."), author, time);

  /* Translators: "alice-desk1", a time */
  return g_strdup_printf (_("Written by %s, %s."), author, time);
}

static const char *
get_kind (MusterRecord *record)
{
  const char *kind = muster_record_get_kind (record);

  if (g_str_equal (kind, MUSTER_DATA_CENTER_RECORD_KIND))
    return _("Data Center");
  if (g_str_equal (kind, MUSTER_CLUSTER_RECORD_KIND))
    return _("Cluster");
  if (g_str_equal (kind, MUSTER_MEMBER_RECORD_KIND))
    return _("Host");

  return kind;
}

/* --- the choice ------------------------------------------------------------------------------- */

static void
set_busy (MusterConflictDialog *self,
          gboolean              busy)
{
  gtk_widget_set_visible (self->spinner, busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->page), !busy);
}

static DexFuture *
resolved_cb (DexFuture *future,
             gpointer   data)
{
  MusterConflictDialog *self = data;
  g_autoptr (GError) error = NULL;

  if (self->closed)
    return dex_future_new_true ();
  set_busy (self, FALSE);
  if (dex_future_get_value (future, &error) == NULL)
    adw_toast_overlay_add_toast (self->toast_overlay,
                                 muster_ui_new_toast (error->message, NULL));

  return dex_future_new_true ();
}

static void
keep_cb (GtkButton *button,
         gpointer   data)
{
  MusterConflictDialog *self = data;
  MusterRecord *record = g_object_get_data (G_OBJECT (button), "muster-record");

  /* What becomes insensitive, and then goes, would lose the keyboard to nothing. */
  gtk_widget_grab_focus (self->close_button);
  set_busy (self, TRUE);
  dex_future_disown (dex_future_finally (
    muster_conflict_resolve (self->desk, muster_record_get_kind (record),
                             muster_record_get_id (record),
                             muster_record_get_revision (record)),
    resolved_cb, g_object_ref (self), g_object_unref));
}

/* --- the records ------------------------------------------------------------------------------- */

static GtkWidget *
new_button (MusterConflictDialog *self,
            MusterRecord         *record,
            const char           *content)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_("_Keep This One"));

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, content, -1);
  g_object_set_data_full (G_OBJECT (button), "muster-record", g_object_ref (record),
                          g_object_unref);
  g_signal_connect_object (button, "clicked", G_CALLBACK (keep_cb), self, G_CONNECT_DEFAULT);

  return button;
}

static GtkWidget *
new_row (MusterConflictDialog *self,
         MusterRecord         *record,
         gboolean              wins)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *content = dup_content (self, record);
  g_autofree char *origin = dup_origin (record, wins);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), content);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), origin);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), new_button (self, record, content));

  return row;
}

static void
add_group (MusterConflictDialog *self,
           GPtrArray            *heads)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  adw_preferences_group_set_title (group, get_kind (heads->pdata[0]));
  for (guint i = 0; i < heads->len; i++)
    adw_preferences_group_add (group, new_row (self, heads->pdata[i], i == 0));
  adw_preferences_page_add (self->page, group);
  g_ptr_array_add (self->groups, group);
}

static void
clear (MusterConflictDialog *self)
{
  for (guint i = 0; i < self->groups->len; i++)
    adw_preferences_page_remove (self->page, self->groups->pdata[i]);
  g_ptr_array_set_size (self->groups, 0);
}

static gboolean
is_same_record (MusterRecord *a,
                MusterRecord *b)
{
  return g_str_equal (muster_record_get_kind (a), muster_record_get_kind (b)) &&
         g_str_equal (muster_record_get_id (a), muster_record_get_id (b));
}

static char *
make_signature (GPtrArray *losers)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < losers->len; i++)
    g_string_append_printf (text, "%s.%s ", muster_record_get_id (losers->pdata[i]),
                            muster_record_get_revision (losers->pdata[i]));

  return g_string_free (text, FALSE);
}

/* What lost comes in order, those of one record after each other. */
static void
fill (MusterConflictDialog *self,
      GPtrArray            *losers)
{
  clear (self);
  for (guint i = 0; i < losers->len; i++)
    {
      MusterRecord *record = losers->pdata[i];
      g_autoptr (GPtrArray) heads = NULL;

      if (i > 0 && is_same_record (losers->pdata[i - 1], record))
        continue;
      heads = muster_shared_store_list_heads (self->store, muster_record_get_kind (record),
                                              muster_record_get_id (record));
      add_group (self, heads);
    }
  gtk_stack_set_visible_child_name (self->stack, losers->len > 0 ? "conflicts" : "none");
}

static DexFuture *
looked_cb (DexFuture *future,
           gpointer   data)
{
  MusterConflictDialog *self = data;
  const GValue *value = dex_future_get_value (future, NULL);
  GPtrArray *losers = value != NULL ? g_value_get_boxed (value) : NULL;
  g_autofree char *signature = losers != NULL ? make_signature (losers) : NULL;

  /* Another record's news take the keyboard from nobody. */
  if (losers != NULL && !self->closed && g_set_str (&self->shown, signature))
    fill (self, losers);

  return dex_future_new_true ();
}

static void
look (MusterConflictDialog *self)
{
  dex_future_disown (dex_future_finally (
    muster_membership_list_conflicts (muster_desk_get_membership (self->desk)),
    looked_cb, g_object_ref (self), g_object_unref));
}

/* --- object ------------------------------------------------------------------------------------- */

static void
muster_conflict_dialog_closed (AdwDialog *dialog)
{
  MUSTER_CONFLICT_DIALOG (dialog)->closed = TRUE;
}

static void
muster_conflict_dialog_dispose (GObject *object)
{
  MusterConflictDialog *self = MUSTER_CONFLICT_DIALOG (object);

  g_clear_object (&self->desk);
  g_clear_object (&self->store);
  g_clear_pointer (&self->groups, g_ptr_array_unref);
  g_clear_pointer (&self->shown, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), MUSTER_TYPE_CONFLICT_DIALOG);

  G_OBJECT_CLASS (muster_conflict_dialog_parent_class)->dispose (object);
}

static void
muster_conflict_dialog_class_init (MusterConflictDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = muster_conflict_dialog_dispose;
  ADW_DIALOG_CLASS (klass)->closed = muster_conflict_dialog_closed;

  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/virt_muster/Muster/ui/muster-conflict-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, MusterConflictDialog, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, MusterConflictDialog, close_button);
  gtk_widget_class_bind_template_child (widget_class, MusterConflictDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, MusterConflictDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, MusterConflictDialog, page);
  gtk_widget_class_bind_template_callback (widget_class, adw_dialog_close);
}

static void
muster_conflict_dialog_init (MusterConflictDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->groups = g_ptr_array_new ();
}

AdwDialog *
muster_conflict_dialog_new (MusterDesk *desk)
{
  MusterConflictDialog *self;
  MusterStore *store;

  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);

  self = g_object_new (MUSTER_TYPE_CONFLICT_DIALOG, NULL);
  store = muster_membership_get_store (muster_desk_get_membership (desk));
  self->desk = g_object_ref (desk);
  self->store = g_object_ref (MUSTER_SHARED_STORE (store));
  g_signal_connect_object (store, "changed", G_CALLBACK (look), self, G_CONNECT_SWAPPED);
  look (self);

  return ADW_DIALOG (self);
}
