/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-host-departure.h"
#include "muster-host-survey.h"

/* Of many names this many are said. */
#define N_NAMED 8

G_DEFINE_BOXED_TYPE (MusterHostBelongings, muster_host_belongings,
                     muster_host_belongings_copy, muster_host_belongings_free)

MusterHostBelongings *
muster_host_belongings_copy (const MusterHostBelongings *self)
{
  MusterHostBelongings *copy = g_new0 (MusterHostBelongings, 1);

  copy->vms = g_strdupv (self->vms);
  copy->networks = g_strdupv (self->networks);
  copy->pools = g_strdupv (self->pools);

  return copy;
}

void
muster_host_belongings_free (MusterHostBelongings *self)
{
  g_strfreev (self->vms);
  g_strfreev (self->networks);
  g_strfreev (self->pools);
  g_free (self);
}

/* --- asking ---------------------------------------------------------------------------- */

typedef struct
{
  MusterDesk *desk;
  MusterHost *host;
} Question;

static void
question_free (gpointer data)
{
  Question *self = data;

  g_object_unref (self->desk);
  g_object_unref (self->host);
  g_free (self);
}

static char **
sort (GStrvBuilder *builder)
{
  g_auto (GStrv) names = g_strv_builder_end (builder);
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  g_autoptr (GStrvBuilder) result = g_strv_builder_new ();

  for (guint i = 0; names[i] != NULL; i++)
    g_ptr_array_add (sorted, names[i]);
  g_ptr_array_sort_values (sorted, (GCompareFunc) g_utf8_collate);
  for (guint i = 0; i < sorted->len; i++)
    g_strv_builder_add (result, sorted->pdata[i]);

  return g_strv_builder_end (result);
}

static char **
list_vms (Question *self)
{
  MusterDataCenter *data_center =
    muster_inventory_get_data_center (muster_desk_get_inventory (self->desk));
  GListModel *vms = muster_data_center_get_vms (data_center);
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (guint i = 0; i < g_list_model_get_n_items (vms); i++)
    {
      g_autoptr (MusterVm) vm = g_list_model_get_item (vms, i);

      if (muster_vm_get_host (vm) == self->host)
        g_strv_builder_add (names, muster_vm_get_label (vm));
    }

  return sort (names);
}

static char **
list_networks (const MusterHostFacts *facts)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (guint i = 0; facts != NULL && i < facts->networks->len; i++)
    g_strv_builder_add (names, ((MusterHostNetwork *) facts->networks->pdata[i])->name);

  return sort (names);
}

static char **
list_pools (const MusterHostFacts *facts)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (guint i = 0; facts != NULL && i < facts->pools->len; i++)
    g_strv_builder_add (names, ((MusterHostPool *) facts->pools->pdata[i])->name);

  return sort (names);
}

static DexFuture *
list_fiber (gpointer data)
{
  Question *self = data;
  MusterConnection *connection =
    muster_inventory_get_connection (muster_desk_get_inventory (self->desk), self->host);
  gboolean online = muster_host_get_state (self->host) == MUSTER_HOST_ONLINE;
  MusterHostBelongings *belongings = g_new0 (MusterHostBelongings, 1);
  g_autoptr (MusterHostFacts) facts = NULL;

  if (online && connection != NULL)
    facts = dex_await_boxed (muster_host_facts_get (connection), NULL);
  belongings->vms = list_vms (self);
  belongings->networks = list_networks (facts);
  belongings->pools = list_pools (facts);

  return dex_future_new_take_boxed (MUSTER_TYPE_HOST_BELONGINGS, belongings);
}

DexFuture *
muster_host_list_belongings (MusterDesk *desk,
                             MusterHost *host)
{
  Question *question;

  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);
  g_return_val_if_fail (MUSTER_IS_HOST (host), NULL);

  question = g_new0 (Question, 1);
  question->desk = g_object_ref (desk);
  question->host = g_object_ref (host);

  return dex_scheduler_spawn (NULL, 0, list_fiber, question, question_free);
}

/* --- telling --------------------------------------------------------------------------- */

/* Returns: (transfer full) (nullable): %NULL of none */
static char *
join_names (char **names)
{
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; names[i] != NULL && i < N_NAMED; i++)
    g_string_append_printf (list, "%s%s", i > 0 ? _(", ") : "", names[i]);
  if (g_strv_length (names) > N_NAMED)
    g_string_append (list, "…");

  return list->len > 0 ? g_strdup (list->str) : NULL;
}

/* @line: (transfer full) */
static void
take_line (GString *text,
           char    *line)
{
  g_autofree char *owned = line;

  g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", owned);
}

char *
muster_host_belongings_describe (const MusterHostBelongings *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *vms = NULL;
  g_autofree char *networks = NULL;
  g_autofree char *pools = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  /* Translators: names of VMs, and so of networks and storage pools below */
  if ((vms = join_names (self->vms)) != NULL)
    take_line (text, g_strdup_printf (_("VMs: %s"), vms));
  if ((networks = join_names (self->networks)) != NULL)
    take_line (text, g_strdup_printf (_("Networks: %s"), networks));
  if ((pools = join_names (self->pools)) != NULL)
    take_line (text, g_strdup_printf (_("Storage pools: %s"), pools));

  return text->len > 0 ? g_strdup (text->str) : NULL;
}
