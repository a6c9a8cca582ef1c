/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "muster-desk.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_SERIAL_VIEW (muster_serial_view_get_type ())
G_DECLARE_FINAL_TYPE (MusterSerialView, muster_serial_view, MUSTER, SERIAL_VIEW, AdwBin)

/**
 * MusterSerialView:
 *
 * A terminal on a serial console of a running VM, with what is to be said when
 * there is none.  Connected while it is shown and has a device.
 */
void muster_serial_view_set_vm     (MusterSerialView *self,
                                    MusterDesk       *desk,
                                    MusterVm         *vm);
/**
 * muster_serial_view_set_device:
 * @device: (nullable): what libvirt calls it; %NULL ends the connection
 * @label: (nullable): what people call it
 */
void muster_serial_view_set_device (MusterSerialView *self,
                                    const char       *device,
                                    const char       *label);

G_END_DECLS
