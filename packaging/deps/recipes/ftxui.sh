# shellcheck shell=bash
version=5.0.0
files=(ftxui_5.0.0.orig.tar.gz)

build() {
    tar xf "$sources/${files[0]}" --strip-components=1
    build_with_cmake . "$1" "$2" -DFTXUI_QUIET=ON -DFTXUI_BUILD_EXAMPLES=OFF -DFTXUI_BUILD_DOCS=OFF -DFTXUI_BUILD_TESTS=OFF
}
