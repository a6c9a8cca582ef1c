/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "muster-vm-filter.h"

struct _MusterVmFilter
{
  GtkFilter parent_instance;

  char **words;        /* case-folded; NULL for none */
  MusterHost *host;
  GListModel *hosts;
};

G_DEFINE_FINAL_TYPE (MusterVmFilter, muster_vm_filter, GTK_TYPE_FILTER)

static gboolean
in_hosts (GListModel *hosts,
          MusterHost *host)
{
  guint n = g_list_model_get_n_items (hosts);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (MusterHost) other = g_list_model_get_item (hosts, i);

      if (other == host)
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_ascii (const char *text)
{
  for (; *text != '\0'; text++)
    if ((guchar) *text >= 0x80)
      return FALSE;

  return TRUE;
}

/* The common case, without an allocation: @word is in lower case. */
static gboolean
ascii_contains (const char *text,
                const char *word)
{
  gsize length = strlen (word);

  for (; *text != '\0'; text++)
    if (g_ascii_tolower (*text) == *word &&
        g_ascii_strncasecmp (text, word, length) == 0)
      return TRUE;

  return FALSE;
}

static gboolean
contains (const char *text,
          const char *word)
{
  g_autofree char *folded = NULL;

  if (text == NULL || *text == '\0')
    return FALSE;
  if (is_ascii (text))
    return is_ascii (word) && ascii_contains (text, word);

  folded = g_utf8_casefold (text, -1);

  return strstr (folded, word) != NULL;
}

static gboolean
any_contains (const char * const *texts,
              const char         *word)
{
  for (; *texts != NULL; texts++)
    if (contains (*texts, word))
      return TRUE;

  return FALSE;
}

static gboolean
matches_word (MusterVm   *vm,
              const char *word)
{
  MusterHost *host = muster_vm_get_host (vm);

  return contains (muster_vm_get_name (vm), word) ||
         contains (muster_vm_get_title (vm), word) ||
         any_contains (muster_vm_get_ips (vm), word) ||
         (host != NULL && contains (muster_host_get_name (host), word)) ||
         contains (muster_vm_get_os_name (vm), word) ||
         contains (muster_vm_state_to_label (muster_vm_get_state (vm)), word) ||
         contains (muster_vm_get_description (vm), word) ||
         g_ascii_strncasecmp (muster_vm_get_uuid (vm), word, strlen (word)) == 0;
}

static gboolean
muster_vm_filter_match (GtkFilter *filter,
                        gpointer   item)
{
  MusterVmFilter *self = MUSTER_VM_FILTER (filter);

  if (self->host != NULL && muster_vm_get_host (item) != self->host)
    return FALSE;
  if (self->hosts != NULL && !in_hosts (self->hosts, muster_vm_get_host (item)))
    return FALSE;
  if (self->words == NULL)
    return TRUE;

  for (guint i = 0; self->words[i] != NULL; i++)
    if (!matches_word (item, self->words[i]))
      return FALSE;

  return TRUE;
}

static GtkFilterMatch
muster_vm_filter_get_strictness (GtkFilter *filter)
{
  MusterVmFilter *self = MUSTER_VM_FILTER (filter);

  if (self->words == NULL && self->host == NULL && self->hosts == NULL)
    return GTK_FILTER_MATCH_ALL;

  return GTK_FILTER_MATCH_SOME;
}

static void
muster_vm_filter_dispose (GObject *object)
{
  MusterVmFilter *self = MUSTER_VM_FILTER (object);

  g_clear_pointer (&self->words, g_strfreev);
  g_clear_object (&self->host);
  g_clear_object (&self->hosts);

  G_OBJECT_CLASS (muster_vm_filter_parent_class)->dispose (object);
}

static void
muster_vm_filter_class_init (MusterVmFilterClass *klass)
{
  GtkFilterClass *filter_class = GTK_FILTER_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = muster_vm_filter_dispose;

  filter_class->match = muster_vm_filter_match;
  filter_class->get_strictness = muster_vm_filter_get_strictness;
}

static void
muster_vm_filter_init (MusterVmFilter *self)
{
}

MusterVmFilter *
muster_vm_filter_new (void)
{
  return g_object_new (MUSTER_TYPE_VM_FILTER, NULL);
}

/* The words of @search, or NULL when it has none. */
static char **
split_words (const char *search)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *folded = NULL;
  g_auto (GStrv) parts = NULL;
  gboolean any = FALSE;

  if (search == NULL)
    return NULL;

  folded = g_utf8_casefold (search, -1);
  parts = g_strsplit_set (folded, " \t", -1);
  for (guint i = 0; parts[i] != NULL; i++)
    if (*parts[i] != '\0')
      {
        g_strv_builder_add (builder, parts[i]);
        any = TRUE;
      }

  return any ? g_strv_builder_end (builder) : NULL;
}

void
muster_vm_filter_set_search (MusterVmFilter *self,
                             const char     *search)
{
  g_auto (GStrv) words = split_words (search);

  g_return_if_fail (MUSTER_IS_VM_FILTER (self));

  if (words == NULL && self->words == NULL)
    return;
  if (words != NULL && self->words != NULL &&
      g_strv_equal ((const char * const *) words,
                    (const char * const *) self->words))
    return;

  g_strfreev (self->words);
  self->words = g_steal_pointer (&words);
  gtk_filter_changed (GTK_FILTER (self), GTK_FILTER_CHANGE_DIFFERENT);
}

void
muster_vm_filter_set_host (MusterVmFilter *self,
                           MusterHost     *host)
{
  g_return_if_fail (MUSTER_IS_VM_FILTER (self));

  if (g_set_object (&self->host, host))
    gtk_filter_changed (GTK_FILTER (self), GTK_FILTER_CHANGE_DIFFERENT);
}

void
muster_vm_filter_set_hosts (MusterVmFilter *self,
                            GListModel     *hosts)
{
  g_return_if_fail (MUSTER_IS_VM_FILTER (self));

  if (g_set_object (&self->hosts, hosts))
    gtk_filter_changed (GTK_FILTER (self), GTK_FILTER_CHANGE_DIFFERENT);
}

void
muster_vm_filter_refresh (MusterVmFilter *self)
{
  g_return_if_fail (MUSTER_IS_VM_FILTER (self));

  if (self->words != NULL || self->host != NULL || self->hosts != NULL)
    gtk_filter_changed (GTK_FILTER (self), GTK_FILTER_CHANGE_DIFFERENT);
}

gboolean
muster_vm_filter_is_searching (MusterVmFilter *self)
{
  g_return_val_if_fail (MUSTER_IS_VM_FILTER (self), FALSE);

  return self->words != NULL;
}
