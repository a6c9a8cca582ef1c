# SPDX-License-Identifier: GPL-3.0-or-later
# fish completion for musterctl(1)

function __musterctl_words
    set -l words
    set -l skip no
    for word in (commandline -opc)[2..]
        if test $skip = yes
            set skip no
        else if contains -- $word --host --pkipath --to --name --uri --identity --user --ca --certificate --key
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
complete -c musterctl -n __musterctl_at -a 'host identity ca cert vm'
complete -c musterctl -n '__musterctl_at host' -a 'list add edit remove show test doctor script deploy'
complete -c musterctl -n '__musterctl_at identity' -a 'import list remove'
complete -c musterctl -n '__musterctl_at ca' -a 'init import export status'
complete -c musterctl -n '__musterctl_at cert' -a 'issue list check renew revoke crl'
complete -c musterctl -n '__musterctl_in cert issue' -a 'server client qemu-server qemu-client'
complete -c musterctl -n '__musterctl_in ca import export' -F
complete -c musterctl -n '__musterctl_at vm' -a 'list show start shutdown off reboot reset pause resume save discard migrate screenshot send-key'
complete -c musterctl -n '__musterctl_in host edit remove show test doctor' -a '(__musterctl_complete hosts)'
complete -c musterctl -n '__musterctl_in identity remove' -a '(__musterctl_complete identities)'
complete -c musterctl -n '__musterctl_in identity import' -F
complete -c musterctl -n '__musterctl_in vm show start shutdown off reboot reset pause resume save discard migrate screenshot send-key' -a '(__musterctl_complete vms)'
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
complete -c musterctl -n '__musterctl_in host edit' -l uri -x -d 'Its new address'
complete -c musterctl -n '__musterctl_in host add edit' -l identity -x -a '(__musterctl_complete identities) none' -d 'TLS identity'
complete -c musterctl -n '__musterctl_in host add edit' -l user -x -d 'SASL user'
complete -c musterctl -n '__musterctl_in host add edit' -l no-test -d 'Save it without testing'
complete -c musterctl -n '__musterctl_in identity import' -l ca -r -F -d 'Certificate of the authority'
complete -c musterctl -n '__musterctl_in identity import' -l certificate -r -F -d 'Client certificate'
complete -c musterctl -n '__musterctl_in identity import' -l key -r -F -d 'Private key'
complete -c musterctl -n '__musterctl_in ca import' -l key -r -F -d 'Private key'
complete -c musterctl -n '__musterctl_in host deploy' -l ssh -x -a '(__fish_complete_user_at_hosts)' -d 'Where ssh logs in'
complete -c musterctl -n '__musterctl_in host deploy' -l ssh-config -r -F -d 'Configuration of ssh'
complete -c musterctl -n '__musterctl_in host deploy script' -l renew -d 'Have new certificates made'
complete -c musterctl -n '__musterctl_in host script' -l output -r -F -d 'Write it to this new file'
complete -c musterctl -n '__musterctl_in host script' -l request -r -F -d 'What the first half printed'
complete -c musterctl -n '__musterctl_in cert issue renew' -l request -r -F -d 'Certificate request of the host'
complete -c musterctl -n '__musterctl_in cert issue renew' -l days -x -d 'How long it is valid'
complete -c musterctl -n '__musterctl_in cert issue renew crl' -l output -r -F -d 'Write it to this new file'
complete -c musterctl -s h -l help -d 'Explain a command'
complete -c musterctl -l version -d 'Print the version'
