/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console-fixed-target.h"

struct _ConsoleFixedTarget
{
  GObject parent_instance;

  ConsoleTarget *target;
};

static void source_init (ConsoleSourceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ConsoleFixedTarget, console_fixed_target, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (CONSOLE_TYPE_SOURCE, source_init))

static DexFuture *
console_fixed_target_resolve (ConsoleSource *source)
{
  return dex_future_new_take_object (g_object_ref (CONSOLE_FIXED_TARGET (source)->target));
}

static void
source_init (ConsoleSourceInterface *iface)
{
  iface->resolve = console_fixed_target_resolve;
}

static void
console_fixed_target_finalize (GObject *object)
{
  g_clear_object (&CONSOLE_FIXED_TARGET (object)->target);

  G_OBJECT_CLASS (console_fixed_target_parent_class)->finalize (object);
}

static void
console_fixed_target_class_init (ConsoleFixedTargetClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = console_fixed_target_finalize;
}

static void
console_fixed_target_init (ConsoleFixedTarget *self)
{
}

ConsoleSource *
console_fixed_target_new (ConsoleTarget *target)
{
  ConsoleFixedTarget *self;

  g_return_val_if_fail (CONSOLE_IS_TARGET (target), NULL);

  self = g_object_new (CONSOLE_TYPE_FIXED_TARGET, NULL);
  self->target = g_object_ref (target);

  return CONSOLE_SOURCE (self);
}
