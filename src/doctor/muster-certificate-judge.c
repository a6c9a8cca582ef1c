/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "muster-certificate-info.h"
#include "muster-certificate-judge.h"
#include "muster-revocation-list.h"

/* Days before its end from which on a certificate is worth a warning. */
#define WARN_DAYS 30

#define UNTRUSTED \
  (GNUTLS_CERT_SIGNER_NOT_FOUND | GNUTLS_CERT_SIGNER_NOT_CA | \
   GNUTLS_CERT_SIGNATURE_FAILURE | GNUTLS_CERT_SIGNER_CONSTRAINTS_FAILURE)

typedef struct
{
  MusterDoctorStep *step;
  const char *host;
  MusterCertificateInfo *certificate;
} Case;

static void
find (Case              *self,
      MusterFindingKind  kind,
      const char        *detail)
{
  muster_doctor_step_take_finding (self->step,
                                   muster_finding_new (kind, self->host, detail));
}

static void
find_date (Case              *self,
           MusterFindingKind  kind,
           GDateTime         *date)
{
  g_autoptr(GDateTime) local = g_date_time_to_local (date);
  /* Translators: day, month, year, time; see g_date_time_format() */
  g_autofree char *text = g_date_time_format (local, _("%-d %B %Y, %H:%M"));

  find (self, kind, text);
}

/* Finds out by our clock; what GnuTLS says depends on the whole chain. */
static gboolean
is_in_date (Case              *self,
            MusterFindingKind  expired,
            MusterFindingKind  expiring,
            MusterFindingKind  early)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();
  MusterCertificateInfo *certificate = self->certificate;

  if (g_date_time_compare (now, certificate->not_after) > 0)
    {
      find_date (self, expired, certificate->not_after);
      return FALSE;
    }
  if (g_date_time_compare (now, certificate->not_before) < 0)
    {
      find_date (self, early, certificate->not_before);
      return FALSE;
    }
  if (muster_certificate_info_get_days_left (certificate, g_date_time_to_unix (now)) < WARN_DAYS)
    find_date (self, expiring, certificate->not_after);

  return TRUE;
}

static void
find_weakness (Case *self)
{
  MusterCertificateInfo *certificate = self->certificate;
  /* Translators: a key's algorithm and bits, and a signature's algorithm */
  g_autofree char *text = g_strdup_printf (_("%s with %u bits, signed with %s"),
                                           certificate->key_algorithm,
                                           certificate->key_bits,
                                           certificate->signature_algorithm);

  find (self, MUSTER_FINDING_SERVER_CERT_WEAK, text);
}

static void
judge_chain (Case  *self,
             guint  status)
{
  if (status & GNUTLS_CERT_REVOKED)
    find (self, MUSTER_FINDING_SERVER_CERT_REVOKED, NULL);
  else if (status & UNTRUSTED)
    find (self, MUSTER_FINDING_SERVER_CERT_ISSUER, self->certificate->issuer);

  if (status & GNUTLS_CERT_PURPOSE_MISMATCH)
    find (self, MUSTER_FINDING_SERVER_CERT_PURPOSE, NULL);
  if ((status & GNUTLS_CERT_INSECURE_ALGORITHM) || self->certificate->is_weak)
    find_weakness (self);
}

static void
judge_name (Case *self)
{
  MusterCertificateInfo *certificate = self->certificate;
  g_autofree char *names = g_strjoinv (", ", certificate->names);

  if (!muster_certificate_info_matches (certificate, self->host))
    find (self, MUSTER_FINDING_SERVER_CERT_NAME,
          *names != '\0' ? names : certificate->subject);
}

gboolean
muster_certificate_judge_server (MusterDoctorStep      *step,
                                 const MusterHandshake *seen,
                                 const char            *host)
{
  g_autoptr(MusterCertificateInfo) certificate =
    muster_certificate_info_new_from_der (seen->certificate, NULL);
  Case self = { step, host, certificate };
  guint before = muster_doctor_step_get_findings (step)->len;

  if (certificate == NULL)
    {
      find (&self, MUSTER_FINDING_SERVER_CERT_WEAK, _("it cannot be read"));
      return FALSE;
    }

  is_in_date (&self, MUSTER_FINDING_SERVER_CERT_EXPIRED,
              MUSTER_FINDING_SERVER_CERT_EXPIRING,
              MUSTER_FINDING_SERVER_CERT_NOT_YET_VALID);
  judge_name (&self);
  if (seen->verified)
    judge_chain (&self, seen->status);
  else
    find (&self, MUSTER_FINDING_CA_MISSING, NULL);

  return muster_doctor_step_get_findings (step)->len == before;
}

void
muster_certificate_judge_reverse (MusterDoctorStep      *step,
                                  const MusterHandshake *seen,
                                  const char            *host,
                                  const char            *reverse)
{
  g_autoptr(MusterCertificateInfo) certificate =
    muster_certificate_info_new_from_der (seen->certificate, NULL);
  g_autofree char *name = g_strdup (reverse);
  Case self = { step, host, certificate };
  gsize length = name != NULL ? strlen (name) : 0;

  /* DNS ends a full name with a dot, certificates do not. */
  if (length > 1 && name[length - 1] == '.')
    name[length - 1] = '\0';
  if (certificate == NULL || name == NULL || g_ascii_strcasecmp (name, host) == 0)
    return;

  /* Of one that names neither the name in use is told already. */
  if (muster_certificate_info_matches (certificate, host) &&
      !muster_certificate_info_matches (certificate, name))
    find (&self, MUSTER_FINDING_SERVER_CERT_REVERSE, name);
}

static const char *
describe_key (MusterHandshakeKey key)
{
  switch (key)
    {
    case MUSTER_HANDSHAKE_KEY_MISSING: return _("clientkey.pem is missing");
    case MUSTER_HANDSHAKE_KEY_UNREADABLE:
      return _("clientkey.pem is damaged, is no private key, or is protected by a passphrase");
    case MUSTER_HANDSHAKE_KEY_OTHER: return _("clientkey.pem belongs to another certificate");
    case MUSTER_HANDSHAKE_KEY_FINE:
    default: return NULL;
    }
}

void
muster_certificate_judge_client (MusterDoctorStep      *step,
                                 const MusterHandshake *seen,
                                 const char            *host,
                                 const char            *certificate_pem,
                                 const char            *crl)
{
  g_autoptr(MusterCertificateInfo) certificate =
    certificate_pem != NULL
    ? muster_certificate_info_new_from_pem (certificate_pem, -1, NULL) : NULL;
  Case self = { step, host, certificate };

  if (certificate == NULL)
    {
      if (seen->end != MUSTER_HANDSHAKE_ACCEPTED)
        find (&self, MUSTER_FINDING_CLIENT_CERT_MISSING, NULL);
      return;
    }
  if (seen->key != MUSTER_HANDSHAKE_KEY_FINE && seen->end != MUSTER_HANDSHAKE_ACCEPTED)
    {
      find (&self, MUSTER_FINDING_CLIENT_KEY_UNUSABLE, describe_key (seen->key));
      return;
    }
  if (crl != NULL && muster_revocation_list_names (crl, certificate_pem))
    {
      find (&self, MUSTER_FINDING_CLIENT_CERT_REVOKED, certificate->subject);
      return;
    }
  if (!is_in_date (&self, MUSTER_FINDING_CLIENT_CERT_EXPIRED,
                   MUSTER_FINDING_CLIENT_CERT_EXPIRING,
                   MUSTER_FINDING_CLIENT_CERT_NOT_YET_VALID) ||
      seen->end == MUSTER_HANDSHAKE_ACCEPTED)
    return;

  if (seen->names_issuers && !seen->issuer_taken)
    find (&self, MUSTER_FINDING_CLIENT_CERT_FOREIGN, certificate->issuer);
  else
    find (&self, MUSTER_FINDING_CLIENT_CERT_REFUSED, certificate->subject);
}

char *
muster_certificate_judge_display (const MusterHandshake *seen,
                                  const char            *host)
{
  g_autoptr(MusterCertificateInfo) certificate =
    seen->certificate != NULL
    ? muster_certificate_info_new_from_der (seen->certificate, NULL) : NULL;
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();

  if (certificate == NULL && seen->end == MUSTER_HANDSHAKE_NOT_TLS)
    return g_strdup (_("it is shown without TLS"));
  if (certificate == NULL)
    return seen->end == MUSTER_HANDSHAKE_ACCEPTED ? NULL : g_strdup (seen->error);
  if (g_date_time_compare (now, certificate->not_after) > 0)
    return g_strdup (_("its certificate has expired"));
  if (seen->verified && (seen->status & GNUTLS_CERT_REVOKED))
    return g_strdup (_("its certificate was revoked"));
  if (seen->verified && (seen->status & UNTRUSTED))
    return g_strdup_printf (_("its certificate was issued by %s"), certificate->issuer);
  if (!muster_certificate_info_matches (certificate, host))
    return g_strdup_printf (_("its certificate does not name “%s”"), host);

  return NULL;
}

char *
muster_certificate_judge_dup_summary (const MusterHandshake *seen)
{
  g_autoptr(MusterCertificateInfo) certificate =
    muster_certificate_info_new_from_der (seen->certificate, NULL);
  g_autoptr(GDateTime) local = NULL;
  g_autofree char *date = NULL;

  if (certificate == NULL)
    return NULL;
  local = g_date_time_to_local (certificate->not_after);
  /* Translators: day, month, year; see g_date_time_format() */
  date = g_date_time_format (local, _("%-d %B %Y"));

  /* Translators: who issued a certificate, and the day until which it is valid */
  return g_strdup_printf (_("issued by %s, valid until %s"),
                          certificate->issuer_name != NULL ? certificate->issuer_name
                                                           : certificate->issuer,
                          date);
}
