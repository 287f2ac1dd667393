#!/usr/bin/env bash
# etcd, API server and controllers of one cluster: all that a client of Kubernetes needs. Sourced, never run.
# Everything of a cluster is under $STATE/NAME, and its kubeconfig is $STATE/NAME.kubeconfig.

LIB="$(dirname "${BASH_SOURCE[0]}")"
# shellcheck source=tools.sh
. "$LIB/tools.sh"
# shellcheck source=processes.sh
. "$LIB/processes.sh"
# shellcheck source=slots.sh
. "$LIB/slots.sh"
# shellcheck source=certificates.sh
. "$LIB/certificates.sh"

SERVICE_CIDR=10.96.0.0/16
SERVICE_FIRST=10.96.0.1

cluster_folder() { echo "$STATE/$1"; }
cluster_kubeconfig() { echo "$STATE/$1.kubeconfig"; }

check_cluster_name() {
  [[ "$1" =~ ^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$ ]] || usage_error "a cluster's name is lower-case letters, digits and dashes, not '$1'"
  [[ "$1" != logs && "$1" != bin && "$1" != demo ]] || usage_error "'$1' is a folder of $STATE; choose another name"
}

# One script at a time works on a cluster; others wait.
lock_cluster() {
  mkdir -p "$(cluster_folder "$1")"
  exec 6>"$STATE/.$1.lock"
  flock 6
}

cluster_ports() { # FOLDER: sets the ports from the slot that was taken
  local slot
  slot="$(<"$1/slot")"
  ETCD_PORT="$(slot_port "$slot" 0)"
  ETCD_PEER_PORT="$(slot_port "$slot" 1)"
  API_PORT="$(slot_port "$slot" 2)"
  CONTROLLER_PORT="$(slot_port "$slot" 3)"
  SCHEDULER_PORT="$(slot_port "$slot" 4)"
  HOST_ADDRESS="$(slot_host_address "$slot")"
  NODE_ADDRESS="$(slot_node_address "$slot")"
  POD_NETWORK="$(slot_pod_network "$slot")"
}

make_pki() { # FOLDER NAME
  local pki="$1/pki" names="IP:127.0.0.1,DNS:localhost"
  # The addresses depend on the slot, so another slot means other certificates.
  if [[ -f "$pki/for-slot" && "$(<"$pki/for-slot")" == "$(<"$1/slot")" ]]; then return 0; fi
  mkdir -p "$pki"
  chmod 700 "$pki"
  # The authority and the key that signs tokens stay as long as the data do.
  [[ -f "$pki/ca.crt" ]] || new_authority "$pki" "workflows-local-$2"
  [[ -f "$pki/service-account.pub" ]] || new_key_pair "$pki" service-account
  new_certificate "$pki" etcd "/CN=etcd" "$names"
  new_certificate "$pki" etcd-client "/CN=etcd-client"
  new_certificate "$pki" api-server "/CN=kube-apiserver" \
    "$names,IP:$SERVICE_FIRST,IP:$HOST_ADDRESS,DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc"
  new_certificate "$pki" api-server-to-kubelet "/O=system:masters/CN=kube-apiserver-kubelet-client"
  new_certificate "$pki" admin "/O=system:masters/CN=admin"
  new_certificate "$pki" controller-manager "/CN=system:kube-controller-manager"
  new_certificate "$pki" scheduler "/CN=system:kube-scheduler"
  new_certificate "$pki" proxy "/CN=system:kube-proxy"
  new_certificate "$pki" kubelet "/O=system:nodes/CN=system:node:$2" "IP:$NODE_ADDRESS,DNS:$2"
  cp "$1/slot" "$pki/for-slot"
}

write_connection_files() { # FOLDER NAME
  local folder="$1" name="$2" server="https://127.0.0.1:$API_PORT"
  write_kubeconfig "$folder/pki" admin "$server" "$name" "$(cluster_kubeconfig "$name")"
  write_kubeconfig "$folder/pki" controller-manager "$server" "$name" "$folder/controller-manager.kubeconfig"
  write_kubeconfig "$folder/pki" scheduler "$server" "$name" "$folder/scheduler.kubeconfig"
  # To be sourced, or read line by line: for tests that compact etcd or take a snapshot of it.
  cat >"$folder/etcd.env" <<ENV
ETCDCTL_API=3
ETCDCTL_ENDPOINTS=https://127.0.0.1:$ETCD_PORT
ETCDCTL_CACERT=$folder/pki/ca.crt
ETCDCTL_CERT=$folder/pki/etcd-client.crt
ETCDCTL_KEY=$folder/pki/etcd-client.key
ETCDCTL=${ETCDCTL:-}
ENV
}

accepts() { ( exec 3<>"/dev/tcp/127.0.0.1/$1" ) 2>/dev/null; }
# A server that has died will not become ready: waiting for it would only hide the reason.
accepts_or_dead() { accepts "$3" || ! is_running "$1" "$2"; }

start_etcd() { # FOLDER
  local folder="$1" fast=()
  # These clusters are made to be thrown away; what a power cut would lose is of no value. (Not in etcd 3.4.)
  if [[ ! -f "$folder/etcd-flags" ]]; then
    if "$ETCD" --help 2>&1 | grep -q -e '--unsafe-no-fsync'; then echo --unsafe-no-fsync; fi >"$folder/etcd-flags"
  fi
  mapfile -t fast <"$folder/etcd-flags"
  # A lone member elects itself: the default second of waiting for others is lost time.
  start_detached "$folder" etcd "$ETCD" --name=default --data-dir="$folder/etcd" \
    --listen-client-urls="https://127.0.0.1:$ETCD_PORT" --advertise-client-urls="https://127.0.0.1:$ETCD_PORT" \
    --listen-peer-urls="http://127.0.0.1:$ETCD_PEER_PORT" --initial-advertise-peer-urls="http://127.0.0.1:$ETCD_PEER_PORT" \
    --initial-cluster="default=http://127.0.0.1:$ETCD_PEER_PORT" --quota-backend-bytes=4294967296 \
    --heartbeat-interval=20 --election-timeout=200 \
    --cert-file="$folder/pki/etcd.crt" --key-file="$folder/pki/etcd.key" \
    --client-cert-auth --trusted-ca-file="$folder/pki/ca.crt" "${fast[@]}"
  wait_until 60 "etcd listens (log: $folder/logs/etcd.log)" accepts_or_dead "$folder" etcd "$ETCD_PORT"
  is_running "$folder" etcd || died "$folder" etcd
}

start_api_server() { # FOLDER NAME
  local folder="$1" name="$2" extra=()
  # For tests that need a server that is set up differently; one flag per word.
  read -ra extra <<<"${WORKFLOWS_API_SERVER_FLAGS:-}"
  start_detached "$folder" api "$API_SERVER" --bind-address=127.0.0.1 --advertise-address=127.0.0.1 \
    --secure-port="$API_PORT" --endpoint-reconciler-type=none \
    --etcd-servers="https://127.0.0.1:$ETCD_PORT" --etcd-cafile="$folder/pki/ca.crt" \
    --etcd-certfile="$folder/pki/etcd-client.crt" --etcd-keyfile="$folder/pki/etcd-client.key" \
    --tls-cert-file="$folder/pki/api-server.crt" --tls-private-key-file="$folder/pki/api-server.key" \
    --client-ca-file="$folder/pki/ca.crt" --authorization-mode=Node,RBAC --allow-privileged=true \
    --service-cluster-ip-range="$SERVICE_CIDR" --service-account-issuer=https://kubernetes.default.svc \
    --service-account-key-file="$folder/pki/service-account.pub" \
    --service-account-signing-key-file="$folder/pki/service-account.key" \
    --kubelet-client-certificate="$folder/pki/api-server-to-kubelet.crt" \
    --kubelet-client-key="$folder/pki/api-server-to-kubelet.key" \
    --kubelet-preferred-address-types=InternalIP --profiling=false "${extra[@]}"
  wait_until 120 "the API server listens (log: $folder/logs/api.log)" accepts_or_dead "$folder" api "$API_PORT"
  is_running "$folder" api || died "$folder" api
  wait_until 120 "the API server is ready (log: $folder/logs/api.log)" \
    "$KUBECTL" --kubeconfig "$(cluster_kubeconfig "$name")" get --raw=/readyz
}

start_controllers() { # FOLDER NAME
  local folder="$1" name="$2" old=()
  # Without nodeipam: it sleeps for ten seconds at start and others wait for it; a lone node needs no share of a range.
  mapfile -t old < <(old_port_flag "$CONTROLLER_MANAGER")
  start_detached "$folder" controller-manager "$CONTROLLER_MANAGER" --kubeconfig="$folder/controller-manager.kubeconfig" \
    --bind-address=127.0.0.1 --secure-port="$CONTROLLER_PORT" "${old[@]}" \
    --authentication-skip-lookup=true \
    --leader-elect=false --use-service-account-credentials=true \
    --controllers='*,-nodeipam' --root-ca-file="$folder/pki/ca.crt" \
    --service-account-private-key-file="$folder/pki/service-account.key" \
    --cluster-signing-cert-file="$folder/pki/ca.crt" --cluster-signing-key-file="$folder/pki/ca.key" \
    --kube-api-qps=200 --kube-api-burst=400
  # Without this account no pod is accepted; with it the controllers are at work.
  wait_until 60 "the controllers work (log: $folder/logs/controller-manager.log)" \
    "$KUBECTL" --kubeconfig "$(cluster_kubeconfig "$name")" get serviceaccount default -n default
}

# Up to 1.23 these programs also open a plain port, the same for every cluster on the machine.
old_port_flag() { if ! has_own_assets || "$1" --help 2>&1 | grep -q -e '--port int'; then echo --port=0; fi; }

died() { # FOLDER COMPONENT
  say "$2 ended as soon as it had started; the end of $1/logs/$2.log:"
  tail -n 8 "$1/logs/$2.log" | cut -c1-300 | sed 's/^/    /' >&2
  exit 1
}

control_plane_up() { # NAME CONTROLLERS(yes|no)
  local name="$1" controllers="$2" folder
  folder="$(cluster_folder "$name")"
  mkdir -p "$folder"
  take_slot "$folder" >/dev/null
  cluster_ports "$folder"
  make_pki "$folder" "$name"
  write_connection_files "$folder" "$name"
  start_etcd "$folder"
  start_api_server "$folder" "$name"
  [[ -n "$CONTROLLER_MANAGER" ]] || controllers=no
  echo "$controllers" >"$folder/controllers"
  if [[ "$controllers" == yes ]]; then start_controllers "$folder" "$name"; fi
}

control_plane_stop() { # NAME
  local folder component
  folder="$(cluster_folder "$1")"
  for component in scheduler controller-manager; do stop_detached "$folder" "$component" 0; done
  # The API server would wait for its watchers to leave. Killing it loses nothing: etcd holds what it acknowledged.
  stop_detached "$folder" api 0
  stop_detached "$folder" etcd 5
}
