#!/usr/bin/env bash
# Builds the Debian packages, has lintian read them, and installs, uses, removes and purges them in a clean Debian:
#   packaging/debian/test.sh [--packages FOLDER] [--suite bookworm|trixie]
# Without --packages it makes them first (packaging/release.sh). Needs root. The clean Debian is kept as an archive in the
# user's cache; where none can be made, this machine itself is used and cleaned up afterwards.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

suite=bookworm packages=''
while [ $# -gt 0 ]; do
    case $1 in
        --packages) packages=$(realpath "$2") ;;
        --suite) suite=$2 ;;
        *) sed -n '2,5s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2 && exit 2 ;;
    esac
    shift 2
done

say() { printf 'debian: %s\n' "$*"; }
give_up() {
    printf 'debian: FAILED: %s\n' "$*" >&2
    exit 1
}
[ "$(id -u)" = 0 ] || give_up "installing packages needs root"
started=$SECONDS

packaging/deps/install.sh release
shellcheck -x -S warning .ci/run packaging/*.sh packaging/*/*.sh packaging/debian/*/p* packaging/completion/*.bash tests/*/*.sh ||
    give_up "shellcheck found something"
if [ -z "$packages" ]; then
    packages=$PWD/build/release-debian
    packaging/release.sh --no-windows --out "$packages"
fi

say "lintian"
# The one line a package says on purpose is not printed; a warning is, and only an error ends the test.
lintian --allow-root --fail-on error --tag-display-limit 0 "$packages"/*.deb || give_up "lintian found an error"

# What the packages ask for, by the name it has in this release.
libraries=libcurl4,libssl3
[ "$suite" = bookworm ] || libraries=libcurl4t64,libssl3t64
contents=adduser,systemd,$libraries
cache=${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/lontar
archive=$cache/root-$suite-$(sha256sum <<<"$contents" | cut -c 1-8).tar

# Address of the packages and the keyring are those of this machine.
make_root() {
    local address
    command -v debootstrap >/dev/null || return 1
    address=$(apt-get update --print-uris 2>/dev/null |
        sed -n "s#^'\\([^']*/debian\\)/dists/.*#\\1#p" | head -n 1)
    [ -n "$address" ] || return 1
    say "making a clean $suite, once"
    mkdir -p "$cache"
    debootstrap --variant=minbase --include="$contents" "$suite" "$work/root" "$address" >"$work/debootstrap.log" 2>&1 ||
        return 1
    rm -rf "$work/root/var/cache/apt/archives" "$work/root/var/lib/apt/lists"
    mkdir -p "$work/root/var/cache/apt/archives/partial" "$work/root/var/lib/apt/lists/partial"
    tar -C "$work/root" -cf "$archive.part" .
    mv "$archive.part" "$archive"
}

work=$(mktemp -d)
trap 'rm -rf --one-file-system "$work"' EXIT
root=$work/root
if [ -f "$archive" ]; then
    mkdir "$root"
    tar -C "$root" -xf "$archive"
elif ! make_root; then
    say "no clean Debian can be made ($(tail -n 1 "$work/debootstrap.log" 2>/dev/null)); using this machine"
    root=''
fi

things=$root/opt/lontar-test
[ ! -e "$things" ] || give_up "$things is there already"
mkdir -p "$things"
cp "$packages"/*.deb "$packages"/*.tar.gz packaging/debian/use.sh packaging/sample/pekerja_20.csv "$things/"
if [ -n "$root" ]; then
    # A process space of its own: nothing that is started there outlives the test.
    # shellcheck disable=SC2016 # the inner shell's
    unshare --mount --pid --fork --kill-child sh -c \
        'mount -t proc proc "$1/proc" && exec chroot "$1" bash /opt/lontar-test/use.sh clean' sh "$root"
else
    code=0
    bash "$things/use.sh" shared || code=$?
    rm -rf "$things"
    [ "$code" = 0 ] || exit "$code"
fi
say "passed in $((SECONDS - started)) s on $suite${root:+ in a clean root}"
