/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-draft-credentials.h"
#include "muster-host-actions.h"
#include "muster-login-dialog.h"
#include "muster-sign-in.h"

typedef struct
{
  GWeakRef parent;
  MusterDesk *desk;
  MusterHost *host;
} SignIn;

static void
sign_in_free (gpointer data)
{
  SignIn *self = data;

  g_weak_ref_clear (&self->parent);
  g_clear_object (&self->desk);
  g_clear_object (&self->host);
  g_free (self);
}

/* Returns: (transfer full) (nullable): the host as it is stored */
static MusterHostEntry *
find_entry (const SignIn  *self,
            GError       **error)
{
  g_autoptr (GPtrArray) entries =
    dex_await_boxed (muster_host_list (muster_desk_get_store (self->desk)), error);

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const MusterHostEntry *entry = g_ptr_array_index (entries, i);

      if (g_str_equal (entry->id, muster_host_get_id (self->host)))
        return muster_host_entry_copy (entry);
    }

  return NULL;
}

static MusterLogin *
ask (SignIn     *self,
     const char *reason,
     const char *user)
{
  g_autoptr (GtkWidget) parent = g_weak_ref_get (&self->parent);

  if (parent == NULL)
    return NULL;

  return dex_await_boxed (muster_login_dialog_ask (parent, muster_host_get_name (self->host),
                                                   reason, user),
                          NULL);
}

static MusterHostTest *
try_login (const SignIn          *self,
           const MusterHostEntry *entry,
           const MusterLogin     *login)
{
  g_autoptr (MusterCredentials) stored = muster_desk_dup_credentials (self->desk, entry);
  g_autoptr (MusterCredentials) draft = muster_draft_credentials_new (stored, login);

  return dex_await_boxed (muster_host_test (entry->uri, draft), NULL);
}

/* Returns: (transfer full) (nullable): why it has to ask again, %NULL when it
 * was taken */
static char *
keep_if_right (const SignIn          *self,
               const MusterHostEntry *entry,
               const MusterLogin     *login)
{
  MusterSecretStore *secrets = muster_desk_get_secrets (self->desk);
  g_autoptr (MusterHostTest) test = try_login (self, entry, login);
  g_autoptr (GError) error = NULL;

  if (!test->ok)
    return g_strdup (test->message);
  if (!dex_await (muster_secret_store_set_login (secrets, entry->id, entry->name, login),
                  &error))
    return g_strdup (error->message);

  muster_inventory_retry (muster_desk_get_inventory (self->desk), self->host);

  return NULL;
}

static DexFuture *
sign_in_fiber (gpointer data)
{
  SignIn *self = data;
  g_autoptr (MusterHostEntry) entry = find_entry (self, NULL);
  g_autofree char *reason =
    g_strdup (_("The host asks for a user and a password (SASL). They are kept in your keyring."));
  g_autofree char *user = NULL;

  while (entry != NULL && reason != NULL)
    {
      g_autoptr (MusterLogin) login = ask (self, reason, user);

      if (login == NULL)
        break;
      g_free (reason);
      reason = keep_if_right (self, entry, login);
      g_set_str (&user, login->user);
    }

  return dex_future_new_true ();
}

void
muster_sign_in (GtkWidget  *parent,
                MusterDesk *desk,
                MusterHost *host)
{
  SignIn *self;

  g_return_if_fail (GTK_IS_WIDGET (parent));
  g_return_if_fail (MUSTER_IS_DESK (desk));
  g_return_if_fail (MUSTER_IS_HOST (host));

  if (muster_desk_get_secrets (desk) == NULL)
    return;

  self = g_new0 (SignIn, 1);
  g_weak_ref_init (&self->parent, parent);
  self->desk = g_object_ref (desk);
  self->host = g_object_ref (host);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, sign_in_fiber, self, sign_in_free));
}
