# shellcheck shell=bash
# Headers that are the same for every system, apart from those of this one, which a cross compiler must not see.
version=1
files=(nlohmann-json3-dev libcli11-dev)

build() {
    local file
    mkdir "$2/include"
    for file in "${files[@]}"; do
        dpkg-deb --fsys-tarfile "$sources/$file.deb" | tar x --wildcards './usr/include/*'
        # For the list of what is linked in.
        dpkg-deb --show --showformat '${Package}@${Version}\n' "$sources/$file.deb" >>"$2/packages"
    done
    mv usr/include/nlohmann usr/include/CLI "$2/include/"
}
