/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-cli-text.h"

/* Names come from hosts that are not trusted with the admin's terminal. */
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
muster_cli_text_escape (const char *text)
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

guint
muster_cli_text_width (const char *text)
{
  guint width = 0;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar character = g_utf8_get_char (text);

      if (!g_unichar_iszerowidth (character))
        width += g_unichar_iswide (character) ? 2 : 1;
    }

  return width;
}

/* Libvirt's texts may have several lines. */
static void
print_lines (const char *first,
             const char *others,
             const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *line = muster_cli_text_escape (lines[i]);

      if (*line != '\0')
        g_printerr ("%s%s\n", i == 0 ? first : others, line);
    }
}

void
muster_cli_print_error (const char *text)
{
  print_lines ("musterctl: ", "  ", text);
}

void
muster_cli_print_note (const char *text)
{
  print_lines ("  ", "  ", text);
}

void
muster_cli_print (const char *text)
{
  g_autofree char *line = muster_cli_text_escape (text);

  g_print ("%s\n", line);
}
