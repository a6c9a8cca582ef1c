#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# test-script-run.sh WRITER [REGEXP]: runs the host script on file trees that are
# laid out as hosts are, with real keys and certificates; what would change the
# machine itself (services, packages, the firewall) is played and recorded.

# shellcheck disable=SC2016

set -u
writer=$(readlink -f "$1")
only=${2:-}
scratch=$(mktemp -d /tmp/muster-script-XXXXXX)
trap 'rm -rf "$scratch"' EXIT
tests=0 failures=0
names=(host1.example.com 192.0.2.7 2001:db8::7)

# shellcheck disable=SC2181
check () {
  local name=$1
  shift
  [[ $name =~ $only ]] || return 0
  tests=$((tests + 1))
  # Not as a condition, in which "set -e" would not hold.
  (set -e; "$@") > "$scratch/said" 2>&1
  if [ $? = 0 ]; then
    echo "ok $tests - $name"
  else
    failures=$((failures + 1))
    echo "not ok $tests - $name"
    tail -n 40 "$scratch/said" | sed 's/^/# /'
  fi
}

# --- a machine that is played -------------------------------------------------

# play NAME: a program on the played machine's PATH, from standard input.
play () { { echo '#!/bin/sh'; cat; } > "$1"; chmod +x "$1"; }

# Only these programs are there: the script must not need more of a machine.
make_tools () {
  local tool
  mkdir -p "$scratch/tools" "$scratch/played"
  for tool in sh bash dash awk cat chmod chown cmp cp date env grep head id kill ln ls mkdir \
              mktemp mv paste printf rm rmdir sed sort stat tail tee timeout touch tr uname; do
    ln -sf "$(command -v "$tool")" "$scratch/tools/$tool"
  done
  cd "$scratch/played" || exit 1
  play sudo <<< 'exec "$@"'
  play sleep < /dev/null
  play ip <<< 'echo "default via 192.0.2.1 dev eth0"'
  play getent <<< 'echo "getent $*" >> "$STAGE/calls"; case $2 in absent*) exit 2 ;; esac'
  play virt-admin <<< 'echo "virt-admin $*" >> "$STAGE/calls"; [ ! -e "$STAGE/no-admin" ]'
  play virsh <<'END'
echo "virsh $*" >> "$STAGE/calls"
case "$*" in
  *uri) cat "$STAGE/virsh-says" 2> /dev/null && exit 1; exit 0 ;;
  *list*) cat "$STAGE/running" 2> /dev/null ;;
  *"domdisplay web"*) echo vnc://0.0.0.0:0 ;;
  *"domdisplay desk"*) echo spice://0.0.0.0:5901 ;;
  *domdisplay-reload*) [ -e "$STAGE/can-reload" ] ;;
esac
exit 0
END
  play systemctl <<'END'
echo "systemctl $*" >> "$STAGE/calls"
[ "$1" != --quiet ] || shift
verb=$1
shift
# Some services do not like the new settings, some like nothing.
breaks () {
  if [ -e "$STAGE/broken/$1" ]; then return; fi
  [ -e "$STAGE/refusing/$1" ] && grep -q '^spice_tls = 1' "$MUSTER_ROOT/etc/libvirt/qemu.conf"
}
for unit; do
  case $verb in
    is-active) [ -e "$STAGE/active/$unit" ] || exit 3 ;;
    is-enabled) [ -e "$STAGE/enabled/$unit" ] || exit 1 ;;
    cat) [ -e "$STAGE/units/$unit" ] || exit 1 ;;
    enable) [ -e "$STAGE/units/$unit" ] && touch "$STAGE/enabled/$unit" || exit 1 ;;
    disable) rm -f "$STAGE/enabled/$unit" ;;
    stop) rm -f "$STAGE/active/$unit" ;;
    start|restart)
      [ -e "$STAGE/units/$unit" ] && ! breaks "$unit" || exit 1
      case $unit in *-tls.socket) [ ! -e "$STAGE/active/${unit%-tls.socket}.service" ] || exit 1 ;; esac
      touch "$STAGE/active/$unit" ;;
    try-restart) ! breaks "$unit" || exit 1 ;;
  esac
done
exit 0
END
  play firewall-cmd <<'END'
echo "firewall-cmd $*" >> "$STAGE/calls"
file=$STAGE/ports-now
for word; do
  case $word in
    --state) [ -e "$STAGE/firewalld" ] && echo running; exit 0 ;;
    --get-zone-of-interface=eth0) echo work; exit 0 ;;
    --permanent) file=$STAGE/ports-kept ;;
    --query-port=*) grep -qx "${word#*=}" "$file"; exit ;;
    --add-port=*) echo "${word#*=}" >> "$file" ;;
    --remove-port=*) grep -vx "${word#*=}" "$file" > "$file.new"; mv "$file.new" "$file" ;;
  esac
done
END
  play ufw <<'END'
echo "ufw $*" >> "$STAGE/calls"
case "$*" in
  status) [ -e "$STAGE/ufw" ] && echo 'Status: active' ;;
  'show added') sed 's/^/ufw allow /' "$STAGE/ports-now" ;;
  'delete allow '*) grep -vx "$3" "$STAGE/ports-now" > "$STAGE/new"; mv "$STAGE/new" "$STAGE/ports-now" ;;
  'allow '*) echo "$2" >> "$STAGE/ports-now" ;;
esac
END
  play gnutls-cli <<'END'
echo "gnutls-cli $*" >> "$STAGE/calls"
[ ! -e "$STAGE/no-handshake" ] || { echo 'Connection refused'; exit 1; }
certtool --verify --load-ca-certificate "$MUSTER_ROOT/etc/pki/CA/cacert.pem" --infile "$MUSTER_ROOT/etc/pki/libvirt/servercert.pem" || exit 1
for word; do
  case $word in --save-cert=*) cat "$MUSTER_ROOT/etc/pki/libvirt/servercert.pem" > "${word#*=}" ;; esac
done
END
  # The package managers of two families.
  play apt-get <<'END'
echo "apt-get $*" >> "$STAGE/calls"
echo 'muster: request begin'
[ ! -e "$STAGE/no-packages" ] || { echo 'E: Unable to locate package'; exit 100; }
mkdir -p "$MUSTER_ROOT/usr/sbin" "$MUSTER_ROOT/usr/bin"
touch "$MUSTER_ROOT/usr/sbin/libvirtd" "$MUSTER_ROOT/usr/bin/qemu-system-x86_64"
chmod +x "$MUSTER_ROOT/usr/sbin/libvirtd" "$MUSTER_ROOT/usr/bin/qemu-system-x86_64"
case "$*" in *libvirt-daemon-plugin-lockd*) install-lockd ;; esac
END
  play install-lockd <<'END'
mkdir -p "$MUSTER_ROOT/usr/sbin" "$MUSTER_ROOT/usr/lib/x86_64-linux-gnu/libvirt/lock-driver"
touch "$MUSTER_ROOT/usr/lib/x86_64-linux-gnu/libvirt/lock-driver/lockd.so" "$MUSTER_ROOT/usr/sbin/virtlockd" \
  "$STAGE/units/virtlockd.socket" "$STAGE/units/virtlockd.service"
chmod +x "$MUSTER_ROOT/usr/sbin/virtlockd"
END
  cd "$OLDPWD" || exit 1
}

# The machine's key tool: GnuTLS's, or OpenSSL whose client is played.
use_certtool () { rm -f "$scratch/played/openssl"; ln -sf "$(command -v certtool)" "$scratch/tools/certtool"; }
use_openssl () {
  rm -f "$scratch/tools/certtool"
  play "$scratch/played/openssl" <<END
[ "\$1" = s_client ] || exec "$(command -v openssl)" "\$@"
echo "openssl \$*" >> "\$STAGE/calls"
[ ! -e "\$STAGE/no-handshake" ] || { echo 'connect: Connection refused'; exit 1; }
"$(command -v openssl)" verify -no-CApath -CAfile "\$MUSTER_ROOT/etc/pki/CA/cacert.pem" "\$MUSTER_ROOT/etc/pki/libvirt/servercert.pem" > /dev/null || exit 1
cat "\$MUSTER_ROOT/etc/pki/libvirt/servercert.pem"
END
}

# at NAME: the machine of an earlier case.
at () { export STAGE=$scratch/$1/stage MUSTER_ROOT=$scratch/$1/root; }

# new_machine NAME UNIT...
new_machine () {
  local unit
  at "$1"
  rm -rf "${scratch:?}/$1"
  mkdir -p "$STAGE"/{units,enabled,active,broken,refusing} "$MUSTER_ROOT"/{etc/libvirt,usr/bin,usr/sbin,run/systemd/system,var/lib}
  : > "$STAGE/ports-now"
  : > "$STAGE/ports-kept"
  shift
  for unit; do touch "$STAGE/units/$unit"; done
  printf '#tls_port = "16514"\n\n#listen_tls = 0\n# the end\n' > "$MUSTER_ROOT/etc/libvirt/libvirtd.conf"
  cat > "$MUSTER_ROOT/etc/libvirt/qemu.conf" <<'END'
# Master configuration file
#default_tls_x509_cert_dir = "/etc/pki/qemu"
#vnc_listen = "0.0.0.0"
vnc_listen = "192.0.2.7"
#vnc_tls = 1
#group = "libvirt-qemu"
#migration_port_max = 49215
migration_port_max = 49300   # many at once
vnc_tls = 0
END
  : > "$MUSTER_ROOT/etc/nothing"
}

# Socket activation, ufw, libvirt not installed yet.
debian () {
  new_machine debian libvirtd.service libvirtd.socket libvirtd-tls.socket
  echo 'ID=debian' > "$MUSTER_ROOT/etc/os-release"
  touch "$STAGE"/{ufw,enabled/libvirtd.service,enabled/libvirtd.socket,active/libvirtd.socket,active/libvirtd.service}
}

# The modular daemons, firewalld, everything installed.
fedora () {
  local unit
  new_machine fedora libvirtd.service
  for unit in virtqemud virtproxyd virtnetworkd virtnodedevd virtstoraged virtsecretd virtlogd; do
    touch "$STAGE/units/$unit".{service,socket} "$STAGE/enabled/$unit.socket" "$STAGE/active/$unit.socket"
  done
  touch "$STAGE/units/virtproxyd-tls.socket" "$STAGE/active/virtproxyd.service" "$STAGE/firewalld"
  rm -f "$STAGE/enabled/virtproxyd.socket" "$MUSTER_ROOT/etc/libvirt/libvirtd.conf"
  printf 'ID=fedora\n' > "$MUSTER_ROOT/etc/os-release"
  echo '#listen_tls = 0' > "$MUSTER_ROOT/etc/libvirt/virtproxyd.conf"
  install_fakes
}

install_fakes () {
  local fake
  for fake in sbin/virtqemud sbin/libvirtd bin/qemu-system-x86_64; do
    touch "$MUSTER_ROOT/usr/$fake"
    chmod +x "$MUSTER_ROOT/usr/$fake"
  done
}

# A tree with files, their content, modes and times; but for the script's own.
picture () {
  (
    cd "$MUSTER_ROOT"
    find . -path ./var/lib/muster -prune -o \( -type f -printf '%p %m ' -exec md5sum {} \; \) -o -printf '%p %y %m\n' | sort
    cd "$STAGE"
    find enabled active | sort
    cat ports-now ports-kept
  )
}

times () { (cd "$MUSTER_ROOT" && find etc -type f -printf '%p %i %T@\n' | sort); }

# --- runs -----------------------------------------------------------------------

on_machine () { env PATH="$scratch/played:$scratch/tools" "${shell:-dash}" "$@"; }
write () { "$writer" "$scratch" script "$@"; }

exits () { local want=$1 code=0; shift; "$@" || code=$?; [ "$code" = "$want" ] || { echo "exit code $code, not $want"; return 1; }; }
says () { grep -q -e "$1" "$scratch/output" || { echo "nobody says: $1"; cat "$scratch/output"; return 1; }; }
never_says () { ! grep -e "$1" "$scratch/output"; }
called () { grep -q -e "$1" "$STAGE/calls" || { echo "not called: $1"; cat "$STAGE/calls"; return 1; }; }
never_called () { [ ! -e "$STAGE/calls" ] || ! grep -e "$1" "$STAGE/calls"; }

# first_half CODE [RENEWAL [PORT]]
first_half () {
  write request "${2:-needed}" "${3:-16514}" "${names[@]}" > "$scratch/first.sh"
  exits "$1" on_machine "$scratch/first.sh" > "$scratch/output" 2>&1 || { cat "$scratch/output"; return 1; }
}

sign () { "$writer" "$scratch" sign "${names[@]}" < "$scratch/output" > "$scratch/certificates"; }

# second_half CODE [RENEWAL [PORT]]
second_half () {
  write finish "${2:-needed}" "${3:-16514}" "${names[@]}" > "$scratch/second.sh"
  exits "$1" on_machine "$scratch/second.sh" > "$scratch/output" 2>&1 || { cat "$scratch/output"; return 1; }
}

by_hand () { first_half 0 "$@" && sign && second_half 0 "$@"; }

# session RENEWAL [PORT]: as over ssh; the certificates are sent when they are wanted, and
# $scratch/answer when the host shows what is revoked.
session () {
  local job answered=
  rm -f "$scratch/in"
  mkfifo "$scratch/in"
  on_machine -s < "$scratch/in" > "$scratch/output" 2>&1 & job=$!
  exec 5> "$scratch/in"
  write session "$1" "${2:-16514}" "${names[@]}" >&5
  for _ in $(seq 300); do
    if [ -z "$answered" ] && grep -q '^muster: revoked end' "$scratch/output"; then
      answered=yes
      { cat "$scratch/answer" 2> /dev/null || :; echo 'muster: revoked end'; } >&5
    fi
    ! grep -q '^muster: request end' "$scratch/output" || { sign && cat "$scratch/certificates" >&5; break; }
    grep -q '^muster: request none' "$scratch/output" && break
    kill -0 $job 2> /dev/null || break
    sleep 0.1
  done
  exec 5>&-
  wait $job
}

# --- cases ------------------------------------------------------------------------

is_clean () {
  write session needed 16514 "${names[@]}" > "$scratch/whole.sh"
  dash -n "$scratch/whole.sh"
  bash --posix -n "$scratch/whole.sh"
  # Where an interactive shell would put an old command in its place.
  if grep -n '![^ =(]' "$scratch/whole.sh"; then return 1; fi
  ! command -v shellcheck > /dev/null || shellcheck -s sh "$scratch/whole.sh"
}

is_pasteable () {
  write request needed 16514 "${names[@]}" > "$scratch/first.sh"
  [ "$(awk '{ print length ($0) }' "$scratch/first.sh" | sort -n | tail -n 1)" -lt 1000 ]
  ! command -v shellcheck > /dev/null || shellcheck -e SC2091 -s sh "$scratch/first.sh"
}

# As into a terminal, whose shell keeps a history and has its own ideas of "!".
is_pasted () {
  debian
  install_fakes
  write request needed 16514 "${names[@]}" > "$scratch/first.sh"
  PATH="$scratch/played:$PATH" STAGE=$STAGE timeout 60 python3 - "$scratch/first.sh" > "$scratch/output" <<'END'
import os, pty, sys, threading
pid, fd = pty.fork ()
if pid == 0:
    os.execvp ('bash', ['bash', '--norc', '-i', '-o', 'history', '-H'])
text = open (sys.argv[1], 'rb').read ()
def write ():
    for at in range (0, len (text), 512):
        os.write (fd, text[at:at + 512])
    os.write (fd, b'exit\n')
threading.Thread (target=write, daemon=True).start ()
try:
    while data := os.read (fd, 65536):
        os.write (1, data)
except OSError:
    pass
END
  tr -d '\r' < "$scratch/output" > "$scratch/plain" && mv "$scratch/plain" "$scratch/output"
  says '^muster: request end'
  says '^muster: done request'
  sign
  second_half 0
}

has () { grep -Fqx -e "$2" "$MUSTER_ROOT$1" || { echo "$1 has no line: $2"; cat "$MUSTER_ROOT$1"; return 1; }; }
mode_is () { [ "$(stat -c %a "$MUSTER_ROOT$1")" = "$2" ] || { stat "$MUSTER_ROOT$1"; return 1; }; }

has_pki () {
  local file
  for file in CA/cacert.pem libvirt/servercert.pem libvirt/clientcert.pem qemu/ca-cert.pem qemu/server-cert.pem qemu/client-cert.pem; do
    mode_is "/etc/pki/$file" 644
  done
  mode_is /etc/pki/libvirt/private 700
  mode_is /etc/pki/libvirt/private/serverkey.pem 600
  mode_is /etc/pki/libvirt/private/clientkey.pem 600
  mode_is /etc/pki/qemu/server-key.pem 640
  mode_is /etc/pki/qemu/client-key.pem 640
  mode_is /var/lib/muster 700
  cmp "$scratch/ca.pem" "$MUSTER_ROOT/etc/pki/CA/cacert.pem"
  for file in "$MUSTER_ROOT"/etc/pki/{libvirt/servercert,qemu/server-cert,qemu/client-cert}.pem; do
    certtool --verify --load-ca-certificate "$scratch/ca.pem" --infile "$file" > /dev/null
  done
  # Nothing is left of the work.
  [ ! -e "$MUSTER_ROOT/var/lib/muster/pending" ]
  if ls -d "$MUSTER_ROOT"/var/lib/muster/{run.*,lock} 2> /dev/null; then return 1; fi
}

sets_up_debian () {
  debian
  by_hand
  cat "$scratch/output"
  called 'apt-get -q -y install libvirt-daemon-system'
  says '^muster: done'
  says '^muster: step 9/9'
  has_pki
  has /etc/libvirt/libvirtd.conf 'listen_tls = 1'
  [ "$(sed -n 3,4p "$MUSTER_ROOT/etc/libvirt/libvirtd.conf")" = $'#listen_tls = 0\nlisten_tls = 1' ]
  has /etc/libvirt/qemu.conf 'vnc_tls = 1'
  has /etc/libvirt/qemu.conf 'spice_tls = 1'
  has /etc/libvirt/qemu.conf 'migrate_tls_x509_cert_dir = "/etc/pki/qemu"'
  has /etc/libvirt/qemu.conf 'spice_listen = "0.0.0.0"'
  says '^muster: note displays of VMs'
  # What somebody chose stays.
  has /etc/libvirt/qemu.conf 'vnc_listen = "192.0.2.7"'
  [ "$(grep -c '^vnc_listen' "$MUSTER_ROOT/etc/libvirt/qemu.conf")" = 1 ]
  [ "$(grep -c '^vnc_tls ' "$MUSTER_ROOT/etc/libvirt/qemu.conf")" = 1 ]
  [ "$(cat "$STAGE/ports-now")" = $'16514/tcp\n5900:6923/tcp\n49152:49300/tcp' ]
  [ -e "$STAGE/enabled/libvirtd-tls.socket" ] && [ -e "$STAGE/active/libvirtd-tls.socket" ] &&
    [ -e "$STAGE/active/libvirtd.service" ]
  called 'verify[-_]hostname[ =]host1.example.com'
  never_called virt-admin
}

# again: the same once more changes nothing at all, by hand and in a session.
stays () {
  local before
  before=$(picture; times)
  rm "$STAGE/calls"
  session needed
  says '^muster: nothing to change'
  says '^muster: request none'
  never_called 'add-port\|enable \|start \|restart \|allow \|virt-admin\|apt-get'
  [ "$(picture; times)" = "$before" ]
  [ "$(find "$MUSTER_ROOT/var/lib/muster" -name 'backup-*' | wc -l)" = "$1" ]
}

debian_stays () { at debian; stays 1; }

sets_up_fedora () {
  local before
  fedora
  session needed
  cat "$scratch/output"
  says '^muster: done'
  has_pki
  has /etc/libvirt/virtproxyd.conf 'listen_tls = 1'
  [ ! -e "$MUSTER_ROOT/etc/libvirt/libvirtd.conf" ]
  [ -e "$STAGE/enabled/virtproxyd-tls.socket" ] && [ -e "$STAGE/active/virtproxyd-tls.socket" ] &&
    [ -e "$STAGE/active/virtproxyd.service" ]
  called 'systemctl try-restart virtqemud.service'
  never_called 'restart libvirtd'
  never_called 'apt-get'
  called 'firewall-cmd --permanent --zone=work --add-port=5900-6923/tcp'
  [ "$(cat "$STAGE/ports-now")" = $'16514/tcp\n5900-6923/tcp\n49152-49300/tcp' ]
  cmp "$STAGE/ports-now" "$STAGE/ports-kept"
}

fedora_stays () { at fedora; stays 1; }

public_key () { certtool --pubkey-info --load-privkey "$MUSTER_ROOT/etc/pki/libvirt/private/serverkey.pem" | sed -n '/BEGIN/,$p'; }

renews_certificates () {
  local key served
  at fedora
  key=$(public_key)
  served=$(md5sum < "$MUSTER_ROOT/etc/pki/libvirt/servercert.pem")
  rm "$STAGE/calls"
  printf '%s\n' web desk > "$STAGE/running"
  touch "$STAGE/can-reload"
  session certificates
  says '^muster: done'
  [ "$(public_key)" = "$key" ]
  [ "$(md5sum < "$MUSTER_ROOT/etc/pki/libvirt/servercert.pem")" != "$served" ]
  called 'virt-admin -c virtproxyd:///system server-update-tls virtproxyd'
  never_called 'start \|stop '
  called 'domdisplay-reload web$'
  never_says 'VM web'
  says 'the VM desk uses the new certificate from its next start on'
}

restarts_without_admin () {
  at fedora
  touch "$STAGE/no-admin"
  rm "$STAGE/calls"
  session certificates
  called 'systemctl try-restart virtproxyd.service'
  never_called 'virtqemud.service$'
}

makes_new_key () {
  local key
  at fedora
  key=$(public_key)
  by_hand key
  [ "$(public_key)" != "$key" ]
  has_pki
}

takes_other_port () {
  at fedora
  session needed 16600
  has /etc/systemd/system/virtproxyd-tls.socket.d/muster.conf 'ListenStream=16600'
  has /etc/libvirt/virtproxyd.conf 'tls_port = "16600"'
  called 'systemctl daemon-reload'
  session needed
  [ ! -e "$MUSTER_ROOT/etc/systemd/system/virtproxyd-tls.socket.d/muster.conf" ]
  has /etc/libvirt/virtproxyd.conf 'tls_port = "16514"'
}

hands_out_crl () {
  "$writer" "$scratch" crl > "$scratch/crl.pem"
  export CRL=1
  session needed
  says '^muster: done'
  cmp "$scratch/crl.pem" "$MUSTER_ROOT/etc/pki/CA/cacrl.pem"
  cmp "$scratch/crl.pem" "$MUSTER_ROOT/etc/pki/qemu/ca-crl.pem"
  session needed
  says '^muster: nothing to change'
}

list_of () { "$writer" "$scratch" crl "$@"; }
is_listed () {
  local file
  for file in CA/cacrl.pem qemu/ca-crl.pem; do
    [ "$(certtool --crl-info --infile "$MUSTER_ROOT/etc/pki/$file" | sed -n 's/.*Serial Number (hex): //p' | paste -s -d ' ')" = "$*" ]
  done
}

# What was revoked at another desk is on the host, and the list of this one lacks it.
keeps_what_is_revoked () {
  local before
  fedora
  list_of 0a 0b0b > "$scratch/crl.pem"
  export CRL=1
  by_hand
  never_says '^muster: revoked'
  list_of 0c > "$scratch/crl.pem"
  before=$(picture)
  exits 21 session needed
  says '^muster: revoked begin'
  says '^muster: failed .*: 0A 0B0B$'
  [ "$(picture)" = "$before" ]
  [ ! -e "$scratch/answer" ]
  list_of 0a 0b0b 0c > "$scratch/answer"
  session needed
  rm "$scratch/answer"
  says '^muster: done'
  is_listed 0a 0b0b 0c
  list_of 0a 0b0b 0c > "$scratch/crl.pem"
  session needed
  says '^muster: nothing to change'
}

# By hand the first half shows it; the second places no list that lacks something.
keeps_what_is_revoked_by_hand () {
  local before
  at fedora
  export CRL=1
  list_of 0d > "$scratch/crl.pem"
  before=$(picture)
  first_half 0 certificates
  sed -n '/^muster: revoked begin/,/^muster: revoked end/p' "$scratch/output" | sed '1d;$d' > "$scratch/shown"
  cmp "$scratch/shown" "$MUSTER_ROOT/etc/pki/CA/cacrl.pem"
  sign
  second_half 21 certificates
  says '^muster: advice Give Muster all that'
  [ "$(picture)" = "$before" ]
  list_of 0a 0b0b 0c 0d > "$scratch/crl.pem"
  second_half 0 certificates
  is_listed 0a 0b0b 0c 0d
  unset CRL
  session needed
  is_listed 0a 0b0b 0c 0d
}

# Nobody's word counts but the authority's.
believes_no_other_list () {
  at fedora
  mkdir -p "$scratch/other"
  "$writer" "$scratch/other" ca
  "$writer" "$scratch/other" crl 0e > "$MUSTER_ROOT/etc/pki/CA/cacrl.pem"
  list_of 0a > "$scratch/crl.pem"
  export CRL=1
  session needed
  says '^muster: note the list of revoked certificates .* is not signed by the authority'
  says '^muster: done'
  is_listed 0a
}

# Of the host's own key and our authority, but it ended long ago.
expire () {
  printf '%s\n' 'cn = "host1.example.com"' 'dns_name = "host1.example.com"' tls_www_server tls_www_client signing_key \
    'activation_date = "2020-01-01 00:00:00"' 'expiration_date = "2021-01-01 00:00:00"' > "$scratch/template"
  certtool --generate-certificate --load-privkey "$MUSTER_ROOT/etc/pki/libvirt/private/serverkey.pem" \
    --load-ca-certificate "$scratch/ca.pem" --load-ca-privkey "$scratch/ca-key.pem" --password 'a passphrase' \
    --template "$scratch/template" --outfile "$MUSTER_ROOT/etc/pki/libvirt/servercert.pem"
}

# Whose own certificate is good no more is told whom not to trust all the same;
# its libvirt, which would not start with that one, is left alone.
tells_expired_host () {
  fedora
  by_hand
  expire
  list_of 0a > "$scratch/crl.pem"
  export CRL=1 NO_SETTINGS=1
  touch "$STAGE/no-admin" "$STAGE/no-handshake"
  rm "$STAGE/calls"
  session none
  says '^muster: note libvirt goes by what was placed once this host has a new certificate'
  says '^muster: note no handshake was made'
  says '^muster: done'
  is_listed 0a
  never_called 'restart \|stop \|start '
  session none
  says '^muster: nothing to change'
  rm "$STAGE/no-handshake"
  session needed
  says '^muster: request begin'
  says '^muster: done'
  never_says 'no handshake'
  called 'restart '
}

serial_of () { certtool -i --infile "$MUSTER_ROOT/etc/pki/$1" | sed -n 's/.*Serial Number (hex): //p'; }

# Whose certificate is revoked is told so, and is given another for a new key.
renews_the_revoked () {
  local key
  fedora
  by_hand
  key=$(public_key)
  list_of "$(serial_of libvirt/servercert.pem)" > "$scratch/crl.pem"
  export CRL=1
  session none
  says '^muster: note the certificate of this host is revoked'
  says '^muster: done'
  [ "$(public_key)" = "$key" ]
  session needed
  says '^muster: request begin'
  says '^muster: done'
  [ "$(public_key)" != "$key" ]
  session needed
  says '^muster: nothing to change'
}

backups () { (cd "$MUSTER_ROOT/var/lib/muster" && echo backup-*); }

# What earlier runs saved has keys in it.
keeps_one_backup () {
  local first second
  fedora
  by_hand
  first=$(backups)
  by_hand key
  second=$(backups)
  [ "$second" != "$first" ]
  [ -s "$MUSTER_ROOT/var/lib/muster/$second/files/etc/pki/qemu/server-key.pem" ]
  by_hand certificates
  [ "$(backups)" != "$second" ]
  [ "$(backups | wc -w)" = 1 ]
  if find "$MUSTER_ROOT/var/lib/muster" -name '*key.pem' | grep .; then return 1; fi
  first=$(backups)
  session needed
  [ "$(backups)" = "$first" ]
}

gives_certificates_alone () {
  at fedora
  export NO_SETTINGS=1
  sed -i 's/^vnc_tls = 1/vnc_tls = 0/' "$MUSTER_ROOT/etc/libvirt/qemu.conf"
  rm "$STAGE/calls"
  session certificates
  says '^muster: done'
  has /etc/libvirt/qemu.conf 'vnc_tls = 0'
  called 'virt-admin -c virtproxyd:///system server-update-tls virtproxyd'
  never_called 'start \|stop '
  never_called 'firewall-cmd.*port'
}

gives_no_more_than_there_is () {
  at fedora
  export NO_SETTINGS=1
  rm -r "$MUSTER_ROOT/etc/pki/qemu"
  session certificates
  says '^muster: done'
  [ ! -e "$MUSTER_ROOT/etc/pki/qemu" ]
}

tells_whom_to_trust () {
  local served
  at fedora
  served=$(md5sum < "$MUSTER_ROOT/etc/pki/libvirt/servercert.pem")
  "$writer" "$scratch" crl > "$scratch/crl.pem"
  "$writer" "$scratch" renew
  export NO_SETTINGS=1 CRL=1
  session none
  says '^muster: request none'
  says '^muster: done'
  never_says 'another authority'
  cmp "$scratch/ca.pem" "$MUSTER_ROOT/etc/pki/CA/cacert.pem"
  cmp "$scratch/ca.pem" "$MUSTER_ROOT/etc/pki/qemu/ca-cert.pem"
  cmp "$scratch/crl.pem" "$MUSTER_ROOT/etc/pki/CA/cacrl.pem"
  [ "$(md5sum < "$MUSTER_ROOT/etc/pki/libvirt/servercert.pem")" = "$served" ]
  session none
  says '^muster: nothing to change'
}

asks_when_names_change () {
  at fedora
  names=(host1.example.com other.example.com)
  session needed
  says '^muster: request begin'
  says '^muster: done'
}

# undoes LAYOUT: a machine that was in use, and a handshake that fails.
undoes () {
  local before
  "$1"
  install_fakes
  mkdir -p "$MUSTER_ROOT/etc/pki/CA"
  chmod 750 "$MUSTER_ROOT/etc/pki"
  echo 'another authority' > "$MUSTER_ROOT/etc/pki/CA/cacert.pem"
  chmod 600 "$MUSTER_ROOT/etc/pki/CA/cacert.pem"
  touch "$STAGE/no-handshake"
  before=$(picture)
  first_half 0
  sign
  second_half 18
  says '^muster: failed The host does not answer'
  says '^muster: advice '
  says 'everything is as it was before'
  says 'this host trusted another authority before'
  [ "$(picture)" = "$before" ] || { diff <(echo "$before") <(picture); return 1; }
  # The same key is there for another try.
  rm "$STAGE/no-handshake"
  second_half 0
  has_pki
}

undoes_broken_service () {
  local before
  fedora
  touch "$STAGE/refusing/virtqemud.service"
  before=$(picture)
  first_half 0
  sign
  second_half 17
  says '^muster: failed libvirt could not be restarted'
  [ "$(picture)" = "$before" ]
  touch "$STAGE/broken/virtqemud.service"
  second_half 19
  says 'Not everything could be put back'
}

refuses_foreign_certificates () {
  local before
  debian
  first_half 0
  sign
  debian
  install_fakes
  first_half 0
  before=$(picture)
  second_half 15
  says 'is not for the key of this host'
  names=(wrong.example.com)
  sign < "$scratch/output" || first_half 0
  [ "$(picture)" = "$before" ]
}

refuses_other_names () {
  debian
  install_fakes
  first_half 0
  "$writer" "$scratch" sign other.example.com < "$scratch/output" > "$scratch/certificates"
  second_half 15
  says 'is not for the names of this host'
}

ends_without_certificates () {
  local before code=0
  debian
  install_fakes
  before=$(picture)
  write session needed 16514 "${names[@]}" > "$scratch/whole.sh"
  { cat "$scratch/whole.sh"; sleep 2; printf 'muster: certificates begin\nmuster: certificate server\n'; } |
    on_machine -s > "$scratch/output" 2>&1 || code=$?
  [ "$code" = 14 ]
  says '^muster: failed The certificates did not come'
  [ "$(picture)" = "$before" ]
}

tells_packages_failed () {
  debian
  touch "$STAGE/no-packages"
  first_half 12
  says '^muster: failed The packages of libvirt'
  # What a package manager says is none of the script's words.
  says '^  muster: request begin'
  never_says '^muster: request'
}

# installs_with MANAGER WORDS: on a machine with the modular daemons to come, asked for by
# the names that the packages have there.
installs_with () {
  local manager=$1 words=$2 code=0
  fedora
  rm "$MUSTER_ROOT"/usr/sbin/{virtqemud,libvirtd} "$MUSTER_ROOT/usr/bin/qemu-system-x86_64"
  mv "$scratch/played/apt-get" "$scratch/hidden"
  play "$scratch/played/$manager" <<'END'
echo "${0##*/} $*" >> "$STAGE/calls"
echo 'muster: done'
[ ! -e "$STAGE/no-packages" ] || { echo 'nothing provides it'; exit 1; }
for fake in sbin/virtqemud bin/qemu-system-x86_64; do
  touch "$MUSTER_ROOT/usr/$fake"
  chmod +x "$MUSTER_ROOT/usr/$fake"
done
END
  (set -e; session needed; called "^$words"; says '^  muster: done'; has_pki
    [ -e "$STAGE/active/virtproxyd-tls.socket" ]; never_called 'apt-get'
    rm "$MUSTER_ROOT/usr/sbin/virtqemud"; touch "$STAGE/no-packages"
    first_half 12; says '^  nothing provides it') || code=1
  rm "$scratch/played/$manager"
  mv "$scratch/hidden" "$scratch/played/apt-get"
  return $code
}

# line_of WORDS: in what was called.
line_of () { grep -n -m 1 -e "$1" "$STAGE/calls" | cut -d : -f 1; }

# One line more than without, and virtlockd is there before the daemon asks for it.
locks_disks () {
  debian
  install_fakes
  by_hand
  cp "$MUSTER_ROOT/etc/libvirt/qemu.conf" "$scratch/unlocked"
  never_says 'virtlockd'
  never_called 'virtlockd'
  debian
  install_fakes
  sed -i '1a #lock_manager = "lockd"' "$MUSTER_ROOT/etc/libvirt/qemu.conf"
  export LOCKS=1
  by_hand
  called 'apt-get -q -y install libvirt-daemon-lock libvirt-daemon-plugin-lockd$'
  diff "$scratch/unlocked" "$MUSTER_ROOT/etc/libvirt/qemu.conf" > "$scratch/diff" || :
  [ "$(grep '^[<>]' "$scratch/diff")" = $'> #lock_manager = "lockd"\n> lock_manager = "lockd"' ]
  [ -e "$STAGE/enabled/virtlockd.socket" ] && [ -e "$STAGE/active/virtlockd.socket" ]
  [ "$(line_of 'start virtlockd.socket')" -lt "$(line_of 'start libvirtd')" ]
  says '^muster: note VMs that are started from now on lock their disks'
  says '^muster: note of block devices'
}

# Whoever sets it up again without the word does not take the locks away.
locks_stay () {
  at debian
  export LOCKS=1
  stays 1
  never_says 'VMs that are started'
  unset LOCKS
  stays 1
  has /etc/libvirt/qemu.conf 'lock_manager = "lockd"'
}

locks_with_dnf () {
  local code=0
  fedora
  export LOCKS=1
  mv "$scratch/played/apt-get" "$scratch/hidden"
  play "$scratch/played/dnf" <<< 'echo "dnf $*" >> "$STAGE/calls"; [ -e "$STAGE/no-packages" ] || install-lockd'
  (set -e; touch "$STAGE/no-packages"; first_half 12; says '^muster: failed virtlockd'
    rm "$STAGE/no-packages"; session needed; called '^dnf -y install libvirt-daemon-lock libvirt-daemon-plugin-lockd$'
    has /etc/libvirt/qemu.conf 'lock_manager = "lockd"'; [ -e "$STAGE/enabled/virtlockd.socket" ]
    [ "$(line_of 'start virtlockd.socket')" -lt "$(line_of 'try-restart virtqemud')" ]) || code=1
  rm "$scratch/played/dnf"
  mv "$scratch/hidden" "$scratch/played/apt-get"
  return $code
}

puts_locks_back () {
  local before
  debian
  install_fakes
  on_machine "$scratch/played/install-lockd"
  touch "$STAGE/no-handshake"
  export LOCKS=1
  before=$(picture)
  first_half 0
  sign
  second_half 18
  says 'everything is as it was before'
  [ "$(picture)" = "$before" ] || { diff <(echo "$before") <(picture); return 1; }
}

leaves_other_locks () {
  debian
  install_fakes
  echo 'lock_manager = "sanlock"' >> "$MUSTER_ROOT/etc/libvirt/qemu.conf"
  export LOCKS=1
  by_hand
  says '^muster: note lock_manager in /etc/libvirt/qemu.conf is "sanlock" already'
  has /etc/libvirt/qemu.conf 'lock_manager = "sanlock"'
  never_called 'lockd'
}

# Where nobody would start it, no VM would start with the setting.
needs_lock_daemon () {
  local before
  debian
  install_fakes
  on_machine "$scratch/played/install-lockd"
  rm "$STAGE"/units/virtlockd.*
  export LOCKS=1
  before=$(picture)
  first_half 0
  sign
  second_half 17
  says '^muster: failed virtlockd does not run'
  [ "$(picture)" = "$before" ]
}

refuses_unknown_system () {
  debian
  mv "$scratch/played/apt-get" "$scratch/hidden"
  local code=0
  first_half 11 || code=1
  mv "$scratch/hidden" "$scratch/played/apt-get"
  return $code
}

takes_turns () {
  debian
  install_fakes
  mkdir -p "$MUSTER_ROOT/var/lib/muster"
  local began
  began=$(sed 's/.*) //' /proc/$$/stat | awk '{ print $20 }')
  echo "$$ $began" > "$MUSTER_ROOT/var/lib/muster/lock"
  first_half 20
  # Of somebody who died, and whose number somebody else has since.
  echo "$$ $((began - 1))" > "$MUSTER_ROOT/var/lib/muster/lock"
  first_half 0
  [ ! -e "$MUSTER_ROOT/var/lib/muster/lock" ]
}

# A disk that is full in the middle of a file: all is as it was, with no half key left.
leaves_no_half_file () {
  local code=0
  debian
  install_fakes
  first_half 0
  sign
  picture > "$scratch/before"
  play "$scratch/played/cp" <<'END'
for word; do :; done
case $word in
  *serverkey.pem.muster) head -c 40 "$1" > "$word"; exit 1 ;;
esac
exec "${0%/played/cp}/tools/cp" "$@"
END
  second_half 16 || code=1
  rm "$scratch/played/cp"
  picture | diff "$scratch/before" - && [ $code = 0 ]
}

# SASL and an allow list are no fault of TLS; a refused certificate is.
judges_libvirt () {
  fedora
  echo 'error: authentication failed: authentication required' > "$STAGE/virsh-says"
  by_hand
  says '^muster: note virsh -c qemu+tls://host1.example.com:16514/system says: error: auth'
  fedora
  echo 'error: Cannot read CA certificate' > "$STAGE/virsh-says"
  first_half 0
  sign
  second_half 18
}

# Really without rights: a script that went on would change this machine.
needs_root () {
  local as=() code=0
  unset MUSTER_ROOT
  [ "$(id -u)" != 0 ] || as=(setpriv --reuid=65534 --regid=65534 --clear-groups)
  write session needed 16514 "${names[@]}" > "$scratch/whole.sh"
  "${as[@]}" sh -s < "$scratch/whole.sh" > "$scratch/output" 2>&1 || code=$?
  [ "$code" = 10 ]
  says '^muster: failed This has to be run by root'
}

# --------------------------------------------------------------------------------

"$writer" "$scratch" ca || { echo 'Bail out! no authority'; exit 1; }
make_tools
use_certtool
check 'has no fault that shells or shellcheck find' is_clean
check 'can be pasted' is_pasteable
check 'works when it is pasted into a terminal' is_pasted

tools=(certtool)
! command -v openssl > /dev/null || tools+=(openssl)
for tool in "${tools[@]}"; do
  "use_$tool"
  check "sets up Debian's layout with $tool" sets_up_debian
  check "changes nothing there the second time with $tool" debian_stays
  check "sets up Fedora's layout with $tool" sets_up_fedora
  check "changes nothing there the second time with $tool" fedora_stays
  check "renews the certificates without a restart with $tool" renews_certificates
  check "restarts what cannot read them anew with $tool" restarts_without_admin
  check "makes a new key with $tool" makes_new_key
  check "takes another port and goes back with $tool" takes_other_port
  check "asks for certificates when the names change with $tool" asks_when_names_change
  check "puts everything back with $tool" undoes fedora
  check "refuses certificates for other names with $tool" refuses_other_names
  check "hands out a revocation list with $tool" eval 'fedora && by_hand && hands_out_crl'
  check "gives certificates and touches no setting with $tool" gives_certificates_alone
  check "tells a host whom to trust with $tool" tells_whom_to_trust
  check "gives a host no more than it has with $tool" gives_no_more_than_there_is
  check "keeps what is revoked with $tool" keeps_what_is_revoked
  check "keeps what is revoked by hand with $tool" keeps_what_is_revoked_by_hand
  check "believes no other list with $tool" believes_no_other_list
  check "tells a host whose certificate has expired with $tool" tells_expired_host
  check "renews what is revoked with $tool" renews_the_revoked
done
use_certtool
check 'keeps the newest backup alone' keeps_one_backup
shell=bash
check "sets up Debian's layout with bash as sh" sets_up_debian
shell=dash
check "puts everything back on Debian's layout" undoes debian
check 'puts everything back when a service fails' undoes_broken_service
check 'refuses certificates for another key' refuses_foreign_certificates
check 'changes nothing when the certificates do not come' ends_without_certificates
check 'says so when packages cannot be installed' tells_packages_failed
check 'leaves nothing behind on a full disk' leaves_no_half_file
check 'installs with dnf' installs_with dnf 'dnf -y install libvirt-daemon-kvm libvirt-client qemu-img openssl$'
check 'installs with zypper' installs_with zypper 'zypper --non-interactive install libvirt-daemon-qemu libvirt-client qemu qemu-tools openssl$'
check 'installs with pacman' installs_with pacman 'pacman -S --needed --noconfirm libvirt qemu-base dnsmasq openssl$'
check 'locks disks where that is wanted' locks_disks
check 'changes nothing of locks the second time' locks_stay
check 'locks disks with dnf and the modular daemons' locks_with_dnf
check 'puts the locks back when the handshake fails' puts_locks_back
check 'leaves another lock manager alone' leaves_other_locks
check 'sets no lock manager without its daemon' needs_lock_daemon
check 'says so on a system it does not know' refuses_unknown_system
check 'lets one run at a time' takes_turns
check 'tells a refused certificate from a password' judges_libvirt
if [ "$(id -u)" != 0 ] || setpriv --reuid=65534 --regid=65534 --clear-groups true 2> /dev/null; then
  check 'wants root' needs_root
fi
echo "1..$tests"
[ $failures = 0 ]
