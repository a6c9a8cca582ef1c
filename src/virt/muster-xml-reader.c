/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <libxml/parser.h>
#include <string.h>

#include "muster-xml-private.h"

/* A domain with all its devices has some ten thousand bytes. */
#define MAX_BYTES (16 * 1024 * 1024)

G_DEFINE_AUTOPTR_CLEANUP_FUNC (xmlParserCtxt, xmlFreeParserCtxt)

/* libvirt writes no document type, and entities are good for attacks only. */
static void
refuse_doctype_cb (void          *context,
                   const xmlChar *name,
                   const xmlChar *external_id,
                   const xmlChar *system_id)
{
  xmlStopParser (context);
}

static void
set_invalid (GError     **error,
             const char  *detail)
{
  g_autofree char *text = g_utf8_make_valid (detail, -1);

  g_set_error (error, MUSTER_VIRT_ERROR, MUSTER_VIRT_ERROR_INVALID,
               _("The XML cannot be used: %s"), g_strstrip (text));
}

/*< private >
 * _muster_xml_read:
 * @xml: from a host, hence untrusted
 * @root: the name its root element must have
 *
 * Returns: (transfer full) (nullable): the document, or %NULL with
 *   %MUSTER_VIRT_ERROR_INVALID
 */
xmlDocPtr
_muster_xml_read (const char  *xml,
                  const char  *root,
                  GError     **error)
{
  const int options = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING;
  g_autoptr(xmlParserCtxt) context = NULL;
  g_autoptr(xmlDoc) document = NULL;
  gsize length = strnlen (xml, MAX_BYTES + 1);
  xmlNodePtr node;

  if (length > MAX_BYTES)
    {
      set_invalid (error, _("it is too large"));
      return NULL;
    }

  context = xmlNewParserCtxt ();
  context->sax->internalSubset = refuse_doctype_cb;
  document = xmlCtxtReadMemory (context, xml, length, NULL, "UTF-8", options);
  if (document == NULL)
    {
      set_invalid (error, context->lastError.message != NULL
                            ? context->lastError.message
                            : _("it has a document type"));
      return NULL;
    }

  node = xmlDocGetRootElement (document);
  if (node == NULL || strcmp ((const char *) node->name, root) != 0)
    {
      set_invalid (error, _("it describes something else"));
      return NULL;
    }

  return g_steal_pointer (&document);
}

static xmlNodePtr
seek (xmlNodePtr  node,
      const char *name)
{
  while (node != NULL && (node->type != XML_ELEMENT_NODE ||
                          strcmp ((const char *) node->name, name) != 0))
    node = node->next;

  return node;
}

/*< private >
 * _muster_xml_get_child:
 * @parent: (nullable): an element, or none
 *
 * Returns: (nullable): its first child element named @name
 */
xmlNodePtr
_muster_xml_get_child (xmlNodePtr  parent,
                       const char *name)
{
  return parent != NULL ? seek (parent->children, name) : NULL;
}

/*< private >
 * _muster_xml_get_next:
 *
 * Returns: (nullable): the next sibling element named @name
 */
xmlNodePtr
_muster_xml_get_next (xmlNodePtr  node,
                      const char *name)
{
  return seek (node->next, name);
}

static char *
take_text (xmlChar *text)
{
  char *copy = g_strdup ((const char *) text);

  xmlFree (text);
  return copy;
}

/*< private >
 * _muster_xml_dup_content:
 *
 * Returns: (transfer full) (nullable): the text of the child element @name
 */
char *
_muster_xml_dup_content (xmlNodePtr  parent,
                         const char *name)
{
  xmlNodePtr node = _muster_xml_get_child (parent, name);

  return node != NULL ? take_text (xmlNodeGetContent (node)) : NULL;
}

/*< private >
 * _muster_xml_dup_value:
 *
 * Returns: (transfer full) (nullable): the attribute, %NULL where there is none
 */
char *
_muster_xml_dup_value (xmlNodePtr  node,
                       const char *attribute)
{
  xmlChar *value;

  if (node == NULL)
    return NULL;

  value = xmlGetNoNsProp (node, (const xmlChar *) attribute);
  return value != NULL ? take_text (value) : NULL;
}

gboolean
_muster_xml_is (xmlNodePtr  node,
                const char *attribute,
                const char *value)
{
  g_autofree char *own = _muster_xml_dup_value (node, attribute);

  return g_strcmp0 (own, value) == 0;
}
