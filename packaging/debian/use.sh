#!/usr/bin/env bash
# Installs, uses, removes and purges the packages that lie beside this file. Started by test.sh, as root.
#   use.sh clean|shared    in a root that is thrown away, or on a machine that is cleaned up afterwards
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
where=$1
export LC_ALL=C.UTF-8 LONTAR_LANG=en DEBIAN_FRONTEND=noninteractive PATH=/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin

step() { printf 'debian: %s\n' "$*"; }
give_up() {
    printf 'debian: FAILED: %s\n' "$*" >&2
    exit 1
}
# expect CODE COMMAND...: keeps what was said in $out.
out=''
expect() {
    local code=0 wanted=$1
    shift
    out=$("$@" 2>&1 </dev/null) || code=$?
    [ "$code" = "$wanted" ] || give_up "exit $code instead of $wanted: $*"$'\n'"$out"
}
says() { case $out in *"$1"*) ;; *) give_up "\"$1\" is not in:"$'\n'"$out" ;; esac }

official=lontar-test
data=/var/lib/lontar-server
for place in $data /srv/lontar-test /home/$official; do
    [ ! -e "$place" ] || give_up "$place is there already"
done
server=
as_official() { runuser -u $official -- env -C /home/$official HOME=/home/$official LONTAR_LANG=en "$@"; }
as_province() { runuser -u lontar-server -- env -C / "$@"; }
stop_server() {
    [ -n "$server" ] || return 0
    kill "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
    server=
}
clean_up() {
    stop_server
    [ "$where" = shared ] || return 0
    dpkg --purge lontar lontar-server >/dev/null 2>&1 || true
    rm -rf $data /srv/lontar-test "/home/${official:?}"
    userdel $official 2>/dev/null || true
    userdel lontar-server 2>/dev/null || true
}
trap clean_up EXIT

step "install"
expect 0 dpkg -i ./*.deb
says "no province yet"
expect 0 lontar --version
version=$out
expect 0 lontar-server --version
[ "${version#lontar }" = "${out#lontar-server }" ] || give_up "two versions: $version, $out"
expect 0 lontar nik 5301041208850001
for file in /usr/share/man/man1/lontar.1.gz /usr/share/man/man8/lontar-server.8.gz \
    /usr/share/bash-completion/completions/lontar /usr/share/applications/lontar.desktop; do
    [ -s $file ] || give_up "$file was not installed"
done
getent passwd lontar-server >/dev/null || give_up "the server has no user"
[ "$(stat -c '%U %a' $data)" = "lontar-server 700" ] || give_up "$data: $(stat -c '%U %a' $data)"

# commands_in: a command stands before two blanks, an argument before its type.
commands_in() { sed -n 's/^  \([a-z][a-z-]*\)  .*/\1/p'; }
# words_of PROGRAM: every command and option its help knows, of the commands of commands too.
words_of() {
    local program=$1 command sub
    {
        "$program" --help
        for command in $("$program" --help | commands_in); do
            "$program" "$command" --help
            for sub in $("$program" "$command" --help | commands_in); do
                "$program" "$command" "$sub" --help
            done
        done
    } | tee words | grep -oE -e '(^|[ ,])--[a-z][a-z-]+' | tr -d ' ,' | sort -u
    commands_in <words | sort -u
}
step "manual and completion know every command and option"
for program in lontar lontar-server; do
    section=1
    [ $program = lontar ] || section=8
    manual=$(gzip -dc /usr/share/man/man$section/$program.$section.gz | sed 's/\\-/-/g')
    completion=$(cat /usr/share/bash-completion/completions/$program)
    known=0
    for word in $(words_of $program); do
        for text in "$manual" "$completion"; do
            grep -qE -e "(^|[^a-z-])$word([^a-z-]|\$)" <<<"$text" || give_up "$program: nothing is said of $word"
        done
        known=$((known + 1))
    done
    [ $known -gt 25 ] || give_up "only $known words were found in the help of $program"
done

step "units"
expect 0 systemd-analyze verify --man=no /lib/systemd/system/lontar-server.service
[ -z "$out" ] || give_up "$out"
expect 0 env XDG_RUNTIME_DIR="$PWD" systemd-analyze verify --man=no --user /usr/lib/systemd/user/lontar-sync.timer /usr/lib/systemd/user/lontar-sync.service
[ -z "$out" ] || give_up "$out"
expect 0 systemd-analyze security --offline=true --no-pager lontar-server.service
step "  exposure of the service: $(sed -n 's/.* level for [^:]*: \([0-9.]* [A-Z]*\).*/\1/p' <<<"$out")"
[ -L /etc/systemd/system/multi-user.target.wants/lontar-server.service ] || give_up "the service is not enabled"
[ -L /etc/systemd/user/timers.target.wants/lontar-sync.timer ] || give_up "the timer is not enabled"

step "a province, as the manual says"
echo "kuda lari di pantai" >passphrase
chmod 644 passphrase
install -d -m 700 -o lontar-server /srv/lontar-test /srv/lontar-test/secrets
port=$((20000 + RANDOM % 20000))
expect 0 as_province lontar-server init --name NTT --server "https://localhost:$port" --secrets /srv/lontar-test/secrets \
    --passphrase-file "$PWD/passphrase"
expect 0 as_province lontar-server invite 5321012005 --out /srv/lontar-test
serve() {
    # Not by the function: its process would be a shell's, and the server would outlive it.
    setpriv --reuid lontar-server --regid lontar-server --init-groups lontar-server serve --listen "127.0.0.1:$port" --log-file /srv/lontar-test/server.log &
    server=$!
    for _ in $(seq 200); do
        ! (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null || return 0
        sleep 0.1
    done
    give_up "the server does not listen: $(cat /srv/lontar-test/server.log)"
}
serve

step "a laptop of another user"
useradd -m $official
install -m 644 /srv/lontar-test/5321012005.lontar-activation /home/$official/
install -m 600 -o $official passphrase /home/$official/
# Before set-up the timer's run has nothing to do.
condition=$(sed -n 's/^ExecCondition=\/bin\/sh -c //p' /usr/lib/systemd/user/lontar-sync.service | tr -d "'")
expect 1 as_official sh -c "$condition"
expect 0 as_official lontar setup 5321012005.lontar-activation --officer Uji --role operator --yes \
    --recovery-sheet-to sheet.txt --passphrase-file passphrase
expect 0 as_official sh -c "$condition"
head -n 2 pekerja_20.csv >/home/$official/one.csv
expect 0 as_official lontar import one.csv --passphrase-file passphrase
expect 0 as_official lontar sync --passphrase-file passphrase
received() {
    expect 0 as_official lontar status --json --passphrase-file passphrase
    says '"received":1'
}
received
run=$(sed -n 's/^ExecStart=//p' /usr/lib/systemd/user/lontar-sync.service)
# shellcheck disable=SC2086 # a command line
expect 0 as_official $run
expect 0 as_province lontar-server report --json

step "the same again as an upgrade"
expect 0 dpkg -i ./*.deb
received

step "remove and purge: data stay"
stop_server
expect 0 dpkg -r lontar lontar-server
for program in /usr/bin/lontar /usr/sbin/lontar-server; do
    [ ! -e $program ] || give_up "$program is still there"
done
expect 0 dpkg --purge lontar lontar-server
says "kept"
says "$data"
left=$(find /etc /usr /var -path $data -prune -o -iname '*lontar*' ! -path '/var/mail/*' -print)
[ -z "$left" ] || give_up "left behind: $left"
for file in $data/province.db /home/$official/.local/share/lontar/register.db; do
    [ -s "$file" ] || give_up "$file is gone"
done
getent passwd lontar-server >/dev/null || give_up "the data have no owner any more"

step "installed again, everything is there"
expect 0 dpkg -i ./*.deb
received
expect 0 as_province lontar-server verify
says "revisions 1"

step "purged without data, nothing is left"
rm -rf $data
install -d -m 700 -o lontar-server $data
expect 0 dpkg --purge lontar lontar-server
[ ! -e $data ] || give_up "$data is still there"
! getent passwd lontar-server >/dev/null || give_up "the user is still there"

step "the tarballs"
tar -C /home/$official -xzf lontar-[0-9]*.tar.gz
mv /home/$official/lontar-[0-9]* /home/$official/.portable
expect 0 as_official .portable/bin/lontar status --json --passphrase-file passphrase
says '"received":1'
tar -xzf lontar-server-*.tar.gz
expect 0 ./lontar-server-*/sbin/lontar-server --version
