#!/usr/bin/env bash
# Installs what is missing, builds what is shipped, and shows it. In a terminal it opens the client to practise with
# invented people, on data that is thrown away. Without a terminal it plays the whole way of registrations between a
# laptop and a province on this machine, one line per step, and ends with 0 when every step was as it must be.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Where ccache is installed, another checkout of the same tree finds its objects again.
export CCACHE_BASEDIR=${CCACHE_BASEDIR:-$PWD} CCACHE_NOHASHDIR=${CCACHE_NOHASHDIR:-1}
bin=$PWD/build/release/bin
passphrase='latihan lontar'

# quietly WHAT COMMAND...: its output goes to a file, which is shown when it fails.
quietly() {
    local log=build/try.log what=$1
    shift
    if ! "$@" >"$log" 2>&1; then
        tail -n 40 "$log" >&2
        printf 'try: %s failed; the whole output is in %s\n' "$what" "$PWD/$log" >&2
        exit 1
    fi
}

build() {
    local targets=(lontar lontar-server lontar-test-proxy)
    mkdir -p build
    printf 'try: building, which takes some minutes the first time\n' >&2
    quietly 'configuring' cmake --preset release
    if [ -t 2 ]; then
        # One line that moves.
        cmake --build --preset release --target "${targets[@]}" >&2
    else
        quietly 'building' cmake --build --preset release --target "${targets[@]}"
    fi
}

practise() {
    local work
    work=$(mktemp -d "${TMPDIR:-/tmp}/lontar-latihan-XXXXXX")
    # shellcheck disable=SC2064 # the folder of now
    trap "rm -rf '$work'" EXIT
    export LONTAR_HOME=$work/data
    printf '%s\n' "$passphrase" >"$work/passphrase"
    "$bin/lontar" --training setup --yes --officer 'Petugas Latihan' --role operator \
        --recovery-sheet-to "$work/lembar-pemulihan.txt" --passphrase-file "$work/passphrase" </dev/null
    "$bin/lontar" --training import packaging/sample/pekerja_20.csv --passphrase-file "$work/passphrase" </dev/null
    cat <<END

LATIHAN: orang-orangnya karangan, dan semuanya dihapus sesudah program ditutup.
         (Practice: invented people; everything is thrown away when the program is closed.)

         Kata sandi / passphrase:  $passphrase

END
    read -r -p 'Enter … '
    "$bin/lontar" --training
}

packaging/deps/install.sh try
build
if [ -t 0 ] && [ -t 1 ]; then
    practise
else
    started=$SECONDS
    LONTAR_BIN=$bin tests/flow/way.sh
    printf 'try: the whole way was played in %s s\n' "$((SECONDS - started))"
fi
