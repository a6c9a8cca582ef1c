#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# test-no-master.sh MUSTERCTL [REGEXP]: every pool and every host of a data center is lost,
# one after the other, and the rest goes on.

set -u
# shellcheck source=tests/lab/cli-cases.sh
. "$(dirname "$(readlink -f "$0")")/cli-cases.sh" "$@"

# shellcheck source=tests/lab/records.sh
. "$here/records.sh"

make_lab () {
  lab up 3 --bare && lab vm host1 one --graphics none && lab vm host2 two --graphics none &&
    lab vm host3 three --graphics none
}

# at HOSTS WORDS...: as somebody who is given these hosts and knows nothing else.
at () {
  local host hosts=()
  for host in $1; do hosts+=(--host "$host.lab"); done
  shift
  rm -rf "$scratch/desk"
  lab run env XDG_DATA_HOME="$scratch/desk" timeout 60 \
    "$musterctl" "${hosts[@]}" --pkipath "$MUSTER_LAB/pki/admin" "$@"
}
all='host1 host2 host3' halls=0

have_the_same () { [ -n "$(volumes "$1")" ] && [ "$(volumes "$1")" = "$(volumes "$2")" ]; }

# goes_on HOSTS HOST VM: what people do on the hosts that are left.
goes_on () {
  local hosts=$1 host=$2 vm=$3
  at "$hosts" vm list | grep -q "$vm" && at "$hosts" vm start "$vm" && state_is "$host" "$vm" running &&
    at "$hosts" vm off "$vm" && state_is "$host" "$vm" 'shut off' &&
    at "$hosts" cluster create Passing && at "$hosts" cluster edit Passing --name "Hall $((halls += 1))"
}

# knows_all HOSTS: what was said in the beginning and since; a lost host is still a member.
knows_all () {
  holds 'x["name"] == "Basel" and x["description"] == "By the river" and
         [(c["name"], c["description"]) for c in x["clusters"]] ==
         [("Main", "All the rest"), ("Edge", "Two halls"),
          *(("Hall %d" % i, None) for i in range (1, '"$halls"' + 1))] and
         sorted (h["name"] for h in by_name (x["clusters"])["Edge"]["hosts"]) ==
         ["host1", "host3"]' \
    at "$1" dc show --json
}

# --- cases ------------------------------------------------------------------

begins () {
  at "$all" dc edit --name Basel --description 'By the river' &&
    at "$all" cluster edit default --name Main --description 'All the rest' &&
    at "$all" cluster create Edge --description 'Two halls' &&
    at "$all" host move host1 Edge && at "$all" host move host3 Edge && knows_all "$all"
}

destroy_records () {
  on "$1" pool-destroy muster && on "$1" pool-undefine muster &&
    lab exec "$1" rm -rf /var/lib/libvirt/muster && ! on "$1" pool-info muster
}

# pool_of_records HOST OTHER VM: VM is on the OTHER host.  With the next change that is
# made the host is given all the records again.
pool_of_records () {
  destroy_records "$1" && goes_on "$all" "$2" "$3" && have_the_same "$1" "$2" && knows_all "$1"
}

# other_pools: each pool of each host, without which its VMs do not start; the others do.
other_pools () {
  local host pool next other vm
  for next in 'host1 host2 two' 'host2 host3 three' 'host3 host1 one'; do
    read -r host other vm <<< "$next"
    for pool in $(on "$host" pool-list --name); do
      [ "$pool" != muster ] || continue
      on "$host" pool-destroy "$pool" && on "$host" pool-undefine "$pool" || return 1
    done
    [ "$(on "$host" pool-list --name)" = muster ] && goes_on "$all" "$other" "$vm" || return 1
  done
  knows_all host2
}

# A host that is lost for good, and the data center is that of the others.
without () {
  lab kill "$1" && goes_on "$2" "$3" "$4" && knows_all "$2" && knows_all "$3"
}

# The machine comes back with nothing of what it kept, and then is the only one.
replaced () {
  lab boot host1 && destroy_records host1 && goes_on 'host3 host1' host3 three &&
    have_the_same host1 host3 && lab kill host3 && knows_all host1 && goes_on host1 host1 one
}

need_lab make_lab
check 'begins with what is to be known' begins
check 'goes on without the records of host1, and gives them back' pool_of_records host1 host2 two
check 'goes on without the records of host2, and gives them back' pool_of_records host2 host3 three
check 'goes on without the records of host3, and gives them back' pool_of_records host3 host1 one
check 'goes on without any other pool' other_pools
check 'goes on without host1' without host1 "$all" host2 two
check 'goes on without host2: the last host knows it all' without host2 'host3' host3 three
check 'goes on with a host anew, and without the last of the old ones' replaced

end_cases
