/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-chart-card.h"
#include "muster-format.h"
#include "muster-host-overview.h"
#include "muster-ui.h"

struct _MusterHostOverview
{
  AdwBin parent_instance;

  AdwBanner *banner;
  AdwActionRow *advice_row;
  GtkActionable *examine_button;
  GtkWidget *charts;
  GtkWidget *facts;
  MusterChartCard *cpu_card;
  MusterChartCard *memory_card;
  AdwActionRow *state_row;
  AdwActionRow *vms_row;
  AdwActionRow *address_row;
  AdwActionRow *hostname_row;
  AdwActionRow *cpu_row;
  AdwActionRow *memory_row;
  AdwActionRow *software_row;
  AdwActionRow *uuid_row;

  MusterHost *host;
  GSignalGroup *signals;
  guint update_id;
};

G_DEFINE_FINAL_TYPE (MusterHostOverview, muster_host_overview, ADW_TYPE_BIN)

static void
set_fact (AdwActionRow *row,
          const char   *text)
{
  adw_action_row_set_subtitle (row, text != NULL && *text != '\0' ? text : "—");
}

static void
update_software (MusterHostOverview *self)
{
  const char *hypervisor = muster_host_get_hypervisor (self->host);
  const char *libvirt = muster_host_get_libvirt_version (self->host);
  g_autofree char *text = NULL;

  if (hypervisor != NULL && libvirt != NULL)
    text = g_strdup_printf ("%s, libvirt %s", hypervisor, libvirt);
  set_fact (self->software_row, text);
}

static void
update_hardware (MusterHostOverview *self)
{
  const char *model = muster_host_get_cpu_model (self->host);
  guint cpus = muster_host_get_cpus (self->host);
  guint64 kib = muster_host_get_memory_kib (self->host);
  g_autofree char *cpu = NULL;
  g_autofree char *memory = NULL;

  if (cpus > 0)
    /* Translators: a number of processors and their model */
    cpu = g_strdup_printf (ngettext ("%u CPU, %s", "%u CPUs, %s", cpus), cpus,
                           model != NULL ? model : _("unknown model"));
  if (kib > 0)
    memory = muster_format_bytes (kib * 1024);
  set_fact (self->cpu_row, cpu);
  set_fact (self->memory_row, memory);
}

/* What is seen below a host that does not answer is not how it is now. */
static char *
describe_age (MusterHost *host)
{
  gint64 end = muster_history_get_end (muster_host_get_history (host));
  g_autofree char *time = end > 0 ? muster_format_time (end) : NULL;

  return time != NULL
         /* Translators: a time of day */
         ? g_strdup_printf (_("This is how it was at %s."), time)
         : g_strdup (_("This is what was last known."));
}

static void
update_banner (MusterHostOverview *self)
{
  gboolean lost = muster_host_is_lost (self->host);
  MusterHostReason reason = muster_host_get_reason (self->host);
  gboolean wants_login = reason == MUSTER_HOST_REASON_AUTH;
  const char *id = muster_host_get_id (self->host);
  g_autofree char *age = describe_age (self->host);

  adw_banner_set_title (self->banner, muster_host_reason_to_text (reason));
  adw_banner_set_button_label (self->banner, wants_login ? _("_Sign In…") : _("_Try Again Now"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->banner),
                                  wants_login ? "win.sign-in-host" : "win.retry-host");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->banner), "s", id);
  adw_banner_set_revealed (self->banner, lost);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->advice_row),
                                 muster_host_reason_to_advice (reason));
  adw_action_row_set_subtitle (self->advice_row, age);
  gtk_actionable_set_action_target (self->examine_button, "s", id);
  muster_ui_set_stale (self->charts, lost);
  muster_ui_set_stale (self->facts, lost);
}

static void
update (MusterHostOverview *self)
{
  MusterHost *host = self->host;
  g_autofree char *vms = NULL;

  /* Translators: of a host: how many VMs it has, and how many of them run */
  vms = g_strdup_printf (_("%u, %u running"), muster_host_get_n_vms (host),
                         muster_host_get_n_running (host));
  set_fact (self->state_row, muster_host_get_state_label (host));
  set_fact (self->vms_row, vms);
  set_fact (self->address_row, muster_host_get_uri (host));
  set_fact (self->hostname_row, muster_host_get_hostname (host));
  set_fact (self->uuid_row, muster_host_get_uuid (host));
  update_hardware (self);
  update_software (self);
  update_banner (self);
}

static gboolean
update_cb (gpointer data)
{
  MusterHostOverview *self = data;

  self->update_id = 0;
  if (self->host != NULL)
    update (self);

  return G_SOURCE_REMOVE;
}

static void
notify_cb (MusterHostOverview *self,
           GParamSpec         *pspec)
{
  if (pspec->value_type == G_TYPE_DOUBLE || self->update_id != 0)
    return;

  self->update_id = g_idle_add_full (G_PRIORITY_DEFAULT, update_cb, self, NULL);
}

static void
muster_host_overview_dispose (GObject *object)
{
  MusterHostOverview *self = MUSTER_HOST_OVERVIEW (object);

  g_clear_handle_id (&self->update_id, g_source_remove);
  g_clear_object (&self->signals);
  g_clear_object (&self->host);
  gtk_widget_dispose_template (GTK_WIDGET (self), MUSTER_TYPE_HOST_OVERVIEW);

  G_OBJECT_CLASS (muster_host_overview_parent_class)->dispose (object);
}

static void
muster_host_overview_class_init (MusterHostOverviewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = muster_host_overview_dispose;

  g_type_ensure (MUSTER_TYPE_CHART_CARD);
  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/virt_muster/Muster/ui/muster-host-overview.ui");
  gtk_widget_class_bind_template_child (widget_class, MusterHostOverview, banner);
  gtk_widget_class_bind_template_child (widget_class, MusterHostOverview, advice_row);
  gtk_widget_class_bind_template_child (widget_class, MusterHostOverview, examine_button);
  gtk_widget_class_bind_template_child (widget_class, MusterHostOverview, charts);
  gtk_widget_class_bind_template_child (widget_class, MusterHostOverview, facts);
  gtk_widget_class_bind_template_child (widget_class, MusterHostOverview, cpu_card);
  gtk_widget_class_bind_template_child (widget_class, MusterHostOverview, memory_card);
  gtk_widget_class_bind_template_child (widget_class, MusterHostOverview, state_row);
  gtk_widget_class_bind_template_child (widget_class, MusterHostOverview, vms_row);
  gtk_widget_class_bind_template_child (widget_class, MusterHostOverview, address_row);
  gtk_widget_class_bind_template_child (widget_class, MusterHostOverview, hostname_row);
  gtk_widget_class_bind_template_child (widget_class, MusterHostOverview, cpu_row);
  gtk_widget_class_bind_template_child (widget_class, MusterHostOverview, memory_row);
  gtk_widget_class_bind_template_child (widget_class, MusterHostOverview, software_row);
  gtk_widget_class_bind_template_child (widget_class, MusterHostOverview, uuid_row);
}

static void
muster_host_overview_init (MusterHostOverview *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->signals = g_signal_group_new (MUSTER_TYPE_HOST);
  g_signal_group_connect_swapped (self->signals, "notify", G_CALLBACK (notify_cb), self);
}

void
muster_host_overview_set_host (MusterHostOverview *self,
                               MusterHost         *host)
{
  g_return_if_fail (MUSTER_IS_HOST_OVERVIEW (self));
  g_return_if_fail (MUSTER_IS_HOST (host));

  if (!g_set_object (&self->host, host))
    return;

  g_signal_group_set_target (self->signals, host);
  muster_chart_card_set_history (self->cpu_card, muster_host_get_history (host));
  muster_chart_card_set_history (self->memory_card, muster_host_get_history (host));
  update (self);
}
