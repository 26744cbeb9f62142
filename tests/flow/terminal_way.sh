#!/usr/bin/env bash
# An official's first day on the real screens, by keyboard alone: set up, register one worker, send, correct what the
# province returns, send again.
set -Eeuo pipefail
: "${LONTAR_BIN:?the folder of lontar and lontar-server}"
# shellcheck source=lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=terminal.sh
. "$(dirname "${BASH_SOURCE[0]}")/terminal.sh"

set_up_on_screen() {
    step "first start: set up"
    open_terminal 80 24 lontar
    see 'Selamat datang'
    see '.lontar-activation'
    press Enter
    see "$root_words"
    press 1
    see 'Nama petugas'
    type_in 'Maria Bere'
    press Enter
    see 'Jabatan'
    press Enter
    see 'Kata sandi untuk membuka data'
    type_in 'pendek'
    press Enter
    see 'Terlalu pendek'
    press C-u
    type_in "$passphrase"
    press Enter
    see 'Ketik sekali lagi'
    type_in 'pohon lontar di tepi kali'
    press Enter
    see 'Tidak sama'
    press C-u
    type_in "$passphrase"
    press Enter
    see_whole 'sudah disalin' 60
    see 'Salin ke kertas'
    copy_sheet_back
    see 'Laptop ini siap'
    press Enter
    see 'Mulai dengan menu 1'
    saw "the six words, the passphrase and two groups of the sheet were asked for"
}

# The official copies the groups and types two of them back.
copy_sheet_back() {
    local paper=$pane first
    press Enter
    until_true 30 "a group to be asked" another_group none
    first=$group
    type_in 'BUKAN'
    press Enter
    see 'Tidak cocok'
    press C-u
    type_group "$paper"
    until_true 30 "another group to be asked" another_group "$first"
    type_group "$paper"
}
# The number of the group that is asked for.
group=
another_group() {
    read_pane
    group=$(sed -n 's/.*kelompok nomor \([0-9]*\) dari kertas.*/\1/p' <<<"$pane")
    [ -n "$group" ] && [ "$group" != "$1" ]
}
type_group() {
    local letters
    letters=$(grep -o " $group\. [A-Z0-9]*" <<<"$1" | sed 's/.* //')
    [ -n "$letters" ] || wrong "group $group on the sheet" "$1"
    type_in "$letters"
    press Enter
}

register_one() {
    step "one worker registered"
    press 1
    see 'Orang baru'
    answer 'NIK' 5321012606799941
    answer 'Nama lengkap' 'Eduardus Luruk'
    answer 'Tempat lahir' Betun
    see '26-06-1979' # from the NIK
    see 'Laki-laki'
    press Enter Enter
    answer 'Status perkawinan' belum
    press Enter # no KK
    answer 'Nama ibu kandung' 'Bernadeta Imelda Neno'
    answer 'Alamat' 'Dusun Motabuik'
    press Enter Enter
    answer 'Nomor HP' 0812
    see 'Nomor HP tidak benar' # said although the cursor is in the next field
    press Up C-u
    answer 'Nomor HP' 086057741801
    answer 'Pekerjaan sebenarnya' petan
    answer 'Lokasi kerja' 'Desa Kamanasa'
    answer 'Jam kerja' 5-10
    answer 'Penghasilan sebulan' '1,3 juta'
    see 'Rp1.300.000'
    press Enter # no funder yet
    answer 'Nama ahli waris' 'Laurensius Tefa'
    answer 'Hubungan ahli waris' saudara
    answer 'Tanggal pemberitahuan' "$(TZ=UTC-8 date -d yesterday +%d-%m-%Y)"
    at_field 'Cara pemberitahuan'
    press Right
    see '►'
    press F10
    see 'Tersimpan: Eduardus Luruk'
    press Escape
    see 'Menunggu dikirim                 1'
    saw "$(tr -s ' ' <<<"$(grep -F 'Semua' <<<"$pane")" | sed 's/.*│ //')"
}

send() {
    step "$1"
    press 5
    see 'Siap dikirim: 1 data'
    press Enter
    see "Diterima: 1 kiriman telah sampai" 60
    press Escape
    see 'Diterima provinsi                1'
    saw "Diterima"
}

correct_on_screen() {
    local id
    step "returned by the province"
    call 0 lontar-server revisions
    id=$(head -n 1 <<<"$out" | cut -d ' ' -f 1)
    call 0 lontar-server return "$id" --reason NAMA_BEDA --note 'di KTP: Luruk Seran'
    press 5
    see 'Tidak ada yang menunggu dikirim'
    press Enter
    see '1 orang perlu diperbaiki' 60
    press Escape
    see 'Perlu diperbaiki (1)'
    press 3
    see 'Nama berbeda dengan Dukcapil'
    see 'di KTP: Luruk Seran'
    saw "reason and note stand in the list"

    step "corrected"
    press Enter
    see 'Keadaan: Perlu diperbaiki'
    press Enter
    at_field 'Nama lengkap'
    see 'di KTP: Luruk Seran'
    press C-u
    type_in 'Eduardus Luruk Seran'
    press F10
    see 'Mengapa data ini diubah'
    press 3
    see 'Tersimpan: Eduardus Luruk Seran'
    press Escape
    see 'Tidak ada yang perlu diperbaiki'
    press Escape
    see 'Menunggu dikirim                 1'
    saw "with the reason that the province asked for it"
}

# The uploader works while the register is locked; what it fetched is told to whoever opens it.
answered_while_locked() {
    step "returned while nobody sat there"
    local id
    call 0 lontar-server revisions
    id=$(head -n 1 <<<"$out" | cut -d ' ' -f 1)
    call 0 lontar-server return "$id" --reason BERKAS
    press l
    see 'Kata sandi:'
    call 0 lontar sync --locked
    type_in "$passphrase"
    press Enter
    see 'Dari provinsi' 60
    see '1 orang perlu diperbaiki'
    press Enter
    see 'Perlu diperbaiki (1)'
    saw "told when it is opened"
}

flow_begin terminal
passphrase='pohon lontar di tepi sawah'
laptop "$work/laptop"
unset LONTAR_PASSPHRASE_FILE
port=$(free_port)
make_province "https://127.0.0.1:$port"
root_words=$(sed -n 's/^Root words[^:]*: //p' <<<"$out")
invite_village
start_server "$port"
cd "$work/invitations"
set_up_on_screen
register_one
send "sent: Diterima"
correct_on_screen
send "sent again: accepted"
answered_while_locked
