#!/usr/bin/env bash
# clang-tidy 19 over C++ files that a build compiles; a header is read with the sources that include it.
#
#   tidy.sh BUILD_FOLDER [BASE]             what differs from the commit BASE
#   tidy.sh BUILD_FOLDER --all [FOLDER...]  everything, or everything below these folders of the source tree
#
# BASE is by default where this branch left its upstream, and on the upstream itself the commit before the last.
# LONTAR_TIDY_SECONDS: stop after so long and name the files not reached (default: no limit).
# LONTAR_JOBS: files read at once (default: the number of processors).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# One version for everybody: each has its own checks, and versions before it cannot read coroutines and ranges of libstdc++ 12.
LONTAR_TIDY=$(command -v clang-tidy-19 || command -v clang-tidy || true)
if [ -z "$LONTAR_TIDY" ] || ! "$LONTAR_TIDY" --version | grep -q 'version 19\.'; then
    echo "tidy: clang-tidy 19 is missing; packaging/deps/install.sh tidy installs it" >&2
    exit 1
fi
export LONTAR_TIDY

build=$1
if [ "${2:-}" = --all ]; then
    readarray -t asked < <(git ls-files -- "${@:3}" | grep '\.cpp$')
    told="to read"
else
    base=${2:-$(git merge-base HEAD '@{upstream}' 2>/dev/null || true)}
    if [ -z "$base" ] || [ "$base" = "$(git rev-parse HEAD)" ]; then
        base=$(git rev-parse -q --verify 'HEAD~1' || git rev-parse HEAD)
    fi
    readarray -t asked < <(git diff --name-only --diff-filter=d "$base" -- '*.cpp')
    told="differ from ${base:0:12}"
fi
files=()
for file in "${asked[@]}"; do
    if grep -qF "\"$PWD/$file\"" "$build/compile_commands.json"; then
        files+=("$file")
    fi
done
echo "tidy: ${#files[@]} files $told"
[ "${#files[@]}" != 0 ] || exit 0

limit=()
if [ -n "${LONTAR_TIDY_SECONDS:-}" ]; then
    limit=(timeout "$LONTAR_TIDY_SECONDS")
fi
# One file: its findings, and its name into the lists. The flags are those of g++, of which clang does not know all.
# shellcheck disable=SC2317 # called by xargs
read_one() {
    local build=$1 lists=$2 file=$3 findings code=0 started=$SECONDS
    findings=$("$LONTAR_TIDY" --quiet -p "$build" --extra-arg=-Wno-unknown-warning-option "$file" 2>/dev/null) || code=$?
    echo "$file" >>"$lists/reached"
    echo "tidy: $file, $((SECONDS - started)) s"
    if [ "$code" != 0 ]; then
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
    "${limit[@]}" xargs -0 -n 1 -P "${LONTAR_JOBS:-$(nproc)}" bash -c 'read_one "$@"' _ "$build" "$lists" || [ $? = 124 ]
printf '%s\n' "${files[@]}" | grep -vxFf "$lists/reached" | sed 's/^/tidy: the time was up before /' || true
sed 's/^/tidy: findings in /' "$lists/failed"
[ ! -s "$lists/failed" ]
