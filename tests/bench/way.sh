#!/usr/bin/env bash
# Figures that need the programs: bytes on the wire for each registration, a slow road, memory of the client.
# Usage: way.sh FOLDER-OF-PROGRAMS; lontar, lontar-server, lontar-test-proxy and make_people lie there.
set -euo pipefail
bin=$1
work=$(mktemp -d)
server="" proxy=""
clean_up() {
    for process in $server $proxy; do
        kill "$process" 2>/dev/null || true
        wait "$process" 2>/dev/null || true
    done
    rm -rf "$work"
}
trap clean_up EXIT
export LC_ALL=C.UTF-8 LONTAR_LANG=en LONTAR_HOME=$work/home LONTAR_PASSPHRASE_FILE=$work/pass
village=5301062015
echo "kuda lari di pantai" >"$work/pass"

free_port() {
    local port
    for _ in $(seq 50); do
        port=$((10000 + RANDOM % 20000))
        if ! (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
            echo "$port"
            return
        fi
    done
}
wait_for() {
    for _ in $(seq 1000); do
        if "$@" 2>/dev/null; then return; fi
        sleep 0.05
    done
    echo "waited in vain: $*" >&2
    exit 1
}
wire() { awk '$1 == "up" || $1 == "down" { sum += $2 } END { print sum + 0 }' "$work/road"; }
is_open() { (: <"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

road=$(free_port)
behind=$(free_port)
province=("$bin/lontar-server" --data "$work/province")
"${province[@]}" init --name NTT --server "https://127.0.0.1:$road" --secrets "$work/secrets" \
    --passphrase-file "$work/pass" >/dev/null
"${province[@]}" invite "$village" --out "$work" >/dev/null
"${province[@]}" serve --listen "127.0.0.1:$behind" --log-file "$work/log" &
server=$!
wait_for is_open "$behind"
"$bin/lontar-test-proxy" --listen "$road" --to "$behind" --status "$work/road" --control "$work/control" >/dev/null &
proxy=$!
wait_for test -s "$work/road"
"$bin/lontar" setup "$work/$village.lontar-activation" --officer "Maria" --yes \
    --recovery-sheet-to "$work/sheet" >/dev/null

"$bin/make_people" 2801 7 "$village" >"$work/people.csv"
rows() {
    head -1 "$work/people.csv"
    sed -n "$(($1 + 1)),$2p" "$work/people.csv"
}
# The first file carries hello: one person, apart.
rows 1 2 >"$work/sheet.csv"
"$bin/lontar" import "$work/sheet.csv" >/dev/null
"$bin/lontar" sync >/dev/null
from=2
# spent COUNT GOAL WHAT...: bytes both ways of a command, for each of COUNT registrations.
spent() {
    local count=$1 goal=$2 before
    shift 2
    sleep 1
    before=$(wire)
    "$@" >/dev/null
    sleep 1
    awk -v count="$count" -v bytes=$(($(wire) - before)) -v goal="$goal" 'BEGIN {
        each = count ? bytes / count : bytes
        name = count ? "bytes per registration at " count : "bytes of a poll that brings nothing"
        printf "%s, both ways, TLS, HTTP, reply, without IP | %d | %.1f <= %d%s\n",
            name, bytes, each, goal, (each > goal) ? " ABOVE" : "" }'
}
for count in 100 50 1; do
    rows "$from" $((from + count)) >"$work/sheet.csv"
    from=$((from + count))
    "$bin/lontar" import "$work/sheet.csv" >/dev/null
    case $count in
        100) goal=200 ;;
        50) goal=170 ;;
        1) goal=4100 ;;
    esac
    spent "$count" "$goal" "$bin/lontar" sync
done
spent 0 2000 "$bin/lontar" sync

# A slow road: 64 kbit/s, 600 ms there and back. TCP's own handshake costs nothing here: the proxy takes
# connections at once. Both sides send the very same bytes, which the province answers with the same reply.
seconds_of() {
    local begin=$EPOCHREALTIME
    "$@" >/dev/null
    awk -v begin="$begin" -v end="$EPOCHREALTIME" 'BEGIN { print end - begin }'
}
# slow_road NAME RUNS WORDS: medians of both sides; each run has a seed of its own, the same for both.
slow_road() {
    local run file name device
    : >"$work/sync.times"
    : >"$work/curl.times"
    for run in $(seq "$2"); do
        rows "$from" $((from + 100)) >"$work/sheet.csv"
        from=$((from + 100))
        "$bin/lontar" import "$work/sheet.csv" >/dev/null
        mkdir -p "$work/stick"
        "$bin/lontar" courier export "$work/stick" >/dev/null
        # Seq 1 lies there in reserve.
        for file in "$LONTAR_HOME"/spool/out/*.batch.age; do
            [[ $file == *-1.batch.age ]] || break
        done
        cp "$file" "$work/batch"
        name=$(basename "$file" .batch.age)
        device=$("$bin/lontar" status --json | sed -n 's/.*"device":"\([0-9a-f]*\)".*/\1/p')
        echo "delay 300 rate 8000 $3 seed $run" >"$work/control"
        sleep 1
        seconds_of "$bin/lontar" sync --locked >>"$work/sync.times"
        seconds_of curl -sfk --noproxy '*' -T "$work/batch" -H 'Content-Type: application/vnd.lontar' \
            -H 'Expect:' "https://127.0.0.1:$road/v1/batches/$device/${name%-*}/${name##*-}" \
            >>"$work/curl.times"
        : >"$work/control"
        sleep 1
        "$bin/lontar" sync >/dev/null
    done
    paste <(sort -n "$work/sync.times") <(sort -n "$work/curl.times") | awk -v name="$1" '
        { mine[NR] = $1; theirs[NR] = $2; my_sum += $1; their_sum += $2 }
        END {
            middle = int((NR + 1) / 2)
            high = int(NR * 0.95 + 0.999)
            ratio = mine[middle] / theirs[middle]
            printf "100 registrations on 64 kbit/s, 600 ms, %s | %.2f / %.2f s of plain curl (p95 %.2f / %.2f, mean %.2f / %.2f, %d runs) | %.2f x <= 1.3%s\n",
                name, mine[middle], theirs[middle], mine[high], theirs[high], my_sum / NR, their_sum / NR, NR,
                ratio, (ratio > 1.3) ? " ABOVE" : "" }'
}
slow_road "no loss" 5 ""
slow_road "2 % loss as a second of waiting each" 21 "loss 2"

# Argon2 takes what the keyring says, once, while the register is opened.
if [ -x /usr/bin/time ]; then
    /usr/bin/time -f '%M' -o "$work/kb" "$bin/lontar" status >/dev/null
    argon=$(sed -n 's/.*"memory": *\([0-9]*\).*/\1/p' "$LONTAR_HOME/keyring.json" | head -n 1)
    awk -v all="$(cat "$work/kb")" -v argon="$argon" 'BEGIN {
        beside = (all - argon / 1024) / 1024
        printf "memory of lontar status beside Argon2 | %.1f MB of %.1f MB | <= 40%s\n", beside, all / 1024,
            (beside > 40) ? " ABOVE" : "" }'
else
    echo "memory of lontar status | not measured: /usr/bin/time is missing"
fi
