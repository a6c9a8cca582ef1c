/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>
#include <libvirt/libvirt.h>

G_BEGIN_DECLS

#define MUSTER_TYPE_DOMAIN_LINE (_muster_domain_line_get_type ())

/* The stream of a domain's character device, and the thread-safe count of those who
 * use it.  The last one ends it, which is a call to the host: that has a thread. */
typedef struct
{
  gatomicrefcount ref_count;
  virStreamPtr stream;
  virConnectPtr connect;    /* the stream's, which holds it */
  gboolean at_end;          /* main thread, until the last one */
} MusterDomainLine;

GType             _muster_domain_line_get_type (void);

/* On a worker. */
MusterDomainLine *_muster_domain_line_open     (virDomainPtr       domain,
                                                const char        *device,
                                                gboolean           force,
                                                GError           **error);
MusterDomainLine *_muster_domain_line_ref      (MusterDomainLine  *self);
void              _muster_domain_line_unref    (MusterDomainLine  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusterDomainLine, _muster_domain_line_unref)

G_END_DECLS
