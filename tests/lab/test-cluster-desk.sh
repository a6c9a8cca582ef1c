#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# test-cluster-desk.sh MUSTERCTL SCRATCH [REGEXP]: run at the lab's desk in a session with
# an unlocked keyring; host1 runs the VM "web".

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
export XDG_DATA_HOME=$scratch/desk

ctl () { timeout 120 "$musterctl" "$@"; }
# All three answer, and each keeps what the data center is called now.
is_whole () { holds 'x["copies"] == 3 == x["copies_wanted"]' ctl dc show --json; }
# revision_of WHICH: of the first conflict, by a Python expression of a revision r.
revision_of () {
  ctl conflict list --json | python3 -c '
import json, sys
print (*[r["revision"] for r in json.load (sys.stdin)[0]["revisions"] if eval (sys.argv[1])])' "$1"
}
join () { lab join "$1" && eventually is_whole; }

# --- cases ------------------------------------------------------------------

writes_nothing_unasked () {
  no_host_has_pool && ctl dc show | grep -q 'on no host yet' &&
    holds 'x["id"] is None and x["copies"] == 0' ctl dc show --json &&
    holds '[c["id"] for c in x] == ["default"] and len (x[0]["hosts"]) == 3' ctl cluster list --json &&
    holds 'x == []' ctl conflict list --json && fails_with 5 'no records' ctl dc open host1 &&
    fails_with 5 'name is needed' ctl cluster create ' ' &&
    fails_with 5 'default cluster stays' ctl cluster delete default && no_host_has_pool
}

creates () {
  ctl cluster create Edge --description 'Two halls' 2> "$scratch/errors" &&
    ! says 'musterctl:' && is_whole && all_have_the_same &&
    holds 'x["id"] and x["name"] == "Lab"' ctl cluster create Lab --json &&
    holds '[c["name"] for c in x] == ["Default", "Edge", "Lab"]' ctl cluster list --json &&
    ctl cluster list | grep -q '^Edge *0  Two halls$'
}

refuses_names () {
  fails_with 5 'a cluster “Edge” already' ctl cluster create edge &&
    fails_with 5 'a cluster “Edge” already' ctl cluster edit Lab --name ' EDGE ' &&
    fails_with 5 'not one line' ctl cluster create $'two\nlines' &&
    fails_with 5 'too long' ctl dc rename "$(printf 'x%.0s' $(seq 65))" &&
    fails_with 2 '--name, --description, --virt' ctl cluster edit Edge &&
    fails_with 3 'no cluster named “Nowhere”' ctl cluster show Nowhere &&
    holds 'len (x) == 3' ctl cluster list --json
}

renames () {
  ctl dc edit --name Basel --description 'By the river' && ctl dc rename Bern &&
    ctl cluster edit default --description 'All the rest' &&
    holds 'x["name"] == "Main"' ctl cluster edit default --name Main --json &&
    holds 'x["name"] == "Bern" and x["description"] == "By the river" and
           by_name (x["clusters"])["Main"]["description"] == "All the rest"' ctl dc show --json &&
    ctl cluster edit Edge --description '' &&
    holds 'x["description"] is None' ctl cluster show Edge --json
}

# By its id, too.
moves () {
  local edge
  edge=$(ctl cluster show Edge --json | python3 -c 'import json, sys; print (json.load (sys.stdin)["id"])')
  fails_with 5 '“host1” runs VMs: web' ctl host move host1 Edge &&
    ctl vm off web && ctl host move host1 "$edge" && ctl vm start web &&
    holds '[h["name"] for h in x["hosts"]] == ["host1", "host3"] and x["cpu"] ==
           {"verdict": "fits", "reason": None, "lost": [], "vms": [], "silent": []}' \
      ctl host move host3 Edge --json &&
    holds '[len (c["hosts"]) for c in x] == [1, 2, 0]' ctl cluster list --json &&
    fails_with 3 'no host named “host4”' ctl host move host4 Edge
}

# What ran there was moved away or is off; it is the same for everybody.
maintains () {
  fails_with 5 '“host1” runs VMs: web' ctl host maintenance host1 && ctl vm off web &&
    holds 'x["maintenance"]' ctl host maintenance host1 --json &&
    ctl dc show | grep -q '^[^ ]* *host1 *In maintenance$' &&
    fails_with 5 '“host1”, which is in maintenance' at host1 vm start web &&
    ctl host activate host1 && ctl vm start web &&
    holds 'not any (h["maintenance"] for c in x["clusters"] for h in c["hosts"])' \
      at host2 dc show --json
}

# Where no VMs are to run those that do go on, and none is started.
serves () {
  holds 'x["virt"] and not x["gluster"]' ctl cluster show Edge --json &&
    fails_with 5 'runs VMs, keeps Gluster volumes, or both' ctl cluster edit Edge --no-virt &&
    fails_with 2 'exclude each other' ctl cluster edit Edge --virt --no-virt &&
    holds 'x["gluster"] and not x["virt"]' ctl cluster edit Edge --no-virt --gluster --json &&
    ctl cluster show Edge | grep -q '^Services *Gluster volumes, no VMs$' && state_is host1 web running &&
    ctl vm off web && fails_with 5 'whose cluster does not run VMs' at host1 vm start web &&
    ctl cluster edit Edge --virt --no-gluster && ctl vm start web &&
    holds 'x["virt"] and x["gluster"]' ctl cluster create Both --gluster --json &&
    ctl cluster delete Both
}

# The lab's hosts are alike.
tells_the_cpu () {
  holds 'x["cluster"] == "Edge" and x["model"] and "<model" in x["xml"] and x["features"] and
         [(h["name"], h["known"], h["lacks"]) for h in x["hosts"]] ==
         [("host1", True, []), ("host3", True, [])]' ctl cluster cpu Edge --json &&
    ctl cluster cpu Edge | grep -q '^host3  lacks nothing$' &&
    fails_with 5 'has no hosts, and so no CPU' ctl cluster cpu Lab
}

# What libvirt knows of its QEMU it keeps in a file: change_host2 SCRIPT has sed change that
# of host2, and restore_host2 takes it back.
restart_libvirt () {
  # shellcheck disable=SC2016
  lab exec host2 sh -c 'kill -KILL "$(cat /run/libvirt/libvirtd.pid)"' && eventually at host2 host test
}
change_host2 () {
  # shellcheck disable=SC2016
  lab exec host2 sh -c 'virsh domcapabilities > /dev/null && mkdir /run/cache &&
    cp -a /var/cache/libvirt/. /run/cache && mount --bind /run/cache /var/cache/libvirt &&
    sed -i "$1" /var/cache/libvirt/qemu/capabilities/*' sh "$1" && restart_libvirt
}
restore_host2 () {
  lab exec host2 sh -c 'umount /var/cache/libvirt && rm -r /run/cache' && restart_libvirt
}
# asks_for VM CPU: a VM of host1 that is off.
asks_for () {
  lab vm host1 "$1" --graphics none && on host1 dumpxml "$1" > "$scratch/$1.xml" &&
    python3 - "$scratch/$1.xml" "$2" > "$scratch/$1-cpu.xml" <<'END' &&
import re, sys
text = re.sub ("(?s)<cpu .*?</cpu>", "", open (sys.argv[1]).read ())
print (text.replace ("<clock", sys.argv[2] + "<clock", 1))
END
    lab exec host1 virsh -q define /dev/stdin < "$scratch/$1-cpu.xml"
}
is_in () { holds "'$2' in [h['name'] for h in x['hosts']]" ctl cluster show "$1" --json; }

# The VM that runs and one that is off have CPUs that host2 cannot give, two others ask for less.
moves_to_a_small_host () {
  asks_for demanding "<cpu match='exact' check='partial'><model fallback='forbid'>486</model><feature policy='require' name='cx16'/></cpu>" &&
    asks_for modest "<cpu match='exact' check='partial'><model fallback='forbid'>486</model></cpu>" &&
    asks_for following "<cpu mode='host-model'/>" &&
    fails_with 5 'it would lose “cx16”. The VMs “demanding”, “web” ask.* Add --lower-cpu' \
      ctl host move host2 Edge &&
    is_in Main host2 && ctl host move host2 Edge 2> /dev/null | grep -q '^CPU loses *cx16$' &&
    ! ctl host move host2 Edge --json > "$scratch/refused" && is_in Main host2 &&
    holds 'x["cpu"]["verdict"] == "lowers" and x["cpu"]["lost"] == ["cx16"] and
           x["cpu"]["vms"] == [{"name": n, "host": "host1"} for n in ("demanding", "web")]' \
      cat "$scratch/refused" &&
    ctl host move host2 Edge --lower-cpu && is_in Edge host2 &&
    holds '{h["name"]: h["lacks"] for h in x["hosts"]} == {"host1": [], "host2": ["cx16"], "host3": []}' \
      ctl cluster cpu Edge --json && ctl host move host2 Main
}

# host2, taken out, comes back into the cluster of its choice.
adds () { ctl host add host2.lab --identity admin "$@"; }
is_listed () { ctl host list | grep -q host2; }
# A desk that lists it for the first time has nothing to ask: it lowered the CPU before.
is_known_to_another () {
  (export XDG_DATA_HOME=$scratch/another
   ctl host add host1.lab --identity admin && adds 2> "$scratch/errors" &&
     says 'It is in the cluster “Edge” already' && ! says CRITICAL) &&
    (export XDG_DATA_HOME=$scratch/third
     ctl host add host1.lab host2.lab --identity admin 2> "$scratch/errors" &&
       says '“host2” would lower the CPU' && ! says '“host1” would lower')
}
adds_a_small_host () {
  ctl host remove host2 && fails_with 5 'it would lose “cx16”. The VMs “demanding”, “web” ask' \
      adds --cluster Edge && says 'host2 was not added' && says 'Add --lower-cpu' && ! is_listed &&
    ! adds --cluster Edge --json > "$scratch/refused" 2> "$scratch/errors" &&
    holds 'not x["added"] and "cx16" in x["message"] and x["name"] == "host2" and
           "fit-cpu" in [f["id"] for f in x["findings"]]' cat "$scratch/refused" &&
    fails_with 2 'does not go with --no-test' adds --cluster Edge --no-test &&
    fails_with 3 'no cluster named “Nowhere”' adds --cluster Nowhere && ! is_listed &&
    adds --cluster Edge --lower-cpu && is_in Edge host2 && is_known_to_another &&
    ctl host remove host2 &&
    adds 2> "$scratch/errors" && says 'no other host in its cluster' && ! says 'have in common' &&
    is_in Main host2 && all_have_the_same
}

# All processors that the tests run on have cx16.
asks_before_it_lowers_the_cpu () {
  local code=0 vm
  change_host2 "/name=.cx16. type=.boolean./s/value=.true./value='false'/" &&
    moves_to_a_small_host && adds_a_small_host || code=1
  for vm in demanding modest following; do on host1 undefine "$vm" || code=1; done
  restore_host2 && return "$code"
}

# libvirt itself refuses to find a CPU that two makers share.
refuses_another_maker () {
  local code=0
  change_host2 "/name=.vendor. type/{s/GenuineIntel/X/; s/AuthenticAMD/GenuineIntel/; s/X/AuthenticAMD/}" &&
    fails_with 5 'have no CPU in common: .*cluster of hosts like it' ctl host move host2 Edge --lower-cpu &&
    is_in Main host2 && ctl host remove host2 &&
    fails_with 5 'have no CPU in common' adds --cluster Edge --lower-cpu &&
    says 'cluster of hosts like it' && ! is_listed && adds || code=1
  restore_host2 && ctl host move host2 Edge && ctl host move host2 Main && return "$code"
}

moves_to_a_silent_host () {
  lab cut host3 && fails_with 0 'could not be compared: no host of the cluster “Alone” answers' \
    ctl host move host2 Alone && ctl host move host2 Main &&
    holds 'x["cpu"]["verdict"] == "unknown" and x["cpu"]["silent"] == ["host3"]' \
      ctl host move host2 Alone --json && ctl host move host2 Main
}

# Nobody is kept from moving a host by another that is switched off.
says_that_it_could_not_compare () {
  local code=0
  ctl cluster create Alone && ctl host move host3 Alone && moves_to_a_silent_host || code=1
  join host3 && ctl host move host3 Edge && ctl cluster delete Alone && return "$code"
}

deletes () {
  fails_with 5 '“Edge” has hosts: host[13], host[13]' ctl cluster delete Edge &&
    fails_with 5 'default cluster stays' ctl cluster delete Main &&
    holds 'x["name"] == "Lab"' ctl cluster delete Lab --json &&
    fails_with 3 'no cluster named “Lab”' ctl cluster show Lab && all_have_the_same
}

# It alone goes only when it is empty; its VMs go on.
dissolves () {
  fails_with 5 'or dissolve it' ctl cluster delete Edge &&
    fails_with 5 'default cluster stays' ctl cluster delete Main --dissolve &&
    ctl cluster delete Edge --dissolve | grep -qx host3 && state_is host1 web running &&
    holds '[(c["name"], len (c["hosts"])) for c in x] == [("Main", 3)]' ctl cluster list --json &&
    all_have_the_same && ctl cluster create Edge && ctl vm off web && ctl host move host1 Edge &&
    ctl host move host3 Edge && ctl vm start web
}

# Whoever is given one host is shown all of them.
shows_the_same_to_all () {
  local host
  for host in host1 host2 host3; do
    holds 'x["name"] == "Bern" and [c["name"] for c in x["clusters"]] == ["Main", "Edge"] and
           sorted (h["name"] for h in by_name (x["clusters"])["Edge"]["hosts"]) == ["host1", "host3"]' \
      at "$host" dc show --json || return 1
  done
  at host2 cluster show Edge | grep -q 'host1 (Online)'
}

# A host that does not answer is where it was moved to.
works_without_host3 () {
  fails_with 0 '2 of 3 hosts keep it' ctl dc rename Geneva &&
    holds 'x["copies"] == 2 and x["copies_wanted"] == 3' ctl dc show --json &&
    ctl dc show | grep -q '^Edge *host3 *Unreachable' &&
    fails_with 4 '“host3” does not answer' ctl host move host3 Main &&
    fails_with 4 'does not answer' at host3 dc show
}

brings_up_to_date () {
  local code=0
  lab cut host3
  works_without_host3 || code=1
  join host3 && [ $code = 0 ] && all_have_the_same &&
    holds 'x["name"] == "Geneva"' at host3 dc show --json
}

# apart COMMAND... -- COMMAND...: the first while host3 is cut off, the other while only
# host3 can be reached.
apart () {
  local first=() code=0
  while [ "$1" != -- ]; do first+=("$1"); shift; done
  shift
  lab cut host3
  "${first[@]}" || code=1
  lab cut host1; lab cut host2; lab join host3
  { [ $code = 0 ] && eventually at host3 host test && at host3 "$@"; } || code=1
  lab join host1; lab join host2
  [ $code = 0 ] && eventually is_whole
}

lists_conflicts () {
  apart ctl cluster edit Edge --name North -- cluster edit Edge --name South &&
    holds 'len (x) == 1 and x[0]["kind"] == "cluster" and x[0]["differing"] == ["name"] and
           [r["holds"] for r in x[0]["revisions"]] == [True, False] and
           sorted (r["content"]["name"] for r in x[0]["revisions"]) == ["North", "South"]' \
      ctl conflict list --json && ctl conflict list > "$scratch/list" && cat "$scratch/list" &&
    grep -q 'name: North' "$scratch/list" && grep -q 'name: South' "$scratch/list" &&
    [ "$(grep -c ' yes ' "$scratch/list")" = 1 ]
}

resolves () {
  local lost
  lost=$(revision_of 'not r["holds"] and r["content"]["name"]')
  fails_with 3 'no conflict with the revision “1-nobody”' ctl conflict resolve 1-nobody &&
    holds 'len (x["revisions"]) == 1' ctl conflict resolve "$lost" --json &&
    holds 'x == []' ctl conflict list --json && all_have_the_same &&
    fails_with 3 'no conflict' ctl conflict resolve "$lost" &&
    ctl cluster edit "$(ctl cluster list --json | grep -o 'North\|South')" --name Edge
}

resolves_a_deletion () {
  ctl cluster create Lab &&
    apart ctl cluster delete Lab -- cluster edit Lab --description kept &&
    ctl conflict list | grep -q 'deleted' && ctl conflict resolve "$(revision_of 'r["deleted"]')" &&
    holds 'x == []' ctl conflict list --json && fails_with 3 'no cluster' ctl cluster show Lab &&
    fails_with 3 'no cluster' at host3 cluster show Lab
}

tells_twins_apart () {
  apart ctl cluster create Twin -- cluster create Twin &&
    fails_with 3 '“Twin” can mean more than one: Twin (' ctl cluster show Twin &&
    ctl cluster delete "$(ctl cluster list --json | python3 -c '
import json, sys
print ([c["id"] for c in json.load (sys.stdin) if c["name"] == "Twin"][0])')" &&
    ctl cluster delete Twin
}

completes () {
  ctl complete words clusters | grep -qx Edge && ctl complete words hosts | grep -qx host2 &&
    [ -z "$(ctl complete words revisions)" ]
}

forget_records () {
  local volume
  for volume in $(volumes "$1"); do on "$1" vol-delete "$volume" muster || return 1; done
}

# Who names a host beside one that has records wants to see both.
only_looks_at () {
  local verb
  for verb in 'dc show' 'vm list' 'cluster cpu Edge'; do
    # shellcheck disable=SC2086
    at host1 --host "$1.lab" $verb > /dev/null || return 1
  done
  ! volumes "$1" | grep -q data-center
}

# host3 loses all it kept, and somebody who knows nothing of the others begins anew with it.
leaves_others_alone () {
  local before
  forget_records host3 && only_looks_at host3 && at host3 cluster create Elsewhere && at host3 dc rename Zug &&
    before=$(volumes host3) && ctl dc show | grep -q '^“host3” belongs to another data center (' &&
    holds '[h["name"] for h in x["hosts_of_others"]] == ["host3"] and x["copies_wanted"] == 2' \
      ctl dc show --json &&
    fails_with 5 '“host3” belongs to another data center' ctl host move host3 Edge &&
    ctl dc edit --description 'without host3' && [ "$(volumes host3)" = "$before" ]
}

opens_another () {
  ctl dc open host3 | grep -q '“Zug” is open now' &&
    holds '[c["name"] for c in x] == ["Default", "Elsewhere"]' ctl cluster list --json &&
    holds 'len (x["hosts_of_others"]) == 2' ctl dc show --json &&
    ctl dc open host3 | grep -q '“Zug” was open already' &&
    fails_with 2 'does not take --host' at host3 dc open host3 &&
    holds 'x["name"] == "Geneva"' ctl dc open host1 --json &&
    holds '[c["name"] for c in x] == ["Main", "Edge"]' ctl cluster list --json
}

ctl identity import "$LAB_PKI" --name admin > /dev/null
ctl host add host1.lab host2.lab host3.lab --identity admin > /dev/null 2>&1

check 'writes nothing to a host before the first change' writes_nothing_unasked
check 'creates clusters, and keeps them on every host' creates
check 'refuses names that are taken or none' refuses_names
check 'renames and describes' renames
check 'moves hosts, but none that runs VMs' moves
check 'keeps VMs off a host in maintenance' maintains
check 'starts no VM where a cluster is not for them' serves
check 'computes the CPU of a cluster' tells_the_cpu
check 'asks before a small host lowers the CPU, moved or added' asks_before_it_lowers_the_cpu
check 'refuses a host of another maker' refuses_another_maker
check 'says when there was nobody to compare the CPU with' says_that_it_could_not_compare
check 'deletes a cluster when it has no hosts' deletes
check 'dissolves a cluster: its hosts go to the default one' dissolves
check 'shows the same to whoever is given any one host' shows_the_same_to_all
check 'brings up to date a host that was cut off' brings_up_to_date
check 'lists what was changed on two sides of a cut' lists_conflicts
check 'settles it' resolves
check 'settles what was deleted and changed' resolves_a_deletion
check 'tells two clusters of one name apart' tells_twins_apart
check 'completes names' completes
check 'leaves a host of another data center alone' leaves_others_alone
check 'opens the other data center, and this one again' opens_another

end_cases
