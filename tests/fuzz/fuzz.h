/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* What libFuzzer calls, and driver.c where there is no libFuzzer: one input for one
 * parser.  A fault is what ends the program: a failed assertion, a GLib warning, what
 * a sanitizer finds, a leak, or no end within the time that an input has. */
int LLVMFuzzerTestOneInput (const uint8_t *data,
                            size_t         size);
