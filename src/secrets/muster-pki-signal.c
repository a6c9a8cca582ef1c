/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "muster-pki-folder.h"
#include "muster-pki-signal-private.h"

#define MAX_FOLDERS 128
#define MAX_NAME 64

/* Read inside of a signal handler, which may allocate and lock nothing: a slot
 * counts from when its folder is set, which is last. */
static struct
{
  volatile sig_atomic_t folder;   /* a descriptor, plus 1; 0 for a free slot */
  int place;
  char name[MAX_NAME];
  const char * const *file_names;
  gsize n_files;
} slots[MAX_FOLDERS];

void
_muster_pki_signal_remember (int                 place,
                             const char         *name,
                             int                 folder,
                             const char * const *file_names,
                             gsize               n_files)
{
  for (guint i = 0; i < MAX_FOLDERS; i++)
    {
      if (slots[i].folder != 0)
        continue;
      slots[i].place = place;
      g_strlcpy (slots[i].name, name, MAX_NAME);
      slots[i].file_names = file_names;
      slots[i].n_files = n_files;
      slots[i].folder = folder + 1;
      return;
    }
}

void
_muster_pki_signal_forget (int folder)
{
  for (guint i = 0; i < MAX_FOLDERS; i++)
    if (slots[i].folder == folder + 1)
      slots[i].folder = 0;
}

static void
end_cb (int number)
{
  for (guint i = 0; i < MAX_FOLDERS; i++)
    {
      if (slots[i].folder == 0)
        continue;
      for (gsize k = 0; k < slots[i].n_files; k++)
        unlinkat (slots[i].folder - 1, slots[i].file_names[k], 0);
      unlinkat (slots[i].place, slots[i].name, AT_REMOVEDIR);
    }
  /* Handled once: now it ends the process as it would have. */
  raise (number);
}

void
muster_pki_folder_remove_on_signals (void)
{
  static const int numbers[] = { SIGHUP, SIGINT, SIGTERM };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      struct sigaction action = { .sa_handler = end_cb, .sa_flags = SA_RESETHAND };
      struct sigaction before;

      /* What is ignored, as by nohup, stays so. */
      if (sigaction (numbers[i], NULL, &before) == 0 && before.sa_handler == SIG_DFL)
        sigaction (numbers[i], &action, NULL);
    }
}
