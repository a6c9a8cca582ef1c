/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "muster-add-dialog.h"
#include "muster-cluster-actions.h"
#include "muster-doctor-dialog.h"
#include "muster-host-actions.h"
#include "muster-host-commands.h"
#include "muster-host-departure.h"
#include "muster-host-dialog.h"
#include "muster-named-host.h"
#include "muster-remove-host.h"
#include "muster-setup-dialog.h"
#include "muster-sign-in.h"
#include "muster-virt-uri.h"

struct _MusterHostCommands
{
  GObject parent_instance;

  GtkWidget *window;           /* whose actions these are */
  MusterDesk *desk;
};

G_DEFINE_FINAL_TYPE (MusterHostCommands, muster_host_commands, G_TYPE_OBJECT)

static MusterHost *
find_host (MusterHostCommands *self,
           GVariant           *id)
{
  MusterInventory *inventory = muster_desk_get_inventory (self->desk);

  return muster_data_center_find_host (muster_inventory_get_data_center (inventory),
                                       g_variant_get_string (id, NULL));
}

static void
tell (MusterHostCommands *self,
      const char         *text)
{
  if (self->window != NULL)
    gtk_widget_activate_action (self->window, "win.toast", "s", text);
}

static void
present (MusterHostCommands *self,
         AdwDialog          *dialog)
{
  adw_dialog_present (dialog, self->window);
}

/* --- what needs no more than a dialog ---------------------------------------------------- */

static void
add_cb (GSimpleAction *action,
        GVariant      *parameter,
        gpointer       data)
{
  MusterHostCommands *self = data;

  present (self, muster_add_dialog_new (self->desk, NULL));
}

static void
add_at_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       data)
{
  MusterHostCommands *self = data;

  present (self, muster_add_dialog_new (self->desk, g_variant_get_string (parameter, NULL)));
}

static void
examine_cb (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       data)
{
  MusterHostCommands *self = data;
  MusterHost *host = find_host (self, parameter);

  if (host != NULL)
    present (self, muster_doctor_dialog_new (self->desk, host));
}

static void
set_up_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       data)
{
  MusterHostCommands *self = data;

  if (muster_desk_get_pki (self->desk) == NULL)
    tell (self, _("Hosts are set up when Muster is started without hosts on its command line."));
  else
    present (self, muster_setup_dialog_new (self->desk,
                                            g_variant_get_string (parameter, NULL)));
}

static void
set_up_listed_cb (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       data)
{
  MusterHostCommands *self = data;
  MusterHost *host = find_host (self, parameter);
  g_autoptr (MusterVirtEndpoint) endpoint =
    host != NULL ? muster_virt_endpoint_new (muster_host_get_uri (host), NULL) : NULL;

  if (endpoint != NULL)
    gtk_widget_activate_action (self->window, "win.set-up-host", "s",
                                endpoint->host != NULL ? endpoint->host : "");
}

static void
sign_in_cb (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       data)
{
  MusterHostCommands *self = data;
  MusterHost *host = find_host (self, parameter);

  if (host != NULL)
    muster_sign_in (self->window, self->desk, host);
}

static void
retry_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       data)
{
  MusterHostCommands *self = data;
  MusterHost *host = find_host (self, parameter);

  if (host == NULL)
    return;

  if (muster_host_get_state (host) == MUSTER_HOST_ONLINE)
    tell (self, _("The host is connected."));
  else
    muster_inventory_retry (muster_desk_get_inventory (self->desk), host);
}

static void
retry_all_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       data)
{
  MusterHostCommands *self = data;
  MusterInventory *inventory = muster_desk_get_inventory (self->desk);
  GListModel *hosts =
    muster_data_center_get_hosts (muster_inventory_get_data_center (inventory));

  for (guint i = 0; i < g_list_model_get_n_items (hosts); i++)
    {
      g_autoptr (MusterHost) host = g_list_model_get_item (hosts, i);

      /* A keyring that was locked may be open by now; a refused password is
       * not tried again, as that can lock an account. */
      if (muster_host_get_state (host) == MUSTER_HOST_UNREACHABLE ||
          muster_host_get_reason (host) == MUSTER_HOST_REASON_SECRETS)
        muster_inventory_retry (inventory, host);
    }
}

/* --- what waits ---------------------------------------------------------------------------- */

typedef struct
{
  MusterHostCommands *commands;
  char *id;
} Request;

static Request *
request_new (MusterHostCommands *commands,
             const char         *id)
{
  Request *self = g_new0 (Request, 1);

  self->commands = g_object_ref (commands);
  self->id = g_strdup (id);

  return self;
}

static void
request_free (gpointer data)
{
  Request *self = data;

  g_clear_object (&self->commands);
  g_free (self->id);
  g_free (self);
}

static void
start (gpointer      commands,
       GVariant     *id,
       DexFiberFunc  fiber)
{
  dex_future_disown (dex_scheduler_spawn (NULL, 0, fiber,
                                          request_new (commands,
                                                       g_variant_get_string (id, NULL)),
                                          request_free));
}

static DexFuture *
edit_fiber (gpointer data)
{
  Request *request = data;
  MusterHostCommands *self = request->commands;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries =
    dex_await_boxed (muster_host_list (muster_desk_get_store (self->desk)), &error);

  if (entries == NULL)
    tell (self, error->message);
  for (guint i = 0; entries != NULL && i < entries->len && self->window != NULL; i++)
    {
      MusterHostEntry *entry = g_ptr_array_index (entries, i);

      if (g_strcmp0 (entry->id, request->id) == 0)
        present (self, muster_host_dialog_new (self->desk, entry));
    }

  return dex_future_new_true ();
}

static void
edit_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       data)
{
  start (data, parameter, edit_fiber);
}

static DexFuture *
forget_fiber (gpointer data)
{
  Request *request = data;
  MusterHostCommands *self = request->commands;
  MusterSecretStore *secrets = muster_desk_get_secrets (self->desk);
  g_autoptr (GError) error = NULL;
  gboolean had_one;

  if (secrets == NULL)
    return dex_future_new_true ();
  had_one = dex_await_boolean (muster_secret_store_remove_login (secrets, request->id),
                               &error);
  tell (self, error != NULL ? error->message
              : had_one ? _("The password was forgotten. It is asked for at the next connection.")
                        : _("No password is stored for this host."));

  return dex_future_new_true ();
}

static void
forget_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       data)
{
  start (data, parameter, forget_fiber);
}

static void
remove_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       data)
{
  MusterHostCommands *self = data;
  MusterHost *host = find_host (self, parameter);

  if (host != NULL)
    muster_remove_host (self->window, self->desk, host);
}

static DexFuture *
take_back_fiber (gpointer data)
{
  Request *request = data;
  MusterHostCommands *self = request->commands;
  MusterDataCenter *data_center =
    muster_inventory_get_data_center (muster_desk_get_inventory (self->desk));
  MusterHost *host = muster_data_center_find_host (data_center, request->id);
  g_autoptr (GError) error = NULL;

  if (host != NULL && !dex_await (muster_host_take_back (self->desk, host), &error))
    tell (self, error->message);

  return dex_future_new_true ();
}

static void
take_back_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       data)
{
  start (data, parameter, take_back_fiber);
}

/* --- a whole data center -------------------------------------------------------------------- */

static void
open_by_host_cb (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       data)
{
  MusterHostCommands *self = data;

  present (self, muster_add_dialog_new_to_open (self->desk));
}

static void
tell_problems (MusterHostCommands *self,
               GPtrArray          *hosts)
{
  for (guint i = 0; i < hosts->len; i++)
    {
      const MusterNamedHost *host = hosts->pdata[i];
      g_autofree char *text =
        host->problem != NULL ? g_strdup_printf ("%s: %s", host->name, host->problem) : NULL;

      if (text != NULL)
        tell (self, text);
    }
}

static DexFuture *
add_named_fiber (gpointer data)
{
  MusterHostCommands *self = data;
  g_autoptr (MusterDesk) desk = g_object_ref (self->desk);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) hosts = dex_await_boxed (muster_named_host_list (desk), &error);

  if (hosts == NULL ||
      !dex_await (muster_named_host_add_all (desk, hosts, NULL), &error))
    tell (self, error->message);
  else
    tell_problems (self, hosts);

  return dex_future_new_true ();
}

static void
add_named_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       data)
{
  dex_future_disown (dex_scheduler_spawn (NULL, 0, add_named_fiber, g_object_ref (data),
                                          g_object_unref));
}

/* --- maintenance ----------------------------------------------------------------------------- */

static void
show_refusal (MusterHostCommands *self,
              MusterHost         *host,
              const char         *text)
{
  AdwAlertDialog *dialog;

  if (self->window == NULL)
    return;
  dialog = ADW_ALERT_DIALOG (adw_alert_dialog_new (NULL, NULL));
  adw_alert_dialog_format_heading (dialog,
                                   muster_host_get_maintenance (host)
                                   /* Translators: a host's name */
                                   ? _("%s Was Not Activated") : _("%s Is Not in Maintenance"),
                                   muster_host_get_name (host));
  adw_alert_dialog_set_body (dialog, text);
  adw_alert_dialog_add_responses (dialog, "close", _("_Close"), NULL);
  present (self, ADW_DIALOG (dialog));
}

static DexFuture *
maintain_fiber (gpointer data)
{
  Request *request = data;
  MusterHostCommands *self = request->commands;
  MusterDataCenter *data_center =
    muster_inventory_get_data_center (muster_desk_get_inventory (self->desk));
  g_autoptr (MusterHost) host = NULL;
  g_autoptr (GError) error = NULL;

  if (!g_set_object (&host, muster_data_center_find_host (data_center, request->id)))
    return dex_future_new_true ();
  if (!dex_await (muster_host_set_in_maintenance (self->desk, host,
                                                  !muster_host_get_maintenance (host)), &error))
    show_refusal (self, host, error->message);

  return dex_future_new_true ();
}

static void
maintain_cb (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       data)
{
  start (data, parameter, maintain_fiber);
}

/* --- object ---------------------------------------------------------------------------------- */

static const GActionEntry entries[] = {
  { "add-host", add_cb },
  { "add-host-at", add_at_cb, "s" },
  { "edit-host", edit_cb, "s" },
  { "remove-host", remove_cb, "s" },
  { "take-back-host", take_back_cb, "s" },
  { "open-by-host", open_by_host_cb },
  { "add-named-hosts", add_named_cb },
  { "examine-host", examine_cb, "s" },
  { "maintain-host", maintain_cb, "s" },
  { "set-up-host", set_up_cb, "s" },
  { "set-up-listed-host", set_up_listed_cb, "s" },
  { "sign-in-host", sign_in_cb, "s" },
  { "forget-login", forget_cb, "s" },
  { "retry-host", retry_cb, "s" },
  { "retry", retry_all_cb },
};

static void
muster_host_commands_dispose (GObject *object)
{
  MusterHostCommands *self = MUSTER_HOST_COMMANDS (object);

  g_clear_weak_pointer (&self->window);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (muster_host_commands_parent_class)->dispose (object);
}

static void
muster_host_commands_class_init (MusterHostCommandsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = muster_host_commands_dispose;
}

static void
muster_host_commands_init (MusterHostCommands *self)
{
}

MusterHostCommands *
muster_host_commands_new (GtkApplicationWindow *window,
                          MusterDesk           *desk)
{
  MusterHostCommands *self;

  g_return_val_if_fail (GTK_IS_APPLICATION_WINDOW (window), NULL);
  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);

  self = g_object_new (MUSTER_TYPE_HOST_COMMANDS, NULL);
  g_set_weak_pointer (&self->window, GTK_WIDGET (window));
  self->desk = g_object_ref (desk);
  g_action_map_add_action_entries (G_ACTION_MAP (window), entries,
                                   G_N_ELEMENTS (entries), self);

  return self;
}

static void
append (GMenu      *menu,
        const char *label,
        const char *action,
        const char *id)
{
  g_autofree char *detail = g_strdup_printf ("win.%s::%s", action, id);

  g_menu_append (menu, label, detail);
}

GMenuModel *
muster_host_commands_make_menu (MusterHost *host)
{
  const char *id;
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) keys = g_menu_new ();
  g_autoptr (GMenu) danger = g_menu_new ();

  g_return_val_if_fail (MUSTER_IS_HOST (host), NULL);

  id = muster_host_get_id (host);
  append (menu, _("_Try Again Now"), "retry-host", id);
  append (menu, _("E_xamine…"), "examine-host", id);
  append (menu, _("_Edit…"), "edit-host", id);
  append (menu, _("_Move to Cluster…"), "move-host", id);
  append (menu, muster_host_get_maintenance (host) ? _("_Activate") : _("Start M_aintenance"),
          "maintain-host", id);
  if (muster_host_is_lost (host))
    append (menu, _("Take _Over Its VMs…"), "take-over-host", id);
  append (keys, _("Set _Up…"), "set-up-listed-host", id);
  append (keys, _("Sign _In…"), "sign-in-host", id);
  append (keys, _("_Forget Password"), "forget-login", id);
  append (danger, _("_Remove…"), "remove-host", id);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (keys));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (danger));

  return G_MENU_MODEL (g_steal_pointer (&menu));
}
