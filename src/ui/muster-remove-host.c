/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "muster-host-departure.h"
#include "muster-remove-host.h"

/* Longest that is waited for a host to say what it has. */
#define LIST_S 3

typedef struct
{
  GtkWidget *window;    /* weak */
  MusterDesk *desk;
  MusterHost *host;
  MusterDeparture departure;
} Removal;

static void
removal_free (gpointer data)
{
  Removal *self = data;

  g_clear_weak_pointer (&self->window);
  g_object_unref (self->desk);
  g_object_unref (self->host);
  g_free (self);
}

static Removal *
removal_new (GtkWidget  *window,
             MusterDesk *desk,
             MusterHost *host)
{
  Removal *self = g_new0 (Removal, 1);

  g_set_weak_pointer (&self->window, window);
  self->desk = g_object_ref (desk);
  self->host = g_object_ref (host);

  return self;
}

/* --- removing -------------------------------------------------------------------------- */

static void
show_refusal (Removal    *self,
              const char *text)
{
  AdwAlertDialog *dialog = ADW_ALERT_DIALOG (adw_alert_dialog_new (NULL, NULL));

  /* Translators: a host's name */
  adw_alert_dialog_format_heading (dialog, _("%s Was Not Removed"),
                                   muster_host_get_name (self->host));
  adw_alert_dialog_set_body (dialog, text);
  adw_alert_dialog_add_responses (dialog, "close", _("_Close"), NULL);
  adw_dialog_present (ADW_DIALOG (dialog), self->window);
}

static DexFuture *
remove_fiber (gpointer data)
{
  Removal *self = data;
  g_autoptr (GError) error = NULL;

  if (dex_await (muster_host_depart (self->desk, self->host, self->departure), &error))
    {
      if (self->window != NULL)
        gtk_widget_activate_action (self->window, "win.show", "s", "vms");
    }
  else if (self->window != NULL)
    show_refusal (self, error->message);

  return dex_future_new_true ();
}

static void
response_cb (AdwAlertDialog *dialog,
             const char     *response,
             gpointer        data)
{
  Removal *self = data;
  Removal *agreed;

  if (!g_str_equal (response, "keep") && !g_str_equal (response, "remove"))
    return;
  agreed = removal_new (self->window, self->desk, self->host);
  agreed->departure = g_str_equal (response, "keep") ? MUSTER_DEPARTURE_KEEP
                                                     : MUSTER_DEPARTURE_REMOVE;
  dex_future_disown (dex_scheduler_spawn (NULL, 0, remove_fiber, agreed, removal_free));
}

/* --- asking ---------------------------------------------------------------------------- */

static gboolean
is_member (Removal *self)
{
  MusterMembership *membership = muster_desk_get_membership (self->desk);

  return muster_membership_get_id (membership) != NULL &&
         muster_membership_get_other (membership, self->host) == NULL &&
         !muster_membership_has_left (membership, self->host);
}

static const char *
get_body (Removal *self)
{
  if (!is_member (self))
    return _("Muster forgets the host. Nothing changes on it: its "
             "virtual machines stay and go on running.");
  if (muster_host_get_state (self->host) == MUSTER_HOST_ONLINE)
    return _("Whoever works with this data center does not see the host any more. What is on it stays there, and its virtual machines go on running.");

  return _("The host does not answer. Whoever works with this data center does not see it any more, also when it comes back.");
}

static void
add_responses (Removal        *self,
               AdwAlertDialog *dialog)
{
  const char *last = is_member (self) ? "remove" : "keep";

  adw_alert_dialog_add_response (dialog, "cancel", _("_Cancel"));
  if (is_member (self))
    {
      adw_alert_dialog_add_response (dialog, "keep", _("Take Off This _List Only"));
      adw_alert_dialog_add_response (dialog, "remove", _("_Remove From Data Center"));
    }
  else
    adw_alert_dialog_add_response (dialog, "keep", _("_Remove"));
  adw_alert_dialog_set_response_appearance (dialog, last, ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_default_response (dialog, "cancel");
  adw_alert_dialog_set_close_response (dialog, "cancel");
}

static GtkWidget *
new_label (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "dim-label");

  return label;
}

static void
free_removal_cb (gpointer  data,
                 GClosure *closure)
{
  removal_free (data);
}

static DexFuture *
ask_fiber (gpointer data)
{
  Removal *self = data;
  DexFuture *listing = muster_host_list_belongings (self->desk, self->host);
  g_autoptr (MusterHostBelongings) belongings = NULL;
  g_autofree char *text = NULL;
  AdwAlertDialog *dialog;

  dex_future_disown (dex_ref (listing));
  belongings = dex_await_boxed (dex_future_first (listing, dex_timeout_new_seconds (LIST_S),
                                                  NULL), NULL);
  if (self->window == NULL)
    return dex_future_new_true ();
  text = belongings != NULL ? muster_host_belongings_describe (belongings) : NULL;
  dialog = ADW_ALERT_DIALOG (adw_alert_dialog_new (NULL, NULL));
  /* Translators: a host's name */
  adw_alert_dialog_format_heading (dialog, _("Remove %s?"), muster_host_get_name (self->host));
  adw_alert_dialog_set_body (dialog, get_body (self));
  if (text != NULL)
    adw_alert_dialog_set_extra_child (dialog, new_label (text));
  add_responses (self, dialog);
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb),
                         removal_new (self->window, self->desk, self->host), free_removal_cb,
                         G_CONNECT_DEFAULT);
  adw_dialog_present (ADW_DIALOG (dialog), self->window);

  return dex_future_new_true ();
}

void
muster_remove_host (GtkWidget  *window,
                    MusterDesk *desk,
                    MusterHost *host)
{
  g_return_if_fail (GTK_IS_WIDGET (window));
  g_return_if_fail (MUSTER_IS_DESK (desk));
  g_return_if_fail (MUSTER_IS_HOST (host));

  dex_future_disown (dex_scheduler_spawn (NULL, 0, ask_fiber,
                                          removal_new (window, desk, host), removal_free));
}
