/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-sidebar-section.h"

struct _MusterSidebarSection
{
  GObject parent_instance;

  char *id;
  char *title;
  char *icon;
};

G_DEFINE_FINAL_TYPE (MusterSidebarSection, muster_sidebar_section, G_TYPE_OBJECT)

static void
muster_sidebar_section_finalize (GObject *object)
{
  MusterSidebarSection *self = MUSTER_SIDEBAR_SECTION (object);

  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->icon, g_free);

  G_OBJECT_CLASS (muster_sidebar_section_parent_class)->finalize (object);
}

static void
muster_sidebar_section_class_init (MusterSidebarSectionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = muster_sidebar_section_finalize;
}

static void
muster_sidebar_section_init (MusterSidebarSection *self)
{
}

MusterSidebarSection *
muster_sidebar_section_new (const char *id,
                            const char *title,
                            const char *icon)
{
  MusterSidebarSection *self = g_object_new (MUSTER_TYPE_SIDEBAR_SECTION, NULL);

  self->id = g_strdup (id);
  self->title = g_strdup (title);
  self->icon = g_strdup (icon);

  return self;
}

const char *
muster_sidebar_section_get_id (MusterSidebarSection *self)
{
  g_return_val_if_fail (MUSTER_IS_SIDEBAR_SECTION (self), NULL);

  return self->id;
}

const char *
muster_sidebar_section_get_title (MusterSidebarSection *self)
{
  g_return_val_if_fail (MUSTER_IS_SIDEBAR_SECTION (self), NULL);

  return self->title;
}

const char *
muster_sidebar_section_get_icon (MusterSidebarSection *self)
{
  g_return_val_if_fail (MUSTER_IS_SIDEBAR_SECTION (self), NULL);

  return self->icon;
}
