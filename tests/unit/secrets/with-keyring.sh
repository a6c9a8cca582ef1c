#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# with-keyring.sh keyring|none COMMAND...: runs a command on a session bus of
# its own, in a home and a runtime folder of its own.  On the bus is an open
# GNOME Keyring, or nothing; nothing is started by the bus itself.

set -eu

if [ "$1" != inside ]; then
  place=$(mktemp -d "${TMPDIR:-/tmp}/muster-keyring-XXXXXX")
  trap 'rm -rf "$place"' EXIT
  mkdir -m 0700 "$place/home" "$place/run"
  cat > "$place/bus.conf" <<EOF
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir=$place/run</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
EOF
  unset DISPLAY WAYLAND_DISPLAY XDG_DATA_HOME XDG_CONFIG_HOME XDG_CACHE_HOME \
        GNOME_KEYRING_CONTROL DBUS_SESSION_BUS_ADDRESS
  HOME=$place/home XDG_RUNTIME_DIR=$place/run \
    dbus-run-session --config-file="$place/bus.conf" -- "$0" inside "$@"
  exit
fi

mode=$2
shift 2

if [ "$mode" = keyring ]; then
  # The line break is the password of the keyring it makes; without one there
  # would be no keyring.  Its own warnings are not ours to die of.
  printf '\n' | env -u G_DEBUG gnome-keyring-daemon --foreground --unlock --components=secrets \
    >"$HOME/keyring.log" 2>&1 &
  daemon=$!
  trap 'kill "$daemon" 2>/dev/null || true; wait "$daemon" 2>/dev/null || true' EXIT

  tries=0
  until dbus-send --session --print-reply --dest=org.freedesktop.secrets \
          /org/freedesktop/secrets/aliases/default \
          org.freedesktop.DBus.Peer.Ping >/dev/null 2>&1; do
    tries=$((tries + 1))
    if [ "$tries" -gt 100 ]; then
      cat "$HOME/keyring.log" >&2
      echo 'with-keyring.sh: GNOME Keyring did not start' >&2
      exit 1
    fi
    sleep 0.1
  done
fi

"$@"
