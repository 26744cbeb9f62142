# shellcheck shell=bash
version=3.7.1
files=(catch2_3.7.1.orig.tar.gz)

build() {
    local launcher=()
    ! command -v ccache >/dev/null || launcher=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
    tar xf "$sources/${files[0]}" --strip-components=1
    # C++20, as our tests: the library then knows how to print a string_view.
    cmake -G Ninja -S . -B "$1" -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_STANDARD=20 -DCMAKE_INSTALL_PREFIX="$2" \
        -DCMAKE_INSTALL_LIBDIR=lib -DCATCH_INSTALL_DOCS=OFF -DCATCH_INSTALL_EXTRAS=OFF "${launcher[@]}"
    cmake --build "$1" -j "$jobs"
    cmake --install "$1"
}
