# shellcheck shell=bash
# Where tests run: Azurite, and two clusters each for tests of units and for those scenarios that wait for pods and those
# that don't. What runs in one place waits for nobody else's clusters, and nobody's objects are in another's comparison.

clusters="$logs/clusters"
places=(here) # "here" has no clusters.

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

start_clusters() { # PLACE [OPTION...]
  WORKFLOWS_LOCAL_DIR="$clusters/$1" bash "$root/infra/local/up.sh" "${@:2}" 2>&1
}

# The first clusters: they are built where they must be, and it shows whether there can be any.
start_places() {
  local status=0 first=units
  [ "$unit" = 0 ] || return 0
  [ -z "${WORKFLOWS_BLUE_KUBECONFIG:-}${WORKFLOWS_GREEN_KUBECONFIG:-}" ] || first=given
  step "Starting two clusters (log: .local/tests/clusters-$first.log)"
  start_clusters "$first" | tee "$logs/clusters-$first.log" || status=${PIPESTATUS[0]}
  case "$status" in
    0) places=("$first") ;;
    3) echo "No clusters can be had here: what needs them is skipped." ;;
    *) give_up "The clusters did not start; see .local/tests/clusters-$first.log." ;;
  esac
  if [ "${places[0]}" = units ] && is_asked Workflows.Scenarios; then places=(pods objects units); fi
}

# Starts what is not started yet, and tells tests of it.
enter_place() { # PLACE
  local log="$logs/clusters-$1.log" status=0
  case "$1" in
    here) return 0 ;;
    pods) start_clusters pods >"$log" || status=$? ;;
    objects) start_clusters objects --no-node >"$log" || status=$? ;;
  esac
  if [ "$status" -ne 0 ]; then
    step "Two clusters for $1 did not start, which counts as one failed (log: .local/tests/clusters-$1.log)"
    tail -n 20 "$log"
    return 1
  fi

  export WORKFLOWS_LOCAL_DIR="$clusters/$1"
  export WORKFLOWS_TEST_BLUE="$WORKFLOWS_LOCAL_DIR/blue.kubeconfig" WORKFLOWS_TEST_GREEN="$WORKFLOWS_LOCAL_DIR/green.kubeconfig"
  export WORKFLOWS_TEST_KUBECONFIG="$WORKFLOWS_TEST_BLUE"
  unset WORKFLOWS_TEST_NODE
  if grep -qs '^yes' "$WORKFLOWS_LOCAL_DIR/blue.node" && grep -qs '^yes' "$WORKFLOWS_LOCAL_DIR/green.node"; then
    export WORKFLOWS_TEST_NODE=1
  fi
}

leave_place() { # PLACE
  local folder="$clusters/$1"
  [ ! -f "$folder/blue.node" ] || WORKFLOWS_LOCAL_DIR="$folder" bash "$root/infra/local/down.sh" >>"$logs/stop.log" 2>&1 || true
}

stop_places() {
  local place
  for place in given units pods objects; do leave_place "$place"; done
  azurite down >>"$logs/stop.log" 2>&1 || true
}
