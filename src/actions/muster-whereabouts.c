/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-domain.h"
#include "muster-whereabouts.h"

static MusterPresence
read_presence (const MusterDomainInfo *info)
{
  switch (info->state)
    {
    case VIR_DOMAIN_SHUTOFF:
    case VIR_DOMAIN_NOSTATE:
      return MUSTER_PRESENCE_DEFINED;
    case VIR_DOMAIN_PAUSED:
      return info->reason == VIR_DOMAIN_PAUSED_MIGRATION ||
             info->reason == VIR_DOMAIN_PAUSED_STARTING_UP
               ? MUSTER_PRESENCE_ARRIVING : MUSTER_PRESENCE_ACTIVE;
    default:
      return MUSTER_PRESENCE_ACTIVE;
    }
}

static DexFuture *
found_cb (DexFuture *future,
          gpointer   user_data)
{
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);
  GPtrArray *found = value != NULL ? g_value_get_boxed (value) : NULL;
  MusterPresence presence = MUSTER_PRESENCE_UNKNOWN;

  if (g_error_matches (error, MUSTER_VIRT_ERROR, MUSTER_VIRT_ERROR_GONE))
    presence = MUSTER_PRESENCE_ABSENT;
  else if (found != NULL)
    presence = found->len > 0 ? read_presence (g_ptr_array_index (found, 0))
                              : MUSTER_PRESENCE_ABSENT;

  return dex_future_new_for_int (presence);
}

DexFuture *
muster_whereabouts_ask (MusterConnection *connection,
                        const char       *uuid)
{
  return dex_future_finally (muster_domain_look_up (connection, uuid),
                             found_cb, NULL, NULL);
}

gboolean
muster_whereabouts_in_flux (MusterPresence source,
                            MusterPresence target)
{
  if (source == MUSTER_PRESENCE_UNKNOWN)
    return target != MUSTER_PRESENCE_ACTIVE;

  return source == MUSTER_PRESENCE_ARRIVING ||
         target == MUSTER_PRESENCE_ARRIVING;
}

static gboolean
is_alive (MusterPresence presence)
{
  return presence == MUSTER_PRESENCE_ACTIVE ||
         presence == MUSTER_PRESENCE_ARRIVING;
}

static MusterVerdict
judge_live (MusterPresence source,
            MusterPresence target)
{
  if (is_alive (source) && is_alive (target))
    return MUSTER_VERDICT_TWICE;

  if (is_alive (target))
    return source == MUSTER_PRESENCE_ABSENT ? MUSTER_VERDICT_MOVED :
           source == MUSTER_PRESENCE_DEFINED ? MUSTER_VERDICT_MOVED_REST
                                             : MUSTER_VERDICT_MOVED_MAYBE;

  if (is_alive (source))
    return target == MUSTER_PRESENCE_ABSENT ? MUSTER_VERDICT_STAYED :
           target == MUSTER_PRESENCE_DEFINED ? MUSTER_VERDICT_STAYED_REST
                                             : MUSTER_VERDICT_STAYED_MAYBE;

  if (source == MUSTER_PRESENCE_UNKNOWN || target == MUSTER_PRESENCE_UNKNOWN)
    return MUSTER_VERDICT_UNKNOWN;

  return source == MUSTER_PRESENCE_ABSENT && target == MUSTER_PRESENCE_ABSENT
           ? MUSTER_VERDICT_LOST : MUSTER_VERDICT_STOPPED;
}

static gboolean
is_there (MusterPresence presence)
{
  return presence == MUSTER_PRESENCE_DEFINED || is_alive (presence);
}

/* A VM that is off moves its definition only. */
static MusterVerdict
judge_offline (MusterPresence source,
               MusterPresence target)
{
  if (is_there (target))
    return source == MUSTER_PRESENCE_ABSENT ? MUSTER_VERDICT_MOVED :
           is_there (source) ? MUSTER_VERDICT_MOVED_REST
                             : MUSTER_VERDICT_MOVED_MAYBE;

  if (is_there (source))
    return target == MUSTER_PRESENCE_ABSENT ? MUSTER_VERDICT_STAYED
                                            : MUSTER_VERDICT_STAYED_MAYBE;

  if (source == MUSTER_PRESENCE_UNKNOWN || target == MUSTER_PRESENCE_UNKNOWN)
    return MUSTER_VERDICT_UNKNOWN;

  return MUSTER_VERDICT_LOST;
}

MusterVerdict
muster_whereabouts_judge (MusterPresence source,
                          MusterPresence target,
                          gboolean       live)
{
  return live ? judge_live (source, target) : judge_offline (source, target);
}
