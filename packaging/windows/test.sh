#!/usr/bin/env bash
# Builds the Windows client and plays with it on this machine, in wine and without a screen: its unit tests, the whole way
# against the Linux province, wrong certificates, registers carried between the systems, installer and uninstaller.
# Ends with 0 when everything was as it must be, and prints sizes and memory.
set -Eeuo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source_root=$PWD
export CCACHE_BASEDIR=${CCACHE_BASEDIR:-$PWD} CCACHE_NOHASHDIR=${CCACHE_NOHASHDIR:-1}

section() { printf '\nwindows: %s (%s s)\n' "$*" "$SECONDS"; }

section "building"
packaging/deps/install.sh try
packaging/windows/build.sh
# The province as the packages bring it: one build for both.
cmake --preset package >/dev/null
cmake --build --preset package --target lontar lontar-server lontar-test-proxy lontar-test-certificate
cmake --build --preset windows

# shellcheck source=packaging/windows/wine.sh
. packaging/windows/wine.sh
start_wine

# One folder of commands: the client is the Windows program, the province is the one for Linux.
export LONTAR_BIN=$source_root/build/windows/commands
rm -rf "$LONTAR_BIN"
mkdir -p "$LONTAR_BIN"
shipped=$source_root/build/windows/ship/lontar.exe
install_command lontar "$shipped" "$LONTAR_BIN"
install_command make_people "$source_root/build/windows/bin/make_people.exe" "$LONTAR_BIN"
install_province "$source_root/build/package/bin" "$LONTAR_BIN"
ln -s "$source_root/build/package/bin/lontar" "$LONTAR_BIN/lontar-linux"

section "unit tests"
ctest --preset windows -j "${LONTAR_JOBS:-$(nproc)}"

# Beside the others, on the second processor; what it says is printed when they have ended.
said=$source_root/build/windows/commands_test.log
LONTAR_NO_SIGNALS=1 bash tests/flow/commands_test.sh >"$said" 2>&1 &
commands_test=$!
trap 'kill "$commands_test" 2>/dev/null || true' EXIT

section "the whole way, with the Windows program"
tests/flow/way.sh

section "certificates, registers of both systems, installer, memory"
bash packaging/windows/flow.sh

section "all commands, with the Windows program"
code=0
wait "$commands_test" || code=$?
cat "$said"
[ "$code" = 0 ]

section "done"
