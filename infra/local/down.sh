#!/usr/bin/env bash
set -euo pipefail

help() {
  cat <<'TEXT'
Ends what up.sh started, and nothing else: processes by their pid and start time, the nodes' network links and control
groups. Clusters that were given as kubeconfigs are left alone.

  down.sh            ends blue and green; what they hold is there again after the next up.sh
  down.sh --purge    and removes their data, the demo's and the logs
  down.sh --all      also every other cluster of this checkout (control-plane.sh up NAME)
  down.sh --help
What was built stays in ~/.cache/workflows (or WORKFLOWS_CACHE).
TEXT
}

# shellcheck source=lib/node.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib/node.sh"

clusters() { # ALL
  local slot
  if [[ "$1" == yes ]]; then
    for slot in "$STATE"/*/slot; do [[ ! -f "$slot" ]] || basename "${slot%/slot}"; done
  else
    printf '%s\n' blue green
  fi
}

end_cluster() { # NAME PURGE
  local name="$1" folder
  folder="$(cluster_folder "$name")"
  if [[ -d "$folder" ]]; then
    lock_cluster "$name"
    node_down "$name"
    control_plane_stop "$name"
    if [[ "$2" == yes ]]; then
      release_slot "$folder"
      rm -rf "$folder"
    fi
    say "  ✓ $name ended"
  fi
  # A kubeconfig says that there is a cluster to speak to.
  rm -f "$(cluster_kubeconfig "$name")" "$STATE/$name.node" "$STATE/.$name.lock"
}

main() {
  local purge=no all=no name
  while (( $# )); do
    case "$1" in
      --purge) purge=yes ;;
      --all) all=yes ;;
      -h | --help) help; return 0 ;;
      *) usage_error "down.sh [--purge] [--all] [--help]" ;;
    esac
    shift
  done
  for name in $(clusters "$all"); do end_cluster "$name" "$purge"; done
  if [[ "$purge" == yes ]]; then rm -rf "${STATE:?}/logs" "${STATE:?}/demo"; fi
  say "Down after $(seconds_since "$SCRIPT_BEGAN")."
}

main "$@"
