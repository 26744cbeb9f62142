#!/usr/bin/env bash
# The commands of an official against a real province: set up, register, import, send, correct, carry, restore.
# Usage: commands_test.sh FOLDER-OF-PROGRAMS
# shellcheck source=tests/flow/scene.sh
source "$(dirname "${BASH_SOURCE[0]}")/scene.sh" "$1"

village=5301062015
make_province "$work/province"
"$province" --data "$work/province" invite $village --laptops 3 --out "$work" >/dev/null
serve "$work/province"

# ---- set up, offline in spirit: nothing of it talks to the server
expect 0 "$lontar" setup "$work/$village.lontar-activation" --officer "Maria Seran" --yes --recovery-sheet-to "$work/sheet"
contains "Kec. Kupang Timur"
expect 1 "$lontar" setup "$work/$village.lontar-activation" --officer X --yes --recovery-sheet-to "$work/sheet2"
contains "(R-10)"
counter entered 0

# ---- one person by options, the rest by import
"$bin/make_people" 40 11 $village >"$work/people.csv"
{ head -1 "$work/people.csv"; sed -n '2,31p' "$work/people.csv"; sed -n 5p "$work/people.csv"; } >"$work/first.csv"
expect 0 "$lontar" import "$work/first.csv" --dry-run --json
[ "$(value importable <<<"$out")" = 31 ] || give_up "dry run: $out"
counter entered 0
expect 0 "$lontar" import "$work/first.csv" --json
[ "$(value imported <<<"$out")" = 30 ] || give_up "import: $out"
[ "$(value already_there <<<"$out")" = 1 ] || give_up "import: $out"
expect 0 "$lontar" import --undo
counter entered 0
expect 0 "$lontar" import "$work/first.csv"
counter waiting 30
person=(--nik 5301041208859901 --nama "Yohanes Bria" --tempat-lahir Kupang --status-kawin kawin_tercatat
    --nama-ibu-kandung "Maria Seran" --alamat "Dusun 1" --pekerjaan petani --lokasi-kerja kebun --jam-kerja 7-15
    --penghasilan "750 ribu" --ahli-waris-nama "Anna Klau" --ahli-waris-hubungan istri
    --pemberitahuan-tanggal 2026-11-20 --pemberitahuan-cara tanda_tangan)
expect 0 "$lontar" add "${person[@]}" --json
id=$(value id <<<"$out")
expect 1 "$lontar" add "${person[@]}"
contains "(R-33)"
counter waiting 31

# ---- send
expect 0 "$lontar" sync --json
[ "$(value receipts <<<"$out")" -ge 1 ] || give_up "sync: $out"
counter received 31
counter waiting 0
puts() { grep -c ' PUT ' "$work/server.log" || true; }
before=$(puts)
expect 0 "$lontar" sync
[ "$(puts)" = "$before" ] || give_up "a second sync sent something again"
expect 1 "$lontar" import --undo
contains "(I-10)"

# ---- the province returns one, the village corrects it, sends it from a locked register
"$province" --data "$work/province" return "$id" --reason NAMA_BEDA >/dev/null
expect 0 env -u LONTAR_PASSPHRASE_FILE "$lontar" sync
contains "The register is locked"
counter needs_correction 1
expect 0 "$lontar" fix
contains "Returned by the province: The name differs from Dukcapil"
expect 1 "$lontar" edit "$id" --set "nama=Yohanes Paulus Bria"
contains "(R-31)"
expect 0 "$lontar" edit "${id:0:8}" --set "nama=Yohanes Paulus Bria" --reason diminta_provinsi
counter waiting 1
expect 0 "$lontar" sync
counter received 31
counter needs_correction 0

# ---- twenty more go by stick, both ways
{ head -1 "$work/people.csv"; sed -n '32,41p' "$work/people.csv"; } >"$work/second.csv"
expect 0 "$lontar" import "$work/second.csv"
mkdir "$work/stick"
expect 0 "$lontar" courier export "$work/stick" --json
[ "$(value copied <<<"$out")" = 1 ] || give_up "export: $out"
counter on_the_way 10
expect 0 "$lontar" courier relay "$work/stick" --json
[ "$(value sent <<<"$out")" = 1 ] || give_up "relay: $out"
expect 0 "$lontar" courier import "$work/stick"
counter received 41
expect 0 "$lontar" withdraw "$id" --reason pindah
expect 0 "$lontar" courier export "$work/stick"
"$province" --data "$work/province" receive "$work/stick" >/dev/null
expect 0 "$lontar" courier import "$work/stick"
counter closed 1

# ---- both sides hold the same revisions
expect 0 "$lontar" list --revisions
sort <<<"$out" >"$work/here"
"$province" --data "$work/province" revisions | sort >"$work/there"
cmp "$work/here" "$work/there" || give_up "the two sides hold other revisions"

# ---- a backup comes back on another laptop, which sends on under its own name
expect 0 "$lontar" backup create "$work/stick" --json
backup=$(value file <<<"$out")
expect 0 "$lontar" backup verify "$backup" --sheet-file "$work/sheet"
contains "41 people"
export LONTAR_HOME=$work/other
expect 0 "$lontar" backup restore "$backup" --sheet-file "$work/sheet" --officer "Yosef Klau" --yes --village $village
counter entered 41
expect 0 "$lontar" sync

# ---- the same answer changed on both laptops: the second one is shown both and chooses
expect 0 "$lontar" list --json
both=$(value id <<<"$out")
expect 0 "$lontar" edit "$both" --set "alamat=Dusun Lama" --reason data_berubah
LONTAR_HOME=$work/home expect 0 "$lontar" edit "$both" --set "alamat=Dusun Baru" --reason data_berubah
LONTAR_HOME=$work/home expect 0 "$lontar" sync
expect 0 "$lontar" sync
counter needs_correction 1
expect 0 "$lontar" fix
contains "here \"Dusun Lama\", in the province \"Dusun Baru\""
expect 0 "$lontar" edit "$both" --theirs --reason pilihan_konflik
expect 0 "$lontar" sync
counter needs_correction 0
expect 0 "$lontar" show "$both"
contains "Dusun Baru"

# ---- nobody answers: nothing lost, try again
export LONTAR_HOME=$work/home
stop_server
for at in "${!person[@]}"; do
    case ${person[at]} in
    5301041208859901) person[at]=5301041309869902 ;;
    "Yohanes Bria") person[at]="Petrus Nahak" ;;
    "Maria Seran") person[at]="Rosa Abuk" ;;
    esac
done
expect 0 "$lontar" add "${person[@]}"
expect 3 "$lontar" sync
contains "(L-0"
counter waiting 1
serve "$work/province"
expect 0 "$lontar" sync
counter waiting 0

# ---- left to itself it sends what comes later, and ends at Ctrl-C. Not where LONTAR_NO_SIGNALS says that nobody can send it one.
if [ -z "${LONTAR_NO_SIGNALS:-}" ]; then
    "$lontar" sync --watch >"$work/watch" 2>&1 </dev/null &
    watcher=$!
    for _ in $(seq 100); do
        grep -q "Answered by the province" "$work/watch" && break
        sleep 0.1
    done
    kill -TERM "$watcher"
    code=0
    wait "$watcher" || code=$?
    [ "$code" = 0 ] || give_up "the watcher ended with $code: $(cat "$work/watch")"
fi

echo "commands: done"
