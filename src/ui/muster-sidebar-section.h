/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define MUSTER_TYPE_SIDEBAR_SECTION (muster_sidebar_section_get_type ())
G_DECLARE_FINAL_TYPE (MusterSidebarSection, muster_sidebar_section, MUSTER, SIDEBAR_SECTION, GObject)

/** An entry of the sidebar that is no object of the model: a kind of things. */
MusterSidebarSection *muster_sidebar_section_new       (const char           *id,
                                                        const char           *title,
                                                        const char           *icon);
const char           *muster_sidebar_section_get_id    (MusterSidebarSection *self);
const char           *muster_sidebar_section_get_title (MusterSidebarSection *self);
const char           *muster_sidebar_section_get_icon  (MusterSidebarSection *self);

G_END_DECLS
