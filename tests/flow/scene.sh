# shellcheck shell=bash
# What flow tests share: a folder, a province on the loopback, laptops. Give the folder of the programs first.
set -euo pipefail

bin=$1
lontar=$bin/lontar
province=$bin/lontar-server
work=$(mktemp -d)
server=
clean_up() {
    if [ -n "$server" ]; then
        kill "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    fi
    rm -rf "$work"
}
trap clean_up EXIT

export LONTAR_LANG=en LONTAR_QUICK_PASSPHRASE=1 LC_ALL=C.UTF-8
echo "kuda lari di pantai" >"$work/pass"
export LONTAR_PASSPHRASE_FILE=$work/pass
export LONTAR_HOME=$work/home

give_up() {
    echo "FAILED: $*" >&2
    exit 1
}

# expect CODE WORDS...: runs, keeps what was said in $out and $err, and ends the test at another exit code.
out='' err=''
expect() {
    local code=0 wanted=$1
    shift
    out=$("$@" 2>"$work/err" </dev/null) || code=$?
    err=$(cat "$work/err")
    [ "$code" = "$wanted" ] || give_up "exit $code instead of $wanted: $*"$'\n'"$out"$'\n'"$err"
}
# A member of one-line JSON, text or number.
value() {
    sed -n "s/.*\"$1\":\"\{0,1\}\([^\",}]*\).*/\1/p"
}
# counter NAME NUMBER: what `status --json` says.
counter() {
    expect 0 "$lontar" status --json
    local found
    found=$(value "$1" <<<"$out")
    [ "$found" = "$2" ] || give_up "status: $1 is $found instead of $2"
}
contains() {
    case $out$err in
    *"$1"*) ;;
    *) give_up "\"$1\" is not in:"$'\n'"$out"$'\n'"$err" ;;
    esac
}
# serve FOLDER: starts the province of this folder and waits until it listens.
serve() {
    "$province" --data "$1" serve --listen "127.0.0.1:$port" --log-file "$work/server.log" &
    server=$!
    for _ in $(seq 200); do
        if (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
            return
        fi
        kill -0 "$server" 2>/dev/null || give_up "the server ended: $(cat "$work/server.log")"
        sleep 0.05
    done
    give_up "the server does not listen"
}
stop_server() {
    kill "$server"
    wait "$server" || true
    server=
}
free_port() {
    local try
    for _ in $(seq 50); do
        try=$((20000 + RANDOM % 20000))
        if ! (: <"/dev/tcp/127.0.0.1/$try") 2>/dev/null; then
            echo "$try"
            return
        fi
    done
}
port=$(free_port)

# make_province FOLDER
make_province() {
    "$province" --data "$1" init --name NTT --server "https://localhost:$port" --secrets "$1-secrets" \
        --passphrase-file "$work/pass" >/dev/null
}
