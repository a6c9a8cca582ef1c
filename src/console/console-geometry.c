/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "console-geometry.h"

/* A scale of three quarters puts a corner on a quarter of a device pixel; less than this
 * is the rounding of floats. */
#define TOLERANCE 1e-3

static void
find_span (float   position,
           float   size,
           double  scale,
           double *offset,
           int    *length)
{
  double start = ceil (position * scale - TOLERANCE);
  double end = floor ((position + size) * scale + TOLERANCE);

  *offset = start - position * scale;
  *length = (int) MAX (0, end - start);
}

/**
 * console_geometry_init:
 * @picture_width: in pixels of the guest
 * @widget: in logical pixels of the surface, whose corner is a device pixel's
 * @scale: device pixels a logical one
 *
 * Finds the place of the picture: in the middle, on whole device pixels.
 */
void
console_geometry_init (ConsoleGeometry       *self,
                       ConsoleScaling         scaling,
                       int                    picture_width,
                       int                    picture_height,
                       const graphene_rect_t *widget,
                       double                 scale)
{
  double fit, factor;

  *self = (ConsoleGeometry) { .scale = scale };
  find_span (widget->origin.x, widget->size.width, scale, &self->area_x, &self->area_width);
  find_span (widget->origin.y, widget->size.height, scale, &self->area_y, &self->area_height);
  if (picture_width < 1 || picture_height < 1 || self->area_width < 1 || self->area_height < 1)
    return;

  fit = MIN ((double) self->area_width / picture_width,
             (double) self->area_height / picture_height);
  factor = scaling == CONSOLE_SCALING_ONE_TO_ONE ? 1
           : scaling == CONSOLE_SCALING_INTEGER && fit >= 1 ? floor (fit) : fit;
  self->picture_width = picture_width;
  self->picture_height = picture_height;
  self->width = MAX (1, (int) round (picture_width * factor));
  self->height = MAX (1, (int) round (picture_height * factor));
  if (scaling == CONSOLE_SCALING_STRETCH)
    {
      self->width = self->area_width;
      self->height = self->area_height;
    }
  self->x = MAX (0, (self->area_width - self->width) / 2);
  self->y = MAX (0, (self->area_height - self->height) / 2);
}

static int
to_picture (double position,
            double origin,
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
  *picture_x = to_picture (widget_x * self->scale, self->area_x + self->x,
                           self->width, self->picture_width);
  *picture_y = to_picture (widget_y * self->scale, self->area_y + self->y,
                           self->height, self->picture_height);
}
