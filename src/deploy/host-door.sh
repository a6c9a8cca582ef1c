# What Muster's ssh session begins with: the host script is sent to root, and
# sent only when root is there.  sudo asks for a password with words that Muster
# waits for, so that it is never given to anybody else.
# shellcheck shell=sh
exec 2>&1
muster_room='echo "muster: ready"; exec sh -s'
if [ "$(id -u)" = 0 ]; then exec sh -c "$muster_room"; fi
command -v sudo > /dev/null || { echo 'muster: failed There is no sudo here, and this is not root.'; exit 10; }
exec sudo -S -p 'muster: password' -- sh -c "$muster_room"
