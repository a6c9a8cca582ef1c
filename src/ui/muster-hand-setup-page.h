/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "muster-host-setup.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_HAND_SETUP_PAGE (muster_hand_setup_page_get_type ())
G_DECLARE_FINAL_TYPE (MusterHandSetupPage, muster_hand_setup_page, MUSTER, HAND_SETUP_PAGE, AdwNavigationPage)

/**
 * muster_hand_setup_page_new:
 * @name: what the host is reached by
 *
 * Sets up a host without ssh: a script to run there, a place for what it
 * printed, and the second half of the script.  Signal "done": somebody says
 * that the second half has run.
 */
AdwNavigationPage *muster_hand_setup_page_new (MusterHostSetup *setup,
                                               const char      *name);

G_END_DECLS
