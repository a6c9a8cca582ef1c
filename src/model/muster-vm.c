/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-text.h"
#include "muster-vm.h"

struct _MusterVm
{
  GObject parent_instance;

  char *uuid;
  char *name;
  char *label;
  char *title;
  char *description;
  char *os_id;
  char *os_name;
  char *graphics;
  char *elsewhere;
  GStrv running_twice;
  GStrv macs;
  GStrv ips;

  MusterHost *host;
  MusterVmState state;
  MusterVmReason reason;
  guint stale : 1;
  guint persistent : 1;
  guint autostart : 1;
  guint detailed : 1;
  guint gone : 1;
  guint start_seen : 1;

  guint vcpus;
  guint64 memory_kib;
  gint64 started_at;
  float metrics[MUSTER_N_METRICS];
  MusterHistory *history;
};

enum
{
  PROP_0,
  PROP_UUID,
  PROP_NAME,
  PROP_TITLE,
  PROP_DESCRIPTION,
  PROP_OS_ID,
  PROP_OS_NAME,
  PROP_GRAPHICS,
  PROP_MACS,
  PROP_IPS,
  PROP_IP,
  PROP_HOST,
  PROP_STATE,
  PROP_REASON,
  PROP_STALE,
  PROP_ELSEWHERE,
  PROP_PERSISTENT,
  PROP_AUTOSTART,
  PROP_DETAILED,
  PROP_GONE,
  PROP_START_SEEN,
  PROP_RUNNING_TWICE,
  PROP_VCPUS,
  PROP_MEMORY_KIB,
  PROP_STARTED_AT,
  PROP_CPU_USAGE,
  PROP_MEMORY_USAGE,
  PROP_DISK_READ_RATE,
  PROP_DISK_WRITE_RATE,
  PROP_NET_RX_RATE,
  PROP_NET_TX_RATE,
  PROP_HISTORY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];
static const char * const no_strings[] = { NULL };

G_DEFINE_FINAL_TYPE (MusterVm, muster_vm, G_TYPE_OBJECT)

static void
muster_vm_finalize (GObject *object)
{
  MusterVm *self = MUSTER_VM (object);

  g_clear_pointer (&self->uuid, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->label, g_free);
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->description, g_free);
  g_clear_pointer (&self->os_id, g_free);
  g_clear_pointer (&self->os_name, g_free);
  g_clear_pointer (&self->graphics, g_free);
  g_clear_pointer (&self->elsewhere, g_free);
  g_clear_pointer (&self->running_twice, g_strfreev);
  g_clear_pointer (&self->macs, g_strfreev);
  g_clear_pointer (&self->ips, g_strfreev);
  g_clear_object (&self->host);
  g_clear_object (&self->history);

  G_OBJECT_CLASS (muster_vm_parent_class)->finalize (object);
}

static void
muster_vm_get_property (GObject    *object,
                        guint       prop_id,
                        GValue     *value,
                        GParamSpec *pspec)
{
  MusterVm *self = MUSTER_VM (object);

  switch (prop_id)
    {
    case PROP_UUID: g_value_set_string (value, self->uuid); break;
    case PROP_NAME: g_value_set_string (value, self->name); break;
    case PROP_TITLE: g_value_set_string (value, self->title); break;
    case PROP_DESCRIPTION: g_value_set_string (value, self->description); break;
    case PROP_OS_ID: g_value_set_string (value, self->os_id); break;
    case PROP_OS_NAME: g_value_set_string (value, self->os_name); break;
    case PROP_GRAPHICS: g_value_set_string (value, self->graphics); break;
    case PROP_MACS: g_value_set_boxed (value, muster_vm_get_macs (self)); break;
    case PROP_IPS: g_value_set_boxed (value, muster_vm_get_ips (self)); break;
    case PROP_IP: g_value_set_string (value, muster_vm_get_ip (self)); break;
    case PROP_HOST: g_value_set_object (value, self->host); break;
    case PROP_STATE: g_value_set_enum (value, self->state); break;
    case PROP_REASON: g_value_set_enum (value, self->reason); break;
    case PROP_STALE: g_value_set_boolean (value, self->stale); break;
    case PROP_ELSEWHERE: g_value_set_string (value, self->elsewhere); break;
    case PROP_RUNNING_TWICE: g_value_set_boxed (value, muster_vm_get_running_twice (self)); break;
    case PROP_PERSISTENT: g_value_set_boolean (value, self->persistent); break;
    case PROP_AUTOSTART: g_value_set_boolean (value, self->autostart); break;
    case PROP_DETAILED: g_value_set_boolean (value, self->detailed); break;
    case PROP_GONE: g_value_set_boolean (value, self->gone); break;
    case PROP_START_SEEN: g_value_set_boolean (value, self->start_seen); break;
    case PROP_VCPUS: g_value_set_uint (value, self->vcpus); break;
    case PROP_MEMORY_KIB: g_value_set_uint64 (value, self->memory_kib); break;
    case PROP_STARTED_AT: g_value_set_int64 (value, self->started_at); break;
    case PROP_CPU_USAGE:
    case PROP_MEMORY_USAGE:
    case PROP_DISK_READ_RATE:
    case PROP_DISK_WRITE_RATE:
    case PROP_NET_RX_RATE:
    case PROP_NET_TX_RATE:
      g_value_set_double (value, self->metrics[prop_id - PROP_CPU_USAGE]);
      break;
    case PROP_HISTORY: g_value_set_object (value, self->history); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

#define READABLE (G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS)

static const struct { guint id; const char *name; } string_properties[] = {
  { PROP_UUID, "uuid" },
  { PROP_NAME, "name" },
  { PROP_TITLE, "title" },
  { PROP_DESCRIPTION, "description" },
  { PROP_OS_ID, "os-id" },
  { PROP_OS_NAME, "os-name" },
  { PROP_GRAPHICS, "graphics" },
  { PROP_ELSEWHERE, "elsewhere" },
  { PROP_IP, "ip" },
};

static const struct { guint id; const char *name; } boolean_properties[] = {
  { PROP_STALE, "stale" },
  { PROP_PERSISTENT, "persistent" },
  { PROP_AUTOSTART, "autostart" },
  { PROP_DETAILED, "detailed" },
  { PROP_GONE, "gone" },
  { PROP_START_SEEN, "start-seen" },
};

static const struct { guint id; const char *name; } metric_properties[] = {
  { PROP_CPU_USAGE, "cpu-usage" },
  { PROP_MEMORY_USAGE, "memory-usage" },
  { PROP_DISK_READ_RATE, "disk-read-rate" },
  { PROP_DISK_WRITE_RATE, "disk-write-rate" },
  { PROP_NET_RX_RATE, "net-rx-rate" },
  { PROP_NET_TX_RATE, "net-tx-rate" },
};

static void
create_plain_properties (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (string_properties); i++)
    properties[string_properties[i].id] =
      g_param_spec_string (string_properties[i].name, NULL, NULL, NULL, READABLE);
  for (guint i = 0; i < G_N_ELEMENTS (boolean_properties); i++)
    properties[boolean_properties[i].id] =
      g_param_spec_boolean (boolean_properties[i].name, NULL, NULL, FALSE, READABLE);
  for (guint i = 0; i < G_N_ELEMENTS (metric_properties); i++)
    properties[metric_properties[i].id] =
      g_param_spec_double (metric_properties[i].name, NULL, NULL,
                           -1, G_MAXDOUBLE, -1, READABLE);
}

static void
muster_vm_class_init (MusterVmClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = muster_vm_finalize;
  object_class->get_property = muster_vm_get_property;

  create_plain_properties ();
  properties[PROP_MACS] =
    g_param_spec_boxed ("macs", NULL, NULL, G_TYPE_STRV, READABLE);
  properties[PROP_IPS] =
    g_param_spec_boxed ("ips", NULL, NULL, G_TYPE_STRV, READABLE);
  properties[PROP_RUNNING_TWICE] =
    g_param_spec_boxed ("running-twice", NULL, NULL, G_TYPE_STRV, READABLE);
  properties[PROP_HOST] =
    g_param_spec_object ("host", NULL, NULL, MUSTER_TYPE_HOST, READABLE);
  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, MUSTER_TYPE_VM_STATE,
                       MUSTER_VM_UNKNOWN, READABLE);
  properties[PROP_REASON] =
    g_param_spec_enum ("reason", NULL, NULL, MUSTER_TYPE_VM_REASON,
                       MUSTER_VM_REASON_NONE, READABLE);
  properties[PROP_VCPUS] =
    g_param_spec_uint ("vcpus", NULL, NULL, 0, G_MAXUINT, 0, READABLE);
  properties[PROP_MEMORY_KIB] =
    g_param_spec_uint64 ("memory-kib", NULL, NULL, 0, G_MAXUINT64, 0, READABLE);
  properties[PROP_STARTED_AT] =
    g_param_spec_int64 ("started-at", NULL, NULL, 0, G_MAXINT64, 0, READABLE);
  properties[PROP_HISTORY] =
    g_param_spec_object ("history", NULL, NULL, MUSTER_TYPE_HISTORY, READABLE);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
muster_vm_init (MusterVm *self)
{
  for (guint i = 0; i < MUSTER_N_METRICS; i++)
    self->metrics[i] = -1;
  self->persistent = TRUE;
  self->history = muster_history_new ();
}

MusterVm *
muster_vm_new (const char *uuid,
               const char *name)
{
  MusterVm *self;

  g_return_val_if_fail (uuid != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  self = g_object_new (MUSTER_TYPE_VM, NULL);
  self->uuid = g_strdup (uuid);
  self->name = g_strdup (name);
  self->label = muster_text_escape (name);
  return self;
}

const char *
muster_vm_get_uuid (MusterVm *self)
{
  g_return_val_if_fail (MUSTER_IS_VM (self), NULL);
  return self->uuid;
}

const char *
muster_vm_get_name (MusterVm *self)
{
  g_return_val_if_fail (MUSTER_IS_VM (self), NULL);
  return self->name;
}

const char *
muster_vm_get_label (MusterVm *self)
{
  g_return_val_if_fail (MUSTER_IS_VM (self), NULL);
  return self->label;
}

const char *
muster_vm_get_title (MusterVm *self)
{
  g_return_val_if_fail (MUSTER_IS_VM (self), NULL);
  return self->title;
}

const char *
muster_vm_get_description (MusterVm *self)
{
  g_return_val_if_fail (MUSTER_IS_VM (self), NULL);
  return self->description;
}

MusterHost *
muster_vm_get_host (MusterVm *self)
{
  g_return_val_if_fail (MUSTER_IS_VM (self), NULL);
  return self->host;
}

MusterVmState
muster_vm_get_state (MusterVm *self)
{
  g_return_val_if_fail (MUSTER_IS_VM (self), MUSTER_VM_UNKNOWN);
  return self->state;
}

MusterVmReason
muster_vm_get_reason (MusterVm *self)
{
  g_return_val_if_fail (MUSTER_IS_VM (self), MUSTER_VM_REASON_NONE);
  return self->reason;
}

gboolean
muster_vm_get_stale (MusterVm *self)
{
  g_return_val_if_fail (MUSTER_IS_VM (self), FALSE);
  return self->stale;
}

const char *
muster_vm_get_elsewhere (MusterVm *self)
{
  g_return_val_if_fail (MUSTER_IS_VM (self), NULL);
  return self->elsewhere;
}

const char * const *
muster_vm_get_running_twice (MusterVm *self)
{
  g_return_val_if_fail (MUSTER_IS_VM (self), NULL);
  if (self->running_twice == NULL || *self->running_twice == NULL)
    return NULL;
  return (const char * const *) self->running_twice;
}

gboolean
muster_vm_get_persistent (MusterVm *self)
{
  g_return_val_if_fail (MUSTER_IS_VM (self), FALSE);
  return self->persistent;
}

gboolean
muster_vm_get_autostart (MusterVm *self)
{
  g_return_val_if_fail (MUSTER_IS_VM (self), FALSE);
  return self->autostart;
}

gboolean
muster_vm_get_detailed (MusterVm *self)
{
  g_return_val_if_fail (MUSTER_IS_VM (self), FALSE);
  return self->detailed;
}

gboolean
muster_vm_get_gone (MusterVm *self)
{
  g_return_val_if_fail (MUSTER_IS_VM (self), FALSE);
  return self->gone;
}

guint
muster_vm_get_vcpus (MusterVm *self)
{
  g_return_val_if_fail (MUSTER_IS_VM (self), 0);
  return self->vcpus;
}

guint64
muster_vm_get_memory_kib (MusterVm *self)
{
  g_return_val_if_fail (MUSTER_IS_VM (self), 0);
  return self->memory_kib;
}

const char *
muster_vm_get_os_id (MusterVm *self)
{
  g_return_val_if_fail (MUSTER_IS_VM (self), NULL);
  return self->os_id;
}

const char *
muster_vm_get_os_name (MusterVm *self)
{
  g_return_val_if_fail (MUSTER_IS_VM (self), NULL);
  return self->os_name;
}

const char *
muster_vm_get_graphics (MusterVm *self)
{
  g_return_val_if_fail (MUSTER_IS_VM (self), NULL);
  return self->graphics;
}

const char * const *
muster_vm_get_macs (MusterVm *self)
{
  g_return_val_if_fail (MUSTER_IS_VM (self), NULL);
  return self->macs != NULL ? (const char * const *) self->macs : no_strings;
}

const char * const *
muster_vm_get_ips (MusterVm *self)
{
  g_return_val_if_fail (MUSTER_IS_VM (self), NULL);
  return self->ips != NULL ? (const char * const *) self->ips : no_strings;
}

const char *
muster_vm_get_ip (MusterVm *self)
{
  g_return_val_if_fail (MUSTER_IS_VM (self), NULL);
  return self->ips != NULL && self->ips[0] != NULL ? self->ips[0] : "";
}

gint64
muster_vm_get_started_at (MusterVm *self)
{
  g_return_val_if_fail (MUSTER_IS_VM (self), 0);
  return self->started_at;
}

gboolean
muster_vm_get_start_seen (MusterVm *self)
{
  g_return_val_if_fail (MUSTER_IS_VM (self), FALSE);
  return self->start_seen;
}

double
muster_vm_get_metric (MusterVm     *self,
                      MusterMetric  metric)
{
  g_return_val_if_fail (MUSTER_IS_VM (self), -1);
  g_return_val_if_fail (metric < MUSTER_N_METRICS, -1);
  return self->metrics[metric];
}

MusterHistory *
muster_vm_get_history (MusterVm *self)
{
  g_return_val_if_fail (MUSTER_IS_VM (self), NULL);
  return self->history;
}

static void
notify (MusterVm *self,
        guint     prop)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[prop]);
}

static void
set_string (MusterVm    *self,
            char       **field,
            const char  *value,
            guint        prop)
{
  if (g_set_str (field, value))
    notify (self, prop);
}

/* A bit field has no address, hence the macro. */
#define SET_FLAG(self, field, value, prop) \
  G_STMT_START { \
    if ((self)->field != !!(value)) \
      { \
        (self)->field = !!(value); \
        notify ((self), (prop)); \
      } \
  } G_STMT_END

static gboolean
set_strv (GStrv              *field,
          const char * const *value)
{
  if (value == NULL)
    value = no_strings;
  if (*field != NULL && g_strv_equal ((const char * const *) *field, value))
    return FALSE;
  if (*field == NULL && value[0] == NULL)
    return FALSE;

  g_strfreev (*field);
  *field = g_strdupv ((char **) value);
  return TRUE;
}

void
muster_vm_set_name (MusterVm   *self,
                    const char *name)
{
  g_return_if_fail (MUSTER_IS_VM (self));
  g_return_if_fail (name != NULL);

  g_free (self->label);
  self->label = muster_text_escape (name);
  set_string (self, &self->name, name, PROP_NAME);
}

void
muster_vm_set_host (MusterVm   *self,
                    MusterHost *host)
{
  g_return_if_fail (MUSTER_IS_VM (self));
  g_return_if_fail (MUSTER_IS_HOST (host));

  if (g_set_object (&self->host, host))
    notify (self, PROP_HOST);
}

void
muster_vm_set_state (MusterVm       *self,
                     MusterVmState   state,
                     MusterVmReason  reason)
{
  g_return_if_fail (MUSTER_IS_VM (self));

  g_object_freeze_notify (G_OBJECT (self));
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
muster_vm_set_stale (MusterVm *self,
                     gboolean  stale)
{
  g_return_if_fail (MUSTER_IS_VM (self));
  SET_FLAG (self, stale, stale, PROP_STALE);
}

void
muster_vm_set_elsewhere (MusterVm   *self,
                         const char *host_name)
{
  g_return_if_fail (MUSTER_IS_VM (self));

  if (g_set_str (&self->elsewhere, host_name))
    notify (self, PROP_ELSEWHERE);
}

void
muster_vm_set_running_twice (MusterVm           *self,
                             const char * const *host_names)
{
  g_return_if_fail (MUSTER_IS_VM (self));

  if (set_strv (&self->running_twice, host_names))
    notify (self, PROP_RUNNING_TWICE);
}

void
muster_vm_set_persistent (MusterVm *self,
                          gboolean  persistent)
{
  g_return_if_fail (MUSTER_IS_VM (self));
  SET_FLAG (self, persistent, persistent, PROP_PERSISTENT);
}

void
muster_vm_set_autostart (MusterVm *self,
                         gboolean  autostart)
{
  g_return_if_fail (MUSTER_IS_VM (self));
  SET_FLAG (self, autostart, autostart, PROP_AUTOSTART);
}

void
muster_vm_set_gone (MusterVm *self,
                    gboolean  gone)
{
  g_return_if_fail (MUSTER_IS_VM (self));
  SET_FLAG (self, gone, gone, PROP_GONE);
}

static void
set_size (MusterVm *self,
          guint     vcpus,
          guint64   memory_kib)
{
  if (self->vcpus != vcpus)
    {
      self->vcpus = vcpus;
      notify (self, PROP_VCPUS);
    }
  if (self->memory_kib != memory_kib)
    {
      self->memory_kib = memory_kib;
      notify (self, PROP_MEMORY_KIB);
    }
}

void
muster_vm_set_definition (MusterVm                 *self,
                          const MusterVmDefinition *definition)
{
  g_return_if_fail (MUSTER_IS_VM (self));
  g_return_if_fail (definition != NULL);

  g_object_freeze_notify (G_OBJECT (self));
  set_string (self, &self->title, definition->title, PROP_TITLE);
  set_string (self, &self->description, definition->description, PROP_DESCRIPTION);
  set_string (self, &self->os_id, definition->os_id, PROP_OS_ID);
  set_string (self, &self->os_name, definition->os_name, PROP_OS_NAME);
  set_string (self, &self->graphics, definition->graphics, PROP_GRAPHICS);
  if (set_strv (&self->macs, definition->macs))
    notify (self, PROP_MACS);
  set_size (self, definition->vcpus, definition->memory_kib);
  SET_FLAG (self, detailed, TRUE, PROP_DETAILED);
  g_object_thaw_notify (G_OBJECT (self));
}

void
muster_vm_set_size (MusterVm *self,
                    guint     vcpus,
                    guint64   memory_kib)
{
  g_return_if_fail (MUSTER_IS_VM (self));

  g_object_freeze_notify (G_OBJECT (self));
  set_size (self, vcpus, memory_kib);
  g_object_thaw_notify (G_OBJECT (self));
}

void
muster_vm_set_os_name (MusterVm   *self,
                       const char *os_name)
{
  g_return_if_fail (MUSTER_IS_VM (self));
  set_string (self, &self->os_name, os_name, PROP_OS_NAME);
}

void
muster_vm_set_ips (MusterVm           *self,
                   const char * const *ips)
{
  g_return_if_fail (MUSTER_IS_VM (self));

  if (!set_strv (&self->ips, ips))
    return;
  notify (self, PROP_IPS);
  notify (self, PROP_IP);
}

void
muster_vm_set_started (MusterVm *self,
                       gint64    started_at,
                       gboolean  seen)
{
  g_return_if_fail (MUSTER_IS_VM (self));

  SET_FLAG (self, start_seen, seen, PROP_START_SEEN);
  if (self->started_at == started_at)
    return;
  self->started_at = started_at;
  notify (self, PROP_STARTED_AT);
}

void
muster_vm_push_sample (MusterVm           *self,
                       const MusterSample *sample)
{
  g_return_if_fail (MUSTER_IS_VM (self));
  g_return_if_fail (sample != NULL);

  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = 0; i < MUSTER_N_METRICS; i++)
    if (self->metrics[i] != sample->values[i])
      {
        self->metrics[i] = sample->values[i];
        notify (self, PROP_CPU_USAGE + i);
      }
  g_object_thaw_notify (G_OBJECT (self));
  muster_history_push (self->history, sample);
}
