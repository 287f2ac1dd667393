#!/usr/bin/env bash
set -euo pipefail

help() {
  cat <<'TEXT'
Starts and stops a Kubernetes control plane (etcd, API server, controllers) on this machine, without a node: what a
test needs to speak to a real API server. The first use builds Kubernetes (minutes); after that it takes seconds.

  control-plane.sh up NAME [--no-controllers]   prints the path of the kubeconfig
  control-plane.sh down NAME [--keep]           ends it and removes its data (--keep: leaves the data)
  control-plane.sh stop|start|restart NAME api|etcd|controllers
  control-plane.sh status                       every cluster of this checkout, and what of it runs
  control-plane.sh prepare                      only fetches and builds what `up` needs

Any NAME will do, and several at once, from several checkouts. What is left for others:
  .local/NAME.kubeconfig    an administrator's
  .local/NAME/etcd.env      ETCDCTL_ENDPOINTS, certificates, and ETCDCTL (the program)
  .local/NAME/logs/         one log per component
Environment:
  WORKFLOWS_LOCAL_DIR         another folder in place of .local
  WORKFLOWS_CACHE             where binaries are kept (default: ~/.cache/workflows)
  KUBEBUILDER_ASSETS          a folder with etcd and kube-apiserver to use; nothing is built then
  WORKFLOWS_API_SERVER_FLAGS  more flags for the API server, separated by blanks
Exit codes: 0 done, 1 failed, 2 usage, 3 not possible on this machine.
TEXT
}

# shellcheck source=lib/control-plane.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib/control-plane.sh"

existing() { # NAME: sets folder and ports of a cluster that was started once
  folder="$(cluster_folder "$1")"
  [[ -s "$folder/slot" ]] || usage_error "there is no cluster '$1' in $STATE; 'control-plane.sh up $1' starts one"
  find_control_plane_tools
  cluster_ports "$folder"
}

up() {
  local name="$1" controllers="${2:-}" began
  case "$controllers" in
    '') controllers=yes ;;
    --no-controllers) controllers=no ;;
    *) usage_error "control-plane.sh up NAME [--no-controllers]" ;;
  esac
  find_control_plane_tools
  began="$(now_ms)"
  control_plane_up "$name" "$controllers"
  say "control plane $name is ready after $(seconds_since "$began"); logs in $(cluster_folder "$name")/logs"
  cluster_kubeconfig "$name"
}

down() {
  local name="$1" keep="${2:-}"
  [[ -z "$keep" || "$keep" == --keep ]] || usage_error "control-plane.sh down NAME [--keep]"
  folder="$(cluster_folder "$name")"
  [[ ! -f "$folder/node" ]] || fail "$name has a node; 'infra/local/down.sh' ends it"
  control_plane_stop "$name"
  [[ "$keep" != --keep ]] || return 0
  release_slot "$folder"
  rm -rf "$folder" "$(cluster_kubeconfig "$name")" "$STATE/.$name.lock"
}

start() {
  case "$2" in
    etcd) start_etcd "$folder" ;;
    api) start_api_server "$folder" "$1" ;;
    controllers) start_controllers "$folder" "$1" ;;
    *) usage_error "api, etcd or controllers, not '$2'" ;;
  esac
}

stop() {
  case "$2" in
    etcd) stop_detached "$folder" etcd 5 ;;
    api) stop_detached "$folder" api 0 ;;
    controllers) stop_detached "$folder" controller-manager 0 ;;
    *) usage_error "api, etcd or controllers, not '$2'" ;;
  esac
}

status() {
  local slot folder component line
  for slot in "$STATE"/*/slot; do
    [[ -f "$slot" ]] || continue
    folder="${slot%/slot}"
    line="${folder##*/}:"
    for component in etcd api controller-manager scheduler gateway node; do
      if is_running "$folder" "$component"; then line+=" $component"; fi
    done
    echo "$line"
  done
}

main() {
  local command="${1:-}" name="${2:-}" folder=""
  case "$command" in
    -h | --help | help) help; return 0 ;;
    prepare) find_control_plane_tools; return 0 ;;
    status) status; return 0 ;;
    up | down | stop | start | restart) ;;
    *) help >&2; return 2 ;;
  esac
  [[ -n "$name" ]] || usage_error "control-plane.sh $command NAME"
  check_cluster_name "$name"
  mkdir -p "$STATE"
  lock_cluster "$name"
  case "$command" in
    up | down) "$command" "${@:2}" ;;
    stop | start) existing "$name"; "$command" "$name" "${3:-}" ;;
    restart) existing "$name"; stop "$name" "${3:-}"; start "$name" "${3:-}" ;;
  esac
}

main "$@"
