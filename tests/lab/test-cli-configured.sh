#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# test-cli-configured.sh MUSTERCTL FOLDER: run at the lab's desk in a session with an unlocked
# keyring, as a user who has configured nothing yet: identities, hosts and a
# password, none of which may be seen outside the keyring.  host2 asks for the
# password "secret" of the user alice@lab.

set -eux
musterctl=$1
export XDG_DATA_HOME=$2/data
trap 'rm -rf "$2" "$2.errors"' EXIT

# member NAME < JSON, value by value.
member () { python3 -c 'import json, sys; print (json.load (sys.stdin)[sys.argv[1]])' "$1"; }
kept_secrets () { gdbus call --session --dest org.freedesktop.secrets \
  --object-path /org/freedesktop/secrets --method org.freedesktop.Secret.Service.SearchItems '{}'; }
fails () { local want=$1 code=0; shift; "$@" || code=$?; [ "$code" = "$want" ]; }

# Nobody could be let in: it says so, and what to do.
fails 4 "$musterctl" host add host1.lab 2> "$2.errors"
grep -q 'no client identity' "$2.errors"
grep -q 'identity import' "$2.errors"
[ "$("$musterctl" host list --json)" = '[]' ]

[ "$("$musterctl" identity import "$LAB_PKI" --name admin --json | member name)" = admin ]
"$musterctl" identity list | grep -q '^admin '
"$musterctl" host add host1.lab
fails 5 "$musterctl" host add host1.lab
fails 4 "$musterctl" host add nosuch.lab
fails 4 "$musterctl" host add host2.lab
fails 4 "$musterctl" host add host2.lab --user alice@lab <<< wrong
"$musterctl" host add host2.lab --user alice@lab --name two <<< secret
# A record that cannot be written leaves no password behind.
before=$(kept_secrets)
(
  trap '' XFSZ
  ulimit -f 0
  printf 'lost\n' | fails 1 "$musterctl" host add third.lab --user bob --no-test
) > /dev/null 2>&1
[ "$(kept_secrets)" = "$before" ]
[ "$("$musterctl" host list --json | grep -c '"state" : "online"')" = 2 ]
"$musterctl" vm list | grep -q host1
fails 5 "$musterctl" identity remove admin
fails 3 "$musterctl" identity remove nobody
fails 1 grep -rqE 'secret|PRIVATE KEY' "$XDG_DATA_HOME"
"$musterctl" host edit two --name second
"$musterctl" host edit second --name zwei --json > "$2.errors"
[ "$(member name < "$2.errors")" = zwei ]
[ "$(member state < "$2.errors")" = online ]
[ "$(member uuid < "$2.errors")" = "$("$musterctl" host show zwei --json | member uuid)" ]
"$musterctl" host remove zwei
"$musterctl" host add host2.lab --user alice@lab --name second --json <<< secret > "$2.errors"
[ "$(member name < "$2.errors")" = second ]
[ "$(member uri < "$2.errors")" = qemu+tls://host2.lab/system ]
[ "$(member state < "$2.errors")" = online ]
[ "$("$musterctl" host add fourth.lab --no-test --json | member id)" = \
  "$("$musterctl" host show fourth --json 2> /dev/null | member id)" ]
"$musterctl" host remove fourth
"$musterctl" host remove host1 second
"$musterctl" identity remove admin
[ "$("$musterctl" host list --json)" = '[]' ]
