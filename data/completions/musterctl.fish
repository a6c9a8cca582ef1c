# SPDX-License-Identifier: GPL-3.0-or-later
# fish completion for musterctl(1)

function __musterctl_words
    set -l words
    set -l skip no
    for word in (commandline -opc)[2..]
        if test $skip = yes
            set skip no
        else if contains -- $word --host --pkipath --to --name --description --uri --identity --user --ca --certificate --key --request --days --output --ssh --ssh-config --within --device --escape --screenshot --type --layout --vv
            set skip yes
        else if not string match -q -- '-*' $word
            set -a words $word
        end
    end
    printf '%s\n' $words
end

function __musterctl_at
    set -l words (__musterctl_words)
    test (count $words) -eq (count $argv); and test "$words" = "$argv"
end

function __musterctl_in
    set -l words (__musterctl_words)
    test (count $words) -ge 2; and test "$words[1]" = $argv[1]; and contains -- $words[2] $argv[2..]
end

function __musterctl_complete
    set -l where
    set -l words (commandline -opc)
    for i in (seq 2 (count $words))
        if contains -- $words[$i] --host --pkipath; and test $i -lt (count $words)
            set -a where $words[$i] $words[(math $i + 1)]
        end
    end
    musterctl $where complete words $argv[1] 2>/dev/null
end

complete -c musterctl -f
complete -c musterctl -n __musterctl_at -a 'host dc cluster conflict identity ca cert vm'
complete -c musterctl -n '__musterctl_at host' -a 'list add edit remove forget forget-login show test doctor script deploy move maintenance activate copies gone stale'
complete -c musterctl -n '__musterctl_at dc' -a 'list show create edit rename delete open'
complete -c musterctl -n '__musterctl_at cluster' -a 'list create show edit delete cpu'
complete -c musterctl -n '__musterctl_at conflict' -a 'list resolve'
complete -c musterctl -n '__musterctl_at identity' -a 'import list remove'
complete -c musterctl -n '__musterctl_at ca' -a 'init import export status renew'
complete -c musterctl -n '__musterctl_at cert' -a 'issue list check renew revoke crl'
complete -c musterctl -n '__musterctl_in cert issue' -a 'server client qemu-server qemu-client'
complete -c musterctl -n '__musterctl_in ca import export' -F
complete -c musterctl -n '__musterctl_at vm' -a 'list show start shutdown off reboot reset pause resume save discard migrate settle console screenshot send-key'
complete -c musterctl -n '__musterctl_in host edit remove forget forget-login show test doctor maintenance activate gone stale' -a '(__musterctl_complete hosts)'
complete -c musterctl -n '__musterctl_in dc create open; and not __musterctl_at dc create' -a '(__musterctl_complete hosts)'
complete -c musterctl -n '__musterctl_at host move' -a '(__musterctl_complete hosts)'
complete -c musterctl -n '__musterctl_in host move; and not __musterctl_at host move' -a '(__musterctl_complete clusters)'
complete -c musterctl -n '__musterctl_in cluster show edit delete cpu' -a '(__musterctl_complete clusters)'
complete -c musterctl -n '__musterctl_in conflict resolve' -a '(__musterctl_complete revisions)'
complete -c musterctl -n '__musterctl_in cert renew' -a '(__musterctl_complete hosts)'
complete -c musterctl -n '__musterctl_in identity remove' -a '(__musterctl_complete identities)'
complete -c musterctl -n '__musterctl_in identity import' -F
complete -c musterctl -n '__musterctl_in vm show start shutdown off reboot reset pause resume save discard migrate console screenshot send-key' -a '(__musterctl_complete vms)'
complete -c musterctl -n '__musterctl_in vm migrate' -a '(__musterctl_complete hosts)'
complete -c musterctl -n '__musterctl_in vm send-key' -a 'ctrl+alt+delete ctrl+alt+f1 ctrl+alt+f2 alt+sysrq+b enter esc'
complete -c musterctl -n '__musterctl_in vm screenshot' -F
complete -c musterctl -l host -x -d 'Use this host, which need not be configured'
complete -c musterctl -l pkipath -r -a '(__fish_complete_directories)' -d 'Folder with the TLS identity for --host'
complete -c musterctl -l json -d 'Write JSON for programs'
complete -c musterctl -l wait -d 'Wait until it is done'
complete -c musterctl -l no-wait -d 'Return as soon as the host has begun'
complete -c musterctl -n '__musterctl_in vm migrate' -l to -x -a '(__musterctl_complete hosts)' -d 'Where to migrate to'
complete -c musterctl -n '__musterctl_in host add edit' -l name -x -d 'What to call it'
complete -c musterctl -n '__musterctl_in ca init' -l name -x -d 'What to call it'
complete -c musterctl -n '__musterctl_in identity import' -l name -x -d 'What to call it'
complete -c musterctl -n '__musterctl_in dc edit; or __musterctl_in cluster edit' -l name -x -d 'What to call it'
complete -c musterctl -n '__musterctl_in dc create edit; or __musterctl_in cluster create edit' -l description -x -d 'What it is for'
complete -c musterctl -n '__musterctl_in cluster create edit' -l virt -d 'It runs VMs'
complete -c musterctl -n '__musterctl_in cluster create edit' -l no-virt -d 'It runs no VMs'
complete -c musterctl -n '__musterctl_in cluster create edit' -l gluster -d 'It keeps volumes of Gluster'
complete -c musterctl -n '__musterctl_in cluster create edit' -l no-gluster -d 'It keeps no volumes of Gluster'
complete -c musterctl -n '__musterctl_in host gone' -l to -x -a '(__musterctl_complete hosts)' -d 'Which host takes them over'
complete -c musterctl -n '__musterctl_in host gone' -l powered-off -d 'The host is off: take its VMs over'
complete -c musterctl -n '__musterctl_in host gone' -l start -d 'Start those that ran'
complete -c musterctl -n '__musterctl_in host copies' -l now -d 'Make the copies now'
complete -c musterctl -n '__musterctl_in host stale' -l remove -d 'Remove what is stale'
complete -c musterctl -n '__musterctl_in dc delete; or __musterctl_in cluster delete' -l dissolve -d 'Delete it although it has hosts, which stay'
complete -c musterctl -n '__musterctl_in host add move' -l lower-cpu -d 'Do it also where the cluster loses CPU features'
complete -c musterctl -n '__musterctl_in host edit' -l uri -x -d 'Its new address'
complete -c musterctl -n '__musterctl_in host add edit test doctor' -l identity -x -a '(__musterctl_complete identities) none' -d 'TLS identity'
complete -c musterctl -n '__musterctl_in dc open' -l identity -x -a '(__musterctl_complete identities) none' -d 'TLS identity'
complete -c musterctl -n '__musterctl_in host remove' -l keep -d 'Take them off this list only'
complete -c musterctl -n '__musterctl_in host add edit' -l user -x -d 'SASL user'
complete -c musterctl -n '__musterctl_in host add edit' -l no-test -d 'Save it without testing'
complete -c musterctl -n '__musterctl_in host add' -l cluster -x -a '(__musterctl_complete clusters)' -d 'Cluster that they come into'
complete -c musterctl -n '__musterctl_in host add' -l anyway -d 'Add hosts though they cannot be used now'
complete -c musterctl -n '__musterctl_in identity import' -l ca -r -F -d 'Certificate of the authority'
complete -c musterctl -n '__musterctl_in identity import' -l certificate -r -F -d 'Client certificate'
complete -c musterctl -n '__musterctl_in identity import' -l key -r -F -d 'Private key'
complete -c musterctl -n '__musterctl_in ca import' -l key -r -F -d 'Private key'
complete -c musterctl -n '__musterctl_in host deploy doctor add edit; or __musterctl_in cert renew' -l ssh -x -a '(__fish_complete_user_at_hosts)' -d 'Where ssh logs in'
complete -c musterctl -n '__musterctl_in host deploy doctor; or __musterctl_in cert renew revoke; or __musterctl_in ca renew' -l ssh-config -r -F -d 'Configuration of ssh'
complete -c musterctl -n '__musterctl_in cert renew' -l all -d 'Renew all that is due'
complete -c musterctl -n '__musterctl_in cert revoke' -l all -d 'Revoke all of a name'
complete -c musterctl -n '__musterctl_in cert renew' -l within -x -d 'What ends within so many days is due'
complete -c musterctl -n '__musterctl_in cert revoke; or __musterctl_in ca renew' -l deliver -d 'Tell all hosts over ssh'
complete -c musterctl -n '__musterctl_in host doctor' -l migration -d 'Try the migration ports over ssh'
complete -c musterctl -n '__musterctl_in host deploy script' -l renew -d 'Have new certificates made'
complete -c musterctl -n '__musterctl_in host deploy script' -l lock-disks -d 'Have VMs lock their disks'
complete -c musterctl -n '__musterctl_in host script' -l output -r -F -d 'Write it to this new file'
complete -c musterctl -n '__musterctl_in host script' -l request -r -F -d 'What the first half printed'
complete -c musterctl -n '__musterctl_in cert issue renew' -l request -r -F -d 'Certificate request of the host'
complete -c musterctl -n '__musterctl_in cert issue renew; or __musterctl_in ca renew; or __musterctl_in host deploy script' -l days -x -d 'How long it is valid'
complete -c musterctl -n '__musterctl_in cert issue renew crl' -l output -r -F -d 'Write it to this new file'
complete -c musterctl -n '__musterctl_in vm console' -l serial -d 'Open the serial console here'
complete -c musterctl -n '__musterctl_in vm console' -l device -x -a 'serial0 serial1 console1' -d 'This serial console'
complete -c musterctl -n '__musterctl_in vm console' -l escape -x -d 'Leave with this key'
complete -c musterctl -n '__musterctl_in vm console' -l force -d 'Take over, or replace the file'
complete -c musterctl -n '__musterctl_in vm console' -l screenshot -r -F -d 'Write the picture on the screen'
complete -c musterctl -n '__musterctl_in vm console' -l type -x -d 'Type this text'
complete -c musterctl -n '__musterctl_in vm console' -l layout -x -a 'us gb de fr es it jp cn' -d 'Keyboard layout of the guest'
complete -c musterctl -n '__musterctl_in vm console' -l vv -r -F -d 'Write a connection file'
complete -c musterctl -s h -l help -d 'Explain a command'
complete -c musterctl -l version -d 'Print the version'
