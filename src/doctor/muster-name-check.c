/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <libdex.h>

#include "muster-name-check.h"

static void
addresses_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr(DexPromise) promise = data;
  g_autoptr(GError) error = NULL;
  GList *list = g_resolver_lookup_by_name_finish (G_RESOLVER (object), result, &error);
  GPtrArray *addresses = g_ptr_array_new_with_free_func (g_object_unref);

  for (GList *l = list; l != NULL; l = l->next)
    g_ptr_array_add (addresses, l->data);
  g_list_free (list);
  dex_promise_resolve_boxed (promise, G_TYPE_PTR_ARRAY, addresses);
}

static DexFuture *
look_up (const char *host)
{
  DexPromise *promise = dex_promise_new ();
  g_autoptr(GResolver) resolver = g_resolver_get_default ();

  g_resolver_lookup_by_name_async (resolver, host, NULL, addresses_cb, dex_ref (promise));

  return DEX_FUTURE (promise);
}

static void
name_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr(DexPromise) promise = data;

  dex_promise_resolve_string (promise,
                              g_resolver_lookup_by_address_finish (G_RESOLVER (object),
                                                                   result, NULL));
}

static DexFuture *
look_up_backwards (GInetAddress *address)
{
  DexPromise *promise = dex_promise_new ();
  g_autoptr(GResolver) resolver = g_resolver_get_default ();

  g_resolver_lookup_by_address_async (resolver, address, NULL, name_cb, dex_ref (promise));

  return DEX_FUTURE (promise);
}

/* "host1" and "host1.example.org." are the same host. */
static gboolean
is_same_name (const char *a,
              const char *b)
{
  gsize length = strlen (a) < strlen (b) ? strlen (a) : strlen (b);
  const char *longer = strlen (a) < strlen (b) ? b : a;

  return g_ascii_strncasecmp (a, b, length) == 0 &&
         (longer[length] == '\0' || longer[length] == '.');
}

static char *
describe (GPtrArray *addresses)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < addresses->len; i++)
    {
      g_autofree char *address = g_inet_address_to_string (addresses->pdata[i]);

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", address);
    }

  return g_string_free_and_steal (text);
}

/* Returns: (nullable): the name of one of @addresses, @host's own if it can be */
static char *
find_name (const char *host,
           GPtrArray  *addresses)
{
  char *found = NULL;

  for (guint i = 0; i < addresses->len; i++)
    {
      g_autofree char *name =
        dex_await_string (look_up_backwards (addresses->pdata[i]), NULL);

      if (name == NULL)
        continue;
      g_set_str (&found, name);
      if (is_same_name (host, name))
        break;
    }

  return found;
}

char *
muster_name_check (MusterDoctorStep *step,
                   const char       *host)
{
  g_autoptr(GPtrArray) addresses = dex_await_boxed (look_up (host), NULL);
  g_autofree char *text = NULL;
  g_autofree char *name = NULL;

  if (addresses == NULL || addresses->len == 0)
    {
      muster_doctor_step_take_finding (step,
        muster_finding_new (MUSTER_FINDING_NAME_UNRESOLVED, host, NULL));
      return NULL;
    }

  text = describe (addresses);
  muster_doctor_step_set_summary (step, text);
  name = find_name (host, addresses);
  if (name != NULL && !g_hostname_is_ip_address (host) && !is_same_name (host, name))
    muster_doctor_step_take_finding (step,
      muster_finding_new (MUSTER_FINDING_NAME_REVERSE, host, name));

  return g_steal_pointer (&name);
}
