/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-connection.h"
#include "muster-os-names.h"
#include "muster-vm-registry.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_HOST_READER (muster_host_reader_get_type ())
G_DECLARE_FINAL_TYPE (MusterHostReader, muster_host_reader, MUSTER, HOST_READER, GObject)

/**
 * muster_host_reader_new:
 * @once: nothing is read again: the definitions of VMs that are off are left for
 *   those who want one, as they are most of what a host has to say
 *
 * Reads what a host says into the model.  Signals, each with a text: "error" (in
 * words), and "outdated" and "agent-connected" with the UUID of a VM whose state
 * is another by now, or that has an agent to be asked.
 *
 * What is named “await” is for fibers.
 */
MusterHostReader *muster_host_reader_new            (MusterHost         *host,
                                                     MusterConnection   *connection,
                                                     MusterVmRegistry   *registry,
                                                     MusterOsNames      *os_names,
                                                     gboolean            once);
/** Who the host is. */
gboolean          muster_host_reader_await_identity (MusterHostReader   *self,
                                                     GError            **error);
/** All VMs, with their definitions and statistics. */
gboolean          muster_host_reader_await_all      (MusterHostReader   *self,
                                                     GError            **error);
/** The states of all VMs. */
void              muster_host_reader_await_list     (MusterHostReader   *self);
/** The state of one. */
void              muster_host_reader_await_vm       (MusterHostReader   *self,
                                                     const char         *uuid);
/** The definitions of these. */
void              muster_host_reader_await_details  (MusterHostReader   *self,
                                                     GPtrArray          *uuids);
void              muster_host_reader_await_stats    (MusterHostReader   *self);
void              muster_host_reader_await_node     (MusterHostReader   *self);
/** The addresses that the host's networks have given away. */
void              muster_host_reader_await_leases   (MusterHostReader   *self);
/** Those that a guest has by its own word. */
void              muster_host_reader_await_agent    (MusterHostReader   *self,
                                                     const char         *uuid);
/** What was counted on this connection. */
void              muster_host_reader_forget         (MusterHostReader   *self);

G_END_DECLS
