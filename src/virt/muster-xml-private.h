/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <libxml/tree.h>

#include "muster-virt-error.h"

G_BEGIN_DECLS

/*< private >
 * MusterXmlWanted:
 *
 * Returns: whether element @name within a kept element @parent is kept
 */
typedef gboolean (*MusterXmlWanted) (const char *parent,
                                     const char *name);

xmlDocPtr   _muster_xml_read        (const char      *xml,
                                     const char      *root,
                                     MusterXmlWanted  wanted,
                                     GError         **error);
xmlNodePtr  _muster_xml_get_child   (xmlNodePtr   parent,
                                     const char  *name);
xmlNodePtr  _muster_xml_get_next    (xmlNodePtr   node,
                                     const char  *name);
char       *_muster_xml_dup_content (xmlNodePtr   parent,
                                     const char  *name);
char       *_muster_xml_dup_value   (xmlNodePtr   node,
                                     const char  *attribute);
gboolean    _muster_xml_is          (xmlNodePtr   node,
                                     const char  *attribute,
                                     const char  *value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (xmlDoc, xmlFreeDoc)

G_END_DECLS
