/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <spice-client.h>

G_BEGIN_DECLS

#define CONSOLE_TYPE_SPICE_AUDIO (console_spice_audio_get_type ())
G_DECLARE_FINAL_TYPE (ConsoleSpiceAudio, console_spice_audio, CONSOLE, SPICE_AUDIO, GObject)

/**
 * console_spice_audio_new:
 * @session: (transfer none): one that is not connected yet
 *
 * Has the library play what the guest plays, as long as somebody wants to hear it.
 * What the library does not expect of a server does not reach it.
 *
 * Returns: (transfer none): lives as long as @session
 */
ConsoleSpiceAudio *console_spice_audio_new        (SpiceSession      *session);

/**
 * console_spice_audio_new_microphone:
 *
 * The same for what the guest records: nothing of this machine's microphone leaves it, and
 * its channel is not even connected, before somebody wants that.
 */
ConsoleSpiceAudio *console_spice_audio_new_microphone (SpiceSession *session);

/**
 * console_spice_audio_take:
 *
 * For each channel in "channel-new", before the library's own handlers.
 *
 * Returns: whether it will be connected by the library
 */
gboolean           console_spice_audio_take       (ConsoleSpiceAudio *self,
                                                   SpiceChannel      *channel);

/** console_spice_audio_set_wanted: Whether what the guest plays is to be heard, or the
 * guest to hear what is said here. */
void               console_spice_audio_set_wanted (ConsoleSpiceAudio *self,
                                                   gboolean           wanted);

G_END_DECLS
