/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "muster-cpu-fit.h"
#include "muster-name-list.h"
#include "muster-text.h"

G_DEFINE_BOXED_TYPE (MusterCpuFit, muster_cpu_fit, muster_cpu_fit_ref, muster_cpu_fit_unref)

static void
vm_free (gpointer data)
{
  MusterCpuFitVm *self = data;

  g_free (self->name);
  g_free (self->host);
  g_free (self);
}

MusterCpuFit *
muster_cpu_fit_new (void)
{
  MusterCpuFit *self = g_rc_box_new0 (MusterCpuFit);

  self->lost = g_new0 (char *, 1);
  self->vms = g_ptr_array_new_with_free_func (vm_free);
  self->silent = g_ptr_array_new_with_free_func (g_free);

  return self;
}

MusterCpuFit *
muster_cpu_fit_ref (MusterCpuFit *self)
{
  return g_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  MusterCpuFit *self = data;

  g_free (self->reason);
  g_strfreev (self->lost);
  g_ptr_array_unref (self->vms);
  g_ptr_array_unref (self->silent);
}

void
muster_cpu_fit_unref (MusterCpuFit *self)
{
  g_rc_box_release_full (self, clear);
}

void
muster_cpu_fit_conclude (MusterCpuFit     *self,
                         MusterCpuVerdict  verdict,
                         char             *reason)
{
  g_return_if_fail (self != NULL);

  self->verdict = verdict;
  g_free (self->reason);
  self->reason = reason;
}

/* --- hosts ----------------------------------------------------------------------------------- */

/* What nobody told is taken for the same: libvirt has the last word. */
static gboolean
differs (const char *own,
         const char *other)
{
  return own != NULL && other != NULL && strcmp (own, other) != 0;
}

gboolean
muster_cpu_fit_is_peer (const MusterHostFacts *host,
                        const MusterHostFacts *other)
{
  return host->cpu_xml != NULL && other->cpu_xml != NULL &&
         !differs (host->node->architecture, other->node->architecture) &&
         !differs (host->cpu_vendor, other->cpu_vendor);
}

static guint
count_strangers (const char          *own,
                 const MusterFitHost *others,
                 gsize                n_others,
                 gboolean             by_maker)
{
  guint n = 0;

  for (gsize i = 0; i < n_others; i++)
    n += differs (own, by_maker ? others[i].facts->cpu_vendor
                                : others[i].facts->node->architecture);

  return n;
}

gboolean
muster_cpu_fit_compare_kinds (MusterCpuFit          *self,
                              const char            *name,
                              const MusterHostFacts *host,
                              const MusterFitHost   *others,
                              gsize                  n_others)
{
  const char *architecture = host->node->architecture;

  g_return_val_if_fail (self != NULL && n_others > 0, FALSE);

  if (count_strangers (architecture, others, n_others, FALSE) == n_others)
    muster_cpu_fit_conclude (self, MUSTER_CPU_FOREIGN,
      /* Translators: a host's name; an architecture as "aarch64"; another */
      g_strdup_printf (_("The architecture of “%s” is %s, that of the cluster’s hosts %s: no VM could move between them."),
                       name, architecture, others[0].facts->node->architecture));
  else if (count_strangers (host->cpu_vendor, others, n_others, TRUE) == n_others)
    muster_cpu_fit_conclude (self, MUSTER_CPU_FOREIGN,
      /* Translators: a host's name; a maker of processors as "AMD"; another */
      g_strdup_printf (_("The processor of “%s” is made by %s, those of the cluster’s hosts by %s: they share no CPU, and no running VM could move between them."),
                       name, host->cpu_vendor, others[0].facts->cpu_vendor));
  else
    for (gsize i = 0; i < n_others; i++)
      if (muster_cpu_fit_is_peer (host, others[i].facts))
        return TRUE;

  if (self->verdict == MUSTER_CPU_FITS)
    muster_cpu_fit_conclude (self, MUSTER_CPU_UNKNOWN,
      g_strdup_printf (_("The processor of “%s” could not be compared with those of the cluster’s hosts: libvirt does not say which CPU they can give to a VM."),
                       name));

  return FALSE;
}

void
muster_cpu_fit_compare_features (MusterCpuFit       *self,
                                 const char * const *cluster,
                                 const char * const *joint)
{
  g_autoptr (GStrvBuilder) lost = g_strv_builder_new ();

  g_return_if_fail (self != NULL && cluster != NULL && joint != NULL);

  for (gsize i = 0; cluster[i] != NULL; i++)
    if (!g_strv_contains (joint, cluster[i]))
      g_strv_builder_add (lost, cluster[i]);
  g_strfreev (self->lost);
  self->lost = g_strv_builder_end (lost);
  muster_cpu_fit_conclude (self, *self->lost != NULL ? MUSTER_CPU_LOWERS : MUSTER_CPU_FITS, NULL);
}

/* --- VMs ------------------------------------------------------------------------------------- */

void
muster_cpu_fit_add_vm (MusterCpuFit *self,
                       const char   *name,
                       const char   *host)
{
  MusterCpuFitVm *vm = g_new0 (MusterCpuFitVm, 1);

  g_return_if_fail (self != NULL);

  vm->name = muster_text_escape (name);
  vm->host = g_strdup (host);
  g_ptr_array_add (self->vms, vm);
}

static gboolean
is_emulated (const MusterDomainCpu *cpu,
             const MusterHostFacts *host)
{
  const char *own = host->node->architecture;

  return differs (cpu->architecture, own) &&
         !(strcmp (cpu->architecture, "i686") == 0 && strcmp (own, "x86_64") == 0);
}

const char *
muster_cpu_fit_find_demand (const MusterDomainCpu *cpu,
                            gboolean               in_memory,
                            const MusterHostFacts *own,
                            const MusterHostFacts *host)
{
  if (cpu == NULL || is_emulated (cpu, host))
    return NULL;
  if (strcmp (cpu->mode, "custom") != 0)
    return in_memory ? own->cpu_xml : NULL;

  return g_strcmp0 (cpu->check, "none") != 0 ? cpu->xml : NULL;
}

/* --- words ----------------------------------------------------------------------------------- */

static char *
list_features (MusterCpuFit *self)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (gsize i = 0; self->lost[i] != NULL; i++)
    g_ptr_array_add (names, self->lost[i]);

  return muster_name_list_to_text (names);
}

static char *
list_vms (MusterCpuFit *self)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < self->vms->len; i++)
    g_ptr_array_add (names, ((MusterCpuFitVm *) self->vms->pdata[i])->name);

  return muster_name_list_to_text (names);
}

static void
add_vms (MusterCpuFit *self,
         GString      *text)
{
  g_autofree char *names = list_vms (self);

  if (self->vms->len == 0)
    g_string_append (text, _("No VM of the cluster asks for more than this host can give."));
  else
    g_string_append_printf (text,
      /* Translators: names of VMs */
      ngettext ("The VM %s asks for a CPU that this host cannot give, and could not move to it.",
                "The VMs %s ask for a CPU that this host cannot give, and could not move to it.",
                self->vms->len),
      names);
}

static void
add_silent (MusterCpuFit *self,
            GString      *text)
{
  g_autofree char *names = muster_name_list_to_text (self->silent);

  if (self->silent->len > 0)
    g_string_append_printf (text,
      /* Translators: names of hosts; a sentence that follows another */
      ngettext (" The host %s does not answer, so that it is not known what it and its VMs need.",
                " The hosts %s do not answer, so that it is not known what they and their VMs need.",
                self->silent->len),
      names);
}

char *
muster_cpu_fit_to_text (MusterCpuFit *self,
                        const char   *host,
                        const char   *cluster)
{
  GString *text;
  g_autofree char *features = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  if (self->verdict == MUSTER_CPU_FITS)
    return NULL;
  if (self->verdict != MUSTER_CPU_LOWERS)
    return g_strdup (self->reason);

  features = list_features (self);
  text = g_string_new (NULL);
  /* Translators: a host, a cluster, names of processor features */
  g_string_append_printf (text, _("“%s” would lower the CPU that all hosts of the cluster “%s” can give to a VM: it would lose %s. "),
                          host, cluster, features);
  add_vms (self, text);
  add_silent (self, text);

  return g_string_free_and_steal (text);
}
