# SPDX-License-Identifier: GPL-3.0-or-later
# bash completion for musterctl(1)

# Fills COMPREPLY with the lines of standard input that begin with the word;
# names may have blanks in them.
_musterctl_offer ()
{
  local line
  while IFS= read -r line; do
    [[ $line == "$cur"* ]] && COMPREPLY+=("$(printf '%q' "$line")")
  done
}

# What --host and --pkipath of this command line make musterctl look at.
_musterctl_where ()
{
  local i
  where=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    case ${COMP_WORDS[i]} in
      --host|--pkipath) where+=("${COMP_WORDS[i]}" "${COMP_WORDS[i + 1]-}") ;;
    esac
  done
}

_musterctl ()
{
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}
  local group command word i where
  local -a words=()
  COMPREPLY=()

  for ((i = 1; i < COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    case $word in
      --host|--pkipath|--to|--name|--description|--uri|--identity|--user|--ca|--certificate|--key|--request|--days|--output|--ssh|--ssh-config|--within|--device|--escape|--screenshot|--type|--layout|--vv) ((i++)) ;;
      -*) ;;
      *) words+=("$word") ;;
    esac
  done
  group=${words[0]-} command=${words[1]-}
  _musterctl_where

  case $prev in
    --pkipath) mapfile -t COMPREPLY < <(compgen -d -- "$cur"); return ;;
    --ca|--certificate|--key|--request|--output|--ssh-config|--screenshot|--vv) mapfile -t COMPREPLY < <(compgen -f -- "$cur"); return ;;
    --to) _musterctl_offer < <(musterctl "${where[@]}" complete words hosts 2>/dev/null); return ;;
    --cluster) _musterctl_offer < <(musterctl complete words clusters 2>/dev/null); return ;;
    --identity) _musterctl_offer < <(musterctl complete words identities 2>/dev/null); return ;;
    --device) _musterctl_offer < <(printf '%s\n' serial0 serial1 console1); return ;;
    --layout) _musterctl_offer < <(printf '%s\n' us gb de fr es it jp cn); return ;;
    --host|--name|--description|--uri|--user|--days|--within|--ssh|--escape|--type) return ;;
  esac

  if [[ $cur == -* ]]; then
    _musterctl_offer < <(printf '%s\n' --host --pkipath --json --wait --no-wait --to --name --description --virt --no-virt --gluster --no-gluster --dissolve --lower-cpu --powered-off --start --now --remove \
      --uri --identity --user --no-test --anyway --cluster --keep --ca --certificate --key --request --days --output --ssh --ssh-config --migration --renew --lock-disks --all --within --deliver \
      --serial --device --escape --force --screenshot --type --layout --vv \
      --help --version)
    return
  fi

  case $group/$command in
    /) _musterctl_offer < <(printf '%s\n' host dc cluster conflict identity ca cert vm) ;;
    host/) _musterctl_offer < <(printf '%s\n' list add edit remove forget forget-login show test doctor script deploy move maintenance activate copies gone stale) ;;
    dc/) _musterctl_offer < <(printf '%s\n' list show create edit rename delete open) ;;
    cluster/) _musterctl_offer < <(printf '%s\n' list create show edit delete cpu) ;;
    conflict/) _musterctl_offer < <(printf '%s\n' list resolve) ;;
    identity/) _musterctl_offer < <(printf '%s\n' import list remove) ;;
    ca/) _musterctl_offer < <(printf '%s\n' init import export status renew) ;;
    cert/) _musterctl_offer < <(printf '%s\n' issue list check renew revoke crl) ;;
    cert/issue) _musterctl_offer < <(printf '%s\n' server client qemu-server qemu-client) ;;
    ca/import|ca/export) mapfile -t COMPREPLY < <(compgen -f -- "$cur") ;;
    vm/) _musterctl_offer < <(printf '%s\n' list show start shutdown off reboot reset pause \
           resume save discard migrate settle console screenshot send-key) ;;
    host/edit|host/remove|host/forget|host/forget-login|host/show|host/test|host/doctor|host/maintenance|host/activate|host/gone|host/stale|dc/open|cert/renew)
      _musterctl_offer < <(musterctl "${where[@]}" complete words hosts 2>/dev/null) ;;
    dc/create)
      [ ${#words[@]} -lt 3 ] ||
        _musterctl_offer < <(musterctl "${where[@]}" complete words hosts 2>/dev/null) ;;
    host/move)
      if [ ${#words[@]} -gt 2 ]; then
        _musterctl_offer < <(musterctl "${where[@]}" complete words clusters 2>/dev/null)
      else
        _musterctl_offer < <(musterctl "${where[@]}" complete words hosts 2>/dev/null)
      fi ;;
    cluster/show|cluster/edit|cluster/delete|cluster/cpu)
      _musterctl_offer < <(musterctl "${where[@]}" complete words clusters 2>/dev/null) ;;
    conflict/resolve)
      _musterctl_offer < <(musterctl "${where[@]}" complete words revisions 2>/dev/null) ;;
    cert/revoke) _musterctl_offer < <(musterctl complete words certificates 2>/dev/null) ;;
    identity/remove) _musterctl_offer < <(musterctl complete words identities 2>/dev/null) ;;
    identity/import) mapfile -t COMPREPLY < <(compgen -d -- "$cur") ;;
    vm/list|vm/settle) ;;
    vm/migrate)
      _musterctl_offer < <(musterctl "${where[@]}" complete words vms 2>/dev/null
                           musterctl "${where[@]}" complete words hosts 2>/dev/null) ;;
    vm/screenshot)
      if [ ${#words[@]} -gt 2 ]; then
        mapfile -t COMPREPLY < <(compgen -f -- "$cur")
      else
        _musterctl_offer < <(musterctl "${where[@]}" complete words vms 2>/dev/null)
      fi ;;
    vm/send-key)
      if [ ${#words[@]} -gt 2 ]; then
        _musterctl_offer < <(printf '%s\n' ctrl+alt+delete ctrl+alt+f1 ctrl+alt+f2 alt+sysrq+b enter esc)
      else
        _musterctl_offer < <(musterctl "${where[@]}" complete words vms 2>/dev/null)
      fi ;;
    vm/*) _musterctl_offer < <(musterctl "${where[@]}" complete words vms 2>/dev/null) ;;
  esac
}

complete -F _musterctl musterctl
