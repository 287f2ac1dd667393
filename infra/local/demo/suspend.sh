#!/usr/bin/env bash
# Stops the guestbook's clock, or lets it run again: what a CronJob starts while two clusters are compared would be a
# difference that nobody made.
#   suspend.sh KUBECONFIG true|false
set -euo pipefail

# shellcheck source=../lib/tools.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/tools.sh"

main() {
  (( $# == 2 )) || usage_error "suspend.sh KUBECONFIG true|false"
  find_kubectl
  local k=("$KUBECTL" --kubeconfig "$1")
  "${k[@]}" patch cronjob count -n guestbook-jobs --type=merge -p "{\"spec\":{\"suspend\":$2}}"
  # What it has started already is let finish, where anything runs at all.
  if [[ "$2" == true && -n "$("${k[@]}" get nodes -o name)" ]]; then
    "${k[@]}" wait job --all -n guestbook-jobs --for=condition=Complete --timeout=60s
  fi
}

main "$@"
