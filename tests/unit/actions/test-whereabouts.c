/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-whereabouts.h"

/* Rows: the source says unknown, absent, defined, arriving, active; columns:
 * the target says the same.  Written out, so that no pair is forgotten. */
#define MV MUSTER_VERDICT_MOVED
#define MR MUSTER_VERDICT_MOVED_REST
#define MM MUSTER_VERDICT_MOVED_MAYBE
#define ST MUSTER_VERDICT_STAYED
#define SR MUSTER_VERDICT_STAYED_REST
#define SM MUSTER_VERDICT_STAYED_MAYBE
#define TW MUSTER_VERDICT_TWICE
#define SP MUSTER_VERDICT_STOPPED
#define LO MUSTER_VERDICT_LOST
#define UN MUSTER_VERDICT_UNKNOWN

static const MusterVerdict live[5][5] =
{
  { UN, UN, UN, MM, MM },
  { UN, LO, SP, MV, MV },
  { UN, SP, SP, MR, MR },
  { SM, ST, SR, TW, TW },
  { SM, ST, SR, TW, TW },
};

static const MusterVerdict offline[5][5] =
{
  { UN, UN, MM, MM, MM },
  { UN, LO, MV, MV, MV },
  { SM, ST, MR, MR, MR },
  { SM, ST, MR, MR, MR },
  { SM, ST, MR, MR, MR },
};

static void
test_judge (void)
{
  for (guint source = 0; source < 5; source++)
    for (guint target = 0; target < 5; target++)
      {
        g_assert_cmpint (muster_whereabouts_judge (source, target, TRUE), ==,
                         live[source][target]);
        g_assert_cmpint (muster_whereabouts_judge (source, target, FALSE), ==,
                         offline[source][target]);
      }
}

static void
test_flux (void)
{
  g_assert_true (muster_whereabouts_in_flux (MUSTER_PRESENCE_ACTIVE,
                                             MUSTER_PRESENCE_ARRIVING));
  g_assert_true (muster_whereabouts_in_flux (MUSTER_PRESENCE_UNKNOWN,
                                             MUSTER_PRESENCE_ABSENT));
  g_assert_false (muster_whereabouts_in_flux (MUSTER_PRESENCE_UNKNOWN,
                                              MUSTER_PRESENCE_ACTIVE));
  g_assert_false (muster_whereabouts_in_flux (MUSTER_PRESENCE_ACTIVE,
                                              MUSTER_PRESENCE_ABSENT));
  g_assert_false (muster_whereabouts_in_flux (MUSTER_PRESENCE_ABSENT,
                                              MUSTER_PRESENCE_ACTIVE));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/muster/actions/whereabouts/judge", test_judge);
  g_test_add_func ("/muster/actions/whereabouts/flux", test_flux);

  return g_test_run ();
}
