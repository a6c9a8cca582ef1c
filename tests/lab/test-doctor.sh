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

# doctor FOLDER URI: the ids of the findings, on one line; his exit code.
doctor () {
  local code=0
  ctl_at "$1" "$2" host doctor "$2" --json > "$scratch/findings.json" || code=$?
  python3 -c '
import json, sys
findings = json.load (sys.stdin)
for f in findings:
    assert all (f[k] for k in ("message", "cause", "repair")), f
    assert not any ("{" in f[k] for k in ("message", "cause", "repair")), f
    assert f["severity"] in ("error", "warning"), f
print (*[f["id"] for f in findings])' < "$scratch/findings.json"
  return $code
}

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
  lab exec host2 sh -c 'echo "$1" >> /etc/libvirt/libvirtd.conf; kill $(cat /run/libvirt/libvirtd.pid)' sh "$line"
  sleep 1
  eventually daemon_answers && "$@" || code=1
  lab exec host2 sh -c 'sed -i "\$d" /etc/libvirt/libvirtd.conf; kill $(cat /run/libvirt/libvirtd.pid)'
  sleep 1
  eventually daemon_answers && return $code
}

finds_missing () {
  mkdir -p "$scratch/empty" && cp "$admin/cacert.pem" "$scratch/empty/" && finds client-cert-missing "$scratch/empty"
}
finds_no_ca () {
  mkdir -p "$scratch/no-ca" && cp "$admin"/client*.pem "$scratch/no-ca/" && finds ca-missing "$scratch/no-ca"
}

finds_revoked () {
  cp -r "$admin" "$scratch/crl" && echo 'crl_next_update = 30' > "$scratch/crl/template" &&
    lab run certtool --generate-crl --load-ca-privkey "$MUSTER_LAB/pki/ca/cakey.pem" \
      --load-ca-certificate "$MUSTER_LAB/pki/ca/cacert.pem" --outfile "$scratch/crl/cacrl.pem" \
      --load-certificate "$MUSTER_LAB/pki/host2/clientcert.pem" --template "$scratch/crl/template" &&
    finds server-cert-revoked "$scratch/crl"
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
  screen "$graphics" && finds console-cert || code=1
  lab exec host2 sh -c 'cp /run/qemu-pki/server-* /etc/pki/qemu/'
  on host2 destroy bright
  return $code
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
  lab sasl host2 alice secret && finds sasl-required || code=1
  lab kill host2 && lab boot host2
  return $code
}

need_lab lab up 2 --bare
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
check 'server-cert-revoked' finds_revoked
check 'client-cert-missing' finds_missing
check 'client-cert-expired' as_identity expired client-cert-expired
check 'client-cert-expiring' as_identity expiring client-cert-expiring
check 'client-cert-not-yet-valid' as_identity early client-cert-not-yet-valid
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
# Less than the age of the lab's certificates.
check 'clock-off, behind' finds_clock -45
check 'sasl-required' wants_login
end_cases
