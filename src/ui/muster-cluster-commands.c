/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "muster-cluster-actions.h"
#include "muster-cluster-commands.h"
#include "muster-cluster-dialog.h"
#include "muster-conflict-dialog.h"
#include "muster-data-center-actions.h"
#include "muster-data-center-dialog.h"
#include "muster-failure-dialog.h"
#include "muster-move-dialog.h"
#include "muster-text.h"

struct _MusterClusterCommands
{
  GObject parent_instance;

  GtkWidget *window;           /* whose actions these are */
  MusterDesk *desk;
};

G_DEFINE_FINAL_TYPE (MusterClusterCommands, muster_cluster_commands, G_TYPE_OBJECT)

static MusterDataCenter *
get_data_center (MusterClusterCommands *self)
{
  return muster_inventory_get_data_center (muster_desk_get_inventory (self->desk));
}

static MusterCluster *
find_cluster (MusterClusterCommands *self,
              GVariant              *id)
{
  return muster_data_center_find_cluster (get_data_center (self),
                                          g_variant_get_string (id, NULL));
}

static MusterHost *
find_host (MusterClusterCommands *self,
           GVariant              *id)
{
  return muster_data_center_find_host (get_data_center (self),
                                       g_variant_get_string (id, NULL));
}

static void
present (MusterClusterCommands *self,
         AdwDialog             *dialog)
{
  adw_dialog_present (dialog, self->window);
}

static void
tell (MusterClusterCommands *self,
      const char            *text)
{
  if (self->window != NULL)
    gtk_widget_activate_action (self->window, "win.toast", "s", text);
}

/* What a person was asked about: a cluster or a data center. */
typedef struct
{
  MusterClusterCommands *commands;
  char *id;
  char *name;
  gboolean dissolve;    /* the person was told which hosts move */
} Request;

static Request *
request_new (MusterClusterCommands *commands,
             const char            *id,
             const char            *name)
{
  Request *self = g_new0 (Request, 1);

  self->commands = g_object_ref (commands);
  self->id = g_strdup (id);
  self->name = g_strdup (name);

  return self;
}

static void
request_free (gpointer data)
{
  Request *self = data;

  g_object_unref (self->commands);
  g_free (self->id);
  g_free (self->name);
  g_free (self);
}

/* Takes the request and frees it, or leaves that to the fiber. */
static void
answer (Request      *request,
        gboolean      agreed,
        DexFiberFunc  fiber)
{
  if (agreed)
    dex_future_disown (dex_scheduler_spawn (NULL, 0, fiber, request, request_free));
  else
    request_free (request);
}

/* --- what needs no more than a dialog ---------------------------------------------------- */

static void
new_cb (GSimpleAction *action,
        GVariant      *parameter,
        gpointer       data)
{
  MusterClusterCommands *self = data;

  present (self, muster_cluster_dialog_new (self->desk));
}

static void
new_data_center_cb (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       data)
{
  MusterClusterCommands *self = data;

  present (self, muster_data_center_dialog_new (self->desk));
}

static void
edit_data_center_cb (GSimpleAction *action,
                     GVariant      *parameter,
                     gpointer       data)
{
  MusterClusterCommands *self = data;

  present (self, muster_cluster_dialog_new_for_data_center (self->desk));
}

static void
resolve_cb (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       data)
{
  MusterClusterCommands *self = data;

  present (self, muster_conflict_dialog_new (self->desk));
}

static void
edit_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       data)
{
  MusterClusterCommands *self = data;
  MusterCluster *cluster = find_cluster (self, parameter);

  if (cluster != NULL)
    present (self, muster_cluster_dialog_new_for_cluster (self->desk, cluster));
}

static void
move_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       data)
{
  MusterClusterCommands *self = data;
  MusterHost *host = find_host (self, parameter);

  if (host != NULL)
    present (self, muster_move_dialog_new (self->desk, host));
}

/* --- deleting ------------------------------------------------------------------------------- */


static void
tell_failed (MusterClusterCommands *self,
             MusterTask            *task)
{
  g_autoptr (GPtrArray) failed = g_ptr_array_new ();

  g_ptr_array_add (failed, task);
  if (self->window != NULL)
    present (self, muster_failure_dialog_new (failed, 1));
}

static DexFuture *
delete_fiber (gpointer data)
{
  Request *request = data;
  MusterClusterCommands *self = request->commands;
  g_autoptr (MusterTask) task = muster_task_new (_("Delete Cluster"), request->name);
  g_autoptr (GError) error = NULL;

  muster_task_list_add (muster_desk_get_tasks (self->desk), task);
  if (dex_await (request->dissolve ? muster_cluster_dissolve (self->desk, request->id)
                                   : muster_cluster_delete (self->desk, request->id), &error))
    muster_task_finish (task);
  else
    {
      muster_task_fail (task, error->message, "", "");
      tell_failed (self, task);
    }

  return dex_future_new_true ();
}

static void
delete_response_cb (AdwAlertDialog *dialog,
                    const char     *response,
                    gpointer        data)
{
  answer (data, g_strcmp0 (response, "delete") == 0, delete_fiber);
}

/* Returns: (transfer full): a name a line. */
static char *
join_names (GPtrArray *members)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_auto (GStrv) lines = NULL;

  for (guint i = 0; i < members->len; i++)
    g_strv_builder_take (names, muster_text_escape (
                           muster_cluster_get_member_name (members->pdata[i])));
  lines = g_strv_builder_end (names);

  return g_strjoinv ("\n", lines);
}

static void
describe_deletion (MusterClusterCommands *self,
                   AdwAlertDialog        *dialog,
                   GPtrArray             *members)
{
  MusterCluster *target =
    muster_data_center_find_cluster (get_data_center (self), MUSTER_CLUSTER_DEFAULT);
  g_autofree char *names = join_names (members);

  if (members->len == 0)
    adw_alert_dialog_set_body (dialog,
                               _("It is deleted for everybody who works with this data center."));
  else
    adw_alert_dialog_format_body (dialog,
                                  /* Translators: a cluster's name; names of hosts, a line each */
                                  _("It is deleted for everybody who works with this data center. Its hosts go to the cluster “%s” together, and their VMs go on running:\n\n%s"),
                                  muster_cluster_get_name (target), names);
}

static void
ask_to_delete (MusterClusterCommands *self,
               Request               *request,
               GPtrArray             *members)
{
  AdwAlertDialog *dialog = ADW_ALERT_DIALOG (adw_alert_dialog_new (NULL, NULL));
  Request *agreed = request_new (self, request->id, request->name);

  agreed->dissolve = members->len > 0;
  if (members->len == 0)
    /* Translators: a cluster's name */
    adw_alert_dialog_format_heading (dialog, _("Delete %s?"), request->name);
  else
    /* Translators: a cluster's name */
    adw_alert_dialog_format_heading (dialog, _("Dissolve %s?"), request->name);
  describe_deletion (self, dialog, members);
  adw_alert_dialog_add_responses (dialog, "cancel", _("_Cancel"), "delete",
                                  members->len == 0 ? _("_Delete") : _("_Dissolve"), NULL);
  adw_alert_dialog_set_response_appearance (dialog, "delete", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_default_response (dialog, "cancel");
  adw_alert_dialog_set_close_response (dialog, "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (delete_response_cb),
                    agreed);
  present (self, ADW_DIALOG (dialog));
}

/* What the records say now; deleting reads them again. */
static DexFuture *
ask_fiber (gpointer data)
{
  Request *request = data;
  MusterClusterCommands *self = request->commands;
  g_autoptr (GPtrArray) members =
    dex_await_boxed (muster_cluster_list_members (self->desk, request->id), NULL);

  if (members != NULL && self->window != NULL)
    ask_to_delete (self, request, members);

  return dex_future_new_true ();
}

static void
delete_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       data)
{
  MusterClusterCommands *self = data;
  MusterCluster *cluster = find_cluster (self, parameter);

  if (cluster != NULL)
    answer (request_new (self, muster_cluster_get_id (cluster),
                         muster_cluster_get_name (cluster)), TRUE, ask_fiber);
}

/* --- the data center, too ------------------------------------------------------------------- */

static DexFuture *
dissolve_fiber (gpointer data)
{
  Request *request = data;
  MusterClusterCommands *self = request->commands;
  g_autoptr (MusterTask) task = muster_task_new (_("Delete Data Center"), request->name);
  g_autoptr (GError) error = NULL;

  muster_task_list_add (muster_desk_get_tasks (self->desk), task);
  if (dex_await (muster_data_center_dissolve (self->desk, request->id), &error))
    muster_task_finish (task);
  else
    {
      muster_task_fail (task, error->message, "", "");
      tell_failed (self, task);
    }

  return dex_future_new_true ();
}

static void
dissolve_response_cb (AdwAlertDialog *dialog,
                      const char     *response,
                      gpointer        data)
{
  answer (data, g_strcmp0 (response, "delete") == 0, dissolve_fiber);
}

static void
delete_data_center_cb (GSimpleAction *action,
                       GVariant      *parameter,
                       gpointer       data)
{
  MusterClusterCommands *self = data;
  const char *id = muster_membership_get_id (muster_desk_get_membership (self->desk));
  const char *name = muster_data_center_get_name (get_data_center (self));
  AdwAlertDialog *dialog;

  if (id == NULL)
    {
      tell (self, _("No host keeps records of a data center yet."));
      return;
    }
  dialog = ADW_ALERT_DIALOG (adw_alert_dialog_new (NULL, NULL));

  /* Translators: a data center's name */
  adw_alert_dialog_format_heading (dialog, _("Delete %s?"), name);
  adw_alert_dialog_set_body (dialog,
                             _("It is deleted for everybody who works with it: its name, its clusters, which host is where, and the copies of VM definitions that the hosts keep of each other.\n\nThe hosts stay on the list, and their VMs go on running."));
  adw_alert_dialog_add_responses (dialog, "cancel", _("_Cancel"), "delete", _("_Delete"), NULL);
  adw_alert_dialog_set_response_appearance (dialog, "delete", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_default_response (dialog, "cancel");
  adw_alert_dialog_set_close_response (dialog, "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (dissolve_response_cb),
                    request_new (self, id, name));
  present (self, ADW_DIALOG (dialog));
}

/* --- another data center -------------------------------------------------------------------- */

static DexFuture *
open_fiber (gpointer data)
{
  Request *request = data;
  MusterClusterCommands *self = request->commands;
  g_autoptr (GError) error = NULL;

  if (!dex_await (muster_membership_open (muster_desk_get_membership (self->desk), request->id),
                  &error))
    tell (self, error->message);

  return dex_future_new_true ();
}

static void
open_response_cb (AdwAlertDialog *dialog,
                  const char     *response,
                  gpointer        data)
{
  answer (data, g_strcmp0 (response, "open") == 0, open_fiber);
}

static void
ask_to_open (MusterClusterCommands *self,
             MusterHost            *host,
             const char            *other)
{
  AdwAlertDialog *dialog =
    ADW_ALERT_DIALOG (adw_alert_dialog_new (_("Look at the Other Data Center?"), NULL));

  adw_alert_dialog_format_body (dialog,
                                /* Translators: a host's name */
                                _("Muster then shows the name and the clusters of the data center that %s belongs to, also when it is started again. The hosts of the one that is shown now stay in the list and say that they belong to another one: from the page of any of them you come back.\n\nNothing changes on the hosts."),
                                muster_host_get_name (host));
  adw_alert_dialog_add_responses (dialog, "cancel", _("_Cancel"), "open", _("_Look at It"), NULL);
  adw_alert_dialog_set_default_response (dialog, "cancel");
  adw_alert_dialog_set_close_response (dialog, "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (open_response_cb),
                    request_new (self, other, NULL));
  present (self, ADW_DIALOG (dialog));
}

static void
open_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       data)
{
  MusterClusterCommands *self = data;
  MusterHost *host = find_host (self, parameter);
  const char *other =
    host != NULL ? muster_membership_get_other (muster_desk_get_membership (self->desk), host)
                 : NULL;

  if (other != NULL)
    ask_to_open (self, host, other);
}

/* --- object --------------------------------------------------------------------------------- */

static const GActionEntry entries[] = {
  { "new-cluster", new_cb },
  { "new-data-center", new_data_center_cb },
  { "edit-data-center", edit_data_center_cb },
  { "delete-data-center", delete_data_center_cb },
  { "resolve-conflicts", resolve_cb },
  { "edit-cluster", edit_cb, "s" },
  { "delete-cluster", delete_cb, "s" },
  { "move-host", move_cb, "s" },
  { "open-data-center", open_cb, "s" },
};

static void
muster_cluster_commands_dispose (GObject *object)
{
  MusterClusterCommands *self = MUSTER_CLUSTER_COMMANDS (object);

  g_clear_weak_pointer (&self->window);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (muster_cluster_commands_parent_class)->dispose (object);
}

static void
muster_cluster_commands_class_init (MusterClusterCommandsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = muster_cluster_commands_dispose;
}

static void
muster_cluster_commands_init (MusterClusterCommands *self)
{
}

MusterClusterCommands *
muster_cluster_commands_new (GtkApplicationWindow *window,
                             MusterDesk           *desk)
{
  MusterClusterCommands *self;

  g_return_val_if_fail (GTK_IS_APPLICATION_WINDOW (window), NULL);
  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);

  self = g_object_new (MUSTER_TYPE_CLUSTER_COMMANDS, NULL);
  g_set_weak_pointer (&self->window, GTK_WIDGET (window));
  self->desk = g_object_ref (desk);
  g_action_map_add_action_entries (G_ACTION_MAP (window), entries,
                                   G_N_ELEMENTS (entries), self);

  return self;
}

GMenuModel *
muster_cluster_commands_make_data_center_menu (void)
{
  g_autoptr (GMenu) menu = g_menu_new ();

  g_menu_append (menu, _("_New Cluster…"), "win.new-cluster");
  g_menu_append (menu, _("_Rename…"), "win.edit-data-center");
  g_menu_append (menu, _("New _Data Center…"), "win.new-data-center");
  g_menu_append (menu, _("D_elete…"), "win.delete-data-center");

  return G_MENU_MODEL (g_steal_pointer (&menu));
}

static void
append (GMenu         *menu,
        const char    *label,
        const char    *action,
        MusterCluster *cluster)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", muster_cluster_get_id (cluster));
  g_menu_append_item (menu, item);
}

GMenuModel *
muster_cluster_commands_make_menu (MusterCluster *cluster)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) danger = g_menu_new ();

  g_return_val_if_fail (MUSTER_IS_CLUSTER (cluster), NULL);

  append (menu, _("_Edit…"), "win.edit-cluster", cluster);
  g_menu_append (menu, _("_New Cluster…"), "win.new-cluster");
  if (!muster_cluster_is_default (cluster))
    append (danger, _("_Delete…"), "win.delete-cluster", cluster);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (danger));

  return G_MENU_MODEL (g_steal_pointer (&menu));
}
