/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-certificate-page.h"

struct _MusterCertificatePage
{
  AdwNavigationPage parent_instance;

  GtkStack *stack;
  GtkListBox *list;

  MusterCertificateWatch *watch;
  gboolean looking;
};

G_DEFINE_FINAL_TYPE (MusterCertificatePage, muster_certificate_page, ADW_TYPE_NAVIGATION_PAGE)

char *
muster_certificate_page_describe_days (int days)
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
dup_subtitle (MusterCertificateUse *use)
{
  g_autoptr (GDateTime) end =
    g_date_time_new_from_unix_local (muster_certificate_use_get_not_after (use));
  g_autofree char *date = end != NULL ? g_date_time_format (end, _("%-d %B %Y")) : NULL;

  /* Translators: what has the certificate, as "Host", and until when it is valid */
  return g_strdup_printf (_("%s, valid until %s\n%s"),
                          muster_certificate_place_to_label (muster_certificate_use_get_place (use)),
                          date != NULL ? date : "",
                          muster_certificate_use_get_subject (use));
}

static GtkWidget *
create_row_cb (gpointer item,
               gpointer data)
{
  MusterCertificateUse *use = item;
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autofree char *days =
    muster_certificate_page_describe_days (muster_certificate_use_get_days_left (use, now));
  g_autofree char *subtitle = dup_subtitle (use);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *label = gtk_label_new (days);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                 muster_certificate_use_get_name (use));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_widget_add_css_class (label,
                            choose_style (muster_certificate_use_get_level (use, now)));
  gtk_widget_add_css_class (label, "numeric");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);

  return row;
}

static void
update (MusterCertificatePage *self)
{
  guint n = g_list_model_get_n_items (muster_certificate_watch_get_uses (self->watch));

  gtk_stack_set_visible_child_name (self->stack,
                                    n > 0 ? "list" : self->looking ? "loading" : "empty");
}

static DexFuture *
looked_cb (DexFuture *future,
           gpointer   data)
{
  MusterCertificatePage *self = data;

  self->looking = FALSE;
  if (self->watch != NULL)
    {
      gtk_widget_action_set_enabled (GTK_WIDGET (self), "certificates.look", TRUE);
      update (self);
    }

  return dex_future_new_true ();
}

static void
look (MusterCertificatePage *self)
{
  self->looking = TRUE;
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "certificates.look", FALSE);
  update (self);
  dex_future_disown (dex_future_finally (muster_certificate_watch_look (self->watch),
                                         looked_cb, g_object_ref (self), g_object_unref));
}

static void
look_cb (GtkWidget  *widget,
         const char *name,
         GVariant   *parameter)
{
  look (MUSTER_CERTIFICATE_PAGE (widget));
}

static void
muster_certificate_page_dispose (GObject *object)
{
  g_clear_object (&MUSTER_CERTIFICATE_PAGE (object)->watch);
  gtk_widget_dispose_template (GTK_WIDGET (object), MUSTER_TYPE_CERTIFICATE_PAGE);

  G_OBJECT_CLASS (muster_certificate_page_parent_class)->dispose (object);
}

static void
muster_certificate_page_class_init (MusterCertificatePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = muster_certificate_page_dispose;

  gtk_widget_class_install_action (widget_class, "certificates.look", NULL, look_cb);
  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/virt_muster/Muster/ui/muster-certificate-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MusterCertificatePage, stack);
  gtk_widget_class_bind_template_child (widget_class, MusterCertificatePage, list);
}

static void
muster_certificate_page_init (MusterCertificatePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
muster_certificate_page_new (MusterDesk *desk)
{
  MusterCertificatePage *self;

  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);

  self = g_object_new (MUSTER_TYPE_CERTIFICATE_PAGE, NULL);
  self->watch = g_object_ref (muster_desk_get_certificates (desk));
  gtk_list_box_bind_model (self->list, muster_certificate_watch_get_uses (self->watch),
                           create_row_cb, NULL, NULL);
  look (self);

  return GTK_WIDGET (self);
}
