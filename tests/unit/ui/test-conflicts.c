/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <libdex.h>

#include "muster-conflict-alarm.h"
#include "muster-conflict-dialog.h"
#include "muster-shared-store.h"
#include "muster-ui.h"
#include "sim-world.h"
#include "test-await.h"
#include "ui-fixture.h"

/* A desk whose shared records are on a host of a world. */
typedef struct
{
  SimWorld *world;
  guint stepper;
  MusterDesk *desk;
  MusterStore *store;
} Fixture;

static gboolean
step_cb (gpointer data)
{
  sim_world_step (data);

  return G_SOURCE_CONTINUE;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MusterReplica) way = NULL;

  fixture->world = sim_world_new (1, 1);
  fixture->world->calm = TRUE;
  fixture->stepper = g_timeout_add (1, step_cb, fixture->world);
  fixture->desk = muster_desk_new_for_uris ((const char *[]) { NULL }, NULL, &error);
  g_assert_no_error (error);
  fixture->store = muster_membership_get_store (muster_desk_get_membership (fixture->desk));
  way = sim_way_new (fixture->world, 0);
  muster_shared_store_add (MUSTER_SHARED_STORE (fixture->store), way);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_clear_object (&fixture->desk);
  ui_fixture_spin (40);
  g_source_remove (fixture->stepper);
  sim_world_free (fixture->world);
}

/* Without having seen what others wrote. */
static void
write_blindly (Fixture    *fixture,
               const char *id,
               const char *name)
{
  g_autoptr (JsonObject) content = json_object_new ();
  g_autoptr (MusterRecord) record = NULL;

  json_object_set_string_member (content, "name", name);
  record = await_object (muster_store_put (fixture->store, "cluster", id, content,
                                           (const char *[]) { NULL }));
}

static guint
count_conflicts (Fixture *fixture)
{
  g_autoptr (GPtrArray) losers = await_boxed (muster_store_conflicts (fixture->store));

  return losers->len;
}

static void
collect_buttons (GtkWidget *widget,
                 GPtrArray *buttons)
{
  if (g_object_get_data (G_OBJECT (widget), "muster-record") != NULL)
    g_ptr_array_add (buttons, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL; child = gtk_widget_get_next_sibling (child))
    collect_buttons (child, buttons);
}

/* Waits until the dialog has @n buttons to keep something, and returns the one at @nth. */
static GtkWidget *
await_buttons (AdwDialog *dialog,
               guint      n,
               guint      nth)
{
  g_autoptr (GPtrArray) buttons = g_ptr_array_new ();

  while (TRUE)
    {
      collect_buttons (GTK_WIDGET (dialog), buttons);
      if (buttons->len == n && (n == 0 || gtk_widget_is_sensitive (buttons->pdata[nth])))
        return n > 0 ? buttons->pdata[nth] : NULL;
      g_ptr_array_set_size (buttons, 0);
      g_main_context_iteration (NULL, TRUE);
    }
}

static const char *
get_name (MusterRecord *record)
{
  return json_object_get_string_member (muster_record_get_content (record), "name");
}

static void
test_banner (Fixture       *fixture,
             gconstpointer  data)
{
  AdwBanner *banner = g_object_ref_sink (ADW_BANNER (adw_banner_new ("text")));
  g_autoptr (MusterConflictAlarm) alarm = muster_conflict_alarm_new (fixture->desk, banner);

  write_blindly (fixture, "a", "one");
  ui_fixture_spin (40);
  g_assert_false (adw_banner_get_revealed (banner));
  write_blindly (fixture, "a", "two");
  while (!adw_banner_get_revealed (banner))
    g_main_context_iteration (NULL, TRUE);
  g_object_unref (banner);
}

/* Of two records that say two things each, one is settled, then the other: what lost is
 * what is kept. */
static void
test_choice (Fixture       *fixture,
             gconstpointer  data)
{
  GtkWidget *window = adw_window_new ();
  AdwDialog *dialog = muster_conflict_dialog_new (fixture->desk);
  g_autoptr (MusterRecord) kept = NULL;
  g_autofree char *chosen = NULL;

  for (guint i = 0; i < 4; i++)
    write_blindly (fixture, i < 2 ? "a" : "b", i % 2 == 0 ? "one" : "two");
  g_assert_cmpuint (count_conflicts (fixture), ==, 2);
  gtk_window_present (GTK_WINDOW (window));
  adw_dialog_present (dialog, window);

  chosen = g_strdup (get_name (g_object_get_data (G_OBJECT (await_buttons (dialog, 4, 1)),
                                                  "muster-record")));
  g_signal_emit_by_name (await_buttons (dialog, 4, 1), "clicked");
  g_signal_emit_by_name (await_buttons (dialog, 2, 1), "clicked");
  await_buttons (dialog, 0, 0);
  g_assert_cmpuint (count_conflicts (fixture), ==, 0);
  kept = await_object (muster_store_get (fixture->store, "cluster", "a"));
  g_assert_cmpstr (get_name (kept), ==, chosen);
  adw_dialog_force_close (dialog);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Closed while what was chosen is still written. */
static void
test_closed (Fixture       *fixture,
             gconstpointer  data)
{
  GtkWidget *window = adw_window_new ();
  AdwDialog *dialog = muster_conflict_dialog_new (fixture->desk);

  write_blindly (fixture, "a", "one");
  write_blindly (fixture, "a", "two");
  gtk_window_present (GTK_WINDOW (window));
  adw_dialog_present (dialog, window);
  g_signal_emit_by_name (await_buttons (dialog, 2, 0), "clicked");
  adw_dialog_force_close (dialog);
  while (count_conflicts (fixture) > 0)
    g_main_context_iteration (NULL, TRUE);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
add (const char  *path,
     void       (*test) (Fixture *fixture, gconstpointer data))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  adw_init ();
  muster_ui_init ();
  add ("/muster/ui/conflicts/banner", test_banner);
  add ("/muster/ui/conflicts/choice", test_choice);
  add ("/muster/ui/conflicts/closed", test_closed);

  return g_test_run ();
}
