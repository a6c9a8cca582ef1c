/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-certificate-kind.h"

static const char *names[] = {
  [MUSTER_CERTIFICATE_SERVER] = "server",
  [MUSTER_CERTIFICATE_CLIENT] = "client",
  [MUSTER_CERTIFICATE_QEMU_SERVER] = "qemu-server",
  [MUSTER_CERTIFICATE_QEMU_CLIENT] = "qemu-client",
};

const char *
muster_certificate_kind_to_string (MusterCertificateKind kind)
{
  g_return_val_if_fail (kind < G_N_ELEMENTS (names), NULL);

  return names[kind];
}

gboolean
muster_certificate_kind_from_string (const char            *text,
                                     MusterCertificateKind *kind)
{
  g_return_val_if_fail (kind != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (g_strcmp0 (text, names[i]) == 0)
        {
          *kind = i;
          return TRUE;
        }
    }

  return FALSE;
}
