/* SPDX-License-Identifier: GPL-3.0-or-later */

/* console-key: how long a key takes from a session to the guest's keyboard
 * controller, with QEMU on this machine: "PROTOCOL MILLISECONDS", the median, a line
 * each.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "console-qemu.h"
#include "console-test.h"

#define N_KEYS 101
#define SCAN_CODE_A 0x1e
#define LOOK_USEC 100

/* As fast as a fast typist, and never before the guest was done with the last one. */
#define BETWEEN_MSEC 20

static gsize
count_read (ConsoleQemu *qemu)
{
  g_autofree char *keys = console_qemu_dup_keys (qemu);

  return strlen (keys);
}

static gint64
time_key (ConsoleSession *session,
          ConsoleQemu    *qemu,
          gboolean        down)
{
  gsize before = count_read (qemu);
  gint64 began = g_get_monotonic_time ();

  console_session_key (session, SCAN_CODE_A, 'a', down);
  while (count_read (qemu) == before)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (LOOK_USEC);
  return g_get_monotonic_time () - began;
}

static int
compare_times (gconstpointer a,
               gconstpointer b)
{
  gint64 first = *(const gint64 *) a, second = *(const gint64 *) b;

  return first < second ? -1 : first > second;
}

static void
measure (const char      *name,
         ConsoleProtocol  protocol)
{
  g_autoptr (ConsoleQemu) qemu = console_qemu_new (protocol, CONSOLE_QEMU_CLEAR);
  g_autoptr (ConsoleTarget) target = console_qemu_make_target (qemu, NULL, NULL, NULL);
  g_autoptr (ConsoleSession) session = NULL;
  gint64 times[N_KEYS];

  console_qemu_start (qemu);
  session = console_test_open_live (target);
  console_test_wait (console_session_has_picture (session));
  for (gsize i = 0; i < N_KEYS; i++)
    {
      times[i] = time_key (session, qemu, i % 2 == 0);
      console_test_spin (BETWEEN_MSEC);
    }
  qsort (times, N_KEYS, sizeof times[0], compare_times);
  g_print ("%s %.3f\n", name, (double) times[N_KEYS / 2] / 1e3);
  console_session_close (session);
}

int
main (int    argc,
      char **argv)
{
  dex_init ();
  measure ("spice", CONSOLE_PROTOCOL_SPICE);
  measure ("vnc", CONSOLE_PROTOCOL_VNC);
  return EXIT_SUCCESS;
}
