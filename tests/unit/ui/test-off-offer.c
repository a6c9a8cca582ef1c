/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <libdex.h>

#include "muster-off-offer.h"
#include "muster-ui.h"
#include "ui-fixture.h"

typedef struct
{
  MusterDesk *desk;
  GtkWidget *window;
  AdwToastOverlay *overlay;
  MusterOffOffer *offer;
  MusterVm *vms[3];
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  const char *uris[] = { "test:///default", NULL };
  g_autoptr (GError) error = NULL;

  fixture->desk = muster_desk_new_for_uris (uris, NULL, &error);
  g_assert_no_error (error);
  fixture->overlay = ADW_TOAST_OVERLAY (adw_toast_overlay_new ());
  adw_toast_overlay_set_child (fixture->overlay, gtk_label_new ("content"));
  fixture->window = g_object_new (ADW_TYPE_WINDOW, "content", fixture->overlay, NULL);
  gtk_window_present (GTK_WINDOW (fixture->window));
  fixture->offer = muster_off_offer_new (fixture->overlay, fixture->desk);
  for (guint i = 0; i < G_N_ELEMENTS (fixture->vms); i++)
    {
      g_autofree char *name = g_strdup_printf ("vm%u", i);

      fixture->vms[i] = ui_fixture_vm (name, NULL, MUSTER_VM_RUNNING);
    }
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->offer);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  ui_fixture_spin (20);
  for (guint i = 0; i < G_N_ELEMENTS (fixture->vms); i++)
    g_assert_finalize_object (fixture->vms[i]);
  g_clear_object (&fixture->desk);
}

static void
turn_off (MusterVm *vm)
{
  muster_vm_set_state (vm, MUSTER_VM_OFF, MUSTER_VM_REASON_NONE);
}

static guint
count_labels (GtkWidget  *widget,
              const char *text)
{
  guint n = GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) &&
            g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text);

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL; child = gtk_widget_get_next_sibling (child))
    n += count_labels (child, text);

  return n;
}

/* What a person sees, not what the object believes. */
static void
assert_shown (Fixture    *fixture,
              const char *text)
{
  ui_fixture_spin (400);
  g_assert_cmpuint (count_labels (GTK_WIDGET (fixture->overlay), text), ==, 1);
  g_assert_cmpstr (muster_off_offer_get_title (fixture->offer), ==, text);
}

static void
test_goes_away (Fixture       *fixture,
                gconstpointer  data)
{
  muster_off_offer_add (fixture->offer, fixture->vms[0]);
  assert_shown (fixture, "vm0 has not shut down yet");
  turn_off (fixture->vms[0]);
  ui_fixture_spin (600);
  g_assert_null (muster_off_offer_get_title (fixture->offer));
  g_assert_cmpuint (count_labels (GTK_WIDGET (fixture->overlay),
                                  "vm0 has not shut down yet"), ==, 0);

  /* It can be offered again. */
  muster_vm_set_state (fixture->vms[0], MUSTER_VM_RUNNING, MUSTER_VM_REASON_NONE);
  muster_off_offer_add (fixture->offer, fixture->vms[0]);
  assert_shown (fixture, "vm0 has not shut down yet");
}

static void
test_merges (Fixture       *fixture,
             gconstpointer  data)
{
  for (guint i = 0; i < G_N_ELEMENTS (fixture->vms); i++)
    muster_off_offer_add (fixture->offer, fixture->vms[i]);
  muster_off_offer_add (fixture->offer, fixture->vms[1]);
  assert_shown (fixture, "3 VMs have not shut down yet");
  turn_off (fixture->vms[0]);
  assert_shown (fixture, "2 VMs have not shut down yet");
  muster_vm_set_gone (fixture->vms[1], TRUE);
  assert_shown (fixture, "vm2 has not shut down yet");
  muster_vm_set_stale (fixture->vms[2], TRUE);
  ui_fixture_spin (600);
  g_assert_null (muster_off_offer_get_title (fixture->offer));
}

static void
test_not_on (Fixture       *fixture,
             gconstpointer  data)
{
  turn_off (fixture->vms[0]);
  muster_off_offer_add (fixture->offer, fixture->vms[0]);
  g_assert_null (muster_off_offer_get_title (fixture->offer));
}

/* Other news is not held up by an offer that nobody answers. */
static void
test_news_first (Fixture       *fixture,
                 gconstpointer  data)
{
  AdwToast *news = adw_toast_new ("news");

  muster_off_offer_add (fixture->offer, fixture->vms[0]);
  ui_fixture_spin (400);
  adw_toast_set_priority (news, ADW_TOAST_PRIORITY_HIGH);
  adw_toast_set_timeout (news, 1);
  adw_toast_overlay_add_toast (fixture->overlay, news);
  ui_fixture_spin (600);
  g_assert_cmpuint (count_labels (GTK_WIDGET (fixture->overlay), "news"), ==, 1);
  ui_fixture_spin (1500);
  assert_shown (fixture, "vm0 has not shut down yet");
}

#define ADD(name, func) \
  g_test_add ("/muster/ui/off-offer/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  adw_init ();
  muster_ui_init ();
  ADD ("goes-away", test_goes_away);
  ADD ("merges", test_merges);
  ADD ("not-on", test_not_on);
  ADD ("news-first", test_news_first);

  return g_test_run ();
}
