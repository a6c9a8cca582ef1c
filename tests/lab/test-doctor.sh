#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# test-doctor.sh MUSTERCTL CLOCK [REGEXP]: makes every fault that the doctor knows and
# checks that he names it, and no other.  CLOCK is a library that shifts a program's clock.

set -u
clock=$(readlink -f "$2")
# shellcheck source=tests/lab/cli-cases.sh
. "$(dirname "$(readlink -f "$0")")/cli-cases.sh" "$1" "${3:-}"

admin=$MUSTER_LAB/pki/admin
uri=qemu+tls://host2.lab/system

# ids: of the findings, on one line; where there is no KVM to offer, that is no surprise.
ids () {
  python3 -c '
import json, os, sys
findings = json.load (sys.stdin)
if not os.access ("/dev/kvm", os.R_OK | os.W_OK):
    findings = [f for f in findings if f["id"] != "no-kvm"]
for f in findings:
    assert all (f[k] for k in ("message", "cause", "repair")), f
    assert not any ("{" in f[k] for k in ("message", "cause", "repair")), f
    assert f["severity"] in ("error", "warning"), f
print (*[f["id"] for f in findings])' < "$scratch/findings.json"
}

# doctor FOLDER URI: the ids of the findings; his exit code.
doctor () {
  local code=0
  ctl_at "$1" "$2" host doctor "$2" --json > "$scratch/findings.json" || code=$?
  ids
  return $code
}

# mentions WORDS...: each is in what was found.
mentions () { local word; for word; do grep -q -- "$word" "$scratch/findings.json" || return 1; done; }

# finds IDS [FOLDER [URI]]: exactly these; an error among them is exit code 4.
finds () {
  local found code=0
  found=$(doctor "${2:-$admin}" "${3:-$uri}") || code=$?
  echo "found: ${found:-nothing} (exit code $code)"
  [ "$found" = "$1" ] || return 1
  if grep -q '"error"' "$scratch/findings.json"; then [ $code = 4 ]; else [ $code = 0 ]; fi
}

certified () { local code=0; lab certify host2 "$1" && shift && "$@" || code=1; lab certify host2 good; return $code; }
as_identity () { local folder; folder=$(lab identity "$1") && finds "$2" "$folder"; }

# The certificate that ends within a week is the first of the calendar, and no host is missing.
in_calendar () {
  ctl cert check --json | python3 -c '
import json, sys
uses = json.load (sys.stdin)
assert [u["name"] for u in uses] == ["host2", "host1"], uses
assert uses[0]["days_left"] == 6 and uses[0]["place"] == "host", uses'
}

is_well () { finds '' && ctl_at "$admin" "$uri" host doctor "$uri" > "$scratch/table" && ! grep -q failed "$scratch/table"; }

finds_filtered () { local code=0; lab cut host2; finds port-filtered || code=1; lab join host2; return $code; }

stop_daemon () { lab exec host2 sh -c 'kill -STOP $(cat /run/libvirt/libvirtd.pid)'; }
go_on () { lab exec host2 sh -c 'kill -CONT $(cat /run/libvirt/libvirtd.pid)'; }
finds_silent () { local code=0; stop_daemon; finds daemon-silent || code=1; go_on; return $code; }

daemon_answers () { on host2 list > /dev/null 2>&1; }
# with_setting LINE COMMAND...: of libvirtd.conf on host2.
with_setting () {
  local line=$1 code=0
  shift
  lab exec host2 sh -c 'echo "$1" >> /etc/libvirt/libvirtd.conf; kill -KILL $(cat /run/libvirt/libvirtd.pid)' sh "$line"
  sleep 1
  eventually daemon_answers && "$@" || code=1
  lab exec host2 sh -c 'sed -i "\$d" /etc/libvirt/libvirtd.conf; kill -KILL $(cat /run/libvirt/libvirtd.pid)'
  sleep 1
  eventually daemon_answers && return $code
}

finds_missing () {
  mkdir -p "$scratch/empty" && cp "$admin/cacert.pem" "$scratch/empty/" && finds client-cert-missing "$scratch/empty"
}
finds_no_key () {
  local folder=$scratch/no-key
  mkdir -p "$folder" && cp "$admin"/c*cert.pem "$folder/" && finds client-key-unusable "$folder" && mentions 'is missing' &&
    echo garbage > "$folder/clientkey.pem" && finds client-key-unusable "$folder" && mentions 'is damaged' &&
    lab run certtool --generate-privkey --key-type rsa --bits 2048 --no-text --outfile "$folder/clientkey.pem" &&
    finds client-key-unusable "$folder" && mentions 'another certificate'
}
finds_no_ca () {
  mkdir -p "$scratch/no-ca" && cp "$admin"/client*.pem "$scratch/no-ca/" && finds ca-missing "$scratch/no-ca"
}

# finds_revoked ID CERTIFICATE: with a list that has it.
finds_revoked () {
  local folder=$scratch/crl/$1
  mkdir -p "$scratch/crl" && cp -r "$admin" "$folder" && echo 'crl_next_update = 30' > "$folder/template" &&
    lab run certtool --generate-crl --load-ca-privkey "$MUSTER_LAB/pki/ca/cakey.pem" \
      --load-ca-certificate "$MUSTER_LAB/pki/ca/cacert.pem" --outfile "$folder/cacrl.pem" \
      --load-certificate "$2" --template "$folder/template" &&
    finds "$1" "$folder"
}

# screen GRAPHICS: of a VM that does nothing.
screen () {
  on host2 destroy bright > /dev/null 2>&1
  cat > "$scratch/bright.xml" <<-END
	<domain type='qemu'><name>bright</name><uuid>5d5d5d5d-0000-4000-8000-000000000001</uuid>
	<memory unit='MiB'>32</memory><os><type arch='x86_64' machine='q35'>hvm</type></os>
	<devices>$1<video><model type='vga'/></video></devices></domain>
	END
  on host2 create "$scratch/bright.xml"
}
block () {
  lab exec host2 nft -f - <<-END
	table inet test { chain input { type filter hook input priority -10; tcp dport 5900-5999 $1; }; }
	END
}
unblock () { lab exec host2 nft delete table inet test; }

sees_screens () { screen "<graphics type='vnc' autoport='yes'/><graphics type='spice' autoport='yes'/>" && finds ''; }
finds_loopback () { screen "<graphics type='vnc' autoport='yes' listen='127.0.0.1'/>" && finds console-loopback; }
finds_screen_closed () {
  local code=0
  screen "<graphics type='vnc' autoport='yes'/>" && block 'reject with tcp reset' && finds console-port-closed || code=1
  unblock
  return $code
}
finds_screen_filtered () {
  local code=0
  screen "<graphics type='vnc' autoport='yes'/>" && block drop && finds console-port-filtered || code=1
  unblock
  return $code
}
# QEMU does not start with a certificate that has expired, but with one that names nobody here.
finds_screen_certificate () {
  local code=0 graphics="<graphics type='$1' autoport='yes'/>"
  lab certify host2 misnamed
  lab exec host2 sh -c 'cd /etc/pki/qemu; cp -r . /run/qemu-pki
    cp ../libvirt/servercert.pem server-cert.pem; cp ../libvirt/private/serverkey.pem server-key.pem'
  lab certify host2 good
  screen "$graphics" && finds console-cert && mentions "${1^^} of" bright 'does not name' || code=1
  lab exec host2 sh -c 'cp /run/qemu-pki/server-* /etc/pki/qemu/'
  on host2 destroy bright
  return $code
}

# The port that takes no TLS.
finds_bare_screen () {
  screen "<graphics type='spice' port='5950' autoport='no' listen='0.0.0.0' defaultMode='insecure'/>" &&
    finds console-cert && mentions SPICE bright 'without TLS' && on host2 destroy bright
}

# named LINE IDS: the desk's hosts file gives host2's address other names.
named () {
  local code=0
  lab run unshare --mount sh -c 'echo "$1" > "$2/hosts" && mount --bind "$2/hosts" /etc/hosts && shift 2 && exec timeout 60 "$@"' \
    sh "$1" "$scratch" "$musterctl" --host "$uri" --pkipath "$admin" host doctor "$uri" --json \
    > "$scratch/findings.json" || code=$?
  echo "exit code $code"
  [ "$(ids)" = "$2" ]
}

finds_read_only () {
  local socket=qemu+unix:///system?socket=/run/libvirt/libvirt-sock-ro
  lab exec host2 "$musterctl" --host "$socket" host doctor "$socket" --json > "$scratch/findings.json" &&
    [ "$(ids)" = access-read-only ]
}

# beside IDS: host2 beside host1, under another name too, which is no fault.
beside () {
  local code=0
  ctl host doctor "${2:-$uri}" --json > "$scratch/findings.json" || code=$?
  echo "found: $(ids) (exit code $code)"
  [ "$(ids)" = "$1" ] && [ $code = 0 ]
}
lacks_network () {
  local code=0
  echo "<network><name>lan</name></network>" | lab exec host1 virsh -q net-define /dev/stdin
  beside fit-network && mentions lan && beside '' qemu+tls://host1.lab/system || code=1
  on host1 net-undefine lan
  return $code
}
lacks_storage () {
  local code=0
  lab exec host1 virsh -q pool-define /dev/stdin <<-END
	<pool type='netfs'><name>vms</name><source><host name='nfs.lab'/><dir path='/vms'/></source>
	<target><path>/mnt/vms</path></target></pool>
	END
  beside fit-storage && mentions nfs.lab:/vms || code=1
  on host1 pool-undefine vms
  return $code
}
says_abilities () { ctl host doctor "$uri" > "$scratch/table" && grep 'What it can do.*libvirt.*x86_64' "$scratch/table" && grep 'How it fits: good' "$scratch/table"; }

# The source cannot reach the ports at which a VM's memory arrives: its failure names them.
finds_migration_ports () {
  local code=0
  screen "" && lab exec host1 nft -f - <<-END
	table inet test { chain input { type filter hook input priority -10; tcp dport 49152-49215 reject with tcp reset; }; }
	END
  fails_with 4 'migration ports of' ctl vm migrate bright host1 && says 49152 && says 49215 || code=1
  lab exec host1 nft delete table inet test
  on host2 destroy bright
  return $code
}

# --- the ports of migration, over ssh ------------------------------------------------------

write_ssh_config () {
  cat > "$scratch/ssh_config" <<-END
	User root
	IdentityFile $MUSTER_LAB/ssh/id
	IdentitiesOnly yes
	IdentityAgent none
	UserKnownHostsFile $scratch/known_hosts
	GlobalKnownHostsFile /dev/null
	StrictHostKeyChecking ${1:-accept-new}
	END
}
# listed WORDS...: with a list of its own, in which both hosts know where ssh logs in.
listed () {
  lab run sh "$here/../unit/secrets/with-keyring.sh" "${keyring:-keyring}" \
    env XDG_DATA_HOME="$scratch/desk" timeout 120 "$musterctl" "$@"
}
list_hosts () {
  local n
  mkdir -p "$scratch/desk" && write_ssh_config &&
    for n in 1 2; do
      listed host add "qemu+tls://host$n.lab/system?pkipath=$admin" --identity none --no-test --ssh "host$n.lab" || return
    done
}
has_no_keyring () {
  list_hosts && ! keyring=none listed host doctor host2 --json > "$scratch/findings.json" &&
    [ "$(ids)" = secrets-unavailable ]
}
# An identity of the keyring that ends while it is in there; then one that the keyring
# does not have, and no keyring at all.
in_keyring () {
  local mode=$1
  shift
  lab run sh "$here/../unit/secrets/with-keyring.sh" "$mode" env XDG_DATA_HOME="$scratch/ended" timeout 120 "$@"
}
finds_ended () {
  in_keyring keyring sh -c '"$1" identity import "$2" --name old && "$1" host add host2.lab --no-test &&
    SHIFT_CLOCK=864000 LD_PRELOAD=$3 "$1" host doctor host2 --json > "$4"' sh "$musterctl" "$(lab identity expiring)" "$clock" "$scratch/findings.json"
  cat "$scratch/findings.json"
  [ "$(ids)" = client-cert-expired ]
}
finds_lost () {
  local mode
  for mode in keyring none; do
    in_keyring $mode "$musterctl" host doctor host2 --json > "$scratch/findings.json"
    cat "$scratch/findings.json"
    [ "$(ids)" = secrets-unavailable ] || return
  done
}
# tries IDS WORDS...: of the ports alone; no error is no reason for another exit code than 0.
tries () {
  local want=$1 code=0
  shift
  listed host doctor host2 --ssh-config "$scratch/ssh_config" --json "$@" < /dev/null > "$scratch/findings.json" || code=$?
  cat "$scratch/findings.json"
  echo "found: $(ids) (exit code $code)"
  [ "$(ids)" = "$want" ] && { [ $code = 0 ] || grep -q '"error"' "$scratch/findings.json"; }
}
tells_ways () { listed host doctor host2 --migration --ssh-config "$scratch/ssh_config" < /dev/null | tee "$scratch/table" && grep -q "Migration ports: good ($1)" "$scratch/table"; }
ports_of () {
  lab exec "$1" nft -f - <<-END
	table inet test { chain input { type filter hook input priority -10; iifname "em1" tcp dport $2; }; }
	END
}
# walled HOST RULE COMMAND...: a rule of the firewall of that host.
walled () {
  local host=$1 code=0
  ports_of "$1" "$2"
  shift 2
  "$@" || code=1
  lab exec "$host" nft delete table inet test
  return $code
}
no_listeners () { local n; for n in 1 2; do ! lab exec host$n pgrep -f 'gnutls-serv|s_server' || return 1; done; }
tries_well () {
  tries '' --migration && tells_ways 'host1 both ways' && tries '' --ssh root@host2.lab && no_listeners
}
finds_dropped () {
  walled host1 '49152-49215 drop' tries migration-port-closed --migration && mentions 'gets no answer from' 'host1.lab' 49152
}
finds_rejected () {
  walled host1 '49153-49215 reject with tcp reset' tries migration-port-closed --migration && mentions '“host2” is turned away by “host1.lab” at port 49215' &&
    walled host1 '49152-49215 reject with icmpx admin-prohibited' tries migration-port-closed --migration && mentions 'is turned away by'
}
finds_way_back () {
  walled host2 '49152-49215 reject with tcp reset' tries migration-port-closed --migration && mentions '“host1” is turned away by “host2.lab”'
}
finds_set_ports () {
  local code=0
  lab exec host1 sh -c 'printf "migration_port_min = 50000\nmigration_port_max = 50003\n" >> /etc/libvirt/qemu.conf'
  walled host1 '50000-50003 drop' tries migration-port-closed --migration && mentions 50000 || code=1
  lab exec host1 sed -i '/^migration_port_/d' /etc/libvirt/qemu.conf
  return $code
}
finds_no_name () {
  local code=0
  lab exec host1 sh -c 'echo "migration_host = \"nosuch.lab\"" >> /etc/libvirt/qemu.conf'
  tries migration-port-closed --migration && mentions '“host2” does not find the address of “nosuch.lab”' || code=1
  lab exec host1 sed -i '/^migration_host = "nosuch/d' /etc/libvirt/qemu.conf
  return $code
}
tries_one_way () {
  listed host edit host1 --no-test --ssh root@nosuch.lab && tells_ways 'host1 one way: ssh does not get in there' &&
    walled host1 '49152-49215 drop' tries migration-port-closed --migration && listed host edit host1 --no-test --ssh host1.lab
}
has_no_ssh () {
  tries ssh-failed --ssh root@nosuch.lab && write_ssh_config yes && : > "$scratch/known_hosts" &&
    tries ssh-host-key-unknown --ssh root@host2.lab && write_ssh_config &&
    exits 2 listed host doctor qemu+tls://host9.lab/system --migration
}

# libvirt's own ssh: HOME is the lab's desk, without a known host.
finds_host_key () {
  local uri="qemu+ssh://root@host2.lab/system?keyfile=$MUSTER_LAB/ssh/id"
  doctor_of_ssh () { lab run env HOME="$scratch/home" timeout 60 "$musterctl" --host "$uri" host doctor "$uri" --json < /dev/null > "$scratch/findings.json"; }
  mkdir -p "$scratch/home"
  exits 4 doctor_of_ssh && cat "$scratch/findings.json" && [ "$(ids)" = ssh-host-key-unknown ] &&
    fails_with 4 'nobody on this computer has accepted its key' lab run env HOME="$scratch/home" timeout 60 "$musterctl" --host "$uri" host test "$uri"
}

finds_clock () {
  local code=0
  on host2 destroy bright > /dev/null 2>&1
  musterctl_shifted "$1" || code=$?
  echo "exit code $code"
  grep -q '"clock-off"' "$scratch/findings.json" && [ $code = 0 ]
}
musterctl_shifted () {
  lab run env LD_PRELOAD="$clock" SHIFT_CLOCK="$1" timeout 60 "$musterctl" --host "$uri" \
    --pkipath "$admin" host doctor "$uri" --json > "$scratch/findings.json"
}

wants_login () {
  local code=0
  lab sasl host2 alice < "$(new_password sasl-password)" && finds sasl-required && mentions password &&
    fails_with 4 'wants a user name and a password' ctl_at "$admin" "$uri" host test "$uri" && says '--user USER' &&
    ! says 'did not accept' || code=1
  SASL_PATH=/nonexistent finds sasl-required && mentions kinit || code=1
  lab kill host2 && lab boot host2
  return $code
}

# host2's daemon starts anew, with one line more.
configured () {
  lab exec host2 sed -i "\$a $1" /etc/libvirt/libvirtd.conf && lab certify host2 good
}
takes_ticket () {
  local code=0 password
  password=$(new_password kerberos-password)
  export KRB5CCNAME=$scratch/ticket
  lab kerberos host2 alice < "$password" && finds sasl-required && mentions klist &&
    lab run kinit alice < "$password" && finds '' &&
    configured 'sasl_allowed_username_list = [ "bob@LAB" ]' && finds sasl-refused && mentions 'your Kerberos ticket' || code=1
  lab run kdestroy
  unset KRB5CCNAME
  lab kill host2 && lab boot host2
  return $code
}

# The other folders are identities of this test.
leaves_no_secret () {
  walk_lab_files --but "$scratch/no-ca/*" --but "$scratch/no-key/*" --but "$scratch/crl/*"
}

need_lab lab up 2 --bare
begin_watch
check 'finds nothing where nothing is wrong' is_well
check 'name-unresolved' finds name-unresolved "$admin" qemu+tls://nosuch.lab/system
check 'port-closed' finds port-closed "$admin" qemu+tls://host2.lab:1/system
check 'port-filtered' finds_filtered
check 'not-tls' finds not-tls "$admin" qemu+tls://host2.lab:22/system
check 'daemon-silent' finds_silent
check 'ca-missing' finds_no_ca
check 'server-cert-expired' certified expired finds server-cert-expired
check 'server-cert-expiring' certified expiring finds server-cert-expiring
check 'the calendar has it' certified expiring in_calendar
check 'server-cert-not-yet-valid' certified early finds server-cert-not-yet-valid
check 'server-cert-name' certified misnamed finds server-cert-name
check 'server-cert-issuer' certified foreign finds 'server-cert-issuer'
check 'server-cert-weak' certified weak finds server-cert-weak
check 'server-cert-purpose' certified client finds server-cert-purpose
check 'server-cert-revoked' finds_revoked server-cert-revoked "$MUSTER_LAB/pki/host2/clientcert.pem"
check 'client-cert-missing' finds_missing
check 'client-key-unusable' finds_no_key
check 'client-cert-expired' as_identity expired client-cert-expired
check 'client-cert-expiring' as_identity expiring client-cert-expiring
check 'client-cert-not-yet-valid' as_identity early client-cert-not-yet-valid
check 'client-cert-revoked' finds_revoked client-cert-revoked "$admin/clientcert.pem"
check 'client-cert-foreign' as_identity foreign client-cert-foreign
check 'client-cert-refused' with_setting 'tls_allowed_dn_list = ["CN=somebody else"]' finds client-cert-refused
check 'driver-unavailable' finds driver-unavailable "$admin" qemu+tls://host2.lab/nosuch
check 'finds nothing wrong with screens' sees_screens
check 'console-loopback' finds_loopback
check 'console-port-closed' finds_screen_closed
check 'console-port-filtered' finds_screen_filtered
check 'console-cert of SPICE' finds_screen_certificate spice
check 'console-cert of VNC' finds_screen_certificate vnc
check 'clock-off, ahead' finds_clock 600
check 'console-cert of SPICE without TLS' finds_bare_screen
check 'name-reverse' named '10.198.0.2 other.lab host2.lab' 'name-reverse server-cert-reverse'
check 'server-cert-reverse' named '10.198.0.2 host2.lab.example host2.lab' server-cert-reverse
check 'access-read-only' finds_read_only
check 'says what it can do and how it fits' says_abilities
check 'fit-network' lacks_network
check 'fit-storage' lacks_storage
check 'a failed migration names the ports' finds_migration_ports
check 'secrets-unavailable' has_no_keyring
check 'client-cert-expired, in the keyring' finds_ended
check 'secrets-unavailable, an identity that is lost' finds_lost
check 'tries the ports of migration over ssh' tries_well
check 'migration-port-closed, dropped' finds_dropped
check 'migration-port-closed, rejected' finds_rejected
check 'migration-port-closed, on the way back' finds_way_back
check 'migration-port-closed, at ports that are set' finds_set_ports
check 'migration-port-closed, without a name' finds_no_name
check 'tries one way where ssh does not get in' tries_one_way
check 'ssh-failed and ssh-host-key-unknown' has_no_ssh
check 'ssh-host-key-unknown of qemu+ssh' finds_host_key
# Less than the age of the lab's certificates.
check 'clock-off, behind' finds_clock -45
check 'sasl-required' wants_login
check 'a Kerberos ticket' takes_ticket
check 'shows its secrets to nobody' end_watch
check 'leaves no secret in a file' leaves_no_secret
end_cases
