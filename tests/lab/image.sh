# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# What the makers of guest images share: packages fetched and unpacked without privilege, an
# initrd of them, and a folder in the user's cache that is made once for each recipe.
# They set `self`, `work`, the folder in which an image is made, and `root`, what the initrd
# holds.
# shellcheck disable=SC2154

cache=${XDG_CACHE_HOME:-$HOME/.cache}/muster

# recipe_of FILE...: changes when one of the files or the system's release does.
recipe_of () {
  { cat "$@"; sed -n '/^VERSION_CODENAME/p' /etc/os-release; } | sha256sum | cut -c1-12
}

# apt with lists and cache of its own: the system's may be empty or locked.
private_apt () {
  local tool=$1
  shift
  "$tool" -q -o Dir::State::lists="$work/apt/lists" -o Dir::Cache="$work/apt/cache" \
    -o APT::Sandbox::User="$(id -un)" -o Acquire::Languages=none "$@"
}

update_apt () {
  mkdir -p "$work"/apt/{lists,cache/archives}/partial
  private_apt apt-get update
}

# kernel_of FLAVOUR: the package that linux-image-FLAVOUR stands for.
kernel_of () {
  private_apt apt-cache depends "linux-image-$1" |
    sed -n 's/.*Depends: \(linux-image-[0-9].*\)/\1/p' | head -n 1
}

# unpack FOLDER PACKAGE...
unpack () {
  local folder=$1 package
  shift
  mkdir -p "$work/debs"
  (cd "$work/debs" && private_apt apt-get download "$@")
  for package in "$work"/debs/*.deb; do dpkg-deb -x "$package" "$folder"; done
  rm -r "$work/debs"
}

# Copies a module of the tree after those it needs, and notes the order of loading.
add_module () {
  local line file name
  line=$(grep -E "/${1//[_-]/[_-]}\.ko[.a-z]*:" "$tree/modules.dep" | head -n 1)
  [ -n "$line" ] || return 0
  # shellcheck disable=SC2086
  for file in $(printf '%s\n' ${line#*:} | tac) "${line%%:*}"; do
    name=$(basename "$file")
    name=${name%%.ko*}.ko
    [ ! -e "$root/lib/modules/$name" ] || continue
    case $file in
      *.xz) xz -dc "$tree/$file" ;;
      *.zst) zstd -qdc "$tree/$file" ;;
      *) cat "$tree/$file" ;;
    esac > "$root/lib/modules/$name"
    echo "$name" >> "$root/lib/modules/order"
  done
}

# add_modules FOLDER MODULE...: from the kernel that was unpacked there.
add_modules () {
  local files=$1 module
  shift
  tree=$(echo "$files"/usr/lib/modules/*)
  depmod -b "$files/usr" "$(basename "$tree")"
  mkdir -p "$root/lib/modules"
  for module; do add_module "$module"; done
}

add_busybox () {
  local tool
  cp "$(command -v busybox)" "$root/bin/busybox"
  for tool in $(busybox --list); do
    [ -e "$root/bin/$tool" ] || ln -s busybox "$root/bin/$tool"
  done
}

# pack_initrd LEVEL: of the root, to stdout.
pack_initrd () { (cd "$root" && find . | cpio -o -H newc -R 0:0 --quiet | zstd -q "-$1"); }

# make_once FOLDER WHAT: prints the folder, which the script's own --make makes when
# there is none.  Those of other recipes go when nobody has used them for two weeks.
make_once () {
  local folder=$1 log=${1%-*}
  mkdir -p "$cache"
  exec 6> "$log.lock"
  flock 6
  if [ ! -d "$folder" ]; then
    say "making $2, once"
    # A process of its own: set -e does not reach what stands before "||".
    "$self" --make > "$log.log" 2>&1 6>&- ||
      die "$2 could not be made" "$(tail -n 3 "$log.log")"
  fi
  touch "$folder"
  find "$cache" -maxdepth 1 -name "${log##*/}-*" -mtime +14 -exec rm -rf {} +
  printf '%s\n' "$folder"
}
