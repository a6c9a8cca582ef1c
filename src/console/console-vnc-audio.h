/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gvnc.h>

G_BEGIN_DECLS

#define CONSOLE_TYPE_VNC_AUDIO (console_vnc_audio_get_type ())
G_DECLARE_FINAL_TYPE (ConsoleVncAudio, console_vnc_audio, CONSOLE, VNC_AUDIO, GObject)

/**
 * console_vnc_audio_new:
 * @connection: one that is initialized, and whose encodings are to name audio
 *
 * Has the desktop's sound server play what the guest plays, over QEMU's extension
 * of VNC.  Without a sound server, or with a display that has no audio, nothing comes
 * of it; a sound server that hangs costs some sound, and holds nobody up.
 */
ConsoleVncAudio *console_vnc_audio_new        (VncConnection   *connection);

/** console_vnc_audio_set_wanted: Whether the guest's sound is sent here at all. */
void             console_vnc_audio_set_wanted (ConsoleVncAudio *self,
                                               gboolean         wanted);

G_END_DECLS
