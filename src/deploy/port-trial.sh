# SPDX-License-Identifier: GPL-3.0-or-later
# Tries the ports of migration from this host and lets others try them here.  It
# changes nothing and needs no root: who may read qemu.conf uses its ports, who may
# not uses QEMU's own.
#
# It says "muster: trial NAME FIRST LAST heard|deaf": what another host calls this
# one for a migration, the ports, and whether they answer now.  Then it reads
# lines "NAME PORT" and says for each "muster: tried open|refused|rejected|silent|unresolved|failed".
# shellcheck shell=sh
exec 2>&1
export LC_ALL=C PATH="$PATH:/usr/sbin:/sbin"
listeners=

setting () {
  sed -n "s/^[[:space:]]*$1[[:space:]]*=[[:space:]]*\"\{0,1\}\([^\"# ]*\).*/\1/p" \
    /etc/libvirt/qemu.conf 2> /dev/null | tail -n 1
}

# As libvirt calls itself when nobody has told it.
own_name () {
  own=$(setting migration_host)
  [ -n "$own" ] || own=$(hostname -f 2> /dev/null)
  case $own in ''|localhost*) own=$(uname -n) ;; esac
  echo "$own"
}

port () { case $(setting "$1") in ''|*[!0-9]*) echo "$2" ;; *) setting "$1" ;; esac; }

# is_heard PORT: somebody listens there.
is_heard () {
  grep -qi ":$(printf '%04X' "$1") [0-9A-F]*:0000 0A" /proc/net/tcp /proc/net/tcp6 2> /dev/null
}

# A closed port and one that a firewall rejects look alike: something has to listen.
listen () {
  is_heard "$1" && return
  if command -v openssl > /dev/null; then
    openssl s_server -nocert -quiet -accept "$1" < /dev/null > /dev/null 2>&1 &
  elif command -v gnutls-serv > /dev/null; then
    gnutls-serv -q -p "$1" --priority NORMAL:-VERS-ALL:+VERS-TLS1.2:+ANON-ECDH < /dev/null > /dev/null 2>&1 &
  else
    return 1
  fi
  listeners="$listeners $!"
  listen_try=0
  until is_heard "$1"; do
    listen_try=$((listen_try + 1))
    [ "$listen_try" -le 10 ] || return
    sleep 0.2
  done
}

# shellcheck disable=SC2086,SC2317,SC2329
leave () { [ -z "$listeners" ] || kill $listeners 2> /dev/null; }

answer () {
  # shellcheck disable=SC2016
  said=$(timeout 4 bash -c 'exec 3<> "/dev/tcp/$1/$2"' bash "$1" "$2" 2>&1 < /dev/null)
  case $?-$said in
    0-*) echo open ;;
    124-*) echo silent ;;
    *refused*|*reset*) echo refused ;;
    *'No route'*|*unreachable*|*rohibited*) echo rejected ;;
    *'not known'*|*resolution*|*'No address'*) echo unresolved ;;
    *) echo failed ;;
  esac
}

main () {
  trap leave EXIT
  trap 'exit 1' HUP INT TERM
  first=$(port migration_port_min 49152) last=$(port migration_port_max 49215) heard=heard
  listen "$first" && listen "$last" || heard=deaf
  echo "muster: trial $(own_name) $first $last $heard"
  while read -r name number; do
    echo "muster: tried $(answer "$name" "$number")"
  done
}

main; exit 0
