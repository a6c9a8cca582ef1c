/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <libvirt-glib/libvirt-glib.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <libxml/parser.h>

#include "muster-virt-init-private.h"

/* libvirt prints every error on stderr unless somebody listens. */
static void
ignore_error_cb (void        *data,
                 virErrorPtr  error)
{
}

/*< private >
 * _muster_virt_init:
 *
 * Readies libvirt, once, before the first connection of the process.  From
 * then on its events and keep-alive timers are served by the default main
 * context.
 */
void
_muster_virt_init (void)
{
  static gsize initialized = 0;

  if (!g_once_init_enter (&initialized))
    return;

  /* Its warnings go to stderr as well, unless somebody debugs it. */
  g_setenv ("LIBVIRT_DEBUG", "4", FALSE);
  xmlInitParser ();
  virSetErrorFunc (NULL, ignore_error_cb);
  gvir_event_register ();
  if (virInitialize () < 0)
    g_error ("libvirt cannot be initialised: %s", virGetLastErrorMessage ());

  g_once_init_leave (&initialized, 1);
}
