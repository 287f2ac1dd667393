#!/usr/bin/env bash
set -euo pipefail

help() {
  cat <<'TEXT'
The main job, on two real clusters: a guestbook on blue is backed up, that backup is killed in the middle and resumed,
its archive is verified and restored to green, and green is compared with the archive, object by object. Then the
guestbook moves with its data: two backups of its volumes, the second of what changed, each restored to green.

  demo.sh [--store URI] [--objects N] [--help]

  --store URI    where the backup goes (default: a new folder below .local/demo); azblob://CONTAINER goes to Azurite,
                 which is started, unless AZURE_STORAGE_CONNECTION_STRING names an account
  --objects N    how many small ConfigMaps are added, so that the backup has a middle (default: 6000)

Starts both clusters where they don't run (infra/local/up.sh) and leaves them running. Each run begins anew: green is
cleared of the guestbook first. The product's own output and its journal are in .local/demo.
Environment: as for up.sh; WORKFLOWS_CLI names another command than the one that is built from src/Workflows.Cli.
Exit codes: 0 every comparison holds; 1 one doesn't; 2 usage; 3 not possible on this machine.
TEXT
}

# shellcheck source=lib/control-plane.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib/control-plane.sh"
# shellcheck source=demo/volumes.sh
. "$(dirname "${BASH_SOURCE[0]}")/demo/volumes.sh"

DEMO="$STATE/demo"
BLUE="$(cluster_kubeconfig blue)"
GREEN="$(cluster_kubeconfig green)"
NAMESPACES='guestbook*'
OBJECTS=6000
STORE=""
CLI=()
SUMMARY=()
BROKEN=0

holds()  { SUMMARY+=("  ✓ $1"); say "  ✓ $1"; }
breaks() { SUMMARY+=("  ✗ $1"); say "  ✗ $1"; BROKEN=1; }

# The product, with what every call of it has in common.
workflows() { "${CLI[@]}" "$@" --store "$STORE" --state "$DEMO/state"; }

find_cli() {
  local project="$CHECKOUT/src/Workflows.Cli"
  if [[ -n "${WORKFLOWS_CLI:-}" ]]; then
    read -ra CLI <<<"$WORKFLOWS_CLI"
    return 0
  fi
  have dotnet || unavailable "the .NET SDK is needed to build the product."
  # Run from what was built: `dotnet run` would put itself between us and the process that is to be killed.
  step "build the product" dotnet build "$project" -c Release -v quiet --nologo -clp:NoSummary
  CLI=(dotnet "$(dotnet msbuild "$project" -getProperty:TargetPath -p:Configuration=Release)")
}

# A store of Azure's without an account to go with it: Azurite, where the pods of both clusters reach it.
emulated_store() {
  [[ "$STORE" == azblob://* && -z "${AZURE_STORAGE_CONNECTION_STRING:-}" ]] || return 0
  local host=127.0.0.1 container="${STORE#azblob://}" settings
  [[ "$(<"$STATE/blue.node")" != yes ]] || host="$(sed -n "s/^HOST_ADDRESS='\(.*\)'/\1/p" "$STATE/blue/node.env")"
  settings="$("$LOCAL_HOME/azurite.sh" up --host "$host")"
  # shellcheck disable=SC1090 # it is made by the command before
  . "$settings"
  "$LOCAL_HOME/azurite.sh" container "${container%%/*}"
}

prepare() {
  step "a guestbook on blue" "$LOCAL_HOME/guestbook.sh" up "$BLUE"
  step "$OBJECTS small ConfigMaps more" "$LOCAL_HOME/demo/filler.sh" up "$BLUE" "$OBJECTS" &
  local filling=$!
  clear_green
  wait "$filling"
  if [[ "$(<"$STATE/blue.node")" == yes ]]; then
    step "an entry through a frontend, read from a follower" "$LOCAL_HOME/guestbook.sh" sign "$BLUE"
  fi
  step "CronJobs suspended" "$LOCAL_HOME/demo/suspend.sh" "$BLUE" true
}

# Without controllers no namespace ever goes: then a new cluster is quicker than a clean one.
clear_green() {
  if [[ -f "$STATE/green/controllers" && "$(<"$STATE/green/controllers")" == no ]]; then
    step "green ended" "$LOCAL_HOME/control-plane.sh" down green
    step "green begun anew" "$LOCAL_HOME/control-plane.sh" up green
  else
    clear_copy >>"$DEMO/output.log" 2>&1
    step "green cleared of the guestbook" "$LOCAL_HOME/guestbook.sh" down "$GREEN"
    step "green cleared of the ConfigMaps" "$LOCAL_HOME/demo/filler.sh" down "$GREEN"
  fi
}

# How many files the store holds: with parts staged there are more. Nothing for a store that isn't a folder.
stored_files() { if [[ -d "$STORE" ]]; then find "$STORE" -type f | wc -l; else echo 0; fi; }

is_complete() { # BACKUP
  local answer
  answer="$(workflows backup get "$1" -o json 2>>"$DEMO/output.log")" || return 1
  grep -qiE '"phase": *"completed"' <<<"$answer"
}

# Known as interrupted, or not known at all. Any other answer, an error too, is not "no backup".
is_interrupted() { # BACKUP
  local answer status=0
  answer="$(workflows backup get "$1" -o json 2>>"$DEMO/output.log")" || status=$?
  case "$status" in
    0) ! grep -qiE '"phase": *"(completed|partiallyfailed)"' <<<"$answer" ;;
    4) ;;
    *) return 1 ;;
  esac
}

# killed_in_the_middle NAME MOMENT: runs a backup until that moment and kills it; 0 when it was killed before it was done.
killed_in_the_middle() {
  local name="$1" moment="$2" log="$DEMO/backup-killed.log" pid before status=0
  before="$(stored_files)"
  workflows_in_background "$log" backup create "$name" --include-namespaces "$NAMESPACES" \
    --include-cluster-resources true --include-secrets --kubeconfig "$BLUE"
  pid="$BACKGROUND"
  until the_moment_has_come "$moment" "$log" "$before" || ! kill -0 "$pid" 2>/dev/null; do :; done
  kill -KILL "$pid" 2>/dev/null || true
  wait "$pid" 2>/dev/null || status=$?
  # 137: by our signal, and not by itself.
  (( status == 137 )) && is_interrupted "$name"
}

# The process itself, without a shell around it that would be killed in its place.
workflows_in_background() { # LOG ARGUMENT…
  local log="$1"
  shift
  "${CLI[@]}" "$@" --store "$STORE" --state "$DEMO/state" >"$log" 2>&1 </dev/null &
  BACKGROUND=$!
}

the_moment_has_come() { # MOMENT LOG FILES-BEFORE
  case "$1" in
    staged) grep -q '^capturing' "$2" && (( $(stored_files) >= $3 + 2 )) ;;
    capturing) grep -q '^capturing' "$2" ;;
    *) [[ -s "$2" ]] ;;
  esac
}

# A fast machine may be done before it's killed: then once more with a new backup, and earlier.
interrupted_backup() {
  local moment attempt=0
  for moment in staged capturing any; do
    attempt=$(( attempt + 1 ))
    BACKUP="demo-$(date -u +%Y%m%d-%H%M%S)-$attempt"
    if killed_in_the_middle "$BACKUP" "$moment"; then
      holds "backup $BACKUP killed with SIGKILL in the middle ($(last_progress)), and it counts as no backup"
      return 0
    fi
    say "    $BACKUP was done before it could be killed; once more"
  done
  breaks "the backup could not be killed in the middle; see $DEMO/backup-killed.log (more --objects help)"
  return 1
}

last_progress() { grep -E '^[a-z]+' "$DEMO/backup-killed.log" | tail -n 1 | cut -c1-80; }

# check "what holds" "what doesn't" COMMAND…: with how long it took; the product's words go to the log.
check() {
  local good="$1" bad="$2" began status=0
  shift 2
  began="$(now_ms)"
  "$@" >>"$DEMO/output.log" 2>&1 </dev/null || status=$?
  if (( status == 0 )); then
    holds "$good ($(seconds_since "$began"))"
  else
    breaks "$bad (exit code $status); the end of $DEMO/output.log:"
    tail -n 12 "$DEMO/output.log" | cut -c1-300 | sed 's/^/      /' >&2
    return 1
  fi
}

resumed_backup() {
  check "resumed, and complete now" "the backup can't be resumed" workflows resume --kubeconfig "$BLUE" || return 1
  is_complete "$BACKUP" || { breaks "resumed, but $BACKUP isn't complete"; return 1; }
}

green_runs() {
  if [[ "$(<"$STATE/green.node")" != yes ]]; then
    SUMMARY+=("  - no pod runs on green, so none was waited for")
    return 0
  fi
  check "the guestbook runs on green and takes an entry" "the guestbook doesn't run on green" \
    "$LOCAL_HOME/guestbook.sh" sign "$GREEN"
}

second_opinion() {
  local answer
  if answer="$("$LOCAL_HOME/demo/second-opinion.sh" "$BLUE" "$GREEN" "$DEMO/second-opinion")"; then
    holds "kubectl, asked on both clusters, agrees: $answer"
  else
    breaks "kubectl finds differences: $answer"
  fi
}

main_job() {
  interrupted_backup || return 0
  resumed_backup || return 0
  check "archive verified" "the archive can't be verified" workflows backup verify "$BACKUP" || return 0
  check "restored to green" "the restore did not succeed" \
    workflows restore create "$BACKUP-on-green" --from-backup "$BACKUP" --kubeconfig "$GREEN" || return 0
  check "green compared with the archive, object by object: equal" "green is not what the archive says" \
    workflows backup compare "$BACKUP" --kubeconfig "$GREEN" || true
  second_opinion
  # Last: from here on green goes its own way.
  green_runs || true
  guestbook_moves
}

summary() {
  say ""
  say "Backup ${BACKUP:-none} in $STORE"
  printf '%s\n' "${SUMMARY[@]}" >&2
  if (( BROKEN )); then say "Not every comparison holds ($(seconds_since "$SCRIPT_BEGAN"))."; return 1; fi
  say "Every comparison holds ($(seconds_since "$SCRIPT_BEGAN"))."
}

main() {
  while (( $# )); do
    case "$1" in
      --store) STORE="${2:-}"; shift ;;
      --objects) OBJECTS="${2:-}"; shift ;;
      -h | --help) help; return 0 ;;
      *) usage_error "demo.sh [--store URI] [--objects N] [--help]" ;;
    esac
    shift
  done
  [[ "$OBJECTS" =~ ^[1-9][0-9]*$ ]] || usage_error "--objects takes a number"
  "$LOCAL_HOME/up.sh"
  rm -rf "$DEMO"
  mkdir -p "$DEMO"
  [[ -n "$STORE" ]] || { STORE="$DEMO/store"; mkdir "$STORE"; }
  emulated_store
  find_cli
  prepare
  main_job
  "$LOCAL_HOME/demo/suspend.sh" "$BLUE" false >>"$DEMO/output.log" 2>&1 || true
  summary
}

main "$@"
