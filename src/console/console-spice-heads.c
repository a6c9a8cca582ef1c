/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console-session-private.h"
#include "console-spice-head.h"
#include "console-spice-heads.h"

struct _ConsoleSpiceHeads
{
  GObject parent_instance;

  ConsoleSession *session;
  ConsoleSpiceInputs *inputs;
  ConsoleSpiceScreen *screen;   /* the first monitor's */

  /* Weak. */
  SpiceChannel *main;
  SpiceChannel *cursors[CONSOLE_MAX_HEADS];
};

G_DEFINE_FINAL_TYPE (ConsoleSpiceHeads, console_spice_heads, G_TYPE_OBJECT)

/* --- pointers ------------------------------------------------------------------ */

static void
cursor_set_cb (ConsoleSession *session,
               int             width,
               int             height,
               int             hot_x,
               int             hot_y,
               gpointer        rgba)
{
  _console_session_set_cursor (session, rgba, width, height, hot_x, hot_y);
}

static void
cursor_reset_cb (ConsoleSession *session)
{
  _console_session_set_cursor (session, NULL, 0, 0, 0, 0);
}

/* The channels of one card come in any order. */
static void
give_cursor (ConsoleSpiceHeads *self,
             ConsoleSession    *session,
             int                id)
{
  SpiceChannel *cursor = self->cursors[id];

  if (cursor == NULL || session == NULL)
    return;
  g_signal_connect_object (cursor, "cursor-set", G_CALLBACK (cursor_set_cb), session,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (cursor, "cursor-hide", G_CALLBACK (_console_session_hide_cursor),
                           session, G_CONNECT_SWAPPED);
  g_signal_connect_object (cursor, "cursor-reset", G_CALLBACK (cursor_reset_cb), session,
                           G_CONNECT_SWAPPED);
}

/* --- monitors -------------------------------------------------------------------- */

static void
add_head (ConsoleSpiceHeads *self,
          SpiceChannel      *channel,
          int                number,
          guint              monitor,
          int                cursor)
{
  g_autoptr (ConsoleSpiceHead) head =
    console_spice_head_new (console_session_get_target (self->session), self, self->inputs);

  if (!_console_session_add_head (self->session, CONSOLE_SESSION (head), number))
    return;
  give_cursor (self, CONSOLE_SESSION (head), cursor);
  console_spice_head_show (head, channel, monitor);
}

static gboolean
is_on_channel (ConsoleSession *head,
               SpiceChannel   *channel)
{
  ConsoleSpiceScreen *screen = console_spice_head_get_screen (CONSOLE_SPICE_HEAD (head));

  return screen != NULL && console_spice_screen_get_channel (screen) == channel;
}

/* How many the server names does not matter: no more are looked for than there can be. */
static void
monitors_cb (ConsoleSpiceHeads *self,
             GParamSpec        *pspec,
             SpiceChannel      *channel)
{
  for (guint monitor = 1; monitor < CONSOLE_MAX_HEADS; monitor++)
    {
      int number = (int) monitor + 1;
      ConsoleSession *head = console_session_find_head (self->session, number);
      cairo_rectangle_int_t area;
      gboolean on = console_spice_screen_find_monitor (channel, monitor, &area);

      if (on && head == NULL)
        add_head (self, channel, number, monitor, 0);
      else if (!on && head != NULL && is_on_channel (head, channel))
        _console_session_remove_head (self->session, head);
    }
}

static void
drop_screen (ConsoleSpiceHeads *self)
{
  if (self->screen != NULL)
    console_spice_screen_leave (self->screen);
  g_clear_object (&self->screen);
}

/* A server can name the same channel twice: the later one counts. */
static void
take_display (ConsoleSpiceHeads *self,
              SpiceChannel      *channel,
              int                id)
{
  if (id > 0)
    {
      add_head (self, channel, id + 1, 0, id);
      return;
    }
  drop_screen (self);
  self->screen = console_spice_screen_new (self->session, channel, 0);
  g_signal_connect_object (channel, "notify::monitors", G_CALLBACK (monitors_cb), self,
                           G_CONNECT_SWAPPED);
  monitors_cb (self, NULL, channel);
}

static void
take_cursor (ConsoleSpiceHeads *self,
             SpiceChannel      *channel,
             int                id)
{
  g_set_weak_pointer (&self->cursors[id], channel);
  give_cursor (self, console_session_find_head (self->session, id + 1), id);
}

void
console_spice_heads_take (ConsoleSpiceHeads *self,
                          SpiceChannel      *channel)
{
  int id;

  g_object_get (channel, "channel-id", &id, NULL);
  if (SPICE_IS_MAIN_CHANNEL (channel))
    g_set_weak_pointer (&self->main, channel);
  else if (SPICE_IS_CURSOR_CHANNEL (channel))
    take_cursor (self, channel, id);
  else
    take_display (self, channel, id);
}

void
console_spice_heads_drop (ConsoleSpiceHeads *self,
                          SpiceChannel      *channel)
{
  if (self->screen != NULL && console_spice_screen_get_channel (self->screen) == channel)
    drop_screen (self);
  for (int number = 2; number <= CONSOLE_MAX_HEADS; number++)
    {
      ConsoleSession *head = console_session_find_head (self->session, number);

      if (head != NULL && is_on_channel (head, channel))
        _console_session_remove_head (self->session, head);
    }
}

static void
console_spice_heads_dispose (GObject *object)
{
  ConsoleSpiceHeads *self = CONSOLE_SPICE_HEADS (object);

  drop_screen (self);
  g_clear_object (&self->inputs);
  g_clear_weak_pointer (&self->main);
  for (int i = 0; i < CONSOLE_MAX_HEADS; i++)
    g_clear_weak_pointer (&self->cursors[i]);

  G_OBJECT_CLASS (console_spice_heads_parent_class)->dispose (object);
}

static void
console_spice_heads_class_init (ConsoleSpiceHeadsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = console_spice_heads_dispose;
}

static void
console_spice_heads_init (ConsoleSpiceHeads *self)
{
}

ConsoleSpiceHeads *
console_spice_heads_new (ConsoleSession     *session,
                         ConsoleSpiceInputs *inputs)
{
  ConsoleSpiceHeads *self = g_object_new (CONSOLE_TYPE_SPICE_HEADS, NULL);

  self->session = session;
  self->inputs = g_object_ref (inputs);
  return self;
}

ConsoleSpiceScreen *
console_spice_heads_get_screen (ConsoleSpiceHeads *self)
{
  return self->screen;
}

/* --- their sizes ------------------------------------------------------------------- */

static ConsoleSpiceScreen *
get_screen (ConsoleSpiceHeads *self,
            ConsoleSession    *head)
{
  return head == self->session ? self->screen
                               : console_spice_head_get_screen (CONSOLE_SPICE_HEAD (head));
}

static gboolean
is_on (ConsoleSpiceHeads *self,
       ConsoleSession    *head)
{
  return head == self->session ? self->screen != NULL
                               : console_spice_head_is_on (CONSOLE_SPICE_HEAD (head));
}

/* The wish names all monitors: the guest switches off what is missing in it, and lights
 * what is there.  The library sends nothing for a size that it has told already. */
void
console_spice_heads_request_size (ConsoleSpiceHeads *self,
                                  int                number,
                                  int                width,
                                  int                height)
{
  SpiceMainChannel *channel = SPICE_MAIN_CHANNEL (self->main);

  for (int i = 1; channel != NULL && i <= CONSOLE_MAX_HEADS; i++)
    {
      ConsoleSession *head = console_session_find_head (self->session, i);
      gboolean on = head != NULL && is_on (self, head);
      int x = 0, y = 0;

      spice_main_channel_update_display_enabled (channel, i - 1, on, TRUE);
      if (!on)
        continue;
      console_spice_screen_get_place (get_screen (self, head), &x, &y);
      spice_main_channel_update_display (channel, i - 1, x, y,
                                         i == number ? width : console_session_get_width (head),
                                         i == number ? height : console_session_get_height (head),
                                         i == number);
    }
}
