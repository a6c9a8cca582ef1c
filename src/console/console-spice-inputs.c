/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console-spice-inputs.h"

struct _ConsoleSpiceInputs
{
  GObject parent_instance;

  SpiceInputsChannel *channel;
  guint buttons;            /* that are down for the guest */
};

G_DEFINE_FINAL_TYPE (ConsoleSpiceInputs, console_spice_inputs, G_TYPE_OBJECT)

static const struct
{
  guint ours;
  int button;
  guint mask;
} buttons_table[] = {
  { CONSOLE_BUTTON_LEFT, SPICE_MOUSE_BUTTON_LEFT, SPICE_MOUSE_BUTTON_MASK_LEFT },
  { CONSOLE_BUTTON_MIDDLE, SPICE_MOUSE_BUTTON_MIDDLE, SPICE_MOUSE_BUTTON_MASK_MIDDLE },
  { CONSOLE_BUTTON_RIGHT, SPICE_MOUSE_BUTTON_RIGHT, SPICE_MOUSE_BUTTON_MASK_RIGHT },
};

static int
spice_mask (guint buttons)
{
  int mask = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (buttons_table); i++)
    if (buttons & buttons_table[i].ours)
      mask |= (int) buttons_table[i].mask;
  return mask;
}

static void
send_buttons (ConsoleSpiceInputs *self,
              guint                buttons)
{
  for (gsize i = 0; i < G_N_ELEMENTS (buttons_table); i++)
    {
      guint bit = buttons_table[i].ours;

      if ((buttons & bit) == (self->buttons & bit))
        continue;
      self->buttons ^= bit;
      if (buttons & bit)
        spice_inputs_channel_button_press (self->channel, buttons_table[i].button,
                                           spice_mask (self->buttons));
      else
        spice_inputs_channel_button_release (self->channel, buttons_table[i].button,
                                             spice_mask (self->buttons));
    }
}

static void
console_spice_inputs_dispose (GObject *object)
{
  g_clear_weak_pointer (&CONSOLE_SPICE_INPUTS (object)->channel);

  G_OBJECT_CLASS (console_spice_inputs_parent_class)->dispose (object);
}

static void
console_spice_inputs_class_init (ConsoleSpiceInputsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = console_spice_inputs_dispose;
}

static void
console_spice_inputs_init (ConsoleSpiceInputs *self)
{
}

ConsoleSpiceInputs *
console_spice_inputs_new (void)
{
  return g_object_new (CONSOLE_TYPE_SPICE_INPUTS, NULL);
}

/* @channel may be NULL. */
void
console_spice_inputs_take (ConsoleSpiceInputs *self,
                           SpiceInputsChannel *channel)
{
  g_set_weak_pointer (&self->channel, channel);
}

void
console_spice_inputs_key (ConsoleSpiceInputs *self,
                          guint               qnum,
                          gboolean            down)
{
  guint scan_code = qnum & 0x80 ? 0x100 | (qnum & 0x7f) : qnum;

  if (self->channel == NULL || qnum == 0)
    return;
  if (down)
    spice_inputs_channel_key_press (self->channel, scan_code);
  else
    spice_inputs_channel_key_release (self->channel, scan_code);
}

void
console_spice_inputs_pointer_to (ConsoleSpiceInputs *self,
                                 int                 number,
                                 int                 x,
                                 int                 y,
                                 guint               buttons)
{
  if (self->channel == NULL)
    return;
  spice_inputs_channel_position (self->channel, x, y, number - 1, spice_mask (self->buttons));
  send_buttons (self, buttons);
}

void
console_spice_inputs_pointer_by (ConsoleSpiceInputs *self,
                                 int                 dx,
                                 int                 dy,
                                 guint               buttons)
{
  if (self->channel == NULL)
    return;
  if (dx != 0 || dy != 0)
    spice_inputs_channel_motion (self->channel, dx, dy, spice_mask (self->buttons));
  send_buttons (self, buttons);
}

/* The protocol's wheel turns one way only: up and down. */
void
console_spice_inputs_scroll (ConsoleSpiceInputs *self,
                             int                 dy)
{
  int button = dy < 0 ? SPICE_MOUSE_BUTTON_UP : SPICE_MOUSE_BUTTON_DOWN;

  for (int i = 0; self->channel != NULL && i < ABS (dy); i++)
    {
      spice_inputs_channel_button_press (self->channel, button, spice_mask (self->buttons));
      spice_inputs_channel_button_release (self->channel, button, spice_mask (self->buttons));
    }
}
