/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console-lock-sync.h"

/* A lock's key changes it on both sides, but not at the same time. */
#define SETTLE_MS 500

struct _ConsoleLockSync
{
  GObject parent_instance;

  /* Borrowed: the widget owns our owner. */
  GtkWidget *widget;

  ConsoleSession *session;
  guint settle;
  int known;          /* the guest's, when last looked at */
  guint stubborn;     /* pressed once, and no lamp changed: that guest has none */
  gboolean active;
};

G_DEFINE_FINAL_TYPE (ConsoleLockSync, console_lock_sync, G_TYPE_OBJECT)

static const struct
{
  ConsoleLocks lock;
  guint qnum;
  guint keysym;
} keys[] = {
  { CONSOLE_LOCK_CAPS, 0x3a, GDK_KEY_Caps_Lock },
  { CONSOLE_LOCK_NUM, 0x45, GDK_KEY_Num_Lock },
  { CONSOLE_LOCK_SCROLL, 0x46, GDK_KEY_Scroll_Lock },
};

/* FALSE if the desktop has no keyboard to ask. */
static gboolean
find_desktop_locks (ConsoleLockSync *self,
                    guint           *locks)
{
  GdkSeat *seat = gdk_display_get_default_seat (gtk_widget_get_display (self->widget));
  GdkDevice *keyboard = seat != NULL ? gdk_seat_get_keyboard (seat) : NULL;

  if (keyboard == NULL)
    return FALSE;
  *locks = (gdk_device_get_caps_lock_state (keyboard) ? CONSOLE_LOCK_CAPS : 0) |
           (gdk_device_get_num_lock_state (keyboard) ? CONSOLE_LOCK_NUM : 0) |
           (gdk_device_get_scroll_lock_state (keyboard) ? CONSOLE_LOCK_SCROLL : 0);
  return TRUE;
}

static void
sync_locks (ConsoleLockSync *self)
{
  int guest = self->session != NULL ? console_session_get_locks (self->session) : -1;
  guint desktop;

  if (!self->active || guest < 0 || !find_desktop_locks (self, &desktop))
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      guint lock = keys[i].lock;

      if ((((guint) guest ^ desktop) & lock) == 0 || self->stubborn & lock)
        continue;
      self->stubborn |= lock;
      console_session_key (self->session, keys[i].qnum, keys[i].keysym, TRUE);
      console_session_key (self->session, keys[i].qnum, keys[i].keysym, FALSE);
    }
}

static void
settled_cb (gpointer data)
{
  ConsoleLockSync *self = data;

  self->settle = 0;
  sync_locks (self);
}

static void
wait_and_sync (ConsoleLockSync *self)
{
  g_clear_handle_id (&self->settle, g_source_remove);
  if (self->active)
    self->settle = g_timeout_add_once (SETTLE_MS, settled_cb, self);
}

static void
locks_cb (ConsoleLockSync *self)
{
  int locks = console_session_get_locks (self->session);

  if (self->known >= 0 && locks >= 0)
    self->stubborn &= ~(guint) (self->known ^ locks);
  self->known = locks;
  wait_and_sync (self);
}

static void
console_lock_sync_dispose (GObject *object)
{
  ConsoleLockSync *self = CONSOLE_LOCK_SYNC (object);

  self->active = FALSE;
  console_lock_sync_set_session (self, NULL);

  G_OBJECT_CLASS (console_lock_sync_parent_class)->dispose (object);
}

static void
console_lock_sync_class_init (ConsoleLockSyncClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = console_lock_sync_dispose;
}

static void
console_lock_sync_init (ConsoleLockSync *self)
{
}

/**
 * console_lock_sync_new:
 * @widget: (transfer none): on whose desktop; must outlive the result
 */
ConsoleLockSync *
console_lock_sync_new (GtkWidget *widget)
{
  ConsoleLockSync *self = g_object_new (CONSOLE_TYPE_LOCK_SYNC, NULL);

  self->widget = widget;
  return self;
}

/**
 * console_lock_sync_set_session:
 * @session: (nullable): whose guest
 */
void
console_lock_sync_set_session (ConsoleLockSync *self,
                               ConsoleSession  *session)
{
  g_return_if_fail (CONSOLE_IS_LOCK_SYNC (self));

  g_clear_handle_id (&self->settle, g_source_remove);
  if (self->session == session)
    return;
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_set_object (&self->session, session);
  self->stubborn = 0;
  self->known = -1;
  if (session == NULL)
    return;
  g_signal_connect_object (session, "notify::locks",
                           G_CALLBACK (locks_cb), self, G_CONNECT_SWAPPED);
  locks_cb (self);
}

/**
 * console_lock_sync_set_active:
 * @active: whether the guest has the keyboard: when it gets it, the locks change at
 *   once
 */
void
console_lock_sync_set_active (ConsoleLockSync *self,
                              gboolean         active)
{
  g_return_if_fail (CONSOLE_IS_LOCK_SYNC (self));

  if (self->active == active)
    return;
  self->active = active;
  g_clear_handle_id (&self->settle, g_source_remove);
  sync_locks (self);
}

/**
 * console_lock_sync_key:
 * @qnum: a key that the user pressed or let go
 */
void
console_lock_sync_key (ConsoleLockSync *self,
                       guint            qnum)
{
  g_return_if_fail (CONSOLE_IS_LOCK_SYNC (self));

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    if (keys[i].qnum == qnum)
      wait_and_sync (self);
}
