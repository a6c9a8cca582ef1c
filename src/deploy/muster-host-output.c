/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "muster-clean-text.h"
#include "muster-host-output.h"
#include "muster-pem-block.h"

#define PREFIX       "muster: "
#define PASSWORD     "muster: password"

#define MAX_LINE     4096
#define MAX_LINES    20000
#define MAX_REQUEST  (64 * 1024)
#define MAX_LIST     (1024 * 1024)

/* What the script prints as PEM, between two lines of its own. */
typedef struct
{
  const char          *begin;
  const char          *end;
  MusterHostEventKind  kind;
  gsize                size;
} Block;

enum { BLOCK_REQUEST, BLOCK_REVOKED, N_BLOCKS };

static const Block blocks[N_BLOCKS] = {
  [BLOCK_REQUEST] =
  { "request begin", "request end", MUSTER_HOST_EVENT_REQUEST, MAX_REQUEST },
  [BLOCK_REVOKED] =
  { "revoked begin", "revoked end", MUSTER_HOST_EVENT_REVOKED, MAX_LIST },
};

struct _MusterHostOutput
{
  GObject   parent_instance;

  GQueue    events;
  GString  *line;
  /* NULL outside of a block */
  const Block *block;
  GString  *pem;

  guint     n_lines;
  guint     n_blocks[N_BLOCKS];
  guint     is_ready : 1;
  guint     is_broken : 1;
};

G_DEFINE_FINAL_TYPE (MusterHostOutput, muster_host_output, G_TYPE_OBJECT)

typedef struct
{
  const char          *text;
  MusterHostEventKind  kind;
  gboolean             has_rest;
} Mark;

static const Mark marks[] = {
  { "note ", MUSTER_HOST_EVENT_NOTE, TRUE },
  { "failed ", MUSTER_HOST_EVENT_FAILED, TRUE },
  { "advice ", MUSTER_HOST_EVENT_ADVICE, TRUE },
  { "done", MUSTER_HOST_EVENT_DONE, TRUE },
  { "ready", MUSTER_HOST_EVENT_READY, FALSE },
  { "request none", MUSTER_HOST_EVENT_NO_REQUEST, FALSE },
  { "nothing to change", MUSTER_HOST_EVENT_UNCHANGED, FALSE },
};

/* --- events --------------------------------------------------------------- */

void
muster_host_event_free (MusterHostEvent *event)
{
  g_free (event->text);
  g_free (event);
}

static MusterHostEvent *
add_event (MusterHostOutput    *self,
           MusterHostEventKind  kind,
           const char          *text)
{
  MusterHostEvent *event = g_new0 (MusterHostEvent, 1);

  event->kind = kind;
  event->text = g_strdup (text);
  g_queue_push_tail (&self->events, event);
  return event;
}

static void
clear_block (MusterHostOutput *self)
{
  self->block = NULL;
  if (self->pem != NULL)
    g_string_free (g_steal_pointer (&self->pem), TRUE);
}

/* Nothing that comes afterwards is listened to. */
static void
add_broken (MusterHostOutput *self,
            const char       *reason)
{
  self->is_broken = TRUE;
  clear_block (self);
  add_event (self, MUSTER_HOST_EVENT_BROKEN, reason);
}

/* --- lines ---------------------------------------------------------------- */

static void
show_line (MusterHostOutput *self,
           const char       *text)
{
  if (self->n_lines > MAX_LINES)
    return;

  if (self->n_lines++ == MAX_LINES)
    add_event (self, MUSTER_HOST_EVENT_LINE,
               _("The host says more than can be shown here."));
  else
    add_event (self, MUSTER_HOST_EVENT_LINE, text);
}

/* --- what the script says ------------------------------------------------- */

/* "3/9 Making the key" */
static gboolean
read_step (MusterHostOutput *self,
           const char       *text)
{
  MusterHostEvent *event;
  char *end;
  guint64 number = g_ascii_strtoull (text, &end, 10);
  guint64 total;

  if (end == text || *end != '/')
    return FALSE;

  text = end + 1;
  total = g_ascii_strtoull (text, &end, 10);
  if (end == text || *end != ' ' || number < 1 || number > total || total > 99)
    return FALSE;

  event = add_event (self, MUSTER_HOST_EVENT_STEP, end + 1);
  event->number = number;
  event->total = total;
  return TRUE;
}

static gboolean
read_mark (MusterHostOutput *self,
           const char       *text)
{
  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      const char *mark = marks[i].text;

      if (marks[i].has_rest ? !g_str_has_prefix (text, mark) : !g_str_equal (text, mark))
        continue;

      self->is_ready = self->is_ready || marks[i].kind == MUSTER_HOST_EVENT_READY;
      add_event (self, marks[i].kind, text + strlen (mark));
      return TRUE;
    }

  return FALSE;
}

static const char *
describe_excess (const Block *block)
{
  return block->kind == MUSTER_HOST_EVENT_REQUEST
         ? _("The host sent two requests for certificates.")
         : _("The host sent two lists of revoked certificates.");
}

static const char *
describe_damage (const Block *block)
{
  return block->kind == MUSTER_HOST_EVENT_REQUEST
         ? _("What the host sent is not a request for certificates.")
         : _("What the host sent is not a list of revoked certificates.");
}

static const char *
describe_length (const Block *block)
{
  return block->kind == MUSTER_HOST_EVENT_REQUEST
         ? _("The host’s request for certificates does not end.")
         : _("The host’s list of revoked certificates does not end.");
}

static const char *
describe_cut (const Block *block)
{
  return block->kind == MUSTER_HOST_EVENT_REQUEST
         ? _("The connection ended in the middle of the host’s request for certificates.")
         : _("The connection ended in the middle of the host’s list of revoked certificates.");
}

static gboolean
begin_block (MusterHostOutput *self,
             const char       *text)
{
  for (guint i = 0; i < N_BLOCKS; i++)
    {
      if (!g_str_equal (text, blocks[i].begin))
        continue;
      if (self->n_blocks[i]++ > 0)
        {
          add_broken (self, describe_excess (&blocks[i]));
          return TRUE;
        }
      self->block = &blocks[i];
      self->pem = g_string_new (NULL);
      return TRUE;
    }

  return FALSE;
}

static void
end_block (MusterHostOutput *self)
{
  const Block *block = self->block;
  g_autofree char *pem = block->kind == MUSTER_HOST_EVENT_REQUEST
                         ? _muster_pem_request (self->pem->str)
                         : _muster_pem_block (self->pem->str, "X509 CRL");

  clear_block (self);
  if (pem == NULL)
    add_broken (self, describe_damage (block));
  else
    add_event (self, block->kind, pem);
}

static void
continue_block (MusterHostOutput *self,
                const char       *line)
{
  if (g_str_has_prefix (line, PREFIX) &&
      g_str_equal (line + strlen (PREFIX), self->block->end))
    end_block (self);
  else if (self->pem->len + strlen (line) > self->block->size)
    add_broken (self, describe_length (self->block));
  else
    g_string_append_printf (self->pem, "%s\n", line);
}

static void
read_line (MusterHostOutput *self)
{
  g_autofree char *line = _muster_clean_text (self->line->str, self->line->len);
  const char *text = line + strlen (PREFIX);

  g_string_truncate (self->line, 0);

  if (self->block != NULL)
    continue_block (self, line);
  else if (!g_str_has_prefix (line, PREFIX))
    show_line (self, line);
  else if (!begin_block (self, text) &&
           !(g_str_has_prefix (text, "step ") && read_step (self, text + strlen ("step "))) &&
           !read_mark (self, text))
    show_line (self, line);
}

/* A question has no end of line.  Once the script runs nobody is asked. */
static void
read_question (MusterHostOutput *self)
{
  const char *found;

  if (self->is_ready || self->line->len == 0)
    return;

  found = g_strstr_len (self->line->str, self->line->len, PASSWORD);
  if (found == NULL)
    return;

  g_string_truncate (self->line, 0);
  add_event (self, MUSTER_HOST_EVENT_PASSWORD, "");
}

/* What is longer than a line may be is left out. */
static void
add_bytes (MusterHostOutput *self,
           const char       *data,
           gsize             length)
{
  gsize room = MAX_LINE - self->line->len;

  g_string_append_len (self->line, data, MIN (room, length));
}

/* -------------------------------------------------------------------------- */

static void
muster_host_output_finalize (GObject *object)
{
  MusterHostOutput *self = MUSTER_HOST_OUTPUT (object);

  g_queue_clear_full (&self->events, (GDestroyNotify) muster_host_event_free);
  g_string_free (self->line, TRUE);
  clear_block (self);

  G_OBJECT_CLASS (muster_host_output_parent_class)->finalize (object);
}

static void
muster_host_output_class_init (MusterHostOutputClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = muster_host_output_finalize;
}

static void
muster_host_output_init (MusterHostOutput *self)
{
  g_queue_init (&self->events);
  self->line = g_string_new (NULL);
}

MusterHostOutput *
muster_host_output_new (void)
{
  return g_object_new (MUSTER_TYPE_HOST_OUTPUT, NULL);
}

void
muster_host_output_push (MusterHostOutput *self,
                         const char       *data,
                         gsize             length)
{
  const char *end = data + length;

  g_return_if_fail (MUSTER_IS_HOST_OUTPUT (self));
  g_return_if_fail (data != NULL || length == 0);

  while (data < end && !self->is_broken)
    {
      const char *newline = memchr (data, '\n', end - data);

      add_bytes (self, data, (newline != NULL ? newline : end) - data);
      if (newline == NULL)
        break;

      read_line (self);
      data = newline + 1;
    }

  if (!self->is_broken)
    read_question (self);
}

gboolean
muster_host_output_is_in_block (MusterHostOutput *self)
{
  g_return_val_if_fail (MUSTER_IS_HOST_OUTPUT (self), FALSE);

  return self->block != NULL;
}

void
muster_host_output_end (MusterHostOutput *self)
{
  g_return_if_fail (MUSTER_IS_HOST_OUTPUT (self));

  if (self->is_broken)
    return;

  if (self->line->len > 0)
    read_line (self);
  if (self->block != NULL)
    add_broken (self, describe_cut (self->block));
}

MusterHostEvent *
muster_host_output_pop (MusterHostOutput *self)
{
  g_return_val_if_fail (MUSTER_IS_HOST_OUTPUT (self), NULL);

  return g_queue_pop_head (&self->events);
}
