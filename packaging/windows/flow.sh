#!/usr/bin/env bash
# What only the Windows program must show. Called by test.sh, which sets LONTAR_BIN and has built everything.
set -Eeuo pipefail
: "${LONTAR_BIN:?packaging/windows/test.sh sets it}"
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=packaging/windows/wine.sh
. packaging/windows/wine.sh
start_wine
# shellcheck source=tests/flow/lib.sh
. tests/flow/lib.sh

# ---- certificates

# swap_certificate SERVER [DAYS]: the province shows another one, signed by its own authority, that begins in so many days.
swap_certificate() { call 0 lontar-test-certificate "$LONTAR_SERVER_DATA" "$1" "${2:--1}"; }

# refused_with CODE: a delivery that does not happen, loses nothing, and says this short code.
refused_with() {
    local waiting=$1
    shift
    call 3 lontar sync --locked
    grep -q "$waiting" "$logs/$(printf '%03d' "$calls")"-*.err ||
        wrong "$waiting on standard error" "$(tail -n 5 "$logs/$(printf '%03d' "$calls")"-*.err)"
    equal "files in spool/out" 1 "$(count_files "$LONTAR_HOME/spool/out" '*.batch.age')"
}

port=
certificates() {
    local other_data
    port=$(free_port)
    laptop "$work/laptop"
    make_province "https://127.0.0.1:$port"
    invite_village
    set_up_laptop
    call 0 lontar import "$sample/pekerja_20.csv"
    call 3 lontar sync # nobody listens: sealed and waiting

    step "a province with another authority"
    other_data=$LONTAR_SERVER_DATA
    LONTAR_SERVER_DATA=$work/impostor
    call 0 lontar-server init --name NTT --server "https://127.0.0.1:$port" --secrets "$work/impostor-secrets" \
        --passphrase-file "$work/province.passphrase"
    start_server "$port"
    refused_with L-04
    stop_server
    LONTAR_SERVER_DATA=$other_data
    saw "exit 3, L-04, nothing sent"

    step "the right authority, a certificate for another host"
    swap_certificate https://provinsi.example
    start_server "$port"
    refused_with L-04
    stop_server
    saw "exit 3, L-04, nothing sent"

    step "a certificate that begins tomorrow, or a clock of yesterday"
    swap_certificate "https://127.0.0.1:$port" 2
    start_server "$port"
    refused_with L-05
    saw "exit 3, L-05, nothing sent"
    # What the newest reply said of the time counts, not the clock alone.
    sed -i "s/\"clock_floor\": *[0-9]*/\"clock_floor\": $(date -d '+3 days' +%s)/" "$LONTAR_HOME/link.json"
    call 0 lontar sync --locked
    stop_server
    saw "sent once a receipt had told a later time"

    step "the right certificate"
    swap_certificate "https://127.0.0.1:$port"
    start_server "$port"
    call 0 lontar sync
    read_counters
    equal "draft closed waiting on_the_way needs_correction received" "0 0 0 0 0 20" "$counters"
    stop_server
    saw "20 received"
}

# ---- without screens

line_by_line() {
    step "line by line: registered, sent, received"
    laptop "$work/laptop"
    start_server "$port"
    # The menu's first is a new person, then one line for each answer (an empty one takes what is offered); 4 sends, 7 ends.
    printf '%s\n' 1 5321011208850001 'Domingus Klau' Betun '' '' 1 5321012012199943 'Bernadeta Neno' 'Dusun Motabuik' 012 003 '' \
        086057741801 penyadap_lontar 'Desa Kamanasa' 05:00-10:00 1300000 1 'Laurensius Tefa' saudara \
        "$(date -d yesterday +%d-%m-%Y)" 1 4 7 >"$work/typed"
    call 0 bash -c 'exec lontar --plain <"$1"' _ "$work/typed"
    says Tersimpan
    counter received 21
    stop_server
    saw "21 received"
}

# ---- one register, two systems

revisions() { call 0 "$1" list --revisions && LC_ALL=C sort <<<"$out"; }
crossing() {
    step "written on Windows, opened and continued on Linux"
    laptop "$work/laptop"
    revisions lontar >"$logs/windows"
    revisions lontar-linux >"$logs/linux"
    cmp "$logs/windows" "$logs/linux" || wrong "the same revisions" "others"
    call 0 lontar-linux import packaging/sample/pekerja_300.csv
    call 0 lontar doctor
    call 0 lontar list --json
    saw "$(wc -l <"$logs/windows") people, OpenSSL reads what libtomcrypt wrote"

    step "written on Linux, opened and continued on Windows"
    laptop "$work/linux-laptop"
    call 0 lontar-linux setup "$activation" --officer 'Maria Bere' --role operator --yes \
        --recovery-sheet-to "$work/linux-sheet.txt"
    call 0 lontar-linux import "$sample/pekerja_20.csv"
    revisions lontar-linux >"$logs/linux"
    revisions lontar >"$logs/windows"
    cmp "$logs/windows" "$logs/linux" || wrong "the same revisions" "others"
    call 0 lontar import packaging/sample/pekerja_300.csv
    call 0 lontar-linux doctor
    saw "$(wc -l <"$logs/linux") people, libtomcrypt reads what OpenSSL wrote"

    step "a backup of Windows, verified on Linux, and the other way"
    mkdir "$work/backups"
    call 0 lontar backup create "$work/backups" --json
    call 0 lontar-linux backup verify "$(find "$work/backups" -name '*.age')" --sheet-file "$work/linux-sheet.txt"
    rm "$work/backups"/*
    call 0 lontar-linux backup create "$work/backups" --json
    call 0 lontar backup verify "$(find "$work/backups" -name '*.age')" --sheet-file "$work/linux-sheet.txt"
    saw "both good"
}

# ---- names that villages have

far_and_strange() {
    step "a data folder of more than 260 letters, not all of them ASCII"
    local folder=$work/strange i
    for i in 1 2 3 4 5; do folder="$folder/Désa Sa'ate Ñiki-niki 村 $i aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"; done
    laptop "$folder"
    call 0 lontar setup "$activation" --officer "Yosef D'Ornay" --role operator --yes --recovery-sheet-to "$work/lembar é.txt"
    call 0 lontar import "$sample/pekerja_20.csv"
    call 0 lontar backup create "$folder"
    call 0 lontar doctor
    [ -s "$work/lembar é.txt" ] || wrong "a recovery sheet under its name" "none"
    [ -s "$folder/register.db" ] || wrong "a register in $folder" "none"
    saw "${#folder} letters: set up, imported, backed up"
}

# ---- installer

installer() {
    local setup user programs
    setup=$(find "$source_root/build/windows" -maxdepth 1 -name '*-setup.exe')
    user=$WINEPREFIX/drive_c/users/$(id -un)
    programs=$user/AppData/Local/Programs/Lontar
    laptop "C:\\users\\$(id -un)\\AppData\\Local\\Lontar"
    rm -rf "$user/AppData/Local/Lontar" "$programs"

    step "silent installation"
    call 0 "$wine" "$setup" /S
    until_true 60 "an installed program" test -f "$programs/uninstall.exe"
    [ -f "$programs/lontar.exe" ] && [ -f "$programs/lontar-kirim.exe" ] || wrong "both programs" "$(ls "$programs")"
    find "$user" -name 'Lontar.lnk' | grep -q . || wrong "an entry in the menu" "none"
    saw "$(du -sk "$programs" | cut -f 1) KB in $(basename "$(dirname "$programs")")/Lontar"

    step "the installed program keeps its register where it belongs"
    unset LONTAR_HOME
    call 0 "$wine" "$programs/lontar.exe" setup "$activation" --officer 'Maria Bere' --role operator --yes \
        --recovery-sheet-to "$work/installed-sheet.txt"
    [ -s "$user/AppData/Local/Lontar/register.db" ] || wrong "a register in %LOCALAPPDATA%\\Lontar" "none"
    call 3 "$wine" "$programs/lontar.exe" sync
    local code_of_sender=0
    "$wine" "$programs/lontar-kirim.exe" || code_of_sender=$?
    equal "exit code of the scheduled sender, nobody listening" 3 "$code_of_sender"
    saw "set up; the sender of the scheduled task works"

    step "an open program is not replaced"
    "$wine" "$programs/lontar.exe" sync --watch >"$logs/watch.out" 2>&1 </dev/null &
    local watching=$!
    disown "$watching"
    sleep 2
    call 2 "$wine" "$setup" /S
    stop_process "$watching"
    saw "exit 2"

    step "silent uninstallation keeps the register"
    local before
    before=$(sum_of "$user/AppData/Local/Lontar/register.db")
    call 0 "$wine" "$programs/uninstall.exe" /S
    until_true 60 "a removed program" test ! -e "$programs/lontar.exe"
    until_true 60 "no menu entry" test ! -e "$user/Desktop/Lontar.lnk"
    equal "register after uninstalling" "$before" "$(sum_of "$user/AppData/Local/Lontar/register.db")"
    saw "program gone, register unchanged"
    rm -rf "$user/AppData/Local/Lontar"
}

# ---- memory

# peak COMMAND...: MiB of memory the process had at most, wine's own share with it.
peak() {
    /usr/bin/time -f %M -o "$work/peak" "$@" >"$logs/peak.out" 2>&1 </dev/null || wrong "exit 0 of $*" "$(tail -n 2 "$logs/peak.out")"
    printf '%s\n' "$(($(<"$work/peak") / 1024))"
}
memory() {
    step "memory, goal 40 MiB beside the passphrase's"
    laptop "$work/linux-laptop"
    local idle open derive passphrase
    idle=$(peak lontar --version)
    # Opens everything of a register by the sheet, without a passphrase.
    open=$(peak lontar backup verify "$(find "$work/backups" -name '*.age')" --sheet-file "$work/linux-sheet.txt")
    derive=$(peak lontar list)
    passphrase=$(($(sed -n 's/.*"mem[a-z_]*": *\([0-9]*\).*/\1/p' "$LONTAR_HOME/keyring.json" | head -n 1) / 1048576))
    saw "idle $idle, verifying a backup $open, listing 290 people $derive with the passphrase's $passphrase"
}

flow_begin windows
certificates
line_by_line
crossing
far_and_strange
installer
memory
