# shellcheck shell=bash
version=2.8.0
files=(utf8proc_2.8.0.orig.tar.gz)

build() {
    tar xf "$sources/${files[0]}" --strip-components=1
    build_with_cmake . "$1" "$2"
}
