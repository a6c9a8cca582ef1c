/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Machines with several monitors, over SPICE. */
#include "config.h"

#include <string.h>

#include <spice/vd_agent.h>

#include "console-fixed-source.h"
#include "console-qemu.h"
#include "console-qtest.h"
#include "console-qxl.h"
#include "console-test.h"

/* A card of QEMU's own, as the second one is, and where its registers are. */
#define SECOND_ID 0x11111234
#define SECOND_CLASS 0x0380
#define ATTRIBUTES 0x400
#define MODE(n) (0x500 + 2 * (n))
#define MODE_WIDTH MODE (1)
#define MODE_HEIGHT MODE (2)
#define MODE_BITS MODE (3)
#define MODE_ENABLE MODE (4)
#define ENABLED_LINEAR 0x41

#define WIDTH 800
#define HEIGHT 500
#define BAND 100

static GdkTexture *
take_picture (ConsoleFramebuffer *framebuffer)
{
  console_framebuffer_update (framebuffer);
  return console_framebuffer_dup_screenshot (framebuffer, NULL);
}

static gboolean
shows_card (ConsoleFramebuffer *framebuffer,
            ConsoleQemu        *qemu,
            const char         *card)
{
  g_autoptr (GdkTexture) truth = console_qemu_dump_card (qemu, card);
  g_autoptr (GdkTexture) ours = take_picture (framebuffer);

  return ours != NULL && console_test_same_picture (ours, truth);
}

static int
get_width (ConsoleFramebuffer *framebuffer)
{
  console_framebuffer_update (framebuffer);
  return console_framebuffer_get_width (framebuffer);
}

static guint
count_heads (ConsoleSession *session)
{
  return g_list_model_get_n_items (console_session_get_heads (session));
}

/* What a guest's driver does. */
static void
draw_on_second (ConsoleQemu *qemu)
{
  g_autofree char *path = console_qemu_dup_qtest (qemu);
  g_autoptr (ConsoleQtest) qtest = console_qtest_new (path);
  guint64 registers = console_qtest_find_bar (qtest, SECOND_ID, SECOND_CLASS, 2);
  guint64 pixels = console_qtest_find_bar (qtest, SECOND_ID, SECOND_CLASS, 0);

  console_qtest_write (qtest, registers + ATTRIBUTES, 1, 0x20);
  console_qtest_write (qtest, registers + MODE_ENABLE, 2, 0);
  console_qtest_write (qtest, registers + MODE_WIDTH, 2, WIDTH);
  console_qtest_write (qtest, registers + MODE_HEIGHT, 2, HEIGHT);
  console_qtest_write (qtest, registers + MODE_BITS, 2, 32);
  console_qtest_write (qtest, registers + MODE_ENABLE, 2, ENABLED_LINEAR);
  for (guint y = 0; y < HEIGHT; y++)
    console_qtest_fill (qtest, pixels + (guint64) y * WIDTH * 4, WIDTH * 4,
                        (guint8) (0x11 * (1 + y / BAND)));
}

/* Both, every pixel: what QEMU writes where no guest has drawn yet, and what one draws. */
static void
test_pictures (void)
{
  g_autoptr (ConsoleQemu) qemu =
    console_qemu_new_started (CONSOLE_PROTOCOL_SPICE, CONSOLE_QEMU_HEADS);
  g_autoptr (ConsoleSession) session = console_qemu_open (qemu);
  g_autoptr (ConsoleFramebuffer) first = console_test_watch (session);
  g_autoptr (ConsoleFramebuffer) second = NULL;
  ConsoleSession *head;

  console_test_wait (count_heads (session) == 1);
  head = console_session_find_head (session, 2);
  g_assert_nonnull (head);
  g_assert_true (console_session_find_head (session, 1) == session);
  g_assert_null (console_session_find_head (session, 3));
  g_assert_true (console_session_get_main (head) == session);
  g_assert_cmpint (console_session_get_number (head), ==, 2);
  g_assert_true (console_session_is_live (head));
  second = console_test_watch (head);
  console_test_wait (shows_card (second, qemu, CONSOLE_QEMU_SECOND));
  console_test_wait (shows_card (first, qemu, NULL));

  draw_on_second (qemu);
  console_test_wait (get_width (second) == WIDTH);
  console_test_wait (shows_card (second, qemu, CONSOLE_QEMU_SECOND));
  console_test_wait (shows_card (first, qemu, NULL));
  g_assert_cmpint (get_width (first), !=, WIDTH);
  {
    g_autoptr (GdkTexture) picture = take_picture (second);

    g_assert_cmphex (console_test_pixel (picture, 0, 0), ==, 0x111111);
    g_assert_cmphex (console_test_pixel (picture, WIDTH - 1, HEIGHT - 1), ==, 0x555555);
  }
}

static gboolean
ends_with (ConsoleQemu *qemu,
           const char  *suffix)
{
  g_autofree char *keys = console_qemu_dup_keys (qemu);

  return g_str_has_suffix (keys, suffix);
}

/* The keyboard is one, whichever monitor one looks at; what is down when the viewer goes
 * does not stay down. */
static void
test_keys (void)
{
  g_autoptr (ConsoleQemu) qemu =
    console_qemu_new_started (CONSOLE_PROTOCOL_SPICE, CONSOLE_QEMU_HEADS);
  g_autoptr (ConsoleSession) session = console_qemu_open (qemu);
  g_autoptr (ConsoleSession) head = NULL;

  console_test_wait (count_heads (session) == 1);
  head = g_object_ref (console_session_find_head (session, 2));
  console_session_key (head, 0x1e, 0, TRUE);
  console_test_wait (ends_with (qemu, "1e "));
  console_session_key (head, 0x1e, 0, FALSE);
  console_test_wait (ends_with (qemu, "1e 9e "));
  console_session_key (head, 0x2a, 0, TRUE);
  console_test_wait (ends_with (qemu, "2a "));
  console_session_close (session);
  console_test_wait (ends_with (qemu, "2a aa "));
  g_assert_true (console_test_has_ended (head));
  g_assert_cmpuint (count_heads (session), ==, 0);
  console_session_key (head, 0x1e, 0, TRUE);
  console_session_pointer_to (head, 1, 1, 0);
}

/* A keeper's machine that loses its power and comes back; and one that is stopped. */
static void
test_returns (void)
{
  g_autoptr (ConsoleQemu) qemu =
    console_qemu_new_started (CONSOLE_PROTOCOL_SPICE, CONSOLE_QEMU_HEADS);
  g_autoptr (ConsoleTarget) target = console_qemu_make_target (qemu, NULL, NULL, NULL);
  g_autoptr (ConsoleFixedSource) source = console_fixed_source_new (target);
  g_autoptr (ConsoleKeeper) keeper = console_keeper_new (CONSOLE_SOURCE (source));
  GListModel *heads = console_keeper_get_heads (keeper);
  g_autoptr (ConsoleFramebuffer) picture = NULL;
  g_autoptr (ConsoleSession) head = NULL;

  console_keeper_start (keeper);
  console_test_wait (g_list_model_get_n_items (heads) == 1);
  head = g_list_model_get_item (heads, 0);
  console_test_wait (console_session_is_live (head));
  picture = console_test_watch (head);
  console_test_wait (shows_card (picture, qemu, CONSOLE_QEMU_SECOND));

  console_qemu_kill (qemu);
  console_test_wait (g_list_model_get_n_items (heads) == 0);
  g_assert_true (console_test_has_ended (head));
  g_assert_cmpint (console_session_get_reason (head), ==, CONSOLE_REASON_SERVER_CLOSED);
  g_assert_cmpint (get_width (picture), >, 0);

  console_qemu_start (qemu);
  console_test_wait (g_list_model_get_n_items (heads) == 1);
  g_clear_object (&head);
  head = g_list_model_get_item (heads, 0);
  console_test_wait (console_session_is_live (head));
  console_framebuffer_set_session (picture, head);
  console_test_wait (shows_card (picture, qemu, CONSOLE_QEMU_SECOND));
  console_keeper_stop (keeper);
  g_assert_cmpuint (g_list_model_get_n_items (heads), ==, 0);
}

/* More than anybody has. */
static void
test_crowd (void)
{
  g_autoptr (ConsoleQemu) qemu =
    console_qemu_new_started (CONSOLE_PROTOCOL_SPICE, CONSOLE_QEMU_CROWD);
  g_autoptr (ConsoleSession) session = console_qemu_open (qemu);
  g_autoptr (ConsoleFramebuffer) last = NULL;

  console_test_wait (count_heads (session) == CONSOLE_MAX_HEADS - 1);
  console_test_spin (500);
  g_assert_cmpuint (count_heads (session), ==, CONSOLE_MAX_HEADS - 1);
  g_assert_true (console_session_is_live (session));
  for (int number = 2; number <= CONSOLE_MAX_HEADS; number++)
    {
      g_autoptr (ConsoleSession) head =
        g_list_model_get_item (console_session_get_heads (session), (guint) number - 2);

      g_assert_cmpint (console_session_get_number (head), ==, number);
    }
  last = console_test_watch (console_session_find_head (session, CONSOLE_MAX_HEADS));
  console_test_wait (get_width (last) > 0);
}

/* --- monitors that share a card ----------------------------------------------------- */

#define SURFACE_WIDTH 1100
#define SURFACE_HEIGHT 240
#define MANY 40

static guint8 *
download (GdkTexture *texture)
{
  gsize stride = (gsize) gdk_texture_get_width (texture) * 4;
  guint8 *pixels = g_malloc (stride * gdk_texture_get_height (texture));

  gdk_texture_download (texture, pixels, stride);
  return pixels;
}

/* Whether it is that part of what QEMU says is on the card, every pixel of it. */
static gboolean
shows_part (ConsoleFramebuffer *framebuffer,
            ConsoleQemu        *qemu,
            const GdkRectangle *part)
{
  g_autoptr (GdkTexture) truth = console_qemu_screendump (qemu);
  g_autoptr (GdkTexture) ours = take_picture (framebuffer);
  g_autofree guint8 *all = download (truth);
  g_autofree guint8 *some = NULL;
  gsize wide = (gsize) gdk_texture_get_width (truth) * 4;

  if (ours == NULL || gdk_texture_get_width (truth) != SURFACE_WIDTH ||
      gdk_texture_get_width (ours) != part->width || gdk_texture_get_height (ours) != part->height)
    return FALSE;
  some = download (ours);
  for (int y = 0; y < part->height; y++)
    if (memcmp (some + (gsize) y * part->width * 4,
                all + (part->y + y) * wide + (gsize) part->x * 4, (gsize) part->width * 4) != 0)
      return FALSE;
  return TRUE;
}

/* Parts of one surface, and one that is beyond it: that has nothing to show. */
static void
test_shared_card (void)
{
  const GdkRectangle heads[] = {
    { 0, 0, 500, SURFACE_HEIGHT }, { 500, 40, 600, 200 }, { 1000, 100, 400, 400 },
    { 5000, 0, 100, 100 },
  };
  const GdkRectangle clipped = { 1000, 100, 100, 140 };
  g_autoptr (ConsoleQemu) qemu =
    console_qemu_new_started (CONSOLE_PROTOCOL_SPICE, CONSOLE_QEMU_QXL);
  g_autofree char *path = console_qemu_dup_qtest (qemu);
  g_autoptr (ConsoleQtest) qtest = console_qtest_new (path);
  g_autoptr (ConsoleSession) session = console_qemu_open (qemu);
  g_autoptr (ConsoleFramebuffer) first = console_test_watch (session);
  g_autoptr (ConsoleFramebuffer) part = NULL;
  g_autoptr (ConsoleFramebuffer) edge = NULL;
  g_autoptr (ConsoleSession) second = NULL;

  g_assert_cmpuint (count_heads (session), ==, 0);
  console_qxl_show (qtest, SURFACE_WIDTH, SURFACE_HEIGHT);
  console_test_wait (get_width (first) == SURFACE_WIDTH);
  console_qxl_set_heads (qtest, heads, G_N_ELEMENTS (heads));
  console_test_wait (count_heads (session) == 3);
  second = g_object_ref (console_session_find_head (session, 2));
  part = console_test_watch (second);
  edge = console_test_watch (console_session_find_head (session, 3));
  console_test_wait (shows_part (first, qemu, &heads[0]));
  console_test_wait (shows_part (part, qemu, &heads[1]));
  console_test_wait (shows_part (edge, qemu, &clipped));
  g_assert_cmpint (console_session_get_width (console_session_find_head (session, 4)), ==, 0);

  /* The guest switches two of them off. */
  console_qxl_set_heads (qtest, heads, 2);
  console_test_wait (count_heads (session) == 1);
  g_assert_true (console_session_find_head (session, 2) == second);
  console_qxl_set_heads (qtest, heads, 1);
  console_test_wait (count_heads (session) == 0);
  g_assert_true (console_test_has_ended (second));
  g_assert_nonnull (console_session_get_error (second));
  g_assert_true (console_session_is_live (session));
  /* QEMU takes a single monitor for the card then. */
  console_test_wait (shows_card (first, qemu, NULL));
}

/* What no guest has. */
static void
test_hostile_guest (void)
{
  GdkRectangle heads[MANY];
  g_autoptr (ConsoleQemu) qemu =
    console_qemu_new_started (CONSOLE_PROTOCOL_SPICE, CONSOLE_QEMU_QXL);
  g_autofree char *path = console_qemu_dup_qtest (qemu);
  g_autoptr (ConsoleQtest) qtest = console_qtest_new (path);
  g_autoptr (ConsoleSession) session = console_qemu_open (qemu);

  for (int i = 0; i < MANY; i++)
    heads[i] = (GdkRectangle) { i % 3 == 2 ? -i : i, i % 3 == 1 ? G_MAXINT : 0, 10 + i,
                                i % 4 == 3 ? -1 : 20 };
  console_qxl_show (qtest, SURFACE_WIDTH, SURFACE_HEIGHT);
  console_qxl_set_heads (qtest, heads, MANY);
  console_test_wait (count_heads (session) > 0);
  console_test_spin (300);
  g_assert_cmpuint (count_heads (session), <, CONSOLE_MAX_HEADS);
  g_assert_true (console_session_is_live (session));
}

/* --- the guest's agent ------------------------------------------------------------- */

typedef struct
{
  GIOStream *stream;
  GByteArray *raw;
  GByteArray *message;
  VDAgentMouseState mouse;
  VDAgentMonConfig monitors[CONSOLE_MAX_HEADS];
  guint n_monitors;
} Agent;

static void
agent_clear (Agent *agent)
{
  g_clear_object (&agent->stream);
  g_clear_pointer (&agent->raw, g_byte_array_unref);
  g_clear_pointer (&agent->message, g_byte_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Agent, agent_clear)

/* Says what it can. */
static void
agent_init (Agent       *agent,
            ConsoleQemu *qemu)
{
  const struct __attribute__ ((packed))
  {
    VDIChunkHeader chunk;
    VDAgentMessage message;
    guint32 request;
    guint32 capabilities;
  } hello = {
    { VDP_CLIENT_PORT, sizeof (VDAgentMessage) + 2 * sizeof (guint32) },
    { VD_AGENT_PROTOCOL, VD_AGENT_ANNOUNCE_CAPABILITIES, 0, 2 * sizeof (guint32) },
    0, 1 << VD_AGENT_CAP_MOUSE_STATE | 1 << VD_AGENT_CAP_MONITORS_CONFIG,
  };

  agent->stream = console_qemu_dial (qemu);
  agent->raw = g_byte_array_new ();
  agent->message = g_byte_array_new ();
  g_assert_true (g_output_stream_write_all (g_io_stream_get_output_stream (agent->stream),
                                            &hello, sizeof hello, NULL, NULL, NULL));
}

static void
agent_take (Agent                *agent,
            const VDAgentMessage *message)
{
  const VDAgentMonitorsConfig *config = (const void *) message->data;

  if (message->type == VD_AGENT_MOUSE_STATE)
    memcpy (&agent->mouse, message->data, sizeof agent->mouse);
  if (message->type != VD_AGENT_MONITORS_CONFIG)
    return;
  agent->n_monitors = config->num_of_monitors;
  g_assert_cmpuint (agent->n_monitors, <=, CONSOLE_MAX_HEADS);
  memcpy (agent->monitors, config->monitors, agent->n_monitors * sizeof agent->monitors[0]);
}

static void
agent_parse (Agent *agent)
{
  while (agent->raw->len >= sizeof (VDIChunkHeader))
    {
      VDIChunkHeader chunk;
      VDAgentMessage head;

      memcpy (&chunk, agent->raw->data, sizeof chunk);
      if (agent->raw->len < sizeof chunk + chunk.size)
        return;
      g_byte_array_append (agent->message, agent->raw->data + sizeof chunk, chunk.size);
      g_byte_array_remove_range (agent->raw, 0, sizeof chunk + chunk.size);
      memcpy (&head, agent->message->data, sizeof head);
      if (agent->message->len < sizeof head + head.size)
        continue;
      agent_take (agent, (const void *) agent->message->data);
      g_byte_array_set_size (agent->message, 0);
    }
}

static gboolean
agent_serve (Agent *agent)
{
  GPollableInputStream *input =
    G_POLLABLE_INPUT_STREAM (g_io_stream_get_input_stream (agent->stream));
  guint8 bytes[4096];
  gssize n;

  while ((n = g_pollable_input_stream_read_nonblocking (input, bytes, sizeof bytes, NULL,
                                                        NULL)) > 0)
    g_byte_array_append (agent->raw, bytes, (guint) n);
  agent_parse (agent);
  return TRUE;
}

static gboolean
points_at (Agent *agent,
           int    number,
           guint  x,
           guint  y)
{
  agent_serve (agent);
  return agent->mouse.display_id == number - 1 && agent->mouse.x == x && agent->mouse.y == y;
}

/* The pointer is where it was put on that monitor, and the guest is asked for one
 * monitor's size without losing the other one. */
static void
test_agent (void)
{
  g_autoptr (ConsoleQemu) qemu =
    console_qemu_new (CONSOLE_PROTOCOL_SPICE, CONSOLE_QEMU_HEADS | CONSOLE_QEMU_AGENT);
  g_autoptr (ConsoleSession) session = NULL;
  g_auto (Agent) agent = { 0 };
  ConsoleSession *head;

  console_qemu_start (qemu);
  agent_init (&agent, qemu);
  session = console_qemu_open (qemu);
  console_test_wait (count_heads (session) == 1);
  head = console_session_find_head (session, 2);
  console_test_wait (console_session_has_picture (head));
  console_test_wait (agent_serve (&agent) && console_session_get_pointer_mode (head) ==
                                             CONSOLE_POINTER_MODE_ABSOLUTE);
  console_session_pointer_to (head, 30, 40, 0);
  console_test_wait (points_at (&agent, 2, 30, 40));
  console_session_pointer_to (session, 50, 60, 0);
  console_test_wait (points_at (&agent, 1, 50, 60));
  console_session_pointer_to (head, 31, 41, CONSOLE_BUTTON_LEFT);
  console_test_wait (points_at (&agent, 2, 31, 41) &&
                     agent.mouse.buttons == VD_AGENT_LBUTTON_MASK);
  console_session_pointer_to (head, 31, 41, 0);

  console_session_request_size (head, 1000, 700);
  console_test_wait (agent_serve (&agent) && agent.n_monitors == 2 &&
                     agent.monitors[1].width == 1000);
  g_assert_cmpuint (agent.monitors[1].height, ==, 700);
  g_assert_cmpint (agent.monitors[0].width, ==, console_session_get_width (session));
  g_assert_cmpint (agent.monitors[0].height, ==, console_session_get_height (session));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  g_test_add_func ("/muster/console/heads/pictures", test_pictures);
  g_test_add_func ("/muster/console/heads/keys", test_keys);
  g_test_add_func ("/muster/console/heads/returns", test_returns);
  g_test_add_func ("/muster/console/heads/crowd", test_crowd);
  g_test_add_func ("/muster/console/heads/shared-card", test_shared_card);
  g_test_add_func ("/muster/console/heads/hostile-guest", test_hostile_guest);
  g_test_add_func ("/muster/console/heads/agent", test_agent);

  return g_test_run ();
}
