/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-console-memory.h"

#define KEY "console-memory"
#define MAX_VMS 1000

GVariant *
muster_console_memory_lookup (GSettings          *settings,
                              const char         *uuid,
                              const char         *name,
                              const GVariantType *type)
{
  g_autoptr (GVariant) all = g_settings_get_value (settings, KEY);
  g_autoptr (GVariant) of_vm = g_variant_lookup_value (all, uuid, G_VARIANT_TYPE_VARDICT);

  return of_vm != NULL ? g_variant_lookup_value (of_vm, name, type) : NULL;
}

static GVariant *
change (GVariant   *of_vm,
        const char *name,
        GVariant   *value)
{
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (of_vm);

  g_variant_dict_insert_value (&dict, name, value);

  return g_variant_dict_end (&dict);
}

/* The one that is touched goes to the front, the last ones are forgotten. */
void
muster_console_memory_set (GSettings  *settings,
                           const char *uuid,
                           const char *name,
                           GVariant   *value)
{
  g_autoptr (GVariant) all = g_settings_get_value (settings, KEY);
  g_autoptr (GVariant) of_vm = g_variant_lookup_value (all, uuid, G_VARIANT_TYPE_VARDICT);
  GVariantBuilder builder;
  GVariantIter iter;
  GVariant *other;
  const char *id;
  guint n = 1;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{sa{sv}}"));
  g_variant_builder_add (&builder, "{s@a{sv}}", uuid, change (of_vm, name, value));
  g_variant_iter_init (&iter, all);
  while (g_variant_iter_loop (&iter, "{&s@a{sv}}", &id, &other))
    if (!g_str_equal (id, uuid) && n++ < MAX_VMS)
      g_variant_builder_add (&builder, "{s@a{sv}}", id, other);
  g_settings_set_value (settings, KEY, g_variant_builder_end (&builder));
}
