# shellcheck shell=bash
# Runs Windows programs on this machine without a screen, in a Windows of the build folder's own.
# Sourced from the root of the tree, under `set -euo pipefail`.

export WINEPREFIX=$PWD/build/windows/wine WINEARCH=win64 WINEDEBUG=-all
# No question for parts that this does not need, no menu entries on this machine.
export WINEDLLOVERRIDES="mscoree,mshtml=;winemenubuilder.exe="
unset DISPLAY WAYLAND_DISPLAY
wine=/usr/lib/wine/wine64
[ -x "$wine" ] || wine=$(command -v wine64 || command -v wine)
wineserver=/usr/lib/wine/wineserver
[ -x "$wineserver" ] || wineserver=$(command -v wineserver)

# start_wine: makes that Windows, and keeps it awake until the script ends. Programs then start in a fraction of a second; and
# the system's own, which the first program starts and which stay as long as any runs, hold nobody's output open.
start_wine() {
    if [ ! -f "$WINEPREFIX/made" ]; then
        rm -rf "$WINEPREFIX"
        "$wine" wineboot -i >/dev/null 2>&1
        "$wine" winecfg -v win10 >/dev/null 2>&1
        "$wineserver" -w
        touch "$WINEPREFIX/made"
    fi
    tail -f --pid=$$ /dev/null 2>/dev/null | "$wine" cmd >/dev/null 2>&1 &
    disown
    "$wine" cmd /c exit </dev/null >/dev/null 2>&1
}

# install_command NAME PROGRAM FOLDER: a command of this name there that runs the Windows program. Paths of this machine
# are good paths inside, on the drive of the current folder.
install_command() {
    {
        printf '#!/usr/bin/env bash\n'
        declare -p WINEPREFIX WINEARCH WINEDEBUG WINEDLLOVERRIDES | sed 's/^declare -x /export /'
        printf 'exec %q %q "$@"\n' "$wine" "$2"
    } >"$3/$1"
    chmod +x "$3/$1"
}

# install_province PROGRAMS FOLDER: the province's commands there. A province is made again until wine can verify what it
# shows (tests/support/certificate says why not); what the first tries wrote is thrown away.
install_province() {
    ln -s "$1"/lontar-test-{proxy,certificate} "$2/"
    cat >"$2/lontar-server" <<END
#!/usr/bin/env bash
[ "\$1" = init ] || exec '$1/lontar-server' "\$@"
secrets='' before=''
for word in "\$@"; do
    [ "\$before" != --secrets ] || secrets=\$word
    before=\$word
done
while :; do
    said=\$('$1/lontar-server' "\$@") || exit
    ! '$1/lontar-test-certificate' "\$LONTAR_SERVER_DATA" || break
    rm -rf "\$LONTAR_SERVER_DATA" "\$secrets"
done
printf '%s\\n' "\$said"
END
    chmod +x "$2/lontar-server"
}
