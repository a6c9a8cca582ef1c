/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console-clipboard.h"
#include "console-text-port.h"

struct _ConsoleClipboard
{
  GObject parent_instance;

  /* Borrowed: the widget owns us. */
  GtkWidget *widget;

  ConsoleTextPort *port;
  GdkClipboard *clipboard;
  GCancellable *reading;
  /* What both have: it need not go again, and never back. */
  char *common;
  gboolean active;
};

enum
{
  NOTICE,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (ConsoleClipboard, console_clipboard, G_TYPE_OBJECT)

static guint signals[N_SIGNALS];

static void
send (ConsoleClipboard *self,
      const char       *text)
{
  g_autoptr (GError) error = NULL;

  if (*text == '\0' || g_strcmp0 (text, self->common) == 0)
    return;
  /* Also what is refused: once is enough. */
  g_set_str (&self->common, text);
  if (!console_text_port_send (self->port, text, &error))
    g_signal_emit (self, signals[NOTICE], 0, error->message);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (ConsoleClipboard) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text =
    gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, &error);

  if (text != NULL && self->active && self->port != NULL &&
      !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    send (self, text);
}

static void
stop_reading (ConsoleClipboard *self)
{
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
}

static void
desktop_changed_cb (ConsoleClipboard *self)
{
  GdkContentFormats *formats = gdk_clipboard_get_formats (self->clipboard);

  stop_reading (self);
  if (!gdk_content_formats_contain_gtype (formats, G_TYPE_STRING) &&
      !gdk_content_formats_contain_mime_type (formats, "text/plain;charset=utf-8"))
    return;
  self->reading = g_cancellable_new ();
  gdk_clipboard_read_text_async (self->clipboard, self->reading, read_cb, g_object_ref (self));
}

static void
offered_cb (ConsoleClipboard *self)
{
  if (self->active)
    console_text_port_request (self->port);
}

/* The answer may come when the user has gone elsewhere: a guest has no say
 * in what is pasted there. */
static void
text_cb (ConsoleClipboard *self,
         const char       *text)
{
  if (!self->active)
    return;
  stop_reading (self);
  g_set_str (&self->common, text);
  gdk_clipboard_set_text (self->clipboard, text);
}

static void
console_clipboard_dispose (GObject *object)
{
  ConsoleClipboard *self = CONSOLE_CLIPBOARD (object);

  console_clipboard_set_active (self, FALSE);
  console_clipboard_set_session (self, NULL);

  G_OBJECT_CLASS (console_clipboard_parent_class)->dispose (object);
}

static void
console_clipboard_finalize (GObject *object)
{
  g_free (CONSOLE_CLIPBOARD (object)->common);

  G_OBJECT_CLASS (console_clipboard_parent_class)->finalize (object);
}

static void
console_clipboard_class_init (ConsoleClipboardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = console_clipboard_dispose;
  object_class->finalize = console_clipboard_finalize;
  signals[NOTICE] =
    g_signal_new ("notice", CONSOLE_TYPE_CLIPBOARD, G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
console_clipboard_init (ConsoleClipboard *self)
{
}

/**
 * console_clipboard_new:
 * @widget: (transfer none): whose display's clipboard; must outlive the result
 */
ConsoleClipboard *
console_clipboard_new (GtkWidget *widget)
{
  ConsoleClipboard *self = g_object_new (CONSOLE_TYPE_CLIPBOARD, NULL);

  self->widget = widget;
  return self;
}

/**
 * console_clipboard_set_session:
 * @session: (nullable): whose guest; one that carries no text is as none
 */
void
console_clipboard_set_session (ConsoleClipboard *self,
                               ConsoleSession   *session)
{
  g_return_if_fail (CONSOLE_IS_CLIPBOARD (self));

  if (self->port != NULL)
    g_signal_handlers_disconnect_by_data (self->port, self);
  g_clear_object (&self->port);
  g_clear_pointer (&self->common, g_free);
  if (session == NULL || !CONSOLE_IS_TEXT_PORT (session))
    return;
  self->port = g_object_ref (CONSOLE_TEXT_PORT (session));
  g_signal_connect_object (session, "text-offered",
                           G_CALLBACK (offered_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "text", G_CALLBACK (text_cb), self, G_CONNECT_SWAPPED);
}

/**
 * console_clipboard_set_active:
 * @active: whether the guest may have the desktop's text and the desktop the
 *   guest's, from now on
 */
void
console_clipboard_set_active (ConsoleClipboard *self,
                              gboolean          active)
{
  g_return_if_fail (CONSOLE_IS_CLIPBOARD (self));

  if (self->active == !!active)
    return;
  self->active = !!active;
  if (active)
    {
      self->clipboard = g_object_ref (gtk_widget_get_clipboard (self->widget));
      g_signal_connect_object (self->clipboard, "changed",
                               G_CALLBACK (desktop_changed_cb), self, G_CONNECT_SWAPPED);
      desktop_changed_cb (self);
      return;
    }
  stop_reading (self);
  g_signal_handlers_disconnect_by_data (self->clipboard, self);
  g_clear_object (&self->clipboard);
}
