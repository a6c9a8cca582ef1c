/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-ssh-question.h"

G_BEGIN_DECLS

/** muster_cli_ask: puts @question of ssh or sudo to who sits at the terminal; without anybody there it is declined. */
void muster_cli_ask (MusterSshQuestion *question);

G_END_DECLS
