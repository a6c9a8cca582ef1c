/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-connection.h"

G_BEGIN_DECLS

/**
 * MusterDomainInfo:
 *
 * What listing the domains tells of one, without its XML.
 */
typedef struct
{
  char *uuid;
  char *name;
  int state;             /* virDomainState */
  int reason;            /* the state's own reason enum */
  gboolean persistent;
  gboolean saved;        /* has a managed save image */
  gboolean autostart;
} MusterDomainInfo;

/**
 * MusterDomainStats:
 *
 * One domain's counters of one bulk statistics call.  A counter the host did
 * not give is -1.
 */
typedef struct
{
  char *uuid;
  int state;
  int reason;
  gint64 cpu_time_ns;
  gint64 vcpus;
  gint64 vcpus_maximum;
  gint64 memory_maximum_kib;   /* as defined */
  gint64 memory_unused_kib;    /* as the guest's balloon driver tells */
  gint64 memory_available_kib; /* what the guest sees as its memory */
  gint64 disk_read_bytes;
  gint64 disk_write_bytes;
  gint64 net_rx_bytes;
  gint64 net_tx_bytes;
} MusterDomainStats;

/**
 * MusterGuestAddress:
 *
 * One guest address with the MAC it belongs to.
 */
typedef struct
{
  char *mac;
  char *address;
} MusterGuestAddress;

/**
 * MusterDomainText:
 *
 * One domain's XML.
 */
typedef struct
{
  char *uuid;
  char *xml;
} MusterDomainText;

/**
 * MusterDomainListing:
 * @infos: of #MusterDomainInfo
 * @chunks: of #DexFuture, each of a boxed GPtrArray of #MusterDomainText; in
 *   the order in which they are fetched.  A domain that went away meanwhile is
 *   in none; a chunk rejects only when the host is lost.
 *
 * All domains of a host.
 */
typedef struct
{
  GPtrArray *infos;
  GPtrArray *chunks;
} MusterDomainListing;

#define MUSTER_TYPE_DOMAIN_LISTING (muster_domain_listing_get_type ())

GType                muster_domain_listing_get_type (void) G_GNUC_CONST;
MusterDomainListing *muster_domain_listing_copy     (const MusterDomainListing *self);
void                 muster_domain_listing_free     (MusterDomainListing       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusterDomainListing, muster_domain_listing_free)

void muster_domain_text_free   (MusterDomainText   *self);
void muster_domain_info_free   (MusterDomainInfo   *self);
void muster_domain_stats_free  (MusterDomainStats  *self);
void muster_guest_address_free (MusterGuestAddress *self);

/* All of these return (transfer full) futures that reject with
 * #MusterVirtError.  A domain is named by its UUID, as libvirt prints it.
 * Lists come as boxed G_TYPE_PTR_ARRAY with a free function set.
 */

/** Returns: future of a GPtrArray of #MusterDomainInfo, running and defined. */
DexFuture *muster_domain_list           (MusterConnection *connection);

/**
 * muster_domain_list_with_xml:
 * @active_only: whose XML is fetched; listed are all
 * @flags: virDomainXMLFlags
 *
 * Lists the domains and has their XML fetched by the host's workers side by
 * side, without looking up any again: the way to read a whole host.  With
 * @active_only there is no XML of domains that are off.
 *
 * Returns: future of a boxed #MusterDomainListing, as soon as the names and
 *   states are known
 */
DexFuture *muster_domain_list_with_xml  (MusterConnection *connection,
                                         gboolean          active_only,
                                         unsigned int      flags);
/** Returns: future of one #MusterDomainInfo in a GPtrArray. */
DexFuture *muster_domain_look_up        (MusterConnection *connection,
                                         const char       *uuid);
/** Returns: future of the string; @flags are virDomainXMLFlags. */
DexFuture *muster_domain_get_xml        (MusterConnection *connection,
                                         const char       *uuid,
                                         unsigned int      flags);
/** Returns: future of a GPtrArray of #MusterDomainStats: one call, NOWAIT. */
DexFuture *muster_domain_list_stats     (MusterConnection *connection);
/** Returns: future of a GPtrArray of #MusterGuestAddress; asks the guest's agent. */
DexFuture *muster_domain_list_agent_addresses (MusterConnection *connection,
                                         const char       *uuid);

DexFuture *muster_domain_start          (MusterConnection *connection,
                                         const char       *uuid);
DexFuture *muster_domain_shutdown       (MusterConnection *connection,
                                         const char       *uuid);
DexFuture *muster_domain_force_off      (MusterConnection *connection,
                                         const char       *uuid);
DexFuture *muster_domain_reboot         (MusterConnection *connection,
                                         const char       *uuid);
DexFuture *muster_domain_reset          (MusterConnection *connection,
                                         const char       *uuid);
DexFuture *muster_domain_pause          (MusterConnection *connection,
                                         const char       *uuid);
DexFuture *muster_domain_resume         (MusterConnection *connection,
                                         const char       *uuid);
DexFuture *muster_domain_save           (MusterConnection *connection,
                                         const char       *uuid);
DexFuture *muster_domain_discard_saved  (MusterConnection *connection,
                                         const char       *uuid);
/**
 * muster_domain_update_device:
 * @xml: one device of the domain, as it is to be
 * @flags: virDomainDeviceModifyFlags
 *
 * Rejects with %MUSTER_VIRT_ERROR_UNSUPPORTED for what cannot be changed so.
 */
DexFuture *muster_domain_update_device  (MusterConnection *connection,
                                         const char       *uuid,
                                         const char       *xml,
                                         unsigned int      flags);
/** Takes @xml as the definition of the domain that it names; one that runs
 * has it from its next start. */
DexFuture *muster_domain_define         (MusterConnection *connection,
                                         const char       *xml);
/**
 * muster_domain_undefine:
 *
 * Takes its definition away, and with it a saved state and what libvirt knows of its
 * snapshots and checkpoints; its disks and the variables of its firmware stay.
 */
DexFuture *muster_domain_undefine       (MusterConnection *connection,
                                         const char       *uuid);
/** @codes: Linux key codes, pressed together for @hold_ms milliseconds. */
DexFuture *muster_domain_send_keys      (MusterConnection *connection,
                                         const char       *uuid,
                                         const guint      *codes,
                                         guint             n_codes,
                                         guint             hold_ms);
/** @codes: the same as scan codes of a PC's keyboard, with bit 7 for the prefix
 * 0xe0. */
DexFuture *muster_domain_send_scan_codes (MusterConnection *connection,
                                         const char       *uuid,
                                         const guint      *codes,
                                         guint             n_codes,
                                         guint             hold_ms);
/** Returns: future of a GBytes boxed: the picture as the host encoded it (PNG or PPM). */
DexFuture *muster_domain_screenshot     (MusterConnection *connection,
                                         const char       *uuid,
                                         guint             screen);

/**
 * muster_domain_migrate:
 * @target_uri: the destination as its source host reaches it
 * @flags: virDomainMigrateFlags
 *
 * Migrates; with VIR_MIGRATE_PEER2PEER the two hosts do it between them.
 */
DexFuture *muster_domain_migrate        (MusterConnection *connection,
                                         const char       *uuid,
                                         const char       *target_uri,
                                         unsigned int      flags);
/** Cancels the domain's current job (migration, save). */
DexFuture *muster_domain_abort_job      (MusterConnection *connection,
                                         const char       *uuid);
/**
 * Returns: future of a double, 0 to 1, of the domain's current job; -1 when
 *   there is a job of unknown size or none.
 */
DexFuture *muster_domain_job_progress   (MusterConnection *connection,
                                         const char       *uuid);

G_END_DECLS
