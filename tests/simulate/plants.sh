#!/usr/bin/env bash
# Does lontar-simulate find each planted bug? Prints the first seed that does, and what it found untrue.
#   tests/simulate/plants.sh [-n SEEDS] [NAME...]      NAME: of tests/simulate/plants; by default all
# Builds in build/plants. Ends with 1 when one is not found in the first SEEDS (500) stories.
set -Eeuo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
most=500
if [ "${1:-}" = -n ]; then
    most=$2
    shift 2
fi
if [ $# = 0 ]; then
    for plant in tests/simulate/plants/*.cmake; do
        set -- "$@" "$(basename "$plant" .cmake)"
    done
fi
missed=0
for name; do
    cmake --preset bench -B build/plants -DLONTAR_WERROR=OFF -DLONTAR_PLANT="$name" >/dev/null
    cmake --build build/plants --target lontar-simulate >build/plants/log 2>&1 || { cat build/plants/log; exit 2; }
    # Whoever aborts has found it too: nothing of it reaches a person unseen.
    found=$({ build/plants/bin/lontar-simulate --seeds "1-$most" --first || true; } 2>&1 | grep -E -A1 '^(seed|unexpected)' | tr -s '\n ' ' ') || true
    printf '%-36s %s\n' "$name" "${found:-NOT FOUND in $most stories}"
    [ -n "$found" ] || missed=$((missed + 1))
done
[ "$missed" = 0 ]
