#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# test-shared.sh PROGRAM: runs PROGRAM at the desk of a lab of its own.
set -eu
MUSTER_LAB=$(mktemp -d)
export MUSTER_LAB
trap 'lab down >&2; rm -rf "$MUSTER_LAB"' EXIT
lab up 3 --bare >&2
lab run "$@"
