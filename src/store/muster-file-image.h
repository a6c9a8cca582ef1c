/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-revisions.h"

G_BEGIN_DECLS

/**
 * MusterFileImage:
 * @revisions: what the file says
 * @bytes: (nullable): the file as it was read or written; %NULL: there is none
 * @extra: the fields of a newer Muster around the records, as JSON
 *
 * What one version of a store's file says.  Blocking functions, for a worker.
 */
typedef struct
{
  MusterRevisions *revisions;
  GBytes          *bytes;
  char            *extra;
} MusterFileImage;

MusterFileImage *_muster_file_image_new  (void);
void             _muster_file_image_free (MusterFileImage *self);

/**
 * _muster_file_image_load:
 * @before: what was known; its revisions are used again, not made anew
 *
 * Returns: (transfer full) (nullable): what the file says; what @before says
 *   when there is no file; %NULL with a #MusterStoreError
 */
MusterFileImage *_muster_file_image_load (const char       *path,
                                          MusterFileImage  *before,
                                          GError          **error);

/** _muster_file_image_save: replaces the file durably by one of mode 0600, or leaves it. */
gboolean         _muster_file_image_save (MusterFileImage  *self,
                                          const char       *path,
                                          GError          **error);

/** _muster_file_image_set_aside: (nullable) renames the file to a name that is free, and returns it. */
char            *_muster_file_image_set_aside (const char *path);

/** _muster_file_image_lock: an fd to close, or -1; makes the folder; waits up to 10 s. */
int              _muster_file_image_lock (const char       *path,
                                          GError          **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusterFileImage, _muster_file_image_free)

G_END_DECLS
