/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-takeover.h"
#include "muster-text.h"

struct _MusterTakeover
{
  GObject parent_instance;

  char *uuid;
  char *label;
  char *xml;
  gboolean ran;
  gboolean autostart;
  MusterHost *target;
  MusterTakeoverState state;
  char *problem;
  char *loss;
  GStrv seen;
  JsonObject *home;
};

G_DEFINE_FINAL_TYPE (MusterTakeover, muster_takeover, G_TYPE_OBJECT)

static void
muster_takeover_finalize (GObject *object)
{
  MusterTakeover *self = MUSTER_TAKEOVER (object);

  g_clear_pointer (&self->uuid, g_free);
  g_clear_pointer (&self->label, g_free);
  g_clear_pointer (&self->xml, g_free);
  g_clear_pointer (&self->problem, g_free);
  g_clear_pointer (&self->loss, g_free);
  g_clear_pointer (&self->seen, g_strfreev);
  g_clear_pointer (&self->home, json_object_unref);
  g_clear_object (&self->target);

  G_OBJECT_CLASS (muster_takeover_parent_class)->finalize (object);
}

static void
muster_takeover_class_init (MusterTakeoverClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = muster_takeover_finalize;
}

static void
muster_takeover_init (MusterTakeover *self)
{
}

MusterTakeover *
muster_takeover_new (const char *uuid,
                     const char *name,
                     const char *xml,
                     gboolean    ran,
                     MusterHost *target,
                     const char *problem)
{
  MusterTakeover *self;

  g_return_val_if_fail (uuid != NULL && name != NULL && xml != NULL, NULL);

  self = g_object_new (MUSTER_TYPE_TAKEOVER, NULL);
  self->uuid = g_strdup (uuid);
  self->label = muster_text_escape (name);
  self->xml = g_strdup (xml);
  self->ran = ran;
  g_set_object (&self->target, target);
  self->problem = g_strdup (problem);
  self->state = target != NULL ? MUSTER_TAKEOVER_PLANNED : MUSTER_TAKEOVER_LEFT;

  return self;
}

const char *
muster_takeover_get_uuid (MusterTakeover *self)
{
  g_return_val_if_fail (MUSTER_IS_TAKEOVER (self), NULL);

  return self->uuid;
}

const char *
muster_takeover_get_label (MusterTakeover *self)
{
  g_return_val_if_fail (MUSTER_IS_TAKEOVER (self), NULL);

  return self->label;
}

const char *
muster_takeover_get_xml (MusterTakeover *self)
{
  g_return_val_if_fail (MUSTER_IS_TAKEOVER (self), NULL);

  return self->xml;
}

gboolean
muster_takeover_get_ran (MusterTakeover *self)
{
  g_return_val_if_fail (MUSTER_IS_TAKEOVER (self), FALSE);

  return self->ran;
}

gboolean
muster_takeover_get_autostart (MusterTakeover *self)
{
  g_return_val_if_fail (MUSTER_IS_TAKEOVER (self), FALSE);

  return self->autostart;
}

void
muster_takeover_set_autostart (MusterTakeover *self,
                               gboolean        autostart)
{
  g_return_if_fail (MUSTER_IS_TAKEOVER (self));

  self->autostart = autostart;
}

MusterHost *
muster_takeover_get_target (MusterTakeover *self)
{
  g_return_val_if_fail (MUSTER_IS_TAKEOVER (self), NULL);

  return self->target;
}

MusterTakeoverState
muster_takeover_get_state (MusterTakeover *self)
{
  g_return_val_if_fail (MUSTER_IS_TAKEOVER (self), MUSTER_TAKEOVER_PLANNED);

  return self->state;
}

const char *
muster_takeover_get_problem (MusterTakeover *self)
{
  g_return_val_if_fail (MUSTER_IS_TAKEOVER (self), NULL);

  return self->problem;
}

const char *
muster_takeover_get_loss (MusterTakeover *self)
{
  g_return_val_if_fail (MUSTER_IS_TAKEOVER (self), NULL);

  return self->loss;
}

void
muster_takeover_set_loss (MusterTakeover *self,
                          const char     *loss)
{
  g_return_if_fail (MUSTER_IS_TAKEOVER (self));

  g_set_str (&self->loss, loss);
}

const char *
muster_takeover_get_state_id (MusterTakeover *self)
{
  static const char * const ids[] = { "planned", "defined", "started", "left" };

  g_return_val_if_fail (MUSTER_IS_TAKEOVER (self), NULL);

  return ids[self->state];
}

void
muster_takeover_set_heads (MusterTakeover *self,
                           GPtrArray      *heads)
{
  g_autoptr (GStrvBuilder) seen = g_strv_builder_new ();

  g_return_if_fail (MUSTER_IS_TAKEOVER (self));
  g_return_if_fail (heads != NULL);

  for (guint i = 0; i < heads->len; i++)
    g_strv_builder_add (seen, muster_record_get_revision (heads->pdata[i]));
  g_clear_pointer (&self->seen, g_strfreev);
  self->seen = g_strv_builder_end (seen);
  g_clear_pointer (&self->home, json_object_unref);
  if (heads->len > 0 && !muster_record_is_deleted (heads->pdata[0]))
    self->home = muster_record_dup_content (heads->pdata[0]);
}

const char * const *
muster_takeover_get_seen (MusterTakeover *self)
{
  static const char * const none[] = { NULL };

  g_return_val_if_fail (MUSTER_IS_TAKEOVER (self), none);

  return self->seen != NULL ? (const char * const *) self->seen : none;
}

JsonObject *
muster_takeover_get_home (MusterTakeover *self)
{
  g_return_val_if_fail (MUSTER_IS_TAKEOVER (self), NULL);

  return self->home;
}

void
muster_takeover_set_state (MusterTakeover      *self,
                           MusterTakeoverState  state,
                           const char          *problem)
{
  g_return_if_fail (MUSTER_IS_TAKEOVER (self));

  self->state = state;
  g_set_str (&self->problem, problem);
}
