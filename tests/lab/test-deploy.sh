#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# test-deploy.sh DEPLOY ASKPASS [REGEXP]: the host script over the lab's sshd, on
# hosts with the one libvirtd and without systemd; another data center's authority
# takes them over while a VM runs.

# shellcheck disable=SC2016

set -u
deploy=$(readlink -f "$1")
ASKPASS=$(readlink -f "$2")
export ASKPASS
# shellcheck source=tests/lab/cli-cases.sh
. "$(dirname "$(readlink -f "$0")")/cli-cases.sh" "$1" "${3:-}"

pki=$scratch/pki
config=$scratch/ssh_config
output=$scratch/output
export XDG_RUNTIME_DIR=$scratch/run
mkdir -m 700 "$pki" "$XDG_RUNTIME_DIR"

write_config () {
  cat > "$config" <<-END
	User root
	IdentityFile ${1:-$MUSTER_LAB/ssh/id}
	IdentitiesOnly yes
	IdentityAgent none
	UserKnownHostsFile $scratch/known_hosts
	GlobalKnownHostsFile /dev/null
	StrictHostKeyChecking ask
	END
}

# deploys DESTINATION RENEWAL NAME...
deploys () {
  lab run timeout 120 "$deploy" "$pki" run "$config" "$@" > "$output" 2>&1
  local code=$?
  cat "$output"
  return $code
}

said () { grep -q -- "$1" "$output" || { echo "nobody said: $1"; return 1; }; }
fails_saying () { local words=$1; shift; ! deploys "$@" && said "$words"; }
opens () { lab run timeout 30 virsh -q -c "qemu+tls://$1/system?pkipath=$pki" list --name; }
opens_as_before () { lab run timeout 30 virsh -q -c "qemu+tls://$1/system?pkipath=$MUSTER_LAB/pki/admin" list; }
qemu_pid () { lab exec "$1" cat "/run/libvirt/qemu/$2.pid"; }
daemon_pid () { lab exec "$1" cat /run/libvirt/libvirtd.pid; }
sums () { lab exec "$1" sh -c 'cd /etc && find pki libvirt/*.conf \( -type f -o -type d \) -exec stat -c "%n %a %U %G" {} + -o -name none | sort; find pki libvirt/*.conf -type f -exec md5sum {} + | sort'; }
host1_names=(host1.lab host1 10.198.0.1)

export ANSWER_HOST_KEY=yes

# --- cases ----------------------------------------------------------------------

declines_host_key () {
  (unset ANSWER_HOST_KEY; fails_saying 'failed muster-deploy-error-quark' root@host1.lab needed "${host1_names[@]}") &&
    said 'asked: The authenticity of host' && [ ! -s "$scratch/known_hosts" ]
}

# The daemon goes on with what it read; nothing of it is on the disk any more.
takes_host_over () {
  lab exec host1 sh -c 'rm -rf /etc/pki/CA /etc/pki/libvirt /etc/pki/qemu'
  local vm daemon
  vm=$(qemu_pid host1 web1) daemon=$(daemon_pid host1)
  ! opens host1.lab || { echo 'it was open before'; return 1; }
  deploys host1.lab needed "${host1_names[@]}" &&
    said 'asked: The authenticity of host' && said 'signs a key of 3072 bits' && said '^changed' &&
    ! grep 'the display of the VM' "$output" &&
    [ "$(opens host1.lab)" = web1 ] && ! opens_as_before host1.lab &&
    [ "$(qemu_pid host1 web1)" = "$vm" ] && [ "$(daemon_pid host1)" != "$daemon" ]
}

modes_are_right () {
  lab exec host1 stat -c '%a %U %n' /etc/pki/libvirt/private/serverkey.pem /etc/pki/qemu/server-key.pem /var/lib/muster > "$scratch/modes"
  cat "$scratch/modes"
  [ "$(cut -d' ' -f1,2 "$scratch/modes")" = $'600 root\n640 root\n700 root' ]
}

changes_nothing () {
  local before daemon
  before=$(sums host1) daemon=$(daemon_pid host1)
  deploys host1.lab needed "${host1_names[@]}" && said '^unchanged' && ! grep 'signs a key' "$output" &&
    [ "$(sums host1)" = "$before" ] && [ "$(daemon_pid host1)" = "$daemon" ]
}

# A client that is connected stays so, and the daemon is the same.
renews_live () {
  local before daemon
  daemon=$(daemon_pid host1)
  before=$(lab exec host1 md5sum /etc/pki/libvirt/servercert.pem)
  deploys host1.lab certificates "${host1_names[@]}" && said 'no connection was closed' &&
    [ "$(daemon_pid host1)" = "$daemon" ] && [ "$(opens host1.lab)" = web1 ] &&
    [ "$(lab exec host1 md5sum /etc/pki/libvirt/servercert.pem)" != "$before" ]
}

# QEMU refuses to start when it cannot read them.
starts_vms () {
  lab exec host1 timeout 30 virsh -q start web2 &&
    lab exec host1 sh -c 'tr "\0" "\n" < /proc/$(cat /run/libvirt/qemu/web2.pid)/cmdline' > "$scratch/cmdline" &&
    grep '"qom-type":"tls-creds-x509".*"dir":"/etc/pki/qemu"' "$scratch/cmdline"
}

# What ssh-keygen asks for the passphrase, and no argument of it.
write_helper () {
  printf '#!/bin/sh\nexec cat %q\n' "$passphrase" > "$scratch/helper" && chmod 700 "$scratch/helper"
}

asks_for_passphrase () {
  cp "$MUSTER_LAB/ssh/id" "$scratch/locked" && chmod 600 "$scratch/locked" && write_helper &&
    SSH_ASKPASS=$scratch/helper SSH_ASKPASS_REQUIRE=force \
      ssh-keygen -q -p -P '' -f "$scratch/locked" > /dev/null || return 1
  write_config "$scratch/locked"
  ANSWER_SECRET=$passphrase deploys host1.lab needed "${host1_names[@]}" &&
    said 'asked: Enter passphrase for key' && said '^unchanged' && ! grep -qf "$passphrase" "$output" &&
    ANSWER_SECRET=/etc/hostname fails_saying 'asked again: Enter passphrase' host1.lab needed "${host1_names[@]}"
  local code=$?
  write_config
  return $code
}

close_firewall () {
  lab exec host2 nft -f - <<-END
	table inet filter {
	  chain input {
	    type filter hook input priority 0; policy drop;
	    ct state established accept
	    iif lo accept
	    tcp dport 22 accept
	  }
	}
	END
}

rules () { lab exec host2 nft list table inet filter; }

# The host cannot reach its own port.
puts_back () {
  local before code
  close_firewall
  before=$(sums host2; rules)
  lab exec host2 sh -c 'nft add table inet block; nft "add chain inet block out { type filter hook output priority 0; }"; nft add rule inet block out tcp dport 16514 drop'
  fails_saying 'failed muster-deploy-error-quark 18' host2.lab needed host2.lab host2 10.198.0.2 &&
    said 'Everything there is as it was before' && diff <(echo "$before") <(sums host2; rules)
  code=$?
  lab exec host2 nft delete table inet block
  # The old authority's identity is good again; the firewall is still closed.
  eventually lab exec host2 virsh -q -c qemu+tls://host2.lab/system list && return $code
}

opens_firewall () {
  deploys host2.lab needed host2.lab host2 10.198.0.2 && said '^changed' && opens host2.lab &&
    rules > "$scratch/nft" &&
    grep 'tcp dport { 5900-6923, 16514, 49152-49215 } accept' "$scratch/nft" &&
    deploys host2.lab needed host2.lab host2 10.198.0.2 && said '^unchanged'
}

# --- other firewalls, for real --------------------------------------------------------

closed_to_desk () { ! lab run timeout 3 bash -c 'exec 3<> "/dev/tcp/$1/16514"' bash "$1" 2> /dev/null; }
no_rules () { lab exec host2 nft flush ruleset; }

# begin_firewalld: as on Fedora, with a bus of the system's; what it knows is /etc's own.
begin_firewalld () {
  lab exec host2 sh -c 'mkdir -p /run/dbus; rm -f /run/dbus/pid; dbus-daemon --system --fork
    setsid firewalld --nofork --nopid < /dev/null > /run/firewalld.log 2>&1 & echo $! > /run/firewalld-test.pid' &&
    eventually firewalld_runs
}
firewalld_runs () { [ "$(lab exec host2 firewall-cmd --state 2>&1)" = running ]; }
end_firewalld () {
  lab exec host2 sh -c 'kill "$(cat /run/firewalld-test.pid)"; while kill -0 "$(cat /run/firewalld-test.pid)"; do sleep 0.2; done
    kill "$(cat /run/dbus/pid)"' 2> /dev/null
  no_rules
}
firewalld_ports () { lab exec host2 firewall-cmd "$@" --list-ports | tr ' ' '\n' | sort | tr '\n' ' '; }
opens_firewalld () {
  local code=0 ports='16514/tcp 49152-49215/tcp 5900-6923/tcp '
  no_rules && begin_firewalld && closed_to_desk host2.lab &&
    deploys host2.lab needed host2.lab host2 10.198.0.2 && said '^changed' && opens host2.lab &&
    [ "$(firewalld_ports)" = "$ports" ] && [ "$(firewalld_ports --permanent)" = "$ports" ] &&
    deploys host2.lab needed host2.lab host2 10.198.0.2 && said '^unchanged' || code=1
  lab exec host2 cat /run/firewalld.log
  end_firewalld
  return $code
}

# puts_back_firewalld: the handshake fails, and no port stays open.
puts_back_firewalld () {
  local code=0
  begin_firewalld &&
    lab exec host2 sh -c 'for port in 16514 49152-49215 5900-6923; do firewall-cmd -q --remove-port=$port/tcp; firewall-cmd -q --permanent --remove-port=$port/tcp; done
      nft add table inet block; nft "add chain inet block out { type filter hook output priority 0; }"; nft add rule inet block out tcp dport 16514 drop' &&
    fails_saying 'failed muster-deploy-error-quark 18' host2.lab needed host2.lab host2 10.198.0.2 &&
    [ "$(firewalld_ports)$(firewalld_ports --permanent)" = '  ' ] || code=1
  firewalld_ports
  end_firewalld
  return $code
}

opens_ufw () {
  local code=0
  no_rules && lab exec host2 sh -c 'ufw allow 22/tcp && ufw --force enable' && closed_to_desk host2.lab &&
    deploys host2.lab needed host2.lab host2 10.198.0.2 && said '^changed' && opens host2.lab &&
    lab exec host2 ufw status > "$scratch/ufw" && grep -q '^16514/tcp *ALLOW' "$scratch/ufw" &&
    grep -q '^5900:6923/tcp *ALLOW' "$scratch/ufw" && grep -q '^49152:49215/tcp *ALLOW' "$scratch/ufw" &&
    deploys host2.lab needed host2.lab host2 10.198.0.2 && said '^unchanged' || code=1
  cat "$scratch/ufw"
  lab exec host2 ufw --force reset > /dev/null
  no_rules
  return $code
}

# --- not as root --------------------------------------------------------------------------

# An account that ssh lets in, whose home is gone with the host; SUDO is a line of sudoers.
new_account () {
  lab exec host1 sh -c 'useradd -M -d "/run/$1" -s /bin/sh "$1" && mkdir -p "/run/$1/.ssh" &&
    cat > "/run/$1/.ssh/authorized_keys" && chmod 700 "/run/$1" && chown -R "$1:" "/run/$1" &&
    { [ -z "$2" ] || { echo "$1 ALL=(ALL) $2" > "/etc/sudoers.d/$1" && chmod 440 "/etc/sudoers.d/$1"; }; }' \
    sh "$1" "$2" < "$MUSTER_LAB/ssh/id.pub" &&
    { printf '%s:' "$1"; cat "$sudo_password"; } | lab exec host1 chpasswd
}
new_accounts () { new_account eve ALL && new_account root2 'NOPASSWD: ALL' && new_account mallory ''; }
becomes_root () {
  new_accounts && ANSWER_SECRET=$sudo_password deploys eve@host1.lab needed "${host1_names[@]}" &&
    said 'asked: eve@host1.lab' && said '^unchanged' && ! grep -qf "$sudo_password" "$output" && opens host1.lab
}
sets_up_by_sudo () {
  local before
  before=$(served)
  ANSWER_SECRET=$sudo_password deploys eve@host1.lab certificates "${host1_names[@]}" && said '^changed' &&
    [ "$(served)" != "$before" ] && modes_are_right
}
becomes_root_unasked () {
  deploys root2@host1.lab needed "${host1_names[@]}" && said '^unchanged' && ! grep 'asked' "$output"
}
is_asked_again () {
  ANSWER_SECRET=/etc/hostname fails_saying 'asked again: eve@host1.lab' eve@host1.lab needed "${host1_names[@]}" &&
    said 'a question was not answered'
}
may_not () {
  ANSWER_SECRET=$sudo_password fails_saying 'sudo does not make this account of “mallory@host1.lab” an administrator' \
    mallory@host1.lab needed "${host1_names[@]}" && said 'not in the sudoers file'
}

migrates_between () {
  lab exec host1 timeout 60 virsh -q migrate --live --p2p --tls --persistent --undefinesource --unsafe web1 qemu+tls://host2.lab/system &&
    [ "$(opens host2.lab)" = web1 ]
}

# without_locks: no host here starts virtlockd, and nobody would with the next boot.
without_locks () {
  local before
  before=$(sums host2)
  LOCKS=1 fails_saying 'virtlockd does not run' host2.lab needed host2.lab host2 10.198.0.2 &&
    [ "$(sums host2)" = "$before" ]
}
locks_with () { lab exec "$1" sh -c 'grep -qx "lock_manager = \"lockd\"" /etc/libvirt/qemu.conf'; }
starts () { lab exec "$1" timeout 60 virsh -q start "$2"; }
ends () { lab exec "$1" timeout 60 virsh -q destroy "$2"; }
# is_locked HOST FILE: by the virtlockd of that host; QEMU's own locks are of another kind.
is_locked () {
  lab exec "$1" sh -c 'grep -q "POSIX .*WRITE $(cat /run/virtlockd.pid) [0-9a-f:]*:$(stat -c %i "$1") 0 0$" /proc/locks' sh "$2"
}

# A VM that runs goes on, can be paused and resumed, and is guarded after its next start.
locks_disks () {
  local vm
  vm=$(qemu_pid host2 web1)
  for host in host1 host2; do lab exec "$host" virtlockd --daemon; done
  LOCKS=1 deploys host2.lab needed host2.lab host2 10.198.0.2 && said '^changed' &&
    said 'VMs that are started from now on lock their disks' && locks_with host2 &&
    LOCKS=1 deploys host1.lab needed "${host1_names[@]}" && said '^changed' && locks_with host1 &&
    [ "$(qemu_pid host2 web1)" = "$vm" ] && lab exec host2 virsh -q suspend web1 && lab exec host2 virsh -q resume web1 &&
    LOCKS=1 deploys host2.lab needed host2.lab host2 10.198.0.2 && said '^unchanged' &&
    deploys host2.lab needed host2.lab host2 10.198.0.2 && said '^unchanged' && locks_with host2
}
# What ran at the switch and was resumed since gives its lock back when it is paused, and only then.
guards_disks () {
  local disk=/var/lib/libvirt/shared/web1.qcow2
  is_locked host2 $disk && lab exec host2 virsh -q suspend web1 && ! is_locked host2 $disk &&
    ends host2 web1 && starts host2 web1 && is_locked host2 $disk &&
    ends host2 web1 && ! is_locked host2 $disk && starts host2 web1 && is_locked host2 $disk
}

can_be_cancelled () {
  local before
  before=$(sums host1)
  CANCEL_AT=3 fails_saying 'The set-up was cancelled' host1.lab key "${host1_names[@]}" &&
    [ "$(sums host1)" = "$before" ] && eventually deploys host1.lab needed "${host1_names[@]}"
}

nobody_works_on () { lab exec "$1" sh -c '[ ! -e /var/lib/muster/lock ]'; }
served () { lab exec host1 md5sum /etc/pki/libvirt/servercert.pem; }

# Half a change would be worse than a whole one.
finishes_alone () {
  local before
  before=$(served)
  CANCEL_AT=5 fails_saying 'The set-up was cancelled' host1.lab certificates "${host1_names[@]}" &&
    eventually nobody_works_on host1 && [ "$(served)" != "$before" ] && opens host1.lab &&
    [ -z "$(lab exec host1 sh -c 'ls -d /var/lib/muster/run.* /var/lib/muster/pending 2> /dev/null')" ]
}

tells_refused_login () {
  rm -f "$scratch/other"*
  ssh-keygen -q -t ed25519 -N '' -f "$scratch/other"
  write_config "$scratch/other"
  fails_saying 'ssh does not get in at “root@host1.lab”: .*Permission denied' root@host1.lab needed host1.lab
  local code=$?
  write_config
  return $code
}

tells_dead_host () { fails_saying 'ssh does not get in at “root@10.198.0.99”' root@10.198.0.99 needed host1.lab; }

# The test's own identities are locked, other and pki.
leaves_no_secret () {
  end_watch && walk_lab_files --but "$scratch/locked" --but "$scratch/other" --but "$pki/clientkey.pem" &&
    [ -z "$(find "$XDG_RUNTIME_DIR" -type s)" ] && [ -z "$(find "$MUSTER_LAB/host1/muster" -name 'run.*' -o -name pending)" ]
}

make_lab () {
  lab up 2 --bare && lab vm host1 web1 --memory 96 --graphics vnc --start &&
    lab vm host1 web2 --memory 96 --graphics vnc && "$deploy" "$pki" new && write_config
}

need_lab make_lab
begin_watch
passphrase=$(new_password passphrase)
sudo_password=$(new_password sudo-password)
add_secret admin-key "$pki/clientkey.pem"
check 'does nothing when the host key is declined' declines_host_key
check 'takes a host over while its VM runs' takes_host_over
check 'gives keys to nobody else' modes_are_right
check 'changes nothing the second time' changes_nothing
check 'renews the certificates without a restart' renews_live
check 'asks for a passphrase through the helper' asks_for_passphrase
check 'starts VMs with the new console certificate' starts_vms
check 'puts everything back when the handshake fails' puts_back
check 'opens a closed firewall' opens_firewall
check 'lets VMs migrate with TLS between two such hosts' migrates_between
check 'opens firewalld, now and for its next start' opens_firewalld
check 'puts firewalld back when the handshake fails' puts_back_firewalld
check 'opens ufw' opens_ufw
check 'sets no lock manager where nobody starts its daemon' without_locks
check 'locks disks while a VM runs' locks_disks
check 'locks the disk of a VM while it runs' guards_disks
if [ "$(id -u)" = 0 ]; then
  check 'becomes root with the password for sudo' becomes_root
  check 'sets up by sudo' sets_up_by_sudo
  check 'becomes root where sudo asks for nothing' becomes_root_unasked
  check 'asks again for a wrong password of sudo' is_asked_again
  check 'says so when an account may not use sudo' may_not
fi
check 'can be cancelled' can_be_cancelled
check 'is brought to its end when the connection is lost' finishes_alone
check 'says so when the login is refused' tells_refused_login
check 'says so when nobody is there' tells_dead_host
check 'leaves no secret behind' leaves_no_secret
end_cases
