/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-deploy-error.h"
#include "muster-host-certificates.h"
#include "muster-pem-block.h"

#define N_KINDS (MUSTER_CERTIFICATE_QEMU_CLIENT + 1)

struct _MusterHostCertificates
{
  GObject  parent_instance;

  char    *pem[N_KINDS];
};

G_DEFINE_FINAL_TYPE (MusterHostCertificates, muster_host_certificates, G_TYPE_OBJECT)

static const MusterCertificateKind host_kinds[] = {
  MUSTER_CERTIFICATE_SERVER,
  MUSTER_CERTIFICATE_QEMU_SERVER,
  MUSTER_CERTIFICATE_QEMU_CLIENT,
};

static void
muster_host_certificates_finalize (GObject *object)
{
  MusterHostCertificates *self = MUSTER_HOST_CERTIFICATES (object);

  for (guint i = 0; i < N_KINDS; i++)
    g_clear_pointer (&self->pem[i], g_free);

  G_OBJECT_CLASS (muster_host_certificates_parent_class)->finalize (object);
}

static void
muster_host_certificates_class_init (MusterHostCertificatesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = muster_host_certificates_finalize;
}

static void
muster_host_certificates_init (MusterHostCertificates *self)
{
}

MusterHostCertificates *
muster_host_certificates_new (void)
{
  return g_object_new (MUSTER_TYPE_HOST_CERTIFICATES, NULL);
}

MusterHostCertificates *
muster_host_certificates_issue (MusterAuthority           *authority,
                                MusterCertificateRequest  *request,
                                const char * const        *names,
                                int                        days,
                                GError                   **error)
{
  g_autoptr(MusterHostCertificates) self = muster_host_certificates_new ();

  g_return_val_if_fail (MUSTER_IS_AUTHORITY (authority), NULL);
  g_return_val_if_fail (MUSTER_IS_CERTIFICATE_REQUEST (request), NULL);

  for (guint i = 0; i < G_N_ELEMENTS (host_kinds); i++)
    {
      g_autofree char *pem = muster_authority_issue (authority, host_kinds[i], request,
                                                     names, days, error);

      if (pem == NULL || !muster_host_certificates_set (self, host_kinds[i], pem, error))
        return NULL;
    }

  return g_steal_pointer (&self);
}

gboolean
muster_host_certificates_set (MusterHostCertificates  *self,
                              MusterCertificateKind    kind,
                              const char              *pem,
                              GError                 **error)
{
  g_autofree char *block = NULL;

  g_return_val_if_fail (MUSTER_IS_HOST_CERTIFICATES (self), FALSE);
  g_return_val_if_fail (kind != MUSTER_CERTIFICATE_CLIENT && kind < N_KINDS, FALSE);
  g_return_val_if_fail (pem != NULL, FALSE);

  block = _muster_pem_block (pem, "CERTIFICATE");
  if (block == NULL)
    {
      g_set_error (error, MUSTER_DEPLOY_ERROR, MUSTER_DEPLOY_ERROR_INVALID,
                   _("This is not a certificate in PEM form, or it is damaged."));
      return FALSE;
    }

  g_set_str (&self->pem[kind], block);
  return TRUE;
}

const char *
muster_host_certificates_get (MusterHostCertificates *self,
                              MusterCertificateKind   kind)
{
  g_return_val_if_fail (MUSTER_IS_HOST_CERTIFICATES (self), NULL);
  g_return_val_if_fail (kind < N_KINDS, NULL);

  return self->pem[kind];
}

char *
muster_host_certificates_to_text (MusterHostCertificates *self)
{
  GString *text;

  g_return_val_if_fail (MUSTER_IS_HOST_CERTIFICATES (self), NULL);

  text = g_string_new ("muster: certificates begin\n");
  for (guint i = 0; i < G_N_ELEMENTS (host_kinds); i++)
    {
      const char *pem = self->pem[host_kinds[i]];

      if (pem != NULL)
        g_string_append_printf (text, "muster: certificate %s\n%s",
                                muster_certificate_kind_to_string (host_kinds[i]), pem);
    }

  g_string_append (text, "muster: certificates end\n");
  return g_string_free (text, FALSE);
}
