#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# test-gone.sh MUSTERCTL CLOCK [REGEXP]: a host loses its power, others take its VMs over
# from the copies they have, and it comes back; migrations are cut; the cases are in
# test-gone-desk.sh.  CLOCK is a library that shifts a program's clock.

set -u
clock=$(readlink -f "$2")
# shellcheck source=tests/lab/cli-cases.sh
. "$(dirname "$(readlink -f "$0")")/cli-cases.sh" "$1" "${3:-}"

make_lab () {
  lab up 3 --bare && lab vm host1 web --start --graphics vnc && lab vm host1 own --pool local --graphics none --start &&
    lab vm host1 idle --graphics none &&
    lab vm host3 other --graphics none
}

need_lab make_lab
lab run sh "$here/../unit/secrets/with-keyring.sh" keyring \
  bash "$here/test-gone-desk.sh" "$musterctl" "$clock" "$scratch" "$only"
