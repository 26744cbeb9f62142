#!/usr/bin/env bash
# Installs what is missing, builds with sanitizers and warnings as errors, and runs every test.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Where ccache is installed, another checkout of the same tree finds its objects again.
export CCACHE_BASEDIR=${CCACHE_BASEDIR:-$PWD} CCACHE_NOHASHDIR=${CCACHE_NOHASHDIR:-1}

packaging/deps/install.sh test
cmake --preset dev
cmake --build --preset dev
# Two at once even on one processor: many tests wait for a disk or a socket.
ctest --preset dev -j "${LONTAR_JOBS:-$(nproc)}" --timeout 900
# Both ends through what can happen to them, without sanitizers: speed is stories.
cmake --preset quick
cmake --build --preset quick --target lontar-simulate
build/quick/bin/lontar-simulate --seeds 1-200
build/quick/bin/lontar-simulate --drill 20
