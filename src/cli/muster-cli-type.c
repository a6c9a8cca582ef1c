/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>

#include <glib/gi18n-lib.h>

#include "muster-cli-file.h"
#include "muster-cli-type.h"
#include "muster-vm-actions.h"
#include "muster-wipe.h"

/* From one event of a key to the next; console/README.md says why. */
#define EVENT_MS 20

#define QNUM_SHIFT 0x2a
#define QNUM_ALTGR 0xb8

static char *
list_layouts (void)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;
  gsize n = 0;
  const ConsoleLayoutInfo *layouts = console_layout_list (&n);

  for (gsize i = 0; i < n; i++)
    g_strv_builder_add (ids, layouts[i].id);
  list = g_strv_builder_end (ids);

  return g_strjoinv (", ", list);
}

static ConsoleLayout *
find_layout (const char  *id,
             GError     **error)
{
  g_autofree char *known = NULL;

  if (id == NULL)
    return console_layout_new (console_layout_guess (setlocale (LC_CTYPE, NULL)), error);
  if (console_layout_get_name (id) != NULL)
    return console_layout_new (id, error);

  known = list_layouts ();
  g_set_error (error, MUSTER_CLI_ERROR, MUSTER_CLI_USAGE,
               _("There is no keyboard layout “%s”; there are: %s."), id, known);

  return NULL;
}

static gboolean
check_missing (ConsoleLayout  *layout,
               const char     *prepared,
               GError        **error)
{
  g_autofree char *missing = console_layout_dup_missing (layout, prepared);

  if (*missing == '\0')
    return TRUE;

  g_set_error (error, MUSTER_CLI_ERROR, MUSTER_CLI_USAGE,
               /* Translators: a keyboard layout's id, then characters */
               _("Nothing was typed: the keyboard “%s” has no keys for: %s"),
               console_layout_get_id (layout), missing);

  return FALSE;
}

char *
muster_cli_type_prepare (MusterCli      *cli,
                         const char     *text,
                         ConsoleLayout **layout,
                         GError        **error)
{
  g_autoptr (ConsoleLayout) found = find_layout (cli->options->layout, error);
  g_autoptr (MusterWiped) read = NULL;
  g_autoptr (MusterWiped) prepared = NULL;

  if (found == NULL)
    return NULL;
  if (g_str_equal (text, "-") && (read = muster_cli_file_read ("-", error)) == NULL)
    return NULL;

  prepared = console_layout_prepare (read != NULL ? read : text);
  if (prepared == NULL)
    g_set_error (error, MUSTER_CLI_ERROR, MUSTER_CLI_USAGE,
                 _("That is no text, or has more than %d characters."),
                 CONSOLE_LAYOUT_MAX_CHARACTERS);
  if (prepared == NULL || !check_missing (found, prepared, error))
    return NULL;
  *layout = g_steal_pointer (&found);

  return g_steal_pointer (&prepared);
}

static gboolean
press (MusterCli            *cli,
       MusterVm             *vm,
       const ConsoleStroke  *stroke,
       GError              **error)
{
  guint codes[3];
  guint n = 0;

  if (stroke->modifiers & CONSOLE_STROKE_SHIFT)
    codes[n++] = QNUM_SHIFT;
  if (stroke->modifiers & CONSOLE_STROKE_ALTGR)
    codes[n++] = QNUM_ALTGR;
  codes[n++] = stroke->qnum;

  if (!dex_await (muster_vm_send_scan_codes (muster_desk_get_inventory (cli->desk), vm,
                                             codes, n, EVENT_MS), error))
    return FALSE;

  /* The host presses and lets go of one after the other, after it has answered. */
  dex_await (dex_timeout_new_msec (2 * n * EVENT_MS), NULL);

  return TRUE;
}

gboolean
muster_cli_type_run (MusterCli      *cli,
                     MusterVm       *vm,
                     const char     *prepared,
                     ConsoleLayout  *layout,
                     GError        **error)
{
  for (; *prepared != '\0'; prepared = g_utf8_next_char (prepared))
    {
      ConsoleStroke strokes[CONSOLE_LAYOUT_MAX_STROKES];
      gsize n = console_layout_find (layout, g_utf8_get_char (prepared), strokes);

      for (gsize i = 0; i < n; i++)
        if (!press (cli, vm, &strokes[i], error))
          return FALSE;
    }

  return TRUE;
}
