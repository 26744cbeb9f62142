#!/usr/bin/env bash
# Installs what is missing, cross-builds the client for Windows 10 and 11 (64-bit), and packs it, all into build/windows:
#   bin/lontar.exe                        the program, one file that needs nothing beside it
#   lontar-VERSION-windows.zip            the same to carry on a stick, with the papers
#   lontar-VERSION-windows-setup.exe      installer for one user, no administrator; silent with /S
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

# Where ccache is installed, another checkout of the same tree finds its objects again.
export CCACHE_BASEDIR=${CCACHE_BASEDIR:-$PWD} CCACHE_NOHASHDIR=${CCACHE_NOHASHDIR:-1}
built=build/windows
limit_program=$((8 * 1024 * 1024))
limit_installer=$((4 * 1024 * 1024))

give_up() {
    printf 'windows: %s\n' "$*" >&2
    exit 1
}

packaging/deps/install.sh windows
cmake --preset windows >/dev/null
cmake --build --preset windows --target lontar lontar-kirim

version=$(sed -n 's/^CMAKE_PROJECT_VERSION:[^=]*=//p' $built/CMakeCache.txt)
# Times inside the archives: two builds of one commit are equal.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || echo 1793923200)}
export SOURCE_DATE_EPOCH
zip=$built/lontar-$version-windows.zip
setup=$built/lontar-$version-windows-setup.exe

# What a person can debug with stays in bin; what is shipped is stripped.
rm -rf "$built/ship" "$zip" "$setup"
mkdir -p "$built/ship/Lontar"
for program in lontar lontar-kirim; do
    x86_64-w64-mingw32-strip -o "$built/ship/$program.exe" "$built/bin/$program.exe"
done
papers() { sed 's/$/\r/' "$1" >"$built/ship/Lontar/$2"; }
papers LICENSE LICENSE.txt
papers NOTICE NOTICE.txt
papers packaging/windows/read_me.txt 'BACA DULU.txt'

# Every library it asks for comes with Windows 10.
foreign=$(x86_64-w64-mingw32-objdump -p "$built/ship/lontar.exe" | sed -n 's/^\tDLL Name: //p' | tr 'A-Z' 'a-z' |
    grep -vxE '(kernel32|advapi32|shell32|user32|bcrypt|crypt32|ws2_32|secur32|iphlpapi|msvcrt|ole32)\.dll' || true)
[ -z "$foreign" ] || give_up "lontar.exe needs what Windows does not bring: $foreign"

cp "$built/ship/lontar.exe" "$built/ship/Lontar/"
find "$built/ship" -exec touch -d "@$SOURCE_DATE_EPOCH" {} +
(cd "$built/ship" && TZ=UTC zip -qX9 "../${zip##*/}" Lontar/*)

define() { printf -- '-D%s=%s\n' "$1" "$2"; }
readarray -t defines < <(
    define VERSION "$version"
    define PROGRAM "$PWD/$built/ship/lontar.exe"
    define SENDER "$PWD/$built/ship/lontar-kirim.exe"
    define READ_ME "$PWD/$built/ship/Lontar/BACA DULU.txt"
    define LICENSE "$PWD/$built/ship/Lontar/LICENSE.txt"
    define ICON "$PWD/packaging/windows/lontar.ico"
    define NOTICE "$PWD/$built/ship/Lontar/NOTICE.txt"
    define OUTPUT "$PWD/$setup"
)
makensis -V2 -WX "${defines[@]}" packaging/windows/installer.nsi

# size FILE LIMIT
size() {
    local bytes
    bytes=$(stat -c %s "$1")
    printf 'windows: %-46s %9s bytes, goal %s: %s\n' "$1" "$bytes" "$2" \
        "$([ "$bytes" -le "$2" ] && echo held || echo ABOVE)"
}
size "$built/ship/lontar.exe" "$limit_program"
size "$setup" "$limit_installer"
printf 'windows: %-46s %9s bytes\n' "$zip" "$(stat -c %s "$zip")"
