/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>

#include <glib/gi18n-lib.h>
#include <libdex.h>

#include "muster-application.h"
#include "muster-ui.h"

/* Where there is no GPU, GTK loads what plays one with the processor, 70 MB of it, to
 * find that cairo is faster. */
static void
choose_renderer (void)
{
  const char *gpus[] = { "/dev/dri", "/dev/nvidiactl", "/dev/dxg" };
  const char *renderer = g_getenv ("GSK_RENDERER");

  if (renderer != NULL && !g_str_equal (renderer, "cairo"))
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (gpus); i++)
    if (g_file_test (gpus[i], G_FILE_TEST_EXISTS))
      return;

  g_setenv ("GSK_RENDERER", "cairo", FALSE);
  g_setenv ("GDK_DISABLE", "gl,vulkan", FALSE);
}

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

  choose_renderer ();
  dex_init ();
  muster_ui_init ();
  application = muster_application_new ();

  return g_application_run (G_APPLICATION (application), argc, argv);
}
