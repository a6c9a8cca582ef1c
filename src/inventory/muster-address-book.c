/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-address-book.h"
#include "muster-domain.h"

struct _MusterAddressBook
{
  GHashTable *leases;   /* MAC in lower case -> GPtrArray of addresses */
  GHashTable *agents;   /* VM's UUID -> GPtrArray of addresses */
};

MusterAddressBook *
muster_address_book_new (void)
{
  MusterAddressBook *self = g_new0 (MusterAddressBook, 1);

  self->leases = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                        (GDestroyNotify) g_ptr_array_unref);
  self->agents = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                        (GDestroyNotify) g_ptr_array_unref);
  return self;
}

void
muster_address_book_free (MusterAddressBook *self)
{
  g_clear_pointer (&self->leases, g_hash_table_unref);
  g_clear_pointer (&self->agents, g_hash_table_unref);
  g_free (self);
}

static GPtrArray *
list_in (GHashTable *table,
         const char *key)
{
  g_autofree char *lower = g_ascii_strdown (key, -1);
  GPtrArray *list = g_hash_table_lookup (table, lower);

  if (list == NULL)
    {
      list = g_ptr_array_new_with_free_func (g_free);
      g_hash_table_insert (table, g_steal_pointer (&lower), list);
    }
  return list;
}

void
muster_address_book_set_leases (MusterAddressBook *self,
                                GPtrArray         *leases)
{
  g_hash_table_remove_all (self->leases);
  for (guint i = 0; i < leases->len; i++)
    {
      MusterGuestAddress *lease = leases->pdata[i];

      if (lease->mac != NULL && lease->address != NULL)
        g_ptr_array_add (list_in (self->leases, lease->mac),
                         g_strdup (lease->address));
    }
}

/* Addresses that mean nothing outside the guest. */
static gboolean
is_local (const char *address)
{
  return g_str_has_prefix (address, "127.") ||
         g_str_equal (address, "::1") ||
         g_ascii_strncasecmp (address, "fe80:", 5) == 0;
}

void
muster_address_book_set_agent (MusterAddressBook *self,
                               const char        *uuid,
                               GPtrArray         *addresses)
{
  g_hash_table_remove (self->agents, uuid);
  for (guint i = 0; addresses != NULL && i < addresses->len; i++)
    {
      MusterGuestAddress *address = addresses->pdata[i];

      if (address->address != NULL && !is_local (address->address))
        g_ptr_array_add (list_in (self->agents, uuid),
                         g_strdup (address->address));
    }
}

/* IPv4 addresses come before IPv6 ones: people know VMs by the former. */
static void
add_family (GStrvBuilder *builder,
            GHashTable   *seen,
            GPtrArray    *list,
            gboolean      v6)
{
  for (guint i = 0; list != NULL && i < list->len; i++)
    {
      const char *address = list->pdata[i];

      if ((strchr (address, ':') != NULL) == v6 &&
          g_hash_table_add (seen, (gpointer) address))
        g_strv_builder_add (builder, address);
    }
}

GStrv
muster_address_book_look_up (MusterAddressBook  *self,
                             const char         *uuid,
                             const char * const *macs)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *agent = g_hash_table_lookup (self->agents, uuid);

  for (int v6 = 0; v6 <= 1; v6++)
    {
      add_family (builder, seen, agent, v6);
      for (guint i = 0; agent == NULL && macs[i] != NULL; i++)
        {
          g_autofree char *mac = g_ascii_strdown (macs[i], -1);

          add_family (builder, seen, g_hash_table_lookup (self->leases, mac), v6);
        }
    }
  return g_strv_builder_end (builder);
}
