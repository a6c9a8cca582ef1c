/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-lab-deploy FOLDER new: an authority and an admin's identity in FOLDER,
 *   in the manner of libvirt's pkipath.
 * test-lab-deploy FOLDER run CONFIG DESTINATION RENEWAL NAME...: sets a host up
 *   with ssh's CONFIG.  Questions are answered with what is in the file that the
 *   environment's ANSWER_SECRET names, and with its ANSWER_HOST_KEY, or declined;
 *   CANCEL_AT is the number of a step at which it is cancelled.
 */
#include "config.h"

#include <locale.h>

#include "muster-deployment.h"
#include "muster-identity.h"

typedef struct
{
  MusterAuthority     *authority;
  const char * const  *names;
  GCancellable        *cancellable;
} Test;

static void
write_file (const char *folder,
            const char *name,
            const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
}

static char *
read_file (const char *folder,
           const char *name)
{
  g_autofree char *path = folder != NULL ? g_build_filename (folder, name, NULL) : g_strdup (name);
  char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

static const GValue *
settle (DexFuture  *future,
        GError    **error)
{
  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);

  return dex_future_get_value (future, error);
}

static void
make (const char *folder)
{
  g_autoptr(DexFuture) created = muster_authority_create ("Another data center", 3652);
  MusterAuthority *authority = g_value_get_object (settle (created, NULL));
  g_autoptr(DexFuture) issued = muster_authority_issue_client (authority, "admin", 365);
  MusterIdentity *identity = g_value_get_object (settle (issued, NULL));
  g_autoptr(DexFuture) exported = muster_authority_export_key (authority, "a passphrase");

  write_file (folder, "ca-key.pem", g_value_get_string (settle (exported, NULL)));
  write_file (folder, "cacert.pem", muster_authority_get_certificate (authority));
  write_file (folder, "clientcert.pem", muster_identity_get_certificate (identity));
  write_file (folder, "clientkey.pem", muster_identity_get_key (identity));
}

static MusterAuthority *
load (const char *folder)
{
  g_autofree char *certificate = read_file (folder, "cacert.pem");
  g_autofree char *key = read_file (folder, "ca-key.pem");
  g_autoptr(DexFuture) loaded = muster_authority_import_pem (certificate, key, "a passphrase");

  return g_value_dup_object (settle (loaded, NULL));
}

static DexFuture *
sign_cb (MusterCertificateRequest *request,
         gpointer                  user_data)
{
  Test *test = user_data;
  GError *error = NULL;
  MusterHostCertificates *certificates =
    muster_host_certificates_issue (test->authority, request, test->names, 365, &error);

  g_print ("signs a key of %u bits\n", muster_certificate_request_get_key_bits (request));
  return certificates != NULL ? dex_future_new_take_object (certificates)
                              : dex_future_new_for_error (error);
}

static void
step_cb (MusterDeployment *deployment,
         guint             number,
         guint             total,
         const char       *title,
         Test             *test)
{
  const char *end = g_getenv ("CANCEL_AT");

  g_print ("%u/%u %s\n", number, total, title);
  if (end != NULL && number == (guint) atoi (end))
    g_cancellable_cancel (test->cancellable);
}

static void
line_cb (MusterDeployment *deployment,
         const char       *text)
{
  g_print ("  %s\n", text);
}

static void
question_cb (MusterDeployment  *deployment,
             MusterSshQuestion *question)
{
  gboolean of_key = muster_ssh_question_get_kind (question) == MUSTER_SSH_QUESTION_HOST_KEY;
  const char *file = g_getenv ("ANSWER_SECRET");
  g_autofree char *answer = of_key       ? g_strdup (g_getenv ("ANSWER_HOST_KEY"))
                            : file != NULL ? read_file (NULL, file)
                                         : NULL;

  g_print ("asked%s: %s\n", muster_ssh_question_get_is_again (question) ? " again" : "",
           muster_ssh_question_get_prompt (question));
  if (answer != NULL && !muster_ssh_question_get_is_again (question))
    muster_ssh_question_answer (question, answer);
  else
    muster_ssh_question_decline (question);
}

static MusterHostScript *
make_script (Test       *test,
             const char *renewal)
{
  g_autoptr(GError) error = NULL;
  MusterHostScript *script =
    muster_host_script_new (test->names, muster_authority_get_certificate (test->authority), &error);

  g_assert_no_error (error);
  muster_host_script_set_renewal (script,
                                  g_str_equal (renewal, "key") ? MUSTER_HOST_RENEWAL_KEY :
                                  g_str_equal (renewal, "certificates") ? MUSTER_HOST_RENEWAL_CERTIFICATES :
                                                                          MUSTER_HOST_RENEWAL_NEEDED);
  muster_host_script_set_locks (script, g_getenv ("LOCKS") != NULL);
  return script;
}

static int
deploy (const char  *folder,
        char       **argv)
{
  g_autoptr(MusterAuthority) authority = load (folder);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  Test test = { authority, (const char * const *) argv + 3, cancellable };
  g_autoptr(MusterHostScript) script = make_script (&test, argv[2]);
  g_autoptr(MusterDeployment) deployment = muster_deployment_new (script, argv[1], sign_cb, &test, NULL);
  g_autoptr(DexFuture) done = NULL;
  g_autoptr(GError) error = NULL;
  const GValue *value;

  muster_deployment_set_config_file (deployment, argv[0]);
  muster_deployment_set_askpass (deployment, g_getenv ("ASKPASS"));
  g_signal_connect (deployment, "step", G_CALLBACK (step_cb), &test);
  g_signal_connect (deployment, "line", G_CALLBACK (line_cb), NULL);
  g_signal_connect (deployment, "note", G_CALLBACK (line_cb), NULL);
  g_signal_connect (deployment, "question", G_CALLBACK (question_cb), NULL);

  done = muster_deployment_run (deployment, cancellable);
  value = settle (done, &error);
  if (value == NULL)
    g_print ("failed %s %d: %s\n", g_quark_to_string (error->domain), error->code, error->message);
  else
    g_print (g_value_get_boolean (value) ? "changed\n" : "unchanged\n");

  return value != NULL ? 0 : 1;
}

int
main (int    argc,
      char **argv)
{
  g_assert_cmpint (argc, >=, 3);
  setlocale (LC_ALL, "C.UTF-8");
  dex_init ();

  if (g_str_equal (argv[2], "run"))
    return deploy (argv[1], argv + 3);

  make (argv[1]);
  return 0;
}
