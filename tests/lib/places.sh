# shellcheck shell=bash
# Where tests run: Azurite, and two clusters each for tests of units and for each share of the scenarios. Nobody waits for
# others then, and nobody's objects are in another's comparison. Clusters that were given are used by one after the other.

clusters="$logs/clusters"
shares=()

azurite() { WORKFLOWS_LOCAL_DIR="$clusters" bash "$root/infra/local/azurite.sh" "$@"; }

start_azurite() {
  local status=0 settings
  step "Starting Azurite (log: .local/tests/azurite.log)"
  settings="$(azurite up 2>"$logs/azurite.log")" || status=$?
  cat "$logs/azurite.log"
  case "$status" in
    0)
      # In a shell of its own: only the tests of Azure Blob Storage may find the connection string.
      # shellcheck source=/dev/null
      WORKFLOWS_TEST_AZURITE="$(. "$settings" && printf '%s' "$AZURE_STORAGE_CONNECTION_STRING")"
      export WORKFLOWS_TEST_AZURITE
      ;;
    3) echo "No Azurite can be had here: tests of Azure Blob Storage are skipped." ;;
    *)
      echo "Azurite is installed and did not start, which counts as one failed: tests of Azure Blob Storage are skipped."
      return 1
      ;;
  esac
}

start_clusters() { # SHARE [OPTION...]
  local share="$1" log="$logs/clusters-$1.log" status=0
  step "Starting two clusters: $share (log: .local/tests/clusters-$share.log)"
  WORKFLOWS_LOCAL_DIR="$clusters/$share" bash "$root/infra/local/up.sh" "${@:2}" 2>&1 | tee "$log" || status=${PIPESTATUS[0]}
  case "$status" in
    0) shares+=("$share") ;;
    3) echo "No clusters can be had here: what needs them is skipped." ;;
    *) give_up "The clusters did not start; see .local/tests/clusters-$share.log." ;;
  esac
}

start_places() {
  if [ -n "${WORKFLOWS_BLUE_KUBECONFIG:-}${WORKFLOWS_GREEN_KUBECONFIG:-}" ]; then
    start_clusters given
    [ ${#shares[@]} -eq 0 ] || enter_place given
    return
  fi
  start_clusters units
  [ ${#shares[@]} -gt 0 ] || return 0
  shares=()
  enter_place units
  if is_asked Workflows.Scenarios; then
    start_clusters pods
    start_clusters objects --no-node
  fi
}

# What tests find in their environment.
enter_place() { # SHARE
  export WORKFLOWS_LOCAL_DIR="$clusters/$1"
  export WORKFLOWS_TEST_BLUE="$WORKFLOWS_LOCAL_DIR/blue.kubeconfig" WORKFLOWS_TEST_GREEN="$WORKFLOWS_LOCAL_DIR/green.kubeconfig"
  export WORKFLOWS_TEST_KUBECONFIG="$WORKFLOWS_TEST_BLUE"
  unset WORKFLOWS_TEST_NODE
  if grep -qs '^yes' "$WORKFLOWS_LOCAL_DIR/blue.node" && grep -qs '^yes' "$WORKFLOWS_LOCAL_DIR/green.node"; then
    export WORKFLOWS_TEST_NODE=1
  fi
}

stop_places() {
  {
    local folder
    for folder in "$clusters"/*/; do
      [ ! -f "$folder/blue.node" ] || WORKFLOWS_LOCAL_DIR="${folder%/}" bash "$root/infra/local/down.sh" || true
    done
    azurite down || true
  } >"$logs/stop.log" 2>&1
}
