#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# test-members-desk.sh MUSTERCTL SCRATCH [REGEXP]: run at the lab's desk in a session with
# an unlocked keyring; host3 has the VM "web".

set -u
here=$(dirname "$(readlink -f "$0")")
musterctl=$1 scratch=$2 only=${3:-}
lab () { bash "$here/lab" "$@"; }
# shellcheck source=tests/lab/cases.sh
. "$here/cases.sh"
# shellcheck source=tests/lab/steps.sh
. "$here/steps.sh"
# shellcheck source=tests/lab/records.sh
. "$here/records.sh"

# Two desktops, each with a list of its own, and the admin's identity in one keyring.
ctl () { XDG_DATA_HOME=$scratch/desk timeout 120 "$musterctl" "$@"; }
other () { XDG_DATA_HOME=$scratch/other timeout 120 "$musterctl" "$@"; }
third () { XDG_DATA_HOME=$scratch/third timeout 120 "$musterctl" "$@"; }

# is_listed_by DESK NAMES: DESK is a command.
is_listed_by () {
  local desk=() names=$2
  read -ra desk <<< "$1"
  holds "[h['name'] for h in x] == '$names'.split ()" "${desk[@]}" host list --json
}

# --- cases ------------------------------------------------------------------

writes_nothing_unasked () {
  no_host_has_pool && fails_with 5 'no records' other dc open host1.lab --identity admin &&
    is_listed_by other '' && no_host_has_pool
}

opens_by_one_host () {
  ctl cluster create Lab && ctl dc rename Bern &&
    holds 'x["name"] == "Bern" and sorted (x["added"]) == ["host1", "host2", "host3"]' \
      other dc open host2.lab --identity admin --json &&
    is_listed_by other 'host1 host2 host3' &&
    holds 'all (h["state"] == "online" for h in x)' other host list --json &&
    other dc open host3 | grep -q 'was open already'
}

shows_all_by_one_host () {
  local before
  before=$(volumes host1)
  is_listed_by 'at host1' 'host1 host2 host3' && at host1 vm list | grep -q '^web ' &&
    holds '[len (c["hosts"]) for c in x["clusters"]] == [3, 0]' at host2 dc show --json &&
    [ "$(volumes host1)" = "$before" ]
}

edits () {
  local address
  address=$(lab exec host2 hostname -I | awk '{ print $1 }')
  ctl host edit host3 --name attic && is_listed_by 'at host1' 'attic host1 host2' &&
    is_listed_by other 'host1 host2 host3' &&
    fails_with 5 'there is another host than “attic”' ctl host edit attic --uri "$address" &&
    ctl host edit attic --name host3
}

# Who opens it while one is cut off is told which.
tells_who_is_silent () {
  local code=0
  lab cut host3
  { fails_with 4 'host3 (qemu+tls://host3.lab/system)' at host1 vm list &&
    fails_with 0 'host3 (qemu+tls://host3.lab/system)' third dc open host1.lab --identity admin &&
    is_listed_by third 'host1 host2 host3' && ctl host edit host3 --name cellar; } || code=1
  lab join host3
  [ $code = 0 ] && eventually is_listed_by 'at host1' 'cellar host1 host2' &&
    eventually holds 'all (h["state"] == "online" for h in x)' ctl host list --json &&
    ctl host edit cellar --name host3
}

# One of its records is a pipe now, which who opens it waits at.
skips_what_is_no_file () {
  local code=0 name
  name=$(volumes host3 | grep -m 1 '^cluster') &&
    # shellcheck disable=SC2016
    lab exec host3 sh -c 'cd /var/lib/libvirt/muster && mv "$1" /run/kept && mkfifo "$1"' sh "$name" || return
  { quickly --host host3.lab --pkipath "$LAB_PKI" dc show | grep -q Bern &&
    (export XDG_DATA_HOME=$scratch/desk; quickly dc edit --description 'By the lake'); } || code=1
  # shellcheck disable=SC2016
  lab exec host3 sh -c 'cd /var/lib/libvirt/muster && mv /run/kept "$1"' sh "$name"
  [ $code = 0 ] && holds 'x["description"] == "By the lake" and x["copies"] == 3' at host3 dc show --json
}
quickly () { timeout 20 "$musterctl" "$@"; }

# Nobody else could tell that it was.
removes_not_from_the_last () {
  local code=0
  lab cut host1; lab cut host2
  fails_with 4 'No other host of the data center' ctl host remove host3 || code=1
  lab join host1; lab join host2
  [ $code = 0 ] && eventually holds 'x["copies"] == 3' ctl dc show --json
}

removes () {
  fails_with 5 '“host3” answers' ctl host forget host3 &&
    holds 'x[0]["name"] == "host3" and x[0]["vms"] == ["web"] and "muster" in x[0]["pools"]' \
      ctl host remove host3 --json &&
    is_listed_by ctl 'host1 host2' && is_listed_by 'at host1' 'host1 host2' &&
    ! volumes host3 | grep -v '^member\.' && state_is host3 web 'shut off'
}

stays_removed () {
  holds 'x["hosts_removed"] == ["host3"] and x["copies_wanted"] == 2' other dc show --json &&
    other dc show | grep -q '^“host3” was removed from this data center' &&
    other cluster create Edge && fails_with 5 'was removed' other host maintenance host3 &&
    third dc edit --description 'By the river' && ! volumes host3 | grep -q data-center
}

takes_back () {
  ctl host add host3.lab --identity admin && is_listed_by 'at host1' 'host1 host2 host3' &&
    holds 'x["hosts_removed"] == [] and x["copies"] == 3' other dc show --json &&
    eventually all_have_the_same
}

keeps () {
  other host remove host2 --keep && is_listed_by other 'host1 host3' &&
    is_listed_by 'at host1' 'host1 host2 host3' && other dc open host1 | grep -q '^host2 added'
}

forgets () {
  local code=0
  lab cut host3
  { ctl host forget host3 && is_listed_by ctl 'host1 host2' &&
    is_listed_by 'at host1' 'host1 host2'; } || code=1
  lab join host3
  [ $code = 0 ] && eventually holds 'x["hosts_removed"] == ["host3"]' other dc show --json
}

# Of the hosts some make a second one, which every desktop sees as such.
makes_another () {
  ctl host add host3.lab --identity admin && ctl dc create Attic host3 --description Dry &&
    holds 'x["name"] == "Attic" and [len (c["hosts"]) for c in x["clusters"]] == [1] and
           sorted (h["name"] for h in x["hosts_of_others"]) == ["host1", "host2"]' \
      ctl dc show --json &&
    holds '[(c["name"], c["open"], sorted (c["hosts"])) for c in x] ==
           [("Attic", True, ["host3"]), ("Bern", False, ["host1", "host2"])]' ctl dc list --json &&
    holds '[h["name"] for h in x["hosts_of_others"]] == ["host3"] and x["name"] == "Bern"' \
      other dc show --json &&
    ! volumes host3 | grep -q '^cluster' && [ "$(centers_on host1 host3 | wc -l)" = 2 ] &&
    [ "$(centers_on host1 host2 | wc -l)" = 1 ]
}
centers_on () { { volumes "$1"; volumes "$2"; } | awk -F. '$1 == "data-center" { print $2 }' | sort -u; }

makes_none_of_strangers () {
  fails_with 5 '“host1” belongs to another data center' ctl dc create Cellar host1 &&
    fails_with 5 'say which ones “Cellar” is to have' ctl dc create Cellar &&
    fails_with 5 'A name is needed' ctl dc create ' ' host3 &&
    fails_with 5 'No host that answers would stay' ctl dc create Cellar host3 &&
    holds 'x["name"] == "Attic"' ctl dc show --json
}

# Its host is of none, as it was taken out of the other one.
dissolves_one_of_two () {
  fails_with 5 '“Attic” has hosts' ctl dc delete Attic && ctl dc delete Attic --dissolve &&
    fails_with 5 '“Attic” is not the data center that is open; that is “Bern”' \
      ctl dc delete Attic --dissolve &&
    holds 'x["name"] == "Bern" and x["hosts_removed"] == ["host3"]' ctl dc show --json &&
    holds 'x["name"] == "Bern" and x["hosts_of_others"] == []' other dc show --json &&
    ctl host remove host3 --keep && ctl host add host3.lab --identity admin &&
    holds 'x["copies"] == 3' ctl dc show --json
}

dissolves_only_where_all_know () {
  local code=0
  lab cut host2
  fails_with 4 '“host2” does not answer and would bring' ctl dc delete Bern --dissolve || code=1
  lab join host2
  [ $code = 0 ] && eventually holds 'x["copies"] == 3' ctl dc show --json
}

# host2 answers, and takes nothing: the others are told otherwise, and so is a host that
# was told when somebody's desktop was switched off in the middle of it.
dissolves_none_by_halves () {
  local code=0 id
  id=$(centers_on host1 host3)
  # shellcheck disable=SC2016
  lab exec host2 sh -c 'p=/var/lib/libvirt/muster; mount --bind $p $p && mount -o remount,bind,ro $p'
  fails_with 1 '“host2” could not be told that the data center ends' ctl dc delete Bern --dissolve || code=1
  lab exec host2 umount /var/lib/libvirt/muster
  [ $code = 0 ] && ! { volumes host1; volumes host2; volumes host3; } | grep "^dissolved.$id" &&
    holds 'x["name"] == "Bern" and x["copies"] == 3' ctl dc show --json &&
    on host3 vol-create-as muster "dissolved.$id.1-w" 1 --format raw &&
    holds 'x["copies"] == 2 == x["copies_wanted"] and x["hosts_removed"] == ["host3"]' \
      ctl dc show --json &&
    ctl host remove host3 --keep && ctl host add host3.lab --identity admin &&
    holds 'x["copies"] == 3' ctl dc show --json && ! volumes host3 | grep "^dissolved.$id"
}

keep_the_end_only () {
  local host
  for host in host1 host2 host3; do
    volumes "$host" | grep -q '^dissolved' && ! volumes "$host" | grep -v '^dissolved' || return
  done
}

# A desktop that was away does not bring it back.
dissolves () {
  volumes host2 | grep -m 1 '^cluster' > "$scratch/old.name" &&
    on host2 vol-download "$(cat "$scratch/old.name")" "$scratch/old" --pool muster &&
    ctl dc delete Bern --dissolve && keep_the_end_only &&
    holds 'x["id"] is None' other dc show --json && keep_the_end_only &&
    is_listed_by ctl 'host1 host2 host3' && fails_with 5 'There is no data center “Bern”' ctl dc delete Bern
}

# What a host was cut off with is no part of the next one.
leaves_no_leftovers () {
  local old
  old=$(cat "$scratch/old.name")
  on host2 vol-create-as muster "$old" "$(stat -c %s "$scratch/old")" --format raw &&
    on host2 vol-upload "$old" "$scratch/old" --pool muster &&
    fails_with 5 'is in no data center and would join' ctl dc create Fresh host1 && ctl dc create Fresh &&
    holds 'x["name"] == "Fresh" and x["copies"] == 3 and len (x["clusters"]) == 1' \
      other dc show --json && ! volumes host2 | grep -q '^cluster'
}

ctl identity import "$LAB_PKI" --name admin > /dev/null
ctl host add host1.lab host2.lab host3.lab --identity admin > /dev/null 2>&1

check 'writes nothing to a host that keeps no records' writes_nothing_unasked
check 'opens a data center by any one of its hosts' opens_by_one_host
check 'shows all of it to who names one host' shows_all_by_one_host
check 'tells the others of a new name, and refuses the address of another host' edits
check 'tells which host does not answer' tells_who_is_silent
check 'waits at nothing that is no plain file' skips_what_is_no_file
check 'removes no host when no other one can be told' removes_not_from_the_last
check 'removes a host, with what it kept' removes
check 'leaves a removed host out, also where it is listed' stays_removed
check 'takes it back when it is added again' takes_back
check 'takes a host off one list only' keeps
check 'forgets a host that never answers any more' forgets
check 'makes a data center of some hosts' makes_another
check 'makes none of hosts of another one, or of none' makes_none_of_strangers
check 'dissolves one of two' dissolves_one_of_two
check 'dissolves none while a host cannot be told' dissolves_only_where_all_know
check 'dissolves none where one host takes nothing' dissolves_none_by_halves
check 'dissolves the last one' dissolves
check 'takes nothing over from a dissolved one' leaves_no_leftovers

end_cases
