#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Tests the lab: that its hosts are real, that its faults are faults, that two
# labs do not meet and that nothing is left of either.

set -u
here=$(dirname "$(readlink -f "$0")")
scratch=$(mktemp -d /tmp/muster-lab-XXXXXX)
export MUSTER_LAB=$scratch/one
other=$scratch/two
# shellcheck source=tests/lab/cases.sh
. "$here/cases.sh"

lab () { bash "$here/lab" "$@"; }
other_lab () { MUSTER_LAB=$other bash "$here/lab" "$@"; }

clean_up () {
  lab down
  other_lab down
  rm -rf "$scratch"
}
trap clean_up EXIT

# URI of host N, with the admin's identity; expanded at the desk.
# shellcheck disable=SC2016
desk_virsh () {
  lab run sh -c 'host=$1; shift; exec virsh -q -c "qemu+tls://host$host.lab/system?pkipath=$LAB_PKI" "$@"' \
    virsh "$@"
}

eventually () {
  local tries
  for tries in $(seq 60); do
    ! "$@" || return 0
    sleep 0.5
  done
  echo "not within 30 s ($tries tries): $*"
  return 1
}

prints () { local want=$1; shift; [ "$("$@")" = "$want" ]; }
shows () { local want=$1; shift; "$@" | grep -q -- "$want"; }
fails () { ! "$@"; }
exits () { local want=$1 code=0; shift; "$@" || code=$?; [ "$code" = "$want" ]; }
is () { prints "$1" desk_virsh "$2" domstate "$3"; }

machine_links () { ip -o link show | cut -d: -f2; }

# The processes of the lab, seen from outside: pids, one a line.
lab_processes () {
  local pid
  read -r pid _ < "$MUSTER_LAB/holder" && descendants "$pid"
}
descendants () {
  local child
  echo "$1"
  for child in $(pgrep -P "$1"); do descendants "$child"; done
}
are_gone () {
  local pid
  [ $# -gt 5 ] || return 1
  for pid in "$@"; do
    [ ! -d "/proc/$pid" ] || { ps -fp "$pid"; return 1; }
  done
}

# --- cases ------------------------------------------------------------------

# 20 s on a machine that has nothing else to do; n times that where n jobs
# share each processor.
comes_up_in_time () {
  local began=$SECONDS limit
  limit=$(awk -v cpus="$(nproc)" '{ n = $1 / cpus; print int (20 * (n > 1 ? n : 1)) }' /proc/loadavg)
  lab up 3 && echo "$((SECONDS - began)) s, limit $limit s" && [ $((SECONDS - began)) -le "$limit" ]
}

has_a_dozen_vms () {
  local i
  for i in 1 2 3; do desk_virsh "$i" list --all --name; done | grep -c . | awk '{ exit $1 < 12 }'
}

every_host_is_its_own () {
  local i
  for i in 1 2 3; do
    [ "$(lab exec "host$i" hostname)" = "host$i.lab" ] || return 1
    desk_virsh "$i" capabilities | grep -m1 '<uuid>'
  done | sort | uniq -d | awk 'END { exit NR > 0 }'
}

desk_has_variables () {
  # shellcheck disable=SC2016
  lab run sh -c 'test "$LAB_HOSTS" = "host1.lab host2.lab host3.lab" &&
    test "${LAB_URIS%% *}" = qemu+tls://host1.lab/system && test -r "$LAB_PKI/clientkey.pem"'
}

run_passes_input_and_signals () {
  local pid code=0
  [ "$(echo words | lab run cat)" = words ] || return 1
  lab run sleep 60 &
  pid=$!
  sleep 1
  kill -TERM "$pid"
  wait "$pid" || code=$?
  [ "$code" = 143 ]
}

runs_several_at_once () {
  local jobs=() i
  for i in 1 2 3 4; do lab run sh -c "sleep 1; exit $i" & jobs+=($!); done
  for i in 1 2 3 4; do exits "$i" wait "${jobs[$((i - 1))]}" || return 1; done
}

migrates_running_guest () {
  desk_virsh 1 migrate --live --p2p --persistent --undefinesource web1 qemu+tls://host2.lab/system &&
    is running 2 web1 && fails desk_virsh 1 dominfo web1 &&
    lab exec host2 virsh -q qemu-agent-command web1 '{"execute":"guest-ping"}'
}

clear_vnc_is_refused () {
  # The only security type offered without TLS in front is VeNCrypt (19).
  lab run timeout 10 bash -c 'exec 3<> /dev/tcp/host2.lab/5900
    head -c 12 <&3 >&2; printf "RFB 003.008\n" >&3; head -c 2 <&3 | od -An -tu1' | grep -q '^ *1 *19$'
}

cut_host_is_silent () {
  lab cut host3
  exits 1 lab status && exits 124 lab run timeout 2 bash -c 'exec 3<> /dev/tcp/host3.lab/16514'
}

joined_host_answers () { lab join host3 && eventually shows Id desk_virsh_full 3; }
desk_virsh_full () { lab run timeout 5 virsh -c "qemu+tls://host$1.lab/system?pkipath=$MUSTER_LAB/pki/admin" list; }

killed_host_loses_its_guests () {
  local before
  before=$(desk_virsh 2 capabilities | grep -m1 '<uuid>')
  lab kill host2
  shows 'host2 .* dead' lab status || return 1
  lab boot host2
  is 'shut off' 2 web1 && [ "$(desk_virsh 2 capabilities | grep -m1 '<uuid>')" = "$before" ]
}

labs_do_not_meet () {
  other_lab up 1 --bare || return 1
  [ "$(other_lab exec host1 virsh -q list --all --name | grep -c .)" = 0 ] &&
    [ "$(desk_virsh 1 list --all --name | grep -c .)" -gt 0 ] &&
    other_lab down && desk_virsh 1 uri
}

# shellcheck disable=SC2086
survives_crash () {
  local all
  all=$(lab_processes)
  kill -KILL "${all%%$'\n'*}"
  sleep 1
  are_gone $all && exits 3 lab status && lab up 1 --bare && prints host1.lab lab exec host1 hostname
}

nothing_remains () {
  local all
  all=$(lab_processes)
  lab down
  # shellcheck disable=SC2086
  [ ! -e "$MUSTER_LAB" ] && are_gone $all && exits 3 lab status && ! grep -q "$scratch" /proc/mounts &&
    [ "$(machine_links)" = "$links" ]
}

verbs_work_at_the_desk () {
  lab run bash "$here/lab" cut host1 &&
    exits 1 lab run bash "$here/lab" status &&
    lab run bash "$here/lab" join host1
}

# refuses HOST IDENTITY WORDS: the connection fails and the reason has WORDS.
refuses () {
  local said
  ! said=$(lab run timeout 10 virsh -c "qemu+tls://$1/system?pkipath=$(lab identity "$2")" uri 2>&1) &&
    echo "$said" && echo "$said" | grep -qi "$3"
}

asks_for_password () {
  lab sasl host1 alice <<< 'a secret' && refuses host1.lab admin 'authentication failed' &&
    lab kill host1 && lab boot host1 && desk_virsh 1 uri
}

shows_certificate () {
  local code=0
  lab certify host1 "$1" && refuses host1.lab admin "$2" || code=1
  lab certify host1 good && desk_virsh 1 uri && [ $code = 0 ]
}

# ----------------------------------------------------------------------------

links=$(machine_links)
check 'the guest image can be made' bash "$here/../../build-aux/sdk" "$here/mkguest"
check 'three hosts come up in time' comes_up_in_time
check 'a second up changes nothing' lab up
check 'status is content' lab status
check 'there are a dozen VMs' has_a_dozen_vms
check 'each host has its own name and UUID' every_host_is_its_own
check 'exec passes the exit code' exits 5 lab exec host1 sh -c 'exit 5'
check 'exec knows no other host' fails lab exec host9 true
check 'ssh reaches a host' prints host2.lab lab ssh host2 hostname
check 'the desk has its variables' desk_has_variables
check 'run passes the exit code' exits 7 lab run sh -c 'exit 7'
check 'run passes input and signals' run_passes_input_and_signals
check 'run works several times at once' runs_several_at_once
check 'the desk is not the machine' shows lab0 lab run ip -o link show
check 'verbs work at the desk' verbs_work_at_the_desk
check 'a name that is not in the certificate is refused' \
  refuses misnamed1.lab admin 'certificate.*hostname'
check 'an expired identity is refused' refuses host1.lab expired expired
check 'a foreign identity is refused' refuses host1.lab foreign certificate
check 'a host with an expired certificate is refused' shows_certificate expired 'not trusted'
check 'a host of another CA is refused' shows_certificate foreign certificate
check 'a host with another name is refused' shows_certificate misnamed certificate
check 'the guest answers by its agent' \
  eventually lab exec host1 virsh -q qemu-agent-command web1 '{"execute":"guest-ping"}'
check 'the guest has an address' eventually shows eth0 desk_virsh 1 domifaddr web1 --source agent
check 'a running guest migrates live' migrates_running_guest
check 'VNC wants TLS' clear_vnc_is_refused
# shellcheck disable=SC2016
check 'a VM of any name can be added' lab vm host1 'a <b> & "c" | $d'
check 'a cut host is silent' cut_host_is_silent
check 'a joined host answers again' joined_host_answers
check 'a power loss ends the guests and keeps the rest' killed_host_loses_its_guests
check 'a host can ask for a password' asks_for_password
check 'two labs do not meet' labs_do_not_meet
check 'a crash leaves nothing behind' survives_crash
check 'down leaves nothing behind' nothing_remains
end_cases
