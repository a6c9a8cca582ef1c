/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "muster-desk.h"

G_BEGIN_DECLS

/**
 * muster_sign_in:
 * @parent: where it asks
 *
 * Asks for the user and password of @host, again with the reason while the
 * host refuses them; keeps what it took in the keyring and connects.
 */
void muster_sign_in (GtkWidget  *parent,
                     MusterDesk *desk,
                     MusterHost *host);

G_END_DECLS
