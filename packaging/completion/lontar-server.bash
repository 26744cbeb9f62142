# shellcheck shell=bash
# Completion of lontar-server's commands, options and files.

_lontar_server() {
    local cur prev words cword split
    _init_completion -s || return
    local common="--help --version --data" word command=''
    local commands="init serve backup restore invite receive return accept revoke release pending devices report"
    commands+=" export revisions keys verify"

    case $prev in
        --data | --secrets | --out) _filedir -d && return ;;
        --passphrase-file | --log-file | --csv) _filedir && return ;;
        --name | --server | --listen | --kabupaten | --laptops | --seats | --reason | --note) return ;;
    esac
    [ "$split" = false ] || return

    for word in "${words[@]:1:cword-1}"; do
        case " $commands " in *" $word "*) command=$word && break ;; esac
    done
    local options=''
    case $command in
        '')
            mapfile -t COMPREPLY < <(compgen -W "$commands $common" -- "$cur")
            return
            ;;
        init) options="--name --server --secrets --passphrase-file" ;;
        serve) options="--listen --log-file" ;;
        restore) options="--secrets --passphrase-file" ;;
        invite) options="--kabupaten --name --out --laptops --seats --with-register --force" ;;
        backup) options="--force" ;;
        accept) options="--with-register" ;;
        return) options="--reason --note" ;;
        pending | devices | report) options="--json" ;;
        export) options="--csv --raw --force" ;;
    esac
    case $cur,$command in
        -*) mapfile -t COMPREPLY < <(compgen -W "$options $common" -- "$cur") ;;
        *,backup | *,restore | *,receive) _filedir ;;
        *,devices) mapfile -t COMPREPLY < <(compgen -W "confirm" -- "$cur") ;;
    esac
} && complete -F _lontar_server lontar-server
