/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MusterAddressBook:
 *
 * The addresses of a host's guests by MAC: what the DHCP leases say of all of
 * them, and what a guest's agent says of one, which counts more.
 */
typedef struct _MusterAddressBook MusterAddressBook;

MusterAddressBook *muster_address_book_new        (void);
void               muster_address_book_free       (MusterAddressBook  *self);
/** @leases: #MusterGuestAddress; replaces all leases known so far. */
void               muster_address_book_set_leases (MusterAddressBook  *self,
                                                   GPtrArray          *leases);
/** @addresses: (nullable): #MusterGuestAddress; %NULL when the agent went. */
void               muster_address_book_set_agent  (MusterAddressBook  *self,
                                                   const char         *uuid,
                                                   GPtrArray          *addresses);
/** Returns: (transfer full): the addresses of a VM, IPv4 first, none twice. */
GStrv              muster_address_book_look_up    (MusterAddressBook  *self,
                                                   const char         *uuid,
                                                   const char * const *macs);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusterAddressBook, muster_address_book_free)

G_END_DECLS
