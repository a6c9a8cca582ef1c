#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# test-console.sh MUSTERCTL [REGEXP]: "musterctl vm console" against a real host:
# the serial consoles of a guest in a terminal and in a pipe, its screen and keyboard.

# What is for the guest is not for this shell.
# shellcheck disable=SC2016

set -u
# shellcheck source=tests/lab/cli-cases.sh
. "$(dirname "$(readlink -f "$0")")/cli-cases.sh" "$@"

# at_terminal STEP... -- WORDS...: a person at a terminal, and "vm console WORDS".
at_terminal () {
  local steps=()
  while [ "$1" != -- ]; do steps+=("$1"); shift; done
  shift
  lab run timeout 120 python3 "$here/serial.py" "${steps[@]}" -- \
    "$musterctl" --host qemu+tls://host1.lab/system --pkipath "$MUSTER_LAB/pki/admin" \
    vm console "$@"
}
one () { ctl_at "$MUSTER_LAB/pki/admin" qemu+tls://host1.lab/system vm console "$@"; }

# The guest's shell is there once it answers.
wakes_up () { (printf '\n'; sleep 2) | one web --serial | grep -q 'root@web'; }

talks_at_terminal () {
  at_terminal 'wait:Ctrl+] leaves' raw 'type:\recho $((6*7))-told\r' 'wait:42-told' \
    'type:\x1d' exit:0 cooked -- web --serial
}

# What is a key of the terminal elsewhere, is the guest's here: it ends what runs by now.
sends_control_keys () {
  at_terminal wait:leaves raw \
    'type:\rsh -c "echo cat-$((7*7)); exec cat"\r' wait:cat-49 'type:\x03' wait:root@web \
    'type:echo $((5*5))-on\r' wait:25-on 'type:\x1d' exit:0 -- web --serial
}

leaves_by_other_keys () {
  at_terminal 'wait:Ctrl+A leaves' raw 'type:\r\x1d\recho $((4*4))-on\r' wait:16-on \
    'type:\x01' exit:0 cooked -- web --serial --escape ^a &&
    fails_with 2 'is no key to leave with' one web --serial --escape x
}

talks_in_a_pipe () {
  (printf '\necho $((8*8))-piped\n'; sleep 1) | one web --serial > "$scratch/piped" &&
    grep -q 64-piped "$scratch/piped"
}

# More than a packet and than the kernel's line at once; all of it comes back.
keeps_all_bytes () {
  local bytes=40000
  at_terminal wait:leaves raw 'type:\rwait' wait:wait \
    "type:\\x15stty raw -echo; echo rea''dy; head -c $bytes | md5sum; stty sane\\r" wait:ready \
    "fill:$bytes" "wait:$(head -c $bytes /dev/zero | tr '\0' u | md5sum | cut -d' ' -f1)" \
    'type:\x1d' exit:0 -- web --serial
}

reads_a_flood () {
  at_terminal wait:leaves raw 'type:\rseq 9999; echo $((9*9))-end\r' wait:9998 wait:81-end \
    'type:\x1d' exit:0 cooked -- web --serial
}

says_who_has_it () {
  at_terminal wait:leaves raw \
    "run:! timeout 60 $musterctl --host qemu+tls://host1.lab/system --pkipath $MUSTER_LAB/pki/admin vm console web --serial < /dev/null 2> $scratch/taken" \
    'type:\x1d' exit:0 -- web --serial &&
    grep -q 'Somebody else has the serial console' "$scratch/taken" && grep -q -- '--force' "$scratch/taken"
}

takes_it_over () {
  at_terminal wait:leaves raw \
    "run:(echo; sleep 1) | timeout 60 $musterctl --host qemu+tls://host1.lab/system --pkipath $MUSTER_LAB/pki/admin vm console web --serial --force > $scratch/forced" \
    exit:0 cooked -- web --serial && grep -q 'root@web' "$scratch/forced"
}

# A console of virtio: by the name that libvirt gives it.
chooses_a_device () {
  cat > "$scratch/tell" <<-'END'
	virsh -q qemu-agent-command web '{"execute":"guest-exec","arguments":{"path":"/bin/sh",
	  "arg":["-c","echo here-$((3*3)) > /dev/hvc0"]}}'
	END
  eventually on host1 qemu-agent-command web '{"execute":"guest-ping"}' &&
    at_terminal wait:leaves raw "run:bash $here/lab exec host1 sh -c \"\$(cat $scratch/tell)\"" \
      wait:here-9 'type:\x1d' exit:0 -- web --serial --device console1 &&
    fails_with 1 'could not be opened' one web --serial --device nonsense
}

serial_says () { (printf '\n%s\n' "$1"; sleep 2) | one web --serial | grep -q "$2"; }

types_on_the_keyboard () {
  one web --layout us --type $'echo "Ty"ped_$((2*2)) > /tmp/typed\n' &&
    eventually serial_says 'cat /tmp/typed' Typed_4 &&
    printf 'echo From-a-pipe > /tmp/typed\n' | one web --layout us --type - &&
    eventually serial_says 'cat /tmp/typed' From-a-pipe
}

takes_pictures () {
  one web --screenshot "$scratch/web.jpg" && [ "$(head -c 2 "$scratch/web.jpg" | od -An -tx1 | tr -d ' ')" = ffd8 ] &&
    one web --screenshot - > "$scratch/out.png" && [ "$(head -c 4 "$scratch/out.png" | tail -c 3)" = PNG ]
}

writes_connection_files () {
  one web --vv "$scratch/web.vv" && [ "$(stat -c %a "$scratch/web.vv")" = 600 ] &&
    grep -q '^type=vnc$' "$scratch/web.vv" && grep -q '^host=host1.lab$' "$scratch/web.vv" &&
    fails_with 5 'already; --force' one web --vv "$scratch/web.vv" &&
    one web --vv "$scratch/web.vv" --force && fails_with 5 'It is off' one idle --vv "$scratch/no.vv" &&
    [ ! -e "$scratch/no.vv" ]
}

explains_there_is_none () {
  fails_with 5 '“idle” is off' one idle --serial && fails_with 3 'nobody' one nobody --serial
}

ends_with_the_vm () {
  at_terminal wait:leaves raw "run:bash $here/lab exec host1 virsh -q destroy web" \
    exit:0 cooked -- web --serial
  local code=$?
  on host1 start web && eventually wakes_up && return $code
}

ends_with_the_host () {
  at_terminal wait:leaves raw "run:bash $here/lab cut host1" exit:4 cooked -- web --serial
  local code=$?
  lab join host1 && eventually wakes_up && return $code
}

make_lab () {
  lab up 1 --bare && lab vm host1 web && lab vm host1 idle || return 1
  on host1 dumpxml web --inactive |
    sed "s|<channel|<console type='pty'><target type='virtio' port='1'/></console>&|" \
      > "$scratch/web.xml"
  on host1 define "$scratch/web.xml" && on host1 start web
}

need_lab make_lab
check 'finds a shell on the serial line' eventually wakes_up
check 'talks to a guest at a terminal' talks_at_terminal
check 'sends the guest its control keys' sends_control_keys
check 'leaves by another key' leaves_by_other_keys
check 'talks to a guest in a pipe' talks_in_a_pipe
check 'loses nothing of much text' keeps_all_bytes
check 'reads what a guest floods it with' reads_a_flood
check 'says that somebody else has it' says_who_has_it
check 'takes it over' takes_it_over
check 'chooses one of several' chooses_a_device
check 'types on the keyboard' types_on_the_keyboard
check 'takes pictures of the screen' takes_pictures
check 'writes connection files' writes_connection_files
check 'explains that there is none' explains_there_is_none
check 'ends with the VM' ends_with_the_vm
check 'ends with the host' ends_with_the_host
end_cases
