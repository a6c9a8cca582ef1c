# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC2154
# Cases of a test in TAP: sourced with "scratch" set; with "only" just the cases whose
# names match it are run.

tests=0 failures=0

# say_took BEGIN END: of EPOCHREALTIME.
say_took () {
  local tenths=$(((${2/[.,]/} - ${1/[.,]/}) / 100000))
  echo "# took $((tenths / 10)).$((tenths % 10)) s"
}

# check NAME COMMAND...: what a failed one said goes to standard error too, which meson shows.
check () {
  local name=$1 began=$EPOCHREALTIME
  shift
  [[ $name =~ ${only:-} ]] || return 0
  tests=$((tests + 1))
  if "$@" > "$scratch.said" 2>&1; then
    echo "ok $tests - $name"
  else
    failures=$((failures + 1))
    echo "not ok $tests - $name"
    tail -n 20 "$scratch.said" | sed 's/^/# /' | tee -a /dev/stderr
  fi
  say_took "$began" "$EPOCHREALTIME"
  rm -f "$scratch.said"
}

end_cases () { echo "1..$tests"; [ $failures = 0 ]; }
