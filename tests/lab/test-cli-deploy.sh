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
musterctl=$2 only=$3
# shellcheck source=tests/lab/cases.sh
. "$here/cases.sh"
# shellcheck source=tests/lab/secrets.sh
. "$here/secrets.sh"
begin_watch
trap 'end_watch > /dev/null' EXIT
export XDG_DATA_HOME=$scratch/data G_DEBUG=fatal-warnings
lab () { bash "$here/lab" "$@"; }
ctl () { timeout 120 "$musterctl" "$@"; }
exits () { local want=$1 code=0; shift; "$@" || code=$?; echo "exit code $code"; [ "$code" = "$want" ]; }

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
remembers_ssh () { over_ssh ctl cert renew host1 && ctl host show host1 | grep -q Online; }
wants_ssh () {
  over_ssh exits 2 ctl cert renew host2 2> "$scratch/wants" && cat "$scratch/wants" &&
    grep -q -- 'at “host2”: say it with --ssh USER@ADDRESS' "$scratch/wants"
}
changes_nothing () { deploy host1 < /dev/null | grep -q 'nothing to change'; }
finds_nothing () {
  ctl host doctor host1 --json | python3 -c '
import json, sys
findings = [f["id"] for f in json.load (sys.stdin) if f["id"] != "no-kvm"]
assert not findings, findings'
}
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
asks_for_locks () {
  ctl host script host2.lab --lock-disks | grep -q "^muster_locks='yes'" && ctl host script host2.lab | grep -q "^muster_locks='no'"
}
# Where nothing could be written, nothing has to be put back.
leaves_read_only_alone () {
  local code=0
  lab exec host2 sh -c 'sed -i "/^spice_tls/d" /etc/libvirt/qemu.conf; mount --bind /etc/libvirt /etc/libvirt && mount -o remount,ro,bind /etc/libvirt'
  exits 1 deploy host2 < /dev/null 2> "$scratch/errors" || code=1
  lab exec host2 umount /etc/libvirt
  cat "$scratch/errors"
  [ $code = 0 ] && grep -q 'Everything there is as it was before' "$scratch/errors" && deploy host2 < /dev/null && ctl host show host2 | grep -q Online
}
has_no_way () {
  exits 4 ctl host deploy host1.lab --ssh ssh://root@host1.lab:1 < /dev/null &&
    exits 4 ctl host deploy host1.lab --ssh root@nosuch.lab < /dev/null
}
refuses_names () { exits 1 ctl host script 'a b; reboot' && exits 1 ctl host script "\$(reboot)"; }
# Of the authority and the admin: what the keyring has is not elsewhere.
# But for the folders that virsh has its keys in.
keeps_secrets () {
  python3 "$here/secret-watch" keyring "$secrets" | grep -q 'keeps [2-9] secrets' &&
    walk_files --but '*/keyrings/*' "$HOME" "$XDG_RUNTIME_DIR" &&
    walk_lab_files --but "$scratch/keeper/*" --but "$scratch/thief/*" --but "$scratch/burglar/*" \
      --but "$scratch/robber/*" --but "$scratch/spy/*" --but "$scratch/tramp/*"
}

# --- renewing -------------------------------------------------------------------------------

over_ssh () { "$@" --ssh-config "$scratch/ssh_config" < /dev/null; }
# json EXPRESSION: of standard input, which is d there.
json () { python3 -c 'import json, sys; d = json.load (sys.stdin); print (eval (sys.argv[1]))' "$1"; }
serial_at () { lab exec "$1" certtool -i --infile "$2" | sed -n 's/.*Serial Number (hex): //p'; }
vm_of () { lab exec "$1" sh -c "cat /run/libvirt/qemu/$2.pid; virsh -q domid $2; virsh -q domstate $2"; }
days_of () { ctl cert check --json | json "sorted (c['days_left'] for c in d if c['name'] == '$1' and c['kind'] == '$2')[0]"; }

# An admin with files, for virsh: what Muster itself has is in the keyring.
folder_for () {
  mkdir -p "$scratch/$1" && lab exec host1 cat /etc/pki/CA/cacert.pem > "$scratch/$1/cacert.pem" &&
    certtool --generate-privkey --key-type rsa --bits 2048 --outfile "$scratch/$1/clientkey.pem" &&
    printf 'cn = "%s"\n' "$1" > "$scratch/template" &&
    certtool --generate-request --load-privkey "$scratch/$1/clientkey.pem" \
      --template "$scratch/template" --outfile "$scratch/$1/request.pem" &&
    ctl cert issue qemu-client "$1" --request "$scratch/$1/request.pem" --output "$scratch/$1/clientcert.pem"
}
virsh_as () { local who=$1 host=$2; shift 2; timeout 60 virsh -q -c "qemu+tls://$host.lab/system?pkipath=$scratch/$who" "$@"; }

# An open connection, over which is spoken before and after.
open_line () {
  rm -f "$scratch/line" && mkfifo "$scratch/line" || return
  virsh -c "qemu+tls://host1.lab/system?pkipath=$scratch/keeper" < "$scratch/line" \
    > "$scratch/line.out" 2>&1 &
  line=$!
  exec 8> "$scratch/line"
  echo 'domid keep' >&8
}
close_line () {
  echo 'domstate keep' >&8
  echo quit >&8
  exec 8>&-
  wait "$line"
  cat "$scratch/line.out"
  grep -q running "$scratch/line.out" && ! grep -Eqi 'disconnected|reconnected' "$scratch/line.out"
}

begins_vms () {
  deploy host1 --renew --days 10 < /dev/null && deploy host2 --renew --days 20 < /dev/null &&
    lab vm host1 keep --memory 96 --graphics vnc --pool local --start &&
    lab vm host1 spicy --memory 96 --graphics spice --pool local --start &&
    folder_for keeper && virsh_as keeper host1 list | grep -q keep
}
shows_displays () {
  ctl cert check --json > "$scratch/uses" && cat "$scratch/uses" && ctl cert check &&
    [ "$(json "sorted (c['kind'] for c in d if c['name'] == 'host1')" < "$scratch/uses")" = "['libvirt', 'spice', 'vnc']" ] &&
    [ "$(json "[c['location'] for c in d if c['kind'] == 'libvirt' and c['name'] == 'host1'][0]" < "$scratch/uses")" = host1.lab:16514 ] &&
    [ "$(json "all (c['ours'] for c in d)" < "$scratch/uses")" = True ] && [ "$(days_of host1 vnc)" -lt 11 ]
}
renews_one () {
  local before vm
  before=$(serial_at host1 /etc/pki/libvirt/servercert.pem) vm=$(vm_of host1 keep)
  open_line && over_ssh ctl cert renew host1 --ssh root@host1.lab && close_line &&
    [ "$(serial_at host1 /etc/pki/libvirt/servercert.pem)" != "$before" ] &&
    [ "$(days_of host1 libvirt)" -ge 364 ] && [ "$(vm_of host1 keep)" = "$vm" ] &&
    [ "$(days_of host1 vnc)" -ge 364 ] && [ "$(days_of host1 spice)" -lt 11 ]
}
wants_no_nonsense () {
  exits 2 ctl cert renew && exits 2 ctl cert renew --all host1 && exits 2 ctl cert renew --all --ssh root@host1.lab &&
    exits 2 ctl cert renew host1 --within 3 && exits 2 ctl cert renew --all --within never &&
    exits 3 ctl cert renew nosuch --ssh root@host1.lab
}
renews_due () {
  local vm
  vm=$(vm_of host1 keep)
  over_ssh ctl cert renew --all --within 5 --json | tee "$scratch/due" && [ "$(json 'd' < "$scratch/due")" = '[]' ] &&
    over_ssh ctl cert renew --all --json > "$scratch/due" && cat "$scratch/due" &&
    [ "$(json "[(c['name'], c['state']) for c in d]" < "$scratch/due")" = "[('host2', 'done')]" ] &&
    [ "$(days_of host2 libvirt)" -ge 364 ] && [ "$(vm_of host1 keep)" = "$vm" ] &&
    over_ssh ctl cert renew --all | grep -q 'Nothing is due'
}
renews_all () {
  local vm
  vm=$(vm_of host1 keep)
  open_line && over_ssh ctl cert renew --all --within 3600 --json > "$scratch/all" && cat "$scratch/all" && close_line &&
    [ "$(json "[(c['place'], c['state']) for c in d]" < "$scratch/all")" = "[('desk', 'done'), ('host', 'done'), ('host', 'done')]" ] &&
    ctl host show host1 | grep -q Online && ctl host show host2 | grep -q Online && [ "$(vm_of host1 keep)" = "$vm" ]
}
renews_others () {
  ctl host edit host2 --ssh root@nosuch.lab &&
    { over_ssh exits 1 ctl cert renew --all --within 3600 --json > "$scratch/all"; code=$?; cat "$scratch/all"; [ $code = 0 ]; } &&
    [ "$(grep -v '^exit code' "$scratch/all" | json "[c['state'] for c in d]")" = "['done', 'done', 'failed']" ] &&
    ctl host edit host2 --ssh host2.lab
}
renews_without_the_silent () {
  lab cut host2
  over_ssh exits 4 ctl cert renew --all --within 3600 --json > "$scratch/all"
  local code=$?
  lab join host2
  cat "$scratch/all"
  [ $code = 0 ] && [ "$(grep -v '^exit code' "$scratch/all" | json "[(c['name'], c['state']) for c in d if c['place'] == 'host']")" = \
    "[('host1', 'done'), ('host2', 'unreachable')]" ]
}

# With its reason, and no failure: that it is away was asked for.
lists_the_silent () {
  lab cut host2
  ctl host list > "$scratch/list" 2> "$scratch/why"
  local code=$?
  lab join host2
  cat "$scratch/list" "$scratch/why"
  [ $code = 0 ] && grep -q '^host2 *Unreachable' "$scratch/list" && grep -q '^host1 *Online' "$scratch/list" &&
    grep -q 'host2 .*The host does not answer' "$scratch/why"
}
# Which of several is shown is nothing that chance decides.
asks_for_identity () {
  ctl cert issue client second &&
    { ! exits 2 ctl host add host9.lab --no-test 2> "$scratch/which" || cat "$scratch/which"; } &&
    grep -q -- --identity "$scratch/which" && grep -q '^ *admin (' "$scratch/which" && grep -q '^ *second (' "$scratch/which" &&
    ctl host add host9.lab --no-test --identity admin && ctl host remove host9 &&
    ctl host add qemu+ssh://host9.lab/system --no-test && ctl host remove host9 && ctl identity remove second
}

# Nothing is said of what cannot be seen.
blind () { DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent "$@"; }
tells_what_is_hidden () {
  local code=0
  blind over_ssh exits 1 ctl cert renew --all > "$scratch/blind" 2> "$scratch/errors" && cat "$scratch/blind" "$scratch/errors" &&
    ! grep -q 'Nothing is due' "$scratch/blind" && grep -q 'Secret Service' "$scratch/errors" &&
    blind exits 1 ctl cert check > "$scratch/blind" 2> "$scratch/errors" && grep -q '^host1 ' "$scratch/blind" && grep -q 'Secret Service' "$scratch/errors" || return
  lab cut host2
  exits 4 ctl cert check > "$scratch/blind" 2> "$scratch/errors" || code=1
  lab join host2
  cat "$scratch/blind" "$scratch/errors"
  [ $code = 0 ] && grep -q '^host1 ' "$scratch/blind" && grep -q '^musterctl: host2: ' "$scratch/errors"
}
# An address that is in no list: with the identity that is named, or the only one.
examines_an_address () {
  local code=0
  ctl cert issue client second && ctl host remove host1 && { ctl host list | grep -q host2 || code=1; }
  exits 2 ctl host doctor host1.lab 2> "$scratch/which" && cat "$scratch/which" && grep -q '^ *second (' "$scratch/which" &&
    ctl host doctor HOST1.lab. --identity second --json | json "[f['id'] for f in d if f['id'] != 'no-kvm'] or 'fine'" | grep -qx fine &&
    ctl host test host1.lab --identity second && ctl identity remove second && ctl host doctor host1.lab && ctl host test host1.lab || code=1
  ctl host add host1.lab --no-test --ssh root@host1.lab && [ $code = 0 ]
}

# --- revoking, and the authority's end ------------------------------------------------------------

revokes () {
  local vm
  vm=$(vm_of host1 keep)
  folder_for thief && virsh_as thief host1 list && virsh_as thief host2 list &&
    over_ssh ctl cert revoke thief --deliver && ! virsh_as thief host1 list && ! virsh_as thief host2 list &&
    virsh_as keeper host1 list && ctl host show host1 | grep -q Online &&
    lab exec host1 test -s /etc/pki/CA/cacrl.pem && [ "$(vm_of host1 keep)" = "$vm" ]
}
# Who put it off hands it out later; who locks himself out is told.
revokes_later () {
  folder_for tramp && ctl cert issue client locked-out && ctl host add host9.lab --no-test --identity locked-out &&
    { ctl cert revoke tramp locked-out 2> "$scratch/errors" || { cat "$scratch/errors"; false; }; } && grep -q 'itself shows it to host9' "$scratch/errors" &&
    virsh_as tramp host1 list && ctl host remove host9 && ctl identity remove locked-out && exits 2 ctl cert revoke &&
    over_ssh ctl cert revoke --deliver && ! virsh_as tramp host1 list && ! virsh_as tramp host2 list && virsh_as keeper host1 list
}
leaves_the_list () { deploy host1 < /dev/null | grep -q 'nothing to change' && ! virsh_as thief host1 list; }
gives_the_list () {
  ctl host script host9.lab --output "$scratch/nine.sh" && grep -q 'BEGIN X509 CRL' "$scratch/nine.sh"
}
# The same authority at another desk, which has a ledger of its own.
elsewhere () { XDG_DATA_HOME=$scratch/elsewhere "$@"; }
state_of () { ctl cert list --json | json "[c['state'] for c in d if c['serial'] == '$1'][0]"; }
serial_in () { certtool -i --infile "$scratch/$1/clientcert.pem" | sed -n 's/.*Serial Number (hex): //p'; }
revoked_at () { lab exec "$1" certtool --crl-info --infile /etc/pki/CA/cacrl.pem | grep -c 'Serial Number'; }

# What one desk revokes reaches the other by way of a host, and nobody is let in again.
travels () {
  local vm
  vm=$(vm_of host1 keep)
  elsewhere folder_for burglar && virsh_as burglar host1 list && elsewhere ctl cert revoke burglar &&
    elsewhere deploy host1 < /dev/null && ! virsh_as burglar host1 list && ! virsh_as thief host1 list &&
    virsh_as keeper host1 list && [ "$(revoked_at host1)" = 2 ] &&
    [ "$(elsewhere state_of "$(serial_in thief)")" = revoked ] &&
    deploy host1 < /dev/null 2> "$scratch/errors" && cat "$scratch/errors" &&
    grep -q '1 certificate that was revoked at another desk' "$scratch/errors" &&
    [ "$(state_of "$(serial_in burglar)")" = revoked ] && deploy host1 < /dev/null | grep -q 'nothing to change' &&
    elsewhere deploy host1 < /dev/null | grep -q 'nothing to change' && [ "$(vm_of host1 keep)" = "$vm" ]
}
# By hand as well, as far as the paste carries it: host2 knows of the thief alone.
travels_by_hand () {
  [ "$(revoked_at host2)" = 1 ] && rm -rf "$scratch/third" &&
    XDG_DATA_HOME=$scratch/third folder_for robber && XDG_DATA_HOME=$scratch/third ctl cert revoke robber &&
    XDG_DATA_HOME=$scratch/third ctl host script host2.lab host2 --output "$scratch/3a.sh" &&
    lab exec host2 sh < "$scratch/3a.sh" > "$scratch/said" &&
    sed '/^muster: revoked begin/,/^muster: revoked end/d' "$scratch/said" > "$scratch/less" &&
    XDG_DATA_HOME=$scratch/third ctl host script host2.lab host2 --request "$scratch/less" > "$scratch/3b.sh" &&
    exits 21 lab exec host2 sh < "$scratch/3b.sh" && [ "$(revoked_at host2)" = 1 ] &&
    XDG_DATA_HOME=$scratch/third ctl host script host2.lab host2 --request "$scratch/said" > "$scratch/3c.sh" &&
    lab exec host2 sh < "$scratch/3c.sh" && [ "$(revoked_at host2)" = 2 ] && ! virsh_as thief host2 list && ! virsh_as robber host2 list
}

server_serial () { ctl cert check --json | json "[c['serial'] for c in d if c['name'] == '$1' and c['kind'] == 'libvirt'][0]"; }
use_of () { ctl cert check --json | json "[c['state'] for c in d if c['name'] == '$1' and c['kind'] == 'libvirt'][0]"; }
# A host whose certificate this desk has revoked is refused here, said to be revoked, told whom not to
# trust all the same, and let in again with another key.
refuses_revoked_host () {
  local serial key
  serial=$(server_serial host2) key=$(lab exec host2 md5sum /etc/pki/libvirt/private/serverkey.pem)
  [ "$(use_of host2)" = valid ] && over_ssh ctl cert revoke "$serial" --deliver && [ "$(use_of host2)" = revoked ] &&
    ctl cert check | grep -q revoked && lab exec host2 certtool --crl-info --infile /etc/pki/CA/cacrl.pem | grep -q "$serial" &&
    ! ctl host show host2 | grep -q Online && ctl host show host1 | grep -q Online &&
    exits 4 ctl host doctor host2 --json > "$scratch/findings" && grep -q '"server-cert-revoked"' "$scratch/findings" &&
    over_ssh ctl cert renew --all | grep -q 'Nothing is due' &&
    over_ssh ctl cert renew host2 --ssh root@host2.lab && [ "$(use_of host2)" = valid ] &&
    ctl host show host2 | grep -q Online && [ "$(lab exec host2 md5sum /etc/pki/libvirt/private/serverkey.pem)" != "$key" ]
}

is_expired () { [ "$(use_of "$1")" = expired ]; }
eventually () { for _ in $(seq 40); do "$@" && return; sleep 0.5; done; return 1; }

# ssh needs no TLS: who is expired is told as well.
tells_the_expired () {
  local before
  before=$(revoked_at host2)
  printf 'long enough\nlong enough\n' | ctl ca export "$scratch/ca.p12" &&
    certtool --p12-info --inder --password 'long enough' --infile "$scratch/ca.p12" 2> /dev/null | sed -n '/BEGIN.*PRIVATE/,/END.*PRIVATE/p' > "$scratch/ca-key" &&
    lab exec host2 cat /etc/pki/CA/cacert.pem > "$scratch/ca.pem" && lab exec host2 cat /etc/pki/libvirt/private/serverkey.pem > "$scratch/key" &&
    printf '%s\n' 'cn = "host2.lab"' 'dns_name = "host2.lab"' tls_www_server tls_www_client signing_key 'serial = 77' \
      'activation_date = "2020-01-01 00:00:00"' 'expiration_date = "2021-01-01 00:00:00"' > "$scratch/template" &&
    certtool --generate-certificate --load-privkey "$scratch/key" --load-ca-certificate "$scratch/ca.pem" \
      --load-ca-privkey "$scratch/ca-key" --password 'long enough' --template "$scratch/template" --outfile "$scratch/expired.pem"
  local code=$?
  rm -f "$scratch/ca-key" "$scratch/key"
  [ $code = 0 ] && lab exec host2 sh -c 'cat > /etc/pki/libvirt/servercert.pem; cat /etc/pki/libvirt/servercert.pem > /etc/pki/libvirt/clientcert.pem; kill -KILL $(cat /run/libvirt/libvirtd.pid)' < "$scratch/expired.pem" &&
    eventually is_expired host2 && folder_for spy && over_ssh ctl cert revoke spy --deliver &&
    [ "$(revoked_at host2)" = $((before + 1)) ] && deploy host2 < /dev/null && [ "$(use_of host2)" = valid ] && ctl host show host2 | grep -q Online
}

revokes_a_host () {
  exits 3 ctl cert revoke host2 2> "$scratch/errors" && cat "$scratch/errors" && grep -q 'server, issued on' "$scratch/errors" && grep -q 'qemu-client' "$scratch/errors" &&
    ctl cert revoke host2 --all 2> "$scratch/errors" && [ "$(use_of host2)" = revoked ] &&
    [ "$(ctl cert list --json | json "any (c['state'] in ('valid', 'superseded') for c in d if c['name'] == 'host2.lab')")" = False ] &&
    ! ctl host show host2 | grep -q Online && deploy host2 < /dev/null && ctl host show host2 | grep -q Online
}
keeps_one_backup () { [ "$(lab exec host1 sh -c 'ls -d /var/lib/muster/backup-* | wc -l')" = 1 ] && [ "$(lab exec host2 sh -c 'ls -d /var/lib/muster/backup-* | wc -l')" = 1 ]; }

renews_authority () {
  local vm before
  vm=$(vm_of host1 keep) before=$(serial_at host1 /etc/pki/CA/cacert.pem)
  open_line && over_ssh ctl ca renew --deliver && close_line &&
    [ "$(serial_at host1 /etc/pki/CA/cacert.pem)" != "$before" ] &&
    [ "$(serial_at host1 /etc/pki/CA/cacert.pem)" = "$(serial_at host2 /etc/pki/CA/cacert.pem)" ] &&
    ctl host show host1 | grep -q Online && virsh_as keeper host1 list && ! virsh_as thief host1 list &&
    [ "$(ctl host doctor host1 --json)" = '[]' ] && [ "$(vm_of host1 keep)" = "$vm" ] &&
    deploy host1 < /dev/null | grep -q 'nothing to change'
}


check 'needs an authority, and a place to log in' needs_authority
check 'makes an authority and an identity' begins
check 'makes a host over ssh' deploys
check 'knows where ssh got in, though it was in no list' remembers_ssh
check 'changes nothing the second time' changes_nothing
check 'leaves nothing for the doctor to find' finds_nothing
check 'writes down what it issued' is_in_the_ledger
check 'renews' renews
check 'makes a host in two pastes' pastes
check 'has disks locked where that is asked for' asks_for_locks
check 'says how to name the place to log in' wants_ssh
check 'has VMs, and certificates that end soon' begins_vms
check 'shows the certificates of displays' shows_displays
check 'renews one host without disturbing anybody' renews_one
check 'refuses a renewal that makes no sense' wants_no_nonsense
check 'renews what is due' renews_due
check 'renews everything without disturbing anybody' renews_all
check 'renews the others when ssh does not get in at one' renews_others
check 'renews the others when one is away' renews_without_the_silent
check 'lists a host that does not answer' lists_the_silent
check 'asks which of several identities a host is shown' asks_for_identity
check 'says nothing of what it cannot see' tells_what_is_hidden
check 'examines an address that is in no list' examines_an_address
check 'revokes, and the hosts know' revokes
check 'leaves a host alone that has the list' leaves_the_list
check 'puts the list into the script' gives_the_list
check 'takes what is revoked from desk to desk' travels
check 'takes it along by hand' travels_by_hand
check 'refuses a host whose certificate was revoked' refuses_revoked_host
check 'tells a host whose certificate has expired' tells_the_expired
check 'revokes all of a host' revokes_a_host
check 'keeps one backup on a host' keeps_one_backup
check 'renews the authority, and the hosts know' renews_authority
check 'hands the list out later' revokes_later
check 'puts nothing back where it cannot write' leaves_read_only_alone
check 'says when there is no way in' has_no_way
check 'refuses names that are none' refuses_names
check 'leaves no key behind' keeps_secrets
check 'shows its secrets to nobody' end_watch
end_cases
