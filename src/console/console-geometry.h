/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console-types.h"

G_BEGIN_DECLS

/* Where a picture stands in a widget; all but the scale in device pixels. */
typedef struct
{
  int picture_width;
  int picture_height;
  int x;
  int y;
  int width;
  int height;
  double scale;
} ConsoleGeometry;

void console_geometry_init         (ConsoleGeometry       *self,
                                    ConsoleScaling         scaling,
                                    int                    picture_width,
                                    int                    picture_height,
                                    int                    widget_width,
                                    int                    widget_height,
                                    double                 scale);
void console_geometry_to_picture   (const ConsoleGeometry *self,
                                    double                 widget_x,
                                    double                 widget_y,
                                    int                   *picture_x,
                                    int                   *picture_y);

G_END_DECLS
