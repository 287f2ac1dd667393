#!/usr/bin/env bash
set -euo pipefail

help() {
  cat <<'TEXT'
Starts and stops Azurite, Microsoft's emulator of Azure Blob Storage, on this machine. The first use installs it from
npm (tests/azurite) into the cache; after that it takes seconds. The account's key is made anew for each folder.

  azurite.sh up [--host ADDRESS]   prints the path of a file to source: it sets AZURE_STORAGE_CONNECTION_STRING
  azurite.sh container NAME        creates a container unless it is there
  azurite.sh down [--keep]         ends it and removes its data (--keep: leaves the data)
  azurite.sh prepare               only installs

  --host ADDRESS    where it listens (default: 127.0.0.1, or where it does already). Pods of the local clusters reach
                    every address of this machine but that: HOST_ADDRESS in .local/blue/node.env is one that nobody
                    outside is led to. One that listens elsewhere is started anew and keeps its data.

What is left for others:
  .local/azurite.env        the connection string, readable by you alone
  .local/azurite/logs/      its log
Environment:
  WORKFLOWS_LOCAL_DIR       another folder in place of .local
  WORKFLOWS_CACHE           where it is kept (default: ~/.cache/workflows)
Exit codes: 0 done, 1 failed, 2 usage, 3 not possible on this machine.
TEXT
}

# shellcheck source=lib/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"
# shellcheck source=lib/processes.sh
. "$LOCAL_HOME/lib/processes.sh"

PACKAGE="$CHECKOUT/tests/azurite"
ACCOUNT=workflows
FOLDER="$STATE/azurite"
SETTINGS="$STATE/azurite.env"

# One folder per lock file: a checkout with another version does not disturb this one.
installed() {
  local hash
  hash="$(cat "$PACKAGE/package.json" "$PACKAGE/package-lock.json" | sha256sum)"
  echo "$CACHE/azurite/${hash:0:16}"
}

# The lock file was made with this version of node, which Debian 12 has: nothing in it needs a newer one.
wanted_node() { node -p 'require(process.argv[1]).engines.node.replace(">=", "")' "$PACKAGE/package.json"; }
is_node_new_enough() {
  local this
  this="$(node --version)"
  printf '%s\n' "$(wanted_node)" "${this#v}" | sort --version-sort --check=quiet
}

install_azurite() {
  local target work
  have node && have npm || unavailable "Azurite needs node and npm (Debian: apt install nodejs npm)."
  is_node_new_enough || unavailable "Azurite needs node $(wanted_node) or newer; this one is $(node --version)."
  target="$(installed)"
  [[ ! -d "$target" ]] || return 0
  mkdir -p "$CACHE/azurite"
  exec 8>"$CACHE/azurite/.lock"
  flock 8
  if [[ ! -d "$target" ]]; then
    # Left over from installations that were interrupted; nobody else can be in them while we hold the lock.
    rm -rf "$CACHE"/azurite/.install-*
    work="$(mktemp -d "$CACHE/azurite/.install-XXXXXX")"
    cp "$PACKAGE/package.json" "$PACKAGE/package-lock.json" "$work/"
    step "Azurite from npm" npm ci --prefix "$work" --ignore-scripts --no-audit --no-fund --omit-lockfile-registry-resolved ||
      unavailable "Azurite could not be installed from npm."
    # Whole or absent: an interrupted installation never has this name.
    mv -T "$work" "$target"
  fi
  exec 8>&-
}

address() { sed -n 's/.*successfully listens on \(http:[^ ]*\).*/\1/p' "$FOLDER/logs/azurite.log" 2>/dev/null | tail -n 1; }
has_address() { [[ -n "$(address)" ]]; }
has_address_or_ended() { has_address || ! is_running "$FOLDER" azurite; }

# Made with node, which must be there anyway; openssl need not.
make_key() {
  local key="$FOLDER/key"
  [[ ! -s "$key" ]] || return 0
  ( umask 077; node -e 'process.stdout.write(crypto.randomBytes(64).toString("base64"))' >"$key.new" )
  mv "$key.new" "$key"
}

# Its log is shown here: whoever reads of the failure may have removed the folder by then.
did_not_start() {
  say "error: Azurite $1; the end of its log:"
  tail -n 30 "$FOLDER/logs/azurite.log" | cut -c1-300 | sed 's/^/      /' >&2
  stop_detached "$FOLDER" azurite
  exit 1
}

up() {
  local began host=""
  if [[ "${1:-}" == --host ]]; then
    [[ "${2:-}" =~ ^[0-9]+(\.[0-9]+){3}$ ]] || usage_error "azurite.sh up [--host ADDRESS], an IPv4 address"
    host="$2"
  elif [[ -n "${1:-}" ]]; then
    usage_error "azurite.sh up [--host ADDRESS]"
  fi
  began="$(now_ms)"
  install_azurite
  if is_running "$FOLDER" azurite && [[ -s "$SETTINGS" && "$(address)" == "http://${host:+$host:}"* ]]; then echo "$SETTINGS"; return 0; fi
  # One that runs without settings was left by an 'up' that was ended before it wrote them: nobody knows its address.
  stop_detached "$FOLDER" azurite
  rm -f "$SETTINGS"
  mkdir -p "$FOLDER/data" "$FOLDER/logs"
  make_key
  : >"$FOLDER/logs/azurite.log"
  # By the environment, since anyone may read arguments. Port 0 is any that is free.
  AZURITE_ACCOUNTS="$ACCOUNT:$(<"$FOLDER/key")" start_detached "$FOLDER" azurite \
    node "$(installed)/node_modules/azurite/dist/src/blob/main.js" \
    --blobHost "${host:-127.0.0.1}" --blobPort 0 --location "$FOLDER/data" --silent --disableTelemetry
  wait_until 30 "Azurite listens" has_address_or_ended || did_not_start "does not listen"
  has_address || did_not_start "ended at once"
  ( umask 077
    echo "export AZURE_STORAGE_CONNECTION_STRING='DefaultEndpointsProtocol=http;AccountName=$ACCOUNT;AccountKey=$(<"$FOLDER/key");BlobEndpoint=$(address)/$ACCOUNT;'" >"$SETTINGS.new" )
  mv "$SETTINGS.new" "$SETTINGS"
  say "Azurite is ready after $(seconds_since "$began"); its log is in $FOLDER/logs"
  echo "$SETTINGS"
}

down() {
  [[ -z "${1:-}" || "$1" == --keep ]] || usage_error "azurite.sh down [--keep]"
  stop_detached "$FOLDER" azurite
  rm -f "$SETTINGS"
  [[ "${1:-}" == --keep ]] || rm -rf "$FOLDER"
}

container() {
  [[ -n "${1:-}" ]] || usage_error "azurite.sh container NAME"
  is_running "$FOLDER" azurite && [[ -s "$SETTINGS" ]] || fail "Azurite is not running; 'azurite.sh up' starts it"
  # shellcheck source=/dev/null
  . "$SETTINGS"
  node "$LOCAL_HOME/lib/create-container.mjs" "$1"
}

main() {
  local command="${1:-}"
  case "$command" in
    -h | --help | help) help; return 0 ;;
    up | down | container | prepare) ;;
    *) help >&2; return 2 ;;
  esac
  mkdir -p "$STATE"
  exec 6>"$STATE/.azurite.lock"
  flock 6
  case "$command" in
    prepare) install_azurite ;;
    *) "$command" "${@:2}" ;;
  esac
}

main "$@"
