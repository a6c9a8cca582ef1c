/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-chart-card.h"
#include "muster-format.h"
#include "muster-ui.h"
#include "muster-vm-column.h"
#include "muster-vm-overview.h"

#define UPTIME_SECONDS 10

struct _MusterVmOverview
{
  AdwBin parent_instance;

  AdwBanner *banner;
  GtkWidget *charts;
  GtkWidget *facts;
  GtkLabel *description_label;
  MusterChartCard *cpu_card;
  MusterChartCard *memory_card;
  MusterChartCard *disk_card;
  MusterChartCard *network_card;
  AdwActionRow *state_row;
  AdwActionRow *host_row;
  AdwActionRow *ip_row;
  AdwActionRow *uptime_row;
  AdwActionRow *os_row;
  AdwActionRow *vcpus_row;
  AdwActionRow *memory_row;
  AdwActionRow *graphics_row;
  AdwActionRow *autostart_row;
  AdwActionRow *uuid_row;

  MusterVm *vm;
  GSignalGroup *signals;
  guint update_id;
  guint uptime_id;
};

G_DEFINE_FINAL_TYPE (MusterVmOverview, muster_vm_overview, ADW_TYPE_BIN)

static void
set_fact (AdwActionRow *row,
          const char   *text)
{
  adw_action_row_set_subtitle (row, text != NULL && *text != '\0' ? text : "—");
}

static void
set_column (MusterVmOverview *self,
            AdwActionRow     *row,
            MusterVmColumn    column)
{
  g_autofree char *text = muster_vm_column_dup_text (column, self->vm);

  set_fact (row, text);
}

static char *
describe_loss (MusterVm *vm)
{
  gint64 end = muster_history_get_end (muster_vm_get_history (vm));
  const char *host = muster_host_get_name (muster_vm_get_host (vm));
  g_autofree char *time = end > 0 ? muster_format_time (end) : NULL;

  if (time == NULL)
    /* Translators: a host's name */
    return g_strdup_printf (_("%s does not answer. This is what was last known."), host);

  /* Translators: a host's name and a time of day */
  return g_strdup_printf (_("%s does not answer. This is how it was at %s."), host, time);
}

/* Two of it damage its disks: nothing else about it is as urgent. */
static char *
describe_twice (MusterVm *vm)
{
  const char * const *names = muster_vm_get_running_twice (vm);
  g_autofree char *hosts = names != NULL ? g_strjoinv (", ", (char **) names) : NULL;

  if (names == NULL)
    return NULL;

  /* Translators: hosts' names */
  return g_strdup_printf (_("It runs on several hosts at once: %s. Stop it on all but one now, with “virsh destroy” there. Its disks may be damaged already: check them in the guest that stays."),
                          hosts);
}

/* Shown where the host that has the VM now does not answer. */
static char *
describe_elsewhere (MusterVm *vm)
{
  const char *elsewhere = muster_vm_get_elsewhere (vm);

  if (elsewhere == NULL || muster_vm_get_host (vm) == NULL)
    return NULL;

  /* Translators: hosts' names; the first is that of the host that was gone */
  return g_strdup_printf (_("This is what %s kept of it while it was gone. %s took the VM over; it is never started here."),
                          muster_host_get_name (muster_vm_get_host (vm)), elsewhere);
}

static void
update_banner (MusterVmOverview *self)
{
  g_autofree char *urgent = describe_twice (self->vm);
  MusterVmReason reason = muster_vm_get_reason (self->vm);
  MusterHost *host = muster_vm_get_host (self->vm);
  gboolean bad = reason == MUSTER_VM_REASON_IO_ERROR ||
                 reason == MUSTER_VM_REASON_WATCHDOG ||
                 reason == MUSTER_VM_REASON_CRASHED ||
                 reason == MUSTER_VM_REASON_FAILED;
  g_autofree char *lost = NULL;

  if (urgent == NULL)
    urgent = describe_elsewhere (self->vm);
  if (urgent != NULL)
    adw_banner_set_title (self->banner, urgent);
  else if (muster_vm_get_stale (self->vm) && host != NULL)
    {
      lost = describe_loss (self->vm);
      adw_banner_set_title (self->banner, lost);
    }
  else if (bad)
    adw_banner_set_title (self->banner, muster_vm_reason_to_text (reason));
  adw_banner_set_revealed (self->banner, urgent != NULL || lost != NULL || bad);
  muster_ui_set_stale (self->charts, lost != NULL);
  muster_ui_set_stale (self->facts, lost != NULL);
}

static const char *
describe_graphics (MusterVm *vm)
{
  const char *graphics = muster_vm_get_graphics (vm);

  if (graphics == NULL)
    return muster_vm_get_detailed (vm) ? _("None") : NULL;
  if (g_str_equal (graphics, "vnc"))
    return "VNC";
  if (g_str_equal (graphics, "spice"))
    return "SPICE";

  return graphics;
}

static void
update_facts (MusterVmOverview *self)
{
  MusterVm *vm = self->vm;
  MusterHost *host = muster_vm_get_host (vm);
  const char *description = muster_vm_get_description (vm);
  g_autofree char *ips = g_strjoinv (", ", (char **) muster_vm_get_ips (vm));

  gtk_label_set_text (self->description_label, description != NULL ? description : "");
  gtk_widget_set_visible (GTK_WIDGET (self->description_label),
                          description != NULL && *description != '\0');
  set_column (self, self->state_row, MUSTER_VM_COLUMN_STATE);
  set_fact (self->host_row, host != NULL ? muster_host_get_name (host) : NULL);
  set_fact (self->ip_row, ips);
  set_column (self, self->uptime_row, MUSTER_VM_COLUMN_UPTIME);
  set_column (self, self->os_row, MUSTER_VM_COLUMN_OS);
  set_column (self, self->vcpus_row, MUSTER_VM_COLUMN_VCPUS);
  set_column (self, self->memory_row, MUSTER_VM_COLUMN_MEMORY_SIZE);
  set_fact (self->graphics_row, describe_graphics (vm));
  set_fact (self->autostart_row, muster_vm_get_autostart (vm) ? _("Yes") : _("No"));
  set_fact (self->uuid_row, muster_vm_get_uuid (vm));
}

static gboolean
update_cb (gpointer data)
{
  MusterVmOverview *self = data;

  self->update_id = 0;
  if (self->vm != NULL)
    {
      update_banner (self);
      update_facts (self);
    }

  return G_SOURCE_REMOVE;
}

static void
notify_cb (MusterVmOverview *self,
           GParamSpec       *pspec)
{
  /* The charts see to the figures themselves. */
  if (pspec->value_type == G_TYPE_DOUBLE || self->update_id != 0)
    return;

  self->update_id = g_idle_add_full (G_PRIORITY_DEFAULT, update_cb, self, NULL);
}

static gboolean
uptime_cb (gpointer data)
{
  MusterVmOverview *self = data;

  if (self->vm != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)))
    set_column (self, self->uptime_row, MUSTER_VM_COLUMN_UPTIME);

  return G_SOURCE_CONTINUE;
}

static void
muster_vm_overview_dispose (GObject *object)
{
  MusterVmOverview *self = MUSTER_VM_OVERVIEW (object);

  g_clear_handle_id (&self->update_id, g_source_remove);
  g_clear_handle_id (&self->uptime_id, g_source_remove);
  g_clear_object (&self->signals);
  g_clear_object (&self->vm);
  gtk_widget_dispose_template (GTK_WIDGET (self), MUSTER_TYPE_VM_OVERVIEW);

  G_OBJECT_CLASS (muster_vm_overview_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, MusterVmOverview, banner);
  gtk_widget_class_bind_template_child (widget_class, MusterVmOverview, charts);
  gtk_widget_class_bind_template_child (widget_class, MusterVmOverview, facts);
  gtk_widget_class_bind_template_child (widget_class, MusterVmOverview, description_label);
  gtk_widget_class_bind_template_child (widget_class, MusterVmOverview, cpu_card);
  gtk_widget_class_bind_template_child (widget_class, MusterVmOverview, memory_card);
  gtk_widget_class_bind_template_child (widget_class, MusterVmOverview, disk_card);
  gtk_widget_class_bind_template_child (widget_class, MusterVmOverview, network_card);
  gtk_widget_class_bind_template_child (widget_class, MusterVmOverview, state_row);
  gtk_widget_class_bind_template_child (widget_class, MusterVmOverview, host_row);
  gtk_widget_class_bind_template_child (widget_class, MusterVmOverview, ip_row);
  gtk_widget_class_bind_template_child (widget_class, MusterVmOverview, uptime_row);
  gtk_widget_class_bind_template_child (widget_class, MusterVmOverview, os_row);
  gtk_widget_class_bind_template_child (widget_class, MusterVmOverview, vcpus_row);
  gtk_widget_class_bind_template_child (widget_class, MusterVmOverview, memory_row);
  gtk_widget_class_bind_template_child (widget_class, MusterVmOverview, graphics_row);
  gtk_widget_class_bind_template_child (widget_class, MusterVmOverview, autostart_row);
  gtk_widget_class_bind_template_child (widget_class, MusterVmOverview, uuid_row);
}

static void
muster_vm_overview_class_init (MusterVmOverviewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = muster_vm_overview_dispose;

  g_type_ensure (MUSTER_TYPE_CHART_CARD);
  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/virt_muster/Muster/ui/muster-vm-overview.ui");
  bind_children (widget_class);
}

static void
muster_vm_overview_init (MusterVmOverview *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->signals = g_signal_group_new (MUSTER_TYPE_VM);
  g_signal_group_connect_swapped (self->signals, "notify", G_CALLBACK (notify_cb), self);
  self->uptime_id = g_timeout_add_seconds (UPTIME_SECONDS, uptime_cb, self);
}

void
muster_vm_overview_set_vm (MusterVmOverview *self,
                           MusterVm         *vm)
{
  MusterHistory *history;

  g_return_if_fail (MUSTER_IS_VM_OVERVIEW (self));
  g_return_if_fail (MUSTER_IS_VM (vm));

  if (!g_set_object (&self->vm, vm))
    return;

  g_signal_group_set_target (self->signals, vm);
  history = muster_vm_get_history (vm);
  muster_chart_card_set_history (self->cpu_card, history);
  muster_chart_card_set_history (self->memory_card, history);
  muster_chart_card_set_history (self->disk_card, history);
  muster_chart_card_set_history (self->network_card, history);
  update_banner (self);
  update_facts (self);
}
