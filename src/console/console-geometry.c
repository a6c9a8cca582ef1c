/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "console-geometry.h"

/**
 * console_geometry_init:
 * @picture_width: in pixels of the guest
 * @widget_width: in logical pixels
 * @scale: device pixels a logical one
 *
 * Finds the place of the picture: in the middle, on whole device pixels.
 */
void
console_geometry_init (ConsoleGeometry *self,
                       ConsoleScaling   scaling,
                       int              picture_width,
                       int              picture_height,
                       int              widget_width,
                       int              widget_height,
                       double           scale)
{
  int width = (int) floor (widget_width * scale + 1e-6);
  int height = (int) floor (widget_height * scale + 1e-6);
  double fit, factor;

  *self = (ConsoleGeometry) { .scale = scale };
  if (picture_width < 1 || picture_height < 1 || width < 1 || height < 1)
    return;

  fit = MIN ((double) width / picture_width, (double) height / picture_height);
  factor = scaling == CONSOLE_SCALING_ONE_TO_ONE ? 1
           : scaling == CONSOLE_SCALING_INTEGER && fit >= 1 ? floor (fit) : fit;
  self->picture_width = picture_width;
  self->picture_height = picture_height;
  self->width = MAX (1, (int) round (picture_width * factor));
  self->height = MAX (1, (int) round (picture_height * factor));
  if (scaling == CONSOLE_SCALING_STRETCH)
    {
      self->width = width;
      self->height = height;
    }
  self->x = MAX (0, (width - self->width) / 2);
  self->y = MAX (0, (height - self->height) / 2);
}

static int
to_picture (double position,
            int    origin,
            int    size,
            int    picture_size)
{
  double inside = (position - origin) * picture_size / size;

  return (int) CLAMP (floor (inside), 0, picture_size - 1);
}

/**
 * console_geometry_to_picture:
 * @widget_x: in logical pixels
 *
 * Finds the guest's pixel under a place of the widget; what lies beside the
 * picture belongs to its nearest edge.
 */
void
console_geometry_to_picture (const ConsoleGeometry *self,
                             double                 widget_x,
                             double                 widget_y,
                             int                   *picture_x,
                             int                   *picture_y)
{
  *picture_x = *picture_y = 0;
  if (self->width < 1 || self->height < 1)
    return;
  *picture_x = to_picture (widget_x * self->scale, self->x, self->width, self->picture_width);
  *picture_y = to_picture (widget_y * self->scale, self->y, self->height, self->picture_height);
}
