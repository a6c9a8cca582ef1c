/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** As many as libvirt presses at once. */
#define MUSTER_KEY_NAMES_MAX 16

/**
 * muster_key_names_parse:
 * @combination: names joined by "+": "ctrl+alt+delete"; case does not matter
 * @codes: (out): Linux key codes, room for %MUSTER_KEY_NAMES_MAX
 *
 * Returns: how many codes there are; 0 with %G_IO_ERROR_INVALID_ARGUMENT and
 *   a sentence that names the key
 */
guint muster_key_names_parse (const char  *combination,
                              guint       *codes,
                              GError     **error);

G_END_DECLS
