# shellcheck shell=bash
# Who compiles for $target. A recipe says only what it builds.

toolchain=$here/../cmake/windows.cmake
case $target in
    linux)
        cc=gcc ar=ar
        for_cmake=()
        for_configure=()
        ;;
    windows)
        cc=x86_64-w64-mingw32-gcc-posix ar=x86_64-w64-mingw32-ar
        for_cmake=(-DCMAKE_TOOLCHAIN_FILE="$toolchain")
        for_configure=(--host=x86_64-w64-mingw32 CC="$cc" RANLIB=x86_64-w64-mingw32-ranlib AR="$ar")
        ;;
esac
if command -v ccache >/dev/null; then
    cc="ccache $cc"
    for_cmake+=(-DCMAKE_C_COMPILER_LAUNCHER=ccache -DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
fi

# build_with_cmake SOURCE BUILD RESULT [OPTION...]: static, optimised, into RESULT/include and RESULT/lib.
build_with_cmake() {
    local source=$1 build=$2 result=$3
    shift 3
    cmake -G Ninja -S "$source" -B "$build" -DCMAKE_BUILD_TYPE=Release -DCMAKE_INSTALL_PREFIX="$result" \
        -DCMAKE_INSTALL_LIBDIR=lib -DBUILD_SHARED_LIBS=OFF "${for_cmake[@]}" "$@"
    cmake --build "$build" -j "$jobs"
    cmake --install "$build"
}
