# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# What the lab's tests share to keep an eye on their secrets: sourced with "here" and
# "scratch" set.  The passwords are made anew each time, so that what is found is ours.

# shellcheck disable=SC2154
secrets=$scratch/secrets
watcher=

# add_secret NAME FILE: with a password or keys in it.
add_secret () { mkdir -p -m 700 "$secrets" && cp "$2" "$secrets/$1"; }

# new_password NAME: prints the file that it is in, without a line's end.
new_password () {
  mkdir -p -m 700 "$secrets"
  head -c 15 /dev/urandom | base64 | tr -d '\n+/=' > "$secrets/$1"
  echo "$secrets/$1"
}

begin_watch () {
  mkdir -p -m 700 "$secrets"
  python3 "$here/secret-watch" watch "$secrets" > "$scratch/watched" 2>&1 &
  watcher=$!
  until [ -s "$scratch/watched" ]; do kill -0 "$watcher" && sleep 0.02 || return 1; done
}

# Fails when a secret was seen.
end_watch () {
  local code=0
  [ -n "$watcher" ] || return 0
  kill "$watcher" 2> /dev/null
  wait "$watcher" || code=$?
  watcher=
  cat "$scratch/watched"
  return $code
}

# Fails when a secret is in a file there; "--but PATTERN" names what may have one.
walk_files () { python3 "$here/secret-watch" walk "$secrets" "$@"; }

# All that a lab and a test of it left in "scratch", but for what its hosts and
# identities have their keys and passwords in, and the disks of its guests.
walk_lab_files () {
  walk_files --but "$MUSTER_LAB/pki/*" --but "$MUSTER_LAB/ssh/id" \
    --but "$MUSTER_LAB/host*/pki/*" --but "$MUSTER_LAB/host*/ssh/host_key" \
    --but "$MUSTER_LAB/host*/etc/passwd.db" \
    --but "$MUSTER_LAB/shared/*" --but "$MUSTER_LAB/iso/*" --but '*.qcow2' "$@" "$scratch"
}
