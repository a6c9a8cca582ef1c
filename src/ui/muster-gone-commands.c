/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "muster-failure-dialog.h"
#include "muster-gone-commands.h"
#include "muster-gone-dialog.h"
#include "muster-stale-definition.h"

/* Of many names this many are said. */
#define N_NAMED 8

struct _MusterGoneCommands
{
  GObject parent_instance;

  GtkWidget *window;           /* whose actions these are */
  MusterDesk *desk;
};

G_DEFINE_FINAL_TYPE (MusterGoneCommands, muster_gone_commands, G_TYPE_OBJECT)

static MusterHost *
find_host (MusterGoneCommands *self,
           GVariant           *id)
{
  MusterDataCenter *data_center =
    muster_inventory_get_data_center (muster_desk_get_inventory (self->desk));

  return muster_data_center_find_host (data_center, g_variant_get_string (id, NULL));
}

static void
take_over_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       data)
{
  MusterGoneCommands *self = data;
  MusterHost *host = find_host (self, parameter);

  if (host != NULL)
    adw_dialog_present (muster_gone_dialog_new (self->desk, host), self->window);
}

/* --- what is stale ---------------------------------------------------------------------- */

typedef struct
{
  MusterGoneCommands *commands;
  MusterHost *host;
  GPtrArray *vms;
} Request;

static void
request_free (gpointer data)
{
  Request *self = data;

  g_object_unref (self->commands);
  g_object_unref (self->host);
  g_ptr_array_unref (self->vms);
  g_free (self);
}

static MusterTask *
await_removed (Request  *request,
               MusterVm *vm)
{
  MusterDesk *desk = request->commands->desk;
  MusterTask *task = muster_task_new (_("Remove Stale Definition"), muster_vm_get_label (vm));
  g_autoptr (GError) error = NULL;

  muster_task_list_add (muster_desk_get_tasks (desk), task);
  if (dex_await (muster_stale_definition_remove (desk, request->host, vm), &error))
    muster_task_finish (task);
  else
    muster_task_fail (task, error->message, "", "");

  return task;
}

static DexFuture *
remove_fiber (gpointer data)
{
  Request *request = data;
  g_autoptr (GPtrArray) failed = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < request->vms->len; i++)
    {
      g_autoptr (MusterTask) task = await_removed (request, request->vms->pdata[i]);

      if (muster_task_get_state (task) == MUSTER_TASK_FAILED)
        g_ptr_array_add (failed, g_object_ref (task));
    }
  if (failed->len > 0 && request->commands->window != NULL)
    adw_dialog_present (muster_failure_dialog_new (failed, request->vms->len),
                        request->commands->window);

  return dex_future_new_true ();
}

static void
response_cb (AdwAlertDialog *dialog,
             const char     *response,
             gpointer        data)
{
  if (g_str_equal (response, "remove"))
    dex_future_disown (dex_scheduler_spawn (NULL, 0, remove_fiber, data, request_free));
  else
    request_free (data);
}

static char *
join_names (GPtrArray *vms)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < MIN (vms->len, N_NAMED); i++)
    g_string_append_printf (names, "%s%s", i > 0 ? _(", ") : "",
                            muster_vm_get_label (vms->pdata[i]));
  if (vms->len > N_NAMED)
    g_string_append (names, "…");

  return g_string_free_and_steal (g_steal_pointer (&names));
}

static void
ask (Request *request)
{
  AdwAlertDialog *dialog =
    ADW_ALERT_DIALOG (adw_alert_dialog_new (_("Remove Stale Definitions?"), NULL));
  g_autofree char *names = join_names (request->vms);

  adw_alert_dialog_format_body (dialog,
                                /* Translators: a host's name, and names of VMs */
                                _("While %s was gone other hosts took over what it still has defined: %s.\n\nOnly what nobody needs any more is removed, with a saved state. No disk is touched."),
                                muster_host_get_name (request->host), names);
  adw_alert_dialog_add_responses (dialog, "cancel", _("_Cancel"), "remove", _("_Remove"), NULL);
  adw_alert_dialog_set_response_appearance (dialog, "remove", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_default_response (dialog, "cancel");
  adw_alert_dialog_set_close_response (dialog, "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), request);
  adw_dialog_present (ADW_DIALOG (dialog), request->commands->window);
}

static void
remove_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       data)
{
  MusterGoneCommands *self = data;
  MusterHost *host = find_host (self, parameter);
  Request *request;

  if (host == NULL || muster_host_get_n_superseded (host) == 0)
    return;
  request = g_new0 (Request, 1);
  request->commands = g_object_ref (self);
  request->host = g_object_ref (host);
  request->vms = muster_inventory_list_superseded (muster_desk_get_inventory (self->desk), host);
  ask (request);
}

/* --- object ----------------------------------------------------------------------------- */

static const GActionEntry entries[] = {
  { "take-over-host", take_over_cb, "s" },
  { "remove-stale", remove_cb, "s" },
};

static void
muster_gone_commands_dispose (GObject *object)
{
  MusterGoneCommands *self = MUSTER_GONE_COMMANDS (object);

  g_clear_weak_pointer (&self->window);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (muster_gone_commands_parent_class)->dispose (object);
}

static void
muster_gone_commands_class_init (MusterGoneCommandsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = muster_gone_commands_dispose;
}

static void
muster_gone_commands_init (MusterGoneCommands *self)
{
}

MusterGoneCommands *
muster_gone_commands_new (GtkApplicationWindow *window,
                          MusterDesk           *desk)
{
  MusterGoneCommands *self;

  g_return_val_if_fail (GTK_IS_APPLICATION_WINDOW (window), NULL);
  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);

  self = g_object_new (MUSTER_TYPE_GONE_COMMANDS, NULL);
  g_set_weak_pointer (&self->window, GTK_WIDGET (window));
  self->desk = g_object_ref (desk);
  g_action_map_add_action_entries (G_ACTION_MAP (window), entries,
                                   G_N_ELEMENTS (entries), self);

  return self;
}
