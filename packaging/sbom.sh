#!/usr/bin/env bash
# Writes what is linked into the programs as SPDX 2.3 (JSON): sbom.sh BUILD VERSION COMMIT
# Nothing is listed by hand: archives come from the link commands, headers from what the compiler read, shared libraries from
# the programs, versions from dpkg and the recipes. Only licences stand in licences.txt.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
built=$1 version=$2 commit=$3

give_up() {
    printf 'sbom: %s\n' "$*" >&2
    exit 1
}

declare -A place_of recipe_version
while IFS='=' read -r name place; do
    place_of[$name]=$place
    recipe_version[$name]=$(sed -n 's/^version=//p' "packaging/deps/recipes/$name.sh")
done < <(packaging/deps/install.sh --print)

# components_of: the recipe or Debian package of each file named on standard input; nothing for our own.
components_of() {
    local file name system=()
    while read -r file; do
        for name in "${!place_of[@]}"; do
            case $file in "${place_of[$name]}"/*)
                printf '%s\n' "$name"
                continue 2
                ;;
            esac
        done
        case $file in /usr/* | /lib/*) system+=("$(realpath "$file")") ;; esac
    done
    [ "${#system[@]}" = 0 ] || owners "${system[@]}"
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

# Archives and headers of a target, from what ninja knows.
linked_into() {
    local target=$1 objects
    readarray -t objects < <(ninja -C "$built" -t inputs "bin/$target" | grep '\.o$')
    ninja -C "$built" -t commands "bin/$target" | tail -n 1 | tr ' ' '\n' | grep '^/.*\.a$' | components_of
    # Headers of a folder belong to one package: one of each folder is asked for.
    ninja -C "$built" -t deps "${objects[@]}" | sed -n 's/^ *\(\/.*\)/\1/p' |
        awk '{ folder = $0; sub("/[^/]*$", "", folder); print folder, $0 }' | sort -u -k 1,1 | cut -d ' ' -f 2 | components_of
}

shared_by() {
    ldd "$1" | sed -n 's/.* => \(\/[^ ]*\) .*/\1/p' |
        grep -F -f <(readelf -d "$1" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\/\1/p') | components_of
}

licence_of() {
    local licence
    licence=$(awk -v name="$1" '$1 == name { sub("^[^ ]* ", ""); print }' packaging/licences.txt)
    [ -n "$licence" ] || give_up "packaging/licences.txt has no licence of $1, which is linked in"
    printf '%s\n' "$licence"
}

identifier() { printf 'SPDXRef-%s' "$(tr -c 'A-Za-z0-9.\n-' - <<<"$1")"; }

separator=''
package() { # name version licence purl comment
    printf '%s    {\n      "SPDXID": "%s",\n      "name": "%s",\n      "versionInfo": "%s",\n' \
        "$separator" "$(identifier "$1")" "$1" "$2"
    printf '      "downloadLocation": "NOASSERTION",\n      "filesAnalyzed": false,\n      "copyrightText": "NOASSERTION",\n'
    printf '      "licenseConcluded": "%s",\n      "licenseDeclared": "%s"' "$3" "$3"
    [ -z "$4" ] || printf ',\n      "externalRefs": [{ "referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl", "referenceLocator": "%s" }]' "$4"
    [ -z "$5" ] || printf ',\n      "checksums": [{ "algorithm": "SHA256", "checksumValue": "%s" }]' "$5"
    printf '\n    }'
    separator=$',\n'
}

component() {
    local name=$1 number licence
    licence=$(licence_of "$name")
    if [ -n "${place_of[$name]:-}" ]; then
        package "$name" "${recipe_version[$name]}" "$licence" "" \
            "$(sed -n "s/ ${name}_.*//p" packaging/deps/sources.sha256)"
    else
        number=$(dpkg-query -W -f '${Version}\n' "$name" | head -n 1)
        package "$name" "$number" "$licence" "pkg:deb/debian/$name@${number//+/%2B}?arch=amd64" ""
    fi
}

relation() { # one word other
    printf ',\n    { "spdxElementId": "%s", "relationshipType": "%s", "relatedSpdxElement": "%s" }' "$1" "$2" "$3"
}

programs=(lontar lontar-server)
declare -A static shared
all=()
for program in "${programs[@]}"; do
    static[$program]=$(linked_into "$program" | sort -u)
    shared[$program]=$(shared_by "$built/bin/$program" | sort -u)
    if [ -z "${static[$program]}" ] || [ -z "${shared[$program]}" ]; then give_up "$program seems to use nothing"; fi
    readarray -t -O "${#all[@]}" all < <(printf '%s\n' "${static[$program]}" "${shared[$program]}")
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
for program in "${programs[@]}"; do package "$program" "$version" Apache-2.0 "" ""; done
for name in "${all[@]}"; do component "$name"; done
package idn-area-data "$data_version" ODbL-1.0 "pkg:npm/idn-area-data@$data_version" \
    "$(sha256sum storage/model/data/regions.csv | cut -d ' ' -f 1)"
printf '\n  ],\n  "relationships": [\n'
printf '    { "spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES", "relatedSpdxElement": "SPDXRef-lontar" }'
relation SPDXRef-DOCUMENT DESCRIBES SPDXRef-lontar-server
for program in "${programs[@]}"; do
    for name in ${static[$program]}; do relation "$(identifier "$program")" STATIC_LINK "$(identifier "$name")"; done
    for name in ${shared[$program]}; do relation "$(identifier "$program")" DYNAMIC_LINK "$(identifier "$name")"; done
    relation "$(identifier "$program")" CONTAINS SPDXRef-idn-area-data
done
printf '\n  ]\n}\n'
