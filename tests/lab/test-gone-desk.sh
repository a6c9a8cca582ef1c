#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# test-gone-desk.sh MUSTERCTL CLOCK SCRATCH [REGEXP]: run at the lab's desk in a session with an
# unlocked keyring; host1 runs "web", whose disk is shared, and "own", whose is not; "idle" is off.

set -u
here=$(dirname "$(readlink -f "$0")")
musterctl=$1 clock=$2 scratch=$3 only=${4:-}
lab () { bash "$here/lab" "$@"; }
# shellcheck source=tests/lab/cases.sh
. "$here/cases.sh"
# shellcheck source=tests/lab/steps.sh
. "$here/steps.sh"
# shellcheck source=tests/lab/records.sh
. "$here/records.sh"
export XDG_DATA_HOME=$scratch/desk

ctl () { timeout 120 "$musterctl" "$@"; }

has () { on "$1" dominfo "$2" > /dev/null 2>&1; }
runs () { state_is "$1" "$2" running; }
# The host that has a VM; fails unless it is one.
home_of () {
  local host homes=()
  for host in host1 host2 host3; do ! has "$host" "$1" || homes+=("$host"); done
  echo "${homes[*]}"
  [ ${#homes[@]} = 1 ]
}
there () { local host; for host in host2 host3; do ! has "$host" "$1" || echo "$host"; done; }
xml_of () { on "$1" dumpxml --inactive --security-info "$2"; }

# idle's firmware keeps variables on its host; odd, like it, hands QEMU words of its own.
change () { on host1 dumpxml --inactive idle | python3 -c 'import sys; print (eval ("(" + sys.argv[1] + ")") (sys.stdin.read ()))' "$1" | lab exec host1 virsh -q define /dev/stdin; }
make_odd () {
  change 'lambda x: x.replace ("</os>", "<loader readonly=\"yes\" type=\"pflash\">/usr/share/fw</loader><nvram>/var/lib/idle.fd</nvram></os>")' &&
    change 'lambda x: __import__ ("re").sub ("(?s)<uuid>.*?</uuid>|<disk .*?</disk>|<mac [^>]*>|<loader.*</nvram>", "", x).replace (">idle<", ">odd<")
            .replace ("</domain>", "<qemu:commandline xmlns:qemu=\"http://libvirt.org/schemas/domain/qemu/1.0\"><qemu:arg value=\"-S\"/></qemu:commandline></domain>")'
}

# --- cases ------------------------------------------------------------------

copies () {
  make_odd && ! ctl host copies --json | grep -q name && ctl host copies --now > "$scratch/table" &&
    grep -q '^host1 *4 *3 ' "$scratch/table" &&
    holds '{ r["name"]: (r["vms"], r["copies"]) for r in x } ==
           { "host1": (["idle", "odd", "own", "web"], 3), "host2": ([], 3), "host3": (["other"], 3) }' sorted_copies
}
sorted_copies () {
  ctl host copies --json | python3 -c '
import json, sys
print (json.dumps ([dict (r, vms=sorted (r["vms"])) for r in json.load (sys.stdin)]))'
}

# Nothing that has not changed is written again.
copies_once () {
  local before
  before=$(volumes host2)
  ctl host copies --now > "$scratch/table" && [ "$(volumes host2)" = "$before" ] &&
    on host3 desc other --config 'The third' > /dev/null && ctl host copies --now > "$scratch/table" &&
    [ "$(volumes host2)" != "$before" ]
}

needs_it_gone () {
  fails_with 5 '“host1” answers' ctl host gone host1 --powered-off && runs host1 web &&
    fails_with 3 'no copies of the VMs of a host named “host9”' ctl host gone host9
}

# Only looks: nobody has said that it is off.
plans () {
  lab kill host1
  fails_with 5 'powered off' ctl host gone host1 --json > "$scratch/plan" &&
    holds '[(r["vm"], r["ran"], r["state"]) for r in x] == [("idle", False, "planned"),
           ("odd", False, "left"), ("own", True, "planned"), ("web", True, "planned")] and
           { r["host"] for r in x } == { "host2", "host3", None } and
           "<qemu:commandline>" in by_vm (x, "odd")["problem"] and
           "UEFI variables" in by_vm (x, "idle")["loss"]' sed -n '/^\[/,/^\]/p' "$scratch/plan" &&
    ! has host2 web && ! has host3 web && fails_with 5 'does not answer' ctl host gone host1 --to host1
}

takes_over () {
  exits 1 ctl host gone host1 --powered-off --start --json > "$scratch/taken" &&
    holds '{ r["vm"]: r["state"] for r in x } == { "web": "started", "own": "defined", "idle": "defined", "odd": "left" } and
           not [r["problem"] for r in x if r["vm"] == "idle"][0] and
           "does not have its disk" in [r["problem"] for r in x if r["vm"] == "own"][0]' \
      sed -n '/^\[/,/^\]/p' "$scratch/taken"
}

# Two desktops at once, each for another host: no VM is defined twice, whoever takes it.
takes_over_by_two () {
  local one two vm
  ctl host gone host1 --powered-off --to host2 > "$scratch/one" 2>&1 & one=$!
  ctl host gone host1 --powered-off --to host3 > "$scratch/two" 2>&1 & two=$!
  wait $one $two
  cat "$scratch/one" "$scratch/two"
  for vm in idle own web; do [ "$(there "$vm" | wc -l)" -le 1 ] || { echo "twice: $vm"; return 1; }; done
}
# As it was, for what follows.
undo () {
  local vm host
  for vm in idle own web; do for host in $(there "$vm"); do on "$host" undefine "$vm"; done; done
}

# With a password that opens nothing until Muster sets one, and a mark.
is_whole_there () {
  local home
  home=$(there web) && runs "$home" web && xml_of "$home" web > "$scratch/web.xml" &&
    grep -q "passwd=''" "$scratch/web.xml" && grep -q '<muster:home mark=' "$scratch/web.xml" &&
    grep -q 'libosinfo' "$scratch/web.xml" && state_is "$(there own)" own 'shut off'
}

takes_over_once () {
  fails_with 5 'powered off' ctl host gone host1 --json > "$scratch/plan" &&
    holds 'all (r["state"] == "left" and "has it already" in r["problem"] for r in x if r["vm"] != "odd")' \
      sed -n '/^\[/,/^\]/p' "$scratch/plan" &&
    [ "$(there web | wc -l)" = 1 ] &&
    holds '"web" in [r for r in x if r["name"] == "'"$(there web)"'"][0]["vms"]' ctl host copies --json
}

# Both have it defined; shown is the one that holds.
knows_the_stale () {
  lab boot host1 && eventually ctl host show host1 > "$scratch/host" &&
    holds 'sorted (r["vm"] for r in x) == ["idle", "own", "web"]' ctl host stale host1 --json &&
    holds 'x == []' ctl host stale host2 --json &&
    holds '{ v["name"]: v["host"] for v in x }["web"] == "'"$(there web)"'" and
           { v["name"]: v["state"] for v in x }["web"] == "running"' ctl vm list --json
}

# Even where nobody else is in sight.
starts_no_stale () {
  local code=0
  lab cut host2; lab cut host3
  fails_with 5 'what “host1” has of it is stale' ctl vm start own || code=1
  ctl vm list 2> /dev/null | grep -q '^own *host1 *Left behind' || code=1
  ctl vm show own 2> /dev/null | grep -q '^Taken over by *host[23]$' || code=1
  state_is host1 own 'shut off' || code=1
  fails_with 5 'No other host that answers has “own”' ctl host stale host1 --remove || code=1
  has host1 own && has host1 web || code=1
  lab join host2; lab join host3
  eventually all_answer && return $code
}
all_answer () { ctl host list > "$scratch/hosts" 2>&1; }

removes_the_stale () {
  local disk=/var/lib/libvirt/images/own.qcow2
  ctl host stale host1 --remove && ! has host1 web && ! has host1 own && ! has host1 idle &&
    lab exec host1 test -s "$disk" && lab exec host1 test -s /var/lib/libvirt/shared/web.qcow2 &&
    holds 'x == []' ctl host stale host1 --json && home_of web && home_of own && runs "$(there web)" web
}

# The mark goes along with the VM: what moves back is not stale.
comes_home () {
  ctl vm migrate web --to host1 && runs host1 web && [ "$(home_of web)" = host1 ] &&
    holds 'x == []' ctl host stale host1 --json && ctl vm off web && ctl vm start web && runs host1 web
}

# --- migrations that were cut -----------------------------------------------

later () { env LD_PRELOAD="$clock" SHIFT_CLOCK=120 timeout 120 "$musterctl" "$@"; }
is_migrating () { on host1 domjobinfo web 2> /dev/null | grep -q 'Outgoing migration'; }

# begin_migration: slowly, by a desktop that dies on the way.
begin_migration () {
  on host1 migrate-setspeed web 4 && { "$musterctl" vm migrate web --to host2 > /dev/null 2>&1 & desk=$!; } &&
    eventually is_migrating
}
speed_up () { on host1 migrate-setspeed web 10000; }

# The hosts go on by themselves; who looks later only takes the note away.
ends_without_a_desk () {
  local desk
  begin_migration && kill -KILL "$desk" && speed_up && eventually runs host2 web &&
    holds 'x == []' ctl vm settle --json && holds 'x == []' later vm settle --json &&
    [ "$(home_of web)" = host2 ] && ctl vm migrate web --to host1 && [ "$(home_of web)" = host1 ]
}

# What libvirt leaves at times when the target falls silent at the end, as it did when that
# was tried by hand: the VM goes on at the source, and the target has a definition too.
leave_definition () {
  on host1 dumpxml --inactive web > "$scratch/left.xml" &&
    lab exec host2 virsh -q define /dev/stdin < "$scratch/left.xml"
}
has_given_up () { ! is_migrating && runs host1 web && ! has host2 web; }

settles_what_is_left () {
  local desk
  begin_migration && kill -KILL "$desk" && on host1 domjobabort web && eventually has_given_up &&
    leave_definition && holds 'x == []' ctl vm settle --json && has host2 web &&
    holds 'len (x) == 1 and "“web” is on “host1”" in x[0] and "left on “host2” was removed" in x[0]' \
      later vm settle --json &&
    [ "$(home_of web)" = host1 ] && runs host1 web && holds 'x == []' later vm settle --json
}

# --- migrations cut at each of their phases ---------------------------------

signal_daemon () { lab exec "$1" sh -c "kill -$2 \$(cat /run/libvirt/libvirtd.pid)"; }
is_copying () { on host1 domjobinfo web 2> /dev/null | grep -q '^Memory processed: *[1-9]'; }
has_stopped () { state_is host1 web paused; }

# While the target gets ready, which is frozen; while memory is copied; and between the
# source's last word and the target's first, for which its daemon is frozen.
reach () {
  case $1 in
    begin) sleep 2 ;;
    copy) eventually is_copying ;;
    end) eventually is_copying && signal_daemon host2 STOP && speed_up && eventually has_stopped ;;
  esac
}

active_on () { on "$1" list --name | grep -qx web; }
# What runs runs once, nothing of it is left elsewhere, and it is defined there alone.
is_at_one () {
  local host active=()
  later vm settle > "$scratch/settled"
  for host in host1 host2 host3; do ! active_on "$host" || active+=("$host"); done
  cat "$scratch/settled"
  echo "active on ${active[*]}"
  [ ${#active[@]} = 1 ] && runs "${active[0]}" web && [ "$(home_of web)" = "${active[0]}" ]
}

survives_cut_at () {
  local code=0 job
  on host1 migrate-setspeed web 4
  [ "$1" != begin ] || signal_daemon host2 STOP
  ctl vm migrate web --to host2 & job=$!
  reach "$1" || code=1
  lab cut host2
  wait "$job" && { echo 'it says that it is done'; code=1; }
  lab join host2
  signal_daemon host2 CONT
  [ $code = 0 ] && eventually is_at_one &&
    { runs host1 web || ctl vm migrate web --to host1; } && speed_up
}

# --- libvirt's own autostart ----------------------------------------------------

# "twin" has a disk of its own on each of two hosts, at the same path: of block devices QEMU's
# locks would say as little.  It starts with host1.
make_twin () {
  local disk=/var/lib/libvirt/images/twin.qcow2
  lab vm host1 twin --memory 96 --pool local --graphics none && on host1 autostart twin &&
    lab exec host2 qemu-img create -q -f qcow2 -F qcow2 -b /var/lib/libvirt/shared/guest.qcow2 $disk 1G
}
is_refused () { lab exec host1 grep -q "Failed to autostart VM 'twin'.*locked" /var/log/libvirt/libvirtd.log; }
none_twice () { holds 'x and not any (v["running_twice"] for v in x)' ctl vm list --json; }

# The host that is gone starts it on its return, or would: that is said before.
loses_twin () {
  make_twin && lab locks host1 on && lab locks host2 on && on host1 start twin &&
    ctl host copies --now > "$scratch/table" && lab kill host1 &&
    fails_with 5 'its libvirt starts these VMs.*: “twin”' ctl host gone host1 --to host2 --json > "$scratch/plan" &&
    holds '{ r["vm"]: r["autostart"] for r in x if r["vm"] in ("web", "twin") } == { "web": False, "twin": True }' \
      sed -n '/^\[/,/^\]/p' "$scratch/plan"
}
warns_of_autostart () { loses_twin || { cat "$scratch/plan"; return 1; }; }
lock_refuses_autostart () {
  ctl host gone host1 --to host2 --powered-off --start > "$scratch/taken"
  cat "$scratch/taken"
  runs host2 twin && on host2 dominfo twin | grep -q '^Autostart: *disable' &&
    lab boot host1 && eventually is_refused && state_is host1 twin 'shut off' && runs host2 twin && none_twice
}

# Of both disks nobody has need; it is ended before anything is judged.
tells_running_twice () {
  local code=0
  lab locks host1 off && lab locks host2 off && runs host2 twin && lab kill host1 && lab boot host1 &&
    eventually runs host1 twin || code=1
  exits 1 ctl vm list --json > "$scratch/twice" 2> "$scratch/errors" || code=1
  exits 1 ctl vm list > "$scratch/table" 2>> "$scratch/errors" || code=1
  exits 1 ctl vm show twin > "$scratch/shown" 2>> "$scratch/errors" || code=1
  on host1 destroy twin
  cat "$scratch/table" "$scratch/errors"
  [ $code = 0 ] && [ "$(grep -c '“twin” runs on several hosts at once: host' "$scratch/errors")" = 3 ] &&
    holds '{ v["name"]: sorted (v["running_twice"]) for v in x if v["running_twice"] } == { "twin": ["host1", "host2"] }' \
      sed -n '/^\[/,/^\]/p' "$scratch/twice" &&
    grep -q '^twin *host[12], host[12] *RUNS TWICE' "$scratch/table" && grep -q '^RUNS TWICE *host' "$scratch/shown" &&
    none_twice && runs host2 twin
}

ctl identity import "$LAB_PKI" --name admin > /dev/null
ctl host add host1.lab host2.lab host3.lab --identity admin > /dev/null 2>&1
check 'copies what each host has defined to the others' copies
check 'writes again only what has changed' copies_once
check 'takes nothing from a host that answers' needs_it_gone
check 'shows what would be done, and does it only when the host is said to be off' plans
check 'takes no VM over twice when two desktops do it at once' takes_over_by_two
undo > /dev/null
check 'defines the VMs on others and starts those whose disks are there' takes_over
check 'locks their displays and marks their definitions' is_whole_there
check 'takes a VM over once' takes_over_once
check 'knows what is stale on a host that came back' knows_the_stale
check 'starts nothing stale, even where no other host answers' starts_no_stale
check 'removes what is stale, and no disk' removes_the_stale
check 'moves a VM back to where it was' comes_home
check 'lets a migration end whose desktop died' ends_without_a_desk
check 'removes what a migration left that did not end' settles_what_is_left
for phase in begin copy end; do
  check "has one VM after a migration that was cut at its $phase" survives_cut_at "$phase"
done
check 'says which VMs the host that is gone starts when it is back' warns_of_autostart
check 'has virtlockd refuse what libvirt starts a second time' lock_refuses_autostart
check 'says at once that a VM runs twice' tells_running_twice
end_cases
