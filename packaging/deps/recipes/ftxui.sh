# shellcheck shell=bash
version=5.0.0
files=(ftxui_5.0.0.orig.tar.gz)

build() {
    local launcher=()
    ! command -v ccache >/dev/null || launcher=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
    tar xf "$sources/${files[0]}" --strip-components=1
    cmake -G Ninja -S . -B "$1" -DCMAKE_BUILD_TYPE=Release -DCMAKE_INSTALL_PREFIX="$2" -DCMAKE_INSTALL_LIBDIR=lib \
        -DFTXUI_QUIET=ON -DFTXUI_BUILD_EXAMPLES=OFF -DFTXUI_BUILD_DOCS=OFF -DFTXUI_BUILD_TESTS=OFF "${launcher[@]}"
    cmake --build "$1" -j "$jobs"
    cmake --install "$1"
}
