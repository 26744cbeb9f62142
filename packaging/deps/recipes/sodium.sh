# shellcheck shell=bash
version=1.0.18
files=(libsodium_1.0.18.orig.tar.gz)

build() {
    tar xf "$sources/${files[0]}" --strip-components=1
    autoreconf -fi # the archive is without a configure script
    local source=$PWD
    cd "$1"
    "$source/configure" "${for_configure[@]}" --prefix="$2" --disable-shared --disable-dependency-tracking \
        CFLAGS='-O2 -ffunction-sections -fdata-sections -D_WIN32_WINNT=0x0A00'
    make -j "$jobs" -C src/libsodium install
}
