/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <libxml/parser.h>
#include <string.h>

#include "muster-xml-private.h"

/* A domain with all its devices has some ten thousand bytes. */
#define MAX_BYTES (16 * 1024 * 1024)

G_DEFINE_AUTOPTR_CLEANUP_FUNC (xmlParserCtxt, xmlFreeParserCtxt)

/* What a parser leaves out as it goes. */
typedef struct
{
  MusterXmlWanted wanted;
  guint skipped;          /* how deep it is within what is left out */
} Filter;

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

static gboolean
is_left_out (xmlParserCtxtPtr  context,
             Filter           *filter,
             const xmlChar    *name)
{
  return filter->skipped > 0 ||
         (context->node != NULL &&
          !filter->wanted ((const char *) context->node->name, (const char *) name));
}

static void
start_element_cb (void           *data,
                  const xmlChar  *name,
                  const xmlChar  *prefix,
                  const xmlChar  *uri,
                  int             n_namespaces,
                  const xmlChar **namespaces,
                  int             n_attributes,
                  int             n_defaulted,
                  const xmlChar **attributes)
{
  xmlParserCtxtPtr context = data;
  Filter *filter = context->_private;

  if (is_left_out (context, filter, name))
    filter->skipped++;
  else
    xmlSAX2StartElementNs (context, name, prefix, uri, n_namespaces, namespaces,
                           n_attributes, n_defaulted, attributes);
}

static void
end_element_cb (void          *data,
                const xmlChar *name,
                const xmlChar *prefix,
                const xmlChar *uri)
{
  xmlParserCtxtPtr context = data;
  Filter *filter = context->_private;

  if (filter->skipped > 0)
    filter->skipped--;
  else
    xmlSAX2EndElementNs (context, name, prefix, uri);
}

static void
characters_cb (void          *data,
               const xmlChar *text,
               int            length)
{
  xmlParserCtxtPtr context = data;
  Filter *filter = context->_private;

  if (filter->skipped == 0)
    xmlSAX2Characters (context, text, length);
}

static void
set_filter (xmlParserCtxtPtr  context,
            Filter           *filter)
{
  context->_private = filter;
  context->sax->startElementNs = start_element_cb;
  context->sax->endElementNs = end_element_cb;
  context->sax->characters = characters_cb;
  context->sax->cdataBlock = characters_cb;
  context->sax->comment = NULL;
  context->sax->processingInstruction = NULL;
}

/* In the order of the text, within @root. */
static xmlNodePtr
get_following (xmlNodePtr node,
               xmlNodePtr root)
{
  if (node->type == XML_ELEMENT_NODE && node->children != NULL)
    return node->children;

  while (node != root && node->next == NULL)
    node = node->parent;

  return node != root ? node->next : NULL;
}

/* libxml2 writes the name of a namespace as it is in memory, "<" included:
 * what was read could not be read again.
 */
static gboolean
is_writable (const xmlNs *namespace)
{
  for (const xmlChar *at = namespace->href; at != NULL && *at != '\0'; at++)
    if (*at == '<' || *at < ' ')
      return FALSE;

  return TRUE;
}

static gboolean
are_namespaces_writable (xmlNodePtr root)
{
  for (xmlNodePtr node = root; node != NULL; node = get_following (node, root))
    if (node->type == XML_ELEMENT_NODE)
      for (const xmlNs *at = node->nsDef; at != NULL; at = at->next)
        if (!is_writable (at))
          return FALSE;

  return TRUE;
}

/*< private >
 * _muster_xml_read:
 * @xml: from a host, hence untrusted
 * @root: the name its root element must have
 * @wanted: (nullable): which elements to keep, %NULL for all and every blank
 *
 * Returns: (transfer full) (nullable): the document, or %NULL with
 *   %MUSTER_VIRT_ERROR_INVALID
 */
xmlDocPtr
_muster_xml_read (const char       *xml,
                  const char       *root,
                  MusterXmlWanted   wanted,
                  GError          **error)
{
  int options = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING;
  g_autoptr(xmlParserCtxt) context = NULL;
  g_autoptr(xmlDoc) document = NULL;
  Filter filter = { wanted, 0 };
  gsize length = strnlen (xml, MAX_BYTES + 1);
  xmlNodePtr node;

  if (length > MAX_BYTES)
    {
      set_invalid (error, _("it is too large"));
      return NULL;
    }

  context = xmlNewParserCtxt ();
  context->sax->internalSubset = refuse_doctype_cb;
  if (wanted != NULL)
    {
      set_filter (context, &filter);
      options |= XML_PARSE_NOBLANKS | XML_PARSE_COMPACT;
    }
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
  if (wanted == NULL && !are_namespaces_writable (node))
    {
      set_invalid (error, _("a namespace has a name that could not be written back"));
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
