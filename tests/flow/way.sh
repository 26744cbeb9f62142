#!/usr/bin/env bash
# Plays the whole way of registrations with the real programs, one line per step: from an empty province and an empty
# laptop until both hold the same revisions. Needs no terminal and no network.
set -Eeuo pipefail
: "${LONTAR_BIN:?the folder of lontar, lontar-server and lontar-test-proxy}"
# shellcheck source=lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

set_up_province() {
    step "province set up"
    port=$(free_port)
    make_province "https://127.0.0.1:$port"
    root_words=$(sed -n 's/^Root words[^:]*: //p' <<<"$out")
    [ -n "$root_words" ] || wrong "root words" "$out"
    saw "root words: $root_words"

    step "village invited"
    invite_village --seats SG=29
    saw "$(wc -c <"$activation") bytes for $(sed -n 's/.*activation  //p' <<<"$out")"
}

set_up_offline() {
    step "laptop set up, no server running"
    set_up_laptop
    grep -qF "$root_words" <<<"$out" || wrong "the words of the letter: $root_words" "$out"
    [ -s "$recovery_sheet" ] || wrong "a recovery sheet" "no file"
    read_counters
    equal counters "0 0 0 0 0 0" "$counters"
    saw "register of $(field village_name), recovery sheet handed over"
}

# The planted rows of the sample and their codes, written by hand.
refused_rows() { tail -n +2 "$source_root/tests/storage/model/pekerja_300_expected.csv" | LC_ALL=C sort; }
reported_rows() {
    local all=$out problem
    while read -r problem; do
        out=$problem
        printf '%s,%s,%s\n' "$(field row)" "$(field column)" "$(field code)"
    done < <(grep -o '{[^{}]*"severity": *"error"[^{}]*}' <<<"$all") | LC_ALL=C sort
    out=$all
}

import_sheet() {
    step "300 imported, the 30 planted refused"
    call 0 lontar import "$sample/pekerja_300.csv" --json
    equal rows 300 "$(field rows)"
    equal importable 270 "$(field importable)"
    refused_rows >"$logs/refused.expected"
    reported_rows >"$logs/refused.seen"
    diff -u "$logs/refused.expected" "$logs/refused.seen" >"$logs/refused.diff" ||
        wrong "the rows of pekerja_300_expected.csv" "$(tail -n +3 "$logs/refused.diff" | head -n 5)"
    local rows codes
    rows=$(cut -d , -f 1 "$logs/refused.seen" | sort -u | wc -l)
    codes=$(cut -d , -f 3 "$logs/refused.seen" | sort -u | wc -l)
    equal "rows refused" 30 "$rows"
    read_counters
    equal "draft closed waiting on_the_way needs_correction received" "0 0 270 0 0 0" "$counters"
    saw "270 in, 30 refused for $codes different reasons"
}

# The hello stays in spool/out when it was received, for a province that forgets the laptop.
count_waiting() {
    count_files "$LONTAR_HOME/spool/out" '*-[!1].batch.age'
}

seal_without_a_link() {
    step "sealed, no link: exit 3, nothing lost"
    call 3 lontar sync --json
    grep -q 'L-02' "$log.err" || wrong "L-02 on standard error" "another code"
    equal "files in spool/out" 3 "$(count_files "$LONTAR_HOME/spool/out" '*.batch.age')"
    read_counters
    equal "draft closed waiting on_the_way needs_correction received" "0 0 270 0 0 0" "$counters"
    saw "3 sealed files wait in spool/out, $(du -cb "$LONTAR_HOME"/spool/out/*.age | tail -n 1 | cut -f 1) bytes"
}

send_all() {
    step "sent over HTTPS"
    start_server "$port"
    call 0 lontar sync --json
    equal "files answered" 3 "$(field files_answered)"
    equal "batches taken in by the server" 3 "$(times_logged "$taken_in")"
    saw "3 files, all answered 200"

    step "replies applied"
    equal receipts 3 "$(field receipts)"
    read_counters
    equal "draft closed waiting on_the_way needs_correction received" "0 0 0 0 0 270" "$counters"
    equal "files in spool/out but the hello" 0 "$(count_waiting)"
    call 0 lontar-server report --json
    equal "registrations at the province" 270 "$(field registrations)"
    saw "270 of 270 received, spool/out is empty"

    step "second sync makes no PUT"
    local before
    before=$(times_logged PUT)
    call 0 lontar sync --json
    equal "PUTs in the server's log" "$before" "$(times_logged PUT)"
    saw "$before PUTs before, $before after"
}

# first_id SEARCH: the registration of one person.
first_id() {
    call 0 lontar list --json --search "$1"
    id=$(grep -o '"id": *"[0-9a-f]*"' <<<"$out" | sed -n '1s/.*"\([0-9a-f]*\)"$/\1/p')
    [ -n "$id" ] || wrong "a person in the list" "$out"
}

correct_one() {
    local id
    step "one returned by the province"
    first_id "a"
    call 0 lontar-server return "$id" --reason NAMA_BEDA --note 'Nama di KTP lain'
    call 0 lontar sync --json
    equal "entries to correct" 1 "$(field needs_correction)"
    read_counters
    equal "draft closed waiting on_the_way needs_correction received" "0 0 0 0 1 269" "$counters"
    call 0 lontar fix
    saw "$(sed -n 2p <<<"$out" | sed 's/^ *//')"

    step "corrected and accepted"
    call 0 lontar edit "$id" --set 'nama=Yohanes Baru Seran' --reason salah_ketik
    call 0 lontar sync --json
    read_counters
    equal "draft closed waiting on_the_way needs_correction received" "0 0 0 0 0 270" "$counters"
    call 0 lontar show "$id" --json
    equal "revisions of this person" 2 "$(occurrences '"content"')"
    saw "2 revisions, the second accepted"
}

carry_by_stick() {
    local stick=$work/stick carried=$work/carried
    mkdir "$stick" "$carried"
    step "20 more carried by stick"
    call 0 lontar import "$sample/pekerja_20.csv" --json
    equal importable 20 "$(field importable)"
    call 0 lontar courier export "$stick" --json
    read_counters
    equal "draft closed waiting on_the_way needs_correction received" "0 0 0 20 0 270" "$counters"
    # Another road than the laptop's own folder: the files travel as copies.
    cp -R "$stick/LONTAR" "$carried/"
    call 0 lontar-server receive "$carried"
    saw "$(count_files "$carried/LONTAR/$village/out" '*.batch.age') file to the province"

    step "replies carried home"
    cp -R "$carried/LONTAR" "$stick/"
    call 0 lontar courier import "$stick" --json
    equal receipts 1 "$(field receipts)"
    read_counters
    equal "draft closed waiting on_the_way needs_correction received" "0 0 0 0 0 290" "$counters"
    saw "290 received"
}

# What the province has stored for the village, without giving it anything.
stored_replies() {
    rm -rf "$work/stored"
    mkdir -p "$work/stored/LONTAR/$village/out"
    call 0 lontar-server receive "$work/stored"
}

lose_the_reply() {
    local id file file_sum committed before sending hidden_port
    step "killed after COMMIT, before the first reply byte"
    stop_server
    hidden_port=$(free_port)
    start_server "$hidden_port"
    start_proxy "$port" "$hidden_port"
    call 0 lontar-server report --json
    before=$(field batches)
    first_id "b"
    call 0 lontar edit "$id" --set 'pekerjaan=nelayan' --reason data_berubah
    committed=$(times_logged "$taken_in")
    # Waits for an answer that never comes, while the server has everything.
    lontar sync </dev/null >"$logs/cut.out" 2>"$logs/cut.err" &
    sending=$!
    until_true 60 "a batch taken in" is_logged_after "$committed" "$taken_in"
    until_true 60 "a reply held back by the proxy" held_back
    kill -KILL "$server"
    until_true 20 "the end of the server" is_gone "$server"
    stop_proxy
    last_call="lontar sync"
    code=0
    wait "$sending" || code=$?
    equal "exit code of the cut delivery" 3 "$code"
    equal "files in spool/out but the hello" 1 "$(count_waiting)"
    file=$(find "$LONTAR_HOME/spool/out" -name '*-[!1].batch.age')
    file_sum=$(sum_of "$file")
    saw "$(sed -n 's/^held //p' "$work/proxy.status") bytes of reply held, file kept: ${file_sum:0:16}…"

    step "server started again: the batch is there"
    start_server "$port"
    call 0 lontar-server report --json
    equal batches "$((before + 1))" "$(field batches)"
    saw "$before batches before, $((before + 1)) now"

    step "resent: same file, same reply, nothing twice"
    stored_replies
    committed=$(times_logged "$taken_in")
    # The uploader alone, so that the reply lies in spool/in as it came.
    call 0 lontar sync --locked
    equal "PUTs" "$((committed + 1))" "$(times_logged "$taken_in")"
    equal "sha256 of the file sent" "$file_sum" "$(sum_of "$file")"
    compare_reply
    call 0 lontar-server report --json
    equal batches "$((before + 1))" "$(field batches)"
    call 0 lontar sync --json
    read_counters
    equal "draft closed waiting on_the_way needs_correction received" "0 0 0 0 0 290" "$counters"
    saw "reply sha256 ${reply_sum:0:16}… as committed before the kill"
}
compare_reply() {
    local reply
    reply=$(find "$LONTAR_HOME/spool/in" -name '*.reply.age')
    equal "replies in spool/in" 1 "$(wc -l <<<"$reply")"
    reply_sum=$(sum_of "$reply")
    equal "sha256 of the reply" "$(sum_of "$work/stored/LONTAR/$village/in/${reply##*/}")" "$reply_sum"
}

compare_both_sides() {
    step "both sides hold the same revisions"
    call 0 lontar list --revisions
    LC_ALL=C sort <<<"$out" >"$logs/revisions.laptop"
    call 0 lontar-server revisions
    LC_ALL=C sort <<<"$out" >"$logs/revisions.province"
    cmp -s "$logs/revisions.laptop" "$logs/revisions.province" ||
        wrong "equal sets of registration, revision, content hash" \
            "$(diff "$logs/revisions.laptop" "$logs/revisions.province" | head -n 3)"
    equal revisions 292 "$(wc -l <"$logs/revisions.laptop")"
    call 0 lontar-server verify
    saw "292 revisions of 290 people, sha256 $(sum_of "$logs/revisions.laptop" | cut -c 1-16)…"
}

taken_in='PUT .* 200 '
flow_begin way
laptop "$work/laptop"
set_up_province
set_up_offline
import_sheet
seal_without_a_link
send_all
correct_one
carry_by_stick
lose_the_reply
compare_both_sides
