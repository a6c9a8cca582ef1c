# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# holder.sh LAB VERB...: what happens inside the holder's namespaces.  "init"
# is the holder itself, pid 1 there; the other verbs are run beside it.
#
# A host has its own network namespace (named in /run/netns, so that its cable
# can be laid before it starts) and pid namespace: killing its first process
# is a power loss.

set -eu
here=$(dirname "$(readlink -f "$0")")
LAB=$1
shift
# shellcheck source=tests/lab/common.sh
. "$here/common.sh"
# shellcheck source=tests/lab/vms.sh
. "$here/vms.sh"
# shellcheck disable=SC1091
[ ! -e "$LAB/settings" ] || . "$LAB/settings"

# --- the holder -------------------------------------------------------------

# Only one id is mapped where an ordinary user started the lab.
is_single_user () { [ "$(awk '{ n += $3 } END { print n }' /proc/self/uid_map)" = 1 ]; }

# The user's own sockets (of the session's bus, the display) stay in reach.
private_run () {
  mount -t tmpfs -o mode=755 tmpfs /mnt
  mkdir -p /mnt/{netns,lab,lock,user}
  [ ! -d /run/user ] || mount --rbind /run/user /mnt/user
  mount --no-mtab --move /mnt /run
}

open_door () {
  setsid python3 "$here/door.py" serve "$LAB/door" &
  wait_for 5 'the door' test -S "$LAB/door"
}

# Daemons drop to accounts that a namespace of a single user cannot have.
one_account () {
  sed -i -E 's/^(libvirt-[a-z]*|dnsmasq|nobody|sshd):x:[0-9]+:[0-9]+/\1:x:0:0/' /etc/passwd
  sed -i -E 's/^(dip|nogroup|sshd|dnsmasq|libvirt[a-z-]*|kvm):x:[0-9]+/\1:x:0/' /etc/group
  printf 'root:*:19000:0:99999:7:::\n' > /etc/shadow
  cc -shared -fPIC -O2 -o /run/lab/nogroups.so "$here/nogroups.c"
  echo /run/lab/nogroups.so > /etc/ld.so.preload
}

# A copy of /etc: libvirt's settings, names and accounts are the lab's own.
private_etc () {
  umask 022
  mkdir -p /run/lab/etc
  cp -dR --preserve=mode,links /etc/. /run/lab/etc 2>/dev/null || true
  rm -rf /run/lab/etc/{libvirt,pki,hosts,resolv.conf,mtab}
  mkdir -p /run/lab/etc/{libvirt,pki}
  ln -s ../proc/self/mounts /run/lab/etc/mtab
  : > /run/lab/etc/resolv.conf
  printf '127.0.0.1 localhost\n::1 localhost\n127.0.1.1 %s\n' "$(hostname)" > "$LAB/hosts"
  ln -s "$LAB/hosts" /run/lab/etc/hosts
  mount --bind /run/lab/etc /etc
}

init () {
  mount --make-rprivate /
  private_run
  private_etc
  ! is_single_user || one_account
  hostname desk.lab
  ip link set lo up
  ip link add lab0 type bridge
  ip addr add "$LAB_NET.254/24" dev lab0
  ip link set lab0 up
  mkdir -p "$LAB"/{shared,iso,cache,ssh}
  [ -e "$LAB/ssh/id" ] || ssh-keygen -q -t ed25519 -N '' -C lab -f "$LAB/ssh/id"
  ! is_single_user || open_door
  : > "$LAB/ready"
  # The first process of a pid namespace inherits the orphans; bash reaps them.
  while :; do sleep 3600 & wait $!; done
}

# --- hosts ------------------------------------------------------------------

number_of () {
  local i=${1#host}
  i=${i%.lab}
  [ -d "$LAB/host$i" ] || die "there is no host '$1'" "hosts: $(host_names | paste -sd' ')"
  echo "$i"
}

host_names () { awk '/\.lab /{ print $3 }' "$LAB/hosts"; }

# Sets pid to the host's first process.
find_host () { pid=$(cat "/run/lab/host$1.pid" 2>/dev/null) && [ -d "/proc/$pid/ns" ]; }

in_host () {
  local i=$1 pid
  shift
  find_host "$i" || die "host$i is dead" "start it again: tests/lab/lab boot host$i"
  nsenter --target "$pid" --mount --uts --ipc --net --pid -- "$@"
}

start_host () {
  local i=$1 pid unshare_pid
  ! find_host "$i" || return 0
  clear_host "$i"
  mkdir -p "$LAB/host$i"
  ip netns add "host$i"
  ip link add "to-host$i" type veth peer name em1 netns "host$i"
  ip link set "to-host$i" master lab0 up
  (
    close_foreign_files
    exec setsid nsenter --net="/run/netns/host$i" \
      unshare --mount --uts --ipc --pid --fork --kill-child --mount-proc \
      bash "$here/host.sh" "$LAB" "$i"
  ) < /dev/null > "$LAB/host$i/console.log" 2>&1 &
  unshare_pid=$!
  wait_for 5 "host$i" pgrep -P "$unshare_pid" > "/run/lab/host$i.pid"
}

# What a power loss leaves of a host on the network: nothing.
clear_host () {
  rm -f "/run/lab/host$1.pid"
  ip link del "to-host$1" 2>/dev/null || true
  ip netns del "host$1" 2>/dev/null || true
}

# A try that hangs is given up: one begun while the network comes up may wait for minutes.
answers () { timeout 2 bash -c "exec 3<> /dev/tcp/host$1.lab/16514" 2>/dev/null; }

# The last name is one that the host's certificate does not have.
name_host () {
  grep -q " host$1.lab " "$LAB/hosts" ||
    printf '%s host%s.lab host%s misnamed%s.lab\n' "$LAB_NET.$1" "$1" "$1" "$1" >> "$LAB/hosts"
}

hosts () {
  local i
  for i in $(seq "$1"); do
    name_host "$i"
    start_host "$i"
    ip link set "to-host$i" up
  done
  for i in $(seq "$1"); do wait_for 60 "host$i" answers "$i"; done
}

# What every host has: the guest's files and the pools they share.
furnish () {
  printf 'LAB_GUEST=%q\n' "$1" > "$LAB/settings"
  cp --reflink=auto "$1/guest.iso" "$LAB/iso/guest.iso"
  cp --reflink=auto "$1/guest.qcow2" "$LAB/shared/guest.qcow2"
}

demo () {
  local i jobs=()
  for i in $(seq "$1"); do
    demo_of_host "$i" "$1" > "$LAB/host$i/demo.log" 2>&1 &
    jobs+=($!)
  done
  for i in "${jobs[@]}"; do
    wait "$i" || { cat "$LAB"/host*/demo.log >&2; die 'the demo VMs could not be made'; }
  done
}

count () {
  local n
  n=$(host_names | wc -l)
  echo "$n hosts are up"
}

# --- verbs ------------------------------------------------------------------

vms_of () {
  timeout 5 virsh -q -c qemu:///system list --all --managed-save |
    sed -E 's/^ *[^ ]+ +[^ ].* {2,}//' | sort | uniq -c |
    awk '{ n = $1; $1 = ""; printf "%s%d%s", c++ ? ", " : "", n, $0 }'
}

state_of () {
  local pid
  if ! find_host "$1"; then echo dead
  elif ! ip -o link show "to-host$1" | grep -q ',UP'; then echo cut
  elif answers "$1"; then echo up
  else echo silent
  fi
}

status () {
  local name i state worst=0
  for name in $(host_names); do
    i=${name#host}
    state=$(state_of "$i")
    [ "$state" = up ] || worst=1
    printf '%-8s %-12s %-7s %s\n' "$name" "$LAB_NET.$i" "$state" \
      "$([ "$state" = dead ] || in_host "$i" bash "$here/holder.sh" "$LAB" vms_of)"
  done
  return $worst
}

exec_in () {
  local i
  i=$(number_of "$1")
  shift
  [ $# -gt 0 ] || usage 'lab exec HOST COMMAND...'
  in_host "$i" "$@"
}

ssh_to () {
  local i
  i=$(number_of "$1")
  shift
  exec ssh -F none -i "$LAB/ssh/id" -o BatchMode=yes -o LogLevel=ERROR -o ConnectTimeout=5 \
    -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null "root@host$i.lab" "$@"
}

cut_host () { ip link set "to-host$(number_of "$1")" down; }
join_host () { ip link set "to-host$(number_of "$1")" up; }

# The cable first: a host without power says no good-bye.
kill_host () {
  local i pid
  i=$(number_of "$1")
  find_host "$i" || return 0
  ip link set "to-host$i" down
  kill -KILL "$pid"
  wait_for 10 "the end of host$i" test ! -d "/proc/$pid/ns" || true
  clear_host "$i"
}

boot_host () {
  local i
  i=$(number_of "$1")
  start_host "$i"
  wait_for 60 "host$i" answers "$i"
}

# Guests do not notice; the host's first process starts the daemon again.  KILL,
# for a daemon that is asked to end may take half a minute.
restart_libvirtd () {
  local pid
  pid=$(in_host "$1" cat /run/libvirt/libvirtd.pid)
  in_host "$1" kill -KILL "$pid"
  wait_for 10 'the end of libvirtd' fails in_host "$1" kill -0 "$pid"
  wait_for 60 "host$1" answers "$1"
}

fails () { ! "$@"; }

certify_host () {
  local i folder
  i=$(number_of "$1")
  folder=$LAB/pki/host$i
  [ "$2" = good ] || folder+=-$2
  in_host "$i" cp "$folder/clientcert.pem" /etc/pki/libvirt/servercert.pem
  in_host "$i" cp "$folder/clientkey.pem" /etc/pki/libvirt/private/serverkey.pem
  restart_libvirtd "$i"
}

# From now on, with the host's virtlockd, and after its next boot.
locks_host () {
  local i
  i=$(number_of "$1")
  case ${2:-} in
    on)
      [ ! -e "$LAB/host$i/locked" ] || return 0
      : > "$LAB/host$i/locked"
      in_host "$i" bash "$here/lockd.sh" ;;
    off)
      [ -e "$LAB/host$i/locked" ] || return 0
      rm "$LAB/host$i/locked"
      in_host "$i" sed -i '/^lock_manager/d' /etc/libvirt/qemu.conf ;;
    *) usage 'lab locks HOST on|off' ;;
  esac
  restart_libvirtd "$i"
}

sasl_host () {
  local i password
  [ $# = 2 ] || usage 'lab sasl HOST USER < PASSWORD'
  IFS= read -r password || [ -n "$password" ]
  i=$(number_of "$1")
  mkdir -p /etc/sasl2
  printf '%s\n' 'mech_list: scram-sha-256' 'sasldb_path: /etc/libvirt/passwd.db' > /etc/sasl2/libvirt.conf
  printf '%s' "$password" | in_host "$i" saslpasswd2 -p -c -a libvirt -u lab -f /etc/libvirt/passwd.db "$2"
  # shellcheck disable=SC2016
  in_host "$i" sed -i '$a auth_tls = "sasl"' /etc/libvirt/libvirtd.conf
  restart_libvirtd "$i"
}

# The realm's own daemon is at the desk, and in the files of the lab its accounts.
need_realm () {
  local folder=$LAB/kerberos secret
  [ ! -e "$folder/principal" ] || return 0
  mkdir -p -m 700 "$folder"
  cat > "$folder/krb5.conf" <<-END
	[libdefaults]
	  default_realm = LAB
	  dns_lookup_kdc = false
	  dns_canonicalize_hostname = false
	  rdns = false
	[realms]
	  LAB = {
	    kdc = $LAB_NET.254
	  }
	[domain_realm]
	  .lab = LAB
	END
  ln -sf "$folder/krb5.conf" /etc/krb5.conf
  cat > "$folder/kdc.conf" <<-END
	[kdcdefaults]
	  kdc_listen = $LAB_NET.254
	  kdc_tcp_listen = $LAB_NET.254
	[realms]
	  LAB = {
	    database_name = $folder/principal
	    key_stash_file = $folder/stash
	  }
	END
  secret=$(head -c 18 /dev/urandom | base64)
  printf '%s\n' "$secret" "$secret" | in_realm kdb5_util create -s > /dev/null
  in_realm setsid krb5kdc -P "$folder/pid" > "$folder/log" 2>&1
}

in_realm () { KRB5_KDC_PROFILE=$LAB/kerberos/kdc.conf "$@"; }

# ask_kadmin QUERY: what else it asks for is on standard input.
ask_kadmin () { in_realm kadmin.local -q "$1" > "$LAB/kerberos/said" 2>&1 || { cat "$LAB/kerberos/said" >&2; return 1; }; }

kerberos_host () {
  local i password keytab=$LAB/kerberos/$1.keytab
  [ $# = 2 ] || usage 'lab kerberos HOST USER < PASSWORD'
  IFS= read -r password || [ -n "$password" ]
  i=$(number_of "$1")
  need_realm
  printf '%s\n' "$password" "$password" | ask_kadmin "addprinc $2"
  rm -f "$keytab"
  ask_kadmin "addprinc -randkey libvirt/host$i.lab" < /dev/null
  ask_kadmin "ktadd -k $keytab libvirt/host$i.lab" < /dev/null
  cp "$keytab" "$LAB/host$i/etc/krb5.tab"
  mkdir -p /etc/sasl2
  printf '%s\n' 'mech_list: gssapi' 'keytab: /etc/libvirt/krb5.tab' > /etc/sasl2/libvirt.conf
  # shellcheck disable=SC2016
  in_host "$i" sed -i '$a auth_tls = "sasl"' /etc/libvirt/libvirtd.conf
  restart_libvirtd "$i"
}

verb=$1
shift
case $verb in
  init|furnish|hosts|demo|count|status|vms_of) "$verb" "$@" ;;
  exec) exec_in "$@" ;;
  ssh) ssh_to "$@" ;;
  cut|join|kill|boot|locks|certify|sasl|kerberos) "${verb}_host" "$@" ;;
  vm) i=$(number_of "$1"); shift; define_vm "$i" "$@" ;;
esac
