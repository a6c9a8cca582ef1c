/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-connection.h"
#include "muster-domain-xml.h"

G_BEGIN_DECLS

/**
 * muster_storage_get_stamp:
 *
 * Asks the host's storage pools what they know of a disk: its key, capacity
 * and time of last change.  The stamps of two hosts are equal when both see the
 * same storage; two files that only share their name differ.
 *
 * Returns: future of a string; rejects with %MUSTER_VIRT_ERROR_GONE when the
 *   pool of its folder does not hold it, with %MUSTER_VIRT_ERROR_UNSUPPORTED
 *   when no active pool of the host is of its folder
 */
DexFuture *muster_storage_get_stamp (MusterConnection       *connection,
                                     const MusterDiskSource *disk);

/**
 * muster_storage_get_clock:
 *
 * How far the host's clock is ahead of ours, in microseconds, good to some
 * milliseconds and the way there: libvirt tells the time nowhere, but a volume
 * has the one at which it was made.  The volume is empty and removed at once.
 *
 * Returns: future of an int64; rejects with %MUSTER_VIRT_ERROR_UNSUPPORTED
 *   when the host has no active pool of files
 */
DexFuture *muster_storage_get_clock (MusterConnection *connection);

G_END_DECLS
