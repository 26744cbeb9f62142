# shellcheck shell=bash
# Headers only. Debian's package cannot be installed beside the default Boost, so it is unpacked here.
version=1.81
files=(libboost1.81-dev)

build() {
    dpkg-deb --fsys-tarfile "$sources/${files[0]}.deb" | tar x ./usr/include/boost
    mkdir "$2/include"
    mv usr/include/boost "$2/include/"
}
