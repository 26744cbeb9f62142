# shellcheck shell=bash
# A terminal of a given size in which a program runs: keys go in, what stands on the screen comes out. Nothing sleeps
# for a fixed time; `see` waits until the text is there.
# Sourced after lib.sh.

terminal_socket=
pane=            # the screen as it was last read

# open_terminal COLUMNS ROWS COMMAND...
open_terminal() {
    local columns=$1 rows=$2
    shift 2
    terminal_socket=$work/terminal
    printf '%s\n' 'set -g status off' 'set -g remain-on-exit on' 'set -sg escape-time 0' \
        'set -g default-terminal tmux-256color' >"$work/tmux.conf"
    tmux -u -f "$work/tmux.conf" -S "$terminal_socket" new-session -d -x "$columns" -y "$rows" "$(printf '%q ' "$@")"
    last_call="$* in a terminal of ${columns}x$rows"
}
in_terminal() { tmux -S "$terminal_socket" "$@"; }
close_terminal() {
    [ -n "$terminal_socket" ] || return 0
    in_terminal kill-server 2>/dev/null || true
    terminal_socket=
}

press() { in_terminal send-keys "$@"; }
type_in() { in_terminal send-keys -l "$1"; }
read_pane() { pane=$(in_terminal capture-pane -p); }
shows() {
    read_pane
    grep -qF -e "$1" <<<"$pane"
}
lacks() { ! shows "$1"; }

# see TEXT [SECONDS]
see() {
    local deadline=$((SECONDS + ${2:-30}))
    until shows "$1"; do
        [ "$SECONDS" -le "$deadline" ] || wrong "\"$1\" on the screen" "$(printf '\n%s' "$pane")"
        sleep 0.05
    done
}
see_no_more() {
    local deadline=$((SECONDS + ${2:-30}))
    until lacks "$1"; do
        [ "$SECONDS" -le "$deadline" ] || wrong "no \"$1\" on the screen" "$(printf '\n%s' "$pane")"
        sleep 0.05
    done
}
program_ended() { [ "$(in_terminal display-message -p '#{pane_dead}')" = 1 ]; }
# back_to TEXT: one Escape at a time; two that come together are another key.
back_to() {
    press Escape
    see "$1"
}

# at_field LABEL: waits until the cursor of the form stands there.
at_field() {
    local deadline=$((SECONDS + 30))
    until read_pane && grep -q "^>. $1" <<<"$pane"; do
        [ "$SECONDS" -le "$deadline" ] || wrong "the cursor at \"$1\"" "$(printf '\n%s' "$pane")"
        sleep 0.05
    done
}
# answer LABEL TEXT: types into the field and leaves it by Enter.
answer() {
    at_field "$1"
    type_in "$2"
    press Enter
}
