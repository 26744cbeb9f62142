# shellcheck shell=bash
# Source archives: from the cache, else from LONTAR_TARBALLS, else through apt with a private state, so that the
# machine's own package sources stay as they are. Signatures are apt's work; the original archives are pinned besides.

not_fetched=()

# fetch NAME... : puts each into $sources; what cannot be had is added to not_fetched. A name in sources.sha256 is Debian's original archive <source>_<version>.orig.*;
# any other is a binary package, saved as NAME.deb.
fetch() {
    local name
    for name in "$@"; do
        if grep -q " $name\$" "$here/sources.sha256"; then
            fetch_original "$name"
        else
            fetch_package "$name"
        fi
    done
}

is_pinned() { (cd "$1" && grep " $2\$" "$here/sources.sha256" | sha256sum --check --status 2>/dev/null); }

fetch_original() {
    local name=$1 download suite
    is_pinned "$sources" "$name" && return 0
    if [ -n "${LONTAR_TARBALLS:-}" ] && [ -f "$LONTAR_TARBALLS/$name" ]; then
        is_pinned "$LONTAR_TARBALLS" "$name" || give_up "$LONTAR_TARBALLS/$name is not the file this needs." \
            "Its sha256 differs from the one in $here/sources.sha256; get it again."
        keep "$LONTAR_TARBALLS/$name" "$name"
        return
    fi
    say "fetching $name"
    download=$(mktemp -d "$sources/.download-XXXXXX")
    for suite in "${source_suites[@]}"; do
        if private_apt_ready && (cd "$download" && private_apt source -qq --download-only --tar-only "${name%%_*}/$suite") >&2 &&
            is_pinned "$download" "$name"; then
            keep "$download/$name" "$name"
            rm -rf "$download"
            return
        fi
    done
    say "no Debian release in reach (${source_suites[*]}) offers $name as it is pinned"
    not_fetched+=("$name")
    rm -rf "$download"
}

fetch_package() {
    local name=$1 download found
    [ ! -f "$sources/$name.deb" ] || return 0
    if [ -n "${LONTAR_TARBALLS:-}" ]; then
        found=$(find "$LONTAR_TARBALLS" -maxdepth 1 -name "${name}_*.deb" -print -quit)
        if [ -n "$found" ]; then
            keep "$found" "$name.deb"
            return
        fi
    fi
    say "fetching $name"
    download=$(mktemp -d "$sources/.download-XXXXXX")
    if (cd "$download" && apt-get "${apt_user[@]}" download -qq "$name" 2>/dev/null) ||
        { private_packages_ready && (cd "$download" && private_apt download -qq "$name") >&2; }; then
        keep "$download/${name}"_*.deb "$name.deb"
    else
        not_fetched+=("${name}_*.deb")
    fi
    rm -rf "$download"
}

keep() {
    cp "$1" "$sources/.$2.part"
    mv "$sources/.$2.part" "$sources/$2"
}

give_up_if_not_fetched() {
    [ "${#not_fetched[@]}" != 0 ] || return 0
    give_up "could not fetch: ${not_fetched[*]}" "Nothing was built." \
        "Either check the network and start again," \
        "or put these files into a folder and set LONTAR_TARBALLS to it." \
        "The first part of a name is that of Debian's source package; the sums are in $here/sources.sha256."
}

# As root apt would hand the download to a user who cannot write here.
apt_user=()
[ "$(id -u)" != 0 ] || apt_user=(-o APT::Sandbox::User=root)

# The Debian releases that carry the versions we pin, whatever release the machine runs.
source_suites=(trixie bookworm)
package_suite=bookworm
apt_state=$cache/apt

private_apt() {
    apt-get "${apt_user[@]}" -o Dir::Etc::SourceList="$apt_state/sources.list" -o Dir::Etc::SourceParts="$apt_state/none" \
        -o Dir::State::Lists="$apt_state/lists" -o Dir::Cache="$apt_state/cache" "$@" </dev/null
}

# Asked once: where the first file finds no index, the others will not either.
private_apt_ready() {
    if [ -z "${private_apt_state:-}" ]; then
        private_apt_state=absent
        ! make_private_apt || private_apt_state=ready
    fi
    [ "$private_apt_state" = ready ]
}

# Address and keyring are those of the machine's own Debian source.
make_private_apt() {
    command -v apt-get >/dev/null || return 1
    local suite address keyring
    suite=$(. /etc/os-release && echo "${VERSION_CODENAME:-stable}")
    address=$(apt-get update --print-uris 2>/dev/null |
        sed -n "s#^'\\([^']*\\)/dists/\\($suite\\|stable\\|oldstable\\)/\\(In\\)\\?Release'.*#\\1#p" | head -n 1)
    if [ -z "$address" ]; then
        say "no Debian package source is configured on this machine"
        return 1
    fi
    keyring=$(grep -lrF --include='*.list' --include='*.sources' "$address" /etc/apt/sources.list /etc/apt/sources.list.d 2>/dev/null |
        head -n 1 | xargs -r sed -n 's/^Signed-By: *\(\/[^ ]*\)$/\1/p; s/^deb .*signed-by=\(\/[^] ]*\).*/\1/p' | head -n 1)
    mkdir -p "$apt_state/lists/partial" "$apt_state/cache/archives/partial" "$apt_state/none"
    for suite in "${source_suites[@]}"; do
        printf '%s %s%s %s main\n' deb-src "${keyring:+[signed-by=$keyring] }" "$address" "$suite"
    done >"$apt_state/sources.list"
    printf '%s %s%s %s main\n' deb "${keyring:+[signed-by=$keyring] }" "$address" "$package_suite" \
        >"$apt_state/packages.list"
    update_private_apt "of Debian ${source_suites[*]}"
}

update_private_apt() {
    say "reading the package index $1"
    private_apt update -qq -o APT::Update::Error-Mode=any >&2
}

# Where the machine has no index yet, or runs another release.
private_packages_ready() {
    [ -f "$apt_state/sources.list" ] || private_apt_ready || return 1
    cat "$apt_state/packages.list" >>"$apt_state/sources.list"
    update_private_apt "of Debian $package_suite"
}
