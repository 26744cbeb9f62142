# shellcheck shell=bash
# What the tests that start the real programs share: a folder that is thrown away, calls with a time limit, checks that
# name what was expected, what was seen and where the logs lie, and a province on this machine.
# Sourced by scripts that run under `set -euo pipefail`. LONTAR_BIN: the folder of the programs.

source_root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
sample=$source_root/packaging/sample
PATH=$LONTAR_BIN:$PATH

work=            # everything of this run
logs=            # one file per call, and those of the servers
recovery_sheet=  # of the laptop that is set up
title=begin      # of the step being played
out=             # standard output of the last call
log=             # what it printed, in $log.out and $log.err
code=0           # its exit code
call_limit=300   # seconds; a busy disk may hold up every sync
calls=0
last_call=none
server=          # process of the province
proxy=           # process between laptop and province

flow_begin() {
    # What this machine's user has set must not steer a test.
    local name
    for name in "${!LONTAR_@}"; do
        case $name in LONTAR_BIN | LONTAR_QUICK_PASSPHRASE | LONTAR_NO_SIGNALS) ;; *) unset "$name" ;; esac
    done
    unset http_proxy https_proxy all_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY
    export LC_ALL=C.UTF-8
    umask 077
    work=$(mktemp -d "${TMPDIR:-/tmp}/lontar-$1-XXXXXX")
    recovery_sheet=$work/recovery-sheet.txt
    logs=$work/logs
    mkdir "$logs"
    trap flow_end EXIT
    # What was not expected to fail.
    trap 'wrong "every command of the script to work" "line $LINENO of ${BASH_SOURCE[0]##*/}: $BASH_COMMAND"' ERR
    trap 'exit 130' INT TERM HUP
}

flow_end() {
    local ended=$?
    trap - EXIT ERR
    local job
    stop_process "$proxy"
    stop_process "$server"
    for job in $(jobs -p); do stop_process "$job"; done
    if declare -F close_terminal >/dev/null; then
        close_terminal
    fi
    if [ "$ended" = 0 ] || [ "${LONTAR_KEEP:-keep}" = no ]; then
        rm -rf "$work"
    else
        printf 'Everything of this run is in %s, logs in %s\n' "$work" "$logs" >&2
    fi
    exit "$ended"
}

stop_process() {
    [ -n "$1" ] && kill "$1" 2>/dev/null || return 0
    local tries=100
    while kill -0 "$1" 2>/dev/null && [ $((tries -= 1)) -gt 0 ]; do sleep 0.1; done
    kill -KILL "$1" 2>/dev/null || true
    wait "$1" 2>/dev/null || true
}

# step TITLE, then saw WHAT: one line for the reader.
step() { title=$1; }
saw() { printf 'ok  %-48s %s\n' "$title" "$*"; }

# wrong EXPECTED SEEN: ends the run.
wrong() {
    {
        printf '\nFAILED: %s\n' "$title"
        printf '  expected   %s\n' "$1"
        printf '  seen       %s\n' "$2"
        printf '  last call  %s (exit %s)\n' "$last_call" "$code"
        printf '  logs       %s\n' "$logs"
    } >&2
    exit 1
}

# equal WHAT EXPECTED SEEN
equal() { [ "$2" = "$3" ] || wrong "$1: $2" "$3"; }

# call CODE COMMAND...: runs with a time limit, keeps both outputs, checks the exit code.
call() {
    local want=$1
    shift
    calls=$((calls + 1))
    log=$logs/$(printf '%03d' "$calls")-$(tr -c 'a-z0-9\n' - <<<"$1-${2:-}" | cut -c 1-40)
    last_call=$*
    code=0
    timeout -k 5 "$call_limit" "$@" </dev/null >"$log.out" 2>"$log.err" || code=$?
    out=$(<"$log.out")
    [ "$code" = "$want" ] || wrong "exit $want" "exit $code: $(tail -n 4 "$log.err")"
}

# field NAME: a value of the flat JSON object that the last call printed.
field() { sed -n "s/.*\"$1\": *\"\\{0,1\\}\\([^\",}]*\\).*/\\1/p" <<<"$out" | head -n 1; }

# says TEXT: the last call printed it, on either output.
says() {
    grep -qF -e "$1" "$log.out" "$log.err" || wrong "\"$1\"" "$(tail -n 8 "$log.out" "$log.err")"
}

# occurrences TEXT: in what the last call printed.
occurrences() { (grep -oF -e "$1" <<<"$out" || true) | wc -l; }

# until_true SECONDS WHAT COMMAND...: waits for what another program does.
until_true() {
    local deadline=$((SECONDS + $1)) what=$2
    shift 2
    until "$@" >/dev/null 2>&1; do
        [ "$SECONDS" -le "$deadline" ] || wrong "$what within the time limit" "nothing of it"
        sleep 0.05
    done
}

sum_of() { sha256sum "$1" | cut -d ' ' -f 1; }

# A port nobody listens on. Below the range from which the system takes ports for others.
free_port() {
    local port
    for _ in $(seq 50); do
        port=$((10000 + (RANDOM * 32768 + RANDOM) % 20000))
        if ! (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
            printf '%s\n' "$port"
            return
        fi
    done
    wrong "a free port" "none in 50 tries"
}

# ---- the province

# make_province URL: keys, secrets and an invited village; $activation is its file.
village=5321012005
make_province() {
    export LONTAR_SERVER_DATA=$work/province
    printf 'kunci luring provinsi uji\n' >"$work/province.passphrase"
    call 0 lontar-server init --name NTT --server "$1" --secrets "$work/offline-secrets" \
        --passphrase-file "$work/province.passphrase"
}
invite_village() {
    call 0 lontar-server invite "$village" --out "$work/invitations" "$@"
    activation=$work/invitations/$village.lontar-activation
    [ -s "$activation" ] || wrong "an activation file" "no $activation"
}

times_logged() { grep -c -e "$1" "$logs/server.log" 2>/dev/null || [ -f "$logs/server.log" ] || echo 0; }

# start_server PORT
start_server() {
    local before
    before=$(times_logged listening)
    lontar-server serve --listen "127.0.0.1:$1" --log-file "$logs/server.log" \
        </dev/null >>"$logs/server.out" 2>&1 &
    server=$!
    # Without a word of the shell when it is killed.
    disown "$server"
    until_true 60 "a listening server ($logs/server.out)" is_logged_after "$before" listening
}
is_logged_after() { [ "$(times_logged "$2")" -gt "$1" ]; }
# What it held is free: a process that waits to be collected has ended when none of its threads is left.
is_gone() {
    ! kill -0 "$1" 2>/dev/null && return 0
    grep -qs '^State:.*zombie' "/proc/$1/status" && [ "$(find "/proc/$1/task" -maxdepth 1 -name '[0-9]*' | wc -l)" = 1 ]
}
# start_proxy PORT TO: holds back every reply; held_back says whether it has some.
start_proxy() {
    printf 'hold\n' >"$work/proxy.wishes"
    lontar-test-proxy --listen "$1" --to "$2" --control "$work/proxy.wishes" --status "$work/proxy.status" \
        </dev/null >>"$logs/proxy.out" 2>&1 &
    proxy=$!
    disown "$proxy"
    until_true 20 "a listening proxy ($logs/proxy.out)" test -s "$work/proxy.status"
}
held_back() { grep -q '^held [1-9]' "$work/proxy.status"; }
stop_proxy() {
    stop_process "$proxy"
    proxy=
}

stop_server() {
    stop_process "$server"
    server=
}

# ---- the laptop

# laptop FOLDER: whose data the next calls use.
laptop() {
    export LONTAR_HOME=$1 LONTAR_PASSPHRASE_FILE=$work/passphrase
    printf 'pohon lontar di tepi sawah\n' >"$work/passphrase"
}
set_up_laptop() {
    call 0 lontar setup "$activation" --officer 'Maria Bere' --role operator --yes \
        --recovery-sheet-to "$recovery_sheet"
}

# read_counters: sets counters to "draft closed waiting on_the_way needs_correction received".
counters=
read_counters() {
    local name
    call 0 lontar status --json
    counters=
    for name in draft closed waiting on_the_way needs_correction received; do
        counters="$counters $(field "$name")"
    done
    counters=${counters# }
}
# counter NAME NUMBER: what the laptop says of one of them.
counter() {
    call 0 lontar status --json
    equal "$1" "$2" "$(field "$1")"
}
count_files() { find "$1" -name "$2" -type f 2>/dev/null | wc -l; }
