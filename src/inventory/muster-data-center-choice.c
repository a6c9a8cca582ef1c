/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "muster-data-center-choice.h"
#include "muster-membership.h"
#include "muster-record-image.h"

char *
muster_data_center_find_id (const char * const *names,
                            const char         *wanted)
{
  g_autofree char *lowest = NULL;

  g_return_val_if_fail (names != NULL, NULL);

  for (gsize i = 0; names[i] != NULL; i++)
    {
      g_autofree char *kind = NULL;
      g_autofree char *id = NULL;
      g_autofree char *revision = NULL;

      if (!muster_record_image_parse_name (names[i], &kind, &id, &revision) ||
          !g_str_equal (kind, MUSTER_DATA_CENTER_RECORD_KIND))
        continue;
      if (g_strcmp0 (id, wanted) == 0)
        return g_steal_pointer (&id);
      if (lowest == NULL || g_strcmp0 (id, lowest) < 0)
        g_set_str (&lowest, id);
    }

  return g_steal_pointer (&lowest);
}

static guint
count_with (GPtrArray  *listings,
            const char *id)
{
  guint n = 0;

  for (guint i = 0; i < listings->len; i++)
    {
      g_autofree char *other = muster_data_center_find_id (listings->pdata[i], id);

      n += g_strcmp0 (other, id) == 0;
    }

  return n;
}

char *
muster_data_center_choose_id (GPtrArray *listings)
{
  g_autofree char *best = NULL;

  g_return_val_if_fail (listings != NULL, NULL);

  for (guint i = 0; i < listings->len; i++)
    {
      g_autofree char *id = muster_data_center_find_id (listings->pdata[i], NULL);
      guint n = id != NULL ? count_with (listings, id) : 0;
      guint most = best != NULL ? count_with (listings, best) : 0;

      if (id != NULL && (n > most || (n == most && strcmp (id, best) < 0)))
        g_set_str (&best, id);
    }

  return g_steal_pointer (&best);
}
