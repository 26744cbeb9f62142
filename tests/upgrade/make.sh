#!/usr/bin/env bash
# Makes the folder of a release: a laptop and a province as its programs leave them, for tests/upgrade of later ones.
# Run once for each release, with its programs as the tests build them (passphrases are then cheap), and commit the result:
#   LONTAR_BIN=$PWD/build/dev/bin tests/upgrade/make.sh [FOLDER]      FOLDER: by default tests/upgrade/VERSION
# Everybody in it is invented, and its passphrases stand beside it.
set -Eeuo pipefail
: "${LONTAR_BIN:?the folder of lontar and lontar-server}"
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export LONTAR_QUICK_PASSPHRASE=1
# shellcheck source=tests/flow/lib.sh
. "$here/../flow/lib.sh"
flow_begin release
release=${1:-$here/$(lontar --version | cut -d ' ' -f 2)}

step "a folder that is not there"
[ ! -e "$release" ] || wrong "no $release" "one; what was released is never made anew"

step "twenty people sealed without a link, then sent while locked"
port=$(free_port)
make_province "https://127.0.0.1:$port"
invite_village --laptops 2
laptop "$work/laptop"
set_up_laptop
call 0 lontar import "$sample/pekerja_20.csv"
call 3 lontar sync
cp "$LONTAR_HOME"/spool/out/*.batch.age "$work/batch.age"
start_server "$port"
call 0 lontar sync --locked
cp "$LONTAR_HOME"/spool/in/*.reply.age "$work/reply.age"
counter received 20
saw "batch and reply as they lay in the spool"

step "one returned, corrected and withdrawn, a draft, a batch that waits"
call 0 lontar list --json
readarray -t ids < <(grep -o '"id": *"[0-9a-f]*"' <<<"$out" | sed 's/.*"\([0-9a-f]*\)"$/\1/' | sort)
call 0 lontar-server return "${ids[0]}" --reason BERKAS
call 0 lontar sync
call 0 lontar edit "${ids[1]}" --set 'alamat=Dusun Baru' --reason data_berubah
call 0 lontar withdraw "${ids[2]}" --reason pindah
call 0 lontar add --nama 'Belum Selesai' --draft
stop_server
call 0 lontar backup create "$work/stick"
call 3 lontar sync
call 0 lontar status --json
status=$out
call 0 lontar-server report --json
report=$out
saw "$status"

step "kept"
mkdir -p "$release"
mv "$LONTAR_HOME" "$release/laptop"
mv "$LONTAR_SERVER_DATA" "$release/province"
mv "$work/offline-secrets" "$release/secrets"
mv "$work/batch.age" "$work/reply.age" "$release/"
mv "$recovery_sheet" "$release/recovery-sheet.txt"
mv "$work/stick"/*.backup.age "$release/backup.age"
mv "$activation" "$release/village.lontar-activation"
cp "$work/passphrase" "$release/passphrase"
printf '%s\n' "$status" >"$release/status.json"
printf '%s\n' "$report" >"$release/report.json"
rm -f "$release/laptop/lock" "$release/province/lock" "$release/province/control"
saw "$release: $(du -sh "$release" | cut -f 1)"
