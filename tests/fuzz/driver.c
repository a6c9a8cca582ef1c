/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fuzz-PARSER FOLDER ROUNDS: what libFuzzer does, with any compiler and in a known time.
 * Gives the parser all files of FOLDER, then ROUNDS inputs that are made of them by
 * chance.  The seed is always the same, so that a fault comes back; with
 * MUSTER_FUZZ=FACTOR there are that many more rounds, and each run has another seed.
 * The input that was one too many is left in a file.  Prints TAP.
 */
#include "config.h"

#include <fcntl.h>
#include <glib.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "fuzz.h"

#define SEED      20240229
#define LONGEST   (1 << 16)
#define PATIENCE  20

/* In the handler of a signal no more can be had than what is here. */
static const GByteArray *current;
static char fault_path[PATH_MAX];

static void
leave_input (void)
{
  int fd = open (fault_path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  gssize n = fd >= 0 ? write (fd, current->data, current->len) : -1;

  if (n == (gssize) current->len)
    {
      (void) !write (STDOUT_FILENO, "# the input is in ", 18);
      (void) !write (STDOUT_FILENO, fault_path, strlen (fault_path));
      (void) !write (STDOUT_FILENO, "\n", 1);
    }
}

static void
die_cb (int number)
{
  signal (number, SIG_DFL);
  leave_input ();
  raise (number);
}

/* A sanitizer ends the program without a signal. */
extern void __sanitizer_set_death_callback (void (*callback) (void)) __attribute__ ((weak));

static void
catch_faults (const char *program)
{
  g_autofree char *name = g_path_get_basename (program);
  g_autofree char *path = g_strdup_printf ("%s/%s-%d", g_get_tmp_dir (), name, getpid ());

  g_strlcpy (fault_path, path, sizeof fault_path);
  signal (SIGABRT, die_cb);
  signal (SIGTRAP, die_cb);
  signal (SIGALRM, die_cb);
  if (__sanitizer_set_death_callback != NULL)
    __sanitizer_set_death_callback (leave_input);
  else
    signal (SIGSEGV, die_cb);
}

/* --- inputs ------------------------------------------------------------------ */

static int
compare_paths (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

/* In the order of their names: a folder has none that is always the same. */
static GPtrArray *
read_corpus (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  GPtrArray *corpus = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  for (const char *name = dir != NULL ? g_dir_read_name (dir) : NULL; name != NULL;
       name = g_dir_read_name (dir))
    g_ptr_array_add (paths, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (paths, compare_paths);

  for (guint i = 0; i < paths->len; i++)
    {
      char *text = NULL;
      gsize length = 0;

      g_assert_true (g_file_get_contents (paths->pdata[i], &text, &length, NULL));
      g_ptr_array_add (corpus, g_bytes_new_take (text, length));
    }

  return corpus;
}

static guint
below (GRand *chance,
       guint  limit)
{
  return (guint) g_rand_int_range (chance, 0, (gint32) limit);
}

/* A part of another input at a place of this one, in place of as much or in between. */
static void
splice (GByteArray *data,
        GRand      *chance,
        GBytes     *other)
{
  gsize size;
  const guint8 *bytes = g_bytes_get_data (other, &size);
  guint at = below (chance, data->len);
  g_autofree guint8 *rest = NULL;
  guint from, length, n_rest;

  if (size == 0)
    return;
  from = below (chance, size);
  length = 1 + below (chance, size - from);
  n_rest = data->len - at;
  if (below (chance, 2))
    n_rest -= MIN (n_rest, length);
  rest = g_memdup2 (data->data + data->len - n_rest, n_rest);
  g_byte_array_set_size (data, at);
  g_byte_array_append (data, bytes + from, length);
  if (n_rest > 0)
    g_byte_array_append (data, rest, n_rest);
}

/* A bit, a byte, a part that is left out, doubled or put elsewhere, an early end. */
static void
change (GByteArray *data,
        GRand      *chance)
{
  static const guint8 borders[] = { 0, 1, 0x7f, 0x80, 0xff, '\n', '<', '"', '\\', '%' };
  guint at = below (chance, data->len);
  guint length = 1 + below (chance, MIN (40, data->len - at));
  guint8 part[40];

  memcpy (part, data->data + at, length);
  switch (below (chance, 7))
    {
    case 0:
      data->data[at] ^= 1 << below (chance, 8);
      break;
    case 1:
      data->data[at] = below (chance, 256);
      break;
    case 2:
      data->data[at] = borders[below (chance, G_N_ELEMENTS (borders))];
      break;
    case 3:
      g_byte_array_remove_range (data, at, length);
      break;
    case 4:
      g_byte_array_append (data, part, length);
      break;
    case 5:
      memmove (data->data + below (chance, data->len - length + 1), part, length);
      break;
    default:
      g_byte_array_set_size (data, at);
      break;
    }
}

static void
make_input (GByteArray *data,
            GPtrArray  *corpus,
            GRand      *chance)
{
  GBytes *seed = corpus->pdata[below (chance, corpus->len)];
  guint changes = 1 + below (chance, 4);

  g_byte_array_set_size (data, 0);
  g_byte_array_append (data, g_bytes_get_data (seed, NULL), g_bytes_get_size (seed));
  while (changes-- > 0 && data->len > 0)
    if (below (chance, 8) == 0)
      splice (data, chance, corpus->pdata[below (chance, corpus->len)]);
    else
      change (data, chance);
  if (data->len > LONGEST)
    g_byte_array_set_size (data, LONGEST);
}

/* --- running ----------------------------------------------------------------- */

/* A copy of just that size: what is read beyond its end is a fault.  GLib has none
 * of no size. */
static void
try_input (const GByteArray *data)
{
  guint8 *copy = malloc (data->len);

  if (data->len > 0)
    memcpy (copy, data->data, data->len);
  current = data;
  alarm (PATIENCE);
  g_assert_cmpint (LLVMFuzzerTestOneInput (copy, data->len), ==, 0);
  alarm (0);
  free (copy);
}

static void
try_corpus (GPtrArray *corpus)
{
  for (guint i = 0; i < corpus->len; i++)
    {
      g_autoptr (GByteArray) data = g_byte_array_new ();

      g_byte_array_append (data, g_bytes_get_data (corpus->pdata[i], NULL),
                           g_bytes_get_size (corpus->pdata[i]));
      try_input (data);
    }
}

int
main (int    argc,
      char **argv)
{
  const char *factor = g_getenv ("MUSTER_FUZZ");
  g_autoptr (GPtrArray) corpus = NULL;
  g_autoptr (GByteArray) data = g_byte_array_new ();
  g_autoptr (GRand) chance = NULL;
  guint64 rounds;
  guint seed;

  g_assert_cmpint (argc, ==, 3);
  corpus = read_corpus (argv[1]);
  g_assert_cmpuint (corpus->len, >, 0);
  rounds = g_ascii_strtoull (argv[2], NULL, 10) *
           (factor != NULL ? g_ascii_strtoull (factor, NULL, 10) : 1);
  seed = factor != NULL ? g_random_int () : SEED;
  chance = g_rand_new_with_seed (seed);
  catch_faults (argv[0]);

  g_print ("1..2\n# seed %u\n", seed);
  try_corpus (corpus);
  g_print ("ok 1 - reads its %u samples\n", corpus->len);
  for (guint64 i = 0; i < rounds; i++)
    {
      make_input (data, corpus, chance);
      try_input (data);
    }
  g_print ("ok 2 - stands %" G_GUINT64_FORMAT " others\n", rounds);

  return 0;
}
