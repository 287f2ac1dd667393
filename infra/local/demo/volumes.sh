#!/usr/bin/env bash
# The guestbook moves from blue to green with its data: two backups with an entry between them, the second of which
# stores what changed; the guestbook is removed from blue; then each is restored to green, into two namespaces, and
# redis says what it holds. Sourced by demo.sh, whose words (workflows, check, holds, breaks) it uses.

MOVER_IMAGE=workflows.local/mover:1
FIRST_ON_GREEN=guestbook-first

guestbook_moves() {
  if [[ "$(<"$STATE/blue.node")" != yes || "$(<"$STATE/green.node")" != yes ]]; then
    SUMMARY+=("  - no pods run on both clusters, so no volume was moved")
    return 0
  fi
  local first="$BACKUP-data-1" second="$BACKUP-data-2"
  redis "$BLUE" guestbook del demo >/dev/null
  add_entry one
  data_backup "$first" || return 0
  add_entry two
  data_backup "$second" || return 0
  step "the guestbook removed from blue" "$LOCAL_HOME/guestbook.sh" down "$BLUE"
  step "green cleared of the guestbook" "$LOCAL_HOME/guestbook.sh" down "$GREEN"
  offer_volumes
  data_restore "$second" guestbook "one two" || return 0
  # The guestbook beside it has its node port, which a service of the copy asks for too.
  data_restore "$first" "$FIRST_ON_GREEN" "one" --namespace-mappings "guestbook:$FIRST_ON_GREEN" \
    --exclude-resources services || return 0
}

# What an earlier run left: the copy, whose finalizers nobody serves, and the volumes that were made for it.
clear_copy() {
  local held
  kubectl --kubeconfig "$GREEN" delete namespace "$FIRST_ON_GREEN" --ignore-not-found --wait=false
  for held in configmap/held visitors.guestbook.workflows.example/hokusai.of.edo; do
    kubectl --kubeconfig "$GREEN" patch "$held" -n "$FIRST_ON_GREEN" --type=merge -p '{"metadata":{"finalizers":null}}' || true
  done
  kubectl --kubeconfig "$GREEN" delete pods --all -n "$FIRST_ON_GREEN" --grace-period=0 --force || true
  kubectl --kubeconfig "$GREEN" delete namespace "$FIRST_ON_GREEN" --ignore-not-found --timeout=120s
}

# redis KUBECONFIG NAMESPACE COMMAND…
redis() {
  local kubeconfig="$1" namespace="$2"
  shift 2
  # shellcheck disable=SC2016 # the pod's shell knows the password
  kubectl --kubeconfig "$kubeconfig" exec -n "$namespace" redis-leader-0 -- sh -c \
    'redis-cli --no-auth-warning -a "$REDIS_PASSWORD" "$@"' redis "$@"
}

add_entry() { redis "$BLUE" guestbook rpush demo "$1" >/dev/null; }

data_backup() { # NAME
  check "backup $1 took the guestbook's volumes along" "the guestbook's volumes can't be backed up" \
    workflows backup create "$1" --include-namespaces guestbook --include-cluster-resources true --include-secrets \
    --include-volume-data --mover-image "$MOVER_IMAGE" --kubeconfig "$BLUE" || return 1
  moved_data "$1"
}

# What each claim's backup read, found new and stored, as the product tells it.
moved_data() { # BACKUP
  local claim record
  workflows backup describe "$1" -o json 2>>"$DEMO/output.log" |
    jq -r '.volumes[] | select(.record) | "\(.claim) \(.record)"' | while read -r claim record; do
      workflows volume get "$record" -o json 2>>"$DEMO/output.log" | jq -r --arg claim "$claim" '
        (.volumes // [.])[0] | .totals as $t
        | (((.completedAt | sub("\\.[0-9]+"; "") | sub("\\+00:00"; "Z") | fromdate)
          - (.startedAt | sub("\\.[0-9]+"; "") | sub("\\+00:00"; "Z") | fromdate)) | if . < 1 then 1 else . end) as $seconds
        | "      \($claim): \($t.bytes) bytes, of which read \($t.readBytes), new \($t.newBytes), known already "
          + "\($t.bytes - $t.newBytes), stored \($t.storedBytes); \($t.readBytes / $seconds | floor) bytes/s"'
    done | tee -a "$DEMO/volumes.log" >&2
}

# Nothing provisions volumes on these clusters: folders of green's node, new ones each time, for whoever claims them.
offer_volumes() {
  local copy
  for copy in a b; do
    offer "leader" "$copy" 1Gi ReadWriteOnce
    offer "uploads" "$copy" 2Gi ReadWriteMany
  done
}

offer() { # VOLUME COPY SIZE MODE
  kubectl --kubeconfig "$GREEN" apply -f - >>"$DEMO/output.log" <<YAML
apiVersion: v1
kind: PersistentVolume
metadata: { name: "green-$1-$2", labels: { app.kubernetes.io/part-of: guestbook, volume: "$1" } }
spec:
  capacity: { storage: $3 }
  accessModes: [$4]
  storageClassName: guestbook-local
  persistentVolumeReclaimPolicy: Retain
  hostPath: { path: "/var/lib/kubelet/guestbook/$1-$2-$RANDOM$RANDOM", type: DirectoryOrCreate }
YAML
}

data_restore() { # BACKUP NAMESPACE ENTRIES OPTION…
  local backup="$1" namespace="$2" entries="$3" found
  shift 3
  check "restored $backup to green as $namespace, data before workloads" "$backup can't be restored with its data" \
    workflows restore create "$backup-on-green" --from-backup "$backup" --mover-image "$MOVER_IMAGE" \
    --kubeconfig "$GREEN" "$@" || return 1
  kubectl --kubeconfig "$GREEN" rollout status statefulset/redis-leader -n "$namespace" --timeout=120s >>"$DEMO/output.log" 2>&1 ||
    { breaks "redis does not start in $namespace on green"; return 1; }
  found="$(redis "$GREEN" "$namespace" lrange demo 0 -1 | tr -d '\r' | paste -sd' ')"
  if [[ "$found" == "$entries" ]]; then
    holds "redis in $namespace on green holds exactly: $found"
  else
    breaks "redis in $namespace on green holds '$found', not '$entries'"
  fi
}
