/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

G_BEGIN_DECLS

/**
 * MusterDomainDetails:
 *
 * What the model wants to know of a domain's XML.
 */
typedef struct
{
  char *uuid;
  char *title;
  char *description;
  char *os_id;
  char *graphics;
  char **macs;
  guint vcpus;
  guint64 memory_kib;
  gboolean agent_connected;
} MusterDomainDetails;

/**
 * muster_domain_details_parse:
 *
 * May be called on any thread.
 *
 * Returns: (transfer full) (nullable): %NULL with %MUSTER_VIRT_ERROR_INVALID
 */
MusterDomainDetails *muster_domain_details_parse (const char           *xml,
                                                  GError              **error);
/**
 * muster_domain_details_parse_all:
 * @texts: of #MusterDomainText
 *
 * Parses on the thread pool; malformed ones are left out.
 *
 * Returns: (transfer full): a future of a boxed GPtrArray of
 *   #MusterDomainDetails
 */
DexFuture           *muster_domain_details_parse_all (GPtrArray        *texts);
void                 muster_domain_details_free  (MusterDomainDetails  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusterDomainDetails, muster_domain_details_free)

G_END_DECLS
