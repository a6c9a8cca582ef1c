/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-backoff.h"

static void
test_doubles (void)
{
  const guint expected[] = { 1000, 2000, 4000, 8000, 16000, 30000, 30000 };

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpuint (muster_backoff_get_delay_ms (i, 0.5), ==, expected[i]);

  g_assert_cmpuint (muster_backoff_get_delay_ms (G_MAXUINT, 0.5), ==, 30000);
}

static void
test_jitter (void)
{
  g_assert_cmpuint (muster_backoff_get_delay_ms (0, 0), ==, 800);
  g_assert_cmpuint (muster_backoff_get_delay_ms (0, 1), ==, 1200);
  g_assert_cmpuint (muster_backoff_get_delay_ms (0, 7), ==, 1200);
  g_assert_cmpuint (muster_backoff_get_delay_ms (9, -1), ==, 24000);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/muster/virt/backoff/doubles", test_doubles);
  g_test_add_func ("/muster/virt/backoff/jitter", test_jitter);

  return g_test_run ();
}
