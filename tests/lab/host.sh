# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# host.sh LAB N: the first process of a host.  Its disk is LAB/hostN: what is
# there survives a power loss; /run does not.

set -eu
here=$(dirname "$(readlink -f "$0")")
LAB=$1 number=$2
# shellcheck source=tests/lab/common.sh
. "$here/common.sh"
# shellcheck disable=SC1091
. "$LAB/settings"
name=host$number
address=$LAB_NET.$number
disk=$LAB/$name

mount_disk () {
  local place
  mount --make-rprivate /
  # What /sys shows of the network belongs to the namespace it was mounted in.
  mount -t sysfs sysfs /sys
  mkdir -p "$disk"/{etc,pki,lib,log,muster}
  for place in etc:/etc/libvirt pki:/etc/pki lib:/var/lib/libvirt \
               log:/var/log/libvirt muster:/var/lib/muster ../cache:/var/cache/libvirt; do
    mkdir -p "${place#*:}"
    mount --bind "$disk/${place%%:*}" "${place#*:}"
  done
  mkdir -p /var/lib/libvirt/{images,shared,iso,boot,dnsmasq,qemu}
  mount --bind "$LAB/shared" /var/lib/libvirt/shared
  mount --bind "$LAB/iso" /var/lib/libvirt/iso
  mkdir -p "$LAB/locks" /var/lib/libvirt/locks
  mount --bind "$LAB/locks" /var/lib/libvirt/locks
  mount --bind "$LAB_GUEST" /var/lib/libvirt/boot
}

fresh_run () {
  mkdir -p /mnt
  mount -t tmpfs -o mode=755 tmpfs /mnt
  mkdir -p /mnt/{libvirt,lock,sshd,lab,netns}
  [ ! -e /run/lab/nogroups.so ] || cp /run/lab/nogroups.so /mnt/lab/
  mkdir -p /mnt/lab/etc
  mount --no-mtab --move /mnt /run
}

plug_in () {
  hostname "$name.lab"
  ip link set lo up
  ip link set em1 up
  ip addr replace "$address/24" dev em1
  ip route replace default via "$LAB_NET.254"
}

# One certificate serves libvirtd, migration, VNC and SPICE, as server and client.
install_certificates () {
  local from=$LAB/pki/$name
  umask 077
  mkdir -p /etc/pki/{CA,qemu,libvirt/private}
  cp "$from/cacert.pem" /etc/pki/CA/cacert.pem
  cp "$from/cacert.pem" /etc/pki/qemu/ca-cert.pem
  for role in server client; do
    cp "$from/clientcert.pem" "/etc/pki/libvirt/${role}cert.pem"
    cp "$from/clientkey.pem" "/etc/pki/libvirt/private/${role}key.pem"
    cp "$from/clientcert.pem" "/etc/pki/qemu/$role-cert.pem"
    cp "$from/clientkey.pem" "/etc/pki/qemu/$role-key.pem"
  done
  umask 022
}

configure_libvirt () {
  cat > /etc/libvirt/libvirtd.conf <<-END
	listen_tls = 1
	listen_tcp = 0
	listen_addr = "0.0.0.0"
	auth_unix_ro = "none"
	auth_unix_rw = "none"
	host_uuid = "$(uuid_of "$LAB" "$name")"
	# Certificates expire while a daemon runs: it serves with what it has.
	tls_no_sanity_certificate = 1
	log_outputs = "2:file:/var/log/libvirt/libvirtd.log"
	END
  cat > /etc/libvirt/qemu.conf <<-END
	user = "root"
	group = "root"
	security_driver = "none"
	dynamic_ownership = 0
	remember_owner = 0
	namespaces = []
	cgroup_controllers = []
	stdio_handler = "file"
	default_tls_x509_cert_dir = "/etc/pki/qemu"
	vnc_listen = "0.0.0.0"
	vnc_tls = 1
	vnc_tls_x509_cert_dir = "/etc/pki/qemu"
	spice_listen = "0.0.0.0"
	spice_tls = 1
	spice_tls_x509_cert_dir = "/etc/pki/qemu"
	migration_host = "$name.lab"
	migration_address = "0.0.0.0"
	shared_filesystems = [ "/var/lib/libvirt/shared", "/var/lib/libvirt/iso" ]
	END
  [ ! -e "$disk/locked" ] || bash "$here/lockd.sh"
}

pool () {
  cat > "/etc/libvirt/storage/$1.xml" <<-END
	<pool type='dir'>
	  <name>$1</name>
	  <uuid>$(uuid_of "$LAB" pool "$1" "${3:-}")</uuid>
	  <target><path>$2</path></target>
	</pool>
	END
  ln -sf "/etc/libvirt/storage/$1.xml" "/etc/libvirt/storage/autostart/$1.xml"
}

configure_pools () {
  [ ! -d /etc/libvirt/storage ] || return 0
  mkdir -p /etc/libvirt/storage/autostart
  pool shared /var/lib/libvirt/shared
  pool iso /var/lib/libvirt/iso
  pool local /var/lib/libvirt/images "$name"
}

configure_network () {
  local folder=/etc/libvirt/qemu/networks subnet=192.168.$((120 + number))
  [ ! -d "$folder" ] || return 0
  mkdir -p "$folder/autostart" /etc/libvirt/{nwfilter,secrets,hooks}
  cat > "$folder/default.xml" <<-END
	<network>
	  <name>default</name>
	  <uuid>$(uuid_of "$LAB" network "$name")</uuid>
	  <forward mode='nat'/>
	  <bridge name='virbr0' stp='off' delay='0'/>
	  <ip address='$subnet.1' netmask='255.255.255.0'>
	    <dhcp><range start='$subnet.100' end='$subnet.200'/></dhcp>
	  </ip>
	</network>
	END
  ln -sf "$folder/default.xml" "$folder/autostart/default.xml"
}

start_sshd () {
  local folder=$disk/ssh
  mkdir -p "$folder"
  chmod 700 "$folder"
  [ -e "$folder/host_key" ] || ssh-keygen -q -t ed25519 -N '' -C "$name" -f "$folder/host_key"
  cat > "$folder/config" <<-END
	ListenAddress 0.0.0.0
	HostKey $folder/host_key
	AuthorizedKeysFile $LAB/ssh/id.pub .ssh/authorized_keys
	PermitRootLogin prohibit-password
	PasswordAuthentication no
	KbdInteractiveAuthentication no
	UsePAM no
	StrictModes no
	PidFile none
	Subsystem sftp internal-sftp
	END
  "$(command -v sshd)" -f "$folder/config" -E "$disk/log/sshd.log"
}

mount_disk
fresh_run
plug_in
install_certificates
configure_libvirt
configure_pools
configure_network
start_sshd
# A daemon that died is started again, as a service manager would.
while :; do
  libvirtd --listen --pid-file /run/libvirt/libvirtd.pid || true
  sleep 1
done
