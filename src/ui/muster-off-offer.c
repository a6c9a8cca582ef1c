/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "muster-off-offer.h"
#include "muster-ui.h"
#include "muster-vm-commands.h"

struct _MusterOffOffer
{
  GObject parent_instance;

  AdwToastOverlay *overlay;
  MusterDesk *desk;
  AdwToast *toast;        /* while there is something to offer */
  GPtrArray *vms;
};

G_DEFINE_FINAL_TYPE (MusterOffOffer, muster_off_offer, G_TYPE_OBJECT)

static gboolean
is_on (MusterVm *vm)
{
  return !muster_vm_get_gone (vm) && !muster_vm_get_stale (vm) &&
         muster_vm_state_is_active (muster_vm_get_state (vm));
}

static void
drop_vms (MusterOffOffer *self)
{
  for (guint i = 0; i < self->vms->len; i++)
    g_signal_handlers_disconnect_by_data (g_ptr_array_index (self->vms, i), self);
  g_ptr_array_set_size (self->vms, 0);
}

static void
dismissed_cb (MusterOffOffer *self)
{
  g_clear_object (&self->toast);
  drop_vms (self);
}

static void
show_toast (MusterOffOffer *self,
            const char     *title)
{
  self->toast = g_object_ref (muster_ui_new_toast (title, _("_Force Off…")));
  adw_toast_set_timeout (self->toast, 0);
  g_signal_connect_object (self->toast, "button-clicked",
                           G_CALLBACK (muster_off_offer_accept), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->toast, "dismissed",
                           G_CALLBACK (dismissed_cb), self, G_CONNECT_SWAPPED);
  adw_toast_overlay_add_toast (self->overlay, self->toast);
}

static char *
dup_title (MusterOffOffer *self)
{
  guint n = self->vms->len;

  if (n == 1)
    /* Translators: a VM's name */
    return g_strdup_printf (_("%s has not shut down yet"),
                            muster_vm_get_label (g_ptr_array_index (self->vms, 0)));

  return g_strdup_printf (ngettext ("%u VM has not shut down yet",
                                    "%u VMs have not shut down yet", n), n);
}

static void
update (MusterOffOffer *self)
{
  g_autofree char *title = NULL;

  if (self->vms->len == 0)
    {
      if (self->toast != NULL)
        adw_toast_dismiss (self->toast);
      return;
    }

  title = dup_title (self);
  if (self->toast == NULL)
    show_toast (self, title);
  else
    muster_ui_set_toast_text (self->toast, title);
}

static void
vm_changed_cb (MusterOffOffer *self,
               GParamSpec     *pspec,
               MusterVm       *vm)
{
  if (is_on (vm))
    return;

  g_signal_handlers_disconnect_by_data (vm, self);
  g_ptr_array_remove (self->vms, vm);
  update (self);
}

static void
muster_off_offer_dispose (GObject *object)
{
  MusterOffOffer *self = MUSTER_OFF_OFFER (object);

  drop_vms (self);
  if (self->toast != NULL)
    adw_toast_dismiss (self->toast);
  g_clear_object (&self->toast);
  g_clear_object (&self->overlay);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (muster_off_offer_parent_class)->dispose (object);
}

static void
muster_off_offer_finalize (GObject *object)
{
  g_clear_pointer (&MUSTER_OFF_OFFER (object)->vms, g_ptr_array_unref);

  G_OBJECT_CLASS (muster_off_offer_parent_class)->finalize (object);
}

static void
muster_off_offer_class_init (MusterOffOfferClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = muster_off_offer_dispose;
  object_class->finalize = muster_off_offer_finalize;
}

static void
muster_off_offer_init (MusterOffOffer *self)
{
  self->vms = g_ptr_array_new_with_free_func (g_object_unref);
}

MusterOffOffer *
muster_off_offer_new (AdwToastOverlay *overlay,
                      MusterDesk      *desk)
{
  MusterOffOffer *self;

  g_return_val_if_fail (ADW_IS_TOAST_OVERLAY (overlay), NULL);
  g_return_val_if_fail (MUSTER_IS_DESK (desk), NULL);

  self = g_object_new (MUSTER_TYPE_OFF_OFFER, NULL);
  self->overlay = g_object_ref (overlay);
  self->desk = g_object_ref (desk);

  return self;
}

void
muster_off_offer_add (MusterOffOffer *self,
                      MusterVm       *vm)
{
  g_return_if_fail (MUSTER_IS_OFF_OFFER (self));
  g_return_if_fail (MUSTER_IS_VM (vm));

  if (!is_on (vm) || g_ptr_array_find (self->vms, vm, NULL))
    return;

  g_ptr_array_add (self->vms, g_object_ref (vm));
  g_signal_connect_object (vm, "notify::state", G_CALLBACK (vm_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (vm, "notify::stale", G_CALLBACK (vm_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (vm, "notify::gone", G_CALLBACK (vm_changed_cb), self,
                           G_CONNECT_SWAPPED);
  update (self);
}

const char *
muster_off_offer_get_title (MusterOffOffer *self)
{
  g_return_val_if_fail (MUSTER_IS_OFF_OFFER (self), NULL);

  return self->toast != NULL ? muster_ui_get_toast_text (self->toast) : NULL;
}

void
muster_off_offer_accept (MusterOffOffer *self)
{
  g_return_if_fail (MUSTER_IS_OFF_OFFER (self));

  muster_vm_commands_act (GTK_WIDGET (self->overlay), self->desk, self->vms,
                          MUSTER_VM_VERB_OFF);
}
