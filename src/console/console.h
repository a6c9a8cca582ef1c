/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console-combo.h"
#include "console-display.h"
#include "console-fixed-target.h"
#include "console-framebuffer.h"
#include "console-keeper.h"
#include "console-keymap.h"
#include "console-layout.h"
#include "console-picture-session.h"
#include "console-session.h"
#include "console-source.h"
#include "console-target.h"
#include "console-text-port.h"
#include "console-typer.h"
#include "console-types.h"
#include "console-vv-file.h"
