#!/usr/bin/env bash
# Installs what is missing, builds with sanitizers and warnings as errors, and runs every test.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

packaging/deps/install.sh test
cmake --preset dev
cmake --build --preset dev
# Two at once even on one processor: many tests wait for a disk or a socket.
ctest --preset dev -j "${LONTAR_JOBS:-$(nproc)}" --timeout 900
