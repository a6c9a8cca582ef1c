/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "console-tiles.h"

/* Measured on GTK 4.18: as fast as 256 for whole frames, twice as fast for
 * small changes, in cairo and in GL. */
#define TILE_SIZE 128

/* GTK visits every node for every frame, far from the change too: what is calm, or
 * changes as a whole, is one node for this many tiles each way. */
#define BLOCK_TILES 4
#define BLOCK_SIZE (BLOCK_TILES * TILE_SIZE)

/* One that was split is whole again after this many frames without a change. */
#define CALM_FRAMES 100

/* A scaled pixel is mixed from its neighbours: this many more are redone
 * around a change, besides those that a reduction swallows. */
#define SCALE_MARGIN 2

/* Drawn as its tiles, or as one node: the first then. */
typedef struct
{
  GskRenderNode *nodes[BLOCK_TILES * BLOCK_TILES];
  gboolean split;
  int calm_frames;
} Block;

struct _ConsoleTiles
{
  ConsoleFramebuffer *framebuffer;
  cairo_surface_t *scaled;
  cairo_surface_t *view;      /* of the pixels of the result, for cairo to draw from */
  Block *blocks;

  int source_width;
  int source_height;
  int width;
  int height;
  int columns;
  int rows;
  gboolean software;
  guint64 n_made;
};

ConsoleTiles *
console_tiles_new (void)
{
  return g_new0 (ConsoleTiles, 1);
}

static void
drop_nodes (Block *block)
{
  for (guint i = 0; i < G_N_ELEMENTS (block->nodes); i++)
    g_clear_pointer (&block->nodes[i], gsk_render_node_unref);
}

static void
drop_all_nodes (ConsoleTiles *self)
{
  for (int i = 0; i < self->columns * self->rows; i++)
    drop_nodes (&self->blocks[i]);
}

static void
set_split (Block    *block,
           gboolean  split)
{
  if (block->split == split)
    return;
  drop_nodes (block);
  block->split = split;
}

static void
clear (ConsoleTiles *self)
{
  drop_all_nodes (self);
  g_clear_pointer (&self->blocks, g_free);
  g_clear_pointer (&self->view, cairo_surface_destroy);
  g_clear_pointer (&self->scaled, cairo_surface_destroy);
  self->columns = self->rows = 0;
  self->width = self->height = 0;
}

void
console_tiles_free (ConsoleTiles *self)
{
  clear (self);
  g_clear_object (&self->framebuffer);
  g_free (self);
}

static gboolean
is_scaled (ConsoleTiles *self)
{
  return self->width != self->source_width || self->height != self->source_height;
}

/* The device pixels that a changed area of the picture touches. */
static cairo_rectangle_int_t
to_output (ConsoleTiles                *self,
           const cairo_rectangle_int_t *area)
{
  double fx = (double) self->width / self->source_width;
  double fy = (double) self->height / self->source_height;
  int x1 = (int) floor ((area->x - SCALE_MARGIN) * fx) - SCALE_MARGIN;
  int y1 = (int) floor ((area->y - SCALE_MARGIN) * fy) - SCALE_MARGIN;
  int x2 = (int) ceil ((area->x + area->width + SCALE_MARGIN) * fx) + SCALE_MARGIN;
  int y2 = (int) ceil ((area->y + area->height + SCALE_MARGIN) * fy) + SCALE_MARGIN;

  if (!is_scaled (self))
    return *area;
  x1 = MAX (x1, 0);
  y1 = MAX (y1, 0);
  return (cairo_rectangle_int_t) {
    x1, y1, MIN (x2, self->width) - x1, MIN (y2, self->height) - y1
  };
}

/* Whole multiples stay crisp; in between, and when reducing, pixels mix. */
static cairo_filter_t
choose_filter (ConsoleTiles *self)
{
  if (self->width % self->source_width == 0 && self->height % self->source_height == 0)
    return CAIRO_FILTER_NEAREST;
  return self->width * 2 < self->source_width ? CAIRO_FILTER_GOOD : CAIRO_FILTER_BILINEAR;
}

static void
scale_area (ConsoleTiles                *self,
            const cairo_rectangle_int_t *output)
{
  cairo_rectangle_int_t all = { 0, 0, self->source_width, self->source_height };
  g_autoptr (GBytes) bytes = console_framebuffer_dup_pixels (self->framebuffer, &all);
  cairo_surface_t *source;
  cairo_t *cr;

  source = cairo_image_surface_create_for_data ((guchar *) g_bytes_get_data (bytes, NULL),
                                                CAIRO_FORMAT_RGB24, all.width, all.height,
                                                all.width * 4);
  cr = cairo_create (self->scaled);
  cairo_rectangle (cr, output->x, output->y, output->width, output->height);
  cairo_clip (cr);
  cairo_scale (cr, (double) self->width / all.width, (double) self->height / all.height);
  cairo_set_source_surface (cr, source, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), choose_filter (self));
  cairo_pattern_set_extend (cairo_get_source (cr), CAIRO_EXTEND_PAD);
  cairo_set_operator (cr, CAIRO_OPERATOR_SOURCE);
  cairo_paint (cr);
  cairo_destroy (cr);
  cairo_surface_flush (self->scaled);
  cairo_surface_destroy (source);
}

/* Empty where the picture ends before. */
static cairo_rectangle_int_t
get_area (ConsoleTiles *self,
          int           x,
          int           y,
          int           size)
{
  return (cairo_rectangle_int_t) {
    x, y, MAX (0, MIN (size, self->width - x)), MAX (0, MIN (size, self->height - y))
  };
}

static cairo_rectangle_int_t
get_block_area (ConsoleTiles *self,
                int           i)
{
  return get_area (self, i % self->columns * BLOCK_SIZE, i / self->columns * BLOCK_SIZE,
                   BLOCK_SIZE);
}

static cairo_rectangle_int_t
get_tile_area (ConsoleTiles *self,
               int           i,
               int           tile)
{
  cairo_rectangle_int_t block = get_block_area (self, i);

  return get_area (self, block.x + tile % BLOCK_TILES * TILE_SIZE,
                   block.y + tile / BLOCK_TILES * TILE_SIZE, TILE_SIZE);
}

static void
drop_tiles (ConsoleTiles         *self,
            int                   i,
            const cairo_region_t *region)
{
  Block *block = &self->blocks[i];

  set_split (block, TRUE);
  block->calm_frames = 0;
  for (guint tile = 0; tile < G_N_ELEMENTS (block->nodes); tile++)
    {
      cairo_rectangle_int_t area = get_tile_area (self, i, (int) tile);

      if (cairo_region_contains_rectangle (region, &area) != CAIRO_REGION_OVERLAP_OUT)
        g_clear_pointer (&block->nodes[tile], gsk_render_node_unref);
    }
}

static void
drop_changed (ConsoleTiles         *self,
              const cairo_region_t *region)
{
  for (int i = 0; i < self->columns * self->rows; i++)
    {
      cairo_rectangle_int_t area = get_block_area (self, i);
      cairo_region_overlap_t overlap = cairo_region_contains_rectangle (region, &area);

      if (overlap == CAIRO_REGION_OVERLAP_PART)
        drop_tiles (self, i, region);
      if (overlap != CAIRO_REGION_OVERLAP_IN)
        continue;
      set_split (&self->blocks[i], FALSE);
      drop_nodes (&self->blocks[i]);
    }
}

/**
 * console_tiles_set:
 * @framebuffer: whose picture
 * @width: of the result, in device pixels
 *
 * Does nothing if nothing of this has changed.
 */
void
console_tiles_set (ConsoleTiles       *self,
                   ConsoleFramebuffer *framebuffer,
                   int                 width,
                   int                 height)
{
  int source_width = console_framebuffer_get_width (framebuffer);
  int source_height = console_framebuffer_get_height (framebuffer);

  if (self->framebuffer == framebuffer &&
      self->source_width == source_width && self->source_height == source_height &&
      self->width == width && self->height == height)
    return;

  clear (self);
  g_set_object (&self->framebuffer, framebuffer);
  self->source_width = source_width;
  self->source_height = source_height;
  if (width < 1 || height < 1 || source_width < 1 || source_height < 1)
    return;

  self->width = width;
  self->height = height;
  self->columns = (width + BLOCK_SIZE - 1) / BLOCK_SIZE;
  self->rows = (height + BLOCK_SIZE - 1) / BLOCK_SIZE;
  self->blocks = g_new0 (Block, (gsize) self->columns * self->rows);
  if (is_scaled (self))
    {
      self->scaled = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
      scale_area (self, &(cairo_rectangle_int_t) { 0, 0, width, height });
    }
}

/**
 * console_tiles_invalidate:
 * @region: in pixels of the picture, which must still have its size
 */
void
console_tiles_invalidate (ConsoleTiles         *self,
                          const cairo_region_t *region)
{
  cairo_region_t *changed;

  if (self->blocks == NULL)
    return;
  changed = cairo_region_create ();
  for (int i = 0; i < cairo_region_num_rectangles (region); i++)
    {
      cairo_rectangle_int_t area;

      cairo_region_get_rectangle (region, i, &area);
      area = to_output (self, &area);
      if (self->scaled != NULL)
        scale_area (self, &area);
      cairo_region_union_rectangle (changed, &area);
    }
  drop_changed (self, changed);
  cairo_region_destroy (changed);
}

static void
unref_surface (gpointer surface)
{
  cairo_surface_destroy (surface);
}

/* The living pixels of a tile: a texture made anew for the same memory is
 * what tells GTK that it has changed. */
static GBytes *
tile_pixels (ConsoleTiles                *self,
             const cairo_rectangle_int_t *area,
             gsize                       *stride)
{
  if (self->scaled == NULL)
    {
      *stride = (gsize) self->source_width * 4;
      return console_framebuffer_dup_pixels (self->framebuffer, area);
    }
  *stride = (gsize) cairo_image_surface_get_stride (self->scaled);
  return g_bytes_new_with_free_func (cairo_image_surface_get_data (self->scaled)
                                     + area->y * *stride + (gsize) area->x * 4,
                                     (area->height - 1) * *stride + (gsize) area->width * 4,
                                     unref_surface,
                                     cairo_surface_reference (self->scaled));
}

static GskRenderNode *
make_texture (ConsoleTiles                *self,
              const cairo_rectangle_int_t *area,
              const graphene_rect_t       *bounds)
{
  gsize stride;
  g_autoptr (GBytes) bytes = tile_pixels (self, area, &stride);
  g_autoptr (GdkTexture) texture =
    gdk_memory_texture_new (area->width, area->height, GDK_MEMORY_B8G8R8X8, bytes, stride);

  return gsk_texture_node_new (texture, bounds);
}

/* Cairo takes a snapshot of a surface that it is to draw from later, and keeps it until
 * it notices a change: never here, where nothing is drawn through this surface, so that
 * all tiles share one, and what it shows is alive. */
static void
ensure_view (ConsoleTiles *self)
{
  static const cairo_user_data_key_t key;
  cairo_rectangle_int_t all = { 0, 0, self->width, self->height };
  gsize stride;
  GBytes *bytes;

  if (self->view != NULL)
    return;
  bytes = tile_pixels (self, &all, &stride);
  self->view = cairo_image_surface_create_for_data ((guchar *) g_bytes_get_data (bytes, NULL),
                                                    CAIRO_FORMAT_RGB24, all.width, all.height,
                                                    (int) stride);
  cairo_surface_set_user_data (self->view, &key, bytes, (cairo_destroy_func_t) g_bytes_unref);
}

static GskRenderNode *
make_drawing (ConsoleTiles          *self,
              const graphene_rect_t *bounds)
{
  GskRenderNode *node = gsk_cairo_node_new (bounds);
  cairo_t *cr = gsk_cairo_node_get_draw_context (node);

  ensure_view (self);
  cairo_set_source_surface (cr, self->view, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_set_operator (cr, CAIRO_OPERATOR_SOURCE);
  cairo_rectangle (cr, bounds->origin.x, bounds->origin.y,
                   bounds->size.width, bounds->size.height);
  cairo_fill (cr);
  cairo_destroy (cr);
  return node;
}

static GskRenderNode *
make_tile (ConsoleTiles                *self,
           const cairo_rectangle_int_t *area)
{
  graphene_rect_t bounds = GRAPHENE_RECT_INIT ((float) area->x, (float) area->y,
                                               (float) area->width, (float) area->height);

  self->n_made++;
  return self->software ? make_drawing (self, &bounds) : make_texture (self, area, &bounds);
}

/**
 * console_tiles_set_software:
 * @software: whether cairo draws the result, which converts textures of the whole
 *   picture for every frame; what it can draw itself it clips first
 */
void
console_tiles_set_software (ConsoleTiles *self,
                            gboolean      software)
{
  if (self->software == software)
    return;
  self->software = software;
  drop_all_nodes (self);
}

/* One a frame, as all of it is drawn anew. */
static void
join_calm_block (ConsoleTiles *self)
{
  for (int i = 0; i < self->columns * self->rows; i++)
    if (self->blocks[i].split && self->blocks[i].calm_frames++ >= CALM_FRAMES)
      {
        set_split (&self->blocks[i], FALSE);
        return;
      }
}

static void
append_node (ConsoleTiles                *self,
             GskRenderNode              **node,
             const cairo_rectangle_int_t *area,
             GtkSnapshot                 *snapshot)
{
  if (area->width == 0 || area->height == 0)
    return;
  if (*node == NULL)
    *node = make_tile (self, area);
  gtk_snapshot_append_node (snapshot, *node);
}

static void
append_tiles (ConsoleTiles *self,
              int           i,
              GtkSnapshot  *snapshot)
{
  for (int tile = 0; tile < BLOCK_TILES * BLOCK_TILES; tile++)
    {
      cairo_rectangle_int_t area = get_tile_area (self, i, tile);

      append_node (self, &self->blocks[i].nodes[tile], &area, snapshot);
    }
}

/**
 * console_tiles_snapshot:
 *
 * Draws the picture at the origin, a device pixel a unit.
 */
void
console_tiles_snapshot (ConsoleTiles *self,
                        GtkSnapshot  *snapshot)
{
  join_calm_block (self);
  for (int i = 0; i < self->columns * self->rows; i++)
    {
      cairo_rectangle_int_t area = get_block_area (self, i);

      if (self->blocks[i].split)
        append_tiles (self, i, snapshot);
      else
        append_node (self, &self->blocks[i].nodes[0], &area, snapshot);
    }
}

/**
 * console_tiles_get_n_made:
 *
 * Returns: how many nodes were ever made, for tests and measurements
 */
guint64
console_tiles_get_n_made (ConsoleTiles *self)
{
  return self->n_made;
}
