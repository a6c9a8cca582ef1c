/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-chart.h"
#include "muster-format.h"

#define assert_text(call, expected) \
  G_STMT_START { g_autofree char *text_ = (call); \
                 g_assert_cmpstr (text_, ==, (expected)); } G_STMT_END

static void
test_memory (void)
{
  assert_text (muster_format_memory (2 * 1024 * 1024), "2 GiB");
  assert_text (muster_format_memory (128 * 1024), "128 MiB");
  assert_text (muster_format_memory (1536 * 1024), "1.5\302\240GiB");
  assert_text (muster_format_memory (0), "0 bytes");
}

static void
test_rate (void)
{
  assert_text (muster_format_rate (-1), "");
  assert_text (muster_format_rate (0), "0 B/s");
  assert_text (muster_format_rate (999), "999 B/s");
  assert_text (muster_format_rate (12345), "12 kB/s");
  assert_text (muster_format_rate (1.25e6), "1.2 MB/s");
  assert_text (muster_format_rate (3e9), "3.0 GB/s");
}

static void
test_percent (void)
{
  assert_text (muster_format_percent (-1), "");
  assert_text (muster_format_percent (0.004), "0 %");
  assert_text (muster_format_percent (0.426), "43 %");
  assert_text (muster_format_percent (1), "100 %");
}

static void
test_duration (void)
{
  assert_text (muster_format_duration (-5), "0 s");
  assert_text (muster_format_duration (59), "59 s");
  assert_text (muster_format_duration (60), "1 min");
  assert_text (muster_format_duration (2 * 3600 + 10 * 60), "2 h 10 min");
  assert_text (muster_format_duration (3 * 86400 + 4 * 3600 + 59), "3 d 4 h");
}

static void
test_scale (void)
{
  g_assert_cmpfloat (muster_chart_round_up (0), ==, 1);
  g_assert_cmpfloat (muster_chart_round_up (10e3), ==, 10e3);
  g_assert_cmpfloat (muster_chart_round_up (10001), ==, 20e3);
  g_assert_cmpfloat (muster_chart_round_up (47e3), ==, 50e3);
  g_assert_cmpfloat (muster_chart_round_up (51e3), ==, 100e3);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/muster/ui/format/memory", test_memory);
  g_test_add_func ("/muster/ui/format/rate", test_rate);
  g_test_add_func ("/muster/ui/format/percent", test_percent);
  g_test_add_func ("/muster/ui/format/duration", test_duration);
  g_test_add_func ("/muster/ui/format/scale", test_scale);

  return g_test_run ();
}
