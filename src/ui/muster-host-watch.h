/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define MUSTER_TYPE_HOST_WATCH (muster_host_watch_get_type ())
G_DECLARE_FINAL_TYPE (MusterHostWatch, muster_host_watch, MUSTER, HOST_WATCH, GObject)

/**
 * muster_host_watch_new:
 * @hosts: a list of #MusterHost
 *
 * Signal "changed": the list, or the state of one of its hosts, has changed;
 * once for all changes of a moment.  Figures are no such change.
 */
MusterHostWatch *muster_host_watch_new (GListModel *hosts);

G_END_DECLS
