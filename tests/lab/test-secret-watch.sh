#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# test-secret-watch.sh: what looks for leaks of secrets sees each kind of leak, and
# nothing where there is none.

set -u
here=$(dirname "$(readlink -f "$0")")
scratch=$(mktemp -d /tmp/muster-secrets-XXXXXX)
unset MUSTER_SECRETS
export MUSTER_LEAKY=1
# shellcheck source=tests/lab/secrets.sh
. "$here/secrets.sh"
trap 'end_watch > /dev/null; rm -rf "$scratch"' EXIT
# shellcheck source=tests/lab/cases.sh
. "$here/cases.sh"

# sees WORDS COMMAND...: the watch says so of a COMMAND that is over at once.
sees () {
  local words=$1 code=0
  shift
  begin_watch && "$@"
  # Not in a subshell, whose child the watch would not be.
  end_watch > "$scratch/ended" || code=1
  cat "$scratch/ended"
  [ $code = 1 ] && grep -q "$words" "$scratch/ended" && ! grep -qf "$password" "$scratch/ended"
}
sees_nothing () { begin_watch && "$@"; end_watch; }

# A child of a child, for as long as a busy machine needs to look.
in_arguments () { sh -c 'sh -c "sleep 0.5; :" sh "$@"; :' sh "$@"; }
in_environment () { env LEAK="x=$1;" sh -c 'sleep 0.5; :'; }

# finds WORDS FILE: a walk says so of the FILE.
finds () {
  local said
  said=$(walk_files "$scratch/files") && { echo "nothing was found: $said"; return 1; }
  echo "$said"
  [ "$(grep -c ' is in ' <<< "$said")" = 1 ] && [[ $said == *"$1 is in $scratch/files/$2"* ]]
}
with_file () {
  local code=0
  mkdir -p "$scratch/files/below"
  cat > "$scratch/files/below/file"
  "$@" || code=1
  rm -r "$scratch/files"
  return $code
}
finds_nothing () { walk_files "$scratch/files"; }
spoils_nothing () { ! walk_files "$scratch/nowhere"; }

password=$(new_password of-a-test)
certtool --generate-privkey --key-type rsa --bits 2048 --no-text --outfile "$scratch/key.pem" 2> /dev/null
certtool --generate-privkey --key-type rsa --bits 2048 --no-text --outfile "$scratch/other.pem" 2> /dev/null
add_secret own-key "$scratch/key.pem"

check 'sees nothing where nothing is' sees_nothing in_arguments harmless
check 'sees a password in arguments' sees 'of-a-test is in the arguments' in_arguments "--password=$(cat "$password")"
check 'sees a password in the environment' sees 'of-a-test is in the environment' in_environment "$(cat "$password")"
check 'sees a key in arguments' sees 'a private key is in the arguments' in_arguments "$(cat "$scratch/other.pem")"
check 'finds nothing where nothing is' with_file finds_nothing <<< 'nothing'
check 'does not pass where there is nothing to look at' spoils_nothing
check 'finds a password' with_file finds of-a-test below/file <<< "log: $(cat "$password")."
check 'finds a password in base64' with_file finds of-a-test below/file \
  < <(printf 'user\0%s and more' "$(cat "$password")" | base64 -w 0)
check 'finds any key in the clear' with_file finds 'a private key' below/file < "$scratch/other.pem"
check 'finds a key of its own without its frame' with_file finds own-key below/file < <(sed '/-----/d' "$scratch/key.pem")
check 'finds a key of its own in DER' with_file finds own-key below/file < <(sed '/-----/d' "$scratch/key.pem" | base64 -d)
check 'finds it far into a long file' with_file finds of-a-test below/file < <(head -c 9000000 /dev/zero; cat "$password")
check 'lets a certificate be' with_file finds_nothing < <(certtool --generate-self-signed --load-privkey "$scratch/key.pem" \
  --template <(echo 'cn = "Test"') 2> /dev/null)
check 'lets an encrypted key be' with_file finds_nothing < <(certtool --to-p8 --load-privkey "$scratch/other.pem" \
  --password test 2> /dev/null)
end_cases
