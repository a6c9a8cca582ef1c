#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# test-ca.sh MUSTERCTL: the certificate authority from the command line, in a session with an
# unlocked keyring; what it issues is judged by certtool.

set -u
musterctl=$1
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export XDG_DATA_HOME=$scratch/data
n=0 failures=0

check () {
  local name=$1
  shift
  n=$((n + 1))
  if "$@" > "$scratch/said" 2>&1; then echo "ok $n - $name"; return; fi
  failures=$((failures + 1))
  echo "not ok $n - $name"
  sed 's/^/# /' "$scratch/said"
}

ctl () { "$musterctl" "$@"; }
exits () { local want=$1 code=0; shift; "$@" || code=$?; echo "exit code $code"; [ "$code" = "$want" ]; }
member () { python3 -c 'import json, sys; print (json.load (sys.stdin)[sys.argv[1]])' "$1"; }
lines () { python3 -c 'import json, sys; print (len (json.load (sys.stdin)))'; }
serial_of () { ctl cert list --json | python3 -c '
import json, sys
print (next (c["serial"] for c in json.load (sys.stdin) if c["name"] == sys.argv[1]))' "$1"; }

request () {
  certtool --generate-privkey --key-type rsa --bits 2048 --outfile "$scratch/key" &&
    printf 'cn = "evil.example.org"\nca\ncert_signing_key\n' > "$scratch/template" &&
    certtool --generate-request --load-privkey "$scratch/key" --template "$scratch/template" \
      --outfile "$scratch/request"
}

has_none () { exits 3 ctl ca status && exits 3 ctl cert issue client anna && [ "$(ctl cert list --json)" = '[]' ]; }
makes_one () {
  [ "$(ctl ca init --name Office --json | member name)" = Office ] && exits 5 ctl ca init &&
    [ "$(ctl ca status --json | member key_bits)" = 3072 ] && ctl ca status | grep -q Office
}
issues_for_host () {
  request && ctl cert issue server host1.example.org 192.0.2.1 --request "$scratch/request" \
    --output "$scratch/host.pem" && exits 1 ctl cert issue server host1.example.org \
    --request "$scratch/request" --output "$scratch/host.pem" &&
    certtool -i --infile "$scratch/host.pem" > "$scratch/text" &&
    grep -q 'DNSname: host1.example.org' "$scratch/text" && grep -q 'IPAddress: 192.0.2.1' "$scratch/text" &&
    grep -q 'TLS WWW Server' "$scratch/text" && ! grep -q evil "$scratch/text" &&
    ! grep -q 'Certificate signing' "$scratch/text"
}
issues_by_pipe () {
  ctl cert issue qemu-server host1.example.org --request - < "$scratch/request" --days 30 |
    grep -q 'BEGIN CERTIFICATE' &&
    ctl cert issue qemu-client host1.example.org --request "$scratch/request" --json |
      member certificate | grep -q 'BEGIN CERTIFICATE'
}
issues_for_admin () {
  ctl cert issue client anna && ctl identity list | grep -q '^anna ' &&
    exits 2 ctl cert issue client anna --request "$scratch/request" && exits 2 ctl cert issue client anna bert
}
refuses_nonsense () {
  exits 2 ctl cert issue king host1 && exits 2 ctl cert issue server host1 &&
    exits 2 ctl cert issue server host1 --request "$scratch/request" --days 0 &&
    exits 1 ctl cert issue server host1 --request /etc/passwd &&
    exits 1 ctl cert issue server 'not a name' --request "$scratch/request" &&
    exits 1 ctl cert issue server host1 --request "$scratch/nosuch"
}
renews () {
  local before
  before=$(ctl cert list --json | lines)
  exits 3 ctl cert renew nobody && exits 3 ctl cert renew host1.example.org &&
    ctl cert renew anna && ctl cert renew "$(serial_of host1.example.org)" --request "$scratch/request" > /dev/null &&
    [ "$(ctl cert list --json | lines)" = $((before + 2)) ]
}
revokes () {
  local serial
  serial=$(serial_of host1.example.org)
  ctl cert revoke "$serial" && ctl cert revoke "$serial" && exits 3 ctl cert revoke nobody &&
    ctl cert list | grep "$serial" | grep -q revoked &&
    ctl cert crl --output "$scratch/crl.pem" &&
    certtool --crl-info --infile "$scratch/crl.pem" | grep -qi "$serial"
}
goes_elsewhere () {
  printf 'long enough\nlong enough\n' | ctl ca export "$scratch/ca.p12" && [ "$(stat -c %a "$scratch/ca.p12")" = 600 ] &&
    printf 'long enough\nlong enough\n' | exits 1 ctl ca export "$scratch/ca.p12" &&
    printf 'short\nshort\n' | exits 1 ctl ca export "$scratch/short.p12" &&
    printf 'long enough\nanother one\n' | exits 1 ctl ca export "$scratch/two.p12" &&
    [ ! -e "$scratch/short.p12" ] && [ ! -e "$scratch/two.p12" ] &&
    printf 'long enough\n' | exits 5 ctl ca import "$scratch/ca.p12"
}
keeps_secrets () { ! grep -rqE 'PRIVATE KEY|long enough' "$XDG_DATA_HOME"; }

check 'says that there is no authority' has_none
check 'makes one authority, and no second' makes_one
check 'issues for the names given, not for those of the request' issues_for_host
check 'issues through a pipe and as JSON' issues_by_pipe
check 'issues for an admin into the keyring' issues_for_admin
check 'refuses nonsense' refuses_nonsense
check 'renews' renews
check 'revokes, and lists it for the hosts' revokes
check 'exports the authority encrypted' goes_elsewhere
check 'leaves no secret in its files' keeps_secrets
echo "1..$n"
[ $failures = 0 ]
