#!/usr/bin/env bash
# Compares the guestbook on two clusters without the product: what kubectl reads of one must be what it reads of the
# other. Prints one line, and where they differ the objects that do.
#   second-opinion.sh KUBECONFIG KUBECONFIG FOLDER     (FOLDER keeps both sides)
set -euo pipefail

# shellcheck source=../lib/tools.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/tools.sh"

HERE="$(dirname "${BASH_SOURCE[0]}")"
NAMESPACED=configmaps,secrets,services,endpoints,serviceaccounts,persistentvolumeclaims,resourcequotas,limitranges
NAMESPACED+=,deployments.apps,statefulsets.apps,jobs.batch,cronjobs.batch,ingresses.networking.k8s.io
NAMESPACED+=,networkpolicies.networking.k8s.io,poddisruptionbudgets.policy,horizontalpodautoscalers.autoscaling
NAMESPACED+=,roles.rbac.authorization.k8s.io,rolebindings.rbac.authorization.k8s.io,visitors.guestbook.workflows.example
BY_LABEL=namespaces,persistentvolumes,storageclasses.storage.k8s.io,priorityclasses.scheduling.k8s.io
BY_LABEL+=,clusterroles.rbac.authorization.k8s.io,clusterrolebindings.rbac.authorization.k8s.io
BY_LABEL+=,customresourcedefinitions.apiextensions.k8s.io
CLUSTER=indices.guestbook.workflows.example

read_cluster() { # KUBECONFIG FILE
  local k=("$KUBECTL" --kubeconfig "$1" get -o json)
  { "${k[@]}" -A "$NAMESPACED"; "${k[@]}" "$CLUSTER"; "${k[@]}" "$BY_LABEL" -l app.kubernetes.io/part-of=guestbook; } |
    jq -rS -f "$HERE/second-opinion.jq" | LC_ALL=C sort >"$2"
}

main() {
  (( $# == 3 )) || usage_error "second-opinion.sh KUBECONFIG KUBECONFIG FOLDER"
  local folder="$3" first second
  mkdir -p "$folder"
  find_kubectl
  have jq || debian_install jq
  read_cluster "$1" "$folder/one"
  read_cluster "$2" "$folder/other"
  first="$(wc -l <"$folder/one")"
  second="$(wc -l <"$folder/other")"
  if cmp -s "$folder/one" "$folder/other" && (( first > 0 )); then
    echo "$first objects, all equal"
    return 0
  fi
  echo "$first objects on one, $second on the other, and these differ (all in $folder):"
  # What is on one side only, or on both with other content: named once.
  LC_ALL=C comm -3 "$folder/one" "$folder/other" | sed 's/^\t//' | cut -f1 | LC_ALL=C sort -u | head -n 20
  return 1
}

main "$@"
