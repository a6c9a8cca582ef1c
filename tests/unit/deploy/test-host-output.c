/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>
#include <sys/resource.h>

#include "muster-host-output.h"

/* In KiB; the address sanitizer keeps what was freed for a while. */
#ifdef __SANITIZE_ADDRESS__
#define MAX_GROWTH (512 * 1024)
#else
#define MAX_GROWTH (32 * 1024)
#endif

#define REQUEST \
  "-----BEGIN CERTIFICATE REQUEST-----\nMIIB+/A=\n-----END CERTIFICATE REQUEST-----\n"

#define LIST "-----BEGIN X509 CRL-----\nMIIB+/A=\n-----END X509 CRL-----\n"

typedef struct
{
  MusterHostOutput *output;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->output = muster_host_output_new ();
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->output);
}

static void
push (Fixture    *fixture,
      const char *text)
{
  muster_host_output_push (fixture->output, text, strlen (text));
}

static void
assert_next (Fixture             *fixture,
             MusterHostEventKind  kind,
             const char          *text)
{
  g_autoptr(MusterHostEvent) event = muster_host_output_pop (fixture->output);

  g_assert_nonnull (event);
  g_assert_cmpint (event->kind, ==, kind);
  if (text != NULL)
    g_assert_cmpstr (event->text, ==, text);
}

static void
assert_no_more (Fixture *fixture)
{
  g_assert_null (muster_host_output_pop (fixture->output));
}

static void
test_script (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(MusterHostEvent) step = NULL;

  push (fixture, "muster: ready\nmuster: step 3/9 Making the key\nmuster: request begin\n" REQUEST
                 "muster: request end\n  from apt\nmuster: note a thing\nmuster: failed why\n"
                 "muster: advice what\nmuster: request none\nmuster: done\nmuster: nothing to change\n");
  assert_next (fixture, MUSTER_HOST_EVENT_READY, "");
  step = muster_host_output_pop (fixture->output);
  g_assert_cmpint (step->kind, ==, MUSTER_HOST_EVENT_STEP);
  g_assert_cmpuint (step->number, ==, 3);
  g_assert_cmpuint (step->total, ==, 9);
  g_assert_cmpstr (step->text, ==, "Making the key");
  assert_next (fixture, MUSTER_HOST_EVENT_REQUEST, REQUEST);
  assert_next (fixture, MUSTER_HOST_EVENT_LINE, "  from apt");
  assert_next (fixture, MUSTER_HOST_EVENT_NOTE, "a thing");
  assert_next (fixture, MUSTER_HOST_EVENT_FAILED, "why");
  assert_next (fixture, MUSTER_HOST_EVENT_ADVICE, "what");
  assert_next (fixture, MUSTER_HOST_EVENT_NO_REQUEST, "");
  assert_next (fixture, MUSTER_HOST_EVENT_DONE, "");
  assert_next (fixture, MUSTER_HOST_EVENT_UNCHANGED, "");
  assert_no_more (fixture);
}

static void
test_pieces (Fixture       *fixture,
             gconstpointer  data)
{
  const char *text = "muster: request begin\n" REQUEST "muster: request end\nlast";

  for (const char *p = text; *p != '\0'; p++)
    muster_host_output_push (fixture->output, p, 1);
  muster_host_output_end (fixture->output);

  assert_next (fixture, MUSTER_HOST_EVENT_REQUEST, REQUEST);
  assert_next (fixture, MUSTER_HOST_EVENT_LINE, "last");
  assert_no_more (fixture);
}

static void
test_list (Fixture       *fixture,
           gconstpointer  data)
{
  push (fixture, "muster: revoked begin\n" LIST "muster: revoked end\n"
                 "muster: request begin\n" REQUEST "muster: request end\n");
  assert_next (fixture, MUSTER_HOST_EVENT_REVOKED, LIST);
  assert_next (fixture, MUSTER_HOST_EVENT_REQUEST, REQUEST);
  push (fixture, "muster: revoked begin\n");
  assert_next (fixture, MUSTER_HOST_EVENT_BROKEN, NULL);
}

static void
test_hostile_list (Fixture       *fixture,
                   gconstpointer  data)
{
  push (fixture, "muster: revoked begin\n" REQUEST "muster: revoked end\n");
  assert_next (fixture, MUSTER_HOST_EVENT_BROKEN, NULL);
}

static void
test_endless_list (Fixture       *fixture,
                   gconstpointer  data)
{
  push (fixture, "muster: revoked begin\n");
  for (guint i = 0; i < 100000; i++)
    push (fixture, "MIIBMIIBMIIBMIIBMIIBMIIBMIIBMIIB\n");
  assert_next (fixture, MUSTER_HOST_EVENT_BROKEN, NULL);
  assert_no_more (fixture);
}

/* Windows' line ends, and lines indented by who copied them. */
static void
test_carriage_returns (Fixture       *fixture,
                       gconstpointer  data)
{
  push (fixture, "muster: request begin\r\n-----BEGIN CERTIFICATE REQUEST-----\r\n MIIB+/A=\r\n"
                 "-----END CERTIFICATE REQUEST-----  \r\nmuster: request end\r\n");
  assert_next (fixture, MUSTER_HOST_EVENT_REQUEST, REQUEST);
}

static void
test_password (Fixture       *fixture,
               gconstpointer  data)
{
  push (fixture, "Welcome\nmuster: password");
  assert_next (fixture, MUSTER_HOST_EVENT_LINE, "Welcome");
  assert_next (fixture, MUSTER_HOST_EVENT_PASSWORD, NULL);
  assert_no_more (fixture);

  /* As sudo-rs words it. */
  push (fixture, "Sorry, try again.\n[sudo: muster: password] Password: ");
  assert_next (fixture, MUSTER_HOST_EVENT_LINE, "Sorry, try again.");
  assert_next (fixture, MUSTER_HOST_EVENT_PASSWORD, NULL);

  /* Once root is there nobody is given a password any more. */
  push (fixture, "muster: ready\nmuster: password");
  assert_next (fixture, MUSTER_HOST_EVENT_READY, NULL);
  assert_no_more (fixture);
  push (fixture, " or so\n");
  assert_next (fixture, MUSTER_HOST_EVENT_LINE, "muster: password or so");
}

static void
test_no_end (Fixture       *fixture,
             gconstpointer  data)
{
  push (fixture, "muster: request begin\n-----BEGIN CERTIFICATE REQUEST-----\nMIIB\n");
  assert_no_more (fixture);
  muster_host_output_end (fixture->output);
  assert_next (fixture, MUSTER_HOST_EVENT_BROKEN, NULL);
  assert_no_more (fixture);
}

static void
test_endless_request (Fixture       *fixture,
                      gconstpointer  data)
{
  push (fixture, "muster: request begin\n");
  for (guint i = 0; i < 100000; i++)
    push (fixture, "MIIBMIIBMIIBMIIBMIIBMIIBMIIBMIIB\n");
  assert_next (fixture, MUSTER_HOST_EVENT_BROKEN, NULL);
  push (fixture, "muster: request end\nmuster: done\n");
  muster_host_output_end (fixture->output);
  assert_no_more (fixture);
}

static void
test_two_requests (Fixture       *fixture,
                   gconstpointer  data)
{
  push (fixture, "muster: request begin\n" REQUEST "muster: request end\nmuster: request begin\n");
  assert_next (fixture, MUSTER_HOST_EVENT_REQUEST, REQUEST);
  assert_next (fixture, MUSTER_HOST_EVENT_BROKEN, NULL);
  push (fixture, REQUEST "muster: request end\n");
  assert_no_more (fixture);
}

static void
test_not_a_request (Fixture       *fixture,
                    gconstpointer  data)
{
  push (fixture, "muster: request begin\n-----BEGIN CERTIFICATE REQUEST-----\n$(reboot)\n"
                 "-----END CERTIFICATE REQUEST-----\nmuster: request end\n");
  assert_next (fixture, MUSTER_HOST_EVENT_BROKEN, NULL);
}

/* Nothing of it may reach a terminal or turn a line around. */
static void
test_binary (Fixture       *fixture,
             gconstpointer  data)
{
  static const char bytes[] = "a\0b\x1b[31mred\x07\xff\xfe \xe2\x80\xaegnp.\xc2\x9b" "2J\ttab\r\n";
  g_autoptr(MusterHostEvent) event = NULL;

  muster_host_output_push (fixture->output, bytes, sizeof bytes - 1);
  event = muster_host_output_pop (fixture->output);
  g_assert_cmpint (event->kind, ==, MUSTER_HOST_EVENT_LINE);
  g_assert_true (g_utf8_validate (event->text, -1, NULL));
  for (const char *p = event->text; *p != '\0'; p = g_utf8_next_char (p))
    {
      g_assert_false (g_unichar_iscntrl (g_utf8_get_char (p)));
      g_assert_cmpuint (g_utf8_get_char (p), !=, 0x202e);
    }
  g_assert_nonnull (strstr (event->text, "[31mred"));
  g_assert_nonnull (strstr (event->text, "2J tab"));
}

static void
test_steps (Fixture       *fixture,
            gconstpointer  data)
{
  static const char * const wrong[] = {
    "step ", "step x", "step 1", "step 1/", "step /9 a", "step 10/9 a", "step 0/9 a",
    "step -1/9 a", "step 1/99999999999999999999 a", "step 1/9", "stepping 1/9 a",
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autofree char *line = g_strdup_printf ("muster: %s\n", wrong[i]);

      push (fixture, line);
      assert_next (fixture, MUSTER_HOST_EVENT_LINE, NULL);
      assert_no_more (fixture);
    }
}

/* 100 MB, in one line and in many: memory does not grow, and the script is
 * still heard.
 */
static void
test_flood (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *one = g_strnfill (1 << 20, 'x');
  g_autofree char *many = g_strnfill (1 << 20, 'y');
  struct rusage before, after;
  guint lines = 0;

  for (guint i = 63; i < 1 << 20; i += 64)
    many[i] = '\n';

  getrusage (RUSAGE_SELF, &before);
  for (guint i = 0; i < 100; i++)
    {
      MusterHostEvent *event;

      muster_host_output_push (fixture->output, i < 50 ? one : many, 1 << 20);
      while ((event = muster_host_output_pop (fixture->output)) != NULL)
        {
          g_assert_cmpuint (strlen (event->text), <=, 4096);
          lines++;
          muster_host_event_free (event);
        }
    }
  getrusage (RUSAGE_SELF, &after);

  g_assert_cmpuint (lines, ==, 20001);
  g_assert_cmpint (after.ru_maxrss - before.ru_maxrss, <, MAX_GROWTH);
  push (fixture, "\nmuster: step 4/9 Checking\n");
  assert_next (fixture, MUSTER_HOST_EVENT_STEP, "Checking");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) \
  g_test_add ("/muster/deploy/host-output/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("script", test_script);
  ADD ("list", test_list);
  ADD ("hostile-list", test_hostile_list);
  ADD ("endless-list", test_endless_list);
  ADD ("pieces", test_pieces);
  ADD ("carriage-returns", test_carriage_returns);
  ADD ("password", test_password);
  ADD ("no-end", test_no_end);
  ADD ("endless-request", test_endless_request);
  ADD ("two-requests", test_two_requests);
  ADD ("not-a-request", test_not_a_request);
  ADD ("binary", test_binary);
  ADD ("steps", test_steps);
  ADD ("flood", test_flood);

  return g_test_run ();
}
