/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-cli-table.h"
#include "muster-cli-text.h"
#include "muster-text.h"

struct _MusterCliTable
{
  GPtrArray *rows;      /* of GStrv, all with n_columns members */
  gboolean *to_right;
  guint n_columns;
};

static void
add_headings (MusterCliTable     *self,
              const char * const *headings)
{
  char **row = g_new0 (char *, self->n_columns + 1);

  for (guint i = 0; i < self->n_columns; i++)
    {
      self->to_right[i] = headings[i][0] == '>';
      row[i] = g_strdup (headings[i] + self->to_right[i]);
    }
  g_ptr_array_add (self->rows, row);
}

MusterCliTable *
muster_cli_table_new (const char * const *headings)
{
  MusterCliTable *self = g_new0 (MusterCliTable, 1);

  self->n_columns = headings != NULL ? g_strv_length ((char **) headings) : 2;
  self->to_right = g_new0 (gboolean, self->n_columns);
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  if (headings != NULL)
    add_headings (self, headings);

  return self;
}

void
muster_cli_table_free (MusterCliTable *self)
{
  g_ptr_array_unref (self->rows);
  g_free (self->to_right);
  g_free (self);
}

void
muster_cli_table_add_strv (MusterCliTable     *self,
                           const char * const *cells)
{
  char **row = g_new0 (char *, self->n_columns + 1);
  guint i = 0;

  for (; i < self->n_columns && cells[i] != NULL; i++)
    row[i] = muster_text_escape (cells[i]);
  for (; i < self->n_columns; i++)
    row[i] = g_strdup ("");
  g_ptr_array_add (self->rows, row);
}

void
muster_cli_table_add (MusterCliTable *self,
                      ...)
{
  g_autofree const char **cells = g_new0 (const char *, self->n_columns + 1);
  va_list args;

  va_start (args, self);
  for (guint i = 0; i < self->n_columns; i++)
    if ((cells[i] = va_arg (args, const char *)) == NULL)
      break;
  va_end (args);

  muster_cli_table_add_strv (self, cells);
}

static guint
measure_column (MusterCliTable *self,
                guint           column)
{
  guint widest = 0;

  for (guint i = 0; i < self->rows->len; i++)
    {
      char **row = g_ptr_array_index (self->rows, i);

      widest = MAX (widest, muster_cli_text_width (row[column]));
    }

  return widest;
}

static void
append_blanks (GString *text,
               guint    count)
{
  for (guint i = 0; i < count; i++)
    g_string_append_c (text, ' ');
}

static void
append_row (MusterCliTable *self,
            GString        *text,
            char          **row,
            const guint    *widths)
{
  for (guint i = 0; i < self->n_columns; i++)
    {
      guint blanks = widths[i] - muster_cli_text_width (row[i]);
      gboolean is_last = i == self->n_columns - 1;

      if (self->to_right[i])
        append_blanks (text, blanks);
      g_string_append (text, row[i]);
      if (!self->to_right[i] && !is_last)
        append_blanks (text, blanks);
      if (!is_last)
        g_string_append (text, "  ");
    }

  while (text->len > 0 && text->str[text->len - 1] == ' ')
    g_string_truncate (text, text->len - 1);
  g_string_append_c (text, '\n');
}

char *
muster_cli_table_to_string (MusterCliTable *self)
{
  g_autofree guint *widths = g_new0 (guint, self->n_columns);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->n_columns; i++)
    widths[i] = measure_column (self, i);
  for (guint i = 0; i < self->rows->len; i++)
    append_row (self, text, g_ptr_array_index (self->rows, i), widths);

  return g_string_free_and_steal (text);
}

void
muster_cli_table_print (MusterCliTable *self)
{
  g_autofree char *text = muster_cli_table_to_string (self);

  g_print ("%s", text);
}
