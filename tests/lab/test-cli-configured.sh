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
trap 'rm -rf "$2"' EXIT

fails () { local want=$1 code=0; shift; "$@" || code=$?; [ "$code" = "$want" ]; }

"$musterctl" identity import "$LAB_PKI" --name admin
"$musterctl" identity list | grep -q '^admin '
"$musterctl" host add host1.lab
fails 5 "$musterctl" host add host1.lab
fails 4 "$musterctl" host add nosuch.lab
fails 4 "$musterctl" host add host2.lab
fails 4 "$musterctl" host add host2.lab --user alice@lab <<< wrong
"$musterctl" host add host2.lab --user alice@lab --name two <<< secret
[ "$("$musterctl" host list --json | grep -c '"state" : "online"')" = 2 ]
"$musterctl" vm list | grep -q host1
fails 5 "$musterctl" identity remove admin
fails 3 "$musterctl" identity remove nobody
fails 1 grep -rqE 'secret|PRIVATE KEY' "$XDG_DATA_HOME"
"$musterctl" host edit two --name second
"$musterctl" host remove host1 second
"$musterctl" identity remove admin
[ "$("$musterctl" host list --json)" = '[]' ]
