#!/usr/bin/env bash
# Writes what is linked into the programs as SPDX 2.3 (JSON): sbom.sh VERSION COMMIT BUILD [WINDOWS-BUILD]
# Nothing is listed by hand: archives come from the link commands, headers from what the compiler read, shared libraries from
# the programs, versions from dpkg and the recipes. Only licences stand in licences.txt.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
version=$1 commit=$2 built=$3 windows=${4:-}

give_up() {
    printf 'sbom: %s\n' "$*" >&2
    exit 1
}

# Where the result of each recipe is, for each system that is built for, and what it is called in the list.
declare -A recipe_in
while IFS='=' read -r name place; do
    recipe_in[$place]=$name@$(sed -n 's/^version=//p' "packaging/deps/recipes/$name.sh")
done < <(packaging/deps/install.sh --print && { [ -z "$windows" ] || packaging/deps/install.sh --print windows; })

# components_of: recipe@version or package@version of each file named on standard input; nothing for our own.
components_of() {
    local file place system=()
    while read -r file; do
        for place in "${!recipe_in[@]}"; do
            case $file in
                "$place"/include/nlohmann/*) grep '^nlohmann-json3-dev@' "$place/packages" ;;
                "$place"/include/CLI/*) grep '^libcli11-dev@' "$place/packages" ;;
                "$place"/*) printf '%s\n' "${recipe_in[$place]}" ;;
                *) continue ;;
            esac
            continue 2
        done
        case $file in /usr/* | /lib/*) system+=("$(realpath "$file")") ;; esac
    done
    # shellcheck disable=SC2016 # names of dpkg
    [ "${#system[@]}" = 0 ] || owners "${system[@]}" | xargs -r dpkg-query -W -f '${Package}@${Version}\n' | sort -u
}

# The package of each file. On a system with merged folders dpkg may know it by its old name, so it is asked for both.
owners() {
    local found file
    found=$(dpkg -S -- "$@" "${@#/usr}" 2>/dev/null || true)
    for file in "$@"; do
        sed -n "s#^\([^:, ]*\)[^ ]*: \(/usr\)\{0,1\}${file#/usr}\$#\1#p" <<<"$found" | grep . ||
            give_up "no package has $file"
    done | sort -u
}

# linked_into BUILD PROGRAM: its archives and headers, from what ninja knows.
linked_into() {
    local objects
    readarray -t objects < <(ninja -C "$1" -t inputs "bin/$2" | grep -E '\.o(bj)?$')
    [ "${#objects[@]}" != 0 ] || give_up "nothing is known of how $2 was built"
    ninja -C "$1" -t commands "bin/$2" | tail -n 1 | tr ' ' '\n' | grep '^/.*\.a$' | components_of
    # Headers of a folder belong to one package: one of each folder is asked for.
    ninja -C "$1" -t deps "${objects[@]}" | sed -n 's/^ *\(\/.*\)/\1/p' |
        awk '{ folder = $0; sub("/[^/]*$", "", folder); print folder, $0 }' | sort -u -k 1,1 | cut -d ' ' -f 2 | components_of
}

# What the compiler links into every static program, without being told.
linked_by_compiler() {
    local archive
    for archive in libstdc++.a libgcc.a libwinpthread.a libmingwex.a; do
        x86_64-w64-mingw32-g++-posix -print-file-name=$archive
    done | components_of
}

shared_by() {
    ldd "$1" | sed -n 's/.* => \(\/[^ ]*\) .*/\1/p' |
        grep -F -f <(readelf -d "$1" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\/\1/p') | components_of
}

# licence_of NAME
licence_of() {
    local licence
    licence=$(awk -v name="$1" '$1 == name { sub("^[^ ]* ", ""); print }' packaging/licences.txt)
    [ -n "$licence" ] || give_up "packaging/licences.txt has no licence of $1, which is linked in"
    printf '%s\n' "$licence"
}

identifier() { printf 'SPDXRef-%s' "$(tr -c 'A-Za-z0-9.\n-' - <<<"$1")"; }

separator=''
package() { # identifier name version licence purl checksum
    printf '%s    {\n      "SPDXID": "%s",\n      "name": "%s",\n      "versionInfo": "%s",\n' \
        "$separator" "$(identifier "$1")" "$2" "$3"
    printf '      "downloadLocation": "NOASSERTION",\n      "filesAnalyzed": false,\n      "copyrightText": "NOASSERTION",\n'
    printf '      "licenseConcluded": "%s",\n      "licenseDeclared": "%s"' "$4" "$4"
    [ -z "$5" ] || printf ',\n      "externalRefs": [{ "referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl", "referenceLocator": "%s" }]' "$5"
    [ -z "$6" ] || printf ',\n      "checksums": [{ "algorithm": "SHA256", "checksumValue": "%s" }]' "$6"
    printf '\n    }'
    separator=$',\n'
}

component() { # name@version
    local name=${1%%@*} number=${1#*@} licence
    licence=$(licence_of "$name")
    if [ -f "packaging/deps/recipes/$name.sh" ]; then
        package "$1" "$name" "$number" "$licence" "" \
            "$(awk -v file="^(lib)?${name}_" '$2 ~ file { print $1 }' packaging/deps/sources.sha256)"
    else
        package "$1" "$name" "$number" "$licence" "pkg:deb/debian/$name@${number//+/%2B}" ""
    fi
}

relation() { # one word other
    printf ',\n    { "spdxElementId": "%s", "relationshipType": "%s", "relatedSpdxElement": "%s" }' "$1" "$2" "$3"
}

programs=(lontar lontar-server)
declare -A static shared
all=()
for program in "${programs[@]}"; do
    static[$program]=$(linked_into "$built" "$program" | sort -u)
    shared[$program]=$(shared_by "$built/bin/$program" | sort -u)
    [ -n "${shared[$program]}" ] || give_up "$program seems to use nothing of the system"
done
if [ -n "$windows" ]; then
    for program in lontar.exe lontar-kirim.exe; do
        programs+=("$program")
        static[$program]=$({ linked_into "$windows" "$program" && linked_by_compiler; } | sort -u)
        shared[$program]='' # what Windows brings
    done
fi
for program in "${programs[@]}"; do
    [ -n "${static[$program]}" ] || give_up "$program seems to use nothing"
    readarray -t -O "${#all[@]}" all < <(printf '%s\n' "${static[$program]}" "${shared[$program]}" | grep .)
done
readarray -t all < <(printf '%s\n' "${all[@]}" | sort -u)
data_version=$(sed -n 's/.*idn-area-data \([0-9.]*[0-9]\).*/\1/p' NOTICE | head -n 1)

cat <<END
{
  "spdxVersion": "SPDX-2.3",
  "dataLicense": "CC0-1.0",
  "SPDXID": "SPDXRef-DOCUMENT",
  "name": "lontar-$version",
  "documentNamespace": "https://lontar.invalid/spdx/lontar-$version-$commit",
  "creationInfo": {
    "created": "$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y-%m-%dT%H:%M:%SZ)",
    "creators": ["Tool: lontar-packaging-sbom"],
    "comment": "STATIC_LINK: archives, and headers whose code is compiled in. DYNAMIC_LINK: shared libraries of the system."
  },
  "packages": [
END
for program in "${programs[@]}"; do package "$program" "$program" "$version" Apache-2.0 "" ""; done
for name in "${all[@]}"; do component "$name"; done
package idn-area-data idn-area-data "$data_version" ODbL-1.0 "pkg:npm/idn-area-data@$data_version" \
    "$(sha256sum storage/model/data/regions.csv | cut -d ' ' -f 1)"
printf '\n  ],\n  "relationships": [\n'
printf '    { "spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES", "relatedSpdxElement": "SPDXRef-lontar" }'
for program in "${programs[@]:1}"; do relation SPDXRef-DOCUMENT DESCRIBES "$(identifier "$program")"; done
for program in "${programs[@]}"; do
    for name in ${static[$program]}; do relation "$(identifier "$program")" STATIC_LINK "$(identifier "$name")"; done
    for name in ${shared[$program]}; do relation "$(identifier "$program")" DYNAMIC_LINK "$(identifier "$name")"; done
    # The sender only starts the other program.
    [ "$program" = lontar-kirim.exe ] || relation "$(identifier "$program")" CONTAINS SPDXRef-idn-area-data
done
printf '\n  ]\n}\n'
