/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-deployment.h"
#include "muster-host-actions.h"
#include "muster-host-setup.h"
#include "muster-virt-uri.h"

/* From this step on the host has its certificates and goes on alone. */
#define STEP_OF_NO_RETURN 5

struct _MusterHostSetup
{
  GObject parent_instance;

  /* owned */
  MusterDesk *desk;
  char **names;
  char *ssh_config;
  MusterDeployment *deployment;   /* of the last run */
  MusterTask *task;

  MusterHostRenewal renewal;
  guint16 port;
  guint16 ssh_port;
  gboolean firewall;
  gboolean consoles;
  gboolean settings;
  gboolean locks;
  int days;
};

enum { STEP, LINE, NOTE, QUESTION, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MusterHostSetup, muster_host_setup, G_TYPE_OBJECT)

static void
muster_host_setup_dispose (GObject *object)
{
  MusterHostSetup *self = MUSTER_HOST_SETUP (object);

  g_clear_object (&self->deployment);
  g_clear_object (&self->task);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->names, g_strfreev);
  g_clear_pointer (&self->ssh_config, g_free);

  G_OBJECT_CLASS (muster_host_setup_parent_class)->dispose (object);
}

static void
muster_host_setup_class_init (MusterHostSetupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = muster_host_setup_dispose;

  signals[STEP] = g_signal_new ("step", MUSTER_TYPE_HOST_SETUP, G_SIGNAL_RUN_LAST,
                                0, NULL, NULL, NULL, G_TYPE_NONE,
                                3, G_TYPE_UINT, G_TYPE_UINT, G_TYPE_STRING);
  signals[LINE] = g_signal_new ("line", MUSTER_TYPE_HOST_SETUP, G_SIGNAL_RUN_LAST,
                                0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[NOTE] = g_signal_new ("note", MUSTER_TYPE_HOST_SETUP, G_SIGNAL_RUN_LAST,
                                0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[QUESTION] = g_signal_new ("question", MUSTER_TYPE_HOST_SETUP, G_SIGNAL_RUN_LAST,
                                    0, NULL, NULL, NULL, G_TYPE_NONE,
                                    1, MUSTER_TYPE_SSH_QUESTION);
}

static void
muster_host_setup_init (MusterHostSetup *self)
{
  self->port = MUSTER_HOST_SCRIPT_PORT;
  self->firewall = TRUE;
  self->consoles = TRUE;
  self->settings = TRUE;
  self->days = MUSTER_CERTIFICATE_DAYS;
}

MusterHostSetup *
muster_host_setup_new (MusterDesk         *desk,
                       const char * const *names)
{
  MusterHostSetup *self;

  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);
  g_return_val_if_fail (names != NULL && names[0] != NULL, NULL);

  self = g_object_new (MUSTER_TYPE_HOST_SETUP, NULL);
  self->desk = g_object_ref (desk);
  self->names = g_strdupv ((char **) names);

  return self;
}

void
muster_host_setup_set_port (MusterHostSetup *self,
                            guint16          port)
{
  g_return_if_fail (MUSTER_IS_HOST_SETUP (self));

  self->port = port;
}

void
muster_host_setup_set_firewall (MusterHostSetup *self,
                                gboolean         firewall)
{
  g_return_if_fail (MUSTER_IS_HOST_SETUP (self));

  self->firewall = firewall;
}

void
muster_host_setup_set_consoles (MusterHostSetup *self,
                                gboolean         consoles)
{
  g_return_if_fail (MUSTER_IS_HOST_SETUP (self));

  self->consoles = consoles;
}

void
muster_host_setup_set_settings (MusterHostSetup *self,
                                gboolean         settings)
{
  g_return_if_fail (MUSTER_IS_HOST_SETUP (self));

  self->settings = settings;
}

void
muster_host_setup_set_locks (MusterHostSetup *self,
                             gboolean         locks)
{
  g_return_if_fail (MUSTER_IS_HOST_SETUP (self));

  self->locks = locks;
}

void
muster_host_setup_set_renewal (MusterHostSetup   *self,
                               MusterHostRenewal  renewal)
{
  g_return_if_fail (MUSTER_IS_HOST_SETUP (self));

  self->renewal = renewal;
}

void
muster_host_setup_set_days (MusterHostSetup *self,
                            int              days)
{
  g_return_if_fail (MUSTER_IS_HOST_SETUP (self));
  g_return_if_fail (days > 0);

  self->days = days;
}

void
muster_host_setup_set_ssh_port (MusterHostSetup *self,
                                guint16          port)
{
  g_return_if_fail (MUSTER_IS_HOST_SETUP (self));

  self->ssh_port = port;
}

void
muster_host_setup_set_ssh_config (MusterHostSetup *self,
                                  const char      *path)
{
  g_return_if_fail (MUSTER_IS_HOST_SETUP (self));

  g_set_str (&self->ssh_config, path);
}

MusterTask *
muster_host_setup_get_task (MusterHostSetup *self)
{
  g_return_val_if_fail (MUSTER_IS_HOST_SETUP (self), NULL);

  return self->task;
}

char *
muster_host_setup_dup_details (MusterHostSetup *self)
{
  g_return_val_if_fail (MUSTER_IS_HOST_SETUP (self), NULL);

  return self->deployment != NULL ? muster_deployment_dup_details (self->deployment)
                                  : g_strdup ("");
}

/* --- the script --------------------------------------------------------------- */

static gboolean
await_crl (MusterHostSetup   *self,
           MusterHostScript  *script,
           GError           **error)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *crl =
    dex_await_string (muster_pki_find_crl (muster_desk_get_pki (self->desk)), &failure);

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }

  return crl == NULL || muster_host_script_set_crl (script, crl, error);
}

static MusterAuthority *
await_authority (MusterHostSetup  *self,
                 GError          **error)
{
  MusterPki *pki = muster_desk_get_pki (self->desk);

  if (pki != NULL)
    return dex_await_object (muster_pki_get_authority (pki), error);

  g_set_error_literal (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_NOT_FOUND,
                       _("There is no certificate authority for hosts that are not in your list."));
  return NULL;
}

static MusterHostScript *
await_script (MusterHostSetup  *self,
              GError          **error)
{
  g_autoptr (MusterAuthority) authority = await_authority (self, error);
  g_autoptr (MusterHostScript) script = NULL;

  if (authority == NULL)
    return NULL;
  script = muster_host_script_new ((const char * const *) self->names,
                                   muster_authority_get_certificate (authority), error);
  if (script == NULL || !await_crl (self, script, error))
    return NULL;

  muster_host_script_set_port (script, self->port);
  muster_host_script_set_firewall (script, self->firewall);
  muster_host_script_set_consoles (script, self->consoles);
  muster_host_script_set_settings (script, self->settings);
  muster_host_script_set_locks (script, self->locks);
  muster_host_script_set_renewal (script, self->renewal);

  return g_steal_pointer (&script);
}

static void
note_cb (MusterHostSetup *self,
         const char      *text)
{
  if (self->task != NULL)
    muster_task_append_output (self->task, text);
  g_signal_emit (self, signals[NOTE], 0, text);
}

/* The key alone is taken, so that nothing is lost but a host that is served the
 * certificate of another one. */
static void
tell_others (MusterHostSetup          *self,
             MusterCertificateRequest *request)
{
  g_auto (GStrv) others =
    muster_certificate_request_list_others (request, (const char * const *) self->names);
  g_autofree char *list = g_strjoinv (", ", others);
  g_autofree char *text = NULL;

  if (others[0] == NULL)
    return;
  /* Translators: names, one or several */
  text = g_strdup_printf (_("The request was made for other names, which the certificate does not have: %s. Check that it is this host’s request."),
                          list);
  note_cb (self, text);
}

static DexFuture *
sign_cb (MusterCertificateRequest *request,
         gpointer                  user_data)
{
  MusterHostSetup *self = user_data;

  tell_others (self, request);

  return muster_pki_issue_host_set (muster_desk_get_pki (self->desk), request,
                                    (const char * const *) self->names, self->days);
}

/* --- what is revoked ------------------------------------------------------------ */

/* Returns: %FALSE when what was revoked could not be kept; what is not our
 * authority's word is no reason to stop */
static gboolean
await_learnt (MusterHostSetup  *self,
              const char       *crl,
              GError          **error)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *text = NULL;
  gint64 n = dex_await_int64 (muster_pki_learn_crl (muster_desk_get_pki (self->desk), crl),
                              &failure);

  if (g_error_matches (failure, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_INVALID))
    {
      note_cb (self, _("The list of revoked certificates that the host has is not signed by this certificate authority, so it is not believed."));
      return TRUE;
    }
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (n == 0)
    return TRUE;

  text = g_strdup_printf (ngettext ("The host knows of %u certificate that was revoked at another desk. It is in this desk’s list now.",
                                    "The host knows of %u certificates that were revoked at another desk. They are in this desk’s list now.",
                                    (guint) n),
                          (guint) n);
  note_cb (self, text);

  return TRUE;
}

static DexFuture *
make_script_fiber (gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MusterHostScript) script = await_script (data, &error);

  return script != NULL ? dex_future_new_take_string (muster_host_script_to_text (script))
                        : dex_future_new_for_error (g_steal_pointer (&error));
}

DexFuture *
muster_host_setup_make_script (MusterHostSetup *self)
{
  g_return_val_if_fail (MUSTER_IS_HOST_SETUP (self), NULL);

  return dex_scheduler_spawn (NULL, 0, make_script_fiber, g_object_ref (self),
                              g_object_unref);
}

typedef struct
{
  MusterHostSetup *self;
  char *text;           /* what the host said, or where ssh logs in */
} Act;

static Act *
act_new (MusterHostSetup *self,
         const char      *text)
{
  Act *act = g_new0 (Act, 1);

  act->self = g_object_ref (self);
  act->text = g_strdup (text);

  return act;
}

static void
act_free (gpointer data)
{
  Act *act = data;

  g_object_unref (act->self);
  g_free (act->text);
  g_free (act);
}

/* What the host knows is learnt before the list for it is made. */
static DexFuture *
finish_script_fiber (gpointer data)
{
  Act *act = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MusterAuthority) authority = await_authority (act->self, &error);
  g_autoptr (MusterCertificateRequest) request = NULL;
  g_autoptr (MusterHostCertificates) certificates = NULL;
  g_autoptr (MusterHostScript) script = NULL;
  g_autofree char *revoked = NULL;

  if (authority == NULL ||
      !muster_host_script_parse_request (act->text, -1, &request, &revoked, &error) ||
      (revoked != NULL && !await_learnt (act->self, revoked, &error)) ||
      (script = await_script (act->self, &error)) == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  if (request != NULL)
    {
      certificates = dex_await_object (sign_cb (request, act->self), &error);
      if (certificates == NULL)
        return dex_future_new_for_error (g_steal_pointer (&error));
    }

  return dex_future_new_take_string (muster_host_script_finish_text (script, certificates));
}

DexFuture *
muster_host_setup_finish_script (MusterHostSetup *self,
                                 const char      *said)
{
  g_return_val_if_fail (MUSTER_IS_HOST_SETUP (self), NULL);
  g_return_val_if_fail (said != NULL, NULL);

  return dex_scheduler_spawn (NULL, 0, finish_script_fiber, act_new (self, said), act_free);
}

/* --- over ssh ------------------------------------------------------------------ */

static void
step_cb (MusterHostSetup *self,
         guint            number,
         guint            total,
         const char      *title)
{
  /* Translators: the number of a step, of how many, and what it does */
  g_autofree char *line = g_strdup_printf (_("%u/%u %s"), number, total, title);

  muster_task_set_message (self->task, title);
  muster_task_set_progress (self->task, (double) number / MAX (total, 1));
  muster_task_set_can_cancel (self->task, number < STEP_OF_NO_RETURN);
  muster_task_append_output (self->task, line);
  g_signal_emit (self, signals[STEP], 0, number, total, title);
}

static void
line_cb (MusterHostSetup *self,
         const char      *text)
{
  muster_task_append_output (self->task, text);
  g_signal_emit (self, signals[LINE], 0, text);
}

static DexFuture *
list_fiber (gpointer data)
{
  Act *act = data;
  g_autoptr (GError) error = NULL;

  return await_learnt (act->self, act->text, &error)
         ? muster_pki_find_crl (muster_desk_get_pki (act->self->desk))
         : dex_future_new_for_error (g_steal_pointer (&error));
}

static DexFuture *
list_cb (const char *crl,
         gpointer    user_data)
{
  return dex_scheduler_spawn (NULL, 0, list_fiber, act_new (user_data, crl), act_free);
}

static void
question_cb (MusterHostSetup   *self,
             MusterSshQuestion *question)
{
  if (g_signal_has_handler_pending (self, signals[QUESTION], 0, FALSE))
    g_signal_emit (self, signals[QUESTION], 0, question);
  else
    muster_ssh_question_decline (question);
}

static const char *
choose_title (MusterHostRenewal renewal)
{
  switch (renewal)
    {
    case MUSTER_HOST_RENEWAL_CERTIFICATES:
    case MUSTER_HOST_RENEWAL_KEY:
      return _("Renew certificates");
    case MUSTER_HOST_RENEWAL_NONE:
      return _("Tell whom to trust");
    case MUSTER_HOST_RENEWAL_NEEDED:
    default:
      return _("Set up as a host");
    }
}

/* The signer borrows: a deployment runs in a fiber that owns @self. */
static void
take_deployment (MusterHostSetup  *self,
                 MusterHostScript *script,
                 const char       *destination)
{
  g_clear_object (&self->deployment);
  self->deployment = muster_deployment_new (script, destination, sign_cb, self, NULL);
  muster_deployment_set_lister (self->deployment, list_cb);
  muster_deployment_set_port (self->deployment, self->ssh_port);
  muster_deployment_set_config_file (self->deployment, self->ssh_config);
  g_signal_connect_object (self->deployment, "step", G_CALLBACK (step_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->deployment, "line", G_CALLBACK (line_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->deployment, "note", G_CALLBACK (note_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->deployment, "question", G_CALLBACK (question_cb), self,
                           G_CONNECT_SWAPPED);
}

static gboolean
is_reached_by (const MusterHostEntry *entry,
               const char            *name)
{
  g_autoptr (MusterVirtEndpoint) endpoint = muster_virt_endpoint_new (entry->uri, NULL);

  return endpoint != NULL && endpoint->transport == MUSTER_VIRT_TRANSPORT_TLS &&
         g_ascii_strcasecmp (endpoint->host, name) == 0;
}

static gboolean
await_remembered (MusterHostSetup        *self,
                  const MusterHostEntry  *entry,
                  const char             *destination,
                  GError                **error)
{
  g_autoptr (MusterHostEntry) changed = NULL;

  if (g_strcmp0 (entry->ssh, destination) == 0)
    return TRUE;
  changed = muster_host_entry_copy (entry);
  g_set_str (&changed->ssh, destination);

  return dex_await (muster_host_edit (muster_desk_get_store (self->desk), changed), error);
}

static void
try_again (MusterHostSetup       *self,
           const MusterHostEntry *entry)
{
  MusterInventory *inventory = muster_desk_get_inventory (self->desk);
  MusterHost *host =
    muster_data_center_find_host (muster_inventory_get_data_center (inventory), entry->id);

  if (host != NULL)
    muster_inventory_retry (inventory, host);
}

/* The host is set up by now: what fails here is only told. */
static void
tell_record (MusterHostSetup *self,
             const char      *destination)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries =
    dex_await_boxed (muster_host_list (muster_desk_get_store (self->desk)), &error);
  gboolean is_listed = FALSE;

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const MusterHostEntry *entry = g_ptr_array_index (entries, i);

      if (!is_reached_by (entry, self->names[0]))
        continue;
      await_remembered (self, entry, destination, &error);
      try_again (self, entry);
      is_listed = TRUE;
      break;
    }
  if (entries != NULL && !is_listed)
    dex_await (muster_host_remember_ssh (muster_desk_get_store (self->desk),
                                         (const char * const *) self->names, destination),
               &error);
  if (error != NULL)
    note_cb (self, error->message);
}

static DexFuture *
tell_failure (MusterHostSetup *self,
              GError          *taken)
{
  g_autofree char *details = muster_host_setup_dup_details (self);

  if (g_error_matches (taken, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    muster_task_finish_cancelled (self->task);
  else
    muster_task_fail (self->task, taken->message, "", details);

  return dex_future_new_for_error (taken);
}

static DexFuture *
run_fiber (gpointer data)
{
  Act *act = data;
  MusterHostSetup *self = act->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (MusterHostScript) script = await_script (self, &error);
  GCancellable *cancellable = muster_task_get_cancellable (self->task);
  gboolean changed;

  if (script == NULL)
    return tell_failure (self, g_steal_pointer (&error));

  take_deployment (self, script, act->text);
  changed = dex_await_boolean (muster_deployment_run (self->deployment, cancellable), &error);
  if (error != NULL)
    return tell_failure (self, g_steal_pointer (&error));

  tell_record (self, act->text);
  muster_task_finish (self->task);

  return dex_future_new_for_boolean (changed);
}

DexFuture *
muster_host_setup_run (MusterHostSetup *self,
                       const char      *destination)
{
  g_return_val_if_fail (MUSTER_IS_HOST_SETUP (self), NULL);
  g_return_val_if_fail (destination != NULL, NULL);
  g_return_val_if_fail (self->task == NULL ||
                        muster_task_get_state (self->task) != MUSTER_TASK_RUNNING, NULL);

  g_clear_object (&self->task);
  g_clear_object (&self->deployment);
  self->task = muster_task_new (choose_title (self->renewal), self->names[0]);
  muster_task_set_can_cancel (self->task, TRUE);
  muster_task_list_add (muster_desk_get_tasks (self->desk), self->task);

  return dex_scheduler_spawn (NULL, 0, run_fiber, act_new (self, destination), act_free);
}
