/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-clean-text.h"

static gboolean
is_harmful (gunichar c)
{
  return g_unichar_iscntrl (c) || g_unichar_type (c) == G_UNICODE_FORMAT ||
         c == 0x2028 || c == 0x2029;
}

char *
_muster_clean_text (const char *text,
                    gsize       length)
{
  g_autofree char *valid = g_utf8_make_valid (text, length);
  GString *clean = g_string_sized_new (length);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '\t')
        g_string_append_c (clean, ' ');
      else if (c == '\n' || !is_harmful (c))
        g_string_append_unichar (clean, c);
    }

  return g_string_free (clean, FALSE);
}
