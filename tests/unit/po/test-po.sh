#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# test-po.sh TREE MUSTERCTL: that everything people read can be translated and
# is, and that the help says what the code does.  Writes TAP.

set -u
tree=$1
musterctl=$2
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export LC_ALL=C.UTF-8
n=0

# check NAME COMMAND...: one test; what a failing COMMAND wrote is shown.
check () {
  local name=$1 output
  shift
  n=$((n + 1))
  if output=$("$@" 2>&1); then
    echo "ok $n - /muster/po/$name"
  else
    echo "not ok $n - /muster/po/$name"
    printf '%s\n' "$output" | sed 's/^/# /'
  fi
}

# Nothing but the same lines on both sides.
same () { diff -u "$1" "$2"; }

languages () { grep -v '^#' "$tree/$1/LINGUAS"; }

# --- what there is to translate -----------------------------------------------

find_sources () {
  local call='(_|N_|C_|NC_|n?gettext|g_dn?gettext|g_dpgettext2?)'
  (
    cd "$tree" || exit
    ls data/*.desktop data/*.metainfo.xml data/*.gschema.xml
    grep -rlE "(^|[^A-Za-z0-9_])$call ?\\(" src --include='*.[ch]'
    grep -rlE 'translatable="(yes|true|1)"' src --include='*.ui'
  ) | sort
}

test_potfiles () {
  find_sources > "$scratch/found"
  grep -v '^#' "$tree/po/POTFILES" > "$scratch/listed"
  same "$scratch/listed" "$scratch/found"
}

# GTK looks a template's strings up in the domain it names, else in GTK's own.
test_domain () {
  local missing
  missing=$(cd "$tree" && grep -rlE 'translatable="(yes|true|1)"' src --include='*.ui' |
            xargs grep -L '<interface domain="muster"')
  [ -z "$missing" ] || { echo "no translation domain: $missing"; return 1; }
}

extract () {
  (
    cd "$tree" || exit
    xgettext --files-from=<(grep -v '^#' po/POTFILES) --from-code=UTF-8 \
      --keyword=_ --keyword=N_ --keyword=C_:1c,2 --keyword=NC_:1c,2 \
      --keyword=g_dngettext:2,3 --keyword=g_dpgettext2:2c,3 \
      --package-name=muster --output="$scratch/muster.pot"
  )
}

# --- a translation ----------------------------------------------------------------

# complete PO POT: nothing is untranslated, fuzzy or left over.
complete () {
  msgmerge --quiet --no-fuzzy-matching --output-file="$scratch/merged.po" "$1" "$2" || return
  msgattrib --untranslated "$scratch/merged.po" > "$scratch/bad"
  msgattrib --only-fuzzy "$scratch/merged.po" >> "$scratch/bad"
  msgattrib --only-obsolete "$scratch/merged.po" >> "$scratch/bad"
  ! grep '^msgid' "$scratch/bad"
}

compile () {
  mkdir -p "$scratch/po/$1/LC_MESSAGES"
  msgfmt --check --check-accelerators=_ \
    --output-file="$scratch/po/$1/LC_MESSAGES/muster.mo" "$tree/po/$1.po"
}

# The whole way: the program in another language.  C's locale under another
# name is enough for that, where the real one is not installed.
test_runs () {
  local text english
  mkdir -p "$scratch/locale"
  ln -sfn /usr/lib/locale/C.utf8 "$scratch/locale/$1.UTF-8"
  english=$("$musterctl" --help) || return
  text=$(LC_ALL=$1.UTF-8 LANGUAGE='' LOCPATH="$scratch/locale" \
         TEXTDOMAINDIR="$scratch/po" "$musterctl" --help) || return
  [ "$text" != "$english" ] || { echo 'musterctl --help is in English'; return 1; }
}

test_desktop_file () {
  msgfmt --desktop --template="$(echo "$tree"/data/*.desktop)" -d "$tree/po" \
    -o "$scratch/muster.desktop" && desktop-file-validate "$scratch/muster.desktop" &&
    grep -q '^Name\[zh_CN\]=' "$scratch/muster.desktop"
}

# --- the help ------------------------------------------------------------------

test_pages () {
  (cd "$tree/help/C" && ls -- *.page) > "$scratch/found"
  grep -o "[a-z-]*\.page" "$tree/help/meson.build" > "$scratch/listed"
  same "$scratch/listed" "$scratch/found"
}

# What yelp-check finds it prints; not every verb tells by the exit code too.
quiet () {
  local output
  output=$(yelp-check "$@" 2>&1)
  [ -z "$output" ] || { echo "$output"; return 1; }
}

translate_help () {
  mkdir -p "$scratch/help/$1"
  msgfmt --check --output-file="$scratch/$1.mo" "$tree/help/$1/$1.po" &&
    (cd "$tree/help/C" &&
     itstool --strict --lang="$1" -m "$scratch/$1.mo" -o "$scratch/help/$1" ./*.page)
}

# Each reason for a host to be unreachable has its section, under the words
# that the application shows.
test_reasons () {
  local code=$tree/src/model/muster-host-status.c page=$tree/help/C/host-errors.page id text
  grep -o 'MUSTER_HOST_REASON_[A-Z_]*, "[a-z-]*"' "$code" | cut -d '"' -f 2 |
    grep -vxE 'none|requested' > "$scratch/ids"
  [ -s "$scratch/ids" ] || return
  while read -r id; do
    grep -q "<section id=\"$id\">" "$page" || { echo "no section $id"; return 1; }
  done < "$scratch/ids"
  sed -n '/^muster_host_reason_to_text/,/^}/s/.*_("\(.*\)").*/\1/p' "$code" > "$scratch/texts"
  [ -s "$scratch/texts" ] || return
  while read -r text; do
    grep -qF "<title>$text</title>" "$page" || { echo "no title: $text"; return 1; }
  done < "$scratch/texts"
}

# What the window lists as a shortcut is on the page of shortcuts, and in it.
test_shortcuts () {
  local title
  sed -n '/^static const ShortcutInfo/,/^};/p' "$tree/src/ui/muster-shortcuts-dialog.c" |
    grep -o 'N_("[^"]*"), \("<\|"F\|"[A-Z][a-z]*"\|NULL,$\)' | cut -d '"' -f 2 > "$scratch/titles"
  [ -s "$scratch/titles" ] || return
  while read -r title; do
    grep -qF "<p>$title</p>" "$tree/help/C/shortcuts.page" ||
      { echo "not in shortcuts.page: $title"; return 1; }
  done < "$scratch/titles"
}

# --- all of it --------------------------------------------------------------------

check potfiles test_potfiles
check domain test_domain
check extract extract
for language in $(languages po); do
  check "$language/complete" complete "$tree/po/$language.po" "$scratch/muster.pot"
  check "$language/valid" compile "$language"
  check "$language/runs" test_runs "$language"
done
check desktop-file test_desktop_file

check help/pages test_pages
check help/reasons test_reasons
check help/shortcuts test_shortcuts
check help/extract itstool -o "$scratch/help.pot" "$tree"/help/C/*.page
for language in $(languages help); do
  check "help/$language/complete" complete "$tree/help/$language/$language.po" "$scratch/help.pot"
  check "help/$language/valid" translate_help "$language"
done
for language in C $(languages help); do
  pages=$tree/help/C
  [ "$language" = C ] || pages=$scratch/help/$language
  check "help/$language/xml" xmllint --noout --nonet "$pages"/*.page
  for what in validate links orphans; do
    check "help/$language/$what" quiet "$what" "$pages"/*.page
  done
done
echo "1..$n"
