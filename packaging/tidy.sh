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
# One file: its findings, and its name into the lists. What this clang-tidy cannot parse is the compiler's business (version 14
# knows neither libstdc++'s coroutines nor all of its ranges): it is named and not held against the file. The flags are those of
# g++, of which clang does not know all.
# shellcheck disable=SC2317 # called by xargs
read_one() {
    local build=$1 lists=$2 file=$3 findings code=0
    findings=$(clang-tidy --quiet -p "$build" --extra-arg=-Wno-unknown-warning-option "$file" 2>/dev/null) || code=$?
    echo "$file" >>"$lists/reached"
    if grep -qF '[clang-diagnostic-error' <<<"$findings"; then
        echo "tidy: $file cannot be read by this clang-tidy"
    elif [ "$code" != 0 ]; then
        printf '%s\n' "$findings"
        echo "$file" >>"$lists/failed"
    fi
}
export -f read_one

lists=$(mktemp -d)
trap 'rm -rf "$lists"' EXIT
touch "$lists/reached" "$lists/failed"
# shellcheck disable=SC2016 # expanded by the inner shell
printf '%s\0' "${files[@]}" |
    "${limit[@]}" xargs -0 -n 1 -P "$(nproc)" bash -c 'read_one "$@"' _ "$build" "$lists" || [ $? = 124 ]
printf '%s\n' "${files[@]}" | grep -vxFf "$lists/reached" | sed 's/^/tidy: the time was up before /' || true
sed 's/^/tidy: findings in /' "$lists/failed"
[ ! -s "$lists/failed" ]
