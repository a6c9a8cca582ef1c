/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gdk/gdk.h>
#include <glib/gi18n-lib.h>

#include "console-keymap.h"
#include "console-typer.h"

/* One event; @n_typed is how many characters are there after it. */
typedef struct
{
  guint qnum;
  guint keysym;
  gboolean down;
  guint n_typed;
} Event;

struct _ConsoleTyper
{
  GObject parent_instance;

  ConsoleSession *session;
  ConsoleLayout *layout;
  DexPromise *promise;
  GArray *events;

  guint position;
  guint n_typed;
  guint source;
};

enum
{
  PROP_N_TYPED = 1,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (ConsoleTyper, console_typer, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];

static const struct
{
  guint modifier;
  guint keysym;
} modifier_keys[] = {
  { CONSOLE_STROKE_SHIFT, GDK_KEY_Shift_L },
  { CONSOLE_STROKE_ALTGR, GDK_KEY_ISO_Level3_Shift },
};

static void
add_event (GArray   *events,
           guint     qnum,
           guint     keysym,
           gboolean  down)
{
  Event event = { qnum, keysym, down, 0 };

  g_array_append_val (events, event);
}

/* Goes from the modifiers that are down to those that shall be. */
static void
add_modifiers (GArray *events,
               guint   from,
               guint   to)
{
  for (gsize i = 0; i < G_N_ELEMENTS (modifier_keys); i++)
    {
      guint modifier = modifier_keys[i].modifier;
      guint keysym = modifier_keys[i].keysym;

      if ((from & modifier) != (to & modifier))
        add_event (events, console_keymap_qnum_from_keysym (keysym), keysym,
                   (to & modifier) != 0);
    }
}

/* Says of the events from @first on when which character is there. */
static void
mark (GArray *events,
      guint   first,
      guint   before,
      guint   after)
{
  for (guint i = first; i < events->len; i++)
    g_array_index (events, Event, i).n_typed = i + 1 < events->len ? before : after;
}

static GArray *
make_events (ConsoleLayout *layout,
             const char    *text)
{
  GArray *events = g_array_new (FALSE, FALSE, sizeof (Event));
  ConsoleStroke strokes[CONSOLE_LAYOUT_MAX_STROKES];
  guint modifiers = 0;
  guint n_typed = 0;
  guint first;

  for (; *text != '\0'; text = g_utf8_next_char (text), n_typed++)
    {
      gsize n = console_layout_find (layout, g_utf8_get_char (text), strokes);

      first = events->len;
      for (gsize i = 0; i < n; i++)
        {
          add_modifiers (events, modifiers, strokes[i].modifiers);
          modifiers = strokes[i].modifiers;
          add_event (events, strokes[i].qnum, strokes[i].keysym, TRUE);
          add_event (events, strokes[i].qnum, strokes[i].keysym, FALSE);
        }
      mark (events, first, n_typed, n_typed + 1);
    }
  first = events->len;
  add_modifiers (events, modifiers, 0);
  mark (events, first, n_typed, n_typed);
  return events;
}

static void
send (ConsoleTyper *self,
      const Event  *event,
      gboolean      down)
{
  console_session_key (self->session, event->qnum, event->keysym, down);
}

/* The session knows what is down and ignores the release of what is not. */
static void
release (ConsoleTyper *self)
{
  for (guint i = self->position; i > 0; i--)
    {
      Event *event = &g_array_index (self->events, Event, i - 1);

      if (event->down)
        send (self, event, FALSE);
    }
}

/* Ends the run, well if there is no @error. */
static void
finish (ConsoleTyper *self,
        GError       *error)
{
  g_autoptr (DexPromise) promise = g_steal_pointer (&self->promise);

  g_clear_handle_id (&self->source, g_source_remove);
  if (promise == NULL)
    {
      g_clear_error (&error);
      return;
    }
  if (error != NULL)
    release (self);
  g_clear_pointer (&self->events, g_array_unref);
  if (error != NULL)
    dex_promise_reject (promise, error);
  else
    dex_promise_resolve_boolean (promise, TRUE);
}

static void
set_n_typed (ConsoleTyper *self,
             guint         n_typed)
{
  if (self->n_typed == n_typed)
    return;
  self->n_typed = n_typed;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_TYPED]);
}

static gboolean
step_cb (gpointer data)
{
  g_autoptr (ConsoleTyper) self = g_object_ref (data);
  Event event;

  if (!console_session_is_live (self->session))
    {
      finish (self, g_error_new_literal (CONSOLE_ERROR, CONSOLE_ERROR_UNAVAILABLE,
                                         _("The connection to the display was lost.")));
      return G_SOURCE_REMOVE;
    }
  if (self->position == self->events->len)
    {
      finish (self, NULL);
      return G_SOURCE_REMOVE;
    }
  event = g_array_index (self->events, Event, self->position++);
  send (self, &event, event.down);
  /* Whoever is told may stop us. */
  set_n_typed (self, event.n_typed);
  return G_SOURCE_CONTINUE;
}

static void
console_typer_get_property (GObject    *object,
                            guint       id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_N_TYPED: g_value_set_uint (value, CONSOLE_TYPER (object)->n_typed); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
console_typer_dispose (GObject *object)
{
  ConsoleTyper *self = CONSOLE_TYPER (object);

  console_typer_stop (self);
  g_clear_object (&self->session);
  g_clear_object (&self->layout);

  G_OBJECT_CLASS (console_typer_parent_class)->dispose (object);
}

static void
console_typer_class_init (ConsoleTyperClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = console_typer_get_property;
  object_class->dispose = console_typer_dispose;

  properties[PROP_N_TYPED] =
    g_param_spec_uint ("n-typed", NULL, NULL, 0, G_MAXUINT, 0,
                       G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
console_typer_init (ConsoleTyper *self)
{
}

/**
 * console_typer_estimate:
 *
 * Returns: how long it takes to type @prepared, in milliseconds
 */
guint
console_typer_estimate (ConsoleLayout *layout,
                        const char    *prepared)
{
  g_autoptr (GArray) events = make_events (layout, prepared);

  return events->len * CONSOLE_TYPER_INTERVAL_MSEC;
}

/**
 * console_typer_new:
 * @session: whose keyboard is typed on
 * @layout: what the guest takes that keyboard for
 */
ConsoleTyper *
console_typer_new (ConsoleSession *session,
                   ConsoleLayout  *layout)
{
  ConsoleTyper *self;

  g_return_val_if_fail (CONSOLE_IS_SESSION (session), NULL);
  g_return_val_if_fail (CONSOLE_IS_LAYOUT (layout), NULL);

  self = g_object_new (CONSOLE_TYPE_TYPER, NULL);
  self->session = g_object_ref (session);
  self->layout = g_object_ref (layout);
  return self;
}

/**
 * console_typer_type:
 * @prepared: of console_layout_prepare ()
 *
 * Types; what console_layout_dup_missing () names is left out.  Only once a
 * typer.  The guest's Caps Lock must be off, and nobody else type meanwhile.
 *
 * Returns: (transfer full): resolves when all is typed; rejects with
 *   %G_IO_ERROR_CANCELLED after console_typer_stop (), and with
 *   %CONSOLE_ERROR_UNAVAILABLE when the session ends.  Nothing stays pressed.
 */
DexFuture *
console_typer_type (ConsoleTyper *self,
                    const char   *prepared)
{
  g_return_val_if_fail (CONSOLE_IS_TYPER (self), NULL);
  g_return_val_if_fail (self->promise == NULL && self->position == 0, NULL);

  self->events = make_events (self->layout, prepared);
  self->promise = dex_promise_new ();
  self->source = g_timeout_add (CONSOLE_TYPER_INTERVAL_MSEC, step_cb, self);
  return dex_ref (DEX_FUTURE (self->promise));
}

/**
 * console_typer_stop:
 *
 * Stops where it is; also what was begun is released.
 */
void
console_typer_stop (ConsoleTyper *self)
{
  g_return_if_fail (CONSOLE_IS_TYPER (self));

  finish (self, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Stopped.")));
}

guint
console_typer_get_n_typed (ConsoleTyper *self)
{
  g_return_val_if_fail (CONSOLE_IS_TYPER (self), 0);

  return self->n_typed;
}
