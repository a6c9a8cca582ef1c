/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "muster-cli.h"

int
main (int    argc,
      char **argv)
{
  return muster_cli_main (argc, argv);
}
