/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-authority-group.h"
#include "muster-certificate-page.h"
#include "muster-certificate-row.h"
#include "muster-issued-group.h"
#include "muster-renew-dialog.h"

/* A host is issued three certificates at once: one look is enough.  In ms. */
#define PAUSE 500

struct _MusterCertificatePage
{
  AdwNavigationPage parent_instance;

  MusterAuthorityGroup *authority_group;
  MusterIssuedGroup *issued_group;
  GtkWidget *setup_group;
  GtkWidget *renew_button;
  GtkListBox *list;
  GtkLabel *placeholder;

  MusterDesk *desk;
  MusterCertificateWatch *watch;
  gboolean looking;
  guint timeout_id;
};

G_DEFINE_FINAL_TYPE (MusterCertificatePage, muster_certificate_page, ADW_TYPE_NAVIGATION_PAGE)

static void
update (MusterCertificatePage *self)
{
  gtk_label_set_text (self->placeholder, self->looking
                      ? _("Looking at certificates…")
                      : _("No host is reached over TLS, and no identity is stored."));
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

static gboolean
pause_cb (gpointer data)
{
  MusterCertificatePage *self = data;

  if (self->looking)
    return G_SOURCE_CONTINUE;
  self->timeout_id = 0;
  look (self);

  return G_SOURCE_REMOVE;
}

/* What is revoked now may be in use. */
static void
look_soon (MusterCertificatePage *self)
{
  if (self->timeout_id == 0)
    self->timeout_id = g_timeout_add (PAUSE, pause_cb, self);
}

/* --- renewing ----------------------------------------------------------------- */

static void
renew_all_cb (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  adw_dialog_present (muster_renew_dialog_new (MUSTER_CERTIFICATE_PAGE (widget)->desk, NULL),
                      widget);
}

static void
renew_cb (MusterCertificatePage *self,
          MusterCertificateUse  *use)
{
  adw_dialog_present (muster_renew_dialog_new (self->desk, use), GTK_WIDGET (self));
}

static GtkWidget *
create_row_cb (gpointer item,
               gpointer data)
{
  MusterCertificatePage *self = data;
  gboolean can_renew = muster_authority_group_get_authority (self->authority_group) != NULL;
  GtkWidget *row = muster_certificate_row_new (item, can_renew);

  g_signal_connect_object (row, "renew", G_CALLBACK (renew_cb), self, G_CONNECT_SWAPPED);

  return row;
}

/* What can be renewed depends on the authority. */
static void
show_uses (MusterCertificatePage *self)
{
  gboolean has_authority =
    muster_authority_group_get_authority (self->authority_group) != NULL;

  gtk_list_box_bind_model (self->list, muster_certificate_watch_get_uses (self->watch),
                           create_row_cb, self, NULL);
  gtk_widget_set_visible (self->setup_group, has_authority);
  gtk_widget_set_visible (self->renew_button, has_authority);
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
  g_clear_handle_id (&MUSTER_CERTIFICATE_PAGE (object)->timeout_id, g_source_remove);
  g_clear_object (&MUSTER_CERTIFICATE_PAGE (object)->desk);
  g_clear_object (&MUSTER_CERTIFICATE_PAGE (object)->watch);
  gtk_widget_dispose_template (GTK_WIDGET (object), MUSTER_TYPE_CERTIFICATE_PAGE);

  G_OBJECT_CLASS (muster_certificate_page_parent_class)->dispose (object);
}

static void
muster_certificate_page_class_init (MusterCertificatePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = muster_certificate_page_dispose;

  g_type_ensure (MUSTER_TYPE_AUTHORITY_GROUP);
  g_type_ensure (MUSTER_TYPE_ISSUED_GROUP);
  gtk_widget_class_install_action (widget_class, "certificates.look", NULL, look_cb);
  gtk_widget_class_install_action (widget_class, "certificates.renew-all", NULL,
                                   renew_all_cb);
  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/virt_muster/Muster/ui/muster-certificate-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MusterCertificatePage, authority_group);
  gtk_widget_class_bind_template_child (widget_class, MusterCertificatePage, setup_group);
  gtk_widget_class_bind_template_child (widget_class, MusterCertificatePage, issued_group);
  gtk_widget_class_bind_template_child (widget_class, MusterCertificatePage, renew_button);
  gtk_widget_class_bind_template_child (widget_class, MusterCertificatePage, list);
  gtk_widget_class_bind_template_child (widget_class, MusterCertificatePage, placeholder);
}

static void
muster_certificate_page_init (MusterCertificatePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
bind_authority (MusterCertificatePage *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->authority_group), TRUE);
  g_signal_connect_object (self->authority_group, "notify::authority",
                           G_CALLBACK (show_uses), self, G_CONNECT_SWAPPED);
  muster_authority_group_set_desk (self->authority_group, self->desk);
  muster_issued_group_set_desk (self->issued_group, self->desk);
  g_signal_connect_object (muster_desk_get_pki (self->desk), "authority-changed",
                           G_CALLBACK (look), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (muster_desk_get_pki (self->desk), "ledger-changed",
                           G_CALLBACK (look_soon), self, G_CONNECT_SWAPPED);
}

GtkWidget *
muster_certificate_page_new (MusterDesk *desk)
{
  MusterCertificatePage *self;

  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);

  self = g_object_new (MUSTER_TYPE_CERTIFICATE_PAGE, NULL);
  self->watch = g_object_ref (muster_desk_get_certificates (desk));
  self->desk = g_object_ref (desk);
  show_uses (self);
  if (muster_desk_get_pki (desk) != NULL)
    bind_authority (self);
  look (self);

  return GTK_WIDGET (self);
}
