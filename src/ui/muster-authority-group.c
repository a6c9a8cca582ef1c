/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-authority-create-dialog.h"
#include "muster-authority-export-dialog.h"
#include "muster-authority-group.h"
#include "muster-authority-import-dialog.h"
#include "muster-renew-dialog.h"
#include "muster-secrets-error.h"

struct _MusterAuthorityGroup
{
  AdwPreferencesGroup parent_instance;

  GtkWidget *loading_row;
  AdwActionRow *problem_row;
  GtkWidget *create_row;
  GtkWidget *import_row;
  AdwActionRow *name_row;
  AdwActionRow *fingerprint_row;

  MusterDesk *desk;
  MusterAuthority *authority;
};

enum { PROP_0, PROP_AUTHORITY, N_PROPS };

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (MusterAuthorityGroup, muster_authority_group, ADW_TYPE_PREFERENCES_GROUP)

/* --- what is shown ------------------------------------------------------------------ */

static void
show_rows (MusterAuthorityGroup *self,
           GtkWidget            *first,
           GtkWidget            *second)
{
  GtkWidget *rows[] = {
    self->loading_row, GTK_WIDGET (self->problem_row), self->create_row, self->import_row,
    GTK_WIDGET (self->name_row), GTK_WIDGET (self->fingerprint_row),
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    gtk_widget_set_visible (rows[i], rows[i] == first || rows[i] == second);
}

static void
show_authority (MusterAuthorityGroup *self)
{
  MusterCertificateInfo *info = muster_authority_get_info (self->authority);
  g_autoptr (GDateTime) end = g_date_time_to_local (info->not_after);
  g_autofree char *date = g_date_time_format (end, _("%-d %B %Y"));
  /* Translators: a date */
  g_autofree char *until = g_strdup_printf (_("Valid until %s"), date);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->name_row),
                                 info->common_name != NULL ? info->common_name
                                                           : info->subject);
  adw_action_row_set_subtitle (self->name_row, until);
  adw_action_row_set_subtitle (self->fingerprint_row, info->fingerprint);
  show_rows (self, GTK_WIDGET (self->name_row), GTK_WIDGET (self->fingerprint_row));
}

static void
set_authority (MusterAuthorityGroup *self,
               MusterAuthority      *authority,
               const GError         *error)
{
  gboolean none =
    g_error_matches (error, MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_NOT_FOUND);

  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self), none
    ? _("It signs the certificates by which this computer and your hosts know each other. There is none yet: make a new one, or take over the one that your hosts trust already.")
    : NULL);
  if (authority == NULL && none)
    show_rows (self, self->create_row, self->import_row);
  else if (authority == NULL)
    {
      adw_action_row_set_subtitle (self->problem_row, error->message);
      show_rows (self, GTK_WIDGET (self->problem_row), NULL);
    }
  if (g_set_object (&self->authority, authority))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_AUTHORITY]);
  if (authority != NULL)
    show_authority (self);
}

static DexFuture *
read_cb (DexFuture *future,
         gpointer   data)
{
  MusterAuthorityGroup *self = data;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  if (self->desk != NULL)
    set_authority (self, value != NULL ? g_value_get_object (value) : NULL, error);

  return dex_future_new_true ();
}

static void
look (MusterAuthorityGroup *self)
{
  dex_future_disown (dex_future_finally (
    muster_pki_get_authority (muster_desk_get_pki (self->desk)), read_cb,
    g_object_ref (self), g_object_unref));
}

/* --- what is done ------------------------------------------------------------------- */

static void
look_cb (GtkWidget  *widget,
         const char *name,
         GVariant   *parameter)
{
  look (MUSTER_AUTHORITY_GROUP (widget));
}

/* Dialogs that need only the desk. */
static const struct
{
  const char *action;
  AdwDialog *(*new_dialog) (MusterDesk *desk);
} dialogs[] = {
  { "authority.create", muster_authority_create_dialog_new },
  { "authority.import", muster_authority_import_dialog_new },
  { "authority.renew", muster_renew_dialog_new_for_authority },
};

static void
dialog_cb (GtkWidget  *widget,
           const char *name,
           GVariant   *parameter)
{
  MusterAuthorityGroup *self = MUSTER_AUTHORITY_GROUP (widget);

  for (guint i = 0; i < G_N_ELEMENTS (dialogs); i++)
    if (g_str_equal (name, dialogs[i].action))
      adw_dialog_present (dialogs[i].new_dialog (self->desk), widget);
}

static void
export_cb (GtkWidget  *widget,
           const char *name,
           GVariant   *parameter)
{
  MusterAuthorityGroup *self = MUSTER_AUTHORITY_GROUP (widget);

  if (self->authority != NULL)
    adw_dialog_present (muster_authority_export_dialog_new (muster_desk_get_pki (self->desk)),
                        widget);
}

/* --- object ------------------------------------------------------------------------- */

static void
muster_authority_group_get_property (GObject    *object,
                                     guint       prop_id,
                                     GValue     *value,
                                     GParamSpec *pspec)
{
  if (prop_id == PROP_AUTHORITY)
    g_value_set_object (value, MUSTER_AUTHORITY_GROUP (object)->authority);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
muster_authority_group_dispose (GObject *object)
{
  MusterAuthorityGroup *self = MUSTER_AUTHORITY_GROUP (object);

  g_clear_object (&self->desk);
  g_clear_object (&self->authority);
  gtk_widget_dispose_template (GTK_WIDGET (self), MUSTER_TYPE_AUTHORITY_GROUP);

  G_OBJECT_CLASS (muster_authority_group_parent_class)->dispose (object);
}

static void
muster_authority_group_class_init (MusterAuthorityGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = muster_authority_group_get_property;
  object_class->dispose = muster_authority_group_dispose;

  properties[PROP_AUTHORITY] =
    g_param_spec_object ("authority", NULL, NULL, MUSTER_TYPE_AUTHORITY,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "authority.look", NULL, look_cb);
  gtk_widget_class_install_action (widget_class, "authority.export", NULL, export_cb);
  for (guint i = 0; i < G_N_ELEMENTS (dialogs); i++)
    gtk_widget_class_install_action (widget_class, dialogs[i].action, NULL, dialog_cb);
  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/virt_muster/Muster/ui/muster-authority-group.ui");
  gtk_widget_class_bind_template_child (widget_class, MusterAuthorityGroup, loading_row);
  gtk_widget_class_bind_template_child (widget_class, MusterAuthorityGroup, problem_row);
  gtk_widget_class_bind_template_child (widget_class, MusterAuthorityGroup, create_row);
  gtk_widget_class_bind_template_child (widget_class, MusterAuthorityGroup, import_row);
  gtk_widget_class_bind_template_child (widget_class, MusterAuthorityGroup, name_row);
  gtk_widget_class_bind_template_child (widget_class, MusterAuthorityGroup, fingerprint_row);
}

static void
muster_authority_group_init (MusterAuthorityGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  show_rows (self, self->loading_row, NULL);
}

void
muster_authority_group_set_desk (MusterAuthorityGroup *self,
                                 MusterDesk           *desk)
{
  g_return_if_fail (MUSTER_IS_AUTHORITY_GROUP (self));
  g_return_if_fail (MUSTER_IS_DESK (desk) && muster_desk_get_pki (desk) != NULL);

  if (!g_set_object (&self->desk, desk))
    return;
  g_signal_connect_object (muster_desk_get_pki (desk), "authority-changed",
                           G_CALLBACK (look), self, G_CONNECT_SWAPPED);
  look (self);
}

MusterAuthority *
muster_authority_group_get_authority (MusterAuthorityGroup *self)
{
  g_return_val_if_fail (MUSTER_IS_AUTHORITY_GROUP (self), NULL);

  return self->authority;
}
