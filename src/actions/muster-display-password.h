/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-connection.h"
#include "muster-domain-xml.h"
#include "muster-inventory.h"

G_BEGIN_DECLS

/* By the host's clock; a viewer that stands is not cut off. */
#define MUSTER_DISPLAY_PASSWORD_SECONDS 120

/**
 * MusterDisplayPasswordUse:
 * @MUSTER_DISPLAY_PASSWORD_NONE: the display was started without one, and QEMU
 *   lets none be set later
 * @MUSTER_DISPLAY_PASSWORD_SET: an admin's; used and left alone
 * @MUSTER_DISPLAY_PASSWORD_LENT: one for a moment, and the moment lasts
 * @MUSTER_DISPLAY_PASSWORD_DUE: it takes one for a moment, and has none
 *
 * What is to be done about the password of a running VM's display.
 */
typedef enum
{
  MUSTER_DISPLAY_PASSWORD_NONE,
  MUSTER_DISPLAY_PASSWORD_SET,
  MUSTER_DISPLAY_PASSWORD_LENT,
  MUSTER_DISPLAY_PASSWORD_DUE,
} MusterDisplayPasswordUse;

/**
 * MusterDisplayPassword:
 * @use: what was found
 * @at_next_start: whether the VM's definition takes passwords
 * @password: (nullable): what to open the display with
 */
typedef struct
{
  MusterDisplayPasswordUse use;
  gboolean at_next_start;
  char *password;
} MusterDisplayPassword;

#define MUSTER_TYPE_DISPLAY_PASSWORD (muster_display_password_get_type ())

GType                  muster_display_password_get_type (void) G_GNUC_CONST;
MusterDisplayPassword *muster_display_password_copy     (const MusterDisplayPassword *self);
void                   muster_display_password_free     (MusterDisplayPassword       *self);

/**
 * muster_display_password_judge:
 * @live: (nullable): the password of the running VM, "" for one that opens nothing
 * @valid_to: (nullable): until when, as libvirt writes it, in UTC
 * @defined: (nullable): the password of the VM's definition
 * @now: seconds since 1970 by the host's clock
 *
 * A password that has an end and is in no definition was lent.
 */
MusterDisplayPasswordUse muster_display_password_judge  (const char *live,
                                                         const char *valid_to,
                                                         const char *defined,
                                                         gint64      now);

/**
 * muster_display_password_acquire:
 * @live: the running VM's XML, with its secrets; it is changed
 * @type: "vnc" or "spice"
 * @seconds: how long one is valid that has to be made
 *
 * Finds out what the display is opened with, and sets a password for a moment
 * where it takes one and has none.
 *
 * Returns: (transfer full): a future of a boxed #MusterDisplayPassword
 */
DexFuture             *muster_display_password_acquire  (MusterConnection *connection,
                                                         const char       *uuid,
                                                         MusterDomainXml  *live,
                                                         const char       *type,
                                                         guint             seconds);

/**
 * muster_display_password_enable:
 *
 * Has the VM's display take passwords from its next start: with an empty one,
 * which opens nothing, in its definition.  A password that is there stays.
 *
 * Returns: (transfer full): a future of %TRUE; rejects with #MusterActionError
 */
DexFuture             *muster_display_password_enable   (MusterInventory *inventory,
                                                         MusterVm        *vm,
                                                         const char      *type);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusterDisplayPassword, muster_display_password_free)

G_END_DECLS
