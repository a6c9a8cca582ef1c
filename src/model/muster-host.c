/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-host.h"

struct _MusterHost
{
  GObject parent_instance;

  char *id;
  char *name;
  char *uri;

  char *uuid;
  char *hostname;
  char *cpu_model;
  char *hypervisor;
  char *libvirt_version;
  guint cpus;
  guint64 memory_kib;

  MusterHostState state;
  MusterHostReason reason;
  char *error;
  char *unreachable_from;
  gboolean listed;
  gboolean maintenance;
  gboolean virt;

  double cpu_usage;
  double memory_usage;
  guint n_vms;
  guint n_running;
  guint n_superseded;
  MusterHistory *history;
};

enum
{
  PROP_0,
  PROP_ID,
  PROP_NAME,
  PROP_URI,
  PROP_UUID,
  PROP_HOSTNAME,
  PROP_CPU_MODEL,
  PROP_HYPERVISOR,
  PROP_LIBVIRT_VERSION,
  PROP_CPUS,
  PROP_MEMORY_KIB,
  PROP_STATE,
  PROP_REASON,
  PROP_ERROR,
  PROP_LISTED,
  PROP_MAINTENANCE,
  PROP_VIRT,
  PROP_CPU_USAGE,
  PROP_MEMORY_USAGE,
  PROP_N_VMS,
  PROP_N_RUNNING,
  PROP_N_SUPERSEDED,
  PROP_HISTORY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (MusterHost, muster_host, G_TYPE_OBJECT)

static void
muster_host_finalize (GObject *object)
{
  MusterHost *self = MUSTER_HOST (object);

  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->uri, g_free);
  g_clear_pointer (&self->uuid, g_free);
  g_clear_pointer (&self->hostname, g_free);
  g_clear_pointer (&self->cpu_model, g_free);
  g_clear_pointer (&self->hypervisor, g_free);
  g_clear_pointer (&self->libvirt_version, g_free);
  g_clear_pointer (&self->error, g_free);
  g_clear_pointer (&self->unreachable_from, g_free);
  g_clear_object (&self->history);

  G_OBJECT_CLASS (muster_host_parent_class)->finalize (object);
}

static void
muster_host_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  MusterHost *self = MUSTER_HOST (object);

  switch (prop_id)
    {
    case PROP_ID: g_value_set_string (value, self->id); break;
    case PROP_NAME: g_value_set_string (value, self->name); break;
    case PROP_URI: g_value_set_string (value, self->uri); break;
    case PROP_UUID: g_value_set_string (value, self->uuid); break;
    case PROP_HOSTNAME: g_value_set_string (value, self->hostname); break;
    case PROP_CPU_MODEL: g_value_set_string (value, self->cpu_model); break;
    case PROP_HYPERVISOR: g_value_set_string (value, self->hypervisor); break;
    case PROP_LIBVIRT_VERSION: g_value_set_string (value, self->libvirt_version); break;
    case PROP_CPUS: g_value_set_uint (value, self->cpus); break;
    case PROP_MEMORY_KIB: g_value_set_uint64 (value, self->memory_kib); break;
    case PROP_STATE: g_value_set_enum (value, self->state); break;
    case PROP_REASON: g_value_set_enum (value, self->reason); break;
    case PROP_ERROR: g_value_set_string (value, self->error); break;
    case PROP_LISTED: g_value_set_boolean (value, self->listed); break;
    case PROP_MAINTENANCE: g_value_set_boolean (value, self->maintenance); break;
    case PROP_VIRT: g_value_set_boolean (value, self->virt); break;
    case PROP_CPU_USAGE: g_value_set_double (value, self->cpu_usage); break;
    case PROP_MEMORY_USAGE: g_value_set_double (value, self->memory_usage); break;
    case PROP_N_VMS: g_value_set_uint (value, self->n_vms); break;
    case PROP_N_RUNNING: g_value_set_uint (value, self->n_running); break;
    case PROP_N_SUPERSEDED: g_value_set_uint (value, self->n_superseded); break;
    case PROP_HISTORY: g_value_set_object (value, self->history); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

#define READABLE (G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS)

static void
install_strings (void)
{
  static const struct { guint id; const char *name; } strings[] = {
    { PROP_ID, "id" },
    { PROP_NAME, "name" },
    { PROP_URI, "uri" },
    { PROP_UUID, "uuid" },
    { PROP_HOSTNAME, "hostname" },
    { PROP_CPU_MODEL, "cpu-model" },
    { PROP_HYPERVISOR, "hypervisor" },
    { PROP_LIBVIRT_VERSION, "libvirt-version" },
    { PROP_ERROR, "error" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    properties[strings[i].id] =
      g_param_spec_string (strings[i].name, NULL, NULL, NULL, READABLE);
}

static void
muster_host_class_init (MusterHostClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = muster_host_finalize;
  object_class->get_property = muster_host_get_property;

  install_strings ();
  properties[PROP_CPUS] =
    g_param_spec_uint ("cpus", NULL, NULL, 0, G_MAXUINT, 0, READABLE);
  properties[PROP_MEMORY_KIB] =
    g_param_spec_uint64 ("memory-kib", NULL, NULL, 0, G_MAXUINT64, 0, READABLE);
  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, MUSTER_TYPE_HOST_STATE,
                       MUSTER_HOST_DISCONNECTED, READABLE);
  properties[PROP_REASON] =
    g_param_spec_enum ("reason", NULL, NULL, MUSTER_TYPE_HOST_REASON,
                       MUSTER_HOST_REASON_NONE, READABLE);
  properties[PROP_LISTED] =
    g_param_spec_boolean ("listed", NULL, NULL, FALSE, READABLE);
  properties[PROP_MAINTENANCE] =
    g_param_spec_boolean ("maintenance", NULL, NULL, FALSE, READABLE);
  properties[PROP_VIRT] =
    g_param_spec_boolean ("virt", NULL, NULL, TRUE, READABLE);
  properties[PROP_CPU_USAGE] =
    g_param_spec_double ("cpu-usage", NULL, NULL, -1, 1, -1, READABLE);
  properties[PROP_MEMORY_USAGE] =
    g_param_spec_double ("memory-usage", NULL, NULL, -1, 1, -1, READABLE);
  properties[PROP_N_VMS] =
    g_param_spec_uint ("n-vms", NULL, NULL, 0, G_MAXUINT, 0, READABLE);
  properties[PROP_N_RUNNING] =
    g_param_spec_uint ("n-running", NULL, NULL, 0, G_MAXUINT, 0, READABLE);
  properties[PROP_N_SUPERSEDED] =
    g_param_spec_uint ("n-superseded", NULL, NULL, 0, G_MAXUINT, 0, READABLE);
  properties[PROP_HISTORY] =
    g_param_spec_object ("history", NULL, NULL, MUSTER_TYPE_HISTORY, READABLE);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
muster_host_init (MusterHost *self)
{
  self->virt = TRUE;
  self->cpu_usage = -1;
  self->memory_usage = -1;
  self->history = muster_history_new ();
}

MusterHost *
muster_host_new (const char *id,
                 const char *name,
                 const char *uri)
{
  MusterHost *self = g_object_new (MUSTER_TYPE_HOST, NULL);

  self->id = g_strdup (id);
  self->name = g_strdup (name);
  self->uri = g_strdup (uri);
  return self;
}

const char *
muster_host_get_id (MusterHost *self)
{
  g_return_val_if_fail (MUSTER_IS_HOST (self), NULL);
  return self->id;
}

const char *
muster_host_get_name (MusterHost *self)
{
  g_return_val_if_fail (MUSTER_IS_HOST (self), NULL);
  return self->name;
}

const char *
muster_host_get_uri (MusterHost *self)
{
  g_return_val_if_fail (MUSTER_IS_HOST (self), NULL);
  return self->uri;
}

const char *
muster_host_get_uuid (MusterHost *self)
{
  g_return_val_if_fail (MUSTER_IS_HOST (self), NULL);
  return self->uuid;
}

const char *
muster_host_get_hostname (MusterHost *self)
{
  g_return_val_if_fail (MUSTER_IS_HOST (self), NULL);
  return self->hostname;
}

const char *
muster_host_get_cpu_model (MusterHost *self)
{
  g_return_val_if_fail (MUSTER_IS_HOST (self), NULL);
  return self->cpu_model;
}

const char *
muster_host_get_hypervisor (MusterHost *self)
{
  g_return_val_if_fail (MUSTER_IS_HOST (self), NULL);
  return self->hypervisor;
}

const char *
muster_host_get_libvirt_version (MusterHost *self)
{
  g_return_val_if_fail (MUSTER_IS_HOST (self), NULL);
  return self->libvirt_version;
}

guint
muster_host_get_cpus (MusterHost *self)
{
  g_return_val_if_fail (MUSTER_IS_HOST (self), 0);
  return self->cpus;
}

guint64
muster_host_get_memory_kib (MusterHost *self)
{
  g_return_val_if_fail (MUSTER_IS_HOST (self), 0);
  return self->memory_kib;
}

MusterHostState
muster_host_get_state (MusterHost *self)
{
  g_return_val_if_fail (MUSTER_IS_HOST (self), MUSTER_HOST_DISCONNECTED);
  return self->state;
}

const char *
muster_host_get_state_label (MusterHost *self)
{
  g_return_val_if_fail (MUSTER_IS_HOST (self), NULL);

  return self->state == MUSTER_HOST_ONLINE && self->maintenance
         ? _("In maintenance") : muster_host_state_to_label (self->state);
}

MusterHostReason
muster_host_get_reason (MusterHost *self)
{
  g_return_val_if_fail (MUSTER_IS_HOST (self), MUSTER_HOST_REASON_NONE);
  return self->reason;
}

gboolean
muster_host_is_lost (MusterHost *self)
{
  g_return_val_if_fail (MUSTER_IS_HOST (self), FALSE);

  return self->state == MUSTER_HOST_UNREACHABLE ||
         (self->state == MUSTER_HOST_DISCONNECTED &&
          self->reason != MUSTER_HOST_REASON_NONE &&
          self->reason != MUSTER_HOST_REASON_REQUESTED);
}

const char *
muster_host_get_error (MusterHost *self)
{
  g_return_val_if_fail (MUSTER_IS_HOST (self), NULL);
  return self->error;
}

gboolean
muster_host_get_listed (MusterHost *self)
{
  g_return_val_if_fail (MUSTER_IS_HOST (self), FALSE);
  return self->listed;
}

double
muster_host_get_cpu_usage (MusterHost *self)
{
  g_return_val_if_fail (MUSTER_IS_HOST (self), -1);
  return self->cpu_usage;
}

double
muster_host_get_memory_usage (MusterHost *self)
{
  g_return_val_if_fail (MUSTER_IS_HOST (self), -1);
  return self->memory_usage;
}

const char *
muster_host_get_unreachable_from (MusterHost *self)
{
  g_return_val_if_fail (MUSTER_IS_HOST (self), NULL);

  return self->unreachable_from;
}

guint
muster_host_get_n_vms (MusterHost *self)
{
  g_return_val_if_fail (MUSTER_IS_HOST (self), 0);
  return self->n_vms;
}

guint
muster_host_get_n_running (MusterHost *self)
{
  g_return_val_if_fail (MUSTER_IS_HOST (self), 0);
  return self->n_running;
}

guint
muster_host_get_n_superseded (MusterHost *self)
{
  g_return_val_if_fail (MUSTER_IS_HOST (self), 0);
  return self->n_superseded;
}

MusterHistory *
muster_host_get_history (MusterHost *self)
{
  g_return_val_if_fail (MUSTER_IS_HOST (self), NULL);
  return self->history;
}

static void
notify (MusterHost *self,
        guint       prop)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[prop]);
}

static void
set_string (MusterHost  *self,
            char       **field,
            const char  *value,
            guint        prop)
{
  if (g_set_str (field, value))
    notify (self, prop);
}

void
muster_host_set_name (MusterHost *self,
                      const char *name)
{
  g_return_if_fail (MUSTER_IS_HOST (self));
  set_string (self, &self->name, name, PROP_NAME);
}

void
muster_host_set_uri (MusterHost *self,
                     const char *uri)
{
  g_return_if_fail (MUSTER_IS_HOST (self));
  set_string (self, &self->uri, uri, PROP_URI);
}

void
muster_host_set_facts (MusterHost            *self,
                       const MusterHostTraits *facts)
{
  g_return_if_fail (MUSTER_IS_HOST (self));
  g_return_if_fail (facts != NULL);

  set_string (self, &self->uuid, facts->uuid, PROP_UUID);
  set_string (self, &self->hostname, facts->hostname, PROP_HOSTNAME);
  set_string (self, &self->cpu_model, facts->cpu_model, PROP_CPU_MODEL);
  set_string (self, &self->hypervisor, facts->hypervisor, PROP_HYPERVISOR);
  set_string (self, &self->libvirt_version, facts->libvirt_version,
              PROP_LIBVIRT_VERSION);

  if (self->cpus != facts->cpus)
    {
      self->cpus = facts->cpus;
      notify (self, PROP_CPUS);
    }
  if (self->memory_kib != facts->memory_kib)
    {
      self->memory_kib = facts->memory_kib;
      notify (self, PROP_MEMORY_KIB);
    }
}

void
muster_host_set_status (MusterHost       *self,
                        MusterHostState   state,
                        MusterHostReason  reason,
                        const char       *error)
{
  g_return_if_fail (MUSTER_IS_HOST (self));

  g_object_freeze_notify (G_OBJECT (self));
  set_string (self, &self->error, error, PROP_ERROR);
  if (self->reason != reason)
    {
      self->reason = reason;
      notify (self, PROP_REASON);
    }
  if (self->state != state)
    {
      self->state = state;
      notify (self, PROP_STATE);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

void
muster_host_set_unreachable_from (MusterHost *self,
                                  const char *source)
{
  g_return_if_fail (MUSTER_IS_HOST (self));

  g_set_str (&self->unreachable_from, source);
}

void
muster_host_set_listed (MusterHost *self,
                        gboolean    listed)
{
  g_return_if_fail (MUSTER_IS_HOST (self));

  if (self->listed == !!listed)
    return;
  self->listed = !!listed;
  notify (self, PROP_LISTED);
}

gboolean
muster_host_get_maintenance (MusterHost *self)
{
  g_return_val_if_fail (MUSTER_IS_HOST (self), FALSE);
  return self->maintenance;
}

void
muster_host_set_maintenance (MusterHost *self,
                             gboolean    maintenance)
{
  g_return_if_fail (MUSTER_IS_HOST (self));

  if (self->maintenance == !!maintenance)
    return;
  self->maintenance = !!maintenance;
  notify (self, PROP_MAINTENANCE);
}

gboolean
muster_host_get_virt (MusterHost *self)
{
  g_return_val_if_fail (MUSTER_IS_HOST (self), FALSE);
  return self->virt;
}

void
muster_host_set_virt (MusterHost *self,
                      gboolean    virt)
{
  g_return_if_fail (MUSTER_IS_HOST (self));

  if (self->virt == !!virt)
    return;
  self->virt = !!virt;
  notify (self, PROP_VIRT);
}

void
muster_host_set_counts (MusterHost *self,
                        guint       n_vms,
                        guint       n_running)
{
  g_return_if_fail (MUSTER_IS_HOST (self));

  if (self->n_vms != n_vms)
    {
      self->n_vms = n_vms;
      notify (self, PROP_N_VMS);
    }
  if (self->n_running != n_running)
    {
      self->n_running = n_running;
      notify (self, PROP_N_RUNNING);
    }
}

void
muster_host_set_n_superseded (MusterHost *self,
                              guint       n_superseded)
{
  g_return_if_fail (MUSTER_IS_HOST (self));

  if (self->n_superseded == n_superseded)
    return;
  self->n_superseded = n_superseded;
  notify (self, PROP_N_SUPERSEDED);
}

void
muster_host_push_sample (MusterHost         *self,
                         const MusterSample *sample)
{
  g_return_if_fail (MUSTER_IS_HOST (self));
  g_return_if_fail (sample != NULL);

  self->cpu_usage = sample->values[MUSTER_METRIC_CPU];
  self->memory_usage = sample->values[MUSTER_METRIC_MEMORY];
  notify (self, PROP_CPU_USAGE);
  notify (self, PROP_MEMORY_USAGE);
  muster_history_push (self->history, sample);
}
