#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# test-cluster.sh MUSTERCTL [REGEXP]: the shared records of a data center by the command
# line, on three real hosts; the cases are in test-cluster-desk.sh.

set -u
# shellcheck source=tests/lab/cli-cases.sh
. "$(dirname "$(readlink -f "$0")")/cli-cases.sh" "$@"

make_lab () { lab up 3 --bare && lab vm host1 web --start --graphics none; }

need_lab make_lab
lab run sh "$here/../unit/secrets/with-keyring.sh" keyring \
  bash "$here/test-cluster-desk.sh" "$musterctl" "$scratch" "$only"
