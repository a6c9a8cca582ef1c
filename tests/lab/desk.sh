# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# desk.sh LAB UID GID COMMAND...: the last step of "lab run", on the lab's
# network and in a mount namespace of its own: names of the lab, own account.

set -eu
lab=$1 uid=$2 gid=$3
shift 3
mount --bind "$lab/hosts" "$(readlink -f /etc/hosts)"
[ "$uid" != 0 ] || exec "$@"
export LAB_DOOR=$lab
exec unshare --user --map-user="$uid" --map-group="$gid" -- "$@"
