# shellcheck shell=bash
# A terminal of a given size in which a program runs: keys go in, what stands on the screen comes out. Nothing sleeps
# for a fixed time; `see` waits until the text is there. A screen that is read while the program draws is a part of the
# old and a part of the new one: whoever needs several things of one screen waits for `see_whole`.
# Sourced after lib.sh.

terminals=0
terminal_socket=
program=         # process in the terminal
pane=            # the screen as it was last read

# open_terminal COLUMNS ROWS COMMAND...
open_terminal() {
    local columns=$1 rows=$2
    shift 2
    # Each its own: a server that was just ended may still hold its socket.
    terminals=$((terminals + 1))
    terminal_socket=$work/terminal-$terminals
    printf '%s\n' 'set -g status off' 'set -g remain-on-exit on' 'set -sg escape-time 0' \
        'set -g default-terminal tmux-256color' >"$work/tmux.conf"
    tmux -u -f "$work/tmux.conf" -S "$terminal_socket" new-session -d -x "$columns" -y "$rows" "$(printf '%q ' "$@")"
    program=$(in_terminal display-message -p '#{pane_pid}')
    last_call="$* in a terminal of ${columns}x$rows"
}
in_terminal() { tmux -S "$terminal_socket" "$@"; }
# close_terminal: as the window is closed; what the program held is free afterwards.
close_terminal() {
    [ -n "$terminal_socket" ] || return 0
    in_terminal kill-server 2>/dev/null || true
    terminal_socket=
    program_ends
}
program_ends() { until_true 60 "the end of the program" is_gone "$program"; }

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
# see_whole PATTERN [SECONDS]: a screen whose lowest line, which is drawn last, is `PATTERN`.
see_whole() {
    local deadline=$((SECONDS + ${2:-30}))
    until read_pane && grep -qE -e "$1" <<<"$(tail -n 1 <<<"$pane")"; do
        [ "$SECONDS" -le "$deadline" ] || wrong "\"$1\" in the lowest line" "$(printf '\n%s' "$pane")"
        sleep 0.05
    done
}
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
