#!/usr/bin/env bash
set -euo pipefail

help() {
  cat <<'TEXT'
Gives a control plane on this machine a node, so that pods run: containerd, kubelet and kube-proxy in namespaces of
their own, a scheduler, and images that were made here (nothing can be pulled).

  node.sh up NAME      for a cluster that `control-plane.sh up NAME` started
  node.sh down NAME    ends the node and everything in it; the control plane stays
  node.sh prepare      only fetches and makes what `up` needs
  node.sh why-not      prints why this machine can't run a node; nothing where it may

Images: workflows.local/shell:1 (busybox), workflows.local/redis:1, workflows.local/guestbook:1, and
workflows.local/mover:1, published from this checkout; imagePullPolicy IfNotPresent or Never.
Exit codes: 0 done, 1 failed, 2 usage, 3 not possible on this machine.
TEXT
}

# shellcheck source=lib/node.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib/node.sh"

up() {
  local name="$1" reason archives mover
  is_running "$(cluster_folder "$name")" api || usage_error "no control plane '$name' runs; 'control-plane.sh up $name' starts one"
  find_control_plane_tools
  reason="$(why_no_node)"
  [[ -z "$reason" ]] || unavailable "$reason."
  prepare_node
  archives="$(make_images)"
  mover="$(make_mover_image)"
  node_up "$name" "$archives"/*.tar ${mover:+"$mover"}
}

main() {
  case "${1:-}" in
    -h | --help | help) help ;;
    why-not) find_control_plane_tools; why_no_node ;;
    prepare) find_control_plane_tools; prepare_node; make_images; make_mover_image ;;
    up | down)
      [[ -n "${2:-}" ]] || usage_error "node.sh $1 NAME"
      check_cluster_name "$2"
      [[ -s "$(cluster_folder "$2")/slot" ]] || usage_error "there is no cluster '$2' in $STATE"
      lock_cluster "$2"
      if [[ "$1" == up ]]; then up "$2"; else node_down "$2"; fi
      ;;
    *) help >&2; return 2 ;;
  esac
}

main "$@"
