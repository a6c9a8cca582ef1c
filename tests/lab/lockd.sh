# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# lockd.sh: run in a host: its VMs lock their disks through a virtlockd of its own, by the
# path of the disk in a folder that all hosts share, as one would for block devices.  Files
# alone would prove nothing: QEMU has locks of its own for them.

set -eu
printf '%s\n' 'file_lockspace_dir = "/var/lib/libvirt/locks"' > /etc/libvirt/qemu-lockd.conf
echo 'lock_manager = "lockd"' >> /etc/libvirt/qemu.conf
[ -e /run/libvirt/virtlockd-sock ] || virtlockd --daemon
