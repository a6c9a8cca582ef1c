#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# test-cli.sh MUSTERCTL [REGEXP]: the command line against two real hosts; what it says
# is compared with what virsh says on the hosts themselves.

set -u
# shellcheck source=tests/lab/cli-cases.sh
. "$(dirname "$(readlink -f "$0")")/cli-cases.sh" "$@"

# A VM is on exactly one host: running on one, unknown to the other.
is_only_on () {
  local home=host$1 other=host$((3 - $1))
  state_is "$home" "$2" running && ! on "$other" dominfo "$2"
}
is_on_exactly_one () {
  local n=0
  ! state_is host1 "$1" running || n=$((n + 1))
  ! state_is host2 "$1" running || n=$((n + 1))
  [ $n = 1 ]
}

# --- cases ------------------------------------------------------------------

lists () {
  [ "$(field web state)" = running ] && [ "$(field web host)" = host1 ] &&
    [ "$(field idle state)" = off ] && [ "$(field web uuid)" = "$(on host1 domuuid web | head -n 1)" ] &&
    [ "$(field web memory_kib)" = 131072 ] && [ "$(field web host_uri)" = qemu+tls://host1.lab/system ] &&
    ctl vm list | grep -q '^web *host1 *Running'
}

# JSON says null of what is not known, and never "".
says_nothing_of_the_unknown () { ! ctl vm show idle --json | grep '": ""' && ctl vm show idle --json | grep '"os_name" : null'; }

shows_lines () {
  on host1 desc idle --config --new-desc $'first line\nsecond line' || return 1
  ctl vm show idle > "$scratch/lines" && cat "$scratch/lines" &&
    grep -q '^Description  *first line$' "$scratch/lines" && grep -q '^  *second line$' "$scratch/lines"
}

counts_a_host_once () {
  [ "$(lab run timeout 60 "$musterctl" --host host1.lab --host qemu+tls://host1.lab/system \
    --pkipath "$MUSTER_LAB/pki/admin" host list --json | grep -c '"uri"')" = 1 ]
}

explains_itself () {
  lab run "$musterctl" help > "$scratch/help" && grep -q 'vm migrate' "$scratch/help" &&
    lab run "$musterctl" help vm > "$scratch/help" && grep -q 'vm migrate' "$scratch/help" && ! grep -q 'host add' "$scratch/help" &&
    lab run "$musterctl" help vm start > "$scratch/help" && grep -q '^Usage: musterctl vm start' "$scratch/help" &&
    fails_with 2 'vm migrate' lab run "$musterctl" vm && fails_with 2 'no command' lab run "$musterctl" vm nonsense
}

explains_kind () { fails_with 2 'no hosts of the kind “foo”' ctl_at "$MUSTER_LAB/pki/admin" foo://bar vm list; }

shows () { ctl vm show web | grep -q "$(on host1 domuuid web | head -n 1)" && ctl host show host2 | grep -q 'QEMU'; }

pauses () {
  ctl vm pause web && state_is host1 web paused &&
    fails_with 5 'is paused; only a running VM can be paused' ctl vm pause web &&
    ctl vm resume host1/web && state_is host1 web running
}

saves () {
  ctl vm save web && state_is host1 web 'shut off' && [ "$(field web state)" = saved ] &&
    ctl vm start web && state_is host1 web running &&
    ctl vm save web && ctl vm discard web && [ "$(field web state)" = off ] && ctl vm start web
}

takes_picture () {
  ctl vm screenshot web "$scratch/web.png" && ctl vm screenshot web - > "$scratch/out.png" &&
    [ "$(head -c 4 "$scratch/web.png" | tail -c 3)" = PNG ] &&
    [ "$(head -c 4 "$scratch/out.png" | tail -c 3)" = PNG ] &&
    [ "$(wc -c < "$scratch/web.png")" -gt 200 ]
}

sends_keys () {
  ctl vm send-key web ctrl+alt+f2 enter && fails_with 2 'no key named “hyper”' ctl vm send-key web hyper
}

# In words of Muster's own.
explains_no_screen () {
  fails_with 5 '“idle” is off; only a VM that is on' ctl vm screenshot idle - &&
    fails_with 5 '“idle” is off; only a VM that is on' ctl vm send-key idle enter &&
    fails_with 1 'The picture could not be written' ctl vm screenshot web /nonexistent/web.png
}

resets () { ctl vm reset web && state_is host1 web running; }
reboots () { ctl vm reboot web && state_is host1 web running; }

forces_off () {
  ctl vm off web && state_is host1 web 'shut off' &&
    fails_with 5 'is off' ctl vm off web && ctl vm start web && state_is host1 web running
}

agent_answers () { on host1 qemu-agent-command "$1" '{"execute":"guest-ping"}'; }

shuts_down () {
  eventually agent_answers web && ctl vm shutdown web && state_is host1 web 'shut off' &&
    ctl vm start web && eventually agent_answers web &&
    ctl vm shutdown --no-wait web && eventually state_is host1 web 'shut off' && ctl vm start web
}

# What the guest is told to run, by its agent.
in_guest () {
  on host1 qemu-agent-command "$1" \
    '{"execute":"guest-exec","arguments":{"path":"/bin/sh","arg":["-c","'"$2"'"]}}'
}

# An address that no lease knows.
asks_agents () {
  eventually agent_answers web && in_guest web 'ip addr add 10.77.0.5/24 dev eth0' &&
    eventually eval "field web ips | grep -q 10.77.0.5" && ctl vm show web | grep -q '10\.77\.0\.5' &&
    ctl vm show web --json | grep -q '"10.77.0.5"'
}

# A guest that says nothing any more costs two seconds; what is known is shown.
outlasts_hung_agent () {
  local began code=0
  in_guest web '(sleep 1; kill -STOP $(pidof qemu-ga)) > /dev/null 2>\&1 \&' && sleep 3
  began=$(date +%s%N)
  ctl vm list > "$scratch/hung" || code=$?
  echo "exit code $code, $((($(date +%s%N) - began) / 1000000)) ms"
  [ $code = 0 ] && [ $((($(date +%s%N) - began) / 1000000)) -lt 6000 ] &&
    grep -q '^web *host1 *Running' "$scratch/hung" && grep -q '^idle *host1 *Off' "$scratch/hung" &&
    ctl vm show web | grep -q 'Running' && ctl vm reset web && eventually agent_answers web
}

acts_on_many () {
  fails_with 5 '“web” is running' ctl vm start web idle && state_is host1 idle running &&
    ctl vm off idle && exits 3 ctl vm start idle nobody && state_is host1 idle 'shut off'
}

writes_json_of_acts () {
  ctl vm start idle web --json > "$scratch/acts.json" 2> /dev/null
  python3 -c '
import json, sys
acts = { a["name"]: a for a in json.load (sys.stdin) }
assert acts["idle"]["result"] == "done", acts
assert acts["web"]["result"] == "failed" and "running" in acts["web"]["reason"], acts' \
    < "$scratch/acts.json" && ctl vm off idle
}

migrates () {
  ctl vm migrate web host2 && is_only_on 2 web && [ "$(field web host)" = host2 ] &&
    fails_with 5 'on “host2” already' ctl vm migrate web --to host2 &&
    ctl vm migrate web host1 && is_only_on 1 web
}

migrates_paused () {
  ctl vm pause web && ctl vm migrate web host2 && state_is host2 web paused &&
    ! on host1 dominfo web && ctl vm resume web && ctl vm migrate web host1
}

migrates_offline () {
  ctl vm migrate idle host2 && state_is host2 idle 'shut off' && ! on host1 dominfo idle &&
    ctl vm migrate idle host1 && state_is host1 idle 'shut off'
}

# Slow enough to be caught in the middle.
slow_down () { on host1 migrate-setspeed web 2; }
speed_up () { on host1 migrate-setspeed web 10000; }

cancels_migration () {
  slow_down && exits 1 lab run timeout --foreground --preserve-status -s INT 3 "$musterctl" "${both[@]}" \
    --pkipath "$MUSTER_LAB/pki/admin" vm migrate web host2 && is_only_on 1 web
}

explains_private_disk () {
  fails_with 5 'not on storage that both hosts share' ctl vm migrate lonely host2 &&
    state_is host1 lonely running
}

explains_conflict () {
  on host1 dumpxml idle > "$scratch/idle.xml"
  sed -i 's/<uuid>.*</<uuid>11111111-2222-3333-4444-555555555555</' "$scratch/idle.xml"
  on host2 define "$scratch/idle.xml" || return 1
  fails_with 3 'can mean more than one' ctl vm start idle &&
    fails_with 5 'exists on “host2” already' ctl vm migrate host1/idle host2 &&
    state_is host1 idle 'shut off'
}

has_odd_names () {
  local name="a \"b\" <&> 'c' \$(id) %s 虚拟机"
  sed -e '/<uuid>/d' "$scratch/idle.xml" | python3 -c '
import sys, re
from xml.sax.saxutils import escape
print (re.sub ("<name>.*</name>", lambda m: "<name>" + escape (sys.argv[1]) + "</name>", sys.stdin.read ()))' \
    "$name" > "$scratch/odd.xml"
  on host1 define "$scratch/odd.xml" && [ "$(field "$name" state)" = off ] &&
    ctl vm start "$name" && state_is host1 "$name" running && ctl vm off "host1/$name" &&
    state_is host1 "$name" 'shut off' && on host1 undefine "$name"
}

# One machine under two addresses: each of its VMs once, and a word about it.
notices_double_host () {
  set -o pipefail
  fails_with 5 'in the list already' lab run timeout 60 "$musterctl" --host host1.lab \
    --host "$address" --pkipath "$MUSTER_LAB/pki/admin" vm list --json | tee "$scratch/double.json" &&
    [ "$(grep -c '"name" : "web"' "$scratch/double.json")" = 1 ]
}

explains_address () { fails_with 4 'No address was found' ctl_at "$MUSTER_LAB/pki/admin" nosuch.lab vm list; }
explains_port () { fails_with 4 'nothing listens' ctl_at "$MUSTER_LAB/pki/admin" qemu+tls://host1.lab:1/system vm list; }
explains_foreign () { fails_with 4 'certificates' ctl_at "$(lab identity foreign)" host1.lab vm list; }
explains_expired () { fails_with 4 'certificates' ctl_at "$(lab identity expired)" host1.lab vm list; }
explains_missing () {
  mkdir -p "$scratch/empty" && cp "$MUSTER_LAB/pki/admin/cacert.pem" "$scratch/empty/" &&
    fails_with 4 'certificate' ctl_at "$scratch/empty" host1.lab vm list &&
    fails_with 4 'no client identity' ctl_at "$scratch/empty" host1.lab host test &&
    says 'identity import'
}
explains_host_certificate () {
  local kind code=0
  for kind in misnamed expired foreign; do
    lab certify host2 $kind && fails_with 4 'certificates' ctl_at "$MUSTER_LAB/pki/admin" host2.lab host test || code=1
  done
  lab certify host2 good
  return $code
}
keeps_password () {
  local code
  lab sasl host2 alice < "$password" && fails_with 4 'user name and password' \
    ctl_at "$MUSTER_LAB/pki/admin" host2.lab vm list &&
    lab run sh "$here/../unit/secrets/with-keyring.sh" keyring \
      bash "$here/test-cli-configured.sh" "$musterctl" "$scratch"
  code=$?
  lab kill host2 && lab boot host2
  return $code
}

# The other host's rows come in time, the silent one is named.
lists_the_rest () {
  local began=$SECONDS
  lab cut host2
  fails_with 4 'host2' ctl vm list --json > "$scratch/rest.json" &&
    fails_with 4 'may be on one that does not: host2' ctl vm show nobody &&
    grep -q '"web"' "$scratch/rest.json" && [ $((SECONDS - began)) -le 15 ] &&
    fails_with 4 'does not answer' ctl vm migrate web host2 && is_only_on_cut
}
is_only_on_cut () { state_is host1 web running; }
joins () { lab join host2 && eventually ctl vm list; }

# The target's cable is pulled while memory is copied.
survives_cut_target () {
  local code=0
  slow_down
  ctl vm migrate web host2 2> "$scratch/errors" & local job=$!
  sleep 3
  lab cut host2
  wait $job || code=$?
  echo "exit code $code"
  cat "$scratch/errors"
  lab join host2
  [ $code != 0 ] && says '“host2” does not answer; the migration waits' && eventually is_only_on 1 web
}

survives_cut_source () {
  local code=0
  slow_down
  ctl vm migrate web host2 & local job=$!
  sleep 3
  lab cut host1
  wait $job || code=$?
  echo "exit code $code"
  lab join host1
  [ $code != 0 ] && eventually is_on_exactly_one web
}

ends_when_killed () {
  lab kill host2
  fails_with 4 'host2' ctl vm list
}

make_lab () {
  lab up 2 --bare && lab vm host1 web --start --graphics vnc &&
    lab vm host1 idle --graphics none &&
    lab vm host1 lonely --from disk --pool local --graphics none --start
}

need_lab make_lab
begin_watch
address=$(lab status | awk '$1 == "host1" { print $2 }')

check 'lists VMs as the hosts have them' lists
check 'shows a VM and a host' shows
check 'shows a description of two lines' shows_lines
check 'writes null for what is unknown' says_nothing_of_the_unknown
check 'counts a host once that is named twice' counts_a_host_once
check 'explains its commands' explains_itself
check 'explains an unknown kind of host' explains_kind
check 'pauses and resumes' pauses
check 'saves, starts from it, discards it' saves
check 'takes a picture of the screen' takes_picture
check 'sends keys' sends_keys
check 'explains that there is no screen' explains_no_screen
check 'resets' resets
check 'reboots' reboots
check 'forces off' forces_off
check 'shuts down' shuts_down
check 'shows addresses that only the agent knows' asks_agents
check 'does not wait for an agent that hangs' outlasts_hung_agent
check 'acts on many and names the failures' acts_on_many
check 'writes JSON of acts' writes_json_of_acts
check 'migrates a running VM there and back' migrates
check 'migrates a paused VM' migrates_paused
check 'migrates a VM that is off' migrates_offline
check 'cancels a migration' cancels_migration
speed_up > /dev/null 2>&1
check 'explains a disk that is not shared' explains_private_disk
check 'explains a VM of the same name' explains_conflict
check 'takes every odd character in a name' has_odd_names
check 'notices one host under two addresses' notices_double_host
check 'explains a wrong address' explains_address
check 'explains a closed port' explains_port
check 'explains a foreign certificate' explains_foreign
check 'explains an expired certificate' explains_expired
check 'explains a missing client certificate' explains_missing
check "explains the host's certificates" explains_host_certificate
password=$(new_password sasl-password)
check 'asks for a password and keeps it in the keyring' keeps_password
check 'lists the rest when a host is silent' lists_the_rest
check 'lists all when it is back' joins
check 'loses no VM when the target is cut off' survives_cut_target
check 'loses no VM when the source is cut off' survives_cut_source
check 'says when a host has died' ends_when_killed
check 'shows its secrets to nobody' end_watch

end_cases
