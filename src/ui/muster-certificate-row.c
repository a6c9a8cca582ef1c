/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-certificate-row.h"

struct _MusterCertificateRow
{
  AdwActionRow parent_instance;

  MusterCertificateUse *use;
};

enum { RENEW, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MusterCertificateRow, muster_certificate_row, ADW_TYPE_ACTION_ROW)

char *
muster_certificate_row_describe_days (int days)
{
  if (days < 0)
    return g_strdup_printf (ngettext ("expired %d day ago", "expired %d days ago", -days),
                            -days);
  if (days == 0)
    return g_strdup (_("expires within a day"));

  return g_strdup_printf (ngettext ("%d day left", "%d days left", days), days);
}

static const char *
choose_style (MusterCertificateLevel level)
{
  switch (level)
    {
    case MUSTER_CERTIFICATE_REVOKED:
    case MUSTER_CERTIFICATE_EXPIRED:
    case MUSTER_CERTIFICATE_TOMORROW:
    case MUSTER_CERTIFICATE_VERY_SOON:
      return "error";
    case MUSTER_CERTIFICATE_SOON:
      return "warning";
    case MUSTER_CERTIFICATE_FINE:
    default:
      return "dimmed";
    }
}

static char *
dup_date (gint64 time)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_local (time);

  return date != NULL ? g_date_time_format (date, _("%-d %B %Y")) : g_strdup ("");
}

static char *
describe_validity (MusterCertificateUse *use)
{
  gint64 revoked_at = muster_certificate_use_get_revoked_at (use);
  g_autofree char *date =
    dup_date (revoked_at != 0 ? revoked_at : muster_certificate_use_get_not_after (use));

  return g_strdup_printf (revoked_at != 0 ? _("Revoked on %s") : _("Valid until %s"), date);
}

/* What has it, where it is, until when it is valid. */
static char *
dup_subtitle (MusterCertificateUse *use,
              gboolean              can_renew)
{
  g_autofree char *until = describe_validity (use);
  const char *location = muster_certificate_use_get_location (use);
  gboolean foreign = can_renew && !muster_certificate_use_get_is_ours (use);
  GString *text = g_string_new (muster_certificate_use_get_label (use));

  if (*location != '\0')
    g_string_append_printf (text, " · %s", location);
  g_string_append_printf (text, "\n%s · %s", until, muster_certificate_use_get_subject (use));
  if (foreign)
    g_string_append_printf (text, "\n%s", _("Not issued by your certificate authority"));

  return g_string_free_and_steal (text);
}

static void
renew_cb (MusterCertificateRow *self)
{
  g_signal_emit (self, signals[RENEW], 0, self->use);
}

static void
add_button (MusterCertificateRow *self)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("view-refresh-symbolic");
  /* Translators: what a button does, with whose certificate */
  g_autofree char *name = g_strdup_printf (_("Renew… (%s, %s)"),
                                           muster_certificate_use_get_name (self->use),
                                           muster_certificate_use_get_label (self->use));

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, _("Renew…"));
  gtk_widget_add_css_class (button, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (renew_cb), self,
                           G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), button);
}

static void
add_days (MusterCertificateRow *self)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  MusterCertificateLevel level = muster_certificate_use_get_level (self->use, now);
  g_autofree char *days = muster_certificate_row_describe_days (
    muster_certificate_use_get_days_left (self->use, now));
  GtkWidget *label =
    gtk_label_new (level == MUSTER_CERTIFICATE_REVOKED ? _("revoked") : days);

  gtk_widget_add_css_class (label, choose_style (level));
  gtk_widget_add_css_class (label, "numeric");
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), label);
}

static void
muster_certificate_row_dispose (GObject *object)
{
  g_clear_object (&MUSTER_CERTIFICATE_ROW (object)->use);

  G_OBJECT_CLASS (muster_certificate_row_parent_class)->dispose (object);
}

static void
muster_certificate_row_class_init (MusterCertificateRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = muster_certificate_row_dispose;

  signals[RENEW] = g_signal_new ("renew", MUSTER_TYPE_CERTIFICATE_ROW, G_SIGNAL_RUN_LAST, 0,
                                 NULL, NULL, NULL, G_TYPE_NONE,
                                 1, MUSTER_TYPE_CERTIFICATE_USE);
}

static void
muster_certificate_row_init (MusterCertificateRow *self)
{
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
}

/* An identity that was revoked is not let in again by the way. */
static gboolean
may_be_renewed (MusterCertificateUse *use)
{
  return muster_certificate_use_get_is_ours (use) &&
         (muster_certificate_use_get_revoked_at (use) == 0 ||
          muster_certificate_use_get_place (use) != MUSTER_CERTIFICATE_AT_DESK);
}

GtkWidget *
muster_certificate_row_new (MusterCertificateUse *use,
                            gboolean              can_renew)
{
  MusterCertificateRow *self;
  g_autofree char *subtitle = NULL;

  g_return_val_if_fail (MUSTER_IS_CERTIFICATE_USE (use), NULL);

  self = g_object_new (MUSTER_TYPE_CERTIFICATE_ROW,
                       "title", muster_certificate_use_get_name (use), NULL);
  self->use = g_object_ref (use);
  subtitle = dup_subtitle (use, can_renew);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle);
  add_days (self);
  if (can_renew && may_be_renewed (use))
    add_button (self);

  return GTK_WIDGET (self);
}
