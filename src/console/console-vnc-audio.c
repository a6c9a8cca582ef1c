/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gvncpulse.h>

#include "console-vnc-audio.h"

#define RATE 48000
#define CHANNELS 2

/* The library hands over 50 ms at a time.  What comes while so many of these wait for
 * the sound server would be late, and is dropped. */
#define MOST_WAITING 10

/* The library collects sound for a moment, and crashes if its connection goes
 * meanwhile. */
#define LINGER_MS 1000

struct _ConsoleVncAudio
{
  GObject parent_instance;

  VncConnection *connection;
  GAsyncQueue *queue;       /* of Order, to the thread that plays; NULL before it */
  gboolean wanted;
};

G_DEFINE_FINAL_TYPE (ConsoleVncAudio, console_vnc_audio, G_TYPE_OBJECT)

/* With neither it is the order to stop. */
typedef struct
{
  VncAudioFormat *format;
  VncAudioSample *sample;
  gboolean last;
} Order;

static void
order_free (gpointer data)
{
  Order *order = data;

  g_clear_pointer (&order->format, vnc_audio_format_free);
  g_clear_pointer (&order->sample, vnc_audio_sample_free);
  g_free (order);
}

/* --- the thread ------------------------------------------------------------------ */

static void
obey (VncAudio *player,
      Order    *order)
{
  if (order->format != NULL)
    vnc_audio_playback_start (player, order->format);
  else if (order->sample != NULL)
    vnc_audio_playback_data (player, order->sample);
  else
    vnc_audio_playback_stop (player);
}

/* The library's player waits for the sound server, with each call. */
static gpointer
play (gpointer data)
{
  g_autoptr (GAsyncQueue) queue = data;
  g_autoptr (VncAudioPulse) player = vnc_audio_pulse_new ();
  gboolean last = FALSE;

  while (!last)
    {
      Order *order = g_async_queue_pop (queue);

      obey (VNC_AUDIO (player), order);
      last = order->last;
      order_free (order);
    }
  return NULL;
}

/* --- the connection ---------------------------------------------------------------- */

static void
give_order (ConsoleVncAudio      *self,
            const VncAudioFormat *format,
            const VncAudioSample *sample,
            gboolean              last)
{
  Order *order = g_new0 (Order, 1);

  order->format = format != NULL ? vnc_audio_format_copy ((VncAudioFormat *) format) : NULL;
  order->sample = sample != NULL ? vnc_audio_sample_copy ((VncAudioSample *) sample) : NULL;
  order->last = last;
  g_async_queue_push (self->queue, order);
}

static gboolean
start_cb (ConsoleVncAudio *self,
          VncAudioFormat  *format)
{
  if (self->queue == NULL)
    {
      self->queue = g_async_queue_new_full (order_free);
      g_thread_unref (g_thread_new ("console-sound", play, g_async_queue_ref (self->queue)));
    }
  if (self->wanted)
    give_order (self, format, NULL, FALSE);
  return TRUE;
}

static gboolean
data_cb (ConsoleVncAudio *self,
         VncAudioSample  *sample)
{
  if (self->wanted && self->queue != NULL &&
      g_async_queue_length (self->queue) < MOST_WAITING)
    give_order (self, NULL, sample, FALSE);
  return TRUE;
}

static gboolean
stop_cb (ConsoleVncAudio *self)
{
  if (self->queue != NULL)
    give_order (self, NULL, NULL, FALSE);
  return TRUE;
}

static void
linger_cb (gpointer data)
{
  g_autoptr (VncConnection) connection = data;
}

static void
console_vnc_audio_dispose (GObject *object)
{
  ConsoleVncAudio *self = CONSOLE_VNC_AUDIO (object);

  if (self->queue != NULL)
    give_order (self, NULL, NULL, TRUE);
  g_clear_pointer (&self->queue, g_async_queue_unref);
  if (self->connection != NULL)
    g_timeout_add_once (LINGER_MS, linger_cb, g_steal_pointer (&self->connection));

  G_OBJECT_CLASS (console_vnc_audio_parent_class)->dispose (object);
}

static void
console_vnc_audio_class_init (ConsoleVncAudioClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = console_vnc_audio_dispose;
}

static void
console_vnc_audio_init (ConsoleVncAudio *self)
{
}

ConsoleVncAudio *
console_vnc_audio_new (VncConnection *connection)
{
  const VncAudioFormat format = { VNC_AUDIO_FORMAT_RAW_S16, CHANNELS, RATE };
  g_autoptr (VncBaseAudio) ear = vnc_base_audio_new ();
  ConsoleVncAudio *self;

  g_return_val_if_fail (VNC_IS_CONNECTION (connection), NULL);

  self = g_object_new (CONSOLE_TYPE_VNC_AUDIO, NULL);
  self->connection = g_object_ref (connection);
  g_signal_connect_object (ear, "vnc-audio-playback-start", G_CALLBACK (start_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (ear, "vnc-audio-playback-data", G_CALLBACK (data_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (ear, "vnc-audio-playback-stop", G_CALLBACK (stop_cb), self,
                           G_CONNECT_SWAPPED);
  vnc_connection_set_audio (connection, VNC_AUDIO (ear));
  vnc_connection_set_audio_format (connection, &format);
  return self;
}

/* The library keeps the wish until the server says that it has audio. */
void
console_vnc_audio_set_wanted (ConsoleVncAudio *self,
                              gboolean         wanted)
{
  g_return_if_fail (CONSOLE_IS_VNC_AUDIO (self));

  if (self->wanted == wanted)
    return;
  self->wanted = wanted;
  if (wanted)
    {
      vnc_connection_audio_enable (self->connection);
      return;
    }
  vnc_connection_audio_disable (self->connection);
  stop_cb (self);
}
