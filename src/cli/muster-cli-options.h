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
  MUSTER_CLI_OPTION_SSH = 1 << 14,
  MUSTER_CLI_OPTION_RENEW = 1 << 15,      /* --renew, --lock-disks */
  MUSTER_CLI_OPTION_SSH_CONFIG = 1 << 16,
  MUSTER_CLI_OPTION_ALL = 1 << 17,
  MUSTER_CLI_OPTION_DELIVER = 1 << 18,
  MUSTER_CLI_OPTION_WITHIN = 1 << 19,
  MUSTER_CLI_OPTION_ANYWAY = 1 << 20,
  MUSTER_CLI_OPTION_MIGRATION = 1 << 21,
  MUSTER_CLI_OPTION_CONSOLE = 1 << 22,    /* --serial, --type and what goes with them */
  MUSTER_CLI_OPTION_DESCRIPTION = 1 << 23,
  MUSTER_CLI_OPTION_GONE = 1 << 24,       /* --powered-off, --start */
  MUSTER_CLI_OPTION_NOW = 1 << 25,
  MUSTER_CLI_OPTION_REMOVE = 1 << 26,
  MUSTER_CLI_OPTION_KEEP = 1 << 27,
  MUSTER_CLI_OPTION_SERVICES = 1 << 28,   /* --virt, --gluster and their opposites */
  MUSTER_CLI_OPTION_DISSOLVE = 1 << 29,
  MUSTER_CLI_OPTION_LOWER_CPU = 1 << 30,
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
  char *description;
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
  char *within;
  char *device;
  char *escape;
  char *screenshot;
  char *type;
  char *layout;
  char *vv;
  gboolean all;
  gboolean deliver;
  gboolean renew;
  gboolean lock_disks;
  gboolean json;
  gboolean wait;
  gboolean no_wait;
  gboolean no_test;
  gboolean anyway;
  char *cluster;
  gboolean migration;
  gboolean powered_off;
  gboolean start;
  gboolean now;
  gboolean remove;
  gboolean serial;
  gboolean force;
  gboolean keep;
  gboolean virt;
  gboolean no_virt;
  gboolean gluster;
  gboolean no_gluster;
  gboolean dissolve;
  gboolean lower_cpu;
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
