/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "fuzz.h"
#include "muster-clean-text.h"
#include "muster-host-output.h"
#include "muster-pem-block.h"

/* A host's words come in pieces of any size, and lead to the same events; but for the
 * prompt for a password, which is one because nothing comes after it. */

static GString *
listen (const char *data,
        gsize       size,
        gsize       piece,
        gboolean   *prompted)
{
  g_autoptr (MusterHostOutput) output = muster_host_output_new ();
  GString *heard = g_string_new (NULL);
  MusterHostEvent *event;

  for (gsize at = 0; at < size; at += piece)
    muster_host_output_push (output, data + at, MIN (piece, size - at));
  muster_host_output_end (output);
  while ((event = muster_host_output_pop (output)) != NULL)
    {
      g_assert_true (event->text == NULL || g_utf8_validate (event->text, -1, NULL));
      *prompted = *prompted || event->kind == MUSTER_HOST_EVENT_PASSWORD;
      g_string_append_printf (heard, "%d %u/%u %s\n", event->kind, event->number, event->total,
                              event->text != NULL ? event->text : "");
      muster_host_event_free (event);
    }

  return heard;
}

static void
read_blocks (const char *text)
{
  g_autofree char *certificate = _muster_pem_block (text, "CERTIFICATE");
  g_autofree char *request = _muster_pem_request (text);

  g_assert_true (certificate == NULL || strstr (text, "BEGIN CERTIFICATE") != NULL);
  g_assert_true (request == NULL || strstr (text, "REQUEST") != NULL);
}

/* Nothing is left that could move the cursor or the order of letters. */
static void
check_clean (const char *data,
             gsize       size)
{
  g_autofree char *clean = _muster_clean_text (data, size);
  g_autofree char *again = _muster_clean_text (clean, strlen (clean));

  g_assert_true (g_utf8_validate (clean, -1, NULL));
  g_assert_cmpstr (again, ==, clean);
  for (const char *at = clean; *at != '\0'; at = g_utf8_next_char (at))
    g_assert_false (g_unichar_iscntrl (g_utf8_get_char (at)) && *at != '\n' && *at != '\t');
}

static void
compare_pieces (const char *data,
                gsize       size)
{
  gboolean prompted = FALSE;
  GString *whole = listen (data, size, MAX (size, 1), &prompted);
  GString *pieces = listen (data, size, 1 + size % 7, &prompted);

  if (!prompted)
    g_assert_cmpstr (whole->str, ==, pieces->str);
  g_string_free (whole, TRUE);
  g_string_free (pieces, TRUE);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);

  compare_pieces ((const char *) data, size);
  read_blocks (text);
  check_clean ((const char *) data, size);

  return 0;
}
