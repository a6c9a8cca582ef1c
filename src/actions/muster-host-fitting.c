/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-cluster-fit.h"
#include "muster-host-fitting.h"
#include "muster-host-survey.h"

/* Whoever has not answered by then is not compared. */
#define PATIENCE_S 10

typedef struct
{
  char *name;
  char *uuid;
  MusterConnection *connection;
  DexFuture *asking;
  MusterHostFacts *facts;      /* NULL when it did not answer */
} Neighbour;

struct _MusterHostFitting
{
  const MusterHostFacts *facts;
  GPtrArray *neighbours;
};

static void
neighbour_free (Neighbour *self)
{
  g_free (self->name);
  g_free (self->uuid);
  g_clear_object (&self->connection);
  dex_clear (&self->asking);
  g_clear_pointer (&self->facts, muster_host_facts_free);
  g_free (self);
}

/* --- asking ---------------------------------------------------------------------- */

static DexFuture *
ask_cb (DexFuture *future,
        gpointer   connection)
{
  return muster_host_facts_get (connection);
}

/* Opening joins the attempt that is under way; nobody is made to try. */
static DexFuture *
ask (MusterConnection *connection)
{
  switch (muster_connection_get_state (connection))
    {
    case MUSTER_CONNECTION_OPEN:
      return muster_host_facts_get (connection);
    case MUSTER_CONNECTION_CONNECTING:
      return dex_future_then (muster_connection_open (connection), ask_cb,
                              g_object_ref (connection), g_object_unref);
    case MUSTER_CONNECTION_CLOSED:
    case MUSTER_CONNECTION_WAITING:
    default:
      return NULL;
    }
}

static void
add_neighbour (MusterHostFitting *self,
               MusterInventory   *inventory,
               MusterHost        *host)
{
  MusterConnection *connection = muster_inventory_get_connection (inventory, host);
  Neighbour *neighbour = g_new0 (Neighbour, 1);

  neighbour->name = g_strdup (muster_host_get_name (host));
  neighbour->uuid = g_strdup (muster_host_get_uuid (host));
  g_set_object (&neighbour->connection, connection);
  neighbour->asking = connection != NULL ? ask (connection) : NULL;
  g_ptr_array_add (self->neighbours, neighbour);
}

static void
take_answer (Neighbour *self)
{
  const GValue *value = NULL;

  if (self->asking != NULL && !dex_future_is_pending (self->asking))
    value = dex_future_get_value (self->asking, NULL);
  if (value == NULL)
    return;

  self->facts = g_value_dup_boxed (value);
  g_set_str (&self->uuid, self->facts->node->uuid);
}

static void
await_answers (MusterHostFitting *self)
{
  g_autoptr(GPtrArray) questions = g_ptr_array_new ();

  for (guint i = 0; i < self->neighbours->len; i++)
    {
      Neighbour *neighbour = g_ptr_array_index (self->neighbours, i);

      if (neighbour->asking == NULL)
        continue;
      dex_future_disown (dex_ref (neighbour->asking));
      g_ptr_array_add (questions, neighbour->asking);
    }
  if (questions->len > 0)
    dex_await (dex_future_first (dex_future_allv ((DexFuture **) questions->pdata,
                                                  questions->len),
                                 dex_timeout_new_seconds (PATIENCE_S), NULL),
               NULL);
  for (guint i = 0; i < self->neighbours->len; i++)
    take_answer (self->neighbours->pdata[i]);
}

MusterHostFitting *
muster_host_fitting_new (MusterInventory       *inventory,
                         const char            *id,
                         const MusterHostFacts *facts)
{
  MusterHostFitting *self = g_new0 (MusterHostFitting, 1);
  GListModel *hosts =
    muster_data_center_get_hosts (muster_inventory_get_data_center (inventory));

  self->facts = facts;
  self->neighbours = g_ptr_array_new_with_free_func ((GDestroyNotify) neighbour_free);
  for (guint i = 0; i < g_list_model_get_n_items (hosts); i++)
    {
      g_autoptr(MusterHost) host = g_list_model_get_item (hosts, i);

      if (g_strcmp0 (muster_host_get_id (host), id) != 0)
        add_neighbour (self, inventory, host);
    }
  await_answers (self);

  return self;
}

void
muster_host_fitting_free (MusterHostFitting *self)
{
  g_ptr_array_unref (self->neighbours);
  g_free (self);
}

static gboolean
is_twin (MusterHostFitting *self,
         const Neighbour   *neighbour)
{
  const char *uuid = self->facts->node->uuid;

  return uuid != NULL && g_strcmp0 (uuid, neighbour->uuid) == 0;
}

const char *
muster_host_fitting_get_twin (MusterHostFitting *self)
{
  for (guint i = 0; i < self->neighbours->len; i++)
    if (is_twin (self, self->neighbours->pdata[i]))
      return ((Neighbour *) self->neighbours->pdata[i])->name;

  return NULL;
}

/* --- telling --------------------------------------------------------------------- */

static MusterFindingKind
find_kind (MusterFitArea what)
{
  switch (what)
    {
    case MUSTER_FIT_ARCHITECTURE:
      return MUSTER_FINDING_FIT_ARCHITECTURE;
    case MUSTER_FIT_NETWORK:
      return MUSTER_FINDING_FIT_NETWORK;
    case MUSTER_FIT_STORAGE:
      return MUSTER_FINDING_FIT_STORAGE;
    case MUSTER_FIT_VERSION:
      return MUSTER_FINDING_FIT_VERSION;
    case MUSTER_FIT_CLUSTER:
    case MUSTER_FIT_HYPERVISOR:
    default:
      return MUSTER_FINDING_FIT_HYPERVISOR;
    }
}

static void
add_sentence (GString    *summary,
              const char *text)
{
  g_string_append_printf (summary, "%s%s", summary->len > 0 ? " " : "", text);
}

/* What is good or worth a note is the summary, the rest are findings. */
static void
tell_remarks (MusterDoctorStep *step,
              GString          *summary,
              const char       *name,
              GPtrArray        *remarks)
{
  for (guint i = 0; i < remarks->len; i++)
    {
      const MusterFitRemark *remark = g_ptr_array_index (remarks, i);

      if (remark->severity >= MUSTER_FIT_WARNING)
        muster_doctor_step_take_finding (step,
          muster_finding_new (find_kind (remark->what), name, remark->text));
      else
        add_sentence (summary, remark->text);
    }
}

static void
tell_cpu (MusterDoctorStep *step,
          GString          *summary,
          const char       *name,
          const char       *cluster,
          MusterCpuFit     *cpu)
{
  g_autofree char *text = cpu != NULL ? muster_cpu_fit_to_text (cpu, name, cluster) : NULL;

  if (cpu == NULL)
    {
      g_autofree char *sentence =
        /* Translators: a cluster */
        g_strdup_printf (_("It is in the cluster “%s” already."), cluster);

      add_sentence (summary, sentence);
    }
  else if (text == NULL && cpu->alone)
    add_sentence (summary,
                  _("There is no other host in its cluster that its processor has to match."));
  else if (text == NULL)
    add_sentence (summary, cpu->silent->len > 0
      ? _("Its processor can do all that those hosts of its cluster which answer have in common.")
      : _("Its processor can do all that the hosts of its cluster have in common."));
  else if (cpu->verdict == MUSTER_CPU_UNKNOWN)
    add_sentence (summary, text);
  else
    muster_doctor_step_take_finding (step,
      muster_finding_new (MUSTER_FINDING_FIT_CPU, name, text));
}

void
muster_host_fitting_tell (MusterHostFitting *self,
                          MusterDoctorStep  *step,
                          const char        *name,
                          const char        *cluster,
                          MusterCpuFit      *cpu)
{
  g_autofree MusterFitHost *others = g_new0 (MusterFitHost, self->neighbours->len);
  g_autoptr (GPtrArray) remarks = NULL;
  g_autoptr (GString) summary = g_string_new (NULL);
  gsize n_others = 0;

  for (guint i = 0; i < self->neighbours->len; i++)
    {
      const Neighbour *neighbour = g_ptr_array_index (self->neighbours, i);

      if (neighbour->facts != NULL && !is_twin (self, neighbour))
        others[n_others++] = (MusterFitHost) { neighbour->name, neighbour->facts };
    }

  remarks = muster_cluster_fit (self->facts, others, n_others);
  if (n_others > 0)
    tell_cpu (step, summary, name, cluster, cpu);
  tell_remarks (step, summary, name, remarks);
  muster_doctor_step_set_summary (step, summary->str);
}

/* --- what it can do -------------------------------------------------------------- */

static void
add (GString    *text,
     char       *part)
{
  g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", part);
  g_free (part);
}

static char *
describe_version (const char *name,
                  gulong      version)
{
  return g_strdup_printf ("%s %lu.%lu.%lu", name, version / 1000000,
                          version / 1000 % 1000, version % 1000);
}

static void
add_processor (GString               *text,
               const MusterHostFacts *facts)
{
  const MusterNodeInfo *node = facts->node;

  if (node->architecture != NULL)
    add (text, g_strdup (node->architecture));
  if (node->cpu_model != NULL && facts->cpu_vendor != NULL)
    add (text, g_strdup_printf ("%s (%s)", node->cpu_model, facts->cpu_vendor));
  else if (node->cpu_model != NULL)
    add (text, g_strdup (node->cpu_model));
}

static guint
count_links (const MusterHostFacts *facts)
{
  guint n = 0;

  for (guint i = 0; i < facts->nics->len; i++)
    n += g_strcmp0 (((MusterHostNic *) facts->nics->pdata[i])->state, "up") == 0;

  return n;
}

void
muster_host_fitting_tell_abilities (MusterDoctorStep      *step,
                                    const char            *name,
                                    const MusterHostFacts *facts)
{
  g_autoptr(GString) text = g_string_new (NULL);
  const MusterNodeInfo *node = facts->node;

  add (text, describe_version (node->hypervisor, node->hypervisor_version));
  add (text, describe_version ("libvirt", node->libvirt_version));
  if (facts->daemon == MUSTER_DAEMON_MODULAR)
    add (text, g_strdup (_("one daemon for each driver")));
  if (node->kvm)
    add (text, g_strdup ("KVM"));
  add_processor (text, facts);
  add (text, g_strdup_printf (ngettext ("%u CPU", "%u CPUs", node->cpus), node->cpus));
  add (text, g_format_size_full (node->memory_kib * 1024, G_FORMAT_SIZE_IEC_UNITS));
  if (facts->nics->len > 0)
    add (text, g_strdup_printf (ngettext ("%u network card (%u connected)",
                                          "%u network cards (%u connected)",
                                          facts->nics->len),
                                facts->nics->len, count_links (facts)));
  add (text, g_strdup_printf (ngettext ("%u network", "%u networks", facts->networks->len),
                              facts->networks->len));
  add (text, g_strdup_printf (ngettext ("%u storage pool", "%u storage pools",
                                        facts->pools->len),
                              facts->pools->len));
  muster_doctor_step_set_summary (step, text->str);

  if (!node->kvm && g_strcmp0 (node->hypervisor, "QEMU") == 0)
    muster_doctor_step_take_finding (step,
      muster_finding_new (MUSTER_FINDING_NO_KVM, name, NULL));
}
