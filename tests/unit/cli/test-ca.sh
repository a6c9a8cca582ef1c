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
    [ "$(ctl ca status --json | member key_bits)" = 3072 ] && [ "$(ctl ca status --json | member subject)" = CN=Office ] &&
    ctl ca status | grep -Eq '^Name +Office$'
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
# Only the key of a request is taken; whose it is has to be said.
tells_whose_request () {
  ctl cert issue qemu-client host5.example.org --request "$scratch/request" --json > "$scratch/json" 2> "$scratch/errors" &&
    grep -q 'made for other names.*: evil.example.org' "$scratch/errors" &&
    [ "$(member names_not_issued < "$scratch/json")" = "['evil.example.org']" ] &&
    ctl host script host5.example.org --request "$scratch/request" --json 2> /dev/null | member notes | grep -q 'evil.example.org' &&
    printf 'cn = "host6.example.org"\ndns_name = "HOST6.example.org"\nip_address = "2001:db8::6"\n' > "$scratch/template" &&
    certtool --generate-request --load-privkey "$scratch/key" --template "$scratch/template" --outfile "$scratch/own" &&
    ctl cert issue server host6.example.org 2001:DB8:0::6 --request "$scratch/own" --json > "$scratch/json" 2> "$scratch/errors" &&
    [ "$(member names_not_issued < "$scratch/json")" = '[]' ] && ! grep 'other names' "$scratch/errors"
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
identity_of () { ctl identity list --json | python3 -c '
import json, sys
print (*sorted (i["id"] for i in json.load (sys.stdin) if i["name"] == sys.argv[1]))' "$1"; }
renews_in_place () {
  local id
  id=$(identity_of anna)
  ctl cert renew anna --days 500 && ctl cert renew anna --days 600 && [ "$(identity_of anna)" = "$id" ] &&
    exits 3 ctl cert revoke anna 2> "$scratch/errors" && cat "$scratch/errors" && grep -q '“anna” has [34] certificates' "$scratch/errors" &&
    grep -q 'client, issued on .*, renewed on ' "$scratch/errors" && grep -q -- '--all' "$scratch/errors" &&
    ! ctl cert list | grep '^anna ' | grep revoked
}
states_of () { ctl cert list --json | python3 -c '
import json, sys
print (*sorted (c["state"] for c in json.load (sys.stdin) if c["name"] == sys.argv[1]))' "$1"; }
marks_the_renewed () {
  [ "$(states_of anna)" = 'superseded superseded superseded valid' ] && ctl cert list | grep '^anna ' | grep -q 'renewed on' &&
    [ "$(states_of host1.example.org)" = 'superseded valid valid valid' ]
}
# Also what has been renewed since: hosts accept it as before.
revokes_all_of_a_name () {
  ctl cert issue server host7.example.org --request "$scratch/request" > /dev/null &&
    ctl cert issue server host7.example.org --request "$scratch/request" > /dev/null &&
    ctl cert issue qemu-server host7.example.org --request "$scratch/request" > /dev/null &&
    ctl host add host7.example.org --name seven --identity none --no-test && exits 3 ctl cert revoke seven &&
    [ "$(states_of host7.example.org)" = 'superseded valid valid' ] && exits 2 ctl cert revoke --all --within 3 seven &&
    exits 3 ctl cert revoke --all seven nobody && [ "$(states_of host7.example.org)" = 'superseded valid valid' ] &&
    ctl cert revoke --all seven 2> "$scratch/errors" && [ "$(grep -c 'issued on' "$scratch/errors")" = 3 ] &&
    [ "$(states_of host7.example.org)" = 'revoked revoked revoked' ] && ctl complete words certificates | grep -qx anna &&
    ! ctl complete words certificates | grep host7
}
results () { python3 -c '
import json, sys
print ([(c["name"], c["place"], c["state"]) for c in json.load (sys.stdin)])'; }
renews_what_is_due () {
  ctl cert issue client dora --days 10 && ctl cert renew --all --within 5 | grep -q 'Nothing is due' &&
    [ "$(ctl cert renew --all --json | results)" = "[('dora', 'desk', 'done')]" ] &&
    ctl cert renew --all | grep -q 'Nothing is due'
}
renews_authority () {
  local before
  before=$(ctl ca status --json | member fingerprint)
  exits 1 ctl ca renew --days 100 && exits 2 ctl ca renew --days many && ctl ca renew --days 3652 --json &&
    [ "$(ctl ca status --json | member fingerprint)" != "$before" ] && ctl cert check | grep -q Office
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
    exits 1 ctl ca export "$scratch/ca.p12" < /dev/null 2>&1 | grep 'cannot be written.*exists' &&
    exits 1 ctl ca export "$scratch/nowhere/ca.p12" < /dev/null 2>&1 | grep 'cannot be written' &&
    printf 'short\nshort\n' | exits 1 ctl ca export "$scratch/short.p12" &&
    printf 'long enough\nanother one\n' | exits 1 ctl ca export "$scratch/two.p12" &&
    [ ! -e "$scratch/short.p12" ] && [ ! -e "$scratch/two.p12" ] &&
    printf 'long enough\n' | exits 5 ctl ca import "$scratch/ca.p12"
}
# Another desk takes over what is revoked, so that its lists lack nothing.
takes_the_revoked_along () {
  local serial elsewhere=$scratch/elsewhere
  serial=$(ctl cert list | awk '/revoked/ { print $NF; exit }')
  secret-tool clear kind authority &&
    printf 'long enough\n' | XDG_DATA_HOME=$elsewhere ctl ca import "$scratch/ca.p12" &&
    XDG_DATA_HOME=$elsewhere ctl cert list | grep "$serial" | grep -q revoked &&
    XDG_DATA_HOME=$elsewhere ctl cert crl --output "$scratch/elsewhere.pem" &&
    certtool --crl-info --infile "$scratch/elsewhere.pem" | grep -qi "$serial"
}
# What is revoked and cannot be listed would stop every set-up of a host.
revokes_only_what_it_can_list () {
  local folder=$scratch/old
  mkdir "$folder" && certtool --generate-privkey --key-type rsa --bits 3072 --outfile "$folder/cakey.pem" &&
    printf 'cn = "Old"\nca\ncert_signing_key\nexpiration_days = 100\n' > "$folder/template" &&
    certtool --generate-self-signed --load-privkey "$folder/cakey.pem" --template "$folder/template" \
      --outfile "$folder/cacert.pem" &&
    secret-tool clear kind authority && ctl ca import "$folder" && ctl cert issue client berta &&
    exits 1 ctl cert revoke "$(serial_of berta)" && ! ctl cert list | grep berta | grep revoked
}
keeps_secrets () { ! grep -rqE 'PRIVATE KEY|long enough' "$XDG_DATA_HOME"; }

check 'says that there is no authority' has_none
check 'makes one authority, and no second' makes_one
check 'issues for the names given, not for those of the request' issues_for_host
check 'says whose request it was' tells_whose_request
check 'issues through a pipe and as JSON' issues_by_pipe
check 'issues for an admin into the keyring' issues_for_admin
check 'refuses nonsense' refuses_nonsense
check 'renews' renews
check 'renews an identity in its place' renews_in_place
check 'marks what was renewed' marks_the_renewed
check 'renews what is due' renews_what_is_due
check 'renews the authority' renews_authority
check 'revokes, and lists it for the hosts' revokes
check 'revokes all of a name, or of a host' revokes_all_of_a_name
check 'exports the authority encrypted' goes_elsewhere
check 'takes what is revoked to another desk' takes_the_revoked_along
check 'revokes only what it can list' revokes_only_what_it_can_list
check 'leaves no secret in its files' keeps_secrets
echo "1..$n"
[ $failures = 0 ]
