/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "muster-deploy-error.h"
#include "muster-deploy-resources.h"
#include "muster-host-name.h"
#include "muster-host-output.h"
#include "muster-host-script.h"
#include "muster-pem-block.h"
#include "muster-text.h"

#define TEMPLATE   "/io/github/virt_muster/Muster/deploy/host-script.sh.in"
#define PLACE      "@PARAMETERS@"
#define DELIMITER  "MUSTER_SCRIPT_ENDS_HERE"

/* More than any host has; a request stays small. */
#define MAX_NAMES  64
#define MAX_PASTE  (1024 * 1024)

struct _MusterHostScript
{
  GObject            parent_instance;

  /* As they are given to the authority, and as OpenSSL wants them: "DNS:a" */
  GPtrArray         *names;
  GPtrArray         *kinds;
  char              *ca;
  char              *crl;
  guint16            port;
  gboolean           firewall;
  gboolean           consoles;
  gboolean           settings;
  gboolean           locks;
  MusterHostRenewal  renewal;
};

G_DEFINE_FINAL_TYPE (MusterHostScript, muster_host_script, G_TYPE_OBJECT)

static const char * const step_titles[] = {
  N_("Looking at the host"),
  N_("Installing packages"),
  N_("Making the key and the request for certificates"),
  N_("Checking the certificates"),
  N_("Placing the certificates"),
  N_("Configuring libvirt"),
  N_("Opening the ports in the firewall"),
  N_("Restarting what is needed"),
  N_("Checking with a handshake"),
};

G_STATIC_ASSERT (G_N_ELEMENTS (step_titles) == MUSTER_HOST_SCRIPT_STEPS);

/* --- what may be in a script ---------------------------------------------- */

static gboolean
refuse (GError     **error,
        const char  *name)
{
  g_autofree char *shown = muster_text_escape (name);

  g_set_error (error, MUSTER_DEPLOY_ERROR, MUSTER_DEPLOY_ERROR_INVALID,
               _("“%s” is neither a DNS name nor an IP address. Give the host a name like "
                 "host1.example.com."),
               shown);
  return FALSE;
}

/* Names come from people and from hosts: what is no name stays out. */
static gboolean
add_name (MusterHostScript  *self,
          const char        *name,
          GError           **error)
{
  g_autofree char *normal = muster_host_name_normalize (name);

  if (normal == NULL)
    return refuse (error, name);

  g_ptr_array_add (self->kinds,
                   g_strconcat (g_hostname_is_ip_address (normal) ? "IP:" : "DNS:", normal,
                                NULL));
  g_ptr_array_add (self->names, g_steal_pointer (&normal));
  return TRUE;
}

static gboolean
add_names (MusterHostScript    *self,
           const char * const  *names,
           GError             **error)
{
  guint count = g_strv_length ((char **) names);

  if (count == 0 || count > MAX_NAMES)
    {
      g_set_error (error, MUSTER_DEPLOY_ERROR, MUSTER_DEPLOY_ERROR_INVALID,
                   _("A host has between 1 and %d names and addresses."), MAX_NAMES);
      return FALSE;
    }

  for (guint i = 0; i < count; i++)
    if (!add_name (self, names[i], error))
      return FALSE;

  g_ptr_array_add (self->kinds, NULL);
  g_ptr_array_add (self->names, NULL);
  return TRUE;
}

static char *
clean_block (const char  *pem,
             const char  *label,
             GError     **error)
{
  char *block = _muster_pem_block (pem, label);

  if (block == NULL)
    g_set_error (error, MUSTER_DEPLOY_ERROR, MUSTER_DEPLOY_ERROR_INVALID,
                 /* Translators: a word of the format, like CERTIFICATE or X509 CRL. */
                 _("There is no block “%s” in PEM form, or it is damaged."), label);
  else
    g_strchomp (block);

  return block;
}

/* --- the text ------------------------------------------------------------- */

/* A value in single quotes is nothing but its characters to a shell. */
static void
assign (GString    *text,
        const char *name,
        const char *value)
{
  g_autofree char *quoted = g_shell_quote (value);

  g_string_append_printf (text, "muster_%s=%s\n", name, quoted);
}

static const char *
yes_or_no (gboolean value)
{
  return value ? "yes" : "no";
}

static char *
write_parameters (MusterHostScript *self,
                  const char       *phase,
                  const char       *certificates)
{
  static const char * const renewals[] = { "needed", "certificates", "key", "none" };
  g_autofree char *names = g_strjoinv ("\n", (char **) self->kinds->pdata);
  g_autofree char *port = g_strdup_printf ("%u", self->port);
  g_autoptr(GString) text = g_string_new (NULL);

  assign (text, "phase", phase);
  assign (text, "names", names);
  assign (text, "port", port);
  assign (text, "renew", renewals[self->renewal]);
  assign (text, "firewall", yes_or_no (self->firewall));
  assign (text, "consoles", yes_or_no (self->consoles));
  assign (text, "settings", yes_or_no (self->settings));
  assign (text, "locks", yes_or_no (self->locks));
  assign (text, "ca", self->ca);
  assign (text, "crl", self->crl != NULL ? self->crl : "");
  assign (text, "certificates", certificates);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
write_script (MusterHostScript *self,
              const char       *phase,
              const char       *certificates)
{
  g_autoptr(GBytes) bytes = g_resource_lookup_data (muster_deploy_get_resource (), TEMPLATE,
                                                    G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autofree char *parameters = write_parameters (self, phase, certificates);
  const char *template = g_bytes_get_data (bytes, NULL);
  const char *place = strstr (template, PLACE "\n");

  return g_strdup_printf ("%.*s%s%s", (int) (place - template), template, parameters,
                          place + strlen (PLACE "\n"));
}

/* A here-document reaches sh unchanged, whatever shell the terminal has, and
 * leaves the terminal to sudo.
 */
static char *
to_paste (const char *script)
{
  return g_strconcat ("$(test \"$(id -u)\" = 0 || echo sudo) sh -s <<'" DELIMITER "'\n",
                      script, DELIMITER "\n", NULL);
}

/* ------------------------------------------------------------------------- */

static void
muster_host_script_finalize (GObject *object)
{
  MusterHostScript *self = MUSTER_HOST_SCRIPT (object);

  g_clear_pointer (&self->names, g_ptr_array_unref);
  g_clear_pointer (&self->kinds, g_ptr_array_unref);
  g_clear_pointer (&self->ca, g_free);
  g_clear_pointer (&self->crl, g_free);

  G_OBJECT_CLASS (muster_host_script_parent_class)->finalize (object);
}

static void
muster_host_script_class_init (MusterHostScriptClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = muster_host_script_finalize;
}

static void
muster_host_script_init (MusterHostScript *self)
{
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->kinds = g_ptr_array_new_with_free_func (g_free);
  self->port = MUSTER_HOST_SCRIPT_PORT;
  self->firewall = TRUE;
  self->consoles = TRUE;
  self->settings = TRUE;
}

MusterHostScript *
muster_host_script_new (const char * const  *names,
                        const char          *ca,
                        GError             **error)
{
  g_autoptr(MusterHostScript) self = g_object_new (MUSTER_TYPE_HOST_SCRIPT, NULL);

  g_return_val_if_fail (names != NULL, NULL);
  g_return_val_if_fail (ca != NULL, NULL);

  if (!add_names (self, names, error))
    return NULL;

  self->ca = clean_block (ca, "CERTIFICATE", error);
  return self->ca != NULL ? g_steal_pointer (&self) : NULL;
}

const char * const *
muster_host_script_get_names (MusterHostScript *self)
{
  g_return_val_if_fail (MUSTER_IS_HOST_SCRIPT (self), NULL);

  return (const char * const *) self->names->pdata;
}

void
muster_host_script_set_port (MusterHostScript *self,
                             guint16           port)
{
  g_return_if_fail (MUSTER_IS_HOST_SCRIPT (self));
  g_return_if_fail (port != 0);

  self->port = port;
}

void
muster_host_script_set_firewall (MusterHostScript *self,
                                 gboolean          firewall)
{
  g_return_if_fail (MUSTER_IS_HOST_SCRIPT (self));

  self->firewall = firewall;
}

void
muster_host_script_set_consoles (MusterHostScript *self,
                                 gboolean          consoles)
{
  g_return_if_fail (MUSTER_IS_HOST_SCRIPT (self));

  self->consoles = consoles;
}

void
muster_host_script_set_settings (MusterHostScript *self,
                                 gboolean          settings)
{
  g_return_if_fail (MUSTER_IS_HOST_SCRIPT (self));

  self->settings = settings;
}

void
muster_host_script_set_locks (MusterHostScript *self,
                              gboolean          locks)
{
  g_return_if_fail (MUSTER_IS_HOST_SCRIPT (self));

  self->locks = locks;
}

void
muster_host_script_set_renewal (MusterHostScript  *self,
                                MusterHostRenewal  renewal)
{
  g_return_if_fail (MUSTER_IS_HOST_SCRIPT (self));
  g_return_if_fail (renewal <= MUSTER_HOST_RENEWAL_NONE);

  self->renewal = renewal;
}

gboolean
muster_host_script_set_crl (MusterHostScript  *self,
                            const char        *crl,
                            GError           **error)
{
  g_autofree char *block = NULL;

  g_return_val_if_fail (MUSTER_IS_HOST_SCRIPT (self), FALSE);

  if (crl != NULL)
    {
      block = clean_block (crl, "X509 CRL", error);
      if (block == NULL)
        return FALSE;
    }

  g_set_str (&self->crl, block);
  return TRUE;
}

char *
muster_host_script_to_session_text (MusterHostScript *self)
{
  g_return_val_if_fail (MUSTER_IS_HOST_SCRIPT (self), NULL);

  return write_script (self, "all", "");
}

char *
muster_host_script_to_text (MusterHostScript *self)
{
  g_autofree char *script = NULL;

  g_return_val_if_fail (MUSTER_IS_HOST_SCRIPT (self), NULL);

  script = write_script (self, "request", "");
  return to_paste (script);
}

char *
muster_host_script_finish_text (MusterHostScript       *self,
                                MusterHostCertificates *certificates)
{
  g_autofree char *text = NULL;
  g_autofree char *script = NULL;

  g_return_val_if_fail (MUSTER_IS_HOST_SCRIPT (self), NULL);
  g_return_val_if_fail (certificates == NULL || MUSTER_IS_HOST_CERTIFICATES (certificates), NULL);

  if (certificates != NULL)
    text = muster_host_certificates_to_text (certificates);
  script = write_script (self, "finish", text != NULL ? text : "");
  return to_paste (script);
}

static void
refuse_part (GError **error)
{
  g_set_error_literal (error, MUSTER_DEPLOY_ERROR, MUSTER_DEPLOY_ERROR_PROTOCOL,
                       _("The text is incomplete: only a part of the host’s request for certificates is in it. Copy all that the first script has printed, down to its last line, and paste that."));
}

/* Of a request without its beginning or its end. */
static gboolean
is_part (const char *text)
{
  gboolean begins = strstr (text, "-----BEGIN CERTIFICATE REQUEST-----") != NULL ||
                    strstr (text, "-----BEGIN NEW CERTIFICATE REQUEST-----") != NULL ||
                    strstr (text, "muster: request begin") != NULL;
  gboolean ends = strstr (text, "-----END CERTIFICATE REQUEST-----") != NULL ||
                  strstr (text, "-----END NEW CERTIFICATE REQUEST-----") != NULL;

  return begins != ends;
}

/* The markers may not have been copied with it. */
static char *
find_request (const char  *text,
              gsize        length,
              gboolean    *none,
              char       **revoked,
              GError     **error)
{
  g_autoptr(MusterHostOutput) output = muster_host_output_new ();
  g_autofree char *valid = g_utf8_make_valid (text, length);
  g_autofree char *request = NULL;
  MusterHostEvent *event;

  *revoked = _muster_pem_block (valid, "X509 CRL");
  muster_host_output_push (output, text, length);
  if (is_part (valid))
    {
      refuse_part (error);
      return NULL;
    }
  if (muster_host_output_is_in_block (output))
    return _muster_pem_request (valid);
  muster_host_output_end (output);

  while ((event = muster_host_output_pop (output)) != NULL)
    {
      g_autoptr(MusterHostEvent) owned = event;

      *none = *none || owned->kind == MUSTER_HOST_EVENT_NO_REQUEST;
      if (owned->kind == MUSTER_HOST_EVENT_REQUEST)
        g_set_str (&request, owned->text);
      else if (owned->kind == MUSTER_HOST_EVENT_BROKEN)
        {
          g_set_error_literal (error, MUSTER_DEPLOY_ERROR, MUSTER_DEPLOY_ERROR_PROTOCOL,
                               owned->text);
          return NULL;
        }
    }

  return request != NULL ? g_steal_pointer (&request)
                         : _muster_pem_request (valid);
}

gboolean
muster_host_script_parse_request (const char                *text,
                                  gssize                     length,
                                  MusterCertificateRequest **request,
                                  char                     **revoked,
                                  GError                   **error)
{
  g_autofree char *pem = NULL;
  g_autofree char *list = NULL;
  g_autoptr(GError) broken = NULL;
  gboolean none = FALSE;
  gsize size;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (request != NULL, FALSE);

  *request = NULL;
  if (revoked != NULL)
    *revoked = NULL;
  size = length < 0 ? strlen (text) : (gsize) length;
  pem = find_request (text, MIN (size, MAX_PASTE), &none, &list, &broken);
  if (broken != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&broken));
      return FALSE;
    }

  if (pem != NULL || !none)
    *request = muster_certificate_request_new_from_pem (pem != NULL ? pem : "", -1, error);
  if (*request == NULL && !(pem == NULL && none))
    return FALSE;

  if (revoked != NULL)
    *revoked = g_steal_pointer (&list);
  return TRUE;
}

const char *
muster_host_script_get_step_title (guint number)
{
  g_return_val_if_fail (number >= 1 && number <= G_N_ELEMENTS (step_titles), NULL);

  return _(step_titles[number - 1]);
}
