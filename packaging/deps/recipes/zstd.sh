# shellcheck shell=bash
version=1.5.7
files=(libzstd_1.5.7+dfsg.orig.tar.xz)

build() {
    tar xf "$sources/${files[0]}" --strip-components=1
    build_with_cmake build/cmake "$1" "$2" -DZSTD_BUILD_SHARED=OFF -DZSTD_BUILD_PROGRAMS=OFF -DZSTD_BUILD_TESTS=OFF \
        -DZSTD_LEGACY_SUPPORT=OFF -DZSTD_MULTITHREAD_SUPPORT=OFF
}
