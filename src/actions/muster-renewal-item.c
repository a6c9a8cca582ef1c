/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-renewal-item.h"

struct _MusterRenewalItem
{
  GObject parent_instance;

  MusterCertificatePlace place;
  MusterRenewalState state;
  char *owner;
  char *name;
  char **names;
  char *message;
  char *destination;
  MusterTask *task;
  gint64 not_after;
  gint64 own_end;      /* of a host: of libvirt's certificate; 0 when it was not seen */
  gboolean selected;
  gboolean revoked;
};

G_DEFINE_ENUM_TYPE (MusterRenewalState, muster_renewal_state,
  G_DEFINE_ENUM_VALUE (MUSTER_RENEWAL_WAITING, "waiting"),
  G_DEFINE_ENUM_VALUE (MUSTER_RENEWAL_WORKING, "working"),
  G_DEFINE_ENUM_VALUE (MUSTER_RENEWAL_DONE, "done"),
  G_DEFINE_ENUM_VALUE (MUSTER_RENEWAL_FAILED, "failed"),
  G_DEFINE_ENUM_VALUE (MUSTER_RENEWAL_NEEDS_DESTINATION, "needs-destination"),
  G_DEFINE_ENUM_VALUE (MUSTER_RENEWAL_NOT_OURS, "not-ours"),
  G_DEFINE_ENUM_VALUE (MUSTER_RENEWAL_REVOKED, "revoked"))

const char *
muster_renewal_state_to_id (MusterRenewalState state)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (MUSTER_TYPE_RENEWAL_STATE);
  const GEnumValue *value = g_enum_get_value (klass, state);

  return value != NULL ? value->value_nick : NULL;
}

enum
{
  PROP_0,
  PROP_NAME,
  PROP_PLACE,
  PROP_NOT_AFTER,
  PROP_STATE,
  PROP_MESSAGE,
  PROP_DESTINATION,
  PROP_SELECTED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (MusterRenewalItem, muster_renewal_item, G_TYPE_OBJECT)

static void
muster_renewal_item_finalize (GObject *object)
{
  MusterRenewalItem *self = MUSTER_RENEWAL_ITEM (object);

  g_free (self->owner);
  g_free (self->name);
  g_strfreev (self->names);
  g_free (self->message);
  g_free (self->destination);
  g_clear_object (&self->task);

  G_OBJECT_CLASS (muster_renewal_item_parent_class)->finalize (object);
}

static void
muster_renewal_item_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  MusterRenewalItem *self = MUSTER_RENEWAL_ITEM (object);

  switch (prop_id)
    {
    case PROP_NAME: g_value_set_string (value, self->name); break;
    case PROP_PLACE: g_value_set_int (value, self->place); break;
    case PROP_NOT_AFTER: g_value_set_int64 (value, self->not_after); break;
    case PROP_STATE: g_value_set_enum (value, self->state); break;
    case PROP_MESSAGE: g_value_set_string (value, self->message); break;
    case PROP_DESTINATION: g_value_set_string (value, self->destination); break;
    case PROP_SELECTED: g_value_set_boolean (value, self->selected); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
muster_renewal_item_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  MusterRenewalItem *self = MUSTER_RENEWAL_ITEM (object);

  switch (prop_id)
    {
    case PROP_DESTINATION:
      muster_renewal_item_set_destination (self, g_value_get_string (value));
      break;
    case PROP_SELECTED:
      muster_renewal_item_set_selected (self, g_value_get_boolean (value));
      break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

#define READABLE (G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS)
#define WRITABLE (READABLE | G_PARAM_WRITABLE)

static void
muster_renewal_item_class_init (MusterRenewalItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = muster_renewal_item_finalize;
  object_class->get_property = muster_renewal_item_get_property;
  object_class->set_property = muster_renewal_item_set_property;

  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, READABLE);
  properties[PROP_PLACE] =
    g_param_spec_int ("place", NULL, NULL, MUSTER_CERTIFICATE_AT_AUTHORITY,
                      MUSTER_CERTIFICATE_AT_HOST, MUSTER_CERTIFICATE_AT_AUTHORITY, READABLE);
  properties[PROP_NOT_AFTER] =
    g_param_spec_int64 ("not-after", NULL, NULL, G_MININT64, G_MAXINT64, 0, READABLE);
  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, MUSTER_TYPE_RENEWAL_STATE,
                       MUSTER_RENEWAL_WAITING, READABLE);
  properties[PROP_MESSAGE] = g_param_spec_string ("message", NULL, NULL, NULL, READABLE);
  properties[PROP_DESTINATION] =
    g_param_spec_string ("destination", NULL, NULL, NULL, WRITABLE);
  properties[PROP_SELECTED] =
    g_param_spec_boolean ("selected", NULL, NULL, FALSE, WRITABLE);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
muster_renewal_item_init (MusterRenewalItem *self)
{
  self->message = g_strdup ("");
}

static void
notify (MusterRenewalItem *self,
        guint              prop)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[prop]);
}

static MusterRenewalState
find_state (MusterCertificateUse *use)
{
  if (!muster_certificate_use_get_is_ours (use))
    return MUSTER_RENEWAL_NOT_OURS;

  return muster_certificate_use_get_revoked_at (use) != 0 &&
         muster_certificate_use_get_place (use) == MUSTER_CERTIFICATE_AT_DESK
         ? MUSTER_RENEWAL_REVOKED : MUSTER_RENEWAL_WAITING;
}

static void
take_over (MusterRenewalItem    *self,
           MusterCertificateUse *use)
{
  g_strfreev (self->names);
  self->names = g_strdupv ((char **) muster_certificate_use_get_names (use));
  self->state = find_state (use);
  self->revoked = muster_certificate_use_get_revoked_at (use) != 0;
  if (muster_certificate_use_get_kind (use) == MUSTER_CERTIFICATE_USE_LIBVIRT)
    self->own_end = muster_certificate_use_get_not_after (use);
}

MusterRenewalItem *
muster_renewal_item_new (MusterCertificateUse *use)
{
  MusterRenewalItem *self;

  g_return_val_if_fail (MUSTER_IS_CERTIFICATE_USE (use), NULL);

  self = g_object_new (MUSTER_TYPE_RENEWAL_ITEM, NULL);
  self->place = muster_certificate_use_get_place (use);
  self->owner = g_strdup (muster_certificate_use_get_owner (use));
  self->name = g_strdup (muster_certificate_use_get_name (use));
  self->not_after = muster_certificate_use_get_not_after (use);
  take_over (self, use);

  return self;
}

/* libvirt's own certificate says what the host is called and whose it is. */
void
muster_renewal_item_add (MusterRenewalItem    *self,
                         MusterCertificateUse *use)
{
  gint64 not_after;

  g_return_if_fail (MUSTER_IS_RENEWAL_ITEM (self));
  g_return_if_fail (MUSTER_IS_CERTIFICATE_USE (use));

  if (muster_certificate_use_get_kind (use) == MUSTER_CERTIFICATE_USE_LIBVIRT)
    take_over (self, use);
  not_after = muster_certificate_use_get_not_after (use);
  if (not_after >= self->not_after)
    return;
  self->not_after = not_after;
  notify (self, PROP_NOT_AFTER);
}

const char *
muster_renewal_item_get_name (MusterRenewalItem *self)
{
  g_return_val_if_fail (MUSTER_IS_RENEWAL_ITEM (self), NULL);

  return self->name;
}

MusterCertificatePlace
muster_renewal_item_get_place (MusterRenewalItem *self)
{
  g_return_val_if_fail (MUSTER_IS_RENEWAL_ITEM (self), MUSTER_CERTIFICATE_AT_HOST);

  return self->place;
}

const char *
muster_renewal_item_get_owner (MusterRenewalItem *self)
{
  g_return_val_if_fail (MUSTER_IS_RENEWAL_ITEM (self), NULL);

  return self->owner;
}

const char * const *
muster_renewal_item_get_names (MusterRenewalItem *self)
{
  g_return_val_if_fail (MUSTER_IS_RENEWAL_ITEM (self), NULL);

  return (const char * const *) self->names;
}

gboolean
muster_renewal_item_is_revoked (MusterRenewalItem *self)
{
  g_return_val_if_fail (MUSTER_IS_RENEWAL_ITEM (self), FALSE);

  return self->revoked;
}

gint64
muster_renewal_item_get_not_after (MusterRenewalItem *self)
{
  g_return_val_if_fail (MUSTER_IS_RENEWAL_ITEM (self), 0);

  return self->not_after;
}

gboolean
muster_renewal_item_is_due (MusterRenewalItem *self,
                            gint64             end)
{
  g_return_val_if_fail (MUSTER_IS_RENEWAL_ITEM (self), FALSE);

  return !self->revoked &&
         (self->own_end != 0 ? self->own_end : self->not_after) < end;
}

MusterRenewalState
muster_renewal_item_get_state (MusterRenewalItem *self)
{
  g_return_val_if_fail (MUSTER_IS_RENEWAL_ITEM (self), MUSTER_RENEWAL_FAILED);

  return self->state;
}

const char *
muster_renewal_item_get_message (MusterRenewalItem *self)
{
  g_return_val_if_fail (MUSTER_IS_RENEWAL_ITEM (self), NULL);

  return self->message;
}

const char *
muster_renewal_item_get_destination (MusterRenewalItem *self)
{
  g_return_val_if_fail (MUSTER_IS_RENEWAL_ITEM (self), NULL);

  return self->destination;
}

void
muster_renewal_item_set_destination (MusterRenewalItem *self,
                                     const char        *destination)
{
  gboolean is_known;

  g_return_if_fail (MUSTER_IS_RENEWAL_ITEM (self));

  is_known = destination != NULL && *destination != '\0';
  if (g_set_str (&self->destination, is_known ? destination : NULL))
    notify (self, PROP_DESTINATION);
  if (self->place != MUSTER_CERTIFICATE_AT_HOST)
    return;

  if (is_known && self->state == MUSTER_RENEWAL_NEEDS_DESTINATION)
    muster_renewal_item_set_state (self, MUSTER_RENEWAL_WAITING, "");
  else if (!is_known && self->state == MUSTER_RENEWAL_WAITING)
    muster_renewal_item_set_state (self, MUSTER_RENEWAL_NEEDS_DESTINATION, "");
}

gboolean
muster_renewal_item_get_selected (MusterRenewalItem *self)
{
  g_return_val_if_fail (MUSTER_IS_RENEWAL_ITEM (self), FALSE);

  return self->selected;
}

void
muster_renewal_item_set_selected (MusterRenewalItem *self,
                                  gboolean           selected)
{
  g_return_if_fail (MUSTER_IS_RENEWAL_ITEM (self));

  if (self->selected == !!selected)
    return;
  self->selected = !!selected;
  notify (self, PROP_SELECTED);
}

MusterTask *
muster_renewal_item_get_task (MusterRenewalItem *self)
{
  g_return_val_if_fail (MUSTER_IS_RENEWAL_ITEM (self), NULL);

  return self->task;
}

void
muster_renewal_item_set_state (MusterRenewalItem  *self,
                               MusterRenewalState  state,
                               const char         *message)
{
  g_return_if_fail (MUSTER_IS_RENEWAL_ITEM (self));
  g_return_if_fail (message != NULL);

  if (g_set_str (&self->message, message))
    notify (self, PROP_MESSAGE);
  if (self->state == state)
    return;
  self->state = state;
  notify (self, PROP_STATE);
}

void
muster_renewal_item_set_task (MusterRenewalItem *self,
                              MusterTask        *task)
{
  g_return_if_fail (MUSTER_IS_RENEWAL_ITEM (self));

  g_set_object (&self->task, task);
}
