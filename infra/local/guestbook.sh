#!/usr/bin/env bash
set -euo pipefail

help() {
  cat <<'TEXT'
Installs the guestbook, a small application with one of everything that a backup must carry, or removes it.

  guestbook.sh up KUBECONFIG     applies infra/local/guestbook/*.yaml and what can't be written down (a certificate, a
                                 Helm release, a large ConfigMap), and waits until all of it runs
  guestbook.sh down KUBECONFIG   removes all of it, finalizers included, and waits until it's gone
  guestbook.sh sign KUBECONFIG   waits for the pods, signs through a frontend and reads the entry from a follower

Where no node holds the guestbook's images, `up` doesn't wait for pods.
TEXT
}

# shellcheck source=lib/tools.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib/tools.sh"
# shellcheck source=lib/processes.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib/processes.sh"

NAMESPACES=(guestbook guestbook-jobs)
GROUP=guestbook.workflows.example

k() { "$KUBECTL" --kubeconfig "$KUBECONFIG_FILE" "$@"; }

runs_pods() { k get nodes -o jsonpath='{.items[*].status.images[*].names}' | grep -q workflows.local/guestbook:1; }

# These left beta after 1.20; each cluster is spoken to in the newest version that it knows.
in_the_servers_versions() {
  local versions
  versions="$(k api-versions)"
  if grep -qx batch/v1beta1 <<<"$versions" && ! k get --raw /apis/batch/v1 | grep -q '"cronjobs"'; then cat; else sed 's#^apiVersion: batch/v1beta1$#apiVersion: batch/v1#'; fi |
    if grep -qx policy/v1 <<<"$versions"; then sed 's#^apiVersion: policy/v1beta1$#apiVersion: policy/v1#'; else cat; fi
}

apply() { in_the_servers_versions <"$LOCAL_HOME/guestbook/$1" | k apply -f - >/dev/null; }

# Keys don't belong into a repository.
certificate() {
  local temp
  ! k get secret guests-example-tls -n guestbook >/dev/null 2>&1 || return 0
  temp="$(mktemp -d)"
  openssl req -x509 -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 365 -subj /CN=guests.example \
    -addext subjectAltName=DNS:guests.example -keyout "$temp/key" -out "$temp/crt" 2>/dev/null
  k create secret tls guests-example-tls -n guestbook --cert="$temp/crt" --key="$temp/key" >/dev/null
  rm -rf "$temp"
}

# As Helm 3 keeps a release: JSON, compressed, in base 64, in a Secret of its own type.
helm_release() {
  local release
  release="$(printf '{"name":"guestbook","namespace":"guestbook","version":1,"info":{"status":"deployed","description":"Install complete"},"chart":{"metadata":{"name":"guestbook","version":"1.0.0","apiVersion":"v2"}},"manifest":"---\\n# Quelle: gästebuch\\n"}' |
    gzip -9n | base64 -w 0)"
  k apply -f - >/dev/null <<YAML
apiVersion: v1
kind: Secret
metadata:
  name: sh.helm.release.v1.guestbook.v1
  namespace: guestbook
  labels: { owner: helm, name: guestbook, status: deployed, version: "1", modifiedAt: "1700000000" }
type: helm.sh/release.v1
stringData: { release: $release }
YAML
}

# About 200 KB, and applied by the server: it isn't in its own annotation a second time.
large_settings() {
  { printf 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: large, namespace: guestbook }\ndata:\n  words.txt: |\n'
    awk 'BEGIN { for (i = 1; i <= 4000; i++) printf "    %05d the quick brown fox jumps over the låzy dog\n", i }'
  } | k apply --server-side -f - >/dev/null
}

# As if the hour had come: a Job that the CronJob owns. (`kubectl create job --from` refuses the beta's CronJobs.)
job_of_the_cron_job() {
  local owner
  ! k get job count-by-hand -n guestbook-jobs >/dev/null 2>&1 || return 0
  owner="$(k get cronjob count -n guestbook-jobs -o jsonpath='{.apiVersion} {.metadata.uid}')"
  k create -f - >/dev/null <<YAML
apiVersion: batch/v1
kind: Job
metadata:
  name: count-by-hand
  namespace: guestbook-jobs
  annotations: { cronjob.kubernetes.io/instantiate: manual }
  labels: { app: count }
  ownerReferences:
  - { apiVersion: ${owner% *}, kind: CronJob, name: count, uid: ${owner#* }, controller: true, blockOwnerDeletion: true }
spec:
  backoffLimit: 1
  template:
    spec:
      restartPolicy: Never
      containers:
      - { name: count, image: "workflows.local/shell:1", imagePullPolicy: IfNotPresent, args: [/bin/sh, -c, date] }
YAML
}

wait_for_pods() {
  local what
  for what in deployment/frontend deployment/redis-follower statefulset/redis-leader; do
    k rollout status "$what" -n guestbook --timeout=120s >/dev/null
  done
  k wait pod/console -n guestbook --for=condition=Ready --timeout=60s >/dev/null
}

# Not part of what runs on: where the guestbook was restored, its finished Jobs were left behind.
wait_for_jobs() { k wait job --all -n guestbook-jobs --for=condition=Complete --timeout=120s >/dev/null; }

default_accounts_exist() { k get serviceaccount default -n guestbook && k get serviceaccount default -n guestbook-jobs; }

up() {
  local file
  # What was being deleted can't be applied on.
  ! k get namespace "${NAMESPACES[@]}" --ignore-not-found -o jsonpath='{..deletionTimestamp}' | grep -q . || down
  apply 00-namespaces.yaml
  apply 10-definitions.yaml
  k wait crd "visitors.$GROUP" "indices.$GROUP" --for=condition=Established --timeout=30s >/dev/null
  # Without its default account a namespace takes no pod. Where no controllers work there is none, and no pod either.
  wait_until 10 "the namespaces' accounts" default_accounts_exist || true
  for file in 20-cluster 30-settings 40-services; do apply "$file.yaml"; done
  certificate
  helm_release
  large_settings
  if ! apply 50-workloads.yaml; then
    # A bare pod is refused where there are no accounts; the rest is in.
    default_accounts_exist >/dev/null 2>&1 && return 1
  fi
  apply 60-jobs.yaml
  apply 70-visitors.yaml
  job_of_the_cron_job
  if runs_pods; then
    wait_for_pods
    wait_for_jobs
    say "the guestbook runs ($(seconds_since "$SCRIPT_BEGAN"))"
  else
    say "the guestbook is applied; nothing here runs its pods ($(seconds_since "$SCRIPT_BEGAN"))"
  fi
}

release_finalizers() {
  k patch configmap held -n guestbook --type=merge -p '{"metadata":{"finalizers":null}}' >/dev/null 2>&1 || true
  k patch "visitors.$GROUP" hokusai.of.edo -n guestbook --type=merge -p '{"metadata":{"finalizers":null}}' >/dev/null 2>&1 || true
}

down() {
  # Deletion begins first: a controller of a restored cluster could add what was taken away too early.
  k delete namespace "${NAMESPACES[@]}" --ignore-not-found --wait=false >/dev/null
  release_finalizers
  # Pods go at once; nobody is using them.
  k delete pods --all -n guestbook --grace-period=0 --force >/dev/null 2>&1 || true
  k delete pods --all -n guestbook-jobs --grace-period=0 --force >/dev/null 2>&1 || true
  k delete crd "visitors.$GROUP" "indices.$GROUP" --ignore-not-found --wait=false >/dev/null
  k delete namespace "${NAMESPACES[@]}" --ignore-not-found --timeout=120s >/dev/null
  k delete crd "visitors.$GROUP" "indices.$GROUP" --ignore-not-found --timeout=60s >/dev/null
  k delete priorityclass,storageclass,persistentvolume,clusterrole,clusterrolebinding -l app.kubernetes.io/part-of=guestbook \
    --ignore-not-found >/dev/null
  say "the guestbook is gone ($(seconds_since "$SCRIPT_BEGAN"))"
}

# Written by a pod through the service, and read through the API server: both ways to the frontends are tried.
sign() {
  local entry path=/api/v1/namespaces/guestbook/services/http:frontend:http/proxy/cgi-bin/guestbook answer
  runs_pods || fail "no node of this cluster runs the guestbook's pods"
  wait_for_pods
  entry="signed at $(date -u +%FT%TZ) — ✓ $RANDOM"
  # shellcheck disable=SC2016 # the pod's shell knows these variables
  k exec -n guestbook console -- sh -c '
    body="entry=$1"
    printf "POST /cgi-bin/guestbook HTTP/1.0\r\nContent-Length: %d\r\n\r\n%s" "$(printf %s "$body" | wc -c)" "$body" |
      nc -w 3 "$FRONTEND_SERVICE_HOST" "$FRONTEND_SERVICE_PORT"' sh "$entry" | grep -q 'thank you' ||
    fail "the frontend didn't take the entry"
  wait_until 10 "the entry arrives at a follower" entry_is_there "$path" "$entry"
  answer="$(k get --raw "$path" | wc -l)"
  say "signed through a frontend, read back from a follower: $entry ($answer entries)"
}

entry_is_there() { k get --raw "$1" | grep -qF "$2"; }

main() {
  case "${1:-}" in
    -h | --help | help) help; return 0 ;;
    up | down | sign) [[ -n "${2:-}" ]] || usage_error "guestbook.sh $1 KUBECONFIG" ;;
    *) help >&2; return 2 ;;
  esac
  KUBECONFIG_FILE="$2"
  [[ -r "$KUBECONFIG_FILE" ]] || fail "$KUBECONFIG_FILE can't be read"
  mkdir -p "$STATE"
  find_kubectl
  "$1"
}

main "$@"
