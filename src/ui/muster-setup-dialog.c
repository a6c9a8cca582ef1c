/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-authority-group.h"
#include "muster-hand-setup-page.h"
#include "muster-host-actions.h"
#include "muster-host-setup.h"
#include "muster-output-view.h"
#include "muster-setup-dialog.h"
#include "muster-step-row.h"
#include "muster-virt-uri.h"

struct _MusterSetupDialog
{
  MusterRunDialog parent_instance;

  AdwNavigationView *navigation_view;

  /* The form */
  MusterAuthorityGroup *authority_group;
  GtkWidget *setup_button;
  GtkWidget *hand_row;
  AdwEntryRow *address_row;
  AdwEntryRow *names_row;
  AdwEntryRow *account_row;
  AdwSwitchRow *firewall_row;
  AdwSwitchRow *locks_row;
  AdwSwitchRow *consoles_row;

  /* The run */
  AdwNavigationPage *run_page;
  GtkWidget *result_group;
  MusterStepRow *result_row;
  MusterSshQuestionGroup *question_group;
  AdwPreferencesGroup *steps_group;
  MusterOutputView *output_view;
  GtkWidget *leave_button;
  GtkWidget *stop_button;
  GtkWidget *copy_button;
  GtkWidget *back_button;
  GtkWidget *add_button;
  GtkWidget *close_button;

  MusterDesk *desk;
  MusterHostSetup *setup;
  MusterStepRow *steps[MUSTER_HOST_SCRIPT_STEPS];
  guint step;                     /* the one at work, from 1 on; 0: before them */
  char *address;                  /* of the run */
  guint16 port;                   /* of TLS, as a record says */
  gboolean is_known;              /* there is a record of it */
  gboolean account_typed;
  gboolean setting;
};

enum { SET_UP, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MusterSetupDialog, muster_setup_dialog, MUSTER_TYPE_RUN_DIALOG)

static char *
dup_text (gpointer row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));
}

static void
set_text (MusterSetupDialog *self,
          gpointer           row,
          const char        *text)
{
  self->setting = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (row), text);
  self->setting = FALSE;
}

/* --- the form ----------------------------------------------------------------------- */

static void
update (MusterSetupDialog *self)
{
  g_autofree char *address = dup_text (self->address_row);
  g_autofree char *account = dup_text (self->account_row);
  gboolean has_authority =
    muster_authority_group_get_authority (self->authority_group) != NULL;
  gboolean ready = has_authority && *address != '\0';

  gtk_widget_set_visible (GTK_WIDGET (self->authority_group), !has_authority);
  gtk_widget_set_sensitive (self->setup_button, ready && *account != '\0');
  gtk_widget_set_sensitive (self->hand_row, ready);
}

static void
address_changed_cb (MusterSetupDialog *self)
{
  g_autofree char *address = dup_text (self->address_row);
  g_autofree char *account = g_strconcat ("root@", address, NULL);

  if (!self->setting)
    self->port = 0;
  if (!self->account_typed)
    set_text (self, self->account_row, *address != '\0' ? account : "");
  update (self);
}

static void
account_changed_cb (MusterSetupDialog *self)
{
  if (!self->setting)
    self->account_typed = *gtk_editable_get_text (GTK_EDITABLE (self->account_row)) != '\0';
  update (self);
}

/* The address comes first: by it the host is reached. */
static char **
dup_names (MusterSetupDialog *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *address = dup_text (self->address_row);
  g_autofree char *more = dup_text (self->names_row);
  g_auto (GStrv) words = g_strsplit_set (more, " ,;\t\n", -1);

  g_strv_builder_add (builder, address);
  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      g_strv_builder_add (builder, words[i]);

  return g_strv_builder_end (builder);
}

static void
take_setup (MusterSetupDialog *self)
{
  g_auto (GStrv) names = dup_names (self);

  g_clear_object (&self->setup);
  self->setup = muster_host_setup_new (self->desk, (const char * const *) names);
  if (self->port != 0)
    muster_host_setup_set_port (self->setup, self->port);
  muster_host_setup_set_firewall (self->setup, adw_switch_row_get_active (self->firewall_row));
  muster_host_setup_set_consoles (self->setup, adw_switch_row_get_active (self->consoles_row));
  muster_host_setup_set_locks (self->setup, adw_switch_row_get_active (self->locks_row));
  g_set_str (&self->address, names[0]);
}

/* --- what is known of the host ------------------------------------------------------ */

static gboolean
is_reached_at (MusterSetupDialog     *self,
               const MusterHostEntry *entry,
               const char            *address)
{
  g_autoptr (MusterVirtEndpoint) endpoint = muster_virt_endpoint_new (entry->uri, NULL);

  if (endpoint == NULL || g_strcmp0 (endpoint->host, address) != 0)
    return FALSE;
  if (endpoint->transport == MUSTER_VIRT_TRANSPORT_TLS)
    self->port = endpoint->port;

  return TRUE;
}

static const MusterHostEntry *
find_entry (MusterSetupDialog *self,
            GPtrArray         *entries,
            const char        *address)
{
  for (guint i = 0; entries != NULL && i < entries->len; i++)
    if (is_reached_at (self, entries->pdata[i], address))
      return entries->pdata[i];

  return NULL;
}

/* The names of its last certificate. */
static void
fill_in_names (MusterSetupDialog *self,
               GPtrArray         *ledger,
               const char        *address)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) names = NULL;
  g_autofree char *text = NULL;
  const MusterCertificateRecord *last = NULL;

  for (guint i = 0; ledger != NULL && i < ledger->len; i++)
    {
      const MusterCertificateRecord *line = g_ptr_array_index (ledger, i);

      if (line->kind == MUSTER_CERTIFICATE_SERVER && g_str_equal (line->name, address))
        last = line;
    }
  for (guint i = 0; last != NULL && last->names != NULL && last->names[i] != NULL; i++)
    if (!g_str_equal (last->names[i], address))
      g_strv_builder_add (builder, last->names[i]);
  names = g_strv_builder_end (builder);
  text = g_strjoinv (" ", names);
  if (*gtk_editable_get_text (GTK_EDITABLE (self->names_row)) == '\0')
    set_text (self, self->names_row, text);
}

static DexFuture *
fill_in_fiber (gpointer data)
{
  MusterSetupDialog *self = data;
  g_autofree char *address = dup_text (self->address_row);
  g_autoptr (GPtrArray) entries =
    dex_await_boxed (muster_host_list (muster_desk_get_store (self->desk)), NULL);
  g_autoptr (GPtrArray) ledger =
    dex_await_boxed (muster_pki_list (muster_desk_get_pki (self->desk)), NULL);
  const MusterHostEntry *entry;

  if (muster_run_dialog_is_closed (MUSTER_RUN_DIALOG (self)))
    return dex_future_new_true ();
  entry = find_entry (self, entries, address);
  if (entry != NULL && entry->ssh != NULL && !self->account_typed)
    {
      set_text (self, self->account_row, entry->ssh);
      self->account_typed = TRUE;
    }
  fill_in_names (self, ledger, address);

  return dex_future_new_true ();
}

/* --- the run: what is shown ----------------------------------------------------------- */

static void
show_step (MusterSetupDialog     *self,
           guint                  number,
           MusterDoctorStepState  state)
{
  static const char * const words[] =
  {
    [MUSTER_DOCTOR_STEP_WAITING] = N_("Waiting"),
    [MUSTER_DOCTOR_STEP_RUNNING] = N_("Being done"),
    [MUSTER_DOCTOR_STEP_PASSED] = N_("Done"),
    [MUSTER_DOCTOR_STEP_FAILED] = N_("Failed"),
    [MUSTER_DOCTOR_STEP_SKIPPED] = N_("Not done"),
  };

  if (number >= 1 && number <= G_N_ELEMENTS (self->steps))
    muster_step_row_show (self->steps[number - 1], state, _(words[state]), NULL);
}

static void
step_cb (MusterSetupDialog *self,
         guint              number,
         guint              total,
         const char        *title)
{
  for (guint i = MAX (self->step, 1); i < number; i++)
    show_step (self, i, MUSTER_DOCTOR_STEP_PASSED);
  self->step = number;
  show_step (self, number, MUSTER_DOCTOR_STEP_RUNNING);
}

static void
show_steps_end (MusterSetupDialog     *self,
                MusterDoctorStepState  state)
{
  show_step (self, self->step, state);
  for (guint i = self->step + 1; i <= G_N_ELEMENTS (self->steps); i++)
    show_step (self, i, MUSTER_DOCTOR_STEP_SKIPPED);
}

static void
show_result (MusterSetupDialog     *self,
             MusterDoctorStepState  state,
             const char            *words,
             const char            *title,
             const char            *text)
{
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->result_row), title);
  muster_step_row_show (self->result_row, state, words, text);
  gtk_widget_set_visible (self->result_group, TRUE);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), title,
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
show_buttons (MusterSetupDialog *self,
              gboolean           done)
{
  gboolean running = muster_run_dialog_is_running (MUSTER_RUN_DIALOG (self));
  gboolean offers = done && !self->is_known &&
                    !g_signal_has_handler_pending (self, signals[SET_UP], 0, TRUE);

  gtk_widget_set_visible (self->leave_button, running);
  gtk_widget_set_visible (self->stop_button, running);
  gtk_widget_set_visible (self->copy_button, !running && !done);
  gtk_widget_set_visible (self->back_button, !running && !done);
  gtk_widget_set_visible (self->add_button, offers);
  gtk_widget_set_visible (self->close_button, !running);
  gtk_widget_grab_focus (running ? self->stop_button
                         : offers ? self->add_button
                         : done ? self->close_button : self->back_button);
}

static void
show_run (MusterSetupDialog *self)
{
  /* Translators: an address */
  g_autofree char *title = g_strdup_printf (_("Set Up %s"), self->address);
  g_autofree char *text = g_strdup_printf (_("%s is still being set up. It can go on without this window being open: the tasks show where it stands, and you are asked when ssh has a question."),
                                           self->address);

  self->step = 0;
  for (guint i = 1; i <= G_N_ELEMENTS (self->steps); i++)
    show_step (self, i, MUSTER_DOCTOR_STEP_WAITING);
  gtk_widget_set_visible (self->result_group, FALSE);
  muster_run_dialog_begin (MUSTER_RUN_DIALOG (self), text);
  adw_navigation_page_set_title (self->run_page, title);
  adw_navigation_view_push_by_tag (self->navigation_view, "run");
  show_buttons (self, FALSE);
}

static void
can_stop_cb (MusterSetupDialog *self,
             GParamSpec        *pspec,
             MusterTask        *task)
{
  gboolean had_focus = gtk_widget_has_focus (self->stop_button);

  gtk_widget_set_sensitive (self->stop_button, muster_task_get_can_cancel (task));
  if (had_focus && !gtk_widget_get_sensitive (self->stop_button))
    gtk_widget_grab_focus (self->leave_button);
}

/* --- the run -------------------------------------------------------------------------- */

static void
question_cb (MusterSetupDialog *self,
             MusterSshQuestion *question)
{
  muster_run_dialog_ask (MUSTER_RUN_DIALOG (self), question, NULL);
}

static void
tell_success (MusterSetupDialog *self,
              gboolean           changed,
              const char        *account)
{
  /* Translators: an address */
  g_autofree char *title = g_strdup_printf (_("%s is set up."), self->address);
  const char *next = self->is_known
    ? _("Muster connects to it again by itself.")
    : _("It answers over TLS with a certificate of your authority. Next, it is added to the list of hosts.");

  show_steps_end (self, MUSTER_DOCTOR_STEP_PASSED);
  show_result (self, MUSTER_DOCTOR_STEP_PASSED, _("Done"), title,
               changed ? next : _("There was nothing to change: it had been set up before."));
  show_buttons (self, TRUE);
  g_signal_emit (self, signals[SET_UP], 0, self->address, account);
}

static void
tell_failure (MusterSetupDialog *self,
              const GError      *error)
{
  gboolean stopped = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  /* Translators: an address */
  g_autofree char *title = g_strdup_printf (stopped ? _("Setting up %s was stopped.")
                                                    : _("%s could not be set up."),
                                            self->address);

  show_steps_end (self, MUSTER_DOCTOR_STEP_FAILED);
  show_result (self, stopped ? MUSTER_DOCTOR_STEP_SKIPPED : MUSTER_DOCTOR_STEP_FAILED,
               _("Failed"), title,
               stopped ? _("The host is as it was, except for packages that were installed.")
                       : error->message);
  show_buttons (self, FALSE);
}

static void
know_host (MusterSetupDialog *self)
{
  g_autoptr (GPtrArray) entries =
    dex_await_boxed (muster_host_list (muster_desk_get_store (self->desk)), NULL);

  self->is_known = find_entry (self, entries, self->address) != NULL;
}

static DexFuture *
run_fiber (gpointer data)
{
  MusterSetupDialog *self = data;
  g_autofree char *account = dup_text (self->account_row);
  g_autoptr (GError) error = NULL;
  DexFuture *future = muster_host_setup_run (self->setup, account);
  MusterTask *task = muster_host_setup_get_task (self->setup);
  gboolean changed;

  muster_output_view_set_task (self->output_view, task);
  g_signal_connect_object (task, "notify::can-cancel", G_CALLBACK (can_stop_cb), self,
                           G_CONNECT_SWAPPED);
  can_stop_cb (self, NULL, task);
  changed = dex_await_boolean (future, &error);
  know_host (self);

  muster_run_dialog_end (MUSTER_RUN_DIALOG (self));
  if (muster_run_dialog_is_closed (MUSTER_RUN_DIALOG (self)))
    return dex_future_new_true ();
  if (error == NULL)
    tell_success (self, changed, account);
  else
    tell_failure (self, error);

  return dex_future_new_true ();
}

static void
set_up_cb (MusterSetupDialog *self)
{
  if (!gtk_widget_get_sensitive (self->setup_button))
    return;

  take_setup (self);
  g_signal_connect_object (self->setup, "step", G_CALLBACK (step_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->setup, "question", G_CALLBACK (question_cb), self,
                           G_CONNECT_SWAPPED);
  show_run (self);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, run_fiber, g_object_ref (self),
                                          g_object_unref));
}

static void
muster_setup_dialog_stop (MusterRunDialog *dialog)
{
  muster_task_cancel (muster_host_setup_get_task (MUSTER_SETUP_DIALOG (dialog)->setup));
}

static void
muster_setup_dialog_focus (MusterRunDialog *dialog)
{
  MusterSetupDialog *self = MUSTER_SETUP_DIALOG (dialog);

  gtk_widget_grab_focus (gtk_widget_get_sensitive (self->stop_button) ? self->stop_button
                                                                      : self->leave_button);
}

static void
stop_cb (MusterSetupDialog *self)
{
  muster_ssh_question_group_decline (self->question_group);
  muster_setup_dialog_stop (MUSTER_RUN_DIALOG (self));
}

static void
copy_cb (MusterSetupDialog *self)
{
  MusterTask *task = muster_host_setup_get_task (self->setup);
  const char *output = muster_task_get_output (task);
  g_autofree char *report =
    g_strdup_printf ("%s\n%s\n\n%s", adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self->result_row)),
                     adw_action_row_get_subtitle (ADW_ACTION_ROW (self->result_row)),
                     output != NULL ? output : "");

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), report);
}

static void
back_cb (MusterSetupDialog *self)
{
  adw_navigation_view_pop (self->navigation_view);
}

static void
add_cb (MusterSetupDialog *self)
{
  g_autoptr (MusterSetupDialog) keep = g_object_ref (self);
  GtkWidget *window = muster_run_dialog_get_window (MUSTER_RUN_DIALOG (self));

  adw_dialog_force_close (ADW_DIALOG (self));
  if (window != NULL)
    gtk_widget_activate_action (window, "win.add-host-at", "s", self->address);
}

/* --- by hand -------------------------------------------------------------------------- */

static DexFuture *
hand_done_fiber (gpointer data)
{
  MusterSetupDialog *self = data;

  know_host (self);
  if (muster_run_dialog_is_closed (MUSTER_RUN_DIALOG (self)))
    return dex_future_new_true ();
  if (!self->is_known && !g_signal_has_handler_pending (self, signals[SET_UP], 0, TRUE))
    add_cb (self);
  else
    {
      g_signal_emit (self, signals[SET_UP], 0, self->address, NULL);
      adw_dialog_force_close (ADW_DIALOG (self));
    }

  return dex_future_new_true ();
}

static void
hand_done_cb (MusterSetupDialog *self)
{
  dex_future_disown (dex_scheduler_spawn (NULL, 0, hand_done_fiber, g_object_ref (self),
                                          g_object_unref));
}

static void
hand_cb (MusterSetupDialog *self)
{
  AdwNavigationPage *page;

  take_setup (self);
  page = muster_hand_setup_page_new (self->setup, self->address);
  g_signal_connect_object (page, "done", G_CALLBACK (hand_done_cb), self, G_CONNECT_SWAPPED);
  adw_navigation_view_push (self->navigation_view, page);
}

static gboolean
muster_setup_dialog_can_stop (MusterRunDialog *dialog)
{
  return gtk_widget_get_sensitive (MUSTER_SETUP_DIALOG (dialog)->stop_button);
}

/* --- object --------------------------------------------------------------------------- */

static void
muster_setup_dialog_dispose (GObject *object)
{
  MusterSetupDialog *self = MUSTER_SETUP_DIALOG (object);

  g_clear_object (&self->desk);
  g_clear_object (&self->setup);
  g_clear_pointer (&self->address, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), MUSTER_TYPE_SETUP_DIALOG);

  G_OBJECT_CLASS (muster_setup_dialog_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, MusterSetupDialog, navigation_view);
  gtk_widget_class_bind_template_child (widget_class, MusterSetupDialog, authority_group);
  gtk_widget_class_bind_template_child (widget_class, MusterSetupDialog, setup_button);
  gtk_widget_class_bind_template_child (widget_class, MusterSetupDialog, hand_row);
  gtk_widget_class_bind_template_child (widget_class, MusterSetupDialog, address_row);
  gtk_widget_class_bind_template_child (widget_class, MusterSetupDialog, names_row);
  gtk_widget_class_bind_template_child (widget_class, MusterSetupDialog, account_row);
  gtk_widget_class_bind_template_child (widget_class, MusterSetupDialog, firewall_row);
  gtk_widget_class_bind_template_child (widget_class, MusterSetupDialog, consoles_row);
  gtk_widget_class_bind_template_child (widget_class, MusterSetupDialog, locks_row);
  gtk_widget_class_bind_template_child (widget_class, MusterSetupDialog, run_page);
  gtk_widget_class_bind_template_child (widget_class, MusterSetupDialog, result_group);
  gtk_widget_class_bind_template_child (widget_class, MusterSetupDialog, result_row);
  gtk_widget_class_bind_template_child (widget_class, MusterSetupDialog, question_group);
  gtk_widget_class_bind_template_child (widget_class, MusterSetupDialog, steps_group);
  gtk_widget_class_bind_template_child (widget_class, MusterSetupDialog, output_view);
  gtk_widget_class_bind_template_child (widget_class, MusterSetupDialog, leave_button);
  gtk_widget_class_bind_template_child (widget_class, MusterSetupDialog, stop_button);
  gtk_widget_class_bind_template_child (widget_class, MusterSetupDialog, copy_button);
  gtk_widget_class_bind_template_child (widget_class, MusterSetupDialog, back_button);
  gtk_widget_class_bind_template_child (widget_class, MusterSetupDialog, add_button);
  gtk_widget_class_bind_template_child (widget_class, MusterSetupDialog, close_button);
}

static void
muster_setup_dialog_class_init (MusterSetupDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = muster_setup_dialog_dispose;
  MUSTER_RUN_DIALOG_CLASS (klass)->stop = muster_setup_dialog_stop;
  MUSTER_RUN_DIALOG_CLASS (klass)->focus = muster_setup_dialog_focus;
  MUSTER_RUN_DIALOG_CLASS (klass)->can_stop = muster_setup_dialog_can_stop;

  signals[SET_UP] = g_signal_new ("set-up", MUSTER_TYPE_SETUP_DIALOG, G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE,
                                  2, G_TYPE_STRING, G_TYPE_STRING);

  g_type_ensure (MUSTER_TYPE_AUTHORITY_GROUP);
  g_type_ensure (MUSTER_TYPE_OUTPUT_VIEW);
  g_type_ensure (MUSTER_TYPE_SSH_QUESTION_GROUP);
  g_type_ensure (MUSTER_TYPE_STEP_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/virt_muster/Muster/ui/muster-setup-dialog.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, address_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, account_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, set_up_cb);
  gtk_widget_class_bind_template_callback (widget_class, hand_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
  gtk_widget_class_bind_template_callback (widget_class, back_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
  gtk_widget_class_bind_template_callback (widget_class, adw_dialog_close);
}

static void
muster_setup_dialog_init (MusterSetupDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  muster_run_dialog_set_question_group (MUSTER_RUN_DIALOG (self), self->question_group);
  for (guint i = 0; i < G_N_ELEMENTS (self->steps); i++)
    {
      GtkWidget *row = muster_step_row_new (muster_host_script_get_step_title (i + 1));

      self->steps[i] = MUSTER_STEP_ROW (row);
      adw_preferences_group_add (self->steps_group, row);
    }
}

AdwDialog *
muster_setup_dialog_new (MusterDesk *desk,
                         const char *address)
{
  MusterSetupDialog *self;

  g_return_val_if_fail (MUSTER_IS_DESK (desk) && muster_desk_get_pki (desk) != NULL, NULL);

  self = g_object_new (MUSTER_TYPE_SETUP_DIALOG, NULL);
  self->desk = g_object_ref (desk);
  muster_authority_group_set_desk (self->authority_group, desk);
  g_signal_connect_object (self->authority_group, "notify::authority", G_CALLBACK (update),
                           self, G_CONNECT_SWAPPED);
  update (self);
  if (address != NULL && *address != '\0')
    {
      set_text (self, self->address_row, address);
      dex_future_disown (dex_scheduler_spawn (NULL, 0, fill_in_fiber, g_object_ref (self),
                                              g_object_unref));
    }

  return ADW_DIALOG (self);
}
