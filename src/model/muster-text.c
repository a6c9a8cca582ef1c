/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-text.h"

/* What moves the cursor, breaks the line, or is nothing that can be seen. */
static gboolean
is_dangerous (gunichar character)
{
  switch (g_unichar_type (character))
    {
    case G_UNICODE_CONTROL:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
    case G_UNICODE_SURROGATE:
    case G_UNICODE_UNASSIGNED:
      return TRUE;
    default:
      break;
    }

  /* Marks that reorder what is written after them. */
  return character == 0x200e || character == 0x200f || character == 0x061c ||
         (character >= 0x202a && character <= 0x202e) ||
         (character >= 0x2066 && character <= 0x2069);
}

static void
append_escaped (GString  *escaped,
                gunichar  character)
{
  if (character < 0x100)
    g_string_append_printf (escaped, "\\x%02x", character);
  else
    g_string_append_printf (escaped, "\\u{%04x}", character);
}

char *
muster_text_escape (const char *text)
{
  GString *escaped = g_string_new (NULL);

  while (*text != '\0')
    {
      gunichar character = g_utf8_get_char_validated (text, -1);

      if (character == (gunichar) -1 || character == (gunichar) -2)
        {
          append_escaped (escaped, (guint8) *text++);
          continue;
        }
      if (is_dangerous (character))
        append_escaped (escaped, character);
      else
        g_string_append_unichar (escaped, character);
      text = g_utf8_next_char (text);
    }

  return g_string_free_and_steal (escaped);
}

char *
muster_text_dup_file_name (const char *name,
                           const char *extension)
{
  g_autofree char *safe = g_strdup (name);

  g_strdelimit (safe, "/", '_');
  if (safe[0] == '.')
    safe[0] = '_';

  return g_strconcat (safe, extension, NULL);
}
