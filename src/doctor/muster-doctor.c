/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-certificate-judge.h"
#include "muster-console-check.h"
#include "muster-doctor.h"
#include "muster-handshake.h"
#include "muster-host-survey.h"
#include "muster-name-check.h"
#include "muster-node.h"
#include "muster-port-probe.h"
#include "muster-storage.h"
#include "muster-virt-uri.h"

#define PROBE_TIMEOUT_MS 5000

/* What neither a certificate nor a console password minds. */
#define CLOCK_TOLERANCE_US (30 * G_USEC_PER_SEC)

enum
{
  STEP_NAME,
  STEP_PORT,
  STEP_TLS,
  STEP_LIBVIRT,
  STEP_CONSOLES,
  STEP_MIGRATION,
  STEP_CLOCK,
  N_STEPS
};

struct _MusterDoctor
{
  GObject parent_instance;

  char *uri;
  MusterVirtEndpoint *endpoint;
  MusterCredentials *credentials;
  GListStore *steps;
  MusterConnection *connection;
  GCancellable *cancellable;
  char *folder;                 /* of the identity, while it runs */
  GError *identity_error;       /* why there is none, though one was chosen */
  char *reverse;                /* what the address is called, looked up backwards */
  char *migration_source;
  gboolean keeps_connection;
};

G_DEFINE_FINAL_TYPE (MusterDoctor, muster_doctor, G_TYPE_OBJECT)

static void
muster_doctor_finalize (GObject *object)
{
  MusterDoctor *self = MUSTER_DOCTOR (object);

  g_free (self->uri);
  g_free (self->folder);
  g_clear_error (&self->identity_error);
  g_free (self->reverse);
  g_free (self->migration_source);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->endpoint, muster_virt_endpoint_free);
  g_clear_object (&self->credentials);
  g_clear_object (&self->connection);
  g_clear_object (&self->steps);

  G_OBJECT_CLASS (muster_doctor_parent_class)->finalize (object);
}

static void
muster_doctor_class_init (MusterDoctorClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = muster_doctor_finalize;
}

static void
muster_doctor_init (MusterDoctor *self)
{
  const char *titles[N_STEPS] =
  {
    [STEP_NAME] = _("Name"),
    [STEP_PORT] = _("Port"),
    [STEP_TLS] = _("Certificates"),
    [STEP_LIBVIRT] = _("libvirt"),
    [STEP_CONSOLES] = _("Screens of VMs"),
    [STEP_MIGRATION] = _("Migration"),
    [STEP_CLOCK] = _("Clock"),
  };

  self->steps = g_list_store_new (MUSTER_TYPE_DOCTOR_STEP);
  for (guint i = 0; i < N_STEPS; i++)
    {
      g_autoptr(MusterDoctorStep) step = muster_doctor_step_new (titles[i]);

      g_list_store_append (self->steps, step);
    }
}

MusterDoctor *
muster_doctor_new (const char         *uri,
                   MusterCredentials  *credentials,
                   GError            **error)
{
  g_autoptr(MusterVirtEndpoint) endpoint = NULL;
  MusterDoctor *self;

  g_return_val_if_fail (uri != NULL, NULL);

  endpoint = muster_virt_endpoint_new (uri, error);
  if (endpoint == NULL)
    return NULL;

  self = g_object_new (MUSTER_TYPE_DOCTOR, NULL);
  self->uri = g_strdup (uri);
  self->endpoint = g_steal_pointer (&endpoint);
  g_set_object (&self->credentials, credentials);

  return self;
}

GListModel *
muster_doctor_get_steps (MusterDoctor *self)
{
  g_return_val_if_fail (MUSTER_IS_DOCTOR (self), NULL);

  return G_LIST_MODEL (self->steps);
}

/* --- the steps ------------------------------------------------------------------ */

/* Borrowed: the list keeps it. */
static MusterDoctorStep *
get_step (MusterDoctor *self,
          guint         i)
{
  g_autoptr(MusterDoctorStep) step = g_list_model_get_item (G_LIST_MODEL (self->steps), i);

  return step;
}

static const char *
get_place (MusterDoctor *self)
{
  return self->endpoint->host != NULL ? self->endpoint->host : self->uri;
}

static void
find (MusterDoctor      *self,
      guint              step,
      MusterFindingKind  kind,
      const char        *detail)
{
  muster_doctor_step_take_finding (get_step (self, step),
                                   muster_finding_new (kind, get_place (self), detail));
}

static gboolean
look_at_name (MusterDoctor *self)
{
  MusterDoctorStep *step = get_step (self, STEP_NAME);

  muster_doctor_step_begin (step);
  g_clear_pointer (&self->reverse, g_free);
  self->reverse = muster_name_check (step, self->endpoint->host);

  return muster_doctor_step_end (step);
}

static gboolean
look_at_port (MusterDoctor *self)
{
  MusterDoctorStep *step = get_step (self, STEP_PORT);
  g_autofree char *port = g_strdup_printf ("%u", self->endpoint->port);
  int state;

  muster_doctor_step_begin (step);
  muster_doctor_step_set_summary (step, port);
  state = dex_await_int (muster_port_probe (self->endpoint->host, self->endpoint->port,
                                            PROBE_TIMEOUT_MS),
                         NULL);
  if (state == MUSTER_PORT_UNRESOLVED)
    find (self, STEP_PORT, MUSTER_FINDING_NAME_UNRESOLVED, NULL);
  else if (state == MUSTER_PORT_CLOSED)
    find (self, STEP_PORT, MUSTER_FINDING_PORT_CLOSED, port);
  else if (state == MUSTER_PORT_SILENT)
    find (self, STEP_PORT, MUSTER_FINDING_PORT_FILTERED, port);

  return muster_doctor_step_end (step);
}

/* Returns: (nullable): the text of a file of the identity's folder, where it is there. */
static char *
dup_file (MusterDoctor *self,
          const char   *name)
{
  g_autofree char *path = NULL;
  char *text = NULL;

  if (self->folder == NULL)
    return NULL;
  path = g_build_filename (self->folder, name, NULL);
  g_file_get_contents (path, &text, NULL, NULL);

  return text;
}

static void
judge_client (MusterDoctor          *self,
              const MusterHandshake *seen)
{
  g_autofree char *certificate = dup_file (self, "clientcert.pem");
  g_autofree char *crl = dup_file (self, "cacrl.pem");

  muster_certificate_judge_client (get_step (self, STEP_TLS), seen,
                                   self->endpoint->host, certificate, crl);
}

static void
explain_end (MusterDoctor          *self,
             const MusterHandshake *seen)
{
  g_autofree char *port = g_strdup_printf ("%u", self->endpoint->port);

  switch (seen->end)
    {
    case MUSTER_HANDSHAKE_NO_CONNECTION:
      find (self, STEP_TLS, MUSTER_FINDING_PORT_FILTERED, port);
      break;
    case MUSTER_HANDSHAKE_NOT_TLS:
      find (self, STEP_TLS, MUSTER_FINDING_NOT_TLS, port);
      break;
    case MUSTER_HANDSHAKE_SILENT:
      find (self, STEP_TLS, MUSTER_FINDING_DAEMON_SILENT, NULL);
      break;
    case MUSTER_HANDSHAKE_FAILED:
      find (self, STEP_TLS, MUSTER_FINDING_TLS_FAILED, seen->error);
      break;
    case MUSTER_HANDSHAKE_CLOSED:
      /* Without a certificate of its own it never spoke TLS. */
      if (seen->certificate == NULL)
        find (self, STEP_TLS, MUSTER_FINDING_NOT_TLS, port);
      else
        judge_client (self, seen);
      break;
    case MUSTER_HANDSHAKE_ACCEPTED:
    default:
      judge_client (self, seen);
    }
}

static gboolean
look_at_tls (MusterDoctor *self)
{
  MusterDoctorStep *step = get_step (self, STEP_TLS);
  g_autoptr(MusterHandshake) seen = NULL;
  g_autofree char *summary = NULL;

  if (self->endpoint->transport != MUSTER_VIRT_TRANSPORT_TLS)
    {
      muster_doctor_step_skip (step);
      return TRUE;
    }

  muster_doctor_step_begin (step);
  /* Without it nothing can be said of either certificate that is worth trusting. */
  if (self->identity_error != NULL)
    {
      find (self, STEP_TLS, MUSTER_FINDING_SECRETS_UNAVAILABLE,
            self->identity_error->message);
      return muster_doctor_step_end (step);
    }
  seen = dex_await_boxed (muster_handshake_try (self->endpoint->host, self->endpoint->port,
                                                self->folder,
                                                MUSTER_HANDSHAKE_LIBVIRT),
                          NULL);
  if (seen->certificate != NULL)
    {
      summary = muster_certificate_judge_dup_summary (seen);
      muster_doctor_step_set_summary (step, summary);
      muster_certificate_judge_server (step, seen, self->endpoint->host);
      muster_certificate_judge_reverse (step, seen, self->endpoint->host, self->reverse);
    }
  explain_end (self, seen);

  return muster_doctor_step_end (step);
}

static gboolean
knows_login (MusterDoctor *self)
{
  g_autoptr(MusterLogin) login = NULL;

  if (self->credentials == NULL)
    return FALSE;
  login = dex_await_boxed (muster_credentials_get_login (self->credentials, FALSE), NULL);

  return login != NULL;
}

static void
explain_open (MusterDoctor *self,
              const GError *error)
{
  MusterFindingKind kind = MUSTER_FINDING_DRIVER_UNAVAILABLE;

  if (muster_connection_get_reason (self->connection) == MUSTER_CONNECTION_REASON_SECRETS)
    kind = MUSTER_FINDING_SECRETS_UNAVAILABLE;
  else if (self->endpoint->transport == MUSTER_VIRT_TRANSPORT_SSH)
    kind = muster_finding_kind_from_ssh (error->message, kind);
  else if (g_error_matches (error, MUSTER_VIRT_ERROR, MUSTER_VIRT_ERROR_AUTH))
    kind = muster_finding_kind_from_sasl (error->message, knows_login (self));
  else if (g_error_matches (error, MUSTER_VIRT_ERROR, MUSTER_VIRT_ERROR_REFUSED))
    kind = MUSTER_FINDING_ACCESS_REFUSED;

  find (self, STEP_LIBVIRT, kind, error->message);
}

static void
summarize_node (MusterDoctor         *self,
                const MusterNodeInfo *info)
{
  g_autofree char *memory = g_format_size_full (info->memory_kib * 1024, G_FORMAT_SIZE_IEC_UNITS);
  g_autofree char *text =
    /* Translators: a host: hypervisor, its version, CPUs, memory */
    g_strdup_printf (ngettext ("%s %lu.%lu.%lu, %u CPU, %s", "%s %lu.%lu.%lu, %u CPUs, %s",
                               info->cpus),
                     info->hypervisor, info->hypervisor_version / 1000000,
                     info->hypervisor_version / 1000 % 1000,
                     info->hypervisor_version % 1000, info->cpus, memory);

  muster_doctor_step_set_summary (get_step (self, STEP_LIBVIRT), text);
}

static void
close_connection (MusterDoctor *self)
{
  if (self->connection != NULL)
    dex_future_disown (muster_connection_close (self->connection));
  g_clear_object (&self->connection);
}

static gboolean
look_at_libvirt (MusterDoctor *self)
{
  g_autoptr(MusterNodeInfo) info = NULL;
  g_autoptr(GError) error = NULL;

  muster_doctor_step_begin (get_step (self, STEP_LIBVIRT));
  close_connection (self);
  self->connection = muster_connection_new (self->uri, self->credentials);
  if (dex_await (muster_connection_open (self->connection), &error))
    info = dex_await_boxed (muster_node_get_info (self->connection), &error);
  if (info != NULL)
    summarize_node (self, info);
  else
    explain_open (self, error);
  if (info != NULL &&
      dex_await_boolean (muster_host_facts_is_read_only (self->connection), NULL))
    find (self, STEP_LIBVIRT, MUSTER_FINDING_ACCESS_READ_ONLY, NULL);

  return muster_doctor_step_end (get_step (self, STEP_LIBVIRT));
}

static void
look_at_consoles (MusterDoctor *self)
{
  MusterDoctorStep *step = get_step (self, STEP_CONSOLES);

  if (self->endpoint->transport == MUSTER_VIRT_TRANSPORT_LOCAL)
    {
      muster_doctor_step_skip (step);
      return;
    }
  muster_doctor_step_begin (step);
  muster_console_check (step, self->connection, self->endpoint->host, self->folder);
  muster_doctor_step_end (step);
}

/* What only the hosts among themselves can try, as it went the last time. */
static void
look_at_migration (MusterDoctor *self)
{
  MusterDoctorStep *step = get_step (self, STEP_MIGRATION);

  if (self->migration_source == NULL)
    {
      muster_doctor_step_skip (step);
      return;
    }
  muster_doctor_step_begin (step);
  find (self, STEP_MIGRATION, MUSTER_FINDING_MIGRATION_PORT_CLOSED,
        self->migration_source);
  muster_doctor_step_end (step);
}

static char *
describe_seconds (gint64 difference)
{
  guint seconds = (guint) (ABS (difference) / G_USEC_PER_SEC);

  if (seconds < 120)
    return g_strdup_printf (ngettext ("%u second", "%u seconds", seconds), seconds);
  if (seconds < 2 * 3600)
    return g_strdup_printf (ngettext ("%u minute", "%u minutes", seconds / 60), seconds / 60);

  return g_strdup_printf (ngettext ("%u hour", "%u hours", seconds / 3600), seconds / 3600);
}

static void
look_at_clock (MusterDoctor *self)
{
  MusterDoctorStep *step = get_step (self, STEP_CLOCK);
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  gint64 difference;

  muster_doctor_step_begin (step);
  difference = dex_await_int64 (muster_storage_get_clock (self->connection), &error);
  if (error != NULL)
    {
      /* Without a pool of files there is nothing that would tell the time. */
      muster_doctor_step_set_summary (step, error->message);
      muster_doctor_step_skip (step);
      return;
    }
  text = describe_seconds (difference);
  muster_doctor_step_set_summary (step, text);
  if (ABS (difference) > CLOCK_TOLERANCE_US)
    find (self, STEP_CLOCK, MUSTER_FINDING_CLOCK_OFF, text);
  muster_doctor_step_end (step);
}

/* --- the identity ---------------------------------------------------------------- */

/* Where libvirt looks for the files of a user whom nobody gave any. */
static char *
dup_own_folder (void)
{
  g_autofree char *folder = g_build_filename (g_get_home_dir (), ".pki", "libvirt", NULL);
  g_autofree char *file = g_build_filename (folder, "clientcert.pem", NULL);

  return g_file_test (file, G_FILE_TEST_EXISTS) ? g_steal_pointer (&folder) : NULL;
}

static void
acquire_identity (MusterDoctor *self)
{
  g_clear_error (&self->identity_error);
  if (self->credentials != NULL && self->endpoint->transport == MUSTER_VIRT_TRANSPORT_TLS)
    self->folder =
      dex_await_string (muster_credentials_acquire_pki (self->credentials),
                        &self->identity_error);
  if (self->identity_error != NULL)
    return;
  if (self->folder == NULL)
    self->folder = muster_virt_uri_dup_pki_folder (self->uri);
  if (self->folder == NULL && self->endpoint->transport == MUSTER_VIRT_TRANSPORT_TLS)
    self->folder = dup_own_folder ();
}

static void
release_identity (MusterDoctor *self)
{
  if (self->folder != NULL && self->credentials != NULL)
    muster_credentials_release_pki (self->credentials, self->folder);
  g_clear_pointer (&self->folder, g_free);
}

/* --- all of it ------------------------------------------------------------------- */

static gboolean
goes_on (MusterDoctor *self)
{
  return !g_cancellable_is_cancelled (self->cancellable);
}

static gboolean
look_at_way (MusterDoctor *self)
{
  if (self->endpoint->transport == MUSTER_VIRT_TRANSPORT_LOCAL)
    return TRUE;

  return look_at_name (self) && goes_on (self) &&
         look_at_port (self) && goes_on (self) &&
         look_at_tls (self);
}

static void
skip_the_rest (MusterDoctor *self)
{
  for (guint i = 0; i < N_STEPS; i++)
    if (muster_doctor_step_get_state (get_step (self, i)) == MUSTER_DOCTOR_STEP_WAITING)
      muster_doctor_step_skip (get_step (self, i));
}

static GPtrArray *
collect (MusterDoctor *self)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) muster_finding_free);

  for (guint i = 0; i < N_STEPS; i++)
    {
      GPtrArray *findings = muster_doctor_step_get_findings (get_step (self, i));

      for (guint k = 0; k < findings->len; k++)
        g_ptr_array_add (all, muster_finding_copy (findings->pdata[k]));
    }

  return all;
}

static void
look_at_everything (MusterDoctor *self)
{
  if (!look_at_way (self) || !goes_on (self) || !look_at_libvirt (self))
    return;
  if (goes_on (self))
    look_at_consoles (self);
  look_at_migration (self);
  if (goes_on (self))
    look_at_clock (self);
}

static DexFuture *
run_fiber (gpointer data)
{
  MusterDoctor *self = data;

  acquire_identity (self);
  look_at_everything (self);
  skip_the_rest (self);
  release_identity (self);
  if (!self->keeps_connection || !goes_on (self))
    close_connection (self);

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, collect (self));
}

DexFuture *
muster_doctor_run (MusterDoctor *self,
                   GCancellable *cancellable)
{
  DexFuture *run;

  g_return_val_if_fail (MUSTER_IS_DOCTOR (self), NULL);
  g_return_val_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable), NULL);

  g_set_object (&self->cancellable, cancellable);
  run = dex_scheduler_spawn (NULL, 0, run_fiber, g_object_ref (self), g_object_unref);
  if (cancellable == NULL)
    return run;

  /* It gives back what it holds by itself when nobody waits any more. */
  dex_future_disown (dex_ref (run));

  return dex_future_first (run, dex_cancellable_new_from_cancellable (cancellable), NULL);
}

void
muster_doctor_set_migration_failure (MusterDoctor *self,
                                     const char   *source)
{
  g_return_if_fail (MUSTER_IS_DOCTOR (self));

  g_set_str (&self->migration_source, source);
}

void
muster_doctor_keep_connection (MusterDoctor *self)
{
  g_return_if_fail (MUSTER_IS_DOCTOR (self));

  self->keeps_connection = TRUE;
}

MusterConnection *
muster_doctor_steal_connection (MusterDoctor *self)
{
  g_return_val_if_fail (MUSTER_IS_DOCTOR (self), NULL);

  if (self->connection == NULL ||
      muster_connection_get_state (self->connection) != MUSTER_CONNECTION_OPEN)
    return NULL;

  return g_steal_pointer (&self->connection);
}
