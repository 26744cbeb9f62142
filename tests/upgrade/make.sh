#!/usr/bin/env bash
# Makes the folder of a release: a laptop and a province as its programs leave them, for tests/upgrade of later ones.
# Run once for each release, with its programs as the tests build them (passphrases are then cheap), and commit the result:
#   tests/upgrade/make.sh build/dev/bin      makes tests/upgrade/VERSION
# Everybody in it is invented, and its passphrases stand beside it.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=tests/flow/scene.sh
source "$here/../flow/scene.sh" "$1"
sample=$here/../../packaging/sample
release=$here/$("$lontar" --version | cut -d ' ' -f 2)
[ ! -e "$release" ] || give_up "$release is there already; what was released is never made anew"

village=5321012005
make_province "$work/province"
"$province" --data "$work/province" invite $village --laptops 2 --out "$work" >/dev/null
expect 0 "$lontar" setup "$work/$village.lontar-activation" --officer "Maria Seran" --role operator --yes \
    --recovery-sheet-to "$work/recovery-sheet.txt"

# Twenty people sealed without a link, sent while locked: their batch and its reply are kept as they lay in the spool.
expect 0 "$lontar" import "$sample/pekerja_20.csv"
expect 3 "$lontar" sync
cp "$LONTAR_HOME"/spool/out/*.batch.age "$work/batch.age"
serve "$work/province"
expect 0 "$lontar" sync --locked
cp "$LONTAR_HOME"/spool/in/*.reply.age "$work/reply.age"
expect 0 "$lontar" status
counter received 20

# One returned, one corrected and one withdrawn since, a draft, and a batch that waits.
readarray -t ids < <("$lontar" list --json | grep -o '"id": *"[0-9a-f]*"' | sed 's/.*"\([0-9a-f]*\)"$/\1/' | sort)
"$province" --data "$work/province" return "${ids[0]}" --reason BERKAS >/dev/null
expect 0 "$lontar" sync
expect 0 "$lontar" edit "${ids[1]}" --set 'alamat=Dusun Baru' --reason data_berubah
expect 0 "$lontar" withdraw "${ids[2]}" --reason pindah
expect 0 "$lontar" add --nama 'Belum Selesai' --draft
stop_server
expect 0 "$lontar" backup create "$work/stick"
expect 3 "$lontar" sync
expect 0 "$lontar" status --json
status=$out
expect 0 "$province" --data "$work/province" report --json
report=$out

mkdir -p "$release"
mv "$LONTAR_HOME" "$release/laptop"
mv "$work/province" "$release/province"
mv "$work/province-secrets" "$release/secrets"
mv "$work/batch.age" "$work/reply.age" "$work/recovery-sheet.txt" "$release/"
mv "$work/stick"/*.backup.age "$release/backup.age"
mv "$work/$village.lontar-activation" "$release/village.lontar-activation"
cp "$work/pass" "$release/passphrase"
printf '%s\n' "$status" >"$release/status.json"
printf '%s\n' "$report" >"$release/report.json"
rm -f "$release/laptop/lock" "$release/province/lock" "$release/province/control"
printf 'made %s: %s\n' "$release" "$(du -sh "$release" | cut -f 1)"
