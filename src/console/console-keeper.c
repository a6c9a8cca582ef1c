/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console-enums.h"
#include "console-keeper.h"

#define FIRST_DELAY_MSEC 200
#define LAST_DELAY_MSEC 10000

/* A failure that is unlikely to pass by itself is still looked at again. */
#define FAILED_DELAY_MSEC 30000

/* A connection that stood this long was a good one: start over at the first
 * delay when it ends. */
#define GOOD_CONNECTION_USEC (3 * G_USEC_PER_SEC)

struct _ConsoleKeeper
{
  GObject parent_instance;

  ConsoleSource *source;
  ConsoleSession *session;
  ConsoleFramebuffer *framebuffer;
  GtkSliceListModel *heads;     /* the session's */
  DexFuture *asking;
  char *error;

  ConsoleKeeperState state;
  ConsoleReason reason;
  guint timer;
  guint delay_msec;
  /* Answers to what was asked before a stop are not ours any more. */
  guint serial;
  gint64 connected_at;
  guint running : 1;
  guint sound : 1;
  guint was_connected : 1;
  /* The source changed while its answer was under way, or while a session
   * was busy following a migration. */
  guint ask_again : 1;
};

enum
{
  PROP_SOURCE = 1,
  PROP_STATE,
  PROP_REASON,
  PROP_ERROR,
  PROP_SESSION,
  PROP_FRAMEBUFFER,
  PROP_ENCRYPTED,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (ConsoleKeeper, console_keeper, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];

static void ask_source (ConsoleKeeper *self);

static void
set_state (ConsoleKeeper      *self,
           ConsoleKeeperState  state,
           ConsoleReason       reason,
           const char         *error)
{
  GObject *object = G_OBJECT (self);

  g_object_freeze_notify (object);
  if (self->reason != reason)
    {
      self->reason = reason;
      g_object_notify_by_pspec (object, properties[PROP_REASON]);
    }
  if (g_set_str (&self->error, error))
    g_object_notify_by_pspec (object, properties[PROP_ERROR]);
  if (self->state != state)
    {
      self->state = state;
      g_object_notify_by_pspec (object, properties[PROP_STATE]);
    }
  g_object_thaw_notify (object);
}

static void
timer_cb (gpointer data)
{
  ConsoleKeeper *self = data;

  self->timer = 0;
  ask_source (self);
}

/* The same moment for many displays of one failed host would be a storm. */
static void
wait_msec (ConsoleKeeper *self,
           guint          msec)
{
  guint fifth = msec / 5;

  g_clear_handle_id (&self->timer, g_source_remove);
  msec = (guint) g_random_int_range ((gint32) (msec - fifth), (gint32) (msec + fifth + 1));
  self->timer = g_timeout_add_once (msec, timer_cb, self);
}

static void
wait_longer (ConsoleKeeper *self)
{
  wait_msec (self, self->delay_msec);
  self->delay_msec = MIN (self->delay_msec * 2, LAST_DELAY_MSEC);
}

static void
set_session (ConsoleKeeper  *self,
             ConsoleSession *session)
{
  g_autoptr (ConsoleSession) old = g_steal_pointer (&self->session);

  if (old != NULL)
    g_signal_handlers_disconnect_by_data (old, self);
  self->session = session != NULL ? g_object_ref (session) : NULL;
  if (session != NULL)
    console_framebuffer_set_session (self->framebuffer, session);
  gtk_slice_list_model_set_model (self->heads,
                                  session != NULL ? console_session_get_heads (session) : NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ENCRYPTED]);
  if (old != NULL)
    console_session_close (old);
}

/* What waiting a moment does not cure. */
static gboolean
is_failure (ConsoleReason reason)
{
  return reason == CONSOLE_REASON_TLS || reason == CONSOLE_REASON_AUTH ||
         reason == CONSOLE_REASON_PASSWORD_NEEDED ||
         reason == CONSOLE_REASON_UNSUPPORTED || reason == CONSOLE_REASON_PROTOCOL ||
         reason == CONSOLE_REASON_CLEAR || reason == CONSOLE_REASON_TAKEN;
}

static void
session_ended (ConsoleKeeper *self)
{
  g_autoptr (ConsoleSession) session = g_object_ref (self->session);
  ConsoleReason reason = console_session_get_reason (session);
  const char *error = console_session_get_error (session);

  if (self->connected_at != 0 &&
      g_get_monotonic_time () - self->connected_at > GOOD_CONNECTION_USEC)
    self->delay_msec = FIRST_DELAY_MSEC;
  self->connected_at = 0;
  set_session (self, NULL);
  if (is_failure (reason))
    {
      set_state (self, CONSOLE_KEEPER_STATE_FAILED, reason, error);
      wait_msec (self, FAILED_DELAY_MSEC);
      return;
    }
  set_state (self, CONSOLE_KEEPER_STATE_RECONNECTING, reason, error);
  wait_longer (self);
}

static void
session_state_cb (ConsoleKeeper *self)
{
  switch (console_session_get_state (self->session))
    {
    case CONSOLE_STATE_CONNECTED:
      self->was_connected = TRUE;
      if (self->connected_at == 0)
        self->connected_at = g_get_monotonic_time ();
      set_state (self, CONSOLE_KEEPER_STATE_CONNECTED, CONSOLE_REASON_NONE, NULL);
      if (self->ask_again)
        ask_source (self);
      break;

    case CONSOLE_STATE_CLOSED:
    case CONSOLE_STATE_FAILED:
      session_ended (self);
      break;

    case CONSOLE_STATE_IDLE:
    case CONSOLE_STATE_CONNECTING:
    case CONSOLE_STATE_MIGRATING:
    default:
      break;
    }
}

static void
session_encrypted_cb (ConsoleKeeper *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ENCRYPTED]);
}

/* While a failed display is looked at again, its error stays in sight. */
static void
show_trying (ConsoleKeeper *self)
{
  if (self->state == CONSOLE_KEEPER_STATE_FAILED)
    return;
  set_state (self,
             self->was_connected || self->error != NULL ? CONSOLE_KEEPER_STATE_RECONNECTING
                                                        : CONSOLE_KEEPER_STATE_CONNECTING,
             self->reason, self->error);
}

static void
open_session (ConsoleKeeper *self,
              ConsoleTarget *target)
{
  g_autoptr (ConsoleSession) session = console_source_create_session (self->source, target);

  self->connected_at = 0;
  console_session_set_sound (session, self->sound);
  g_signal_connect_object (session, "notify::state",
                           G_CALLBACK (session_state_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::encrypted",
                           G_CALLBACK (session_encrypted_cb), self, G_CONNECT_SWAPPED);
  set_session (self, session);
  show_trying (self);
  console_session_open (session);
}

static void
take_target (ConsoleKeeper *self,
             ConsoleTarget *target)
{
  if (self->session != NULL &&
      console_session_get_state (self->session) == CONSOLE_STATE_MIGRATING)
    self->ask_again = TRUE;
  else if (self->session == NULL || !console_session_is_at (self->session, target))
    open_session (self, target);
}

/* No answer does not end a session that stands: its server will, if the
 * machine really is off. */
static void
take_refusal (ConsoleKeeper *self,
              const GError  *error)
{
  if (self->session != NULL)
    return;
  if (g_error_matches (error, CONSOLE_ERROR, CONSOLE_ERROR_OFF))
    {
      set_state (self, CONSOLE_KEEPER_STATE_OFF, CONSOLE_REASON_NONE, NULL);
      return;
    }
  if (g_error_matches (error, CONSOLE_ERROR, CONSOLE_ERROR_UNAVAILABLE))
    {
      set_state (self, CONSOLE_KEEPER_STATE_FAILED, CONSOLE_REASON_UNSUPPORTED, error->message);
      return;
    }
  set_state (self, CONSOLE_KEEPER_STATE_RECONNECTING, CONSOLE_REASON_NO_ANSWER, error->message);
  wait_longer (self);
}

typedef struct
{
  GWeakRef keeper;
  guint serial;
} Question;

static Question *
question_new (ConsoleKeeper *self)
{
  Question *question = g_new0 (Question, 1);

  g_weak_ref_init (&question->keeper, self);
  question->serial = self->serial;
  return question;
}

static void
question_free (gpointer data)
{
  Question *question = data;

  g_weak_ref_clear (&question->keeper);
  g_free (question);
}

static DexFuture *
answered_cb (DexFuture *future,
             gpointer   data)
{
  Question *question = data;
  g_autoptr (ConsoleKeeper) self = g_weak_ref_get (&question->keeper);
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  if (self == NULL || question->serial != self->serial)
    return dex_future_new_for_boolean (TRUE);
  dex_clear (&self->asking);
  if (self->ask_again)
    ask_source (self);
  else if (value != NULL)
    take_target (self, g_value_get_object (value));
  else
    take_refusal (self, error);
  return dex_future_new_for_boolean (TRUE);
}

static void
ask_source (ConsoleKeeper *self)
{
  DexFuture *future;

  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->asking != NULL)
    {
      self->ask_again = TRUE;
      return;
    }
  self->ask_again = FALSE;
  if (self->session == NULL)
    show_trying (self);
  future = dex_future_finally (console_source_resolve (self->source), answered_cb,
                               question_new (self), question_free);
  /* A source that knows at once has answered by now. */
  if (dex_future_is_pending (future))
    self->asking = future;
  else
    dex_unref (future);
}

static void
changed_cb (ConsoleKeeper *self)
{
  if (!self->running)
    return;
  self->delay_msec = FIRST_DELAY_MSEC;
  ask_source (self);
}

static void
console_keeper_get_property (GObject    *object,
                             guint       id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  ConsoleKeeper *self = CONSOLE_KEEPER (object);

  switch (id)
    {
    case PROP_SOURCE:      g_value_set_object (value, self->source); break;
    case PROP_STATE:       g_value_set_enum (value, self->state); break;
    case PROP_REASON:      g_value_set_enum (value, self->reason); break;
    case PROP_ERROR:       g_value_set_string (value, self->error); break;
    case PROP_SESSION:     g_value_set_object (value, self->session); break;
    case PROP_FRAMEBUFFER: g_value_set_object (value, self->framebuffer); break;
    case PROP_ENCRYPTED:   g_value_set_boolean (value, console_keeper_get_encrypted (self)); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
console_keeper_set_property (GObject      *object,
                             guint         id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  ConsoleKeeper *self = CONSOLE_KEEPER (object);

  switch (id)
    {
    case PROP_SOURCE: self->source = g_value_dup_object (value); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
console_keeper_constructed (GObject *object)
{
  ConsoleKeeper *self = CONSOLE_KEEPER (object);

  G_OBJECT_CLASS (console_keeper_parent_class)->constructed (object);

  g_signal_connect_object (self->source, "changed",
                           G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
}

static void
console_keeper_dispose (GObject *object)
{
  console_keeper_stop (CONSOLE_KEEPER (object));

  G_OBJECT_CLASS (console_keeper_parent_class)->dispose (object);
}

static void
console_keeper_finalize (GObject *object)
{
  ConsoleKeeper *self = CONSOLE_KEEPER (object);

  g_clear_object (&self->framebuffer);
  g_clear_object (&self->heads);
  g_clear_object (&self->source);
  g_free (self->error);

  G_OBJECT_CLASS (console_keeper_parent_class)->finalize (object);
}

static void
console_keeper_class_init (ConsoleKeeperClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = console_keeper_get_property;
  object_class->set_property = console_keeper_set_property;
  object_class->constructed = console_keeper_constructed;
  object_class->dispose = console_keeper_dispose;
  object_class->finalize = console_keeper_finalize;

  properties[PROP_SOURCE] =
    g_param_spec_object ("source", NULL, NULL, CONSOLE_TYPE_SOURCE,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, CONSOLE_TYPE_KEEPER_STATE,
                       CONSOLE_KEEPER_STATE_IDLE, flags);
  properties[PROP_REASON] =
    g_param_spec_enum ("reason", NULL, NULL, CONSOLE_TYPE_REASON, CONSOLE_REASON_NONE, flags);
  properties[PROP_ERROR] =
    g_param_spec_string ("error", NULL, NULL, NULL, flags);
  properties[PROP_SESSION] =
    g_param_spec_object ("session", NULL, NULL, CONSOLE_TYPE_SESSION, flags);
  properties[PROP_FRAMEBUFFER] =
    g_param_spec_object ("framebuffer", NULL, NULL, CONSOLE_TYPE_FRAMEBUFFER, flags);
  properties[PROP_ENCRYPTED] =
    g_param_spec_boolean ("encrypted", NULL, NULL, FALSE, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
console_keeper_init (ConsoleKeeper *self)
{
  self->framebuffer = console_framebuffer_new ();
  self->heads = gtk_slice_list_model_new (NULL, 0, CONSOLE_MAX_HEADS);
  self->delay_msec = FIRST_DELAY_MSEC;
}

ConsoleKeeper *
console_keeper_new (ConsoleSource *source)
{
  g_return_val_if_fail (CONSOLE_IS_SOURCE (source), NULL);

  return g_object_new (CONSOLE_TYPE_KEEPER, "source", source, NULL);
}

/**
 * console_keeper_start:
 *
 * Begins to keep the display connected, until console_keeper_stop ().
 */
void
console_keeper_start (ConsoleKeeper *self)
{
  g_return_if_fail (CONSOLE_IS_KEEPER (self));

  if (self->running)
    return;
  self->running = TRUE;
  self->delay_msec = FIRST_DELAY_MSEC;
  ask_source (self);
}

/**
 * console_keeper_stop:
 *
 * Disconnects; the last picture stays.
 */
void
console_keeper_stop (ConsoleKeeper *self)
{
  g_return_if_fail (CONSOLE_IS_KEEPER (self));

  self->serial++;
  self->running = FALSE;
  self->was_connected = FALSE;
  self->ask_again = FALSE;
  g_clear_handle_id (&self->timer, g_source_remove);
  dex_clear (&self->asking);
  if (self->session != NULL)
    set_session (self, NULL);
  console_framebuffer_set_session (self->framebuffer, NULL);
  set_state (self, CONSOLE_KEEPER_STATE_IDLE, CONSOLE_REASON_NONE, NULL);
}

/**
 * console_keeper_retry:
 *
 * Tries at once, for a person who has put right what failed; nothing while
 * there is an attempt under way.
 */
void
console_keeper_retry (ConsoleKeeper *self)
{
  g_return_if_fail (CONSOLE_IS_KEEPER (self));

  if (self->running && self->session == NULL)
    changed_cb (self);
}

ConsoleSource *
console_keeper_get_source (ConsoleKeeper *self)
{
  g_return_val_if_fail (CONSOLE_IS_KEEPER (self), NULL);

  return self->source;
}

ConsoleKeeperState
console_keeper_get_state (ConsoleKeeper *self)
{
  g_return_val_if_fail (CONSOLE_IS_KEEPER (self), CONSOLE_KEEPER_STATE_IDLE);

  return self->state;
}

ConsoleReason
console_keeper_get_reason (ConsoleKeeper *self)
{
  g_return_val_if_fail (CONSOLE_IS_KEEPER (self), CONSOLE_REASON_NONE);

  return self->reason;
}

/**
 * console_keeper_get_error:
 *
 * Returns: (nullable): why there is no connection, a sentence for people
 */
const char *
console_keeper_get_error (ConsoleKeeper *self)
{
  g_return_val_if_fail (CONSOLE_IS_KEEPER (self), NULL);

  return self->error;
}

ConsoleSession *
console_keeper_get_session (ConsoleKeeper *self)
{
  g_return_val_if_fail (CONSOLE_IS_KEEPER (self), NULL);

  return self->session;
}

ConsoleFramebuffer *
console_keeper_get_framebuffer (ConsoleKeeper *self)
{
  g_return_val_if_fail (CONSOLE_IS_KEEPER (self), NULL);

  return self->framebuffer;
}

/**
 * console_keeper_get_heads:
 *
 * Returns: the machine's monitors besides the first, while it is connected: a
 *   #ConsoleSession each, see console_session_get_heads ()
 */
GListModel *
console_keeper_get_heads (ConsoleKeeper *self)
{
  g_return_val_if_fail (CONSOLE_IS_KEEPER (self), NULL);

  return G_LIST_MODEL (self->heads);
}

gboolean
console_keeper_get_encrypted (ConsoleKeeper *self)
{
  g_return_val_if_fail (CONSOLE_IS_KEEPER (self), FALSE);

  return self->session != NULL && console_session_get_encrypted (self->session);
}

/**
 * console_keeper_set_sound:
 * @sound: whether what the guest plays is to be heard, in this session and those
 *   that follow; it is not unless this is called
 */
void
console_keeper_set_sound (ConsoleKeeper *self,
                          gboolean       sound)
{
  g_return_if_fail (CONSOLE_IS_KEEPER (self));

  self->sound = sound;
  if (self->session != NULL)
    console_session_set_sound (self->session, sound);
}

gboolean
console_keeper_get_sound (ConsoleKeeper *self)
{
  g_return_val_if_fail (CONSOLE_IS_KEEPER (self), FALSE);

  return self->sound;
}
