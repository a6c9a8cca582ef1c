/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-display-password.h"

#define NOON 1750075200    /* 2025-06-16 12:00:00 UTC */

static void
test_judge (void)
{
  static const struct
  {
    const char *live;
    const char *valid_to;
    const char *defined;
    MusterDisplayPasswordUse use;
  } cases[] = {
    { NULL, NULL, NULL, MUSTER_DISPLAY_PASSWORD_NONE },
    /* Of its next start; now there is none to be had. */
    { NULL, NULL, "", MUSTER_DISPLAY_PASSWORD_NONE },
    { "", NULL, "", MUSTER_DISPLAY_PASSWORD_DUE },
    { "", NULL, NULL, MUSTER_DISPLAY_PASSWORD_DUE },
    { "secret", NULL, "secret", MUSTER_DISPLAY_PASSWORD_SET },
    { "secret", NULL, NULL, MUSTER_DISPLAY_PASSWORD_SET },
    { "secret", NULL, "", MUSTER_DISPLAY_PASSWORD_SET },
    /* An admin's that has ended is not given new life. */
    { "secret", "2025-06-16T11:00:00", "secret", MUSTER_DISPLAY_PASSWORD_SET },
    { "secret", "2025-06-16T13:00:00", "other", MUSTER_DISPLAY_PASSWORD_SET },
    { "secret", "2025-06-16T12:01:00", "", MUSTER_DISPLAY_PASSWORD_LENT },
    { "secret", "2025-06-16T12:00:20", NULL, MUSTER_DISPLAY_PASSWORD_LENT },
    { "secret", "2025-06-16T12:00:19", "", MUSTER_DISPLAY_PASSWORD_DUE },
    { "secret", "2025-06-16T11:00:00", NULL, MUSTER_DISPLAY_PASSWORD_DUE },
    { "secret", "nonsense", "", MUSTER_DISPLAY_PASSWORD_DUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("case %zu", i);
      g_assert_cmpint (muster_display_password_judge (cases[i].live, cases[i].valid_to,
                                                      cases[i].defined, NOON),
                       ==, cases[i].use);
    }
}

static void
test_copy (void)
{
  char secret[] = "secret";
  MusterDisplayPassword found = { MUSTER_DISPLAY_PASSWORD_SET, TRUE, secret };
  g_autoptr (MusterDisplayPassword) copy = muster_display_password_copy (&found);

  g_assert_cmpint (copy->use, ==, found.use);
  g_assert_true (copy->at_next_start);
  g_assert_cmpstr (copy->password, ==, secret);
  g_assert_true (copy->password != found.password);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/muster/actions/display-password/judge", test_judge);
  g_test_add_func ("/muster/actions/display-password/copy", test_copy);

  return g_test_run ();
}
