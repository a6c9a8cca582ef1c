#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# test-faults.sh MUSTERCTL POPULATE [REGEXP]: what breaks in the middle of an act, and
# disks that are not what they seem; the truth is what virsh says on the hosts.

set -u
populate=$(readlink -f "$2")
# shellcheck source=tests/lab/cli-cases.sh
. "$(dirname "$(readlink -f "$0")")/cli-cases.sh" "$1" "${3:-}"

folder=/var/lib/libvirt/images
make_disk () { lab exec host2 qemu-img create -q -f qcow2 "$folder/alone.qcow2" 10G; }
stays_on_1 () { state_is host1 "$1" 'shut off' && ! on host2 dominfo "$1"; }

# --- a VM that is off and its disks -------------------------------------------

keeps_a_private_disk () {
  fails_with 5 "“host2” does not have its disk “$folder/alone.qcow2”" ctl vm migrate alone host2 &&
    stays_on_1 alone
}

tells_disks_of_one_name_apart () {
  make_disk && fails_with 5 'is not the one that “host2” has under that name' \
    ctl vm migrate alone host2 && stays_on_1 alone
}

keeps_a_disk_of_no_pool () {
  lab exec host1 qemu-img create -q -f qcow2 /var/lib/libvirt/loose.qcow2 1G &&
    on host1 dumpxml idle > "$scratch/loose.xml" &&
    sed -i -e '/<uuid>/d; /<mac /d; s|<name>.*<|<name>loose<|' \
        -e "s|<source file='[^']*idle[^']*'/>|<source file='/var/lib/libvirt/loose.qcow2'/>|" "$scratch/loose.xml" &&
    on host1 define "$scratch/loose.xml" &&
    fails_with 5 'no active storage pool of “host1” holds it' ctl vm migrate loose host2 &&
    stays_on_1 loose
}

moves_a_shared_disk () {
  ctl vm migrate idle host2 && state_is host2 idle 'shut off' && ! on host1 dominfo idle &&
    ctl vm migrate idle host1 && stays_on_1 idle
}

# --- the cable, in the middle ---------------------------------------------------

# slow HOST RATE: its answers trickle from now on.
slow () { lab exec "$1" tc qdisc add dev em1 root tbf rate "$2" burst 16kb latency 5s; }
quick () { lab exec "$1" tc qdisc del dev em1 root; }

of_host () { python3 -c '
import json, sys
print (sum (vm["host"] == sys.argv[1] for vm in json.load (sys.stdin)))' "$2" < "$1"; }

# Names and states have come when the cable is pulled, definitions are on the way.
survives_cut_list () {
  local began=$SECONDS code=0
  lab run "$populate" "qemu+tls://host2.lab/system?pkipath=$MUSTER_LAB/pki/admin" many 300 || return 1
  slow host2 128kbit
  ctl vm list --json > "$scratch/cut.json" 2> "$scratch/errors" & local job=$!
  sleep 2
  kill -0 $job || { echo 'the list was too quick'; code=1; }
  lab cut host2
  exits 4 wait $job || code=1
  cat "$scratch/errors"
  says host2 || code=1
  [ $((SECONDS - began)) -le 25 ] || { echo 'too late'; code=1; }
  [ "$(of_host "$scratch/cut.json" host1)" = "$(on host1 list --all --name | grep -c .)" ] || code=1
  quick host2
  lab join host2
  return $code
}

lists_all_after () {
  ctl vm list --json > "$scratch/all.json" && [ "$(of_host "$scratch/all.json" host2)" = 300 ]
}

daemon_answers () { on host1 list > /dev/null 2>&1; }

# A hook makes each start take five seconds; the daemon looks for hooks when it begins.
make_starts_slow () {
  lab exec host1 sh -c '
    printf "#!/bin/sh\n[ \"\$2\" != prepare ] || sleep 5\n" > /etc/libvirt/hooks/qemu
    chmod +x /etc/libvirt/hooks/qemu
    kill -KILL $(cat /run/libvirt/libvirtd.pid)' && sleep 1 && eventually daemon_answers
}

survives_cut_start () {
  local code=0
  make_starts_slow || return 1
  ctl vm start idle 2> "$scratch/errors" & local job=$!
  sleep 2
  lab cut host1
  exits 4 wait $job || code=1
  cat "$scratch/errors"
  says '“idle” could not be started' && says '“host1” does not answer' || code=1
  lab join host1
  eventually state_is host1 idle running && ! on host2 dominfo idle && return $code
}

# The daemon dies while it lists; its supervisor starts another one.
survives_killed_daemon () {
  local code=0
  slow host2 128kbit
  ctl vm list --json > "$scratch/killed.json" 2> "$scratch/errors" & local job=$!
  sleep 2
  lab exec host2 sh -c 'kill -9 $(cat /run/libvirt/libvirtd.pid)'
  exits 4 wait $job || code=1
  cat "$scratch/errors"
  says host2 || code=1
  quick host2
  eventually ctl vm list > /dev/null && return $code
}

# --- another way in -------------------------------------------------------------

reaches_over_ssh () {
  local uri="qemu+ssh://root@host1.lab/system?keyfile=$MUSTER_LAB/ssh/id&no_verify=1"
  lab run timeout 60 "$musterctl" --host "$uri" vm list > "$scratch/ssh" &&
    grep -q '^alone *host1 *Off' "$scratch/ssh" &&
    fails_with 4 'host1' lab run timeout 60 "$musterctl" --host "qemu+ssh://root@host1.lab:1/system" vm list
}

make_lab () {
  lab up 2 --bare && lab vm host1 idle --graphics none &&
    lab vm host1 alone --pool local --graphics none
}

need_lab make_lab
check 'keeps a VM whose disk the other host does not have' keeps_a_private_disk
check 'tells two disks of one name apart' tells_disks_of_one_name_apart
check 'keeps a VM whose disk no pool holds' keeps_a_disk_of_no_pool
check 'moves a VM whose disk is shared' moves_a_shared_disk
check 'reaches a host over ssh' reaches_over_ssh
check 'lists the rest when a host is cut off in the middle' survives_cut_list
check 'lists all when it is back' lists_all_after
check 'says so when the daemon dies under the list' survives_killed_daemon
check 'tells the truth when a host is cut off in the middle of a start' survives_cut_start
end_cases
