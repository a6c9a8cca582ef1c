/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-host-actions.h"
#include "muster-host-setup.h"
#include "muster-renewal.h"
#include "muster-virt-uri.h"
#include "muster-vm-actions.h"

#define DAY (24 * 60 * 60)

struct _MusterRenewal
{
  GObject parent_instance;

  /* owned */
  MusterDesk *desk;
  GListStore *items;
  DexFuture *loading;      /* destinations, from the hosts' records */
  char *ssh_config;
  MusterHostRenewal renewal;
  int days;

  /* of a run */
  MusterTask *task;
  MusterRenewalItem *current;
  gboolean running;
  gboolean cancelled;
};

enum { QUESTION, NOTE, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MusterRenewal, muster_renewal, G_TYPE_OBJECT)

static void
muster_renewal_dispose (GObject *object)
{
  MusterRenewal *self = MUSTER_RENEWAL (object);

  g_clear_object (&self->desk);
  g_clear_object (&self->items);
  g_clear_object (&self->task);
  g_clear_object (&self->current);
  dex_clear (&self->loading);
  g_clear_pointer (&self->ssh_config, g_free);

  G_OBJECT_CLASS (muster_renewal_parent_class)->dispose (object);
}

static void
muster_renewal_class_init (MusterRenewalClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = muster_renewal_dispose;

  signals[QUESTION] = g_signal_new ("question", MUSTER_TYPE_RENEWAL, G_SIGNAL_RUN_LAST,
                                    0, NULL, NULL, NULL, G_TYPE_NONE,
                                    2, MUSTER_TYPE_RENEWAL_ITEM, MUSTER_TYPE_SSH_QUESTION);
  signals[NOTE] = g_signal_new ("note", MUSTER_TYPE_RENEWAL, G_SIGNAL_RUN_LAST,
                                0, NULL, NULL, NULL, G_TYPE_NONE,
                                2, MUSTER_TYPE_RENEWAL_ITEM, G_TYPE_STRING);
}

static void
muster_renewal_init (MusterRenewal *self)
{
  self->items = g_list_store_new (MUSTER_TYPE_RENEWAL_ITEM);
  self->renewal = MUSTER_HOST_RENEWAL_CERTIFICATES;
  self->days = MUSTER_CERTIFICATE_DAYS;
}

/* --- the items --------------------------------------------------------------- */

/* (transfer none): the list owns it */
static MusterRenewalItem *
peek_item (GListStore *items,
           guint       position)
{
  g_autoptr (MusterRenewalItem) item = g_list_model_get_item (G_LIST_MODEL (items), position);

  return item;
}

static guint
count_items (MusterRenewal *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->items));
}

static MusterRenewalItem *
find_item (MusterRenewal        *self,
           MusterCertificateUse *use)
{
  for (guint i = 0; i < count_items (self); i++)
    {
      MusterRenewalItem *item = peek_item (self->items, i);

      if (muster_renewal_item_get_place (item) == muster_certificate_use_get_place (use) &&
          g_str_equal (muster_renewal_item_get_owner (item),
                       muster_certificate_use_get_owner (use)))
        return item;
    }

  return NULL;
}

static void
add_uses (MusterRenewal *self,
          GListModel    *uses)
{
  for (guint i = 0; i < g_list_model_get_n_items (uses); i++)
    {
      g_autoptr (MusterCertificateUse) use = g_list_model_get_item (uses, i);
      MusterRenewalItem *known = find_item (self, use);
      g_autoptr (MusterRenewalItem) item = NULL;

      if (known != NULL)
        {
          muster_renewal_item_add (known, use);
          continue;
        }
      item = muster_renewal_item_new (use);
      g_list_store_append (self->items, item);
    }
}

/* What is issued ends with the authority at the latest, so that comes first. */
static int
compare_items (gconstpointer a,
               gconstpointer b,
               gpointer      data)
{
  MusterRenewalItem *first = MUSTER_RENEWAL_ITEM ((gpointer) a);
  MusterRenewalItem *second = MUSTER_RENEWAL_ITEM ((gpointer) b);
  int order = (int) muster_renewal_item_get_place (first) -
              (int) muster_renewal_item_get_place (second);
  gint64 first_end = muster_renewal_item_get_not_after (first);
  gint64 second_end = muster_renewal_item_get_not_after (second);

  if (order != 0)
    return order;

  return first_end < second_end ? -1 : first_end > second_end;
}

static const MusterHostEntry *
find_entry (GPtrArray  *entries,
            const char *id)
{
  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const MusterHostEntry *entry = g_ptr_array_index (entries, i);

      if (g_str_equal (entry->id, id))
        return entry;
    }

  return NULL;
}

/* What somebody has said in the meantime counts; what cannot be read nobody has
 * said. */
static DexFuture *
loaded_cb (DexFuture *future,
           gpointer   user_data)
{
  GListStore *items = user_data;
  const GValue *value = dex_future_get_value (future, NULL);
  GPtrArray *entries = value != NULL ? g_value_get_boxed (value) : NULL;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (items)); i++)
    {
      MusterRenewalItem *item = peek_item (items, i);
      const MusterHostEntry *entry =
        find_entry (entries, muster_renewal_item_get_owner (item));

      if (muster_renewal_item_get_place (item) == MUSTER_CERTIFICATE_AT_HOST &&
          muster_renewal_item_get_destination (item) == NULL)
        muster_renewal_item_set_destination (item, entry != NULL ? entry->ssh : NULL);
    }

  return dex_future_new_true ();
}

static MusterRenewal *
make_renewal (MusterDesk *desk,
              GListModel *uses)
{
  MusterRenewal *self = g_object_new (MUSTER_TYPE_RENEWAL, NULL);

  self->desk = g_object_ref (desk);
  add_uses (self, uses);
  g_list_store_sort (self->items, compare_items, NULL);
  self->loading = dex_future_finally (muster_host_list (muster_desk_get_store (desk)),
                                      loaded_cb, g_object_ref (self->items),
                                      g_object_unref);

  return self;
}

MusterRenewal *
muster_renewal_new (MusterDesk *desk,
                    GListModel *uses)
{
  MusterRenewal *self;

  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);
  g_return_val_if_fail (muster_desk_get_pki (desk) != NULL, NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (uses), NULL);

  self = make_renewal (desk, uses);
  muster_renewal_select_due (self, MUSTER_RENEWAL_DAYS);

  return self;
}

static gboolean
speaks_tls (const MusterHostEntry *entry)
{
  g_autoptr (MusterVirtEndpoint) endpoint = muster_virt_endpoint_new (entry->uri, NULL);

  return endpoint != NULL && endpoint->transport == MUSTER_VIRT_TRANSPORT_TLS;
}

MusterRenewal *
muster_renewal_new_for_trust (MusterDesk *desk,
                              GPtrArray  *hosts)
{
  g_autoptr (GListStore) uses = g_list_store_new (MUSTER_TYPE_CERTIFICATE_USE);
  MusterRenewal *self;

  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);
  g_return_val_if_fail (muster_desk_get_pki (desk) != NULL, NULL);
  g_return_val_if_fail (hosts != NULL, NULL);

  for (guint i = 0; i < hosts->len; i++)
    {
      const MusterHostEntry *entry = g_ptr_array_index (hosts, i);
      g_autoptr (MusterCertificateUse) use =
        muster_certificate_use_new (&(MusterCertificateUseFacts) {
          .place = MUSTER_CERTIFICATE_AT_HOST, .kind = MUSTER_CERTIFICATE_USE_LIBVIRT,
          .owner = entry->id, .name = entry->name, .is_ours = TRUE,
        });

      if (speaks_tls (entry))
        g_list_store_append (uses, use);
    }
  self = make_renewal (desk, G_LIST_MODEL (uses));
  self->renewal = MUSTER_HOST_RENEWAL_NONE;
  for (guint i = 0; i < count_items (self); i++)
    muster_renewal_item_set_selected (peek_item (self->items, i), TRUE);

  return self;
}

GListModel *
muster_renewal_get_items (MusterRenewal *self)
{
  g_return_val_if_fail (MUSTER_IS_RENEWAL (self), NULL);

  return G_LIST_MODEL (self->items);
}

void
muster_renewal_select_due (MusterRenewal *self,
                           int            days)
{
  gint64 end = g_get_real_time () / G_USEC_PER_SEC + (gint64) days * DAY;

  g_return_if_fail (MUSTER_IS_RENEWAL (self));

  for (guint i = 0; i < count_items (self); i++)
    {
      MusterRenewalItem *item = peek_item (self->items, i);

      muster_renewal_item_set_selected (item,
        muster_renewal_item_get_state (item) != MUSTER_RENEWAL_NOT_OURS &&
        muster_renewal_item_get_state (item) != MUSTER_RENEWAL_REVOKED &&
        muster_renewal_item_is_due (item, end));
    }
}

void
muster_renewal_set_days (MusterRenewal *self,
                         int            days)
{
  g_return_if_fail (MUSTER_IS_RENEWAL (self));
  g_return_if_fail (days > 0);

  self->days = days;
}

void
muster_renewal_set_ssh_config (MusterRenewal *self,
                               const char    *path)
{
  g_return_if_fail (MUSTER_IS_RENEWAL (self));

  g_set_str (&self->ssh_config, path);
}

/* --- a host --------------------------------------------------------------------- */

static void
step_cb (MusterRenewalItem *item,
         guint              number,
         guint              total,
         const char        *title)
{
  /* Translators: the number of a step, of how many, and what it does */
  g_autofree char *line = g_strdup_printf (_("%u/%u %s"), number, total, title);

  muster_renewal_item_set_state (item, MUSTER_RENEWAL_WORKING, line);
}

static void
question_cb (MusterRenewal     *self,
             MusterSshQuestion *question)
{
  if (g_signal_has_handler_pending (self, signals[QUESTION], 0, FALSE))
    g_signal_emit (self, signals[QUESTION], 0, self->current, question);
  else
    muster_ssh_question_decline (question);
}

static void
note_cb (MusterRenewal *self,
         const char    *text)
{
  g_signal_emit (self, signals[NOTE], 0, self->current, text);
}

/* The host keeps its names; the first is what it is reached by. */
static GStrv
make_names (MusterRenewalItem *item,
            const char        *reached)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  const char * const *names = muster_renewal_item_get_names (item);

  g_strv_builder_add (builder, reached);
  for (guint i = 0; names[i] != NULL; i++)
    if (g_ascii_strcasecmp (names[i], reached) != 0)
      g_strv_builder_add (builder, names[i]);

  return g_strv_builder_end (builder);
}

/* Who revokes a host's certificate may fear for its key. */
static MusterHostRenewal
choose_renewal (MusterRenewal     *self,
                MusterRenewalItem *item)
{
  return self->renewal == MUSTER_HOST_RENEWAL_CERTIFICATES &&
         muster_renewal_item_is_revoked (item)
         ? MUSTER_HOST_RENEWAL_KEY : self->renewal;
}

static MusterHostSetup *
make_setup (MusterRenewal            *self,
            MusterRenewalItem        *item,
            const MusterVirtEndpoint *endpoint)
{
  g_auto (GStrv) names = make_names (item, endpoint->host);
  MusterHostSetup *setup = muster_host_setup_new (self->desk, (const char * const *) names);

  muster_host_setup_set_renewal (setup, choose_renewal (self, item));
  muster_host_setup_set_settings (setup, FALSE);
  muster_host_setup_set_port (setup, endpoint->port);
  muster_host_setup_set_days (setup, self->days);
  muster_host_setup_set_ssh_config (setup, self->ssh_config);
  g_signal_connect_object (setup, "step", G_CALLBACK (step_cb), item, G_CONNECT_SWAPPED);
  g_signal_connect_object (setup, "question", G_CALLBACK (question_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (setup, "note", G_CALLBACK (note_cb), self, G_CONNECT_SWAPPED);

  return setup;
}

static MusterVirtEndpoint *
await_endpoint (MusterRenewal      *self,
                MusterRenewalItem  *item,
                GError            **error)
{
  g_autoptr (GPtrArray) entries =
    dex_await_boxed (muster_host_list (muster_desk_get_store (self->desk)), error);
  const MusterHostEntry *entry;

  if (entries == NULL)
    return NULL;
  entry = find_entry (entries, muster_renewal_item_get_owner (item));
  if (entry != NULL)
    return muster_virt_endpoint_new (entry->uri, error);

  g_set_error (error, MUSTER_ACTION_ERROR, MUSTER_ACTION_ERROR_GONE,
               _("“%s” is not in the list of hosts any more."),
               muster_renewal_item_get_name (item));
  return NULL;
}

static void
await_host (MusterRenewal      *self,
            MusterRenewalItem  *item,
            GError            **error)
{
  g_autoptr (MusterVirtEndpoint) endpoint = await_endpoint (self, item, error);
  g_autoptr (MusterHostSetup) setup = NULL;
  DexFuture *future;

  if (endpoint == NULL)
    return;

  setup = make_setup (self, item, endpoint);
  future = muster_host_setup_run (setup, muster_renewal_item_get_destination (item));
  g_set_object (&self->task, muster_host_setup_get_task (setup));
  muster_renewal_item_set_task (item, self->task);
  dex_await (future, error);
  g_clear_object (&self->task);
}

/* --- all of them ------------------------------------------------------------------ */

static void
await_item (MusterRenewal      *self,
            MusterRenewalItem  *item,
            GError            **error)
{
  MusterPki *pki = muster_desk_get_pki (self->desk);

  switch (muster_renewal_item_get_place (item))
    {
    case MUSTER_CERTIFICATE_AT_AUTHORITY:
      dex_await (muster_pki_renew_authority (pki, MUSTER_AUTHORITY_DAYS), error);
      break;
    case MUSTER_CERTIFICATE_AT_DESK:
      dex_await (muster_pki_renew_client (pki, muster_renewal_item_get_owner (item),
                                          self->days),
                 error);
      break;
    case MUSTER_CERTIFICATE_AT_HOST:
    default:
      await_host (self, item, error);
    }
}

static gboolean
is_to_do (MusterRenewalItem *item)
{
  MusterRenewalState state = muster_renewal_item_get_state (item);
  gboolean is_reached =
    muster_renewal_item_get_place (item) != MUSTER_CERTIFICATE_AT_HOST ||
    muster_renewal_item_get_destination (item) != NULL;

  return muster_renewal_item_get_selected (item) && is_reached &&
         (state == MUSTER_RENEWAL_WAITING || state == MUSTER_RENEWAL_FAILED);
}

static void
await_renewed (MusterRenewal     *self,
               MusterRenewalItem *item)
{
  g_autoptr (GError) error = NULL;

  g_set_object (&self->current, item);
  muster_renewal_item_set_state (item, MUSTER_RENEWAL_WORKING, "");
  await_item (self, item, &error);
  if (error != NULL)
    muster_renewal_item_set_state (item, MUSTER_RENEWAL_FAILED, error->message);
  else
    muster_renewal_item_set_state (item, MUSTER_RENEWAL_DONE, "");
  g_clear_object (&self->current);
}

static gboolean
all_went_well (MusterRenewal *self)
{
  for (guint i = 0; i < count_items (self); i++)
    {
      MusterRenewalItem *item = peek_item (self->items, i);

      if (muster_renewal_item_get_selected (item) &&
          muster_renewal_item_get_state (item) != MUSTER_RENEWAL_DONE)
        return FALSE;
    }

  return TRUE;
}

static DexFuture *
run_fiber (gpointer data)
{
  MusterRenewal *self = data;

  dex_await (dex_ref (self->loading), NULL);
  for (guint i = 0; !self->cancelled && i < count_items (self); i++)
    {
      g_autoptr (MusterRenewalItem) item = g_object_ref (peek_item (self->items, i));

      if (is_to_do (item))
        await_renewed (self, item);
    }
  self->running = FALSE;

  return dex_future_new_for_boolean (all_went_well (self));
}

DexFuture *
muster_renewal_run (MusterRenewal *self)
{
  g_return_val_if_fail (MUSTER_IS_RENEWAL (self), NULL);
  g_return_val_if_fail (!self->running, NULL);

  self->running = TRUE;
  self->cancelled = FALSE;

  return dex_scheduler_spawn (NULL, 0, run_fiber, g_object_ref (self), g_object_unref);
}

void
muster_renewal_cancel (MusterRenewal *self)
{
  g_return_if_fail (MUSTER_IS_RENEWAL (self));

  self->cancelled = TRUE;
  if (self->task != NULL)
    muster_task_cancel (self->task);
}
