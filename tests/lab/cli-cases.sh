# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# What the tests of the command line share: sourced with MUSTERCTL [REGEXP]; with
# REGEXP only the cases whose names match are run.

here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
musterctl=$(readlink -f "$1")
only=${2:-}
scratch=$(mktemp -d /tmp/muster-cli-XXXXXX)
export MUSTER_LAB=$scratch/lab
tests=0 failures=0

lab () { bash "$here/lab" "$@"; }
clean_up () { lab down > /dev/null 2>&1; rm -rf "$scratch"; }
trap clean_up EXIT

# check NAME COMMAND...
check () {
  local name=$1
  shift
  [[ $name =~ $only ]] || return 0
  tests=$((tests + 1))
  if "$@" > "$scratch/said" 2>&1; then
    echo "ok $tests - $name"
  else
    failures=$((failures + 1))
    echo "not ok $tests - $name"
    tail -n 15 "$scratch/said" | sed 's/^/# /'
  fi
}

end_cases () { echo "1..$tests"; [ $failures = 0 ]; }

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
on () { local host=$1; shift; lab exec "$host" virsh -q "$@"; }

exits () { local want=$1 code=0; shift; "$@" || code=$?; echo "exit code $code"; [ "$code" = "$want" ]; }
state_is () { [ "$(on "$1" domstate "$2" | head -n 1)" = "$3" ]; }
says () { grep -q -- "$1" "$scratch/errors"; }
# fails_with CODE WORDS COMMAND...: and WORDS are on standard error.
fails_with () {
  local code=$1 words=$2
  shift 2
  exits "$code" "$@" 2> "$scratch/errors" || { cat "$scratch/errors"; return 1; }
  cat "$scratch/errors"
  says "$words"
}
eventually () { local n; for n in $(seq 60); do ! "$@" || return 0; sleep 0.5; done; echo "never ($n tries): $*"; return 1; }

# field NAME MEMBER: of `vm list --json`.
field () {
  ctl vm list --json 2> /dev/null | python3 -c '
import json, sys
print (*[vm[sys.argv[2]] for vm in json.load (sys.stdin) if vm["name"] == sys.argv[1]], sep="\n")' "$1" "$2"
}
