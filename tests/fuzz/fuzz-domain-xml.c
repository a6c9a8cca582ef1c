/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"
#include "muster-domain-xml.h"

/* All that is read of a definition is text that can be shown. */
static void
check_text (char *text)
{
  g_assert_true (text == NULL || g_utf8_validate (text, -1, NULL));
  g_free (text);
}

static void
read_lists (MusterDomainXml *xml)
{
  g_autoptr (MusterDomainCpu) cpu = muster_domain_xml_read_cpu (xml);
  g_auto (GStrv) macs = muster_domain_xml_dup_macs (xml);
  g_autoptr (GPtrArray) disks = muster_domain_xml_list_disks (xml);
  g_autoptr (GPtrArray) graphics = muster_domain_xml_list_graphics (xml);

  g_assert_nonnull (macs);
  for (guint i = 0; i < disks->len; i++)
    muster_disk_source_free (muster_disk_source_copy (disks->pdata[i]));
  for (guint i = 0; i < graphics->len; i++)
    {
      MusterGraphicsInfo *info = graphics->pdata[i];

      g_assert_cmpint (info->port, >=, -1);
      g_assert_cmpint (info->port, <=, G_MAXUINT16);
      g_assert_cmpint (info->tls_port, >=, -1);
      g_assert_cmpint (info->tls_port, <=, G_MAXUINT16);
    }
}

static void
read_all (MusterDomainXml *xml)
{
  check_text (muster_domain_xml_dup_name (xml));
  check_text (muster_domain_xml_dup_uuid (xml));
  check_text (muster_domain_xml_dup_title (xml));
  check_text (muster_domain_xml_dup_description (xml));
  check_text (muster_domain_xml_dup_os_id (xml));
  check_text (muster_domain_xml_dup_graphics_password (xml, "vnc"));
  muster_domain_xml_get_vcpus (xml);
  muster_domain_xml_get_memory_kib (xml);
  muster_domain_xml_get_agent_connected (xml);
  read_lists (xml);
}

/* What was written is read again, and says what was written. */
static void
edit (MusterDomainXml *xml)
{
  static const char text[] = "two\nlines & <more>";
  g_autofree char *written = NULL;
  g_autofree char *description = NULL;
  g_autoptr (MusterDomainXml) again = NULL;
  g_autoptr (GError) error = NULL;

  muster_domain_xml_set_description (xml, text);
  written = muster_domain_xml_to_string (xml);
  again = muster_domain_xml_new (written, &error);
  g_assert_no_error (error);
  description = muster_domain_xml_dup_description (again);
  g_assert_cmpstr (description, ==, text);
  muster_domain_xml_set_description (xml, NULL);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) summary_error = NULL;
  g_autoptr (MusterDomainXml) xml = muster_domain_xml_new (text, &error);
  g_autoptr (MusterDomainXml) summary = muster_domain_xml_new_summary (text, &summary_error);

  g_assert_true ((xml == NULL) == (error != NULL));
  g_assert_true ((summary == NULL) == (summary_error != NULL));
  if (summary != NULL)
    read_all (summary);
  if (xml != NULL)
    {
      read_all (xml);
      edit (xml);
    }

  return 0;
}
