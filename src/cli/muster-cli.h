/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "muster-cli-error.h"
#include "muster-cli-options.h"
#include "muster-desk.h"

G_BEGIN_DECLS

typedef struct _MusterCli MusterCli;

/**
 * MusterCliFunc:
 * @cli: one run of musterctl
 * @error: (out): why it could not be done at all
 *
 * A command; runs in a fiber.
 *
 * Returns: the exit code; that of @error when it is set
 */
typedef MusterCliError (*MusterCliFunc) (MusterCli  *cli,
                                         GError    **error);

/**
 * MusterCliCommand:
 * @group: "vm"
 * @name: "list"
 * @arguments: of the usage line, not translated: "VM..."
 * @summary: one translatable sentence; %NULL hides the command
 * @func: does it
 * @options: those it takes, as bits
 * @min_words: how many arguments it needs
 * @max_words: how many it takes
 */
typedef struct
{
  const char *group;
  const char *name;
  const char *arguments;
  const char *summary;
  MusterCliFunc func;
  guint options;
  guint min_words;
  guint max_words;
} MusterCliCommand;

/**
 * MusterCli:
 * @options: the command line
 * @command: the one it names
 * @words: (transfer none): the command's arguments, without group and name
 * @n_words: how many
 * @desk: made by muster_cli_open(), else %NULL
 * @leaves: a command ended while hosts go on with what it began
 */
struct _MusterCli
{
  MusterCliOptions *options;
  const MusterCliCommand *command;
  char **words;
  guint n_words;
  MusterDesk *desk;
  gboolean leaves;
};

/** muster_cli_main: Returns: the exit code. */
int               muster_cli_main       (int                     argc,
                                         char                  **argv);

/**
 * muster_cli_open:
 * @follow: whether what happens later is to be seen, or one look is enough
 *
 * Makes the desk and waits until each host has been looked at; of hosts that were named
 * with --host, all of their data center.  To be called from a command.
 */
gboolean          muster_cli_open       (MusterCli              *cli,
                                         gboolean                follow,
                                         GError                **error);
/**
 * muster_cli_add_named:
 * @hosts: of #MusterNamedHost
 * @identity: (nullable): as of muster_named_host_add_all()
 *
 * Adds them to the desk's list and waits until each has been looked at; says on stderr
 * which could not be added.
 */
gboolean          muster_cli_add_named  (MusterCli              *cli,
                                         GPtrArray              *hosts,
                                         const char             *identity,
                                         GError                **error);
/** muster_cli_open_desk: makes the desk, connects to nothing. */
gboolean          muster_cli_open_desk  (MusterCli              *cli,
                                         GError                **error);
MusterDataCenter *muster_cli_get_data_center (MusterCli         *cli);

/**
 * muster_cli_name_silent_hosts:
 *
 * Names on stderr each host that could not be looked at.
 *
 * Returns: the exit code that this asks for
 */
MusterCliError    muster_cli_name_silent_hosts (MusterCli       *cli);

/** The same of one host. */
MusterCliError    muster_cli_name_silent_host (MusterHost       *host);

/**
 * muster_cli_find_vm:
 *
 * Returns: (transfer full) (nullable): the VM of that name, or %NULL with
 *   %MUSTER_CLI_NOT_FOUND, or _UNREACHABLE when a silent host may have it
 */
MusterVm         *muster_cli_find_vm    (MusterCli              *cli,
                                         const char             *name,
                                         GError                **error);

/**
 * muster_cli_host_to_json:
 * @entry: a host that was stored just now
 *
 * Looks at it, unless it is not to be tested.  That it does not answer is no
 * failure: it was stored.
 *
 * Returns: (transfer full) (nullable): what `host show` writes of it
 */
JsonObject       *muster_cli_host_to_json (MusterCli              *cli,
                                         const MusterHostEntry  *entry,
                                         GError                **error);

/**
 * muster_cli_choose_entry:
 * @known: of #MusterHostEntry: the stored ones
 *
 * Returns: (transfer full) (nullable): the host that @word names or, where it
 *   names none, one of that address that is stored nowhere; with the identity of
 *   --identity, or for an address the only one there is
 */
MusterHostEntry  *muster_cli_choose_entry (MusterCli           *cli,
                                         GPtrArray             *known,
                                         const char            *word,
                                         GError               **error);

/**
 * muster_cli_choose_ssh:
 *
 * Returns: (transfer none) (nullable): where ssh logs in at @entry: what --ssh
 *   says, else where it did last; %NULL with %MUSTER_CLI_USAGE
 */
const char       *muster_cli_choose_ssh (MusterCli              *cli,
                                         const MusterHostEntry  *entry,
                                         GError                **error);

/** Prints the revisions that conflicts are about, one a line, of the records read. */
void              muster_cli_conflict_print_revisions (MusterCli *cli);

/* The commands. */
MusterCliError muster_cli_host_list       (MusterCli *cli, GError **error);
MusterCliError muster_cli_host_add        (MusterCli *cli, GError **error);
MusterCliError muster_cli_host_edit       (MusterCli *cli, GError **error);
MusterCliError muster_cli_host_forget_login (MusterCli *cli, GError **error);
MusterCliError muster_cli_host_remove     (MusterCli *cli, GError **error);
MusterCliError muster_cli_host_forget     (MusterCli *cli, GError **error);
MusterCliError muster_cli_host_show       (MusterCli *cli, GError **error);
MusterCliError muster_cli_host_test       (MusterCli *cli, GError **error);
MusterCliError muster_cli_host_maintain   (MusterCli *cli, GError **error);
MusterCliError muster_cli_host_copies     (MusterCli *cli, GError **error);
MusterCliError muster_cli_host_gone       (MusterCli *cli, GError **error);
MusterCliError muster_cli_vm_settle       (MusterCli *cli, GError **error);
MusterCliError muster_cli_host_stale      (MusterCli *cli, GError **error);
MusterCliError muster_cli_host_move       (MusterCli *cli, GError **error);
MusterCliError muster_cli_dc_show         (MusterCli *cli, GError **error);
MusterCliError muster_cli_dc_edit         (MusterCli *cli, GError **error);
MusterCliError muster_cli_dc_rename       (MusterCli *cli, GError **error);
MusterCliError muster_cli_dc_open         (MusterCli *cli, GError **error);
MusterCliError muster_cli_dc_list         (MusterCli *cli, GError **error);
MusterCliError muster_cli_dc_create       (MusterCli *cli, GError **error);
MusterCliError muster_cli_dc_delete       (MusterCli *cli, GError **error);
MusterCliError muster_cli_cluster_list    (MusterCli *cli, GError **error);
MusterCliError muster_cli_cluster_create  (MusterCli *cli, GError **error);
MusterCliError muster_cli_cluster_show    (MusterCli *cli, GError **error);
MusterCliError muster_cli_cluster_edit    (MusterCli *cli, GError **error);
MusterCliError muster_cli_cluster_cpu     (MusterCli *cli, GError **error);
MusterCliError muster_cli_cluster_delete  (MusterCli *cli, GError **error);
MusterCliError muster_cli_conflict_list   (MusterCli *cli, GError **error);
MusterCliError muster_cli_conflict_resolve (MusterCli *cli, GError **error);
MusterCliError muster_cli_host_script     (MusterCli *cli, GError **error);
MusterCliError muster_cli_host_deploy     (MusterCli *cli, GError **error);
MusterCliError muster_cli_host_doctor     (MusterCli *cli, GError **error);
MusterCliError muster_cli_identity_import (MusterCli *cli, GError **error);
MusterCliError muster_cli_identity_list   (MusterCli *cli, GError **error);
MusterCliError muster_cli_identity_remove (MusterCli *cli, GError **error);
MusterCliError muster_cli_ca_init         (MusterCli *cli, GError **error);
MusterCliError muster_cli_ca_import       (MusterCli *cli, GError **error);
MusterCliError muster_cli_ca_export       (MusterCli *cli, GError **error);
MusterCliError muster_cli_ca_renew        (MusterCli *cli, GError **error);
MusterCliError muster_cli_ca_status       (MusterCli *cli, GError **error);
MusterCliError muster_cli_cert_issue      (MusterCli *cli, GError **error);
MusterCliError muster_cli_cert_list       (MusterCli *cli, GError **error);
MusterCliError muster_cli_cert_renew      (MusterCli *cli, GError **error);
MusterCliError muster_cli_cert_revoke     (MusterCli *cli, GError **error);
MusterCliError muster_cli_cert_check      (MusterCli *cli, GError **error);
MusterCliError muster_cli_cert_crl        (MusterCli *cli, GError **error);
MusterCliError muster_cli_vm_list         (MusterCli *cli, GError **error);
MusterCliError muster_cli_vm_show         (MusterCli *cli, GError **error);
MusterCliError muster_cli_vm_verb         (MusterCli *cli, GError **error);
MusterCliError muster_cli_vm_migrate      (MusterCli *cli, GError **error);
MusterCliError muster_cli_vm_screenshot   (MusterCli *cli, GError **error);
MusterCliError muster_cli_vm_send_key     (MusterCli *cli, GError **error);
MusterCliError muster_cli_vm_console      (MusterCli *cli, GError **error);
MusterCliError muster_cli_complete        (MusterCli *cli, GError **error);

G_END_DECLS
