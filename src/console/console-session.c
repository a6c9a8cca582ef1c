/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "console-enums.h"
#include "console-keymap.h"
#include "console-session-private.h"

/* A server that has accepted the connection can still stay silent. */
#define OPEN_TIMEOUT_SECONDS 15

typedef struct
{
  guint qnum;
  guint keysym;
} PressedKey;

typedef struct
{
  ConsoleTarget *target;
  GdkCursor *cursor;
  char *error;
  GArray *pressed;
  GListStore *heads;        /* besides this one */
  ConsoleSession *main;     /* whose head this is, NULL for the first */

  ConsoleState state;
  ConsoleReason reason;
  ConsolePointerMode pointer_mode;
  int width;
  int height;
  int locks;
  int number;
  int x;
  int y;
  guint buttons;
  guint open_timeout;
  guint encrypted : 1;
  guint stood : 1;
  guint watched : 1;
  guint painted : 1;
  guint sound : 1;
  guint microphone : 1;
} ConsoleSessionPrivate;

enum
{
  PROP_TARGET = 1,
  PROP_STATE,
  PROP_REASON,
  PROP_ERROR,
  PROP_ENCRYPTED,
  PROP_WIDTH,
  PROP_HEIGHT,
  PROP_CURSOR,
  PROP_POINTER_MODE,
  PROP_LOCKS,
  N_PROPS
};

enum
{
  DAMAGE,
  BELL,
  N_SIGNALS
};

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (ConsoleSession, console_session, G_TYPE_OBJECT)

#define PRIV(self) ((ConsoleSessionPrivate *) console_session_get_instance_private (self))

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void
set_state (ConsoleSession *self,
           ConsoleState    state)
{
  ConsoleSessionPrivate *priv = PRIV (self);

  if (priv->state == state)
    return;
  priv->state = state;
  if (state != CONSOLE_STATE_CONNECTING)
    g_clear_handle_id (&priv->open_timeout, g_source_remove);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static gboolean
has_ended (ConsoleSession *self)
{
  ConsoleState state = PRIV (self)->state;

  return state == CONSOLE_STATE_CLOSED || state == CONSOLE_STATE_FAILED;
}

static void
open_timeout_cb (gpointer data)
{
  ConsoleSession *self = data;
  ConsoleSessionPrivate *priv = PRIV (self);
  g_autofree char *address = console_target_dup_address (priv->target);
  /* Translators: %s is an address such as host:5900. */
  g_autofree char *text =
    g_strdup_printf (_("The display at %s does not answer."), address);

  priv->open_timeout = 0;
  _console_session_end (self, CONSOLE_REASON_NO_ANSWER, text);
}

static gboolean
console_session_real_is_at (ConsoleSession *self,
                            ConsoleTarget  *target)
{
  return console_target_same_place (PRIV (self)->target, target);
}

static void
console_session_get_property (GObject    *object,
                              guint       id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  ConsoleSessionPrivate *priv = PRIV (CONSOLE_SESSION (object));

  switch (id)
    {
    case PROP_TARGET:       g_value_set_object (value, priv->target); break;
    case PROP_STATE:        g_value_set_enum (value, priv->state); break;
    case PROP_REASON:       g_value_set_enum (value, priv->reason); break;
    case PROP_ERROR:        g_value_set_string (value, priv->error); break;
    case PROP_ENCRYPTED:    g_value_set_boolean (value, priv->encrypted); break;
    case PROP_WIDTH:        g_value_set_int (value, priv->width); break;
    case PROP_HEIGHT:       g_value_set_int (value, priv->height); break;
    case PROP_CURSOR:       g_value_set_object (value, priv->cursor); break;
    case PROP_POINTER_MODE: g_value_set_enum (value, priv->pointer_mode); break;
    case PROP_LOCKS:        g_value_set_int (value, priv->locks); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
console_session_set_property (GObject      *object,
                              guint         id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  ConsoleSessionPrivate *priv = PRIV (CONSOLE_SESSION (object));

  switch (id)
    {
    case PROP_TARGET: priv->target = g_value_dup_object (value); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
console_session_dispose (GObject *object)
{
  ConsoleSession *self = CONSOLE_SESSION (object);

  console_session_close (self);
  g_clear_handle_id (&PRIV (self)->open_timeout, g_source_remove);

  G_OBJECT_CLASS (console_session_parent_class)->dispose (object);
}

static void
console_session_finalize (GObject *object)
{
  ConsoleSessionPrivate *priv = PRIV (CONSOLE_SESSION (object));

  g_clear_weak_pointer (&priv->main);
  g_clear_object (&priv->heads);
  g_clear_object (&priv->target);
  g_clear_object (&priv->cursor);
  g_clear_pointer (&priv->pressed, g_array_unref);
  g_free (priv->error);

  G_OBJECT_CLASS (console_session_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  properties[PROP_TARGET] =
    g_param_spec_object ("target", NULL, NULL, CONSOLE_TYPE_TARGET,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, CONSOLE_TYPE_STATE, CONSOLE_STATE_IDLE, flags);
  properties[PROP_REASON] =
    g_param_spec_enum ("reason", NULL, NULL, CONSOLE_TYPE_REASON, CONSOLE_REASON_NONE, flags);
  properties[PROP_ERROR] =
    g_param_spec_string ("error", NULL, NULL, NULL, flags);
  properties[PROP_ENCRYPTED] =
    g_param_spec_boolean ("encrypted", NULL, NULL, FALSE, flags);
  properties[PROP_WIDTH] =
    g_param_spec_int ("width", NULL, NULL, 0, CONSOLE_MAX_SIDE, 0, flags);
  properties[PROP_HEIGHT] =
    g_param_spec_int ("height", NULL, NULL, 0, CONSOLE_MAX_SIDE, 0, flags);
  properties[PROP_CURSOR] =
    g_param_spec_object ("cursor", NULL, NULL, GDK_TYPE_CURSOR, flags);
  properties[PROP_POINTER_MODE] =
    g_param_spec_enum ("pointer-mode", NULL, NULL, CONSOLE_TYPE_POINTER_MODE,
                       CONSOLE_POINTER_MODE_ABSOLUTE, flags);
  properties[PROP_LOCKS] =
    g_param_spec_int ("locks", NULL, NULL, -1, G_MAXINT, -1, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
console_session_class_init (ConsoleSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = console_session_get_property;
  object_class->set_property = console_session_set_property;
  object_class->dispose = console_session_dispose;
  object_class->finalize = console_session_finalize;
  klass->is_at = console_session_real_is_at;

  install_properties (object_class);
  signals[DAMAGE] =
    g_signal_new ("damage", CONSOLE_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 4,
                  G_TYPE_INT, G_TYPE_INT, G_TYPE_INT, G_TYPE_INT);
  signals[BELL] =
    g_signal_new ("bell", CONSOLE_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
console_session_init (ConsoleSession *self)
{
  PRIV (self)->pressed = g_array_new (FALSE, FALSE, sizeof (PressedKey));
  PRIV (self)->heads = g_list_store_new (CONSOLE_TYPE_SESSION);
  PRIV (self)->number = 1;
  PRIV (self)->watched = TRUE;
  PRIV (self)->locks = -1;
}

void
_console_session_connected (ConsoleSession *self)
{
  if (has_ended (self))
    return;
  PRIV (self)->stood = TRUE;
  set_state (self, CONSOLE_STATE_CONNECTED);
}

void
_console_session_set_migrating (ConsoleSession *self,
                                gboolean        migrating)
{
  if (!has_ended (self) && PRIV (self)->stood)
    set_state (self, migrating ? CONSOLE_STATE_MIGRATING : CONSOLE_STATE_CONNECTED);
}

/* The end of the attempt, told once: whatever else the protocol's library
 * reports about the same end is a consequence. */
void
_console_session_end (ConsoleSession *self,
                      ConsoleReason   reason,
                      const char     *error)
{
  ConsoleSessionPrivate *priv = PRIV (self);
  g_autoptr (ConsoleSession) alive = g_object_ref (self);

  if (has_ended (self))
    return;
  priv->reason = reason;
  g_set_str (&priv->error, error);
  g_array_set_size (priv->pressed, 0);
  priv->buttons = 0;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REASON]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
  set_state (self, priv->stood || reason == CONSOLE_REASON_REQUESTED
                   ? CONSOLE_STATE_CLOSED : CONSOLE_STATE_FAILED);
  g_list_store_remove_all (priv->heads);
  CONSOLE_SESSION_GET_CLASS (self)->close (self);
}

/* What holds for the machine holds for each of its monitors. */
static void
follow_main_cb (ConsoleSession *head)
{
  ConsoleSessionPrivate *first = PRIV (PRIV (head)->main);

  _console_session_set_locks (head, first->locks);
  _console_session_set_pointer_mode (head, first->pointer_mode);
  _console_session_set_encrypted (head, first->encrypted);
  if (has_ended (PRIV (head)->main))
    _console_session_end (head, first->reason, first->error);
  else if (first->state == CONSOLE_STATE_MIGRATING)
    _console_session_set_migrating (head, TRUE);
  else if (first->state == CONSOLE_STATE_CONNECTED)
    _console_session_connected (head);
}

/* Adds a further monitor, the one of that number, from 2 on; FALSE if no machine has
 * one of that number, or this one has it already. */
gboolean
_console_session_add_head (ConsoleSession *self,
                           ConsoleSession *head,
                           int             number)
{
  const char *signals_to_follow[] = {
    "notify::state", "notify::locks", "notify::pointer-mode", "notify::encrypted",
  };
  guint place = 0;

  if (number < 2 || number > CONSOLE_MAX_HEADS || has_ended (self) ||
      console_session_find_head (self, number) != NULL)
    return FALSE;
  PRIV (head)->number = number;
  g_set_weak_pointer (&PRIV (head)->main, self);
  for (gsize i = 0; i < G_N_ELEMENTS (signals_to_follow); i++)
    g_signal_connect_object (self, signals_to_follow[i], G_CALLBACK (follow_main_cb), head,
                             G_CONNECT_SWAPPED);
  follow_main_cb (head);
  for (int i = 2; i < number; i++)
    place += console_session_find_head (self, i) != NULL;
  g_list_store_insert (PRIV (self)->heads, place, head);
  return TRUE;
}

/* Ends a monitor that the machine has no more. */
void
_console_session_remove_head (ConsoleSession *self,
                              ConsoleSession *head)
{
  g_autoptr (ConsoleSession) alive = g_object_ref (head);
  guint place;

  if (g_list_store_find (PRIV (self)->heads, head, &place))
    g_list_store_remove (PRIV (self)->heads, place);
  g_signal_handlers_disconnect_by_data (self, head);
  _console_session_end (head, CONSOLE_REASON_SERVER_CLOSED,
                        _("The guest has switched this monitor off."));
}

/* Ends the attempt for what connecting a socket went wrong with. */
void
_console_session_end_with_error (ConsoleSession *self,
                                 const GError   *error)
{
  g_autofree char *address = console_target_dup_address (PRIV (self)->target);
  g_autofree char *text = NULL;
  ConsoleReason reason = CONSOLE_REASON_NO_ANSWER;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    {
      reason = CONSOLE_REASON_REFUSED;
      /* Translators: %s is an address such as host:5900. */
      text = g_strdup_printf (_("Nothing listens for a display at %s."), address);
    }
  else if (error != NULL)
    {
      /* Translators: an address such as host:5900, then what went wrong. */
      text = g_strdup_printf (_("The display at %s cannot be reached: %s"),
                              address, error->message);
    }
  else
    {
      text = g_strdup_printf (_("The display at %s cannot be reached."), address);
    }
  _console_session_end (self, reason, text);
}

/* Ends the attempt because it would be in the clear and must not be. */
void
_console_session_end_no_clear (ConsoleSession *self)
{
  g_autofree char *address = console_target_dup_address (PRIV (self)->target);
  /* Translators: %s is an address such as host:5900. */
  g_autofree char *text =
    g_strdup_printf (_("The display at %s offers no verified encryption."), address);

  _console_session_end (self, CONSOLE_REASON_CLEAR, text);
}

/* Takes the size of the screen over; FALSE if no screen has that size, and
 * the attempt has ended then. */
gboolean
_console_session_set_size (ConsoleSession *self,
                           int             width,
                           int             height)
{
  ConsoleSessionPrivate *priv = PRIV (self);
  GObject *object = G_OBJECT (self);

  if (width < 1 || height < 1 ||
      width > CONSOLE_MAX_SIDE || height > CONSOLE_MAX_SIDE ||
      (guint64) width * height * 4 > CONSOLE_MAX_BYTES)
    {
      _console_session_end (self, CONSOLE_REASON_PROTOCOL,
                            _("The display says that it has an impossible size."));
      return FALSE;
    }
  g_object_freeze_notify (object);
  if (priv->width != width)
    {
      priv->width = width;
      g_object_notify_by_pspec (object, properties[PROP_WIDTH]);
    }
  if (priv->height != height)
    {
      priv->height = height;
      g_object_notify_by_pspec (object, properties[PROP_HEIGHT]);
    }
  g_object_thaw_notify (object);
  return TRUE;
}

void
_console_session_damage (ConsoleSession *self,
                         int             x,
                         int             y,
                         int             width,
                         int             height)
{
  ConsoleSessionPrivate *priv = PRIV (self);
  GdkRectangle screen = { 0, 0, priv->width, priv->height };
  GdkRectangle area = { x, y, width, height };

  /* gdk_rectangle_intersect () adds without looking for overflow. */
  if (x > CONSOLE_MAX_SIDE || y > CONSOLE_MAX_SIDE ||
      x < -CONSOLE_MAX_SIDE || y < -CONSOLE_MAX_SIDE || width < 1 || height < 1)
    return;
  area.width = MIN (width, 2 * CONSOLE_MAX_SIDE);
  area.height = MIN (height, 2 * CONSOLE_MAX_SIDE);
  if (!gdk_rectangle_intersect (&area, &screen, &area))
    return;
  priv->painted = TRUE;
  g_signal_emit (self, signals[DAMAGE], 0, area.x, area.y, area.width, area.height);
}

static void
take_cursor (ConsoleSession *self,
             GdkCursor      *cursor)
{
  ConsoleSessionPrivate *priv = PRIV (self);

  if (g_set_object (&priv->cursor, cursor))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CURSOR]);
  g_clear_object (&cursor);
}

/* The colours are multiplied by their alpha already.  A shape that no cursor has, or none at
 * all, leaves the usual pointer. */
void
_console_session_set_cursor (ConsoleSession *self,
                             const guint8   *rgba,
                             int             width,
                             int             height,
                             int             hot_x,
                             int             hot_y)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  if (rgba == NULL || width < 1 || height < 1 ||
      width > CONSOLE_MAX_CURSOR || height > CONSOLE_MAX_CURSOR)
    {
      take_cursor (self, NULL);
      return;
    }
  bytes = g_bytes_new (rgba, (gsize) width * height * 4);
  texture = gdk_memory_texture_new (width, height, GDK_MEMORY_R8G8B8A8_PREMULTIPLIED, bytes,
                                    (gsize) width * 4);
  take_cursor (self, gdk_cursor_new_from_texture (texture,
                                                  CLAMP (hot_x, 0, width - 1),
                                                  CLAMP (hot_y, 0, height - 1),
                                                  NULL));
}

void
_console_session_hide_cursor (ConsoleSession *self)
{
  take_cursor (self, gdk_cursor_new_from_name ("none", NULL));
}

void
_console_session_set_pointer_mode (ConsoleSession     *self,
                                   ConsolePointerMode  mode)
{
  ConsoleSessionPrivate *priv = PRIV (self);

  if (priv->pointer_mode == mode)
    return;
  priv->pointer_mode = mode;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_POINTER_MODE]);
}

void
_console_session_set_locks (ConsoleSession *self,
                            int             locks)
{
  ConsoleSessionPrivate *priv = PRIV (self);

  if (priv->locks == locks)
    return;
  priv->locks = locks;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOCKS]);
}

void
_console_session_set_encrypted (ConsoleSession *self,
                                gboolean        encrypted)
{
  ConsoleSessionPrivate *priv = PRIV (self);

  if (priv->encrypted == encrypted)
    return;
  priv->encrypted = encrypted;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ENCRYPTED]);
}

void
_console_session_bell (ConsoleSession *self)
{
  g_signal_emit (self, signals[BELL], 0);
}

ConsoleTarget *
console_session_get_target (ConsoleSession *self)
{
  g_return_val_if_fail (CONSOLE_IS_SESSION (self), NULL);

  return PRIV (self)->target;
}

/**
 * console_session_get_heads:
 *
 * Returns: the monitors besides the first, a #ConsoleSession each, by their numbers
 */
GListModel *
console_session_get_heads (ConsoleSession *self)
{
  g_return_val_if_fail (CONSOLE_IS_SESSION (self), NULL);

  return G_LIST_MODEL (PRIV (self)->heads);
}

/**
 * console_session_find_head:
 * @number: of a monitor; the first is 1
 *
 * Returns: (nullable) (transfer none): the session that shows it
 */
ConsoleSession *
console_session_find_head (ConsoleSession *self,
                           int             number)
{
  GListModel *heads;

  g_return_val_if_fail (CONSOLE_IS_SESSION (self), NULL);

  if (PRIV (self)->number == number)
    return self;
  heads = G_LIST_MODEL (PRIV (self)->heads);
  for (guint i = 0; i < g_list_model_get_n_items (heads); i++)
    {
      g_autoptr (ConsoleSession) head = g_list_model_get_item (heads, i);

      if (PRIV (head)->number == number)
        return head;
    }
  return NULL;
}

/**
 * console_session_get_main:
 *
 * Returns: (nullable) (transfer none): the session of the first monitor, which has what
 *   the machine has but once, such as a clipboard; itself, if it is that one
 */
ConsoleSession *
console_session_get_main (ConsoleSession *self)
{
  g_return_val_if_fail (CONSOLE_IS_SESSION (self), NULL);

  return PRIV (self)->number == 1 ? self : PRIV (self)->main;
}

/**
 * console_session_get_number:
 *
 * Returns: which monitor it shows, from 1 on
 */
int
console_session_get_number (ConsoleSession *self)
{
  g_return_val_if_fail (CONSOLE_IS_SESSION (self), 1);

  return PRIV (self)->number;
}

ConsoleState
console_session_get_state (ConsoleSession *self)
{
  g_return_val_if_fail (CONSOLE_IS_SESSION (self), CONSOLE_STATE_IDLE);

  return PRIV (self)->state;
}

ConsoleReason
console_session_get_reason (ConsoleSession *self)
{
  g_return_val_if_fail (CONSOLE_IS_SESSION (self), CONSOLE_REASON_NONE);

  return PRIV (self)->reason;
}

/**
 * console_session_get_error:
 *
 * Returns: (nullable): why it ended, a sentence for people; %NULL if nothing
 *   went wrong
 */
const char *
console_session_get_error (ConsoleSession *self)
{
  g_return_val_if_fail (CONSOLE_IS_SESSION (self), NULL);

  return PRIV (self)->error;
}

/**
 * console_session_get_encrypted:
 *
 * Returns: whether everything goes through TLS to a server whose certificate
 *   was verified
 */
gboolean
console_session_get_encrypted (ConsoleSession *self)
{
  g_return_val_if_fail (CONSOLE_IS_SESSION (self), FALSE);

  return PRIV (self)->encrypted;
}

/* The screen's size in its own pixels; 0 before it is known. */
int
console_session_get_width (ConsoleSession *self)
{
  g_return_val_if_fail (CONSOLE_IS_SESSION (self), 0);

  return PRIV (self)->width;
}

int
console_session_get_height (ConsoleSession *self)
{
  g_return_val_if_fail (CONSOLE_IS_SESSION (self), 0);

  return PRIV (self)->height;
}

GdkCursor *
console_session_get_cursor (ConsoleSession *self)
{
  g_return_val_if_fail (CONSOLE_IS_SESSION (self), NULL);

  return PRIV (self)->cursor;
}

ConsolePointerMode
console_session_get_pointer_mode (ConsoleSession *self)
{
  g_return_val_if_fail (CONSOLE_IS_SESSION (self), CONSOLE_POINTER_MODE_ABSOLUTE);

  return PRIV (self)->pointer_mode;
}

/**
 * console_session_get_locks:
 *
 * Returns: #ConsoleLocks whose lamps the guest has on; -1 as long as it tells none
 */
int
console_session_get_locks (ConsoleSession *self)
{
  g_return_val_if_fail (CONSOLE_IS_SESSION (self), -1);

  return PRIV (self)->locks;
}

/**
 * console_session_is_live:
 *
 * Returns: whether it shows what is and takes input
 */
gboolean
console_session_is_live (ConsoleSession *self)
{
  g_return_val_if_fail (CONSOLE_IS_SESSION (self), FALSE);

  return PRIV (self)->state == CONSOLE_STATE_CONNECTED ||
         PRIV (self)->state == CONSOLE_STATE_MIGRATING;
}

/**
 * console_session_has_picture:
 *
 * Returns: whether the server has painted anything yet
 */
gboolean
console_session_has_picture (ConsoleSession *self)
{
  g_return_val_if_fail (CONSOLE_IS_SESSION (self), FALSE);

  return PRIV (self)->painted;
}

/**
 * console_session_is_at:
 *
 * Returns: whether the session is connected to @target's place, which a
 *   session that followed a migration is without having been opened there
 */
gboolean
console_session_is_at (ConsoleSession *self,
                       ConsoleTarget  *target)
{
  g_return_val_if_fail (CONSOLE_IS_SESSION (self), FALSE);

  return CONSOLE_SESSION_GET_CLASS (self)->is_at (self, target);
}

/**
 * console_session_open:
 *
 * Starts the attempt; "state" says how it goes.  Only once a session.
 */
void
console_session_open (ConsoleSession *self)
{
  ConsoleSessionPrivate *priv;

  g_return_if_fail (CONSOLE_IS_SESSION (self));
  priv = PRIV (self);
  g_return_if_fail (priv->state == CONSOLE_STATE_IDLE);

  set_state (self, CONSOLE_STATE_CONNECTING);
  priv->open_timeout = g_timeout_add_seconds_once (OPEN_TIMEOUT_SECONDS,
                                                   open_timeout_cb, self);
  CONSOLE_SESSION_GET_CLASS (self)->open (self);
}

/**
 * console_session_close:
 *
 * Releases what is pressed and ends the session, with reason REQUESTED.
 */
void
console_session_close (ConsoleSession *self)
{
  g_return_if_fail (CONSOLE_IS_SESSION (self));

  if (has_ended (self))
    return;
  for (int i = 2; i <= CONSOLE_MAX_HEADS; i++)
    {
      ConsoleSession *head = console_session_find_head (self, i);

      if (head != NULL && head != self)
        console_session_release_all (head);
    }
  console_session_release_all (self);
  _console_session_end (self, CONSOLE_REASON_REQUESTED, NULL);
}

/**
 * console_session_read_pixels:
 * @area: must lie inside the screen
 * @pixels: where the area's first pixel goes, B8G8R8X8
 * @stride: from one row of @pixels to the next, in bytes
 */
void
console_session_read_pixels (ConsoleSession              *self,
                             const cairo_rectangle_int_t *area,
                             guint8                      *pixels,
                             gsize                        stride)
{
  ConsoleSessionPrivate *priv;

  g_return_if_fail (CONSOLE_IS_SESSION (self));
  priv = PRIV (self);
  g_return_if_fail (area->x >= 0 && area->width <= priv->width - area->x);
  g_return_if_fail (area->y >= 0 && area->height <= priv->height - area->y);

  CONSOLE_SESSION_GET_CLASS (self)->read_pixels (self, area, pixels, stride);
}

/**
 * console_session_set_watched:
 *
 * A session that nobody watches spares the network where its protocol can.
 */
void
console_session_set_watched (ConsoleSession *self,
                             gboolean        watched)
{
  ConsoleSessionClass *klass;

  g_return_if_fail (CONSOLE_IS_SESSION (self));

  if (PRIV (self)->watched == watched)
    return;
  PRIV (self)->watched = watched;
  klass = CONSOLE_SESSION_GET_CLASS (self);
  if (klass->set_watched != NULL)
    klass->set_watched (self, watched);
}

/**
 * console_session_set_lit:
 * @lit: whether somebody wants to see this monitor
 *
 * A further monitor that the guest has dark is lit, and goes dark again with %FALSE.
 */
void
console_session_set_lit (ConsoleSession *self,
                         gboolean        lit)
{
  ConsoleSessionClass *klass;

  g_return_if_fail (CONSOLE_IS_SESSION (self));

  klass = CONSOLE_SESSION_GET_CLASS (self);
  if (klass->set_lit != NULL)
    klass->set_lit (self, lit);
}

gboolean
console_session_get_sound (ConsoleSession *self)
{
  g_return_val_if_fail (CONSOLE_IS_SESSION (self), FALSE);

  return PRIV (self)->sound;
}

/**
 * console_session_set_sound:
 * @sound: whether what the guest plays is to be heard here; it is not unless this
 *   is called
 */
void
console_session_set_sound (ConsoleSession *self,
                           gboolean        sound)
{
  ConsoleSessionClass *klass;

  g_return_if_fail (CONSOLE_IS_SESSION (self));

  if (PRIV (self)->sound == sound)
    return;
  PRIV (self)->sound = sound;
  klass = CONSOLE_SESSION_GET_CLASS (self);
  if (klass->set_sound != NULL)
    klass->set_sound (self, sound);
}

/**
 * console_session_can_microphone:
 *
 * Returns: whether its protocol carries a microphone
 */
gboolean
console_session_can_microphone (ConsoleSession *self)
{
  g_return_val_if_fail (CONSOLE_IS_SESSION (self), FALSE);

  return CONSOLE_SESSION_GET_CLASS (self)->set_microphone != NULL;
}

gboolean
console_session_get_microphone (ConsoleSession *self)
{
  g_return_val_if_fail (CONSOLE_IS_SESSION (self), FALSE);

  return PRIV (self)->microphone;
}

/**
 * console_session_set_microphone:
 * @microphone: whether the guest, while it records, is to hear what is said here; it is
 *   not unless this is called, and it ends with the session
 */
void
console_session_set_microphone (ConsoleSession *self,
                                gboolean        microphone)
{
  g_return_if_fail (CONSOLE_IS_SESSION (self));

  if (PRIV (self)->microphone == !!microphone || !console_session_can_microphone (self))
    return;
  PRIV (self)->microphone = !!microphone;
  CONSOLE_SESSION_GET_CLASS (self)->set_microphone (self, microphone);
}

/**
 * console_session_request_size:
 * @width: in pixels
 * @height: in pixels
 *
 * Asks the guest to give its screen that size.  Whether it does, and when, shows
 * in "width" and "height"; there are guests that cannot, and servers that hand no
 * such wish over.
 */
void
console_session_request_size (ConsoleSession *self,
                              int             width,
                              int             height)
{
  ConsoleSessionClass *klass;

  g_return_if_fail (CONSOLE_IS_SESSION (self));
  g_return_if_fail (width > 0 && height > 0);

  klass = CONSOLE_SESSION_GET_CLASS (self);
  if (console_session_is_live (self) && klass->request_size != NULL)
    klass->request_size (self, MIN (width, CONSOLE_MAX_SIDE), MIN (height, CONSOLE_MAX_SIDE));
}

static int
find_pressed (ConsoleSessionPrivate *priv,
              guint                  qnum,
              guint                  keysym)
{
  for (guint i = 0; i < priv->pressed->len; i++)
    {
      PressedKey *key = &g_array_index (priv->pressed, PressedKey, i);

      if (key->qnum == qnum && key->keysym == keysym)
        return (int) i;
    }
  return -1;
}

/**
 * console_session_key:
 * @qnum: the key's place, see console_keymap_qnum_from_hardware (); 0 if it
 *   has none
 * @keysym: what the key means in the user's layout, for servers that know no
 *   places; 0 if unknown
 *
 * A repeated press is passed on, as a keyboard does; the release of a key
 * that is not down is not.
 */
void
console_session_key (ConsoleSession *self,
                     guint           qnum,
                     guint           keysym,
                     gboolean        down)
{
  ConsoleSessionPrivate *priv;
  PressedKey key = { qnum, keysym };
  int found;

  g_return_if_fail (CONSOLE_IS_SESSION (self));

  priv = PRIV (self);
  if (!console_session_is_live (self) || (qnum == 0 && keysym == 0))
    return;
  found = find_pressed (priv, qnum, keysym);
  if (!down && found < 0)
    return;
  if (!down)
    g_array_remove_index (priv->pressed, (guint) found);
  else if (found < 0)
    g_array_append_val (priv->pressed, key);
  CONSOLE_SESSION_GET_CLASS (self)->key (self, qnum, keysym, down);
}

/**
 * console_session_send_keys:
 * @keysyms: (array length=n_keysyms): X11/GDK key symbols, found on a US
 *   keyboard
 *
 * Presses the keys in order and releases them in the opposite one.
 */
void
console_session_send_keys (ConsoleSession *self,
                           const guint    *keysyms,
                           gsize           n_keysyms)
{
  g_return_if_fail (CONSOLE_IS_SESSION (self));

  for (gsize i = 0; i < n_keysyms; i++)
    console_session_key (self, console_keymap_qnum_from_keysym (keysyms[i]),
                         keysyms[i], TRUE);
  for (gsize i = n_keysyms; i > 0; i--)
    console_session_key (self, console_keymap_qnum_from_keysym (keysyms[i - 1]),
                         keysyms[i - 1], FALSE);
}

/**
 * console_session_pointer_to:
 * @x: in pixels of the screen; what lies outside is moved to the edge
 * @buttons: #ConsoleButtons that are down
 */
void
console_session_pointer_to (ConsoleSession *self,
                            int             x,
                            int             y,
                            guint           buttons)
{
  ConsoleSessionPrivate *priv;

  g_return_if_fail (CONSOLE_IS_SESSION (self));

  priv = PRIV (self);
  if (!console_session_is_live (self) || priv->width < 1 || priv->height < 1)
    return;
  priv->x = CLAMP (x, 0, priv->width - 1);
  priv->y = CLAMP (y, 0, priv->height - 1);
  priv->buttons = buttons;
  CONSOLE_SESSION_GET_CLASS (self)->pointer_to (self, priv->x, priv->y, buttons);
}

/**
 * console_session_pointer_by:
 *
 * As console_session_pointer_to (), for a screen whose "pointer-mode" is
 * relative.
 */
void
console_session_pointer_by (ConsoleSession *self,
                            int             dx,
                            int             dy,
                            guint           buttons)
{
  g_return_if_fail (CONSOLE_IS_SESSION (self));

  if (!console_session_is_live (self))
    return;
  PRIV (self)->buttons = buttons;
  CONSOLE_SESSION_GET_CLASS (self)->pointer_by (self,
                                                CLAMP (dx, -1024, 1024),
                                                CLAMP (dy, -1024, 1024),
                                                buttons);
}

/**
 * console_session_scroll:
 * @dx: steps to the right
 * @dy: steps down
 */
void
console_session_scroll (ConsoleSession *self,
                        int             dx,
                        int             dy)
{
  g_return_if_fail (CONSOLE_IS_SESSION (self));

  if (console_session_is_live (self))
    CONSOLE_SESSION_GET_CLASS (self)->scroll (self, CLAMP (dx, -20, 20),
                                              CLAMP (dy, -20, 20),
                                              PRIV (self)->buttons);
}

/**
 * console_session_release_all:
 *
 * Releases every key and button that is down, the last one first: whoever
 * takes the keyboard away calls this, or the guest holds them for ever.
 */
void
console_session_release_all (ConsoleSession *self)
{
  ConsoleSessionPrivate *priv;

  g_return_if_fail (CONSOLE_IS_SESSION (self));

  priv = PRIV (self);
  while (console_session_is_live (self) && priv->pressed->len > 0)
    {
      PressedKey key = g_array_index (priv->pressed, PressedKey, priv->pressed->len - 1);

      console_session_key (self, key.qnum, key.keysym, FALSE);
    }
  if (priv->buttons == 0)
    return;
  if (priv->pointer_mode == CONSOLE_POINTER_MODE_ABSOLUTE)
    console_session_pointer_to (self, priv->x, priv->y, 0);
  else
    console_session_pointer_by (self, 0, 0, 0);
}
