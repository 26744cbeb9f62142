#!/usr/bin/env bash
# Installs what building needs: Debian packages, and the libraries Debian 12 lacks, built once into a private folder.
#
#   install.sh [try|test]   install what is missing for running the program (try) or the tests too (test, the default)
#   install.sh tidy         install what is missing for reading the sources with clang-tidy
#   install.sh release      install what is missing for making the packages and looking at them
#   install.sh windows      install what is missing for building the Windows program and trying it here
#   install.sh --libraries [windows]  only the private libraries
#   install.sh --print [windows]      only say where each private library lives: one name=folder per line
#
# LONTAR_DEPS      folder of the private libraries (default: lontar/deps in the user's cache)
# LONTAR_TARBALLS  a folder with the source archives, for machines that cannot download them
# LONTAR_JOBS      compiler processes at once (default: the number of processors)
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/lontar
deps=${LONTAR_DEPS:-$cache/deps}
sources=$cache/sources
jobs=${LONTAR_JOBS:-$(nproc)}

# For which system the libraries are, and the order of building: what most other parts wait for comes first.
target=linux
[ "${1:-}" != windows ] && [ "${2:-}" != windows ] || target=windows
case $target in
    linux) recipes=(sqlcipher catch2 ftxui boost) ;;
    windows) recipes=(tomcrypt sqlcipher sodium zstd curl utf8proc ftxui headers catch2) ;;
esac

say() { printf 'deps: %s\n' "$*" >&2; }
give_up() {
    say "$1"
    shift
    local line
    for line in "$@"; do say "  $line"; done
    exit 1
}

# shellcheck source=packages.sh
. "$here/packages.sh"
# shellcheck source=fetch.sh
. "$here/fetch.sh"
# shellcheck source=compilers.sh
. "$here/compilers.sh"

# The folder of a recipe's result. It changes with the recipe, how it is compiled and its pinned sources, so a stale
# library is never used.
place_of() (
    recipe=$1 platform=""
    [ "$target" = linux ] || platform=-$target
    # shellcheck source=/dev/null
    . "$here/recipes/$recipe.sh"
    digest=$({
        cat "$here/recipes/$recipe.sh"
        for file in "${files[@]}"; do grep " $file\$" "$here/sources.sha256" || true; done
        [ "$target" = linux ] || cat "$here/compilers.sh" "$toolchain"
        uname -m
    } | sha256sum)
    printf '%s/%s-%s%s-%s\n' "$deps" "$recipe" "$version" "$platform" "${digest:0:12}"
)

# Builds into a temporary folder and renames: a library is there whole or not at all.
build_one() (
    recipe=$1
    place=$(place_of "$recipe")
    log=$deps/$recipe-$target.log
    started=$SECONDS
    # shellcheck source=/dev/null
    . "$here/recipes/$recipe.sh"
    work=$(mktemp -d "$deps/.building-$recipe-XXXXXX")
    trap 'rm -rf "$work"' EXIT
    mkdir "$work/source" "$work/build" "$work/result"
    say "$recipe $version: building for $target"
    # Not as the condition of an if: inside one, bash would not stop at the first failing command.
    set +e
    (
        set -e
        cd "$work/source"
        build "$work/build" "$work/result"
    ) </dev/null >"$log" 2>&1
    code=$?
    set -e
    if [ "$code" != 0 ]; then
        tail -n 30 "$log" >&2
        give_up "$recipe $version could not be built." "The whole output is in $log; nothing was installed."
    fi
    chmod -R u+w,go+rX "$work/result"
    chmod 755 "$work/result"
    mv -T "$work/result" "$place"
    say "$recipe $version: done in $((SECONDS - started)) s"
)

fetch_sources() (
    for recipe in "$@"; do
        # shellcheck source=/dev/null
        . "$here/recipes/$recipe.sh"
        fetch "${files[@]}"
    done
    give_up_if_not_fetched
    rm -rf "$apt_state" # over 100 MB, which the next download makes anew
)

not_built() {
    local recipe
    for recipe in "${recipes[@]}"; do
        [ -d "$(place_of "$recipe")" ] || printf '%s\n' "$recipe"
    done
}

build_libraries() {
    local todo recipe
    [ -n "$(not_built)" ] || return 0
    mkdir -p "$deps" "$sources"
    # Two runs at once would build everything twice.
    exec 9>"$deps/.lock"
    flock -n 9 || { say "another run is building the libraries; waiting for it" && flock 9; }
    rm -rf "$deps"/.building-* "$sources"/.download-*
    readarray -t todo < <(not_built)
    # All of them first: a file that cannot be had is known before minutes go into compiling.
    fetch_sources "${todo[@]}"
    for recipe in "${todo[@]}"; do
        build_one "$recipe"
    done
}

print_places() {
    local recipe
    for recipe in "${recipes[@]}"; do
        printf '%s=%s\n' "$recipe" "$(place_of "$recipe")"
    done
}

case ${1:-test} in
    --print) print_places ;;
    --libraries) build_libraries ;;
    try | test | tidy | release | windows)
        install_packages "${1:-test}"
        build_libraries
        ;;
    *)
        sed -n '2,14s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
        exit 2
        ;;
esac
