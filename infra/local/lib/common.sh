#!/usr/bin/env bash
# What every script here shares: where things are kept, and how it speaks to its reader.
# Sourced, never run.

# Without this a command that fails inside $(…) is passed over.
shopt -s inherit_errexit

LOCAL_HOME="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
CHECKOUT="$(cd "$LOCAL_HOME/../.." && pwd)"

# State of this checkout's clusters. Tests that want clusters of their own name another folder.
STATE="$(realpath -m "${WORKFLOWS_LOCAL_DIR:-$CHECKOUT/.local}")"
# Shared by all checkouts of this user: binaries that take minutes to make, and nothing else.
CACHE="${WORKFLOWS_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/workflows}"

# "This machine can't do it" is not "it failed": callers (tests/run.sh) skip on 3 and fail on the rest.
EXIT_UNAVAILABLE=3

now_ms() { local t="${EPOCHREALTIME/[.,]/}"; echo "${t%???}"; }
SCRIPT_BEGAN="$(now_ms)"

seconds_since() { # MS -> "1.2 s"
  local ms=$(( $(now_ms) - $1 ))
  printf '%d.%d s' $(( ms / 1000 )) $(( ms % 1000 / 100 ))
}

# All talk goes to stderr: stdout belongs to answers that another script may read.
say()  { printf '%s\n' "$*" >&2; }
note() { printf '    %s\n' "$*" >&2; }
fail() { printf 'error: %s\n' "$*" >&2; exit 1; }
usage_error() { printf 'usage: %s\n' "$*" >&2; exit 2; }
unavailable() { printf 'not possible here: %s\n' "$*" >&2; exit "$EXIT_UNAVAILABLE"; }

# step "what" PROGRAM…: says what is done, runs it, says how long it took. Its output stays out of the way in a log,
# whose end is shown when it fails. A program, not a function: bash forgets `set -e` in a function whose status is read.
step() {
  local what="$1" began log status=0
  shift
  began="$(now_ms)"
  mkdir -p "$STATE/logs"
  log="$STATE/logs/$(printf '%s' "$what" | tr -cs '[:alnum:]' '-' | tr '[:upper:]' '[:lower:]' | sed 's/^-*//; s/-*$//').log"
  "$@" >"$log" 2>&1 </dev/null || status=$?
  if (( status != 0 )); then
    say "  ✗ $what ($(seconds_since "$began")); the end of $log:"
    tail -n 12 "$log" | cut -c1-300 | sed 's/^/      /' >&2
    return "$status"
  fi
  say "  ✓ $what ($(seconds_since "$began"))"
}

is_root() { [[ "$(id -u)" == 0 ]]; }
have() { command -v "$1" >/dev/null 2>&1; }
