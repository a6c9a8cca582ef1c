/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-host-form.h"
#include "muster-identity.h"
#include "muster-own-identity.h"
#include "muster-record-name.h"
#include "muster-virt-uri.h"

struct _MusterHostForm
{
  AdwPreferencesPage parent_instance;

  AdwPreferencesGroup *address_group;
  AdwEntryRow *address_row;
  AdwEntryRow *name_row;
  GtkWidget *identity_group;
  AdwComboRow *identity_row;
  GtkWidget *issue_row;
  GtkWidget *login_group;
  AdwEntryRow *user_row;
  AdwEntryRow *password_row;

  MusterDesk *desk;
  MusterHostEntry *entry;      /* what is edited; NULL when adding */
  GPtrArray *identities;       /* MusterSecretInfo; "none" comes before them */
  gboolean must_choose;        /* before that stands that nobody has chosen */
  gboolean name_typed;
  gboolean setting_name;
};

G_DEFINE_FINAL_TYPE (MusterHostForm, muster_host_form, ADW_TYPE_PREFERENCES_PAGE)

enum { CHANGED, PROBLEM, N_SIGNALS };
static guint signals[N_SIGNALS];

static const char *
get_text (gpointer row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static void
changed_cb (MusterHostForm *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
tell_problem (MusterHostForm *self,
              const char     *message,
              const char     *reason)
{
  g_signal_emit (self, signals[PROBLEM], 0, message, reason);
}

/* --- identities ---------------------------------------------------------------------- */

static const char *
get_identity (MusterHostForm *self)
{
  guint selected = adw_combo_row_get_selected (self->identity_row);
  guint first = self->must_choose ? 2 : 1;

  /* What the keyring does not tell nobody has changed. */
  if (self->identities == NULL)
    return self->entry != NULL ? self->entry->identity : NULL;
  if (selected < first || selected - first >= self->identities->len)
    return NULL;

  return ((MusterSecretInfo *) g_ptr_array_index (self->identities, selected - first))->id;
}

/* Only a host over TLS is shown one. */
static gboolean
check_chosen (MusterHostForm  *self,
              const char      *uri,
              GError         **error)
{
  g_autoptr (MusterVirtEndpoint) endpoint = muster_virt_endpoint_new (uri, NULL);
  g_autofree char *own = muster_virt_uri_dup_pki_folder (uri);

  if (!self->must_choose || adw_combo_row_get_selected (self->identity_row) != 0 ||
      own != NULL || endpoint == NULL || endpoint->transport != MUSTER_VIRT_TRANSPORT_TLS)
    return TRUE;

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                       _("Choose the certificate that is shown to the host, or “None”."));
  gtk_widget_add_css_class (GTK_WIDGET (self->identity_row), "error");

  return FALSE;
}

static void
identity_changed_cb (MusterHostForm *self)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self->identity_row), "error");
  changed_cb (self);
}

/* Returns: (transfer full): two of the same name are told apart as on the command line */
static char *
dup_label (GPtrArray              *identities,
           const MusterSecretInfo *info)
{
  for (guint i = 0; i < identities->len; i++)
    {
      const MusterSecretInfo *other = g_ptr_array_index (identities, i);

      if (other != info && g_str_equal (other->name, info->name))
        return g_strdup_printf ("%s (%.8s)", info->name, info->id);
    }

  return g_strdup (info->name);
}

/* --- address and name --------------------------------------------------------------- */

/* Returns: (transfer full): what stands between blanks, commas and line ends */
static GStrv
split_addresses (const char *text)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \t\r\n,;", -1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      g_strv_builder_add (builder, words[i]);

  return g_strv_builder_end (builder);
}

/* Suggests a name as long as nobody has typed one; several hosts have each the
 * name of its address. */
static void
suggest_name (MusterHostForm *self)
{
  g_auto (GStrv) addresses = split_addresses (get_text (self->address_row));
  gboolean one = g_strv_length (addresses) <= 1;
  g_autofree char *uri = NULL;
  g_autofree char *name = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->name_row), one);
  if (self->name_typed || !one)
    return;

  if (addresses[0] != NULL)
    uri = muster_host_uri_from_address (addresses[0], NULL);
  name = uri != NULL ? muster_host_name_from_uri (uri) : g_strdup ("");
  self->setting_name = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->name_row), name);
  self->setting_name = FALSE;
}

static void
address_changed_cb (MusterHostForm *self)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self->address_row), "error");
  suggest_name (self);
  changed_cb (self);
}

static void
name_changed_cb (MusterHostForm *self)
{
  if (!self->setting_name)
    self->name_typed = *get_text (self->name_row) != '\0';
  changed_cb (self);
}

/* --- what the keyring has ----------------------------------------------------------- */

static void
show_identities (MusterHostForm *self,
                 GPtrArray      *identities,
                 const char     *selected)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint position = 0;

  self->must_choose = selected == NULL && self->entry == NULL && identities->len > 1;
  if (self->must_choose)
    gtk_string_list_append (names, _("Choose One"));
  gtk_string_list_append (names, _("None"));
  for (guint i = 0; i < identities->len; i++)
    {
      MusterSecretInfo *info = g_ptr_array_index (identities, i);

      gtk_string_list_take (names, dup_label (identities, info));
      if (g_strcmp0 (info->id, selected) == 0)
        position = i + 1;
    }
  /* Most desks have one identity: it is the one.  Of several a person chooses. */
  if (position == 0 && selected == NULL && self->entry == NULL && identities->len == 1)
    position = 1;

  g_clear_pointer (&self->identities, g_ptr_array_unref);
  self->identities = g_ptr_array_ref (identities);
  adw_combo_row_set_model (self->identity_row, G_LIST_MODEL (names));
  adw_combo_row_set_selected (self->identity_row, position);
}

/* What a fiber works on; a form that was closed meanwhile has no desk any more. */
typedef struct
{
  MusterHostForm *form;
  MusterSecretStore *secrets;
  MusterPki *pki;
  GFile *folder;
  char *selected;
} Job;

static void
job_free (gpointer data)
{
  Job *self = data;

  g_clear_object (&self->form);
  g_clear_object (&self->secrets);
  g_clear_object (&self->pki);
  g_clear_object (&self->folder);
  g_free (self->selected);
  g_free (self);
}

static void
start (MusterHostForm *self,
       DexFiberFunc    fiber,
       const char     *selected,
       GFile          *folder)
{
  Job *job;

  if (self->desk == NULL)
    return;
  job = g_new0 (Job, 1);
  job->form = g_object_ref (self);
  job->secrets = g_object_ref (muster_desk_get_secrets (self->desk));
  job->pki = g_object_ref (muster_desk_get_pki (self->desk));
  job->selected = g_strdup (selected);
  g_set_object (&job->folder, folder);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, fiber, job, job_free));
}

static gboolean
is_closed (const Job *self)
{
  return self->form->desk == NULL;
}

static gboolean
await_identities (const Job   *self,
                  const char  *selected,
                  GError     **error)
{
  g_autoptr (GPtrArray) identities =
    dex_await_boxed (muster_secret_store_list_identities (self->secrets), error);

  if (identities == NULL)
    return FALSE;
  if (!is_closed (self))
    show_identities (self->form, identities, selected);

  return TRUE;
}

static DexFuture *
load_fiber (gpointer data)
{
  Job *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MusterAuthority) authority = NULL;

  if (!await_identities (self, self->selected, &error))
    {
      if (!is_closed (self))
        tell_problem (self->form, _("The keyring cannot be read."), error->message);
      return dex_future_new_true ();
    }
  authority = dex_await_object (muster_pki_get_authority (self->pki), NULL);
  if (!is_closed (self))
    gtk_widget_set_visible (self->form->issue_row, authority != NULL);

  return dex_future_new_true ();
}

static DexFuture *
issue_fiber (gpointer data)
{
  Job *self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id =
    dex_await_string (muster_own_identity_ensure (self->pki, self->secrets), &error);

  if (id != NULL && await_identities (self, id, &error) && !is_closed (self))
    gtk_widget_grab_focus (GTK_WIDGET (self->form->identity_row));
  if (error != NULL && !is_closed (self))
    tell_problem (self->form, _("No identity can be issued."), error->message);

  return dex_future_new_true ();
}

static void
issue_cb (MusterHostForm *self)
{
  start (self, issue_fiber, NULL, NULL);
}

static DexFuture *
import_fiber (gpointer data)
{
  Job *self = data;
  g_autoptr (MusterIdentity) identity = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  const char *name;

  identity = dex_await_object (
    muster_identity_import_folder (g_file_peek_path (self->folder)), &error);
  if (identity != NULL)
    {
      name = muster_identity_get_common_name (identity);
      id = dex_await_string (
        muster_secret_store_add_identity (self->secrets, identity,
                                          name != NULL ? name
                                          : muster_identity_get_subject (identity)),
        &error);
    }
  if (id != NULL && await_identities (self, id, &error) && !is_closed (self))
    gtk_widget_grab_focus (GTK_WIDGET (self->form->identity_row));
  if (error != NULL && !is_closed (self))
    tell_problem (self->form, _("The identity cannot be imported."), error->message);

  return dex_future_new_true ();
}

static void
folder_chosen_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      data)
{
  g_autoptr (MusterHostForm) self = data;
  g_autoptr (GFile) folder =
    gtk_file_dialog_select_folder_finish (GTK_FILE_DIALOG (source), result, NULL);

  if (folder != NULL)
    start (self, import_fiber, NULL, folder);
}

static void
import_cb (MusterHostForm *self)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  gtk_file_dialog_set_title (dialog, _("Folder with the Certificate and Key"));
  gtk_file_dialog_select_folder (dialog, GTK_WINDOW (root), NULL,
                                 folder_chosen_cb, g_object_ref (self));
}

/* --- object ----------------------------------------------------------------------------- */

static void
muster_host_form_dispose (GObject *object)
{
  MusterHostForm *self = MUSTER_HOST_FORM (object);

  g_clear_object (&self->desk);
  g_clear_pointer (&self->entry, muster_host_entry_free);
  g_clear_pointer (&self->identities, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), MUSTER_TYPE_HOST_FORM);

  G_OBJECT_CLASS (muster_host_form_parent_class)->dispose (object);
}

static void
muster_host_form_class_init (MusterHostFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = muster_host_form_dispose;

  signals[CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[PROBLEM] =
    g_signal_new ("problem", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/virt_muster/Muster/ui/muster-host-form.ui");
  gtk_widget_class_bind_template_child (widget_class, MusterHostForm, address_group);
  gtk_widget_class_bind_template_child (widget_class, MusterHostForm, address_row);
  gtk_widget_class_bind_template_child (widget_class, MusterHostForm, name_row);
  gtk_widget_class_bind_template_child (widget_class, MusterHostForm, identity_group);
  gtk_widget_class_bind_template_child (widget_class, MusterHostForm, identity_row);
  gtk_widget_class_bind_template_child (widget_class, MusterHostForm, issue_row);
  gtk_widget_class_bind_template_child (widget_class, MusterHostForm, login_group);
  gtk_widget_class_bind_template_child (widget_class, MusterHostForm, user_row);
  gtk_widget_class_bind_template_child (widget_class, MusterHostForm, password_row);
  gtk_widget_class_bind_template_callback (widget_class, address_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, name_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, identity_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, import_cb);
  gtk_widget_class_bind_template_callback (widget_class, issue_cb);
}

static void
muster_host_form_init (MusterHostForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  adw_entry_row_set_max_length (self->name_row, MUSTER_RECORD_NAME_MAX);
}

static void
show_entry (MusterHostForm *self)
{
  self->name_typed = TRUE;
  adw_entry_row_set_max_length (self->name_row, muster_record_name_get_room (self->entry->name));
  gtk_editable_set_text (GTK_EDITABLE (self->address_row), self->entry->uri);
  gtk_editable_set_text (GTK_EDITABLE (self->name_row), self->entry->name);
}

void
muster_host_form_set_desk (MusterHostForm        *self,
                           MusterDesk            *desk,
                           const MusterHostEntry *entry)
{
  gboolean keeps_secrets;

  g_return_if_fail (MUSTER_IS_HOST_FORM (self));
  g_return_if_fail (MUSTER_IS_DESK (desk));

  g_set_object (&self->desk, desk);
  keeps_secrets = muster_desk_get_secrets (desk) != NULL;
  gtk_widget_set_visible (self->identity_group, keeps_secrets);
  gtk_widget_set_visible (self->login_group, keeps_secrets);
  if (entry != NULL)
    {
      self->entry = muster_host_entry_copy (entry);
      show_entry (self);
    }
  else
    adw_preferences_group_set_description (self->address_group,
                                           _("A host name or IP address is reached over TLS. Any libvirt URI works too, such as qemu+ssh://user@host/system. For several hosts, write or paste a list."));
  if (keeps_secrets)
    start (self, load_fiber, entry != NULL ? entry->identity : NULL, NULL);
}

void
muster_host_form_focus (MusterHostForm *self)
{
  g_return_if_fail (MUSTER_IS_HOST_FORM (self));

  if (gtk_widget_has_css_class (GTK_WIDGET (self->identity_row), "error"))
    gtk_widget_grab_focus (GTK_WIDGET (self->identity_row));
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->address_row));
}

void
muster_host_form_set_address (MusterHostForm *self,
                              const char     *address)
{
  g_return_if_fail (MUSTER_IS_HOST_FORM (self));

  gtk_editable_set_text (GTK_EDITABLE (self->address_row), address);
}

void
muster_host_form_set_purpose (MusterHostForm *self,
                              const char     *text)
{
  g_return_if_fail (MUSTER_IS_HOST_FORM (self));

  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self->address_group), text);
}

gboolean
muster_host_form_is_empty (MusterHostForm *self)
{
  g_auto (GStrv) addresses = NULL;

  g_return_val_if_fail (MUSTER_IS_HOST_FORM (self), TRUE);

  addresses = split_addresses (get_text (self->address_row));

  return addresses[0] == NULL;
}

/* --- reading ------------------------------------------------------------------------------ */

static MusterHostEntry *
read_entry (MusterHostForm  *self,
            const char      *address,
            gboolean         named,
            GError         **error)
{
  g_autofree char *uri = muster_host_uri_from_address (address, error);
  g_autofree char *name = NULL;

  if (uri == NULL || !check_chosen (self, uri, error))
    return NULL;

  name = named ? g_strdup (get_text (self->name_row)) : muster_host_name_from_uri (uri);

  return muster_host_entry_new (self->entry != NULL ? self->entry->id : NULL,
                                name, uri, get_identity (self));
}

static gboolean
has_uri (GPtrArray  *entries,
         const char *uri)
{
  for (guint i = 0; i < entries->len; i++)
    if (g_str_equal (((MusterHostEntry *) entries->pdata[i])->uri, uri))
      return TRUE;

  return FALSE;
}

static GPtrArray *
read_entries (MusterHostForm      *self,
              const char * const  *addresses,
              gboolean             named,
              GError             **error)
{
  g_autoptr (GPtrArray) entries =
    g_ptr_array_new_with_free_func ((GDestroyNotify) muster_host_entry_free);

  for (guint i = 0; addresses[i] != NULL; i++)
    {
      g_autoptr (MusterHostEntry) entry = read_entry (self, addresses[i], named, error);

      if (entry == NULL)
        return NULL;
      if (!has_uri (entries, entry->uri))
        g_ptr_array_add (entries, g_steal_pointer (&entry));
    }

  return g_steal_pointer (&entries);
}

GPtrArray *
muster_host_form_read (MusterHostForm  *self,
                       GError         **error)
{
  g_auto (GStrv) addresses = NULL;
  GPtrArray *entries = NULL;
  guint n;

  g_return_val_if_fail (MUSTER_IS_HOST_FORM (self), NULL);

  gtk_widget_remove_css_class (GTK_WIDGET (self->identity_row), "error");
  addresses = split_addresses (get_text (self->address_row));
  n = g_strv_length (addresses);
  if (self->entry != NULL && n > 1)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                         _("A host has one address."));
  else
    entries = read_entries (self, (const char * const *) addresses,
                            n == 1 && *get_text (self->name_row) != '\0', error);
  if (entries == NULL &&
      !gtk_widget_has_css_class (GTK_WIDGET (self->identity_row), "error"))
    gtk_widget_add_css_class (GTK_WIDGET (self->address_row), "error");
  if (entries == NULL)
    muster_host_form_focus (self);

  return entries;
}

MusterLogin *
muster_host_form_dup_login (MusterHostForm *self)
{
  g_return_val_if_fail (MUSTER_IS_HOST_FORM (self), NULL);

  return *get_text (self->user_row) != '\0'
         ? muster_login_new (get_text (self->user_row), get_text (self->password_row))
         : NULL;
}
