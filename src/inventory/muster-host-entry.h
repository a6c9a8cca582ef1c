/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define MUSTER_HOST_RECORD_KIND "host"

/**
 * MusterHostEntry:
 * @id: of its record
 * @name: what people call it, unique
 * @uri: libvirt URI, without secrets
 * @identity: (nullable): id of the TLS identity in the Secret Service
 * @ssh: (nullable): where ssh logged in last to set it up
 *
 * A host in the desk's own list: content of a record of kind "host".
 */
typedef struct
{
  char *id;
  char *name;
  char *uri;
  char *identity;
  char *ssh;
} MusterHostEntry;

#define MUSTER_TYPE_HOST_ENTRY (muster_host_entry_get_type ())

GType            muster_host_entry_get_type  (void) G_GNUC_CONST;
MusterHostEntry *muster_host_entry_new       (const char            *id,
                                              const char            *name,
                                              const char            *uri,
                                              const char            *identity);
MusterHostEntry *muster_host_entry_copy      (const MusterHostEntry *self);
void             muster_host_entry_free      (MusterHostEntry       *self);
/** Returns: (transfer full) (nullable): %NULL when @content is not a host's. */
MusterHostEntry *muster_host_entry_from_json (const char            *id,
                                              JsonObject            *content);
/**
 * muster_host_entry_to_json:
 * @previous: (nullable): the content it replaces; members not known here are
 *   kept, and so is where ssh logged in when @self does not say
 */
JsonObject      *muster_host_entry_to_json   (const MusterHostEntry *self,
                                              JsonObject            *previous);
/**
 * muster_host_entry_make_unique:
 * @entries: of #MusterHostEntry
 *
 * Returns: (transfer full): @name, or that with a number where one of them has it
 */
char            *muster_host_entry_make_unique (GPtrArray           *entries,
                                                const char          *name);
/**
 * muster_host_uri_from_address:
 * @input: "host1.lab", "host1:16514", "10.0.0.1", "fe80::1", or any libvirt URI
 *
 * Returns: (transfer full) (nullable): the URI, or %NULL with
 *   G_IO_ERROR_INVALID_ARGUMENT and a sentence that says what is wrong
 */
char            *muster_host_uri_from_address (const char           *input,
                                               GError              **error);
/** Returns: (transfer full): a short name for @uri: its host without domain. */
char            *muster_host_name_from_uri   (const char            *uri);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusterHostEntry, muster_host_entry_free)

G_END_DECLS
