/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-home-claim.h"
#include "muster-shared-store.h"
#include "muster-vm-actions.h"
#include "muster-vm-home.h"

static MusterStore *
get_store (MusterDesk *desk)
{
  return muster_membership_get_store (muster_desk_get_membership (desk));
}

static GPtrArray *
list_heads (MusterDesk     *desk,
            MusterTakeover *takeover)
{
  return muster_shared_store_list_heads (MUSTER_SHARED_STORE (get_store (desk)),
                                         MUSTER_HOME_RECORD_KIND,
                                         muster_takeover_get_uuid (takeover));
}

static gboolean
has_mark (MusterRecord *record,
          const char   *mark)
{
  g_autoptr (MusterVmHome) home = muster_vm_home_new_from_record (record);

  return home != NULL && g_str_equal (home->mark, mark);
}

static DexFuture *
put (MusterDesk         *desk,
     MusterTakeover     *takeover,
     JsonObject         *content,
     const char * const *parents)
{
  return muster_store_put (get_store (desk), MUSTER_HOME_RECORD_KIND,
                           muster_takeover_get_uuid (takeover), content, parents);
}

static gboolean
await_put (MusterDesk      *desk,
           MusterTakeover  *takeover,
           const char      *mark,
           GError         **error)
{
  MusterHost *target = muster_takeover_get_target (takeover);
  MusterVmHome home = { .mark = (char *) mark,
                        .host = (char *) muster_host_get_uuid (target),
                        .host_name = (char *) muster_host_get_name (target) };
  g_autoptr (JsonObject) content =
    muster_vm_home_to_json (&home, muster_takeover_get_label (takeover));

  return dex_await (put (desk, takeover, content, muster_takeover_get_seen (takeover)), error);
}

/* What another desktop wrote is what holds. */
static void
await_yielded (MusterDesk     *desk,
               MusterTakeover *takeover,
               const char     *mark)
{
  g_autoptr (GPtrArray) heads = list_heads (desk, takeover);
  g_autoptr (GStrvBuilder) parents = g_strv_builder_new ();
  g_auto (GStrv) all = NULL;
  MusterRecord *other = NULL;

  for (guint i = 0; i < heads->len; i++)
    {
      g_strv_builder_add (parents, muster_record_get_revision (heads->pdata[i]));
      if (other == NULL && !has_mark (heads->pdata[i], mark))
        other = heads->pdata[i];
    }
  if (other == NULL || heads->len < 2)
    return;
  all = g_strv_builder_end (parents);
  dex_await (put (desk, takeover, muster_record_get_content (other),
                  (const char * const *) all), NULL);
}

gboolean
muster_home_holds_await (MusterDesk     *desk,
                         MusterTakeover *takeover,
                         const char     *mark)
{
  g_autoptr (GPtrArray) heads = NULL;

  dex_await (muster_membership_read (muster_desk_get_membership (desk)), NULL);
  heads = list_heads (desk, takeover);

  return heads->len == 1 && has_mark (heads->pdata[0], mark);
}

gboolean
muster_home_claim_await (MusterDesk      *desk,
                         MusterTakeover  *takeover,
                         const char      *mark,
                         GError         **error)
{
  if (!await_put (desk, takeover, mark, error))
    return FALSE;
  if (muster_home_holds_await (desk, takeover, mark))
    return TRUE;
  await_yielded (desk, takeover, mark);
  g_set_error_literal (error, MUSTER_ACTION_ERROR, MUSTER_ACTION_ERROR_REFUSED,
                       _("Another desktop is taking it over as well; look again in a moment."));

  return FALSE;
}

void
muster_home_unclaim_await (MusterDesk     *desk,
                           MusterTakeover *takeover)
{
  JsonObject *before = muster_takeover_get_home (takeover);

  if (before != NULL)
    dex_await (put (desk, takeover, before, NULL), NULL);
  else
    dex_await (muster_store_delete (get_store (desk), MUSTER_HOME_RECORD_KIND,
                                    muster_takeover_get_uuid (takeover)), NULL);
}
