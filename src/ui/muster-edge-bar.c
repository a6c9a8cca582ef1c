/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-edge-bar.h"

/* How near is at the edge, in pixels. */
#define EDGE 2

struct _MusterEdgeBar
{
  GObject parent_instance;

  /* Borrowed: the window has this. */
  GtkWindow *window;
  AdwToolbarView *view;

  /* Where the pointer was last. */
  double x;
  double y;
};

G_DEFINE_FINAL_TYPE (MusterEdgeBar, muster_edge_bar, G_TYPE_OBJECT)

/* Also while one of its menus is open, as that has the focus. */
static gboolean
has_focus (MusterEdgeBar *self)
{
  GtkWidget *focus = gtk_window_get_focus (self->window);

  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->view)) &&
         !gtk_widget_is_ancestor (focus, adw_toolbar_view_get_content (self->view));
}

static void
hide (MusterEdgeBar *self)
{
  if (gtk_window_is_fullscreen (self->window) && !has_focus (self))
    adw_toolbar_view_set_reveal_top_bars (self->view, FALSE);
}

static void
fullscreened_cb (MusterEdgeBar *self)
{
  gboolean fullscreen = gtk_window_is_fullscreen (self->window);

  adw_toolbar_view_set_extend_content_to_top_edge (self->view, fullscreen);
  adw_toolbar_view_set_reveal_top_bars (self->view, !fullscreen || has_focus (self));
}

/* The toolkit tells of a pointer that rests as well, when something comes or goes
 * below it: what the keyboard brought stays. */
static void
motion_cb (MusterEdgeBar *self,
           double         x,
           double         y)
{
  if (x == self->x && y == self->y)
    return;
  self->x = x;
  self->y = y;
  if (y <= EDGE)
    muster_edge_bar_show (self);
  else if (y > adw_toolbar_view_get_top_bar_height (self->view))
    hide (self);
}

static void
focus_cb (MusterEdgeBar *self)
{
  if (has_focus (self))
    muster_edge_bar_show (self);
}

static void
grabbed_cb (MusterEdgeBar  *self,
            GParamSpec     *pspec,
            ConsoleDisplay *display)
{
  if (console_display_get_grabbed (display))
    hide (self);
  else
    muster_edge_bar_show (self);
}

static void
show_bar_cb (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       data)
{
  muster_edge_bar_show (data);
}

static void
muster_edge_bar_class_init (MusterEdgeBarClass *klass)
{
}

static void
muster_edge_bar_init (MusterEdgeBar *self)
{
  self->x = -1;
  self->y = -1;
}

static void
connect_motion (MusterEdgeBar *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();

  gtk_event_controller_set_propagation_phase (motion, GTK_PHASE_CAPTURE);
  g_signal_connect_object (motion, "motion", G_CALLBACK (motion_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->window), motion);
}

MusterEdgeBar *
muster_edge_bar_new (GtkWindow      *window,
                     AdwToolbarView *view)
{
  MusterEdgeBar *self;
  g_autoptr (GSimpleAction) action = g_simple_action_new ("show-bar", NULL);

  g_return_val_if_fail (GTK_IS_WINDOW (window), NULL);
  g_return_val_if_fail (G_IS_ACTION_MAP (window), NULL);
  g_return_val_if_fail (ADW_IS_TOOLBAR_VIEW (view), NULL);

  self = g_object_new (MUSTER_TYPE_EDGE_BAR, NULL);
  self->window = window;
  self->view = view;
  connect_motion (self);
  g_signal_connect_object (action, "activate", G_CALLBACK (show_bar_cb), self, 0);
  g_action_map_add_action (G_ACTION_MAP (window), G_ACTION (action));
  g_signal_connect_object (window, "notify::fullscreened", G_CALLBACK (fullscreened_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (window, "notify::focus-widget", G_CALLBACK (focus_cb), self,
                           G_CONNECT_SWAPPED);

  return self;
}

void
muster_edge_bar_follow (MusterEdgeBar  *self,
                        ConsoleDisplay *display)
{
  g_return_if_fail (MUSTER_IS_EDGE_BAR (self));
  g_return_if_fail (CONSOLE_IS_DISPLAY (display));

  g_signal_connect_object (display, "notify::grabbed", G_CALLBACK (grabbed_cb), self,
                           G_CONNECT_SWAPPED);
}

void
muster_edge_bar_show (MusterEdgeBar *self)
{
  g_return_if_fail (MUSTER_IS_EDGE_BAR (self));

  adw_toolbar_view_set_reveal_top_bars (self->view, TRUE);
}
