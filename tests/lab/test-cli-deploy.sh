#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# test-cli-deploy.sh MUSTERCTL [REGEXP]: from two machines with nothing but ssh to two hosts
# of an own certificate authority, by the command line alone; in a keyring of its own.

set -u
if [ "$1" != inside ]; then
  # shellcheck source=tests/lab/cli-cases.sh
  . "$(dirname "$(readlink -f "$0")")/cli-cases.sh" "$@"
  need_lab lab up 2 --bare
  export scratch
  lab run sh "$here/../unit/secrets/with-keyring.sh" keyring bash "$0" inside "$musterctl" "$only"
  exit
fi

# At the desk, with a keyring.
here=$(dirname "$(readlink -f "$0")")
musterctl=$2 only=$3 tests=0 failures=0
export XDG_DATA_HOME=$scratch/data
lab () { bash "$here/lab" "$@"; }
ctl () { timeout 120 "$musterctl" "$@"; }
exits () { local want=$1 code=0; shift; "$@" || code=$?; echo "exit code $code"; [ "$code" = "$want" ]; }

check () {
  local name=$1
  shift
  [[ $name =~ $only ]] || return 0
  tests=$((tests + 1))
  if "$@" > "$scratch/said" 2>&1; then echo "ok $tests - $name"; return; fi
  failures=$((failures + 1))
  echo "not ok $tests - $name"
  tail -n 20 "$scratch/said" | sed 's/^/# /'
}

cat > "$scratch/ssh_config" <<-END
	User root
	IdentityFile $MUSTER_LAB/ssh/id
	IdentitiesOnly yes
	IdentityAgent none
	UserKnownHostsFile $scratch/known_hosts
	GlobalKnownHostsFile /dev/null
	StrictHostKeyChecking accept-new
END
deploy () { local name=$1; shift; ctl host deploy "$name.lab" "$name" --ssh "$name.lab" --ssh-config "$scratch/ssh_config" "$@"; }
strip () { lab exec "$1" sh -c 'rm -rf /etc/pki/CA /etc/pki/libvirt /etc/pki/qemu'; }

needs_authority () { exits 3 deploy host1 && exits 3 ctl host script host1.lab && exits 2 ctl host deploy host1.lab; }
begins () { ctl ca init --name Lab && ctl cert issue client admin; }
deploys () {
  strip host1 && deploy host1 --json < /dev/null | grep -q '"changed" : true' &&
    ctl host add host1.lab && ctl host show host1 | grep -q Online
}
changes_nothing () { deploy host1 < /dev/null | grep -q 'nothing to change'; }
finds_nothing () { [ "$(ctl host doctor host1 --json)" = '[]' ]; }
is_in_the_ledger () { [ "$(ctl cert list --json | grep -c '"host1.lab"')" -ge 3 ]; }
renews () {
  local before
  before=$(ctl cert list --json | grep -c '"serial"')
  deploy host1 --renew < /dev/null && [ "$(ctl cert list --json | grep -c '"serial"')" -gt "$before" ] &&
    ctl host show host1 | grep -q Online
}
pastes () {
  strip host2 && ctl host script host2.lab host2 --output "$scratch/first.sh" &&
    ! grep -q 'PRIVATE KEY-----$' "$scratch/first.sh" &&
    lab exec host2 sh < "$scratch/first.sh" > "$scratch/request" &&
    ctl host script host2.lab host2 --request "$scratch/request" > "$scratch/second.sh" &&
    lab exec host2 sh < "$scratch/second.sh" && ctl host add host2.lab && ctl host show host2 | grep -q Online
}
has_no_way () {
  exits 4 ctl host deploy host1.lab --ssh ssh://root@host1.lab:1 < /dev/null &&
    exits 4 ctl host deploy host1.lab --ssh root@nosuch.lab < /dev/null
}
refuses_names () { exits 1 ctl host script 'a b; reboot' && exits 1 ctl host script "\$(reboot)"; }
keeps_secrets () { ! grep -rq 'PRIVATE KEY' "$XDG_DATA_HOME" "$scratch/first.sh" "$scratch/second.sh"; }

check 'needs an authority, and a place to log in' needs_authority
check 'makes an authority and an identity' begins
check 'makes a host over ssh' deploys
check 'changes nothing the second time' changes_nothing
check 'leaves nothing for the doctor to find' finds_nothing
check 'writes down what it issued' is_in_the_ledger
check 'renews' renews
check 'makes a host in two pastes' pastes
check 'says when there is no way in' has_no_way
check 'refuses names that are none' refuses_names
check 'leaves no key behind' keeps_secrets
echo "1..$tests"
[ $failures = 0 ]
