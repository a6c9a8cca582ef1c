/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-domain-private.h"

typedef struct
{
  char *target_uri;
  unsigned int flags;
} Migration;

static void
migration_free (gpointer data)
{
  Migration *self = data;

  g_free (self->target_uri);
  g_free (self);
}

static DexFuture *
migrate_cb (virDomainPtr domain,
            gpointer     data)
{
  Migration *self = data;

  if (virDomainMigrateToURI3 (domain, self->target_uri, NULL, 0, self->flags) < 0)
    return muster_virt_error_future ();

  return dex_future_new_true ();
}

DexFuture *
muster_domain_migrate (MusterConnection *connection,
                       const char       *uuid,
                       const char       *target_uri,
                       unsigned int      flags)
{
  Migration *migration;

  g_return_val_if_fail (uuid != NULL, NULL);
  g_return_val_if_fail (target_uri != NULL, NULL);

  migration = g_new0 (Migration, 1);
  migration->target_uri = g_strdup (target_uri);
  migration->flags = flags;

  return _muster_domain_call (connection, MUSTER_LANE_ACT, uuid, migrate_cb,
                              migration, migration_free);
}

static DexFuture *
abort_cb (virDomainPtr domain,
          gpointer     data)
{
  if (virDomainAbortJob (domain) < 0)
    return muster_virt_error_future ();

  return dex_future_new_true ();
}

/* In a lane of its own: the jobs it is to end fill the one of acts. */
DexFuture *
muster_domain_abort_job (MusterConnection *connection,
                         const char       *uuid)
{
  g_return_val_if_fail (uuid != NULL, NULL);

  return _muster_domain_call (connection, MUSTER_LANE_QUERY, uuid, abort_cb, NULL, NULL);
}

static double
read_progress (int                  type,
               virTypedParameterPtr params,
               int                  n_params)
{
  unsigned long long total = 0;
  unsigned long long remaining = 0;

  if (type == VIR_DOMAIN_JOB_COMPLETED)
    return 1;

  virTypedParamsGetULLong (params, n_params, VIR_DOMAIN_JOB_DATA_TOTAL, &total);
  virTypedParamsGetULLong (params, n_params, VIR_DOMAIN_JOB_DATA_REMAINING, &remaining);
  if (type == VIR_DOMAIN_JOB_NONE || total == 0)
    return -1;

  /* What remains can grow over the total while the guest writes. */
  return 1 - MIN (1.0, (double) remaining / total);
}

static DexFuture *
job_progress_cb (virDomainPtr domain,
                 gpointer     data)
{
  virTypedParameterPtr params = NULL;
  double progress;
  int n_params = 0;
  int type = 0;

  if (virDomainGetJobStats (domain, &type, &params, &n_params, 0) < 0)
    return muster_virt_error_future ();

  progress = read_progress (type, params, n_params);
  virTypedParamsFree (params, n_params);

  return dex_future_new_for_double (progress);
}

DexFuture *
muster_domain_job_progress (MusterConnection *connection,
                            const char       *uuid)
{
  g_return_val_if_fail (uuid != NULL, NULL);

  return _muster_domain_call (connection, MUSTER_LANE_QUERY, uuid, job_progress_cb,
                              NULL, NULL);
}
