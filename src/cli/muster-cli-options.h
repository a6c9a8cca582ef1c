/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MusterCliOption:
 *
 * Which options a command takes, as bits.  --help and --version go with all.
 */
typedef enum
{
  MUSTER_CLI_OPTION_HOST = 1 << 0,        /* --host, --pkipath */
  MUSTER_CLI_OPTION_JSON = 1 << 1,
  MUSTER_CLI_OPTION_WAIT = 1 << 2,        /* --wait, --no-wait */
  MUSTER_CLI_OPTION_TO = 1 << 3,
  MUSTER_CLI_OPTION_NAME = 1 << 4,
  MUSTER_CLI_OPTION_URI = 1 << 5,
  MUSTER_CLI_OPTION_IDENTITY = 1 << 6,
  MUSTER_CLI_OPTION_USER = 1 << 7,
  MUSTER_CLI_OPTION_NO_TEST = 1 << 8,
  MUSTER_CLI_OPTION_FILES = 1 << 9,       /* --ca, --certificate */
  MUSTER_CLI_OPTION_KEY = 1 << 10,
  MUSTER_CLI_OPTION_REQUEST = 1 << 11,
  MUSTER_CLI_OPTION_DAYS = 1 << 12,
  MUSTER_CLI_OPTION_OUTPUT = 1 << 13,
  MUSTER_CLI_OPTION_SSH = 1 << 14,        /* --ssh, --ssh-config */
  MUSTER_CLI_OPTION_RENEW = 1 << 15,
} MusterCliOption;

/**
 * MusterCliOptions:
 *
 * A command line taken apart.
 */
typedef struct
{
  char **uris;
  char *pki_folder;
  char *to;
  char *name;
  char *uri;
  char *identity;
  char *user;
  char *ca;
  char *certificate;
  char *key;
  char *request;
  char *days;
  char *output;
  char *ssh;
  char *ssh_config;
  gboolean renew;
  gboolean json;
  gboolean wait;
  gboolean no_wait;
  gboolean no_test;
  gboolean help;
  gboolean version;
  char **words;         /* what is no option, without the program's name */
} MusterCliOptions;

/**
 * muster_cli_options_parse:
 * @arguments: (transfer none): the command line with the program's name
 *
 * Returns: (transfer full) (nullable): the options, or %NULL with
 *   #GOptionError
 */
MusterCliOptions *muster_cli_options_parse  (const char * const     *arguments,
                                             GError                **error);
/** Whether no option outside @allowed was given; else %MUSTER_CLI_USAGE. */
gboolean          muster_cli_options_check  (const MusterCliOptions *self,
                                             MusterCliOption         allowed,
                                             GError                **error);
/** Returns: (transfer full): lines that explain the options in @allowed. */
char             *muster_cli_options_describe (MusterCliOption       allowed);
void              muster_cli_options_free   (MusterCliOptions       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusterCliOptions, muster_cli_options_free)

G_END_DECLS
