# shellcheck shell=bash
version=3.7.1
files=(catch2_3.7.1.orig.tar.gz)

build() {
    tar xf "$sources/${files[0]}" --strip-components=1
    # C++20, as our tests: the library then knows how to print a string_view.
    build_with_cmake . "$1" "$2" -DCMAKE_CXX_STANDARD=20 -DCATCH_INSTALL_DOCS=OFF -DCATCH_INSTALL_EXTRAS=OFF
}
