/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>
#include <libvirt/libvirt.h>

#include "muster-credentials.h"
#include "muster-virt-event.h"

G_BEGIN_DECLS

/* One live virConnect with its event subscriptions.  Its news come in the
 * main context, through functions that get the target and the stamp; the
 * target is held weakly.
 */
typedef struct
{
  void (*event) (GObject              *target,
                 guint                 stamp,
                 const MusterVirtEvent *event);
  void (*lost)  (GObject              *target,
                 guint                 stamp,
                 int                   reason);
} MusterVirtLinkFuncs;

typedef struct _MusterVirtSink MusterVirtSink;
typedef struct _MusterVirtLink MusterVirtLink;

#define MUSTER_TYPE_VIRT_LINK (_muster_virt_link_get_type ())

GType           _muster_virt_link_get_type    (void) G_GNUC_CONST;

MusterVirtSink *_muster_virt_sink_new         (const MusterVirtLinkFuncs *funcs,
                                               GObject                   *target,
                                               guint                      stamp);
MusterVirtSink *_muster_virt_sink_ref         (MusterVirtSink            *self);
void            _muster_virt_sink_unref       (MusterVirtSink            *self);
void            _muster_virt_sink_emit        (MusterVirtSink            *self,
                                               const MusterVirtEvent     *event);

DexFuture      *_muster_virt_link_open        (const char                *uri,
                                               gboolean                   tls,
                                               const MusterLogin         *login,
                                               MusterVirtSink            *sink);
MusterVirtLink *_muster_virt_link_ref         (MusterVirtLink            *self);
void            _muster_virt_link_unref       (MusterVirtLink            *self);
DexFuture      *_muster_virt_link_close       (MusterVirtLink            *self);
virConnectPtr   _muster_virt_link_get_connect (MusterVirtLink            *self);
gboolean        _muster_virt_link_is_alive    (MusterVirtLink            *self);
gboolean        _muster_virt_link_has_events  (MusterVirtLink            *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusterVirtSink, _muster_virt_sink_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusterVirtLink, _muster_virt_link_unref)

G_END_DECLS
