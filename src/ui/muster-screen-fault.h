/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * MusterScreenFaultKind:
 * @MUSTER_SCREEN_FAULT_OTHER: none of the others; the text is all there is
 * @MUSTER_SCREEN_FAULT_NO_HOST: there is no connection to the VM's host
 * @MUSTER_SCREEN_FAULT_NO_SCREEN: the VM has neither a VNC nor a SPICE display
 * @MUSTER_SCREEN_FAULT_LOCAL: it listens where only the host itself gets to
 * @MUSTER_SCREEN_FAULT_LOCAL_YET: as LOCAL, but from the next start elsewhere
 * @MUSTER_SCREEN_FAULT_CLOSED: nothing listens at its port
 * @MUSTER_SCREEN_FAULT_FILTERED: its port does not answer
 * @MUSTER_SCREEN_FAULT_UNRESOLVED: the name of its place has no address
 * @MUSTER_SCREEN_FAULT_CERTIFICATE: its certificate is not accepted
 * @MUSTER_SCREEN_FAULT_CLEAR: it is not encrypted, and must be
 * @MUSTER_SCREEN_FAULT_PASSWORD_NEEDED: it wants a password that nobody knows
 * @MUSTER_SCREEN_FAULT_PASSWORD: it does not take the password
 * @MUSTER_SCREEN_FAULT_TAKEN: another viewer has it for itself
 * @MUSTER_SCREEN_FAULT_PICTURES: its host sends no screenshots of it
 *
 * Why a VM's screen cannot be shown.
 */
typedef enum
{
  MUSTER_SCREEN_FAULT_OTHER,
  MUSTER_SCREEN_FAULT_NO_HOST,
  MUSTER_SCREEN_FAULT_NO_SCREEN,
  MUSTER_SCREEN_FAULT_LOCAL,
  MUSTER_SCREEN_FAULT_LOCAL_YET,
  MUSTER_SCREEN_FAULT_CLOSED,
  MUSTER_SCREEN_FAULT_FILTERED,
  MUSTER_SCREEN_FAULT_UNRESOLVED,
  MUSTER_SCREEN_FAULT_CERTIFICATE,
  MUSTER_SCREEN_FAULT_CLEAR,
  MUSTER_SCREEN_FAULT_PASSWORD_NEEDED,
  MUSTER_SCREEN_FAULT_PASSWORD,
  MUSTER_SCREEN_FAULT_TAKEN,
  MUSTER_SCREEN_FAULT_PICTURES,
  MUSTER_SCREEN_N_FAULTS
} MusterScreenFaultKind;

/**
 * MusterScreenRepairs:
 *
 * What can be done about it; all but LISTEN wherever it may help.
 */
typedef enum
{
  MUSTER_SCREEN_REPAIR_LISTEN   = 1 << 0,
  MUSTER_SCREEN_REPAIR_EXAMINE  = 1 << 1,
  MUSTER_SCREEN_REPAIR_RETRY    = 1 << 2,
  MUSTER_SCREEN_REPAIR_PICTURES = 1 << 3,   /* screenshots over libvirt's connection */
  MUSTER_SCREEN_REPAIR_DISPLAY  = 1 << 4,   /* back from those */
  MUSTER_SCREEN_REPAIR_SERIAL   = 1 << 5,   /* text over libvirt's connection */
} MusterScreenRepairs;

/**
 * MusterScreenFault:
 *
 * A fault for people: a heading, its cause and the next step in sentences.
 */
typedef struct
{
  MusterScreenFaultKind kind;
  MusterScreenRepairs repairs;
  char *title;
  char *description;
} MusterScreenFault;

#define MUSTER_TYPE_SCREEN_FAULT (muster_screen_fault_get_type ())

GType              muster_screen_fault_get_type (void) G_GNUC_CONST;

/**
 * muster_screen_fault_new:
 * @place: (nullable): address and port of the display, "host:5900"
 * @detail: (nullable): a cause in words: a sentence, for CERTIFICATE a phrase,
 *   for LOCAL_YET the address it will listen on
 */
MusterScreenFault *muster_screen_fault_new      (MusterScreenFaultKind    kind,
                                                 const char              *place,
                                                 const char              *detail);
MusterScreenFault *muster_screen_fault_copy     (const MusterScreenFault *self);
void               muster_screen_fault_free     (MusterScreenFault       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusterScreenFault, muster_screen_fault_free)

G_END_DECLS
