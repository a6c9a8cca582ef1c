/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <graphene.h>

#include "console-types.h"

G_BEGIN_DECLS

/* Where a picture stands in a widget; all but the scale in device pixels. */
typedef struct
{
  int picture_width;
  int picture_height;
  /* The whole device pixels that are the widget's alone, and how far from its corner. */
  double area_x;
  double area_y;
  int area_width;
  int area_height;
  /* In that area. */
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
                                    const graphene_rect_t *widget,
                                    double                 scale);
void console_geometry_to_picture   (const ConsoleGeometry *self,
                                    double                 widget_x,
                                    double                 widget_y,
                                    int                   *picture_x,
                                    int                   *picture_y);

G_END_DECLS
