#!/usr/bin/env bash
set -euo pipefail

help() {
  cat <<'TEXT'
Brings up two real Kubernetes clusters, blue and green, on this machine.

  up.sh              control planes with one node each; what runs already stays
  up.sh --no-node    control planes alone: objects can be stored, no pod runs
  up.sh --help

What is left for others, in .local at the root of the checkout (or in WORKFLOWS_LOCAL_DIR):
  blue.kubeconfig, green.kubeconfig    an administrator's
  blue.node, green.node                "yes", or "no: " and the reason why no pod runs there
  blue/logs, green/logs, logs          one log per component; one per step of this script
  bin                                  kubectl and etcdctl

The first run fetches Debian's packages and builds Kubernetes from Debian's source package (about five minutes), into
~/.cache/workflows (or WORKFLOWS_CACHE). It installs dpkg-dev, iproute2, iptables, conntrack, socat where missing, and
no service. Later runs take seconds.

Clusters of your own in place of these: name two kubeconfig files in WORKFLOWS_BLUE_KUBECONFIG and
WORKFLOWS_GREEN_KUBECONFIG; nothing is built or started then. Binaries of your own: KUBEBUILDER_ASSETS names a folder
with etcd and kube-apiserver.

Exit codes: 0 done, 1 failed, 2 usage, 3 not possible on this machine.
Next: infra/local/demo.sh shows the product at work; infra/local/down.sh ends the clusters.
TEXT
}

# shellcheck source=lib/control-plane.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib/control-plane.sh"

CLUSTERS=(blue green)

# Flattened: certificates that a kubeconfig names by a relative path would not be found from here.
use_given() { # NAME FILE
  local name="$1" given="$2" file node=no
  file="$(cluster_kubeconfig "$name")"
  [[ -r "$given" ]] || fail "the kubeconfig for $name, $given, can't be read"
  ( umask 077; "$KUBECTL" config view --raw --flatten --minify --kubeconfig "$given" >"$file.new" ) ||
    fail "the kubeconfig for $name, $given, isn't one that kubectl reads"
  mv "$file.new" "$file"
  "$KUBECTL" --kubeconfig "$file" --request-timeout=20s get --raw /version >/dev/null ||
    fail "the cluster of $given doesn't answer"
  if "$KUBECTL" --kubeconfig "$file" get nodes -o jsonpath='{.items[*].status.conditions[?(@.type=="Ready")].status}' |
     grep -qw True; then node=yes; else node="no: the cluster that was given has no node that is Ready"; fi
  echo "$node" >"$STATE/$name.node"
  say "  ✓ $name is the cluster of $given"
}

use_given_clusters() {
  [[ -n "${WORKFLOWS_BLUE_KUBECONFIG:-}" && -n "${WORKFLOWS_GREEN_KUBECONFIG:-}" ]] ||
    usage_error "name both WORKFLOWS_BLUE_KUBECONFIG and WORKFLOWS_GREEN_KUBECONFIG, or neither"
  local name
  for name in "${CLUSTERS[@]}"; do
    ! is_running "$(cluster_folder "$name")" api || fail "a $name of this checkout runs already; 'infra/local/down.sh' ends it"
  done
  find_kubectl
  use_given blue "$WORKFLOWS_BLUE_KUBECONFIG"
  use_given green "$WORKFLOWS_GREEN_KUBECONFIG"
}

bring_up() { # NAME REASON-FOR-NO-NODE
  local name="$1" reason="$2" status=0
  step "control plane $name" "$LOCAL_HOME/control-plane.sh" up "$name" || exit "$?"
  if [[ -z "$reason" ]]; then
    step "node $name" "$LOCAL_HOME/node.sh" up "$name" || status=$?
    if (( status != 0 )); then
      reason="it was tried and failed; see $(cluster_folder "$name")/logs"
      "$LOCAL_HOME/node.sh" down "$name" || true
    fi
  fi
  if [[ -z "$reason" ]]; then echo yes; else echo "no: $reason"; fi >"$STATE/$name.node"
}

start_clusters() { # REASON-FOR-NO-NODE
  local reason="$1" name status=0 jobs=()
  find_control_plane_tools
  if [[ -z "$reason" ]]; then reason="$("$LOCAL_HOME/node.sh" why-not)"; fi
  if [[ -z "$reason" ]]; then
    step "packages and images for the nodes" "$LOCAL_HOME/node.sh" prepare || reason="what it needs could not be fetched"
  fi
  # Side by side: most of the time one waits while the other works.
  for name in "${CLUSTERS[@]}"; do
    bring_up "$name" "$reason" &
    jobs+=("$!")
  done
  for name in "${jobs[@]}"; do wait "$name" || status=$?; done
  (( status == 0 )) || exit "$status"
}

main() {
  local reason="" name node
  while (( $# )); do
    case "$1" in
      --no-node) reason="up.sh was told --no-node" ;;
      -h | --help) help; return 0 ;;
      *) usage_error "up.sh [--no-node] [--help]" ;;
    esac
    shift
  done
  mkdir -p "$STATE/logs"
  say "Two clusters, blue and green; state and logs in $STATE"
  if [[ -n "${WORKFLOWS_BLUE_KUBECONFIG:-}${WORKFLOWS_GREEN_KUBECONFIG:-}" ]]; then
    use_given_clusters
  else
    start_clusters "$reason"
  fi
  for name in "${CLUSTERS[@]}"; do
    node="$(<"$STATE/$name.node")"
    [[ "$node" == yes ]] || say "No pod runs on $name: ${node#no: }."
  done
  say "Ready after $(seconds_since "$SCRIPT_BEGAN"). Try:"
  note "kubectl --kubeconfig $(cluster_kubeconfig blue) get all -A"
}

main "$@"
