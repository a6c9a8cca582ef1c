/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-host-actions.h"
#include "muster-issued-group.h"
#include "muster-own-identity.h"
#include "muster-renew-dialog.h"

/* A host is issued three certificates at once: one look is enough.  In ms. */
#define PAUSE 250

struct _MusterIssuedGroup
{
  AdwPreferencesGroup parent_instance;

  MusterDesk *desk;
  GPtrArray *rows;             /* expander rows, one a name; children */
  GHashTable *open;            /* names of those that are expanded */
  GtkWidget *hand_out_button;
  guint timeout_id;
};

G_DEFINE_FINAL_TYPE (MusterIssuedGroup, muster_issued_group, ADW_TYPE_PREFERENCES_GROUP)

static const char *
get_label (MusterCertificateKind kind)
{
  switch (kind)
    {
    case MUSTER_CERTIFICATE_SERVER: return _("Host");
    case MUSTER_CERTIFICATE_CLIENT: return _("Identity");
    case MUSTER_CERTIFICATE_QEMU_SERVER: return _("Screens and migration");
    case MUSTER_CERTIFICATE_QEMU_CLIENT: return _("Migration to other hosts");
    default: g_return_val_if_reached (NULL);
    }
}

/* What stops working. */
static char *
dup_loss (const MusterCertificateRecord *line)
{
  switch (line->kind)
    {
    case MUSTER_CERTIFICATE_SERVER:
      return g_strdup_printf (_("“%s” shows it to whoever connects to its libvirt, and to hosts that it migrates VMs to: those connections are refused."),
                              line->name);
    case MUSTER_CERTIFICATE_CLIENT:
      return g_strdup_printf (_("Whoever has the identity “%s” can connect to no host any more, on any computer."),
                              line->name);
    case MUSTER_CERTIFICATE_QEMU_SERVER:
      return g_strdup_printf (_("VMs on “%s” show it to those who look at their screens, and to hosts that migrate VMs to it: those connections are refused."),
                              line->name);
    case MUSTER_CERTIFICATE_QEMU_CLIENT:
      return g_strdup_printf (_("“%s” shows it to hosts that it migrates VMs to: encrypted migrations are refused."),
                              line->name);
    default:
      g_return_val_if_reached (NULL);
    }
}

/* --- revoking ----------------------------------------------------------------------- */

typedef struct
{
  MusterIssuedGroup *group;
  GPtrArray *serials;
  char *name;
} Revocation;

static void
revocation_free (gpointer data)
{
  Revocation *self = data;

  g_clear_object (&self->group);
  g_ptr_array_unref (self->serials);
  g_free (self->name);
  g_free (self);
}

static void
tell_failure (Revocation   *self,
              const GError *error)
{
  AdwAlertDialog *dialog = ADW_ALERT_DIALOG (adw_alert_dialog_new (NULL, error->message));

  /* Translators: whose certificate */
  adw_alert_dialog_format_heading (dialog, _("The Certificate of %s Was Not Revoked"),
                                   self->name);
  adw_alert_dialog_add_response (dialog, "close", _("_Close"));
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (self->group));
}

static gboolean
await_revoked (Revocation  *self,
               GError     **error)
{
  MusterPki *pki = muster_desk_get_pki (self->group->desk);

  for (guint i = 0; i < self->serials->len; i++)
    if (!dex_await (muster_pki_revoke (pki, g_ptr_array_index (self->serials, i)), error))
      return FALSE;

  return TRUE;
}

static gboolean
is_closed (MusterIssuedGroup *self)
{
  return self->desk == NULL || gtk_widget_get_root (GTK_WIDGET (self)) == NULL;
}

static DexFuture *
hand_out_fiber (gpointer data)
{
  MusterIssuedGroup *self = data;
  g_autoptr (GPtrArray) hosts = NULL;

  if (is_closed (self))
    return dex_future_new_true ();
  hosts = dex_await_boxed (muster_host_list (muster_desk_get_store (self->desk)), NULL);
  if (hosts != NULL && hosts->len > 0 && !is_closed (self))
    adw_dialog_present (muster_renew_dialog_new_for_trust (self->desk, hosts),
                        GTK_WIDGET (self));

  return dex_future_new_true ();
}

static void
hand_out (MusterIssuedGroup *self)
{
  dex_future_disown (dex_scheduler_spawn (NULL, 0, hand_out_fiber, g_object_ref (self),
                                          g_object_unref));
}

static DexFuture *
revoke_fiber (gpointer data)
{
  Revocation *self = data;
  g_autoptr (GError) error = NULL;

  if (await_revoked (self, &error))
    hand_out (self->group);
  else
    tell_failure (self, error);

  return dex_future_new_true ();
}

static void
response_cb (AdwAlertDialog *dialog,
             const char     *response,
             gpointer        data)
{
  if (g_str_equal (response, "revoke"))
    dex_future_disown (dex_scheduler_spawn (NULL, 0, revoke_fiber, data, revocation_free));
  else
    revocation_free (data);
}

/* @lines: of one name */
static Revocation *
revocation_new (MusterIssuedGroup *group,
                GPtrArray         *lines)
{
  const MusterCertificateRecord *first = g_ptr_array_index (lines, 0);
  Revocation *self = g_new0 (Revocation, 1);

  self->group = g_object_ref (group);
  self->name = g_strdup (first->name);
  self->serials = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < lines->len; i++)
    g_ptr_array_add (self->serials,
                     g_strdup (((MusterCertificateRecord *) lines->pdata[i])->serial));

  return self;
}

/* What is lost, once for each kind.
 * @own: (nullable): hosts that this desk shows it to */
static char *
dup_losses (GPtrArray  *lines,
            const char *own)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) losses = NULL;
  guint kinds = 0;

  for (guint i = 0; i < lines->len; i++)
    {
      const MusterCertificateRecord *line = g_ptr_array_index (lines, i);

      if ((kinds & (1u << line->kind)) == 0)
        g_strv_builder_take (builder, dup_loss (line));
      kinds |= 1u << line->kind;
    }
  if (own != NULL)
    g_strv_builder_take (builder,
                         g_strdup_printf (_("This desk itself shows it to %s. Give them another identity first, or it connects to them no more."),
                                          own));
  g_strv_builder_add (builder, _("It cannot be taken back. Hosts know of it when they have the list of the revoked, which is offered to them next."));
  losses = g_strv_builder_end (builder);

  return g_strjoinv ("\n\n", losses);
}

/* What is asked before something is revoked; @own as above. */
static void
ask (MusterIssuedGroup *self,
     GPtrArray         *lines,
     const char        *own)
{
  AdwAlertDialog *dialog = ADW_ALERT_DIALOG (adw_alert_dialog_new (NULL, NULL));
  Revocation *revocation = revocation_new (self, lines);
  g_autofree char *body = dup_losses (lines, own);

  /* Translators: whose certificate */
  adw_alert_dialog_format_heading (dialog, lines->len == 1 ? _("Revoke the Certificate of %s?")
                                                           : _("Revoke All Certificates of %s?"),
                                   revocation->name);
  adw_alert_dialog_set_body (dialog, body);
  adw_alert_dialog_add_responses (dialog, "cancel", _("_Cancel"), "revoke", _("_Revoke"),
                                  NULL);
  adw_alert_dialog_set_response_appearance (dialog, "revoke", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_default_response (dialog, "cancel");
  adw_alert_dialog_set_close_response (dialog, "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), revocation);
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (self));
}

typedef struct
{
  MusterIssuedGroup *group;
  GPtrArray *lines;
} Question;

static void
question_free (gpointer data)
{
  Question *self = data;

  g_clear_object (&self->group);
  g_ptr_array_unref (self->lines);
  g_free (self);
}

static DexFuture *
ask_fiber (gpointer data)
{
  Question *self = data;
  MusterDesk *desk = self->group->desk;
  g_autofree char *own = NULL;

  if (desk == NULL)
    return dex_future_new_true ();
  own = dex_await_string (muster_own_identity_find_hosts (muster_desk_get_secrets (desk),
                                                          muster_desk_get_store (desk),
                                                          self->lines),
                          NULL);
  if (!is_closed (self->group))
    ask (self->group, self->lines, own);

  return dex_future_new_true ();
}

static void
revoke_cb (GtkWidget         *button,
           MusterIssuedGroup *self)
{
  Question *question = g_new0 (Question, 1);

  question->group = g_object_ref (self);
  question->lines = g_ptr_array_ref (g_object_get_data (G_OBJECT (button), "muster-lines"));
  dex_future_disown (dex_scheduler_spawn (NULL, 0, ask_fiber, question, question_free));
}

/* --- the list ----------------------------------------------------------------------- */

static char *
dup_date (gint64 time)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_local (time);

  return date != NULL ? g_date_time_format (date, _("%-d %B %Y")) : g_strdup ("");
}

static MusterCertificateState
get_state (const MusterCertificateRecord *line)
{
  return muster_certificate_record_get_state (line, g_get_real_time () / G_USEC_PER_SEC);
}

static gboolean
may_be_revoked (const MusterCertificateRecord *line)
{
  return get_state (line) < MUSTER_CERTIFICATE_STATE_EXPIRED;
}

static char *
dup_state (const MusterCertificateRecord *line)
{
  g_autofree char *end = dup_date (line->not_after);
  g_autofree char *date = NULL;

  switch (get_state (line))
    {
    case MUSTER_CERTIFICATE_STATE_REVOKED:
      date = dup_date (line->revoked_at);
      return g_strdup_printf (_("Revoked on %s"), date);
    case MUSTER_CERTIFICATE_STATE_EXPIRED:
      return g_strdup_printf (_("Expired on %s"), end);
    case MUSTER_CERTIFICATE_STATE_SUPERSEDED:
      date = dup_date (line->superseded_at);
      /* Translators: two dates */
      return g_strdup_printf (_("Renewed on %s, accepted until %s"), date, end);
    case MUSTER_CERTIFICATE_STATE_VALID:
    default:
      return g_strdup_printf (_("Valid until %s"), end);
    }
}

static char *
dup_subtitle (const MusterCertificateRecord *line)
{
  g_autofree char *state = dup_state (line);

  /* Translators: until when it is valid, and its serial number */
  return g_strdup_printf (_("%s\nSerial number %s"), state, line->serial);
}

/* @lines: (transfer full): what it revokes
 * Returns: (transfer floating) */
static GtkWidget *
make_button (MusterIssuedGroup *self,
             GPtrArray         *lines,
             const char        *label,
             const char        *name)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  g_object_set_data_full (G_OBJECT (button), "muster-lines", lines,
                          (GDestroyNotify) g_ptr_array_unref);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  /* The label would be the name otherwise. */
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (revoke_cb), self, 0);

  return button;
}

static void
add_copy (GPtrArray                     *lines,
          const MusterCertificateRecord *line)
{
  g_ptr_array_add (lines, muster_certificate_record_copy (line));
}

static GPtrArray *
lines_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) muster_certificate_record_free);
}

static void
add_button (MusterIssuedGroup             *self,
            AdwActionRow                  *row,
            const MusterCertificateRecord *line)
{
  /* Translators: what a button does, and with which certificate */
  g_autofree char *name = g_strdup_printf (_("Revoke… (%s, %s)"), line->name,
                                           get_label (line->kind));
  GPtrArray *lines = lines_new ();

  add_copy (lines, line);
  adw_action_row_add_suffix (row, make_button (self, lines, _("Revoke…"), name));
}

/* For a host that is given up, or an admin who leaves: all that is accepted of
 * them, also what has been renewed since.  Takes @lines. */
static void
end_name (MusterIssuedGroup *self,
          AdwExpanderRow    *row,
          GPtrArray         *lines)
{
  g_autofree char *name = NULL;

  if (row == NULL || lines->len < 2)
    {
      g_ptr_array_unref (lines);
      return;
    }
  /* Translators: what a button does, and whose certificates */
  name = g_strdup_printf (_("Revoke All… (%s)"),
                          adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)));
  adw_expander_row_add_suffix (row, make_button (self, lines, _("Revoke All…"), name));
}

static void
add_line (MusterIssuedGroup             *self,
          AdwExpanderRow                *expander,
          const MusterCertificateRecord *line)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *subtitle = dup_subtitle (line);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), get_label (line->kind));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_selectable (ADW_ACTION_ROW (row), TRUE);
  if (may_be_revoked (line))
    add_button (self, ADW_ACTION_ROW (row), line);
  adw_expander_row_add_row (expander, row);
}

static AdwExpanderRow *
add_name (MusterIssuedGroup *self,
          const char        *name)
{
  GtkWidget *row = adw_expander_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row),
                                 g_hash_table_contains (self->open, name));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_ptr_array_add (self->rows, row);

  return ADW_EXPANDER_ROW (row);
}

static void
set_count (AdwExpanderRow *row,
           guint           n,
           guint           n_revoked)
{
  g_autofree char *count =
    g_strdup_printf (ngettext ("%u certificate", "%u certificates", n), n);
  g_autofree char *text = n_revoked == 0 ? g_strdup (count)
    /* Translators: "6 certificates", and how many of them */
    : g_strdup_printf (_("%s, %u revoked"), count, n_revoked);

  adw_expander_row_set_subtitle (row, text);
}

static void
remove_rows (MusterIssuedGroup *self)
{
  g_hash_table_remove_all (self->open);
  for (guint i = 0; i < self->rows->len; i++)
    {
      AdwExpanderRow *row = g_ptr_array_index (self->rows, i);

      if (adw_expander_row_get_expanded (row))
        g_hash_table_add (self->open,
                          g_strdup (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row))));
      adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (row));
    }
  g_ptr_array_set_size (self->rows, 0);
}

/* The ledger is sorted by name. */
static void
show (MusterIssuedGroup *self,
      GPtrArray         *ledger)
{
  AdwExpanderRow *row = NULL;
  GPtrArray *accepted = lines_new ();
  const char *name = NULL;
  guint n = 0;
  guint n_revoked = 0;
  gboolean any_revoked = FALSE;

  remove_rows (self);
  for (guint i = 0; i < ledger->len; i++)
    {
      const MusterCertificateRecord *line = g_ptr_array_index (ledger, i);

      if (g_strcmp0 (name, line->name) != 0)
        {
          end_name (self, row, g_steal_pointer (&accepted));
          accepted = lines_new ();
          name = line->name;
          row = add_name (self, name);
          n = n_revoked = 0;
        }
      add_line (self, row, line);
      n_revoked += line->revoked_at != 0;
      any_revoked |= line->revoked_at != 0;
      set_count (row, ++n, n_revoked);
      if (may_be_revoked (line))
        add_copy (accepted, line);
    }
  end_name (self, row, accepted);
  gtk_widget_set_visible (GTK_WIDGET (self), ledger->len > 0);
  gtk_widget_set_visible (self->hand_out_button, any_revoked);
}

static DexFuture *
listed_cb (DexFuture *future,
           gpointer   data)
{
  MusterIssuedGroup *self = data;
  const GValue *value = dex_future_get_value (future, NULL);

  if (self->desk != NULL && value != NULL)
    show (self, g_value_get_boxed (value));

  return dex_future_new_true ();
}

static gboolean
look_cb (gpointer data)
{
  MusterIssuedGroup *self = data;

  self->timeout_id = 0;
  dex_future_disown (dex_future_finally (muster_pki_list (muster_desk_get_pki (self->desk)),
                                         listed_cb, g_object_ref (self), g_object_unref));

  return G_SOURCE_REMOVE;
}

static void
look_soon (MusterIssuedGroup *self)
{
  if (self->timeout_id == 0)
    self->timeout_id = g_timeout_add (PAUSE, look_cb, self);
}

/* --- object ------------------------------------------------------------------------- */

static void
muster_issued_group_dispose (GObject *object)
{
  MusterIssuedGroup *self = MUSTER_ISSUED_GROUP (object);

  g_clear_handle_id (&self->timeout_id, g_source_remove);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->open, g_hash_table_unref);

  G_OBJECT_CLASS (muster_issued_group_parent_class)->dispose (object);
}

static void
muster_issued_group_class_init (MusterIssuedGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = muster_issued_group_dispose;
}

/* Who put it off, or whose hosts were away, comes back to it here. */
static void
add_hand_out_button (MusterIssuedGroup *self)
{
  self->hand_out_button = gtk_button_new_with_mnemonic (_("_Hand Out…"));
  gtk_widget_set_valign (self->hand_out_button, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (self->hand_out_button, FALSE);
  gtk_widget_set_tooltip_text (self->hand_out_button,
                               _("Hand the list of the revoked to the hosts"));
  gtk_widget_add_css_class (self->hand_out_button, "flat");
  g_signal_connect_swapped (self->hand_out_button, "clicked", G_CALLBACK (hand_out), self);
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (self),
                                           self->hand_out_button);
}

static void
muster_issued_group_init (MusterIssuedGroup *self)
{
  self->rows = g_ptr_array_new ();
  self->open = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _("Issued"));
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self), _("What your authority has issued. Revoke what has come into the wrong hands."));
  add_hand_out_button (self);
}

void
muster_issued_group_set_desk (MusterIssuedGroup *self,
                              MusterDesk        *desk)
{
  g_return_if_fail (MUSTER_IS_ISSUED_GROUP (self));
  g_return_if_fail (MUSTER_IS_DESK (desk) && muster_desk_get_pki (desk) != NULL);

  if (!g_set_object (&self->desk, desk))
    return;
  g_signal_connect_object (muster_desk_get_pki (desk), "ledger-changed",
                           G_CALLBACK (look_soon), self, G_CONNECT_SWAPPED);
  look_cb (self);
}
