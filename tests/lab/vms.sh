# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# The lab's VMs: one by one, and those of the demo data center.

host_virsh () { in_host "$1" virsh -q -c qemu:///system "${@:2}"; }

escape () { printf '%s' "$1" | sed -e 's/&/\&amp;/g' -e 's/</\&lt;/g' -e 's/>/\&gt;/g'; }

# What a file can be called for a VM of any name.
file_name_of () { case $1 in *[!A-Za-z0-9._-]*|.*) hash_of "$1" ;; *) echo "$1" ;; esac; }

mac_of () { printf '%s' "$*" | md5sum | sed -E 's/^(..)(..)(..).*/52:54:00:\1:\2:\3/'; }

graphics_of () {
  case $1 in
    vnc) echo "<graphics type='vnc' autoport='yes'/><video><model type='vga'/></video>" ;;
    spice) echo "<graphics type='spice' autoport='yes' defaultMode='secure'/><video><model type='qxl'/></video>" ;;
    none) ;;
    *) usage 'lab vm HOST NAME --graphics vnc|spice|none' ;;
  esac
}

# An ordinary user may open /dev/net/tun on most systems; where not, the guest
# has a network of its own that leads nowhere.
network_of () {
  local kind="type='network'" source="<source network='default'/>"
  if [ ! -w /dev/net/tun ]; then kind="type='user'" source=''; fi
  echo "<interface $kind>$source<mac address='$1'/><model type='virtio'/></interface>"
}

disk_of () {
  printf "<disk type='file' device='%s'><driver name='qemu' type='%s'/><source file='%s'/>%s</disk>" "$@"
}

# define_vm N NAME OPTION...: the options are those of "lab vm".
define_vm () {
  local i=$1 name=${2:-} start='' from=kernel pool=shared graphics=vnc memory=128 vcpus=1
  local title='' description='' os=http://debian.org/debian/13 load=0 folder disks boot file
  [ -n "$name" ] || usage 'lab vm HOST NAME [OPTION...]'
  shift 2
  file=$(file_name_of "$name")
  while [ $# -gt 0 ]; do
    case $1 in
      --start) start=1; shift; continue ;;
      --memory|--vcpus|--title|--description|--os|--graphics|--pool|--from|--load)
        [ $# -gt 1 ] || usage "lab vm HOST NAME $1 VALUE"
        printf -v "${1#--}" '%s' "$2" ;;
      *) usage 'lab vm HOST NAME [OPTION...], see "lab help"' ;;
    esac
    shift 2
  done
  case $pool in
    shared) folder=/var/lib/libvirt/shared ;;
    local) folder=/var/lib/libvirt/images ;;
    *) usage 'lab vm HOST NAME --pool shared|local' ;;
  esac
  disks=$(disk_of disk qcow2 "$folder/$file.qcow2" "<target dev='vda' bus='virtio'/>")
  case $from in
    kernel) boot="<kernel>/var/lib/libvirt/boot/vmlinuz</kernel><initrd>/var/lib/libvirt/boot/initrd.img</initrd>"
            boot+="<cmdline>console=ttyS0 console=tty0 quiet name=$file load=$load</cmdline>" ;;
    disk) boot="<boot dev='hd'/>" ;;
    iso) boot="<boot dev='cdrom'/>"
         disks+=$(disk_of cdrom raw /var/lib/libvirt/iso/guest.iso "<target dev='sda' bus='sata'/><readonly/>") ;;
    *) usage 'lab vm HOST NAME --from kernel|disk|iso' ;;
  esac
  ! in_host "$i" test -e "$folder/$file.qcow2" ||
    die "the pool '$pool' has a disk '$file.qcow2' already" 'choose another name or pool'
  in_host "$i" qemu-img create -q -f qcow2 -F qcow2 -b /var/lib/libvirt/shared/guest.qcow2 \
    "$folder/$file.qcow2" "$((vcpus * 10))G"
  fill_template > "/run/lab/$file.xml"
  # The host has a /run of its own, so its virsh reads the XML from a pipe.
  host_virsh "$i" define /dev/stdin < "/run/lab/$file.xml"
  rm "/run/lab/$file.xml"
  [ -z "$start" ] || host_virsh "$i" start "$name"
}

# The values come from the function that calls this one.
fill_template () {
  local key values=(
    "NAME=$(escape "$name")" "UUID=$(uuid_of "$LAB" "vm$i" "$name")" "TITLE=$(escape "${title:-$name}")"
    "DESCRIPTION=$(escape "$description")" "OS=$os" "MEMORY=$memory" "VCPUS=$vcpus" "BOOT=$boot"
    "EMULATOR=$(command -v qemu-system-x86_64)" "DISKS=$disks"
    "NETWORK=$(network_of "$(mac_of "$LAB" "$i" "$name")")" "GRAPHICS=$(graphics_of "$graphics")")
  local text
  # shellcheck disable=SC2154
  text=$(< "$here/guest.xml.in")
  for key in "${values[@]}"; do text=${text//@${key%%=*}@/"${key#*=}"}; done
  printf '%s\n' "$text"
}

# --- the demo ---------------------------------------------------------------

# state | name | vCPUs | MiB | graphics | OS | title | description
demo_list () {
  cat <<-END
	running|web1|1|128|vnc|debian.org/debian/13|Web server 1|Public web site, behind the load balancer
	running|db1|2|128|vnc|debian.org/debian/12|Database, primary|Orders and customers; dumps nightly at 2:00
	running|mail|1|128|spice|debian.org/debian/12|Mail|SMTP and IMAP for the office
	running|build-agent|2|128|vnc|fedoraproject.org/fedora/41|Build agent|Compiles the nightly packages
	paused|staging|1|128|vnc|ubuntu.com/ubuntu/24.04|Staging|Next release of the web site, for review
	saved|wiki|1|128|vnc|debian.org/debian/13|Wiki|Internal documentation
	off|web2|1|128|vnc|debian.org/debian/13|Web server 2|Public web site, behind the load balancer
	off|db2|2|256|vnc|debian.org/debian/12|Database, standby|Replica of db1
	off|monitoring|1|128|spice|debian.org/debian/13|Monitoring|Watches the services and wakes the admin
	off|files|1|128|vnc|centos.org/centos-stream/9|File server|Shared folders of the office
	off|vpn-gateway|1|128|vnc|openbsd.org/openbsd/7.4|VPN gateway|Dial-in for home offices
	off|win-app|4|512|spice|microsoft.com/win/2k22|Accounting|Windows application server
	off|old-intranet|1|128|vnc|ubuntu.com/ubuntu/18.04|Old intranet|To be retired; kept for its archive
	END
}

# The part of the demo that lives on host N of COUNT.
demo_of_host () {
  local i=$1 count=$2 row=0 state name vcpus memory graphics os title description load
  while IFS='|' read -r state name vcpus memory graphics os title description; do
    row=$((row + 1))
    [ $(((row - 1) % count + 1)) = "$i" ] || continue
    load=0
    [ "$state" != running ] || load=1
    define_vm "$i" "$name" --vcpus "$vcpus" --memory "$memory" --graphics "$graphics" \
      --os "http://$os" --title "$title" --description "$description" --load "$load"
    bring_to "$state" "$i" "$name"
  done < <(demo_list)
}

bring_to () {
  case $1 in
    running) host_virsh "$2" start "$3" ;;
    paused) host_virsh "$2" "start $3; suspend $3" ;;
    saved) host_virsh "$2" "start $3 --paused; managedsave $3 --running" ;;
  esac
}
