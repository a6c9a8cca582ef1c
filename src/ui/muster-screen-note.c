/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-screen-note.h"

struct _MusterScreenNote
{
  AdwBin parent_instance;

  gboolean open;
  gboolean passwords_next;
  gboolean pictures;
};

enum { PROP_0, PROP_OPEN, PROP_PASSWORDS_NEXT, PROP_PICTURES, N_PROPS };

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (MusterScreenNote, muster_screen_note, ADW_TYPE_BIN)

static gboolean *
get_flag (MusterScreenNote *self,
          guint             prop_id)
{
  switch (prop_id)
    {
    case PROP_OPEN:
      return &self->open;
    case PROP_PASSWORDS_NEXT:
      return &self->passwords_next;
    case PROP_PICTURES:
      return &self->pictures;
    default:
      return NULL;
    }
}

static void
muster_screen_note_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  gboolean *flag = get_flag (MUSTER_SCREEN_NOTE (object), prop_id);

  if (flag != NULL)
    g_value_set_boolean (value, *flag);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
muster_screen_note_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  gboolean *flag = get_flag (MUSTER_SCREEN_NOTE (object), prop_id);

  if (flag == NULL)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      return;
    }
  if (*flag == g_value_get_boolean (value))
    return;

  *flag = g_value_get_boolean (value);
  g_object_notify_by_pspec (object, pspec);
}

static void
muster_screen_note_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), MUSTER_TYPE_SCREEN_NOTE);

  G_OBJECT_CLASS (muster_screen_note_parent_class)->dispose (object);
}

static void
muster_screen_note_class_init (MusterScreenNoteClass *klass)
{
  static const char * const names[N_PROPS] = { NULL, "open", "passwords-next", "pictures" };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = muster_screen_note_get_property;
  object_class->set_property = muster_screen_note_set_property;
  object_class->dispose = muster_screen_note_dispose;

  for (guint i = 1; i < N_PROPS; i++)
    properties[i] = g_param_spec_boolean (names[i], NULL, NULL, FALSE,
                                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS |
                                          G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (klass),
    "/io/github/virt_muster/Muster/ui/muster-screen-note.ui");
}

static void
muster_screen_note_init (MusterScreenNote *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
