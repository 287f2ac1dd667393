#!/usr/bin/env bash
# Many small objects, so that a backup takes long enough to have a middle.
#   filler.sh up KUBECONFIG COUNT   COUNT ConfigMaps over namespaces of 500
#   filler.sh down KUBECONFIG
set -euo pipefail

# shellcheck source=../lib/tools.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/tools.sh"

PER_NAMESPACE=500
CLIENTS=4
LABEL=workflows.example/filler=yes

k() { "$KUBECTL" --kubeconfig "$KUBECONFIG_FILE" "$@"; }

# The same every time: name, text and all.
config_maps() { # NAMESPACE-NUMBER COUNT
  awk -v ns="$(namespace "$1")" -v first="$(( ($1 - 1) * PER_NAMESPACE ))" -v count="$2" -v label="${LABEL%%=*}" '
    BEGIN {
      print "{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":["
      for (i = 1; i <= count; i++) {
        text = ""
        for (j = 0; j < 12; j++) text = text sprintf("%d times %d is %d; ", first + i, j, (first + i) * j)
        printf "%s{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"page-%06d\",\"namespace\":\"%s\",\"labels\":{\"%s\":\"yes\"}},\"data\":{\"number\":\"%d\",\"text\":\"%s — ✓\"}}\n",
          (i > 1 ? "," : ""), first + i, ns, label, first + i, text
      }
      print "]}"
    }'
}

namespace() { printf 'guestbook-archive-%02d' "$1"; }

fill() { # NAMESPACE-NUMBER COUNT
  local have_now
  have_now="$(k get configmaps -n "$(namespace "$1")" -l "$LABEL" -o name | wc -l)"
  (( have_now != $2 )) || return 0
  # Some are there from a run that was stopped: then each is looked at, which is slower.
  if (( have_now == 0 )); then
    config_maps "$1" "$2" | k create --validate=false -f - >/dev/null
  else
    config_maps "$1" "$2" | k apply --validate=false -f - >/dev/null
  fi
}

up() {
  local total="$1" number namespaces
  namespaces=$(( (total + PER_NAMESPACE - 1) / PER_NAMESPACE ))
  for (( number = 1; number <= namespaces; number++ )); do
    printf -- '---\n{ apiVersion: v1, kind: Namespace, metadata: { name: %s, labels: { %s } } }\n' "$(namespace "$number")" "${LABEL/=/: \"}\""
  done | k apply -f - >/dev/null
  # One client waits for the server most of the time.
  for (( number = 1; number <= namespaces; number++ )); do
    echo "$number $(( total - (number - 1) * PER_NAMESPACE < PER_NAMESPACE ? total - (number - 1) * PER_NAMESPACE : PER_NAMESPACE ))"
  done | xargs -P "$CLIENTS" -L 1 "$0" fill "$KUBECONFIG_FILE"
  [[ "$(k get configmaps -A -l "$LABEL" -o name | wc -l)" == "$total" ]] || fail "not all $total ConfigMaps could be created"
}

down() { k delete namespace -l "$LABEL" --ignore-not-found --timeout=180s >/dev/null; }

main() {
  case "${1:-} $#" in
    'up 3' | 'down 2' | 'fill 4') ;;
    *) usage_error "filler.sh up KUBECONFIG COUNT | down KUBECONFIG" ;;
  esac
  KUBECONFIG_FILE="$2"
  find_kubectl
  "$1" "${@:3}"
}

main "$@"
