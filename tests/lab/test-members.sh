#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# test-members.sh MUSTERCTL [REGEXP]: the hosts of a data center, as the hosts themselves
# keep them; the cases are in test-members-desk.sh.

set -u
# shellcheck source=tests/lab/cli-cases.sh
. "$(dirname "$(readlink -f "$0")")/cli-cases.sh" "$@"

make_lab () { lab up 3 --bare && lab vm host3 web --graphics none; }

need_lab make_lab
lab run sh "$here/../unit/secrets/with-keyring.sh" keyring \
  bash "$here/test-members-desk.sh" "$musterctl" "$scratch" "$only"
