# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC2154
# What the cases of the command line are made of: sourced with "scratch" and "lab" set.

on () { local host=$1; shift; lab exec "$host" virsh -q "$@"; }

exits () { local want=$1 code=0; shift; "$@" || code=$?; echo "exit code $code"; [ "$code" = "$want" ]; }
state_is () { [ "$(on "$1" domstate "$2" | head -n 1)" = "$3" ]; }
says () { grep -q -- "$1" "$scratch/errors"; }
# fails_with CODE WORDS COMMAND...: and WORDS are on standard error.
fails_with () {
  local code=$1 words=$2
  shift 2
  exits "$code" "$@" 2> "$scratch/errors" || { cat "$scratch/errors"; return 1; }
  cat "$scratch/errors"
  says "$words"
}
eventually () { local n; for n in $(seq 60); do ! "$@" || return 0; sleep 0.5; done; echo "never ($n tries): $*"; return 1; }
