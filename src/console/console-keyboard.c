/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console-keyboard.h"
#include "console-keymap.h"
#include "console-lock-sync.h"

struct _ConsoleKeyboard
{
  GObject parent_instance;

  /* Borrowed: the widget owns us. */
  GtkWidget *widget;

  ConsoleSession *session;
  GtkEventController *controller;
  GtkWidget *root;
  GdkSurface *inhibited;
  ConsoleLockSync *locks;

  /* hardware keycode -> the keysym that its press was sent with */
  GHashTable *pressed;

  ConsoleRelease release;
  guint enabled : 1;
  guint focused : 1;
  guint let_go : 1;
  guint grabbed : 1;
  /* What lets go is down, and nothing else was since. */
  guint release_armed : 1;
};

enum
{
  PROP_GRABBED = 1,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (ConsoleKeyboard, console_keyboard, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];

typedef enum
{
  ROLE_CTRL = 1 << 0,
  ROLE_ALT = 1 << 1,
  ROLE_SHIFT = 1 << 2,
  ROLE_RIGHT_CTRL = 1 << 3,
  ROLE_SCROLL_LOCK = 1 << 4,
  ROLE_OTHER = 1 << 5,
} Role;

static const struct
{
  guint keysym;
  guint role;
} roles[] = {
  { GDK_KEY_Control_L, ROLE_CTRL },
  { GDK_KEY_Control_R, ROLE_CTRL | ROLE_RIGHT_CTRL },
  { GDK_KEY_Alt_L, ROLE_ALT },
  /* Shift changes what the Alt key means, and it is still the Alt key. */
  { GDK_KEY_Meta_L, ROLE_ALT },
  { GDK_KEY_Alt_R, ROLE_ALT },
  { GDK_KEY_Meta_R, ROLE_ALT },
  { GDK_KEY_Shift_L, ROLE_SHIFT },
  { GDK_KEY_Shift_R, ROLE_SHIFT },
  { GDK_KEY_Scroll_Lock, ROLE_SCROLL_LOCK },
};

static const guint release_roles[] = {
  [CONSOLE_RELEASE_CTRL_ALT] = ROLE_CTRL | ROLE_ALT,
  [CONSOLE_RELEASE_CTRL_ALT_SHIFT] = ROLE_CTRL | ROLE_ALT | ROLE_SHIFT,
  [CONSOLE_RELEASE_RIGHT_CTRL] = ROLE_RIGHT_CTRL,
  [CONSOLE_RELEASE_SCROLL_LOCK] = ROLE_SCROLL_LOCK,
};

/* What a key is good for in the combination that is wanted. */
static guint
find_role (guint keysym,
           guint wanted)
{
  for (gsize i = 0; i < G_N_ELEMENTS (roles); i++)
    if (roles[i].keysym == keysym && (roles[i].role & wanted) != 0)
      return roles[i].role & wanted;
  return ROLE_OTHER;
}

static gboolean
is_release_combination (ConsoleKeyboard *self)
{
  guint wanted = release_roles[self->release];
  guint found = 0;
  GHashTableIter iter;
  gpointer keysym;

  g_hash_table_iter_init (&iter, self->pressed);
  while (g_hash_table_iter_next (&iter, NULL, &keysym))
    found |= find_role (GPOINTER_TO_UINT (keysym), wanted);
  return found == wanted;
}

static void
release_all (ConsoleKeyboard *self)
{
  g_hash_table_remove_all (self->pressed);
  self->release_armed = FALSE;
  if (self->session != NULL)
    console_session_release_all (self->session);
}

static void
send_key (ConsoleKeyboard *self,
          guint            keycode,
          guint            keysym,
          gboolean         down)
{
  guint qnum = console_keymap_qnum_from_hardware (keycode);

  console_session_key (self->session, qnum, keysym, down);
  console_lock_sync_key (self->locks, qnum);
}

static gboolean
key_pressed_cb (ConsoleKeyboard *self,
                guint            keysym,
                guint            keycode,
                GdkModifierType  state)
{
  gpointer known;
  gboolean repeated = g_hash_table_lookup_extended (self->pressed, GUINT_TO_POINTER (keycode),
                                                    NULL, &known);

  /* A repeat, and later the release, mean the key as it was pressed. */
  if (repeated)
    keysym = GPOINTER_TO_UINT (known);
  else
    g_hash_table_insert (self->pressed, GUINT_TO_POINTER (keycode), GUINT_TO_POINTER (keysym));
  if (!repeated)
    self->release_armed = is_release_combination (self);
  send_key (self, keycode, keysym, TRUE);
  return GDK_EVENT_STOP;
}

static void
key_released_cb (ConsoleKeyboard *self,
                 guint            keysym,
                 guint            keycode,
                 GdkModifierType  state)
{
  gpointer known;

  if (!g_hash_table_steal_extended (self->pressed, GUINT_TO_POINTER (keycode), NULL, &known))
    return;
  keysym = GPOINTER_TO_UINT (known);
  send_key (self, keycode, keysym, FALSE);
  if (self->release_armed)
    console_keyboard_set_grabbed (self, FALSE);
}

/* The controller sits on the window, in front of the application's own
 * shortcuts, which would otherwise take Ctrl+Q and F10 from the guest. */
static void
attach (ConsoleKeyboard *self)
{
  self->root = g_object_ref (GTK_WIDGET (gtk_widget_get_root (self->widget)));
  self->controller = gtk_event_controller_key_new ();
  gtk_event_controller_set_propagation_phase (self->controller, GTK_PHASE_CAPTURE);
  g_signal_connect_object (self->controller, "key-pressed",
                           G_CALLBACK (key_pressed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->controller, "key-released",
                           G_CALLBACK (key_released_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (self->root, g_object_ref (self->controller));
}

static void
detach (ConsoleKeyboard *self)
{
  gtk_widget_remove_controller (self->root, self->controller);
  g_clear_object (&self->controller);
  g_clear_object (&self->root);
}

static void
inhibit (ConsoleKeyboard *self)
{
  GdkSurface *surface = gtk_native_get_surface (gtk_widget_get_native (self->widget));

  if (!GDK_IS_TOPLEVEL (surface))
    return;
  g_set_object (&self->inhibited, surface);
  gdk_toplevel_inhibit_system_shortcuts (GDK_TOPLEVEL (surface), NULL);
}

static void
restore (ConsoleKeyboard *self)
{
  if (self->inhibited != NULL && !gdk_surface_is_destroyed (self->inhibited))
    gdk_toplevel_restore_system_shortcuts (GDK_TOPLEVEL (self->inhibited));
  g_clear_object (&self->inhibited);
}

static void
update_grab (ConsoleKeyboard *self)
{
  gboolean grabbed = self->enabled && self->focused && !self->let_go &&
                     self->session != NULL && console_session_is_live (self->session);

  if (grabbed == self->grabbed)
    return;
  self->grabbed = grabbed;
  if (grabbed)
    {
      attach (self);
      inhibit (self);
    }
  else
    {
      restore (self);
      detach (self);
      release_all (self);
    }
  console_lock_sync_set_active (self->locks, grabbed);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_GRABBED]);
}

static void
focus_enter_cb (ConsoleKeyboard *self)
{
  self->focused = TRUE;
  self->let_go = FALSE;
  update_grab (self);
}

static void
focus_leave_cb (ConsoleKeyboard *self)
{
  self->focused = FALSE;
  update_grab (self);
}

/* After the keyboard was let go, Return hands it over again. */
static gboolean
idle_key_pressed_cb (ConsoleKeyboard *self,
                     guint            keysym,
                     guint            keycode,
                     GdkModifierType  state)
{
  if (self->grabbed || !self->let_go || (keysym != GDK_KEY_Return && keysym != GDK_KEY_KP_Enter))
    return GDK_EVENT_PROPAGATE;
  console_keyboard_set_grabbed (self, TRUE);
  return self->grabbed;
}

/* So does a click, also when the widget has had the focus all the time.  What the
 * pointer does with it is not decided here. */
static gboolean
event_cb (ConsoleKeyboard *self,
          GdkEvent        *event)
{
  if (gdk_event_get_event_type (event) == GDK_BUTTON_PRESS && self->let_go)
    console_keyboard_set_grabbed (self, TRUE);
  return GDK_EVENT_PROPAGATE;
}

static void
console_keyboard_get_property (GObject    *object,
                               guint       id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  ConsoleKeyboard *self = CONSOLE_KEYBOARD (object);

  switch (id)
    {
    case PROP_GRABBED: g_value_set_boolean (value, self->grabbed); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
console_keyboard_dispose (GObject *object)
{
  ConsoleKeyboard *self = CONSOLE_KEYBOARD (object);

  self->focused = FALSE;
  console_keyboard_set_session (self, NULL);

  G_OBJECT_CLASS (console_keyboard_parent_class)->dispose (object);
}

static void
console_keyboard_finalize (GObject *object)
{
  g_hash_table_unref (CONSOLE_KEYBOARD (object)->pressed);
  g_clear_object (&CONSOLE_KEYBOARD (object)->locks);

  G_OBJECT_CLASS (console_keyboard_parent_class)->finalize (object);
}

static void
console_keyboard_class_init (ConsoleKeyboardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = console_keyboard_get_property;
  object_class->dispose = console_keyboard_dispose;
  object_class->finalize = console_keyboard_finalize;

  properties[PROP_GRABBED] =
    g_param_spec_boolean ("grabbed", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
console_keyboard_init (ConsoleKeyboard *self)
{
  self->pressed = g_hash_table_new (NULL, NULL);
  self->enabled = TRUE;
}

/**
 * console_keyboard_new:
 * @widget: (transfer none): must outlive the result
 */
ConsoleKeyboard *
console_keyboard_new (GtkWidget *widget)
{
  ConsoleKeyboard *self = g_object_new (CONSOLE_TYPE_KEYBOARD, NULL);
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkEventController *idle = gtk_event_controller_key_new ();
  GtkEventController *clicks = gtk_event_controller_legacy_new ();

  self->widget = widget;
  self->locks = console_lock_sync_new (widget);
  g_signal_connect_object (focus, "enter", G_CALLBACK (focus_enter_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (focus, "leave", G_CALLBACK (focus_leave_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (widget, focus);
  g_signal_connect_object (idle, "key-pressed",
                           G_CALLBACK (idle_key_pressed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (widget, idle);
  gtk_event_controller_set_propagation_phase (clicks, GTK_PHASE_CAPTURE);
  g_signal_connect_object (clicks, "event", G_CALLBACK (event_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (widget, clicks);
  return self;
}

/**
 * console_keyboard_set_session:
 * @session: (nullable): who gets the keys while it is live
 */
void
console_keyboard_set_session (ConsoleKeyboard *self,
                              ConsoleSession  *session)
{
  g_return_if_fail (CONSOLE_IS_KEYBOARD (self));

  if (self->session != session)
    {
      if (self->session != NULL)
        {
          release_all (self);
          g_signal_handlers_disconnect_by_data (self->session, self);
        }
      g_set_object (&self->session, session);
      console_lock_sync_set_session (self->locks, session);
      if (session != NULL)
        g_signal_connect_object (session, "notify::state",
                                 G_CALLBACK (update_grab), self, G_CONNECT_SWAPPED);
    }
  update_grab (self);
}

void
console_keyboard_set_enabled (ConsoleKeyboard *self,
                              gboolean         enabled)
{
  g_return_if_fail (CONSOLE_IS_KEYBOARD (self));

  self->enabled = enabled;
  update_grab (self);
}

void
console_keyboard_set_release (ConsoleKeyboard *self,
                              ConsoleRelease   release)
{
  g_return_if_fail (CONSOLE_IS_KEYBOARD (self));
  g_return_if_fail (release < G_N_ELEMENTS (release_roles));

  self->release = release;
  self->release_armed = FALSE;
}

gboolean
console_keyboard_get_grabbed (ConsoleKeyboard *self)
{
  g_return_val_if_fail (CONSOLE_IS_KEYBOARD (self), FALSE);

  return self->grabbed;
}

/**
 * console_keyboard_set_grabbed:
 * @grabbed: %FALSE lets the keyboard go until the widget gets the focus, a
 *   click or Return; %TRUE takes it again, if the widget has the focus
 */
void
console_keyboard_set_grabbed (ConsoleKeyboard *self,
                              gboolean         grabbed)
{
  g_return_if_fail (CONSOLE_IS_KEYBOARD (self));

  self->let_go = !grabbed;
  update_grab (self);
}
