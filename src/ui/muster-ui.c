/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-ui.h"
#include "muster-ui-resources.h"

void
muster_ui_init (void)
{
  muster_ui_register_resource ();
}
