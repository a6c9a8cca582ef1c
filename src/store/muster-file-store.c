/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "muster-file-image.h"
#include "muster-file-store.h"
#include "muster-store-private.h"

/* The worker reads and writes the file, one job at a time and in order; the
 * main thread answers from what the worker brings.  Revisions are shared, so
 * the worker touches nothing of them but their text (JsonObject is not safe
 * for threads), and drops its references before the main thread does: every
 * job carries what it replaces back with it.
 */
struct _MusterFileStore
{
  GObject          parent_instance;

  char            *path;
  char            *writer;
  GThreadPool     *worker;

  /* the worker's own */
  MusterFileImage *image;

  /* the main thread's own */
  MusterRevisions *seen;
  GFileMonitor    *monitor;
  gboolean         reloading;
};

enum {
  PROP_PATH = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

typedef struct _Job Job;

/* Runs in the worker, fills in what is missing from "after". */
typedef void (*JobFunc) (MusterFileStore *self,
                         Job             *job);

/* Runs in the main thread when the job succeeded. */
typedef void (*JobAnswer) (MusterFileStore *self,
                           Job             *job);

struct _Job
{
  MusterFileStore *store;
  DexPromise      *promise;
  JobFunc          run;
  JobAnswer        answer;

  char            *kind;
  char            *id;
  char            *content;
  char           **parents;

  MusterRevisions *before;
  MusterRevisions *after;
  MusterRecord    *record;
  GError          *error;
};

static void muster_file_store_iface_init (MusterStoreInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MusterFileStore, muster_file_store, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MUSTER_TYPE_STORE,
                                                      muster_file_store_iface_init))

static void
job_free (Job *job)
{
  dex_clear (&job->promise);
  g_clear_pointer (&job->kind, g_free);
  g_clear_pointer (&job->id, g_free);
  g_clear_pointer (&job->content, g_free);
  g_clear_pointer (&job->parents, g_strfreev);
  g_clear_pointer (&job->before, muster_revisions_unref);
  g_clear_pointer (&job->after, muster_revisions_unref);
  g_clear_object (&job->record);
  g_clear_error (&job->error);
  g_clear_object (&job->store);
  g_free (job);
}

/* --- in the worker ------------------------------------------------------- */

static void
take_image (MusterFileStore *self,
            Job             *job,
            MusterFileImage *image)
{
  if (job->before == NULL)
    job->before = muster_revisions_ref (self->image->revisions);

  g_clear_pointer (&job->after, muster_revisions_unref);
  job->after = muster_revisions_ref (image->revisions);
  _muster_file_image_free (self->image);
  self->image = image;
}

static void
word_corrupt_error (MusterFileStore  *self,
                    const char       *aside,
                    GError          **error)
{
  g_clear_error (error);
  if (aside != NULL)
    g_set_error (error, MUSTER_STORE_ERROR, MUSTER_STORE_ERROR_CORRUPT,
                 /* Translators: the same file before and after renaming. */
                 _("“%s” could not be understood and was kept as “%s”. Put a good "
                   "copy in its place, or go on without what it held."),
                 self->path, aside);
  else
    g_set_error (error, MUSTER_STORE_ERROR, MUSTER_STORE_ERROR_CORRUPT,
                 _("“%s” could not be understood. It was left as it is. Move it "
                   "elsewhere or put a good copy in its place, then try again."),
                 self->path);
}

/* For who holds the lock: nobody replaces the file meanwhile. */
static MusterFileImage *
load_locked (MusterFileStore  *self,
             GError          **error)
{
  g_autoptr(MusterFileImage) image = NULL;
  g_autoptr(GError) failure = NULL;
  g_autofree char *aside = NULL;

  image = _muster_file_image_load (self->path, self->image, &failure);
  if (g_error_matches (failure, MUSTER_STORE_ERROR, MUSTER_STORE_ERROR_CORRUPT))
    {
      aside = _muster_file_image_set_aside (self->path);
      word_corrupt_error (self, aside, &failure);
      g_clear_pointer (&self->image->bytes, g_bytes_unref);
    }

  if (image == NULL)
    g_propagate_error (error, g_steal_pointer (&failure));

  return g_steal_pointer (&image);
}

static MusterFileImage *
load_again (MusterFileStore  *self,
            GError          **error)
{
  g_autoptr(GError) failure = NULL;
  g_autofd int lock = _muster_file_image_lock (self->path, &failure);

  if (lock >= 0)
    return load_locked (self, error);

  word_corrupt_error (self, NULL, error);
  return NULL;
}

/* Notices what others wrote; what is broken waits for someone who asks. */
static void
job_reload (MusterFileStore *self,
            Job             *job)
{
  MusterFileImage *image;

  image = _muster_file_image_load (self->path, self->image, &job->error);
  if (image != NULL)
    take_image (self, job, image);
}

static void
job_load (MusterFileStore *self,
          Job             *job)
{
  MusterFileImage *image;

  job_reload (self, job);
  if (!g_error_matches (job->error, MUSTER_STORE_ERROR, MUSTER_STORE_ERROR_CORRUPT))
    return;

  g_clear_error (&job->error);
  image = load_again (self, &job->error);
  if (image != NULL)
    take_image (self, job, image);
}

static MusterRecord *
make_record (MusterFileStore  *self,
             Job              *job,
             GError          **error)
{
  g_autoptr(JsonNode) content = NULL;

  if (job->content != NULL)
    {
      content = json_from_string (job->content, error);
      if (content == NULL)
        return NULL;
    }

  return muster_revisions_next (self->image->revisions,
                                self->writer, job->kind, job->id,
                                content != NULL ? json_node_get_object (content)
                                                : NULL,
                                (const char * const *) job->parents,
                                g_get_real_time (), error);
}

static void
job_put (MusterFileStore *self,
         Job             *job)
{
  g_autofd int lock = _muster_file_image_lock (self->path, &job->error);
  g_autoptr(MusterFileImage) image = NULL;

  if (lock < 0)
    return;

  image = load_locked (self, &job->error);
  if (image == NULL)
    return;

  take_image (self, job, g_steal_pointer (&image));
  job->record = make_record (self, job, &job->error);
  if (job->record == NULL)
    return;

  image = g_new0 (MusterFileImage, 1);
  image->extra = g_strdup (self->image->extra);
  image->revisions = muster_revisions_copy (self->image->revisions);
  muster_revisions_add (image->revisions, job->record);
  muster_revisions_prune (image->revisions, self->writer, g_get_real_time ());

  if (_muster_file_image_save (image, self->path, &job->error))
    take_image (self, job, g_steal_pointer (&image));
}

/* --- in the main thread -------------------------------------------------- */

static void
emit_changed_cb (const char *kind,
                 const char *id,
                 gpointer    user_data)
{
  muster_store_emit_changed (user_data, kind, id);
}

static void
take_seen (MusterFileStore *self,
           Job             *job)
{
  g_autoptr(MusterRevisions) before = g_steal_pointer (&self->seen);

  /* What the file held before anyone asked is no change. */
  if (before == NULL)
    before = muster_revisions_ref (job->run == job_put ? job->before : job->after);

  self->seen = muster_revisions_ref (job->after);
  muster_revisions_diff (before, self->seen, emit_changed_cb, self);
}

static void push_job (MusterFileStore *self,
                      Job             *job);

static void
monitor_changed_cb (MusterFileStore   *self,
                    GFile             *file,
                    GFile             *other,
                    GFileMonitorEvent  event)
{
  Job *job;

  if (self->reloading || event == G_FILE_MONITOR_EVENT_ATTRIBUTE_CHANGED)
    return;

  self->reloading = TRUE;
  job = g_new0 (Job, 1);
  job->run = job_reload;
  push_job (self, job);
}

/* Begun before the first look at the file, so that no change falls between. */
static void
watch (MusterFileStore *self)
{
  g_autoptr(GFile) file = NULL;

  if (self->monitor != NULL)
    return;

  file = g_file_new_for_path (self->path);
  self->monitor = g_file_monitor_file (file, G_FILE_MONITOR_NONE, NULL, NULL);
  if (self->monitor != NULL)
    g_signal_connect_object (self->monitor, "changed",
                             G_CALLBACK (monitor_changed_cb), self,
                             G_CONNECT_SWAPPED);
}

static void
answer_list (MusterFileStore *self,
             Job             *job)
{
  dex_promise_resolve_boxed (job->promise, G_TYPE_PTR_ARRAY,
                             muster_revisions_list (job->after, job->kind));
}

static void
answer_conflicts (MusterFileStore *self,
                  Job             *job)
{
  dex_promise_resolve_boxed (job->promise, G_TYPE_PTR_ARRAY,
                             muster_revisions_list_conflicts (job->after));
}

static void
answer_get (MusterFileStore *self,
            Job             *job)
{
  MusterRecord *record;
  GError *error = NULL;

  record = _muster_store_find (job->after, job->kind, job->id, &error);
  if (record != NULL)
    dex_promise_resolve_object (job->promise, g_object_ref (record));
  else
    dex_promise_reject (job->promise, error);
}

static void
answer_put (MusterFileStore *self,
            Job             *job)
{
  dex_promise_resolve_object (job->promise, g_object_ref (job->record));
}

static gboolean
finish_job_cb (gpointer user_data)
{
  Job *job = user_data;
  MusterFileStore *self = job->store;

  if (job->run == job_reload)
    self->reloading = FALSE;

  if (job->after != NULL)
    take_seen (self, job);

  if (job->promise == NULL)
    return G_SOURCE_REMOVE;

  if (job->error != NULL)
    dex_promise_reject (job->promise, g_steal_pointer (&job->error));
  else
    job->answer (self, job);

  return G_SOURCE_REMOVE;
}

static void
run_job (gpointer data,
         gpointer user_data)
{
  Job *job = data;
  g_autoptr(GSource) source = g_idle_source_new ();

  job->run (job->store, job);

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, finish_job_cb, job, (GDestroyNotify) job_free);
  g_source_attach (source, NULL);
}

static void
push_job (MusterFileStore *self,
          Job             *job)
{
  job->store = g_object_ref (self);
  g_thread_pool_push (self->worker, job, NULL);
}

static DexFuture *
ask (MusterStore *store,
     Job         *job,
     const char  *kind,
     const char  *id)
{
  MusterFileStore *self = MUSTER_FILE_STORE (store);
  DexPromise *promise = dex_promise_new ();

  job->promise = dex_ref (promise);
  job->kind = g_strdup (kind);
  job->id = g_strdup (id);
  watch (self);
  push_job (self, job);

  return DEX_FUTURE (promise);
}

static DexFuture *
muster_file_store_list (MusterStore *store,
                        const char  *kind)
{
  Job *job = g_new0 (Job, 1);

  job->run = job_load;
  job->answer = answer_list;
  return ask (store, job, kind, NULL);
}

static DexFuture *
muster_file_store_get (MusterStore *store,
                       const char  *kind,
                       const char  *id)
{
  Job *job = g_new0 (Job, 1);

  job->run = job_load;
  job->answer = answer_get;
  return ask (store, job, kind, id);
}

static DexFuture *
muster_file_store_put (MusterStore        *store,
                       const char         *kind,
                       const char         *id,
                       JsonObject         *content,
                       const char * const *parents)
{
  Job *job = g_new0 (Job, 1);

  job->run = job_put;
  job->answer = answer_put;
  job->parents = g_strdupv ((char **) parents);
  if (content != NULL)
    {
      g_autoptr(JsonNode) node = json_node_alloc ();

      json_node_init_object (node, content);
      job->content = json_to_string (node, FALSE);
    }

  return ask (store, job, kind, id);
}

static DexFuture *
muster_file_store_conflicts (MusterStore *store)
{
  Job *job = g_new0 (Job, 1);

  job->run = job_load;
  job->answer = answer_conflicts;
  return ask (store, job, NULL, NULL);
}

static void
muster_file_store_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  MusterFileStore *self = MUSTER_FILE_STORE (object);

  switch (prop_id)
    {
    case PROP_PATH:
      g_value_set_string (value, self->path);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
muster_file_store_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  MusterFileStore *self = MUSTER_FILE_STORE (object);

  switch (prop_id)
    {
    case PROP_PATH:
      self->path = g_canonicalize_filename (g_value_get_string (value), NULL);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
muster_file_store_finalize (GObject *object)
{
  MusterFileStore *self = MUSTER_FILE_STORE (object);

  /* Every job holds the store, so none is waiting. */
  g_thread_pool_free (self->worker, FALSE, FALSE);
  if (self->monitor != NULL)
    g_file_monitor_cancel (self->monitor);
  g_clear_object (&self->monitor);
  g_clear_pointer (&self->image, _muster_file_image_free);
  g_clear_pointer (&self->seen, muster_revisions_unref);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->writer, g_free);

  G_OBJECT_CLASS (muster_file_store_parent_class)->finalize (object);
}

static void
muster_file_store_class_init (MusterFileStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = muster_file_store_get_property;
  object_class->set_property = muster_file_store_set_property;
  object_class->finalize = muster_file_store_finalize;

  /**
   * MusterFileStore:path:
   */
  properties[PROP_PATH] =
    g_param_spec_string ("path", NULL, NULL,
                         NULL,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY |
                         G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
muster_file_store_iface_init (MusterStoreInterface *iface)
{
  iface->list = muster_file_store_list;
  iface->get = muster_file_store_get;
  iface->put = muster_file_store_put;
  iface->conflicts = muster_file_store_conflicts;
}

static void
muster_file_store_init (MusterFileStore *self)
{
  self->writer = _muster_store_make_writer ();
  self->image = _muster_file_image_new ();
  self->worker = g_thread_pool_new (run_job, NULL, 1, FALSE, NULL);
}

MusterStore *
muster_file_store_new (const char *path)
{
  g_return_val_if_fail (path != NULL, NULL);

  return g_object_new (MUSTER_TYPE_FILE_STORE, "path", path, NULL);
}

MusterStore *
muster_file_store_new_default (void)
{
  g_autofree char *path = NULL;

  path = g_build_filename (g_get_user_data_dir (), "muster", "desktop.json", NULL);
  return muster_file_store_new (path);
}

const char *
muster_file_store_get_path (MusterFileStore *self)
{
  g_return_val_if_fail (MUSTER_IS_FILE_STORE (self), NULL);

  return self->path;
}
