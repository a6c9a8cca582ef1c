/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "muster-pem-block.h"

static gboolean
is_base64 (const char *line)
{
  return *line != '\0' &&
         strspn (line, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=") ==
         strlen (line);
}

char *
_muster_pem_block (const char *text,
                   const char *label)
{
  g_autofree char *begin = g_strdup_printf ("-----BEGIN %s-----", label);
  g_autofree char *end = g_strdup_printf ("-----END %s-----", label);
  g_autoptr(GString) block = NULL;
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *line = g_strstrip (lines[i]);

      if (g_str_equal (line, begin) && block == NULL)
        block = g_string_new (NULL);
      else if (block == NULL)
        continue;
      else if (!g_str_equal (line, end) && !is_base64 (line))
        return NULL;

      g_string_append_printf (block, "%s\n", line);
      if (g_str_equal (line, end))
        return g_string_free (g_steal_pointer (&block), FALSE);
    }

  return NULL;
}

char *
_muster_pem_request (const char *text)
{
  char *request = _muster_pem_block (text, "CERTIFICATE REQUEST");

  return request != NULL ? request : _muster_pem_block (text, "NEW CERTIFICATE REQUEST");
}
