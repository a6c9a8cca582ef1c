# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# What the lab's scripts share.

say () { printf 'lab: %s\n' "$*" >&2; }
die () { printf 'lab: %s\n' "$1" >&2; shift; [ $# = 0 ] || printf '     %s\n' "$@" >&2; exit 1; }
usage () { printf 'usage: %s\n' "$1" >&2; exit 2; }

# The lab's network; it exists in the lab's own namespaces only.
# shellcheck disable=SC2034
LAB_NET=10.198.0

hash_of () { printf '%s' "$*" | md5sum | cut -c1-12; }

# A UUID that is always the same for the same words.
uuid_of () {
  printf '%s' "$*" | md5sum |
    sed -E 's/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*/\1-\2-4\3-8\4-\5/'
}

seconds_since () { awk -v a="$1" -v b="$(date +%s%N)" 'BEGIN { printf "%.1f", (b - a) / 1e9 }'; }

# wait_for SECONDS WHAT COMMAND...: until COMMAND succeeds.
wait_for () {
  local end=$(($(date +%s%N) + $1 * 1000000000)) what=$2
  shift 2
  until "$@" 2>/dev/null; do
    [ "$(date +%s%N)" -lt "$end" ] || { say "$what did not become ready"; return 1; }
    sleep 0.1
  done
}

# Of what the caller has open only the lock on the SDK root (9) may live on in
# the holder: a pipe held open would keep its reader waiting for ever.
close_foreign_files () {
  local fd
  for fd in /proc/self/fd/*; do
    fd=${fd##*/}
    case $fd in 0|1|2|9) ;; *) eval "exec $fd>&-" 2>/dev/null || true ;; esac
  done
}
