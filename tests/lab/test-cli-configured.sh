#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# test-cli-configured.sh MUSTERCTL SCRATCH: run at the lab's desk in a session with an unlocked
# keyring, as a user who has configured nothing yet: identities, hosts and a
# password, none of which may be seen outside the keyring.  host2 asks for the
# password of the user alice@lab, which is in SCRATCH/secrets/sasl-password.

set -eux
here=$(dirname "$(readlink -f "$0")")
musterctl=$1 scratch=$2
errors=$scratch/configured.errors list=$scratch/configured.list
password=$scratch/secrets/sasl-password
# shellcheck source=tests/lab/secrets.sh
. "$here/secrets.sh"
export XDG_DATA_HOME=$scratch/configured

# member NAME < JSON, value by value.
member () { python3 -c 'import json, sys; print (json.load (sys.stdin)[sys.argv[1]])' "$1"; }
kept_secrets () { gdbus call --session --dest org.freedesktop.secrets \
  --object-path /org/freedesktop/secrets --method org.freedesktop.Secret.Service.SearchItems '{}'; }
fails () { local want=$1 code=0; shift; "$@" || code=$?; [ "$code" = "$want" ]; }

# asked FILE COMMAND...: at a terminal, where the first password typed is wrong, the second FILE's.
asked () {
  timeout 90 python3 -c '
import os, pty, sys, time
answers = [b"wrong\n", open (sys.argv[1], "rb").read ().strip () + b"\n"]
def read (terminal):
    said = os.read (terminal, 4096)
    if b"Password of" in said:
        time.sleep (0.5)
        os.write (terminal, answers.pop (0))
    return said
sys.exit (os.waitstatus_to_exitcode (pty.spawn (sys.argv[2:], read)) or len (answers))' "$@"
}

# Nobody could be let in: it says so, and what to do.
fails 4 "$musterctl" host add host1.lab 2> "$errors"
grep -q 'client-cert-missing' "$errors"
grep -q 'identity import' "$errors"
[ "$("$musterctl" host list --json)" = '[]' ]

[ "$("$musterctl" identity import "$LAB_PKI" --name admin --json | member name)" = admin ]
"$musterctl" identity list | grep -q '^admin '
"$musterctl" host add host1.lab
fails 5 "$musterctl" host add host1.lab
fails 4 "$musterctl" host add nosuch.lab --json 2> "$errors" > "$list"
python3 -c 'import json, sys
only = json.load (sys.stdin)
assert [f["id"] for f in only["findings"]] == ["name-unresolved"], only
assert not only["added"] and only["message"] == only["findings"][0]["message"], only' < "$list"
fails 5 "$musterctl" host add host2.lab --name "$(printf 'x%.0s' $(seq 65))" 2> "$errors"
grep -q 'too long. 64' "$errors"
fails 4 "$musterctl" host add host2.lab
fails 4 "$musterctl" host add host2.lab --user alice@lab <<< wrong 2> "$errors"
grep -q 'sasl-refused' "$errors"
# The same host under another address, and among several that are told on standard input.
fails 5 "$musterctl" host add 10.198.0.1 --name again 2> "$errors"
grep -q 'already as “host1”' "$errors"
printf 'nosuch.lab\n\n 10.198.0.1\n' | fails 1 "$musterctl" host add - --json 2> "$errors" > "$list"
python3 -c 'import json, sys
first, second = json.load (sys.stdin)
assert [f["id"] for f in first["findings"]] == ["name-unresolved"], first
assert [f["id"] for f in second["findings"] if f["severity"] == "error"] == ["already-added"], second
assert not first["added"] and not second["added"]' < "$list"
grep -q 'What it can do: good' "$errors"
printf 'host2.lab\n' | fails 2 "$musterctl" host add - --user alice@lab
"$musterctl" host add host2.lab third.lab --anyway 2> /dev/null
[ "$("$musterctl" host list --json | grep -c '"id"')" = 3 ]
"$musterctl" host remove host2 third
"$musterctl" host add host2.lab --user alice@lab --name two < "$password"
"$musterctl" host remove two
asked "$password" "$musterctl" host add host2.lab --user alice@lab --name two > "$list"
grep -q 'refused the user name or the password' "$list"
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
# However much it is told to say, nothing of it is a secret.
debug=$scratch/debug
G_MESSAGES_DEBUG=all LIBVIRT_DEBUG=1 LIBVIRT_LOG_OUTPUTS="1:file:$debug.libvirt" \
  "$musterctl" host show two > "$debug" 2>&1
grep -q DEBUG "$debug"
grep -q virNetClient "$debug.libvirt"
python3 "$here/secret-watch" keyring "$secrets" | grep -q 'keeps [2-9] secrets'
walk_files --but '*/keyrings/*' "$HOME" "$XDG_RUNTIME_DIR" "$XDG_DATA_HOME" "$errors" "$debug" "$debug.libvirt"
"$musterctl" host edit two --name second
"$musterctl" host edit second --name zwei --json > "$errors"
[ "$(member name < "$errors")" = zwei ]
[ "$(member state < "$errors")" = online ]
[ "$(member uuid < "$errors")" = "$("$musterctl" host show zwei --json | member uuid)" ]
"$musterctl" host remove zwei
"$musterctl" host add host2.lab --user alice@lab --name second --json < "$password" > "$errors"
[ "$(member name < "$errors")" = second ]
[ "$(member uri < "$errors")" = qemu+tls://host2.lab/system ]
[ "$(member state < "$errors")" = online ]
[ "$("$musterctl" host add fourth.lab --no-test --json | member id)" = \
  "$("$musterctl" host show fourth --json 2> /dev/null | member id)" ]
"$musterctl" host remove fourth
fails 3 "$musterctl" host forget-login host1
"$musterctl" host forget-login second
fails 4 "$musterctl" host test second
"$musterctl" host remove host1 second
"$musterctl" identity remove admin
[ "$("$musterctl" host list --json)" = '[]' ]
