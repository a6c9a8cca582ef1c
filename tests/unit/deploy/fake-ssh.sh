#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Plays ssh, a login on a host and its sudo, as FAKE says; never runs the host
# script.  What it was called with, and what it got, is kept in FAKE_FOLDER.
# shellcheck disable=SC2016,SC2317
printf '%s\n' "$@" > "$FAKE_FOLDER/arguments"
env > "$FAKE_FOLDER/environment"

hear_until () {
  while IFS= read -r line; do
    printf '%s\n' "$line"
    if [ "$line" = "$1" ]; then return; fi
  done
}

send_request () {
  echo 'muster: request begin'
  cat "$FAKE_FOLDER/request.pem"
  echo 'muster: request end'
}

as_root () {
  echo 'muster: ready'
  hear_until 'main; exit 0' > "$FAKE_FOLDER/script"
  echo 'muster: step 3/9 Making the key'
  case $FAKE in
    *none*) echo 'muster: request none'; echo 'muster: nothing to change'; exit 0 ;;
    *exit-*) echo 'muster: failed It is so.'; echo 'muster: advice Do this.'; exit "${FAKE##*exit-}" ;;
    *flood*) head -c 104857600 /dev/zero | tr '\0' 'x'; exit 0 ;;
    *list*)
      echo 'muster: revoked begin'
      cat "$FAKE_FOLDER/crl.pem"
      echo 'muster: revoked end'
      hear_until 'muster: revoked end' > "$FAKE_FOLDER/list"
      ;;
    *hang*) echo 'muster: request begin'; exec sleep 100 ;;
    *twice*) send_request; hear_until 'muster: certificates end' > /dev/null; send_request; exec sleep 100 ;;
    *ready-again*) echo 'muster: ready'; exec sleep 100 ;;
    *lost*) exit 255 ;;
    *holder*) sleep 60 & echo $! > "$FAKE_FOLDER/holder"; echo 'muster: done'; exit 0 ;;
  esac
  send_request
  hear_until 'muster: certificates end' > "$FAKE_FOLDER/certificates"
  echo 'muster: note something'
  echo 'muster: done'
  exit 0
}

sudo () {
  [ "$1 $2 $3" = '-S -p muster: password' ] || exit 1
  case $FAKE in
    *sudo-free*) as_root ;;
    *sudo-never*) echo 'eve is not in the sudoers file.'; exit 1 ;;
  esac
  for _ in 1 2 3; do
    printf '%s' "$3"
    IFS= read -r password || exit 1
    if [ "$password" = 'sudo secret' ]; then as_root; fi
    echo 'Sorry, try again.'
  done
  exit 1
}

log_in () {
  if [ "$("$SSH_ASKPASS" 'The authenticity of host cannot be established (yes/no/[fingerprint])? ')" != yes ]; then
    echo 'Host key verification failed.' >&2
    exit 255
  fi
  for _ in 1 2 3; do
    password=$("$SSH_ASKPASS" "eve@host's password: ") || break
    if [ "$password" = 'ssh secret' ]; then return; fi
    echo 'Permission denied, please try again.' >&2
  done
  echo 'eve@host: Permission denied (publickey,password).' >&2
  exit 255
}

touch_key () {
  SSH_ASKPASS_PROMPT=none "$SSH_ASKPASS" 'Confirm user presence for key' & notice=$!
  sleep 1
  kill "$notice"
}

# Another script than the host's: it tries ports.
try_ports () {
  hear_until 'main; exit 0' > "$FAKE_FOLDER/script"
  case $FAKE in
    *hostile*) echo 'muster: trial $(reboot) 49152 49215 heard' ;;
    *option*) echo 'muster: trial -oProxyCommand 49152 49215 heard' ;;
    *junk*) echo 'muster: trial host1.lab 49152 70000 heard' ;;
    *) echo 'Welcome.'; echo 'muster: trial host1.lab 50000 50003 heard' ;;
  esac
  while read -r name port; do
    case $name in good) echo 'muster: tried open' ;; *) echo "muster: tried refused" ;; esac
  done
  exit 0
}

case $FAKE in
  *trial*) try_ports ;;
  *no-route*) echo 'ssh: connect to host nowhere port 22: No route to host' >&2; exit 255 ;;
  *early-list*) echo 'muster: revoked begin'; cat "$FAKE_FOLDER/crl.pem"; echo 'muster: revoked end'; exec sleep 100 ;;
  *early*) send_request; exec sleep 100 ;;
  *login*) log_in ;;
  *touch*) touch_key ;;
esac
# The way in, but that it never leads to a real root.
hear_until 'exec sudo -S -p '\''muster: password'\'' -- sh -c "$muster_room"' > "$FAKE_FOLDER/door"
case $FAKE in
  *root*) as_root ;;
  *nobody*) echo 'muster: failed There is no sudo here, and this is not root.'; exit 10 ;;
esac
sudo -S -p 'muster: password' -- sh -c room
