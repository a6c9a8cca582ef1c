/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "muster-desk.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_HOST_FORM (muster_host_form_get_type ())
G_DECLARE_FINAL_TYPE (MusterHostForm, muster_host_form, MUSTER, HOST_FORM, AdwPreferencesPage)

/**
 * MusterHostForm:
 *
 * Where a host is, what it is called, and what is shown to it.  Signals:
 *
 * - "changed"
 * - "problem" (const char *message, const char *reason): the keyring or a
 *   folder of keys could not be read
 */

/**
 * muster_host_form_set_desk:
 * @entry: (nullable): the host that is edited; without one the address may be
 *   several, between blanks, commas or line ends
 */
void         muster_host_form_set_desk   (MusterHostForm         *self,
                                          MusterDesk             *desk,
                                          const MusterHostEntry  *entry);
void         muster_host_form_set_address (MusterHostForm        *self,
                                          const char             *address);
/** Says above the address what it is asked for. */
void         muster_host_form_set_purpose (MusterHostForm       *self,
                                          const char             *text);
/** Gives the keyboard to what is wrong, or to the address. */
void         muster_host_form_focus      (MusterHostForm         *self);
gboolean     muster_host_form_is_empty   (MusterHostForm         *self);
/**
 * muster_host_form_read:
 *
 * Returns: (transfer full) (nullable): a GPtrArray of #MusterHostEntry, one
 *   when a host is edited, or %NULL with %G_IO_ERROR_INVALID_ARGUMENT and a
 *   sentence about the address, which is marked then
 */
GPtrArray   *muster_host_form_read       (MusterHostForm         *self,
                                          GError                **error);
/** Returns: (transfer full) (nullable): the user and password, if any were typed. */
MusterLogin *muster_host_form_dup_login  (MusterHostForm         *self);

G_END_DECLS
