/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-domain-line-private.h"
#include "muster-libvirt-private.h"
#include "muster-virt-error-private.h"

G_DEFINE_BOXED_TYPE (MusterDomainLine, _muster_domain_line,
                     _muster_domain_line_ref, _muster_domain_line_unref)

static void
end_cb (gpointer data,
        gpointer user_data)
{
  MusterDomainLine *self = data;

  if (self->at_end)
    virStreamFinish (self->stream);
  else
    virStreamAbort (self->stream);
  virStreamFree (self->stream);
  g_free (self);
}

/* A host that is gone is waited for as long as its keep-alive lasts. */
static GThreadPool *
get_enders (void)
{
  static gsize pool = 0;

  if (g_once_init_enter (&pool))
    g_once_init_leave (&pool, (gsize) g_thread_pool_new (end_cb, NULL, -1, FALSE, NULL));

  return (GThreadPool *) pool;
}

MusterDomainLine *
_muster_domain_line_open (virDomainPtr   domain,
                          const char    *device,
                          gboolean       force,
                          GError       **error)
{
  g_autoptr (virStream) stream = virStreamNew (virDomainGetConnect (domain),
                                               VIR_STREAM_NONBLOCK);
  MusterDomainLine *self;

  if (stream == NULL ||
      virDomainOpenConsole (domain, device, stream,
                            force ? VIR_DOMAIN_CONSOLE_FORCE : 0) < 0)
    {
      g_propagate_error (error, _muster_virt_error_new_last ());
      return NULL;
    }

  self = g_new0 (MusterDomainLine, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->stream = g_steal_pointer (&stream);
  self->connect = virDomainGetConnect (domain);

  return self;
}

MusterDomainLine *
_muster_domain_line_ref (MusterDomainLine *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
_muster_domain_line_unref (MusterDomainLine *self)
{
  if (g_atomic_ref_count_dec (&self->ref_count))
    g_thread_pool_push (get_enders (), self, NULL);
}
