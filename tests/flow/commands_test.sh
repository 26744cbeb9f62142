#!/usr/bin/env bash
# The commands of an official against a real province: set up, register, import, send, correct, carry, restore.
set -Eeuo pipefail
: "${LONTAR_BIN:?the folder of lontar, lontar-server and make_people}"
# shellcheck source=lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# sheet_of FIRST LAST: a list with these of the invented people, who stand in lines 2 to 41.
sheet_of() { sed -n -e 1p -e "$1,$2p" "$work/people.csv"; }
revisions_here() { call 0 lontar list --revisions && LC_ALL=C sort <<<"$out"; }

set_up_offline() {
    step "set up without a network"
    call 0 lontar setup "$activation" --officer 'Maria Seran' --yes --recovery-sheet-to "$recovery_sheet"
    says 'Kec. Kupang Timur'
    call 1 lontar setup "$activation" --officer X --yes --recovery-sheet-to "$work/second-sheet.txt"
    says '(R-10)'
    counter entered 0
    saw "once, and not a second time"
}

import_and_take_back() {
    step "a list: tried, brought in, taken back"
    make_people 40 11 "$village" >"$work/people.csv"
    { sheet_of 2 31; sed -n 5p "$work/people.csv"; } >"$work/first.csv"
    call 0 lontar import "$work/first.csv" --dry-run --json
    equal importable 31 "$(field importable)"
    counter entered 0
    call 0 lontar import "$work/first.csv" --json
    equal imported 30 "$(field imported)"
    equal "already there" 1 "$(field already_there)"
    call 0 lontar import --undo
    counter entered 0
    call 0 lontar import "$work/first.csv"
    counter waiting 30
    saw "30 people, the one who came twice stands once"
}

# add_person CODE NIK NAME MOTHER [OPTION...]: the exit code as of `call`.
add_person() {
    local want=$1 nik=$2 name=$3 mother=$4
    shift 4
    call "$want" lontar add --nik "$nik" --nama "$name" --nama-ibu-kandung "$mother" --tempat-lahir Kupang \
        --status-kawin kawin_tercatat --alamat 'Dusun 1' --pekerjaan petani --lokasi-kerja kebun --jam-kerja 7-15 \
        --penghasilan '750 ribu' --ahli-waris-nama 'Anna Klau' --ahli-waris-hubungan istri \
        --pemberitahuan-tanggal 2026-11-20 --pemberitahuan-cara tanda_tangan "$@"
}

register_by_options() {
    step "one person by options"
    local yohanes=(5301041208859901 'Yohanes Bria' 'Maria Seran')
    add_person 0 "${yohanes[@]}" --json
    id=$(field id)
    add_person 1 "${yohanes[@]}"
    says '(R-33)'
    counter waiting 31
    saw "and not twice"
}

send_all() {
    step "sent once"
    call 0 lontar sync --json
    [ "$(field receipts)" -ge 1 ] || wrong "a receipt" "$out"
    counter received 31
    counter waiting 0
    local before
    before=$(times_logged ' PUT ')
    call 0 lontar sync
    equal "PUTs after a second sync" "$before" "$(times_logged ' PUT ')"
    call 1 lontar import --undo
    says '(I-10)'
    saw "31 received; what was sent is not taken back"
}

correct_one() {
    step "returned, corrected, sent again"
    call 0 lontar-server return "$id" --reason NAMA_BEDA
    # The reply comes while nobody is at the keyboard.
    call 0 env -u LONTAR_PASSPHRASE_FILE lontar sync
    says 'The register is locked'
    counter needs_correction 1
    call 0 lontar fix
    says 'Returned by the province: The name differs from Dukcapil'
    call 1 lontar edit "$id" --set 'nama=Yohanes Paulus Bria'
    says '(R-31)'
    call 0 lontar edit "${id:0:8}" --set 'nama=Yohanes Paulus Bria' --reason diminta_provinsi
    counter waiting 1
    call 0 lontar sync
    counter received 31
    counter needs_correction 0
    saw "with a reason"
}

carry_by_stick() {
    step "ten more and a withdrawal go by stick, both ways"
    mkdir "$stick"
    sheet_of 32 41 >"$work/second.csv"
    call 0 lontar import "$work/second.csv"
    call 0 lontar courier export "$stick" --json
    equal "files copied" 1 "$(field copied)"
    counter on_the_way 10
    call 0 lontar courier relay "$stick" --json
    equal "files relayed" 1 "$(field sent)"
    call 0 lontar courier import "$stick"
    counter received 41
    saw "by the kecamatan's relay"

    step "the folder named is LONTAR, and the files were renamed"
    local ours=$stick/LONTAR/$village file
    call 0 lontar withdraw "$id" --reason pindah
    call 0 lontar courier export "$stick/LONTAR"
    [ ! -e "$stick/LONTAR/LONTAR" ] || wrong "one LONTAR" "one in the other"
    for file in "$ours"/out/*.batch.age; do mv "$file" "${file%.age} (1).age"; done
    call 0 lontar-server receive "$stick"
    for file in "$ours"/in/*.reply.age; do
        mv "$file" "${file%.age} - Copy.age"
        printf 'AppleDouble' >"$ours/in/._${file##*/}"
    done
    call 0 lontar courier import "$ours/in"
    counter closed 1
    saw "by the province's own command"
}

compare_both_sides() {
    step "both sides hold the same revisions"
    revisions_here >"$logs/revisions.laptop"
    call 0 lontar-server revisions
    LC_ALL=C sort <<<"$out" >"$logs/revisions.province"
    cmp -s "$logs/revisions.laptop" "$logs/revisions.province" ||
        wrong "equal sets" "$(diff "$logs/revisions.laptop" "$logs/revisions.province" | head -n 3)"
    saw "$(wc -l <"$logs/revisions.laptop") revisions"
}

restore_elsewhere() {
    step "a backup comes back on another laptop"
    local backup
    call 0 lontar backup create "$stick" --json
    backup=$(field file)
    call 0 lontar backup verify "$backup" --sheet-file "$recovery_sheet"
    says '41 people'
    laptop "$other"
    call 0 lontar backup restore "$backup" --sheet-file "$recovery_sheet" --officer 'Yosef Klau' --yes \
        --village "$village"
    counter entered 41
    call 0 lontar sync
    saw "which sends on under its own name"
}

choose_after_conflict() {
    step "one answer changed on both laptops"
    local both
    call 0 lontar list --json
    both=$(field id)
    call 0 lontar edit "$both" --set 'alamat=Dusun Lama' --reason data_berubah
    laptop "$first"
    call 0 lontar edit "$both" --set 'alamat=Dusun Baru' --reason data_berubah
    call 0 lontar sync
    laptop "$other"
    call 0 lontar sync
    counter needs_correction 1
    call 0 lontar fix
    says 'here "Dusun Lama", in the province "Dusun Baru"'
    call 0 lontar edit "$both" --theirs --reason pilihan_konflik
    call 0 lontar sync
    counter needs_correction 0
    call 0 lontar show "$both"
    says 'Dusun Baru'
    saw "the later one is shown both and chooses"
}

join_into_used() {
    step "set up again and registered, then the backup is found"
    local backup
    laptop "$first"
    call 0 lontar backup create "$stick" --json
    backup=$(field file)
    laptop "$work/again-laptop"
    call 0 lontar setup "$activation" --officer 'Agnes Kolo' --yes --recovery-sheet-to "$work/again-sheet.txt"
    add_person 0 5301041310879903 'Benediktus Tae' 'Lusia Bere'
    call 0 lontar backup restore "$backup" --sheet-file "$recovery_sheet" --dry-run
    says '41 people in the backup: 0 here already, 41 to be added'
    counter entered 1
    call 1 lontar backup restore "$backup" --sheet-file "$work/again-sheet.txt" --yes
    says '(B-06)'
    counter entered 1
    call 0 lontar backup restore "$backup" --sheet-file "$recovery_sheet" --yes
    says '41 added'
    counter entered 42
    call 0 lontar backup restore "$backup" --sheet-file "$recovery_sheet" --yes
    says 'nothing to add'
    call 0 lontar sync
    counter waiting 0
    counter on_the_way 0
    counter needs_correction 0
    call 0 lontar doctor
    saw "beside the new person, and the province counts each once"
}

replace_a_drowned_laptop() {
    step "a laptop drowned: the new one gets its village's people"
    local code both
    call 0 lontar list --json
    both=$(field id)
    invite_village --with-register --force
    code=$(sed -n 's/.*code[^A-Z0-9]*\([A-Z0-9-]*\).*/\1/p' <<<"$out" | head -n 1)
    laptop "$work/third-laptop"
    call 0 lontar setup "$activation" --officer 'Agnes Kolo' --yes --code "$code" \
        --recovery-sheet-to "$work/third-sheet.txt"
    counter entered 0
    call 0 lontar sync
    says 'came from the province'
    counter waiting 0
    call 0 lontar-server report --json
    counter entered $(($(field live) + $(field withdrawn)))
    counter closed 1
    call 0 lontar edit "$both" --set 'alamat=Dusun Tiga' --reason data_berubah
    call 0 lontar sync
    call 0 lontar show "$both"
    says 'Dusun Tiga'
    counter waiting 0
    saw "all of them, and one is corrected there"
}

type_again_after_a_restore() {
    step "sent after the backup, typed again after the restore"
    local backup again
    laptop "$first"
    call 0 lontar backup create "$stick" --json
    backup=$(field file)
    make_people 2 99 "$village" >"$work/third.csv"
    call 0 lontar import "$work/third.csv"
    call 0 lontar sync
    laptop "$work/fourth-laptop"
    call 0 lontar backup restore "$backup" --sheet-file "$recovery_sheet" --officer 'Yosef Klau' --yes \
        --village "$village"
    call 0 lontar import "$work/third.csv"
    call 0 lontar sync
    counter needs_correction 2
    call 0 lontar fix
    says 'in the list of this village already'
    says 'Name and birth date are the same too'
    equal '"elsewhere"' 0 "$(occurrences elsewhere)"
    call 0 lontar-server report --json
    equal duplicates 2 "$(field duplicates)"
    while call 0 lontar fix --json && again=$(field id) && [ -n "$again" ]; do
        call 1 lontar same "$again"
        call 0 lontar same "$again" --yes
        call 0 lontar sync
    done
    counter needs_correction 0
    call 0 lontar-server report --json
    equal duplicates 0 "$(field duplicates)"
    saw "the village's own are known again, and merged"
}

nobody_answers() {
    step "nobody answers: nothing lost, try again"
    laptop "$first"
    stop_server
    add_person 0 5301041309869902 'Petrus Nahak' 'Rosa Abuk'
    call 3 lontar sync
    says '(L-0'
    counter waiting 1
    start_server "$port"
    call 0 lontar sync
    counter waiting 0
    saw "sent as soon as the province is back"
}

watch() {
    step "left to itself it sends, and ends when told"
    lontar sync --watch </dev/null >"$logs/watch.out" 2>&1 &
    local watcher=$!
    until_true 60 "a delivery by the watcher ($logs/watch.out)" grep -q 'Answered by the province' "$logs/watch.out"
    kill -TERM "$watcher"
    last_call="lontar sync --watch"
    code=0
    wait "$watcher" || code=$?
    equal "exit code of the watcher" 0 "$code"
    saw "exit 0"
}

flow_begin commands
export LONTAR_LANG=en
village=5301062015
first=$work/laptop
other=$work/other-laptop
stick=$work/stick
port=$(free_port)
laptop "$first"
make_province "https://localhost:$port"
invite_village --laptops 4
start_server "$port"
set_up_offline
import_and_take_back
register_by_options
send_all
correct_one
carry_by_stick
compare_both_sides
restore_elsewhere
choose_after_conflict
join_into_used
replace_a_drowned_laptop
type_again_after_a_restore
nobody_answers
# Programs of another system, which packaging/windows/test.sh plays with, get no signals.
[ -n "${LONTAR_NO_SIGNALS:-}" ] || watch
