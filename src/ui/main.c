/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>

#include <glib/gi18n-lib.h>
#include <libdex.h>

#include "muster-application.h"
#include "muster-ui.h"

int
main (int    argc,
      char **argv)
{
  g_autoptr (MusterApplication) application = NULL;
  const char *domain_folder = g_getenv ("TEXTDOMAINDIR");

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, domain_folder != NULL ? domain_folder : LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  dex_init ();
  muster_ui_init ();
  application = muster_application_new ();

  return g_application_run (G_APPLICATION (application), argc, argv);
}
