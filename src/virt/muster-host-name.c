/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "muster-host-name.h"

#define MAX_DNS_NAME 253
#define MAX_LABEL    63

static gboolean
is_label (const char *label)
{
  gsize length = strlen (label);

  return length > 0 && length <= MAX_LABEL &&
         label[0] != '-' && label[length - 1] != '-' &&
         strspn (label, "abcdefghijklmnopqrstuvwxyz0123456789-_") == length;
}

/* The last label is never a number: that would be a mistyped address. */
static gboolean
is_dns_name (const char *name)
{
  g_auto(GStrv) labels = g_strsplit (name, ".", -1);
  guint n = g_strv_length (labels);

  for (guint i = 0; i < n; i++)
    {
      if (!is_label (labels[i]))
        return FALSE;
    }

  return n > 0 && strlen (name) <= MAX_DNS_NAME &&
         strspn (labels[n - 1], "0123456789") < strlen (labels[n - 1]);
}

char *
muster_host_name_normalize (const char *name)
{
  g_autoptr(GInetAddress) address = NULL;
  g_autofree char *lower = NULL;
  g_autofree char *ascii = NULL;

  g_return_val_if_fail (name != NULL, NULL);

  /* An address with a scope means something on one machine only. */
  if (!g_utf8_validate (name, -1, NULL) || strchr (name, '%') != NULL)
    return NULL;

  address = g_inet_address_new_from_string (name);
  if (address != NULL)
    return g_inet_address_to_string (address);

  /* What is longer is no name; looking at all of it would take a while. */
  ascii = strlen (name) <= 4 * MAX_DNS_NAME ? g_hostname_to_ascii (name) : NULL;
  if (ascii == NULL)
    return NULL;

  lower = g_ascii_strdown (ascii, -1);
  if (g_str_has_suffix (lower, "."))
    lower[strlen (lower) - 1] = '\0';

  return is_dns_name (lower) ? g_steal_pointer (&lower) : NULL;
}
