# shellcheck shell=bash
# Completion of lontar's commands, options and files.

# What may follow a command: its options, then "|", then how its arguments are completed (file PATTERN, folder, nothing).
_lontar_follow() {
    case $1 in
        add)
            echo "--nik --nama --tempat-lahir --tanggal-lahir --jenis-kelamin --status-kawin --no-kk --nama-ibu-kandung" \
                "--alamat --rt --rw --kode-desa --no-hp --pekerjaan --lokasi-kerja --jam-kerja --penghasilan --sumber-dana" \
                "--ahli-waris-nama --ahli-waris-hubungan --pemberitahuan-tanggal --pemberitahuan-cara" \
                "--from-json --reason --different-people --draft --resume |"
            ;;
        edit) echo "--set --reason --different-people --theirs --field-is-right |" ;;
        withdraw) echo "--reason --undo |" ;;
        same) echo "--into --yes |" ;;
        show) echo "--unmask |" ;;
        list) echo "--search --standing --to-check --drafts --revisions |" ;;
        import) echo "--dry-run --undo | file csv" ;;
        export) echo "--csv --lines --sealed --force |" ;;
        nik) echo "--birth-date --sex --today |" ;;
        sync) echo "--watch --locked --max-kb |" ;;
        courier) echo "| words export import relay" ;;
        "courier export" | "courier import" | "courier relay") echo "| folder" ;;
        setup) echo "--officer --role --recovery-sheet-to --code --yes --again --force | file lontar-activation" ;;
        unlock) echo "--recovery --sheet-file --new-passphrase-file |" ;;
        passphrase) echo "--new-passphrase-file |" ;;
        recovery-sheet) echo "--to --force |" ;;
        officer) echo "| words list add passphrase remove" ;;
        "officer add") echo "--name --role --new-passphrase-file |" ;;
        "officer passphrase") echo "--new-passphrase-file |" ;;
        backup) echo "| words create verify restore" ;;
        "backup create") echo "| folder" ;;
        "backup verify") echo "--sheet-file | file age" ;;
        "backup restore") echo "--sheet-file --officer --village --dry-run --yes | file age" ;;
        doctor) echo "--adopt |" ;;
        *) echo "|" ;;
    esac
}

_lontar() {
    local cur prev words cword split
    _init_completion -s || return
    local common="--help --lang --json --plain --training --as --passphrase-file --version"
    local commands="add edit withdraw same checked show list fix import imports export nik sync courier status setup unlock"
    commands+=" passphrase recovery-sheet officer backup doctor about"

    case $prev in
        --lang) mapfile -t COMPREPLY < <(compgen -W "id en" -- "$cur") && return ;;
        --role) mapfile -t COMPREPLY < <(compgen -W "operator sekdes kades" -- "$cur") && return ;;
        --sex) mapfile -t COMPREPLY < <(compgen -W "M F" -- "$cur") && return ;;
        --standing)
            mapfile -t COMPREPLY < <(compgen -W "draft closed waiting on_the_way needs_correction received" -- "$cur")
            return
            ;;
        --again) _filedir lontar-activation && return ;;
        --passphrase-file | --new-passphrase-file | --sheet-file | --recovery-sheet-to | --to | --from-json | --csv | --lines)
            _filedir
            return
            ;;
        # Values nobody can guess.
        --as | --search | --reason | --set | --resume | --max-kb | --code | --officer | --name | --village | --birth-date | --today)
            return
            ;;
    esac
    [ "$split" = false ] || return

    local command='' word follow
    for word in "${words[@]:1:cword-1}"; do
        case $word in
            courier | officer | backup) command=$word ;;
            -*) ;;
            *)
                case $command in
                    '') [[ " $commands " != *" $word "* ]] || command=$word ;;
                    courier | officer | backup) command="$command $word" && break ;;
                esac
                ;;
        esac
    done
    if [ -z "$command" ]; then
        mapfile -t COMPREPLY < <(compgen -W "$commands $common" -- "$cur")
        return
    fi
    follow=$(_lontar_follow "$command")
    case $cur in
        -*)
            mapfile -t COMPREPLY < <(compgen -W "${follow%%|*} $common" -- "$cur")
            return
            ;;
    esac
    case ${follow#*|} in
        " words "*) mapfile -t COMPREPLY < <(compgen -W "${follow#*| words }" -- "$cur") ;;
        " file "*) _filedir "${follow#*| file }" ;;
        " folder") _filedir -d ;;
    esac
} && complete -F _lontar lontar
