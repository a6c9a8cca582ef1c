/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "muster-virt-error.h"

G_BEGIN_DECLS

GError *_muster_virt_error_new      (int          code,
                                     int          domain,
                                     int          system_error,
                                     const char  *message);
GError *_muster_virt_error_new_last (void);
GError *_muster_virt_error_new_open (virErrorPtr  error,
                                     gboolean     tls,
                                     gboolean     asked_for_login);

G_END_DECLS
