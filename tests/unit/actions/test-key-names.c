/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <linux/input-event-codes.h>
#include <string.h>

#include "muster-key-names.h"

static void
check (const char  *combination,
       const guint *expected,
       guint        n_expected)
{
  guint codes[MUSTER_KEY_NAMES_MAX];
  g_autoptr (GError) error = NULL;
  guint n_codes = muster_key_names_parse (combination, codes, &error);

  g_assert_no_error (error);
  g_assert_cmpmem (codes, n_codes * sizeof (guint), expected, n_expected * sizeof (guint));
}

#define CHECK(combination, ...) \
  G_STMT_START { \
    const guint expected[] = { __VA_ARGS__ }; \
    check (combination, expected, G_N_ELEMENTS (expected)); \
  } G_STMT_END

static void
test_names (void)
{
  CHECK ("ctrl+alt+delete", KEY_LEFTCTRL, KEY_LEFTALT, KEY_DELETE);
  CHECK ("Ctrl+Alt+F2", KEY_LEFTCTRL, KEY_LEFTALT, KEY_F2);
  CHECK ("alt+sysrq+b", KEY_LEFTALT, KEY_SYSRQ, KEY_B);
  CHECK ("super", KEY_LEFTMETA);
  CHECK ("0", KEY_0);
  CHECK ("1", KEY_1);
  CHECK ("9", KEY_9);
  CHECK ("q", KEY_Q);
  CHECK ("Z", KEY_Z);
  CHECK ("f1", KEY_F1);
  CHECK ("f10", KEY_F10);
  CHECK ("f11", KEY_F11);
  CHECK ("f12", KEY_F12);
  CHECK ("f13", KEY_F13);
  CHECK ("f24", KEY_F24);
}

static void
test_bad (void)
{
  static const char *bad[] = { "", "+", "ctrl+", "hyper", "f0", "f25", "fx", "ä", "ctrl++a" };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      guint codes[MUSTER_KEY_NAMES_MAX];
      g_autoptr (GError) error = NULL;

      g_assert_cmpuint (muster_key_names_parse (bad[i], codes, &error), ==, 0);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
    }
}

static void
test_many (void)
{
  guint codes[MUSTER_KEY_NAMES_MAX];
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (muster_key_names_parse ("a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a", codes, NULL), ==, 16);
  g_assert_cmpuint (muster_key_names_parse ("a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a", codes, &error), ==, 0);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/muster/actions/key-names/names", test_names);
  g_test_add_func ("/muster/actions/key-names/bad", test_bad);
  g_test_add_func ("/muster/actions/key-names/many", test_many);

  return g_test_run ();
}
