/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE   /* memfd_create () */
#include "config.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <wayland-client.h>
#include <xkbcommon/xkbcommon.h>

#include "console-wayland-user.h"

#define VIRTUAL_POINTER_MANAGER "zwlr_virtual_pointer_manager_v1"
#define VIRTUAL_KEYBOARD_MANAGER "zwp_virtual_keyboard_manager_v1"

enum { POINTER_MOTION_ABSOLUTE = 1, POINTER_BUTTON = 2, POINTER_FRAME = 4 };
enum { KEYBOARD_KEYMAP = 0, KEYBOARD_KEY = 1, KEYBOARD_MODIFIERS = 2 };

struct _ConsoleWaylandUser
{
  struct wl_display *display;
  struct wl_seat *seat;
  struct wl_proxy *pointers;
  struct wl_proxy *keyboards;
  struct wl_proxy *pointer;
  struct wl_proxy *keyboard;
  struct xkb_state *state;
  guint32 time;
};

/* What wayland-scanner would write; no package of protocols has them. */
static const struct wl_interface pointer_interface, keyboard_interface;
static const struct wl_interface *no_types[8];
static const struct wl_interface *pointer_types[] = { &wl_seat_interface, &pointer_interface };
static const struct wl_interface *keyboard_types[] = { &wl_seat_interface, &keyboard_interface };

static const struct wl_message pointer_requests[] = {
  { "motion", "uff", no_types },
  { "motion_absolute", "uuuuu", no_types },
  { "button", "uuu", no_types },
  { "axis", "uuf", no_types },
  { "frame", "", no_types },
};

static const struct wl_interface pointer_interface = {
  "zwlr_virtual_pointer_v1", 1, G_N_ELEMENTS (pointer_requests), pointer_requests, 0, NULL
};

static const struct wl_message keyboard_requests[] = {
  { "keymap", "uhu", no_types },
  { "key", "uuu", no_types },
  { "modifiers", "uuuu", no_types },
};

static const struct wl_interface keyboard_interface = {
  "zwp_virtual_keyboard_v1", 1, G_N_ELEMENTS (keyboard_requests), keyboard_requests, 0, NULL
};

static const struct wl_message pointers_requests[] = {
  { "create_virtual_pointer", "?on", pointer_types },
};

static const struct wl_interface pointers_interface = {
  VIRTUAL_POINTER_MANAGER, 1, G_N_ELEMENTS (pointers_requests), pointers_requests, 0, NULL
};

static const struct wl_message keyboards_requests[] = {
  { "create_virtual_keyboard", "on", keyboard_types },
};

static const struct wl_interface keyboards_interface = {
  VIRTUAL_KEYBOARD_MANAGER, 1, G_N_ELEMENTS (keyboards_requests), keyboards_requests, 0, NULL
};

static void
global_cb (void               *data,
           struct wl_registry *registry,
           uint32_t            name,
           const char         *interface,
           uint32_t            version)
{
  ConsoleWaylandUser *self = data;

  if (strcmp (interface, wl_seat_interface.name) == 0)
    self->seat = wl_registry_bind (registry, name, &wl_seat_interface, 1);
  else if (strcmp (interface, VIRTUAL_POINTER_MANAGER) == 0)
    self->pointers = wl_registry_bind (registry, name, &pointers_interface, 1);
  else if (strcmp (interface, VIRTUAL_KEYBOARD_MANAGER) == 0)
    self->keyboards = wl_registry_bind (registry, name, &keyboards_interface, 1);
}

static void
global_remove_cb (void               *data,
                  struct wl_registry *registry,
                  uint32_t            name)
{
}

static const struct wl_registry_listener registry_listener = { global_cb, global_remove_cb };

/* A keyboard as PCs have it: its key codes are those of the hardware. */
static void
plug_keymap (ConsoleWaylandUser *self)
{
  struct xkb_context *context = xkb_context_new (XKB_CONTEXT_NO_FLAGS);
  struct xkb_rule_names names = { "evdev", "pc105", "us", NULL, NULL };
  struct xkb_keymap *keymap = xkb_keymap_new_from_names (context, &names, 0);
  g_autofree char *text = xkb_keymap_get_as_string (keymap, XKB_KEYMAP_FORMAT_TEXT_V1);
  gsize size = strlen (text) + 1;
  int fd = memfd_create ("keymap", MFD_CLOEXEC);

  g_assert_cmpint (write (fd, text, size), ==, (gssize) size);
  wl_proxy_marshal_flags (self->keyboard, KEYBOARD_KEYMAP, NULL, 1, 0,
                          WL_KEYBOARD_KEYMAP_FORMAT_XKB_V1, fd, (uint32_t) size);
  wl_display_roundtrip (self->display);
  close (fd);
  self->state = xkb_state_new (keymap);
  xkb_keymap_unref (keymap);
  xkb_context_unref (context);
}

ConsoleWaylandUser *
console_wayland_user_new (void)
{
  ConsoleWaylandUser *self = g_new0 (ConsoleWaylandUser, 1);
  struct wl_registry *registry;

  self->display = wl_display_connect (NULL);
  g_assert_nonnull (self->display);
  registry = wl_display_get_registry (self->display);
  wl_registry_add_listener (registry, &registry_listener, self);
  wl_display_roundtrip (self->display);
  wl_registry_destroy (registry);
  g_assert_true (self->seat != NULL && self->pointers != NULL && self->keyboards != NULL);

  self->pointer = wl_proxy_marshal_flags (self->pointers, 0, &pointer_interface, 1, 0,
                                          self->seat, NULL);
  self->keyboard = wl_proxy_marshal_flags (self->keyboards, 0, &keyboard_interface, 1, 0,
                                           self->seat, NULL);
  plug_keymap (self);
  return self;
}

void
console_wayland_user_free (ConsoleWaylandUser *self)
{
  wl_proxy_destroy (self->pointer);
  wl_proxy_destroy (self->keyboard);
  wl_proxy_destroy (self->pointers);
  wl_proxy_destroy (self->keyboards);
  wl_seat_destroy (self->seat);
  wl_display_disconnect (self->display);
  xkb_state_unref (self->state);
  g_free (self);
}

static void
end_frame (ConsoleWaylandUser *self)
{
  wl_proxy_marshal_flags (self->pointer, POINTER_FRAME, NULL, 1, 0);
  wl_display_roundtrip (self->display);
}

void
console_wayland_user_point (ConsoleWaylandUser *self,
                            int                 x,
                            int                 y,
                            int                 width,
                            int                 height)
{
  wl_proxy_marshal_flags (self->pointer, POINTER_MOTION_ABSOLUTE, NULL, 1, 0, ++self->time,
                          2 * x + 1, 2 * y + 1, 2 * width, 2 * height);
  end_frame (self);
}

void
console_wayland_user_button (ConsoleWaylandUser *self,
                             guint               button,
                             gboolean            down)
{
  wl_proxy_marshal_flags (self->pointer, POINTER_BUTTON, NULL, 1, 0, ++self->time, button,
                          down ? WL_POINTER_BUTTON_STATE_PRESSED
                               : WL_POINTER_BUTTON_STATE_RELEASED);
  end_frame (self);
}

/* The modifiers are for the keyboard to say. */
void
console_wayland_user_key (ConsoleWaylandUser *self,
                          guint               key,
                          gboolean            down)
{
  wl_proxy_marshal_flags (self->keyboard, KEYBOARD_KEY, NULL, 1, 0, ++self->time, key,
                          down ? WL_KEYBOARD_KEY_STATE_PRESSED : WL_KEYBOARD_KEY_STATE_RELEASED);
  xkb_state_update_key (self->state, key + 8, down ? XKB_KEY_DOWN : XKB_KEY_UP);
  wl_proxy_marshal_flags (self->keyboard, KEYBOARD_MODIFIERS, NULL, 1, 0,
                          xkb_state_serialize_mods (self->state, XKB_STATE_MODS_DEPRESSED),
                          xkb_state_serialize_mods (self->state, XKB_STATE_MODS_LATCHED),
                          xkb_state_serialize_mods (self->state, XKB_STATE_MODS_LOCKED),
                          xkb_state_serialize_layout (self->state, XKB_STATE_LAYOUT_EFFECTIVE));
  wl_display_roundtrip (self->display);
}
