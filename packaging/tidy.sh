#!/usr/bin/env bash
# clang-tidy over the C++ files that differ from a base commit: tidy.sh BUILD_FOLDER [BASE]
# BASE is by default where this branch left its upstream, and on the upstream itself the commit before the last.
# LONTAR_TIDY_SECONDS: stop after so long and name the files not reached (default: no limit).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

build=$1
base=${2:-$(git merge-base HEAD '@{upstream}' 2>/dev/null || true)}
if [ -z "$base" ] || [ "$base" = "$(git rev-parse HEAD)" ]; then
    base=$(git rev-parse -q --verify 'HEAD~1' || git rev-parse HEAD)
fi
# Only files that this build compiles; a header is read with the sources that include it.
readarray -t changed < <(git diff --name-only --diff-filter=d "$base" -- '*.cpp')
files=()
for file in "${changed[@]}"; do
    if grep -qF "\"$PWD/$file\"" "$build/compile_commands.json"; then
        files+=("$file")
    fi
done
echo "tidy: ${#files[@]} files differ from ${base:0:12}"
[ "${#files[@]}" != 0 ] || exit 0

limit=()
if [ -n "${LONTAR_TIDY_SECONDS:-}" ]; then
    limit=(timeout "$LONTAR_TIDY_SECONDS")
fi
done_list=$(mktemp)
trap 'rm -f "$done_list"' EXIT
code=0
# shellcheck disable=SC2016
printf '%s\0' "${files[@]}" | "${limit[@]}" xargs -0 -n 1 -P "$(nproc)" bash -c '
    clang-tidy --quiet -p "$0" "$2" 2>/dev/null
    code=$?
    echo "$2" >>"$1"
    [ "$code" = 0 ] || exit 1' "$build" "$done_list" || code=$?
if [ "$code" = 124 ]; then
    echo "tidy: the time was up before these files:"
    printf '%s\n' "${files[@]}" | grep -vxFf "$done_list" || true
    exit 0
fi
exit "$code"
