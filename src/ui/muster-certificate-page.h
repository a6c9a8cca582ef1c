/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "muster-desk.h"

G_BEGIN_DECLS

#define MUSTER_TYPE_CERTIFICATE_PAGE (muster_certificate_page_get_type ())
G_DECLARE_FINAL_TYPE (MusterCertificatePage, muster_certificate_page, MUSTER, CERTIFICATE_PAGE, AdwNavigationPage)

/** MusterCertificatePage: every certificate in use, the one that ends first on top. */
GtkWidget *muster_certificate_page_new (MusterDesk *desk);

G_END_DECLS
