#!/usr/bin/env bash
# What happens to an official at the screen: a wrong passphrase, Ctrl-C and a power cut in the middle of a form, names
# that carry control characters, small and large terminals.
set -Eeuo pipefail
: "${LONTAR_BIN:?the folder of lontar and lontar-server}"
# shellcheck source=lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=terminal.sh
. "$(dirname "${BASH_SOURCE[0]}")/terminal.sh"

open_register() {
    open_terminal "$1" "$2" env -u LONTAR_PASSPHRASE_FILE lontar
    see 'Kata sandi:'
}
unlock() {
    type_in "$passphrase"
    press Enter
    see 'Tambah orang' 60
}

wrong_passphrase() {
    step "a wrong passphrase opens nothing"
    open_register 80 24
    type_in 'bukan kata sandi ini'
    press Enter
    see '(K-02)' 60
    see 'Bila lupa: F2'
    unlock
    press q
    program_ends
    close_terminal
    saw "K-02 and what to do; then the right one opens"
}

already_open() {
    step "a second program is told that the first is open"
    open_register 80 24
    unlock
    call 3 lontar status
    says '(P-02)'
    press q
    program_ends
    close_terminal
    saw "P-02"
}

# The sheet is typed off the paper in small letters and without its beginning, with one slip; so is the new passphrase.
forgotten_passphrase() {
    step "a forgotten passphrase is replaced by the recovery sheet"
    local sheet
    sheet=$(sed -n 's/^AGE-SECRET-KEY-1//p' "$recovery_sheet" | tr '[:upper:]' '[:lower:]')
    passphrase='empat kata baru lontar'
    open_register 80 24
    press F2
    see 'Ketik lembar pemulihan dari kertas'
    type_in "${sheet%?}b"
    see " 1. $(tr '[:lower:]' '[:upper:]' <<<"${sheet:0:6}") "
    press Enter
    see 'Ada huruf yang salah'
    press BSpace
    type_in "${sheet: -1}"
    press Enter
    see 'Lembar pemulihan dikenali'
    type_in 'salah ketik di sini'
    press Enter
    see 'Ketik sekali lagi'
    type_in "$passphrase"
    press Enter
    see 'Tidak sama dengan yang pertama'
    back_to 'Lembar pemulihan dikenali'
    see_no_more 'Ketik sekali lagi'
    type_in "$passphrase"
    press Enter
    see 'Ketik sekali lagi'
    type_in "$passphrase"
    press Enter
    see 'Tambah orang' 60
    press q
    program_ends
    close_terminal
    printf '%s\n' "$passphrase" >"$LONTAR_PASSPHRASE_FILE"
    open_register 80 24
    unlock
    press q
    program_ends
    close_terminal
    saw "a slip in either can be mended on the spot"
}

# half_a_person NAME: typed and not left.
half_a_person() {
    press 1
    answer 'NIK' 5321012606799941
    at_field 'Nama lengkap'
    type_in "$1"
    see "$1"
}
draft_is_there() {
    open_register 80 24
    unlock
    see 'Draf (1)'
    press 4
    press Enter
    at_field 'Nama lengkap'
    see '5321012606799941'
}

ctrl_c() {
    step "Ctrl-C in a form asks, and keeps the draft"
    open_register 80 24
    unlock
    half_a_person 'Yohanes Klau'
    press C-c
    see 'Keluar dari Lontar?'
    see 'tersimpan sebagai draf'
    press Escape
    see_no_more 'Keluar dari Lontar?'
    at_field 'Nama lengkap'
    press C-c
    see 'Keluar dari Lontar?'
    press C-c
    program_ends
    close_terminal
    draft_is_there
    see 'Yohanes Klau'
    saw "also the word that was being typed"
}

# with_shell COMMAND: as typed at the prompt of a shell that can stop and go on; sets `stopped` to its process.
stopped=
with_shell() {
    open_terminal 80 24 env -u LONTAR_PASSPHRASE_FILE bash --norc -i
    type_in "$1"
    press Enter
}
is_stopped() { grep -q '^State:.*T (stopped)' "/proc/$1/status"; }
child_of() { pgrep -P "$1" -x lontar >"$work/child"; }
runs_in_shell() {
    until_true 30 "the program in the shell" child_of "$program"
    stopped=$(<"$work/child")
}

# A stopped program would hold the register, open and locked for everybody else.
ctrl_z() {
    step "Ctrl-Z stops nothing that holds the register"
    with_shell 'lontar'
    see 'Kata sandi:'
    runs_in_shell
    unlock
    press 1
    at_field NIK
    type_in 5321
    press C-z
    see 'Ctrl-Z tidak dipakai'
    type_in 0126
    see 53210126
    ! is_stopped "$stopped" || wrong "a running program" "a stopped one"
    press C-c
    see 'Keluar dari Lontar?'
    press C-c
    until_true 30 "the end of the program" is_gone "$stopped"
    type_in 'stty -a | grep -c "intr = ^C"'
    press Enter
    see '1'
    close_terminal

    with_shell "LONTAR_PASSPHRASE_FILE=$LONTAR_PASSPHRASE_FILE lontar --plain"
    see 'Nomor:' 60
    runs_in_shell
    press C-z
    see 'Ctrl-Z tidak dipakai'
    kill -TSTP "$stopped"
    type_in 7
    press Enter
    see 'Lontar ditutup'
    until_true 30 "the end of the program" is_gone "$stopped"
    close_terminal

    with_shell "LONTAR_PASSPHRASE_FILE=$LONTAR_PASSPHRASE_FILE lontar --plain &"
    see 'Lontar ditutup' 60
    close_terminal
    call 0 lontar status
    saw "words instead; in the background it ends instead of waiting"
}

# Ctrl-S would hold the whole screen, were it not a key.
ctrl_s() {
    step "Ctrl-S saves"
    open_register 80 24
    unlock
    press 1
    at_field NIK
    press C-s
    see 'Belum dapat disimpan'
    back_to 'LONTAR · Beranda'
    press q
    program_ends
    close_terminal
    saw "the answer of the form"
}

power_cut() {
    step "kill -9 in a form keeps the fields that were left"
    press C-u
    type_in 'Yosef Klau'
    press Enter
    at_field 'Tempat lahir'
    type_in 'Bet'
    see 'Bet'
    kill -KILL "$program"
    program_ends
    close_terminal
    open_register 80 24
    unlock
    see 'Draf (1)'
    press 4
    see 'Yosef Klau'
    press Enter
    see 'LONTAR · Orang baru'
    see '5321012606799941'
    back_to 'LONTAR · Draf'
    back_to 'LONTAR · Beranda'
    saw "NIK and name are there, the open word is not"
}

# What was filled in from the NIK is replaced by typing; letters that fit no work choose none.
typed_in_a_hurry() {
    step "typing in a hurry chooses nothing by accident"
    close_terminal
    open_register 80 24
    unlock
    press 1
    answer 'NIK' 5321012606799941
    answer 'Nama lengkap' 'Yosefina Klau'
    answer 'Tempat lahir' Betun
    at_field 'Tanggal lahir'
    type_in '27-6-1979'
    press Enter
    see '27-06-1979'
    press Enter
    at_field 'Status perkawinan'
    see_whole ' F1  bantuan$'
    press PageDown PageDown PageDown
    at_field 'Pekerjaan sebenarnya'
    type_in guru
    see '◄ Profesi (guru, bidan, …) ►'
    press BSpace BSpace BSpace BSpace
    type_in nelyan
    see '◄   ►  nelyan?'
    press BSpace BSpace BSpace
    see '◄ Nelayan ►  nel…'
    press Delete
    type_in wiras
    see '◄ Usaha sendiri ►'
    press F2
    see 'LONTAR · Pekerjaan sebenarnya'
    press 2
    see '◄ Buruh tani ►'
    press Escape
    see 'Disimpan sebagai draf'
    press 4
    see 'Yosefina Klau'
    press Down F8
    see 'Hapus draf Yosefina Klau?'
    press 2
    see_no_more 'Yosefina Klau'
    back_to 'LONTAR · Beranda'
    press q
    program_ends
    close_terminal
    saw "only what the letters say"
}

# paste TEXT: with brackets when the program asked for them, as terminals do.
paste() {
    printf '%s' "$1" | in_terminal load-buffer -
    in_terminal paste-buffer -p
}

# A name copied out of a letter has line ends in it, a passphrase one at its end.
pasted() {
    step "a line break in what is pasted ends nothing"
    close_terminal
    open_register 80 24
    in_terminal pipe-pane -o "cat >'$logs/paste.bytes'"
    paste "$passphrase"$'\n'
    see '••••'
    press Enter
    see 'Tambah orang' 60
    paste $'5\nq\n'
    see 'Yang ditempel tidak dipakai'
    see 'LONTAR · Beranda'
    press 1
    answer 'NIK' 5321012606799941
    at_field 'Nama lengkap'
    paste $'Yohanes Bria\n\tSeran\n'
    see 'Yohanes Bria Seran'
    at_field 'Nama lengkap'
    press Enter
    at_field 'Tempat lahir'
    press PageDown PageDown PageDown
    at_field 'Pekerjaan sebenarnya'
    paste $'Petani\n'
    see '◄ Petani'
    back_to 'LONTAR · Beranda'
    press 4
    see 'Yohanes Bria Seran'
    press End F8
    see 'Hapus draf Yohanes Bria Seran?'
    press 2
    see_no_more 'Yohanes Bria Seran'
    back_to 'LONTAR · Beranda'
    press q
    program_ends
    ends_with_usual_terminal "$logs/paste.bytes"
    close_terminal
    saw "passphrase, name and choice stay where they are; the menu hears nothing"
}
# What the program sent last of the brackets, of the other screen and of the cursor gives them back.
ends_with_usual_terminal() {
    until_true 30 "a terminal as it was ($1)" gave_back "$1"
}
gave_back() {
    [ "$(grep -aoE $'\e\\[\\?2004[hl]' "$1" | tail -n 1)" = $'\e[?2004l' ] &&
        [ "$(grep -aoE $'\e\\[\\?1049[hl]' "$1" | tail -n 1)" = $'\e[?1049l' ] &&
        [ "$(grep -aoE $'\e\\[\\?25[hl]' "$1" | tail -n 1)" = $'\e[?25h' ]
}

crashed() {
    step "a program that dies gives the terminal back"
    local signal
    for signal in SEGV ABRT QUIT TERM; do
        open_register 80 24
        in_terminal pipe-pane -o "cat >'$logs/$signal.bytes'"
        kill "-$signal" "$program"
        program_ends
        ends_with_usual_terminal "$logs/$signal.bytes"
        close_terminal
    done
    saw "screen, cursor and brackets, whatever ended it"
}

# open_plainer NAME=VALUE...: the register in a terminal of which the environment says so.
open_plainer() {
    open_terminal 80 24 env -u LONTAR_PASSPHRASE_FILE "$@" lontar
    see 'Kata sandi:'
}
colours() { in_terminal capture-pane -p -e | grep -cE $'\e\\[([0-9]+;)*(3[0-7]|4[0-7]|9[0-7])(;[0-9]+)*m' || true; }
has_only_ascii() {
    read_pane
    ! LC_ALL=C grep -q '[^ -~]' <<<"$pane" || wrong "ASCII alone" "$(printf '\n%s' "$pane")"
}

old_terminals() {
    step "a terminal gets what it can show"
    close_terminal
    open_plainer NO_COLOR=1
    unlock
    equal "lines with colours" 0 "$(colours)"
    press q
    program_ends
    close_terminal
    local term
    for term in TERM=linux TERM=vt100 LC_ALL=C; do
        open_plainer "$term"
        unlock
        press 1
        answer 'NIK' 5321012606799941
        at_field 'Nama lengkap'
        see ' v NIK'
        has_only_ascii
        [ "$term" != TERM=vt100 ] || equal "lines with colours" 0 "$(colours)"
        press F1
        see 'Bantuan'
        has_only_ascii
        press Escape
        see_no_more 'Bantuan'
        press C-c
        see 'Keluar dari Lontar?'
        has_only_ascii
        press C-c
        program_ends
        close_terminal
    done
    with_shell "LC_ALL=C LONTAR_PASSPHRASE_FILE=$LONTAR_PASSPHRASE_FILE lontar list"
    see '********'
    has_only_ascii
    close_terminal
    open_terminal 80 24 env TERM=dumb lontar
    see 'bertanya baris demi baris'
    see 'Nomor:' 60
    type_in 7
    press Enter
    see 'Lontar ditutup'
    if in_terminal capture-pane -p -e | grep -q $'\e'; then
        wrong "no sequences on a dumb terminal" "some"
    fi
    close_terminal
    saw "no colours, no signs, or line by line"
}

# In practice nothing travels, and nothing may seem to.
practice() {
    step "practice never says that something arrived"
    open_terminal 80 24 env -u LONTAR_PASSPHRASE_FILE LONTAR_HOME="$work/practice" lontar --training
    see 'Di sini Anda berlatih'
    close_terminal
    call 0 env LONTAR_HOME="$work/practice" lontar --training setup --yes --officer 'Petugas Latihan' \
        --recovery-sheet-to "$work/practice-sheet.txt"
    call 0 env LONTAR_HOME="$work/practice" lontar --training import "$sample/pekerja_20.csv"
    open_terminal 80 24 env -u LONTAR_PASSPHRASE_FILE LONTAR_HOME="$work/practice" lontar --training
    see 'Kata sandi:'
    unlock
    press 5
    see 'Tidak ada yang dikirim'
    press Enter
    see '20 data, '
    see 'Tidak ada yang dikirim'
    back_to 'LONTAR · Beranda'
    press 6
    see 'Tidak ada yang dibawa'
    press Enter
    see 'LONTAR · Beranda'
    press q
    program_ends
    close_terminal
    saw "sealed for nobody, and said so"
}

# A terminal sequence, a bell and a right-to-left override in the name, a sequence that clears the screen in the address.
strange_name() {
    step "a name with control characters is harmless"
    close_terminal
    local sheet=$work/strange.csv name=$'Edu\e[m\aardus\u202eLuruk' address=$'Dusun\e[2J Motabuik'
    {
        sed -n 1p "$sample/pekerja_20.csv"
        sed -n 2p "$sample/pekerja_20.csv" | awk -F , -v OFS=, -v name="$name" -v address="$address" '{ $3 = name; $8 = address; print }'
    } >"$sheet"
    call 0 lontar import "$sheet" --json
    equal imported 1 "$(field imported)"
    call 0 lontar list
    if grep -qE $'\e|\a|\u202e' <<<"$out"; then
        wrong "no control characters in a list" "some"
    fi
    open_register 80 24
    unlock
    press 2
    see 'Daftar orang'
    see '1 orang'
    in_terminal capture-pane -p -e >"$logs/list.screen"
    press Enter
    see 'LONTAR · Data orang'
    press PageDown PageDown
    see 'Motabuik'
    in_terminal capture-pane -p -e >>"$logs/list.screen"
    if grep -q $'\u202e' "$logs/list.screen"; then
        wrong "no direction mark on the screen" "one"
    fi
    see 'LONTAR · Data orang' # not cleared
    back_to 'LONTAR · Daftar orang'
    back_to 'LONTAR · Beranda'
    saw "imported and shown, nothing of it reached the terminal"
}

# On a laptop that replaces one which is gone; first with the sheet of another village.
restored_backup() {
    step "a backup is restored where there is no register"
    close_terminal
    mkdir "$work/backups"
    call 0 lontar backup create "$work/backups"
    open_terminal 80 24 env -C "$work/backups" -u LONTAR_PASSPHRASE_FILE LONTAR_HOME="$work/replacement" lontar
    see 'Tekan F2'
    fits welcome
    press F2
    see '.backup.age'
    fits restore
    press Enter
    see 'Ketik lembar pemulihan dari kertas' 60
    type_in "$(sed -n 's/^AGE-SECRET-KEY-1//p' "$work/practice-sheet.txt")"
    press Enter
    see '(B-06)' 60
    press Enter
    see '.backup.age'
    press Enter
    see 'Ketik lembar pemulihan dari kertas' 60
    type_in "$(sed -n 's/^AGE-SECRET-KEY-1//p' "$recovery_sheet")"
    press Enter
    see 'Pulihkan cadangan ini ke laptop ini?' 60
    see '1 orang.'
    press Enter  # who typed a whole sheet means it
    see 'Nama petugas'
    [ ! -e "$work/replacement/register.db" ] || wrong "nothing written yet" "a register"
    type_in 'Maria Bere'
    press Enter
    see_no_more 'Nama petugas'
    type_in "$passphrase"
    press Enter
    see 'Ketik sekali lagi'
    type_in "$passphrase"
    press Enter
    see '1 orang dipulihkan' 60
    press Enter
    see 'Tambah orang'
    press 2
    see '1 orang'
    back_to 'LONTAR · Beranda'
    press q
    program_ends
    close_terminal
    call 0 env LONTAR_HOME="$work/replacement" lontar doctor
    saw "file, sheet, name, passphrase; the wrong sheet restores nothing"
}

# Every word that a wide screen shows is on the narrow one too, whole.
screens=0
words_shown() { tr -cs '[:alnum:]' '\n' <<<"$pane" | LC_ALL=C sort -u; }
resize() { in_terminal resize-window -x "$1" -y "$2"; }
# resized COLUMNS ROWS: and drawn anew, since the lowest line ends with the help key at the right edge.
resized() {
    resize "$1" "$2"
    until_true 30 "a screen drawn at $1x$2" fills "$1" "$2"
}
fills() {
    local lowest
    read_pane
    lowest=$(tail -n 1 <<<"$pane")
    [ "$(wc -l <<<"$pane")" = "$2" ] && [[ $lowest == *' F1  bantuan' ]] && [ "${#lowest}" = $(($1 - 1)) ]
}
fits() {
    local wide missing
    resized 200 24
    wide=$(words_shown)
    for size in '80 24' '100 30'; do
        # shellcheck disable=SC2086 # two numbers
        resized $size
        missing=$(LC_ALL=C comm -23 <(printf '%s\n' "$wide") <(words_shown))
        [ -z "$missing" ] || wrong "the whole screen \"$1\" at ${size/ /x}" "cut: ${missing//$'\n'/ }$(printf '\n%s' "$pane")"
    done
    screens=$((screens + 1))
}

every_screen_fits() {
    step "every screen fits 80x24 and 100x30"
    open_register 80 24
    unlock
    fits home
    local key
    for key in 1 2 3 4 5 6 7 8 9; do
        press "$key"
        see_no_more 'Tambah orang'
        fits "menu $key"
        press F1
        see 'Bantuan'
        fits "help of menu $key"
        press Escape
        see_no_more 'Bantuan'
        back_to 'LONTAR · Beranda'
    done
    press 2 Enter
    see 'Data orang'
    fits person
    press Enter
    see 'LONTAR · Perbaikan'
    fits correction
    back_to 'LONTAR · Data orang'
    back_to 'LONTAR · Daftar orang'
    back_to 'LONTAR · Beranda'
    press l
    see 'Kata sandi:'
    fits unlock
    saw "$screens screens, no word is cut"
}

flow_begin terminal
passphrase='pohon lontar di tepi sawah'
laptop "$work/laptop"
make_province "https://127.0.0.1:$(free_port)"
invite_village
set_up_laptop
wrong_passphrase
already_open
forgotten_passphrase
ctrl_c
power_cut
typed_in_a_hurry
ctrl_z
ctrl_s
pasted
crashed
practice
strange_name
restored_backup
old_terminals
every_screen_fits
