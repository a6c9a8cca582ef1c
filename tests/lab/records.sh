# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC2154
# What the tests of the shared records have in common: sourced with "scratch" set, and with
# ctl, musterctl at the desk, to be defined.

# at HOST WORDS...: as somebody else, who is given this one host.
at () { local host=$1; shift; timeout 120 "$musterctl" --host "$host.lab" --pkipath "$LAB_PKI" "$@"; }
# holds EXPRESSION COMMAND...: is true of the JSON document x that it writes.
holds () {
  local expression=$1
  shift
  "$@" > "$scratch/json" || return 1
  python3 -c '
import json, sys
x = json.load (open (sys.argv[2]))
by_name = lambda rows: { row["name"]: row for row in rows }
by_vm = lambda rows, name: { row["vm"]: row for row in rows }[name]
sys.exit (not eval ("(" + sys.argv[1] + ")"))' "$expression" "$scratch/json" || {
    echo "not true: $expression"; cat "$scratch/json"; return 1; }
}

volumes () { on "$1" vol-list muster | awk 'NF { print $1 }' | sort; }
has_pool () { on "$1" pool-info muster; }
no_host_has_pool () { ! has_pool host1 && ! has_pool host2 && ! has_pool host3; }
all_have_the_same () {
  [ -n "$(volumes host1)" ] && [ "$(volumes host1)" = "$(volumes host2)" ] &&
    [ "$(volumes host1)" = "$(volumes host3)" ]
}
