# shellcheck shell=bash
# The Debian packages, by set. A program counts as present when it can be run, a library when its package is installed.

# "program package"
try_programs=("g++ g++" "cmake cmake" "ninja ninja-build" "make make" "tclsh tcl")
try_libraries=(libssl-dev libsodium-dev libzstd-dev libcurl4-openssl-dev libutf8proc-dev nlohmann-json3-dev libcli11-dev)
test_programs=("age age" "zstd zstd" "tmux tmux")
# What reads the sources: one version for everybody, for a version brings its own findings.
tidy_programs=("clang-tidy-19 clang-tidy-19")
# What packs and signs, and what looks at the packages.
release_programs=("dpkg-shlibdeps dpkg-dev" "minisign minisign" "lintian lintian" "shellcheck shellcheck"
    "debootstrap debootstrap" "systemd-analyze systemd" "git git")
# The compiler, what libsodium's archive needs before it can be configured, what packs, and what runs the result here.
windows_programs=("x86_64-w64-mingw32-g++-posix g++-mingw-w64-x86-64-posix" "autoreconf autoconf" "automake automake"
    "libtoolize libtool" "makensis nsis" "zip zip" "/usr/lib/wine/wine64 wine64" "/usr/bin/time time")

# install_packages try|test|tidy|release|windows
install_packages() {
    local programs=("${try_programs[@]}") missing=() pair package
    case $1 in
        test) programs+=("${test_programs[@]}") ;;
        tidy) programs+=("${tidy_programs[@]}") ;;
        release) programs+=("${release_programs[@]}") ;;
        windows) programs+=("${windows_programs[@]}") ;;
    esac
    for pair in "${programs[@]}"; do
        command -v "${pair% *}" >/dev/null || missing+=("${pair#* }")
    done
    if command -v dpkg-query >/dev/null; then
        for package in "${try_libraries[@]}"; do
            [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
        done
    fi
    [ "${#missing[@]}" != 0 ] || return 0

    local as_root=()
    if ! command -v apt-get >/dev/null; then
        give_up "this needs programs that are not here, and there is no apt-get to install them." \
            "Debian calls them: ${missing[*]}"
    fi
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null || give_up "installing packages needs the administrator." \
            "As root, run: apt-get update && apt-get install --no-install-recommends ${missing[*]}" \
            "Then start again."
        as_root=(sudo)
    fi
    say "installing ${missing[*]}"
    # A stale index names files that the server no longer has.
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -qq </dev/null ||
        give_up "apt-get update failed, so nothing can be installed." "Check the network, then start again."
    # Of its output the downloads are worth seeing on a slow link, the unpacking is not.
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}" \
        </dev/null | sed -un 's/^\(Need to get\|Get:\|Fetched\)/deps:   &/p' >&2 || give_up "apt-get could not install: ${missing[*]}" "Its message above says why."
}
