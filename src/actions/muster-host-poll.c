/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-host-poll.h"
#include "muster-host-survey.h"

#define PATIENCE_S 10

static void
poll_free (gpointer data)
{
  MusterHostPoll *self = data;

  g_free (self->name);
  g_clear_object (&self->connection);
  dex_clear (&self->asking);
  g_clear_pointer (&self->facts, muster_host_facts_free);
  g_free (self);
}

GPtrArray *
muster_host_poll_new_list (void)
{
  return g_ptr_array_new_with_free_func (poll_free);
}

void
muster_host_poll_add (GPtrArray       *polls,
                      MusterInventory *inventory,
                      MusterHost      *host)
{
  MusterConnection *connection = muster_inventory_get_connection (inventory, host);
  MusterHostPoll *self = g_new0 (MusterHostPoll, 1);

  self->name = g_strdup (muster_host_get_name (host));
  if (connection != NULL &&
      muster_connection_get_state (connection) == MUSTER_CONNECTION_OPEN)
    self->connection = g_object_ref (connection);
  g_ptr_array_add (polls, self);
}

void
muster_host_poll_add_known (GPtrArray             *polls,
                            const char            *name,
                            MusterConnection      *connection,
                            const MusterHostFacts *facts)
{
  MusterHostPoll *self = g_new0 (MusterHostPoll, 1);

  self->name = g_strdup (name);
  self->connection = g_object_ref (connection);
  self->facts = muster_host_facts_copy (facts);
  g_ptr_array_add (polls, self);
}

/* A question goes on to its end whoever waits for it. */
static void
ask (MusterHostPoll *self)
{
  if (self->connection == NULL || self->facts != NULL)
    return;
  self->asking = muster_host_facts_get (self->connection);
  dex_future_disown (dex_ref (self->asking));
}

static void
take_answer (MusterHostPoll *self)
{
  const GValue *value = NULL;

  if (self->asking != NULL && !dex_future_is_pending (self->asking))
    value = dex_future_get_value (self->asking, NULL);
  if (value != NULL)
    self->facts = g_value_dup_boxed (value);
}

/* Their answers, all of them, within one wait. */
static void
await_answers (GPtrArray *polls)
{
  g_autoptr (GPtrArray) questions = g_ptr_array_new ();

  for (guint i = 0; i < polls->len; i++)
    if (((MusterHostPoll *) polls->pdata[i])->asking != NULL)
      g_ptr_array_add (questions, ((MusterHostPoll *) polls->pdata[i])->asking);
  if (questions->len > 0)
    dex_await (dex_future_first (dex_future_allv ((DexFuture **) questions->pdata, questions->len),
                                 dex_timeout_new_seconds (PATIENCE_S), NULL),
               NULL);
}

guint
muster_host_poll_await (GPtrArray *polls)
{
  guint n = 0;

  for (guint i = 0; i < polls->len; i++)
    ask (polls->pdata[i]);
  await_answers (polls);
  for (guint i = 0; i < polls->len; i++)
    {
      take_answer (polls->pdata[i]);
      n += ((MusterHostPoll *) polls->pdata[i])->facts != NULL;
    }

  return n;
}

MusterConnection *
muster_host_poll_find_judge (GPtrArray *polls)
{
  MusterConnection *judge = NULL;
  gulong newest = 0;

  for (guint i = 0; i < polls->len; i++)
    {
      const MusterHostPoll *host = polls->pdata[i];

      if (host->facts != NULL && host->facts->node->libvirt_version > newest)
        {
          newest = host->facts->node->libvirt_version;
          judge = host->connection;
        }
    }

  return judge;
}

char *
muster_host_poll_await_baseline (GPtrArray         *polls,
                                 MusterConnection  *judge,
                                 GError           **error)
{
  g_autoptr (GPtrArray) cpus = g_ptr_array_new ();

  for (guint i = 0; i < polls->len; i++)
    {
      const MusterHostPoll *host = polls->pdata[i];

      if (host->facts != NULL && host->facts->cpu_xml != NULL)
        g_ptr_array_add (cpus, host->facts->cpu_xml);
    }
  if (cpus->len == 0)
    return NULL;
  g_ptr_array_add (cpus, NULL);

  return dex_await_string (muster_cpu_baseline (judge, (const char * const *) cpus->pdata), error);
}
