/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stddef.h>
#include <stdint.h>

#include <spice/enums.h>
#include <spice/qxl_dev.h>

#include "console-qxl.h"

#define QXL_ID 0x01001b36
#define QXL_CLASS 0x0300

/* Bars. */
#define RAM 0
#define ROM 2
#define PORTS 3

/* Where in the card's memory is what. */
#define PICTURE (1024 * 1024)
#define MONITORS (8 * 1024 * 1024)
#define SLOT_SIZE (16 * 1024 * 1024)

/* The library cuts a list down to what the guest says is allowed, of which there is no
 * more than this. */
#define MAX_ALLOWED 256

/* An address as the card takes it: which of its slots, and where in that. */
#define ADDRESS(slot, place) ((guint64) (slot) << 56 | (place))

static guint64
find (ConsoleQtest *qtest,
      guint         bar)
{
  return console_qtest_find_bar (qtest, QXL_ID, QXL_CLASS, bar);
}

static guint64
find_header (ConsoleQtest *qtest)
{
  return find (qtest, RAM) +
         console_qtest_read (qtest, find (qtest, ROM) + offsetof (QXLRom, ram_header_offset), 4);
}

static guint8
get_slot (ConsoleQtest *qtest)
{
  return (guint8) console_qtest_read (qtest, find (qtest, ROM) + offsetof (QXLRom, slots_start), 1);
}

static void
command (ConsoleQtest *qtest,
         guint         number,
         guint8        value)
{
  console_qtest_out_byte (qtest, (guint) (find (qtest, PORTS) + number), value);
}

static void
add_slot (ConsoleQtest *qtest)
{
  guint64 slot = find_header (qtest) + offsetof (QXLRam, mem_slot);
  guint64 ram = find (qtest, RAM);

  console_qtest_write (qtest, slot + offsetof (QXLMemSlot, mem_start), 8, ram);
  console_qtest_write (qtest, slot + offsetof (QXLMemSlot, mem_end), 8, ram + SLOT_SIZE);
  command (qtest, QXL_IO_MEMSLOT_ADD, get_slot (qtest));
}

/* Every line another grey, and a few pixels of another in each. */
static void
draw (ConsoleQtest *qtest,
      guint         width,
      guint         height)
{
  guint64 picture = find (qtest, RAM) + PICTURE;

  for (guint y = 0; y < height; y++)
    {
      guint64 line = picture + (guint64) y * width * 4;

      console_qtest_fill (qtest, line, width * 4, (guint8) y);
      console_qtest_fill (qtest, line + y * 4, width, (guint8) (0xff - y));
    }
}

void
console_qxl_show (ConsoleQtest *qtest,
                  guint         width,
                  guint         height)
{
  guint64 create = find_header (qtest) + offsetof (QXLRam, create_surface);
  const struct
  {
    gsize place;
    guint value;
  } values[] = {
    { offsetof (QXLSurfaceCreate, width), width },
    { offsetof (QXLSurfaceCreate, height), height },
    { offsetof (QXLSurfaceCreate, stride), width * 4 },
    { offsetof (QXLSurfaceCreate, format), SPICE_SURFACE_FMT_32_xRGB },
    { offsetof (QXLSurfaceCreate, position), 0 },
    { offsetof (QXLSurfaceCreate, mouse_mode), 1 },
    { offsetof (QXLSurfaceCreate, flags), QXL_SURF_FLAG_KEEP_DATA },
    { offsetof (QXLSurfaceCreate, type), QXL_SURF_TYPE_PRIMARY },
  };

  add_slot (qtest);
  draw (qtest, width, height);
  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    console_qtest_write (qtest, create + values[i].place, 4, values[i].value);
  console_qtest_write (qtest, create + offsetof (QXLSurfaceCreate, mem), 8,
                       ADDRESS (get_slot (qtest), PICTURE));
  command (qtest, QXL_IO_CREATE_PRIMARY, 0);
}

static void
write_head (ConsoleQtest       *qtest,
            guint               id,
            const GdkRectangle *area)
{
  guint64 head = find (qtest, RAM) + MONITORS + offsetof (QXLMonitorsConfig, heads) +
                 id * sizeof (QXLHead);
  const guint values[] = { id, 0, (guint) area->width, (guint) area->height, (guint) area->x,
                           (guint) area->y, 0 };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    console_qtest_write (qtest, head + 4 * i, 4, values[i]);
}

void
console_qxl_set_heads (ConsoleQtest       *qtest,
                       const GdkRectangle *heads,
                       guint               n_heads)
{
  guint64 config = find (qtest, RAM) + MONITORS;

  console_qtest_write (qtest, config + offsetof (QXLMonitorsConfig, count), 2, n_heads);
  console_qtest_write (qtest, config + offsetof (QXLMonitorsConfig, max_allowed), 2,
                       MAX_ALLOWED);
  for (guint i = 0; i < n_heads; i++)
    write_head (qtest, i, &heads[i]);
  console_qtest_write (qtest, find_header (qtest) + offsetof (QXLRam, monitors_config), 8,
                       ADDRESS (get_slot (qtest), MONITORS));
  command (qtest, QXL_IO_MONITORS_CONFIG_ASYNC, 0);
}
