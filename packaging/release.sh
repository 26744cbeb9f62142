#!/usr/bin/env bash
# Makes everything that is handed out, into build/release-VERSION or the folder named:
#   packaging/release.sh [--out FOLDER] [--key MINISIGN-SECRET-KEY] [--windows] [--no-windows]
#
#   lontar_VERSION_amd64.deb, lontar-server_VERSION_amd64.deb      Debian 12 and 13
#   lontar-VERSION-linux-x86_64.tar.gz, lontar-server-…            the same programs, to be unpacked
#   lontar-VERSION-windows.zip, …-windows-setup.exe                where packaging/windows/build.sh is
#   lontar-VERSION.spdx.json                                       what is linked in, with versions and licences
#   SHA256SUMS, SHA256SUMS.minisig                                 the second when a key is given (or LONTAR_MINISIGN_KEY)
#
# Two runs on one commit give the same bytes, in whatever folders.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

out='' key=${LONTAR_MINISIGN_KEY:-} windows=auto windows_built=''
while [ $# -gt 0 ]; do
    case $1 in
        --out) out=$2 && shift ;;
        --key) key=$2 && shift ;;
        --windows) windows=yes ;;
        --no-windows) windows=no ;;
        *)
            sed -n '2,12s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
            exit 2
            ;;
    esac
    shift
done

say() { printf 'release: %s\n' "$*" >&2; }
give_up() {
    say "$*"
    exit 1
}

# Whatever this machine's language, clock and permissions are.
export LC_ALL=C.UTF-8 TZ=UTC
umask 022
# Where ccache is installed, another checkout of the same tree finds its objects again.
export CCACHE_BASEDIR=${CCACHE_BASEDIR:-$PWD} CCACHE_NOHASHDIR=${CCACHE_NOHASHDIR:-1}
commit=$(git rev-parse HEAD 2>/dev/null || echo unknown)
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || echo 1793923200)}
export SOURCE_DATE_EPOCH
[ -z "$(git status --porcelain 2>/dev/null)" ] || say "what is built differs from the commit $commit"

packaging/deps/install.sh release
built=build/package
# Afresh: what an earlier run or a person once set must not go into it.
cmake --fresh --preset package >/dev/null
cmake --build --preset package --target lontar lontar-server
version=$(sed -n 's/^CMAKE_PROJECT_VERSION:[^=]*=//p' $built/CMakeCache.txt)
machine=$(uname -m)
out=$(realpath -m "${out:-build/release-$version}")
rm -rf "$out"
mkdir -p "$out"

for program in lontar lontar-server; do
    ! strings -n 6 "$built/bin/$program" | grep -qF -e "$PWD/" -e "${HOME:-/root}/" ||
        give_up "$program tells in which folder it was built"
    ! nm -D --defined-only "$built/bin/$program" | grep -qE ' T (ZSTD|sodium|utf8proc|sqlite3)' ||
        give_up "$program shows the system's libraries functions that are linked into it"
done

say "Debian packages"
rm -f $built/*.deb
(cd $built && cpack -G DEB >cpack.log 2>&1) || give_up "cpack failed; see $built/cpack.log"
cp $built/*.deb "$out/"

# tree COMPONENT FOLDER: what is installed, stripped.
tree() {
    DESTDIR=$2 cmake --install $built --component "$1" --strip >/dev/null
}

# pack NAME: the folder of this name in $work as NAME.tar.gz, the same bytes each time.
pack() {
    chmod -R u=rwX,go=rX "$work/$1"
    tar -C "$work" --format=gnu --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" -c "$1" |
        gzip -9n >"$out/$1.tar.gz"
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

say "tarballs"
name=lontar-$version-linux-$machine
tree client "$work/client"
mv "$work/client/usr" "$work/$name"
mkdir -p "$work/$name/share/systemd"
mv "$work/$name/lib/systemd/user" "$work/$name/share/systemd/"
rm -r "${work:?}/$name/lib" "$work/$name/share/lintian"
# Unpacked into ~/.local, where systemd looks for units of a user.
sed -i 's#^ExecStart=/usr/bin/#ExecStart=%h/.local/bin/#' "$work/$name/share/systemd/user/lontar-sync.service"
cp LICENSE packaging/portable/README.txt "$work/$name/share/doc/lontar/"
pack "$name"

name=lontar-server-$version-linux-$machine
tree server "$work/server"
mv "$work/server/usr" "$work/$name"
rm -r "$work/$name/share/lintian"
sed -i 's#^ExecStart=/usr/sbin/#ExecStart=/usr/local/sbin/#' "$work/$name/lib/systemd/system/lontar-server.service"
mkdir -p "$work/$name/lib/sysusers.d"
cp packaging/portable/lontar-server.sysusers "$work/$name/lib/sysusers.d/lontar-server.conf"
cp "$work/server/etc/default/lontar-server" "$work/$name/share/doc/lontar-server/examples/lontar-server.default"
cp LICENSE "$work/$name/share/doc/lontar-server/"
cp packaging/portable/README-server.txt "$work/$name/share/doc/lontar-server/README.txt"
pack "$name"

if [ "$windows" = yes ] || { [ "$windows" = auto ] && [ -x packaging/windows/build.sh ]; }; then
    say "Windows"
    packaging/windows/build.sh
    windows_built=build/windows
    cp build/windows/lontar-"$version"-windows.zip build/windows/lontar-"$version"-windows-setup.exe "$out/"
fi

say "list of what is linked in"
packaging/sbom.sh "$version" "$commit" "$built" ${windows_built:+"$windows_built"} >"$out/lontar-$version.spdx.json"

(cd "$out" && sha256sum -- *.* >SHA256SUMS)
if [ -n "$key" ]; then
    minisign -S -s "$key" -m "$out/SHA256SUMS" -t "lontar $version" -c "signature of lontar $version"
fi
say "all of it is in $out"
(cd "$out" && ls -l -- *) >&2
