/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console-dummy-session.h"
#include "console-fixed-source.h"

struct _ConsoleFixedSource
{
  GObject parent_instance;

  ConsoleTarget *target;
  DexPromise *held;
  int error;
  guint n_asked;
  gboolean dummies;
};

static void source_init (ConsoleSourceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ConsoleFixedSource, console_fixed_source, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (CONSOLE_TYPE_SOURCE, source_init))

static DexFuture *
console_fixed_source_resolve (ConsoleSource *source)
{
  ConsoleFixedSource *self = CONSOLE_FIXED_SOURCE (source);

  self->n_asked++;
  if (self->held != NULL)
    return dex_ref (DEX_FUTURE (self->held));
  if (self->target == NULL)
    return dex_future_new_reject (CONSOLE_ERROR, self->error, "test error %d", self->error);
  return dex_future_new_take_object (g_object_ref (self->target));
}

static ConsoleSession *
console_fixed_source_create_session (ConsoleSource *source,
                                     ConsoleTarget *target)
{
  return CONSOLE_FIXED_SOURCE (source)->dummies ? console_dummy_session_new (target)
                                                : console_session_new_for_target (target);
}

static void
source_init (ConsoleSourceInterface *iface)
{
  iface->resolve = console_fixed_source_resolve;
  iface->create_session = console_fixed_source_create_session;
}

static void
console_fixed_source_finalize (GObject *object)
{
  ConsoleFixedSource *self = CONSOLE_FIXED_SOURCE (object);

  g_clear_object (&self->target);
  dex_clear (&self->held);

  G_OBJECT_CLASS (console_fixed_source_parent_class)->finalize (object);
}

static void
console_fixed_source_class_init (ConsoleFixedSourceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = console_fixed_source_finalize;
}

static void
console_fixed_source_init (ConsoleFixedSource *self)
{
}

ConsoleFixedSource *
console_fixed_source_new (ConsoleTarget *target)
{
  ConsoleFixedSource *self = g_object_new (CONSOLE_TYPE_FIXED_SOURCE, NULL);

  g_set_object (&self->target, target);
  return self;
}

/* From now on; the caller says "changed" if it is to be noticed. */
void
console_fixed_source_set_target (ConsoleFixedSource *self,
                                 ConsoleTarget      *target)
{
  g_set_object (&self->target, target);
}

void
console_fixed_source_set_error (ConsoleFixedSource *self,
                                int                 code)
{
  g_clear_object (&self->target);
  self->error = code;
}

void
console_fixed_source_use_dummies (ConsoleFixedSource *self)
{
  self->dummies = TRUE;
}

/* The next answer waits for console_fixed_source_answer (). */
void
console_fixed_source_hold (ConsoleFixedSource *self)
{
  self->held = dex_promise_new ();
}

void
console_fixed_source_answer (ConsoleFixedSource *self)
{
  DexPromise *held = g_steal_pointer (&self->held);

  dex_promise_resolve_object (held, g_object_ref (self->target));
  dex_unref (held);
}

guint
console_fixed_source_get_n_asked (ConsoleFixedSource *self)
{
  return self->n_asked;
}
