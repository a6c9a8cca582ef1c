/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-vm-sorter.h"

struct _MusterVmSorter
{
  GtkSorter parent_instance;

  MusterVmColumn column;
};

G_DEFINE_FINAL_TYPE (MusterVmSorter, muster_vm_sorter, GTK_TYPE_SORTER)

static GtkOrdering
muster_vm_sorter_compare (GtkSorter *sorter,
                          gpointer   a,
                          gpointer   b)
{
  MusterVmSorter *self = MUSTER_VM_SORTER (sorter);
  int result = muster_vm_column_compare (self->column, a, b);

  if (result == 0 && self->column != MUSTER_VM_COLUMN_NAME)
    result = muster_vm_column_compare (MUSTER_VM_COLUMN_NAME, a, b);

  return gtk_ordering_from_cmpfunc (result);
}

static void
muster_vm_sorter_class_init (MusterVmSorterClass *klass)
{
  GTK_SORTER_CLASS (klass)->compare = muster_vm_sorter_compare;
}

static void
muster_vm_sorter_init (MusterVmSorter *self)
{
}

MusterVmSorter *
muster_vm_sorter_new (MusterVmColumn column)
{
  MusterVmSorter *self = g_object_new (MUSTER_TYPE_VM_SORTER, NULL);

  self->column = column;

  return self;
}

MusterVmColumn
muster_vm_sorter_get_column (MusterVmSorter *self)
{
  g_return_val_if_fail (MUSTER_IS_VM_SORTER (self), MUSTER_VM_COLUMN_NAME);

  return self->column;
}
