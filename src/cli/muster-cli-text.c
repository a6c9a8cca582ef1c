/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-cli-text.h"
#include "muster-text.h"

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
      g_autofree char *line = muster_text_escape (lines[i]);

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
  g_autofree char *line = muster_text_escape (text);

  g_print ("%s\n", line);
}
