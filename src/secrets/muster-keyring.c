/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-keyring.h"
#include "muster-secret-info.h"
#include "muster-secrets-error.h"

/* Says in other programs whose item it is; what follows is its name. */
#define LABEL_PREFIX "Muster: "

static const SecretSchema schema = {
  "io.github.virt_muster.Muster", SECRET_SCHEMA_NONE,
  {
    { "kind", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "id", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { NULL, 0 },
  },
};

static GHashTable *
make_attributes (const char *kind,
                 const char *id)
{
  GHashTable *attributes = secret_attributes_build (&schema, "kind", kind, NULL);

  if (id != NULL)
    g_hash_table_insert (attributes, g_strdup ("id"), g_strdup (id));
  return attributes;
}

/* --- errors -------------------------------------------------------------- */

/* Whatever goes wrong before a Secret Service has answered. */
static gboolean
is_no_service (const GError *error)
{
  static const int codes[] = {
    G_DBUS_ERROR_SERVICE_UNKNOWN, G_DBUS_ERROR_NAME_HAS_NO_OWNER,
    G_DBUS_ERROR_NO_SERVER, G_DBUS_ERROR_DISCONNECTED, G_DBUS_ERROR_NO_REPLY,
    G_DBUS_ERROR_TIMEOUT, G_DBUS_ERROR_TIMED_OUT, G_DBUS_ERROR_UNKNOWN_METHOD,
    G_DBUS_ERROR_UNKNOWN_OBJECT, G_DBUS_ERROR_SPAWN_EXEC_FAILED,
    G_DBUS_ERROR_SPAWN_FORK_FAILED, G_DBUS_ERROR_SPAWN_CHILD_EXITED,
    G_DBUS_ERROR_SPAWN_CHILD_SIGNALED, G_DBUS_ERROR_SPAWN_FAILED,
    G_DBUS_ERROR_SPAWN_SETUP_FAILED, G_DBUS_ERROR_SPAWN_SERVICE_INVALID,
    G_DBUS_ERROR_SPAWN_SERVICE_NOT_FOUND, G_DBUS_ERROR_SPAWN_FILE_INVALID,
  };

  if (error->domain == G_IO_ERROR || error->domain == G_SPAWN_ERROR)
    return TRUE;

  for (guint i = 0; error->domain == G_DBUS_ERROR && i < G_N_ELEMENTS (codes); i++)
    {
      if (error->code == codes[i])
        return TRUE;
    }

  return FALSE;
}

static GError *
no_service (void)
{
  return g_error_new_literal (MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_NO_SERVICE,
                              _("Nothing can keep secrets, because no Secret Service "
                                "is running. Start GNOME Keyring, KWallet, or "
                                "KeePassXC with its Secret Service switched on, then "
                                "try again."));
}

static GError *
locked (void)
{
  return g_error_new_literal (MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_LOCKED,
                              _("The keyring is locked. Unlock it in your password "
                                "manager, then try again."));
}

static GError *
dismissed (void)
{
  return g_error_new_literal (MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_DISMISSED,
                              _("The keyring stayed locked, because the question for "
                                "its password was closed. Try again and answer it."));
}

static GError *
translate (GError *cause)
{
  g_autoptr(GError) error = cause;

  if (g_error_matches (error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED))
    return locked ();

  if (g_error_matches (error, SECRET_ERROR, SECRET_ERROR_NO_SUCH_OBJECT))
    return g_error_new_literal (MUSTER_SECRETS_ERROR,
                                MUSTER_SECRETS_ERROR_NO_KEYRING,
                                _("The Secret Service has no default keyring. Create "
                                  "one in your password manager and make it the "
                                  "default, then try again."));

  if (is_no_service (error))
    return no_service ();

  g_dbus_error_strip_remote_error (error);
  return g_error_new (MUSTER_SECRETS_ERROR, MUSTER_SECRETS_ERROR_FAILED,
                      /* Translators: %s is the Secret Service's own text. */
                      _("The keyring refused: %s"), error->message);
}

/* --- storing ------------------------------------------------------------- */

static void
store_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(DexPromise) promise = user_data;
  GError *error = NULL;

  if (secret_password_store_finish (result, &error))
    dex_promise_resolve_boolean (promise, TRUE);
  else
    dex_promise_reject (promise, error != NULL ? translate (error) : dismissed ());
}

DexFuture *
_muster_keyring_store (const char  *kind,
                       const char  *id,
                       const char  *name,
                       SecretValue *value)
{
  g_autoptr(GHashTable) attributes = make_attributes (kind, id);
  g_autofree char *label = g_strconcat (LABEL_PREFIX, name, NULL);
  DexPromise *promise = dex_promise_new ();

  secret_password_storev_binary (&schema, attributes, SECRET_COLLECTION_DEFAULT,
                                 label, value, NULL, store_cb, dex_ref (promise));
  return DEX_FUTURE (promise);
}

/* --- listing ------------------------------------------------------------- */

static MusterSecretInfo *
describe (SecretRetrievable *item)
{
  g_autoptr(GHashTable) attributes = secret_retrievable_get_attributes (item);
  g_autofree char *label = secret_retrievable_get_label (item);
  const char *id = g_hash_table_lookup (attributes, "id");
  const char *name = label != NULL ? label : "";

  if (id == NULL)
    return NULL;

  if (g_str_has_prefix (name, LABEL_PREFIX))
    name += strlen (LABEL_PREFIX);

  return muster_secret_info_new (id, name);
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  const MusterSecretInfo *left = a;
  const MusterSecretInfo *right = b;
  int order = g_utf8_collate (left->name, right->name);

  return order != 0 ? order : g_strcmp0 (left->id, right->id);
}

static void
list_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(DexPromise) promise = user_data;
  g_autolist(GObject) items = NULL;
  GPtrArray *list;
  GError *error = NULL;

  items = secret_password_search_finish (result, &error);
  if (error != NULL)
    {
      dex_promise_reject (promise, translate (error));
      return;
    }

  list = g_ptr_array_new_with_free_func ((GDestroyNotify) muster_secret_info_free);
  for (GList *l = items; l != NULL; l = l->next)
    {
      MusterSecretInfo *info = describe (l->data);

      if (info != NULL)
        g_ptr_array_add (list, info);
    }

  g_ptr_array_sort_values (list, compare_names);
  dex_promise_resolve_boxed (promise, G_TYPE_PTR_ARRAY, list);
}

DexFuture *
_muster_keyring_list (const char *kind,
                      const char *id)
{
  g_autoptr(GHashTable) attributes = make_attributes (kind, id);
  DexPromise *promise = dex_promise_new ();

  secret_password_searchv (&schema, attributes, SECRET_SEARCH_ALL, NULL,
                           list_cb, dex_ref (promise));
  return DEX_FUTURE (promise);
}

/* --- reading ------------------------------------------------------------- */

static void
lookup_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(DexPromise) promise = user_data;
  SecretValue *value;
  GError *error = NULL;

  value = secret_password_lookup_binary_finish (result, &error);
  if (error != NULL)
    dex_promise_reject (promise, translate (error));
  else
    dex_promise_resolve_boxed (promise, SECRET_TYPE_VALUE, value);
}

static DexFuture *
lookup_value (const char *kind,
              const char *id)
{
  g_autoptr(GHashTable) attributes = make_attributes (kind, id);
  DexPromise *promise = dex_promise_new ();

  secret_password_lookupv (&schema, attributes, NULL, lookup_cb, dex_ref (promise));
  return DEX_FUTURE (promise);
}

typedef struct
{
  char *kind;
  char *id;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  g_free (request->kind);
  g_free (request->id);
  g_free (request);
}

/* libsecret answers "nothing" both when there is nothing and when the question
 * for the keyring's password was closed; the list, which needs no password,
 * tells them apart.
 */
static DexFuture *
lookup_fiber (gpointer user_data)
{
  Request *request = user_data;
  g_autoptr(GPtrArray) found = NULL;
  g_autoptr(SecretValue) value = NULL;
  GError *error = NULL;

  found = dex_await_boxed (_muster_keyring_list (request->kind, request->id), &error);
  if (found == NULL)
    return dex_future_new_for_error (error);

  if (found->len == 0)
    return dex_future_new_take_boxed (SECRET_TYPE_VALUE, NULL);

  value = dex_await_boxed (lookup_value (request->kind, request->id), &error);
  if (error != NULL)
    return dex_future_new_for_error (error);
  if (value == NULL)
    return dex_future_new_for_error (dismissed ());

  return dex_future_new_take_boxed (SECRET_TYPE_VALUE, g_steal_pointer (&value));
}

DexFuture *
_muster_keyring_lookup (const char *kind,
                        const char *id)
{
  Request *request = g_new0 (Request, 1);

  request->kind = g_strdup (kind);
  request->id = g_strdup (id);
  return dex_scheduler_spawn (NULL, 0, lookup_fiber, request, request_free);
}

/* --- removing ------------------------------------------------------------ */

static void
clear_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(DexPromise) promise = user_data;
  gboolean cleared;
  GError *error = NULL;

  cleared = secret_password_clear_finish (result, &error);
  if (error != NULL)
    dex_promise_reject (promise, translate (error));
  else
    dex_promise_resolve_boolean (promise, cleared);
}

static DexFuture *
clear_items (const char *kind,
             const char *id)
{
  g_autoptr(GHashTable) attributes = make_attributes (kind, id);
  DexPromise *promise = dex_promise_new ();

  secret_password_clearv (&schema, attributes, NULL, clear_cb, dex_ref (promise));
  return DEX_FUTURE (promise);
}

/* The same as for reading: what is still there afterwards was not unlocked. */
static DexFuture *
remove_fiber (gpointer user_data)
{
  Request *request = user_data;
  g_autoptr(GPtrArray) before = NULL;
  g_autoptr(GPtrArray) after = NULL;
  GError *error = NULL;

  before = dex_await_boxed (_muster_keyring_list (request->kind, request->id), &error);
  if (before == NULL)
    return dex_future_new_for_error (error);
  if (before->len == 0)
    return dex_future_new_false ();

  dex_await_boolean (clear_items (request->kind, request->id), &error);
  if (error != NULL)
    return dex_future_new_for_error (error);

  after = dex_await_boxed (_muster_keyring_list (request->kind, request->id), &error);
  if (after == NULL)
    return dex_future_new_for_error (error);
  if (after->len > 0)
    return dex_future_new_for_error (dismissed ());

  return dex_future_new_true ();
}

DexFuture *
_muster_keyring_remove (const char *kind,
                        const char *id)
{
  Request *request = g_new0 (Request, 1);

  request->kind = g_strdup (kind);
  request->id = g_strdup (id);
  return dex_scheduler_spawn (NULL, 0, remove_fiber, request, request_free);
}
