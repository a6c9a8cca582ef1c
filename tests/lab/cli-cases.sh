# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# What the tests of the command line share: sourced with MUSTERCTL [REGEXP]; with
# REGEXP only the cases whose names match are run.

here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
musterctl=$(readlink -f "$1")
only=${2:-}
scratch=$(mktemp -d /tmp/muster-cli-XXXXXX)
export MUSTER_LAB=$scratch/lab

lab () { bash "$here/lab" "$@"; }
# shellcheck source=tests/lab/cases.sh
. "$here/cases.sh"
# shellcheck source=tests/lab/steps.sh
. "$here/steps.sh"
# shellcheck source=tests/lab/secrets.sh
. "$here/secrets.sh"
clean_up () { end_watch > /dev/null; lab down > /dev/null 2>&1; rm -rf "$scratch"; }
trap clean_up EXIT

# need_lab COMMAND...: which makes it, or nothing can be tested.
need_lab () {
  "$@" > "$scratch/up" 2>&1 && return
  sed 's/^/# /' "$scratch/up"
  echo 'Bail out! the lab does not start'
  exit 1
}

# Both hosts, with the admin's identity.
both=(--host qemu+tls://host1.lab/system --host qemu+tls://host2.lab/system)
ctl () { lab run timeout 120 "$musterctl" "${both[@]}" --pkipath "$MUSTER_LAB/pki/admin" "$@"; }
# ctl_at FOLDER URI WORDS...: one host, another identity.
ctl_at () { local pki=$1 uri=$2; shift 2; lab run timeout 60 "$musterctl" --host "$uri" --pkipath "$pki" "$@"; }

# field NAME MEMBER: of `vm list --json`.
field () {
  ctl vm list --json 2> /dev/null | python3 -c '
import json, sys
print (*[vm[sys.argv[2]] for vm in json.load (sys.stdin) if vm["name"] == sys.argv[1]], sep="\n")' "$1" "$2"
}
