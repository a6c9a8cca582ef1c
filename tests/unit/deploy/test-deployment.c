/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-deployment FAKE-SSH MUSTER-ASKPASS */
#include "config.h"

#include <glib/gstdio.h>
#include <gnutls/abstract.h>
#include <gnutls/x509.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "muster-askpass-socket.h"
#include "muster-deploy-error.h"
#include "muster-deployment.h"
#include "muster-port-trial.h"
#include "test-await.h"

/* In KiB; the address sanitizer keeps what was freed for a while. */
#ifdef __SANITIZE_ADDRESS__
#define MAX_GROWTH (512 * 1024)
#else
#define MAX_GROWTH (32 * 1024)
#endif

static const char *askpass;
static char *folder;
static const char * const names[] = { "host1.example.com", NULL };

typedef struct
{
  MusterDeployment  *deployment;
  GCancellable      *cancellable;
  GPtrArray         *answers;
  GString           *asked;
  GString           *lines;
  MusterSshQuestion *open;
  guint              n_again;
  guint              n_signed;
  guint              n_steps;
  gboolean           refuses_to_sign;
} Fixture;

/* --- helpers -------------------------------------------------------------- */

static char *
read_file (const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, NULL);
  return text;
}

static void
write_request (void)
{
  g_autofree char *path = g_build_filename (folder, "request.pem", NULL);
  gnutls_x509_privkey_t key;
  gnutls_x509_crq_t request;
  gnutls_datum_t pem;

  g_assert_cmpint (gnutls_x509_privkey_init (&key), ==, 0);
  g_assert_cmpint (gnutls_x509_privkey_generate (key, GNUTLS_PK_RSA, 2048, 0), ==, 0);
  g_assert_cmpint (gnutls_x509_crq_init (&request), ==, 0);
  g_assert_cmpint (gnutls_x509_crq_set_version (request, 1), ==, 0);
  g_assert_cmpint (gnutls_x509_crq_set_key (request, key), ==, 0);
  g_assert_cmpint (gnutls_x509_crq_sign2 (request, key, GNUTLS_DIG_SHA256, 0), ==, 0);
  g_assert_cmpint (gnutls_x509_crq_export2 (request, GNUTLS_X509_FMT_PEM, &pem), ==, 0);
  g_assert_true (g_file_set_contents (path, (char *) pem.data, pem.size, NULL));

  gnutls_free (pem.data);
  gnutls_x509_crq_deinit (request);
  gnutls_x509_privkey_deinit (key);
}

static void
write_crl (void)
{
  g_autofree char *path = g_build_filename (folder, "crl.pem", NULL);
  g_autoptr(GPtrArray) none = g_ptr_array_new ();
  g_autofree char *crl = muster_authority_make_crl (shared_authority (), none, 7, 0, NULL);

  g_assert_true (g_file_set_contents (path, crl, -1, NULL));
}

static DexFuture *
sign_cb (MusterCertificateRequest *request,
         gpointer                  user_data)
{
  Fixture *fixture = user_data;

  fixture->n_signed++;
  if (fixture->refuses_to_sign)
    return dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "no authority");

  return dex_future_new_take_object (
    muster_host_certificates_issue (shared_authority (), request, names, 365, NULL));
}

/* Answers come from a list; a '-' declines, a '?' leaves it open. */
static void
question_cb (MusterDeployment  *deployment,
             MusterSshQuestion *question,
             Fixture           *fixture)
{
  g_autofree char *answer = fixture->answers->len > 0
                            ? g_strdup (g_ptr_array_index (fixture->answers, 0)) : g_strdup ("-");

  g_string_append_printf (fixture->asked, "%d", muster_ssh_question_get_kind (question));
  fixture->n_again += muster_ssh_question_get_is_again (question);
  if (fixture->answers->len > 0)
    g_ptr_array_remove_index (fixture->answers, 0);

  if (g_str_equal (answer, "?"))
    g_set_object (&fixture->open, question);
  else if (g_str_equal (answer, "-"))
    muster_ssh_question_decline (question);
  else
    muster_ssh_question_answer (question, answer);
}

static void
line_cb (MusterDeployment *deployment,
         const char       *text,
         Fixture          *fixture)
{
  g_string_append_printf (fixture->lines, "%s\n", text);
}

static void
step_cb (MusterDeployment *deployment,
         guint             number,
         guint             total,
         const char       *title,
         Fixture          *fixture)
{
  fixture->n_steps++;
  g_assert_cmpstr (title, ==, "Making the key and the request for certificates");
  if (strstr (g_getenv ("FAKE"), "cancel") != NULL)
    g_cancellable_cancel (fixture->cancellable);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  const char *certificate = muster_authority_get_certificate (shared_authority ());
  g_autoptr(MusterHostScript) script = muster_host_script_new (names, certificate, NULL);

  g_setenv ("FAKE", data, TRUE);
  fixture->cancellable = g_cancellable_new ();
  fixture->answers = g_ptr_array_new ();
  fixture->asked = g_string_new (NULL);
  fixture->lines = g_string_new (NULL);
  fixture->deployment = muster_deployment_new (script, "eve@host", sign_cb, fixture, NULL);
  muster_deployment_set_askpass (fixture->deployment, askpass);
  g_signal_connect (fixture->deployment, "question", G_CALLBACK (question_cb), fixture);
  g_signal_connect (fixture->deployment, "line", G_CALLBACK (line_cb), fixture);
  g_signal_connect (fixture->deployment, "note", G_CALLBACK (line_cb), fixture);
  g_signal_connect (fixture->deployment, "step", G_CALLBACK (step_cb), fixture);
}

static void
assert_no_sockets (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("XDG_RUNTIME_DIR"), "muster", NULL);
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);

  g_assert_null (dir != NULL ? g_dir_read_name (dir) : NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_clear_object (&fixture->open);
  g_assert_finalize_object (fixture->deployment);
  g_clear_object (&fixture->cancellable);
  g_ptr_array_unref (fixture->answers);
  g_string_free (fixture->asked, TRUE);
  g_string_free (fixture->lines, TRUE);
  assert_no_sockets ();
}

static gboolean
run (Fixture  *fixture,
     gboolean *changed,
     GError  **error)
{
  g_autoptr(DexFuture) done = muster_deployment_run (fixture->deployment, fixture->cancellable);
  const GValue *value = settle (done, error);

  if (value != NULL && changed != NULL)
    *changed = g_value_get_boolean (value);
  return value != NULL;
}

static void
assert_runs (Fixture  *fixture,
             gboolean  expected)
{
  g_autoptr(GError) error = NULL;
  gboolean changed = FALSE;

  run (fixture, &changed, &error);
  g_assert_no_error (error);
  g_assert_cmpint (changed, ==, expected);
}

static void
assert_fails (Fixture    *fixture,
              GQuark      domain,
              int         code,
              const char *words)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (run (fixture, NULL, &error));
  g_test_message ("%s", error->message);
  g_assert_error (error, domain, code);
  if (words != NULL)
    g_assert_nonnull (strstr (error->message, words));
}

static void
answer (Fixture    *fixture,
        const char *text)
{
  g_ptr_array_add (fixture->answers, (char *) text);
}

/* --- cases ---------------------------------------------------------------- */

static void
test_root (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *certificates = NULL;
  g_autofree char *script = NULL;
  g_autofree char *arguments = NULL;
  g_autofree char *details = NULL;

  muster_deployment_set_port (fixture->deployment, 2222);
  assert_runs (fixture, TRUE);
  certificates = read_file ("certificates");
  script = read_file ("script");
  arguments = read_file ("arguments");
  details = muster_deployment_dup_details (fixture->deployment);

  g_assert_cmpuint (fixture->n_signed, ==, 1);
  g_assert_cmpuint (fixture->n_steps, ==, 1);
  g_assert_cmpstr (fixture->asked->str, ==, "");
  g_assert_cmpstr (fixture->lines->str, ==, "something\n");
  g_assert_nonnull (strstr (details, "something"));
  g_assert_true (g_str_has_prefix (certificates, "muster: certificates begin\nmuster: certificate server\n-----BEGIN"));
  g_assert_nonnull (strstr (certificates, "muster: certificate qemu-client\n"));
  g_assert_nonnull (strstr (script, "muster_phase='all'"));
  g_assert_true (g_str_has_suffix (arguments, "-p\n2222\n--\neve@host\nsh -s\n"));
}

/* The host is answered with what it has, but for a word. */
static DexFuture *
list_cb (const char *crl,
         gpointer    user_data)
{
  Fixture *fixture = user_data;

  g_assert_true (g_str_has_prefix (crl, "-----BEGIN X509 CRL-----\n"));
  if (fixture->refuses_to_sign)
    return dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_NO_SPACE, "no room");

  return dex_future_new_take_string (g_strconcat (crl, "given", NULL));
}

static void
test_list (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *crl = read_file ("crl.pem");
  g_autofree char *expected = g_strconcat (crl, "given\nmuster: revoked end\n", NULL);
  g_autofree char *list = NULL;

  muster_deployment_set_lister (fixture->deployment, list_cb);
  assert_runs (fixture, TRUE);
  list = read_file ("list");
  g_assert_cmpstr (list, ==, expected);
  g_assert_cmpuint (fixture->n_signed, ==, 1);
}

static void
test_list_unheard (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autofree char *list = NULL;

  assert_runs (fixture, TRUE);
  list = read_file ("list");
  g_assert_cmpstr (list, ==, "\nmuster: revoked end\n");
}

/* What could not be kept is not taken away from the host either. */
static void
test_list_fails (Fixture       *fixture,
                 gconstpointer  data)
{
  fixture->refuses_to_sign = TRUE;
  muster_deployment_set_lister (fixture->deployment, list_cb);
  assert_fails (fixture, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "no room");
}

static void
test_unchanged (Fixture       *fixture,
                gconstpointer  data)
{
  assert_runs (fixture, FALSE);
  g_assert_cmpuint (fixture->n_signed, ==, 0);
}

static void
assert_secret_nowhere (Fixture *fixture)
{
  static const char * const files[] = { "arguments", "environment", "script", "door" };
  g_autofree char *details = muster_deployment_dup_details (fixture->deployment);

  g_assert_null (strstr (details, "secret"));
  g_assert_null (strstr (fixture->lines->str, "secret"));
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *text = read_file (files[i]);

      g_assert_true (text == NULL || strstr (text, "sudo secret") == NULL);
      g_assert_true (text == NULL || strstr (text, "ssh secret") == NULL);
    }
}

static void
test_sudo (Fixture       *fixture,
           gconstpointer  data)
{
  answer (fixture, "a wrong secret");
  answer (fixture, "sudo secret");
  assert_runs (fixture, TRUE);
  g_assert_cmpstr (fixture->asked->str, ==, "44");
  g_assert_cmpuint (fixture->n_again, ==, 1);
  assert_secret_nowhere (fixture);
}

/* A second line would be sent to root's shell. */
static void
test_sudo_lines (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *script = NULL;

  answer (fixture, "sudo secret\nreboot");
  assert_runs (fixture, TRUE);
  script = read_file ("script");
  g_assert_null (strstr (script, "reboot"));
}

static void
test_sudo_free (Fixture       *fixture,
                gconstpointer  data)
{
  assert_runs (fixture, TRUE);
  g_assert_cmpstr (fixture->asked->str, ==, "");
}

static void
test_sudo_never (Fixture       *fixture,
                 gconstpointer  data)
{
  assert_fails (fixture, MUSTER_DEPLOY_ERROR, MUSTER_DEPLOY_ERROR_SUDO, "eve@host");
  g_assert_cmpstr (fixture->lines->str, ==, "eve is not in the sudoers file.\n");
}

static void
test_sudo_declined (Fixture       *fixture,
                    gconstpointer  data)
{
  answer (fixture, "-");
  assert_fails (fixture, MUSTER_DEPLOY_ERROR, MUSTER_DEPLOY_ERROR_DECLINED, NULL);
}

static void
test_sudo_wrong (Fixture       *fixture,
                 gconstpointer  data)
{
  answer (fixture, "one");
  answer (fixture, "two");
  answer (fixture, "three");
  assert_fails (fixture, MUSTER_DEPLOY_ERROR, MUSTER_DEPLOY_ERROR_SUDO, NULL);
}

static void
test_nobody_asked (Fixture       *fixture,
                   gconstpointer  data)
{
  g_signal_handlers_disconnect_by_func (fixture->deployment, question_cb, fixture);
  assert_fails (fixture, MUSTER_DEPLOY_ERROR, MUSTER_DEPLOY_ERROR_DECLINED, NULL);
}

static void
test_login (Fixture       *fixture,
            gconstpointer  data)
{
  answer (fixture, "yes");
  answer (fixture, "wrong secret");
  answer (fixture, "ssh secret");
  assert_runs (fixture, TRUE);
  g_assert_cmpstr (fixture->asked->str, ==, "100");
  g_assert_cmpuint (fixture->n_again, ==, 1);
  assert_secret_nowhere (fixture);
}

static void
test_login_declined (Fixture       *fixture,
                     gconstpointer  data)
{
  answer (fixture, "yes");
  answer (fixture, "-");
  assert_fails (fixture, MUSTER_DEPLOY_ERROR, MUSTER_DEPLOY_ERROR_SSH, "Permission denied (publickey,password).");
}

static void
test_host_key_declined (Fixture       *fixture,
                        gconstpointer  data)
{
  answer (fixture, "no");
  assert_fails (fixture, MUSTER_DEPLOY_ERROR, MUSTER_DEPLOY_ERROR_SSH, "Host key verification failed.");
}

static void
count_cb (MusterSshQuestion *question,
          guint             *count)
{
  (*count)++;
}

static void
touch_cb (MusterDeployment  *deployment,
          MusterSshQuestion *question,
          guint             *withdrawn)
{
  g_assert_cmpint (muster_ssh_question_get_kind (question), ==, MUSTER_SSH_QUESTION_NOTICE);
  g_signal_connect (question, "withdrawn", G_CALLBACK (count_cb), withdrawn);
}

static void
test_touch (Fixture       *fixture,
            gconstpointer  data)
{
  guint withdrawn = 0;

  answer (fixture, "?");
  g_signal_connect (fixture->deployment, "question", G_CALLBACK (touch_cb), &withdrawn);
  assert_runs (fixture, TRUE);
  g_assert_cmpuint (withdrawn, ==, 1);
}

static gboolean
cancel_cb (gpointer data)
{
  g_cancellable_cancel (data);
  return G_SOURCE_REMOVE;
}

static void
test_cancel (Fixture       *fixture,
             gconstpointer  data)
{
  gint64 began = g_get_monotonic_time ();

  answer (fixture, "?");
  if (strstr (data, "cancel") == NULL)
    g_timeout_add (300, cancel_cb, fixture->cancellable);
  assert_fails (fixture, G_IO_ERROR, G_IO_ERROR_CANCELLED, NULL);
  g_assert_cmpint (g_get_monotonic_time () - began, <, 5 * G_USEC_PER_SEC);
}

static void
test_cancelled_before (Fixture       *fixture,
                       gconstpointer  data)
{
  g_cancellable_cancel (fixture->cancellable);
  assert_fails (fixture, G_IO_ERROR, G_IO_ERROR_CANCELLED, NULL);
}

static void
test_protocol (Fixture       *fixture,
               gconstpointer  data)
{
  assert_fails (fixture, MUSTER_DEPLOY_ERROR, MUSTER_DEPLOY_ERROR_PROTOCOL, NULL);
  g_assert_cmpuint (fixture->n_signed, <=, 1);
}

static void
test_flood (Fixture       *fixture,
            gconstpointer  data)
{
  struct rusage before, after;

  getrusage (RUSAGE_SELF, &before);
  test_protocol (fixture, data);
  getrusage (RUSAGE_SELF, &after);
  g_assert_cmpint (after.ru_maxrss - before.ru_maxrss, <, MAX_GROWTH);
}

static void
test_signer (Fixture       *fixture,
             gconstpointer  data)
{
  fixture->refuses_to_sign = TRUE;
  assert_fails (fixture, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "no authority");
}

static void
test_exit (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *details = NULL;

  assert_fails (fixture, MUSTER_DEPLOY_ERROR, MUSTER_DEPLOY_ERROR_HANDSHAKE, "as it was before");
  details = muster_deployment_dup_details (fixture->deployment);
  g_assert_true (g_str_has_suffix (details, "It is so.\nDo this.\n"));
}

static void
test_nobody (Fixture       *fixture,
             gconstpointer  data)
{
  assert_fails (fixture, MUSTER_DEPLOY_ERROR, MUSTER_DEPLOY_ERROR_NOT_ROOT, NULL);
}

static void
test_no_route (Fixture       *fixture,
               gconstpointer  data)
{
  assert_fails (fixture, MUSTER_DEPLOY_ERROR, MUSTER_DEPLOY_ERROR_SSH, "No route to host");
}

static void
test_lost (Fixture       *fixture,
           gconstpointer  data)
{
  assert_fails (fixture, MUSTER_DEPLOY_ERROR, MUSTER_DEPLOY_ERROR_SSH, "was lost");
}

/* Somebody else holds the pipes open. */
static void
test_holder (Fixture       *fixture,
             gconstpointer  data)
{
  gint64 began = g_get_monotonic_time ();
  g_autofree char *pid = NULL;

  assert_runs (fixture, TRUE);
  g_assert_cmpint (g_get_monotonic_time () - began, <, 5 * G_USEC_PER_SEC);
  pid = read_file ("holder");
  g_assert_cmpint (kill (atoi (pid), SIGTERM), ==, 0);
}

static void
test_no_ssh (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *path = g_strdup (g_getenv ("PATH"));

  g_setenv ("PATH", "/nowhere", TRUE);
  assert_fails (fixture, MUSTER_DEPLOY_ERROR, MUSTER_DEPLOY_ERROR_SSH, "ssh");
  g_setenv ("PATH", path, TRUE);
}

static void
test_destinations (void)
{
  static const char * const hostile[] = {
    "", "-oProxyCommand=reboot", "a b", "a;b", "$(reboot)", "a`b`", "a\nb", "a'b", "a\"b", "a|b", "ä",
  };
  const char *certificate = muster_authority_get_certificate (shared_authority ());
  g_autoptr(MusterHostScript) script = muster_host_script_new (names, certificate, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (hostile); i++)
    {
      g_autoptr(MusterDeployment) deployment =
        muster_deployment_new (script, hostile[i], sign_cb, NULL, NULL);
      g_autoptr(DexFuture) done = muster_deployment_run (deployment, NULL);
      g_autoptr(GError) error = NULL;

      g_assert_null (settle (done, &error));
      g_assert_error (error, MUSTER_DEPLOY_ERROR, MUSTER_DEPLOY_ERROR_INVALID);
    }
}

static MusterPortTrial *
new_trial (const char *fake)
{
  MusterPortTrial *trial = muster_port_trial_new ("eve@host");

  g_setenv ("FAKE", fake, TRUE);
  muster_port_trial_set_askpass (trial, askpass);
  return trial;
}

static int
try_port (MusterPortTrial *trial,
          const char      *name)
{
  g_autoptr(DexFuture) tried = muster_port_trial_try (trial, name, 50000);

  return g_value_get_int (settle (tried, NULL));
}

static void
test_trial (void)
{
  g_autoptr(MusterPortTrial) trial = new_trial ("trial");
  g_autoptr(DexFuture) opened = muster_port_trial_open (trial, NULL);
  g_autoptr(DexFuture) closed = NULL;

  g_assert_nonnull (settle (opened, NULL));
  g_assert_cmpstr (muster_port_trial_get_name (trial), ==, "host1.lab");
  g_assert_cmpuint (muster_port_trial_get_first (trial), ==, 50000);
  g_assert_cmpuint (muster_port_trial_get_last (trial), ==, 50003);
  g_assert_true (muster_port_trial_is_heard (trial));
  g_assert_cmpint (try_port (trial, "good"), ==, MUSTER_PORT_ANSWER_OPEN);
  g_assert_cmpint (try_port (trial, "bad"), ==, MUSTER_PORT_ANSWER_REFUSED);
  closed = muster_port_trial_close (trial);
  g_assert_nonnull (settle (closed, NULL));
}

/* What one host says is told to another. */
static void
test_hostile_trial (void)
{
  static const char * const fakes[] = { "trial hostile", "trial option", "trial junk" };

  for (guint i = 0; i < G_N_ELEMENTS (fakes); i++)
    {
      g_autoptr(MusterPortTrial) trial = new_trial (fakes[i]);
      g_autoptr(DexFuture) opened = muster_port_trial_open (trial, NULL);
      g_autoptr(GError) error = NULL;

      g_assert_null (settle (opened, &error));
      g_assert_error (error, MUSTER_DEPLOY_ERROR, MUSTER_DEPLOY_ERROR_PROTOCOL);
      g_assert_null (muster_port_trial_get_name (trial));
    }
}

static void
test_host_key_text (void)
{
  static const struct { const char *prompt; const char *text; } cases[] = {
    { "The authenticity of host 'host1.lab (10.198.0.1)' can't be established.\n"
      "ED25519 key fingerprint is SHA256:abc+/d.\n"
      "This key is not known by any other names.\n"
      "Are you sure you want to continue connecting (yes/no/[fingerprint])? ",
      "ssh does not know “host1.lab (10.198.0.1)” yet. Its ED25519 key has the fingerprint\n"
      "SHA256:abc+/d" },
    { "Something else (yes/no)? ", "Something else (yes/no)? " },
    { "key fingerprint is  key fingerprint is  authenticity of host '' (yes/no)", NULL },
    { "", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(MusterSshQuestion) question =
        muster_ssh_question_new (MUSTER_SSH_QUESTION_HOST_KEY, cases[i].prompt, FALSE);
      g_autofree char *text = muster_ssh_question_dup_text (question);

      g_assert_cmpstr (text, ==, cases[i].text != NULL ? cases[i].text : cases[i].prompt);
    }
}

static void
test_socket (void)
{
  const char *runtime = g_getenv ("XDG_RUNTIME_DIR");
  g_autofree char *place = g_build_filename (runtime, "muster", NULL);
  g_autofree char *left = g_build_filename (place, "ask-4194300-0", NULL);
  g_autoptr(MusterAskpassSocket) open_to_all = NULL;
  g_autoptr(MusterAskpassSocket) first = NULL;
  g_autoptr(MusterAskpassSocket) second = NULL;
  g_autoptr(GError) error = NULL;
  struct stat info;

  g_mkdir (place, 0700);
  g_assert_true (g_file_set_contents (left, "", 0, NULL));
  first = muster_askpass_socket_new (&error);
  g_assert_no_error (error);
  second = muster_askpass_socket_new (&error);
  g_assert_no_error (error);
  g_assert_false (g_file_test (left, G_FILE_TEST_EXISTS));
  g_assert_cmpint (g_stat (muster_askpass_socket_get_path (first), &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  muster_askpass_socket_close (first);
  g_assert_false (g_file_test (muster_askpass_socket_get_path (first), G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (muster_askpass_socket_get_path (second), G_FILE_TEST_EXISTS));
  muster_askpass_socket_close (second);

  g_chmod (place, 0755);
  open_to_all = muster_askpass_socket_new (&error);
  g_assert_null (open_to_all);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);
  g_chmod (place, 0700);
}

/* -------------------------------------------------------------------------- */

static void
make_folder (const char *fake_ssh)
{
  g_autofree char *runtime = NULL;
  g_autofree char *link = NULL;
  g_autofree char *path = NULL;

  folder = g_dir_make_tmp ("muster-deploy-XXXXXX", NULL);
  g_assert_nonnull (folder);
  runtime = g_build_filename (folder, "run", NULL);
  link = g_build_filename (folder, "ssh", NULL);
  path = g_strdup_printf ("%s:%s", folder, g_getenv ("PATH"));
  g_assert_cmpint (g_mkdir (runtime, 0700), ==, 0);
  g_assert_cmpint (symlink (fake_ssh, link), ==, 0);
  g_setenv ("XDG_RUNTIME_DIR", runtime, TRUE);
  g_setenv ("FAKE_FOLDER", folder, TRUE);
  g_setenv ("PATH", path, TRUE);
  write_request ();
  write_crl ();
}

static void
remove_folder (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        remove_folder (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

int
main (int    argc,
      char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 3);
  dex_init ();
  askpass = argv[2];
  make_folder (argv[1]);

#define ADD(path, fake, func) \
  g_test_add ("/muster/deploy/deployment/" path, Fixture, fake, set_up, func, tear_down)
  ADD ("root", "root", test_root);
  ADD ("list", "root list", test_list);
  ADD ("list-unheard", "root list", test_list_unheard);
  ADD ("list-fails", "root list", test_list_fails);
  ADD ("early-list", "early-list", test_protocol);
  ADD ("unchanged", "root none", test_unchanged);
  ADD ("sudo", "", test_sudo);
  ADD ("sudo-lines", "", test_sudo_lines);
  ADD ("sudo-free", "sudo-free", test_sudo_free);
  ADD ("sudo-never", "sudo-never", test_sudo_never);
  ADD ("sudo-declined", "", test_sudo_declined);
  ADD ("sudo-wrong", "", test_sudo_wrong);
  ADD ("nobody-asked", "", test_nobody_asked);
  ADD ("login", "login root", test_login);
  ADD ("login-declined", "login root", test_login_declined);
  ADD ("host-key-declined", "login root", test_host_key_declined);
  ADD ("touch", "touch root", test_touch);
  ADD ("cancel-at-step", "root cancel", test_cancel);
  ADD ("cancel-question", "", test_cancel);
  ADD ("cancel-login", "login", test_cancel);
  ADD ("cancel-hanging", "root hang", test_cancel);
  ADD ("cancelled-before", "root", test_cancelled_before);
  ADD ("two-requests", "root twice", test_protocol);
  ADD ("ready-again", "root ready-again", test_protocol);
  ADD ("early-request", "early", test_protocol);
  ADD ("flood", "root flood", test_flood);
  ADD ("signer", "root", test_signer);
  ADD ("exit-18", "root exit-18", test_exit);
  ADD ("nobody", "nobody", test_nobody);
  ADD ("no-route", "no-route", test_no_route);
  ADD ("lost", "root lost", test_lost);
  ADD ("holder", "root holder", test_holder);
  ADD ("no-ssh", "root", test_no_ssh);
  g_test_add_func ("/muster/deploy/deployment/destinations", test_destinations);
  g_test_add_func ("/muster/deploy/port-trial/open", test_trial);
  g_test_add_func ("/muster/deploy/port-trial/hostile", test_hostile_trial);
  g_test_add_func ("/muster/deploy/ssh-question/host-key", test_host_key_text);
  g_test_add_func ("/muster/deploy/askpass-socket/place", test_socket);

  result = g_test_run ();
  remove_folder (folder);
  g_free (folder);
  return result;
}
