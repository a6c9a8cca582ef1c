/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gvncpulse.h>

#include "console-spice-audio.h"

/* Whatever a server says: more than this no sound card has. */
#define MAX_CHANNELS 8
#define MAX_RATE 192000

typedef struct
{
  GType (*get_type) (void);
  const char *key;          /* in the session */
  const char *start;
  const char *data;         /* NULL for what goes the other way */
  const char *stop;
} Kind;

static const Kind speaker = {
  spice_playback_channel_get_type, "console-speaker",
  "playback-start", "playback-data", "playback-stop",
};

static const Kind microphone = {
  spice_record_channel_get_type, "console-microphone",
  "record-start", NULL, "record-stop",
};

struct _ConsoleSpiceAudio
{
  GObject parent_instance;

  SpiceSession *session;    /* borrowed: it has this */
  const Kind *kind;
  SpiceChannel *channel;    /* NULL while there is none */

  /* What the guest plays or records now; "channels" is 0 while it does neither. */
  int format;
  int channels;
  int rate;
  guint wanted : 1;
  guint asked : 1;          /* the sound server, for a word */
  guint answered : 1;
  guint passing : 1;        /* the library has been told to begin */
  guint handed : 1;         /* the library has the channel */
};

G_DEFINE_FINAL_TYPE (ConsoleSpiceAudio, console_spice_audio, G_TYPE_OBJECT)

static void
keep_from_library (ConsoleSpiceAudio *self,
                   const char        *signal)
{
  g_signal_stop_emission_by_name (self->channel, signal);
}

/* Another format than this is a programming error to the library. */
static gboolean
can_be_played (int format,
               int channels,
               int rate)
{
  return format == SPICE_AUDIO_FMT_S16 && channels > 0 && channels <= MAX_CHANNELS &&
         rate > 0 && rate <= MAX_RATE;
}

static gboolean
is_due (ConsoleSpiceAudio *self)
{
  return self->wanted && self->answered && self->channels > 0;
}

/* That there is none is an answer, too. */
static void
ask_server (GTask        *task,
            gpointer      source,
            gpointer      data,
            GCancellable *cancellable)
{
  g_autoptr (VncAudioPulse) player = vnc_audio_pulse_new ();
  VncAudioFormat format = { VNC_AUDIO_FORMAT_RAW_S16, 2, 48000 };

  vnc_audio_playback_start (VNC_AUDIO (player), &format);
  vnc_audio_playback_stop (VNC_AUDIO (player));
  g_task_return_boolean (task, TRUE);
}

static void update (ConsoleSpiceAudio *self);

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  ConsoleSpiceAudio *self = CONSOLE_SPICE_AUDIO (source);

  self->answered = TRUE;
  update (self);
}

/* The library waits half a minute for a sound server that hangs, and with it all that
 * is shown.  So one that says nothing here is not let near it. */
static void
ask (ConsoleSpiceAudio *self)
{
  g_autoptr (GTask) task = NULL;

  if (self->asked)
    return;
  self->asked = TRUE;
  task = g_task_new (self, NULL, answered_cb, NULL);
  g_task_run_in_thread (task, ask_server);
}

static void
start_cb (ConsoleSpiceAudio *self,
          int                format,
          int                channels,
          int                rate)
{
  gboolean good = can_be_played (format, channels, rate);

  self->format = format;
  self->channels = good ? channels : 0;
  self->rate = rate;
  if (good && self->wanted)
    ask (self);
  self->passing = is_due (self);
  if (!self->passing)
    keep_from_library (self, self->kind->start);
}

static void
data_cb (ConsoleSpiceAudio *self)
{
  if (!self->passing)
    keep_from_library (self, self->kind->data);
}

static void
stop_cb (ConsoleSpiceAudio *self)
{
  self->channels = 0;
  self->passing = FALSE;
}

/* The library's player and recorder take a channel when it is new. */
static void
hand_over (ConsoleSpiceAudio *self)
{
  self->handed = TRUE;
  g_signal_emit_by_name (self->session, "channel-new", self->channel);
}

static void
update (ConsoleSpiceAudio *self)
{
  int channels = self->channels;

  if (self->channel == NULL)
    return;
  if (self->wanted && !self->handed)
    hand_over (self);
  if (channels == 0)
    return;
  if (self->wanted)
    ask (self);
  if (is_due (self) == self->passing)
    return;
  if (!self->passing)
    {
      g_signal_emit_by_name (self->channel, self->kind->start, self->format, channels,
                             self->rate);
      return;
    }
  g_signal_emit_by_name (self->channel, self->kind->stop);
  /* It is not the guest that stopped. */
  self->channels = channels;
}

static void
console_spice_audio_dispose (GObject *object)
{
  ConsoleSpiceAudio *self = CONSOLE_SPICE_AUDIO (object);

  g_clear_weak_pointer (&self->channel);

  G_OBJECT_CLASS (console_spice_audio_parent_class)->dispose (object);
}

static void
console_spice_audio_class_init (ConsoleSpiceAudioClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = console_spice_audio_dispose;
}

static void
console_spice_audio_init (ConsoleSpiceAudio *self)
{
}

/* Nobody is called back: the guest is told nothing. */
static void
keep_volume (SpiceAudio          *audio,
             GCancellable        *cancellable,
             SpiceMainChannel    *channel,
             GAsyncReadyCallback  callback,
             gpointer             data)
{
}

/* To tell the guest's agent how loud it is here, the library opens the loudspeaker and the
 * microphone, on the main thread and whether anybody wants sound or not. */
static void
close_ears (SpiceAudio *audio)
{
  SpiceAudioClass *klass = SPICE_AUDIO_GET_CLASS (audio);

  klass->get_playback_volume_info_async = keep_volume;
  klass->get_record_volume_info_async = keep_volume;
}

static ConsoleSpiceAudio *
new (SpiceSession *session,
     const Kind   *kind)
{
  ConsoleSpiceAudio *self = g_object_new (CONSOLE_TYPE_SPICE_AUDIO, NULL);
  SpiceAudio *audio;

  self->session = session;
  self->kind = kind;
  /* Its handlers may be called as long as there is the session. */
  g_object_set_data_full (G_OBJECT (session), kind->key, self, g_object_unref);
  audio = spice_audio_get (session, NULL);
  if (audio != NULL)
    close_ears (audio);
  g_object_set (session, "enable-audio", audio != NULL, NULL);
  return self;
}

ConsoleSpiceAudio *
console_spice_audio_new (SpiceSession *session)
{
  g_return_val_if_fail (SPICE_IS_SESSION (session), NULL);

  return new (session, &speaker);
}

ConsoleSpiceAudio *
console_spice_audio_new_microphone (SpiceSession *session)
{
  g_return_val_if_fail (SPICE_IS_SESSION (session), NULL);

  return new (session, &microphone);
}

static void
take (ConsoleSpiceAudio *self,
      SpiceChannel      *channel)
{
  g_set_weak_pointer (&self->channel, channel);
  g_signal_connect_object (channel, self->kind->start, G_CALLBACK (start_cb), self,
                           G_CONNECT_SWAPPED);
  if (self->kind->data != NULL)
    g_signal_connect_object (channel, self->kind->data, G_CALLBACK (data_cb), self,
                             G_CONNECT_SWAPPED);
  g_signal_connect_object (channel, self->kind->stop, G_CALLBACK (stop_cb), self,
                           G_CONNECT_SWAPPED);
  /* Until then the server learns of no microphone: a guest listens when it likes to. */
  self->handed = self->kind == &speaker || self->wanted;
}

/* A second channel for playing is a programming error to the library. */
gboolean
console_spice_audio_take (ConsoleSpiceAudio *self,
                          SpiceChannel      *channel)
{
  g_return_val_if_fail (CONSOLE_IS_SPICE_AUDIO (self), FALSE);

  if (!g_type_is_a (G_OBJECT_TYPE (channel), self->kind->get_type ()))
    return FALSE;
  if (self->channel == NULL)
    take (self, channel);
  if (channel == self->channel && self->handed)
    return TRUE;
  g_signal_stop_emission_by_name (self->session, "channel-new");
  return FALSE;
}

void
console_spice_audio_set_wanted (ConsoleSpiceAudio *self,
                                gboolean           wanted)
{
  g_return_if_fail (CONSOLE_IS_SPICE_AUDIO (self));

  self->wanted = wanted;
  update (self);
}
