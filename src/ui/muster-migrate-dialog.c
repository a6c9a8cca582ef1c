/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-format.h"
#include "muster-migrate-dialog.h"
#include "muster-vm-verb.h"

struct _MusterMigrateDialog
{
  AdwDialog parent_instance;

  AdwPreferencesGroup *group;
  GtkWidget *migrate_button;

  GPtrArray *vms;
  GtkCheckButton *first_check;   /* the others are in its group */
  GtkCheckButton *best_check;    /* of the host with the most memory free */
  double best_usage;
  MusterHost *chosen;
};

enum { CHOSEN, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MusterMigrateDialog, muster_migrate_dialog, ADW_TYPE_DIALOG)

/* How many of the VMs can go to @host; else why the first of them cannot. */
static guint
count_possible (MusterMigrateDialog  *self,
                MusterHost           *host,
                GError              **error)
{
  guint n = 0;

  for (guint i = 0; i < self->vms->len; i++)
    {
      g_autoptr (GError) refusal = NULL;

      if (muster_vm_migrate_check (g_ptr_array_index (self->vms, i), host, &refusal))
        n++;
      else if (error != NULL && *error == NULL)
        *error = g_steal_pointer (&refusal);
    }

  return n;
}

static char *
dup_load (MusterHost *host)
{
  g_autofree char *cpu = muster_format_percent (muster_host_get_cpu_usage (host));
  g_autofree char *memory = muster_format_percent (muster_host_get_memory_usage (host));
  g_autofree char *running = NULL;

  running = g_strdup_printf (ngettext ("%u VM running", "%u VMs running",
                                       muster_host_get_n_running (host)),
                             muster_host_get_n_running (host));
  if (*cpu == '\0' || *memory == '\0')
    return g_steal_pointer (&running);

  /* Translators: a host's load: two shares in percent and "3 VMs running" */
  return g_strdup_printf (_("CPU %s · memory %s · %s"), cpu, memory, running);
}

static char *
dup_subtitle (MusterMigrateDialog *self,
              MusterHost          *host,
              guint                n,
              const GError        *error)
{
  g_autofree char *load = dup_load (host);

  if (n == 0)
    return g_strdup (error != NULL ? error->message : "");
  if (n == self->vms->len)
    return g_steal_pointer (&load);

  /* Translators: a host's load in words, how many VMs can go to it */
  return g_strdup_printf (_("%s\n%u of %u VMs can go there"), load, n, self->vms->len);
}

static void
toggled_cb (GtkCheckButton *check,
            gpointer        data)
{
  MusterMigrateDialog *self = data;

  if (!gtk_check_button_get_active (check))
    return;

  self->chosen = g_object_get_data (G_OBJECT (check), "muster-host");
  gtk_widget_set_sensitive (self->migrate_button, TRUE);
}

static void
consider (MusterMigrateDialog *self,
          MusterHost          *host,
          GtkCheckButton      *check)
{
  double usage = muster_host_get_memory_usage (host);

  if (self->best_check != NULL && usage >= self->best_usage)
    return;

  self->best_check = check;
  self->best_usage = usage;
}

static void
add_host (MusterMigrateDialog *self,
          MusterHost          *host)
{
  g_autoptr (GError) error = NULL;
  guint n = count_possible (self, host, &error);
  g_autofree char *subtitle = dup_subtitle (self, host, n, error);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();

  g_object_set_data_full (G_OBJECT (check), "muster-host",
                          g_object_ref (host), g_object_unref);
  gtk_check_button_set_group (GTK_CHECK_BUTTON (check), self->first_check);
  if (self->first_check == NULL)
    self->first_check = GTK_CHECK_BUTTON (check);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  muster_host_get_name (host), -1);
  g_signal_connect (check, "toggled", G_CALLBACK (toggled_cb), self);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), muster_host_get_name (host));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  gtk_widget_set_sensitive (row, n > 0);
  if (n == self->vms->len)
    consider (self, host, GTK_CHECK_BUTTON (check));
  adw_preferences_group_add (self->group, row);
}

static void
migrate_cb (MusterMigrateDialog *self)
{
  if (self->chosen == NULL)
    return;

  g_signal_emit (self, signals[CHOSEN], 0, self->chosen);
  adw_dialog_close (ADW_DIALOG (self));
}

static void
muster_migrate_dialog_dispose (GObject *object)
{
  MusterMigrateDialog *self = MUSTER_MIGRATE_DIALOG (object);

  g_clear_pointer (&self->vms, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), MUSTER_TYPE_MIGRATE_DIALOG);

  G_OBJECT_CLASS (muster_migrate_dialog_parent_class)->dispose (object);
}

static void
muster_migrate_dialog_class_init (MusterMigrateDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = muster_migrate_dialog_dispose;

  signals[CHOSEN] =
    g_signal_new ("chosen", MUSTER_TYPE_MIGRATE_DIALOG, G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 1, MUSTER_TYPE_HOST);

  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/virt_muster/Muster/ui/muster-migrate-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, MusterMigrateDialog, group);
  gtk_widget_class_bind_template_child (widget_class, MusterMigrateDialog, migrate_button);
  gtk_widget_class_bind_template_callback (widget_class, migrate_cb);
}

static void
muster_migrate_dialog_init (MusterMigrateDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
set_title (MusterMigrateDialog *self)
{
  g_autofree char *title = NULL;

  if (self->vms->len == 1)
    /* Translators: a VM's name */
    title = g_strdup_printf (_("Migrate %s"),
                             muster_vm_get_label (g_ptr_array_index (self->vms, 0)));
  else
    title = g_strdup_printf (ngettext ("Migrate %u VM", "Migrate %u VMs",
                                       self->vms->len), self->vms->len);
  adw_dialog_set_title (ADW_DIALOG (self), title);
}

static int
compare_hosts (gconstpointer a,
               gconstpointer b)
{
  return g_utf8_collate (muster_host_get_name (*(MusterHost **) a),
                         muster_host_get_name (*(MusterHost **) b));
}

static GPtrArray *
dup_sorted (GListModel *hosts)
{
  GPtrArray *sorted = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (hosts); i++)
    g_ptr_array_add (sorted, g_list_model_get_item (hosts, i));
  g_ptr_array_sort (sorted, compare_hosts);

  return sorted;
}

AdwDialog *
muster_migrate_dialog_new (GPtrArray  *vms,
                           GListModel *hosts)
{
  MusterMigrateDialog *self;
  g_autoptr (GPtrArray) sorted = NULL;

  g_return_val_if_fail (vms != NULL && vms->len > 0, NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (hosts), NULL);

  self = g_object_new (MUSTER_TYPE_MIGRATE_DIALOG, NULL);
  self->vms = g_ptr_array_ref (vms);
  set_title (self);
  sorted = dup_sorted (hosts);
  for (guint i = 0; i < sorted->len; i++)
    add_host (self, g_ptr_array_index (sorted, i));
  if (self->best_check != NULL)
    {
      gtk_check_button_set_active (self->best_check, TRUE);
      adw_dialog_set_focus (ADW_DIALOG (self), self->migrate_button);
    }

  return ADW_DIALOG (self);
}
