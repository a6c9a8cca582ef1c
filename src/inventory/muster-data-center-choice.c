/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "muster-data-center-choice.h"
#include "muster-membership.h"
#include "muster-record-image.h"

/* Returns: (transfer full) (nullable): the record's id, if @name is of that kind. */
static char *
parse (const char *name,
       const char *wanted)
{
  g_autofree char *kind = NULL;
  g_autofree char *id = NULL;
  g_autofree char *revision = NULL;

  return g_str_has_prefix (name, wanted) &&
         muster_record_image_parse_name (name, &kind, &id, &revision) &&
         g_str_equal (kind, wanted) ? g_steal_pointer (&id) : NULL;
}

char **
muster_data_center_list_dissolved (const char * const *names)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();

  g_return_val_if_fail (names != NULL, NULL);

  for (gsize i = 0; names[i] != NULL; i++)
    {
      char *id = parse (names[i], MUSTER_DISSOLVED_RECORD_KIND);

      if (id != NULL)
        g_strv_builder_take (ids, id);
    }

  return g_strv_builder_end (ids);
}

char *
muster_data_center_find_id (const char * const *names,
                            const char         *wanted)
{
  g_auto (GStrv) dissolved = NULL;
  g_autofree char *lowest = NULL;

  g_return_val_if_fail (names != NULL, NULL);

  dissolved = muster_data_center_list_dissolved (names);
  for (gsize i = 0; names[i] != NULL; i++)
    {
      g_autofree char *id = parse (names[i], MUSTER_DATA_CENTER_RECORD_KIND);

      if (id == NULL || g_strv_contains ((const char * const *) dissolved, id))
        continue;
      if (g_strcmp0 (id, wanted) == 0)
        return g_steal_pointer (&id);
      if (lowest == NULL || g_strcmp0 (id, lowest) < 0)
        g_set_str (&lowest, id);
    }

  return g_steal_pointer (&lowest);
}

static gboolean
keeps_more_than (const char * const *names,
                 const char         *kind)
{
  for (gsize i = 0; names[i] != NULL; i++)
    {
      g_autofree char *id = parse (names[i], kind);
      g_autofree char *other = NULL;
      g_autofree char *other_id = NULL;
      g_autofree char *revision = NULL;

      if (id == NULL && muster_record_image_parse_name (names[i], &other, &other_id, &revision))
        return TRUE;
    }

  return FALSE;
}

char *
muster_data_center_find_leftover (const char * const *names)
{
  g_auto (GStrv) dissolved = NULL;
  g_autofree char *id = NULL;

  g_return_val_if_fail (names != NULL, NULL);

  dissolved = muster_data_center_list_dissolved (names);
  id = muster_data_center_find_id (names, NULL);

  return id == NULL && dissolved[0] != NULL &&
         keeps_more_than (names, MUSTER_DISSOLVED_RECORD_KIND) ? g_strdup (dissolved[0]) : NULL;
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
